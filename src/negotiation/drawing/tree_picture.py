"""A game tree as a picture: edges, boxes, payoffs, information sets, and a legend.

What is played is a thick line, what would be played where play does not come is a dashed one, and
every other move is thin and grey; so an equilibrium can be read off a grey print.  Players have
colours, and payoffs stand in the order of the legend.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from negotiation.drawing.colours import COLOURS, GREY, INK, INKS, PAPER, tint
from negotiation.drawing.shapes import Box, Path, Picture, Shape, Stroke, Text
from negotiation.drawing.sketch import CHANCE, END, Marks, Sketch
from negotiation.drawing.tree_blocks import column_gap, group_width
from negotiation.drawing.tree_layout import WIDTH, TreeLayout, best_layout
from negotiation.drawing.words import Run, plain, width

if TYPE_CHECKING:
    from negotiation.drawing.tree_ties import Tie

__all__ = ["tree_picture", "tree_shapes"]

MARGIN = 3.0


def tree_picture(
    sketch: Sketch,
    marks: Marks | None = None,
    *,
    horizontal: bool | None = None,
    width: float = WIDTH,
    legend: bool = True,
) -> Picture:
    """Draw a tree with the best layout for a width; see `best_layout`."""
    layout = best_layout(sketch, marks or Marks(), horizontal=horizontal, width=width - 2 * MARGIN)
    return tree_shapes(layout, legend=legend)


def tree_shapes(layout: TreeLayout, *, legend: bool = True) -> Picture:
    """Draw a layout."""
    keys, keys_width, keys_height = _legend(layout, legend=legend)
    shapes: list[Shape] = [_moved(shape, MARGIN, MARGIN) for shape in keys]
    right, down = MARGIN, MARGIN + keys_height
    if keys_width > layout.width:
        right += (keys_width - layout.width) / 2
    shapes += [_moved(shape, right, down) for shape in _tree(layout)]
    return Picture(
        max(layout.width, keys_width) + 2 * MARGIN,
        layout.height + keys_height + 2 * MARGIN,
        tuple(shapes),
        layout.sketch.title,
    )


def _moved(shape: Shape, right: float, down: float) -> Shape:
    if isinstance(shape, Path):
        points = tuple((x + right, y + down) for x, y in shape.points)
        return Path(points, shape.stroke, shape.name)
    if isinstance(shape, Box):
        return Box(
            shape.x + right,
            shape.y + down,
            shape.width,
            shape.height,
            shape.radius,
            shape.fill,
            shape.stroke,
            shape.name,
        )
    return Text(
        shape.x + right,
        shape.y + down,
        shape.line,
        shape.size,
        shape.colour,
        shape.anchor,
        shape.name,
    )


def _tree(layout: TreeLayout) -> Iterator[Shape]:
    marks = layout.marks
    count = len(layout.sketch.parent)
    for tie in layout.ties:
        yield from _tie(layout, tie)
    edges = range(1, count)
    for node in [each for each in edges if each not in marks.played]:
        yield Path(layout.edge(node), _stroke(marks, node), f"edge {node}")
    for node in sorted(marks.played - {0}):
        yield Path(layout.edge(node), _stroke(marks, node), f"edge {node}")
    for node in edges:
        yield from _words(layout, node)
    for node in range(count):
        yield from _node(layout, node)


def _stroke(marks: Marks, node: int) -> Stroke:
    if node in marks.played:
        return Stroke(INK, 2.6)
    if node in marks.intended:
        return Stroke(INK, 1.3, (5.0, 2.2))
    return Stroke(GREY, 0.7)


def _ink(player: int) -> str:
    return INKS[player % len(INKS)]


def _tie(layout: TreeLayout, tie: Tie) -> Iterator[Shape]:
    look = layout.look
    stroke = Stroke(_ink(tie.player), 0.9, (3.0, 2.0))
    name = f"set {tie.parts[0][0]}"
    corners: list[tuple[float, float, float, float]] = []
    for part in tie.parts:
        boxes = [layout.box(node) for node in part]
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right = max(box[0] + box[2] for box in boxes)
        bottom = max(box[1] + box[3] for box in boxes)
        corners.append((left, top, right, bottom))
        yield Box(left, top, right - left, bottom - top, 0.7 * look.size, None, stroke, name)
    # The line leaves each enclosure beside the edge that comes in at its middle.
    aside = (tie.lane + 1) * 0.45 * look.size
    start = layout.box_at[tie.level] - (tie.lane + 0.8) * 0.7 * look.size
    for one, other in itertools.pairwise(corners):
        if look.horizontal:
            ends = (one[1] + one[3]) / 2 + aside, (other[1] + other[3]) / 2 - aside
            points = ((one[0], ends[0]), (start, ends[0]), (start, ends[1]), (other[0], ends[1]))
        else:
            ends = (one[0] + one[2]) / 2 + aside, (other[0] + other[2]) / 2 - aside
            points = ((ends[0], one[1]), (ends[0], start), (ends[1], start), (ends[1], other[1]))
        yield Path(points, stroke, name)


def _words(layout: TreeLayout, node: int) -> Iterator[Shape]:
    look, block = layout.look, layout.blocks[node]
    played = node in layout.marks.played or node in layout.marks.intended
    colour = INK if played or not (layout.marks.played or layout.marks.intended) else "#4D4D4D"
    start = layout.words_at[layout.level[node]]
    middle = layout.across[node]
    if look.horizontal:
        x = start + 0.35 * look.size
        y = middle - 0.45 * look.size - (len(block.words) - 1) * look.line
        for place, line in enumerate(block.words):
            yield Text(x, y + place * look.line, line, look.size, colour, name=f"move {node}")
        if block.odds:
            y = middle + look.size * 1.08
            yield Text(x, y, block.odds, look.size, colour, name=f"odds {node}")
        return
    y = start + 0.3 * look.size + 0.82 * look.size
    lines = [*block.words, *([block.odds] if block.odds else [])]
    high = len(lines) * look.line + 0.1 * look.size
    wide = max(width(line, look.size) for line in lines) + 0.2 * look.size
    yield Box(
        middle - wide / 2, start + 0.25 * look.size, wide, high, fill=PAPER, name=f"ground {node}"
    )
    for place, line in enumerate(lines):
        name = f"odds {node}" if place == len(block.words) else f"move {node}"
        yield Text(middle, y + place * look.line, line, look.size, colour, "middle", name)


def _node(layout: TreeLayout, node: int) -> Iterator[Shape]:
    look, block, mover = layout.look, layout.blocks[node], layout.sketch.mover[node]
    left, top, wide, high = layout.box(node)
    if mover == END:
        yield from _payoffs(layout, node)
        return
    rim = look.rim if any(node in part for tie in layout.ties for part in tie.parts) else 0.0
    left, top, wide, high = left + rim, top + rim, wide - 2 * rim, high - 2 * rim
    colour = "#F2F2F2" if mover == CHANCE else tint(COLOURS[mover % len(COLOURS)], 0.18)
    edge = GREY if mover == CHANCE else _ink(mover)
    radius = high / 2 if mover == CHANCE else 0.3 * look.size
    yield Box(left, top, wide, high, radius, colour, Stroke(edge, 0.9), f"node {node}")
    ink = "#4D4D4D" if mover == CHANCE else _ink(mover)
    y = top + 0.7 * look.pad + 0.87 * look.size
    for place, line in enumerate(block.inside[0]):
        written = tuple(Run(run.text, mover == CHANCE, run.level) for run in line)
        yield Text(
            left + wide / 2,
            y + place * look.line,
            written,
            look.size,
            ink,
            "middle",
            f"player {node}",
        )


def _payoffs(layout: TreeLayout, node: int) -> Iterator[Shape]:
    look, block = layout.look, layout.blocks[node]
    left, top, wide, _ = layout.box(node)
    head, *payoffs = block.inside
    y = top + 0.1 * look.size + 0.87 * look.size
    x = left + 0.3 * look.size if look.horizontal else left + wide / 2
    anchor = "start" if look.horizontal else "middle"
    for line in head:
        yield Text(x, y, line, look.size, INK, anchor, f"result {node}")  # type: ignore[arg-type]  # one of the two
        y += look.line
    for player, lines in enumerate(payoffs):
        name = f"payoff {node} {player}"
        row = y
        for line in lines:
            yield Text(x, row, line, look.size, _ink(player), anchor, name)  # type: ignore[arg-type]  # as above
            row += look.line
        if look.in_rows:
            x += group_width(look, lines) + column_gap(look)
        else:
            y = row


def _legend(layout: TreeLayout, *, legend: bool) -> tuple[list[Shape], float, float]:
    """Return the shapes of the legend, and its size; it is as wide as the tree if it can be."""
    if not legend:
        return [], 0.0, 0.0
    look, marks = layout.look, layout.marks
    size = look.size
    entries: list[tuple[str, Stroke | str]] = [
        (f"{'payoff of ' if place == 0 else ''}{player}", _ink(place))
        for place, player in enumerate(layout.sketch.players)
    ]
    if marks.played:
        entries.append(("played", Stroke(INK, 2.6)))
    if marks.intended:
        entries.append(("would be played", Stroke(INK, 1.3, (5.0, 2.2))))
    if layout.ties:
        entries.append(("cannot be told apart", Stroke(GREY, 0.9, (3.0, 2.0))))
    shapes: list[Shape] = []
    x, y, widest = 0.0, 0.0, 0.0
    for words, key in entries:
        line = plain(words)
        key_width = 0.8 * size if isinstance(key, str) else 2.2 * size
        need = key_width + 0.4 * size + width(line, size)
        if x and x + need > max(layout.width, WIDTH - 2 * MARGIN):
            x, y = 0.0, y + look.line * 1.1
        middle = y + 0.5 * size
        if isinstance(key, str):
            shapes.append(Box(x, middle - 0.4 * size, 0.8 * size, 0.8 * size, 1.0, key))
        else:
            shapes.append(Path(((x, middle), (x + key_width, middle)), key))
        text_x = x + key_width + 0.4 * size
        colour = key if isinstance(key, str) else INK
        shapes.append(Text(text_x, y + 0.86 * size, line, size, colour, name=f"legend {words}"))
        widest = max(widest, x + need)
        x += need + 1.4 * size
    return shapes, widest, y + look.line * 1.1 + 0.9 * size
