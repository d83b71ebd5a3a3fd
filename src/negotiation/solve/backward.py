"""Backward induction: one pure subgame-perfect equilibrium, fast.

At every decision the mover takes an action of largest payoff, given what was found below
(Zermelo 1913; Kuhn 1953; Selten 1965).  Ties go to the action listed first.  Linear in the
number of nodes.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar, overload

from negotiation.errors import NotSupported
from negotiation.exact import Number, sign
from negotiation.game import BehaviourProfile, Game, name_text, settled_game
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.profile import pure_distribution, weighted_sum
from negotiation.game.rules import Rules
from negotiation.solve.certificate import SUBGAME_PERFECT, certify
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.states import StateEquilibrium, backward_induction_on_states

__all__ = ["backward_induction", "require_perfect_information"]

State = TypeVar("State", bound=Hashable)


@overload
def backward_induction(game: Game) -> Equilibrium: ...
@overload
def backward_induction(game: Rules[State]) -> StateEquilibrium[State]: ...
def backward_induction(game: Game | Rules[State]) -> Equilibrium | StateEquilibrium[State]:
    """Find one pure subgame-perfect equilibrium of a game with perfect information.

    Parameters
    ----------
    game
        A game without symbols, whose guards are settled first; or a game given by rules, which
        is solved as a graph of states without a tree.

    Returns
    -------
    Equilibrium or StateEquilibrium
        The equilibrium in which every tie goes to the action listed first, certified.

    Raises
    ------
    NotSupported
        If a player does not know all earlier moves somewhere (the information set is named), or
        rules let play come back to a state.
    MissingParameter
        If symbols are left without a value.
    InvalidGame
        If it is no game, or its guards leave an information set without an action.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> game = Game(
    ...     ("Japan", "Russia"),
    ...     Decision(
    ...         "Japan",
    ...         {
    ...             "offer": Decision(
    ...                 "Russia",
    ...                 {
    ...                     "accept": Outcome({"Japan": 2, "Russia": 1}),
    ...                     "reject": Outcome({"Japan": 0, "Russia": 0}),
    ...                 },
    ...                 "answer",
    ...             ),
    ...             "none": Outcome({"Japan": 0, "Russia": 0}),
    ...         },
    ...         "proposal",
    ...     ),
    ... )
    >>> backward_induction(game).path
    ('offer', 'accept')
    """
    if isinstance(game, Rules):
        return backward_induction_on_states(game)
    game = settled_game(game)
    require_perfect_information(game)
    tree = game.tree
    values: list[tuple[Number, ...]] = [()] * len(tree)
    chosen = [0] * len(tree.infosets)
    players = range(len(game.players))
    for node in range(len(tree) - 1, -1, -1):
        mover = tree.mover[node]
        if mover == OUTCOME:
            values[node] = tree.payoffs[node]
        elif mover == CHANCE:
            below = [values[child] for child in tree.children(node)]
            chances = [tree.probability[child] for child in tree.children(node)]
            values[node] = tuple(
                weighted_sum(chances, [value[player] for value in below]) for player in players
            )
        else:
            first = tree.first[node]
            best = first
            for child in range(first + 1, first + tree.width[node]):
                if sign(values[child][mover] - values[best][mover]) > 0:
                    best = child
            values[node] = values[best]
            chosen[tree.infoset[node]] = best - first
    profile = BehaviourProfile(
        game,
        tuple(
            pure_distribution(choice, len(infoset.actions))
            for choice, infoset in zip(chosen, tree.infosets, strict=True)
        ),
    )
    return Equilibrium(SUBGAME_PERFECT, profile, certify(profile, SUBGAME_PERFECT))


def require_perfect_information(game: Game) -> None:
    """Refuse a game in which somebody does not know all earlier moves.

    Raises
    ------
    NotSupported
        The message names the information set and what to use instead.
    """
    if not game.has_perfect_information:
        number = next(
            number for number, infoset in enumerate(game.tree.infosets) if len(infoset.nodes) > 1
        )
        infoset = game.information_sets.at(number)
        message = (
            f"information set {name_text(infoset.name)!r} of {infoset.player!r} has "
            f"{len(infoset.nodes)} nodes; backward induction needs perfect information; "
            "use solve.subgame_perfect"
        )
        raise NotSupported(message)
