"""What the definition of the portfolio says of its menu, as tests that enumerate it exactly.

Each function looks at the menu of fourteen projects under its rules and returns `None`, or what is
wrong.  They take a model and its values because propositions' tests do, and need neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Model
    from negotiation.talks.project_portfolio import ProjectPortfolio

__all__ = [
    "a_rule_never_helps",
    "no_charity_implies_joint_participation",
    "rules_cut_the_frontier",
    "unprofitable_projects_enter",
]

RULES = ("joint participation", "no charity", "legal regime")


def _portfolio(*rules: str) -> ProjectPortfolio:
    from negotiation.talks.project_portfolio import project_portfolio

    return project_portfolio(rules=rules)


def a_rule_never_helps(model: Model, values: Mapping[str, Number]) -> str | None:  # noqa: ARG001 - a test has both
    """Adding a rule enlarges no feasible set and raises nobody's best payoff."""
    found = {
        chosen: _portfolio(*chosen)
        for size in range(len(RULES) + 1)
        for chosen in combinations(RULES, size)
    }
    for fewer, left in found.items():
        for more, right in found.items():
            if not set(fewer) < set(more):
                continue
            if right.feasible_packages > left.feasible_packages:
                return f"more packages under {more} than under {fewer}"
            if right.japan_best.value > left.japan_best.value:
                return f"Japan's best rises from {fewer} to {more}"
            if right.russia_best.value > left.russia_best.value:
                return f"Russia's best rises from {fewer} to {more}"
    return None


def rules_cut_the_frontier(model: Model, values: Mapping[str, Number]) -> str | None:  # noqa: ARG001 - a test has both
    """Each rule cuts the frontier where the proposition says.

    No charity cuts both ends, more points at Russia's; joint participation Japan's extreme point
    alone; each point of the frontier under the legal regime is dominated without it.
    """
    free = list(_portfolio().pareto_frontier.payoffs)
    kept = {rule: list(_portfolio(rule).pareto_frontier.payoffs) for rule in RULES}
    if kept["joint participation"] != free[:-1]:
        return f"joint participation leaves {kept['joint participation']} of {free}"
    charity = kept["no charity"]
    if charity[0] not in free or charity[-1] not in free:
        return f"no charity leaves {charity}, not a part of {free}"
    first, last = free.index(charity[0]), free.index(charity[-1])
    if charity != free[first : last + 1] or not first > len(free) - 1 - last > 0:
        return f"no charity leaves {charity} of {free}"
    for japan, russia in kept["legal regime"]:
        if not any(a >= japan and b >= russia and (a, b) != (japan, russia) for a, b in free):
            return f"({japan}, {russia}) under the legal regime is dominated by no point"
    return None


def no_charity_implies_joint_participation(
    model: Model,  # noqa: ARG001 - a test has both
    values: Mapping[str, Number],  # noqa: ARG001 - a test has both
) -> str | None:
    """On this menu every project that no charity admits is joint."""
    admitted = set(_portfolio("no charity").admissible)
    more = admitted - set(_portfolio("joint participation").admissible)
    return f"{sorted(more)} are no charity and not joint" if more else None


def unprofitable_projects_enter(model: Model, values: Mapping[str, Number]) -> str | None:  # noqa: ARG001 - a test has both
    """Find a project that a side alone would refuse in a package of the frontier, rules in force.

    The cold store costs Japan 4 and is worth 2 to it.
    """
    from negotiation.bargaining.package_analysis import carried_projects

    portfolio = _portfolio(*RULES)
    for deal in portfolio.pareto_frontier.deals:
        for package in deal.packages:
            if carried_projects(portfolio.menu, package):
                return None
    return "every project of every package on the frontier pays both sides by itself"
