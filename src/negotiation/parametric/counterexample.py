"""Counterexamples: points where a claim fails, made simple and confirmed by numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.exact import as_sympy
from negotiation.parametric.oracle import simple_numbers

if TYPE_CHECKING:
    from negotiation.model import Model
    from negotiation.parametric.formula import Formula

__all__ = ["sample_points", "settled", "simplified"]


def settled(verdict: object, values: Mapping[str, Fraction]) -> bool:
    """Read what a claim says of a solved equilibrium, parameters in it put at their values."""
    import sympy

    if isinstance(verdict, sympy.Basic) and verdict.free_symbols:
        verdict = verdict.subs(
            {symbol: as_sympy(values[str(symbol)]) for symbol in verdict.free_symbols}
        )
    return bool(verdict)


def simplified(formula: Formula, point: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Move a point to simple numbers, one after another, the formula still holding.

    Where nobody is indifferent at the point, nobody is at the simple one.
    """
    generic = formula.holds(point, generic=True)
    current = list(point)
    for _ in range(2):
        for place, value in enumerate(current):
            for candidate in simple_numbers(value):
                trial = [*current[:place], candidate, *current[place + 1 :]]
                if formula.holds(trial, generic=generic):
                    current = trial
                    break
    return tuple(current)


_VALUES = tuple(
    Fraction(numerator, denominator)
    for numerator, denominator in (
        (0, 1), (1, 100), (1, 10), (1, 5), (1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (4, 5),
        (9, 10), (99, 100), (1, 1), (3, 2), (2, 1), (3, 1), (4, 1), (5, 1), (7, 1), (10, 1),
        (100, 1),
    )
)  # fmt: skip


def sample_points(
    model: Model, names: Sequence[str], *, count: int, seed: int = 0
) -> Iterator[tuple[Fraction, ...]]:
    """Draw points that meet a model's assumptions, corners and ties among them.

    Parameters
    ----------
    model
        The model.
    names
        The parameters in the order wanted; those with another name than the model's take the
        value of the parameter they begin with, moved.
    count
        How many points to try for.
    seed
        Makes the draw repeatable.
    """
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    found = 0
    for _ in range(50 * count):
        if found >= count:
            return
        values = {
            name: _draw(chance, parameter.domain.lower)
            for name, parameter in model.parameters.items()
        }
        if not model.allows(values):
            continue
        found += 1
        yield tuple(values[name] if name in values else chance.choice(_VALUES) for name in names)


def _draw(chance: random.Random, lower: Fraction | None) -> Fraction:
    value = chance.choice(_VALUES)
    if lower is None and chance.random() < 1 / 3:
        return -value
    return value
