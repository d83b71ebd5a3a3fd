"""Compiled expressions against sympy's own substitution."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    ITE,
    Abs,
    And,
    Eq,
    Equivalent,
    Implies,
    Max,
    Min,
    Ne,
    Not,
    Or,
    Piecewise,
    Rational,
    Symbol,
    Xor,
    floor,
    log,
    sqrt,
    symbols,
)

from negotiation.errors import InvalidNumber, MissingParameter, NotSupported
from negotiation.evaluate import compile_expressions
from negotiation.exact import as_sympy

x, y, z = symbols("x y z")
SYMBOLS = (x, y, z)
values = st.fractions(-3, 3, max_denominator=5)


def combine(inner: st.SearchStrategy[sympy.Expr]) -> st.SearchStrategy[sympy.Expr]:
    relations = st.sampled_from([sympy.Gt, sympy.Ge, sympy.Lt, sympy.Le, Eq, Ne])
    conditions = st.builds(lambda op, a, b: op(a, b), relations, inner, inner)
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda pair: pair[0] + pair[1]),
        two.map(lambda pair: pair[0] - pair[1]),
        two.map(lambda pair: pair[0] * pair[1]),
        two.map(lambda pair: Max(*pair)),
        two.map(lambda pair: Min(*pair)),
        inner.map(Abs),
        st.tuples(inner, st.integers(0, 3)).map(lambda pair: pair[0] ** pair[1]),
        st.tuples(inner, inner, conditions).map(
            lambda three: Piecewise((three[0], three[2]), (three[1], True))
        ),
    )


expressions = st.recursive(
    st.one_of(
        st.sampled_from(SYMBOLS),
        st.fractions(-2, 2, max_denominator=3).map(as_sympy),
    ),
    combine,
    max_leaves=6,
)


@settings(max_examples=250, deadline=None)
@given(expressions, values, values, values)
def test_equals_subs(expression: sympy.Expr, a: Fraction, b: Fraction, c: Fraction) -> None:
    point = dict(zip(("x", "y", "z"), (a, b, c), strict=True))
    [found] = compile_expressions([expression])(point)
    direct = expression.subs({symbol: as_sympy(point[str(symbol)]) for symbol in SYMBOLS})
    assert isinstance(found, Fraction)
    assert as_sympy(found) == direct


conditions = st.recursive(
    st.builds(
        lambda op, a, b: op(a, b),
        st.sampled_from([sympy.Gt, sympy.Ge, sympy.Lt, sympy.Le, Eq, Ne]),
        st.sampled_from([x, y, x + y, x * y, Rational(1, 2)]),
        st.sampled_from([x, y, z, Rational(0), Rational(1)]),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: And(*pair)),
        st.tuples(inner, inner).map(lambda pair: Or(*pair)),
        st.tuples(inner, inner).map(lambda pair: Implies(*pair)),
        st.tuples(inner, inner).map(lambda pair: Equivalent(*pair)),
        st.tuples(inner, inner).map(lambda pair: Xor(*pair)),
        st.tuples(inner, inner, inner).map(lambda three: ITE(*three)),
        inner.map(Not),
    ),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(conditions, values, values, values)
def test_conditions_equal_subs(
    condition: sympy.Basic, a: Fraction, b: Fraction, c: Fraction
) -> None:
    point = dict(zip(("x", "y", "z"), (a, b, c), strict=True))
    [found] = compile_expressions([condition])(point)
    direct = condition.subs({symbol: as_sympy(point[str(symbol)]) for symbol in SYMBOLS})
    assert found is bool(direct)


@settings(max_examples=80, deadline=None)
@given(values, values)
def test_quotients_equal_python(a: Fraction, b: Fraction) -> None:
    program = compile_expressions([x / y, x ** (-2), 1 / (x - y)])
    results = program.where_defined({"x": a, "y": b})
    assert results[0] == (None if b == 0 else a / b)
    assert results[1] == (None if a == 0 else a**-2)
    assert results[2] == (None if a == b else 1 / (a - b))
    if None in results:
        with pytest.raises(InvalidNumber, match="undefined"):
            program({"x": a, "y": b})


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        (Piecewise((1 / x, x > 0), (7, True)), 0, 7),
        (Piecewise((sqrt(x), x >= 0), (0, True)), -1, 0),
        (Piecewise((log(x), x > 0), (0, True)), 0, 0),
        (Piecewise((Piecewise((1, x > 3)), x > 2), (5, True)), 0, 5),
        (And(x > 0, 1 / x > 2), 0, False),
        (Or(x <= 0, 1 / x > 2), 0, True),
        (Implies(x > 0, 1 / x > 2), 0, True),
        (ITE(x > 0, 1 / x > 2, x < 1), 0, True),
        (sqrt(x), 4, 2),
        (sqrt(x) * sqrt(x), 3, 3),
        (floor(x), Fraction(7, 2), 3),
        (sympy.sign(x), -2, -1),
        (2**x, 3, 8),
    ],
)
def test_undefined_parts_that_do_not_matter(
    expression: sympy.Basic, value: object, expected: object
) -> None:
    assert compile_expressions([expression])({"x": Fraction(value)}) == [expected]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (1 / x, 0),
        (0 * y + 1 / x, 0),
        (Max(1, 1 / x), 0),
        (And(1 / x > 0, x > -1), 0),
        (sqrt(x), -1),
        (log(x), 0),
        (log(x), -1),
        (Piecewise((1, x > 3)), 0),
        (Piecewise((1, 1 / x > 3), (2, True)), 0),
        (x ** Rational(1, 3), -8),
    ],
)
def test_undefined_values_are_errors(expression: sympy.Basic, value: int) -> None:
    with pytest.raises(InvalidNumber, match=r"undefined.*divides by zero"):
        compile_expressions([expression])({"x": Fraction(value)})


def test_irrational_values_stay_exact() -> None:
    [root, truth] = compile_expressions([sqrt(x) + 1, sqrt(x) > Rational(7, 5)])({"x": Fraction(2)})
    assert root == sqrt(2) + 1
    assert truth is True
    [product] = compile_expressions([x * x])({"x": sqrt(2)})
    assert product == 2


def test_names_are_sorted_and_shared_between_assumptions() -> None:
    program = compile_expressions([Symbol("b") + Symbol("a", positive=True) - Symbol("a")])
    assert program.names == ("a", "b")
    assert program({"a": Fraction(5), "b": Fraction(1), "more": Fraction(9)}) == [1]


def test_plain_values_pass() -> None:
    assert compile_expressions([True, False, Fraction(1, 3), sympy.true])({}) == [
        True,
        False,
        Fraction(1, 3),
        True,
    ]


def test_missing_and_unsupported() -> None:
    with pytest.raises(MissingParameter, match=r"x, y"):
        compile_expressions([x + y + z])({"z": Fraction(1)})
    for wrong in ("x", None, sympy.FiniteSet(1), [x]):
        with pytest.raises(NotSupported):
            compile_expressions([wrong])
    with pytest.raises(NotSupported, match="neither"):
        compile_expressions([sympy.Contains(x, sympy.S.Reals)])


def test_programs_pickle() -> None:
    program = compile_expressions([Max(x, y), Piecewise((x, x > 0), (floor(y), True)), ~(x > y)])
    again = pickle.loads(pickle.dumps(program))  # noqa: S301 - our own bytes
    point = {"x": Fraction(-1), "y": Fraction(3, 2)}
    assert again(point) == program(point) == [Fraction(3, 2), 1, True]
