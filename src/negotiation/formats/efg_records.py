"""What an .efg file says, before a game is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from negotiation.formats.text import SourceText
    from negotiation.game.prefix import Moves

__all__ = ["EfgRecords", "Progress", "SetLine"]

Progress: TypeAlias = "Callable[[int, int], None]"
"""Called now and then with the characters read and the characters there are."""


class SetLine(NamedTuple):
    """What a file says of an information set, or of chance nodes: name and moves."""

    name: str
    moves: Moves


@dataclass(slots=True)
class EfgRecords:
    """What an .efg file says.

    Attributes
    ----------
    title, comment
        From the head of the file.
    players
        The names, made different.
    set_players, set_numbers, set_lines
        One entry a set, in the order in which sets first appear: the number of the player (0 for
        chance), the number of the set, name and moves.
    owners
        For each node in prefix order the place of its set in these lists, or `END`.
    numbers
        For each node the number of its outcome, 0 for none.
    outcomes
        Number → (name, payoffs).
    warnings
        What had to be changed on reading, in sentences.
    """

    source: SourceText
    title: str
    comment: str
    players: tuple[str, ...]
    set_players: list[int] = field(default_factory=list)
    set_numbers: list[int] = field(default_factory=list)
    set_lines: list[SetLine] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    outcomes: dict[int, tuple[str, tuple[Fraction, ...]]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
