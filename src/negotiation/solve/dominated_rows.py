"""Which rows of a payoff matrix are dominated, and by which mixtures of the others.

Rows are a player's strategies, columns what the others may do.  Pure dominators are found by
comparing rows; for what is left a linear program asks for a mixture (Luce and Raiffa 1957).  A row
that is a best reply to some belief needs no program, since it is not dominated (Pearce 1984,
lemma 3; with full support, not even weakly).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING, Any

from negotiation.exact import Number, sign
from negotiation.solve.linear import LinearProgram, Row, maximise

if TYPE_CHECKING:
    import numpy as np

    Table = np.ndarray[Any, np.dtype[Any]]

__all__ = ["Dominator", "dominated_rows"]

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Dominator:
    """What dominates a row.

    Attributes
    ----------
    mixture
        Row → probability.
    strict
        Whether it is better in every column, and not only nowhere worse.
    """

    mixture: dict[int, Fraction]
    strict: bool


def dominated_rows(
    rows: Sequence[Sequence[Number]], *, weak: bool = False, mixed: bool = True
) -> dict[int, Dominator]:
    """Find all dominated rows of a payoff matrix, exactly.

    Parameters
    ----------
    rows
        The payoffs, one row a strategy.
    weak
        Whether weakly dominated rows count too.
    mixed
        Whether mixtures may dominate; then the payoffs must be Fractions.

    Returns
    -------
    dict
        Row number → what dominates it, strictly where that is possible.

    Notes
    -----
    Quadratic in rows, linear in columns, and a linear program for each row that is neither
    dominated by another row nor a best reply to one of a few beliefs that are tried.

    Examples
    --------
    >>> three, one, none = Fraction(3), Fraction(1), Fraction(0)
    >>> dominated_rows([[three, none], [none, three], [one, one]])[2].mixture
    {0: Fraction(1, 2), 1: Fraction(1, 2)}
    """
    table = _integers(rows) if mixed else _ranks(rows)
    found: dict[int, Dominator] = {}
    for strict in (True, False) if weak else (True,):
        for number in range(len(rows)):
            if number in found:
                continue
            better = table > table[number]
            if strict:
                rivals = better.all(axis=1)
            else:
                rivals = (table >= table[number]).all(axis=1) & better.any(axis=1)
            if rivals.any():
                found[number] = Dominator({int(rivals.argmax()): ONE}, strict)
    if not mixed:
        return found
    # Whatever a mixture with a dominated row dominates, one without it dominates too, so only
    # rows that no other row dominates take part, equal ones once.
    candidates = [number for number in range(len(rows)) if number not in found]
    distinct: dict[tuple[int, ...], int] = {}
    for number in candidates:
        distinct.setdefault(tuple(table[number].tolist()), number)
    if len(distinct) < 3:
        return found
    justified = _best_replies(table[list(distinct.values())], full_support=weak)
    for place, (key, first) in enumerate(distinct.items()):
        if place in justified:
            continue
        rivals_left = [number for number in distinct.values() if number != first]
        for strict in (True, False) if weak else (True,):
            mixture = _mixture(rows, first, rivals_left, strict=strict)
            if mixture is not None:
                for number in candidates:
                    if tuple(table[number].tolist()) == key:
                        found[number] = Dominator(mixture, strict)
                break
    return found


def _integers(rows: Sequence[Sequence[Number]]) -> Table:
    """Write rational rows as integers over one denominator."""
    rational = [[value for value in row if isinstance(value, Fraction)] for row in rows]
    scale = lcm(*(value.denominator for row in rational for value in row))
    return _table(
        [[value.numerator * (scale // value.denominator) for value in r] for r in rational]
    )


def _ranks(rows: Sequence[Sequence[Number]]) -> Table:
    """Replace the numbers of each column by their ranks, which is all that pure dominance needs."""
    columns: list[list[int]] = []
    for column in zip(*rows, strict=True):
        order = _ascending(column)
        ranks = [0] * len(column)
        for before, after in pairwise(order):
            ranks[after] = ranks[before] + (sign(column[after] - column[before]) > 0)
        columns.append(ranks)
    return _table([list(row) for row in zip(*columns, strict=True)])


def _ascending(numbers: Sequence[Number]) -> list[int]:
    def compare(one: int, two: int) -> int:
        return sign(numbers[one] - numbers[two])

    return sorted(range(len(numbers)), key=cmp_to_key(compare))


def _table(rows: Sequence[Sequence[int]]) -> Table:
    import numpy as np

    largest = max((abs(value) for row in rows for value in row), default=0)
    # Small enough that sums over columns stay within 64 bits; otherwise Python's own integers.
    small = largest * (4 * len(rows[0]) + 4) < 2**62
    return np.array(rows, dtype=np.int64 if small else object)


def _best_replies(table: Table, *, full_support: bool) -> set[int]:
    """Return rows that are best replies to a few beliefs that are cheap to try."""
    import numpy as np

    columns = table.shape[1]
    ones = np.ones(columns, dtype=np.int64)
    beliefs = [ones]
    for one in range(columns):
        lean = np.zeros(columns, dtype=np.int64)
        lean[one] = 1
        beliefs.append(ones + (2 * columns + 1) * lean if full_support else lean)
    if columns <= 12 and not full_support:
        for one in range(columns):
            for two in range(one):
                pair = np.zeros(columns, dtype=np.int64)
                pair[one] = pair[two] = 1
                beliefs.append(pair)
    justified: set[int] = set()
    for belief in beliefs:
        worth = table @ belief
        justified.update(int(row) for row in np.flatnonzero(worth == worth.max()))
    return justified


def _mixture(
    rows: Sequence[Sequence[Number]], place: int, rivals: Sequence[int], *, strict: bool
) -> dict[int, Fraction] | None:
    """Maximise the least gain of a mixture (strict), or its total gain where none is negative."""
    margin = len(rivals)
    free = frozenset({margin}) if strict else frozenset[int]()
    constraints = [Row(dict.fromkeys(range(margin), ONE), "=", ONE)]
    objective: dict[int, Fraction] = {margin: ONE} if strict else {}
    for column, own in enumerate(rows[place]):
        row: dict[int, Fraction] = {margin: -ONE} if strict else {}
        for index, rival in enumerate(rivals):
            gain = rows[rival][column] - own
            if isinstance(gain, Fraction) and gain:
                row[index] = gain
                if not strict:
                    objective[index] = objective.get(index, ZERO) + gain
        constraints.append(Row(row, ">="))
    solution = maximise(LinearProgram(margin + strict, tuple(constraints), objective, free))
    if solution is None or solution.optimum <= 0:
        return None
    return {rival: weight for rival, weight in zip(rivals, solution.values, strict=False) if weight}
