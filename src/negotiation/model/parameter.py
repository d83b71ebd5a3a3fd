"""`Parameter`: a quantity of a model with a meaning, a domain and a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from keyword import iskeyword
from typing import TYPE_CHECKING

from negotiation.errors import InvalidModel, InvalidNumber
from negotiation.exact import Number, NumberLike, as_sympy, exact, exact_number, sign
from negotiation.model.source import MODELLER, Source

if TYPE_CHECKING:
    from fractions import Fraction

    import sympy

__all__ = ["REAL_LINE", "RESERVED", "Domain", "Parameter", "assumed_domain", "domain"]


@dataclass(frozen=True)
class Domain:
    """An interval of real numbers.

    Attributes
    ----------
    lower, upper
        The ends; ``None`` where unbounded.
    lower_open, upper_open
        Whether an end is left out.
    """

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_open: bool = True
    upper_open: bool = True

    def contains(self, value: Number) -> bool:
        """Whether a number lies in the domain.

        >>> domain("[0, 1)").contains(exact("1/2")), domain("[0, 1)").contains(exact(1))
        (True, False)
        """
        if self.lower is not None:
            above = sign(value - self.lower)
            if above < 0 or (above == 0 and self.lower_open):
                return False
        if self.upper is not None:
            below = sign(self.upper - value)
            if below < 0 or (below == 0 and self.upper_open):
                return False
        return True

    def lies_within(self, other: Domain) -> bool:
        """Whether every number of the domain lies in another domain.

        >>> domain("(0, 1)").lies_within(domain("> 0")), domain("[0, 1]").lies_within(domain("> 0"))
        (True, False)
        """
        if other.lower is not None and (
            self.lower is None
            or self.lower < other.lower
            or (self.lower == other.lower and other.lower_open and not self.lower_open)
        ):
            return False
        return other.upper is None or (
            self.upper is not None
            and (
                self.upper < other.upper
                or (self.upper == other.upper and (self.upper_open or not other.upper_open))
            )
        )

    def condition(self, symbol: sympy.Symbol) -> sympy.logic.boolalg.Boolean:
        """Write the domain as a condition on a symbol.

        >>> from sympy import Symbol
        >>> domain("> 0").condition(Symbol("gain"))
        gain > 0
        """
        import sympy

        # Not evaluated: of a symbol that is positive sympy would say that it is > 0, and those who
        # read the condition without sympy's knowledge of the symbol would miss it.
        parts: list[sympy.logic.boolalg.Boolean] = []
        if self.lower is not None:
            above = sympy.Gt if self.lower_open else sympy.Ge
            parts.append(above(symbol, as_sympy(self.lower), evaluate=False))
        if self.upper is not None:
            below = sympy.Lt if self.upper_open else sympy.Le
            parts.append(below(symbol, as_sympy(self.upper), evaluate=False))
        return sympy.And(*parts)

    def __str__(self) -> str:
        if self.lower is None and self.upper is None:
            return "real"
        if self.upper is None:
            return f"{'>' if self.lower_open else '>='} {self.lower}"
        if self.lower is None:
            return f"{'<' if self.upper_open else '<='} {self.upper}"
        left, right = "(" if self.lower_open else "[", ")" if self.upper_open else "]"
        return f"{left}{self.lower}, {self.upper}{right}"


REAL_LINE = Domain()

_HALF_LINE = re.compile(r"(>=|<=|>|<|≥|≤)\s*(\S+)")
_INTERVAL = re.compile(r"([\[(])\s*([^,\s]+)\s*,\s*([^,\s]+)\s*([\])])")


def domain(text: str) -> Domain:
    """Read a domain: ``real``, ``> 0``, ``>= 0``, ``[0, 1]``, ``(0, 1)``, ``[0, 1)``.

    Raises
    ------
    InvalidModel
        If the text is none of these, or the interval is empty.

    Examples
    --------
    >>> print(domain("(0, 1)"), domain(">= 0"), domain("real"))
    (0, 1) >= 0 real
    """
    if not isinstance(text, str):
        message = f"a domain is a text such as '> 0' or '[0, 1]', not {text!r}"
        raise InvalidModel(message)
    stripped = text.strip()
    if stripped == "real":
        return REAL_LINE
    try:
        if match := _HALF_LINE.fullmatch(stripped):
            end = exact_number(match[2], what="the end of a domain")
            strict = match[1] in "<>"
            if match[1] in (">", ">=", "≥"):
                return Domain(lower=end, lower_open=strict)
            return Domain(upper=end, upper_open=strict)
        if match := _INTERVAL.fullmatch(stripped):
            lower = exact_number(match[2], what="the lower end of a domain")
            upper = exact_number(match[3], what="the upper end of a domain")
            read = Domain(lower, upper, match[1] == "(", match[4] == ")")
            if lower < upper or (lower == upper and not (read.lower_open or read.upper_open)):
                return read
    except InvalidNumber as error:
        message = f"domain {text!r}: {error}"
        raise InvalidModel(message) from None
    message = (
        f"domain {text!r} is not one of 'real', '> 0', '>= 0', '[0, 1]', '(0, 1)' and the like"
    )
    raise InvalidModel(message)


RESERVED = frozenset({"self", "calibration", "check"})
"""Names that `Model.at` has other uses for."""


@dataclass(frozen=True, init=False)
class Parameter:
    """A quantity whose value a model leaves open.

    Parameters
    ----------
    name
        Its name, a Python identifier, or a sympy symbol to be used as it is.
    meaning
        What it stands for, in words.
    domain
        The numbers it may take: a text as read by `domain`, or a `Domain`.  Left out, it
        is what the sympy symbol assumes (positive, nonnegative), else every real number.
    unit
        The unit of measurement; payoffs have none of their own.
    latex
        How it is set in LaTeX; left out, its name.
    source
        Where it comes from.

    Raises
    ------
    InvalidModel
        If the name cannot be used as a keyword or the domain cannot be read.

    Notes
    -----
    A parameter given by name has a plain symbol, ``sympy.Symbol(name)``, so that
    ``expression.subs("gain", 1)`` works as everywhere in sympy.  That the number is real or
    positive is said by its domain.

    Examples
    --------
    >>> gain = Parameter("treaty_gain", "Russia's gain from a treaty", domain="real", latex="g")
    >>> gain.symbol > 0
    treaty_gain > 0
    """

    name: str
    meaning: str
    domain: Domain
    unit: str
    latex: str
    source: Source
    symbol: sympy.Symbol

    def __init__(
        self,
        name: str | sympy.Symbol,
        meaning: str = "",
        *,
        domain: str | Domain | None = None,
        unit: str = "",
        latex: str = "",
        source: Source = MODELLER,
    ) -> None:
        import sympy

        symbol = sympy.Symbol(name) if isinstance(name, str) else name
        if not isinstance(symbol, sympy.Symbol) or not symbol.name.isidentifier():
            message = (
                f"a parameter needs a name such as 'treaty_gain' (letters, digits, underscores), "
                f"not {name!r}"
            )
            raise InvalidModel(message)
        if symbol.name in RESERVED or iskeyword(symbol.name):
            message = (
                f"a parameter cannot be named {symbol.name!r}, which could not be given a value as "
                f"{symbol.name}=...; choose another name, such as '{symbol.name}_value'"
            )
            raise InvalidModel(message)
        try:
            read = _read_domain(symbol, domain)
        except InvalidModel as error:
            message = f"parameter {symbol.name!r}: {error}"
            raise InvalidModel(message) from None
        for field, value in (
            ("name", symbol.name),
            ("meaning", meaning),
            ("domain", read),
            ("unit", unit),
            ("latex", latex or symbol.name.replace("_", r"\_")),
            ("source", source),
            ("symbol", symbol),
        ):
            object.__setattr__(self, field, value)

    @cached_property
    def condition(self) -> sympy.logic.boolalg.Boolean:
        """The domain as a condition on the symbol."""
        return self.domain.condition(self.symbol)

    def read(self, value: NumberLike) -> Number:
        """Read a value for this parameter as an exact number.

        Raises
        ------
        InvalidNumber
            If it is not a number, or still holds symbols; the parameter is named.
        """
        try:
            number = exact(value)
        except InvalidNumber as error:
            message = f"value of {self.name!r}: {error}"
            raise InvalidNumber(message) from None
        if getattr(number, "free_symbols", None):
            message = f"value of {self.name!r}: {number} still holds symbols; give a number"
            raise InvalidNumber(message)
        return number


def _read_domain(symbol: sympy.Symbol, given: str | Domain | None) -> Domain:
    if isinstance(given, Domain):
        return given
    if given is not None:
        return domain(given)
    return assumed_domain(symbol)


def assumed_domain(symbol: sympy.Symbol) -> Domain:
    """Return the numbers that sympy takes a symbol to stand for.

    >>> from sympy import Symbol
    >>> print(assumed_domain(Symbol("gain", positive=True)), assumed_domain(Symbol("gain")))
    > 0 real
    """
    if symbol.is_positive:
        return domain("> 0")
    if symbol.is_negative:
        return domain("< 0")
    if symbol.is_nonnegative:
        return domain(">= 0")
    if symbol.is_nonpositive:
        return domain("<= 0")
    return REAL_LINE
