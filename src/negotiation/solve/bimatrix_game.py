"""A bimatrix game: two exact payoff matrices, and who could gain by deviating.

Rows are the first player's strategies, columns the second's.  A pair of mixed strategies is an
equilibrium iff neither player has a positive regret (Nash 1951).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

from negotiation.errors import InvalidGame, InvalidNumber, NotSupported
from negotiation.exact import exact

__all__ = ["BimatrixGame", "Matrix", "MixedPair", "best_replies", "bimatrix_game"]

Matrix: TypeAlias = "tuple[tuple[Fraction, ...], ...]"

MixedPair: TypeAlias = "tuple[tuple[Fraction, ...], tuple[Fraction, ...]]"
"""A mixed strategy of each player: one probability a strategy."""


@dataclass(frozen=True)
class BimatrixGame:
    """Two payoff matrices of the same shape, in Fractions.

    Build one with `bimatrix_game`.

    Attributes
    ----------
    first, second
        The players' payoffs; rows are the first player's strategies.
    """

    first: Matrix
    second: Matrix

    @property
    def shape(self) -> tuple[int, int]:
        """How many strategies each player has."""
        return len(self.first), len(self.first[0])

    def regrets(self, pair: MixedPair) -> tuple[Fraction, Fraction]:
        """Return what each player could gain by the best deviation from a pair of strategies.

        >>> game = bimatrix_game([[1, 0], [0, 1]], [[0, 1], [1, 0]])
        >>> half = (Fraction(1, 2), Fraction(1, 2))
        >>> game.regrets((half, half)), game.regrets(((Fraction(1), Fraction(0)), half))
        ((Fraction(0, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(1, 2)))
        """
        rows, columns = pair
        first = expected(self.first, columns)
        second = expected(list(zip(*self.second, strict=True)), rows)
        return max(first) - _mean(first, rows), max(second) - _mean(second, columns)

    def integers(self) -> tuple[list[list[int]], list[list[int]]]:
        """Return positive integer matrices with the same best replies.

        Each matrix is multiplied by a common denominator, and what the opponent's strategy alone
        adds (a column of the first matrix, a row of the second) is moved so that the least entry
        is 1: neither changes a best reply.
        """
        first = _over_common_denominator(self.first)
        second = _over_common_denominator(self.second)
        least = [min(column) - 1 for column in zip(*first, strict=True)]
        return (
            [[entry - low for entry, low in zip(row, least, strict=True)] for row in first],
            [[entry - min(row) + 1 for entry in row] for row in second],
        )


def expected(payoffs: Sequence[Sequence[Fraction]], mixed: Sequence[Fraction]) -> list[Fraction]:
    """Return what each strategy earns against a mixed one; ``payoffs`` has a row for each.

    >>> expected([[Fraction(1), Fraction(3)]], [Fraction(1, 2), Fraction(1, 2)])
    [Fraction(2, 1)]
    """
    return [_mean(row, mixed) for row in payoffs]


def _mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    total = Fraction(0)
    for value, weight in zip(values, weights, strict=True):
        if weight:
            total += value * weight
    return total


def _over_common_denominator(matrix: Matrix) -> list[list[int]]:
    scale = lcm(*(entry.denominator for row in matrix for entry in row))
    return [[entry.numerator * (scale // entry.denominator) for entry in row] for row in matrix]


def best_replies(values: Sequence[Fraction]) -> list[int]:
    """Return the places of the largest values.

    >>> best_replies([Fraction(1), Fraction(3), Fraction(3)])
    [1, 2]
    """
    most = max(values)
    return [place for place, value in enumerate(values) if value == most]


def bimatrix_game(first: Sequence[Any], second: Sequence[Any]) -> BimatrixGame:
    """Read two payoff matrices exactly.

    Parameters
    ----------
    first, second
        Rows of numbers as read by `negotiation.exact.exact`; lists, tuples or numpy arrays.

    Raises
    ------
    InvalidGame
        If a matrix is empty or ragged, the shapes differ, or an entry is not a number.
    NotSupported
        If an entry is irrational or holds a symbol.
    """
    read = [_matrix(rows, player) for rows, player in ((first, "first"), (second, "second"))]
    if len(read[0]) != len(read[1]) or len(read[0][0]) != len(read[1][0]):
        message = (
            f"the first player's matrix is {len(read[0])}×{len(read[0][0])} and the second's "
            f"{len(read[1])}×{len(read[1][0])}; both have a row for each strategy of the first"
        )
        raise InvalidGame(message)
    return BimatrixGame(read[0], read[1])


def _matrix(rows: Sequence[Any], player: str) -> Matrix:
    if not hasattr(rows, "__len__") or not all(hasattr(row, "__len__") for row in rows):
        message = f"the {player} player's payoffs must be rows of numbers, not {rows!r}"
        raise InvalidGame(message)
    widths = {len(row) for row in rows}
    if len(widths) != 1 or widths == {0}:
        message = (
            f"the {player} player's matrix has rows of {sorted(widths)} entries; "
            "every row needs the same number, at least 1"
        )
        raise InvalidGame(message)
    return tuple(
        tuple(
            _entry(value, f"the {player} player's payoff in row {i + 1}, column {j + 1}")
            for j, value in enumerate(row)
        )
        for i, row in enumerate(rows)
    )


def _entry(value: object, what: str) -> Fraction:
    try:
        number = exact(value)
    except InvalidNumber as error:
        message = f"{what}: {error}"
        raise InvalidGame(message) from None
    if not isinstance(number, Fraction):
        message = (
            f"{what} is {number}, and the enumeration of all equilibria needs rational payoffs; "
            "give a rational value, or ask for method='pure'"
        )
        raise NotSupported(message)
    return number
