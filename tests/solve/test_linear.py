"""Exact linear programs against the enumeration of all vertices."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import SolverFailed
from negotiation.solve import linear
from negotiation.solve.basis import factor
from negotiation.solve.linear import LinearProgram, Row, maximise
from negotiation.solve.simplex import optimal_basis

F = Fraction


def solve_square(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Gauss-Jordan elimination; ``None`` where the matrix is singular."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(len(rows)):
        pivot = next((r for r in range(column, len(rows)) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [value / head for value in rows[column]]
        for other in range(len(rows)):
            if other != column and rows[other][column]:
                factor_ = rows[other][column]
                rows[other] = [
                    value - factor_ * base
                    for value, base in zip(rows[other], rows[column], strict=True)
                ]
    return [row[-1] for row in rows]


def best_vertex(rows: list[list[int]], right: list[int], costs: list[int]) -> Fraction | None:
    """Maximise over {x ≥ 0, rows x ≤ right} by trying every choice of active constraints."""
    count = len(costs)
    sides = [([F(v) for v in row], F(value)) for row, value in zip(rows, right, strict=True)]
    sides += [([F(-(i == j)) for j in range(count)], F(0)) for i in range(count)]
    best = None
    for active in combinations(sides, count):
        point = solve_square([row for row, _ in active], [value for _, value in active])
        if point is None:
            continue
        if all(
            sum(a * x for a, x in zip(row, point, strict=True)) <= value for row, value in sides
        ):
            value = sum((c * x for c, x in zip(costs, point, strict=True)), F(0))
            best = value if best is None else max(best, value)
    return best


numbers = st.integers(-3, 3)


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[list[int]], list[int], list[int]]:
    """Programs in two or three variables, made bounded by Σ x ≤ 10; often degenerate."""
    count = draw(st.integers(2, 3))
    rows = draw(st.lists(st.lists(numbers, min_size=count, max_size=count), max_size=4))
    right = draw(st.lists(numbers, min_size=len(rows), max_size=len(rows)))
    costs = draw(st.lists(numbers, min_size=count, max_size=count))
    return [*rows, [1] * count], [*right, 10], costs


def as_program(rows: list[list[int]], right: list[int], costs: list[int]) -> LinearProgram:
    return LinearProgram(
        len(costs),
        tuple(
            Row({place: F(value) for place, value in enumerate(row)}, "<=", F(side))
            for row, side in zip(rows, right, strict=True)
        ),
        {place: F(cost) for place, cost in enumerate(costs)},
    )


@settings(max_examples=80, deadline=None)
@given(programs())
def test_the_optimum_is_the_best_vertex(
    program: tuple[list[list[int]], list[int], list[int]],
) -> None:
    found = maximise(as_program(*program))
    expected = best_vertex(*program)
    assert (None if found is None else found.optimum) == expected


@settings(max_examples=80, deadline=None)
@given(programs())
def test_without_floats_the_simplex_method_finds_the_same(
    program: tuple[list[list[int]], list[int], list[int]],
) -> None:
    rows, right, costs = program
    count = len(costs)
    equations = [
        {**{j: F(v) for j, v in enumerate(row) if v}, count + i: F(1)} for i, row in enumerate(rows)
    ]
    basis = optimal_basis(
        equations,
        [F(value) for value in right],
        {j: F(c) for j, c in enumerate(costs)},
        count + len(rows),
    )
    expected = best_vertex(*program)
    if basis is None:
        assert expected is None
        return
    columns = [
        {i: row[j] for i, row in enumerate(equations) if j in row} for j in range(count + len(rows))
    ]
    values = factor(columns, basis, len(rows)).solve({i: F(v) for i, v in enumerate(right) if v})
    assert values is not None
    assert min(values.values()) >= 0
    assert sum(costs[j] * values.get(j, 0) for j in range(count)) == expected


@settings(max_examples=60, deadline=None)
@given(programs(), st.randoms(use_true_random=False))
def test_a_wrong_guess_is_repaired(
    program: tuple[list[list[int]], list[int], list[int]], random: object
) -> None:
    """Whatever order the floats suggest, the answer is exact."""
    problem = as_program(*program)

    def shuffled(_: object, standard: linear._Standard) -> list[int]:
        order = list(range(len(standard.columns)))
        random.shuffle(order)  # type: ignore[attr-defined]
        return order

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linear, "_float_preference", shuffled)
        found = maximise(problem)
    assert (None if found is None else found.optimum) == best_vertex(*program)


def test_free_variables_equalities_and_lower_bounds() -> None:
    """Max -x - y with x + y ≥ -2, x - y = 1, both free: -(-2) = 2 at (-1/2, -3/2)."""
    program = LinearProgram(
        2,
        (Row({0: F(1), 1: F(1)}, ">=", F(-2)), Row({0: F(1), 1: F(-1)}, "=", F(1))),
        {0: F(-1), 1: F(-1)},
        frozenset({0, 1}),
    )
    found = maximise(program)
    assert found is not None
    assert found.values == (F(-1, 2), F(-3, 2))
    assert found.optimum == 2


def test_equations_that_depend_on_one_another() -> None:
    twice = (Row({0: F(1), 1: F(1)}, "=", F(1)), Row({0: F(2), 1: F(2)}, "=", F(2)))
    found = maximise(LinearProgram(2, twice, {0: F(1)}))
    assert found is not None
    assert found.values == (1, 0)
    contrary = (twice[0], Row({0: F(2), 1: F(2)}, "=", F(3)))
    assert maximise(LinearProgram(2, contrary, {0: F(1)})) is None


@pytest.mark.parametrize("scale", [10**19, 10**400, F(1, 10**30)])
def test_numbers_out_of_the_reach_of_floats(scale: Fraction | int) -> None:
    """Max x + y under (scale + 1) x + scale y ≤ scale is 1 at (0, 1), by a hair."""
    program = LinearProgram(
        2, (Row({0: F(scale) + 1, 1: F(scale)}, "<=", F(scale)),), {0: F(1), 1: F(1)}
    )
    found = maximise(program)
    assert found is not None
    assert found.values == (0, 1)


def test_an_unbounded_program_is_refused() -> None:
    with pytest.raises(SolverFailed, match="unbounded"):
        maximise(LinearProgram(1, (Row({0: F(-1)}, "<=", F(1)),), {0: F(1)}))


def test_pivots_are_counted() -> None:
    rows = [{0: F(1), 1: F(1), 2: F(1)}]
    with pytest.raises(SolverFailed, match="more than 1 exact pivots"):
        optimal_basis(rows, [F(1)], {1: F(1)}, 3, most_pivots=1)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=3, max_size=3), st.data())
def test_factors_solve_both_ways(matrix: list[list[int]], data: st.DataObject) -> None:
    right = data.draw(st.lists(numbers, min_size=3, max_size=3))
    columns = [{i: F(matrix[i][j]) for i in range(3) if matrix[i][j]} for j in range(3)]
    basis = factor(columns, range(3), 3)
    expected = solve_square([[F(v) for v in row] for row in matrix], [F(v) for v in right])
    if expected is None:
        assert len(basis.columns) < 3
        return
    values = basis.solve({i: F(v) for i, v in enumerate(right)})
    assert values is not None
    assert [values[j] for j in range(3)] == expected
    prices = basis.price({j: F(v) for j, v in enumerate(right)})
    transposed = [[F(matrix[i][j]) for i in range(3)] for j in range(3)]
    assert [prices[i] for i in range(3)] == solve_square(transposed, [F(v) for v in right])
