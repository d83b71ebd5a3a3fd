"""An outside option: leave, and take what is to be had elsewhere, or stay.

It binds only where it is better than what staying brings; otherwise it changes nothing (Binmore,
Shaked and Sutton 1989).
"""

from __future__ import annotations

from negotiation.game import Decision
from negotiation.protocols.ending import Ending, ending

__all__ = ["outside_option"]


def outside_option(
    player: str,
    option: Ending,
    stay: Ending,
    *,
    information_set: str | None = "outside option",
    leave: str = "leave",
    remain: str = "stay",
) -> Decision:
    """Return the choice between leaving for an outside option and staying.

    Parameters
    ----------
    player
        Who may leave.
    option
        What follows leaving.
    stay
        What follows staying.
    information_set
        The name of the decision; ``None`` leaves it to be named by its history.
    leave, remain
        The actions.

    Examples
    --------
    >>> outside_option("Japan", {"Japan": 0, "Russia": 0}, {"Japan": 2, "Russia": 1})
    Decision('Japan' at 'outside option': leave, stay)
    """
    return Decision(player, {leave: ending(option), remain: ending(stay)}, information_set)
