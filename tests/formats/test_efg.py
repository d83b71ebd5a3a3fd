"""The .efg reader and writer: round trips, what other programs write, and what is refused."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import Chance, Decision, Game, Outcome
from negotiation.errors import FormatError, NotSupported
from negotiation.formats import load_efg, read_efg, write_efg
from negotiation.solve import subgame_perfect
from negotiation.talks import catalogue
from negotiation.testing import imperfect_information_games, perfect_information_games
from tests.support.deep import row

HEAD = 'EFG 2 R "t" { "A" "B" }\n'


def renamed(game: Game, word: str) -> Game:
    """Write a word behind every label of a game."""
    from negotiation.game.tree import rebuild

    def change(node, below):  # noqa: ANN001, ANN202 - nodes
        if isinstance(node, Outcome):
            return Outcome({p + word: pay for p, pay in node.payoffs.items()}, word or None)
        if isinstance(node, Chance):
            return Chance({k + word: (c, below[k]) for k, (c, _) in node.branches.items()})
        infoset = None if node.infoset is None else node.infoset + word
        return Decision(node.player + word, {k + word: n for k, n in below.items()}, infoset)

    return Game(tuple(player + word for player in game.players), rebuild(game.root, change))


labels = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        '"',
        "\\",
        '\\"',
        "\\\\",
        "a\\",
        "&#32;",
        "\\&#9999999;&amp;",
        " a  b ",
        "Курилы",
        "北方",
        "{ } ,",
        "\r\n",
        "\n\n",
        "\t",
    ]
)


@given(
    imperfect_information_games() | perfect_information_games(),
    labels | st.just("\ud800"),  # which JSON has no place for
)
@settings(max_examples=150, deadline=None)
def test_reading_what_was_written_gives_an_equal_game(game: Game, word: str) -> None:
    game = renamed(game, word)
    text = write_efg(game, title=word)
    again = load_efg(text)
    assert again.game == game
    assert again.title == word
    assert again.warnings == ()
    assert write_efg(again.game, title=word) == text  # labels do not grow
    ascii_only = write_efg(game, title=word, encoding="ascii")
    assert ascii_only.isascii()
    assert read_efg(ascii_only) == game


def test_what_gambit_misreads_is_written_by_number(tmp_path: Path) -> None:
    """By hand: Gambit has one escape, wants single spaces inside, and printed characters only."""
    game = Game(("A",), Decision("A", {" x  y\t": Outcome({"A": 1}), "Я\\": Outcome({"A": 0})}))
    assert '{ "&#32;x &#32;y&#9;" "Я&#92;" }' in write_efg(game)
    path = tmp_path / "game.efg"
    write_efg(game, path, encoding="ascii")
    assert b'"&#1071;&#92;"' in path.read_bytes()
    assert read_efg(path) == game


@given(st.fractions(), st.integers(10**39, 10**40), st.integers(10**39, 10**40))
def test_long_rationals_survive(first: Fraction, above: int, below: int) -> None:
    game = Game(
        ("A",),
        Chance(
            {
                "a": (Fraction(1, below), Outcome({"A": first})),
                "b": (1 - Fraction(1, below), Outcome({"A": Fraction(-above, below)})),
            }
        ),
    )
    assert read_efg(write_efg(game)) == game


@given(perfect_information_games(max_profiles=16))
@settings(max_examples=25, deadline=None)
def test_equilibria_are_unchanged(game: Game) -> None:
    found = subgame_perfect(game)
    again = subgame_perfect(read_efg(write_efg(game)))
    assert [one.profile for one in again] == [one.profile for one in found]


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_game_of_the_talks_survives(name: str) -> None:
    game = catalogue()[name]().at()
    assert read_efg(write_efg(game)) == game.settled


def pays(text: str) -> dict[tuple[str, ...], tuple[Fraction, ...]]:
    return {h: tuple(o.payoffs.values()) for h, o in read_efg(text).outcomes().items()}


class TestLenient:
    """What other programs write, each case by hand."""

    def test_redeclaration_left_out(self) -> None:
        text = (
            HEAD
            + """p "" 1 1 "s" { "x" "y" } 0
                 p "" 2 1 "u" { "l" "r" } 0  t "" 1 "o" { 1, 2 }  t "" 2 "" { 3 4 }
                 p "" 2 1 0  t "" 1  t "" 2"""
        )
        assert pays(text)["y", "r"] == (3, 4)
        assert len(read_efg(text).information_sets["u"].nodes) == 2

    def test_equal_rationals_written_differently(self) -> None:
        text = HEAD + (
            'c "" 1 "" { "a" 1/2 "b" 0.5 } 0 t "" 1 "" { 1/2 2 } '
            'c "" 1 "" { "a" 5e-1 "b" .50 } 0 t "" 1 "" { 0.50, +2. } t "" 1 "" { 2/4 20e-1 }'
        )
        assert set(pays(text).values()) == {(Fraction(1, 2), Fraction(2))}

    @pytest.mark.parametrize("inside", ["1 2", "1, 2", "1,2", "1, 2,", "1 2,", " 1\n2 "])
    def test_commas(self, inside: str) -> None:
        assert pays(HEAD + f't "" 1 "" {{{inside}}}') == {(): (1, 2)}

    def test_outcomes_on_the_way_add_up(self) -> None:
        """By hand: 10 + 1 and 2 + 0 at x; null adds nothing at y."""
        text = HEAD + 'p "" 1 1 "" { "x" "y" } 1 "stage" { 10 2 } t "" 2 "end" { 1 0 } t "" 0'
        assert pays(text) == {("x",): (11, 2), ("y",): (10, 2)}
        assert read_efg(text).outcomes()["x",].label == "end"

    def test_quotes_and_backslashes(self) -> None:
        text = r'EFG 2 R "a \"b\"" { "C:\dir" "\\" } t "" 1 "\"" { 1 2 }'
        read = load_efg(text)
        assert read.title == 'a "b"'
        assert read.game.players == ("C:\\dir", "\\")
        assert read.game.outcomes()[()].label == '"'

    def test_names_of_sets_missing_or_used_twice(self) -> None:
        text = HEAD + (
            'p "" 1 1 "s" { "x" "y" } 0 '
            'p "" 2 7 "" { "l" "r" } 0 t "" 0 p "" 1 2 "s" { "u" } 0 t "" 0 '
            'p "" 2 7 "" { "l" "r" } 0 t "" 0 t "" 0'
        )
        read = load_efg(text)
        assert list(read.game.information_sets) == ["s", "B 7", "s (2)"]
        assert len(read.warnings) == 2
        assert read_efg(write_efg(read.game)) == read.game

    def test_labels_missing_or_used_twice(self) -> None:
        read = load_efg(
            'EFG 2 R "" { "" "A" "A" } p "" 1 1 "" { "" "x" "x" } 0 t "" 0 t "" 0 t "" 0'
        )
        assert read.game.players == ("player 1", "A", "A (2)")
        assert list(read.game.outcomes()) == [("action 1",), ("x",), ("x (2)",)]
        assert len(read.warnings) == 2

    def test_byte_order_mark_and_line_ends(self, tmp_path: Path) -> None:
        text = 'EFG 2 R "Курилы" { "Я" "B" }\n"note"\n\nt "" 1 "" { 1, 2 }\n'
        path = tmp_path / "game.efg"
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        read = load_efg(path)
        assert (read.title, read.comment, read.game.players[0]) == ("Курилы", "note", "Я")
        assert load_efg(text.encode("utf-8")).game == read.game
        assert load_efg('EFG 2 R "é" { "A" } t "" 0'.encode("latin-1")).title == "é"


REFUSED = {
    "a comment": ('// hello\nEFG 2 R "" { "A" } t "" 0', 1, 1),
    "a comment among nodes": (HEAD + '# no\nt "" 0', 2, 1),
    "another version": ('EFG 3 R "" { "A" } t "" 0', 1, 5),
    "no players": ('EFG 2 R "" { } t "" 0', 1, 12),
    "an unknown player": (HEAD + 'p "" 3 1 "" { "x" } 0 t "" 0', 2, 6),
    "quotes left open": (HEAD + 't "x 0', 2, 3),
    "braces left open": (HEAD + 'p "" 1 1 "" { "x" 0', 2, 13),
    "too few payoffs": (HEAD + 't "" 1 "" { 1 }', 2, 11),
    "a payoff that is no number": (HEAD + 't "" 1 "" { 1, x }', 2, 16),
    "division by zero": (HEAD + 't "" 1 "" { 1, 1/0 }', 2, 16),
    "a huge exponent": (HEAD + 't "" 1 "" { 1e999999999 2 }', 2, 13),
    "an outcome never declared": (HEAD + 't "" 1', 2, 7),
    "outcome 0 with payoffs": (HEAD + 't "" 0 "" { 1 2 }', 2, 8),
    "an outcome declared otherwise": (
        HEAD + 'p "" 1 1 "" { "x" "y" } 0\nt "" 1 "" { 1 2 }\nt "" 1 "" { 1 3 }',
        4,
        11,
    ),
    "a set never declared": (HEAD + 'p "" 1 1 0', 2, 10),
    "a set declared otherwise": (
        HEAD + 'p "" 1 1 "s" { "x" } 0\np "" 1 1 "s" { "y" } 0\nt "" 0',
        3,
        14,
    ),
    "chances that do not sum to one": (HEAD + 'c "" 1 "" { "a" 0.33 "b" 0.66 } 0', 2, 11),
    "a negative chance": (HEAD + 'c "" 1 "" { "a" -1 "b" 2 } 0', 2, 17),
    "a file that ends early": (HEAD + 'p "" 1 1 "" { "x" "y" } 0\nt "" 0', 3, 7),
    "text after the tree": (HEAD + 't "" 0\nt "" 0', 3, 1),
    "nothing": ("\n", 2, 1),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_refusals_name_line_and_column(case: str) -> None:
    text, line, column = REFUSED[case]
    with pytest.raises(FormatError, match=f"line {line}, column {column}: "):
        read_efg(text)


def test_other_sources_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        read_efg(tmp_path / "missing.efg")
    with pytest.raises(NotSupported, match="no source"):
        read_efg(3)  # type: ignore[arg-type]  # what is refused


def test_a_short_file_cannot_ask_for_much() -> None:
    """Sums of a hundred thousand different fractions would take gigabytes."""
    nodes = "".join(
        f'p "" 1 {k} "" {{ "x" }} {k} "" {{ 1/{k * k + 1} 0 }}\n' for k in range(1, 20_000)
    )
    with pytest.raises(FormatError, match="too long"):
        read_efg(HEAD + nodes + 't "" 0')


@pytest.mark.parametrize("length", [20_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_very_many_moves_in_a_row(length: int) -> None:
    game = row(length)
    assert read_efg(write_efg(game)) == game


def fuzz(reader, seeds: list[str], count: int, seed: int) -> tuple[int, int]:  # noqa: ANN001 - a reader
    """Read mutated texts; return how many were games and how many were refused."""
    draw = random.Random(seed)  # noqa: S311 - test data
    pieces = [
        "{",
        "}",
        '"',
        "\\",
        ",",
        "p",
        "c",
        "t",
        "0",
        "1",
        "/",
        "-",
        "e9",
        "\n",
        " ",
        "é",
        "\0",
    ]
    games = refused = 0
    for _ in range(count):
        text = draw.choice(seeds)
        for _ in range(draw.randint(1, 4)):
            at, to = sorted(draw.randrange(len(text) + 1) for _ in range(2))
            to = min(to, at + 12)
            put = draw.choice([*pieces, text[at:to] * 2, ""])
            text = text[:at] + put + text[to if draw.random() < 0.5 else at :]
            text = text or " "
        start = time.perf_counter()
        try:
            reader(text + "\n")
            games += 1
        except FormatError as error:
            refused += "line" in str(error) and "column" in str(error)
        assert time.perf_counter() - start < 5
    return games, refused


SEEDS = [
    HEAD + 'p "n" 1 1 "s" { "x" "y" } 1 "o" { 1 2 }\nt "" 0\nt "" 1',
    HEAD + 'c "" 1 "" { "a" 1/2 "b" 0.5 } 0 p "" 2 1 0 { "l" } 0 t "" 0 t "" 0',
    write_efg(catalogue()["basing_shadow"]().at()),
]


def test_mutated_files_are_games_or_refused() -> None:
    games, refused = fuzz(read_efg, SEEDS, 2_000, 1)
    assert games + refused == 2_000
    assert games > 20
    assert refused > 200


@pytest.mark.slow
def test_two_hundred_thousand_mutated_files() -> None:
    """Run alone: pytest -m slow tests/formats/test_efg.py."""
    games, refused = fuzz(read_efg, SEEDS, 200_000, 2)
    assert games + refused == 200_000
