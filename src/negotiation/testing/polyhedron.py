"""Linear inequalities made ready for drawing points, one coordinate after another.

Fourier-Motzkin elimination (Fourier 1826, Motzkin 1936) turns inequalities in n unknowns into
ones in the first n - 1 that have a solution exactly where the first can be completed.  Going
through the unknowns in order, each therefore has an interval that depends on the values drawn
before, and whatever is drawn from it can be completed: nothing is ever thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Interval", "Polyhedron", "Row", "TooManyRows", "row"]


@dataclass(frozen=True, slots=True)
class Row:
    """The inequality ``coefficients · x + constant >= 0``, or ``> 0`` where strict; in integers."""

    coefficients: tuple[int, ...]
    constant: int
    strict: bool


def row(coefficients: Sequence[Fraction], constant: Fraction, *, strict: bool) -> Row:
    """Return an inequality in smallest integers.

    >>> row([Fraction(1, 2), Fraction(-1)], Fraction(3, 2), strict=True)
    Row(coefficients=(1, -2), constant=3, strict=True)
    """
    unit = math.lcm(constant.denominator, *(each.denominator for each in coefficients))
    return _primitive([int(each * unit) for each in coefficients], int(constant * unit), strict)


def _primitive(coefficients: Sequence[int], constant: int, strict: bool) -> Row:  # noqa: FBT001 - the fields of Row
    common = math.gcd(constant, *coefficients)
    if common > 1:
        return Row(tuple(each // common for each in coefficients), constant // common, strict)
    return Row(tuple(coefficients), constant, strict)


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers between two ends; an end of ``None`` is infinite."""

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_open: bool = True
    upper_open: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether it holds no number."""
        if self.lower is None or self.upper is None or self.lower < self.upper:
            return False
        return self.lower > self.upper or self.lower_open or self.upper_open

    def from_below(self, end: Fraction, *, strict: bool) -> Interval:
        """Return the part that lies above an end.

        >>> Interval().from_below(Fraction(1), strict=True).contains(Fraction(1))
        False
        """
        if self.lower is None or end > self.lower or (end == self.lower and strict):
            return Interval(end, self.upper, strict, self.upper_open)
        return self

    def from_above(self, end: Fraction, *, strict: bool) -> Interval:
        """Return the part that lies below an end."""
        if self.upper is None or end < self.upper or (end == self.upper and strict):
            return Interval(self.lower, end, self.lower_open, strict)
        return self

    def contains(self, value: Fraction) -> bool:
        """Whether it holds a number."""
        above = self.lower is None or (
            value >= self.lower if not self.lower_open else value > self.lower
        )
        below = self.upper is None or (
            value <= self.upper if not self.upper_open else value < self.upper
        )
        return above and below


class TooManyRows(Exception):
    """Elimination makes more inequalities than the caller allows."""


class Polyhedron:
    """The points that meet linear inequalities.

    Parameters
    ----------
    rows
        The inequalities.
    size
        How many unknowns there are.
    most_rows
        The most inequalities that an elimination may leave.

    Raises
    ------
    TooManyRows
        If an elimination leaves more.

    Notes
    -----
    Each elimination may square the number of inequalities; of those with the same coefficients
    only the tightest is kept, which is enough where assumptions order parameters.

    Examples
    --------
    >>> below = row([Fraction(-1), Fraction(1)], Fraction(0), strict=True)  # x < y
    >>> least = row([Fraction(1), Fraction(0)], Fraction(0), strict=False)  # 0 <= x
    >>> most = row([Fraction(0), Fraction(-1)], Fraction(2), strict=False)  # y <= 2
    >>> polyhedron = Polyhedron([below, least, most], 2)
    >>> polyhedron.interval(0, [])
    Interval(lower=Fraction(0, 1), upper=Fraction(2, 1), lower_open=False, upper_open=True)
    """

    def __init__(self, rows: Iterable[Row], size: int, *, most_rows: int = 400) -> None:
        self.size = size
        self.is_empty = False
        self._stages: list[list[Row]] = [[] for _ in range(size)]
        current = _tightest(rows)
        for place in range(size - 1, -1, -1):
            here = [each for each in current if each.coefficients[place]]
            rest = [each for each in current if not each.coefficients[place]]
            self._stages[place] = here
            lower = [each for each in here if each.coefficients[place] > 0]
            upper = [each for each in here if each.coefficients[place] < 0]
            if len(lower) * len(upper) > most_rows**2:
                raise TooManyRows
            rest += [_without(place, one, other) for one in lower for other in upper]
            current = _tightest(rest)
            if len(current) > most_rows:
                raise TooManyRows
        self.is_empty = any(
            each.constant < 0 or (each.constant == 0 and each.strict) for each in current
        )

    def interval(self, place: int, before: Sequence[Fraction]) -> Interval:
        """Return where an unknown may lie, given values of those before it.

        Parameters
        ----------
        place
            Which unknown.
        before
            The values of the unknowns before it, each drawn from its own interval.
        """
        found = Interval()
        for each in self._stages[place]:
            value = Fraction(each.constant)
            for coefficient, known in zip(each.coefficients, before, strict=False):
                if coefficient:
                    value += coefficient * known
            end = -value / each.coefficients[place]
            if each.coefficients[place] > 0:
                found = found.from_below(end, strict=each.strict)
            else:
                found = found.from_above(end, strict=each.strict)
        return found


def _without(place: int, one: Row, other: Row) -> Row:
    """Add two inequalities so that an unknown drops out."""
    first, second = -other.coefficients[place], one.coefficients[place]
    coefficients = [
        first * x + second * y for x, y in zip(one.coefficients, other.coefficients, strict=True)
    ]
    constant = first * one.constant + second * other.constant
    return _primitive(coefficients, constant, one.strict or other.strict)


def _tightest(rows: Iterable[Row]) -> list[Row]:
    """Keep, of the inequalities with the same direction, the one that implies the others."""
    kept: dict[tuple[int, ...], tuple[Fraction, Row]] = {}
    for each in rows:
        common = math.gcd(*each.coefficients)
        if common == 0:
            if each.constant < 0 or (each.constant == 0 and each.strict):
                return [each]
            continue
        direction = tuple(coefficient // common for coefficient in each.coefficients)
        slack = Fraction(each.constant, common)
        known = kept.get(direction)
        if known is None or slack < known[0] or (slack == known[0] and each.strict):
            kept[direction] = (slack, each)
    return [each for _, each in kept.values()]
