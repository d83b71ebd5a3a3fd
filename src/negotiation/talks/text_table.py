"""Tables of text that keep to a width: long cells run on over several lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

__all__ = ["WIDTH", "labelled", "text_table"]

WIDTH = 78


def text_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], *, gap: int = 2
) -> str:
    """Return a table of text.

    Parameters
    ----------
    header, rows
        The cells.
    widths
        The most characters of each column; a cell that needs more is wrapped.
    gap
        The blanks between two columns.

    Examples
    --------
    >>> print(text_table(("game", "play"), [("basing_shadow", "Russia keeps")], (13, 6)))
    game           play
    -------------  ------
    basing_shadow  Russia
                   keeps
    """
    between = " " * gap
    lines = [
        *_lines(header, widths, between),
        between.join("-" * width for width in widths),
    ]
    for row in rows:
        lines += _lines(row, widths, between)
    return "\n".join(lines)


def _lines(cells: Sequence[str], widths: Sequence[int], between: str) -> list[str]:
    wrapped = [
        [part for line in cell.splitlines() or [""] for part in textwrap.wrap(line, width) or [""]]
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(map(len, wrapped))
    return [
        between.join(
            (column[place] if place < len(column) else "").ljust(width)
            for column, width in zip(wrapped, widths, strict=True)
        ).rstrip()
        for place in range(height)
    ]


def labelled(label: str, text: str, *, indent: int = 2) -> str:
    """Return a paragraph that begins with a label, its later lines indented under the first.

    >>> print(labelled("reason: ", "the game has no move for words"))
      reason: the game has no move for words
    """
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=" " * indent + label,
        subsequent_indent=" " * (indent + 2),
    )
