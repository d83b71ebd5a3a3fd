"""Points of a region of parameters, made from whole numbers, simple ones from small numbers.

Where the conditions of a region are linear, each parameter has an interval given those drawn
before it, by Fourier-Motzkin elimination, and a grid of simple fractions inside.  A polynomial
that is linear in the parameter drawn last cuts its interval as well.  What remains is tested; if
the point fails, a walk from a known point of the region moves one parameter after another within
the region, so that hardly any draw is thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from negotiation.testing.polyhedron import Interval, Polyhedron, TooManyRows

if TYPE_CHECKING:
    from negotiation.testing.atoms import Atom

__all__ = ["NUMBERS", "STYLES", "Choice", "Point", "Region", "number_in"]

Point = tuple[Fraction, ...]

Choice = tuple[int, int]
"""Two whole numbers of at least 0 from which a number of an interval is made."""

GRIDS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 64, 1000)
"""Denominators of the grids on which numbers are chosen."""

REACHES = (3, 10, 100)
"""How far from its other end, or from 0, an infinite end is put."""

GRIDDED = len(GRIDS) * len(REACHES)
"""How many ways there are to choose a grid and a reach."""

ENDS = 8
"""How many ways there are to choose an end: each other one the upper."""

STYLES, NUMBERS = GRIDDED + ENDS, 256
"""How many ways there are in all, and how many numbers for each."""

NEAR = 1000
"""Which part of an interval, or of 1, is near to its end."""


@dataclass(frozen=True)
class Region:
    """Points at which polynomial conditions hold.

    Attributes
    ----------
    size
        How many parameters there are.
    atoms
        The polynomial conditions.
    allows
        What else a point must meet; `None` where the conditions are all.
    find
        Looks for a point of the region; called where drawing in one go fails.
    """

    size: int
    atoms: tuple[Atom, ...]
    allows: Callable[[Point], bool] | None = field(repr=False)
    find: Callable[[], Point | None] = field(repr=False)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The order of the parameters.

        Those in which the nonlinear conditions are linear come last, so that the conditions cut
        their intervals; among them the one that the linear conditions leave most free.
        """
        curved = [atom for atom in self.atoms if atom.degree > 1]

        def lateness(place: int) -> tuple[int, int]:
            degrees = [atom.degree_in(place) for atom in curved]
            bounds = sum(atom.degree_in(place) for atom in self.atoms if atom.degree <= 1)
            return degrees.count(1) - 2 * sum(degree > 1 for degree in degrees), -bounds

        return tuple(sorted(range(self.size), key=lateness))

    @cached_property
    def polyhedron(self) -> Polyhedron | None:
        """The linear conditions, ready for drawing; ``None`` where they are too many."""
        rows = [each for atom in self.atoms if atom.degree <= 1 for each in atom.rows(self.order)]
        try:
            return Polyhedron(rows, self.size)
        except TooManyRows:
            return None

    @cached_property
    def witness(self) -> Point | None:
        """A point of the region, if one was found."""
        return self.find()

    @cached_property
    def _last(self) -> dict[int, list[Atom]]:
        """Place → the nonlinear conditions whose parameters are all known once it is drawn."""
        rank = {place: position for position, place in enumerate(self.order)}
        found: dict[int, list[Atom]] = {place: [] for place in self.order}
        for atom in self.atoms:
            if atom.degree > 1:
                found[max(atom.places, key=lambda place: rank[place])].append(atom)
        return found

    @cached_property
    def _speaking_of(self) -> tuple[tuple[Atom, ...], ...]:
        return tuple(
            tuple(atom for atom in self.atoms if place in atom.places) for place in range(self.size)
        )

    @property
    def is_empty(self) -> bool:
        """Whether the linear conditions alone contradict each other."""
        return self.polyhedron is not None and self.polyhedron.is_empty

    def contains(self, point: Point) -> bool:
        """Whether a point meets every condition."""
        return all(atom.holds(point) for atom in self.atoms) and self._allowed(point)

    def _allowed(self, point: Point) -> bool:
        return self.allows is None or self.allows(point)

    @cached_property
    def _tested(self) -> tuple[Atom, ...]:
        """The conditions that an interval may not express: nonlinear ones, and ``!=``."""
        return tuple(atom for atom in self.atoms if atom.degree > 1 or atom.relation == "!=")

    def point(self, choices: Sequence[Choice]) -> Point | None:
        """Return the point that choices lead to, one choice a parameter.

        `None` where the choices lead out of the region and no point of it is known.
        """
        point = self._in_one_go(choices)
        if point is None and self.witness is not None:
            return self._walk(self.witness, choices)
        return point

    def _in_one_go(self, choices: Sequence[Choice]) -> Point | None:
        polyhedron = self.polyhedron
        if polyhedron is None or polyhedron.is_empty:
            return None
        point = [Fraction(0)] * self.size
        before: list[Fraction] = []
        for position, place in enumerate(self.order):
            interval = polyhedron.interval(position, before)
            for atom in self._last[place]:
                interval = atom.cut(interval, place, point)
            if interval.is_empty:
                return None
            point[place] = number_in(interval, choices[place])
            before.append(point[place])
        found = tuple(point)
        meets = all(atom.holds(found) for atom in self._tested) and self._allowed(found)
        return found if meets else None

    def moved(self, point: Point, place: int, choice: Choice) -> Point | None:
        """Return the point with one parameter moved within the region; `None` where it cannot be.

        Parameters
        ----------
        point
            A point of the region.
        place
            Which parameter moves.
        choice
            Where to, as for `number_in`.
        """
        interval = Interval()
        for atom in self._speaking_of[place]:
            interval = atom.cut(interval, place, point)
        if interval.is_empty:
            return None
        trial = list(point)
        trial[place] = number_in(interval, choice)
        tested = (atom for atom in self._tested if place in atom.places)
        found = tuple(trial)
        meets = all(atom.holds(found) for atom in tested) and self._allowed(found)
        return found if meets else None

    def _walk(self, start: Point, choices: Sequence[Choice]) -> Point:
        current = start
        for place in self.order:
            current = self.moved(current, place, choices[place]) or current
        return current


def number_in(interval: Interval, choice: Choice) -> Fraction:
    """Return the number of an interval that a choice stands for; the interval is not empty.

    The first number of a choice says on which grid, the second which multiple, those near 0
    first.  The largest first numbers stand for the ends of the interval; where these do not belong
    to it, the second number says how near to come: a small one stays away, so that what shrinks
    grows simple.  The choice (0, 0) is the simplest whole number where there is one.

    >>> half_open = Interval(Fraction(0), Fraction(2), lower_open=False, upper_open=True)
    >>> [str(number_in(half_open, choice)) for choice in [(0, 0), (0, 1), (1, 3), (34, 0), (34, 9)]]
    ['0', '1', '3/2', '3/2', '1999/1000']
    """
    if interval.lower is not None and interval.lower == interval.upper:
        return interval.lower
    style, which = choice
    end = style - GRIDDED
    reach = REACHES[(style // len(GRIDS) if end < 0 else end // 2) % len(REACHES)]
    lower, upper = _ends(interval, reach)
    if end >= 0:
        step = min(upper - lower, Fraction(1)) * max(
            Fraction(1, 2 ** (which + 1)), Fraction(1, NEAR)
        )
        return upper - step * interval.upper_open if end % 2 else lower + step * interval.lower_open
    below = GRIDS[style % len(GRIDS)]
    first, last = _grid(interval, lower, upper, below)
    while first > last:
        # Between two numbers at a distance of w lies a multiple of 1/n as soon as n * w > 1.
        below *= max(2, math.ceil(1 / (below * (upper - lower))))
        first, last = _grid(interval, lower, upper, below)
    count = last - first + 1
    stride = -(-count // NUMBERS)  # so that the whole of a fine grid is used
    return Fraction(_near_zero(first, last, which * stride % count), below)


def _near_zero(first: int, last: int, which: int) -> int:
    """Return one of the whole numbers from first to last, counted from 0 outwards."""
    if first >= 0:
        return first + which
    if last <= 0:
        return last - which
    both = min(-first, last)
    if which <= 2 * both:
        return (which + 1) // 2 if which % 2 else -which // 2
    return which - both if last > both else both - which


def _ends(interval: Interval, reach: int) -> tuple[Fraction, Fraction]:
    """Return the ends of an interval, infinite ones brought within reach."""
    lower, upper = interval.lower, interval.upper
    if lower is not None and upper is not None:
        return lower, upper
    if lower is not None:
        return lower, Fraction(max(reach, math.ceil(lower) + reach))
    if upper is not None:
        return Fraction(min(-reach, math.floor(upper) - reach)), upper
    return Fraction(-reach), Fraction(reach)


def _grid(interval: Interval, lower: Fraction, upper: Fraction, below: int) -> tuple[int, int]:
    """Return the first and the last multiple of ``1 / below`` between the ends."""
    first, last = math.ceil(lower * below), math.floor(upper * below)
    if interval.lower_open and Fraction(first, below) == lower:
        first += 1
    if interval.upper_open and Fraction(last, below) == upper:
        last -= 1
    return first, last
