"""Joint economic activity as a package: which projects, under which rules.

The negotiators pick a subset of a menu within two budgets and a package size.  Three rules guard
the projects: joint participation (the article's claim C47), no charity (C48, C51), and a legal
regime that impinges on neither law (C60).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from negotiation.bargaining.counting import PackageCount, count_packages
from negotiation.bargaining.enumeration import enumerate_packages
from negotiation.bargaining.menu import Menu
from negotiation.bargaining.package_solutions import (
    PackageSolution,
    best_package,
    egalitarian_package,
    nash_package,
    utilitarian_package,
)
from negotiation.bargaining.packages import Method, PackageFrontier, pareto_packages
from negotiation.bargaining.project import (
    Project,
    Rule,
    budget,
    joint_participation,
    legal_regime,
    no_charity,
)
from negotiation.bargaining.project import package_size as at_most_so_many
from negotiation.errors import InvalidModel, UnknownName
from negotiation.model import Named, PropertyTest, Proposition, Source, article
from negotiation.talks.portfolio_checks import (
    a_rule_never_helps,
    no_charity_implies_joint_participation,
    rules_cut_the_frontier,
    unprofitable_projects_enter,
)
from negotiation.talks.projects import projects

if TYPE_CHECKING:
    from negotiation.exact import NumberLike

__all__ = ["ProjectPortfolio", "portfolio_propositions", "project_portfolio"]

PLAYERS = ("Japan", "Russia")


def _special_regime(*, source: Source) -> Rule:
    return legal_regime("special", source=source)


_RULES: dict[str, tuple[Callable[..., Rule], Source]] = {
    "joint participation": (joint_participation, article("C47")),
    "no charity": (no_charity, article("C48", "C51")),
    "legal regime": (_special_regime, article("C60")),
}


@dataclass(frozen=True)
class ProjectPortfolio:
    """A menu of projects under rules, and what the two sides may agree on.

    Parameters
    ----------
    menu
        The projects, the rules, the budgets and the package size.
    method
        How packages are found, as in `bargaining.pareto_packages`.
    """

    menu: Menu
    method: Method = "auto"

    @property
    def admissible(self) -> tuple[str, ...]:
        """The keys of the projects that the rules on single projects leave."""
        return tuple(project.key for project in self.menu.admissible)

    @cached_property
    def _count(self) -> PackageCount:
        if self.method == "integer programming":
            return count_packages(self.menu)
        listed = enumerate_packages(self.menu.integers)
        return PackageCount(len(listed), int(listed.individually_rational().sum()))

    @property
    def feasible_packages(self) -> int:
        """How many packages keep every rule, the empty one included."""
        return self._count.feasible

    @property
    def individually_rational(self) -> int:
        """How many feasible packages give neither side less than no package."""
        return self._count.individually_rational

    @cached_property
    def pareto_frontier(self) -> PackageFrontier:
        """The frontier of the individually rational feasible packages, from Japan's worst on."""
        return pareto_packages(self.menu, method=self.method)

    @property
    def nash(self) -> PackageSolution:
        """The packages with the largest product of payoffs."""
        return nash_package(self.pareto_frontier)

    @property
    def egalitarian(self) -> PackageSolution:
        """The packages with the largest smaller payoff."""
        return egalitarian_package(self.pareto_frontier)

    @property
    def utilitarian(self) -> PackageSolution:
        """The packages with the largest sum of payoffs."""
        return utilitarian_package(self.pareto_frontier)

    @property
    def japan_best(self) -> PackageSolution:
        """The packages that are best for Japan."""
        return best_package(self.pareto_frontier, "Japan")

    @property
    def russia_best(self) -> PackageSolution:
        """The packages that are best for Russia."""
        return best_package(self.pareto_frontier, "Russia")


def project_portfolio(
    menu: Iterable[Project] | None = None,
    rules: Iterable[str | Rule] = tuple(_RULES),
    japan_budget: NumberLike = 12,
    russia_budget: NumberLike = 8,
    package_size: int = 5,
    *,
    method: Method = "auto",
) -> ProjectPortfolio:
    """Return the choice of a package of projects under rules.

    Parameters
    ----------
    menu
        The projects, with players Japan and Russia; `talks.projects` by default.
    rules
        Names of the three rules, or rules of one's own.
    japan_budget, russia_budget
        The most that each side contributes.
    package_size
        The most projects.
    method
        ``"auto"``, ``"enumeration"`` or ``"integer programming"``.

    Raises
    ------
    UnknownName
        If a rule is unknown.
    InvalidModel
        If the players are others, or a budget is negative.

    Examples
    --------
    >>> portfolio = project_portfolio()
    >>> portfolio.feasible_packages, portfolio.individually_rational
    (164, 154)
    >>> print(portfolio.nash)
    Nash (11, 13): aquaculture, greenhouse_vegetables, package_tourism, seafood_plant, \
urchin_hatchery
    >>> print(project_portfolio(rules=[]).nash.payoffs[0])
    15
    """
    offered = tuple(projects().values() if menu is None else menu)
    for project in offered:
        if isinstance(project, Project) and set(project.players) != set(PLAYERS):
            message = (
                f"project {project.key!r} has players {list(project.players)}; "
                f"the talks have {list(PLAYERS)}"
            )
            raise InvalidModel(message)
    limits = (
        budget("Japan", japan_budget),
        budget("Russia", russia_budget),
        at_most_so_many(package_size),
    )
    return ProjectPortfolio(
        Menu(offered, [*map(_rule, _listed(rules)), *limits], players=PLAYERS), method
    )


def portfolio_propositions() -> Named[Proposition]:
    """Return what is said of the packages of the menu of fourteen projects.

    They are among the propositions of `project_menu`, where an audit finds them.

    >>> list(portfolio_propositions())[0]
    'a_rule_never_helps'
    """
    how = "all packages of the menu are enumerated, under every set of rules it speaks of"
    here = (
        (
            "a_rule_never_helps",
            (
                "Packages: adding a rule never enlarges the feasible set, so no side's best payoff "
                "rises."
            ),
            a_rule_never_helps,
        ),
        (
            "rules_cut_the_frontier",
            (
                "Packages: 'no charity' cuts both ends of the frontier, above all the end best for "
                "Russia; 'joint participation' removes only Japan's extreme point; every point of "
                "the 'legal regime' frontier is dominated by a point of the unconstrained one."
            ),
            rules_cut_the_frontier,
        ),
        (
            "no_charity_implies_joint",
            "Packages: on this menu 'no charity' implies 'joint participation' project by project.",
            no_charity_implies_joint_participation,
        ),
        (
            "unprofitable_projects_enter",
            "Packages: individually unprofitable projects can enter a package (log-rolling).",
            unprofitable_projects_enter,
        ),
    )
    return Named(
        "proposition",
        {
            name: Proposition(name, words, how=how, check=PropertyTest(test, points=0))
            for name, words, test in here
        },
    )


def _listed(rules: Iterable[str | Rule]) -> list[str | Rule]:
    if isinstance(rules, str | Rule):  # one rule, not its letters
        return [rules]
    return list(rules)


def _rule(given: str | Rule) -> Rule:
    if isinstance(given, Rule):
        return given
    if given not in _RULES:
        raise UnknownName("rule", given, _RULES)
    build, source = _RULES[given]
    return build(source=source)
