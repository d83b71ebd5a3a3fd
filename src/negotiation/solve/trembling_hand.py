"""Trembling-hand perfection of the agent form (Selten 1975), decided where it is linear.

A profile is trembling-hand perfect if some sequence of full-support profiles goes to it, to each
of which it is a best reply at every information set.  Where no play has more than two moves by
players, what an action brings is linear in the probabilities of the others' actions.  Then one
full-support profile ``t`` to which the profile ``s`` is a best reply is enough: ``s`` is one to
``s`` itself, hence to every mixture of ``s`` and ``t``, and these go to ``s``.  Whether there is
such a ``t`` is a linear question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported
from negotiation.exact import sign
from negotiation.game import name_text, reach_probabilities
from negotiation.game.compiled import CHANCE, OUTCOME, place_name
from negotiation.solve.assessment_formula import rational
from negotiation.solve.free_play import choice_symbol
from negotiation.solve.real_arithmetic import Deadline, Formula, Term, find, pinned

if TYPE_CHECKING:
    from negotiation.game import Game
    from negotiation.solve.equilibrium import Equilibrium

__all__ = ["fails_trembling_hand", "require_two_moves"]

Unknowns = Sequence[Sequence[Term]]


def require_two_moves(game: Game) -> None:
    """Refuse a game in which some play has more than two moves by players.

    Raises
    ------
    NotSupported
        The message names a play.
    """
    tree = game.tree
    moves = [0] * len(tree)
    for node in range(1, len(tree)):
        above = tree.parent[node]
        moves[node] = moves[above] + (tree.mover[above] != CHANCE)
        if moves[node] > 2:
            message = (
                f"the play {place_name(tree.history(node))} has more than two moves by players; "
                "trembling-hand perfection is decided where each play has at most two"
            )
            raise NotSupported(message)


def fails_trembling_hand(equilibrium: Equilibrium, deadline: Deadline) -> str | None:
    """Return why no member of a class of equilibria is trembling-hand perfect, or ``None``.

    Raises
    ------
    Undecided
        If the time limit ends the search.
    """
    import z3

    game = equilibrium.game
    tree = game.tree
    own = _profile("s", game)
    others = _profile("t", game)
    conditions = [*_distributions(own, full=False), *_distributions(others, full=True)]
    conditions += _on_path(equilibrium, own)
    at_itself, at_others = _gains(game, own), _gains(game, others)
    best: list[list[Formula]] = []
    for number, infoset in enumerate(tree.infosets):
        here: list[Formula] = []
        for place in range(len(infoset.actions)):
            for gains in (at_itself, at_others):
                here += [
                    z3.Implies(own[number][place] > 0, gains[number][place] >= other)
                    for other in gains[number]
                ]
        best.append(here)
    if find([*conditions, *(each for here in best for each in here)], deadline) is not None:
        return None
    for number, here in enumerate(best):
        if find([*conditions, *here], deadline) is None:
            name = game.information_sets.at(number).name
            played = [action for action, chance in equilibrium.profile[name].items() if chance != 0]
            return (
                f"at {name_text(name)!r} {' and '.join(map(repr, played))} is no best reply to "
                "any profile in which every action has positive probability"
            )
    return (
        "its choices are best replies to no single profile in which every action has positive "
        "probability"
    )


def _profile(name: str, game: Game) -> list[list[Term]]:
    import z3

    return [
        [z3.Real(f"{name}{number}_{place}") for place in range(len(infoset.actions))]
        for number, infoset in enumerate(game.tree.infosets)
    ]


def _distributions(unknowns: Unknowns, *, full: bool) -> list[Formula]:
    import z3

    return [
        condition
        for row in unknowns
        for condition in (
            z3.Sum(row) == 1,
            *(each > 0 if full else each >= 0 for each in row),
        )
    ]


def _on_path(equilibrium: Equilibrium, own: Unknowns) -> list[Formula]:
    """Play on the path is that of the class; its support alone where the class varies there."""
    game = equilibrium.game
    reach = reach_probabilities(equilibrium.profile)
    free = {symbol for condition in equilibrium.free for symbol in condition.free_symbols}
    conditions: list[Formula] = []
    for number, infoset in enumerate(game.tree.infosets):
        if all(reach[node] == 0 for node in infoset.nodes):
            continue
        name = game.information_sets.at(number).name
        varies = any(choice_symbol(name, action) in free for action in infoset.actions)
        for unknown, chance in zip(own[number], equilibrium.profile.table[number], strict=True):
            if varies and sign(chance) > 0:
                conditions.append(unknown > 0)
            else:
                conditions.append(pinned(unknown, chance))
    return conditions


def _gains(game: Game, unknowns: Unknowns) -> Mapping[int, list[Term]]:
    """Return what each action brings, weighted by how often the others let it be taken."""
    import z3

    tree = game.tree
    terms: dict[tuple[int, int], list[Term]] = {}
    for end, payoffs in tree.payoffs.items():
        chance = z3.RealVal(1)
        moves: list[tuple[int, int]] = []
        node = end
        while node:
            above = tree.parent[node]
            if tree.mover[above] == CHANCE:
                chance = chance * rational(tree.probability[node])
            elif tree.mover[above] != OUTCOME:
                moves.append((tree.infoset[above], node - tree.first[above]))
            node = above
        for number, place in moves:
            rest = [unknowns[other][at] for other, at in moves if other != number]
            payoff = rational(payoffs[tree.infosets[number].player])
            terms.setdefault((number, place), []).append(z3.Product([chance, payoff, *rest]))
    return {
        number: [z3.Sum(terms[number, place]) for place in range(len(infoset.actions))]
        for number, infoset in enumerate(tree.infosets)
    }
