"""Bargaining theory: axiomatic solutions, strategic bargaining, packages of issues."""

from negotiation.bargaining.agreement_zone import AgreementZone, zone_of_possible_agreement
from negotiation.bargaining.alternating_offers import (
    Division,
    rubinstein,
    rubinstein_fixed_costs,
    stahl,
)
from negotiation.bargaining.axioms import (
    AxiomVerdict,
    independence_of_irrelevant_alternatives,
    individual_monotonicity,
    midpoint_domination,
    pareto_optimality,
    scale_invariance,
    symmetry,
)
from negotiation.bargaining.counting import PackageCount, count_packages
from negotiation.bargaining.crisis import BargainingRange, fearon_range
from negotiation.bargaining.legislative import (
    AgendaOutcome,
    MajorityDivision,
    baron_ferejohn,
    romer_rosenthal,
)
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
from negotiation.bargaining.parametric_frontier import FrontierProblem
from negotiation.bargaining.perles_maschler import perles_maschler
from negotiation.bargaining.problem import FiniteProblem, PolygonProblem
from negotiation.bargaining.project import (
    Project,
    Rule,
    budget,
    joint_participation,
    legal_regime,
    no_charity,
    package_size,
)
from negotiation.bargaining.solutions import (
    BargainingProblem,
    Solution,
    egalitarian,
    equal_loss,
    kalai_smorodinsky,
    nash_solution,
    utilitarian,
)

__all__ = [
    "AgendaOutcome",
    "AgreementZone",
    "AxiomVerdict",
    "BargainingProblem",
    "BargainingRange",
    "Deal",
    "Division",
    "FiniteProblem",
    "FrontierProblem",
    "MajorityDivision",
    "Menu",
    "PackageAgreement",
    "PackageCount",
    "PackageFrontier",
    "PackageSolution",
    "PolygonProblem",
    "Project",
    "Rule",
    "RulePrice",
    "Solution",
    "agreements_by_patience",
    "alternating_package_offers",
    "baron_ferejohn",
    "best_package",
    "budget",
    "carried_projects",
    "count_packages",
    "egalitarian",
    "egalitarian_package",
    "equal_loss",
    "fearon_range",
    "first_out",
    "independence_of_irrelevant_alternatives",
    "individual_monotonicity",
    "joint_participation",
    "kalai_smorodinsky",
    "last_in",
    "legal_regime",
    "log_rolling_pairs",
    "midpoint_domination",
    "nash_package",
    "nash_solution",
    "no_charity",
    "package_agreement",
    "package_size",
    "package_solutions",
    "pareto_optimality",
    "pareto_packages",
    "perles_maschler",
    "price_of_rules",
    "romer_rosenthal",
    "rubinstein",
    "rubinstein_fixed_costs",
    "scale_invariance",
    "stahl",
    "stationary_package_agreements",
    "symmetry",
    "utilitarian",
    "utilitarian_package",
    "zone_of_possible_agreement",
]
