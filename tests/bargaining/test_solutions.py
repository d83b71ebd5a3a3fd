"""The axiomatic solutions: published values, hand derivations, and supporting lines."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Rational, cos, lambdify, log, pi, sin, sqrt, symbols

from negotiation.bargaining import (
    FiniteProblem,
    FrontierProblem,
    Menu,
    PolygonProblem,
    Project,
    egalitarian,
    equal_loss,
    kalai_smorodinsky,
    nash_package,
    nash_solution,
    perles_maschler,
    utilitarian,
)
from negotiation.errors import InvalidModel, InvalidNumber, NotSupported
from negotiation.testing import bargaining_problems

SOLUTIONS = (nash_solution, kalai_smorodinsky, egalitarian, equal_loss, utilitarian)
t = symbols("t")

# Nash 1950, p. 161: what each good is worth to Bill and to Jack.
BILLS_GOODS = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACKS_GOODS = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}


def barter() -> Menu:
    given = [
        Project(good, {"Bill": -to_bill, "Jack": to_jack})
        for good, (to_bill, to_jack) in BILLS_GOODS.items()
    ]
    taken = [
        Project(good, {"Bill": to_bill, "Jack": -to_jack})
        for good, (to_bill, to_jack) in JACKS_GOODS.items()
    ]
    return Menu([*given, *taken])


def test_bill_and_jack() -> None:
    """Nash 1950: Bill gives book, whip, ball and bat, Jack gives pen, toy and knife."""
    menu = barter()
    trades = [
        menu.payoffs([key for key, moved in zip(menu.by_key, moves, strict=True) if moved])
        for moves in product([False, True], repeat=9)
    ]
    assert len(trades) == 512
    problem = FiniteProblem(trades)
    assert nash_solution(problem).payoffs == (12, 5)
    assert nash_solution(problem.with_lotteries()).payoffs == (12, 5)
    package = nash_package(menu)
    assert package.value == 60
    assert package.packages == (("ball", "bat", "book", "knife", "pen", "toy", "whip"),)


ALICE_GEORGE = PolygonProblem([(60, 80), (50, 110), (30, 150)], (30, 80))


def test_alice_and_george() -> None:
    """The published gains; the others by hand on the edges y = 90 - 3x and y = 70 - 2x of gains.

    Equal gains: x = 90 - 3x.  Equal losses: 30 - x = 70 - (70 - 2x), so x = 10.  The sum falls by 1
    a step from (0, 70) on, so utilitarian is that end.
    """
    assert nash_solution(ALICE_GEORGE).gains == (Fraction(35, 2), 35)
    assert kalai_smorodinsky(ALICE_GEORGE).gains == (Fraction(210, 13), Fraction(490, 13))
    assert egalitarian(ALICE_GEORGE).gains == (Fraction(45, 2), Fraction(45, 2))
    assert equal_loss(ALICE_GEORGE).gains == (10, 50)
    assert utilitarian(ALICE_GEORGE).gains == (0, 70)


def test_perles_maschler_by_hand() -> None:
    """Edges (2, 1) and (1, 1) take √2 and 1, so they meet a share 1/2 + √2/4 along the first.

    On Alice and George's polygon the edges (20, 40) and (10, 30) of gains take √800 and √300:
    the meeting is half the sum along the first, at x = 10 + √300/√800 · 10 = 10 + 5√6/2.
    """
    problem = PolygonProblem([(0, 0), (3, 0), (2, 1), (0, 2)])
    assert perles_maschler(problem).payoffs == (
        1 + sqrt(2) / 2,
        Rational(3, 2) - sqrt(2) / 4,
    )
    x = 10 + 5 * sqrt(6) / 2
    assert [gain.expand() for gain in perles_maschler(ALICE_GEORGE).gains] == [x, 70 - 2 * x]
    assert perles_maschler(PolygonProblem([(0, 3), (2, 2), (3, 0)])).payoffs == (2, 2)
    assert perles_maschler(PolygonProblem([(2, 5)])).payoffs == (2, 5)


def test_parametric_frontiers_by_hand() -> None:
    """On y = 1 - x²: Nash 3x² = 1; shares, gains and losses equal where x² + x = 1; sum 2x = 1."""
    curve = FrontierProblem(t, 1 - t**2, t)
    golden = (sqrt(5) - 1) / 2
    assert nash_solution(curve).payoffs == (sqrt(3) / 3, Fraction(2, 3))
    assert nash_solution(curve, (2, 1)).payoffs == (sqrt(2) / 2, Fraction(1, 2))
    for solve in (kalai_smorodinsky, egalitarian, equal_loss):
        [x, y] = solve(curve).payoffs
        assert (x - golden).equals(0)
        assert (y - golden).equals(0)
    assert utilitarian(curve).payoffs == (Fraction(1, 2), Fraction(3, 4))
    assert nash_solution(FrontierProblem(t, 1 - t**3, t)).payoffs == (
        2 ** Rational(1, 3) / 2,
        Fraction(3, 4),
    )
    # The circle, run through backwards, with roots that no polynomial gives.
    arc = FrontierProblem(cos(t), sin(t), t, 0, pi / 2)
    assert nash_solution(arc).payoffs == (sqrt(2) / 2, sqrt(2) / 2)
    assert utilitarian(arc).payoffs == (sqrt(2) / 2, sqrt(2) / 2)


CURVES = [
    FrontierProblem(t, 1 - t**5 / 2 - t / 2, t),  # a quintic without radicals
    FrontierProblem(t ** Rational(1, 3), sqrt(1 - t), t),
    FrontierProblem(sqrt(t), 1 - t, t, disagreement=("1/5", "1/5")),
    FrontierProblem(sqrt(1 - t**2), t, t, disagreement=("1/5", "1/10")),
]


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: str(curve.first))
def test_nothing_on_a_fine_mesh_of_a_curve_is_better(curve: FrontierProblem) -> None:
    """In floats, ten thousand points of the individually rational part."""
    pair = lambdify(t, [curve.first, curve.second], "math")
    d, ideal = ([float(number) for number in each] for each in (curve.disagreement, curve.ideal))
    mesh = [pair(step / 10_000) for step in range(10_001)]
    mesh = [(x, y) for x, y in mesh if x >= d[0] and y >= d[1]]
    criteria = {
        nash_solution: lambda x, y: (x - d[0]) * (y - d[1]),
        kalai_smorodinsky: lambda x, y: min(
            (x - d[0]) / (ideal[0] - d[0]), (y - d[1]) / (ideal[1] - d[1])
        ),
        egalitarian: lambda x, y: min(x - d[0], y - d[1]),
        equal_loss: lambda x, y: min(x - ideal[0], y - ideal[1]),
        utilitarian: lambda x, y: x + y,
    }
    for solve, criterion in criteria.items():
        point = [float(payoff) for payoff in solve(curve).payoffs]
        best = max(criterion(*each) for each in mesh)
        assert best - 1e-12 <= criterion(*point) <= best + 1e-3


def test_roots_that_no_formula_gives_are_refused() -> None:
    with pytest.raises(NotSupported, match="sympy cannot find"):
        nash_solution(FrontierProblem(log(1 + t), log(2 - t), t))


def test_a_straight_frontier_is_the_polygon() -> None:
    line = FrontierProblem(3 * t, 2 - 2 * t, t, disagreement=(1, "1/2"))
    polygon = PolygonProblem([(0, 2), (3, 0)], (1, "1/2"))
    for solve in SOLUTIONS:
        assert solve(line).payoffs == solve(polygon).payoffs
    tied = FrontierProblem(t, 1 - t, t)
    assert utilitarian(tied).points == ((0, 1), (1, 0))
    with pytest.raises(NotSupported, match="not unique"):
        _ = utilitarian(tied).payoffs


def test_curves_that_bound_no_convex_set_are_refused() -> None:
    with pytest.raises(NotSupported, match="not concave"):
        FrontierProblem(t, (1 - t) ** 2, t)
    with pytest.raises(NotSupported, match="one payoff must rise"):
        FrontierProblem(t, t, t)
    with pytest.raises(NotSupported, match="one payoff must rise"):
        FrontierProblem((t - Rational(1, 2)) ** 2, 1 - t, t)
    with pytest.raises(InvalidModel, match="holds a"):
        FrontierProblem(t * symbols("a"), 1 - t, t)
    with pytest.raises(InvalidModel, match="low must be below"):
        FrontierProblem(t, 1 - t, t, 1, 0)
    with pytest.raises(InvalidModel, match="symbol"):
        FrontierProblem(t, 1 - t, "t")


def test_disagreement_on_and_outside_the_boundary() -> None:
    """On the frontier nothing but that point is left; above it nothing at all."""
    for solve in (*SOLUTIONS, perles_maschler):
        assert solve(PolygonProblem([(0, 0), (2, 0), (0, 2)], (1, 1))).payoffs == (1, 1)
        with pytest.raises(NotSupported, match="nothing to agree on"):
            solve(PolygonProblem([(0, 0), (2, 0), (0, 2)], ("3/2", 1)))
        # On the axis where only the first player can gain, that player takes all.
        assert solve(PolygonProblem([(0, 0), (2, 0)], (1, 0))).payoffs == (2, 0)
    below = PolygonProblem([(2, 2), (4, 2), (2, 4)], (1, 1))  # allowed, though not feasible
    for solve in (nash_solution, kalai_smorodinsky, egalitarian, equal_loss, perles_maschler):
        assert solve(below).payoffs == (3, 3)
    for solve in SOLUTIONS:
        assert solve(FrontierProblem(t, 1 - t**2, t, disagreement=(1, 0))).payoffs == (1, 0)
        with pytest.raises(NotSupported, match="nothing to agree on"):
            solve(FrontierProblem(t, 1 - t**2, t, disagreement=(1, "1/100")))
        with pytest.raises(NotSupported, match="nothing to agree on"):
            solve(FiniteProblem([(1, 0), (0, 1)], (1, 1)))


def test_weights() -> None:
    """On x + y = 1 the weighted Nash solution gives each a share in proportion to the weight."""
    problem = PolygonProblem([(0, 1), (1, 0)])
    assert nash_solution(problem, ("1/3", "2/3")).payoffs == (Fraction(1, 3), Fraction(2, 3))
    assert nash_solution(problem, (1, 0)).payoffs == (1, 0)
    assert nash_solution(problem, (0, 7)).payoffs == (0, 1)
    assert nash_solution(FiniteProblem([(1, 5, 1), (2, 1, 1), (2, 2, 1)]), (1, 0, 0)).payoffs == (
        2,
        2,
        1,
    )
    for wrong in ((1,), (0, 0), (1, -1)):
        with pytest.raises(InvalidModel, match="at least 0"):
            nash_solution(problem, wrong)
    with pytest.raises(InvalidNumber, match="a weight"):
        nash_solution(problem, (sqrt(2), 1))


def test_many_players_and_ties_by_hand() -> None:
    """Three players; products 8, 8, 6; smallest gains 2, 1, 1; sums 6, 7, 6.

    Ideal payoffs are 4, 2, 3, so the smallest shares are 1/2, 1/3, 1/4, and the largest losses
    2, 2, 3.
    """
    problem = FiniteProblem([(2, 2, 2), (4, 2, 1), (1, 2, 3)])
    assert nash_solution(problem).points == ((2, 2, 2), (4, 2, 1))
    assert egalitarian(problem).payoffs == (2, 2, 2)
    assert kalai_smorodinsky(problem).payoffs == (2, 2, 2)
    assert utilitarian(problem).payoffs == (4, 2, 1)
    assert equal_loss(problem).points == ((2, 2, 2), (4, 2, 1))
    with pytest.raises(NotSupported, match="not unique"):
        _ = nash_solution(problem).payoffs
    with pytest.raises(InvalidModel, match="two players"):
        problem.with_lotteries()
    with pytest.raises(NotSupported, match="polygons"):
        perles_maschler(problem)


def test_irrational_payoffs_are_compared_exactly() -> None:
    """√2·√3 = √6 exactly, so these two products tie; a hair more does not."""
    tied = FiniteProblem([(sqrt(2), sqrt(3)), (sqrt(6), 1)])
    assert len(nash_solution(tied).points) == 2
    more = FiniteProblem([(sqrt(2), sqrt(3)), (sqrt(6) + Rational(1, 10**25), 1)])
    assert len(nash_solution(more).points) == 1


def test_malformed_problems() -> None:
    for build, words in (
        (lambda: FiniteProblem([]), "no agreement"),
        (lambda: FiniteProblem([(1,)]), "at least two"),
        (lambda: FiniteProblem([3, 4]), "at least two"),
        (lambda: FiniteProblem([(1, 2), (1, 2, 3)]), "agreement 2"),
        (lambda: FiniteProblem([(1, 2)], (0,)), "disagreement point"),
        (lambda: PolygonProblem([(1, 2, 3)]), "two players"),
    ):
        with pytest.raises(InvalidModel, match=words):
            build()
    with pytest.raises(InvalidNumber, match="give a a value"):
        FiniteProblem([(symbols("a"), 1)])
    with pytest.raises(InvalidNumber, match="payoff 1 of agreement 1"):
        FiniteProblem([(float("nan"), 1)])


def test_comprehensive_hull() -> None:
    hull = PolygonProblem([(1, 4), (3, 3), (4, 1)], (0, 0)).comprehensive_hull()
    assert set(hull.agreements) == {(0, 0), (4, 0), (4, 1), (3, 3), (1, 4), (0, 4)}


def inside(problem: PolygonProblem, point: tuple[Fraction, ...]) -> bool:
    """Whether a point lies in a polygon: left of every edge, the corners being anti-clockwise."""
    corners = problem.agreements
    if len(corners) == 1:
        return corners[0] == point
    return all(
        (b[0] - a[0]) * (point[1] - a[1]) >= (b[1] - a[1]) * (point[0] - a[0])
        for a, b in zip(corners, [*corners[1:], *corners[:1]], strict=True)
    )


@settings(max_examples=100, deadline=None)
@given(bargaining_problems(max_agreements=7), st.integers(1, 4), st.integers(1, 4))
def test_the_weighted_nash_solution_has_its_supporting_line(
    problem: PolygonProblem, first: int, second: int
) -> None:
    """Nash 1950: a·x/x* + b·y/y* ≤ a + b for all gains (x, y) iff x*, y* > 0 is the solution."""
    solution = nash_solution(problem, (first, second))
    assert inside(problem, solution.payoffs)
    gains = solution.gains
    if min(gains) == 0:  # then no agreement gives both a gain
        d = problem.disagreement
        middle = [sum(c) / len(problem.frontier) for c in zip(*problem.frontier, strict=True)]
        assert min(middle[0] - d[0], middle[1] - d[1]) == 0
        return
    for corner in problem.agreements:
        x, y = (a - b for a, b in zip(corner, problem.disagreement, strict=True))
        assert first * x / gains[0] + second * y / gains[1] <= first + second


@settings(max_examples=100, deadline=None)
@given(bargaining_problems(max_agreements=7))
def test_smallest_terms_are_as_large_as_anywhere_in_the_polygon(problem: PolygonProblem) -> None:
    """No point of a fine mesh of the individually rational part does better."""
    d, ideal = problem.disagreement, problem.ideal
    scales = [b - a for a, b in zip(d, ideal, strict=True)]
    terms = {
        egalitarian: lambda p: min(p[0] - d[0], p[1] - d[1]),
        equal_loss: lambda p: min(p[0] - ideal[0], p[1] - ideal[1]),
        utilitarian: sum,
    }
    if min(scales) > 0:
        terms[kalai_smorodinsky] = lambda p: min((p[i] - d[i]) / scales[i] for i in (0, 1))
    corners = problem.agreements
    mesh = [
        tuple(a + Fraction(k, 8) * (b - a) for a, b in zip(start, end, strict=True))
        for start in corners
        for end in corners
        for k in range(9)
    ]
    mesh = [p for p in mesh if p[0] >= d[0] and p[1] >= d[1]]
    for solve, term in terms.items():
        for point in solve(problem).points:
            assert inside(problem, point)
            assert all(a >= b for a, b in zip(point, d, strict=True))
            assert all(term(p) <= term(point) for p in mesh)


@settings(max_examples=40, deadline=None)
@given(bargaining_problems(max_agreements=7))
def test_perles_maschler_splits_the_time(problem: PolygonProblem) -> None:
    """In floats, from the definition: the integral of √(-dx·dy) is the same on both sides."""
    corners = [tuple(map(float, corner)) for corner in problem.frontier]
    x, y = (float(payoff) for payoff in perles_maschler(problem).payoffs)
    left = sum(_time(a, b) for a, b in pairwise(corners) if b[0] <= x + 1e-12)
    right = sum(_time(a, b) for a, b in pairwise(corners) if a[0] >= x - 1e-12)
    for a, b in pairwise(corners):
        if a[0] < x - 1e-12 and b[0] > x + 1e-12:
            left += _time(a, (x, y))
            right += _time((x, y), b)
    assert left == pytest.approx(right, abs=1e-9)


def _time(start: tuple[float, ...], end: tuple[float, ...]) -> float:
    return max(0.0, (end[0] - start[0]) * (start[1] - end[1])) ** 0.5


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.integers(-3, 6)] * 3), min_size=1, max_size=8))
def test_finite_problems_by_definition(points: list[tuple[int, int, int]]) -> None:
    """Every solution against its criterion over all undominated agreements of three players."""
    rational = {p for p in points if min(p) >= 0}
    assume(rational)
    frontier = {
        p
        for p in rational
        if not any(q != p and all(a >= b for a, b in zip(q, p, strict=True)) for q in rational)
    }
    ideal = [max(p[i] for p in frontier) for i in range(3)]
    able = [i for i in range(3) if ideal[i] > 0]
    criteria = {
        nash_solution: lambda p: p[0] * p[1] * p[2],
        egalitarian: min,
        utilitarian: sum,
        equal_loss: lambda p: min(a - b for a, b in zip(p, ideal, strict=True)),
        kalai_smorodinsky: lambda p: min([Fraction(p[i], ideal[i]) for i in able], default=0),
    }
    for solve, criterion in criteria.items():
        top = max(map(criterion, frontier))
        assert set(solve(FiniteProblem(points)).points) == {
            p for p in frontier if criterion(p) == top
        }
