"""Reading in bulk and reading carefully are the same."""

from __future__ import annotations

import random

from hypothesis import given, settings

from negotiation import Game
from negotiation.errors import FormatError
from negotiation.formats import load_efg, write_efg
from negotiation.formats.efg_bulk import read_in_bulk
from negotiation.formats.efg_parser import parse_efg, parse_efg_carefully
from negotiation.formats.efg_records import EfgRecords
from negotiation.formats.text import source_text
from negotiation.game.compiled import compile_tree
from negotiation.testing import imperfect_information_games, perfect_information_games


def said(records: EfgRecords) -> tuple[object, ...]:
    return tuple(getattr(records, name) for name in EfgRecords.__slots__ if name != "source")


@given(imperfect_information_games() | perfect_information_games())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_in_bulk_and_carefully_alike(game: Game) -> None:
    source = source_text(write_efg(game))
    bulk = parse_efg(source)
    assert said(bulk) == said(parse_efg_carefully(source))
    head = EfgRecords(source, "", "", bulk.players)
    assert read_in_bulk(head, source.text.index('""\n\n') + 4, None)


@given(imperfect_information_games() | perfect_information_games())
@settings(max_examples=60, deadline=None)
def test_the_flat_tree_is_the_one_that_game_makes(game: Game) -> None:
    again = load_efg(write_efg(game)).game
    assert again.tree == compile_tree(again.players, again.root)


LENIENT = [
    """p "" 1 1 "s" { "x" "y" } 0 p "" 2 1 "u" { "l" "r" } 0 t "" 1 "o" { 1, 2 } t "" 2 "" { 3 4 }
       p "" 2 1 0 t "" 1 t "" 2""",
    """c "" 1 "" { "a" 1/2 "b" 0.5 } 0 t "" 1 "" { 1/2 2 }
       c "" 1 "" { "a" 5e-1 "b" .50 } 0 t "" 1 "" { 0.50, +2. } t "" 1 "" { 2/4 20e-1 }""",
    'p "" 1 1 "" { "x" "y" } 1 "stage" { 10 2 } t "" 2 "end" { 1 0 } t "" 0',
    'p "" 1 1 "" { "x" "x" } 1 "stage" { 10 2 } t "" 2 "end" { 1 0 } t "" 0 ""',
]


def outcome(reader, source) -> tuple[object, ...] | str:  # noqa: ANN001 - a reader and a text
    try:
        return said(reader(source))
    except FormatError as error:
        return str(error)


def test_mutated_files_are_read_alike() -> None:
    """Whatever is out of the usual is left to the careful parser; the rest agrees with it."""
    draw = random.Random(3)  # noqa: S311 - test data
    pieces = ["{", "}", '"', "\\", ",", "p", "t", "0", "1", "2", "/", "-", ' ""', "\n", " ", "x"]
    alike = 0
    for _ in range(4_000):
        text = 'EFG 2 R "t" { "A" "B" }\n' + draw.choice(LENIENT)
        for _ in range(draw.randint(0, 2)):
            at = draw.randrange(23, len(text) + 1)
            text = text[:at] + draw.choice(pieces) + text[at + draw.randint(0, 1) :]
        source = source_text(text)
        careful, bulk = outcome(parse_efg_carefully, source), outcome(parse_efg, source)
        assert bulk == careful
        alike += not isinstance(careful, str)
    assert alike > 300


def test_progress_reaches_the_end() -> None:
    seen: list[tuple[int, int]] = []
    text = 'EFG 2 R "" { "A" }\np "" 1 1 "" { "x" "y" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 2 }\n'
    load_efg(text, progress=lambda done, whole: seen.append((done, whole)))
    assert seen[-1] == (len(text), len(text))
