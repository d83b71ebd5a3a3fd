"""The sides that the benchmark of speed compares give the same."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.history.speed import Batches, Trees
from benchmarks.speed import core_seconds, read_bandwidth
from benchmarks.speed_batch import batch_rates, payoff_model, payoff_rates
from benchmarks.speed_trees import binary_arrays, chain_rules, tree_rows
from negotiation import sweep, talks
from negotiation.game import explore
from negotiation.game.compiled import OUTCOME
from negotiation.solve import backward_induction


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_all_rows_of_a_tree_pay_the_same(depth: int) -> None:
    rows = tree_rows(depth, peers=False)
    assert len({run() for _, run, _ in rows}) == 1
    assert {nodes for _, _, nodes in rows} == {2 ** (depth + 1) - 1}


@pytest.mark.peers
def test_the_peers_pay_the_same() -> None:
    assert len({run() for _, run, _ in tree_rows(4, peers=True)}) == 1
    assert batch_rates(talks.basing_shadow(), 50)  # raises where a peer disagrees


def test_trees_laid_out_directly_are_trees() -> None:
    arrays = binary_arrays(4, players=3)
    game = arrays.to_game()
    assert len(game.tree) == len(arrays) == 31
    assert (arrays.mover == OUTCOME).sum() == 16
    assert [len(game.tree.history(node)) for node in (0, 1, 30)] == [0, 1, 4]


def test_rules_have_about_so_many_states() -> None:
    graph = explore(chain_rules(5000))
    assert 3000 < len(graph) < 10_000
    assert backward_induction(chain_rules(2000)).verify()


def test_payoffs_are_parameters() -> None:
    model = payoff_model(2)
    values = dict.fromkeys(model.parameters, 0.0) | {"u1A": 1.0, "u3A": 2.0}
    table = sweep.batch(model, {name: [value] for name, value in values.items()}, kernel="numpy")
    assert table.rows.shape == (4, 1)
    assert table.payoffs["A"][0] == 0.0  # B takes the left action where it is indifferent
    for _, run, _ in payoff_rates(model, 10)[:1]:
        run()


def test_measures_are_positive() -> None:
    assert core_seconds(lambda: np.arange(1000).sum(), 2) > 0
    assert min(read_bandwidth(1)) > 1e6


@pytest.mark.parametrize("group", [Trees, Batches])
def test_what_is_kept_from_commit_to_commit_runs(group: type) -> None:
    measured = group()
    measured.setup()
    names = [name for name in dir(measured) if name.startswith(("time_", "track_"))]
    assert len(names) == 3
    for name in names:
        getattr(measured, name)()
