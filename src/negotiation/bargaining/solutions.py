"""Axiomatic bargaining solutions: which agreement a fair arbiter, or reason, would pick.

Each solution picks, from the individually rational Pareto frontier, what makes a criterion
largest: the product of gains over disagreement (Nash 1950), the smallest gain as a share of the
largest possible (Kalai and Smorodinsky 1975), the smallest gain (Kalai 1977), the sum
(utilitarian), or the smallest gain minus the largest possible (equal losses; Chun 1988).  On a
polygon or a curve the criterion is largest at a corner or where its derivative along the frontier,
or the difference of the two terms of the minimum, is zero; all such points are compared exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from negotiation.bargaining.parametric_frontier import FrontierProblem
from negotiation.bargaining.points import Point, best, compare, gains
from negotiation.bargaining.problem import FiniteProblem, PolygonProblem, Turning
from negotiation.errors import InvalidModel, NotSupported
from negotiation.exact import Number, NumberLike, exact, exact_number, sign

__all__ = [
    "BargainingProblem",
    "Solution",
    "egalitarian",
    "equal_loss",
    "kalai_smorodinsky",
    "nash_solution",
    "utilitarian",
]

BargainingProblem: TypeAlias = FiniteProblem | PolygonProblem | FrontierProblem
"""What the solutions take."""


@dataclass(frozen=True)
class Solution:
    """What a bargaining solution picks.

    Attributes
    ----------
    concept
        The solution.
    problem
        The problem.
    points
        Every agreement at the tie.  On a polygon or a curve, where a whole stretch of the frontier
        ties, its two ends.
    """

    concept: str
    problem: BargainingProblem = field(repr=False)
    points: tuple[Point, ...]

    @property
    def payoffs(self) -> Point:
        """What each player gets, where a single agreement is picked.

        Raises
        ------
        NotSupported
            If several tie.
        """
        point, *others = self.points
        if others:
            tied = " and ".join(f"({', '.join(map(str, each))})" for each in self.points[:5])
            message = f"the {self.concept} solution is not unique: {tied} tie; see .points"
            raise NotSupported(message)
        return point

    @property
    def gains(self) -> Point:
        """What each player gets above disagreement, where a single agreement is picked."""
        return gains(self.payoffs, self.problem.disagreement)


def nash_solution(
    problem: BargainingProblem, weights: Sequence[NumberLike] | None = None
) -> Solution:
    """Find the agreements with the largest product of gains (Nash 1950), or weighted product.

    Parameters
    ----------
    problem
        The problem.
    weights
        One a player, rational, at least 0, not all 0: gains are raised to these powers (Harsanyi
        and Selten 1972; Kalai 1977).  A player of weight 0 is only kept at the disagreement
        payoff, and otherwise gets what the frontier leaves.

    Returns
    -------
    Solution
        Exact.  If no agreement gives every player of positive weight a gain, all products are 0
        and the whole frontier ties; on a convex problem it is then a single point.

    Raises
    ------
    NotSupported
        If no agreement is individually rational.
    InvalidModel
        If the weights do not fit the players.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem, nash_solution
    >>> problem = PolygonProblem([(60, 80), (50, 110), (30, 150)], (30, 80))
    >>> tuple(map(str, nash_solution(problem).gains))
    ('35/2', '35')
    >>> tuple(map(str, nash_solution(problem, weights=(2, 1)).gains))
    ('20', '30')
    """
    powers = _powers(weights, len(problem.disagreement))

    def order(left: Point, right: Point) -> int:
        products = [
            math.prod((gain**power for gain, power in zip(each, powers, strict=True)), start=ONE)
            for each in (left, right)
        ]
        return sign(exact(products[0] - products[1]))

    def turning(x: Number, y: Number, dx: Number, dy: Number) -> Number:
        return powers[0] * dx * y + powers[1] * dy * x

    return _pick("Nash", problem, order, turning)


ONE = Fraction(1)


def _powers(weights: Sequence[NumberLike] | None, players: int) -> tuple[int, ...]:
    """Return the weights as whole powers in the same proportion."""
    if weights is None:
        return (1,) * players
    given = [exact_number(weight, what="a weight") for weight in weights]
    if len(given) != players or min(given) < 0 or max(given) == 0:
        message = (
            f"the weights are {[str(weight) for weight in given]}; give one of at least 0 to each "
            f"of the {players} players, and not 0 to all"
        )
        raise InvalidModel(message)
    whole = [int(weight * math.lcm(*(each.denominator for each in given))) for weight in given]
    return tuple(weight // math.gcd(*whole) for weight in whole)


def kalai_smorodinsky(problem: BargainingProblem) -> Solution:
    """Find the agreements with the largest smallest share of ideal gains.

    A player's ideal gain is the largest in any individually rational agreement (Kalai and
    Smorodinsky 1975).  Where the ray to the ideal point meets the frontier, the shares are equal;
    on finite problems the smallest share is made as large as can be.

    Parameters
    ----------
    problem
        The problem.  Players who can gain nowhere are left out of the comparison.

    Returns
    -------
    Solution
        Exact.

    Raises
    ------
    NotSupported
        If no agreement is individually rational.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem, kalai_smorodinsky
    >>> problem = PolygonProblem([(60, 80), (50, 110), (30, 150)], (30, 80))
    >>> tuple(map(str, kalai_smorodinsky(problem).gains))
    ('210/13', '490/13')
    """
    scales = gains(problem.ideal, problem.disagreement)
    return _largest_smallest("Kalai–Smorodinsky", problem, scales, (Fraction(0),) * len(scales))


def egalitarian(problem: BargainingProblem) -> Solution:
    """Find the agreements with the largest smallest gain (Kalai 1977).

    Where the ray of equal gains meets the frontier, gains are equal there.

    Parameters
    ----------
    problem
        The problem.

    Returns
    -------
    Solution
        Exact; always on the frontier, also where equal gains would not be.

    Raises
    ------
    NotSupported
        If no agreement is individually rational.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem, egalitarian
    >>> problem = PolygonProblem([(60, 80), (50, 110), (30, 150)], (30, 80))
    >>> tuple(map(str, egalitarian(problem).gains))
    ('45/2', '45/2')
    """
    players = len(problem.disagreement)
    return _largest_smallest("egalitarian", problem, (ONE,) * players, (Fraction(0),) * players)


def equal_loss(problem: BargainingProblem) -> Solution:
    """Find the agreements with the smallest largest loss against the ideal point (Chun 1988).

    Where the line of equal losses meets the individually rational frontier, losses are equal.

    Parameters
    ----------
    problem
        The problem.

    Returns
    -------
    Solution
        Exact, and individually rational also where equal losses would not be (Herrero and Marco
        1993).

    Raises
    ------
    NotSupported
        If no agreement is individually rational.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem, equal_loss
    >>> problem = PolygonProblem([(60, 80), (50, 110), (30, 150)], (30, 80))
    >>> tuple(map(str, equal_loss(problem).gains))
    ('10', '50')
    """
    ideal = gains(problem.ideal, problem.disagreement)
    return _largest_smallest("equal-loss", problem, (ONE,) * len(ideal), ideal)


def utilitarian(problem: BargainingProblem) -> Solution:
    """Find the individually rational agreements with the largest sum of payoffs.

    Parameters
    ----------
    problem
        The problem.  Payoffs of different players must be comparable for the sum to mean anything.

    Returns
    -------
    Solution
        Exact; ties are common.

    Raises
    ------
    NotSupported
        If no agreement is individually rational.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem, utilitarian
    >>> problem = PolygonProblem([(60, 80), (50, 110), (30, 150)], (30, 80))
    >>> tuple(map(str, utilitarian(problem).gains))
    ('0', '70')
    """

    def order(left: Point, right: Point) -> int:
        return sign(exact(_sum(left) - _sum(right)))

    def turning(_x: Number, _y: Number, dx: Number, dy: Number) -> Number:
        return dx + dy

    return _pick("utilitarian", problem, order, turning)


def _sum(point: Point) -> Number:
    total: Number = Fraction(0)
    for payoff in point:
        total = total + payoff
    return total


def _largest_smallest(
    concept: str, problem: BargainingProblem, scales: Point, offsets: Point
) -> Solution:
    """Make the smallest of (gain - offset) / scale as large as can be."""
    able = [player for player, scale in enumerate(scales) if compare(scale, Fraction(0)) > 0]

    def smallest(point: Point) -> Number | None:
        terms = [exact((point[i] - offsets[i]) / scales[i]) for i in able]
        least = terms[0] if terms else None
        for term in terms[1:]:
            least = term if least is None or compare(term, least) < 0 else least
        return least

    def order(left: Point, right: Point) -> int:
        low, high = smallest(left), smallest(right)
        return 0 if low is None or high is None else compare(low, high)

    def turning(x: Number, y: Number, _dx: Number, _dy: Number) -> Number:
        if len(able) < 2:
            return ONE
        return (x - offsets[0]) / scales[0] - (y - offsets[1]) / scales[1]

    if isinstance(problem, FrontierProblem) and len(able) == 2:
        candidates = problem.candidates(turning)
        if len(candidates) == 3:
            start, inner, end = candidates
            # Along the curve one term rises and the other falls: where they meet is the answer,
            # and no difference of equal numbers need be proved zero.
            crosses = [
                compare(*(exact((gain[i] - offsets[i]) / scales[i]) for i in (0, 1)))
                for gain in (gains(point, problem.disagreement) for point in (start, end))
            ]
            if crosses == [-1, 1]:
                return Solution(concept, problem, (inner,))
    return _pick(concept, problem, order, turning)


def _pick(
    concept: str,
    problem: BargainingProblem,
    order: Callable[[Point, Point], int],
    turning: Turning,
) -> Solution:
    threat = problem.disagreement
    return Solution(
        concept,
        problem,
        best(
            problem.candidates(turning),
            lambda left, right: order(gains(left, threat), gains(right, threat)),
        ),
    )
