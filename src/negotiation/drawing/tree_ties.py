"""How the nodes of an information set are held together on the page.

Neighbours on one level stand in one dashed enclosure.  Where other nodes stand between, each part
has its own enclosure, and a dashed line in a lane beside the boxes ties the parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.drawing.sketch import Sketch

__all__ = ["Tie", "lanes_of", "ties_of"]


@dataclass(frozen=True, slots=True)
class Tie:
    """One information set on the page.

    Attributes
    ----------
    player
        The number of the player who moves there.
    level
        The level of its first node.
    parts
        Nodes in one enclosure each, in the order across the tree.
    lane
        The lane of the line that ties the parts, from 0; none is needed for one part.
    """

    player: int
    level: int
    parts: tuple[tuple[int, ...], ...]
    lane: int


def ties_of(sketch: Sketch, level: Sequence[int], across: Sequence[float]) -> list[Tie]:
    """Part the information sets into enclosures, and find lanes in which no two lines meet."""
    rows: dict[int, list[int]] = {}
    for node in sorted(range(len(level)), key=lambda node: across[node]):
        rows.setdefault(level[node], []).append(node)
    place = {node: at for row in rows.values() for at, node in enumerate(row)}
    ties: list[Tie] = []
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for group in sketch.sets:
        ordered = sorted(group, key=lambda node: (level[node], across[node]))
        parts: list[list[int]] = []
        for node in ordered:
            last = parts[-1][-1] if parts else None
            if last is not None and level[last] == level[node] and place[node] - place[last] == 1:
                parts[-1].append(node)
            else:
                parts.append([node])
        lane = 0
        if len(parts) > 1:
            depth = level[ordered[0]]
            span = (across[ordered[0]], across[ordered[-1]])
            while any(
                low <= span[1] and span[0] <= high for low, high in taken.get((depth, lane), ())
            ):
                lane += 1
            taken.setdefault((depth, lane), []).append(span)
        ties.append(
            Tie(sketch.mover[ordered[0]], level[ordered[0]], tuple(map(tuple, parts)), lane)
        )
    return ties


def lanes_of(ties: Sequence[Tie], levels: int) -> list[int]:
    """Return how many lanes each level needs."""
    lanes = [0] * levels
    for tie in ties:
        if len(tie.parts) > 1:
            lanes[tie.level] = max(lanes[tie.level], tie.lane + 1)
    return lanes
