"""Exact answers for every parameter value: how long they take, and what plainer ways take.

The first table holds the exact solver against its targets in seconds of the processor, after
imports: partitions
of two talks, of a mediation with 13 outcomes, three players and six parameters, and of a random
tree with 32 outcomes and three parameters; the propositions of the talks one by one; and a claim
of monotonicity over 64 payoffs that are all symbols of their own.

The second table compares with the two plain ways to treat parameters.  One solves the game at
many sampled points, and so gives a picture and no condition.  The other folds ``Piecewise``
payoffs of sympy from the leaves up, which grows with every comparison because nothing is pruned.
All must agree on the payoffs at the sampled points.

Run: python -m benchmarks.parametric [--repeats 3] [--points 500]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from random import Random
from typing import TypeAlias, cast

import sympy

from benchmarks.timing import median_seconds, table
from negotiation import talks
from negotiation.errors import NotSupported
from negotiation.evaluate import compile_expressions
from negotiation.exact import Number, as_sympy
from negotiation.game import Decision, Game, Node, Outcome
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.model import Assumption, Model, Monotone, Parameter
from negotiation.parametric import Partition, Proved, prove, subgame_perfect
from negotiation.solve import subgame_perfect as solve_by_numbers

Point: TypeAlias = Mapping[str, Fraction]

PLAYERS = ("Seller", "Buyer", "Mediator")


def mediation() -> Model:
    """Build a mediation: a seller posts one of two prices; the buyer accepts, leaves or calls."""
    names = ("value", "cost", "high", "low", "fee", "delay")
    value, cost, high, low, fee, delay = (sympy.Symbol(name) for name in names)

    def end(seller: sympy.Expr, buyer: sympy.Expr, mediator: sympy.Expr) -> Outcome:
        return Outcome(dict(zip(PLAYERS, (seller, buyer, mediator), strict=True)))

    zero = sympy.Integer(0)
    middle = (high + low) / 2
    deal = end(middle - cost - fee / 2 - delay, value - middle - fee / 2 - delay, fee)
    last = Decision("Seller", {"deal": deal, "refuse": end(-delay - fee / 4, -delay, fee / 4)})
    answer = Decision("Buyer", {"agree": last, "reject": end(-delay, -delay - fee / 4, fee / 4)})
    mediated = Decision("Mediator", {"propose": answer, "pass": end(-delay, -delay, zero)})

    def offer(price: sympy.Expr) -> Decision:
        accept = end(price - cost, value - price, zero)
        walk = end(zero, zero, zero)
        return Decision("Buyer", {"accept": accept, "walk": walk, "mediate": mediated})

    root = Decision(
        "Seller",
        {"offer high": offer(high), "offer low": offer(low), "exit": end(zero, zero, zero)},
    )
    return Model(
        name="mediation",
        game=Game(PLAYERS, root),
        parameters=[Parameter(name, name, domain=">= 0") for name in names],
        assumptions=[
            Assumption("there is something to gain", value > cost),
            Assumption("prices differ", high > low),
            Assumption("the low price covers the cost", low > cost),
        ],
    )


def binary(level: list[Node], players: tuple[str, ...]) -> Game:
    """Join leaves two by two; the players take turns from the leaves up."""
    height = 0
    while len(level) > 1:
        mover = players[height % len(players)]
        level = [
            Decision(mover, {f"left {height}": one, f"right {height}": other})
            for one, other in zip(level[::2], level[1::2], strict=True)
        ]
        height += 1
    return Game(players, level[0])


def random_tree(seed: int = 1) -> Model:
    """Draw a tree of 32 outcomes; each payoff is a number and two of three parameters in [0, 1]."""
    random = Random(seed)  # noqa: S311 - a repeatable tree, no secret
    names = ("a", "b", "c")
    symbols = [sympy.Symbol(name) for name in names]

    def payoff() -> sympy.Expr:
        parts = [random.choice((-2, -1, 1, 2)) * each for each in random.sample(symbols, 2)]
        return sympy.Add(sympy.Integer(random.randint(-3, 3)), *parts)

    leaves: list[Node] = [Outcome({player: payoff() for player in PLAYERS}) for _ in range(32)]
    return Model(
        name="random tree",
        game=binary(leaves, PLAYERS),
        parameters=[Parameter(name, name, domain="[0, 1]") for name in names],
    )


def free_payoffs() -> Model:
    """Build a tree of 32 outcomes for two players; each of the 64 payoffs is a parameter."""
    players = ("One", "Two")
    names = [[f"{player.lower()}_{place}" for player in players] for place in range(32)]
    leaves: list[Node] = [
        Outcome({who: sympy.Symbol(name) for who, name in zip(players, pair, strict=True)})
        for pair in names
    ]
    return Model(
        name="free payoffs",
        game=binary(leaves, players),
        parameters=[Parameter(name, name) for pair in names for name in pair],
    )


def rises() -> object:
    """Prove that an outcome is reached the sooner, the more it pays a player."""
    model = free_payoffs()
    history = next(iter(model.game.outcomes()))
    verdict = prove(
        model, Monotone(lambda equilibrium: equilibrium.path == history, "one_0", "increasing")
    )
    assert isinstance(verdict, Proved)
    assert verdict.proof is not None
    return verdict


def partitioned(model: Model) -> Partition:
    """Find the cells, and write the condition of each."""
    partition = subgame_perfect(model)
    assert partition.cells
    return partition


def slowest_proposition(repeats: int) -> tuple[str, float]:
    """Measure the propositions of three talks, and return the slowest."""
    slowest = ("", 0.0)
    for build in (talks.basing_shadow, talks.no_base_pledge, talks.autonomy_signalling):
        model = build()
        for name in model.propositions:
            seconds = _seconds(partial(_attempt, model, name), repeats)
            slowest = max(slowest, (f"{model.name}, {name}", seconds), key=lambda row: row[1])
    return slowest


def _seconds(run: Callable[[], object], repeats: int) -> float:
    return median_seconds(run, repeats, clock=time.process_time)


def _attempt(model: Model, name: str) -> object:
    try:
        return prove(model, name)
    except NotSupported:  # imperfect information
        return None


def against_targets(repeats: int) -> str:
    """Print what is measured beside its target, and return the text."""
    parts: list[tuple[str, Callable[[], object], float]] = [
        ("basing_shadow, partition", lambda: partitioned(talks.basing_shadow()), 1),
        ("no_base_pledge, partition", lambda: partitioned(talks.no_base_pledge()), 1),
        ("13 outcomes, 6 parameters, partition", lambda: partitioned(mediation()), 5),
        ("32 outcomes, 3 parameters, partition", lambda: partitioned(random_tree()), 10),
        ("64 free payoffs, monotonicity proved", rises, 5),
    ]
    rows = [(name, _seconds(run, repeats), target) for name, run, target in parts]
    name, seconds = slowest_proposition(repeats)
    rows.append((f"slowest proposition ({name})", seconds, 1))
    width = max(len(name) for name, _, _ in rows)
    lines = [f"{'task':<{width}}  {'median (s)':>10}  {'target (s)':>10}  met"]
    lines += [
        f"{name:<{width}}  {seconds:>10.3f}  {target:>10g}  {'yes' if seconds < target else 'NO'}"
        for name, seconds, target in rows
    ]
    text = "\n".join(lines)
    print(text)
    return text


def points_of(model: Model, count: int) -> list[Point]:
    """Draw points that meet the assumptions and lie on no simple surface."""
    random = Random(0)  # noqa: S311 - a repeatable sample, no secret
    points: list[Point] = []
    while len(points) < count:
        values = {
            name: Fraction(
                random.randint(1, 999_999), 100_003 if parameter.domain.upper is None else 1_000_003
            )
            for name, parameter in model.parameters.items()
        }
        if model.allows(values):
            points.append(values)
    return points


def by_sampling(model: Model, points: list[Point]) -> list[tuple[Number, ...]]:
    """Solve the game at every point."""
    found = []
    for point in points:
        (equilibrium,) = solve_by_numbers(model.at("baseline", check=True, **point))
        found.append(tuple(equilibrium.payoffs.values()))
    return found


def by_piecewise(model: Model) -> tuple[sympy.Expr, ...]:
    """Fold everybody's payoff as a ``Piecewise`` from the leaves up."""
    tree, players = model.game.tree, model.game.players
    values: dict[int, list[sympy.Expr]] = {}
    for node in range(len(tree) - 1, -1, -1):
        mover, children = tree.mover[node], tree.children(node)
        if mover == OUTCOME:
            values[node] = [as_sympy(pays) for pays in tree.payoffs[node]]
        elif mover == CHANCE:
            values[node] = [
                sympy.Add(*[as_sympy(tree.probability[c]) * values[c][who] for c in children])
                for who in range(len(players))
            ]
        else:
            best = values[children[0]]
            for child in children[1:]:
                better = sympy.Gt(values[child][mover], best[mover])
                best = [
                    sympy.Piecewise((new, better), (old, True))
                    for new, old in zip(values[child], best, strict=True)
                ]
            values[node] = [cast("sympy.Expr", sympy.piecewise_fold(pays)) for pays in best]
    return tuple(values[0])


def compare(name: str, model: Model, count: int, repeats: int) -> None:
    """Print the exact solver beside the plain ways for one model."""
    points = points_of(model, count)
    answer = by_sampling(model, points)
    partition = partitioned(model)
    folded = compile_expressions(list(by_piecewise(model)))
    for point, pays in zip(points, answer, strict=True):
        (equilibrium,) = partition.at("baseline", **point).equilibria
        exact = compile_expressions(list(equilibrium.payoffs.values()))(point)
        assert tuple(exact) == pays
        assert tuple(folded(point)) == pays
    print(f"\n{name}: {len(partition.cells)} cells; all agree at {count} points")
    table(
        [
            (f"solving at {count} points", median_seconds(partial(by_sampling, model, points), 1)),
            (
                f"Piecewise of sympy {importlib.metadata.version('sympy')}",
                median_seconds(partial(by_piecewise, model), 1),
            ),
            ("negotiation, every point", median_seconds(partial(partitioned, model), repeats)),
        ]
    )


def main() -> None:
    """Read the arguments and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--points", type=int, default=500)
    arguments = parser.parse_args()
    against_targets(arguments.repeats)
    for build in (talks.basing_shadow, talks.no_base_pledge):
        compare(build.__name__, build(), arguments.points, arguments.repeats)


if __name__ == "__main__":
    main()
