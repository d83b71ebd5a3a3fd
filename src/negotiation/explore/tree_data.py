"""The tree of a model as the page reads it: who moves where, its values, and its picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from negotiation.exact import format_number
from negotiation.explore.picture import picture_data
from negotiation.game import name_text
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.tree import Guard
from negotiation.model import Constraint, condition_text

if TYPE_CHECKING:
    from negotiation.explore.program import StepWriter
    from negotiation.game import Game, When

__all__ = ["tree_data"]


def tree_data(game: Game, constraints: Sequence[str], writer: StepWriter) -> dict[str, object]:
    """Write a game's tree for the page.

    Parameters
    ----------
    game
        The game with symbols.
    constraints
        The names of the model's constraints; guards are given by the place of theirs.
    writer
        Takes the payoffs, probabilities and guards.
    """
    tree = game.tree
    several = not game.has_perfect_information
    mixed = [node for node in range(1, len(tree)) if several and tree.mover[tree.parent[node]] >= 0]
    movers = {CHANCE: "chance", OUTCOME: "outcome"}
    return {
        "parent": tree.parent,
        "label": tree.label,
        "first": tree.first,
        "width": tree.width,
        "mover": [movers.get(mover, mover) for mover in tree.mover],
        "infoset": tree.infoset,
        "infosets": [
            {
                "name": name_text(game.information_sets.at(number).name),
                "player": infoset.player,
                "actions": list(infoset.actions),
                "nodes": infoset.nodes,
            }
            for number, infoset in enumerate(tree.infosets)
        ],
        "subgames": list(game.subgame_roots),
        "probability": {
            str(node): {"place": writer.place(chance), "text": format_number(chance)}
            for node, chance in tree.probability.items()
        },
        "payoffs": {
            str(node): [
                {"place": writer.place(payoff), "text": format_number(payoff)} for payoff in payoffs
            ]
            for node, payoffs in tree.payoffs.items()
        },
        "guards": {
            str(node): _guard(guard, constraints, writer) for node, guard in tree.guards.items()
        },
        "picture": picture_data(game, mixed),
    }


def _guard(guard: When, constraints: Sequence[str], writer: StepWriter) -> dict[str, object]:
    """Write a guard: which constraint it is (-1 for a plain condition) and where it holds."""
    named = isinstance(guard.condition, Constraint) and guard.name in constraints
    condition = guard.condition.condition if isinstance(guard.condition, Guard) else guard.condition
    return {
        "constraint": constraints.index(guard.name) if named else -1,
        "place": writer.place(condition),
        "text": condition_text(condition),
        "name": guard.name,
    }
