"""Gambit's extensive game format (.efg): read leniently, write strictly.

The format lists the nodes of a tree in prefix order; information sets and outcomes have numbers,
and payoffs at inner nodes add to those further on (Gambit documentation, "The extensive game
file format").
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from negotiation.errors import FormatError, NegotiationError
from negotiation.formats.efg_parser import parse_efg
from negotiation.formats.text import Source, fraction_text, in_ascii, quoted, source_text
from negotiation.game import Game, settled_game
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.prefix import END, collector_at_rest, prefix_game

if TYPE_CHECKING:
    from negotiation.formats.efg_records import EfgRecords, Progress

__all__ = ["GameFile", "load_efg", "read_efg", "write_efg"]


@dataclass(frozen=True)
class GameFile:
    """A game read from a file, with what the file says besides.

    Attributes
    ----------
    game
        The game.
    title, comment
        From the head of the file.
    warnings
        What had to be changed, such as labels that were empty or used twice, in sentences.
    """

    game: Game
    title: str = ""
    comment: str = ""
    warnings: tuple[str, ...] = ()


def read_efg(source: Source, *, progress: Progress | None = None) -> Game:
    r"""Read a game in Gambit's .efg format.

    Parameters
    ----------
    source
        A path, an open file, or the text.
    progress
        Called now and then with the characters read and the characters there are.

    Raises
    ------
    FormatError
        If the file cannot be read; file, line, column and what was expected are named.

    Notes
    -----
    Linear in the length of the file.  The names of nodes are not kept.  `load_efg` gives title,
    comment and warnings as well.

    Examples
    --------
    >>> game = read_efg('''EFG 2 R "ultimatum" { "A" "B" }
    ... p "" 1 1 "offer" { "fair" "low" } 0
    ... t "" 1 "fair" { 1, 1 }
    ... p "" 2 1 "answer" { "accept" "reject" } 0
    ... t "" 2 "low" { 3/2, 0.5 }
    ... t "" 0
    ... ''')
    >>> game.outcomes()[("low", "accept")]
    Outcome('low': A=3/2, B=1/2)
    """
    return load_efg(source, progress=progress).game


def load_efg(source: Source, *, progress: Progress | None = None) -> GameFile:
    """Read a file as `read_efg` does, and keep title, comment and warnings.

    >>> load_efg('EFG 2 R "nothing" { "A" } t "" 0').title
    'nothing'
    """
    with collector_at_rest():
        records = parse_efg(source_text(source), progress)
        movers = [player - 1 for player in records.set_players]
        moves = [line.moves for line in records.set_lines]
        sets = list(zip(movers, _set_names(records), moves, strict=True))
        try:
            game = prefix_game(records.players, sets, records.owners, *_ends(records))
        except NegotiationError as error:
            message = f"{records.source.place(0)}: expected a sound game, but {error}"
            raise FormatError(message) from None
    return GameFile(game, records.title, records.comment, tuple(records.warnings))


def _set_names(records: EfgRecords) -> list[str | None]:
    """Give every information set of several nodes a name, and no two the same."""
    written = [line.name for line in records.set_lines]
    members = Counter(records.owners)
    if not any(written) and len(written) == len(records.owners) - members[END]:
        return [None] * len(written)
    taken = {name for name, player in zip(written, records.set_players, strict=True) if player}
    used: set[str] = set()
    names: list[str | None] = []
    tried: dict[str, int] = {}
    for place, (name, player) in enumerate(zip(written, records.set_players, strict=True)):
        if not player or (not name and members[place] == 1):
            names.append(None)
            continue
        new = name
        if not name or name in used:
            number, owner = records.set_numbers[place], records.players[player - 1]
            new = _new_name(name, f"{owner} {number}", taken, tried)
            records.warnings.append(
                f"information set {number} of {owner!r} ({name!r}) is now {new!r}, since it needs "
                "a name of its own"
            )
            taken.add(new)
        used.add(new)
        names.append(new)
    return names


def _new_name(name: str, otherwise: str, taken: set[str], tried: dict[str, int]) -> str:
    base = name or otherwise
    if not name and base not in taken:
        return base
    count = tried.get(base, 1) + 1
    while f"{base} ({count})" in taken:
        count += 1
    tried[base] = count
    return f"{base} ({count})"


_MOST_BITS = 8_000
_MOST_SUMS = 20_000_000


_Ends: TypeAlias = "tuple[list[int], list[tuple[str, tuple[Fraction, ...]]]]"


def _ends(records: EfgRecords) -> _Ends:
    """Return the outcome at every terminal node by its place in a list, and that list."""
    numbers = [
        number
        for owner, number in zip(records.owners, records.numbers, strict=True)
        if owner == END
    ]
    if len(numbers) - numbers.count(0) < len(records.numbers) - records.numbers.count(0):
        return _sums(records)
    outcomes = list(records.outcomes.values())
    places = dict(zip(records.outcomes, range(len(outcomes)), strict=True))
    if 0 not in places:
        places[0] = len(outcomes)
        outcomes.append(("", (Fraction(0),) * len(records.players)))
    return list(map(places.__getitem__, numbers)), outcomes


def _sums(records: EfgRecords) -> _Ends:
    """Add up the payoffs on the way to every terminal node."""
    zero = (Fraction(0),) * len(records.players)
    places: dict[tuple[int, int], int] = {}
    made: list[tuple[str, tuple[Fraction, ...]]] = []
    sums: dict[tuple[int, int], tuple[tuple[Fraction, ...], tuple[Fraction, ...]]] = {}
    ends: list[int] = []
    gained: list[tuple[Fraction, ...]] = [zero]  # one a node still to come
    for owner, number in zip(records.owners, records.numbers, strict=True):
        before = gained.pop()
        total = before
        if number:
            pay = records.outcomes[number][1]
            if before is zero:
                total = pay
            else:
                key = (id(before), number)
                if key not in sums:  # the first part keeps the key's object alive
                    sums[key] = (before, _sum(records, before, pay, len(sums)))
                total = sums[key][1]
        if owner != END:
            gained.extend([total] * len(records.set_lines[owner].moves.actions))
            continue
        key = (id(total), number)
        if key not in places:
            places[key] = len(made)
            made.append((records.outcomes[number][0] if number else "", total))
        ends.append(places[key])
    return ends, made


def _sum(
    records: EfgRecords, before: tuple[Fraction, ...], pay: tuple[Fraction, ...], made: int
) -> tuple[Fraction, ...]:
    total = tuple(one + other for one, other in zip(before, pay, strict=True))
    longest = max(number.denominator.bit_length() for number in total)
    if longest > _MOST_BITS or (made + 1) * len(total) > _MOST_SUMS:
        records.source.refuse(
            0, "the payoffs on the way to the outcomes add up to numbers too many or too long"
        )
    return total


def write_efg(
    game: Game,
    path: str | Path | None = None,
    *,
    title: str = "",
    encoding: Literal["utf-8", "ascii"] = "utf-8",
) -> str:
    r"""Write a game in Gambit's .efg format; every set and outcome is declared wherever it stands.

    Parameters
    ----------
    game
        A game without symbols; its guards are settled first.
    path
        Where to write the text to; nowhere if left out.
    title
        The title of the game.
    encoding
        ``"ascii"`` writes letters beyond ASCII by their numbers too, as ``&#1071;``: Gambit 16
        takes no others.

    Returns
    -------
    str
        The text.  `read_efg` reads an equal game from it.

    Raises
    ------
    MissingParameter
        If symbols are left without a value.
    NotSupported
        If a number is irrational, or has thousands of digits.

    Notes
    -----
    Gambit refuses labels with white space at an end or twice in a row, and what cannot be printed;
    it misreads some backslashes.  These are written by their numbers, as ``&#32;``: Gambit takes
    the label and shows the number, and `read_efg` reads the label as it was.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": "1/3"}), "y": Outcome({"A": 0})}))
    >>> print(write_efg(game))
    EFG 2 R "" { "A" }
    ""
    <BLANKLINE>
    p "" 1 1 "" { "x" "y" } 0
    t "" 1 "" { 1/3 }
    t "" 2 "" { 0 }
    <BLANKLINE>
    """
    game = settled_game(game)
    players = " ".join(map(quoted, game.players))
    lines = [f"EFG 2 R {quoted(title)} {{ {players} }}", '""', "", *_node_lines(game), ""]
    text = "\n".join(lines)
    if encoding == "ascii":
        text = in_ascii(text)
    if path is not None:
        Path(path).write_text(text, encoding=encoding, newline="")
    return text


def _node_lines(game: Game) -> list[str]:
    tree = game.tree
    numbers: dict[int, int] = {}
    per_player = [0] * len(game.players)
    outcomes: dict[tuple[str | None, tuple[object, ...]], str] = {}
    written: dict[int, str] = {}
    chances = 0
    lines: list[str] = []
    stack = [0]
    while stack:
        node = stack.pop()
        mover = tree.mover[node]
        found = tree.nodes[node]
        if mover == OUTCOME:
            line = written.get(id(found))
            if line is None:
                label = getattr(found, "label", None)
                key = (label, tree.payoffs[node])
                if key not in outcomes:
                    pay = ", ".join(map(fraction_text, tree.payoffs[node]))
                    name = quoted(label or "")
                    outcomes[key] = f't "" {len(outcomes) + 1} {name} {{ {pay} }}'
                line = written[id(found)] = outcomes[key]
            lines.append(line)
            continue
        if mover == CHANCE:
            chances += 1
            moves = " ".join(
                f"{quoted(tree.label[child])} {fraction_text(tree.probability[child])}"
                for child in tree.children(node)
            )
            lines.append(f'c "" {chances} "" {{ {moves} }} 0')
        else:
            number = tree.infoset[node]
            infoset = tree.infosets[number]
            if number not in numbers:
                per_player[mover] += 1
                numbers[number] = per_player[mover]
            actions = " ".join(map(quoted, infoset.actions))
            name = quoted(infoset.label or "")
            lines.append(f'p "" {mover + 1} {numbers[number]} {name} {{ {actions} }} 0')
        stack.extend(reversed(tree.children(node)))
    return lines
