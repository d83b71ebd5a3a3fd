"""The frontier of packages: both methods against listing every subset from the definition."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction

import pytest

from negotiation.bargaining import (
    Menu,
    PackageSolution,
    Project,
    Rule,
    best_package,
    budget,
    count_packages,
    egalitarian_package,
    joint_participation,
    kalai_smorodinsky,
    legal_regime,
    nash_package,
    nash_solution,
    no_charity,
    package_size,
    pareto_packages,
    utilitarian_package,
)
from negotiation.bargaining.enumeration import enumerate_packages
from negotiation.bargaining.packages import Method
from negotiation.errors import InvalidModel, InvalidNumber, NotSupported, UnknownName
from tests.bargaining.package_oracle import all_packages, frontier_by_definition, random_menu

METHODS = ("enumeration", "integer programming")


@pytest.mark.parametrize("block", range(8))
def test_both_methods_find_the_frontier_of_random_menus(block: int) -> None:
    """Over all blocks 240 menus of at most 12 projects, each under random rules."""
    for seed in range(30 * block, 30 * block + 30):
        menu = random_menu(seed)
        expected = frontier_by_definition(menu)
        for method in METHODS:
            frontier = pareto_packages(menu, method=method)
            found = {deal.payoffs: set(deal.packages) for deal in frontier.deals}
            assert found == expected, (seed, method)
            assert list(frontier.payoffs) == sorted(expected)
            assert all(len(set(deal.packages)) == len(deal.packages) for deal in frontier.deals)
            assert frontier.verify()


@pytest.mark.parametrize("seed", range(300, 340))
def test_solutions_and_counts_of_random_menus(seed: int) -> None:
    menu = random_menu(seed, most=8)
    packages = all_packages(menu)
    rational = {p: menu.payoffs(p) for p in packages if menu.is_individually_rational(p)}
    count = count_packages(menu)
    assert (count.feasible, count.individually_rational) == (len(packages), len(rational))
    if not rational:
        with pytest.raises(NotSupported, match="no feasible package"):
            nash_package(menu)
        return
    threat = [menu.disagreement[name] for name in menu.players]
    undominated = set(frontier_by_definition(menu))
    measures = {
        nash_package: lambda x, y: (x - threat[0]) * (y - threat[1]),
        egalitarian_package: lambda x, y: min(x - threat[0], y - threat[1]),
        utilitarian_package: lambda x, y: x + y,
        _best_for_first: lambda x, _: x,
    }
    for solve, measure in measures.items():
        top = max(measure(*pair) for pair in rational.values())
        expected = {
            package
            for package, pair in rational.items()
            if measure(*pair) == top and pair in undominated
        }
        for method in METHODS:
            solution = solve(menu, method=method)
            assert set(solution.packages) == expected
            assert solution.value == top


def _best_for_first(menu: Menu, method: Method) -> PackageSolution:
    return best_package(menu, "A", method=method)


def test_a_verified_frontier_notices_a_wrong_deal() -> None:
    menu = Menu([Project("port", {"A": 2, "B": 3}), Project("mine", {"A": -1, "B": 1})])
    frontier = pareto_packages(menu)
    assert frontier.verify()
    [deal, *_] = frontier.deals
    for wrong in (
        type(deal)((Fraction(9), Fraction(9)), deal.packages),
        type(deal)(menu.payoffs(("mine",)), (("mine",),)),
    ):
        assert not type(frontier)(menu, (wrong,), "enumeration").verify()
    capped = menu.under(package_size(0))
    assert not type(frontier)(capped, frontier.deals, "enumeration").verify()


def test_fifty_six_projects() -> None:
    """The frontier against a dynamic programme over the two payoffs and the two budgets."""
    menu = large_menu(56, seed=1)
    reported = []
    frontier = pareto_packages(
        menu, ties=False, progress=lambda found, share: reported.append((found, share))
    )
    assert frontier.method == "integer programming"
    assert frontier.verify()
    assert list(frontier.payoffs) == sorted(frontier_by_dynamic_programming(menu))
    assert [found for found, _ in reported] == list(range(1, len(frontier) + 1))
    shares = [share for _, share in reported]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    nash = nash_package(frontier)
    assert nash.value == max(x * y for x, y in frontier.payoffs)


def large_menu(count: int, *, seed: int) -> Menu:
    draw = random.Random(seed)  # noqa: S311 - repeatable menus, no secrets
    projects = [
        Project(
            f"p{number:02}",
            {"A": draw.randint(0, 6), "B": draw.randint(0, 6)},
            {"A": draw.randint(0, 4), "B": draw.randint(0, 4)},
        )
        for number in range(count)
    ]
    return Menu(projects, [no_charity(), budget("A", 12), budget("B", 12)])


def frontier_by_dynamic_programming(menu: Menu) -> set[tuple[Fraction, Fraction]]:
    """List what is reachable, (spent by A, spent by B, payoff of A) → best payoff of B."""
    caps = [rule.at_most for rule in menu.rules if rule.weight is not None]
    best = {(0, 0, 0): 0}
    for project in menu.projects:
        if min(project.benefits.values()) <= 0:
            continue
        more = dict(best)
        for (first, second, pay), other in best.items():
            state = (
                first + project.contributions["A"],
                second + project.contributions["B"],
                pay + project.payoff("A"),
            )
            if state[0] <= caps[0] and state[1] <= caps[1]:
                more[state] = max(more.get(state, -1000), other + project.payoff("B"))
        best = more
    top = {}
    for (_, _, pay), other in best.items():
        top[pay] = max(top.get(pay, -1000), other)
    good = {(a, b) for a, b in top.items() if min(a, b) >= 0}
    return {
        (a, b) for a, b in good if not any((c, d) != (a, b) and c >= a and d >= b for c, d in good)
    }


def test_equal_projects_are_all_ties() -> None:
    """Six equal projects, at most three of them: 20 packages give (3, 3)."""
    menu = Menu([Project(key, {"A": 1, "B": 1}) for key in "abcdef"], [package_size(3)])
    for method in METHODS:
        [deal] = pareto_packages(menu, method=method).deals
        assert deal.payoffs == (3, 3)
        assert len(deal.packages) == 20
        with pytest.raises(NotSupported, match="limit=19"):
            pareto_packages(menu, method=method, limit=19)
        [one] = pareto_packages(menu, method=method, ties=False).deals
        assert not one.complete
        assert len(one.packages) == 1
        assert len(nash_package(menu, method=method).packages) == 20


def test_nothing_to_agree_on() -> None:
    """Only the empty package is left, and with an outside option not even that."""
    menu = Menu([Project("mine", {"A": 4, "B": -1})])
    for method in METHODS:
        [deal] = pareto_packages(menu, method=method).deals
        assert deal.packages == ((),)
        assert nash_package(menu, method=method).payoffs == (0, 0)
        outside = Menu(menu.projects, disagreement={"B": "1/10"})
        assert pareto_packages(outside, method=method).deals == ()
        with pytest.raises(NotSupported, match="no feasible package gives A and B"):
            egalitarian_package(outside, method=method)
        empty = Menu([], players=("A", "B"))
        assert pareto_packages(empty, method=method).payoffs == ((0, 0),)
        impossible = Menu([], [Rule("two", weight=lambda _: 1, at_least=2)], players=("A", "B"))
        assert pareto_packages(impossible, method=method).deals == ()


def test_where_no_package_gives_both_a_gain_the_whole_frontier_ties() -> None:
    menu = Menu([Project("a", {"A": 2, "B": 0}), Project("b", {"A": 0, "B": 3})], [package_size(1)])
    for method in METHODS:
        solution = nash_package(menu, method=method)
        assert solution.value == 0
        assert set(solution.packages) == {("a",), ("b",)}
        with pytest.raises(NotSupported, match="not unique"):
            _ = solution.payoffs


def test_rules_on_whole_packages_are_enumerated() -> None:
    projects = [Project(key, {"A": 1, "B": 1}) for key in "abc"]
    together = Rule("a with b", allows=lambda package: sum(p.key in "ab" for p in package) != 1)
    menu = Menu(projects, [together, package_size(2)])
    [deal] = pareto_packages(menu).deals
    assert deal.packages == (("a", "b"),)
    with pytest.raises(NotSupported, match="judges whole packages"):
        pareto_packages(menu, method="integer programming")
    with pytest.raises(NotSupported, match="judges whole packages"):
        count_packages(menu)


def test_numbers_too_large_for_a_solver_in_floats_are_refused_and_can_be_enumerated() -> None:
    menu = Menu([Project("a", {"A": 10**30 + 1, "B": 1}), Project("b", {"A": 10**30, "B": 2})])
    with pytest.raises(NotSupported, match="coarser units"):
        pareto_packages(menu, method="integer programming")
    assert pareto_packages(menu).payoffs == ((2 * 10**30 + 1, 3),)


@pytest.mark.parametrize("seed", range(12))
def test_integers_near_the_limit_of_the_solver_are_kept_apart(seed: int) -> None:
    """Ten projects worth up to 35 000 units each, and budgets to the unit."""
    draw = random.Random(seed)  # noqa: S311 - repeatable menus, no secrets
    projects = [
        Project(
            f"p{number}",
            {"A": draw.randint(0, 35_000), "B": draw.randint(0, 35_000)},
            {"A": draw.randint(0, 35_000), "B": draw.randint(0, 35_000)},
        )
        for number in range(10)
    ]
    menu = Menu(projects, [budget("A", 90_000), budget("B", 90_000)])
    listed = pareto_packages(menu, method="enumeration")
    assert pareto_packages(menu, method="integer programming").deals == listed.deals
    assert set(listed.payoffs) == set(frontier_by_definition(menu))


def test_the_frontier_as_a_bargaining_problem() -> None:
    """Over all packages (0, 7), (4, 4), (8, 1): shares of ideal gains 1/2 and 4/7 at (4, 4)."""
    pairs = [(0, 7), (4, 4), (8, 1)]
    projects = [Project(f"p{i}", {"A": a, "B": b}) for i, (a, b) in enumerate(pairs)]
    frontier = pareto_packages(Menu(projects, [package_size(1)], disagreement={"B": -1}))
    assert frontier.problem.disagreement == (0, -1)
    assert kalai_smorodinsky(frontier.problem).payoffs == (4, 4)
    lotteries = nash_solution(frontier.problem.with_lotteries())
    assert lotteries.gains[0] * lotteries.gains[1] >= nash_package(frontier).value


def test_menus_can_be_sent_to_another_process() -> None:
    menu = random_menu(2)
    rules = [joint_participation(), no_charity(), legal_regime(), budget("A", 1), package_size(2)]
    menu = Menu(menu.projects, rules, players=("A", "B"))
    again = pickle.loads(pickle.dumps(menu))  # noqa: S301 - our own bytes
    assert again.projects == menu.projects
    assert pareto_packages(again).payoffs == pareto_packages(menu).payoffs


def test_describing_packages_needs_no_solver() -> None:
    program = (
        "import sys, negotiation.talks; "
        "print([m for m in ('negotiation.solve', 'sympy', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_more_than_sixty_three_projects_are_enumerated() -> None:
    menu = Menu([Project(f"p{i}", {"A": i, "B": 70 - i}) for i in range(71)], [package_size(1)])
    frontier = pareto_packages(menu, method="enumeration")
    assert frontier.payoffs == tuple((i, 70 - i) for i in range(71))
    assert frontier.payoffs == pareto_packages(menu, method="integer programming").payoffs


def test_too_many_packages_to_list() -> None:
    menu = Menu([Project(f"p{i}", {"A": 1, "B": i}) for i in range(30)])
    with pytest.raises(NotSupported, match=r"limit=50000 packages.*integer programming"):
        enumerate_packages(menu.integers, limit=50_000)
    assert pareto_packages(menu, ties=False).payoffs == ((30, 435),)


@pytest.mark.parametrize(
    ("build", "error", "words"),
    [
        (lambda: Project("", {"A": 1}), InvalidModel, "key"),
        (lambda: Project("a", {}), InvalidModel, "benefits"),
        (lambda: Project("a", {"A": 1}, {"B": 1}), UnknownName, "player 'B'"),
        (lambda: Project("a", {"A": 1}, {"A": -1}), InvalidModel, "benefit"),
        (lambda: Project("a", {"A": "x"}), InvalidNumber, "the benefit of 'A'"),
        (lambda: Menu([]), InvalidModel, "empty"),
        (lambda: Menu([Project("a", {"A": 1})]), InvalidModel, "two players"),
        (lambda: Menu([Project("a", {"A": 1, "B": 1})] * 2), InvalidModel, "called 'a'"),
        (lambda: Menu(["a"]), InvalidModel, "not a Project"),
        (
            lambda: Menu([Project("a", {"A": 1, "B": 1}), Project("b", {"A": 1, "C": 1})]),
            InvalidModel,
            "project 'b'",
        ),
        (lambda: Rule("r"), InvalidModel, "exactly one"),
        (lambda: Rule("r", weight=lambda _: 1), InvalidModel, "at_most"),
        (lambda: Rule("r", admits=bool, at_most=1), InvalidModel, "need a weight"),
        (lambda: budget("A", -1), InvalidModel, "budget of A"),
        (lambda: package_size(-1), InvalidModel, "whole number"),
        (
            lambda: pareto_packages(
                Menu([Project("a", {"A": 1, "B": 1})], [budget("C", 1)]), method="enumeration"
            ),
            UnknownName,
            "player 'C'",
        ),
    ],
)
def test_errors_teach(build: Callable[[], object], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        build()


def test_menu_names_what_it_does_not_know() -> None:
    menu = Menu([Project("mine", {"A": 1, "B": 1})], [package_size(1)])
    with pytest.raises(UnknownName, match="did you mean 'mine'"):
        menu.payoffs(("mime",))
    with pytest.raises(UnknownName, match="did you mean 'package size'"):
        menu.without("packagesize")
    with pytest.raises(UnknownName, match="player"):
        best_package(menu, "C")
    with pytest.raises(InvalidModel, match="twice"):
        menu.payoffs(("mine", "mine"))
    with pytest.raises(NotSupported, match="'auto'"):
        pareto_packages(menu, method="guess")
