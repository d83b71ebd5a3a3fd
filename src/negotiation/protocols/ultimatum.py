"""A take-it-or-leave-it offer from a menu.

One side proposes an item of a menu, or nothing; the other accepts or rejects, knowing the item.
In the subgame-perfect equilibrium the proposer gets the acceptable item that it likes best (Guth,
Schmittberger and Schwarze 1982 for the experiment; Osborne and Rubinstein 1994, section 6.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from negotiation.errors import InvalidGame
from negotiation.game import Decision, Node, When
from negotiation.protocols.ending import Ending, Move, action, ending

__all__ = ["offer_grid", "ultimatum"]


def ultimatum(
    proposer: str,
    responder: str,
    menu: Mapping[str, Move],
    disagreement: Ending,
    *,
    proposal: str = "proposal",
    answer: str = "answer",
    no_proposal: str | None = "no proposal",
    accept: str = "accept",
    reject: str = "reject",
) -> Decision:
    """Return the subtree of an ultimatum on a menu.

    Parameters
    ----------
    proposer, responder
        Who proposes, and who answers.
    menu
        Item → what follows its acceptance: payoffs, or a node (a ratification, say), or `When` a
        condition holds, which guards the proposal of the item.
    disagreement
        What follows a rejection, and no proposal.
    proposal
        The information set of the proposer.
    answer
        The information sets of the responder are named ``"<answer> | <item>"``.
    no_proposal
        The action of proposing nothing, listed first; ``None`` where the proposer must propose.
    accept, reject
        The responder's actions.

    Raises
    ------
    InvalidGame
        If there is no item and no other action, or an item has the name of ``no_proposal``.

    Examples
    --------
    >>> from negotiation import Game
    >>> from negotiation.solve import subgame_perfect
    >>> tree = ultimatum(
    ...     "Japan",
    ...     "Russia",
    ...     {"fair": {"Japan": 2, "Russia": 2}, "greedy": {"Japan": 5, "Russia": -1}},
    ...     {"Japan": 0, "Russia": 0},
    ... )
    >>> [equilibrium] = subgame_perfect(Game(("Japan", "Russia"), tree))
    >>> equilibrium.path
    ('fair', 'accept')
    """
    refused = ending(disagreement)
    actions: dict[str, Node | When] = {} if no_proposal is None else {no_proposal: refused}
    for item, move in menu.items():
        if item in actions:
            message = f"the menu has an item named {item!r}, which stands for proposing nothing"
            raise InvalidGame(message)
        accepted = move.node if isinstance(move, When) else ending(move)
        reply = Decision(responder, {accept: accepted, reject: refused}, f"{answer} | {item}")
        actions[item] = action(move, reply)
    return Decision(proposer, actions, proposal)


def offer_grid(name: str, steps: int) -> dict[str, Fraction]:
    """Return evenly spaced offers ``"<name> 0/N"`` to ``"<name> N/N"`` and their shares.

    Parameters
    ----------
    name
        The word before the fraction, which is not reduced.
    steps
        N, the number of equal steps.

    Raises
    ------
    InvalidGame
        If ``steps`` is not a whole number of at least 1.

    Examples
    --------
    >>> offer_grid("offer", 2)
    {'offer 0/2': Fraction(0, 1), 'offer 1/2': Fraction(1, 2), 'offer 2/2': Fraction(1, 1)}
    """
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 1:
        message = f"a grid of offers needs a whole number of steps, at least 1, not {steps!r}"
        raise InvalidGame(message)
    return {f"{name} {step}/{steps}": Fraction(step, steps) for step in range(steps + 1)}
