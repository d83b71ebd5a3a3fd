"""The conditions of the worked models are those of their definition; what a partition offers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
import sympy

from negotiation import Model, talks
from negotiation.errors import AssumptionViolated, NotSupported
from negotiation.parametric import OutcomeClass, Partition, subgame_perfect
from negotiation.parametric.coverage import check_partition
from tests.support.parametric import equivalent, off

Event = Callable[[OutcomeClass], bool]


def _happens(*labels: str) -> Event:
    return lambda equilibrium: all(equilibrium.probability_of(label) != 0 for label in labels)


def _path(*labels: str) -> Event:
    return lambda equilibrium: equilibrium.path == labels


def _symbols(model: Model, *names: str) -> list[sympy.Symbol]:
    return [model.symbols[name] for name in names]


G1 = talks.basing_shadow()
G2 = talks.no_base_pledge()
G9 = talks.project_menu()


@pytest.fixture(scope="module", params=["as assumed", "without base_spoils_deal"])
def shadow(request: pytest.FixtureRequest) -> Partition:
    assumed = request.param == "as assumed"
    return subgame_perfect(G1 if assumed else G1.without("base_spoils_deal"))


@pytest.fixture(scope="module", params=["as assumed", "without base_spoils_deal"])
def pledge(request: pytest.FixtureRequest) -> Partition:
    assumed = request.param == "as assumed"
    return subgame_perfect(G2 if assumed else G2.without("base_spoils_deal"))


@pytest.fixture(scope="module")
def menu() -> Partition:
    return subgame_perfect(G9)


def test_the_transfer_is_written_as_a_person_would() -> None:
    partition = subgame_perfect(G1)
    region = partition.region(lambda equilibrium: "transfer" in equilibrium.path)
    assert str(region) == "treaty_gain > basing_loss*basing_probability"


def test_russia_transfers_iff_the_gain_exceeds_the_expected_loss(shadow: Partition) -> None:
    """games.md, G1: transfer iff treaty_gain > basing_probability*basing_loss."""
    gain, loss, chance = _symbols(G1, "treaty_gain", "basing_loss", "basing_probability")
    generic = off(gain - chance * loss)
    region = shadow.region(_happens("transfer"))
    assert equivalent(shadow.model, region, gain > chance * loss, generic)
    # Below and above: never at treaty_gain <= 0, always at treaty_gain > basing_loss.
    assert equivalent(shadow.model, sympy.And(region, gain <= 0), sympy.false, generic)
    assert equivalent(shadow.model, sympy.Or(region, gain <= loss), sympy.true, generic)


def test_the_united_states_stations_iff_it_wants_a_base(shadow: Partition) -> None:
    for cell in shadow.cells:
        for equilibrium in cell.equilibria:
            replies = {state: dict(equilibrium.profile).get(f"basing | {state}")
                       for state in ("wants base", "no interest")}  # fmt: skip
            if equilibrium.path == ("keep",):
                assert set(replies.values()) == {None}
            else:
                assert replies == {"wants base": "station", "no interest": "refrain"}


def test_payoffs_on_the_transfer_path(shadow: Partition) -> None:
    """games.md, G1: (v - p*d, g - p*s, p*b) in the letters of its table of parameters."""
    value, gain, loss, chance, hosting, benefit = _symbols(
        G1,
        "island_value",
        "treaty_gain",
        "basing_loss",
        "basing_probability",
        "hosting_cost",
        "basing_benefit",
    )
    expected = (value - chance * hosting, gain - chance * loss, chance * benefit)
    [transfer] = [
        equilibrium
        for cell in shadow.cells
        for equilibrium in cell.equilibria
        if "transfer" in equilibrium.path
    ]
    for payoff, known in zip(transfer.payoffs.values(), expected, strict=True):
        assert sympy.expand(payoff - known) == 0


def test_the_cases_of_the_pledge(pledge: Partition) -> None:
    """games.md, G2, the table of cases, and "a base" as the request on the path."""
    value, gain, loss, hosting, reneging, refusal, cost = _symbols(
        G2,
        "island_value",
        "treaty_gain",
        "basing_loss",
        "hosting_cost",
        "reneging_cost",
        "refusal_cost",
        "pledge_cost",
    )
    generic = sympy.And(
        off(refusal - hosting, refusal - hosting - reneging, gain, gain - loss),
        off(value - cost, cost - hosting, cost, hosting),
    )
    free = refusal < hosting
    tied = sympy.And(hosting < refusal, refusal < hosting + reneging)
    bound = refusal > hosting + reneging
    conditions = {
        ("pledge", "transfer"): sympy.Or(
            sympy.And(tied, gain > 0, gain < loss, value > cost),
            sympy.And(tied, gain > loss, cost < hosting),
        ),
        ("no pledge", "transfer"): sympy.Or(
            sympy.And(free, gain > 0),
            sympy.And(tied, gain > loss, cost > hosting),
            sympy.And(bound, gain > loss),
        ),
        ("no pledge", "keep"): sympy.Or(
            sympy.And(free, gain < 0),
            sympy.And(tied, gain > 0, gain < loss, value < cost),
            sympy.And(tied, gain < 0),
            sympy.And(bound, gain < loss),
        ),
        ("pledge", "keep"): sympy.false,
        ("request",): sympy.Or(
            sympy.And(tied, gain > loss, cost > hosting), sympy.And(bound, gain > loss)
        ),
        ("refuse",): sympy.false,
    }
    for labels, condition in conditions.items():
        region = pledge.region(_happens(*labels))
        assert equivalent(pledge.model, region, condition, generic), labels


def _accepted(menu: Model) -> dict[str, tuple[sympy.Basic, sympy.Expr]]:
    """games.md, G9: where Russia accepts an offer, and what Japan gets then."""
    gain, cost, accord, aid, need, charity, japan, russia = menu.symbols.values()
    return {
        "cruise": (cost < 0, gain),
        "aid": (need * aid > charity, accord - aid),
        "joint": (russia > 0, accord + japan),
    }


@pytest.mark.parametrize("offer", ["cruise", "aid", "joint"])
def test_japan_proposes_what_is_acceptable_and_pays_most(menu: Partition, offer: str) -> None:
    """games.md, G9: the acceptable item with the largest payoff of Japan's, if that is > 0."""
    accepted = _accepted(G9)
    acceptable, mine = accepted[offer]
    best = [
        sympy.Or(sympy.Not(condition), mine > other)
        for name, (condition, other) in accepted.items()
        if name != offer
    ]
    gain, cost, accord, aid, need, charity, japan, russia = G9.symbols.values()
    generic = sympy.And(
        off(cost, need * aid - charity, russia, gain, accord - aid, accord + japan),
        off(*(one[1] - other[1] for one, other in combinations(accepted.values(), 2))),
    )
    region = menu.region(_path(offer, "accept"))
    assert equivalent(G9, region, sympy.And(acceptable, mine > 0, *best), generic)


def test_without_an_acceptable_offer_that_pays_nothing_happens(menu: Partition) -> None:
    accepted = _accepted(G9)
    region = menu.region(lambda equilibrium: all(not x for x in equilibrium.payoffs.values()))
    nothing = sympy.Not(sympy.Or(*(sympy.And(c, mine > 0) for c, mine in accepted.values())))
    generic = off(*(mine for _, mine in accepted.values()))
    surfaces = off(
        G9.symbols["russia_joint_return"],
        G9.symbols["need_multiplier"] * G9.symbols["aid_amount"] - G9.symbols["charity_cost"],
        *(one[1] - other[1] for one, other in combinations(accepted.values(), 2)),
    )
    assert equivalent(G9, region, nothing, generic, surfaces)


def test_a_region_with_a_condition_of_the_predicate() -> None:
    """Russia's payoff from a transfer is above 1 iff treaty_gain - p*s > 1."""
    gain, loss, chance = _symbols(G1, "treaty_gain", "basing_loss", "basing_probability")
    region = subgame_perfect(G1).region(lambda e: sympy.Gt(e.payoffs["Russia"], 1))
    assert equivalent(G1, region, gain - chance * loss > 1, off(gain - chance * loss))


def test_every_and_some_differ_on_the_surface() -> None:
    """On treaty_gain = p*s both plays are equilibria, so that neither happens in every one."""
    gain, loss, chance = _symbols(G1, "treaty_gain", "basing_loss", "basing_probability")
    partition = subgame_perfect(G1, ties=True)
    transfer = _happens("transfer")
    some, every = partition.region(transfer, every=False), partition.region(transfer)
    assert equivalent(G1, some, gain >= chance * loss)
    assert equivalent(G1, every, gain > chance * loss)


def test_at_finds_the_cell_and_refuses_surfaces_and_broken_assumptions() -> None:
    partition = subgame_perfect(G1)
    assert [e.path for e in partition.at("thaw").equilibria] == [("transfer",)]
    assert [e.path for e in partition.at().equilibria] == [("keep",)]
    with pytest.raises(NotSupported, match=r"indifferent.*ties=True"):
        partition.at(basing_probability="1/3")
    with pytest.raises(AssumptionViolated, match="base_spoils_deal"):
        partition.at(treaty_gain=7)
    tied = subgame_perfect(G1, ties=True).at(basing_probability="1/3")
    assert {e.path for e in tied.equilibria} == {("keep",), ("transfer",)}


def test_boundaries_are_the_surfaces() -> None:
    [surface] = subgame_perfect(G1).boundaries()
    gain, loss, chance = _symbols(G1, "treaty_gain", "basing_loss", "basing_probability")
    assert sympy.expand(surface.lhs - surface.rhs) in (gain - loss * chance, loss * chance - gain)


def test_witnesses_are_rational_interior_points_of_their_cells() -> None:
    for partition in (subgame_perfect(G1), subgame_perfect(G2), subgame_perfect(G9)):
        for cell in partition.cells:
            assert cell.witness is not None
            assert partition.model.allows(cell.witness)
            assert partition.at(**cell.witness) == cell


def test_latex_is_a_table_with_the_symbols_of_the_model() -> None:
    text = subgame_perfect(G1).to_latex()
    assert text.startswith("\\begin{tabular}{llrrr}")
    assert text.endswith("\\end{tabular}")
    assert text.count("\\\\") == 3  # the header and two cells
    assert "$g > s p$ & transfer" in text
    assert "Condition & Play & Japan & Russia & United States" in text


def test_a_partition_with_a_cell_taken_out_does_not_verify() -> None:
    partition = subgame_perfect(G2)
    for place in range(len(partition.raw)):
        rest = (*partition.raw[:place], *partition.raw[place + 1 :])
        assert check_partition(Partition(G2, False, rest, partition.oracle)).gap is True  # noqa: FBT003 - the field `ties`


def test_a_partition_with_a_cell_twice_or_with_another_result_does_not_verify() -> None:
    partition = subgame_perfect(G1)
    one, other = partition.raw
    twice = Partition(G1, False, (one, other, one), partition.oracle)  # noqa: FBT003 - the field `ties`
    assert check_partition(twice).overlaps == ((0, 2),)
    wrong = type(one)(one.signs, other.result, one.point, one.decided)
    swapped = Partition(G1, False, (wrong, other), partition.oracle)  # noqa: FBT003 - the field `ties`
    assert check_partition(swapped).unlike == (0,)
