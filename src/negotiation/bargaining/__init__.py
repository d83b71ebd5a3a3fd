"""Bargaining theory: axiomatic solutions, strategic bargaining, packages of issues."""

from negotiation.bargaining.counting import PackageCount, count_packages
from negotiation.bargaining.menu import Menu
from negotiation.bargaining.package_analysis import (
    RulePrice,
    carried_projects,
    first_out,
    last_in,
    log_rolling_pairs,
    package_solutions,
    price_of_rules,
)
from negotiation.bargaining.package_offers import (
    PackageAgreement,
    agreements_by_patience,
    alternating_package_offers,
    package_agreement,
    stationary_package_agreements,
)
from negotiation.bargaining.package_solutions import (
    PackageSolution,
    best_package,
    egalitarian_package,
    nash_package,
    utilitarian_package,
)
from negotiation.bargaining.packages import Deal, PackageFrontier, pareto_packages
from negotiation.bargaining.project import (
    Project,
    Rule,
    budget,
    joint_participation,
    legal_regime,
    no_charity,
    package_size,
)

__all__ = [
    "Deal",
    "Menu",
    "PackageAgreement",
    "PackageCount",
    "PackageFrontier",
    "PackageSolution",
    "Project",
    "Rule",
    "RulePrice",
    "agreements_by_patience",
    "alternating_package_offers",
    "best_package",
    "budget",
    "carried_projects",
    "count_packages",
    "egalitarian_package",
    "first_out",
    "joint_participation",
    "last_in",
    "legal_regime",
    "log_rolling_pairs",
    "nash_package",
    "no_charity",
    "package_agreement",
    "package_size",
    "package_solutions",
    "pareto_packages",
    "price_of_rules",
    "stationary_package_agreements",
    "utilitarian_package",
]
