"""Gambit's strategic game format (.nfg), in its payoff and its outcome version.

A game in strategic form lists the strategies of each player and the payoffs of every combination,
the first player's strategy changing fastest (Gambit documentation, "The strategic game file
format").  Here such a game is a `Game` in which everybody moves once and unseen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from negotiation.errors import FormatError, NegotiationError, NotSupported
from negotiation.formats.efg import GameFile
from negotiation.formats.text import (
    LABEL,
    LIST,
    Source,
    SourceText,
    distinct,
    fraction_text,
    quoted,
    source_text,
    unquoted,
)
from negotiation.game import Game, reduced_strategic_form
from negotiation.game.prefix import END, Moves, prefix_game
from negotiation.game.strategic import StrategicForm

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = ["load_nfg", "read_nfg", "write_nfg"]

_FLAGS = re.ASCII | re.DOTALL
_ITEM = re.compile(LABEL, _FLAGS)
_BLOCK = re.compile(LIST, _FLAGS)
_SPACE = re.compile(r"[\s,]*+", re.ASCII)
_COUNT = re.compile(r"([0-9]{1,9})(?![0-9])\s*+", re.ASCII)
_HEAD = re.compile(r"\s*+NFG\s++1\s++[RD]\s*+", re.ASCII)
MOST_NODES = 20
"""How many nodes a game may have for each character of its file, which keeps short files small."""


def read_nfg(source: Source) -> Game:
    r"""Read a game in Gambit's .nfg format, payoff or outcome version.

    Parameters
    ----------
    source
        A path, an open file, or the text.

    Raises
    ------
    FormatError
        If the file cannot be read; file, line, column and what was expected are named.

    Examples
    --------
    >>> game = read_nfg('NFG 1 R "chicken" { "A" "B" } { 2 2 }\n6 6 7 2 2 7 0 0')
    >>> game.outcomes()["2", "1"]
    Outcome(A=7, B=2)
    """
    return load_nfg(source).game


def load_nfg(source: Source) -> GameFile:
    """Read a file as `read_nfg` does, and keep title, comment and warnings."""
    text = source_text(source)
    head = _HEAD.match(text.text)
    if head is None:
        text.fail(0, "NFG 1 R, with which the file begins")
    position = head.end()
    title, position = _label(text, position, "the title between quotes")
    named, position = _labels(text, position, 'the players, as { "A" "B" }')
    players = distinct(named, "player")
    warnings = [f"players without a name of their own are now {players}"] * (players != named)
    shape, strategies, position = _strategies(text, position, len(players), warnings)
    comment = ""
    if text.text.startswith('"', position):
        comment, position = _label(text, position, "a comment whose quotes are closed")
    cells = prod(shape)
    if text.text.startswith("{", position):
        outcomes, position = _outcomes(text, position, len(players))
        places = _places(text, position, cells, len(outcomes) - 1)
    else:
        numbers = text.numbers("{" + text.text[position:] + "}", position - 1)
        if len(numbers) != cells * len(players):
            text.fail(
                len(text.text),
                f"{cells * len(players)} payoffs, one a player and combination of strategies; "
                f"there are {len(numbers)}",
            )
        width = len(players)
        outcomes = [(None, numbers[at : at + width]) for at in range(0, len(numbers), width)]
        places = list(range(cells))
    labels = strategies or [tuple(map(str, range(1, count + 1))) for count in shape]
    try:
        game = _game(text, players, labels, outcomes, places)
    except NegotiationError as error:
        if isinstance(error, FormatError):
            raise
        text.refuse(0, f"expected a sound game, but {error}")
    return GameFile(game, title, comment, tuple(warnings))


def _label(text: SourceText, position: int, expected: str) -> tuple[str, int]:
    match = _ITEM.match(text.text, position)
    if match is None:
        text.fail(position, expected)
    return unquoted(match[1]), match.end()


def _after_space(text: SourceText, position: int) -> int:
    match = _SPACE.match(text.text, position)
    return position if match is None else match.end()


def _labels(text: SourceText, position: int, expected: str) -> tuple[tuple[str, ...], int]:
    block = _BLOCK.match(text.text, position)
    if block is None:
        text.fail(position, expected)
    labels: list[str] = []
    at, end = _after_space(text, position + 1), block.end(1) - 1
    while at < end:
        label, at = _label(text, at, "a label between quotes")
        labels.append(label)
    if not labels:
        text.fail(position, expected)
    return tuple(labels), block.end()


def _strategies(
    text: SourceText, position: int, players: int, warnings: list[str]
) -> tuple[list[int], list[tuple[str, ...]], int]:
    """Read how many strategies there are: as numbers, or as lists of their labels."""
    expected = f"the strategies of {players} players, as {{ 3 2 }} or in braces each"
    if not text.text.startswith("{", position):
        text.fail(position, expected)
    at = _after_space(text, position + 1)
    shape: list[int] = []
    labels: list[tuple[str, ...]] = []
    while not text.text.startswith("}", at):
        if text.text.startswith("{", at):
            start = at
            named, at = _labels(text, at, "the labels of a player's strategies")
            own = distinct(named, "strategy")
            if own != named:
                warnings.append(f"{text.place(start)}: strategies are now {own}")
            labels.append(own)
            shape.append(len(own))
            continue
        count = _COUNT.match(text.text, at)
        if count is None or not int(count[1]):
            text.fail(at, "a number of strategies, at least 1")
        shape.append(int(count[1]))
        at = count.end()
    if len(shape) != players or len(labels) not in {0, players}:
        text.fail(position, expected)
    return shape, labels, _after_space(text, at + 1)


_Outcomes = list[tuple[str | None, tuple[Fraction, ...]]]


def _outcomes(text: SourceText, position: int, players: int) -> tuple[_Outcomes, int]:
    """Read the outcomes of the outcome version; the first of the list is the one of number 0."""
    outcomes: _Outcomes = [(None, (Fraction(0),) * players)]
    at = _after_space(text, position + 1)
    while not text.text.startswith("}", at):
        block = _BLOCK.match(text.text, at)
        if block is None:
            text.fail(at, 'an outcome, as { "name" 1, 2 }, or the end of the outcomes')
        label, start = _label(text, _after_space(text, at + 1), "the name of an outcome")
        payoffs = text.numbers("{" + text.text[start : block.end(1)], start - 1)
        if len(payoffs) != players:
            text.fail(start, f"{players} payoffs, one a player")
        outcomes.append((label or None, payoffs))
        at = block.end()
    return outcomes, at + 1


def _places(text: SourceText, position: int, cells: int, outcomes: int) -> list[int]:
    """Read the number of the outcome of every combination of strategies."""
    places: list[int] = []
    at = _after_space(text, position)
    while at < len(text.text):
        count = _COUNT.match(text.text, at)
        if count is None or int(count[1]) > outcomes:
            text.fail(at, f"the number of an outcome, from 0 to {outcomes}")
        places.append(int(count[1]))
        at = _after_space(text, count.end())
    if len(places) != cells:
        text.fail(at, f"{cells} numbers of outcomes, one a combination; there are {len(places)}")
    return places


def _game(
    text: SourceText,
    players: tuple[str, ...],
    strategies: Sequence[tuple[str, ...]],
    outcomes: Sequence[tuple[str | None, tuple[Number, ...]]],
    places: Sequence[int],
) -> Game:
    """Build the tree in prefix order, which is the order with the last player's choice fastest."""
    shape = [len(own) for own in strategies]
    inner = [prod(shape[:player]) for player in range(len(shape))]
    if sum(inner) + len(places) > MOST_NODES * len(text.text) + 10_000:
        text.refuse(0, "a game of so many players needs a tree too large for so short a file")
    sets = [
        (number, player, Moves(own))
        for number, (player, own) in enumerate(zip(players, strategies, strict=True))
    ]
    strides = [prod(shape[:player]) for player in range(len(shape))]
    nodes: list[int] = []
    ends: list[int] = []
    before: tuple[int, ...] | None = None
    for cell in product(*map(range, shape)):
        same = 0
        while before is not None and before[same] == cell[same]:
            same += 1
        nodes.extend(range(same + (before is not None), len(shape)))
        nodes.append(END)
        ends.append(places[sum(map(int.__mul__, cell, strides))])
        before = cell
    return prefix_game(players, sets, nodes, ends, outcomes)


def write_nfg(
    game: Game | StrategicForm,
    path: str | Path | None = None,
    *,
    title: str = "",
    version: str = "payoff",
) -> str:
    """Write a game in Gambit's .nfg format.

    Parameters
    ----------
    game
        A game without symbols, of which the reduced strategic form is written, or a strategic
        form, such as `negotiation.game.strategic_form` gives.
    path
        Where to write the text to, in UTF-8; nowhere if left out.
    title
        The title of the game.
    version
        ``"payoff"``: the payoffs of every combination; ``"outcome"``: a list of the different
        outcomes, and which of them each combination leads to.  Both name the strategies.

    Raises
    ------
    ImperfectRecall
        If a player of a game lacks perfect recall; give its full strategic form instead.
    NotSupported
        If a number is irrational, or there are more than a million combinations.
    MissingParameter
        If symbols are left without a value.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> print(write_nfg(simultaneous_game([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])))
    NFG 1 R "" { "row" "column" }
    { { "1" "2" }
      { "1" "2" } }
    ""
    <BLANKLINE>
    6 6
    7 2
    2 7
    0 0
    <BLANKLINE>
    """
    if version not in {"payoff", "outcome"}:
        message = f"version {version!r} is unknown; give 'payoff' or 'outcome'"
        raise NotSupported(message)
    form = game if isinstance(game, StrategicForm) else reduced_strategic_form(game)
    rows = "\n  ".join("{ " + " ".join(map(quoted, own)) + " }" for own in form.strategies)
    head = f"NFG 1 R {quoted(title)} {{ {' '.join(map(quoted, form.players))} }}"
    body = _payoff_lines(form) if version == "payoff" else _outcome_lines(form)
    text = "\n".join([head, f"{{ {rows} }}", '""', "", *body, ""])
    if path is not None:
        Path(path).write_text(text, encoding="utf-8", newline="")
    return text


def _cells(form: StrategicForm) -> list[int]:
    """Return the places of the combinations, the first player's strategy changing fastest."""
    strides = form.strides
    ranges = [range(0, count * step, step) for count, step in zip(form.shape, strides, strict=True)]
    return [sum(cell) for cell in product(*reversed(ranges))]


def _payoff_lines(form: StrategicForm) -> list[str]:
    return [
        " ".join(fraction_text(payoffs[cell]) for payoffs in form.payoffs) for cell in _cells(form)
    ]


def _outcome_lines(form: StrategicForm) -> list[str]:
    labels = _end_labels(form)
    numbers: dict[tuple[str, tuple[Number, ...]], int] = {}
    places: list[int] = []
    for cell in _cells(form):
        key = (labels[cell] if labels else "", tuple(payoffs[cell] for payoffs in form.payoffs))
        places.append(numbers.setdefault(key, len(numbers) + 1))
    listed = [
        f"{{ {quoted(label)} {', '.join(map(fraction_text, payoffs))} }}"
        for label, payoffs in numbers
    ]
    return ["{", *listed, "}", " ".join(map(str, places))]


def _end_labels(form: StrategicForm) -> list[str]:
    """Return the labels of outcomes by combination, if each combination is a play of its own."""
    tree = form.game.tree
    movers = [infoset.player for infoset in tree.infosets]
    ends = list(tree.payoffs)
    if movers != list(range(len(form.players))) or len(ends) != prod(form.shape):
        return []
    return [getattr(tree.nodes[end], "label", None) or "" for end in ends]
