"""What a package rests on: prices of rules, log-rolling, marginal projects, by hand."""

from __future__ import annotations

import pytest

from negotiation.bargaining import (
    Menu,
    Project,
    Rule,
    budget,
    carried_projects,
    first_out,
    last_in,
    log_rolling_pairs,
    nash_package,
    no_charity,
    package_size,
    package_solutions,
    price_of_rules,
)
from negotiation.errors import NotSupported, UnknownName
from tests.bargaining.package_oracle import frontier_by_definition, random_menu


@pytest.mark.parametrize("seed", range(500, 530))
def test_a_rule_never_pays(seed: int) -> None:
    """Lifting a rule never lowers a best payoff or the sum; lost is what is no longer met."""
    menu = random_menu(seed, most=7)
    here = frontier_by_definition(menu)
    for name, price in price_of_rules(menu).items():
        assert all(cost >= 0 for cost in price.cost.values())
        free = frontier_by_definition(menu.without(name))
        assert {deal.payoffs for deal in price.lost} == set(free) - set(here)
        assert not (price.moved and not price.lost and here)


def test_log_rolling_by_hand() -> None:
    """Two projects, each a loss to one side, are agreed together; a third helps neither."""
    menu = Menu(
        [
            Project("mine", {"A": 4, "B": -1}),
            Project("port", {"A": -1, "B": 3}),
            Project("dam", {"A": 1, "B": -5}),
            Project("road", {"A": 1, "B": 1}),
        ]
    )
    assert log_rolling_pairs(menu) == (("mine", "port"),)
    assert nash_package(menu).packages == (("mine", "port", "road"),)
    assert carried_projects(menu, ("mine", "port", "road")) == {"mine": ("B",), "port": ("A",)}
    never_both = Rule("one of two", weight=lambda p: p.key in {"mine", "port"}, at_most=1)
    assert log_rolling_pairs(menu.under(never_both)) == ()
    assert log_rolling_pairs(menu.under(no_charity())) == ()


def test_marginal_projects_by_hand() -> None:
    """Gains (3, 1), (1, 3), (1, 1): the whole is worth 25, without the last (4, 4) is left."""
    menu = Menu(
        [
            Project("a", {"A": 3, "B": 1}),
            Project("b", {"A": 1, "B": 3}),
            Project("c", {"A": 1, "B": 1}),
        ]
    )
    [package] = nash_package(menu).packages
    assert first_out(menu, package) == ("c",)
    assert last_in(menu, package) == ("c",)
    assert first_out(menu, ("a", "b")) == ("a", "b")
    assert first_out(menu, ()) == ()
    # The package of one project is a or b, so c and neither of them came in last for all.
    assert last_in(menu, ("a", "b")) == ()
    tied_down = menu.under(Rule("all or most", weight=lambda _: 1, at_least=3))
    assert first_out(tied_down, package) == ()
    with pytest.raises(NotSupported, match="no feasible package"):
        last_in(tied_down, package)
    with pytest.raises(NotSupported, match="empty"):
        last_in(menu, ())
    with pytest.raises(UnknownName, match="project 'd'"):
        first_out(menu, ("d",))


def test_price_by_hand() -> None:
    """A budget of 1 lets A pay for one of two projects; without it both are agreed."""
    menu = Menu(
        [Project("a", {"A": 3, "B": 1}, {"A": 1}), Project("b", {"A": 2, "B": 2}, {"A": 1})],
        [budget("A", 1), package_size(2)],
    )
    prices = price_of_rules(menu)
    price = prices["budget of A"]
    assert [deal.payoffs for deal in price.lost] == [(3, 3)]
    assert price.cost == {"utilitarian": 3, "best for A": 1, "best for B": 1}
    assert price.moved == ("Nash", "egalitarian", "utilitarian", "best for A", "best for B")
    assert prices["package size"].moved == ()
    assert prices["package size"].lost == ()
    found = package_solutions(menu)
    assert {name: solution.value for name, solution in found.items()} == {
        "Nash": 2,
        "egalitarian": 1,
        "utilitarian": 3,
        "best for A": 2,
        "best for B": 2,
    }
