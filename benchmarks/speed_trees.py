"""One large tree: backward induction on arrays against Gambit's nodes and OpenSpiel's states.

Two players move in turn in a full binary tree; payoffs are random whole numbers without ties.
Gambit has no solver for subgame-perfect equilibria, so its rows are the pass that its users write
over pygambit's nodes; OpenSpiel's is the same pass over the states of a game that it read from
Gambit's format.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from benchmarks.subgame_perfect import (
    PLAYERS,
    Payoffs,
    gambit_pass,
    gambit_tree,
    has_nodes_by_history,
    leaves,
    tree,
)
from negotiation.formats import write_efg
from negotiation.game.arrays import GameArrays, arrays_of
from negotiation.game.game import Game
from negotiation.game.rules import Rules, Turn
from negotiation.solve.kernels import has_numba, solve_nodes
from negotiation.solve.level_induction import solve_levels

if TYPE_CHECKING:
    from negotiation.game import Node

Answer: TypeAlias = "tuple[float, float]"
Row: TypeAlias = "tuple[str, Callable[[], Answer], int]"
"""A name, what to measure, and how many nodes it solves."""

__all__ = ["binary_arrays", "chain_rules", "tree_rows"]


def binary_arrays(depth: int, players: int = 2, seed: int = 0) -> GameArrays:
    """Lay a full binary tree with random payoffs out without building nodes."""
    random = np.random.default_rng(seed)
    inner, ends = 2**depth - 1, 2**depth
    first = np.zeros(inner + ends + 1, dtype=np.int64)
    first[1 : inner + 1] = 2 * np.arange(1, inner + 1)
    first[inner + 1 :] = 2 * inner
    mover = np.full(inner + ends, -2, dtype=np.int16)
    for level in range(depth):
        mover[2**level - 1 : 2 ** (level + 1) - 1] = level % players
    return GameArrays(
        players=tuple("ABCDEFGH"[:players]),
        levels=np.array([2**level - 1 for level in range(depth + 2)], dtype=np.int64),
        first=first,
        target=None,
        mover=mover,
        payoff=random.integers(0, 2000, (ends, players)).astype(np.int32),
        label=np.tile(np.array([0, 1], dtype=np.int32), inner),
        probability=None,
        stage=None,
        factor=None,
        infoset=np.full(inner + ends, -1, dtype=np.int32),
        outcome_label=np.full(ends, -1, dtype=np.int32),
        numbers=tuple(range(-1000, 1000)),  # type: ignore[arg-type]  # whole numbers do for floats
        labels=("l", "r"),
        names=(),
    )


def chain_rules(states: int) -> Rules[tuple[int, int]]:
    """Give a negotiation of many rounds by rules, with about so many states."""
    width = 1024
    rounds = max(states // width, 1) + 10
    return Rules(
        players=("A", "B"),
        start=(0, 0),
        mover=lambda s: Turn.END if s[0] == rounds else ("A", "B")[s[0] % 2],
        moves=lambda _: ("hold", "move"),
        next_state=lambda s, move: (s[0] + 1, (2 * s[1] + (move == "move")) % width),
        payoffs=lambda s: {"A": s[1] % 97, "B": (31 * s[1]) % 89},
    )


def _root(values: np.ndarray[Any, Any]) -> Answer:
    return float(values[0, 0]), float(values[1, 0])


def _from_nodes(root: Node) -> Answer:
    return _root(solve_levels(arrays_of(Game(PLAYERS, root)))[0])


def _gambit(game: Any) -> Answer:  # noqa: ANN401 - pygambit has no types
    [found] = gambit_pass(game)
    return float(found[0]), float(found[1])


def _gambit_built(payoffs: list[Payoffs]) -> Answer:
    return _gambit(gambit_tree(payoffs))


def _plain(payoffs: list[Payoffs]) -> Answer:
    level = payoffs
    height = (len(level) - 1).bit_length()
    while height:
        height -= 1
        mover = height % 2
        level = [
            one if one[mover] >= other[mover] else other
            for one, other in zip(level[::2], level[1::2], strict=True)
        ]
    return float(level[0][0]), float(level[0][1])


def _spiel(text: str) -> Callable[[], Answer]:
    spiel: Any = import_module("pyspiel")
    game = spiel.load_efg_game(text)

    def solve() -> Answer:
        # Depth first with a stack: a state, its untried actions, and the best found so far.
        root = game.new_initial_state()
        stack: list[tuple[Any, Iterator[int], list[list[float]]]] = []
        state, found = root, None
        while True:
            if state is not None:
                if state.is_terminal():
                    found, state = list(state.returns()), None
                else:
                    stack.append((state, iter(state.legal_actions()), []))
                    found = None
            here, actions, below = stack[-1]
            if found is not None:
                below.append(found)
            action = next(actions, None)
            if action is not None:
                state, found = here.child(action), None
                continue
            mover = here.current_player()
            found, state = max(below, key=lambda pays: pays[mover]), None
            stack.pop()
            if not stack:
                return found[0], found[1]

    return solve


def tree_rows(depth: int, *, peers: bool) -> list[Row]:
    """Return what is measured at a depth; all rows give the same payoffs."""
    payoffs = leaves(depth, depth, 10**9)
    game = tree(payoffs)
    arrays = arrays_of(game)
    nodes = len(arrays)
    rows: list[Row] = []
    if peers and has_nodes_by_history():
        rows += [
            ("pygambit, read and pass", partial(_gambit_built, payoffs), nodes),
            ("pygambit, pass", partial(_gambit, gambit_tree(payoffs)), nodes),
        ]
    if peers and importlib.util.find_spec("pyspiel") is not None and depth <= 12:
        rows.append(("OpenSpiel states, pass", _spiel(write_efg(game)), nodes))
    rows += [
        ("plain Python lists", partial(_plain, payoffs), nodes),
        ("negotiation, from nested nodes", partial(_from_nodes, game.root), nodes),
        ("negotiation, arrays, numpy", lambda: _root(solve_levels(arrays)[0]), nodes),
    ]
    if has_numba():
        rows.append(("negotiation, arrays, numba", lambda: _root(solve_nodes(arrays)[0]), nodes))
    return rows


def read_text(text: str) -> Any:  # noqa: ANN401 - pygambit has no types
    """Let pygambit read a game."""
    gambit: Any = import_module("pygambit")
    return gambit.read_efg(io.BytesIO(text.encode()))
