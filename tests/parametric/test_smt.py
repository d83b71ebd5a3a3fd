"""sympy to z3 and back: the same values at points, exact models, and "unknown" said aloud."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import talks
from negotiation.errors import NotSupported
from negotiation.parametric import Unknown, prove, solvers
from negotiation.parametric.decide import Engine
from negotiation.parametric.smt import Translator, ask, from_z3

X, Y = sympy.symbols("x y")
SYMBOLS = {"x": X, "y": Y}
RATIONALS = st.fractions(-3, 3, max_denominator=4)

LEAVES = st.one_of(
    st.sampled_from([X, Y]), RATIONALS.map(lambda n: sympy.Rational(n.numerator, n.denominator))
)


def _relations(terms: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    kinds = [sympy.Gt, sympy.Ge, sympy.Lt, sympy.Le, sympy.Eq, sympy.Ne]
    return st.builds(lambda kind, a, b: kind(a, b), st.sampled_from(kinds), terms, terms)


def _conditions(terms: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    relations = _relations(terms)
    joined = st.builds(
        lambda kind, a, b: kind(a, b),
        st.sampled_from([sympy.And, sympy.Or, sympy.Implies, sympy.Equivalent]),
        relations,
        relations,
    )
    return st.one_of(relations, joined, relations.map(sympy.Not))


def _grow(terms: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    kinds = [sympy.Add, sympy.Mul, sympy.Min, sympy.Max]
    return st.one_of(
        st.builds(lambda kind, a, b: kind(a, b), st.sampled_from(kinds), terms, terms),
        st.builds(lambda a, b: a / b if b != 0 else a, terms, terms),
        st.builds(lambda a, n: a**n if a != 0 else a, terms, st.integers(-2, 3)),
        terms.map(sympy.Abs),
        st.builds(
            lambda condition, a, b: sympy.Piecewise((a, condition), (b, True)),
            _relations(LEAVES),
            terms,
            terms,
        ),
    )


def _is_defined(expression: sympy.Basic) -> bool:
    return not expression.has(sympy.zoo, sympy.nan, sympy.oo)


TERMS = st.recursive(LEAVES, _grow, max_leaves=6).filter(_is_defined)
CONDITIONS = _conditions(TERMS).filter(_is_defined)


def _at(expression: sympy.Basic, point: dict[sympy.Symbol, sympy.Rational]) -> sympy.Basic | None:
    """Evaluate by sympy; ``None`` where it is not defined."""
    value = expression.subs(point)
    return value if _is_defined(value) else None


def _by_z3(expression: sympy.Basic, point: dict[sympy.Symbol, sympy.Rational]) -> z3.ExprRef | None:
    """Translate, put the numbers in and let z3 calculate; ``None`` where it is not defined."""
    translate = Translator()
    term = translate(expression)
    numbers = [(z3.Real(str(name)), z3.RealVal(str(value))) for name, value in point.items()]
    for side in translate.side_conditions:
        if not z3.is_true(z3.simplify(z3.substitute(side, *numbers))):
            return None
    return z3.simplify(z3.substitute(term, *numbers))


def _points(x: Fraction, y: Fraction) -> dict[sympy.Symbol, sympy.Rational]:
    return {
        X: sympy.Rational(x.numerator, x.denominator),
        Y: sympy.Rational(y.numerator, y.denominator),
    }


@settings(deadline=None, max_examples=150)
@given(TERMS, RATIONALS, RATIONALS)
def test_terms_have_the_same_value(expression: sympy.Basic, x: Fraction, y: Fraction) -> None:
    point = _points(x, y)
    try:
        ours = _at(expression, point)
    except (TypeError, ValueError):  # sympy compares what is not defined
        return
    value = _by_z3(expression, point)
    if value is None or ours is None:
        return
    assert sympy.Rational(value.as_fraction()) == ours


@settings(deadline=None, max_examples=150)
@given(CONDITIONS, RATIONALS, RATIONALS)
def test_conditions_have_the_same_truth(condition: sympy.Basic, x: Fraction, y: Fraction) -> None:
    point = _points(x, y)
    try:
        ours = _at(condition, point)
    except (TypeError, ValueError):  # sympy compares what is not defined
        return
    value = _by_z3(condition, point)
    if value is None or ours is None:
        return
    assert z3.is_true(value) == bool(ours)


@settings(deadline=None, max_examples=100)
@given(st.one_of(TERMS, CONDITIONS), RATIONALS, RATIONALS)
def test_there_and_back(expression: sympy.Basic, x: Fraction, y: Fraction) -> None:
    """What comes back may be written otherwise; its value is the same."""
    point = _points(x, y)
    back = from_z3(Translator()(expression), SYMBOLS)
    try:
        ours, returned = _at(expression, point), _at(back, point)
    except (TypeError, ValueError):  # sympy compares what is not defined
        return
    if ours is None or returned is None:
        return
    assert returned == ours


@pytest.mark.parametrize(
    "written",
    [
        X + Y > 2,
        sympy.Eq(X * Y, 1),
        sympy.Ne(X, Y),
        sympy.And(X > 0, sympy.Or(Y < 0, X >= Y)),
        sympy.Not(sympy.And(X > 0, Y > 0)),
        sympy.Rational(1, 3) * X - Y**2 <= 0,
    ],
)
def test_plain_conditions_come_back_as_they_were(written: sympy.Basic) -> None:
    assert sympy.simplify(sympy.Equivalent(from_z3(Translator()(written)), written)) == sympy.true


@pytest.mark.parametrize("strange", [sympy.sqrt(X), sympy.exp(X), sympy.pi * X, X**Y])
def test_what_is_no_rational_arithmetic_is_refused(strange: sympy.Expr) -> None:
    with pytest.raises(NotSupported):
        Translator()(strange)


def test_models_are_exact() -> None:
    """A third is a third; the root of 2 is rounded, and said to be."""
    x = z3.Real("x")
    third = ask([3 * x == 1], ["x"], linear=True, seconds=5)
    assert third.values == {"x": Fraction(1, 3)}
    assert third.exact
    root = ask([x * x == 2, x > 0], ["x"], linear=False, seconds=5)
    assert root.verdict == "sat"
    assert not root.exact
    assert abs(root.values["x"] ** 2 - 2) < Fraction(1, 10**30)


def test_a_core_names_what_it_rests_on() -> None:
    x, y = z3.Reals("x y")
    for linear in (True, False):
        answer = ask(
            [],
            (),
            linear=linear,
            seconds=5,
            tracked={"above": x > 0, "below": x < 0, "aside": y > 0},
        )
        assert answer.verdict == "unsat"
        assert set(answer.core) == {"above", "below"}


def test_a_limit_is_answered_by_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each engine gets almost no steps, as where time is up; nothing is then proved or refuted."""
    made = solvers.new_solver

    def exhausted(kind: str, seconds: float, context: z3.Context | None = None) -> z3.Solver:
        solver = made(kind, seconds, context)
        solver.set("rlimit", 1)
        return solver

    monkeypatch.setattr(solvers, "new_solver", exhausted)
    x, y = z3.Reals("x y")
    answer = ask([x * y > 1, x < 0, y > 0], ["x"], linear=False, seconds=5)
    assert answer.verdict == "unknown"
    assert answer.reason
    verdict = prove(talks.basing_shadow(), lambda equilibrium: equilibrium.payoffs["Russia"] >= 0)
    assert isinstance(verdict, Unknown)
    assert "gave up" in verdict.reason
    assert not verdict


def test_a_linear_engine_answers_again_after_other_questions() -> None:
    """One solver is kept; what is asked besides leaves no trace in it."""
    from negotiation.parametric.domain import Domain
    from negotiation.parametric.formula import Formula

    formula = Formula(Domain((X, Y)))
    formula.name("above", formula.condition(X > Y))
    formula.name("below", formula.condition(X < Y))
    engine = Engine(formula)
    assert engine.ask(["above", "below"]).verdict == "unsat"
    assert engine.ask_with([z3.Real("x") == 0], ["above"]).values["x"] == 0
    one = engine.ask(["above"])
    assert one.values["x"] > one.values["y"]
    assert engine.ask_with([z3.Real("x") < z3.Real("y")], ["above"]).verdict == "unsat"
    assert engine.ask(["below"]).verdict == "sat"
