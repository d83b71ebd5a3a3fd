"""The nodes of an .efg file, one record each, in the order of the file.

The file lists the tree in prefix order (Gambit documentation, "The extensive game file format").
Files of the usual form are taken in bulk (`negotiation.formats.efg_bulk`).  The others are read
here: one regular expression takes a whole node; where it does not match, the pieces of a node are
tried one by one to say what was expected.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NoReturn

from negotiation.formats.efg_bulk import read_in_bulk
from negotiation.formats.efg_records import EfgRecords, Progress, SetLine
from negotiation.formats.text import LABEL, LIST, NUMBER, SourceText, distinct, unquoted
from negotiation.game.prefix import END, Moves

__all__ = ["MOST_PLAYERS", "parse_efg", "parse_efg_carefully"]

MOST_PLAYERS = 1000
"""How many players a file may have."""

_NUMBER = r"([0-9]{1,18})(?![0-9])\s*+"
_LABEL, _LIST = f"(?:{LABEL})?+", f"(?:{LIST})?+"
_FLAGS = re.ASCII | re.DOTALL
_HEAD: list[tuple[str, str]] = [
    (r"\s*+EFG\s++", "the word EFG, with which the file begins"),
    (r"2\s++", "the version 2"),
    (r"[RD]\s*+", "the letter R"),
    (LABEL, "the title between quotes"),
    (LIST, 'the players, as { "A" "B" }'),
    (_LABEL, "a comment"),
]
_KINDS = {
    "t": [(r"t\s*+", "t"), (LABEL, "the name of the node between quotes")],
    "c": [
        (r"c\s*+", "c"),
        (LABEL, "the name of the node between quotes"),
        (_NUMBER, "the number of the chance set"),
        (_LABEL, "a name"),
        (_LIST, "branches"),
    ],
    "p": [
        (r"p\s*+", "p"),
        (LABEL, "the name of the node between quotes"),
        (_NUMBER, "the number of the player"),
        (_NUMBER, "the number of the information set"),
        (_LABEL, "a name"),
        (_LIST, "actions"),
    ],
}
_OUTCOME = [
    (_NUMBER, "the number of the outcome, 0 for none"),
    (_LABEL, "a name"),
    (_LIST, "payoffs"),
]


def _joined(pieces: list[tuple[str, str]]) -> str:
    return "".join(pattern for pattern, _ in pieces)


_HEAD_PATTERN = re.compile(_joined(_HEAD), _FLAGS)
_NODE_PATTERN = re.compile(
    f"(?:{_joined(_KINDS['t'])}|{_joined(_KINDS['p'])}|{_joined(_KINDS['c'])})" + _joined(_OUTCOME),
    _FLAGS,
)
# The groups of the node pattern: t: 1 name; p: 2 name, 3 player, 4 set, 5 label, 6 actions;
# c: 7 name, 8 set, 9 label, 10 branches; then 11 outcome, 12 label, 13 payoffs.
_ITEM = re.compile(rf"{LABEL}", _FLAGS)


def parse_efg(source: SourceText, progress: Progress | None = None) -> EfgRecords:
    """Read the records of an .efg file; linear in its length.

    Raises
    ------
    FormatError
        If the text is not an .efg file; file, line, column and what was expected are named.
    """
    records, position = _head(source)
    if read_in_bulk(records, position, progress):
        return records
    return parse_efg_carefully(source, progress)


def _head(source: SourceText) -> tuple[EfgRecords, int]:
    head = _HEAD_PATTERN.match(source.text)
    if head is None:
        _explain(source, 0, _HEAD)
    named = _labels(source, head[2], head.start(2))
    if not 1 <= len(named) <= MOST_PLAYERS:
        source.fail(head.start(2), f"between 1 and {MOST_PLAYERS} players")
    players = distinct(named, "player")
    records = EfgRecords(source, unquoted(head[1]), unquoted(head[3] or ""), players)
    if players != named:
        records.warnings.append(f"players without a name of their own are now {players}")
    return records, head.end()


def parse_efg_carefully(source: SourceText, progress: Progress | None = None) -> EfgRecords:
    """Read the records one by one, whatever their form.

    Raises
    ------
    FormatError
        As `parse_efg` does.
    """
    text = source.text
    records, position = _head(source)
    known: dict[tuple[int, int], tuple[int, str]] = {}
    match_node = _NODE_PATTERN.match
    missing = 1
    while missing:
        match = match_node(text, position)
        if match is None:
            _explain_node(source, position)
        owner = END
        if match[1] is None:
            owner = _set_of(records, known, match)
            missing += len(records.set_lines[owner].moves.actions)
        missing -= 1
        outcome = int(match[11])
        if match[12] is not None or match[13] is not None or outcome not in records.outcomes:
            _read_outcome(records, outcome, match)
        records.owners.append(owner)
        records.numbers.append(outcome)
        position = match.end()
        if progress is not None and len(records.owners) % 16_384 == 0:
            progress(position, len(text))
    if position < len(text):
        source.fail(position, "the end of the file, since the tree is complete")
    if progress is not None:
        progress(position, len(text))
    return records


def _explain(source: SourceText, position: int, pieces: list[tuple[str, str]]) -> NoReturn:
    for pattern, expected in pieces:
        match = re.compile(pattern, _FLAGS).match(source.text, position)
        if match is None:
            source.fail(position, expected)
        position = match.end()
        if match.end() == match.start():  # an optional piece that was begun and not ended
            following = source.text[position : position + 1]
            if following == '"' and pattern == _LABEL:
                source.fail(position, f"{expected} whose quotes are closed")
            if following == "{" and pattern == _LIST:
                source.fail(position, f"{expected} whose braces and quotes are closed")
    source.fail(position, "another text")


def _explain_node(source: SourceText, position: int) -> NoReturn:
    kind = source.text[position : position + 1]
    if kind not in _KINDS or not kind:
        source.fail(position, "a node: p, c or t and its name between quotes")
    _explain(source, position, [*_KINDS[kind], *_OUTCOME])


def _labels(source: SourceText, inside: str, position: int) -> tuple[str, ...]:
    labels: list[str] = []
    at = len(inside) - len(inside[1:].lstrip())
    while inside[at] != "}":
        match = _ITEM.match(inside, at)
        if match is None:
            source.fail(position + at, "a label between quotes")
        labels.append(unquoted(match[1]))
        at = match.end()
    return tuple(labels)


def _branches(
    source: SourceText, inside: str, position: int
) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    labels: list[str] = []
    numbers: list[Fraction] = []
    at = len(inside) - len(inside[1:].lstrip())
    while inside[at] != "}":
        match = _ITEM.match(inside, at)
        if match is None:
            source.fail(position + at, "the label of a branch between quotes")
        chance = NUMBER.match(inside, match.end())
        if chance is None:
            source.fail(position + match.end(), "a probability such as 1/2")
        number = source.number(chance[0], position + match.end())
        if number < 0:
            source.fail(position + match.end(), "a probability of at least 0")
        labels.append(unquoted(match[1]))
        numbers.append(number)
        at = chance.end()
        while inside[at] in " \t\r\n\f\v,":
            at += 1
    if labels and sum(numbers) != 1:
        source.refuse(
            position, f"the probabilities sum to {float(sum(numbers)):g}, and must sum to exactly 1"
        )
    return tuple(labels), tuple(numbers)


def _set_of(
    records: EfgRecords, places: dict[tuple[int, int], tuple[int, str]], match: re.Match[str]
) -> int:
    source = records.source
    if match[2] is not None:
        first, player = 3, int(match[3])
        if not 1 <= player <= len(records.players):
            source.fail(match.start(3), f"a player from 1 to {len(records.players)}")
    else:
        first, player = 7, 0
    number, label, inside = int(match[first + 1]), match[first + 2], match[first + 3]
    if (player, number) in places:
        place, written = places[player, number]
        known = records.set_lines[place]
        if label is not None and unquoted(label) != known.name:
            source.fail(
                match.start(first + 2) - 1, f"the name of the set as before, {known.name!r}"
            )
        if inside is not None and inside != written:
            start = match.start(first + 3)
            labels, chances = _moves(source, inside, start, chance=not player)
            if Moves(distinct(labels, "action"), chances) != known.moves:
                source.fail(start, f"the actions of the set as before, {known.moves.actions}")
        return place
    if inside is None:
        source.fail(
            match.end(first + 1), "the actions, since the set appears here for the first time"
        )
    start = match.start(first + 3)
    labels, chances = _moves(source, inside, start, chance=not player)
    if not labels:
        source.fail(start, "at least one action")
    actions = distinct(labels, "action")
    if actions != labels:
        records.warnings.append(
            f"{source.place(start)}: actions without a label of their own are now {actions}"
        )
    place = len(records.set_lines)
    places[player, number] = (place, inside)
    records.set_players.append(player)
    records.set_numbers.append(number)
    records.set_lines.append(SetLine(unquoted(label or ""), Moves(actions, chances)))
    return place


def _moves(
    source: SourceText, inside: str, position: int, *, chance: bool
) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    if chance:
        return _branches(source, inside, position)
    return _labels(source, inside, position), ()


def _read_outcome(records: EfgRecords, number: int, match: re.Match[str]) -> None:
    source, label, inside = records.source, match[12], match[13]
    if number == 0:
        if inside is not None or label:
            source.fail(match.end(11), "no name and no payoffs, since outcome 0 is none")
        return
    known = records.outcomes.get(number)
    if inside is None:
        if known is None:
            source.fail(match.end(11), "the payoffs, since the outcome appears for the first time")
        if label is not None and unquoted(label) != known[0]:
            source.fail(match.start(12) - 1, f"the name of the outcome as before, {known[0]!r}")
        return
    payoffs = source.numbers(inside, match.start(13))
    if len(payoffs) != len(records.players):
        source.fail(match.start(13), f"{len(records.players)} payoffs, one a player")
    if known is None:
        records.outcomes[number] = (unquoted(label or ""), payoffs)
    elif payoffs != known[1] or (label is not None and unquoted(label) != known[0]):
        source.fail(match.start(13), f"outcome {number} as before: {known[0]!r}")
