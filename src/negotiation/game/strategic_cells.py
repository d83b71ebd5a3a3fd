"""Payoffs of every strategy combination, from one pass over the outcomes of the tree.

An outcome adds its payoffs, times the probability of its chance moves, to exactly the strategy
combinations in which every player's plan agrees with the own moves on the way to it.  Rational
payoffs are added as integers over one denominator a player.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from negotiation.game.own_moves import OwnMoves, own_moves

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game.compiled import CompiledTree
    from negotiation.game.game import Game

__all__ = ["strategic_payoffs"]

ZERO = Fraction(0)
ONE = Fraction(1)


def strategic_payoffs(
    game: Game, sets: Sequence[tuple[int, ...]], plans: Sequence[Sequence[tuple[int, ...]]]
) -> list[tuple[Number, ...]]:
    """Return one payoff a strategy combination for each player of the game.

    Parameters
    ----------
    game
        A settled game.
    sets
        For each chooser (player or agent) the information sets that plans speak of.
    plans
        For each chooser the plans: the place of the action at each set.

    Returns
    -------
    list of tuple
        For each player of the game the payoffs, the last chooser's plan varying fastest.

    Notes
    -----
    Linear in the sum over outcomes of the combinations that agree with them.
    """
    tree = game.tree
    shares = _chance_shares(tree)
    reached = [node for node in tree.payoffs if shares[node] != 0]
    cells = _agreeing_cells(tree, sets, plans, reached)
    size = 1
    for own in plans:
        size *= len(own)
    return [
        _total([shares[node] * tree.payoffs[node][player] for node in reached], cells, size)
        for player in range(len(game.players))
    ]


def _chance_shares(tree: CompiledTree) -> list[Number]:
    """Return the product of the chance probabilities on the way to each node."""
    shares: list[Number] = [ONE] * len(tree)
    for node in range(1, len(tree)):
        above = shares[tree.parent[node]]
        chance = tree.probability.get(node, ONE)
        shares[node] = above if chance == 1 else above * chance
    return shares


def _agreeing_cells(
    tree: CompiledTree,
    sets: Sequence[tuple[int, ...]],
    plans: Sequence[Sequence[tuple[int, ...]]],
    outcomes: Sequence[int],
) -> list[Sequence[int]]:
    """Return for each outcome the combinations whose plans agree with the way to it."""
    strides = [1] * len(plans)
    for chooser in range(len(plans) - 2, -1, -1):
        strides[chooser] = strides[chooser + 1] * len(plans[chooser + 1])
    cells: list[Sequence[int]] = [(0,)] * len(outcomes)
    for own_sets, own_plans, stride in zip(sets, plans, strides, strict=True):
        if len(own_plans) == 1:
            continue
        own = own_moves(tree, frozenset(own_sets))
        agreeing = _agreeing_plans(own, own_sets, own_plans, stride)
        for number, node in enumerate(outcomes):
            steps = agreeing[own.sequence[node]]
            cells[number] = [cell + step for cell in cells[number] for step in steps]
    return cells


def _agreeing_plans(
    own: OwnMoves,
    sets: Sequence[int],
    plans: Sequence[tuple[int, ...]],
    stride: int,
) -> list[list[int]]:
    """Return for each own sequence the plans that play it, as offsets into the cells."""
    index = {number: place for place, number in enumerate(sets)}
    agreeing = [list(range(len(plans)))]
    for above, infoset, place in own.moves[1:]:
        at = index[infoset]
        agreeing.append([plan for plan in agreeing[above] if plans[plan][at] == place])
    return [[plan * stride for plan in group] for group in agreeing]


def _total(
    values: Sequence[Number], cells: Sequence[Sequence[int]], size: int
) -> tuple[Number, ...]:
    rational = [value for value in values if isinstance(value, Fraction)]
    if len(rational) < len(values):
        numbers: list[Number] = [ZERO] * size
        for value, own in zip(values, cells, strict=True):
            for cell in own:
                numbers[cell] = numbers[cell] + value
        return tuple(numbers)
    scale = lcm(*(value.denominator for value in rational))
    totals = [0] * size
    for value, own in zip(rational, cells, strict=True):
        amount = value.numerator * (scale // value.denominator)
        if amount:
            for cell in own:
                totals[cell] += amount
    known = {total: Fraction(total, scale) for total in set(totals)}
    return tuple([known[total] for total in totals])
