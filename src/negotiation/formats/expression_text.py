"""Expressions and conditions written in the grammar of `negotiation.formats.expression`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.errors import InvalidNumber, NotSupported
from negotiation.formats.expression import KEYWORDS, read_expression

if TYPE_CHECKING:
    import sympy

__all__ = ["expression_text", "symbols_of"]

_NAME = re.compile(r"[^\W\d]\w*+")
_SIGNS = {
    "StrictLessThan": "<",
    "LessThan": "<=",
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
    "Equality": "=",
    "Unequality": "!=",
}


def symbols_of(*values: object) -> dict[str, sympy.Symbol]:
    """Return the symbols in expressions by name.

    Raises
    ------
    NotSupported
        If two symbols have the same name.
    """
    found: dict[str, sympy.Symbol] = {}
    for value in values:
        for symbol in sorted(getattr(value, "free_symbols", ()), key=str):
            if found.setdefault(symbol.name, symbol) != symbol:
                message = f"two different symbols are named {symbol.name!r}; rename one of them"
                raise NotSupported(message)
    return found


def expression_text(value: Any, symbols: Mapping[str, Any] | None = None) -> str:  # noqa: ANN401 - number, expression, condition
    """Write a number, an expression or a condition so that the same can be read again.

    Parameters
    ----------
    value
        A `Fraction`, a truth value, or a sympy expression or condition.
    symbols
        The symbols by name, where they are known already.

    Raises
    ------
    NotSupported
        If it holds something that the grammar has no words for.

    Examples
    --------
    >>> from sympy import Max, symbols
    >>> gain, loss = symbols("gain loss")
    >>> expression_text(Max(gain - loss / 2, 0) > 1)
    'Max(0, gain - 1/2*loss) > 1'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > 12_000:
            message = "a number has more digits than a file may hold (3600); use a smaller one"
            raise NotSupported(message)
        return str(value)
    known = symbols_of(value) if symbols is None else symbols
    text = _written(value, 0)
    for attempt in (text, f"keep({text})"):
        try:
            if read_expression(attempt, known) == value:
                return attempt
        except InvalidNumber:
            continue
    message = f"{str(value)[:80]} cannot be written as text that reads as the same"
    raise NotSupported(message)


def _written(value: Any, least: int) -> str:  # noqa: ANN401 - as above
    """Write a part, in brackets where an operator around it binds more strongly than its own."""
    power, text = _parts(value)
    return f"({text})" if power < least else text


def _parts(value: Any) -> tuple[int, str]:  # noqa: ANN401 - as above
    import sympy

    if value in (sympy.true, sympy.false):
        return 9, "true" if value == sympy.true else "false"
    if isinstance(value, sympy.Symbol):
        return 9, _name(value.name)
    if isinstance(value, sympy.Rational):
        whole = value.q == 1
        return (9 if value >= 0 else 5) if whole else 6 if value >= 0 else 5, f"{value.p}" + (
            "" if whole else f"/{value.q}"
        )
    if isinstance(value, sympy.Add):
        return 5, _sum(value)
    if isinstance(value, sympy.Mul):
        return _product(value)
    if isinstance(value, sympy.Pow):
        base, exponent = value.args
        if exponent == -1:
            return 6, f"1/{_written(base, 7)}"
        return 8, f"{_written(base, 9)}^{_written(exponent, 9)}"
    if type(value).__name__ in _SIGNS:
        left, right = (_written(side, 5) for side in value.args)
        return 4, f"{left} {_SIGNS[type(value).__name__]} {right}"
    if isinstance(value, sympy.And | sympy.Or):
        conjunction = isinstance(value, sympy.And)
        power, word = (2, " and ") if conjunction else (1, " or ")
        parts = sorted(value.args, key=sympy.default_sort_key)
        return power, word.join(_written(part, power + 1) for part in parts)
    if isinstance(value, sympy.Not):
        return 3, f"not {_written(value.args[0], 4)}"
    return 9, _function(value)


def _name(name: str) -> str:
    if _NAME.fullmatch(name) and name not in KEYWORDS:
        return name
    return "`" + re.sub(r"([`\\])", r"\\\1", name) + "`"


def _sum(value: Any) -> str:  # noqa: ANN401 - as above
    text = ""
    for part in value.args:
        negative = part.is_Rational and part < 0
        negative = negative or (part.is_Mul and part.args[0].is_Rational and part.args[0] < 0)
        if text and negative:
            text += f" - {_written(-part, 6)}"
        else:
            text += (" + " if text else "") + _written(part, 6 if text else 5)
    return text


def _product(value: Any) -> tuple[int, str]:  # noqa: ANN401 - as above
    first, *rest = value.args
    if first == -1:
        inside = type(value)(*rest, evaluate=False) if len(rest) > 1 else rest[0]
        return 5, f"-{_written(inside, 6)}"
    text = _written(first, 5 if first.is_Rational else 6)
    for part in rest:
        inverse = part.is_Pow and part.exp == -1
        text += f"/{_written(part.base, 7)}" if inverse else f"*{_written(part, 7)}"
    return (5 if first.is_Rational and first < 0 else 6), text


def _function(value: Any) -> str:  # noqa: ANN401 - as above
    import sympy

    kind: Any = sympy.CRootOf  # annotated only in part
    if isinstance(value, kind):
        coefficients = ", ".join(str(each) for each in value.poly.all_coeffs())
        return f"root({value.index}, {coefficients})"
    if isinstance(value, sympy.Piecewise):
        arguments = [part for pair in value.args for part in pair.args]
    elif isinstance(value, sympy.Max | sympy.Min | sympy.Abs | sympy.Implies):
        arguments = list(value.args)
    else:
        message = f"{str(value)[:80]} has no words in the grammar of expressions"
        raise NotSupported(message)
    inside = ", ".join(_written(argument, 0) for argument in arguments)
    return f"{type(value).__name__}({inside})"
