"""The simplex method in Fractions, with Bland's rule, so that it always ends.

Maximise c x subject to A x = b, x ≥ 0 (Dantzig 1951; Bland 1977).  It repairs a basis that a
float solver got nearly right, in a few steps, and decides small programs from scratch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from negotiation.errors import SolverFailed

__all__ = ["optimal_basis"]

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass
class _Tableau:
    """Rows B⁻¹A and B⁻¹b, and the reduced costs; one basic column a row."""

    rows: list[dict[int, Fraction]]
    right: list[Fraction]
    basic: list[int]
    costs: dict[int, Fraction] = field(default_factory=dict)

    def pivot(self, row: int, column: int) -> None:
        head = self.rows[row][column]
        if head != 1:
            self.rows[row] = {key: value / head for key, value in self.rows[row].items()}
            self.right[row] /= head
        source, value = self.rows[row], self.right[row]
        for other, target in enumerate(self.rows):
            factor = target.get(column, ZERO) if other != row else ZERO
            if factor:
                _subtract(target, factor, source)
                self.right[other] -= factor * value
        factor = self.costs.get(column, ZERO)
        if factor:
            _subtract(self.costs, factor, source)
        self.basic[row] = column

    def set_costs(self, costs: Mapping[int, Fraction]) -> None:
        self.costs = {column: cost for column, cost in costs.items() if cost}
        for row, column in enumerate(self.basic):
            factor = self.costs.get(column, ZERO)
            if factor:
                _subtract(self.costs, factor, self.rows[row])

    def ascend(self, allowed: int, most_pivots: int) -> bool:
        """Pivot to an optimum over columns below ``allowed``; false where it is unbounded."""
        for _ in range(most_pivots):
            entering = min(
                (key for key, cost in self.costs.items() if cost > 0 and key < allowed), default=-1
            )
            if entering < 0:
                return True
            leaving = -1
            least = ZERO
            for row, entries in enumerate(self.rows):
                entry = entries.get(entering, ZERO)
                if entry > 0:
                    ratio = self.right[row] / entry
                    if (
                        leaving < 0
                        or ratio < least
                        or (ratio == least and self.basic[row] < self.basic[leaving])
                    ):
                        leaving, least = row, ratio
            if leaving < 0:
                return False
            self.pivot(leaving, entering)
        message = f"the linear program took more than {most_pivots} exact pivots"
        raise SolverFailed(message)


def _subtract(
    target: dict[int, Fraction], factor: Fraction, source: Mapping[int, Fraction]
) -> None:
    for key, value in source.items():
        left = target.get(key, ZERO) - factor * value
        if left:
            target[key] = left
        else:
            target.pop(key, None)


def optimal_basis(
    rows: Sequence[Mapping[int, Fraction]],
    right: Sequence[Fraction],
    costs: Mapping[int, Fraction],
    columns: int,
    *,
    start: Sequence[int] | None = None,
    most_pivots: int = 5_000,
) -> tuple[int, ...] | None:
    """Find an optimal basis of: maximise costs x, rows x = right, x ≥ 0.

    Parameters
    ----------
    rows, right
        The equations; columns are numbered from 0.
    costs
        Column → objective coefficient.
    columns
        How many columns there are.
    start
        Columns of a feasible basis to start from, if one is known.
    most_pivots
        When to give up.

    Returns
    -------
    tuple of int or None
        The columns of the basis, fewer than rows where equations depend on one another; ``None``
        where no x satisfies the equations.

    Raises
    ------
    SolverFailed
        If the program is unbounded or takes too many pivots.

    Examples
    --------
    >>> one = Fraction(1)
    >>> rows = [{0: one, 1: 2 * one, 2: one}, {0: 3 * one, 1: one, 3: one}]
    >>> optimal_basis(rows, [Fraction(4), Fraction(6)], {0: one, 1: one}, 4)
    (0, 1)
    """
    tableau = None if start is None else _entered(rows, right, start)
    if tableau is None:
        tableau = _phase_one(rows, right, columns, most_pivots)
    if tableau is None:
        return None
    tableau.set_costs(costs)
    if not tableau.ascend(columns, most_pivots):
        message = "the linear program is unbounded"
        raise SolverFailed(message)
    return tuple(sorted(tableau.basic))


def _entered(
    rows: Sequence[Mapping[int, Fraction]], right: Sequence[Fraction], start: Sequence[int]
) -> _Tableau | None:
    """Pivot the start columns in; ``None`` where they are no feasible basis."""
    tableau = _Tableau([dict(row) for row in rows], list(right), [-1] * len(rows))
    used: set[int] = set()
    for column in start:
        free = [
            row
            for row, entries in enumerate(tableau.rows)
            if row not in used and entries.get(column)
        ]
        if not free:
            return None
        row = min(free, key=lambda row: len(tableau.rows[row]))
        used.add(row)
        tableau.pivot(row, column)
    feasible = _drop_empty(tableau) and min(tableau.right, default=ZERO) >= 0
    return tableau if feasible else None


def _drop_empty(tableau: _Tableau) -> bool:
    """Drop rows without a basic column; false where one says 0 = something or is not empty."""
    kept = [row for row, column in enumerate(tableau.basic) if column >= 0]
    gone = [row for row, column in enumerate(tableau.basic) if column < 0]
    if any(tableau.right[row] or tableau.rows[row] for row in gone):
        return False
    tableau.rows = [tableau.rows[row] for row in kept]
    tableau.right = [tableau.right[row] for row in kept]
    tableau.basic = [tableau.basic[row] for row in kept]
    return True


def _phase_one(
    rows: Sequence[Mapping[int, Fraction]],
    right: Sequence[Fraction],
    columns: int,
    most_pivots: int,
) -> _Tableau | None:
    """Find a feasible basis with one artificial column a row, or say that there is none."""
    tableau = _Tableau([], [], [])
    for number, (row, value) in enumerate(zip(rows, right, strict=True)):
        turned = -ONE if value < 0 else ONE
        entries = {column: turned * entry for column, entry in row.items() if entry}
        entries[columns + number] = ONE
        tableau.rows.append(entries)
        tableau.right.append(turned * value)
        tableau.basic.append(columns + number)
    tableau.set_costs({columns + number: -ONE for number in range(len(rows))})
    tableau.ascend(columns, most_pivots)
    if any(
        value
        for value, column in zip(tableau.right, tableau.basic, strict=True)
        if column >= columns
    ):
        return None
    for place, column in enumerate(tableau.basic):
        if column >= columns:  # an artificial column at 0: exchange it, or drop its row
            own = min((key for key in tableau.rows[place] if key < columns), default=-1)
            if own >= 0:
                tableau.pivot(place, own)
    for entries in tableau.rows:
        for key in [key for key in entries if key >= columns]:
            del entries[key]
    tableau.basic = [column if column < columns else -1 for column in tableau.basic]
    _drop_empty(tableau)
    return tableau
