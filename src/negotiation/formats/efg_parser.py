"""The nodes of an .efg file, one record each, in the order of the file.

The file lists the tree in prefix order (Gambit documentation, "The extensive game file format").
One regular expression takes a whole node; where it does not match, the pieces of a node are tried
one by one to say what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NoReturn, TypeAlias

from negotiation.formats.text import LABEL, LIST, NUMBER, SourceText, distinct, unquoted

__all__ = ["MOST_PLAYERS", "EfgRecords", "InfosetRecord", "NodeRecord", "Progress", "parse_efg"]

MOST_PLAYERS = 1000
"""How many players a file may have."""

Progress: TypeAlias = "Callable[[int, int], None]"
"""Called now and then with the characters read and the characters there are."""


@dataclass(slots=True)
class InfosetRecord:
    """An information set, or a set of chance nodes: number, name, actions, probabilities."""

    player: int
    number: int
    name: str
    actions: tuple[str, ...]
    written: str
    probabilities: tuple[Fraction, ...] = ()
    nodes: int = 0


NodeRecord: TypeAlias = "tuple[InfosetRecord | None, int]"
"""The set the node belongs to (none for a terminal node) and the number of its outcome."""


@dataclass(slots=True)
class EfgRecords:
    """What an .efg file says.

    Attributes
    ----------
    title, comment
        From the head of the file.
    players
        The names, made different.
    nodes
        The nodes in prefix order.
    outcomes
        Number → (name, payoffs).
    warnings
        What had to be changed on reading, in sentences.
    """

    source: SourceText
    title: str
    comment: str
    players: tuple[str, ...]
    nodes: list[NodeRecord] = field(default_factory=list)
    outcomes: dict[int, tuple[str, tuple[Fraction, ...]]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


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
    text = source.text
    head = _HEAD_PATTERN.match(text)
    if head is None:
        _explain(source, 0, _HEAD)
    named = _labels(source, head[2], head.start(2))
    if not 1 <= len(named) <= MOST_PLAYERS:
        source.fail(head.start(2), f"between 1 and {MOST_PLAYERS} players")
    players = distinct(named, "player")
    records = EfgRecords(source, unquoted(head[1]), unquoted(head[3] or ""), players)
    if players != named:
        records.warnings.append(f"players without a name of their own are now {players}")
    sets: dict[tuple[int, int], InfosetRecord] = {}
    match_node = _NODE_PATTERN.match
    position, missing = head.end(), 1
    nodes = records.nodes
    while missing:
        match = match_node(text, position)
        if match is None:
            _explain_node(source, position)
        infoset = None
        if match[1] is None:
            infoset = _set_of(records, sets, match)
            missing += len(infoset.actions)
        missing -= 1
        outcome = int(match[11])
        if match[12] is not None or match[13] is not None or outcome not in records.outcomes:
            _read_outcome(records, outcome, match)
        nodes.append((infoset, outcome))
        position = match.end()
        if progress is not None and len(nodes) % 16_384 == 0:
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
    records: EfgRecords, sets: dict[tuple[int, int], InfosetRecord], match: re.Match[str]
) -> InfosetRecord:
    if match[2] is not None:
        first, player = 3, int(match[3])
        if not 1 <= player <= len(records.players):
            records.source.fail(match.start(3), f"a player from 1 to {len(records.players)}")
    else:
        first, player = 7, 0
    number, label, inside = int(match[first + 1]), match[first + 2], match[first + 3]
    known = sets.get((player, number))
    if known is not None:
        if (inside is not None and inside != known.written) or label is not None:
            _check_again(records.source, known, match, first)
        known.nodes += 1
        return known
    if inside is None:
        records.source.fail(
            match.end(first + 1), "the actions, since the set appears here for the first time"
        )
    start = match.start(first + 3)
    chances: tuple[Fraction, ...] = ()
    if player:
        labels = _labels(records.source, inside, start)
    else:
        labels, chances = _branches(records.source, inside, start)
    if not labels:
        records.source.fail(start, "at least one action")
    actions = distinct(labels, "action")
    if actions != labels:
        records.warnings.append(
            f"{records.source.place(start)}: actions without a label of their own are now {actions}"
        )
    record = InfosetRecord(player, number, unquoted(label or ""), actions, inside, chances, 1)
    sets[player, number] = record
    return record


def _check_again(
    source: SourceText,
    known: InfosetRecord,
    match: re.Match[str],
    first: int,
) -> None:
    label, inside = match[first + 2], match[first + 3]
    if label is not None and unquoted(label) != known.name:
        source.fail(match.start(first + 2) - 1, f"the name of the set as before, {known.name!r}")
    if inside is None or inside == known.written:
        return
    start = match.start(first + 3)
    chances: tuple[Fraction, ...] = ()
    if known.player:
        labels = _labels(source, inside, start)
    else:
        labels, chances = _branches(source, inside, start)
    if distinct(labels, "action") != known.actions or chances != known.probabilities:
        source.fail(start, f"the actions of the set as before, {known.actions}")


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
