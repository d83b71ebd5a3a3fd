"""Shapes drawn with matplotlib, true to their size in points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.drawing import SHIFTS, SMALL, Box, Path, Picture, Stroke, Text, width
from negotiation.plot.style import figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw", "picture_axes"]

POINTS = 72.0


def picture_axes(picture: Picture, axes: Axes | None) -> Axes:
    """Draw a picture on new axes of its own size, or as large as given axes allow."""
    if axes is None:
        figure = figure_of(picture.width / POINTS, picture.height / POINTS)
        axes = figure.add_axes((0, 0, 1, 1))
    box = axes.get_window_extent()
    scale = axes.get_figure(root=True).dpi / POINTS  # type: ignore[union-attr]  # drawn axes have a figure
    room = box.width / scale, box.height / scale
    ratio = min(room[0] / picture.width, room[1] / picture.height)
    wide, high = room[0] / ratio, room[1] / ratio
    left, top = (wide - picture.width) / 2, (high - picture.height) / 2
    axes.set_xlim(-left, wide - left)
    axes.set_ylim(high - top, -top)
    axes.axis("off")
    draw(picture, axes, ratio)
    return axes


def draw(picture: Picture, axes: Axes, ratio: float) -> None:
    """Draw the shapes; one unit of the axes is a point of the picture.

    Parameters
    ----------
    picture
        What is drawn.
    axes
        Where.
    ratio
        How many points on paper a point of the picture takes.
    """
    for order, shape in enumerate(picture.shapes):
        layer = 2 + order * 1e-4
        if isinstance(shape, Path):
            _path(shape, axes, ratio, layer)
        elif isinstance(shape, Box):
            _box(shape, axes, ratio, layer)
        else:
            _text(shape, axes, ratio, layer, f"{shape.name or 'text'} #{order}")


def _dashes(stroke: Stroke) -> object:
    if not stroke.dashes:
        return "solid"
    return 0, [length / stroke.width for length in stroke.dashes]


def _path(path: Path, axes: Axes, ratio: float, layer: float) -> None:
    axes.plot(
        [x for x, _ in path.points],
        [y for _, y in path.points],
        color=path.stroke.colour,
        linewidth=path.stroke.width * ratio,
        linestyle=_dashes(path.stroke),
        solid_joinstyle="round",
        solid_capstyle="butt",
        zorder=layer,
        gid=path.name or None,
    )


def _box(box: Box, axes: Axes, ratio: float, layer: float) -> None:
    from matplotlib.patches import FancyBboxPatch, Rectangle

    stroke = box.stroke
    style = {
        "facecolor": box.fill or "none",
        "edgecolor": stroke.colour if stroke else "none",
        "linewidth": stroke.width * ratio if stroke else 0.0,
        "linestyle": _dashes(stroke) if stroke else "solid",
        "zorder": layer,
        "gid": box.name or None,
    }
    if not box.radius:
        axes.add_patch(Rectangle((box.x, box.y), box.width, box.height, **style))  # type: ignore[arg-type]  # styles by name
        return
    radius = min(box.radius, box.width / 2, box.height / 2)
    axes.add_patch(
        FancyBboxPatch(
            (box.x, box.y),
            box.width,
            box.height,
            boxstyle=f"round,pad=0,rounding_size={radius}",
            mutation_aspect=1.0,
            **style,  # type: ignore[arg-type]  # as above
        )
    )


def _text(text: Text, axes: Axes, ratio: float, layer: float, gid: str) -> None:
    x = text.x
    if text.anchor != "start":
        x -= width(text.line, text.size) * (0.5 if text.anchor == "middle" else 1.0)
    for run in text.line:
        small = SMALL if run.level else 1.0
        shift = text.size * SHIFTS[run.level]
        axes.text(
            x,
            text.y - shift,
            run.text.replace("$", r"\$"),
            fontsize=text.size * small * ratio,
            fontfamily="DejaVu Sans",
            fontstyle="italic" if run.slanted else "normal",
            color=text.colour,
            ha="left",
            va="baseline",
            zorder=layer,
            gid=gid,  # the runs of one line share it
        )
        x += width((run,), text.size)
