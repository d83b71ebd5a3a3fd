"""A basis of a linear system, factored exactly: B = L U over the rationals, sparse.

Columns are taken in a given order of preference; one that depends on those taken before is
passed over.  The factors then solve B x = b and y B = c exactly (left-looking elimination, as in
Gilbert and Peierls 1988, with rational pivots so that no pivot is too small).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

__all__ = ["Basis", "factor"]

ZERO = Fraction(0)


@dataclass(frozen=True)
class Basis:
    """The factors of a basis.

    Attributes
    ----------
    columns
        The columns taken, in their order.
    pivots
        The row in which each of them was eliminated.
    lower
        For each step the multipliers by which its pivot row is taken from other rows.
    upper
        For each step the entries of its eliminated column in pivot rows, its own included.
    rows
        How many rows the system has; more than columns where rows depend on one another.
    """

    columns: tuple[int, ...]
    pivots: tuple[int, ...]
    lower: tuple[Mapping[int, Fraction], ...]
    upper: tuple[Mapping[int, Fraction], ...]
    rows: int

    def solve(self, right: Mapping[int, Fraction]) -> dict[int, Fraction] | None:
        """Return the x with B x = right by column, or ``None`` where the rows contradict it."""
        work = dict(right)
        for pivot, multipliers in zip(self.pivots, self.lower, strict=True):
            _take(work, work.get(pivot, ZERO), multipliers)
        own = set(self.pivots)
        if any(value for row, value in work.items() if row not in own):
            return None
        solution: dict[int, Fraction] = {}
        for step in range(len(self.columns) - 1, -1, -1):
            pivot, column = self.pivots[step], self.upper[step]
            value = work.get(pivot, ZERO)
            if value:
                value /= column[pivot]
                _take(work, value, column)
            solution[self.columns[step]] = value
        return solution

    def price(self, costs: Mapping[int, Fraction]) -> dict[int, Fraction]:
        """Return the y by row with y B = costs, 0 at rows that depend on others."""
        prices: dict[int, Fraction] = {}
        for column, pivot, upper in zip(self.columns, self.pivots, self.upper, strict=True):
            value = costs.get(column, ZERO)
            for row, entry in upper.items():
                if row != pivot and row in prices:
                    value -= prices[row] * entry
            prices[pivot] = value / upper[pivot]
        for step in range(len(self.columns) - 1, -1, -1):
            pivot = self.pivots[step]
            value = prices[pivot]
            for row, multiplier in self.lower[step].items():
                if row in prices:
                    value -= multiplier * prices[row]
            prices[pivot] = value
        return prices


def _eliminate(
    work: dict[int, Fraction],
    pivots: Sequence[int],
    lower: Sequence[Mapping[int, Fraction]],
    step_of: Mapping[int, int],
) -> None:
    """Apply the earlier steps in their order, only those whose pivot row is occupied."""
    waiting = [step_of[row] for row in work if row in step_of]
    heapify(waiting)
    done = -1
    while waiting:
        step = heappop(waiting)
        if step == done:
            continue
        done = step
        value = work.get(pivots[step])
        if value:
            for row in lower[step]:
                if row in step_of and row not in work:
                    heappush(waiting, step_of[row])
            _take(work, value, lower[step])


def _take(work: dict[int, Fraction], value: Fraction, multipliers: Mapping[int, Fraction]) -> None:
    if not value:
        return
    for row, multiplier in multipliers.items():
        left = work.get(row, ZERO) - multiplier * value
        if left:
            work[row] = left
        else:
            work.pop(row, None)


def factor(
    columns: Sequence[Mapping[int, Fraction]], preference: Iterable[int], rows: int
) -> Basis:
    """Take independent columns in an order of preference and factor them.

    Parameters
    ----------
    columns
        Each column as row → entry.
    preference
        Column numbers, the most wanted first.
    rows
        How many rows there are.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> basis = factor([{0: one, 1: one}, {0: two, 1: two}, {1: two}], [0, 1, 2], 2)
    >>> basis.columns
    (0, 2)
    >>> basis.solve({0: Fraction(3), 1: Fraction(5)})
    {2: Fraction(1, 1), 0: Fraction(3, 1)}
    """
    counts = [0] * rows
    for column in columns:
        for row in column:
            counts[row] += 1
    taken: list[int] = []
    pivots: list[int] = []
    step_of: dict[int, int] = {}
    lower: list[dict[int, Fraction]] = []
    upper: list[dict[int, Fraction]] = []
    for number in preference:
        if len(taken) == rows:
            break
        work = {row: entry for row, entry in columns[number].items() if entry}
        _eliminate(work, pivots, lower, step_of)
        free = [row for row in work if row not in step_of]
        if not free:
            continue
        # The sparsest row keeps the fill small; any pivot but zero is exact.
        pivot = min(free, key=lambda row: counts[row])
        head = work[pivot]
        lower.append({row: work[row] / head for row in free if row != pivot})
        upper.append({row: work[row] for row in work if row in step_of or row == pivot})
        step_of[pivot] = len(taken)
        taken.append(number)
        pivots.append(pivot)
    return Basis(tuple(taken), tuple(pivots), tuple(lower), tuple(upper), rows)
