"""Backward induction on arrays, node by node, in whatever numbers the caller gives.

For games of many short levels, such as a long chain of states, where whole-array operations would
spend their time on starting up; with Fractions it is exact throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from negotiation.exact import sign
from negotiation.game.compiled import CHANCE, OUTCOME

if TYPE_CHECKING:
    from negotiation.game.arrays import GameArrays

__all__ = ["NARROW", "is_narrow", "sign_of", "solve_one_by_one", "worth_of"]

NARROW = 32
"""Levels with fewer nodes than this on average are solved node by node."""


def is_narrow(arrays: GameArrays) -> bool:
    """Whether the levels are short on average."""
    return len(arrays) < NARROW * (len(arrays.levels) - 1)


def worth_of(
    arrays: GameArrays,
    numbers: Sequence[Any],
    edge: int,
    player: int,
    continuation: Any,  # noqa: ANN401 - floats or exact numbers
) -> Any:  # noqa: ANN401 - as above
    """Return what a move is worth to a player if what follows is worth ``continuation``."""
    worth = continuation
    if arrays.factor is not None:
        worth = worth * numbers[arrays.factor[edge, player]]
    if arrays.stage is not None:
        worth = worth + numbers[arrays.stage[edge, player]]
    return worth


def solve_one_by_one(
    arrays: GameArrays, numbers: Sequence[Any], ties: list[int] | None = None
) -> tuple[list[tuple[Any, ...]], list[int]]:
    """Solve a game node by node, from the last to the first.

    Parameters
    ----------
    arrays
        The game.
    numbers
        What stands for the numbers of the game's table: floats, or the exact numbers themselves.
    ties
        Where given, the nodes at which moves are tied are added; for exact numbers.

    Returns
    -------
    (values, choices)
        At each node one number a player, and the place of the chosen move, -1 where nobody
        chooses.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.game.arrays import arrays_of
    >>> arrays = arrays_of(talks.basing_shadow().at("thaw"))
    >>> solve_one_by_one(arrays, arrays.numbers)[0][0][:2]
    (Fraction(15, 4), Fraction(1, 4))
    """
    players = range(len(arrays.players))
    plain = arrays.factor is None and arrays.stage is None
    first, mover = arrays.first.tolist(), arrays.mover.tolist()
    payoff = arrays.payoff.tolist()
    edges = len(arrays.label)
    target = range(1, edges + 1) if arrays.target is None else arrays.target.tolist()
    probability = [] if arrays.probability is None else arrays.probability.tolist()
    factor = None if arrays.factor is None else arrays.factor.tolist()
    stage = None if arrays.stage is None else arrays.stage.tolist()
    values: list[tuple[Any, ...]] = [()] * len(arrays)
    choices = [-1] * len(arrays)
    paid = len(payoff)
    for node in range(len(arrays) - 1, -1, -1):
        who = mover[node]
        if who == OUTCOME:
            paid -= 1
            values[node] = tuple([numbers[place] for place in payoff[paid]])
            continue
        begin, end = first[node], first[node + 1]
        below = [values[after] for after in target[begin:end]]
        if not plain:
            below = [
                _discounted(numbers, each, stage and stage[edge], factor and factor[edge])
                for edge, each in enumerate(below, begin)
            ]
        if who == CHANCE:
            shares = [numbers[place] for place in probability[begin:end]]
            weighted = [(share, each) for share, each in zip(shares, below, strict=True) if share]
            values[node] = tuple(
                [sum(each[player] * share for share, each in weighted) for player in players]
            )
            continue
        best = 0
        tied = False
        for place in range(1, end - begin):
            order = sign_of(below[place][who] - below[best][who])
            if order > 0:
                best, tied = place, False
            elif order == 0:
                tied = True
        if tied and ties is not None:
            ties.append(node)
        choices[node] = best
        values[node] = below[best]
    return values, choices


def sign_of(difference: Any) -> int:  # noqa: ANN401 - a float or an exact number
    """Return the sign of a float or an exact number."""
    if type(difference) is float:
        return (difference > 0) - (difference < 0)
    return sign(difference)


def _discounted(
    numbers: Sequence[Any],
    values: tuple[Any, ...],
    stage: Sequence[int] | None,
    factor: Sequence[int] | None,
) -> tuple[Any, ...]:
    if factor is not None:
        values = tuple(
            [value * numbers[place] for value, place in zip(values, factor, strict=True)]
        )
    if stage is not None:
        values = tuple([value + numbers[place] for value, place in zip(values, stage, strict=True)])
    return values
