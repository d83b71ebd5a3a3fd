"""Exact frontiers of packages: growth from 20 to 56 projects, and plain enumeration where it runs.

Random menus under all three rules and two budgets: some in which the rules exclude no project, so
that all of them count, and some in which they exclude a few, as they do in the talks.  The peer is
plain enumeration in numpy integers (`method="enumeration"`), which lists every package that keeps
the budgets; both sides must give the same frontier.

Run: python -m benchmarks.packages [--repeats 3]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from functools import partial

from benchmarks.timing import median_seconds, table
from negotiation.bargaining import (
    Menu,
    PackageFrontier,
    Project,
    budget,
    count_packages,
    joint_participation,
    legal_regime,
    nash_package,
    no_charity,
    pareto_packages,
)

SIZES = (20, 30, 40, 56)
ENUMERATED = (12, 16, 20)
SEEDS = (1, 2, 3)
LIMIT = 60.0


def random_menu(count: int, seed: int, *, excluded: bool) -> Menu:
    """Return a menu of so many projects; the budgets pay for about a third of them."""
    draw = random.Random(1000 * count + seed)  # noqa: S311 - repeatable menus, no secrets
    least = 0 if excluded else 1
    regimes = ("special", "special", "law of one side") if excluded else ("special",)
    projects = [
        Project(
            f"project {number:02}",
            {"Japan": draw.randint(least, 9), "Russia": draw.randint(least, 9)},
            {"Japan": draw.randint(least, 6), "Russia": draw.randint(least, 6)},
            legal_regime=draw.choice(regimes),
        )
        for number in range(count)
    ]
    limits = [budget("Japan", count), budget("Russia", count)]
    return Menu(projects, [joint_participation(), no_charity(), legal_regime(), *limits])


def solved(menu: Menu) -> PackageFrontier:
    """Return the frontier by integer programming, one package a point."""
    return pareto_packages(menu, method="integer programming", ties=False)


def listed_frontier(menu: Menu) -> PackageFrontier:
    """Return the frontier by listing every package, one package a point."""
    return pareto_packages(menu, method="enumeration", ties=False)


def feasible(menu: Menu) -> int:
    """Return how many packages keep the budgets; with payoffs of 0 few sums are different."""
    spent = [
        Project(project.key, project.contributions, project.contributions)
        for project in menu.admissible
    ]
    return count_packages(Menu(spent, [rule for rule in menu.rules if rule.weight])).feasible


def growth(repeats: int) -> None:
    """Print the time of the exact frontier by the number of projects."""
    print(f"Exact frontier by integer programming, median of {repeats} runs, largest of menus")
    print(f"{'projects':>8}  {'rules exclude':>13}  {'points':>6}  {'median (s)':>10}")
    for count in SIZES:
        for excluded in (False, True):
            medians: list[float] = []
            points: list[int] = []
            for seed in SEEDS:
                menu = random_menu(count, seed, excluded=excluded)
                seconds: list[float] = []
                frontier = None
                for _ in range(repeats):
                    start = time.perf_counter()
                    frontier = solved(menu)
                    seconds.append(time.perf_counter() - start)
                assert frontier is not None
                assert frontier.verify()
                nash = nash_package(frontier)
                assert nash.value == max(one * two for one, two in frontier.payoffs)
                medians.append(statistics.median(seconds))
                points.append(len(frontier))
            assert max(medians) < LIMIT, f"{count} projects took {max(medians):.1f} s"
            shown = "some" if excluded else "none"
            print(f"{count:>8}  {shown:>13}  {max(points):>6}  {max(medians):>10.3f}")


def against_enumeration(repeats: int) -> None:
    """Print both methods on menus that can be enumerated, and what cannot."""
    for count in ENUMERATED:
        menu = random_menu(count, 1, excluded=False)
        assert listed_frontier(menu).payoffs == solved(menu).payoffs
        packages = feasible(menu)
        print(f"\n{count} projects, {packages} feasible packages")
        both = {
            "plain enumeration": partial(listed_frontier, menu),
            "integer programming": partial(solved, menu),
        }
        table([(name, median_seconds(find, repeats)) for name, find in both.items()])
    menu = random_menu(56, 1, excluded=False)
    print(f"\n56 projects, {feasible(menu)} feasible packages: beyond plain enumeration")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    growth(arguments.repeats)
    against_enumeration(arguments.repeats)
