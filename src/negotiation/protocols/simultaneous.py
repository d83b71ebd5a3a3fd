"""A simultaneous move: everybody chooses without seeing the others' choices.

In the tree the players move in turn, each at one information set over all choices before (von
Neumann and Morgenstern 1944).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import cast

from negotiation.errors import InvalidGame
from negotiation.game import Decision, Node
from negotiation.protocols.ending import Ending, ending

__all__ = ["simultaneous_move"]


def simultaneous_move(
    actions: Mapping[str, Sequence[str]],
    follows: Callable[[tuple[str, ...]], Ending],
    *,
    information_sets: Mapping[str, str] | None = None,
) -> Decision:
    """Return the subtree in which some players choose at the same time.

    Parameters
    ----------
    actions
        Player → actions, in the order in which the tree lists the players.
    follows
        The choices, one a player in that order → what follows them.
    information_sets
        Player → the name of its information set; left out, the player's name.  Names must differ
        from those elsewhere in the game.

    Raises
    ------
    InvalidGame
        If there is no player, or a player has no action or lists one twice.

    Examples
    --------
    >>> from negotiation import Game
    >>> def stag_hunt(choices):
    ...     both = choices == ("stag", "stag")
    ...     return {
    ...         "A": 2 if both else int(choices[0] == "hare"),
    ...         "B": 2 if both else int(choices[1] == "hare"),
    ...     }
    >>> tree = simultaneous_move({"A": ("stag", "hare"), "B": ("stag", "hare")}, stag_hunt)
    >>> game = Game(("A", "B"), tree)
    >>> len(game.information_sets), game.has_perfect_information, len(game.subgames())
    (2, False, 1)
    """
    if not actions:
        message = "a simultaneous move needs at least one player with actions"
        raise InvalidGame(message)
    for player, own in actions.items():
        if not own or len(set(own)) != len(own):
            message = f"{player!r} needs at least one action, each once, not {list(own)!r}"
            raise InvalidGame(message)
    level: list[Node] = [ending(follows(choices)) for choices in product(*actions.values())]
    names = information_sets or {}
    for player, own in reversed(list(actions.items())):
        level = [
            Decision(
                player,
                dict(zip(own, level[start : start + len(own)], strict=True)),
                names.get(player, player),
            )
            for start in range(0, len(level), len(own))
        ]
    return cast("Decision", level[0])
