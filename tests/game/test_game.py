"""Games: players, size, values put in, guards settled, large trees."""

from __future__ import annotations

import pickle
import time
from fractions import Fraction

import pytest
from sympy import Abs, Piecewise, Symbol, log, sqrt, symbols

from negotiation.errors import InvalidGame, InvalidNumber, MissingParameter, UnknownName
from negotiation.game import Chance, Decision, Game, Outcome, When, settled_game
from negotiation.model import Constraint
from negotiation.solve import backward_induction, subgame_perfect
from tests.support.deep import binary, fan, row, row_root
from tests.support.ultimatum import ultimatum

gain, loss, p = symbols("gain loss p")
END = Outcome({"A": 0})


@pytest.mark.parametrize(
    ("players", "words"),
    [
        ("AB", "tuple of names"),
        (None, "tuple of names"),
        (5, "tuple of names"),
        ({"A", "B"}, "tuple of names"),
        ((), "at least one"),
        (("A", ""), "non-empty"),
        (("A", 5), "non-empty"),
        (b"AB", "non-empty"),
        (("A", "B", "A"), "'A' is listed twice"),
    ],
)
def test_players(players: object, words: str) -> None:
    with pytest.raises(InvalidGame, match=words):
        Game(players, END)  # type: ignore[arg-type]


def test_a_list_of_players_will_do() -> None:
    assert Game(["A"], END) == Game(("A",), END)  # type: ignore[arg-type]
    assert Game(["A"], END).players == ("A",)  # type: ignore[arg-type]


def test_games_are_values() -> None:
    game = ultimatum(3)
    assert game == ultimatum(3)
    assert hash(game) == hash(ultimatum(3))
    assert game != ultimatum(2)
    assert Game(("1", "2"), game.root) == game
    assert Game(("2", "1"), game.root) != game
    with pytest.raises(AttributeError):
        game.root = END  # type: ignore[misc]
    game.information_sets, game.size, game.substitution, game.settled  # noqa: B018 - fill the caches
    assert pickle.loads(pickle.dumps(game)) == game  # noqa: S301 - our own bytes


def test_size_counts() -> None:
    """Ultimatum over n units: n+1 answers, 2 (n+1) outcomes, (n+1) 2^(n+1) profiles.

    For n = 9999 that is 10^4 * 2^10000, and 4 + 10000 log10(2) = 3014.3.
    """
    size = ultimatum(4).size
    assert (size.nodes, size.outcomes, size.information_sets) == (16, 10, 6)
    assert (size.strategy_profiles, size.subgames, size.chance_moves) == (160, 6, 0)
    assert "strategy_profiles=about 10^3014" in repr(ultimatum(9999).size)


def test_outcomes_by_history() -> None:
    outcomes = ultimatum(1).outcomes()
    assert outcomes["offer 1", "accept"] == Outcome({"1": 0, "2": 1})
    assert len(outcomes) == 4


def test_values_are_put_in_exactly() -> None:
    game = Game(("A",), Decision("A", {"x": Outcome({"A": gain / 3 - loss}), "y": END}))
    [found] = {
        outcome.payoffs["A"]
        for history, outcome in game.at({"gain": 1, "loss": 0.1}).outcomes().items()
        if history == ("x",)
    }
    assert found == Fraction(1, 3) - Fraction(1, 10)
    assert isinstance(found, Fraction)
    assert game.free_symbols == {gain, loss}
    assert not game.at({"gain": 1, "loss": 1}).free_symbols
    irrational = game.at({"gain": sqrt(2), "loss": 0}).outcomes()["x",].payoffs["A"]
    assert irrational == sqrt(2) / 3


def test_symbols_of_one_name_are_one_parameter() -> None:
    positive = Symbol("gain", positive=True)
    game = Game(("A",), Decision("A", {"x": Outcome({"A": positive}), "y": Outcome({"A": gain})}))
    numbers = {outcome.payoffs["A"] for outcome in game.at({"gain": 3}).outcomes().values()}
    assert numbers == {3}


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({}, MissingParameter, "gain"),
        ({"gian": 1}, UnknownName, "did you mean 'gain'"),
        ({"gain": "many"}, InvalidNumber, "value of 'gain'.*'many'"),
        ({"gain": float("nan")}, InvalidNumber, "value of 'gain'.*finite"),
        ({"gain": None}, InvalidNumber, "value of 'gain'"),
        ({"gain": True}, InvalidNumber, "value of 'gain'.*truth value"),
        (5, InvalidNumber, "mapping"),
        (None, InvalidNumber, "mapping"),
    ],
)
def test_bad_values(values: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        Game(("A",), Outcome({"A": gain})).at(values)  # type: ignore[arg-type]


def test_negative_probabilities_are_found_where_values_make_them() -> None:
    game = Game(("A",), Chance({"w": (p, END), "v": (1 - p, END)}))
    assert game.at({"p": 0}).tree.probability == {1: 0, 2: 1}
    with pytest.raises(InvalidGame, match=r"probability of 'v' is -1/2 at p = 3/2"):
        game.at({"p": "3/2"})


def test_guards_open_and_close_actions() -> None:
    rule = Constraint("no charity", gain <= 0)
    game = Game(("A",), Decision("A", {"aid": When(rule, Outcome({"A": gain})), "none": END}, "h"))
    assert game.at({"gain": 0}).information_sets["h"].actions == ("aid", "none")
    assert game.at({"gain": 1}).information_sets["h"].actions == ("none",)
    lifted = Game(
        ("A",), Decision("A", {"aid": When(rule.lifted(), Outcome({"A": gain})), "none": END}, "h")
    )
    assert lifted.at({"gain": 1}).information_sets["h"].actions == ("aid", "none")


def test_a_set_without_actions_names_set_guards_and_values() -> None:
    rule = Constraint("no charity", gain <= 0)
    game = Game(
        ("A",),
        Decision("A", {"aid": When(rule, END), "more": When(gain > 5, END)}, "offer"),
    )
    assert game.at({"gain": 9}).information_sets["offer"].actions == ("more",)
    with pytest.raises(
        InvalidGame, match=r"'offer' of 'A' has no available action at gain = 1/2.*'no charity'"
    ):
        game.at({"gain": "1/2"})
    unnamed = Game(("A",), Decision("A", {"aid": When(condition=False, node=END)}))
    with pytest.raises(InvalidGame, match=r"with actions \['aid'\].*no available action"):
        unnamed.settled  # noqa: B018 - a property
    with pytest.raises(InvalidGame, match="no available action"):
        subgame_perfect(unnamed)


def test_what_a_guard_rules_out_does_no_harm() -> None:
    """At gain = 0 the guarded action is away, with 1/gain and with a set that has no action."""
    empty = Decision("A", {"c": When(gain > 0, END)}, "inner")
    game = Game(
        ("A",),
        Decision(
            "A",
            {
                "share": When(gain > 0, Outcome({"A": 1 / gain})),
                "inner": When(gain > 0, empty),
                "root": When(gain > 0, Outcome({"A": log(gain)})),
                "rest": END,
            },
            "h",
        ),
    )
    assert game.at({"gain": 0}).information_sets["h"].actions == ("rest",)
    assert len(game.at({"gain": 2}).information_sets["h"].actions) == 4


@pytest.mark.parametrize(
    ("payoff", "value"), [(1 / gain, 0), (log(gain), 0), (sqrt(gain), -1), (log(gain), -1)]
)
def test_undefined_payoffs_name_player_and_values(payoff: object, value: int) -> None:
    game = Game(("A",), Decision("A", {"x": Outcome({"A": payoff}), "y": END}))  # type: ignore[dict-item]
    with pytest.raises(InvalidNumber, match=rf"payoff of 'A'.*gain = {value}.*undefined"):
        game.at({"gain": value})


def test_undefined_guards_and_probabilities() -> None:
    game = Game(("A",), Decision("A", {"x": When(1 / gain > 2, END), "y": END}))
    with pytest.raises(InvalidNumber, match="guard of 'x' at gain = 0"):
        game.at({"gain": 0})
    odd = Game(("A",), Chance({"w": (gain / gain**2, END), "v": (1 - 1 / gain, END)}))
    with pytest.raises(InvalidNumber, match="probability of 'w' at gain = 0"):
        odd.at({"gain": 0})


def test_piecewise_and_absolute_payoffs() -> None:
    payoff = Piecewise((sqrt(gain), gain >= 0), (Abs(gain), True))
    game = Game(("A",), Outcome({"A": payoff}))
    assert game.at({"gain": 4}).outcomes()[()].payoffs["A"] == 2
    assert game.at({"gain": -3}).outcomes()[()].payoffs["A"] == 3


def test_settled_game() -> None:
    game = Game(("A",), END)
    assert settled_game(game) is game
    guarded = Game(("A",), Decision("A", {"x": When(condition=True, node=END)}, "h"))
    assert not settled_game(guarded).tree.guards
    with pytest.raises(MissingParameter, match=r"gain.*at\("):
        settled_game(Game(("A",), Outcome({"A": gain})))
    for wrong in (None, END, "game", 5):
        with pytest.raises(InvalidGame, match="not a Game"):
            settled_game(wrong)


def test_a_cycle_is_refused() -> None:
    inner = Decision("A", {"x": END}, "inner")
    outer = Decision("A", {"in": inner}, "outer")
    object.__setattr__(inner, "actions", {"back": outer})
    with pytest.raises(InvalidGame, match="circle"):
        Game(("A",), outer)


@pytest.mark.parametrize("length", [20_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_very_many_moves_in_a_row(length: int) -> None:
    """Built, checked, compared, hashed, pickled, solved both ways, printed."""
    game = row(length)
    root = row_root(length)
    assert (game.root == root) is True
    assert hash(game.root) == hash(root)
    assert len(pickle.loads(pickle.dumps(game)).tree) == len(game.tree)  # noqa: S301 - our own bytes
    assert len(game.information_sets) == length
    assert len(game.subgames()) == length + length // 100
    assert game.has_perfect_recall
    assert game.size.strategy_profiles == 2**length
    found = backward_induction(game)
    assert len(found.path) == length + length // 100
    assert found.payoffs == {"A": 2, "B": 2}
    text = str(found)
    assert f"… and {length - 40} more information sets" in text
    assert f"({length + length // 100} moves)" in text
    assert "<table>" in found._repr_html_()
    [same] = subgame_perfect(game)
    assert same.profile.table == found.profile.table


def test_a_fan_of_twenty_thousand_actions() -> None:
    game = fan(20_000)
    for equilibrium in (backward_induction(game), *subgame_perfect(game)):
        assert equilibrium.path == ("19999",)
        assert equilibrium.verify()
    assert game.information_sets[()].name == "h"


def test_values_in_a_deep_tree() -> None:
    node: Decision | Outcome = Outcome({"A": gain})
    for _ in range(5_000):
        node = Decision("A", {"stop": END, "go on": node})
    game = Game(("A",), node).at({"gain": "1/7"})
    assert backward_induction(game).payoffs == {"A": Fraction(1, 7)}


@pytest.mark.slow
def test_a_million_nodes() -> None:
    """2^20 - 1 distinct nodes: built, checked, solved and certified in well under a minute."""
    started = time.process_time()
    game = binary(19)
    found = backward_induction(game)
    assert len(game.tree) == 2**20 - 1
    assert found.certificate.holds
    assert time.process_time() - started < 60
