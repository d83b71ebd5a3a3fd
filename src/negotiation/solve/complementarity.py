"""Linear complementarity problems, by Lemke's algorithm in integers.

Find z ≥ 0 with w = right + M z ≥ 0 and z w = 0.  An artificial variable makes everything feasible;
complementary pivots lead it to 0 (Lemke 1965).  Fractions are cleared row by row and the table
stays integer: every entry is divided by the last pivot, which goes without remainder (Edmonds 1967;
Bareiss 1968).  Ties go by the lexicographic rule, so the path cannot circle (Cottle, Pang and
Stone 1992, section 4.9).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from negotiation.errors import SolverFailed

if TYPE_CHECKING:
    import numpy as np

    Table = np.ndarray[Any, np.dtype[np.object_]]

__all__ = ["complementary_solution"]


def complementary_solution(
    matrix: Sequence[Sequence[Fraction]],
    right: Sequence[Fraction],
    *,
    most_pivots: int = 10_000,
    time_limit: float = 120,
) -> tuple[Fraction, ...] | None:
    """Solve a linear complementarity problem exactly.

    Parameters
    ----------
    matrix, right
        The problem: w = right + matrix z.
    most_pivots, time_limit
        When to give up: after how many steps, or after how many seconds.

    Returns
    -------
    tuple of Fraction or None
        The z of a solution; ``None`` where the path ends in a ray, which shows nothing in general
        and that there is no solution for some classes of matrices.

    Raises
    ------
    SolverFailed
        If the path takes more than ``most_pivots`` steps or ``time_limit`` seconds.

    Examples
    --------
    >>> two, one = Fraction(2), Fraction(1)
    >>> complementary_solution([[two, one], [one, two]], [Fraction(-5), Fraction(-6)])
    (Fraction(4, 3), Fraction(7, 3))
    """
    size = len(right)
    if min(right, default=Fraction(0)) >= 0:
        return (Fraction(0),) * size
    table = _table(matrix, right)
    artificial, last = 2 * size, 2 * size + 1
    # Of rows with the same right-hand side the last is lexicographically smallest.
    row = min(range(size), key=lambda number: (table[number, last], -number))
    basic = list(range(size))
    divisor = 1
    entering = artificial
    end = time.monotonic() + time_limit
    for number in range(most_pivots):
        if time.monotonic() > end:
            message = (
                f"Lemke's algorithm was not done after {number} pivots in {time_limit:g} seconds, "
                "its time_limit; allow more time"
            )
            raise SolverFailed(message)
        leaving = basic[row]
        divisor = _pivot(table, row, entering, divisor)
        basic[row] = entering
        if leaving == artificial:
            return _read(table, basic, size, divisor)
        entering = leaving + size if leaving < size else leaving - size
        found = _leaving_row(table, basic, entering, size)
        if found is None:
            return None
        row = found
    message = f"Lemke's algorithm took more than most_pivots={most_pivots} pivots"
    raise SolverFailed(message)


def _table(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> Table:
    """Write w - M z - z₀ = right, each row times its common denominator: columns w, z, z₀, right.

    The multiple of w stands for w, which changes no sign and so no complementarity.
    """
    import numpy as np

    size = len(right)
    table = np.zeros((size, 2 * size + 2), dtype=object)
    for number, (entries, value) in enumerate(zip(matrix, right, strict=True)):
        common = lcm(value.denominator, *(entry.denominator for entry in entries))
        table[number, number] = 1
        for column, entry in enumerate(entries):
            if entry:
                table[number, size + column] = -int(entry * common)
        table[number, 2 * size] = -1
        table[number, 2 * size + 1] = int(value * common)
    return table


def _pivot(table: Table, row: int, column: int, divisor: int) -> int:
    """Pivot in place; the table is always the true one times the divisor, which is returned."""
    import numpy as np

    head: int = table[row, column]
    own = table[row].copy()
    factors = table[:, column].copy()
    table *= head
    table -= np.outer(factors, own)
    table //= divisor
    table[row] = own
    if head < 0:
        np.negative(table, out=table)
        return -head
    return head


def _leaving_row(table: Table, basic: Sequence[int], entering: int, size: int) -> int | None:
    """Find the row of the lexicographically least ratio; the artificial variable goes first."""
    rows = [number for number in range(size) if table[number, entering] > 0]
    # First the right-hand sides, then the columns of w decide ties.
    for column in (2 * size + 1, *range(size)):
        best: list[int] = []
        for number in rows:
            if best:
                one = table[number, column] * table[best[0], entering]
                two = table[best[0], column] * table[number, entering]
                if one > two:
                    continue
                if one < two:
                    best = []
            best.append(number)
        rows = best
        if column > size:
            for number in rows:
                if basic[number] == 2 * size:
                    return number
        if len(rows) <= 1:
            break
    return rows[0] if rows else None


def _read(table: Table, basic: Sequence[int], size: int, divisor: int) -> tuple[Fraction, ...]:
    solution = [Fraction(0)] * size
    for number, variable in enumerate(basic):
        if size <= variable < 2 * size:
            solution[variable - size] = Fraction(table[number, 2 * size + 1], divisor)
    return tuple(solution)
