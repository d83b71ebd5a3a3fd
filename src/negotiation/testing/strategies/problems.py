"""Bargaining problems that can be solved, and menus of projects under rules.

Every problem drawn has an agreement that gives nobody less than no agreement: the disagreement
point is put below one of the agreements, or below a lottery over two of them where lotteries can be
agreed on, so that nothing need be thrown away.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from negotiation.bargaining import (
    FiniteProblem,
    Menu,
    PolygonProblem,
    Project,
    Rule,
    budget,
    joint_participation,
    package_size,
)
from negotiation.testing.arguments import require_range, require_whole

__all__ = ["bargaining_problems", "project_menus"]


def bargaining_problems(
    *,
    min_agreements: int = 1,
    max_agreements: int = 6,
    lotteries: bool = True,
    max_payoff: int = 6,
) -> st.SearchStrategy[PolygonProblem | FiniteProblem]:
    """Draw bargaining problems of two players with an individually rational agreement.

    Parameters
    ----------
    min_agreements, max_agreements
        How many agreements are listed.
    lotteries
        Whether the players may agree on lotteries: convex polygons, else finite lists.
    max_payoff
        The largest payoff; the smallest is its negative.

    Raises
    ------
    InvalidNumber
        If a number is out of range.

    Examples
    --------
    >>> from hypothesis import find
    >>> from negotiation.bargaining import nash_solution
    >>> problem = find(bargaining_problems(), lambda problem: len(problem.frontier) > 1)
    >>> len(nash_solution(problem).payoffs)
    2
    """
    counts = require_range(
        "min_agreements", min_agreements, "max_agreements", max_agreements, least=1
    )
    require_whole("max_payoff", max_payoff, least=1)
    return _problems(counts, max_payoff, PolygonProblem if lotteries else FiniteProblem)


@st.composite
def _problems(
    draw: st.DrawFn,
    counts: tuple[int, int],
    largest: int,
    kind: type[PolygonProblem | FiniteProblem],
) -> PolygonProblem | FiniteProblem:
    coordinates = st.integers(-2 * largest, 2 * largest).map(lambda whole: Fraction(whole, 2))
    agreements = draw(
        st.lists(st.tuples(coordinates, coordinates), min_size=counts[0], max_size=counts[1])
    )
    one, other = draw(st.sampled_from(agreements)), draw(st.sampled_from(agreements))
    share = Fraction(draw(st.integers(0, 3)) if kind is PolygonProblem else 0, 4)
    below = tuple(a + share * (b - a) for a, b in zip(one, other, strict=True))
    losses = st.integers(0, 2 * largest).map(lambda whole: Fraction(whole, 2))
    disagreement = (below[0] - draw(losses), below[1] - draw(losses))
    return kind(agreements, disagreement)


def project_menus(
    *, min_projects: int = 1, max_projects: int = 6, rules: bool = True
) -> st.SearchStrategy[Menu]:
    """Draw menus of projects for ``Japan`` and ``Russia``, with rules that may bind.

    Parameters
    ----------
    min_projects, max_projects
        How many projects; packages double with each.
    rules
        Whether there may be rules: budgets, a largest package, joint participation.

    Raises
    ------
    InvalidNumber
        If a number is out of range.

    Examples
    --------
    >>> from hypothesis import find
    >>> menu = find(project_menus(), lambda menu: len(menu.projects) == 2)
    >>> [project.key for project in menu.projects], len(menu.rules)
    (['project 0', 'project 1'], 0)
    """
    counts = require_range("min_projects", min_projects, "max_projects", max_projects, least=1)
    return _menus(counts, rules=rules)


@st.composite
def _menus(draw: st.DrawFn, counts: tuple[int, int], *, rules: bool) -> Menu:
    numbers = st.integers(0, 8)
    projects: list[Project] = []
    for number in range(draw(st.integers(*counts))):
        benefits = {player: draw(numbers) for player in ("Japan", "Russia")}
        costs = {player: draw(numbers) for player in ("Japan", "Russia")}
        projects.append(Project(f"project {number}", benefits, costs))
    offered: list[Rule] = []
    if rules:
        offered = [
            joint_participation(),
            package_size(draw(st.integers(1, 3))),
            budget("Japan", draw(st.integers(0, 12))),
            budget("Russia", draw(st.integers(0, 12))),
        ]
    chosen = [rule for rule in offered if draw(st.booleans())]
    return Menu(projects, chosen)
