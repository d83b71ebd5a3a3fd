"""Lines of text as HTML, escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.drawing.words import Line, Run

__all__ = ["line_html"]


def line_html(line: Line) -> str:
    """Write a line with its slanted, raised and lowered letters.

    >>> from negotiation.drawing.words import Run
    >>> line_html((Run("c", slanted=True), Run("J", level=-1), Run(" < 2")))
    '<i>c</i><sub>J</sub> &lt; 2'
    """
    return "".join(map(_run, line))


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.slanted:
        text = f"<i>{text}</i>"
    if run.level:
        tag = "sup" if run.level > 0 else "sub"
        text = f"<{tag}>{text}</{tag}>"
    return text
