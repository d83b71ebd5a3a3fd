"""Where everything in a drawing of a game tree stands; nothing is drawn yet.

A `TreeLayout` has the place of every node, edge and information set in points, and knows neither
matplotlib nor SVG.  Positions across the tree come from `tidy`; along the tree each level is as
long as its longest node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiation.drawing.tidy import levels_of, tidy
from negotiation.drawing.tree_blocks import Block, Look, blocks_of
from negotiation.drawing.tree_ties import Tie, lanes_of, ties_of

if TYPE_CHECKING:
    from negotiation.drawing.sketch import Marks, Sketch

__all__ = ["SIZES", "WIDTH", "TreeLayout", "best_layout", "lay_out"]

WIDTH = 16 / 2.54 * 72
"""The width of a page's text in points: 16 cm."""

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
"""The sizes of letters that are tried, the largest first."""


@dataclass(frozen=True)
class TreeLayout:
    """The places of nodes, in points, the origin in the upper left corner.

    Attributes
    ----------
    sketch, marks
        What is drawn.
    look
        The measures it was laid out with.
    blocks
        The room of each node.
    level
        The level of each node.
    across
        The middle of each node across the tree.
    box_at
        For each level, where the boxes begin along the tree.
    words_at
        For each level, where the words of the moves begin along the tree.
    ties
        How the nodes of the information sets are held together.
    width, height
        The size of the drawing.
    """

    sketch: Sketch
    marks: Marks
    look: Look
    blocks: tuple[Block, ...]
    level: tuple[int, ...]
    across: tuple[float, ...]
    box_at: tuple[float, ...]
    words_at: tuple[float, ...]
    ties: tuple[Tie, ...]
    width: float
    height: float

    def box(self, node: int) -> tuple[float, float, float, float]:
        """Return the box of a node: left, top, width, height, with the rim of its set."""
        block = self.blocks[node]
        start = self.box_at[self.level[node]]
        middle = self.across[node]
        if self.look.horizontal:
            return start, middle - block.box_height / 2, block.box_width, block.box_height
        return middle - block.box_width / 2, start, block.box_width, block.box_height

    def point(self, along: float, across: float) -> tuple[float, float]:
        """Return the point at a place along and across the tree."""
        return (along, across) if self.look.horizontal else (across, along)

    def edge(self, node: int) -> tuple[tuple[float, float], ...]:
        """Return the line from the parent of a node to its box."""
        parent = self.sketch.parent[node]
        above = self.blocks[parent]
        length = above.box_width if self.look.horizontal else above.box_height
        start = self.box_at[self.level[parent]] + length
        bend = self.words_at[self.level[parent] + 1]
        middle = self.across[node]
        return (
            self.point(start, self.across[parent]),
            self.point(bend, middle),
            self.point(self.box_at[self.level[node]], middle),
        )


def lay_out(sketch: Sketch, marks: Marks, look: Look) -> TreeLayout:
    """Place a tree with given measures.

    Takes time linear in the number of nodes, and in that of levels that edges pass through.
    """
    blocks = blocks_of(sketch, marks, look)
    level = levels_of(sketch.parent, sketch.sets)
    gap = 0.35 * look.size if look.horizontal else 0.9 * look.size
    across = tidy(
        sketch.parent,
        level,
        [block.before for block in blocks],
        [block.after for block in blocks],
        gap,
    )
    ties = ties_of(sketch, level, across)
    lanes = lanes_of(ties, max(level) + 1)
    reach = _reaches(sketch, level, across)
    along = 0.0
    words_at: list[float] = []
    box_at: list[float] = []
    for depth, nodes in enumerate(_by_level(level)):
        if depth:
            along += _slant(look, reach[depth])
        words_at.append(along)
        along += _words_length(look, [blocks[node] for node in nodes])
        along += lanes[depth] * 0.7 * look.size + (0.5 * look.size if lanes[depth] else 0.0)
        box_at.append(along)
        along += max(
            blocks[node].box_width if look.horizontal else blocks[node].box_height for node in nodes
        )
    breadth = max(place + block.after for place, block in zip(across, blocks, strict=True))
    wide, high = (along, breadth) if look.horizontal else (breadth, along)
    return TreeLayout(
        sketch,
        marks,
        look,
        tuple(blocks),
        tuple(level),
        tuple(across),
        tuple(box_at),
        tuple(words_at),
        tuple(ties),
        wide,
        high,
    )


def _by_level(level: Sequence[int]) -> list[list[int]]:
    nodes: list[list[int]] = [[] for _ in range(max(level) + 1)]
    for node, depth in enumerate(level):
        nodes[depth].append(node)
    return nodes


def _reaches(sketch: Sketch, level: Sequence[int], across: Sequence[float]) -> list[float]:
    """Return for each level how far its edges go across at most."""
    reach = [0.0] * (max(level) + 2)
    for node in range(1, len(level)):
        parent = sketch.parent[node]
        begins = level[parent] + 1
        reach[begins] = max(reach[begins], abs(across[node] - across[parent]))
    return reach


def _slant(look: Look, reach: float) -> float:
    """Return the length of the slanted part of edges: longer where they go far across."""
    if look.horizontal:
        return min(max(1.4 * look.size, 0.1 * reach), 4 * look.size)
    return min(max(1.4 * look.size, 0.14 * reach), 4.5 * look.size)


def _words_length(look: Look, blocks: Sequence[Block]) -> float:
    if look.horizontal:
        longest = max(block.words_width for block in blocks)
        return longest + 0.9 * look.size if longest else 0.0
    lines = max(len(block.words) + bool(block.odds) for block in blocks)
    return lines * look.line + 0.7 * look.size if lines else 0.0


def best_layout(
    sketch: Sketch,
    marks: Marks,
    *,
    horizontal: bool | None = None,
    width: float = WIDTH,
) -> TreeLayout:
    """Place a tree with the largest letters that fit a width.

    Parameters
    ----------
    sketch, marks
        What is drawn.
    horizontal
        Whether the tree grows to the right rather than downwards; left out, as takes less room.
    width
        The width of the page, in points.

    Returns
    -------
    TreeLayout
        Of those with the largest letters that fit, the one with the smallest page.  Where none
        fits with letters of 7 points, the narrowest with those.
    """
    ways = (False, True) if horizontal is None else (horizontal,)
    narrowest: TreeLayout | None = None
    for size in SIZES:
        fitting: list[TreeLayout] = []
        for look in _looks(ways, size):
            found = lay_out(sketch, marks, look)
            if found.width <= width:
                fitting.append(found)
            elif narrowest is None or found.width < narrowest.width or size < narrowest.look.size:
                narrowest = found
        if fitting:
            return min(fitting, key=_cost)
    if narrowest is None:  # pragma: no cover - there is always a size that was tried
        message = "no layout was tried"
        raise AssertionError(message)
    return narrowest


def _looks(ways: Sequence[bool], size: float) -> list[Look]:
    return [
        Look(way, size, label, payoff, in_rows)
        for way in ways
        for label in (14.0, 9.0, 6.0)
        for payoff in (22.0, 14.0, 9.0)
        for in_rows in ((True, False) if way else (False,))
    ]


def _cost(layout: TreeLayout) -> float:
    """Return how much page a layout takes; tall ones are charged for their height twice."""
    lines = sum(len(block.words) for block in layout.blocks)
    return layout.height * WIDTH + layout.height**2 * 0.5 + lines * 20
