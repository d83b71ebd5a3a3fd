"""Claims of propositions, checked on random rational points within a model's assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import sympy

from negotiation.evaluate import compile_expressions
from negotiation.exact import as_sympy
from negotiation.model import (
    Always,
    Claim,
    Contained,
    Happens,
    HappensIff,
    Independent,
    Model,
    Monotone,
    SamePayoffs,
    Varies,
)
from negotiation.solve import subgame_perfect

__all__ = ["counterexamples", "generic_points"]

Point = dict[str, Fraction]


def _number(model: Model, name: str, random: Random) -> Fraction:
    """Draw a number of the parameter's domain, never 0, with a large prime below the line."""
    domain = model.parameters[name].domain
    below = random.choice((997, 1009, 1013, 1019, 1021, 1031, 1033, 1039))
    low = -4 if domain.lower is None else domain.lower
    high = 4 if domain.upper is None else domain.upper
    while True:
        value = Fraction(random.randint(int(low * below), int(high * below)), below)
        if value != 0 and domain.contains(value):
            return value


def generic_points(
    model: Model, count: int, *, seed: int = 0, where: object = True
) -> Iterator[Point]:
    """Yield points at which the model's general assumptions and a condition hold."""
    random = Random(seed)  # noqa: S311 - samples for tests
    program = compile_expressions([where, *model.conditions.values()])
    found = 0
    for _ in range(1000 * count):
        point = {name: _number(model, name, random) for name in model.parameters}
        if all(program(point)):
            yield point
            found += 1
            if found == count:
                return
    message = f"only {found} of {count} points found"
    raise AssertionError(message)


def counterexamples(model: Model, claim: Claim, count: int, *, seed: int = 0) -> list[Point]:
    """Return the drawn points at which a claim fails; every equilibrium counts."""

    def happens(point: Point) -> set[bool]:
        return {bool(claim.event(found)) for found in subgame_perfect(model.at(**point))}

    if isinstance(claim, Always | Varies | Contained | SamePayoffs):
        return _other_counterexamples(model, claim, count, seed)
    random = Random(seed + 1)  # noqa: S311 - samples for tests
    where = True if isinstance(claim, HappensIff) else claim.where
    wrong: list[Point] = []
    for point in generic_points(model, count, seed=seed, where=where):
        if isinstance(claim, HappensIff):
            condition = sympy.sympify(claim.condition)
            expected = bool(condition.subs({k: as_sympy(v) for k, v in point.items()}))
            if happens(point) != {expected}:
                wrong.append(point)
        elif isinstance(claim, Happens):
            if happens(point) != {not claim.never}:
                wrong.append(point)
        else:
            other = {**point, claim.parameter: _number(model, claim.parameter, random)}
            if not all(compile_expressions([where, *model.conditions.values()])(other)):
                continue
            less, more = sorted((point, other), key=lambda each: each[claim.parameter])
            before, after = happens(less), happens(more)
            if isinstance(claim, Independent):
                failed = before != after
            else:
                assert isinstance(claim, Monotone)
                start, end = (before, after) if claim.direction == "increasing" else (after, before)
                failed = True in start and end != {True}
            if failed:
                wrong.append(point)
    return wrong


def _other_counterexamples(model: Model, claim: Claim, count: int, seed: int) -> list[Point]:
    """Look at claims about parameters alone, or about two forms of a model, from the definition."""
    random = Random(seed + 1)  # noqa: S311 - samples for tests
    other = claim.other() if isinstance(claim, Contained | SamePayoffs) else model
    wrong: list[Point] = []
    for point in generic_points(model, count, seed=seed, where=claim.where):
        if isinstance(claim, Always):
            failed = compile_expressions([claim.condition])(point) != [True]
        elif isinstance(claim, Varies):
            moved = {**point, claim.parameter: _number(model, claim.parameter, random)}
            if not all(compile_expressions([claim.where, *model.conditions.values()])(moved)):
                continue
            less, more = sorted((point, moved), key=lambda each: each[claim.parameter])
            [low] = compile_expressions([claim.expression])(less)
            [high] = compile_expressions([claim.expression])(more)
            failed = low > high if claim.direction == "increasing" else low < high
        else:
            here = subgame_perfect(model.at(**point), limit=100_000)
            there = subgame_perfect(
                other.at(**{name: point[name] for name in other.parameters}), limit=100_000
            )
            if isinstance(claim, SamePayoffs):
                failed = (
                    len(
                        {
                            tuple(each.payoffs[who] for who in claim.players)
                            for each in (*here, *there)
                        }
                    )
                    > 1
                )
            else:
                smaller, larger = (there, here) if claim.reverse else (here, there)
                happens = all(claim.event(each) for each in smaller)
                failed = happens and not all(claim.event(each) for each in larger)
        if failed:
            wrong.append(point)
    return wrong
