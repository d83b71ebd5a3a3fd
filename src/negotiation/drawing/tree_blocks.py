"""How much room each node of a tree takes: its box, the words of the move into it, its payoffs.

Along the tree (down, or to the right) a node has three zones: the words of the move, the lanes in
which ties between the nodes of an information set run, and the box.  Across the tree it reaches
``before`` and ``after`` the line on which it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negotiation.drawing.sketch import CHANCE, END, Marks, Sketch
from negotiation.drawing.words import LINE_HEIGHT, Line, Run, joined, plain, width, wrap

__all__ = ["Block", "Look", "blocks_of"]


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of a drawing.

    Attributes
    ----------
    horizontal
        Whether the tree grows to the right rather than downwards.
    size
        The size of the letters, in points.
    label
        The widest a line of words may be, in sizes of the letters.
    payoff
        The widest a line of payoffs may be, in sizes of the letters.
    in_rows
        Whether the payoffs of an outcome stand side by side rather than one under the other; in
        trees that grow downwards they never do.
    """

    horizontal: bool
    size: float
    label: float
    payoff: float
    in_rows: bool

    @property
    def line(self) -> float:
        """The distance of two lines of text."""
        return self.size * LINE_HEIGHT

    @property
    def pad(self) -> float:
        """The distance of a text from the frame around it."""
        return self.size * 0.38

    @property
    def rim(self) -> float:
        """The distance of a box from the dashed line around its information set."""
        return self.size * 0.42


@dataclass(frozen=True, slots=True)
class Block:
    """The room of one node.

    Attributes
    ----------
    words
        The lines of the move into the node.
    odds
        The line with the probability of that move; empty where there is none.
    inside
        The lines of the box; for outcomes one group a player.
    box_width, box_height
        The size of the box, with the dashed line around it where there is one.
    words_width
        The width of the words and of the odds.
    before, after
        How far the node reaches across the tree.
    """

    words: tuple[Line, ...]
    odds: Line
    inside: tuple[tuple[Line, ...], ...]
    box_width: float
    box_height: float
    words_width: float
    before: float
    after: float


def blocks_of(sketch: Sketch, marks: Marks, look: Look) -> list[Block]:
    """Measure every node of a tree."""
    crowded = {node for group in sketch.sets for node in group}
    return [
        _block(sketch, marks, look, node, rim=look.rim if node in crowded else 0.0)
        for node in range(len(sketch.parent))
    ]


def _block(sketch: Sketch, marks: Marks, look: Look, node: int, *, rim: float) -> Block:
    words = tuple(wrap(plain(sketch.move[node]), look.size, look.label * look.size))
    odds = sketch.chance.get(node) or marks.mixed.get(node) or ()
    inside = _inside(sketch, marks, look, node)
    wide, high = _box_size(look, inside, end=sketch.mover[node] == END)
    wide, high = wide + 2 * rim, high + 2 * rim
    words_width = max((width(line, look.size) for line in (*words, odds)), default=0.0)
    if look.horizontal:
        above = len(words) * look.line + 0.4 * look.size if words else 0.0
        below = look.line + 0.28 * look.size if odds else 0.0
        before, after = max(above, high / 2), max(below, high / 2)
    else:
        before = after = max(words_width / 2 + 0.15 * look.size, wide / 2)
    return Block(words, odds, inside, wide, high, words_width, before, after)


def _inside(sketch: Sketch, marks: Marks, look: Look, node: int) -> tuple[tuple[Line, ...], ...]:
    mover = sketch.mover[node]
    if mover == END:
        named = sketch.result.get(node)
        head = tuple(wrap(plain(named), look.size, look.payoff * look.size)) if named else ()
        return (
            head,
            *(
                tuple(wrap(line, look.size, look.payoff * look.size))
                for line in sketch.payoffs[node]
            ),
        )
    if mover == CHANCE:
        return ((plain("chance"),),)
    lines = wrap(plain(sketch.players[mover]), look.size, look.label * look.size)
    if node in marks.beliefs:
        lines.append(joined([Run("belief "), *marks.beliefs[node]]))
    return (tuple(lines),)


def column_gap(look: Look) -> float:
    """Return the distance of payoffs that stand side by side."""
    return look.size * 0.9


def group_width(look: Look, lines: Sequence[Line]) -> float:
    """Return the width of some lines."""
    return max((width(line, look.size) for line in lines), default=0.0)


def _box_size(
    look: Look, inside: tuple[tuple[Line, ...], ...], *, end: bool
) -> tuple[float, float]:
    if not end:
        [lines] = inside
        wide = group_width(look, lines) + 2 * look.pad + look.size * 0.3
        return wide, len(lines) * look.line + 2 * look.pad * 0.7
    head, *payoffs = inside
    if look.in_rows:
        row = sum(group_width(look, lines) for lines in payoffs)
        row += column_gap(look) * (len(payoffs) - 1)
        high = max(len(lines) for lines in payoffs)
        wide = max(row, group_width(look, head))
        return wide + look.size * 0.5, (high + len(head)) * look.line + 0.2 * look.size
    wide = max(group_width(look, lines) for lines in inside)
    high = sum(len(lines) for lines in inside)
    return wide + look.size * 0.5, high * look.line + 0.2 * look.size
