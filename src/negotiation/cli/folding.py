"""Text broken to the width of a terminal; formulas break behind a sign, never inside a name."""

from __future__ import annotations

import re
import textwrap

__all__ = ["folded"]


def folded(text: str, width: int, *, initial_indent: str, subsequent_indent: str) -> list[str]:
    """Break a text into lines, as `textwrap.wrap` does where every word fits on a line.

    A longer one is a formula without blanks, and is broken behind ``*`` and ``/``.

    >>> folded("pays 2*treaty_gain*probability/cost", 20, initial_indent="", subsequent_indent="  ")
    ['pays 2*treaty_gain*', '  probability/cost']
    """
    room = width - max(len(initial_indent), len(subsequent_indent))
    if all(len(word) <= room for word in text.split()):
        return textwrap.wrap(
            text, width, initial_indent=initial_indent, subsequent_indent=subsequent_indent
        )
    lines: list[str] = []
    now = initial_indent
    empty = True
    for word in text.split():
        pieces = re.findall(r"[^*/]*[*/]+|[^*/]+", word) if len(word) > room else [word]
        for place, piece in enumerate(pieces):
            glue = " " if place == 0 and not empty else ""
            if not empty and len(now) + len(glue) + len(piece) > width:
                lines.append(now)
                now, glue = subsequent_indent, ""
            now += glue + piece
            empty = False
    return [*lines, now]
