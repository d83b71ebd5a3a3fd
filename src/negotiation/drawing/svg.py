"""Pictures as SVG: text that can be selected and searched, nothing that asks a network."""

from __future__ import annotations

from html import escape

from negotiation.drawing.colours import PAPER
from negotiation.drawing.shapes import Box, Path, Picture, Stroke, Text
from negotiation.drawing.words import SHIFTS, SMALL, Run

__all__ = ["svg"]

FONTS = "'DejaVu Sans', Verdana, 'Helvetica Neue', Arial, sans-serif"


def svg(picture: Picture, *, ground: str | None = PAPER) -> str:
    """Write a picture as an SVG element.

    Every shape that belongs to something carries its name as ``data-of``, so that a script can
    find the edges and nodes again.

    Parameters
    ----------
    picture
        The picture.
    ground
        The colour under it; ``None`` for none.

    Examples
    --------
    >>> from negotiation.drawing.words import plain
    >>> drawn = svg(Picture(40, 20, (Text(2, 12, plain("a < b"), 10, "#000000"),), "a picture"))
    >>> "a &lt; b" in drawn
    True
    """
    title = escape(picture.title)
    wide, high = _number(picture.width), _number(picture.height)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {wide} {high}" '
            f'width="{wide}pt" height="{high}pt" font-family="{FONTS}" aria-label="{title}" '
            'style="max-width:100%;height:auto">'
        ),
        f"<title>{title}</title>",
    ]
    if ground is not None:
        parts.append(f'<rect width="100%" height="100%" fill="{escape(ground)}"/>')
    for shape in picture.shapes:
        if isinstance(shape, Text):
            parts.append(_text(shape))
        elif isinstance(shape, Path):
            parts.append(_path(shape))
        else:
            parts.append(_box(shape))
    return "\n".join([*parts, "</svg>"])


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _of(name: str) -> str:
    return f' data-of="{escape(name)}"' if name else ""


def _stroke(stroke: Stroke | None) -> str:
    if stroke is None:
        return ""
    dashes = " ".join(map(_number, stroke.dashes))
    return f' stroke="{escape(stroke.colour)}" stroke-width="{_number(stroke.width)}"' + (
        f' stroke-dasharray="{dashes}"' if dashes else ""
    )


def _path(path: Path) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in path.points)
    return (
        f'<polyline points="{points}" fill="none" stroke-linejoin="round"'
        f"{_stroke(path.stroke)}{_of(path.name)}/>"
    )


def _box(box: Box) -> str:
    return (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}" rx="{_number(box.radius)}" '
        f'fill="{escape(box.fill or "none")}"{_stroke(box.stroke)}{_of(box.name)}/>'
    )


def _text(text: Text) -> str:
    spans = []
    back = 0.0
    for run in text.line:
        shift = -text.size * SHIFTS[run.level]
        spans.append(_span(run, text.size, shift - back))
        back = shift
    return (
        f'<text x="{_number(text.x)}" y="{_number(text.y)}" font-size="{_number(text.size)}" '
        f'fill="{escape(text.colour)}" text-anchor="{text.anchor}"'
        f"{_of(text.name)}>{''.join(spans)}</text>"
    )


def _span(run: Run, size: float, shift: float) -> str:
    style = ' font-style="italic"' if run.slanted else ""
    small = f' font-size="{_number(size * SMALL)}"' if run.level else ""
    moved = f' dy="{_number(shift)}"' if abs(shift) > 1e-9 else ""
    inside = escape(run.text)
    return f"<tspan{style}{small}{moved}>{inside}</tspan>" if style or small or moved else inside
