"""Which assumption a point is closest to breaking.

The distance of a point to the edge of a condition is how far at least one parameter must move,
the others moving as far at most.  For a linear condition it is exact, for a curve it is that of
the tangent plane.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.exact import format_number

if TYPE_CHECKING:
    from negotiation.testing.strata import Strata

__all__ = ["Closeness", "closest_assumption"]


@dataclass(frozen=True)
class Closeness:
    """How far a point is from breaking an assumption.

    Attributes
    ----------
    name
        The assumption, or the domain.
    distance
        How far some parameter must move; 0 on the edge.
    """

    name: str
    distance: Fraction

    def __str__(self) -> str:
        if self.distance == 0:
            return f"on the edge of {self.name!r}"
        return f"{format_number(self.distance)} away from breaking {self.name!r}"


def closest_assumption(found: Strata, point: Sequence[Fraction]) -> Closeness | None:
    """Return the assumption that a point is closest to breaking; a domain where there is none.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.testing.strata import strata
    >>> model = talks.basing_shadow()
    >>> point = tuple(model.calibrations["baseline"].values())
    >>> print(closest_assumption(strata(model), point))
    1/2 away from breaking 'base_possible'
    """
    named = [edge for edge in found.edges if edge.name in found.model.assumptions]
    best: Closeness | None = None
    for edge in named or found.edges:
        steepness = edge.atom.steepness(point)
        if steepness:
            distance = abs(edge.atom.value(point)) / steepness
            if best is None or distance < best.distance:
                best = Closeness(edge.name, distance)
    return best
