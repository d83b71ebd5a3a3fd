"""Speed of large trees, games by rules and sweeps, in one run and one table.

Every row is a rate: nodes, states or draws a second on one core, by the processor's own clock,
which a busy machine changes less than the clock on the wall; the median of several runs.  The
ratio is to the first row of its part.  Beside the sweeps stands the memory bandwidth that the same
run measures, and what part of it is reached.

Run: python -m benchmarks.speed [--draws 1000000] [--deepest 20] [--repeats 5] [--peers-to 14]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import math
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from benchmarks.speed_batch import batch_rates, linear_model, payoff_model, payoff_rates
from benchmarks.speed_trees import binary_arrays, chain_rules, tree_rows
from negotiation import sweep, talks
from negotiation.game.rule_arrays import arrays_of_rules
from negotiation.solve.kernels import has_numba, solve_nodes
from negotiation.solve.level_induction import solve_levels
from negotiation.solve.numeric import numeric_backward_induction

if TYPE_CHECKING:
    from negotiation.game.arrays import GameArrays
    from negotiation.game.rules import Rules

__all__ = ["core_seconds", "main", "read_bandwidth"]


def core_seconds(function: Callable[[], object], repeats: int) -> float:
    """Return the median processor time of a call, after one that is not counted."""
    function()
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        function()
        seconds.append(time.process_time() - start)
    return max(statistics.median(seconds), 1e-9)


def _print(part: str, rows: Iterable[tuple[str, float, float | None]], unit: str) -> None:
    """Print a part of the table: names, rates, ratios to the first row."""
    print(f"\n{part}")
    first: float | None = None
    for name, rate, fraction in rows:
        first = first or rate
        share = "" if fraction is None else f"  {fraction:6.1%} of the bandwidth"
        print(f"  {name:<44} {rate / 1e6:>12.4f} M {unit}/s  {rate / first:>12.1f}x{share}")


def read_bandwidth(repeats: int) -> tuple[float, float]:
    """Return the bytes a second that one core reads, and that it copies (read and written)."""
    source = np.ones(20_000_000)
    target = np.empty_like(source)
    read = source.nbytes / core_seconds(source.sum, repeats)
    copied = 2 * source.nbytes / core_seconds(partial(np.copyto, target, source), repeats)
    return read, copied


def trees(deepest: int, repeats: int, peers_to: int) -> None:
    """Part (a): one tree; Gambit's nodes, whose cost grows faster than the tree, up to a depth."""
    for depth in (8, 11, 14):
        if depth > deepest:
            break
        rows = tree_rows(depth, peers=depth <= peers_to)
        answers = {run() for _, run, _ in rows}
        if len(answers) != 1:
            message = f"the rows give different payoffs at depth {depth}: {answers}"
            raise AssertionError(message)
        times = repeats if depth < 14 else 1  # Gambit's pass takes 17 s there
        _print(
            f"(a) binary tree of depth {depth}, two players",
            [(name, nodes / core_seconds(run, times), None) for name, run, nodes in rows],
            "nodes",
        )
    for depth in range(17, deepest + 1, 3):
        arrays = binary_arrays(depth)
        solvers: list[tuple[str, Callable[[GameArrays], object]]] = [
            ("arrays, numpy", solve_levels)
        ]
        if has_numba():
            solvers.append(("arrays, numba", solve_nodes))
        _print(
            f"(a) binary tree of depth {depth}, {len(arrays):,} nodes, "
            f"{arrays.bytes_per_node:.1f} bytes a node",
            [
                (name, len(arrays) / core_seconds(partial(solve, arrays), repeats), None)
                for name, solve in solvers
            ],
            "nodes",
        )


def batches(draws: int, repeats: int) -> None:
    """Parts (b) and (d): many draws, and the bandwidth."""
    for model in (talks.basing_shadow(), talks.triangle()):
        _print(
            f"(b) {model.name}, {draws:,} draws of all {len(model.parameters)} parameters, "
            "from dictionary to table",
            [
                (name, count / core_seconds(run, repeats), None)
                for name, run, count in batch_rates(model, draws)
            ],
            "draws",
        )
    read, copied = read_bandwidth(repeats)
    print(f"\n(d) memory on one core: read {read / 1e9:.1f} GB/s, copy {copied / 1e9:.1f} GB/s")
    few = min(draws, 500_000)
    for depth in (3, 5):
        for model, words in (
            (payoff_model(depth), "all payoffs read from memory"),
            (linear_model(depth), "payoffs computed from 6 parameters"),
        ):
            size = len(model.parameters) * 8
            rates = [
                (name, count / core_seconds(run, repeats))
                for name, run, count in payoff_rates(model, few)
            ]
            _print(
                f"(d) {words}, {size} bytes a draw",
                [(name, rate, rate * size / read) for name, rate in rates],
                "draws",
            )


def growth(repeats: int, largest: int) -> None:
    """Part (c): how time and memory grow."""
    print("\n(c) growth: games by rules, explored and solved")
    states: list[int] = []
    seconds: list[float] = []
    for power in range(3, largest + 1):
        rules = chain_rules(10**power)
        seconds.append(core_seconds(partial(_explored, rules), repeats if power < 6 else 1))
        arrays = arrays_of_rules(rules)
        states.append(len(arrays))
        print(
            f"  {states[-1]:>10,} states  {seconds[-1]:8.3f} s  "
            f"{1e6 * seconds[-1] / states[-1]:6.2f} s a million  "
            f"{arrays.bytes_per_node:.1f} bytes a state"
        )
    print(f"  seconds grow as states to the power {_slope(states[1:], seconds[1:]):.2f}")
    model = talks.basing_shadow()
    prior = {"basing_probability": stats.uniform(0.1, 0.8), "treaty_gain": stats.uniform(0.5, 2)}
    print("\n(c) growth: Monte Carlo of basing_shadow, two priors, draws and summaries included")
    for draws in (10**5, 10**6, 10**7):
        run = partial(sweep.monte_carlo, model, prior, draws, 0, threads=1)
        used = core_seconds(run, min(repeats, 3))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {draws:>10,} draws  {used:8.3f} s  peak memory of this run {peak:.0f} MiB")
    for threads in range(1, len(os.sched_getaffinity(0)) + 1):
        began = time.perf_counter()
        sweep.monte_carlo(model, prior, 4_000_000, 0, threads=threads)
        wall = time.perf_counter() - began
        print(f"  {threads} threads: {4 / wall:.2f} M draws/s on the wall clock")


def _explored(rules: Rules[tuple[int, int]]) -> object:
    return numeric_backward_induction(arrays_of_rules(rules), kernel="numpy").payoffs


def _slope(sizes: list[int], seconds: list[float]) -> float:
    x = np.log(sizes) - np.mean(np.log(sizes))
    return float((x * np.log(seconds)).sum() / (x * x).sum()) if len(sizes) > 1 else math.nan


def main() -> None:
    """Read the arguments, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1_000_000)
    parser.add_argument("--deepest", type=int, default=20)
    parser.add_argument("--states", type=int, default=6, help="a power of ten")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peers-to", type=int, default=14, help="the deepest tree for the peers")
    arguments = parser.parse_args()
    versions = []
    for name in ("numpy", "numba", "pygambit", "open_spiel"):
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{name} not installed")
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {', '.join(versions)}; {cores} cores, load {load}")
    trees(arguments.deepest, arguments.repeats, arguments.peers_to)
    batches(arguments.draws, arguments.repeats)
    growth(arguments.repeats, arguments.states)


if __name__ == "__main__":
    main()
