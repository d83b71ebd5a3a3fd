"""Many draws of one model: sweeps against a loop over pygambit's nodes and one in plain Python.

The loops do what a user would write: for every draw the payoffs, then a pass from the leaves up.
Gambit's games are read from texts that are written beforehand, so that only Gambit is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
import sympy

from benchmarks.speed_trees import read_text
from benchmarks.subgame_perfect import has_nodes_by_history
from negotiation import sweep
from negotiation.exact import as_sympy
from negotiation.formats import write_efg
from negotiation.game import Decision, Game, Node, Outcome
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.model import Model, Parameter
from negotiation.solve.kernels import has_numba

Rate: TypeAlias = "tuple[str, Callable[[], object], int]"
"""A name, what to measure, and how many draws it solves."""

__all__ = ["batch_rates", "draws_of", "linear_model", "payoff_model", "payoff_rates"]


def draws_of(model: Model, count: int, seed: int = 0) -> dict[str, np.ndarray[Any, Any]]:
    """Draw every parameter around its baseline, inside the assumptions."""
    random = np.random.default_rng(seed)
    base = model.calibrations["baseline"]
    return {name: float(base[name]) * random.uniform(0.9, 1.1, count) for name in base}


def _python_loop(
    model: Model, draws: Mapping[str, np.ndarray[Any, Any]], count: int
) -> list[float]:
    """Solve with floats and lists, payoffs compiled by sympy's ``lambdify``."""
    tree = model.game.tree
    names = list(model.parameters)
    ends = list(tree.payoffs)
    numbers = [as_sympy(value) for node in ends for value in tree.payoffs[node]]
    numbers += [as_sympy(chance) for chance in tree.probability.values()]
    compiled = sympy.lambdify([model.parameters[name].symbol for name in names], numbers, "math")
    players = len(model.game.players)
    found: list[float] = []
    for draw in range(count):
        computed = compiled(*[float(draws[name][draw]) for name in names])
        chances = dict(zip(tree.probability, computed[len(ends) * players :], strict=True))
        values: list[Any] = [None] * len(tree)
        for place, node in enumerate(ends):
            values[node] = computed[place * players : (place + 1) * players]
        for node in range(len(tree) - 1, -1, -1):
            mover = tree.mover[node]
            if mover == OUTCOME:
                continue
            below = tree.children(node)
            if mover == CHANCE:
                values[node] = [
                    sum(chances[child] * values[child][player] for child in below)
                    for player in range(players)
                ]
            else:
                values[node] = max((values[child] for child in below), key=lambda pays: pays[mover])
        found.append(values[0][1])
    return found


def _gambit_pass(game: Any) -> dict[str, float]:  # noqa: ANN401 - pygambit has no types
    """Go from the leaves up over pygambit's nodes, chance included."""
    path: Any = import_module("pygambit").H.path
    found: dict[tuple[str, ...], dict[str, float]] = {}

    def below(history: tuple[str, ...]) -> dict[str, float]:
        if history in found:
            return found.pop(history)
        pays = game.get_outcome_payoffs(game.get_outcome(path(*history)))
        return {player: float(value) for player, value in dict(pays).items()}

    for node in game.get_subgame_roots():  # children before parents
        history = tuple(node.actions)
        here = path(*history)
        player = game.get_player(here)
        actions = list(game.get_actions(here))
        ways = [below((*history, action)) for action in actions]
        if player == "Chance":
            chances = [float(chance) for chance in dict(game.get_action_probs(here)).values()]
            found[history] = {
                name: sum(c * way[name] for c, way in zip(chances, ways, strict=True))
                for name in ways[0]
            }
        else:
            found[history] = max(ways, key=lambda pays: pays[player])
    return found[()]


def _game_at(model: Model, draws: Mapping[str, np.ndarray[Any, Any]], draw: int) -> Game:
    values: dict[str, Any] = {name: Fraction(row[draw]) for name, row in draws.items()}
    return model.at(**values)


def batch_rates(model: Model, count: int) -> list[Rate]:
    """Return what is measured for a model; all rows give the same payoffs."""
    draws = draws_of(model, count)
    few, some = min(40, count), min(2000, count)
    player = model.game.players[1]
    rows: list[Rate] = []
    expected = sweep.batch(model, draws, kernel="numpy").payoffs[player]
    if has_nodes_by_history():
        texts = [write_efg(_game_at(model, draws, k)) for k in range(few)]
        games = [_gambit_pass(read_text(text))[player] for text in texts[:3]]
        if not np.allclose(games, expected[:3]):
            message = f"pygambit gives other payoffs of {model.name}"
            raise AssertionError(message)
        rows.append(
            (
                "pygambit loop, read and pass",
                lambda: [_gambit_pass(read_text(text)) for text in texts],
                few,
            )
        )
    if not np.allclose(_python_loop(model, draws, some), expected[:some]):
        message = f"the plain loop gives other payoffs of {model.name}"
        raise AssertionError(message)
    rows.append(("plain Python loop", lambda: _python_loop(model, draws, some), some))
    kernels = ("numpy", "numba") if has_numba() else ("numpy",)
    rows.extend(
        (
            f"negotiation, {kernel}, one thread",
            partial(sweep.batch, model, draws, kernel=kernel, threads=1),
            count,
        )
        for kernel in kernels
    )
    return rows


def payoff_model(depth: int, players: int = 3) -> Model:
    """Build a full binary tree in which every payoff is a parameter of its own."""
    names = "ABC"[:players]
    symbols = [[sympy.Symbol(f"u{leaf}{name}") for name in names] for leaf in range(2**depth)]
    return _binary("payoffs", symbols, [each for payoffs in symbols for each in payoffs])


def linear_model(depth: int, players: int = 3, parameters: int = 6) -> Model:
    """Build a full binary tree whose payoffs are sums of six parameters, some taken away."""
    random = np.random.default_rng(0)
    symbols = [sympy.Symbol(f"x{place}") for place in range(parameters)]
    payoffs = [
        [
            sum((int(k) * x for k, x in zip(row, symbols, strict=True)), sympy.Integer(0))
            for row in random.integers(-3, 4, (players, parameters))
        ]
        for _ in range(2**depth)
    ]
    return _binary("linear", payoffs, symbols)


def _binary(name: str, payoffs: list[Any], symbols: list[sympy.Symbol]) -> Model:
    names = "ABC"[: len(payoffs[0])]
    level: list[Node] = [Outcome(dict(zip(names, pays, strict=True))) for pays in payoffs]
    depth = (len(level) - 1).bit_length()
    for height in range(depth - 1, -1, -1):
        level = [
            Decision(names[height % len(names)], {"l": level[k], "r": level[k + 1]})
            for k in range(0, len(level), 2)
        ]
    return Model(name, Game(tuple(names), level[0]), [Parameter(symbol) for symbol in symbols])


def payoff_rates(model: Model, count: int) -> list[Rate]:
    """Return the bare rates of the kernels: draws read from memory, and no table made."""
    from negotiation.sweep.evaluator import evaluator
    from negotiation.sweep.plan import plan_of

    names = list(model.parameters)
    plan = plan_of(model, names, {})
    rows = np.random.default_rng(0).random((len(names), count))
    reals, codes = np.empty((len(plan.reals), count)), np.empty((2, count), dtype=np.int32)
    found: list[Rate] = []
    for kernel in ("numpy", *(["numba"] if has_numba() else [])):
        solve = evaluator(plan, kernel)
        run = partial(solve, rows, 0, reals, codes, 0, count)
        found.append((f"{len(model.game.tree)} nodes, 3 players, {kernel}", run, count))
    return found
