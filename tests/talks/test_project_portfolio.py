"""The portfolio table of the game library, cell by cell, by both methods."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from negotiation import talks
from negotiation.bargaining import (
    Project,
    Rule,
    carried_projects,
    first_out,
    last_in,
    log_rolling_pairs,
    price_of_rules,
)
from negotiation.bargaining.packages import Method
from negotiation.errors import InvalidModel, UnknownName

RULES = ("joint participation", "no charity", "legal regime")
COMMON = ("aquaculture", "greenhouse_vegetables", "package_tourism", "seafood_plant")
FIFTEEN = tuple(sorted((*COMMON, "fishing_licence_pool")))
TWELVE = (*COMMON, "sightseeing_cruise")
ELEVEN = (*COMMON, "urchin_hatchery")

# Rules, feasible, individually rational, frontier (Japan, Russia), Nash package: the published
# table of the portfolio version of game G9.
TABLE: list[tuple[tuple[str, ...], int, int, str, tuple[str, ...], tuple[int, int]]] = [
    (
        (),
        1678,
        1481,
        "(5,18) (8,17) (11,16) (13,15) (15,14) (16,12) (17,11) (18,10)",
        FIFTEEN,
        (15, 14),
    ),
    (
        ("joint participation",),
        672,
        602,
        "(5,18) (8,17) (11,16) (13,15) (15,14) (16,12) (17,11)",
        FIFTEEN,
        (15, 14),
    ),
    (
        ("no charity",),
        450,
        430,
        "(11,16) (13,15) (15,14) (16,12) (17,11)",
        FIFTEEN,
        (15, 14),
    ),
    (
        ("legal regime",),
        712,
        575,
        "(1,18) (3,17) (6,16) (8,15) (10,14) (11,13) (12,12) (13,10) (14,9)",
        TWELVE,
        (12, 12),
    ),
    (RULES, 164, 154, "(6,16) (8,15) (10,14) (11,13)", ELEVEN, (11, 13)),
]
METHODS: tuple[Method, ...] = ("enumeration", "integer programming")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: ", ".join(row[0]) or "none")
def test_the_published_table(
    row: tuple[tuple[str, ...], int, int, str, tuple[str, ...], tuple[int, int]], method: Method
) -> None:
    rules, feasible, rational, frontier, package, payoffs = row
    portfolio = talks.project_portfolio(rules=rules, method=method)
    assert portfolio.feasible_packages == feasible
    assert portfolio.individually_rational == rational
    found = portfolio.pareto_frontier
    assert " ".join(f"({japan},{russia})" for japan, russia in found.payoffs) == frontier
    assert found.method == method
    assert found.verify()
    assert portfolio.nash.payoffs == payoffs
    assert portfolio.nash.packages == (package,)
    assert portfolio.japan_best.payoffs == found.payoffs[-1]
    assert portfolio.russia_best.payoffs == found.payoffs[0]


def test_under_all_rules_egalitarian_and_utilitarian() -> None:
    """The egalitarian package is the Nash one; the utilitarian solution ties, as published."""
    portfolio = talks.project_portfolio()
    assert portfolio.egalitarian.packages == portfolio.nash.packages == (ELEVEN,)
    assert {deal.payoffs: deal.packages for deal in portfolio.utilitarian.deals} == {
        (10, 14): (tuple(sorted((*COMMON, "waste_reduction"))),),
        (11, 13): (ELEVEN,),
    }


def test_admissible_projects() -> None:
    """By hand: Japan gains nothing from housing; three run under Russian law; two are one-sided."""
    out = {"housing_blocks", "fishing_licence_pool", "geothermal_plant", "harbour_works"}
    out |= {"sightseeing_cruise", "diesel_repair"}
    assert set(talks.project_portfolio().admissible) == set(talks.projects()) - out


def test_a_rule_never_helps() -> None:
    """Proposition 1: adding a rule enlarges no feasible set and raises no best payoff."""
    found = {
        chosen: talks.project_portfolio(rules=chosen)
        for size in range(4)
        for chosen in combinations(RULES, size)
    }
    for fewer, left in found.items():
        for more, right in found.items():
            if set(fewer) < set(more):
                assert right.feasible_packages <= left.feasible_packages
                assert right.japan_best.value <= left.japan_best.value
                assert right.russia_best.value <= left.russia_best.value


def test_what_each_rule_cuts_from_the_frontier() -> None:
    """Proposition 2, with the price of each rule when it stands alone."""
    free = set(talks.project_portfolio(rules=()).pareto_frontier.payoffs)
    lost = {}
    for rule in RULES:
        portfolio = talks.project_portfolio(rules=[rule])
        lost[rule] = {deal.payoffs for deal in price_of_rules(portfolio.menu)[rule].lost}
        assert lost[rule] == free - set(portfolio.pareto_frontier.payoffs)
    assert lost["joint participation"] == {(18, 10)}
    assert lost["no charity"] == {(5, 18), (8, 17), (18, 10)}
    for japan, russia in talks.project_portfolio(rules=["legal regime"]).pareto_frontier.payoffs:
        assert any(a >= japan and b >= russia and (a, b) != (japan, russia) for a, b in free)
    price = price_of_rules(talks.project_portfolio(rules=["legal regime"]).menu)["legal regime"]
    assert price.cost["best for Japan"] == 18 - 14
    assert price.cost["best for Russia"] == 0
    assert price.moved == (
        "Nash",
        "egalitarian",
        "utilitarian",
        "best for Japan",
        "best for Russia",
    )


def test_no_charity_implies_joint_participation_on_this_menu_but_not_on_every_one() -> None:
    """Proposition 3, and a menu where it fails: both benefit, Japan alone pays."""
    no_charity = talks.project_portfolio(rules=["no charity"]).admissible
    joint = talks.project_portfolio(rules=["joint participation"]).admissible
    assert set(no_charity) < set(joint)
    gift = Project("gift", {"Japan": 1, "Russia": 1}, {"Japan": 1})
    assert talks.project_portfolio([gift], rules=["no charity"]).admissible == ("gift",)
    assert talks.project_portfolio([gift], rules=["joint participation"]).admissible == ()


def test_unprofitable_projects_enter_packages() -> None:
    """Proposition 4: Japan alone would refuse the cold store, yet it is in an efficient package."""
    portfolio = talks.project_portfolio()
    carried = {
        key: players
        for deal in portfolio.pareto_frontier.deals
        for package in deal.packages
        for key, players in carried_projects(portfolio.menu, package).items()
    }
    assert carried["cold_store"] == ("Japan",)
    # Nobody but Japan is ever asked to lose on this menu, so no two projects carry each other.
    assert log_rolling_pairs(portfolio.menu.without(*RULES)) == ()


def test_marginal_projects_of_the_nash_package() -> None:
    """By hand, from the payoffs (3, 3), (0, 4), (4, 2), (2, 3), (2, 1) of the five projects.

    What is left is worth (8, 10) without aquaculture, (11, 9) without the greenhouses, (7, 11)
    without tourism, (9, 10) without the plant, (9, 12) without the hatchery: products 80, 99, 77,
    90, 108.  No other four projects reach 108, so the hatchery also comes in last.
    """
    menu = talks.project_portfolio().menu
    assert first_out(menu, ELEVEN) == ("urchin_hatchery",)
    assert talks.project_portfolio(package_size=4).nash.payoffs == (9, 12)
    assert last_in(menu, ELEVEN) == ("urchin_hatchery",)


def test_data_is_the_published_menu() -> None:
    menu = talks.projects()
    assert len(menu) == 14
    assert [key for key, project in menu.items() if project.legal_regime == "russian law"] == [
        "fishing_licence_pool",
        "geothermal_plant",
        "harbour_works",
    ]
    assert sum(project.payoff("Japan") for project in menu.values()) == 50 - 38
    assert sum(project.payoff("Russia") for project in menu.values()) == 63 - 22
    assert json.dumps([project.origin for project in menu.values()]).count("priority") == 5


def test_rules_of_ones_own_and_errors() -> None:
    no_energy = Rule("no energy", admits=lambda project: project.sector != "thermal energy")
    portfolio = talks.project_portfolio(rules=[no_energy])
    assert "geothermal_plant" not in portfolio.admissible
    assert len(talks.project_portfolio(rules="no charity").admissible) == 14 - 3
    with pytest.raises(UnknownName, match="did you mean 'no charity'"):
        talks.project_portfolio(rules=["no charty"])
    with pytest.raises(InvalidModel, match="the talks have"):
        talks.project_portfolio([Project("a", {"A": 1, "B": 1})])
    with pytest.raises(InvalidModel, match="budget of Japan"):
        talks.project_portfolio(japan_budget=-1)
