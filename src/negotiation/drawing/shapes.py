"""A picture as a list of shapes, in points, before anybody has decided what draws it.

The origin is the upper left corner; y grows downwards.  A writer of SVG, matplotlib or TikZ goes
through the list once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from negotiation.drawing.words import Line

__all__ = ["Anchor", "Box", "Path", "Picture", "Shape", "Stroke", "Text"]

Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn: colour, width, and the lengths of dashes and gaps."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text on its baseline.

    Attributes
    ----------
    x, y
        The anchor, on the baseline.
    line
        What is written.
    size
        The size of the letters.
    colour
        Their colour.
    anchor
        What part of the text stands at ``x``.
    name
        What it belongs to, such as ``"node 3"``.
    """

    x: float
    y: float
    line: Line
    size: float
    colour: str
    anchor: Anchor = "start"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    stroke: Stroke
    name: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its corners rounded where it has a radius."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    fill: str | None = None
    stroke: Stroke | None = None
    name: str = ""


Shape: TypeAlias = "Text | Path | Box"


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in the order in which they are drawn.

    Attributes
    ----------
    width, height
        The size, in points.
    shapes
        What is drawn.
    title
        What the picture shows, for readers who cannot see it.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str = ""
