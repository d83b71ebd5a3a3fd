"""Backward induction on arrays by a compiled loop over the nodes: the extra ``fast``.

The loop visits the nodes from the last to the first, so what follows a node is solved before it.
Compiled by numba once, kept on disk; additions come in the order in which the level-by-level
solver makes them, so both give the same answers, bit by bit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from negotiation.errors import MissingDependency
from negotiation.game.compiled import CHANCE, OUTCOME

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.game.arrays import GameArrays

__all__ = ["has_numba", "numba_module", "solve_nodes"]


def has_numba() -> bool:
    """Whether numba is installed."""
    return find_spec("numba") is not None


def numba_module() -> Any:  # noqa: ANN401 - numba has no types
    """Return numba.

    Raises
    ------
    MissingDependency
        If it is not installed.
    """
    try:
        import numba
    except ImportError as error:
        message = "compiled kernels need numba; install it with: pip install 'negotiation[fast]'"
        raise MissingDependency(message) from error
    return numba


def solve_nodes(arrays: GameArrays) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Solve a game node by node, from the last to the first, in compiled code.

    Parameters and results are those of `negotiation.solve.level_induction.solve_levels`.

    Raises
    ------
    MissingDependency
        If numba is not installed.
    """
    import numpy as np

    floats = arrays.floats
    values = np.empty((len(arrays), len(arrays.players)))
    choices = np.empty(len(arrays), dtype=np.int32)
    if arrays.target is None and arrays.stage is None and arrays.factor is None:
        chances = arrays.probability
        if chances is None:
            chances = np.empty(0, dtype=np.int32)
        _tree_kernel()(arrays.first, arrays.mover, arrays.payoff, chances, floats, values, choices)
        return values.T, choices
    edges, players = len(arrays.label), len(arrays.players)
    nothing = np.empty((0, players), dtype=np.int32)
    target = arrays.target
    _graph_kernel()(
        arrays.first,
        np.arange(1, edges + 1, dtype=np.int32) if target is None else target,
        arrays.mover,
        arrays.payoff,
        np.empty(0, dtype=np.int32) if arrays.probability is None else arrays.probability,
        nothing if arrays.stage is None else arrays.stage,
        nothing if arrays.factor is None else arrays.factor,
        floats,
        values,
        choices,
    )
    return values.T, choices


@cache
def _tree_kernel() -> Callable[..., None]:
    return numba_module().njit(cache=True, nogil=True, error_model="numpy")(_solve_tree)  # type: ignore[no-any-return]  # numba has no types


@cache
def _graph_kernel() -> Callable[..., None]:
    return numba_module().njit(cache=True, nogil=True, error_model="numpy")(_solve_graph)  # type: ignore[no-any-return]  # as above


def _solve_tree(first, mover, payoff, chance, floats, values, choices):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917 - compiled; the caller has the types
    players = values.shape[1]
    paid = payoff.shape[0]
    for node in range(mover.shape[0] - 1, -1, -1):
        who = mover[node]
        choices[node] = -1
        if who == OUTCOME:
            paid -= 1
            for player in range(players):
                values[node, player] = floats[payoff[paid, player]]
        elif who == CHANCE:
            for player in range(players):
                total = 0.0
                for edge in range(first[node], first[node + 1]):
                    share = floats[chance[edge]]
                    if share != 0.0:
                        total += values[edge + 1, player] * share
                values[node, player] = total
        else:
            start = first[node]
            best = start + 1
            most = values[best, who]
            for child in range(start + 2, first[node + 1] + 1):
                if values[child, who] > most:
                    most = values[child, who]
                    best = child
            choices[node] = best - start - 1
            for player in range(players):
                values[node, player] = values[best, player]


def _solve_graph(first, target, mover, payoff, chance, stage, factor, floats, values, choices):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917 - compiled; the caller has the types
    players = values.shape[1]
    paid = payoff.shape[0]
    pays, discounts = stage.shape[0] > 0, factor.shape[0] > 0
    for node in range(mover.shape[0] - 1, -1, -1):
        who = mover[node]
        choices[node] = -1
        if who == OUTCOME:
            paid -= 1
            for player in range(players):
                values[node, player] = floats[payoff[paid, player]]
            continue
        best = first[node]
        if who != CHANCE:
            most = 0.0
            for edge in range(first[node], first[node + 1]):
                worth = values[target[edge], who]
                if discounts:
                    worth *= floats[factor[edge, who]]
                if pays:
                    worth += floats[stage[edge, who]]
                if edge == first[node] or worth > most:
                    most = worth
                    best = edge
            choices[node] = best - first[node]
        for player in range(players):
            total = 0.0
            stop = first[node + 1] if who == CHANCE else best + 1
            for edge in range(best, stop):
                share = floats[chance[edge]] if who == CHANCE else 1.0
                if share == 0.0:
                    continue
                worth = values[target[edge], player]
                if discounts:
                    worth *= floats[factor[edge, player]]
                if pays:
                    worth += floats[stage[edge, player]]
                total += worth * share
            values[node, player] = total
