"""Games in which everybody chooses once and unseen, from payoff matrices or arrays.

The players move one after the other in the tree, each at one information set, so that nobody
knows what the others chose (von Neumann and Morgenstern 1944).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from negotiation.errors import InvalidGame, InvalidNumber, NotSupported, count_text
from negotiation.exact import Number, exact
from negotiation.game.game import Game
from negotiation.game.tree import Decision, Node, Outcome

__all__ = ["simultaneous_game"]

LARGEST_GAME = 1_000_000
"""How many strategy combinations a game may have."""


def simultaneous_game(
    payoffs: Sequence[Any],
    *,
    players: Sequence[str] | None = None,
    strategies: Sequence[Sequence[str]] | None = None,
) -> Game:
    """Build the game in which every player chooses a strategy without knowing the others'.

    Parameters
    ----------
    payoffs
        One array a player, nested as deep as there are players: ``payoffs[p][i][j]`` is what
        player ``p`` gets when the first player chooses ``i`` and the second ``j``.  Lists,
        tuples and numpy arrays will do.
    players
        Their names; ``row`` and ``column`` for two, otherwise ``player 1``, ``player 2`` and so
        on.  A player's name is also the name of the player's information set.
    strategies
        One sequence of labels a player; ``1``, ``2`` and so on by default.

    Raises
    ------
    InvalidGame
        If the arrays differ in shape, are empty or ragged, hold something that is not a number,
        or names do not fit; the message names the player and the place.
    NotSupported
        If there are more than a million strategy combinations.

    Examples
    --------
    >>> from negotiation.game import strategic_form
    >>> chicken = simultaneous_game(
    ...     [[[6, 2], [7, 0]], [[6, 7], [2, 0]]], strategies=[["yield", "dare"]] * 2
    ... )
    >>> strategic_form(chicken).payoff({"row": "dare", "column": "yield"})
    {'row': Fraction(7, 1), 'column': Fraction(2, 1)}
    """
    names = _players(payoffs, players)
    shape = _shape(payoffs[0], len(names), names[0])
    cells = 1
    for count in shape:
        cells *= count
    if cells > LARGEST_GAME:
        message = (
            f"the arrays hold {count_text(cells)} strategy combinations, more than {LARGEST_GAME}"
        )
        raise NotSupported(message)
    labels = _labels(strategies, shape, names)
    flat = [_flat(array, shape, name) for array, name in zip(payoffs, names, strict=True)]
    level: list[Node] = [
        Outcome(dict(zip(names, numbers, strict=True))) for numbers in zip(*flat, strict=True)
    ]
    for name, own in zip(reversed(names), reversed(labels), strict=True):
        level = [
            Decision(name, dict(zip(own, level[start : start + len(own)], strict=True)), name)
            for start in range(0, len(level), len(own))
        ]
    return Game(tuple(names), level[0])


def _players(payoffs: Sequence[Any], players: Sequence[str] | None) -> list[str]:
    count = len(payoffs)
    if count == 0:
        message = "payoffs is empty; give one array a player"
        raise InvalidGame(message)
    if players is None:
        if count == 2:
            return ["row", "column"]
        return [f"player {number}" for number in range(1, count + 1)]
    if isinstance(players, str) or len(players) != count:
        message = f"there are {count} payoff arrays, but players is {players!r}"
        raise InvalidGame(message)
    return list(players)


def _is_array(value: object) -> bool:
    return hasattr(value, "__len__") and hasattr(value, "__getitem__") and type(value) is not str


def _shape(array: Any, depth: int, player: str) -> list[int]:  # noqa: ANN401 - nested lists or arrays
    shape: list[int] = []
    for level in range(depth):
        if not _is_array(array) or len(array) == 0:
            message = (
                f"the payoffs of {player!r} must be nested {depth} deep, one level a player, and "
                f"nowhere empty; at level {level + 1} there is {array!r}"
            )
            raise InvalidGame(message)
        shape.append(len(array))
        array = array[0]
    return shape


def _labels(
    strategies: Sequence[Sequence[str]] | None, shape: Sequence[int], players: Sequence[str]
) -> list[list[str]]:
    if strategies is None:
        return [[str(number) for number in range(1, count + 1)] for count in shape]
    if len(strategies) != len(shape):
        message = f"strategies has {len(strategies)} entries for {len(shape)} players"
        raise InvalidGame(message)
    labels = [list(own) for own in strategies]
    for player, own, count in zip(players, labels, shape, strict=True):
        if len(own) != count or len(set(own)) != count:
            message = (
                f"{player!r} has {count} strategies in the payoffs, but the labels are {own}; "
                "give as many different ones"
            )
            raise InvalidGame(message)
    return labels


def _flat(array: Any, shape: Sequence[int], player: str) -> list[Number]:  # noqa: ANN401 - nested lists or arrays
    numbers: list[Number] = []
    for cell in product(*(range(count) for count in shape)):
        value = array
        for level, place in enumerate(cell):
            if not _is_array(value) or len(value) != shape[level]:
                message = (
                    f"the payoffs of {player!r} do not have the shape {tuple(shape)}: after "
                    f"{cell[:level]} there must be {shape[level]} entries"
                )
                raise InvalidGame(message)
            value = value[place]
        try:
            numbers.append(exact(value))
        except InvalidNumber as error:
            message = f"the payoff of {player!r} at {cell}: {error}"
            raise InvalidGame(message) from None
    return numbers
