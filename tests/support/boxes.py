"""What a renderer makes of a figure: the boxes of its texts."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Bbox

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["overlaps", "text_boxes"]


def text_boxes(axes: Axes) -> dict[str, Bbox]:
    """Return the box of every text in pixels; the runs of one line share their gid."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    renderer = FigureCanvasAgg(figure).get_renderer()
    parts: dict[str, list[Bbox]] = {}
    for place, text in enumerate(axes.texts):
        if text.get_text().strip() and text.get_visible():
            key = str(text.get_gid() or place)
            parts.setdefault(key, []).append(text.get_window_extent(renderer))
    return {name: Bbox.union(boxes) for name, boxes in parts.items()}


def overlaps(boxes: dict[str, Bbox], slack: float = 0.3) -> list[tuple[str, str]]:
    """Return the pairs of boxes that share more than ``slack`` pixels in both directions."""
    return [
        (one, other)
        for (one, first), (other, second) in combinations(boxes.items(), 2)
        if min(first.x1, second.x1) - max(first.x0, second.x0) > slack
        and min(first.y1, second.y1) - max(first.y0, second.y0) > slack
    ]
