"""Dominated rows against brute force over mixtures on a grid and the certificate of each answer."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.solve.dominated_rows import dominated_rows

F = Fraction


def mixes(count: int, parts: int) -> list[tuple[Fraction, ...]]:
    return [
        tuple(F(part, parts) for part in split)
        for split in product(range(parts + 1), repeat=count)
        if sum(split) == parts
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=1, max_size=4))
def test_every_dominator_dominates_and_none_on_a_grid_is_missed(rows: list[list[int]]) -> None:
    table = [[F(value) for value in row] for row in rows]
    for weak in (False, True):
        found = dominated_rows(table, weak=weak)
        for number, row in enumerate(table):
            if number in found:
                mixture = found[number].mixture
                assert sum(mixture.values()) == 1
                assert min(mixture.values()) > 0
                gains = [
                    sum(part * table[rival][column] for rival, part in mixture.items()) - own
                    for column, own in enumerate(row)
                ]
                assert min(gains) >= 0
                assert min(gains) > 0 if found[number].strict else max(gains) > 0
                continue
            for mix in mixes(len(table), 6):
                gains = [
                    sum(part * other[column] for part, other in zip(mix, table, strict=True)) - own
                    for column, own in enumerate(row)
                ]
                assert not (min(gains) >= 0 and max(gains) > 0 if weak else min(gains) > 0)


def test_pure_dominance_only_compares() -> None:
    """Irrational payoffs are compared exactly: √2 + √3 > π > 3."""
    low, high = [sympy.pi, F(0)], [sympy.sqrt(2) + sympy.sqrt(3), F(1)]
    found = dominated_rows([low, high], mixed=False)
    assert found[0].mixture == {1: F(1)}
    assert list(found) == [0]


@pytest.mark.parametrize("scale", [F(1), F(10**30), F(1, 10**30)])
def test_equal_rows_share_their_dominator(scale: Fraction) -> None:
    rows = [[3, 0], [0, 3], [1, 1], [1, 1]]
    found = dominated_rows([[scale * value for value in row] for row in rows])
    assert set(found) == {2, 3}
    assert found[2].mixture == found[3].mixture
