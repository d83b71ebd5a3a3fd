"""All subgame-perfect equilibria of a binary tree with perfect information, against Gambit's nodes.

Two players move in turn in a full binary tree of a given depth; payoffs are random whole numbers.
Gambit has no solver for subgame-perfect equilibria, so the peer is the pass that its users write:
from the leaves up over pygambit's nodes, keeping every equilibrium of each subtree.  Without
pygambit the peer is the same pass over plain Python lists.

Both sides start from a game that is built already.  This library's row that is compared finds the
equilibria and certifies each one; the row below it takes a fresh copy of the nodes as well.  All
rows must agree on the number of equilibria and on what they pay.

Run: python -m benchmarks.subgame_perfect [--depth 14] [--repeats 3]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import io
from collections.abc import Callable
from functools import partial
from importlib import import_module
from itertools import product
from random import Random
from typing import Any, TypeAlias

from benchmarks.timing import median_seconds, table
from negotiation.game import Decision, Game, Node, Outcome
from negotiation.solve import count_subgame_perfect, subgame_perfect

Payoffs: TypeAlias = tuple[int, int]
Equilibria: TypeAlias = "list[tuple[Payoffs, object]]"
Answer: TypeAlias = list[Payoffs]

PLAYERS = ("1", "2")
ACTIONS = ("l", "r")

MOST = 200
"""How many equilibria a tree may have: the peers keep them all on the way."""


def leaves(depth: int, seed: int, largest: int) -> list[Payoffs]:
    """Draw the payoffs of the leaves from left to right; few numbers make ties."""
    random = Random(seed)  # noqa: S311 - repeatable games, no secrets
    return [(random.randint(0, largest), random.randint(0, largest)) for _ in range(2**depth)]


def tree(payoffs: list[Payoffs]) -> Game:
    """Build the tree in this library."""
    level: list[Node] = [Outcome(dict(zip(PLAYERS, pays, strict=True))) for pays in payoffs]
    depth = (len(level) - 1).bit_length()
    for height in range(depth - 1, -1, -1):
        level = [
            Decision(PLAYERS[height % 2], dict(zip(ACTIONS, level[k : k + 2], strict=True)))
            for k in range(0, len(level), 2)
        ]
    return Game(PLAYERS, level[0])


def solved(game: Game) -> Answer:
    """Solve and certify with this library."""
    return sorted(
        (int(found.payoffs["1"]), int(found.payoffs["2"])) for found in subgame_perfect(game)
    )


def built_and_solved(payoffs: list[Payoffs]) -> Answer:
    """Build the nodes too."""
    return solved(tree(payoffs))


def gambit_tree(payoffs: list[Payoffs]) -> Any:  # noqa: ANN401 - pygambit has no types
    """Write the tree as Gambit's own text and let pygambit read it."""
    gambit: Any = import_module("pygambit")
    lines = [
        f'EFG 2 R "binary" {{ {" ".join(f"{name!r}" for name in PLAYERS)} }}'.replace("'", '"')
    ]
    depth = (len(payoffs) - 1).bit_length()
    sets = dict.fromkeys(PLAYERS, 0)
    number = 0
    stack = [0]  # heights, depth first
    while stack:
        height = stack.pop()
        if height == depth:
            one, two = payoffs[number]
            number += 1
            lines.append(f't "" {number} "" {{ {one}, {two} }}')
            continue
        player = height % 2
        sets[PLAYERS[player]] += 1
        lines.append(f'p "" {player + 1} {sets[PLAYERS[player]]} "" {{ "l" "r" }} 0')
        stack += [height + 1, height + 1]
    return gambit.read_efg(io.BytesIO("\n".join(lines).encode()))


def gambit_pass(game: Any) -> Answer:  # noqa: ANN401 - pygambit has no types
    """Go from the leaves up over pygambit's nodes, ties included, in its exact numbers.

    In pygambit 17 a node is named by its history; every node but a leaf begins a subgame here.
    """
    path: Any = import_module("pygambit").H.path
    found: dict[tuple[str, ...], Equilibria] = {}

    def below(history: tuple[str, ...]) -> Equilibria:
        if history in found:
            return found.pop(history)
        pays = game.get_outcome_payoffs(game.get_outcome(path(*history)))
        return [((int(pays["1"]), int(pays["2"])), None)]

    for node in game.get_subgame_roots():  # children before parents
        history = tuple(node.actions)
        here = path(*history)
        mover = PLAYERS.index(game.get_player(here))
        ways = [below((*history, action)) for action in game.get_actions(here)]
        found[history] = continued(ways, mover)
    return sorted(payoffs for payoffs, _ in found[()])


def plain_pass(payoffs: list[Payoffs]) -> Answer:
    """Go from the leaves up over plain lists, ties included, in Python's whole numbers."""
    level: list[Equilibria] = [[(pays, None)] for pays in payoffs]
    height = (len(level) - 1).bit_length()
    while height:
        height -= 1
        level = [continued(level[k : k + 2], height % 2) for k in range(0, len(level), 2)]
    return sorted(pays for pays, _ in level[0])


def continued(below: list[Equilibria], mover: int) -> Equilibria:
    """Continue every combination of equilibria below by every best action."""
    here: Equilibria = []
    for combination in product(*below):
        best = max(payoffs[mover] for payoffs, _ in combination)
        here.extend(
            (payoffs, (place, combination))
            for place, (payoffs, _) in enumerate(combination)
            if payoffs[mover] == best
        )
    return here


def has_nodes_by_history() -> bool:
    """Tell whether pygambit is installed, and names nodes as version 17 does."""
    return importlib.util.find_spec("pygambit") is not None and hasattr(
        import_module("pygambit"), "H"
    )


def compare(depth: int, largest: int, least: int, repeats: int) -> None:
    """Measure the first tree drawn with at least so many equilibria, and print the table."""
    payoffs = next(
        drawn
        for drawn in (leaves(depth, seed, largest) for seed in range(1000))
        if least <= count_subgame_perfect(tree(drawn), limit=MOST)[0] <= MOST
    )
    game = tree(payoffs)
    answer = solved(game)
    rows: list[tuple[str, Callable[[], Answer]]] = []
    if has_nodes_by_history():
        name = f"pass over nodes of pygambit {importlib.metadata.version('pygambit')}"
        rows.append((name, partial(gambit_pass, gambit_tree(payoffs))))
    else:
        print("pygambit 17 is not installed: pip install --pre pygambit")
    rows += [
        ("pass over plain Python lists, nothing certified", partial(plain_pass, payoffs)),
        ("negotiation, solved and certified", partial(solved, game)),
        ("negotiation, built, solved and certified", partial(built_and_solved, payoffs)),
    ]
    for name, run in rows:
        if run() != answer:
            message = f"{name} gives other equilibria"
            raise AssertionError(message)
    print(f"depth {depth}, payoffs 0 to {largest}: equilibria: {len(answer)}")
    table([(name, median_seconds(run, repeats)) for name, run in rows])


def main() -> None:
    """Read the arguments and compare, without ties and with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--depth", type=int, default=14)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    compare(arguments.depth, 10**9, 1, arguments.repeats)
    compare(arguments.depth, 2 ** max(arguments.depth - 3, 1), 20, arguments.repeats)


if __name__ == "__main__":
    main()
