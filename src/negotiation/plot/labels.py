"""Finding room for words inside regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negotiation.drawing import LINE_HEIGHT, plain, text_of, width, wrap

__all__ = ["Column", "Room", "Words", "place_words", "wrapped"]


@dataclass(frozen=True)
class Column:
    """What stands above one value of x: the regions from below, with their ends in y."""

    x: float
    spans: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class Room:
    """A rectangle that must stay free, in the units of the axes."""

    left: float
    right: float
    low: float
    high: float


@dataclass(frozen=True)
class Words:
    """Text with its size in points."""

    text: str
    width: float
    height: float


def wrapped(text: str, size: float) -> list[Words]:
    """Return a text in several widths, from one line to one word a line."""
    found: dict[str, Words] = {}
    for widest in (400, 150, 110, 80, 60, 45, 30):
        lines = [line for part in text.split("\n") for line in wrap(plain(part), size, widest)]
        wide = max(width(line, size) for line in lines)
        written = "\n".join(text_of(line) for line in lines)
        found.setdefault(written, Words(written, wide, len(lines) * size * LINE_HEIGHT))
    return list(found.values())


def place_words(
    columns: Sequence[Column],
    label: str,
    choices: Sequence[Words],
    scale: tuple[float, float],
    taken: Sequence[Room],
) -> tuple[Words, float, float] | None:
    """Return the words that fit best into a region and their middle; ``None`` where none fit.

    Parameters
    ----------
    columns
        The regions, at equally spaced values of x.
    label
        The region.
    choices
        The words in several widths, the preferred first.
    scale
        The units of the axes a point, in x and in y.
    taken
        What must not be covered.
    """
    step = columns[1].x - columns[0].x
    for words in choices:
        across = (words.width + 8) * scale[0]
        up = (words.height + 6) * scale[1]
        for stretch in (4.0, 2.5, 1.6, 1.0):  # the more room to the sides, the better
            need = int(stretch * across / step) + 2
            found: list[tuple[float, float, float]] = []
            for start in range(len(columns) - need + 1):
                middle = (columns[start].x + columns[start + need - 1].x) / 2
                for low, high in _corridors(columns[start : start + need], label):
                    found += _heights(low, high, middle, (across, up), taken)
            if found:
                most = max(spare for spare, _, _ in found)
                best = [(x, y) for spare, x, y in found if spare >= most - 1e-9]
                return words, *best[len(best) // 2]
    return None


def _heights(
    low: float, high: float, x: float, size: tuple[float, float], taken: Sequence[Room]
) -> list[tuple[float, float, float]]:
    """Return the places for a box of a size in a corridor: the room to spare, x and y."""
    across, up = size
    if high - low < up:
        return []
    found = []
    lowest, highest = low + up / 2, high - up / 2
    for share in (4, 3, 5, 2, 6, 1, 7, 0, 8):  # from the middle to the ends
        y = lowest + (highest - lowest) * share / 8
        here = Room(x - across / 2, x + across / 2, y - up / 2, y + up / 2)
        if not any(_meet(here, room) for room in taken):
            found.append((min(y - low, high - y) / up, x, y))
    return found


def _corridors(columns: Sequence[Column], label: str) -> list[tuple[float, float]]:
    """Return the spans of y that lie in the region all along some columns."""
    spans = [(low, high) for low, high, name in columns[0].spans if name == label]
    for column in columns[1:]:
        here = [(low, high) for low, high, name in column.spans if name == label]
        spans = [
            (max(low, other_low), min(high, other_high))
            for low, high in spans
            for other_low, other_high in here
            if min(high, other_high) > max(low, other_low)
        ]
        if not spans:
            return []
    return spans


def _meet(one: Room, other: Room) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.low < other.high
        and other.low < one.high
    )
