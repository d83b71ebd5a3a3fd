"""All equilibria of random integer bimatrix games: this library against its peers.

Run `python -m benchmarks.nash`.  Every row finds all equilibria of the same games with payoffs
from −100 to 100; seconds are medians, each call solving the whole batch.  The rows of this
library are exact and certified; nashpy and quantecon compute in doubles, pygambit in rationals or
doubles as said.  Before anything is timed, each peer's answers are compared with ours: a peer that
gives other equilibria is marked, and its time counts for what it is.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import io
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from random import Random
from typing import Any

import numpy as np

from benchmarks.timing import median_seconds, table
from negotiation.game import simultaneous_game
from negotiation.solve import nash
from negotiation.solve.bimatrix import nashpy_equilibria
from negotiation.solve.bimatrix_game import bimatrix_game
from negotiation.solve.extreme import extreme_equilibria

Rows = list[list[int]]
Games = list[tuple[Rows, Rows]]
Answer = set[tuple[float, ...]]
Peer = Callable[[Rows, Rows], Answer]


def random_games(size: int, count: int, seed: int) -> Games:
    """Draw square games with payoffs from -100 to 100."""
    random = Random(seed)  # noqa: S311 - test data

    def matrix() -> Rows:
        return [[random.randint(-100, 100) for _ in range(size)] for _ in range(size)]

    return [(matrix(), matrix()) for _ in range(count)]


def rounded(strategies: Sequence[Sequence[Any]]) -> tuple[float, ...]:
    """Write a pair of strategies so that answers in doubles can be compared."""
    return tuple(round(float(chance), 6) + 0.0 for own in strategies for chance in own)


def matrices_exact(first: Rows, second: Rows) -> Answer:
    """Solve with integers, and check every regret in Fractions."""
    return {rounded(pair) for pair in extreme_equilibria(bimatrix_game(first, second))}


def tree_exact(first: Rows, second: Rows) -> Answer:
    """Solve as a game tree: built, compiled, solved, certified on the tree."""
    return {
        rounded(equilibrium.profile.table)
        for equilibrium in nash(simultaneous_game([first, second]))
    }


def nashpy_made_exact(first: Rows, second: Rows) -> Answer:
    """Solve with nashpy behind the exact adapter."""
    return {rounded(pair) for pair in nashpy_equilibria(bimatrix_game(first, second))}


def nashpy_peer(method: str) -> Peer:
    """Return nashpy's own enumeration."""
    nashpy: Any = import_module("nashpy")

    def solve(first: Rows, second: Rows) -> Answer:
        # Its vertex enumeration needs payoffs above zero.
        game = nashpy.Game(np.array(first) + 101, np.array(second) + 101)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where it suspects a degenerate game
            return {rounded(pair) for pair in getattr(game, method)()}

    return solve


def quantecon_peer() -> Peer:
    """Return quantecon's vertex enumeration."""
    gt: Any = import_module("quantecon.game_theory")

    def solve(first: Rows, second: Rows) -> Answer:
        players = (gt.Player(np.array(first)), gt.Player(np.array(second).T))
        return {rounded(pair) for pair in gt.vertex_enumeration(gt.NormalFormGame(players))}

    return solve


def gambit_peer(*, rational: bool) -> Peer:
    """Return Gambit's enumeration of mixed equilibria."""
    pygambit: Any = import_module("pygambit")

    def solve(first: Rows, second: Rows) -> Answer:
        # Its object interfaces differ between versions 16 and 17; the file format does not.
        size = range(len(first))
        pairs = (f"{first[i][j]} {second[i][j]}" for j in size for i in size)
        shape = f"{len(first)} {len(first)}"
        text = f'NFG 1 R "" {{ "1" "2" }} {{ {shape} }}\n\n{" ".join(pairs)}\n'
        game = pygambit.read_nfg(io.StringIO(text))
        found = pygambit.nash.enummixed_solve(game, rational=rational).equilibria
        return {
            rounded([[profile[player][str(place + 1)] for place in size] for player in ("1", "2")])
            for profile in found
        }

    return solve


def peers() -> dict[str, Peer]:
    """Return the peers that are installed, by name and version."""
    version = importlib.metadata.version
    nashpy = f"nashpy {version('nashpy')}"
    found = {
        f"{nashpy} support enumeration": nashpy_peer("support_enumeration"),
        f"{nashpy} vertex enumeration": nashpy_peer("vertex_enumeration"),
    }
    if importlib.util.find_spec("quantecon"):
        found[f"quantecon {version('quantecon')} vertex enumeration"] = quantecon_peer()
    if importlib.util.find_spec("pygambit"):
        gambit = f"pygambit {version('pygambit')} enummixed"
        found[f"{gambit}, rational"] = gambit_peer(rational=True)
        found[f"{gambit}, double"] = gambit_peer(rational=False)
    return found


def solve_all(solve: Peer, games: Games) -> list[Answer]:
    """Solve a batch of games."""
    return [solve(*game) for game in games]


def compare(size: int, count: int, *, cap: float, repeats: int, seed: int) -> None:
    """Solve one batch of games by every way and print the table."""
    games = random_games(size, count, seed)
    own = {
        "negotiation, from matrices": matrices_exact,
        "negotiation, from a game tree": tree_exact,
        "negotiation, nashpy made exact": nashpy_made_exact,
    }
    reference = [matrices_exact(*game) for game in games]
    print(
        f"\n{count} games {size}×{size}, {sum(map(len, reference))} equilibria, seed {seed}; "
        f"median of {repeats}"
    )
    rows: list[tuple[str, float]] = []
    for name, solve in (own | peers()).items():
        solve(*random_games(2, 1, seed)[0])  # imports and compilation are not timed
        start = time.perf_counter()
        answer = [solve(*game) for game in games[:1]]
        once = (time.perf_counter() - start) * count
        if once > cap:
            same = answer == reference[:1]
            rows.append((f"{name} (one game × {count}){'' if same else ' DIFFERS'}", once))
            continue
        wrong = sum(solve(*game) != right for game, right in zip(games, reference, strict=True))
        seconds = median_seconds(partial(solve_all, solve, games), repeats)
        rows.append((name + (f" ({wrong} games DIFFER)" if wrong else ""), seconds))
    for name, solve in own.items():
        assert solve_all(solve, games) == reference, f"{name} disagrees with the exact enumeration"
    table(rows, peer=rows[0][0])


def main() -> None:
    """Print one table a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cap", type=float, default=10, help="seconds a batch may take")
    arguments = parser.parse_args()
    for size, count in ((3, 20), (5, 5), (8, 2)):
        compare(
            size,
            count,
            cap=arguments.cap,
            repeats=arguments.repeats,
            seed=arguments.seed,
        )


if __name__ == "__main__":
    main()
