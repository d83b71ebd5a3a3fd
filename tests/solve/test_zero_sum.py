"""Constant-sum games with published values, and the definition on random ones."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import ImperfectRecall, MissingParameter, NotSupported, UnknownName
from negotiation.game import Decision, Game, Outcome, profile_of, simultaneous_game
from negotiation.solve.regret import nash_regrets
from negotiation.solve.zero_sum import game_value, optimal_range, zero_sum
from tests.poker import (
    koller_megiddo_von_stengel,
    kuhn_poker,
    leduc_poker,
    myerson_card_game,
    stripped_down_poker,
)

F = Fraction


def test_kuhn_poker() -> None:
    """Kuhn 1950: value -1/18; player 2's optimal strategy is unique, player 1's a family."""
    found = zero_sum(kuhn_poker())
    assert found.payoffs == {"1": F(-1, 18), "2": F(1, 18)}
    assert found.verify()
    assert found.profile["2: 1 pass"]["bet"] == F(1, 3)
    assert found.profile["2: 2 bet"]["call"] == F(1, 3)


def test_best_replies_to_uniform_play_in_kuhn_poker() -> None:
    """They are worth 1/2 to player 1 and 5/12 to player 2.

    Player 1 by hand: with the 3 bet or pass and call, 3/2; with the 2 bet, 1/2 (half the time
    1, else nothing on average); with the 1 bet, (1 - 2)/2 = -1/2; the mean is 1/2.
    """
    game = kuhn_poker()
    uniform = profile_of(
        game,
        {
            name: dict.fromkeys(here.actions, F(1, 2))
            for name, here in game.information_sets.items()
        },
    )
    assert {regret.player: regret.best for regret in nash_regrets(uniform)} == {
        "1": F(1, 2),
        "2": F(5, 12),
    }


@pytest.mark.parametrize(
    ("information_set", "action", "ends"),
    [
        # α, the bluff with the jack; the king bets 3α, the queen calls with α + 1/3 (Kuhn 1950).
        ("1: 1", "bet", (F(0), F(1, 3))),
        ("1: 3", "bet", (F(0), F(1))),
        ("1: 2", "bet", (F(0), F(0))),
        ("1: 2 pass bet", "call", (F(1, 3), F(2, 3))),
        ("1: 1 pass bet", "call", (F(0), F(0))),
        ("2: 1 pass", "bet", (F(1, 3), F(1, 3))),
        ("2: 2 bet", "call", (F(1, 3), F(1, 3))),
        ("2: 3 pass", "bet", (F(1), F(1))),
    ],
)
def test_the_family_of_optimal_strategies_in_kuhn_poker(
    information_set: str, action: str, ends: tuple[Fraction, Fraction]
) -> None:
    assert optimal_range(kuhn_poker(), information_set, action) == ends


def test_four_card_kuhn_poker() -> None:
    assert game_value(kuhn_poker(4)) == F(-1, 24)


def test_myersons_card_game() -> None:
    """Myerson 1991, figure 2.1: value 1/3; raise with black 1/3, meet 2/3; both unique."""
    game = myerson_card_game()
    assert game_value(game) == F(1, 3)
    assert optimal_range(game, "1: black", "raise") == (F(1, 3), F(1, 3))
    assert optimal_range(game, "1: red", "raise") == (1, 1)
    assert optimal_range(game, "2: raised", "meet") == (F(2, 3), F(2, 3))


def test_stripped_down_poker() -> None:
    """Reiley, Urbancic and Walker 2008: value 1/3; bluff 1/3, call 2/3."""
    found = zero_sum(stripped_down_poker())
    assert found.payoffs["1"] == F(1, 3)
    assert found.profile["1: king"]["bet"] == F(1, 3)
    assert found.profile["2: bet"]["call"] == F(2, 3)


def test_the_first_game_solved_in_sequence_form() -> None:
    """Koller, Megiddo and von Stengel 1994: value 13."""
    assert game_value(koller_megiddo_von_stengel()) == 13


def test_leduc_poker() -> None:
    """-0.085606424078 to twelve digits (Southey et al. 2005; Lanctot et al. 2019), here exact."""
    found = zero_sum(leduc_poker())
    assert abs(float(found.payoffs["1"]) + 0.085606424078) < 5e-13
    assert found.certificate.largest_regret == 0


def test_a_set_that_no_optimal_strategy_reaches_is_free() -> None:
    later = Decision(
        "A", {"l": Outcome({"A": 0, "B": 0}), "r": Outcome({"A": -1, "B": 1})}, "later"
    )
    game = Game(
        ("A", "B"), Decision("A", {"win": Outcome({"A": 1, "B": -1}), "go on": later}, "first")
    )
    assert optimal_range(game, "later", "r") == (0, 1)
    assert optimal_range(game, "first", "win") == (1, 1)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(-3, 3), st.data())
def test_matrix_games_have_their_minimax_value(
    rows: int, columns: int, total: int, data: st.DataObject
) -> None:
    """What the row player guarantees and what the column player concedes are one number."""
    row = st.lists(st.integers(-3, 3), min_size=columns, max_size=columns)
    matrix = data.draw(st.lists(row, min_size=rows, max_size=rows))
    game = simultaneous_game([matrix, [[total - value for value in line] for line in matrix]])
    found = zero_sum(game)
    mix = list(found.profile["row"].values())
    reply = list(found.profile["column"].values())
    guaranteed = min(sum(mix[i] * matrix[i][j] for i in range(rows)) for j in range(columns))
    conceded = max(sum(reply[j] * matrix[i][j] for j in range(columns)) for i in range(rows))
    assert guaranteed == conceded == found.payoffs["row"]
    for name, place in (("row", mix), ("column", reply)):
        for action, weight in zip(game.information_sets[name].actions, place, strict=True):
            least, largest = optimal_range(game, name, action)
            assert least <= weight <= largest


def test_payoffs_of_any_size() -> None:
    scale = 10**30
    game = simultaneous_game([[[scale, 0], [0, 1]], [[-scale, 0], [0, -1]]])
    assert game_value(game) == F(scale, scale + 1)


def test_refusals_name_the_reason() -> None:
    with pytest.raises(NotSupported, match=r"sum to 3 at '1 / 1' but to 4 at '1 / 2'"):
        zero_sum(simultaneous_game([[[1, 2], [0, 0]], [[2, 2], [3, 3]]]))
    with pytest.raises(NotSupported, match="1 players"):
        zero_sum(Game(("A",), Outcome({"A": 1})))
    root, gain = sympy.sqrt(2), sympy.Symbol("gain")
    with pytest.raises(NotSupported, match="irrational"):
        zero_sum(simultaneous_game([[[root]], [[-root]]]))
    with pytest.raises(MissingParameter):
        zero_sum(simultaneous_game([[[gain]], [[-gain]]]))
    with pytest.raises(UnknownName, match="information set '1: 4'"):
        optimal_range(kuhn_poker(), "1: 4", "bet")
    with pytest.raises(UnknownName, match="'raise'"):
        optimal_range(kuhn_poker(), "1: 1", "raise")
    end = Outcome({"A": 0, "B": 0})
    forgetting = Decision("A", {"l": Decision("A", {"l": end, "r": end}, "h"), "r": end}, "h")
    with pytest.raises(ImperfectRecall, match="'h'"):
        zero_sum(Game(("A", "B"), forgetting))
