"""A second engine for nonlinear questions: it agrees where the answer is known by hand."""

from __future__ import annotations

import pytest
import z3

from negotiation.errors import SolverFailed
from negotiation.model import Assumption
from negotiation.parametric import Proved, proof, prove
from negotiation.parametric.second_opinion import Opinion, ask_cvc5, second_opinion
from negotiation.talks import basing_shadow

X, Y = z3.Reals("x y")
MARK = z3.Bool("proposition 1")

IMPOSSIBLE = [z3.Or(MARK, X * Y > 1), z3.Not(MARK), X < 0, Y > 0]
"""A product of different signs above 1."""

POSSIBLE = [X * X == 2, X > 0]
"""The root of 2."""


@pytest.fixture(params=["smt", "qfnra-nlsat", "QF_NRA"])
def first(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_all_engines_agree_with_hand_algebra(first: str) -> None:
    assert second_opinion(IMPOSSIBLE, first=first).verdict == "unsat"
    assert second_opinion(POSSIBLE, first=first).verdict == "sat"


def test_without_cvc5_another_engine_of_z3_is_asked(
    first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    opinion = second_opinion(IMPOSSIBLE, first=first)
    assert opinion.verdict == "unsat"
    assert opinion.engine.startswith("z3's")
    assert ("general solver" in opinion.engine) == (first != "smt")


def test_cvc5_reads_what_z3_writes() -> None:
    pytest.importorskip("cvc5", reason="an optional extra")
    assert ask_cvc5(IMPOSSIBLE)[1] == "unsat"
    assert ask_cvc5(POSSIBLE)[1] == "sat"
    assert ask_cvc5([z3.Sum([X]) > 0, X < 0])[1] in {"unsat", "unknown"}  # a sum of one is no text


def _nonlinear_proof() -> object:
    import sympy

    chance = sympy.Symbol("basing_probability")
    certain = (
        basing_shadow()
        .without("base_possible")
        .assuming(Assumption("base_certain", sympy.Eq(chance, 1)))
    )
    return prove(certain, lambda equilibrium: "transfer" not in equilibrium.path)


def test_a_verdict_names_who_agreed() -> None:
    verdict = _nonlinear_proof()
    assert isinstance(verdict, Proved)
    assert "agrees" in verdict.method
    assert "finds no counterexample by its" in verdict.method


def test_engines_that_disagree_end_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "second_opinion", lambda *_, **__: Opinion("sat", "another"))
    with pytest.raises(SolverFailed, match="another disagree on a nonlinear question"):
        _nonlinear_proof()
