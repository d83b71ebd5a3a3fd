"""Exact numbers: what is read, what is refused, signs of constants."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import Float, Function, I, Rational, acos, cos, exp, log, oo, pi, sin, sqrt, symbols, zoo

from negotiation.errors import InvalidNumber, NegotiationError
from negotiation.exact import (
    as_sympy,
    exact,
    exact_number,
    format_number,
    free_symbols,
    is_rational,
    sign,
)

x = symbols("x")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_their_shortest_decimal(value: float) -> None:
    read = exact(value)
    assert isinstance(read, Fraction)
    assert read == Fraction(Decimal(repr(value)))
    assert float(read) == value
    assert exact(np.float64(value)) == read
    assert exact(Float(value)) == read


@given(st.fractions())
def test_rationals_are_themselves(value: Fraction) -> None:
    assert exact(value) is value
    assert exact(str(value)) == value
    assert exact(Rational(value.numerator, value.denominator)) == value
    assert as_sympy(value) == Rational(value.numerator, value.denominator)
    assert exact(as_sympy(value)) == value
    assert sign(value) == (value > 0) - (value < 0)
    assert format_number(value) == str(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_decimals(value: Decimal) -> None:
    assert exact(value) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, Fraction(7)),
        ("2e-3", Fraction(1, 500)),
        (" 1/3 ", Fraction(1, 3)),
        ("1_000", Fraction(1000)),
        ("1e0000000005", Fraction(100_000)),
        ("-.5", Fraction(-1, 2)),
        (Decimal("1e400"), Fraction(10) ** 400),
        (Decimal("-1e-400"), -(Fraction(10) ** -400)),
        (np.int8(3), Fraction(3)),
        (np.float32(0.1), Fraction(1, 10)),
        (sympy.Integer(3), Fraction(3)),
        (Float(0.1), Fraction(1, 10)),
        (Float(0.1 + 0.2), Fraction("0.30000000000000004")),
        (Float("0.1234567890123456789012", 22), Fraction("0.1234567890123456789012")),
        (Float(0), Fraction(0)),
        ((sqrt(2) - 1) * (sqrt(2) + 1), Fraction(1)),
        (sqrt(4), Fraction(2)),
    ],
)
def test_readings(value: object, expected: Fraction) -> None:
    read = exact(value)
    assert read == expected
    assert isinstance(read, Fraction)


def test_expressions_stay_but_their_floats_become_exact() -> None:
    assert exact(x - 1) == x - 1
    assert exact(0.1 * x) == x / 10
    assert exact(sqrt(2)) == sqrt(2)
    assert not is_rational(exact(sqrt(2)))
    assert free_symbols(exact(x + 1)) == {x}
    assert free_symbols(Fraction(1)) == frozenset()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "truth value.*1 or 0"),
        (np.True_, "not a number"),
        (float("nan"), "nan is not a finite number"),
        (float("-inf"), "finite"),
        (np.float64("inf"), "finite"),
        (np.float32("nan"), "not a number"),
        (Decimal("NaN"), "finite"),
        (Decimal("sNaN"), "finite"),
        (Decimal("Infinity"), "finite"),
        (sympy.nan, "finite real"),
        (oo, "finite real"),
        (x + oo, "finite real"),
        (zoo, "finite real"),
        (I, "real"),
        (sqrt(-2), "real"),
        (1 + 2j, "not a number"),
        (x > 0, "condition"),
        (sympy.true, "condition"),
        ("gain", r"sympy\.Symbol\('gain'\)"),
        ("1/0", "not a number"),
        ("0x10", "not a number"),
        ("", "not a number"),
        (None, "not a number.*Fraction"),
        ([1, 2], "not a number"),
        ({"a": 1}, "not a number"),
        (object, "not a number"),
        (np.array([1.0]), "not a number"),
    ],
)
def test_refusals(value: object, words: str) -> None:
    with pytest.raises(InvalidNumber, match=words) as caught:
        exact(value)
    assert isinstance(caught.value, NegotiationError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    "value",
    [
        "1e999999999",
        "-1E-999999999",
        "1e1_000_000_000",
        "1e+10001",
        Decimal("1e999999"),
        Float(2) ** (10**9),
        Float(2) ** (-(10**9)),
        "1" * 5000,
    ],
)
def test_numbers_that_no_machine_has_room_for_are_refused_at_once(value: object) -> None:
    started = time.process_time()
    with pytest.raises(InvalidNumber, match=r"exponent|characters"):
        exact(value)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (sqrt(2) - Rational(7, 5), 1),
        (sqrt(2) * sqrt(3) - sqrt(6), 0),
        (sqrt(5 + 2 * sqrt(6)) - sqrt(2) - sqrt(3), 0),
        (sqrt(2 + sqrt(3)) - (sqrt(6) + sqrt(2)) / 2, 0),
        (sqrt(2) / 10**40, 1),
        (-sqrt(2) / 10**40, -1),
        (sqrt(10**40 + 1) - 10**20, 1),
        (log(6) - log(2) - log(3), 0),
        (sin(1) ** 2 + cos(1) ** 2 - 1, 0),
        (exp(pi * sqrt(163)) - 262537412640768744, -1),
        (pi - Rational(355, 113), -1),
        (sympy.Integer(-3), -1),
        (sympy.Rational(0), 0),
    ],
)
def test_signs_of_constants(number: sympy.Expr, expected: int) -> None:
    assert sign(number) == expected
    assert sign(-number) == -expected


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (x - 1, "no sign until x"),
        (Function("f")(1), "not a real number"),
        (2 * acos(Rational(1, 3)) - acos(Rational(-7, 9)), "could not be decided"),
        (log(-2), "not a real number"),
    ],
)
def test_signs_that_cannot_be_told(number: sympy.Expr, words: str) -> None:
    """2 arccos(1/3) = arccos(-7/9) exactly, but neither is algebraic: said, not guessed."""
    with pytest.raises(InvalidNumber, match=words):
        sign(number)


def test_exact_number_names_what_it_is_for() -> None:
    assert exact_number("0.25", what="p") == Fraction(1, 4)
    for wrong in ("much", sqrt(2), x, None):
        with pytest.raises(InvalidNumber, match=r"^p: "):
            exact_number(wrong, what="p")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(15, 4), "15/4"),
        (Fraction(10) ** 5000, "about 1E+5000"),
        (-(Fraction(10) ** 5000) * Fraction(3, 2), "about -1.5E+5000"),
        (1 / Fraction(10) ** 5000, "about 1E-5000"),
        (Fraction(10**5000 + 1, 10**5000), "about 1"),
        (1 + sqrt(2), "1 + sqrt(2)"),
        (x - 1, "x - 1"),
        (x * 10**5000, "an expression with numbers of thousands of digits"),
        (x + 10**5000, "an expression with numbers of thousands of digits"),
    ],
)
def test_numbers_are_written(number: object, text: str) -> None:
    assert format_number(number) == text  # type: ignore[arg-type]
