"""Exact numbers: whatever a user writes becomes a `Fraction` or a sympy expression.

A number in this library is a `fractions.Fraction`, or a sympy expression when it holds
parameters or an irrational constant.  Floats are read as the shortest decimal that denotes
them (0.1 is one tenth), which is what the writer of ``0.1`` meant; nothing is ever rounded.
"""

from __future__ import annotations

import math
import re
import sys
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from numbers import Integral, Rational
from typing import TYPE_CHECKING, TypeAlias, Union, cast

from negotiation.errors import InvalidNumber

if TYPE_CHECKING:
    import sympy

__all__ = [
    "Number",
    "NumberLike",
    "as_sympy",
    "exact",
    "exact_number",
    "format_number",
    "free_symbols",
    "is_rational",
    "sign",
]

Number: TypeAlias = Union[Fraction, "sympy.Expr"]
"""An exact number: a `Fraction`, or a sympy expression."""

NumberLike: TypeAlias = Union[int, float, str, Fraction, Decimal, "sympy.Expr"]
"""What `exact` reads."""

ACCEPTED = "an int, a Fraction, a Decimal, a float, a text such as '1/3' or '0.25', or sympy"


@lru_cache(maxsize=4096)
def _integer(value: int) -> Fraction:
    return Fraction(value)


def exact(value: object) -> Number:
    """Read a value as an exact number, symbols allowed.

    Parameters
    ----------
    value
        An ``int``, ``Fraction``, ``Decimal``, ``float`` (read as its shortest decimal), a numeric
        text such as ``"1/3"``, ``"0.25"`` or ``"2e-3"``, or a sympy expression.

    Returns
    -------
    Number
        A `Fraction` where the value is rational, otherwise the sympy expression unchanged.

    Raises
    ------
    InvalidNumber
        If the value is not a number, is infinite or undefined, or is a truth value.

    Examples
    --------
    >>> exact(0.1), exact("1/3"), exact(2)
    (Fraction(1, 10), Fraction(1, 3), Fraction(2, 1))
    >>> from sympy import Rational, symbols
    >>> exact(Rational(1, 2))
    Fraction(1, 2)
    >>> exact(symbols("gain") - 1)
    gain - 1
    >>> exact(float("nan"))
    Traceback (most recent call last):
    ...
    negotiation.errors.InvalidNumber: nan is not a finite number
    """
    kind = type(value)
    if kind is Fraction:
        return cast("Fraction", value)
    if kind is int:
        return _integer(cast("int", value))
    if kind is bool:
        message = f"{value} is a truth value, not a number; write 1 or 0"
        raise InvalidNumber(message)
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, Decimal | float):
        return _from_decimal(value)
    if isinstance(value, Integral):
        return Fraction(int(value))
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    # A sympy object can only exist where sympy has been imported, so nothing is imported here.
    sympy = sys.modules.get("sympy")
    if sympy is not None and isinstance(value, sympy.Basic):
        return _from_sympy(value)
    if type(value).__module__.startswith("numpy") and hasattr(value, "item"):
        # float32 and its kin: the shortest decimal of the narrow type, not of its double.
        return _from_text(str(value))
    message = f"{value!r} is not a number; write {ACCEPTED}"
    raise InvalidNumber(message)


_LARGEST_EXPONENT = 10_000
_EXPONENT = re.compile(r"[eE]([-+]?\d+)")


def _from_text(text: str) -> Fraction:
    exponent = _EXPONENT.search(text)
    if exponent and (
        len(exponent[1]) > 6 or abs(int(exponent[1])) > _LARGEST_EXPONENT
    ):  # 1e999999999 would be written out in full, which no machine has room for
        message = f"{text!r} has an exponent beyond {_LARGEST_EXPONENT}"
        raise InvalidNumber(message)
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        message = (
            f"{text!r} is not a number such as '1/3' or '0.25'; "
            "for a parameter use a sympy symbol, e.g. sympy.Symbol('gain')"
        )
        raise InvalidNumber(message) from None


def _from_decimal(value: Decimal | float) -> Fraction:
    if not math.isfinite(value):
        message = f"{value} is not a finite number"
        raise InvalidNumber(message)
    return _from_text(str(value) if isinstance(value, Decimal) else repr(float(value)))


def _from_sympy(value: object) -> Number:
    import sympy

    if not isinstance(value, sympy.Expr):
        message = f"{value} is a condition, not a number"
        raise InvalidNumber(message)
    if isinstance(value, sympy.Rational):
        return Fraction(int(value.p), int(value.q))
    if value.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo) or value.is_real is False:
        message = f"{value} is not a finite real number"
        raise InvalidNumber(message)
    if value.has(sympy.Float):
        value = value.xreplace(
            {number: sympy.Rational(str(number)) for number in value.atoms(sympy.Float)}
        )
        return _from_sympy(value)
    return value


def exact_number(value: object, *, what: str) -> Fraction:
    """Read a value as a rational number; symbols and irrational constants are refused.

    Parameters
    ----------
    value
        As in `exact`.
    what
        What the number is for, named in the error.

    Raises
    ------
    InvalidNumber
        If the value is not rational.

    Examples
    --------
    >>> exact_number("0.25", what="basing_probability")
    Fraction(1, 4)
    """
    try:
        number = exact(value)
    except InvalidNumber as error:
        message = f"{what}: {error}"
        raise InvalidNumber(message) from None
    if isinstance(number, Fraction):
        return number
    message = f"{what}: {value} is not a rational number; write for example '1/3' or '0.25'"
    raise InvalidNumber(message)


def is_rational(number: Number) -> bool:
    """Whether a number is a `Fraction` (no symbol, no irrational constant).

    >>> is_rational(exact("1/3"))
    True
    """
    return isinstance(number, Fraction)


def free_symbols(number: object) -> frozenset[sympy.Symbol]:
    """Return the sympy symbols in a number or a condition.

    >>> free_symbols(exact(3))
    frozenset()
    """
    return frozenset(getattr(number, "free_symbols", ()))


def as_sympy(number: Number) -> sympy.Expr:
    """Write a number as a sympy expression.

    >>> as_sympy(exact("1/3"))
    1/3
    """
    import sympy

    if isinstance(number, Fraction):
        return cast("sympy.Expr", sympy.Rational(number.numerator, number.denominator))
    return number


def sign(number: Number) -> int:
    """Return the sign of a constant: -1, 0 or 1.

    Rational numbers are decided at once.  Algebraic constants are decided by sympy: numerically
    when clearly away from zero, by the minimal polynomial otherwise.

    Raises
    ------
    InvalidNumber
        If the number holds symbols, so that it has no sign of its own.

    Examples
    --------
    >>> sign(exact("-1/3")), sign(exact(0))
    (-1, 0)
    >>> from sympy import sqrt
    >>> sign(exact(sqrt(2)) - exact("7/5")), sign(exact(sqrt(2) * sqrt(3) - sqrt(6)))
    (1, 0)
    """
    if isinstance(number, Fraction):
        numerator = number.numerator
        return (numerator > 0) - (numerator < 0)
    return _sign_of_constant(number)


def _sign_of_constant(number: sympy.Expr) -> int:
    import sympy

    if number.free_symbols:
        names = ", ".join(sorted(str(symbol) for symbol in number.free_symbols))
        message = f"{number} has no sign until {names} has a value"
        raise InvalidNumber(message)
    approximation = sympy.N(number, 30)
    if abs(approximation) > sympy.Rational(1, 10**20):
        return 1 if approximation > 0 else -1
    if number.is_zero or sympy.simplify(number) == 0:
        return 0
    generator = sympy.Symbol("x")
    if sympy.minimal_polynomial(number, generator) == generator:
        return 0
    digits = 60
    while digits <= 3840:
        approximation = sympy.N(number, digits)
        if abs(approximation) > sympy.Rational(1, 10 ** (digits - 10)):
            return 1 if approximation > 0 else -1
        digits *= 2
    message = f"the sign of {number} could not be decided"
    raise InvalidNumber(message)


def format_number(number: Number) -> str:
    """Write a number the way the library prints it: what is added before what is taken away.

    >>> format_number(exact("3.75"))
    '15/4'
    >>> from sympy import symbols
    >>> value, cost = symbols("value cost")
    >>> format_number(value - cost)
    'value - cost'
    """
    if isinstance(number, Fraction) or not number.is_Add:
        return str(number)
    ordered = cast("list[sympy.Expr]", number.as_ordered_terms())
    terms = sorted(ordered, key=lambda term: term.could_extract_minus_sign())
    text = str(terms[0])
    for term in terms[1:]:
        negative = term.could_extract_minus_sign()
        text += f" - {-term}" if negative else f" + {term}"
    return text
