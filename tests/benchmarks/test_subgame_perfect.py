"""The sides that the benchmark of subgame-perfect equilibria compares give the same."""

from __future__ import annotations

import pytest

from benchmarks.subgame_perfect import leaves, plain_pass, solved, tree


@pytest.mark.parametrize("largest", [3, 10**9])
def test_the_plain_pass_agrees(largest: int) -> None:
    """The pass knows nothing of the library; few payoffs make many ties."""
    counts = set()
    for seed in range(20):
        payoffs = leaves(3, seed, largest)
        answer = solved(tree(payoffs))
        assert answer == plain_pass(payoffs)
        counts.add(len(answer))
    assert (len(counts) > 3) is (largest == 3)
