"""Making a counterexample simple: one parameter after another to the simplest number that fails.

A point that breaks a claim says more the rounder its numbers are.  Numbers are tried in the order
of numerator plus denominator, so that what remains is simplest in every parameter, given the
others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from math import gcd

__all__ = ["complexity", "simplest"]

ROUNDS = 3
"""How often to go through the parameters; each may allow others to become simpler."""

LARGEST = 10
"""The largest numerator and denominator of the numbers that are tried in order."""


def complexity(value: Fraction) -> tuple[int, bool]:
    """Return how complicated a number is: numerator and denominator, negative ones last.

    >>> sorted([Fraction(3), Fraction(-1), Fraction(1, 2), Fraction(1)], key=complexity)
    [Fraction(1, 1), Fraction(-1, 1), Fraction(1, 2), Fraction(3, 1)]
    """
    return abs(value.numerator) + value.denominator, value < 0


@cache
def _simple_numbers() -> tuple[Fraction, ...]:
    found = [
        Fraction(sign * above, below)
        for below in range(1, LARGEST + 1)
        for above in range(LARGEST + 1)
        if gcd(above, below) == 1
        for sign in ((1, -1) if above else (1,))
    ]
    return tuple(sorted(set(found), key=complexity))


def simplest(
    point: Mapping[str, Fraction],
    fails: Callable[[Mapping[str, Fraction]], bool],
    *,
    seconds: float = 5.0,
) -> dict[str, Fraction]:
    """Return a point with simple numbers at which a claim fails still.

    Parameters
    ----------
    point
        A point at which it fails.
    fails
        Whether it fails at a point, which may be one that breaks assumptions: then it must say
        no.
    seconds
        How long to go on.

    Examples
    --------
    >>> found = simplest(
    ...     {"x": Fraction(997, 13), "y": Fraction(355, 113)}, lambda at: at["x"] > 2 * at["y"] > 1
    ... )
    >>> [str(value) for value in found.values()]
    ['3', '1']
    """
    until = time.monotonic() + seconds
    current = _one_by_one(point, fails, until)
    while _height(current)[0] > LARGEST:
        simpler = _together(current, fails, until)
        if simpler is None:
            break
        current = simpler
    return current


def _together(
    point: Mapping[str, Fraction], fails: Callable[[Mapping[str, Fraction]], bool], until: float
) -> dict[str, Fraction] | None:
    """Scale numbers together, then make them simple one by one; nothing if that does not help."""
    for trial in _scaled(point):
        if time.monotonic() > until:
            return None
        if fails(trial):
            simpler = _one_by_one(trial, fails, until)
            if _height(simpler) < _height(point):
                return simpler
    return None


def _one_by_one(
    point: Mapping[str, Fraction], fails: Callable[[Mapping[str, Fraction]], bool], until: float
) -> dict[str, Fraction]:
    current = dict(point)
    for _ in range(ROUNDS):
        before = dict(current)
        for name, value in before.items():
            for candidate in _candidates(value):
                if time.monotonic() > until:
                    return current
                trial = {**current, name: candidate}
                if fails(trial):
                    current = trial
                    break
        if current == before:
            break
    return current


def _height(point: Mapping[str, Fraction]) -> tuple[int, int]:
    sizes = [max(abs(value.numerator), value.denominator) for value in point.values()]
    return max(sizes, default=0), sum(complexity(value)[0] for value in point.values())


def _scaled(point: Mapping[str, Fraction]) -> Iterator[dict[str, Fraction]]:
    """Yield points in which numbers that an equation may bind to each other grow together.

    The numbers furthest from simple are made simple, and all others with them, or all but one (a
    probability, say), or one.
    """
    names = [name for name, value in point.items() if value]
    groups = [
        set(names),
        *({*names} - {left_out} for left_out in names),
        *({one, other} for one in names for other in names if one < other),
    ]
    worst = sorted(names, key=lambda name: complexity(point[name]), reverse=True)
    for name in worst[:3]:
        for target in _simple_numbers()[1:7]:
            factor = target / point[name]
            if factor <= 0 or factor == 1:
                continue
            for group in groups:
                if name in group:
                    yield {
                        each: value * factor if each in group else value
                        for each, value in point.items()
                    }


def _candidates(value: Fraction) -> Iterator[Fraction]:
    """Yield numbers simpler than a value: round ones, then those near to it."""
    limit = complexity(value)
    tried = set()
    near = [value.limit_denominator(below) for below in (1, 2, 3, 4, 5, 6, 8, 10, 20, 100)]
    for candidate in (*_simple_numbers(), *near):
        if candidate not in tried and complexity(candidate) < limit:
            tried.add(candidate)
            yield candidate
