"""G14, the composite of agenda, US line and transfer, against definition and hand derivation."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.exact import as_sympy
from negotiation.game import Decision, Game
from negotiation.solve import subgame_perfect
from negotiation.talks import legal_framework, triangle
from tests.support.talks import (
    Point,
    failures,
    information_sets,
    payoff_vectors,
    payoffs,
    random_points,
    same,
)

MODEL = triangle()
AGENDAS = ("territory first", "jea first")
LINES = ("hard", "soft")
PLACES = [f"{agenda}, {line}" for agenda in AGENDAS for line in LINES]


def test_information_sets() -> None:
    assert MODEL.game.players == ("Japan", "Russia")
    assert information_sets(MODEL) == {
        "agenda": ("Japan", ("exit", *AGENDAS), 1),
        **{f"engagement | {agenda}": ("Russia", ("suspend", "engage"), 1) for agenda in AGENDAS},
        **{f"transfer | {place}": ("Russia", ("keep", "transfer"), 1) for place in PLACES},
        **{f"acceptance | {place}": ("Japan", ("decline", "accept"), 1) for place in PLACES},
    }


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("agenda", "japan", "russia", "trust"),
    [
        ("territory first", "0", "-territory_talks_cost", "0"),
        ("jea first", "japan_jea_value", "russia_jea_value", "trust_gain"),
    ],
)
def test_payoffs(agenda: str, japan: str, russia: str, trust: str, line: str) -> None:
    harm = "hardline_harm" if line == "hard" else "0"
    stage = (agenda, "engage", line)
    assert same(payoffs(MODEL, "exit"), 0, 0)
    assert same(payoffs(MODEL, agenda, "suspend"), 0, 0)
    assert same(payoffs(MODEL, *stage, "keep"), japan, russia)
    assert same(payoffs(MODEL, *stage, "transfer", "decline"), japan, russia)
    assert same(
        payoffs(MODEL, *stage, "transfer", "accept"),
        f"{japan} + island_value - {harm}",
        f"{russia} + treaty_gain + {trust} - {line}_security_cost",
    )
    tree = MODEL.game.tree
    chance = next(
        str(value) for node, value in tree.probability.items() if tree.label[node] == line
    )
    assert chance == ("hardline_probability" if line == "hard" else "1 - hardline_probability")


def stage_values(point: Point, agenda: str) -> tuple[tuple[Fraction, Fraction], Fraction]:
    """Return the values of engaging, and the probability of a transfer, by hand.

    Off indifference Russia transfers iff that gains it something and Japan would accept; Japan
    accepts iff the islands are worth more than the harm of the line.
    """
    first = agenda == "jea first"
    japan = point["japan_jea_value"] if first else Fraction(0)
    russia = point["russia_jea_value"] if first else -point["territory_talks_cost"]
    trust = point["trust_gain"] if first else Fraction(0)
    reached = Fraction(0)
    for line in LINES:
        hard = point["hardline_probability"]
        chance = hard if line == "hard" else 1 - hard
        gets = point["island_value"] - (point["hardline_harm"] if line == "hard" else 0)
        gain = point["treaty_gain"] + trust - point[f"{line}_security_cost"]
        if gets > 0 and gain > 0:
            japan, russia = japan + chance * gets, russia + chance * gain
            reached += chance
    return (japan, russia), reached


def solution(point: Point, agendas: tuple[str, ...] = AGENDAS) -> tuple[Fraction, Fraction]:
    best = (Fraction(0), Fraction(0))
    for agenda in agendas:
        values, _ = stage_values(point, agenda)
        if values[1] > 0 and values[0] > best[0]:
            best = values
    return best


def test_hand_derivation_at_random_points() -> None:
    seen = set()
    for point in random_points(MODEL, 200):
        vectors = payoff_vectors(MODEL.at(check=False, **point))
        assert vectors == {solution(point)}
        seen.add(
            next(
                agenda
                for agenda in ("", *AGENDAS)
                if (solution(point, (agenda,) if agenda else ()) == solution(point))
            )
        )
    assert seen == {"", *AGENDAS}


def test_article() -> None:
    """Check by hand: territory first is suspended, JEA first engaged, a transfer only if soft.

    After JEA, soft: 1 + 1 - 3/2 > 0, hard: 1 + 1 - 4 < 0; so Japan has 1 + (1/4)6, Russia
    1 + (1/4)(1/2).
    """
    [found] = subgame_perfect(MODEL.at())
    assert found.path == ("jea first", "engage")
    assert tuple(found.payoffs.values()) == (Fraction(5, 2), Fraction(9, 8))
    assert found.profile["engagement | territory first"]["suspend"] == 1
    assert found.probability_of("transfer") == Fraction(1, 4)
    [thaw] = subgame_perfect(MODEL.at("thaw"))
    assert thaw.probability_of("transfer") == Fraction(3, 4)
    [no_trust] = subgame_perfect(MODEL.at("no_trust"))
    assert no_trust.probability_of("transfer") == 0


def test_constraints() -> None:
    """Impose them: no territory agenda; no JEA agenda where no law is acceptable to both.

    At the baseline 1/3 + 1/2 < 1, so that the agreement zone is empty.
    """

    def agendas(game: Game) -> tuple[str, ...]:
        assert isinstance(game.root, Decision)
        return tuple(game.root.actions)

    assert not any(constraint.imposed for constraint in MODEL.constraints.values())
    assert agendas(MODEL.at()) == ("exit", *AGENDAS)
    off = MODEL.assuming("territory off the agenda")
    assert agendas(off.at()) == ("exit", "jea first")
    legal = MODEL.assuming("legal first")
    assert agendas(legal.at()) == ("exit", "territory first")
    assert agendas(legal.at(recognition_cost=2)) == ("exit", *AGENDAS)
    assert payoff_vectors(legal.at()) == {(0, 0)}


def test_legal_first_is_the_zone_of_legal_framework() -> None:
    """Compare the condition with the closed form of G10 at random points, drafting costs 0."""
    zone = legal_framework().closed_forms["agreement_zone"]
    legal = MODEL.assuming("legal first")
    shared = ("japan_jea_value", "russia_jea_value", "recognition_cost", "dilution_cost")
    empty = 0
    for point in random_points(MODEL, 200, seed=5):
        game = legal.at(check=False, **point)
        assert isinstance(game.root, Decision)
        answer = zone(**{name: point[name] for name in shared})
        assert ("jea first" in game.root.actions) is not answer["empty"]
        empty += bool(answer["empty"])
    assert 20 < empty < 180


def test_what_moves_the_transfer() -> None:
    """Sample with the agenda fixed: in the subgame after it, engagement forced or not."""
    moves = {
        "hardline_probability": -1,
        "soft_security_cost": -1,
        "hard_security_cost": -1,
        "trust_gain": 1,
    }
    for place, (name, direction) in enumerate(moves.items()):
        ordered = MODEL.conditions["line_matters"]
        pairs = random_points(MODEL, 120, seed=place, where=ordered)
        others = random_points(MODEL, 120, seed=place + 50, where=ordered)
        for point, other in zip(pairs, others, strict=True):
            moved = {**point, name: other[name]}
            if not moved["soft_security_cost"] < moved["hard_security_cost"]:
                continue
            low, high = sorted((point, moved), key=lambda each: each[name])
            for agenda in AGENDAS:
                before, after = stage_values(low, agenda)[1], stage_values(high, agenda)[1]
                assert direction * (after - before) >= 0


def test_annoyance_turns_japan_to_jea() -> None:
    """Find the switch by hand, where JEA costs Japan 1 and no trust grows.

    Territory first: engaged iff (3/4)(2 - 3/2) exceeds its cost, and worth (3/4)6 to Japan; JEA
    first is worth 1 less.  Under jea_pays JEA first is never worse, and nothing can switch.
    """
    point = {
        "japan_jea_value": -1,
        "trust_gain": 0,
        "treaty_gain": 2,
        "hardline_probability": "1/4",
    }
    [calm] = subgame_perfect(MODEL.at(check=False, **point, territory_talks_cost="1/4"))
    [annoyed] = subgame_perfect(MODEL.at(check=False, **point, territory_talks_cost=1))
    assert calm.path[:2] == ("territory first", "engage")
    assert annoyed.path[:2] == ("jea first", "engage")
    [claim] = MODEL.propositions["annoyance_never_turns_japan_back"].claims
    assert failures(MODEL, claim, 120) == []


def test_agendas_differ_by_the_annoyance() -> None:
    """Compare the two subtrees, payoff by payoff, without trust and JEA payoffs."""
    outcomes = MODEL.game.outcomes()
    plain = {"trust_gain": 0, "japan_jea_value": 0, "russia_jea_value": 0}
    compared = 0
    for history, outcome in outcomes.items():
        if history[0] != "territory first":
            continue
        other = outcomes["jea first", *history[1:]]
        for player, payoff in outcome.payoffs.items():
            there = as_sympy(other.payoffs[player]).subs(plain)
            difference = there - as_sympy(payoff)
            engaged = history[1] == "engage" and player == "Russia"
            assert str(difference) == ("territory_talks_cost" if engaged else "0")
            compared += 1
    assert compared == 14
