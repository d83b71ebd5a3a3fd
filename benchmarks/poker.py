"""The value of two poker games: this library's exact linear program against its peers.

Run `python -m benchmarks.poker`.  Kuhn poker has 12 information sets, Leduc poker with its suits
merged 288.  This library solves the linear program of the sequence form exactly and certifies both
strategies on the tree; Lemke's algorithm on the same form is the second of its rows.  Gambit's lp
and lcp solvers run in doubles and, for Kuhn poker, in rationals; OpenSpiel's sequence-form linear
program runs in doubles on its own build of the game.  Every side's value is compared with the exact
one before anything is timed, and a side that misses it is marked with what it says.

Every side starts from a game that is built, and prepares its linear program anew.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import io
import multiprocessing
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.timing import median_seconds, table
from negotiation.formats import write_efg
from negotiation.game import Game
from negotiation.solve import lemke, zero_sum

Solve = Callable[[], object]

TOLERANCE = 1e-6
"""By how much a value in doubles may miss the exact one."""


def fresh(game: Game) -> Game:
    """Return the game without what it remembers of its information sets and forms."""
    return Game(game.players, game.root)


def own_value(solver: Callable[[Game], Any], game: Game) -> Fraction:
    """Solve exactly, certify, and return what player 1 gets."""
    return solver(fresh(game)).payoffs["1"]  # type: ignore[no-any-return]  # two solvers


def gambit_value(game: Any, method: str, *, rational: bool) -> object:  # noqa: ANN401 - pygambit has no types
    """Solve with Gambit and return what player 1 gets."""
    gambit: Any = import_module("pygambit")
    return getattr(gambit.nash, method)(game, rational=rational).equilibrium.payoffs["1"]


def spiel_value(game: Any) -> object:  # noqa: ANN401 - OpenSpiel has no types
    """Solve OpenSpiel's own linear program of the sequence form."""
    module: Any = import_module("open_spiel.python.algorithms.sequence_form_lp")
    return module.solve_zero_sum_game(game)[0]


def gambit_rows(game: Game, *, rational: bool) -> list[tuple[str, Solve]]:
    """Return Gambit's solvers, or none, saying so."""
    if importlib.util.find_spec("pygambit") is None:
        print("pygambit is not installed: pip install --pre pygambit")
        return []
    gambit: Any = import_module("pygambit")
    read = gambit.read_efg(io.StringIO(write_efg(game)))
    name = f"pygambit {importlib.metadata.version('pygambit')}"
    kinds = [(False, "double"), (True, "rational")] if rational else [(False, "double")]
    return [
        (
            f"{name} {method.removesuffix('_solve')}, {kind}",
            partial(gambit_value, read, method, rational=exact),
        )
        for exact, kind in kinds
        for method in ("lp_solve", "lcp_solve")
    ]


def spiel_rows(name: str) -> list[tuple[str, Solve]]:
    """Return OpenSpiel's linear program, or none, saying so."""
    try:
        import_module("open_spiel.python.algorithms.sequence_form_lp")
        spiel: Any = import_module("pyspiel")
        version = importlib.metadata.version("open_spiel")
    except ImportError as error:
        print(
            f"OpenSpiel's sequence_form_lp is missing ({error}): pip install open_spiel cvxpy ecos"
        )
        return []
    return [(f"open_spiel {version} sequence_form_lp", partial(spiel_value, spiel.load_game(name)))]


def _within(run: Solve, seconds: float) -> float | str:
    """Run once in a process of its own; return the value, or in words why there is none."""
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(duplex=False)

    def answer() -> None:
        try:
            send.send(float(run()))  # type: ignore[arg-type]  # numbers of all kinds
        except Exception as error:  # noqa: BLE001 - whatever a peer raises is its answer
            send.send(f"{type(error).__name__}: {error}")

    process = context.Process(target=answer)
    process.start()
    said: float | str = f"no answer within {seconds:g} seconds"
    if receive.poll(seconds):
        said = receive.recv()
    process.kill()
    process.join()
    return said


def compare(
    name: str, game: Game, peers: list[tuple[str, Solve]], *, repeats: int, cap: float
) -> None:
    """Check every side's value, then measure and print the table."""
    value = own_value(zero_sum, game)
    print(f"\n{name}: {len(game.information_sets)} information sets, value {float(value):.12f}")
    rows: list[tuple[str, Solve]] = [
        ("negotiation zero_sum, exact and certified", partial(own_value, zero_sum, game)),
        ("negotiation lemke, exact and certified", partial(own_value, lemke, game)),
        *peers,
    ]
    measured: list[tuple[str, float]] = []
    for label, run in rows:
        said = _within(run, cap)
        if isinstance(said, str):
            print(f"  {label}: {said}")
            continue
        wrong = abs(said - float(value)) > TOLERANCE
        shown = f"{label} (SAYS {said:.6f})" if wrong else label
        measured.append((shown, median_seconds(run, repeats)))
    print(f"median of {repeats}")
    table(measured, peer=measured[0][0])


def main() -> None:
    """Read the arguments and compare both games."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument(
        "--cap", type=float, default=30, help="seconds that each side has for one run"
    )
    arguments = parser.parse_args()
    from tests.poker import kuhn_poker, leduc_poker  # asv imports this module where tests are not

    for name, game, spiel, rational in (
        ("Kuhn poker", kuhn_poker(), "kuhn_poker", True),
        ("Leduc poker", leduc_poker(), "leduc_poker", False),
    ):
        peers = [*gambit_rows(game, rational=rational), *spiel_rows(spiel)]
        compare(name, game, peers, repeats=arguments.repeats, cap=arguments.cap)


if __name__ == "__main__":
    main()
