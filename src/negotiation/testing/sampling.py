"""Looking for a counterexample: cell by cell, edge by edge, tie by tie, then made simple.

The points that are known are looked at first: the calibrations and a point of every cell.  Then
every region in turn gives a point by numbers from a seeded generator, so that a rerun looks at
the same points.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from negotiation.testing.region import NUMBERS, STYLES
from negotiation.testing.simplest import complexity, simplest

if TYPE_CHECKING:
    from negotiation.testing.examination import Failure
    from negotiation.testing.region import Choice, Point, Region
    from negotiation.testing.strata import Strata

__all__ = ["Sample", "Test", "sample"]

Values: TypeAlias = Mapping[str, Fraction]

Test: TypeAlias = "Callable[[Values, Values | None], Failure | None]"
"""A claim at a point, and at the point after a change where it speaks of one."""


@dataclass(frozen=True)
class Sample:
    """What looking for a counterexample came to.

    Attributes
    ----------
    points
        At how many points the claim was tested.
    failure
        The counterexample, made simple; `None` where none was found.
    """

    points: int
    failure: Failure | None


def sample(
    found: Strata,
    test: Test,
    *,
    moves: str | None = None,
    generic: bool = False,
    first: Sequence[tuple[Values, Values | None]] = (),
    examples: int = 100,
    seconds: float = 20.0,
    seed: int = 0,
) -> Sample:
    """Test a claim at many points.

    Parameters
    ----------
    found
        The regions to look in.
    test
        The claim.
    moves
        The parameter whose change the claim speaks of, if it does.
    generic
        Whether points at which somebody is indifferent are left out.
    first
        Points to begin with.
    examples
        How many points to draw, besides those that are known.
    seconds
        How long to look; at least one point is looked at.
    seed
        Makes the draws repeatable.
    """
    until = time.monotonic() + seconds
    names = found.domain.names
    random = Random(seed)  # noqa: S311 - a sample, no secret
    place = None if moves is None else names.index(moves)
    tested = 0
    for start, given in (*first, *((start, None) for start in _starts(found, random, examples))):
        at = tuple(start[name] for name in names)
        moved = given
        if place is not None and moved is None:
            other = found.anywhere.moved(at, place, _choice(random))
            if other is None:
                continue
            moved = dict(zip(names, other, strict=True))
        if generic and not _generic(found, at, moved):
            continue
        tested += 1
        wrong = test(start, moved)
        if wrong is not None:
            return Sample(tested, _simplified(found, test, wrong, moves, generic=generic))
        if time.monotonic() > until:
            break
    return Sample(tested, None)


def _generic(found: Strata, at: Point, moved: Values | None) -> bool:
    if not found.is_generic(at):
        return False
    return moved is None or found.is_generic(tuple(moved[name] for name in found.domain.names))


def _choice(random: Random) -> Choice:
    return random.randrange(STYLES), random.randrange(NUMBERS)


def _starts(found: Strata, random: Random, examples: int) -> Iterator[dict[str, Fraction]]:
    """Yield the known points, then points of every region in turn."""
    names = found.domain.names
    for values in found.model.calibrations.values():
        known = {name: value for name, value in values.items() if isinstance(value, Fraction)}
        if len(known) == len(names) and found.model.allows(values):
            yield known
    cells = [found.cell(part) for parts in found.cells for part in parts]
    for cell in cells:
        if cell.witness is not None:
            yield dict(zip(names, cell.witness, strict=True))
    turns = _turns(found, cells)
    for number in range(examples):
        region = turns[number % len(turns)]
        point = region.point([_choice(random) for _ in names])
        if point is not None:
            yield dict(zip(names, point, strict=True))


def _turns(found: Strata, cells: list[Region]) -> list[Region]:
    """Put the regions in turn: anywhere, cells, edges and ties share the draws."""
    places = [found.near(*place) for place in (*found.tie_places, *found.edge_places)]
    turns: list[Region] = []
    for number in range(max(1, len(cells), len(places))):
        turns.append(found.anywhere)
        turns += [each[number % len(each)] for each in (cells, places) if each]
    return turns


def _simplified(
    found: Strata, test: Test, wrong: Failure, moves: str | None, *, generic: bool
) -> Failure:
    """Make the numbers of a counterexample simple, those before and after a change together."""
    names = found.domain.names
    latest = wrong

    def split(
        values: Values,
    ) -> tuple[dict[str, Fraction], Values | None]:
        at = {name: values[name] for name in names}
        return at, None if moves is None else {**at, moves: values[AFTER]}

    def fails(values: Values) -> bool:
        nonlocal latest
        at, other = split(values)
        if not all(found.model.allows(each) for each in (at, other) if each is not None):
            return False
        if generic and not _generic(found, tuple(at.values()), other):
            return False
        again = test(at, other)
        if again is None:
            return False
        latest = again
        return True

    start = dict(wrong.at)
    if moves is not None and wrong.other is not None:
        start[AFTER] = wrong.other[moves]
    # What is simplest in each parameter need not be so in all together: where two are bound to
    # each other, neither can move alone.  So simple points are looked at first.
    until = time.monotonic() + SIMPLE_SECONDS
    for candidate in _simple_points(found, moves):
        if time.monotonic() > until:
            break
        if _height(candidate) < _height(start) and fails(candidate):
            start = candidate
    return latest if fails(simplest(start, fails)) else wrong


def _height(values: Values) -> tuple[int, int]:
    """Return the largest numerator or denominator, and the sum of them all."""
    sizes = [max(abs(value.numerator), value.denominator) for value in values.values()]
    return max(sizes), sum(complexity(value)[0] for value in values.values())


def _simple_points(found: Strata, moves: str | None) -> Iterator[dict[str, Fraction]]:
    """Yield points of small whole numbers, halves and thirds, from anywhere and from every cell."""
    names = found.domain.names
    random = Random(0)  # noqa: S311 - a sample, no secret
    regions = [found.anywhere, *(found.cell(part) for parts in found.cells for part in parts)]

    def choice() -> Choice:
        return random.choice((0, 0, 0, 1, 2)), random.randrange(4)

    for number in range(SIMPLE_POINTS):
        point = regions[number % len(regions)].point([choice() for _ in names])
        if point is None:
            continue
        values = dict(zip(names, point, strict=True))
        if moves is not None:
            other = found.anywhere.moved(point, names.index(moves), choice())
            if other is None:
                continue
            values[AFTER] = other[names.index(moves)]
        yield values


SIMPLE_POINTS, SIMPLE_SECONDS = 300, 3.0
"""How many simple points are looked at, and for how long."""

AFTER = "after the change"
