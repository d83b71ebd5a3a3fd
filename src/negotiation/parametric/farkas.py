"""Farkas multipliers: why linear inequalities cannot hold together, in Fractions.

Inequalities ``a·x + b >= 0`` (or ``> 0``) have no solution iff some non-negative multiples of
them sum to ``0·x + c`` with ``c < 0``, or with ``c = 0`` and a strict one among them (Farkas
1902; Motzkin 1936 for strict ones).  The multipliers are found by an exact simplex method and
checked by addition alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from negotiation.errors import NotSupported
from negotiation.parametric.domain import Polynomial, polynomial_degree

__all__ = ["Inequality", "checks_out", "multipliers"]

ZERO = Fraction(0)


@dataclass(frozen=True)
class Inequality:
    """A linear inequality: ``sum(coefficients * x) + constant``, at least 0 or above 0."""

    coefficients: tuple[Fraction, ...]
    constant: Fraction
    strict: bool

    @classmethod
    def of(cls, polynomial: Polynomial, factor: int, *, strict: bool) -> Inequality:
        """Read ``factor * polynomial >= 0`` (``> 0`` where strict).

        Raises
        ------
        NotSupported
            If the polynomial is not linear.
        """
        if polynomial_degree(polynomial) > 1:
            message = f"{polynomial} is not linear"
            raise NotSupported(message)
        coefficients = [ZERO] * polynomial.ring.ngens
        constant = ZERO
        for powers, coefficient in polynomial.terms():
            value = factor * Fraction(int(coefficient.numerator), int(coefficient.denominator))
            if any(powers):
                coefficients[powers.index(1)] = value
            else:
                constant = value
        return cls(tuple(coefficients), constant, strict)


def checks_out(system: Sequence[Inequality], weights: Sequence[Fraction]) -> bool:
    """Whether weights prove that the inequalities cannot hold together, by addition alone.

    >>> positive = Inequality((Fraction(1),), Fraction(0), strict=True)
    >>> negative = Inequality((Fraction(-1),), Fraction(0), strict=True)
    >>> checks_out([positive, negative], [Fraction(1), Fraction(1)])
    True
    >>> checks_out([positive, negative], [Fraction(1), Fraction(2)])
    False
    """
    if len(system) != len(weights) or any(weight < 0 for weight in weights):
        return False
    used = [(row, weight) for row, weight in zip(system, weights, strict=True) if weight]
    if not used:
        return False
    for column in range(len(used[0][0].coefficients)):
        if sum((weight * row.coefficients[column] for row, weight in used), ZERO) != 0:
            return False
    constant = sum((weight * row.constant for row, weight in used), ZERO)
    return constant < 0 or (constant == 0 and any(row.strict for row, _ in used))


def multipliers(system: Sequence[Inequality]) -> tuple[Fraction, ...] | None:
    """Find Farkas multipliers, or ``None`` where the inequalities can hold together.

    Phase one of the simplex method on the dual system, with Bland's rule, in Fractions: weights
    ``y >= 0`` with ``A'y = 0`` and ``b'y + s'y <= 0`` scaled to make the contradiction visible,
    where ``s`` marks strict rows.
    """
    if not system:
        return None
    columns = [
        j for j in range(len(system[0].coefficients)) if any(row.coefficients[j] for row in system)
    ]
    # A'y = 0;  b'y + slack = 0 with slack >= 0;  strict'y + slack = 1 fixes the scale.
    matrix = [[row.coefficients[j] for row in system] + [ZERO] for j in columns]
    matrix.append([row.constant for row in system] + [Fraction(1)])
    matrix.append([Fraction(int(row.strict)) for row in system] + [Fraction(1)])
    right = [ZERO] * (len(columns) + 1) + [Fraction(1)]
    solution = _feasible(matrix, right)
    if solution is None:
        return None
    return tuple(solution[: len(system)])


def _feasible(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Solve ``matrix @ x = right``, ``x >= 0``; ``right`` is non-negative."""
    rows, columns = len(matrix), len(matrix[0])
    # An artificial variable a row; minimise their sum.
    tableau = [
        [*matrix[i], *(Fraction(int(i == k)) for k in range(rows)), right[i]] for i in range(rows)
    ]
    basis = [columns + i for i in range(rows)]
    cost = [sum((tableau[i][j] for i in range(rows)), ZERO) for j in range(columns)]
    total = sum(right, ZERO)
    while total > 0:
        entering = next((j for j in range(columns) if cost[j] > 0), None)
        if entering is None:
            return None
        leaving, ratio = None, ZERO
        for i in range(rows):
            pivot = tableau[i][entering]
            if pivot > 0:
                here = tableau[i][-1] / pivot
                if leaving is None or (here, basis[i]) < (ratio, basis[leaving]):
                    leaving, ratio = i, here
        if leaving is None:
            return None
        pivot = tableau[leaving][entering]
        line = [value / pivot for value in tableau[leaving]]
        tableau[leaving] = line
        used = [j for j, value in enumerate(line) if value]
        for i in range(rows):
            factor = tableau[i][entering]
            if i != leaving and factor:
                row = tableau[i]
                for j in used:
                    row[j] -= factor * line[j]
        factor = cost[entering]
        for j in used:
            if j < columns:
                cost[j] -= factor * line[j]
        total -= factor * line[-1]
        basis[leaving] = entering
    solution = [ZERO] * columns
    for i, variable in enumerate(basis):
        if variable < columns:
            solution[variable] = tableau[i][-1]
    return solution
