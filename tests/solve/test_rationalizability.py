"""Rationalizable strategies and the beliefs that justify them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import NotSupported, UnknownName
from negotiation.game import simultaneous_game
from negotiation.solve.lemke import lemke
from negotiation.solve.rationalizability import rationalizable

F = Fraction


def test_bernheims_game() -> None:
    """Bernheim 1984, as figure 56.1 of Osborne and Rubinstein 1994: the fourth ones fall."""
    first = [[0, 2, 7, 0], [5, 3, 5, 0], [7, 2, 0, 0], [0, 0, 0, 10]]
    second = [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, -2, 0, -1]]
    found = rationalizable(simultaneous_game([first, second]))
    assert dict(found) == {"row": ("1", "2", "3"), "column": ("1", "2", "3")}
    assert found.verify()
    assert [one.strategy for one in found.dominance.eliminations] == ["4", "4"]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_every_strategy_left_has_its_belief_and_nash_play_is_left(data: st.DataObject) -> None:
    shape = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    row = st.lists(st.integers(-2, 2), min_size=shape[1], max_size=shape[1])
    matrices = [data.draw(st.lists(row, min_size=shape[0], max_size=shape[0])) for _ in range(2)]
    game = simultaneous_game(matrices)
    found = rationalizable(game)
    assert found.verify()
    for player, place in (("row", 0), ("column", 1)):
        for label, belief in found.beliefs[player].items():
            worth = {
                own: sum(
                    weight
                    * matrices[place][int(own if place == 0 else other) - 1][
                        int(other if place == 0 else own) - 1
                    ]
                    for other, weight in belief.items()
                )
                for own in game.information_sets[player].actions
            }
            assert worth[label] == max(worth.values())
        played = {label for label, chance in lemke(game).profile[player].items() if chance}
        assert played <= set(found[player])


def test_a_false_belief_fails() -> None:
    game = simultaneous_game([[[3, 0], [0, 3]], [[0, 0], [0, 0]]])
    found = rationalizable(game)
    wrong = {**found.beliefs, "row": {"1": {"2": F(1)}, "2": {"2": F(1)}}}
    assert not replace(found, beliefs=wrong).verify()
    missing = {**found.beliefs, "row": {}}
    assert not replace(found, beliefs=missing).verify()


def test_it_reads_as_a_mapping_and_prints() -> None:
    found = rationalizable(simultaneous_game([[[1, 0]], [[0, 1]]]))
    assert found["column"] == ("2",)
    assert len(found) == 2
    assert "rows" not in found
    with pytest.raises(UnknownName, match="did you mean 'row'"):
        _ = found["rows"]
    assert "column is left with: (2)" in str(found)


def test_more_than_two_players_are_refused() -> None:
    with pytest.raises(NotSupported, match="3 players"):
        rationalizable(simultaneous_game([[[[0]]]] * 3))
