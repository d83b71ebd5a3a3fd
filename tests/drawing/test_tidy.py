"""The tidy layout: what every good drawing of a tree has, on random trees."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.drawing import levels_of, tidy

GAP = 1.5


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int], list[int], list[float], list[float]]:
    """Parents, levels (some edges pass through levels) and sizes."""
    count = draw(st.integers(1, 40))
    parent, level = [-1], [0]
    for _ in range(1, count):
        above = draw(st.integers(0, len(parent) - 1))
        parent.append(above)
        level.append(level[above] + draw(st.integers(1, 3)))
    size = st.floats(0.5, 9)
    before = [draw(size) for _ in parent]
    after = [draw(size) for _ in parent]
    return parent, level, before, after


@given(trees())
def test_nothing_touches_and_parents_stand_in_the_middle(
    tree: tuple[list[int], list[int], list[float], list[float]],
) -> None:
    parent, level, before, after = tree
    x = tidy(parent, level, before, after, GAP)
    spans = [(level[n], x[n] - before[n], x[n] + after[n]) for n in range(len(x))]
    for node in range(1, len(parent)):  # an edge passes straight through the levels between
        spans += [
            (depth, x[node], x[node]) for depth in range(level[parent[node]] + 1, level[node])
        ]
    for depth in range(max(level) + 1):
        row = sorted((low, high) for at, low, high in spans if at == depth)
        for (_, high), (low, _) in pairwise(row):
            assert low - high >= GAP - 1e-6
    for node in range(len(parent)):
        below = [x[child] for child in range(len(parent)) if parent[child] == node]
        assert below == sorted(below)
        if below:
            assert x[node] == pytest.approx((below[0] + below[-1]) / 2)
    assert min(x[n] - before[n] for n in range(len(x))) == pytest.approx(0)


@given(trees())
def test_the_mirror_image_of_a_tree_gets_the_mirror_image_of_its_layout(
    tree: tuple[list[int], list[int], list[float], list[float]],
) -> None:
    parent, level, before, after = tree
    x = tidy(parent, level, before, after, GAP)
    # Number the nodes anew, level by level of the tree, with the children of each node reversed.
    order = [0]
    for node in order:
        order += [child for child in range(len(parent) - 1, 0, -1) if parent[child] == node]
    new = {node: place for place, node in enumerate(order)}
    mirrored = tidy(
        [-1] + [new[parent[node]] for node in order[1:]],
        [level[node] for node in order],
        [after[node] for node in order],
        [before[node] for node in order],
        GAP,
    )
    for node in range(len(parent)):
        assert mirrored[new[node]] - mirrored[0] == pytest.approx(x[0] - x[node], abs=1e-6)


def test_a_comb_of_ten_thousand_levels_is_laid_out_without_recursion() -> None:
    parent = [-1]
    for spine in range(10_000):
        parent += [2 * spine, 2 * spine] if spine else [0, 0]
    level = levels_of(parent, [])
    x = tidy(parent, level, [1.0] * len(parent), [1.0] * len(parent), 1.0)
    assert len(x) == 20_001
    assert max(level) == 10_000


def test_nodes_of_a_set_come_to_one_level() -> None:
    #   0 ─ 1 ─ 3 ─ 4 (set with 2)
    #   └─── 2
    parent = [-1, 0, 0, 1, 3]
    assert levels_of(parent, [(2, 4)]) == [0, 1, 3, 2, 3]


def test_sets_in_each_others_way_keep_their_levels() -> None:
    # One path has a node of A above one of B, the other the other way round.
    parent = [-1, 0, 0, 1, 2]
    assert levels_of(parent, [(1, 4), (2, 3)]) == [0, 1, 1, 2, 2]
