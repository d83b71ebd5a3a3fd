"""Nodes of .efg files of the usual form, many at a time.

One regular expression cuts a long piece of the text into nodes, each into its numbers and the
rest of its line.  Rests that are the same text mean the same, so each is read once.  Where anything
is out of the usual, nothing is decided here: the careful parser reads the file from its beginning,
and says what is wrong and where.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from negotiation.errors import FormatError
from negotiation.formats.efg_records import EfgRecords, Progress, SetLine
from negotiation.formats.text import NUMBER, SourceText, unquoted
from negotiation.game.prefix import END, Moves

__all__ = ["read_in_bulk"]

PIECE = 2**22
"""How many characters are cut into nodes at a time."""

MOST_REMEMBERED = 2**16
"""How many different rests of lines are remembered."""

_QUOTED = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_INT = r"(0|[1-9][0-9]{0,17}+)(?![0-9])\s*+"
_LABEL = r'(?:("[^"\\]*+(?:\\.[^"\\]*+)*+")\s*+)?+'
_PAYOFFS = r"(?:(\{[-+0-9.eE/,\s]*+\})\s*+)?+"
_REST = rf"((?:[^\"pct]++|{_QUOTED})*+)"
_NODE = re.compile(
    rf"(?:t\s*+{_QUOTED}\s*+{_INT}{_LABEL}{_PAYOFFS}"
    rf"|p\s*+{_QUOTED}\s*+{_INT}{_INT}{_REST}|c\s*+{_QUOTED}\s*+{_INT}{_REST})(?=[pct]\s*+\"|\Z)"
    rf"|.++",
    re.ASCII | re.DOTALL,
)
_SET = re.compile(
    rf"{_LABEL}(?:(\{{(?:[^{{}}\"]++|{_QUOTED})*+\}})\s*+)?+{_INT}{_LABEL}{_PAYOFFS}",
    re.ASCII | re.DOTALL,
)
_MOVE = re.compile(rf"\s*+({_QUOTED})\s*+(?:([-+0-9.eE/]++)[\s,]*+)?+", re.ASCII | re.DOTALL)
_CUT = re.compile(r'\n(?=[pct] ")')


class _Unusual(Exception):
    """Something that the careful parser must look at."""


class _Numbers(dict[str, Fraction]):
    """Numbers by their text; each text is read once."""

    def __init__(self, source: SourceText) -> None:
        super().__init__({"}": Fraction(0)})  # ends a list of payoffs, and is no number
        self._source = source

    def __missing__(self, text: str) -> Fraction:
        if NUMBER.fullmatch(text) is None:
            raise _Unusual
        number = self[text] = self._source.number(text, 0)
        return number


def read_in_bulk(records: EfgRecords, position: int, progress: Progress | None) -> bool:
    """Read the nodes of a file that begin at a position; say whether all were of the usual form.

    Where they were not, the records are left unfinished.
    """
    text = records.source.text
    bulk = _Bulk(records)
    try:
        while position < len(text):
            cut = _CUT.search(text, min(position + PIECE, len(text)))
            end = cut.end() if cut else len(text)
            bulk.take(_NODE.findall(text, position, end))
            position = end
            if progress is not None:
                progress(position, len(text))
    except (_Unusual, FormatError):
        return False
    bulk.finish()
    return not bulk.missing


class _Line(NamedTuple):
    """What follows the number of a set: the text, and what it says."""

    written: str
    said: SetLine
    outcome: int
    named: bool
    more: int  # how many nodes more are to come; -1 if the moves are left out


class _Bulk:
    """What is known while nodes are taken in."""

    def __init__(self, records: EfgRecords) -> None:
        self.records = records
        self.missing = 1
        self.read = _Numbers(records.source)
        self.outcomes: dict[int, tuple[str, str]] = {}  # number → label, payoffs as written
        self.pending: list[int] = []  # numbers of outcomes whose payoffs are still to be read
        self.entries: dict[tuple[str, str], tuple[str, tuple[Fraction, ...]]] = {}  # these, read
        players = [str(number + 1) for number in range(len(records.players))]
        self.movers = {"": 0} | {player: int(player) for player in players}  # "" for chance
        self.places: dict[str, dict[int, int]] = {player: {} for player in self.movers}
        self.lines: list[_Line] = []  # of a set: what follows its number
        self.parsed: dict[str, _Line] = {}

    def take(self, nodes: list[tuple[str, ...]]) -> None:
        """Take nodes as the groups of the pattern give them, those that do not fit empty."""
        outcomes, places, lines = self.outcomes, self.places, self.lines
        own, enter = self.records.owners.append, self.records.numbers.append
        missing, nowhere = self.missing, dict[int, int]()
        for end, label, payoffs, player, number, rest, chance, branches in nodes:
            if missing <= 0:
                raise _Unusual
            if end:
                outcome = int(end)
                known = outcomes.get(outcome)
                if known is None:
                    self._first(outcome, label, payoffs)
                elif payoffs != known[1] or label != known[0]:
                    self._same(outcome, label, payoffs)
                own(END)
                enter(outcome)
                missing -= 1
                continue
            key, tail = (int(number), rest) if player else (int(chance or -1), branches)
            place = places.get(player, nowhere).get(key, -1)
            if place < 0:
                place = self._set(player, key, tail)
                line = lines[place]
            else:
                line = lines[place]
                if line.written != tail:
                    line = self._again(line, tail)
            own(place)
            enter(line.outcome)
            missing += line.more
        self.missing = missing
        self._payoffs()

    def _first(self, number: int, label: str, payoffs: str) -> None:
        """Take an outcome of an unknown number; without payoffs there is only the number 0."""
        if bool(payoffs) != bool(number) or (label and not number and label != '""'):
            raise _Unusual
        if number:
            self.pending.append(number)
        self.outcomes[number] = (label, payoffs)

    def _payoffs(self) -> None:
        """Read the payoffs that are still to be read, each different text once."""
        written = list(map(self.outcomes.__getitem__, self.pending))
        new = list(set(written).difference(self.entries))
        texts = "".join([payoffs for _, payoffs in new])
        words = texts.replace("{", " ").replace("}", " } ").replace(",", " ").split()
        step = len(self.records.players) + 1
        if words[step - 1 :: step] != ["}"] * len(new) or len(words) != step * len(new):
            raise _Unusual
        numbers = list(map(self.read.__getitem__, words))
        pays = zip(*[numbers[player::step] for player in range(step - 1)], strict=True)
        names = {label: unquoted(label[1:-1]) for label, _ in new}
        entries = zip([names[label] for label, _ in new], pays, strict=True)
        self.entries.update(zip(new, entries, strict=True))
        found = map(self.entries.__getitem__, written)
        self.records.outcomes.update(zip(self.pending, found, strict=True))
        self.pending.clear()

    def _same(self, number: int, label: str, payoffs: str) -> None:
        """Check that an outcome is as before; what is left out is empty."""
        self._payoffs()
        name, pay = self.records.outcomes.get(number, ("", ()))
        if label and unquoted(label[1:-1]) != name:
            raise _Unusual
        if payoffs:
            words = payoffs[1:-1].replace(",", " ").split()
            if not number or tuple([self.read[word] for word in words]) != pay:
                raise _Unusual

    def _line(self, rest: str) -> _Line:
        """Read what follows the number of a set."""
        known = self.parsed.get(rest)
        if known is not None:
            return known
        match = _SET.fullmatch(rest)
        if match is None:
            raise _Unusual
        label, inside, written, name, payoffs = match.groups(default="")
        number = int(written)
        if number in self.outcomes:
            self._same(number, name, payoffs)
        else:
            self._first(number, name, payoffs)
        said = SetLine(unquoted(label[1:-1]), self._moves(inside) if inside else Moves(()))
        if len(self.parsed) >= MOST_REMEMBERED:
            self.parsed.clear()
        line = _Line(rest, said, number, bool(label), len(said.moves.actions) - 1)
        self.parsed[rest] = line
        return line

    def _set(self, player: str, number: int, rest: str) -> int:
        """Enter a set that appears for the first time."""
        line = self.parsed.get(rest) or self._line(rest)
        if player not in self.movers or number < 0 or line.more < 0:
            raise _Unusual
        if bool(player) == bool(line.said.moves.probabilities):
            raise _Unusual
        place = self.places[player][number] = len(self.lines)
        self.lines.append(line)
        return place

    def finish(self) -> None:
        """Enter the sets, all at once."""
        records = self.records
        records.set_lines += [line.said for line in self.lines]
        records.set_players += [0] * len(self.lines)
        records.set_numbers += records.set_players
        for player, places in self.places.items():
            mover = self.movers[player]
            for number, place in places.items():
                records.set_players[place] = mover
                records.set_numbers[place] = number

    def _again(self, known: _Line, rest: str) -> _Line:
        """Check that a set is as before; return what is known of it, with the outcome here."""
        line = self._line(rest)
        if line.named and line.said.name != known.said.name:
            raise _Unusual
        if line.more >= 0 and line.said.moves != known.said.moves:
            raise _Unusual
        return line._replace(more=known.more)

    def _moves(self, inside: str) -> Moves:
        """Read labels, each with a probability or none."""
        actions: list[str] = []
        chances: list[Fraction] = []
        at, end = 1, len(inside) - 1
        while at < end:
            match = _MOVE.match(inside, at)
            if match is None:
                raise _Unusual
            actions.append(unquoted(match[1][1:-1]))
            if match[2]:
                chances.append(self.read[match[2]])
            at = match.end()
        if not actions or len(set(actions)) < len(actions) or "" in actions:
            raise _Unusual
        if chances and (len(chances) < len(actions) or min(chances) < 0 or sum(chances) != 1):
            raise _Unusual
        return Moves(tuple(actions), tuple(chances))
