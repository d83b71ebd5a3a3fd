"""Where the nodes of a tree stand: a tidy layout for nodes of different sizes.

Subtrees are pushed together until their outlines touch, and a parent stands in the middle between
its first and its last child (Reingold and Tilford 1981).  Pushing from one side leaves small
subtrees on that side; the mean of the layouts from both sides is symmetric, and keeps every
distance, since distances are linear in the positions (Brandes and Koepf 2001).  Each merge walks
as many levels as the shallower side has, so the whole takes time linear in nodes and levels that
edges pass through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["levels_of", "tidy"]


@dataclass(slots=True)
class _Outline:
    """The two sides of a subtree, deepest level first; true places are entry plus offset."""

    low: list[float]
    high: list[float]
    offset: float = 0.0


def tidy(
    parent: Sequence[int],
    level: Sequence[int],
    before: Sequence[float],
    after: Sequence[float],
    gap: float,
) -> list[float]:
    """Place the nodes of a tree across its levels.

    Parameters
    ----------
    parent
        The number of the node above each node, smaller than its own; -1 at the root, node 0.
    level
        The level of each node, greater than that of its parent.
    before, after
        How far each node reaches to either side of its middle.
    gap
        The least distance between neighbours.

    Returns
    -------
    list[float]
        The middle of each node; the outermost side of all is at 0.

    Examples
    --------
    >>> tidy([-1, 0, 0], [0, 1, 1], [1, 1, 1], [1, 1, 1], gap=2)
    [3.0, 1.0, 5.0]
    """
    children: list[list[int]] = [[] for _ in parent]
    for node in range(1, len(parent)):
        children[parent[node]].append(node)
    one = _one_sided(children, level, before, after, gap)
    mirrored = [each[::-1] for each in children]
    other = _one_sided(mirrored, level, after, before, gap)
    places = [(left - right) / 2 for left, right in zip(one, other, strict=True)]
    least = min(place - side for place, side in zip(places, before, strict=True))
    return [place - least for place in places]


def _one_sided(
    children: Sequence[Sequence[int]],
    level: Sequence[int],
    before: Sequence[float],
    after: Sequence[float],
    gap: float,
) -> list[float]:
    """Place the nodes relative to the root, every subtree as far to the low side as it goes."""
    relative = [0.0] * len(children)
    outlines: dict[int, _Outline] = {}
    for node in range(len(children) - 1, -1, -1):
        outline: _Outline | None = None
        for child in children[node]:
            below = outlines.pop(child)
            below.low += [0.0 - below.offset] * (level[child] - level[node] - 1)
            below.high += [0.0 - below.offset] * (level[child] - level[node] - 1)
            if outline is None:
                outline = below
            else:
                relative[child] = _distance(outline, below, gap)
                below.offset += relative[child]
                outline = _merged(outline, below)
        if outline is None:
            outline = _Outline([], [])
        elif children[node]:
            middle = (relative[children[node][0]] + relative[children[node][-1]]) / 2
            for child in children[node]:
                relative[child] -= middle
            outline.offset -= middle
        outline.low.append(-before[node] - outline.offset)
        outline.high.append(after[node] - outline.offset)
        outlines[node] = outline
    places = [0.0] * len(children)
    for node in range(len(children)):
        for child in children[node]:
            places[child] = places[node] + relative[child]
    return places


def _distance(left: _Outline, right: _Outline, gap: float) -> float:
    shared = min(len(left.high), len(right.low))
    between = left.offset - right.offset + gap
    return (
        max(high - low for high, low in zip(left.high[-shared:], right.low[-shared:], strict=True))
        + between
    )


def _merged(left: _Outline, right: _Outline) -> _Outline:
    """Join two outlines into the longer of them, rewriting the levels that both have."""
    shared = min(len(left.low), len(right.low))
    if len(left.low) >= len(right.low):
        shift = right.offset - left.offset
        left.high[-shared:] = [entry + shift for entry in right.high[-shared:]]
        return left
    shift = left.offset - right.offset
    right.low[-shared:] = [entry + shift for entry in left.low[-shared:]]
    return right


def levels_of(parent: Sequence[int], together: Sequence[Sequence[int]]) -> list[int]:
    """Return the level of each node, with the nodes of each group on one level where possible.

    Where groups stand in each other's way (one before the other on one path, after it on
    another), the nodes that cannot be brought together keep their own levels.

    Parameters
    ----------
    parent
        As in `tidy`.
    together
        Groups of nodes.

    Examples
    --------
    >>> levels_of([-1, 0, 0, 1], [(2, 3)])
    [0, 1, 2, 2]
    """
    level = [0] * len(parent)
    for _ in range(len(together) + 1):
        moved = False
        for node in range(1, len(parent)):
            level[node] = max(level[node], level[parent[node]] + 1)
        for group in together:
            deepest = max(level[node] for node in group)
            for node in group:
                moved = moved or level[node] != deepest
                level[node] = deepest
        if not moved:
            return level
    plain_levels = [0] * len(parent)
    for node in range(1, len(parent)):
        plain_levels[node] = plain_levels[parent[node]] + 1
    return plain_levels
