"""Payoff vectors, compared exactly.

A vector Pareto-dominates another if it gives nobody less and somebody more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import InvalidModel, InvalidNumber
from negotiation.exact import Number, NumberLike, exact, free_symbols, sign

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Point",
    "best",
    "between",
    "compare",
    "dominates",
    "gains",
    "read_constant",
    "read_point",
    "undominated",
]

Point: TypeAlias = tuple[Number, ...]
"""What each player gets."""


def read_constant(value: object, *, what: str) -> Number:
    """Read an exact constant, rational or not.

    Raises
    ------
    InvalidNumber
        If the value is not a number or holds symbols.

    Examples
    --------
    >>> read_constant("1/3", what="a payoff")
    Fraction(1, 3)
    """
    try:
        number = exact(value)
    except InvalidNumber as error:
        message = f"{what}: {error}"
        raise InvalidNumber(message) from None
    if free_symbols(number):
        names = ", ".join(sorted(str(symbol) for symbol in free_symbols(number)))
        message = f"{what} is {number}; give {names} a value first"
        raise InvalidNumber(message)
    return number


def read_point(values: Iterable[NumberLike], *, what: str, players: int | None = None) -> Point:
    """Read a payoff vector of constants.

    Raises
    ------
    InvalidModel
        If it is no sequence of numbers, or not one for each player.
    InvalidNumber
        If a payoff is not a number or holds symbols.

    Examples
    --------
    >>> read_point([1, "1/2"], what="a point")
    (Fraction(1, 1), Fraction(1, 2))
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        message = f"{what} is {values!r}; give a payoff for each player, such as (1, 2)"
        raise InvalidModel(message)
    point = tuple(
        read_constant(value, what=f"payoff {place} of {what}")
        for place, value in enumerate(values, 1)
    )
    if players is not None and len(point) != players:
        message = f"{what} has {len(point)} payoffs; there are {players} players"
        raise InvalidModel(message)
    return point


def compare(left: Number, right: Number) -> int:
    """Return 1 if ``left`` is larger, -1 if it is smaller, 0 if they are equal.

    >>> from sympy import sqrt
    >>> compare(sqrt(2), Fraction(7, 5))
    1
    """
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return (left > right) - (left < right)
    return sign(exact(left - right))


def dominates(left: Point, right: Point) -> bool:
    """Whether a vector gives nobody less than another and somebody more.

    >>> one, two = Fraction(1), Fraction(2)
    >>> dominates((two, one), (one, one)), dominates((two, one), (one, two))
    (True, False)
    """
    signs = [compare(a, b) for a, b in zip(left, right, strict=True)]
    return min(signs) >= 0 and max(signs) > 0


def undominated(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the different vectors that no other dominates, in their order.

    Quadratic at worst; each vector is compared with the undominated ones so far.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> undominated([(one, one), (one, two), (two, one), (one, two)]) == ((one, two), (two, one))
    True
    """
    kept: list[Point] = []
    for point in points:
        if any(_at_least(other, point) for other in kept):
            continue
        kept = [other for other in kept if not _at_least(point, other)]
        kept.append(point)
    return tuple(kept)


def _at_least(left: Point, right: Point) -> bool:
    return all(compare(a, b) >= 0 for a, b in zip(left, right, strict=True))


def gains(point: Point, disagreement: Point) -> Point:
    """Return what each player gets above disagreement.

    >>> gains((Fraction(3), Fraction(2)), (Fraction(1), Fraction(2)))
    (Fraction(2, 1), Fraction(0, 1))
    """
    return tuple(exact(a - b) for a, b in zip(point, disagreement, strict=True))


def between(start: Point, end: Point, share: Number) -> Point:
    """Return the point a share of the way from one to another.

    >>> between((Fraction(0),), (Fraction(3),), Fraction(1, 3))
    (Fraction(1, 1),)
    """
    return tuple(exact(a + share * (b - a)) for a, b in zip(start, end, strict=True))


def best(points: Sequence[Point], order: Callable[[Point, Point], int]) -> tuple[Point, ...]:
    """Return every vector to which no other is preferred, in their order.

    >>> best([(Fraction(1),), (Fraction(2),)], lambda a, b: compare(a[0], b[0]))
    ((Fraction(2, 1),),)
    """
    top: list[Point] = []
    for point in points:
        verdict = order(point, top[0]) if top else 1
        if verdict > 0:
            top = [point]
        elif verdict == 0:
            top.append(point)
    return tuple(top)
