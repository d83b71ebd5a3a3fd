"""Gambit's extensive game format (.efg): read leniently, write strictly.

The format lists the nodes of a tree in prefix order; information sets and outcomes have numbers,
and payoffs at inner nodes add to those further on (Gambit documentation, "The extensive game
file format").
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from negotiation.errors import FormatError, NegotiationError
from negotiation.formats.efg_parser import EfgRecords, InfosetRecord, Progress, parse_efg
from negotiation.formats.text import Source, fraction_text, quoted, source_text
from negotiation.game import Chance, Decision, Game, Node, Outcome, settled_game
from negotiation.game.compiled import CHANCE, OUTCOME

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
    records = parse_efg(source_text(source), progress)
    names = _set_names(records)
    ends = _ends(records)
    waiting: list[Node] = []
    for place in range(len(records.nodes) - 1, -1, -1):
        infoset = records.nodes[place][0]
        if infoset is None:
            waiting.append(ends[place])  # type: ignore[arg-type]  # an outcome at every terminal node
            continue
        width = len(infoset.actions)
        below = waiting[: -width - 1 : -1]
        del waiting[-width:]
        if infoset.player:
            player = records.players[infoset.player - 1]
            actions = dict(zip(infoset.actions, below, strict=True))
            waiting.append(Decision(player, actions, names[id(infoset)]))
        else:
            pairs = zip(infoset.probabilities, below, strict=True)
            waiting.append(Chance(dict(zip(infoset.actions, pairs, strict=True))))
    try:
        game = Game(records.players, waiting[0])
    except NegotiationError as error:
        message = f"{records.source.place(0)}: expected a sound game, but {error}"
        raise FormatError(message) from None
    return GameFile(game, records.title, records.comment, tuple(records.warnings))


def _set_names(records: EfgRecords) -> dict[int, str | None]:
    """Give every information set of several nodes a name, and no two the same."""
    sets = {id(infoset): infoset for infoset, _ in records.nodes if infoset is not None}
    decisions = [infoset for infoset in sets.values() if infoset.player]
    taken = {infoset.name for infoset in decisions}
    used: set[str] = set()
    names: dict[int, str | None] = {}
    tried: dict[str, int] = {}
    for infoset in decisions:
        name = infoset.name
        if not name and infoset.nodes == 1:
            names[id(infoset)] = None
            continue
        if not name or name in used:
            name = _new_name(infoset, records.players, taken, tried)
            records.warnings.append(
                f"information set {infoset.number} of {records.players[infoset.player - 1]!r} "
                f"({infoset.name!r}) is now {name!r}, since it needs a name of its own"
            )
            taken.add(name)
        used.add(name)
        names[id(infoset)] = name
    return names


def _new_name(
    infoset: InfosetRecord, players: tuple[str, ...], taken: set[str], tried: dict[str, int]
) -> str:
    base = infoset.name or f"{players[infoset.player - 1]} {infoset.number}"
    if not infoset.name and base not in taken:
        return base
    count = tried.get(base, 1) + 1
    while f"{base} ({count})" in taken:
        count += 1
    tried[base] = count
    return f"{base} ({count})"


_MOST_BITS = 8_000
_MOST_SUMS = 20_000_000


def _ends(records: EfgRecords) -> list[Outcome | None]:
    """Return the outcome at every terminal node: the payoffs on the way to it, added up."""
    players, outcomes = records.players, records.outcomes
    zero = (Fraction(0),) * len(players)
    made: dict[tuple[int, int], tuple[tuple[Fraction, ...], Outcome]] = {}
    sums: dict[tuple[int, int], tuple[tuple[Fraction, ...], tuple[Fraction, ...]]] = {}
    ends: list[Outcome | None] = [None] * len(records.nodes)
    gained: list[tuple[Fraction, ...]] = [zero]  # one a node still to come
    for place, (infoset, number) in enumerate(records.nodes):
        before = gained.pop()
        if infoset is not None and not number:
            gained.extend([before] * len(infoset.actions))
            continue
        total = before
        if number:
            pay = outcomes[number][1]
            if before is zero:
                total = pay
            else:
                key = (id(before), number)
                if key not in sums:  # the first part keeps the key's object alive
                    sums[key] = (before, _sum(records, before, pay, len(sums)))
                total = sums[key][1]
        if infoset is not None:
            gained.extend([total] * len(infoset.actions))
            continue
        key = (id(total), number)
        if key not in made:
            label = outcomes[number][0] if number else ""
            made[key] = (total, Outcome(dict(zip(players, total, strict=True)), label or None))
        ends[place] = made[key][1]
    return ends


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


def write_efg(game: Game, path: str | Path | None = None, *, title: str = "") -> str:
    r"""Write a game in Gambit's .efg format; every set and outcome is declared wherever it stands.

    Parameters
    ----------
    game
        A game without symbols; its guards are settled first.
    path
        Where to write the text to, in UTF-8; nowhere if left out.
    title
        The title of the game.

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

    Examples
    --------
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
    if path is not None:
        Path(path).write_text(text, encoding="utf-8", newline="")
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
            if line is None and isinstance(found, Outcome):
                key = (found.label, tuple(tree.payoffs[node]))
                if key not in outcomes:
                    pay = ", ".join(map(fraction_text, tree.payoffs[node]))
                    label = quoted(found.label or "")
                    outcomes[key] = f't "" {len(outcomes) + 1} {label} {{ {pay} }}'
                line = written[id(found)] = outcomes[key]
            lines.append(line or "")
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
