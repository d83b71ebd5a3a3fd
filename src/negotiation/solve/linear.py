"""Linear programs solved exactly: floats guess, Fractions decide.

HiGHS finds an optimum in floats.  From it only the list of active constraints is taken; the
basis is factored and solved again in Fractions, and optimality is proved by duality: a feasible x
and feasible prices y with c x = y b (Dantzig 1951; Applegate, Cook, Dash and Espinoza 2007 for
the method).  Where the guess is not optimal, the exact simplex method goes on from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from negotiation.errors import SolverFailed
from negotiation.solve.basis import Basis, factor
from negotiation.solve.simplex import optimal_basis

__all__ = ["LinearProgram", "LinearSolution", "Row", "maximise"]

ZERO = Fraction(0)
ONE = Fraction(1)

Sense: TypeAlias = Literal["=", "<=", ">="]


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint: coefficients times variables, a sense, and a right-hand side."""

    coefficients: Mapping[int, Fraction]
    sense: Sense
    right: Fraction = ZERO


@dataclass(frozen=True)
class LinearProgram:
    """Maximise an objective subject to rows.

    Attributes
    ----------
    variables
        How many variables there are; they are at least 0 unless free.
    rows
        The constraints.
    objective
        Variable → coefficient.
    free
        The variables that may be negative.
    """

    variables: int
    rows: tuple[Row, ...]
    objective: Mapping[int, Fraction]
    free: frozenset[int] = frozenset()


@dataclass(frozen=True)
class LinearSolution:
    """An optimum and its proof.

    Attributes
    ----------
    values
        The variables.
    prices
        The dual variables, one a row.
    optimum
        The value of the objective, which is also that of the dual.
    """

    values: tuple[Fraction, ...]
    prices: tuple[Fraction, ...]
    optimum: Fraction


@dataclass
class _Standard:
    """The program as equations in variables ≥ 0: free ones split, slacks added."""

    columns: list[dict[int, Fraction]] = field(default_factory=list)
    costs: dict[int, Fraction] = field(default_factory=dict)
    plus: list[int] = field(default_factory=list)
    minus: dict[int, int] = field(default_factory=dict)
    slack: dict[int, int] = field(default_factory=dict)


def maximise(program: LinearProgram) -> LinearSolution | None:
    """Solve a linear program exactly.

    Parameters
    ----------
    program
        The program; every number a `Fraction`.

    Returns
    -------
    LinearSolution or None
        An optimum, proved by duality; ``None`` where no point satisfies the rows.

    Raises
    ------
    SolverFailed
        If the program is unbounded, or exact repair takes too many pivots.

    Examples
    --------
    >>> one = Fraction(1)
    >>> program = LinearProgram(
    ...     2,
    ...     (
    ...         Row({0: one, 1: 2 * one}, "<=", Fraction(4)),
    ...         Row({0: 3 * one, 1: one}, "<=", Fraction(6)),
    ...     ),
    ...     {0: one, 1: one},
    ... )
    >>> solution = maximise(program)
    >>> solution.optimum, solution.prices
    (Fraction(14, 5), (Fraction(2, 5), Fraction(1, 5)))
    """
    standard = _standard(program)
    right = {number: row.right for number, row in enumerate(program.rows) if row.right}
    preference = _float_preference(program, standard)
    basis = None
    if preference is not None:
        basis = factor(standard.columns, preference, len(program.rows))
        values = basis.solve(right)
        if values is None:
            return None  # the rank is full or the rows contradict one another
        solution = _proved(program, standard, basis, values)
        if solution is not None:
            return solution
        if min(values.values(), default=ZERO) < 0:
            basis = None  # not feasible: no place to start from
    rows: list[dict[int, Fraction]] = [{} for _ in program.rows]
    for number, column in enumerate(standard.columns):
        for row, entry in column.items():
            rows[row][number] = entry
    found = optimal_basis(
        rows,
        [row.right for row in program.rows],
        standard.costs,
        len(standard.columns),
        start=basis.columns if basis else None,
    )
    if found is None:
        return None
    basis = factor(standard.columns, found, len(program.rows))
    values = basis.solve(right)
    solution = None if values is None else _proved(program, standard, basis, values)
    if solution is None:
        message = "the exact simplex method ended without a proof; please report this game"
        raise SolverFailed(message)
    return solution


def _standard(program: LinearProgram) -> _Standard:
    standard = _Standard()
    columns = standard.columns
    for variable in range(program.variables):
        standard.plus.append(len(columns))
        columns.append({})
        if variable in program.free:
            standard.minus[variable] = len(columns)
            columns.append({})
    for number, row in enumerate(program.rows):
        for variable, coefficient in row.coefficients.items():
            if coefficient:
                columns[standard.plus[variable]][number] = coefficient
                if variable in standard.minus:
                    columns[standard.minus[variable]][number] = -coefficient
        if row.sense != "=":
            standard.slack[number] = len(columns)
            columns.append({number: ONE if row.sense == "<=" else -ONE})
    for variable, cost in program.objective.items():
        if cost:
            standard.costs[standard.plus[variable]] = cost
            if variable in standard.minus:
                standard.costs[standard.minus[variable]] = -cost
    return standard


_POSITIVE = 1e-9
"""Above this a float counts as away from zero when a basis is guessed."""


def _float_preference(program: LinearProgram, standard: _Standard) -> list[int] | None:
    """Order columns by how likely they are in an optimal basis; ``None`` where floats fail."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    def system(senses: Sequence[Sense], turn: Sense | None) -> tuple[Any, Any, list[int]]:
        numbers = [n for n, row in enumerate(program.rows) if row.sense in senses]
        entries: list[float] = []
        places: tuple[list[int], list[int]] = ([], [])
        right: list[float] = []
        for place, number in enumerate(numbers):
            row = program.rows[number]
            signed = -1 if row.sense == turn else 1
            right.append(float(signed * row.right))
            for variable, coefficient in row.coefficients.items():
                entries.append(float(signed * coefficient))
                places[0].append(place)
                places[1].append(variable)
        shape = (len(numbers), program.variables)
        return csr_array((entries, places), shape=shape), np.array(right), numbers

    try:
        upper, upper_right, upper_rows = system(("<=", ">="), ">=")
        equal, equal_right, _ = system(("=",), None)
        costs = np.zeros(program.variables)
        for variable, cost in program.objective.items():
            costs[variable] = -float(cost)
    except OverflowError:  # numbers beyond the floats
        return None
    bounds = [(None if v in program.free else 0, None) for v in range(program.variables)]
    result = linprog(
        costs, upper, upper_right, equal, equal_right, bounds=bounds, method="highs-ds"
    )
    if result.status != 0 or result.x is None:
        return None
    size = [0.0] * len(standard.columns)
    reduced = [0.0] * len(standard.columns)
    for variable, value in enumerate(result.x):
        here, other = standard.plus[variable], standard.minus.get(variable)
        size[here] = value
        if other is not None:
            size[here], size[other] = max(value, 0.0), max(-value, 0.0)
        else:
            reduced[here] = abs(result.lower.marginals[variable])
    for place, number in enumerate(upper_rows):
        size[standard.slack[number]] = result.ineqlin.residual[place]
        reduced[standard.slack[number]] = abs(result.ineqlin.marginals[place])

    def rank(column: int) -> tuple[bool, float, int]:
        positive = size[column] > _POSITIVE
        price = 0.0 if positive or reduced[column] < _POSITIVE else reduced[column]
        return not positive, price, len(standard.columns[column])

    return sorted(range(len(standard.columns)), key=rank)


def _proved(
    program: LinearProgram, standard: _Standard, basis: Basis, values: Mapping[int, Fraction]
) -> LinearSolution | None:
    """Return the basic solution if it is feasible and its prices prove that it is optimal."""
    if min(values.values(), default=ZERO) < 0:
        return None
    prices = basis.price(standard.costs)
    for number, column in enumerate(standard.columns):
        worth = standard.costs.get(number, ZERO)
        for row, entry in column.items():
            if row in prices:
                worth -= prices[row] * entry
        if worth > 0:
            return None
    optimum = sum((cost * values.get(n, ZERO) for n, cost in standard.costs.items()), ZERO)
    bound = sum((prices.get(n, ZERO) * row.right for n, row in enumerate(program.rows)), ZERO)
    if optimum != bound:
        return None
    solution = tuple(
        values.get(plus, ZERO) - values.get(standard.minus.get(variable, -1), ZERO)
        for variable, plus in enumerate(standard.plus)
    )
    return LinearSolution(
        solution, tuple(prices.get(n, ZERO) for n in range(len(program.rows))), optimum
    )
