"""What a package deal rests on: the price of each rule, log-rolling, and the marginal projects.

The price of a rule is how each solution moves when that rule alone is lifted.  Log-rolling
(Buchanan and Tullock 1962, chapter 10) joins projects that somebody would refuse alone.  The
marginal projects are those that a package gives up first when it must shrink, and took in last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from negotiation.bargaining.menu import Menu, Package
from negotiation.bargaining.package_solutions import (
    PackageSolution,
    best_package,
    egalitarian_package,
    nash_package,
    utilitarian_package,
)
from negotiation.bargaining.packages import Deal, Method, PackageFrontier, Progress, pareto_packages
from negotiation.bargaining.project import package_size
from negotiation.errors import NotSupported

__all__ = [
    "RulePrice",
    "carried_projects",
    "first_out",
    "last_in",
    "log_rolling_pairs",
    "package_solutions",
    "price_of_rules",
]


def package_solutions(
    menu: Menu | PackageFrontier,
    *,
    method: Method = "auto",
    limit: int = 1_000,
    progress: Progress | None = None,
) -> Mapping[str, PackageSolution]:
    """Return all solutions of one menu: Nash, egalitarian, utilitarian, and each player's best.

    The arguments and errors are those of `nash_package`.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, package_solutions
    >>> menu = Menu([Project("mine", {"A": 4, "B": -1}), Project("port", {"A": -1, "B": 3})])
    >>> list(package_solutions(menu))
    ['Nash', 'egalitarian', 'utilitarian', 'best for A', 'best for B']
    """
    frontier = menu
    if isinstance(frontier, Menu):
        frontier = pareto_packages(frontier, method=method, ties=False, progress=progress)
    first, second = frontier.menu.players
    found = (
        nash_package(frontier, limit=limit),
        egalitarian_package(frontier, limit=limit),
        utilitarian_package(frontier, limit=limit),
        best_package(frontier, first, limit=limit),
        best_package(frontier, second, limit=limit),
    )
    return {solution.concept: solution for solution in found}


@dataclass(frozen=True)
class RulePrice:
    """How the frontier and the solutions move when one rule is lifted.

    Attributes
    ----------
    rule
        The name of the rule.
    lost
        The deals of the frontier without the rule that no package under the rule matches.
    under, without
        Solution → what it picks under all rules, and with this one lifted; empty where no package
        is individually rational.
    """

    rule: str
    lost: tuple[Deal, ...]
    under: Mapping[str, PackageSolution]
    without: Mapping[str, PackageSolution]

    @property
    def moved(self) -> tuple[str, ...]:
        """The solutions whose payoffs change."""
        return tuple(
            concept
            for concept in self.without
            if concept not in self.under
            or [deal.payoffs for deal in self.under[concept].deals]
            != [deal.payoffs for deal in self.without[concept].deals]
        )

    @property
    def cost(self) -> Mapping[str, Fraction]:
        """For each player's best and the utilitarian sum, how much lifting the rule adds.

        It is never negative: a rule can only take packages away.
        """
        return {
            concept: self.without[concept].value - self.under[concept].value
            for concept in self.without
            if concept in self.under and concept not in {"Nash", "egalitarian"}
        }


def price_of_rules(
    menu: Menu,
    *,
    method: Method = "auto",
    limit: int = 1_000,
    progress: Progress | None = None,
) -> Mapping[str, RulePrice]:
    """Lift each rule in turn, the others staying, and say how every solution moves.

    Parameters
    ----------
    menu, method, limit
        As in `pareto_packages`.
    progress
        Called after each rule with the number of rules so far and their share of all.

    Raises
    ------
    NotSupported
        As in `pareto_packages`.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, no_charity, package_size, price_of_rules
    >>> menu = Menu(
    ...     [Project("aid", {"A": 0, "B": 4}, {"A": 1}), Project("port", {"A": 3, "B": 2})],
    ...     [no_charity(), package_size(2)],
    ... )
    >>> price = price_of_rules(menu)["no charity"]
    >>> price.moved, price.cost["best for B"]
    (('Nash', 'egalitarian', 'utilitarian', 'best for B'), Fraction(4, 1))
    """
    here = pareto_packages(menu, method=method, ties=False)
    under = package_solutions(here, limit=limit) if here.deals else {}
    prices: dict[str, RulePrice] = {}
    for count, rule in enumerate(menu.rules, start=1):
        free = pareto_packages(menu.without(rule.name), method=method, ties=False)
        prices[rule.name] = RulePrice(
            rule.name,
            tuple(deal for deal in free.deals if deal.payoffs not in here.payoffs),
            under,
            package_solutions(free, limit=limit) if free.deals else {},
        )
        if progress is not None:
            progress(count, count / len(menu.rules))
    return prices


def carried_projects(menu: Menu, package: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the projects of a package that somebody would refuse alone, and who would.

    Parameters
    ----------
    menu
        The menu.
    package
        The keys of the package.

    Raises
    ------
    UnknownName
        If a key is not on the menu.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project
    >>> menu = Menu([Project("mine", {"A": 4, "B": -1}), Project("road", {"A": 1, "B": 1})])
    >>> carried_projects(menu, ("mine", "road"))
    {'mine': ('B',)}
    """
    chosen = menu.projects_of(package)
    refusals = {project.key: _refusing(menu, project.key) for project in chosen}
    return {key: players for key, players in refusals.items() if players}


def _refusing(menu: Menu, key: str) -> tuple[str, ...]:
    return tuple(player for player in menu.players if menu.by_key[key].payoff(player) < 0)


def log_rolling_pairs(menu: Menu) -> tuple[tuple[str, str], ...]:
    """Return the pairs of projects that somebody would refuse alone and nobody refuses together.

    Only pairs count in which each project, taken alone, makes one player lose, while the pair
    keeps the rules and makes nobody lose.  Quadratic in the number of projects.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project
    >>> menu = Menu(
    ...     [
    ...         Project("mine", {"A": 4, "B": -1}),
    ...         Project("port", {"A": -1, "B": 3}),
    ...         Project("road", {"A": 1, "B": 1}),
    ...     ]
    ... )
    >>> log_rolling_pairs(menu)
    (('mine', 'port'),)
    """
    refused = [project.key for project in menu.admissible if _refusing(menu, project.key)]
    return tuple(
        pair
        for pair in combinations(sorted(refused), 2)
        if min(menu.payoffs(pair)) >= 0 and menu.is_feasible(pair)
    )


def first_out(menu: Menu, package: Iterable[str]) -> tuple[str, ...]:
    """Return the projects that a package gives up first when it must lose one.

    Those whose removal leaves a package that keeps the rules, is individually rational, and has
    the largest product of gains; several where they tie, none where no removal will do.

    Raises
    ------
    UnknownName
        If a key is not on the menu.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project
    >>> menu = Menu([Project(key, {"A": i, "B": 4 - i}) for i, key in enumerate("abc", 1)])
    >>> first_out(menu, ("a", "b", "c"))
    ('b',)
    """
    keys = tuple(project.key for project in menu.projects_of(package))
    left = {key: tuple(other for other in keys if other != key) for key in keys}
    products = {
        key: _product(menu, rest)
        for key, rest in left.items()
        if menu.is_feasible(rest) and menu.is_individually_rational(rest)
    }
    best = max(products.values(), default=None)
    return tuple(sorted(key for key, product in products.items() if product == best))


def _product(menu: Menu, package: Iterable[str]) -> Fraction:
    first, second = (
        payoff - menu.disagreement[player]
        for player, payoff in zip(menu.players, menu.payoffs(package), strict=True)
    )
    return first * second


def last_in(menu: Menu, package: Package, *, method: Method = "auto") -> tuple[str, ...]:
    """Return the projects of a package that the Nash package of one project fewer leaves out.

    Where the smaller menu has several Nash packages, those in none of them.

    Parameters
    ----------
    menu
        The menu.
    package
        A package, such as a Nash package of the menu.
    method
        As in `pareto_packages`.

    Raises
    ------
    NotSupported
        If the package is empty, or no package of one project fewer is individually rational.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project
    >>> menu = Menu([Project(key, {"A": i, "B": i}) for i, key in enumerate("abc", 1)])
    >>> last_in(menu, ("a", "b", "c"))
    ('a',)
    """
    keys = tuple(project.key for project in menu.projects_of(package))
    if not keys:
        message = "the package is empty, so no project came in last"
        raise NotSupported(message)
    smaller = nash_package(menu.under(package_size(len(keys) - 1)), method=method)
    inside = {key for other in smaller.packages for key in other}
    return tuple(sorted(key for key in keys if key not in inside))
