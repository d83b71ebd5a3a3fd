"""What a drawing of a game tree shows, in words: nobody below the games knows more of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.drawing.words import Line

__all__ = ["CHANCE", "END", "Marks", "Sketch"]

CHANCE = -1
"""The mover of a chance node."""

END = -2
"""The mover where play ends."""


@dataclass(frozen=True)
class Sketch:
    """A tree ready to be drawn; nodes are numbered so that parents come before children.

    Attributes
    ----------
    players
        Their names, in the order of the payoffs.
    parent
        The number of the node above; -1 at the root, node 0.
    move
        The words of the move into each node; empty at the root.
    mover
        The number of the player who moves, `CHANCE` or `END`.
    chance
        Node after a move of chance → the probability of that move.
    payoffs
        Node where play ends → one line a player.
    result
        Node where play ends → the name of the result, where it has one.
    sets
        The information sets with several nodes.
    title
        What the tree is, in words.
    """

    players: tuple[str, ...]
    parent: tuple[int, ...]
    move: tuple[str, ...]
    mover: tuple[int, ...]
    chance: Mapping[int, Line]
    payoffs: Mapping[int, tuple[Line, ...]]
    result: Mapping[int, str]
    sets: tuple[tuple[int, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class Marks:
    """What an equilibrium adds to a tree.

    Attributes
    ----------
    played
        The nodes that are reached with positive probability.
    intended
        The nodes that would be reached by choices made where play does not come.
    mixed
        Node → the probability with which the move into it is chosen, where it is not 0 or 1.
    beliefs
        Node → how probable it is for a player who has to move somewhere in its information set.
    """

    played: frozenset[int] = frozenset()
    intended: frozenset[int] = frozenset()
    mixed: Mapping[int, Line] = field(default_factory=dict)
    beliefs: Mapping[int, Line] = field(default_factory=dict)
