"""What may follow a move of a protocol: payoffs, or a further node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from negotiation.errors import InvalidGame
from negotiation.exact import NumberLike
from negotiation.game import Chance, Decision, Node, Outcome, When

__all__ = ["Ending", "Move", "action", "ending"]

Ending: TypeAlias = Node | Mapping[str, NumberLike]
"""Payoffs by player, where play ends; or the node with which it goes on."""

Move: TypeAlias = Ending | When
"""What an action leads to: an ending, available everywhere or `When` a condition holds."""


def ending(follows: Ending) -> Node:
    """Turn payoffs into an outcome; a node stays as it is.

    Parameters
    ----------
    follows
        Payoffs by player, or a node.

    Raises
    ------
    InvalidGame
        If it is neither.

    Examples
    --------
    >>> ending({"Japan": 1, "Russia": "1/2"})
    Outcome(Japan=1, Russia=1/2)
    """
    if isinstance(follows, Decision | Chance | Outcome):
        return follows
    if isinstance(follows, Mapping):
        return Outcome(follows)
    message = (
        f"{follows!r} cannot follow a move; give payoffs such as {{'Japan': 1, 'Russia': 0}}, "
        "or a Decision, Chance or Outcome"
    )
    raise InvalidGame(message)


def action(move: Move, below: Node | None = None) -> Node | When:
    """Return what a decision needs for an action, the guard of a `When` kept.

    Parameters
    ----------
    move
        What the action leads to.
    below
        A node to stand behind the guard in place of the move's own.

    Examples
    --------
    >>> action(When(True, Outcome({"Japan": 1})), Outcome({"Japan": 2}))
    When(True, Outcome(Japan=2))
    """
    if isinstance(move, When):
        return When(move.condition, move.node if below is None else below)
    return ending(move) if below is None else below
