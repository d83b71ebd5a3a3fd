"""Alternating offers over packages: graph of states, tree, and reasoning back by hand."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from negotiation.bargaining import (
    Menu,
    PackageFrontier,
    Project,
    agreements_by_patience,
    alternating_package_offers,
    nash_package,
    package_agreement,
    package_size,
    pareto_packages,
    stationary_package_agreements,
)
from negotiation.errors import InvalidNumber, NotSupported, UnknownName
from negotiation.game import unroll
from negotiation.solve import backward_induction, subgame_perfect


def single_deals(*pairs: tuple[int, int]) -> PackageFrontier:
    projects = [Project(f"p{i}", {"A": a, "B": b}) for i, (a, b) in enumerate(pairs)]
    return pareto_packages(Menu(projects, [package_size(1)]))


def reasoned_back(
    gains: list[tuple[Fraction, Fraction]],
    factors: tuple[Fraction, Fraction],
    rounds: int,
    opener: int,
) -> tuple[Fraction, Fraction]:
    """From the last round back: offer what is best among what the other takes, or let it pass.

    The responder takes what is worth at least what rejecting is; ties go to the first deal.
    """
    later = (Fraction(0), Fraction(0))
    for number in range(rounds, 0, -1):
        proposer = opener if number % 2 else 1 - opener
        worths = [pair if pair[1 - proposer] >= later[1 - proposer] else later for pair in gains]
        best = max(pair[proposer] for pair in worths)
        now = next(pair for pair in worths if pair[proposer] == best)
        later = (factors[0] * now[0], factors[1] * now[1])
    return now


@pytest.mark.parametrize("seed", range(40))
def test_graph_of_states_against_reasoning_back_and_tree(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - repeatable games, no secrets
    frontier = single_deals(*[(draw.randint(0, 9), draw.randint(0, 9)) for _ in range(4)])
    gains = [frontier.gains(deal) for deal in frontier.deals]
    factors = (Fraction(draw.randint(1, 10), 10), Fraction(draw.randint(1, 10), 10))
    rounds, opener = draw.randint(1, 4), draw.randint(0, 1)
    discount = dict(zip(("A", "B"), factors, strict=True))
    first = "AB"[opener]
    found = package_agreement(frontier, discount, rounds=rounds, first=first)
    assert found.equilibrium.verify()
    assert tuple(found.payoffs.values()) == reasoned_back(gains, factors, rounds, opener)
    rules = alternating_package_offers(frontier, discount, rounds=rounds, first=first)
    assert dict(backward_induction(unroll(rules)).payoffs) == dict(found.payoffs)
    if max(factors) < 1 and found.payoffs[first] > 0:
        assert found.round == 1
    if found.deal is not None:
        waited = [factor ** (found.round - 1) for factor in factors]
        assert tuple(found.payoffs.values()) == tuple(
            gain * factor for gain, factor in zip(frontier.gains(found.deal), waited, strict=True)
        )


def test_every_equilibrium_of_a_small_tree() -> None:
    """One round is an ultimatum: with B indifferent to nothing, A gets its best deal."""
    rules = alternating_package_offers(single_deals((4, 1), (1, 3)), "1/2", rounds=1)
    assert {eq.payoffs["A"] for eq in subgame_perfect(unroll(rules))} == {4}


def test_patience_moves_the_deal_by_hand() -> None:
    """Deals (4, 1), (3, 2), (1, 3), two rounds: B can wait for (1, 3), worth 3δ.

    So A leaves B at least 3δ: (4, 1) up to δ = 1/3, (3, 2) up to 2/3, then (1, 3).
    """
    frontier = single_deals((4, 1), (3, 2), (1, 3))
    found = agreements_by_patience(frontier, ["1/3", "1/2", "2/3", "9/10"], rounds=2)
    deals = {str(key): each.deal.payoffs for key, each in found.items()}
    assert deals == {"1/3": (4, 1), "1/2": (3, 2), "2/3": (3, 2), "9/10": (1, 3)}
    assert {each.round for each in found.values()} == {1}


def test_agreement_is_late_only_where_that_costs_the_proposer_nothing() -> None:
    """B waits for (0, 9) at δ = 1 and takes nothing else before; A gets nothing, now or later.

    In general the proposer can offer today what would be agreed tomorrow.
    """
    late = package_agreement(single_deals((5, 5), (0, 9)), {"A": 1, "B": 1}, rounds=2)
    assert late.payoffs == {"A": 0, "B": 9}


def test_no_agreement_where_nothing_is_worth_more_than_breaking_off() -> None:
    frontier = pareto_packages(Menu([], players=("A", "B")))
    assert package_agreement(frontier, "1/2", rounds=3).payoffs == {"A": 0, "B": 0}


def test_a_long_horizon_over_many_packages() -> None:
    """Fifty deals on a line, a hundred rounds: near 49/(1 + δ), as Rubinstein says."""
    frontier = single_deals(*[(step, 49 - step) for step in range(50)])
    assert len(frontier) == 50
    for first, place in (("A", 0), ("B", 1)):
        found = package_agreement(frontier, "4/5", rounds=100, first=first)
        assert found.round == 1
        assert found.equilibrium.verify()
        # A step of the grid is worth one, and 1/(1 - δ) = 5 steps can add up.
        assert abs(found.deal.payoffs[place] - Fraction(49 * 5, 9)) <= 5


def test_without_a_last_round() -> None:
    """Deals (4, 1), (3, 2), (1, 3): impatient A takes (4, 1); patient players can hold any."""
    frontier = single_deals((4, 1), (3, 2), (1, 3))
    expected = {"2/7": {(4, 1)}, "3/5": {(3, 2)}, "9/10": {(4, 1), (3, 2), (1, 3)}}
    for discount, deals in expected.items():
        found = stationary_package_agreements(frontier, discount)
        assert {each.deal.payoffs for each in found} == deals
        assert all(each.equilibrium.verify() for each in found)
    assert nash_package(frontier).payoffs == (3, 2)


def test_refused() -> None:
    frontier = single_deals((4, 1), (1, 3))
    with pytest.raises(UnknownName, match="player 'C'"):
        package_agreement(frontier, "1/2", rounds=1, first="C")
    with pytest.raises(NotSupported, match="rounds is 0"):
        package_agreement(frontier, "1/2", rounds=0)
    with pytest.raises(InvalidNumber, match="discount factor"):
        package_agreement(frontier, 2, rounds=1)
    with pytest.raises(NotSupported, match="without a discount"):
        stationary_package_agreements(frontier, 1)
    empty = pareto_packages(Menu(frontier.menu.projects, disagreement={"A": 9}))
    with pytest.raises(NotSupported, match="no deal to offer"):
        package_agreement(empty, "1/2", rounds=1)
