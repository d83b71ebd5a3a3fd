"""Lines of text: runs in upright, slanted, raised and lowered letters, their width, their wrapping.

A layout must know how wide a text will be before anybody draws it.  The widths are the advances of
DejaVu Sans, the letters that matplotlib draws with; it is among the widest of the sans-serif
families, so what fits in it fits in Arial, Helvetica and Liberation Sans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "LINE_HEIGHT",
    "SHIFTS",
    "SMALL",
    "Line",
    "Run",
    "joined",
    "plain",
    "text_of",
    "width",
    "wrap",
]

LINE_HEIGHT = 1.22
"""The distance of two lines, in sizes of the letters."""

SMALL = 0.72
"""The size of raised and lowered letters, in sizes of the others."""

SHIFTS = {0: 0.0, 1: 0.33, -1: -0.15}
"""How far letters of each level are raised, in sizes of the others."""

_ADVANCES = {
    0: "\u0304",
    200: "\u2009",
    278: "'ijl",
    318: "IJ ,.·’\u00a0",
    338: "/:;\\|ι",
    352: "f",
    392: "-()[]t",
    413: "!rℓ",
    460: '"',
    525: "*_`–“”sz",
    559: "?εζcLξν",
    592: "Fkχκvxyλγ",
    615: "πτPTYoδθōaāeéē",
    638: "EΣhnuσηūSbdgpqρ$0123456789{}μβ",
    660: "Kαψφ",
    702: "AVΔXZBRC",
    770: "UNHΩD",
    790: "G&OQ",
    838: "w#+<=>^~−→≤≥≠×ω",
    871: "M∈",
    1000: "%½¼¾mW@—…",
}
_WIDTHS = {letter: advance / 1000 for advance, letters in _ADVANCES.items() for letter in letters}
_UNKNOWN = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one kind.

    Attributes
    ----------
    text
        The letters.
    slanted
        Whether they are set in italics, as variables are.
    level
        1 where they are raised, -1 where lowered, else 0.
    """

    text: str
    slanted: bool = False
    level: int = 0


Line: TypeAlias = "tuple[Run, ...]"
"""A line of text, from left to right."""


def plain(text: str) -> Line:
    """Return upright text as a line.

    >>> plain("keep")
    (Run(text='keep', slanted=False, level=0),)
    """
    return (Run(text),) if text else ()


def text_of(line: Iterable[Run]) -> str:
    """Return the letters of a line without their kinds.

    >>> text_of((Run("c", slanted=True), Run("J", level=-1)))
    'cJ'
    """
    return "".join(run.text for run in line)


def width(line: Iterable[Run], size: float) -> float:
    """Return how wide a line is when its letters have a size.

    >>> width(plain("111"), 10) < width(plain("WWW"), 10)
    True
    """
    return size * sum(
        (SMALL if run.level else 1.0) * sum(_WIDTHS.get(letter, _UNKNOWN) for letter in run.text)
        for run in line
    )


def wrap(line: Line, size: float, widest: float) -> list[Line]:
    """Break a line at its spaces into lines that are at most so wide, as far as that is possible.

    A word that is wider than that stays whole.

    >>> [text_of(part) for part in wrap(plain("no economic activity"), 10, 60)]
    ['no', 'economic', 'activity']
    """
    lines: list[Line] = []
    now: list[Run] = []
    for word in _words(line):
        longer = [*now, *([Run(" ")] if now else []), *word]
        if now and width(longer, size) > widest:
            lines.append(joined(now))
            now = list(word)
        else:
            now = longer
    if now:
        lines.append(joined(now))
    return lines


def _words(line: Sequence[Run]) -> Iterator[list[Run]]:
    word: list[Run] = []
    for run in line:
        first, *rest = run.text.split(" ")
        if first:
            word.append(Run(first, run.slanted, run.level))
        for part in rest:
            if word:
                yield word
            word = [Run(part, run.slanted, run.level)] if part else []
    if word:
        yield word


def joined(runs: Iterable[Run]) -> Line:
    """Join neighbouring runs of one kind."""
    together: list[Run] = []
    for run in runs:
        last = together[-1] if together else None
        if last is not None and (last.slanted, last.level) == (run.slanted, run.level):
            together[-1] = Run(last.text + run.text, run.slanted, run.level)
        else:
            together.append(run)
    return tuple(together)
