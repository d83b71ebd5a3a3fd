"""Bargaining problems: what players can agree on, and what they get if they do not.

Nash (1950): a problem is a set of feasible payoff vectors and a disagreement point.  Here the set
is a finite list, for any number of players and without lotteries, or a convex polygon, for two
players who may also agree on lotteries.  Only individually rational agreements count: those that
give each player at least the disagreement payoff.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, cmp_to_key
from typing import TypeAlias

from negotiation.bargaining.points import (
    Point,
    best,
    between,
    compare,
    gains,
    read_point,
    undominated,
)
from negotiation.errors import InvalidModel, NotSupported
from negotiation.exact import Number, NumberLike, exact, sign

__all__ = ["FiniteProblem", "PolygonProblem", "Turning"]

Turning: TypeAlias = Callable[[Number, Number, Number, Number], Number]
"""Of two gains and their changes along the frontier; zero where a criterion may be largest."""


@dataclass(frozen=True, init=False)
class FiniteProblem:
    """A finite list of agreements, without lotteries.

    Parameters
    ----------
    agreements
        The payoff vectors.
    disagreement
        What each player gets without agreement; 0 where left out.

    Raises
    ------
    InvalidModel
        If there is no agreement, or the vectors differ in length or are shorter than two.
    InvalidNumber
        If a payoff is not a number or holds symbols.

    Examples
    --------
    >>> problem = FiniteProblem([(4, 1), (3, 2), (2, 2), (5, -1)])
    >>> problem.frontier == ((4, 1), (3, 2))
    True
    """

    agreements: tuple[Point, ...]
    disagreement: Point

    def __init__(
        self,
        agreements: Iterable[Sequence[NumberLike]],
        disagreement: Sequence[NumberLike] | None = None,
    ) -> None:
        points, threat = _read(agreements, disagreement)
        object.__setattr__(self, "agreements", points)
        object.__setattr__(self, "disagreement", threat)

    @cached_property
    def frontier(self) -> tuple[Point, ...]:
        """The undominated individually rational agreements.

        Raises
        ------
        NotSupported
            If no agreement is individually rational.
        """
        return _rational(self.agreements, self.disagreement)

    @cached_property
    def ideal(self) -> Point:
        """The most that each player gets in any individually rational agreement."""
        return _largest(self.frontier)

    def candidates(self, turning: Turning) -> tuple[Point, ...]:  # noqa: ARG002 - nothing turns between points
        """Return the frontier points at which a criterion can be largest: all of them."""
        return self.frontier

    def with_lotteries(self) -> PolygonProblem:
        """Return the problem in which lotteries over agreements are agreements.

        Raises
        ------
        InvalidModel
            If there are more than two players.
        """
        return PolygonProblem(self.agreements, self.disagreement)


@dataclass(frozen=True, init=False)
class PolygonProblem:
    """A convex polygon of agreements between two players.

    Parameters
    ----------
    agreements
        Points whose convex hull is the set of agreements.
    disagreement
        What each player gets without agreement; (0, 0) where left out.  It need not lie in the
        polygon.

    Raises
    ------
    InvalidModel
        If there is no point, or a point is not a pair.
    InvalidNumber
        If a payoff is not a number or holds symbols.

    Attributes
    ----------
    agreements
        The corners of the hull, counter-clockwise.

    Examples
    --------
    >>> problem = PolygonProblem([(0, 0), (4, 0), (2, 2), (0, 3), (1, 1)])
    >>> len(problem.agreements), problem.frontier == ((0, 3), (2, 2), (4, 0))
    (4, True)
    """

    agreements: tuple[Point, ...]
    disagreement: Point

    def __init__(
        self,
        agreements: Iterable[Sequence[NumberLike]],
        disagreement: Sequence[NumberLike] | None = None,
    ) -> None:
        points, threat = _read(agreements, disagreement)
        if len(threat) != 2:
            message = f"a polygon has two players, not {len(threat)}; use FiniteProblem"
            raise InvalidModel(message)
        object.__setattr__(self, "agreements", _hull(points))
        object.__setattr__(self, "disagreement", threat)

    @cached_property
    def frontier(self) -> tuple[Point, ...]:
        """The corners of the individually rational frontier, from the second player's best on.

        Raises
        ------
        NotSupported
            If no agreement is individually rational.
        """
        corners: Sequence[Point] = self.agreements
        for player in (0, 1):
            corners = _cut(corners, player, self.disagreement[player])
        _rational(corners, self.disagreement)
        corners = _hull(corners)
        [end] = best(corners, _by_payoffs)
        [start] = best(corners, lambda a, b: _by_payoffs(a[::-1], b[::-1]))
        # Counter-clockwise from the first player's best, every corner up to the second's.
        place = corners.index(end)
        turned = [*corners[place:], *corners[:place]]
        return tuple(reversed(turned[: turned.index(start) + 1]))

    @cached_property
    def ideal(self) -> Point:
        """The most that each player gets in any individually rational agreement."""
        return _largest(self.frontier)

    def candidates(self, turning: Turning) -> tuple[Point, ...]:
        """Return the frontier points at which a criterion can be largest.

        The corners, and on each edge the point where ``turning`` (which is linear there) is zero.
        """
        found = [self.frontier[0]]
        for start, end in zip(self.frontier, self.frontier[1:], strict=False):
            rise = gains(end, start)
            low, high = (
                turning(*gains(corner, self.disagreement), *rise) for corner in (start, end)
            )
            if sign(exact(low)) * sign(exact(high)) < 0:
                found.append(between(start, end, exact(low / (low - high))))
            found.append(end)
        return tuple(found)

    def comprehensive_hull(self) -> PolygonProblem:
        """Return the problem with free disposal of gains.

        Added is whatever gives each player at least the disagreement payoff and no more than
        some individually rational agreement.
        """
        first, second = self.disagreement
        corners = [
            *self.frontier,
            self.disagreement,
            (first, self.ideal[1]),
            (self.ideal[0], second),
        ]
        return PolygonProblem(corners, self.disagreement)


def _read(
    agreements: Iterable[Sequence[NumberLike]], disagreement: Sequence[NumberLike] | None
) -> tuple[tuple[Point, ...], Point]:
    given = list(agreements)
    if not given:
        message = "the problem has no agreement; give at least one payoff vector"
        raise InvalidModel(message)
    players = len(given[0]) if isinstance(given[0], Sequence) else 0
    if players < 2 or isinstance(given[0], str):
        message = f"agreement 1 is {given[0]!r}; give the payoffs of at least two players"
        raise InvalidModel(message)
    points = tuple(
        read_point(point, what=f"agreement {place}", players=players)
        for place, point in enumerate(given, 1)
    )
    threat = read_point(
        (0,) * players if disagreement is None else disagreement,
        what="the disagreement point",
        players=players,
    )
    return points, threat


def _rational(points: Iterable[Point], disagreement: Point) -> tuple[Point, ...]:
    found = undominated(
        point
        for point in points
        if all(compare(a, b) >= 0 for a, b in zip(point, disagreement, strict=True))
    )
    if not found:
        threat = ", ".join(map(str, disagreement))
        message = (
            f"no agreement gives every player at least the disagreement payoffs ({threat}), "
            "so there is nothing to agree on"
        )
        raise NotSupported(message)
    return found


def _largest(points: Sequence[Point]) -> Point:
    most = list(points[0])
    for point in points:
        for player, payoff in enumerate(point):
            if compare(payoff, most[player]) > 0:
                most[player] = payoff
    return tuple(most)


def _hull(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the corners of the convex hull, counter-clockwise (Andrew 1979)."""
    ordered = sorted(points, key=cmp_to_key(_by_payoffs))
    different = ordered[:1]
    for point in ordered[1:]:
        if _by_payoffs(point, different[-1]):
            different.append(point)
    if len(different) < 3:
        return tuple(different)
    chains: list[list[Point]] = []
    for run in (different, different[::-1]):
        chain: list[Point] = []
        for point in run:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains.append(chain[:-1])
    return tuple(chains[0] + chains[1])


def _by_payoffs(left: Point, right: Point) -> int:
    return compare(left[0], right[0]) or compare(left[1], right[1])


def _turn(first: Point, second: Point, third: Point) -> int:
    a, b = gains(second, first), gains(third, first)
    return sign(exact(a[0] * b[1] - a[1] * b[0]))


def _cut(corners: Sequence[Point], player: int, least: Number) -> list[Point]:
    """Return the corners of what gives a player enough (Sutherland and Hodgman 1974)."""
    kept: list[Point] = []
    for start, end in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        inside, follows = compare(start[player], least), compare(end[player], least)
        if inside >= 0:
            kept.append(start)
        if inside * follows < 0:
            share = exact((least - start[player]) / (end[player] - start[player]))
            kept.append(between(start, end, share))
    return kept
