"""The super-additive solution: where two travellers along the frontier meet.

Perles and Maschler (1981): two points start at the ends of the frontier and move towards each
other so that at every moment the product of the speeds of the two payoffs is the same for both;
where they meet is the only solution that is efficient, symmetric, scale invariant, continuous and
super-additive.  On a polygon an edge (dx, -dy) takes the time √(dx·dy), so the answer is exact.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from negotiation.bargaining.points import between, compare, gains
from negotiation.bargaining.problem import PolygonProblem
from negotiation.bargaining.solutions import Solution
from negotiation.errors import NotSupported
from negotiation.exact import Number, as_sympy, exact

if TYPE_CHECKING:
    from negotiation.bargaining.points import Point

__all__ = ["perles_maschler"]


def perles_maschler(problem: PolygonProblem) -> Solution:
    """Find the super-additive solution of a convex polygon (Perles and Maschler 1981).

    Parameters
    ----------
    problem
        The polygon.

    Returns
    -------
    Solution
        Exact, with square roots where edges need them.

    Raises
    ------
    NotSupported
        If the problem is no polygon, or no agreement is individually rational.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem, perles_maschler
    >>> perles_maschler(PolygonProblem([(0, 0), (2, 0), (0, 1)])).payoffs
    (Fraction(1, 1), Fraction(1, 2))
    """
    if not isinstance(problem, PolygonProblem):
        message = (
            "the Perles–Maschler solution is exact for polygons; allow lotteries by "
            "FiniteProblem(…).with_lotteries(), or give corners of the curve to PolygonProblem"
        )
        raise NotSupported(message)
    return Solution("Perles–Maschler", problem, (_meeting_point(problem.frontier),))


def _meeting_point(corners: tuple[Point, ...]) -> Point:
    import sympy

    times: list[Number] = []
    for start, end in pairwise(corners):
        dx, dy = gains(end, start)
        times.append(exact(sympy.sqrt(as_sympy(exact(-dx * dy)))))
    half: Number = Fraction(0)
    for time in times:
        half = half + time / 2
    left = exact(half)
    for (start, end), time in zip(pairwise(corners), times, strict=True):
        if compare(left, time) <= 0:
            share = exact(sympy.radsimp(as_sympy(exact(left / time))))
            return tuple(
                exact(sympy.expand(as_sympy(payoff))) for payoff in between(start, end, share)
            )
        left = exact(left - time)
    return corners[-1]
