"""Proofs that are checked without a solver: sound, and not to be forged."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import symbols

from negotiation import talks
from negotiation.model import Model, Monotone, reaches
from negotiation.parametric import Proved, prove
from negotiation.parametric.certificate import Lemma, LinearProof, Propagation, check_proof
from negotiation.parametric.domain import Domain
from negotiation.parametric.formula import Formula

LITERALS = st.sampled_from([-4, -3, -2, -1, 1, 2, 3, 4])
CLAUSES = st.lists(st.lists(LITERALS, min_size=1, max_size=3).map(tuple), max_size=8)


@given(CLAUSES, st.lists(LITERALS, max_size=3).map(tuple))
def test_what_follows_by_propagation_is_entailed(
    clauses: list[tuple[int, ...]], claim: tuple[int, ...]
) -> None:
    """Against every assignment of four propositions."""
    propagation = Propagation(clauses)
    follows = propagation.follows(claim)
    assert follows == propagation.follows(claim)  # asking changes nothing
    if follows:
        for values in product([True, False], repeat=4):

            def true(literal: int, values: tuple[bool, ...] = values) -> bool:
                return values[abs(literal) - 1] == (literal > 0)

            if all(any(map(true, clause)) for clause in clauses):
                assert any(map(true, claim))


@given(CLAUSES)
def test_clauses_added_one_by_one_are_those_given_together(clauses: list[tuple[int, ...]]) -> None:
    together, singly = Propagation(clauses), Propagation([])
    for clause in clauses:
        singly.add(clause)
    assert together.follows(()) == singly.follows(())


def _question() -> tuple[Formula, tuple[int, int, int]]:
    """Ask for ``x > y > z > x``."""
    x, y, z = symbols("x y z")
    formula = Formula(Domain((x, y, z)))
    above = (formula.condition(x > y), formula.condition(y > z), formula.condition(z > x))
    for literal in above:
        formula.add(literal)
    return formula, above


def test_a_proof_by_hand_and_forgeries_of_it() -> None:
    """The three add to ``0 > 0``, so one of them fails; that contradicts all by propagation."""
    formula, above = _question()
    ones = (Fraction(1),) * 3
    lemma = Lemma(tuple(-literal for literal in above), ones)
    assert check_proof(formula, [], LinearProof((lemma,)))
    for forged in (
        LinearProof(()),
        LinearProof((replace(lemma, weights=(*ones[:2], Fraction(2))),)),
        LinearProof((replace(lemma, weights=ones[:2]),)),
        LinearProof((Lemma(lemma.clause[:2], ones[:2]),)),
        LinearProof((lemma.clause,)),
    ):
        assert not check_proof(_question()[0], [], forged)


def test_a_lemma_of_what_is_no_atom_is_refused() -> None:
    formula, above = _question()
    defined = formula.all_of(above)
    assert not check_proof(formula, [], LinearProof((Lemma((-defined,), (Fraction(1),)),)))


LINEAR = {
    "basing_shadow, informed": talks.basing_shadow(informed=True),
    "no_base_pledge": talks.no_base_pledge(),
    "sanctions_cascade": talks.sanctions_cascade(),
    "sanctions_dilemma": talks.sanctions_dilemma(),
    "congress_veto": talks.congress_veto(),
}


@pytest.mark.parametrize("name", LINEAR)
def test_linear_proofs_verify_without_the_solver(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every proposition that is proved by linear questions alone; z3 cannot be imported then."""
    verdicts = _linear_proofs(LINEAR[name])
    assert verdicts
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(ImportError):
        import z3  # noqa: F401 - must fail
    assert all(verdict.verify() for verdict in verdicts)


def _linear_proofs(model: Model) -> list[Proved]:
    found = [prove(model, each) for each in model.propositions.values() if each.claims]
    return [
        each
        for each in found
        if isinstance(each, Proved)
        and "linear; checked" in each.method
        and "nonlinear" not in each.method
    ]


def test_every_multiplier_of_a_proof_matters() -> None:
    """Any one of them moved by a thousandth, and the proof falls."""
    claim = Monotone(reaches("transfer"), "basing_loss", "decreasing")
    verdict = prove(talks.no_base_pledge(), claim)
    assert isinstance(verdict, Proved)
    assert verdict.proof is not None
    assert verdict.recheck is not None
    steps = verdict.proof.steps
    places = [place for place, step in enumerate(steps) if isinstance(step, Lemma)]
    tampered = 0
    for place in places[:8]:
        lemma = steps[place]
        assert isinstance(lemma, Lemma)
        for index in range(len(lemma.weights)):
            weights = list(lemma.weights)
            weights[index] += Fraction(1, 1000)
            moved = list(steps)
            moved[place] = replace(lemma, weights=tuple(weights))
            assert not verdict.recheck(replace(verdict.proof, steps=tuple(moved)))
            tampered += 1
    assert tampered > 8
