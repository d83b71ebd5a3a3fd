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


def _candidates(value: Fraction) -> Iterator[Fraction]:
    """Yield numbers simpler than a value: round ones, then those near to it."""
    limit = complexity(value)
    tried = set()
    near = [value.limit_denominator(below) for below in (1, 2, 3, 4, 5, 6, 8, 10, 20, 100)]
    for candidate in (*_simple_numbers(), *near):
        if candidate not in tried and complexity(candidate) < limit:
            tried.add(candidate)
            yield candidate
