"""Times that are kept from commit to commit, in the form that asv reads.

Run: ``asv run`` and ``asv publish``; or ``asv continuous main HEAD`` to compare two commits.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from benchmarks.speed_batch import draws_of, linear_model
from benchmarks.speed_trees import binary_arrays, chain_rules
from negotiation import sweep, talks
from negotiation.game.rule_arrays import arrays_of_rules
from negotiation.solve.level_induction import solve_levels

__all__ = ["Batches", "Trees"]


class Trees:
    """One large game."""

    def setup(self) -> None:
        """Lay the games out."""
        self.arrays = binary_arrays(18)
        self.rules = chain_rules(30_000)

    def time_levels(self) -> None:
        """Solve a tree of half a million nodes with numpy."""
        solve_levels(self.arrays)

    def time_exploring_rules(self) -> None:
        """Explore a game given by rules."""
        arrays_of_rules(self.rules)

    def track_bytes_a_node(self) -> float:
        """Measure the memory of a node."""
        return self.arrays.bytes_per_node


class Batches:
    """Many draws."""

    def setup(self) -> None:
        """Draw."""
        self.model = talks.basing_shadow()
        self.draws = draws_of(self.model, 200_000)
        self.linear = linear_model(3)
        random = np.random.default_rng(0)
        self.rows = {name: random.random(100_000) for name in self.linear.parameters}

    def time_basing_shadow(self) -> None:
        """Solve basing_shadow with numpy on one thread."""
        sweep.batch(self.model, self.draws, kernel="numpy", threads=1)

    def time_binary_tree(self) -> None:
        """Solve a tree of 15 nodes with numpy on one thread."""
        sweep.batch(self.linear, self.rows, kernel="numpy", threads=1)

    def time_monte_carlo(self) -> None:
        """Draw, solve and summarise on one thread."""
        prior = {"basing_probability": stats.uniform(0.1, 0.8)}
        sweep.monte_carlo(self.model, prior, 200_000, 0, kernel="numpy", threads=1)
