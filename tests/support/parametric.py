"""Families of games for tests: random trees with symbols, random points, plays as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import count
from random import Random
from typing import Any

import sympy
import z3

from negotiation import Model
from negotiation.evaluate import compile_expressions
from negotiation.parametric import OutcomeClass, Partition
from negotiation.parametric.smt import Translator
from negotiation.solve import subgame_perfect

Point = dict[str, Fraction]
Play = tuple[frozenset[tuple[tuple[str, ...], Fraction]], tuple[Fraction, ...]]
"""The outcomes that can happen with their probabilities, and everybody's payoff."""

Plays = frozenset[Play]

NAMES = ("a", "b", "c", "d", "e", "f")
PLAYERS = ("One", "Two", "Three")

SIMPLE = [
    Fraction(numerator, denominator)
    for denominator in (1, 2, 3, 4)
    for numerator in range(-4 * denominator, 4 * denominator + 1)
]


def points_of(model: Model, amount: int, *, seed: int) -> Iterator[Point]:
    """Draw points of small fractions that meet the assumptions; ties among them are frequent.

    Half of the points move one or two parameters of a calibration, so that assumptions with many
    parts are met as well.
    """
    random = Random(seed)  # noqa: S311 - samples for tests
    bases = list(model.calibrations.values())
    found = 0
    for attempt in count():
        assert attempt < 2_000 * amount, "the points hardly ever meet the assumptions"
        values = {name: random.choice(SIMPLE) for name in model.parameters}
        if attempt % 2:
            moved = random.sample(list(values), random.randint(1, min(4, len(values))))
            base = random.choice(bases)
            values = {n: values[n] if n in moved else Fraction(base[n]) for n in values}
        if model.allows(values):
            yield values
            found += 1
            if found == amount:
                return


def numeric_plays(model: Model, point: Point) -> Plays:
    """Return the plays and payoffs of all equilibria, by the numeric solver."""
    game = model.at(**point)
    return frozenset(
        (
            frozenset((way, chance) for way, chance in each.outcomes.items() if chance != 0),
            tuple(each.payoffs[player] for player in game.players),
        )
        for each in subgame_perfect(game, limit=200_000)
    )


class SymbolicPlays:
    """The plays and payoffs of outcome classes, put at points."""

    def __init__(self) -> None:
        self._programs: dict[int, Any] = {}

    def at(self, classes: Iterable[OutcomeClass], point: Mapping[str, Fraction]) -> Plays:
        return frozenset(self._one(each, point) for each in classes)

    def _one(self, each: OutcomeClass, point: Mapping[str, Fraction]) -> Play:
        if id(each) not in self._programs:
            program = compile_expressions([*each.outcomes.values(), *each.payoffs.values()])
            self._programs[id(each)] = (each, program)  # keeps the class, so that its id stays its
        _, program = self._programs[id(each)]
        values = program(point)
        ways = len(each.outcomes)
        happens = zip(each.outcomes, values[:ways], strict=True)
        return frozenset((way, chance) for way, chance in happens if chance != 0), tuple(
            values[ways:]
        )


def assert_equal_by_numbers(partition: Partition, amount: int, *, seed: int) -> set[int]:
    """Hold a partition with ties against the numeric solver; return the cells that were met."""
    assert partition.ties
    symbolic = SymbolicPlays()
    places = {id(cell): place for place, cell in enumerate(partition.cells)}
    met = set()
    for point in points_of(partition.model, amount, seed=seed):
        cell = partition.at(**point)
        met.add(places[id(cell)])
        assert symbolic.at(cell.equilibria, point) == numeric_plays(partition.model, point), point
    return met


def entails(assumed: Iterable[object], claimed: object, *, seconds: float = 20) -> bool:
    """Whether z3 finds that conditions entail another, in a solver of its own."""
    translate = Translator()
    solver = z3.Solver()
    solver.set("timeout", int(1000 * seconds))
    solver.add([translate(each) for each in assumed])
    claim = translate(claimed)
    solver.add(z3.Not(claim), *translate.side_conditions)
    verdict = solver.check()
    assert verdict != z3.unknown, solver.reason_unknown()
    return bool(verdict == z3.unsat)


def equivalent(model: Model, one: object, other: object, *also: object) -> bool:
    """Whether two conditions agree wherever the model's assumptions (and others) hold."""
    assumed = [*model.conditions.values(), *also]
    return entails([*assumed, one], other) and entails([*assumed, other], one)


def off(*expressions: sympy.Expr) -> sympy.Basic:
    """Return the condition that none of some expressions is 0: generic values."""
    return sympy.And(*[sympy.Ne(each, 0) for each in expressions])


def quotient(top: object, bottom: object) -> sympy.Expr:
    """Return a quotient."""
    return sympy.sympify(top) / sympy.sympify(bottom)
