"""One Nash equilibrium where at most two players have a choice, in time of the tree's size.

Whoever has no choice anywhere moves like chance and wants nothing that matters, so the game is one
of two players, whose sequence form is as large as the tree: a linear program where payoffs sum to
a constant, otherwise Lemke's algorithm (Koller, Megiddo and von Stengel 1996).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import SolverFailed
from negotiation.game import BehaviourProfile, Chance, Decision, Game, Outcome
from negotiation.game.tree import rebuild
from negotiation.solve.certificate import NASH, certify
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.lemke import lemke
from negotiation.solve.zero_sum import zero_sum

if TYPE_CHECKING:
    from negotiation.game import Node

__all__ = ["choosers", "one_equilibrium_of_two"]

NOBODY = "nobody"
"""The name of a seat that no player takes, unless a player has it."""


def choosers(game: Game) -> list[str]:
    """List the players who have two actions to choose from somewhere.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> choosers(simultaneous_game([[[1], [0]], [[2], [5]]]))
    ['row']
    """
    numbers = {here.player for here in game.tree.infosets if len(here.actions) > 1}
    return [game.players[number] for number in sorted(numbers)]


def one_equilibrium_of_two(game: Game, *, time_limit: float = 120) -> Equilibrium:
    """Find one Nash equilibrium of a game in which at most two players have a choice, exactly.

    Parameters
    ----------
    game
        A settled game with perfect recall and rational payoffs.
    time_limit
        The seconds that Lemke's algorithm may take.

    Returns
    -------
    Equilibrium
        Certified in the game itself.

    Raises
    ------
    NotSupported
        If a payoff is irrational.
    SolverFailed
        If Lemke's algorithm ends without an answer, by its limits.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> pennies = simultaneous_game([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    >>> one_equilibrium_of_two(pennies).payoffs["row"]
    Fraction(1, 2)
    """
    seats = _seats(game)
    if seats == list(game.players):
        return _solved(game, time_limit)
    small = Game(tuple(seats), _seated(game.root, seats, choosers(game)))
    own = _solved(small, time_limit).profile
    table = tuple(
        own.table[small.information_sets[name].number]
        if name in small.information_sets
        else (Fraction(1),)
        for name in game.information_sets
    )
    profile = BehaviourProfile(game, table)
    certificate = certify(profile, NASH)
    if not certificate.holds:
        message = "an equilibrium of two seats is none of the whole game; please report this game"
        raise SolverFailed(message)
    return Equilibrium(NASH, profile, certificate)


def _solved(game: Game, time_limit: float) -> Equilibrium:
    sums = {sum(pays) for pays in game.tree.payoffs.values()}
    return zero_sum(game) if len(sums) == 1 else lemke(game, time_limit=time_limit)


def _seats(game: Game) -> list[str]:
    """Name two seats, of players with a choice as far as there are any, in the game's order."""
    deciding = choosers(game)
    idle = [player for player in game.players if player not in deciding]
    taken = {*deciding, *idle[: 2 - len(deciding)]}
    seats = [player for player in game.players if player in taken]
    return seats if len(seats) == 2 else [*seats, NOBODY if NOBODY not in seats else "somebody"]


def _seated(root: Node, seats: Sequence[str], deciding: Sequence[str]) -> Node:
    """Write the tree with payoffs of the seats alone, and moves without a choice left to chance.

    Histories stay, and with them the names of information sets.
    """

    def change(node: Node, children: Mapping[str, Node]) -> Node:
        if isinstance(node, Outcome):
            return Outcome({seat: node.payoffs.get(seat, 0) for seat in seats}, node.label)
        if isinstance(node, Decision):
            if node.player in deciding:
                return Decision(node.player, children, node.infoset)
            return Chance({action: (1, child) for action, child in children.items()})
        if isinstance(node, Chance):
            return Chance(
                {
                    label: (probability, children[label])
                    for label, (probability, _) in node.branches.items()
                }
            )
        return node

    return rebuild(root, change)
