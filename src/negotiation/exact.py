"""Exact numbers: whatever a user writes becomes a `Fraction` or a sympy expression.

A number in this library is a `fractions.Fraction`, or a sympy expression when it holds
parameters or an irrational constant.  Floats are read as the shortest decimal that denotes
them (0.1 is one tenth), which is what the writer of ``0.1`` meant; nothing is ever rounded.
"""

from __future__ import annotations

import math
import re
import sys
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from numbers import Integral, Rational
from typing import TYPE_CHECKING, Any, TypeAlias, Union, cast

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
_EXPONENT = re.compile(r"[eE]([-+]?[\d_]+)")
_LONGEST_TEXT = 4_000  # Python reads no longer integers from text


def _from_text(text: str) -> Fraction:
    if len(text) > _LONGEST_TEXT:
        message = (
            f"{text[:20]}… has {len(text)} characters, more than {_LONGEST_TEXT}; "
            "give so large a number as an int or a Fraction"
        )
        raise InvalidNumber(message)
    exponent = _EXPONENT.search(text)
    if exponent:  # 1e999999999 would be written out in full, which no machine has room for
        digits = exponent[1].replace("_", "").lstrip("+-").lstrip("0")
        if len(digits) > 6 or int(digits or "0") > _LARGEST_EXPONENT:
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
    # Not math.isfinite for both: it takes a Decimal to a float, where 1e400 is infinite.
    if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
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
            {number: as_sympy(_from_sympy_float(number)) for number in value.atoms(sympy.Float)}
        )
        return _from_sympy(value)
    if not value.is_Atom and not value.free_symbols:
        # (1 + sqrt(2))*(1 - sqrt(2)) is a rational number that does not look like one.
        expanded = sympy.expand(value)
        if isinstance(expanded, sympy.Rational):
            return Fraction(int(expanded.p), int(expanded.q))
    return value


def _from_sympy_float(number: sympy.Float) -> Fraction:
    import sympy

    largest = sympy.Float(10) ** _LARGEST_EXPONENT
    if not number.is_zero and not 1 / largest < abs(number) < largest:
        message = f"a sympy.Float has an exponent beyond {_LARGEST_EXPONENT}"
        raise InvalidNumber(message)
    precision = number._prec  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - sympy has no other name for it
    text = str(number)
    if sympy.Float(text, precision=precision) == number:
        return _from_text(text)
    # sympy prints 15 digits of a double, which may need 17 to be told from its neighbours.
    nearest = float(number)
    if sympy.Float(nearest, precision=precision) == number:
        return _from_text(repr(nearest))
    return cast("Fraction", _from_sympy(sympy.Rational(number)))


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
        If the number holds symbols, so that it has no sign of its own; or if it is a
        transcendental constant so close to 0 that its sign cannot be decided.

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
    if isinstance(number, sympy.Rational):
        return int(sympy.sign(number))
    decided = _sign_in_one_root(number)
    if decided is not None:
        return decided
    approximation = sympy.N(number, 30)
    if not isinstance(approximation, sympy.Number):
        message = f"{number} is not a real number whose sign can be found"
        raise InvalidNumber(message)
    if abs(approximation) > sympy.Rational(1, 10**20):
        return 1 if approximation > 0 else -1
    if number.is_zero or sympy.simplify(number) == 0:
        return 0
    if number.is_algebraic is not False and _is_algebraic_zero(number):
        return 0
    digits = 60
    while digits <= 3840:
        approximation = sympy.N(number, digits)
        if abs(approximation) > sympy.Rational(1, 10 ** (digits - 10)):
            return 1 if approximation > 0 else -1
        digits *= 2
    message = f"the sign of {number} could not be decided"
    raise InvalidNumber(message)


def _sign_in_one_root(number: sympy.Expr) -> int | None:
    """Return the sign of a rational expression in one real root; ``None`` for other constants.

    A polynomial in a root is zero iff its remainder by the root's minimal polynomial is; if not,
    its sign is read off rational numbers that enclose the root.  Sympy's own way, by the minimal
    polynomial of the whole expression, takes minutes from degree 4 on.
    """
    import sympy

    half = sympy.Rational(1, 2)
    found: list[Any] = [
        power for power in number.atoms(sympy.Pow) if power.exp == half and power.base.is_Rational
    ]
    found += number.atoms(sympy.CRootOf)  # sympy's annotations leave out what a root offers
    if len(found) != 1:
        return None
    [root] = found
    if not root.is_real:
        return None
    unknown = sympy.Dummy("root")
    expression: Any = number.xreplace({root: unknown})  # an expression, annotated as less
    if not expression.is_rational_function(unknown) or expression.free_symbols != {unknown}:
        return None
    minimal = unknown**2 - root.base if root.is_Pow else root.expr.subs(root.poly.gen, unknown)
    modulus = sympy.Poly(minimal, unknown, domain=sympy.QQ)
    signs = 1
    polynomial = expression.is_polynomial(unknown)
    parts = (expression,) if polynomial else sympy.fraction(sympy.together(expression))
    for part in parts:
        try:
            whole = sympy.Poly(part, unknown, domain=sympy.QQ)
        except sympy.polys.polyerrors.CoercionFailed:
            return None  # there are other irrational constants
        signs *= _sign_at(whole.rem(modulus), root)
    return signs


def _sign_at(remainder: sympy.Poly, root: Any) -> int:  # noqa: ANN401 - as found there
    """Return the sign at a root of a polynomial that vanishes there only if it is zero."""
    if remainder.is_zero:
        return 0
    coefficients = [Fraction(int(entry.p), int(entry.q)) for entry in remainder.all_coeffs()]
    digits = 20
    while True:
        error = Fraction(1, 10**digits)
        near = _near(root, digits)
        low, high = Fraction(0), Fraction(0)
        for coefficient in coefficients:  # Horner's scheme in intervals
            ends = [one * other for one in (low, high) for other in (near - error, near + error)]
            low, high = min(ends) + coefficient, max(ends) + coefficient
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        digits *= 2


def _near(root: Any, digits: int) -> Fraction:  # noqa: ANN401 - as above
    """Return a rational number within ten to the minus ``digits`` of a real root."""
    import sympy

    if isinstance(root, sympy.CRootOf):
        value = root.eval_rational(sympy.Rational(1, 10**digits))
        return Fraction(int(value.p), int(value.q))
    base = root.base  # a square root of a rational
    scale = int(base.q) * 10**digits
    return Fraction(math.isqrt(int(base.p) * int(base.q) * 10 ** (2 * digits)), scale)


def _is_algebraic_zero(number: sympy.Expr) -> bool:
    import sympy

    generator = sympy.Symbol("x")
    try:
        return bool(sympy.minimal_polynomial(number, generator) == generator)
    except (NotImplementedError, sympy.polys.polyerrors.NotAlgebraic):
        return False  # transcendental: more digits decide, or nothing does


def format_number(number: Number) -> str:
    """Write a number the way the library prints it: what is added before what is taken away.

    Rational numbers of thousands of digits, which Python refuses to write out, are given by
    their leading digits.

    >>> format_number(exact("3.75"))
    '15/4'
    >>> from sympy import symbols
    >>> value, cost = symbols("value cost")
    >>> format_number(value - cost)
    'value - cost'
    >>> format_number(exact("-1.5e6000"))
    'about -1.5E+6000'
    """
    if isinstance(number, Fraction):
        return _written_fraction(number)
    try:
        return _written_expression(number)
    except ValueError:  # Python writes no integer of more than 4300 digits
        return "an expression with numbers of thousands of digits"


def _written_expression(number: sympy.Expr) -> str:
    if not number.is_Add:
        return str(number)
    ordered = cast("list[sympy.Expr]", number.as_ordered_terms())
    terms = sorted(ordered, key=lambda term: term.could_extract_minus_sign())
    text = str(terms[0])
    for term in terms[1:]:
        negative = term.could_extract_minus_sign()
        text += f" - {-term}" if negative else f" + {term}"
    return text


_LONGEST_WRITTEN = 12_000  # bits: some 3600 digits; at 4300 Python stops writing integers out


def _written_fraction(number: Fraction) -> str:
    longest = max(number.numerator.bit_length(), number.denominator.bit_length())
    if longest <= _LONGEST_WRITTEN:
        return str(number)
    with localcontext() as context:
        context.prec, context.Emax, context.Emin = 6, MAX_EMAX, MIN_EMIN
        ratio = Decimal(number.numerator) / Decimal(number.denominator)
        return f"about {ratio.normalize()}"
