"""The say of third parties over a deal: a veto, and ratification by several bodies.

Two sides strike a deal; somebody else may block it.  A side that foresees the veto of a deal does
not propose it (veto players: Tsebelis 1995; two-level games: Putnam 1988).
"""

from __future__ import annotations

from collections.abc import Sequence

from negotiation.errors import InvalidGame
from negotiation.game import Decision, Node
from negotiation.protocols.ending import Ending, ending

__all__ = ["ratification", "veto"]


def veto(
    player: str,
    deal: Ending,
    blocked: Ending,
    *,
    information_set: str | None = "veto",
    allow: str = "allow",
    block: str = "block",
) -> Decision:
    """Return the move of a third party that may block a deal between others.

    Put it where the deal would be: behind the acceptance of an offer, in the menu of
    `ultimatum`, for instance.

    Parameters
    ----------
    player
        Who has the veto.
    deal
        What follows where it lets the deal pass.
    blocked
        What follows the veto.
    information_set
        The name of the decision, which in a game with several deals should name the deal, as in
        ``"veto | offer 1/4"``; ``None`` leaves it to be named by its history.
    allow, block
        The actions.

    Examples
    --------
    Japan and Russia would both gain from a transfer, which Washington would block: nothing is
    proposed, or what is proposed is blocked.

    >>> from negotiation import Game
    >>> from negotiation.protocols import ultimatum
    >>> from negotiation.solve import subgame_perfect
    >>> nothing = {"Japan": 0, "Russia": 0, "United States": 0}
    >>> transfer = veto("United States", {"Japan": 3, "Russia": 1, "United States": -2}, nothing)
    >>> tree = ultimatum("Japan", "Russia", {"transfer": transfer}, nothing)
    >>> game = Game(("Japan", "Russia", "United States"), tree)
    >>> {tuple(map(str, found.payoffs.values())) for found in subgame_perfect(game)}
    {('0', '0', '0')}
    """
    return Decision(player, {allow: ending(deal), block: ending(blocked)}, information_set)


def ratification(
    bodies: Sequence[str],
    deal: Ending,
    failed: Ending,
    *,
    information_set: str | None = "ratification",
    ratify: str = "ratify",
    reject: str = "reject",
) -> Node:
    """Return the ratification of a deal: it stands only if every body ratifies, in turn.

    Parameters
    ----------
    bodies
        Who must ratify, in this order; each sees that those before it did.  Nobody: the deal
        stands at once.
    deal
        What follows where all have ratified.
    failed
        What follows the first refusal.
    information_set
        The decisions are named ``"<information_set> | <body>"``; ``None`` leaves them to be named
        by their histories.
    ratify, reject
        The actions.

    Raises
    ------
    InvalidGame
        If a body is listed twice.

    Examples
    --------
    >>> tree = ratification(["Diet", "Duma"], {"Diet": 1, "Duma": -1}, {"Diet": 0, "Duma": 0})
    >>> tree
    Decision('Diet' at 'ratification | Diet': ratify, reject)
    >>> tree.actions["ratify"]
    Decision('Duma' at 'ratification | Duma': ratify, reject)
    """
    if isinstance(bodies, str):
        message = f"bodies must be a list of players such as ['Diet', 'Duma'], not {bodies!r}"
        raise InvalidGame(message)
    twice = [body for body in bodies if list(bodies).count(body) > 1]
    if twice:
        message = f"{twice[0]!r} is listed twice among the bodies that ratify"
        raise InvalidGame(message)
    node = ending(deal)
    refused = ending(failed)
    for body in reversed(bodies):
        name = None if information_set is None else f"{information_set} | {body}"
        node = Decision(body, {ratify: node, reject: refused}, name)
    return node
