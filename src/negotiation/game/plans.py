"""Plans: what a player would do at each own information set.

A full plan names an action everywhere.  A reduced plan leaves open what the player's own earlier
moves exclude; with perfect recall these moves are known from the set alone (Kuhn 1953).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from negotiation.game.information import name_text

if TYPE_CHECKING:
    from negotiation.game.game import Game
    from negotiation.game.own_moves import OwnMoves

__all__ = [
    "OPEN",
    "Plan",
    "full_count",
    "full_plans",
    "plan_labels",
    "reduced_count",
    "reduced_plans",
    "sets_of_players",
]

OPEN = -1
"""What a plan says where the player's own earlier moves exclude the information set."""

Plan: TypeAlias = "tuple[int, ...]"
"""The place of an action at each of a player's information sets."""


def sets_of_players(game: Game) -> list[tuple[int, ...]]:
    """Return the numbers of each player's information sets."""
    sets: list[list[int]] = [[] for _ in game.players]
    for number, infoset in enumerate(game.tree.infosets):
        sets[infoset.player].append(number)
    return [tuple(own) for own in sets]


def _places(game: Game, sets: Sequence[int]) -> list[range]:
    return [range(len(game.tree.infosets[number].actions)) for number in sets]


def full_count(game: Game, sets: Sequence[int]) -> int:
    """Return how many full plans there are for some information sets."""
    count = 1
    for places in _places(game, sets):
        count *= len(places)
    return count


def full_plans(game: Game, sets: Sequence[int]) -> list[Plan]:
    """List the plans with an action at every one of some information sets."""
    return list(product(*_places(game, sets)))


def reduced_count(game: Game, sets: Sequence[int], own: OwnMoves) -> int:
    """Return how many reduced plans a player with perfect recall has, without listing them."""
    below: dict[tuple[int, int], int] = {}
    total = 1
    for number in reversed(sets):  # sets further down first
        ways = sum(
            below.get((number, place), 1)
            for place in range(len(game.tree.infosets[number].actions))
        )
        before = own.before[number]
        if before is None:
            total *= ways
        else:
            below[before] = below.get(before, 1) * ways
    return total


def reduced_plans(game: Game, sets: Sequence[int], own: OwnMoves) -> list[Plan]:
    """List the plans that leave sets open which the player's own earlier moves exclude."""
    index = {number: place for place, number in enumerate(sets)}
    partial: list[list[int]] = [[]]
    for number in sets:
        before = own.before[number]
        grown: list[list[int]] = []
        for plan in partial:
            if before is not None and plan[index[before[0]]] != before[1]:
                plan.append(OPEN)
                grown.append(plan)
                continue
            count = len(game.tree.infosets[number].actions)
            grown.extend([*plan, place] for place in range(count - 1))
            plan.append(count - 1)
            grown.append(plan)
        partial = grown
    return [tuple(plan) for plan in partial]


def plan_labels(game: Game, sets: Sequence[int], plans: Sequence[Plan]) -> tuple[str, ...]:
    """Write plans as text, no two alike; sets with a single action are left out."""
    infosets = game.tree.infosets
    if len(sets) == 1:
        return tuple(infosets[sets[0]].actions[plan[0]] for plan in plans)
    if len(plans) == 1:
        return ("the only strategy" if sets else "no move",)
    shown = [
        (place, infosets[number].actions, _name(game, number))
        for place, number in enumerate(sets)
        if len(infosets[number].actions) > 1
    ]
    said = [
        [
            (sets[place], name, actions[plan[place]])
            for place, actions, name in shown
            if plan[place] != OPEN
        ]
        for plan in plans
    ]
    labels = tuple("; ".join(f"{name}: {action}" for _, name, action in pairs) for pairs in said)
    if len(set(labels)) == len(labels):
        return labels
    # Names with colons or semicolons can make two plans read alike; quoted, numbered ones cannot.
    return tuple(repr(pairs) for pairs in said)


def _name(game: Game, number: int) -> str:
    """Name an information set shortly: a set without a label by its number if its history is long.

    Written out in every plan, histories would take room with the cube of the moves in a row.
    """
    tree = game.tree
    node = tree.infosets[number].nodes[0]
    for _ in range(LONGEST_HISTORY):
        node = max(tree.parent[node], 0)
    if tree.infosets[number].label is None and node:
        return f"set {number}"
    return name_text(game.information_sets.at(number).name)


LONGEST_HISTORY = 6
"""How many moves may lead to an information set that is named by its history."""
