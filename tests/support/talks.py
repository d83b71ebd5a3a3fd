"""Reading models in tests: information sets, payoffs, random points, claims on samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from random import Random

import sympy

from negotiation.evaluate import compile_expressions
from negotiation.exact import as_sympy
from negotiation.game import Game
from negotiation.model import Happens, HappensIff, Independent, Model, Monotone
from negotiation.solve import Equilibrium, subgame_perfect

Point = dict[str, Fraction]
Solver = Callable[[Game], list[Equilibrium]]

DENOMINATORS = (89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163)
"""Large primes, one a parameter, so that no random point lies on an indifference surface."""


def information_sets(model: Model) -> dict[str, tuple[str, tuple[str, ...], int]]:
    """Return name → (player, actions, number of nodes) of every information set."""
    return {
        str(name): (
            model.game.information_sets[name].player,
            tuple(model.game.information_sets[name].actions),
            len(model.game.information_sets[name].nodes),
        )
        for name in model.game.information_sets
    }


def payoffs(model: Model, *history: str) -> tuple[sympy.Expr, ...]:
    """Return the payoffs after a history, in the order of the players."""
    outcome = model.game.outcomes()[history]
    return tuple(as_sympy(outcome.payoffs[player]) for player in model.game.players)


def same(found: tuple[sympy.Expr, ...], *expected: object) -> bool:
    """Whether payoffs are identically what is expected (texts in the names of parameters)."""
    return len(found) == len(expected) and all(
        sympy.expand(one - sympy.sympify(str(other), locals=_locals(one, other))) == 0
        for one, other in zip(found, expected, strict=True)
    )


def _locals(found: sympy.Expr, expected: object) -> dict[str, sympy.Symbol]:
    names = set(map(str, found.free_symbols))
    names |= {word for word in _words(str(expected)) if word not in ("Abs", "Max", "Min")}
    return {name: sympy.Symbol(name) for name in names}


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split()


def random_point(model: Model, random: Random, *, size: int = 5) -> Point:
    """Return rational parameter values within the domains, off every indifference surface."""
    point: Point = {}
    for place, (name, parameter) in enumerate(model.parameters.items()):
        denominator = DENOMINATORS[place % len(DENOMINATORS)]
        if parameter.domain.upper is not None:
            point[name] = Fraction(random.randint(1, denominator - 1), denominator)
        else:
            low = 1 if parameter.domain.lower is not None else -size * denominator
            point[name] = Fraction(random.randint(low, size * denominator), denominator)
    return point


def random_points(
    model: Model,
    count: int,
    *,
    seed: int = 0,
    where: object = True,
    size: int = 5,
    tries: int = 400,
) -> Iterator[Point]:
    """Yield random points at which a condition holds."""
    random = Random(seed)  # noqa: S311 - samples for tests
    program = compile_expressions([where])
    found = 0
    for _ in range(count * tries):
        point = random_point(model, random, size=size)
        if program(point)[0]:
            found += 1
            yield point
            if found == count:
                return
    message = f"only {found} of {count} points satisfy {where}"
    raise AssertionError(message)


def payoff_vectors(game: Game, solver: Solver = subgame_perfect) -> set[tuple[Fraction, ...]]:
    """Return the payoffs of every equilibrium, in the order of the players."""
    return {tuple(found.payoffs[player] for player in game.players) for found in solver(game)}


def failures(
    model: Model, claim: object, count: int, *, seed: int = 0, solver: Solver = subgame_perfect
) -> list[Mapping[str, Fraction]]:
    """Return the sampled points at which a claim fails; at each, every equilibrium counts."""

    def events(point: Point) -> set[bool]:
        return {claim.event(found) for found in solver(model.at(check=False, **point))}

    random = Random(seed + 1)  # noqa: S311 - samples for tests
    wrong: list[Mapping[str, Fraction]] = []
    where = getattr(claim, "where", True)
    holds = compile_expressions([claim.condition if isinstance(claim, HappensIff) else where])
    for point in random_points(
        model, count, seed=seed, where=True if isinstance(claim, HappensIff) else where
    ):
        if isinstance(claim, Happens):
            if events(point) != {not claim.never}:
                wrong.append(point)
        elif isinstance(claim, HappensIff):
            if events(point) != {bool(holds(point)[0])}:
                wrong.append(point)
        elif isinstance(claim, Monotone | Independent):
            other = {
                **point,
                claim.parameter: random_point(model, random)[claim.parameter],
            }
            if not holds(other)[0]:
                continue
            low, high = sorted((point, other), key=lambda each: each[claim.parameter])
            before, after = events(low), events(high)
            if isinstance(claim, Independent):
                failed = before != after
            elif claim.direction == "increasing":
                failed = True in before and after != {True}
            else:
                failed = True in after and before != {True}
            if failed:
                wrong.append(low)
        else:
            message = f"{claim!r} is no claim"
            raise TypeError(message)
    return wrong
