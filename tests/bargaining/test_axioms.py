"""Which solution satisfies which axiom, on random problems; and the known failures."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiation.bargaining import (
    FiniteProblem,
    PolygonProblem,
    Solution,
    egalitarian,
    equal_loss,
    independence_of_irrelevant_alternatives,
    individual_monotonicity,
    kalai_smorodinsky,
    midpoint_domination,
    nash_solution,
    pareto_optimality,
    perles_maschler,
    scale_invariance,
    symmetry,
    utilitarian,
)
from negotiation.errors import InvalidModel, NotSupported

ALL = (nash_solution, kalai_smorodinsky, egalitarian, equal_loss, utilitarian, perles_maschler)
Corners = list[tuple[int, int]]
coordinates = st.tuples(st.integers(0, 9), st.integers(0, 9))
points = st.lists(coordinates, min_size=1, max_size=5)
factors = st.fractions(Fraction(1, 3), 3, max_denominator=3)


def with_origin(corners: Corners) -> PolygonProblem:
    return PolygonProblem([(0, 0), *corners])


@settings(max_examples=40, deadline=None)
@given(points)
def test_every_solution_is_pareto_optimal_and_symmetric(corners: Corners) -> None:
    mirrored = with_origin([*corners, *((y, x) for x, y in corners)])
    for solve in ALL:
        assert pareto_optimality(solve, with_origin(corners))
        verdict = symmetry(solve, mirrored)
        assert verdict.applies
        assert verdict


@settings(max_examples=40, deadline=None)
@given(points, factors, factors, st.integers(-5, 5), st.integers(-5, 5))
def test_scale_invariance_of_three(
    corners: Corners, first: Fraction, second: Fraction, left: int, right: int
) -> None:
    for solve in (nash_solution, kalai_smorodinsky, perles_maschler):
        assert scale_invariance(solve, with_origin(corners), (first, second), (left, right))
    for solve in ALL:  # a common unit and other zeros matter to none of them
        assert scale_invariance(solve, with_origin(corners), (first, first), (left, right))


@settings(max_examples=60, deadline=None)
@given(corners=points, others=points, lotteries=st.booleans())
def test_independence_of_three(corners: Corners, others: Corners, *, lotteries: bool) -> None:
    """Drop all but some agreements, keeping what was picked."""
    for solve in (nash_solution, egalitarian, utilitarian):
        whole = [(0, 0), *corners, *others]
        problem = PolygonProblem(whole) if lotteries else FiniteProblem(whole)
        picked = solve(problem).points
        smaller = type(problem)([(0, 0), *corners, *picked])
        verdict = independence_of_irrelevant_alternatives(solve, problem, smaller)
        assert verdict.applies
        assert verdict, verdict.reason


@settings(max_examples=80, deadline=None)
@given(points, points, st.sampled_from([0, 1]))
def test_monotonicity_of_kalai_smorodinsky(corners: Corners, others: Corners, player: int) -> None:
    """Enlarge the problem in one player's direction only."""
    problem = with_origin(corners)
    bound = problem.ideal[1 - player]
    larger = with_origin([*corners, *(each for each in others if each[1 - player] <= bound)])
    verdict = individual_monotonicity(kalai_smorodinsky, problem, larger, player)
    assert verdict.applies
    assert verdict, verdict.reason


@settings(max_examples=60, deadline=None)
@given(points, points, st.sampled_from([0, 1]))
def test_monotonicity_of_two_more_on_comprehensive_problems(
    corners: Corners, others: Corners, player: int
) -> None:
    problem = with_origin(corners).comprehensive_hull()
    bound = problem.ideal[1 - player]
    allowed = [each for each in others if each[1 - player] <= bound]
    larger = PolygonProblem([*problem.agreements, *allowed]).comprehensive_hull()
    for solve in (egalitarian, equal_loss):
        verdict = individual_monotonicity(solve, problem, larger, player)
        assert verdict.applies
        assert verdict, verdict.reason


@settings(max_examples=60, deadline=None)
@given(points)
def test_midpoint_domination_of_three(corners: Corners) -> None:
    for solve in (nash_solution, kalai_smorodinsky, perles_maschler):
        verdict = midpoint_domination(solve, with_origin(corners))
        assert verdict.applies
        assert verdict, verdict.reason


@settings(max_examples=25, deadline=None)
@given(points, points)
def test_perles_maschler_is_super_additive(one: Corners, other: Corners) -> None:
    """Perles and Maschler 1981: agreeing on two problems at once hurts neither player.

    Holds for comprehensive problems, so gains can be thrown away.
    """
    left, right = (with_origin(each).comprehensive_hull() for each in (one, other))
    assume(min(left.ideal) > 0)
    assume(min(right.ideal) > 0)
    total = PolygonProblem(
        [(a[0] + b[0], a[1] + b[1]) for a in left.agreements for b in right.agreements]
    )
    parts = zip(perles_maschler(left).payoffs, perles_maschler(right).payoffs, strict=True)
    for whole, (a, b) in zip(perles_maschler(total).payoffs, parts, strict=True):
        assert float(whole) >= float(a + b) - 1e-9


def test_nash_is_not_monotonic() -> None:
    """Kalai and Smorodinsky 1975: all that player 2 can get grows, and 2 falls from 3/4 to 7/10."""
    problem = with_origin([(1, 0), ("3/4", "3/4"), (0, 1)])
    larger = with_origin([(1, 0), (1, "7/10"), (0, 1)])
    verdict = individual_monotonicity(nash_solution, problem, larger, 1)
    assert verdict.applies
    assert not verdict
    assert verdict.reason == "player 1 gets 3/4, then 7/10"
    assert individual_monotonicity(kalai_smorodinsky, problem, larger, 1)


def test_kalai_smorodinsky_is_not_independent() -> None:
    """By hand: (1, 1/2) on x + 2y = 2; cut off x > 1, and (2/3, 2/3) is picked instead."""
    problem = with_origin([(2, 0), (0, 1)])
    smaller = with_origin([(1, 0), (1, "1/2"), (0, 1)])
    verdict = independence_of_irrelevant_alternatives(kalai_smorodinsky, problem, smaller)
    assert verdict.applies
    assert not verdict
    assert verdict.reason == "picked (1, 1/2), then (2/3, 2/3)"
    assert independence_of_irrelevant_alternatives(nash_solution, problem, smaller)


def test_other_known_failures() -> None:
    """By hand on x/4 + y = 1: equal gains 4/5; the sum is largest at (4, 0); Nash (2, 1/2).

    Equal losses there: 4 - x = 1 - y gives (16/5, 1/5); cut off x > 16/5 and it moves.
    """
    triangle = with_origin([(4, 0), (0, 1)])
    for solve in (egalitarian, utilitarian, equal_loss):
        assert not scale_invariance(solve, triangle, ("1/4", 1), (0, 0))
        assert not midpoint_domination(solve, triangle)
    cut = with_origin([("16/5", 0), ("16/5", "1/5"), (0, 1)])
    assert not independence_of_irrelevant_alternatives(equal_loss, triangle, cut)
    # The sum on x + y = 6 above (5, 1) is larger than at either end of the smaller problem.
    corners = [(5, 0), (5, 1), (0, 6)]
    grown = with_origin([*corners, (4, 3), (3, 4)])
    assert individual_monotonicity(utilitarian, with_origin(corners), grown, 0).reason == (
        "player 0 gets 0 or 5, then 3 or 4"
    )
    weighted = symmetry(lambda p: nash_solution(p, (1, 3)), with_origin([(1, 0), (0, 1)]))
    assert not weighted
    assert weighted.reason == "(1/4, 3/4) does not treat the players alike"


def test_perles_maschler_is_neither_monotonic_nor_independent() -> None:
    """By hand: one edge from (0, 1) to (1, 1/2) is met in its middle, (1/2, 3/4).

    Of the symmetric problem inside with corner (2/3, 2/3), that corner is picked.  Between (6, 1)
    and (1, 6) the middle (7/2, 7/2) is picked; cut off y > 7/2, and the edge that is left is met
    in its middle, (19/4, 9/4).
    """
    inner = with_origin([(1, 0), ("2/3", "2/3"), (0, 1)])
    outer = with_origin([(1, 0), (1, "1/2"), (0, 1)])
    verdict = individual_monotonicity(perles_maschler, inner, outer, 0)
    assert verdict.applies
    assert not verdict
    assert verdict.reason == "player 0 gets 2/3, then 1/2"
    whole = with_origin([(6, 0), (6, 1), (1, 6), (0, 6)])
    cut = with_origin([(6, 0), (6, 1), ("7/2", "7/2"), (0, "7/2")])
    verdict = independence_of_irrelevant_alternatives(perles_maschler, whole, cut)
    assert not verdict
    assert verdict.reason == "picked (7/2, 7/2), then (19/4, 9/4)"


def test_a_bad_solution_is_not_pareto_optimal() -> None:
    def disagree(problem: PolygonProblem | FiniteProblem) -> Solution:
        return Solution("none", problem, (problem.disagreement,))

    for problem in (with_origin([(1, 1)]), FiniteProblem([(0, 0), (1, 1)])):
        verdict = pareto_optimality(disagree, problem)
        assert not verdict
        assert verdict.reason == "(0, 0) can be bettered"
    # Inside an edge of the frontier is on it, a hair below is not.
    triangle = with_origin([(2, 0), (0, 2)])
    for y, holds in ((Fraction(3, 2), True), (Fraction(3, 2) - Fraction(1, 10**9), False)):
        solution = Solution("x", triangle, ((Fraction(1, 2), y),))
        assert bool(pareto_optimality(lambda _, found=solution: found, triangle)) is holds


def test_premises() -> None:
    triangle = with_origin([(4, 0), (0, 1)])
    finite = FiniteProblem([(1, 3), (2, 2)])
    assert not symmetry(nash_solution, triangle).applies
    assert not midpoint_domination(nash_solution, finite).applies
    assert not independence_of_irrelevant_alternatives(nash_solution, triangle, finite).applies
    bigger = with_origin([(5, 0), (0, 1)])
    assert not independence_of_irrelevant_alternatives(nash_solution, triangle, bigger).applies
    assert not individual_monotonicity(nash_solution, triangle, bigger, 1).applies
    assert individual_monotonicity(nash_solution, triangle, bigger, 0).applies
    with pytest.raises(InvalidModel, match="place"):
        individual_monotonicity(nash_solution, triangle, bigger, 2)
    with pytest.raises(InvalidModel, match="positive scale"):
        scale_invariance(nash_solution, triangle, (0, 1), (0, 0))
    with pytest.raises(NotSupported, match="nothing to agree on"):
        pareto_optimality(nash_solution, PolygonProblem([(0, 0)], (1, 1)))
