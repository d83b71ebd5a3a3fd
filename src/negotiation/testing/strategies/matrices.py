"""Games in which two players choose once, unseen, from payoff matrices."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from negotiation.game import Game, simultaneous_game
from negotiation.testing.arguments import require_range, require_strategy
from negotiation.testing.strategies.numbers import payoffs as payoff_numbers

__all__ = ["bimatrix_games"]


def bimatrix_games(
    *,
    min_rows: int = 1,
    max_rows: int = 3,
    min_columns: int = 1,
    max_columns: int = 3,
    constant_sum: bool = False,
    payoffs: st.SearchStrategy[Fraction] | None = None,
) -> st.SearchStrategy[Game]:
    """Draw games of two players, ``row`` and ``column``, who choose once and unseen.

    Parameters
    ----------
    min_rows, max_rows, min_columns, max_columns
        How many strategies.
    constant_sum
        Whether the players' payoffs sum to 0.
    payoffs
        What payoffs are drawn from; by default few small numbers, so that ties are frequent.

    Raises
    ------
    InvalidNumber
        If a number is out of range.
    NotSupported
        If ``payoffs`` is no strategy.

    Examples
    --------
    >>> from hypothesis import find
    >>> game = find(bimatrix_games(min_rows=2, min_columns=2), lambda game: True)
    >>> game.information_sets["row"].actions
    ('1', '2')
    """
    rows = require_range("min_rows", min_rows, "max_rows", max_rows, least=1)
    columns = require_range("min_columns", min_columns, "max_columns", max_columns, least=1)
    if payoffs is not None:
        require_strategy("payoffs", payoffs)
    numbers = payoff_numbers() if payoffs is None else payoffs
    shapes = st.tuples(st.integers(*rows), st.integers(*columns))
    if constant_sum:
        return shapes.flatmap(lambda shape: _matrices(numbers, shape)).map(
            lambda one: simultaneous_game([one, _negative(one)])
        )
    return shapes.flatmap(
        lambda shape: st.tuples(_matrices(numbers, shape), _matrices(numbers, shape))
    ).map(simultaneous_game)


def _matrices(
    numbers: st.SearchStrategy[Fraction], shape: tuple[int, int]
) -> st.SearchStrategy[list[list[Fraction]]]:
    row = st.lists(numbers, min_size=shape[1], max_size=shape[1])
    return st.lists(row, min_size=shape[0], max_size=shape[0])


def _negative(matrix: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    return [[-number for number in row] for row in matrix]
