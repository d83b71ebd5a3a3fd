"""G13, talking again and again, and the repeated dilemma: definition and hand derivations."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import pytest

from negotiation.errors import AssumptionViolated, InvalidModel, NotSupported, UnknownName
from negotiation.game import profile_of
from negotiation.model import Model
from negotiation.solve import backward_induction, certify, subgame_perfect
from negotiation.solve.certificate import SUBGAME_PERFECT
from negotiation.talks import repeated_talks
from tests.support.talks import Point, information_sets, payoffs, random_points, same

SIMULTANEOUS = repeated_talks()
SEQUENTIAL = repeated_talks(simultaneous=False)
DILEMMA = repeated_talks(stage="jea_dilemma")
SIDES = ("Japan", "Russia")
MOVES = ("talk", "quit")
CONDUCT = ("respect", "develop")


@pytest.mark.parametrize("rounds", [1, 4, 6])
@pytest.mark.parametrize("simultaneous", [True, False])
def test_information_sets_of_the_talks(rounds: int, *, simultaneous: bool) -> None:
    model = repeated_talks(rounds=rounds, simultaneous=simultaneous)
    assert model.game.players == SIDES
    assert information_sets(model) == {
        f"{side.lower()} talks | round {t}": (
            side,
            MOVES,
            2 if simultaneous and side == "Russia" else 1,
        )
        for t in range(1, rounds + 1)
        for side in SIDES
    }
    tree = model.game.tree
    chances = {str(chance) for node, chance in tree.probability.items()}
    assert {f"breakthrough_probability_{t}" for t in range(1, rounds + 1)} <= chances
    assert len(tree.probability) == 2 * rounds


def spent(number: int) -> str:
    """Return the discounted number of rounds talked, as text."""
    return "(" + " + ".join(["0", *(f"discount_factor**{k}" for k in range(number))]) + ")"


@pytest.mark.parametrize("model", [SIMULTANEOUS, SEQUENTIAL], ids=["simultaneous", "sequential"])
def test_payoffs_of_the_talks(model: Model) -> None:
    failed = ("talk", "talk", "no breakthrough")
    cases: list[tuple[tuple[str, ...], int, str]] = [
        (("talk", "quit"), 0, "0"),
        (("talk", "talk", "breakthrough"), 1, "1"),
        ((*failed * 2, "talk", "quit"), 2, "0"),
        ((*failed * 2, "talk", "talk", "breakthrough"), 3, "discount_factor**2"),
        (failed * 4, 4, "0"),
    ]
    quits = ("quit", "talk") if model is SIMULTANEOUS else ("quit",)
    cases += [((*failed, *quits), 1, "0"), (quits, 0, "0")]
    for history, talked, weight in cases:
        assert same(
            payoffs(model, *history),
            *(
                f"{weight}*{side}_breakthrough_value - {spent(talked)}*{side}_talk_cost"
                for side in ("japan", "russia")
            ),
        )


def continuation(point: Point, number: int, later: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Return what both talking in a round is worth, given what the next round is."""
    chance = point[f"breakthrough_probability_{number}"]
    return tuple(
        chance * point[f"{side}_breakthrough_value"]
        - point[f"{side}_talk_cost"]
        + point["discount_factor"] * (1 - chance) * after
        for side, after in zip(("japan", "russia"), later, strict=True)
    )


def best_payoffs(point: Point, rounds: int) -> list[tuple[bool, tuple[Fraction, ...]]]:
    """Go backwards by hand: talk where both gain from it, otherwise 0."""
    found: list[tuple[bool, tuple[Fraction, ...]]] = []
    later: tuple[Fraction, ...] = (Fraction(0), Fraction(0))
    for number in range(rounds, 0, -1):
        worth = continuation(point, number, later)
        talk = min(worth) > 0
        later = worth if talk else (Fraction(0), Fraction(0))
        found.append((talk, later))
    return found[::-1]


def test_sequential_talks_at_random_points() -> None:
    """Check value and decision of each round at 200 points, from a start at a loss to a gain."""
    closed = SEQUENTIAL.closed_forms["trust_values"]
    talked = 0
    for point in random_points(SEQUENTIAL, 200, size=6):
        expected = best_payoffs(point, 4)
        assert closed(**point) == {
            "rounds": [
                {"round": number, "talk": talk, "Japan": japan, "Russia": russia}
                for number, (talk, (japan, russia)) in enumerate(expected, 1)
            ]
        }
        found = backward_induction(SEQUENTIAL.at(check=False, **point))
        assert tuple(found.payoffs[side] for side in SIDES) == expected[0][1]
        assert (found.path[:2] == ("talk", "talk")) is expected[0][0]
        talked += expected[0][0]
    assert 10 < talked < 190


def test_article_and_rivals() -> None:
    """Compute by hand, from the last round.

    4: 5 - 1 = 4.  3: 2 - 1 + (9/10)(4/5)4 = 97/25.  2: 1 - 1 + (9/10)(9/10)97/25 = 7857/2500.
    1: 1/2 - 1 + (9/10)(19/20)7857/2500.  So they talk, although the first round alone loses 1/2.
    Without trust every round loses 1/2, and nobody talks.
    """
    values = [Fraction(4), Fraction(97, 25), Fraction(7857, 2500), Fraction(1093547, 500000)]
    rows = SEQUENTIAL.closed_forms["trust_values"]()["rounds"]
    assert [row["Japan"] for row in rows] == values[::-1]
    found = backward_induction(SEQUENTIAL.at())
    assert found.path[:2] == ("talk", "talk")
    assert set(found.payoffs.values()) == {values[-1]}
    without = backward_induction(SEQUENTIAL.at("no_trust"))
    assert set(without.payoffs.values()) == {0}
    assert SEQUENTIAL.assumptions["first_round_loses"].calibrations == ("baseline",)
    with pytest.raises(AssumptionViolated, match="trust_builds"):
        SEQUENTIAL.at(breakthrough_probability_1="1/2", breakthrough_probability_2="1/10")


def test_stationary_value() -> None:
    """Solve V = 2 - 1 + (9/10)(9/10)V by hand: 100/19, in 10 rounds; and a losing one."""
    closed = SIMULTANEOUS.closed_forms["stationary_value"]
    assert closed(**SIMULTANEOUS.calibrations["stationary"]) == {
        "Japan": Fraction(100, 19),
        "Russia": Fraction(100, 19),
        "talk_sustainable": True,
        "expected_rounds": 10,
    }
    losing = closed(
        breakthrough_probability="1/10", japan_breakthrough_value=20, russia_breakthrough_value=5
    )
    assert losing["talk_sustainable"] is False
    never = closed(breakthrough_probability=0)
    assert never["expected_rounds"] is None
    assert never["Japan"] == -10
    assert never["talk_sustainable"] is False


def test_patience_scales_but_does_not_decide() -> None:
    closed = SIMULTANEOUS.closed_forms["stationary_value"]
    for point in random_points(SIMULTANEOUS, 100, seed=2, size=20):
        answer = closed(**point)
        other = closed(**point | {"discount_factor": point["discount_factor"] / 2})
        assert answer["talk_sustainable"] is other["talk_sustainable"]
        for side in SIDES:
            assert abs(answer[side]) > abs(other[side])
            assert (answer[side] > 0) is (other[side] > 0)


@pytest.mark.parametrize("rounds", [1, 2, 4, 8, 16])
def test_the_finite_game_approaches_the_stationary_value(rounds: int) -> None:
    """Sum by hand: with one chance p the value of T rounds is V*(1 - (d*(1 - p))**T).

    So the distance to the value of talking for ever is exactly V times (d*(1 - p))**T.
    """
    model = repeated_talks(rounds=rounds, simultaneous=False)
    point = model.calibrations["stationary"]
    for_ever = model.closed_forms["stationary_value"](**point)
    found = backward_induction(model.at("stationary"))
    rate = Fraction(9, 10) * Fraction(9, 10)
    for side in SIDES:
        assert for_ever[side] - found.payoffs[side] == for_ever[side] * rate**rounds


def test_never_talk_is_an_equilibrium_of_the_simultaneous_game() -> None:
    for point in random_points(SIMULTANEOUS, 25, seed=6):
        game = SIMULTANEOUS.at(check=False, **point)
        never = profile_of(game, dict.fromkeys(game.information_sets, "quit"))
        certificate = certify(never, SUBGAME_PERFECT)
        assert certificate.holds
        assert set(certificate.payoffs.values()) == {0}


def test_talking_where_both_gain_is_an_equilibrium_of_the_simultaneous_game() -> None:
    """Certify the Pareto-best profile: talk in the rounds in which the sequential tree does."""
    closed = SIMULTANEOUS.closed_forms["trust_values"]
    for point in random_points(SIMULTANEOUS, 25, seed=7, size=6):
        game = SIMULTANEOUS.at(check=False, **point)
        rows = closed(**point)["rounds"]
        plan = {
            f"{side.lower()} talks | round {row['round']}": "talk" if row["talk"] else "quit"
            for row in rows
            for side in SIDES
        }
        certificate = certify(profile_of(game, plan), SUBGAME_PERFECT)
        assert certificate.holds
        assert certificate.payoffs["Japan"] == rows[0]["Japan"]


def pure_equilibrium_payoffs(point: Point, rounds: int) -> set[tuple[Fraction, ...]]:
    """Return by hand the pure subgame-perfect payoffs of the simultaneous game.

    In each round, for each continuation, both quitting is an equilibrium (0), and both talking is
    one iff neither then loses by it.
    """
    zero = (Fraction(0), Fraction(0))
    values = {zero}
    for number in range(rounds, 0, -1):
        talking = {continuation(point, number, later) for later in values}
        values = {zero} | {worth for worth in talking if min(worth) >= 0}
    return values


def test_the_sequential_payoff_is_the_best_of_the_simultaneous_ones() -> None:
    for point in random_points(SEQUENTIAL, 100, seed=8, size=6):
        found = backward_induction(SEQUENTIAL.at(check=False, **point))
        payoff = tuple(found.payoffs[side] for side in SIDES)
        every = pure_equilibrium_payoffs(point, 4)
        assert payoff in every
        assert all(max(other[0] - payoff[0], other[1] - payoff[1]) <= 0 for other in every)


def test_all_pure_equilibria_of_the_simultaneous_game() -> None:
    """The solver against hand: payoffs, never talking among them, and the best member.

    The best for both at once is what the sequential tree pays.
    """
    for point in random_points(SIMULTANEOUS, 40, seed=9, size=6):
        found = subgame_perfect(SIMULTANEOUS.at(check=False, **point), pure=True)
        paid = {tuple(each.payoffs[side] for side in SIDES) for each in found}
        assert paid == pure_equilibrium_payoffs(point, 4)
        assert any(set(each.profile.pure_choices) == {1} for each in found)  # quit everywhere
        best = backward_induction(SEQUENTIAL.at(check=False, **point))
        value = tuple(best.payoffs[side] for side in SIDES)
        assert value in paid
        assert all(one <= value[0] and two <= value[1] for one, two in paid)


def test_mixing_adds_no_payoff_in_the_simultaneous_game() -> None:
    """Derive by hand: who mixes is indifferent, so the other quits for sure or talking is worth 0.

    Either way the round is worth what a pure equilibrium of it is worth.
    """
    for point in random_points(SIMULTANEOUS, 5, seed=10, size=6):
        game = SIMULTANEOUS.at(check=False, **point)
        mixed = {tuple(each.payoffs.values()) for each in subgame_perfect(game, limit=100_000)}
        pure = subgame_perfect(game, pure=True)
        assert mixed == {tuple(each.payoffs.values()) for each in pure}


# The dilemma.


def test_information_sets_of_the_dilemma() -> None:
    model = repeated_talks(stage="jea_dilemma", rounds=3)
    pairs = list(product(CONDUCT, CONDUCT))
    expected = {}
    for side in SIDES:
        nodes = 2 if side == "Russia" else 1
        name = f"{side.lower()} conduct | round"
        expected[f"{name} 1"] = (side, CONDUCT, nodes)
        for one in pairs:
            expected[f"{name} 2 after ({one[0]}, {one[1]})"] = (side, CONDUCT, nodes)
            for two in pairs:
                played = f"({one[0]}, {one[1]}), ({two[0]}, {two[1]})"
                expected[f"{name} 3 after {played}"] = (side, CONDUCT, nodes)
    assert information_sets(model) == expected
    assert len(model.game.outcomes()) == 64
    assert len(DILEMMA.game.outcomes()) == 256


def test_payoffs_of_the_dilemma() -> None:
    model = repeated_talks(stage="jea_dilemma", rounds=3)
    history = ("respect", "respect", "develop", "respect", "develop", "develop")
    assert same(
        payoffs(model, *history),
        "cooperation_payoff + discount_factor*temptation_payoff"
        " + discount_factor**2*punishment_payoff",
        "cooperation_payoff + discount_factor*sucker_payoff + discount_factor**2*punishment_payoff",
    )
    one = repeated_talks(stage="jea_dilemma", rounds=1)
    assert same(payoffs(one, "respect", "develop"), "sucker_payoff", "temptation_payoff")


def test_both_developing_for_ever_is_an_equilibrium_of_the_finite_dilemma() -> None:
    model = repeated_talks(stage="jea_dilemma", rounds=2)
    for point in random_points(model, 20, where=model.assumptions["dilemma_order"].condition):
        game = model.at(**point)
        develop = profile_of(game, dict.fromkeys(game.information_sets, "develop"))
        assert certify(develop, SUBGAME_PERFECT).holds
        last = next(name for name in reversed(list(game.information_sets)))
        respects = dict.fromkeys(game.information_sets, "develop") | {last: "respect"}
        assert not certify(profile_of(game, respects), SUBGAME_PERFECT).holds


@pytest.mark.parametrize("rounds", [1, 2, 3, 4])
def test_in_the_finite_dilemma_both_develop_in_every_round(rounds: int) -> None:
    """Developing is strictly better whatever the other does, so there is nothing else (Selten)."""
    model = repeated_talks(stage="jea_dilemma", rounds=rounds)
    order = model.assumptions["dilemma_order"].condition
    for point in random_points(model, 5 if rounds < 4 else 1, where=order):
        for pure in (True, False):
            [found] = subgame_perfect(model.at(**point), pure=pure)
            assert {found.profile.choice(name) for name in found.profile} == {"develop"}
            assert found.path == ("develop", "develop") * rounds


def test_grim_threshold_is_where_deviating_stops_paying() -> None:
    """Compare by hand: respecting for ever, R/(1 - d), against T + d*P/(1 - d)."""
    closed = DILEMMA.closed_forms["grim_threshold"]
    order = DILEMMA.assumptions["dilemma_order"].condition
    for point in random_points(DILEMMA, 100, where=order):
        threshold = closed(**point)["threshold"]
        assert 0 < threshold < 1
        for patience in (threshold / 2, threshold, (1 + threshold) / 2):
            respect = point["cooperation_payoff"] / (1 - patience)
            develop = point["temptation_payoff"] + patience * point["punishment_payoff"] / (
                1 - patience
            )
            assert (respect >= develop) is (patience >= threshold)
        tempted = closed(**point | {"temptation_payoff": point["temptation_payoff"] + 1})
        rewarded = closed(
            **point
            | {"cooperation_payoff": (point["cooperation_payoff"] + point["temptation_payoff"]) / 2}
        )
        assert tempted["threshold"] > threshold > rewarded["threshold"]
    with pytest.raises(NotSupported, match="only in a dilemma"):
        closed(temptation_payoff=2)


def test_later_rounds_keep_the_last_chance() -> None:
    model = repeated_talks(rounds=6)
    chances = [model.calibrations["baseline"][f"breakthrough_probability_{t}"] for t in range(1, 7)]
    assert chances == [Fraction(1, n) for n in (20, 10, 5, 2, 2, 2)]
    assert all(before <= after for before, after in pairwise(chances))


def test_options_are_checked() -> None:
    with pytest.raises(UnknownName, match="did you mean 'talks'"):
        repeated_talks(stage="talk")
    with pytest.raises(InvalidModel, match="rounds must be"):
        repeated_talks(rounds=0)
