"""The .nfg reader and writer: both versions, round trips, what is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import Decision, Game, Outcome
from negotiation.errors import FormatError, ImperfectRecall, NotSupported
from negotiation.formats import load_nfg, read_nfg, write_nfg
from negotiation.game import reduced_strategic_form, simultaneous_game, strategic_form
from negotiation.solve import nash
from negotiation.testing import imperfect_information_games, perfect_information_games
from tests.formats.test_efg import fuzz, labels
from tests.support.games import selten_horse


def test_payoff_version_by_hand() -> None:
    """The first player's strategy changes fastest: (1,1), (2,1), (3,1), (1,2)."""
    game = read_nfg('NFG 1 R "t" { "A" "B" } { 3 2 }\n1 1 0 2 0 2 1 1 0 3 2 0')
    assert game.players == ("A", "B")
    pays = {cell: tuple(outcome.payoffs.values()) for cell, outcome in game.outcomes().items()}
    assert pays["1", "1"] == (1, 1)
    assert pays["2", "1"] == (0, 2)
    assert pays["1", "2"] == (1, 1)
    assert pays["3", "2"] == (2, 0)
    assert game == simultaneous_game(
        [[[1, 1], [0, 0], [0, 2]], [[1, 1], [2, 3], [2, 0]]], players=["A", "B"]
    )


def test_outcome_version_by_hand() -> None:
    text = """NFG 1 R "t" { "A" "B" }
    { { "u" "d" } { "l" "r" } } "a comment"
    { { "peace" 1, 1/2 } { "" 0 3 } }
    1 2 0 1"""
    read = load_nfg(text)
    outcomes = read.game.outcomes()
    assert (read.title, read.comment) == ("t", "a comment")
    assert outcomes["u", "l"].label == "peace"
    assert outcomes["u", "l"] == outcomes["d", "r"]
    assert tuple(outcomes["d", "l"].payoffs.values()) == (0, 3)
    assert tuple(outcomes["u", "r"].payoffs.values()) == (0, 0)
    assert read_nfg(write_nfg(read.game, version="outcome")).outcomes() == outcomes


def test_three_players() -> None:
    """Cell (i, j, k) of a 2×3×2 game pays 100i + 10j + k to the first."""
    shape = (2, 3, 2)
    numbers = []
    for k, j, i in product(range(2), range(3), range(2)):
        numbers += [100 * i + 10 * j + k, -i, j - k]
    game = read_nfg('NFG 1 R "" { "A" "B" "C" } { 2 3 2 } ' + " ".join(map(str, numbers)))
    for cell in product(*map(range, shape)):
        pays = game.outcomes()[tuple(str(place + 1) for place in cell)].payoffs
        assert pays["A"] == 100 * cell[0] + 10 * cell[1] + cell[2]
        assert pays["C"] == cell[1] - cell[2]
    assert read_nfg(write_nfg(game)) == game


@given(imperfect_information_games() | perfect_information_games(), st.booleans(), labels)
@settings(max_examples=60, deadline=None)
def test_the_strategic_form_survives(game: Game, payoffs: bool, title: str) -> None:  # noqa: FBT001 - drawn
    version = "payoff" if payoffs else "outcome"
    form = strategic_form(game)
    text = write_nfg(form, title=title, version=version)
    read = load_nfg(text)
    again = strategic_form(read.game)
    assert read.title == title
    assert again.shape == form.shape
    assert again.payoffs == form.payoffs
    once = write_nfg(read.game, title=title, version=version)
    twice = write_nfg(read_nfg(once), title=title, version=version)
    assert once == twice


def test_equilibria_of_a_game_and_of_its_form_pay_the_same() -> None:
    game = selten_horse()
    found = {tuple(one.payoffs.values()) for one in nash(game)}
    assert {tuple(one.payoffs.values()) for one in nash(read_nfg(write_nfg(game)))} >= found


def test_long_rationals() -> None:
    number = Fraction(10**40 + 1, 3**84)
    game = simultaneous_game([[[number]], [[-number]]])
    assert read_nfg(write_nfg(game)) == game


HEAD = 'NFG 1 R "t" { "A" "B" }\n'
REFUSED = {
    "another format": ('EFG 2 R "t" { "A" }\n', 1, 1),
    "no players": ('NFG 1 R "t" { } { 1 }\n1', 1, 13),
    "too few dimensions": (HEAD + "{ 2 } 1 2 3 4", 2, 1),
    "no strategies": (HEAD + "{ 2 0 } 1 2 3 4", 2, 5),
    "labels for one player only": (HEAD + '{ { "x" } 2 } 1 2', 2, 1),
    "a payoff too few": (HEAD + "{ 1 2 } 1 2 3", 2, 14),
    "a billion cells": (HEAD + "{ 99999 99999 } 1", 2, 18),
    "a payoff that is no number": (HEAD + "{ 1 1 } 1 x", 2, 11),
    "an outcome with too few payoffs": (HEAD + '{ 1 1 }\n{ { "o" 1 } }\n1', 3, 9),
    "an outcome never listed": (HEAD + '{ 1 1 }\n{ { "o" 1 2 } }\n2', 4, 1),
    "an outcome left open": (HEAD + '{ 1 1 }\n{ { "o" 1 2', 3, 3),
    "too many outcome numbers": (HEAD + '{ 1 1 }\n{ { "o" 1 2 } }\n1 1', 4, 4),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_refusals_name_line_and_column(case: str) -> None:
    text, line, column = REFUSED[case]
    with pytest.raises(FormatError, match=f"line {line}, column {column}: "):
        read_nfg(text)


def test_a_short_file_cannot_ask_for_a_deep_tree() -> None:
    players = " ".join(f'"{number}"' for number in range(1000))
    shape = " ".join(["9", "9", "9", "9"] + ["1"] * 996)
    text = f'NFG 1 R "" {{ {players} }} {{ {shape} }}\n{{ }} ' + "0 " * 9**4
    with pytest.raises(FormatError, match="so short a file"):
        read_nfg(text)


def test_what_cannot_be_written() -> None:

    one, none = Outcome({"A": 1}), Outcome({"A": 0})
    inner = Decision("A", {"x": one, "y": none}, "h")
    forgetful = Game(("A",), Decision("A", {"l": inner, "r": inner}))
    with pytest.raises(ImperfectRecall):
        write_nfg(forgetful)
    assert read_nfg(write_nfg(strategic_form(forgetful))).players == ("A",)
    with pytest.raises(NotSupported, match="version"):
        write_nfg(forgetful, version="html")


NFG_SEEDS = [
    HEAD + "{ 2 2 }\n6 6 7 2 2 7 0 0",
    HEAD + '{ { "u" "d" } { "l" } } "c"\n{ { "o" 1, 1/2 } { "" 0 3 } }\n1 2',
    write_nfg(reduced_strategic_form(selten_horse())),
]


def test_mutated_files_are_games_or_refused() -> None:
    games, refused = fuzz(read_nfg, NFG_SEEDS, 2_000, 5)
    assert games + refused == 2_000
    assert games > 20
    assert refused > 200


@pytest.mark.slow
def test_a_hundred_thousand_mutated_files() -> None:
    """Run alone: pytest -m slow tests/formats."""
    games, refused = fuzz(read_nfg, NFG_SEEDS, 100_000, 6)
    assert games + refused == 100_000
