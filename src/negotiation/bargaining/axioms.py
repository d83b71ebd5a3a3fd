"""What one may ask of a bargaining solution, as checks on given problems.

Each function takes a solution (a function of a problem) and problems on which the axiom says
something, and returns a verdict.  An axiom is a statement about all problems: a failed check
refutes it, checks that hold only support it.  Nash's solution is the only one with Pareto
optimality, symmetry, scale invariance and independence of irrelevant alternatives (Nash 1950);
with individual monotonicity in place of independence it is Kalai and Smorodinsky's (1975).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, permutations
from typing import TypeAlias

from negotiation.bargaining.points import Point, between, compare, gains
from negotiation.bargaining.problem import FiniteProblem, PolygonProblem
from negotiation.bargaining.solutions import Solution
from negotiation.errors import InvalidModel
from negotiation.exact import NumberLike, exact, exact_number

__all__ = [
    "AxiomVerdict",
    "SolutionFunction",
    "independence_of_irrelevant_alternatives",
    "individual_monotonicity",
    "midpoint_domination",
    "pareto_optimality",
    "scale_invariance",
    "symmetry",
]

PointProblem: TypeAlias = FiniteProblem | PolygonProblem
"""Problems given by points, which the checks can transform."""

SolutionFunction: TypeAlias = Callable[[PointProblem], Solution]
"""Such as `nash_solution`."""


@dataclass(frozen=True)
class AxiomVerdict:
    """What a check of an axiom found; true where the axiom holds.

    Attributes
    ----------
    axiom
        The axiom.
    holds
        Whether it holds on the problems given; true where it does not apply.
    applies
        Whether the problems satisfy the premise of the axiom.
    reason
        The agreements that show it, in words.
    """

    axiom: str
    holds: bool
    applies: bool
    reason: str

    def __bool__(self) -> bool:
        return self.holds


def _text(points: Sequence[Point]) -> str:
    return ", ".join(f"({', '.join(map(str, point))})" for point in points)


def _same(left: Sequence[Point], right: Sequence[Point]) -> bool:
    return all(any(_equal(a, b) for b in right) for a in left) and all(
        any(_equal(a, b) for a in left) for b in right
    )


def _equal(left: Point, right: Point) -> bool:
    return all(compare(a, b) == 0 for a, b in zip(left, right, strict=True))


def _rebuilt(problem: PointProblem, points: Sequence[Point], threat: Point) -> PointProblem:
    return type(problem)(points, threat)


def pareto_optimality(solution: SolutionFunction, problem: PointProblem) -> AxiomVerdict:
    """Check that no agreement gives nobody less and somebody more than the solution.

    Parameters
    ----------
    solution
        The solution.
    problem
        A problem.

    Examples
    --------
    >>> from negotiation.bargaining import FiniteProblem, nash_solution
    >>> bool(pareto_optimality(nash_solution, FiniteProblem([(1, 3), (2, 2), (2, 1)])))
    True
    """
    picked = solution(problem).points
    beaten = [point for point in picked if not _on_frontier(problem, point)]
    reason = f"{_text(beaten)} can be bettered" if beaten else f"nothing betters {_text(picked)}"
    return AxiomVerdict("Pareto optimality", not beaten, applies=True, reason=reason)


def _on_frontier(problem: PointProblem, point: Point) -> bool:
    if isinstance(problem, FiniteProblem) or len(problem.frontier) == 1:
        return any(_equal(point, other) for other in problem.frontier)
    for start, end in pairwise(problem.frontier):
        share = exact((point[0] - start[0]) / (end[0] - start[0]))
        if compare(share, Fraction(0)) >= 0 and compare(share, Fraction(1)) <= 0:
            return _equal(point, between(start, end, share))
    return False


def symmetry(solution: SolutionFunction, problem: PointProblem) -> AxiomVerdict:
    """Check that interchangeable players are treated alike.

    The axiom applies if exchanging players in any way leaves the problem as it is; then exchanging
    them must leave what is picked as it is.

    Parameters
    ----------
    solution
        The solution.
    problem
        A problem.

    Examples
    --------
    >>> from negotiation.bargaining import FiniteProblem, nash_solution
    >>> problem = FiniteProblem([(1, 3), (3, 1)])
    >>> bool(symmetry(nash_solution, problem))
    True
    >>> bool(symmetry(lambda problem: nash_solution(problem, (2, 1)), problem))
    False
    """
    orders = list(permutations(range(len(problem.disagreement))))
    symmetric = all(
        _same([_exchange(point, order) for point in problem.agreements], problem.agreements)
        and _equal(_exchange(problem.disagreement, order), problem.disagreement)
        for order in orders
    )
    if not symmetric:
        return AxiomVerdict("symmetry", holds=True, applies=False, reason="players differ")
    picked = solution(problem).points
    holds = all(_same([_exchange(point, order) for point in picked], picked) for order in orders)
    reason = f"{_text(picked)} {'treats' if holds else 'does not treat'} the players alike"
    return AxiomVerdict("symmetry", holds, applies=True, reason=reason)


def _exchange(point: Point, order: Sequence[int]) -> Point:
    return tuple(point[place] for place in order)


def scale_invariance(
    solution: SolutionFunction,
    problem: PointProblem,
    scales: Sequence[NumberLike],
    shifts: Sequence[NumberLike],
) -> AxiomVerdict:
    """Check that the unit and the zero of a player's utility do not matter.

    Parameters
    ----------
    solution
        The solution.
    problem
        A problem.
    scales, shifts
        For each player a positive factor and a constant: payoff → scale × payoff + shift.

    Raises
    ------
    InvalidModel
        If they do not fit the players, or a scale is not positive.

    Examples
    --------
    >>> from negotiation.bargaining import FiniteProblem, egalitarian, nash_solution
    >>> problem = FiniteProblem([(1, 3), (2, 2), (4, 1)])
    >>> bool(scale_invariance(nash_solution, problem, (2, 1), (0, 5)))
    True
    >>> scale_invariance(egalitarian, problem, ("1/3", 1), (0, 0)).reason
    'picked (4/3, 1), which would be (2/3, 2) in the new units'
    """
    factors = [exact_number(scale, what="a scale") for scale in scales]
    added = [exact_number(shift, what="a shift") for shift in shifts]
    players = len(problem.disagreement)
    if len(factors) != players or len(added) != players or min(factors) <= 0:
        message = f"give a positive scale and a shift to each of the {players} players"
        raise InvalidModel(message)

    def transformed(point: Point) -> Point:
        return tuple(a * x + b for a, x, b in zip(factors, point, added, strict=True))

    after = solution(
        _rebuilt(
            problem,
            [transformed(point) for point in problem.agreements],
            transformed(problem.disagreement),
        )
    ).points
    expected = [transformed(point) for point in solution(problem).points]
    holds = _same(after, expected)
    reason = f"picked {_text(after)}"
    reason += "" if holds else f", which would be {_text(expected)} in the new units"
    return AxiomVerdict("scale invariance", holds, applies=True, reason=reason)


def independence_of_irrelevant_alternatives(
    solution: SolutionFunction, problem: PointProblem, smaller: PointProblem
) -> AxiomVerdict:
    """Check that dropping agreements that were not picked changes nothing.

    The axiom applies if the smaller problem has the same disagreement point, lies in the larger
    one, and still holds something that was picked; then just that must be picked (for solutions
    with ties: Arrow's choice axiom).

    Parameters
    ----------
    solution
        The solution.
    problem, smaller
        Two problems of one kind.

    Examples
    --------
    >>> from negotiation.bargaining import FiniteProblem, kalai_smorodinsky
    >>> problem = FiniteProblem([(2, 8), (5, 5), (10, 0)])
    >>> smaller = FiniteProblem([(2, 8), (5, 5)])
    >>> independence_of_irrelevant_alternatives(kalai_smorodinsky, problem, smaller).reason
    'picked (5, 5), then (5, 5)'
    """
    picked = solution(problem).points
    kept = [point for point in picked if _contains(smaller, point)]
    applies = (
        type(problem) is type(smaller)
        and _equal(problem.disagreement, smaller.disagreement)
        and all(_contains(problem, point) for point in smaller.agreements)
        and bool(kept)
    )
    name = "independence of irrelevant alternatives"
    if not applies:
        return AxiomVerdict(name, holds=True, applies=False, reason="the premise does not hold")
    after = solution(smaller).points
    reason = f"picked {_text(picked)}, then {_text(after)}"
    return AxiomVerdict(name, _same(kept, after), applies=True, reason=reason)


def _contains(problem: PointProblem, point: Point) -> bool:
    if isinstance(problem, FiniteProblem):
        return any(_equal(point, other) for other in problem.agreements)
    hull = PolygonProblem([*problem.agreements, point], problem.disagreement)
    return _same(hull.agreements, problem.agreements)


def individual_monotonicity(
    solution: SolutionFunction, problem: PointProblem, larger: PointProblem, player: int
) -> AxiomVerdict:
    """Check that a player is not hurt where only this player's possibilities grow.

    The axiom applies if the larger problem has the same disagreement point, holds the smaller one,
    and gives every other player the same ideal payoff (Kalai and Smorodinsky 1975).  Then the
    player's payoff must not fall; with ties, neither the least nor the most that is picked.

    Parameters
    ----------
    solution
        The solution.
    problem, larger
        Two problems of one kind.
    player
        The place of the player whose possibilities grow.

    Raises
    ------
    InvalidModel
        If there is no such place.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem, kalai_smorodinsky
    >>> problem = PolygonProblem([(0, 0), (1, 0), (0, 1)])
    >>> larger = PolygonProblem([(0, 0), (1, 0), (0, 2)])
    >>> individual_monotonicity(kalai_smorodinsky, problem, larger, 1).reason
    'player 1 gets 1/2, then 1'
    """
    players = range(len(problem.disagreement))
    if player not in players:
        message = f"player is {player!r}; it must be a place from 0 to {len(players) - 1}"
        raise InvalidModel(message)
    applies = (
        type(problem) is type(larger)
        and _equal(problem.disagreement, larger.disagreement)
        and all(_contains(larger, point) for point in problem.agreements)
        and all(
            compare(problem.ideal[other], larger.ideal[other]) == 0
            for other in players
            if other != player
        )
    )
    name = "individual monotonicity"
    if not applies:
        return AxiomVerdict(name, holds=True, applies=False, reason="the premise does not hold")
    before = [point[player] for point in solution(problem).points]
    after = [point[player] for point in solution(larger).points]
    # Whatever was picked is at least matched, and whatever is picked matches something.
    holds = all(any(compare(b, a) >= 0 for b in after) for a in before) and all(
        any(compare(b, a) >= 0 for a in before) for b in after
    )
    reason = (
        f"player {player} gets {' or '.join(map(str, before))}, then {' or '.join(map(str, after))}"
    )
    return AxiomVerdict(name, holds, applies=True, reason=reason)


def midpoint_domination(solution: SolutionFunction, problem: PointProblem) -> AxiomVerdict:
    """Check that everyone gets at least an equal lottery over who gets the ideal payoff.

    The axiom applies to problems with lotteries (Sobel 1981; Moulin 1983); each player must gain at
    least the ideal gain divided by the number of players.

    Parameters
    ----------
    solution
        The solution.
    problem
        A problem.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem, egalitarian, nash_solution
    >>> problem = PolygonProblem([(0, 0), (4, 0), (0, 1)])
    >>> bool(midpoint_domination(nash_solution, problem))
    True
    >>> midpoint_domination(egalitarian, problem).reason
    'gains (4/5, 4/5) against the midpoint (2, 1/2)'
    """
    name = "midpoint domination"
    if not isinstance(problem, PolygonProblem):
        return AxiomVerdict(name, holds=True, applies=False, reason="there are no lotteries")
    threat = problem.disagreement
    middle = tuple(ideal * Fraction(1, 2) for ideal in gains(problem.ideal, threat))
    picked = [gains(point, threat) for point in solution(problem).points]
    holds = all(
        all(compare(gain, half) >= 0 for gain, half in zip(point, middle, strict=True))
        for point in picked
    )
    reason = f"gains {_text(picked)} against the midpoint {_text([middle])}"
    return AxiomVerdict(name, holds, applies=True, reason=reason)
