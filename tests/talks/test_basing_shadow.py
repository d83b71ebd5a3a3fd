"""G1, a transfer in the shadow of US bases: structure, points, conditions, propositions."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import AssumptionViolated, NotSupported
from negotiation.model import HappensIff, Independent, Model, Monotone
from negotiation.solve import subgame_perfect
from negotiation.talks import basing_shadow
from tests.support.claims import counterexamples, generic_points
from tests.support.definition import pure_nash, pure_subgame_perfect
from tests.support.talks import information_sets, payoffs, same

MODEL = basing_shadow()
INFORMED = basing_shadow(informed=True)
ACTIONS = ("station", "refrain")
STATES = {"wants base": "basing_benefit", "no interest": "-unwanted_basing_cost"}


def test_structure() -> None:
    assert MODEL.game.players == INFORMED.game.players == ("Japan", "Russia", "United States")
    basing = {f"basing | {state}": ("United States", ACTIONS, 1) for state in STATES}
    moves = ("Russia", ("keep", "transfer"), 1)
    assert information_sets(MODEL) == {"transfer": moves, **basing}
    assert information_sets(INFORMED) == {
        **{f"transfer | {state}": moves for state in STATES},
        **basing,
    }
    assert len(MODEL.game.outcomes()) == 5
    assert len(INFORMED.game.outcomes()) == 6
    chances = MODEL.game.tree
    probability = MODEL.symbols["basing_probability"]
    assert {chances.label[n]: chances.probability[n] for n in chances.probability} == {
        "wants base": probability,
        "no interest": 1 - probability,
    }
    assert not MODEL.constraints
    assert MODEL.options == {"informed": False}
    assert MODEL.prediction.startswith("Russia keeps")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("made", "first"), [(MODEL, True), (INFORMED, False)])
def test_payoffs(made: Model, first: bool, state: str) -> None:  # noqa: FBT001 - a parameter of the test
    way = ("transfer", state) if first else (state, "transfer")
    assert same(
        payoffs(made, *way, "station"),
        "island_value - hosting_cost",
        "treaty_gain - basing_loss",
        STATES[state],
    )
    assert same(payoffs(made, *way, "refrain"), "island_value", "treaty_gain", 0)
    assert same(payoffs(made, *(("keep",) if first else (state, "keep"))), 0, 0, 0)


def test_parameters_assumptions_calibrations() -> None:
    assert {name: str(each.domain) for name, each in MODEL.parameters.items()} == {
        "island_value": "> 0",
        "treaty_gain": "real",
        "basing_loss": ">= 0",
        "basing_probability": "[0, 1]",
        "hosting_cost": ">= 0",
        "basing_benefit": "> 0",
        "unwanted_basing_cost": "> 0",
    }
    gain, loss, p = (
        MODEL.symbols[name] for name in ("treaty_gain", "basing_loss", "basing_probability")
    )
    assert MODEL.assumptions["base_spoils_deal"].condition == (gain < loss)
    assert MODEL.assumptions["base_possible"].condition == ((p > 0) & (p < 1))
    assert MODEL.assumptions["islands_valued"].condition == (MODEL.symbols["island_value"] > 0)
    assert MODEL.assumptions["transfer_is_two_islands"].is_structural
    assert MODEL.assumptions["defence_follows_administration"].is_structural
    assert {name: each.source.claims for name, each in MODEL.assumptions.items()} == {
        "transfer_is_two_islands": ("C19",),
        "defence_follows_administration": ("C20",),
        "base_possible": ("C21",),
        "base_spoils_deal": ("C18", "C22", "C31"),
        "wanted_base_pays": (),
        "islands_valued": ("C33", "C65"),
    }
    baseline = dict(MODEL.calibrations["baseline"])
    assert baseline == {
        "island_value": 4,
        "treaty_gain": 1,
        "basing_loss": 3,
        "hosting_cost": 1,
        "basing_probability": Fraction(1, 2),
        "basing_benefit": 1,
        "unwanted_basing_cost": 1,
    }
    assert MODEL.calibrations["thaw"] == {**baseline, "basing_probability": Fraction(1, 4)}
    assert list(MODEL.calibrations) == ["baseline", "thaw"]


def test_points() -> None:
    [baseline] = subgame_perfect(MODEL.at())
    assert baseline.path == ("keep",)
    assert list(baseline.payoffs.values()) == [0, 0, 0]
    [thaw] = subgame_perfect(MODEL.at("thaw"))
    assert thaw.path == ("transfer",)
    assert list(thaw.payoffs.values()) == [Fraction(15, 4), Fraction(1, 4), Fraction(1, 4)]
    assert baseline.verify()
    assert thaw.verify()


def test_three_pure_nash_and_one_subgame_perfect_at_the_baseline() -> None:
    """Counted over all eight pure profiles: keep with any of three replies that deter."""
    game = MODEL.at()
    assert game.size.strategy_profiles == 8
    nash = pure_nash(game)
    assert len(nash) == 3
    assert {profile["transfer"] for profile in nash} == {"keep"}
    assert len(pure_subgame_perfect(game)) == 1


def test_russia_transfers_iff_the_gain_exceeds_the_expected_loss() -> None:
    """Unique off ties; 500 draws with `base_spoils_deal` dropped, so also beyond it."""
    free = MODEL.without("base_spoils_deal")
    beyond = 0
    for point in generic_points(free, 500):
        gain, loss, p = (
            point[name] for name in ("treaty_gain", "basing_loss", "basing_probability")
        )
        beyond += gain >= loss
        [found] = subgame_perfect(free.at(**point))
        assert found.profile.choice("basing | wants base") == "station"
        assert found.profile.choice("basing | no interest") == "refrain"
        if gain > p * loss:
            assert found.path == ("transfer",)
            assert list(found.payoffs.values()) == [
                point["island_value"] - p * point["hosting_cost"],
                gain - p * loss,
                p * point["basing_benefit"],
            ]
        else:
            assert found.path == ("keep",)
            assert list(found.payoffs.values()) == [0, 0, 0]
    assert 50 < beyond < 450


def test_the_value_of_information_is_what_learning_adds() -> None:
    """Solved with and without knowledge of US intentions, on 200 draws."""
    formula = MODEL.closed_forms["value_of_information"]
    plain, informed = (made.without("base_spoils_deal") for made in (MODEL, INFORMED))
    for point in generic_points(plain, 200, seed=5):
        [before] = subgame_perfect(plain.at(**point))
        [after] = subgame_perfect(informed.at(**point))
        worth = after.payoffs["Russia"] - before.payoffs["Russia"]
        assert formula(**point) == {"value": worth}
        gain, loss, p = (
            point[name] for name in ("treaty_gain", "basing_loss", "basing_probability")
        )
        if 0 < gain < loss:
            assert worth == min((1 - p) * gain, p * (loss - gain))
    assert formula() == {"value": Fraction(1, 2)}


def test_information_is_worth_most_at_the_threshold() -> None:
    random = Random(3)  # noqa: S311 - samples for tests
    formula = MODEL.closed_forms["value_of_information"]
    threshold = MODEL.closed_forms["basing_threshold"]
    for _ in range(50):
        loss = Fraction(random.randint(2, 90), 7)
        gain = loss * Fraction(random.randint(1, 96), 97)
        at = threshold(treaty_gain=gain, basing_loss=loss)["threshold"]
        assert at == gain / loss
        most = formula(treaty_gain=gain, basing_loss=loss, basing_probability=at)["value"]
        for _ in range(5):
            p = Fraction(random.randint(0, 101), 101)
            other = formula(treaty_gain=gain, basing_loss=loss, basing_probability=p)["value"]
            assert other <= most


@pytest.mark.parametrize("gain", [0, -1, 3, 4])
def test_there_is_no_threshold_where_it_does_not_matter(gain: int) -> None:
    with pytest.raises(NotSupported, match=r"0 < treaty_gain < basing_loss"):
        MODEL.closed_forms["basing_threshold"](treaty_gain=gain)


def test_at_the_threshold_both_moves_are_equilibria() -> None:
    paths = {each.path for each in subgame_perfect(MODEL.at(basing_probability="1/3"))}
    assert paths == {("keep",), ("transfer",)}


@pytest.mark.parametrize("made", [MODEL, INFORMED], ids=["uninformed", "informed"])
def test_propositions_hold_on_samples(made: Model) -> None:
    """Claims about a known chance need not hold where Russia learns it: only G1 proper."""
    checked = 0
    for proposition in made.propositions.values():
        for claim in proposition.claims:
            if made is INFORMED and not isinstance(claim, Independent):
                continue
            assert counterexamples(made.without("base_spoils_deal"), claim, 40) == []
            checked += 1
    assert checked == (2 if made is INFORMED else 7)


def test_a_false_claim_is_found_out() -> None:
    """The check of claims can fail: the reverse of each proposition does."""
    from negotiation.model import reaches

    wrong = [
        Monotone(reaches("transfer"), "basing_probability", "increasing"),
        Independent(reaches("transfer"), "treaty_gain"),
        HappensIff(reaches("transfer"), MODEL.symbols["treaty_gain"] > 0),
    ]
    for claim in wrong:
        assert counterexamples(MODEL.without("base_spoils_deal"), claim, 200)


def test_two_states_of_relations() -> None:
    """Proposition 3, from the condition: the state matters iff the gain lies between products."""
    for gain, expected in ((Fraction(1, 2), False), (1, True), (2, False)):
        plays = [
            subgame_perfect(MODEL.at(treaty_gain=gain, basing_probability=p))[0].path
            for p in ("1/4", "9/16")
        ]
        assert (plays[0] != plays[1]) is expected


@settings(max_examples=40, deadline=None)
@given(st.fractions(0, 1, max_denominator=9))
def test_japans_stakes_are_irrelevant(p: Fraction) -> None:
    plays = {
        each.path
        for value, cost in ((1, 0), (9, 5))
        for each in subgame_perfect(
            MODEL.at(basing_probability=p, island_value=value, hosting_cost=cost, check=False)
        )
    }
    assert len(plays) == (2 if p == Fraction(1, 3) else 1)


def test_what_is_assumed_is_enforced() -> None:
    for values, name in (
        ({"treaty_gain": 4}, "base_spoils_deal"),
        ({"basing_probability": 1}, "base_possible"),
        ({"basing_probability": 0}, "base_possible"),
    ):
        with pytest.raises(AssumptionViolated, match=name):
            MODEL.at(**values)
        assert MODEL.without(name).at(**values)
