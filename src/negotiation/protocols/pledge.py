"""A public pledge, given or not before the rest of the game.

A pledge changes nothing by itself: it matters through what later breaking it costs (commitment:
Schelling 1960; audience costs and tying hands: Fearon 1997).
"""

from __future__ import annotations

from collections.abc import Callable

from negotiation.game import Decision
from negotiation.protocols.ending import Ending, ending

__all__ = ["pledge"]


def pledge(
    player: str,
    after: Callable[[str], Ending],
    *,
    information_set: str | None = "pledge",
    give: str = "pledge",
    withhold: str = "no pledge",
) -> Decision:
    """Return the move of giving a pledge, or not, that everybody sees.

    Parameters
    ----------
    player
        Who may pledge.
    after
        The message (``give`` or ``withhold``) → what follows it.  It is called once a message,
        and should name the information sets it makes by the message.
    information_set
        The name of the decision; ``None`` leaves it to be named by its history.
    give, withhold
        The actions.

    Examples
    --------
    A pledge that costs 1 to break is kept although breaking it would bring 1/2.

    >>> from negotiation import Game
    >>> from negotiation.solve import subgame_perfect
    >>> def later(message):
    ...     gain = "-1/2" if message == "pledge" else "1/2"
    ...     actions = {"keep": ending({"Japan": 0}), "break": ending({"Japan": gain})}
    ...     return Decision("Japan", actions, f"later | {message}")
    >>> [equilibrium] = subgame_perfect(Game(("Japan",), pledge("Japan", later)))
    >>> equilibrium.profile["later | pledge"]["keep"]
    Fraction(1, 1)
    """
    return Decision(
        player,
        {message: ending(after(message)) for message in (give, withhold)},
        information_set,
    )
