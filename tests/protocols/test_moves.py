"""Veto, ratification, pledge, outside option, simultaneous and repeated moves, guards."""

from __future__ import annotations

from itertools import product

import pytest
from sympy import Symbol, symbols

from negotiation.errors import InvalidGame, NotSupported
from negotiation.game import Decision, Game, Outcome
from negotiation.model import Model, Parameter
from negotiation.protocols import (
    ending,
    joint_participation,
    no_charity,
    outside_option,
    pledge,
    ratification,
    repeated_stage,
    simultaneous_move,
    ultimatum,
    veto,
)
from negotiation.solve import subgame_perfect


@pytest.mark.parametrize("gain", [-1, 1])
def test_a_deal_passes_exactly_where_the_veto_player_gains(gain: int) -> None:
    """Japan and Russia gain from every deal; the third party allows it iff it gains too."""
    nothing = dict.fromkeys(("Japan", "Russia", "United States"), 0)
    deal = veto("United States", {"Japan": 1, "Russia": 1, "United States": gain}, nothing)
    tree = ultimatum("Japan", "Russia", {"deal": deal}, nothing)
    for found in subgame_perfect(Game(tuple(nothing), tree)):
        assert found.payoffs["Japan"] == (1 if gain > 0 else 0)


def test_every_body_must_ratify() -> None:
    """Let the deal stand iff both gain: who loses rejects, and the one before is indifferent."""
    for first, second in product((-1, 1), repeat=2):
        tree = ratification(
            ["Diet", "Duma"], {"Diet": first, "Duma": second}, {"Diet": 0, "Duma": 0}
        )
        game = Game(("Diet", "Duma"), tree)
        assert list(game.information_sets) == ["ratification | Diet", "ratification | Duma"]
        passes = {found.payoffs["Diet"] != 0 for found in subgame_perfect(game)}
        assert passes == {first > 0 and second > 0}
    assert ratification([], {"A": 1}, {"A": 0}) == Outcome({"A": 1})
    with pytest.raises(InvalidGame, match="listed twice"):
        ratification(["Duma", "Duma"], {"Duma": 1}, {"Duma": 0})
    with pytest.raises(InvalidGame, match="list of players"):
        ratification("Duma", {"Duma": 1}, {"Duma": 0})


def test_a_pledge_calls_what_follows_once_a_message() -> None:
    tree = pledge("A", lambda message: {"A": len(message)}, give="vow", withhold="say nothing")
    assert dict(tree.actions) == {"vow": Outcome({"A": 3}), "say nothing": Outcome({"A": 11})}
    assert tree.infoset == "pledge"


@pytest.mark.parametrize(("option", "leaves"), [(1, False), (3, True)])
def test_an_outside_option_binds_only_where_it_is_better(option: int, *, leaves: bool) -> None:
    tree = outside_option("A", {"A": option}, {"A": 2})
    [found] = subgame_perfect(Game(("A",), tree))
    assert found.path == (("leave",) if leaves else ("stay",))


def test_three_players_move_at_once() -> None:
    players = ("A", "B", "C")
    tree = simultaneous_move(
        dict.fromkeys(players, ("x", "y")),
        lambda choices: dict(zip(players, (choices.count("x"), 0, 1), strict=True)),
        information_sets={"B": "second"},
    )
    game = Game(players, tree)
    assert list(game.information_sets) == ["A", "second", "C"]
    assert [len(game.information_sets[name].nodes) for name in ("A", "second", "C")] == [1, 2, 4]
    assert game.outcomes()["x", "y", "x"].payoffs["A"] == 2
    with pytest.raises(InvalidGame, match="at least one player"):
        simultaneous_move({}, lambda _: {"A": 0})
    with pytest.raises(InvalidGame, match="each once"):
        simultaneous_move({"A": ("x", "x")}, lambda _: {"A": 0})


def test_repeated_stage_adds_up_discounted_payoffs() -> None:
    """Twice the stage with payoff 1 for x and 0 for y to each: 1 + d for x, x."""
    discount = Symbol("d")
    tree = repeated_stage(
        {"A": ("x", "y"), "B": ("x", "y")},
        lambda choices: {"A": int(choices[0] == "x"), "B": int(choices[1] == "x")},
        rounds=2,
        discount_factor=discount,
    )
    game = Game(("A", "B"), tree)
    outcomes = game.outcomes()
    assert len(outcomes) == 16
    assert outcomes["x", "y", "x", "x"].payoffs["A"] == 1 + discount
    assert outcomes["x", "y", "x", "x"].payoffs["B"] == discount
    names = list(game.information_sets)
    assert names[:2] == ["A | round 1", "B | round 1"]
    assert "B | round 2 after (x, y)" in names
    assert len(game.subgames()) == 5  # the whole, and one after each pair


def test_repeated_stage_refuses_too_many_rounds() -> None:
    with pytest.raises(NotSupported, match="fewer rounds"):
        repeated_stage({"A": ("x", "y")}, lambda _: {"A": 0}, rounds=30)
    with pytest.raises(InvalidGame, match="whole number of rounds"):
        repeated_stage({"A": ("x", "y")}, lambda _: {"A": 0}, rounds=0)


def test_rules_keep_offers_off_the_table_until_lifted() -> None:
    """A pays B an aid of 0 or 1; under the rule only 0 can be offered."""
    from negotiation.game import When

    rule = no_charity()
    tree = ultimatum(
        "A",
        "B",
        {f"aid {aid}": When(rule.on(payment=aid), ending({"A": -aid, "B": aid})) for aid in (0, 1)},
        {"A": -5, "B": 0},
    )
    model = Model("aid", Game(("A", "B"), tree), calibrations={"baseline": {}})
    assert "aid 1" not in model.at().root.actions  # type: ignore[union-attr]
    assert "aid 1" in model.without("no charity").at().root.actions  # type: ignore[union-attr]


def test_joint_participation_speaks_of_every_return() -> None:
    japan, russia = symbols("japan russia")
    rule = joint_participation(japan, russia, imposed=False)
    assert rule.condition == (japan > 0) & (russia > 0)
    assert not rule.imposed
    from negotiation.game import When

    tree = Decision(
        "Japan",
        {
            "project": When(rule, Outcome({"Japan": japan})),
            "none": Outcome({"Japan": 0}),
        },
    )
    model = Model(
        "project", Game(("Japan",), tree), [Parameter("japan"), Parameter("russia")]
    ).assuming("joint participation")
    assert "project" not in model.at(japan=1, russia=-1).root.actions  # type: ignore[union-attr]
    assert "project" in model.at(japan=1, russia=1).root.actions  # type: ignore[union-attr]
