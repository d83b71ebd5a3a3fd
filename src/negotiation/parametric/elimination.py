"""Linear systems whose coefficients are expressions in the parameters.

Equalities are solved by Gauss's elimination, inequalities by that of Fourier and Motzkin: an
unknown lies between all its lower and all its upper bounds, so each lower bound is at most each
upper one, and the unknown is gone.  Over expressions both work as over numbers, but for asking the
sign of a coefficient, which is asked of the caller (Dantzig and Eaves 1973).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from negotiation.parametric.domain import Quantity

__all__ = [
    "CONSTANT",
    "Inequality",
    "Linear",
    "Sign",
    "Solved",
    "Unknown",
    "combine",
    "possible",
    "quantity_size",
]

Unknown: TypeAlias = Any
"""The name of an unknown: anything hashable."""

Linear: TypeAlias = "Mapping[Unknown, Quantity]"
"""Unknown → coefficient; `CONSTANT` → the constant term."""

Sign: TypeAlias = "Callable[[Quantity], int]"
"""Tells the sign of a quantity."""

CONSTANT = None


@dataclass(frozen=True)
class Inequality:
    """That a linear expression is positive, or at least zero where not strict."""

    expression: Linear
    strict: bool = False


def combine(*parts: tuple[Quantity | int, Linear]) -> dict[Unknown, Quantity]:
    """Return a sum of multiples of linear expressions, without zero coefficients.

    >>> combine((2, {"x": 1}), (-1, {"x": 2, "y": 3}))
    {'y': -3}
    """
    total: dict[Unknown, Quantity] = {}
    for factor, expression in parts:
        for unknown, coefficient in expression.items():
            total[unknown] = total.get(unknown, 0) + factor * coefficient
    return {unknown: coefficient for unknown, coefficient in total.items() if coefficient}


@dataclass(frozen=True)
class Solved:
    """Equalities solved for some unknowns by the others.

    Attributes
    ----------
    values
        Unknown → its value, an expression in the unknowns that are left.
    """

    values: Mapping[Unknown, Linear] = field(default_factory=dict)

    def __call__(self, expression: Linear) -> dict[Unknown, Quantity]:
        """Put the values into an expression."""
        solved = [unknown for unknown in expression if unknown in self.values]
        rest = {
            unknown: coefficient
            for unknown, coefficient in expression.items()
            if unknown not in self.values
        }
        return combine((1, rest), *((expression[each], self.values[each]) for each in solved))

    def also(
        self, expressions: Iterable[Linear], *, vanishes: Callable[[Quantity], bool]
    ) -> Solved | None:
        """Require that further expressions are zero; ``None`` if that is impossible.

        Parameters
        ----------
        expressions
            What must be zero.
        vanishes
            Whether a coefficient is zero everywhere; one that is not counts as different from
            zero, so the answer holds for generic parameters.
        """
        values = dict(self.values)
        for expression in expressions:
            current = Solved(values)(expression)
            usable = {
                unknown: coefficient
                for unknown, coefficient in current.items()
                if unknown is not CONSTANT and not vanishes(coefficient)
            }
            if not usable:
                if CONSTANT in current and not vanishes(current[CONSTANT]):
                    return None
                continue
            pivot = min(usable, key=lambda unknown: quantity_size(usable[unknown]))
            rest = {unknown: each for unknown, each in current.items() if unknown != pivot}
            value = combine((-1 / usable[pivot], rest))
            step = Solved({pivot: value})
            values = {unknown: step(each) for unknown, each in values.items()}
            values[pivot] = value
        return Solved(values)


def possible(inequalities: Iterable[Inequality], sign: Sign) -> bool:
    """Whether linear inequalities have a common solution.

    Parameters
    ----------
    inequalities
        The inequalities.
    sign
        Tells the sign of a coefficient.

    Notes
    -----
    The number of inequalities may square with every unknown that goes.

    Examples
    --------
    >>> from fractions import Fraction
    >>> one, sign = Fraction(1), lambda number: (number > 0) - (number < 0)
    >>> between = [Inequality({"x": one, None: -2}), Inequality({"x": -one, None: 3}, strict=True)]
    >>> possible(between, sign)
    True
    >>> possible([*between, Inequality({"x": one, None: -3})], sign)
    False
    """
    current = list(inequalities)
    while True:
        current = _without_repetition(current)
        constant = [each for each in current if set(each.expression) <= {CONSTANT}]
        constant.sort(key=lambda each: quantity_size(each.expression.get(CONSTANT, 0)))
        for each in constant:
            found = sign(each.expression[CONSTANT]) if each.expression else 0
            if found < 0 or (each.strict and found == 0):
                return False
        current = [each for each in current if not set(each.expression) <= {CONSTANT}]
        if not current:
            return True
        current = _eliminate(_easiest(current), current, sign)


def _easiest(inequalities: Sequence[Inequality]) -> Unknown:
    """Choose the unknown whose coefficients are the simplest."""
    cost: dict[Unknown, tuple[int, int]] = {}
    for each in inequalities:
        for unknown, coefficient in each.expression.items():
            if unknown is not CONSTANT:
                size, count = cost.get(unknown, (0, 0))
                cost[unknown] = (size + quantity_size(coefficient)[1] - 1, count + 1)
    return min(cost, key=lambda unknown: cost[unknown])


def _eliminate(
    unknown: Unknown, inequalities: Sequence[Inequality], sign: Sign
) -> list[Inequality]:
    kept: list[Inequality] = []
    lower: list[Inequality] = []
    upper: list[Inequality] = []
    ordered = sorted(inequalities, key=lambda each: quantity_size(each.expression.get(unknown, 0)))
    for each in ordered:
        coefficient = each.expression.get(unknown, 0)
        found = sign(coefficient) if coefficient else 0
        rest = {name: value for name, value in each.expression.items() if name != unknown}
        if found == 0:
            kept.append(Inequality(rest, each.strict))
        else:
            scaled = combine((1 / coefficient if found > 0 else -1 / coefficient, rest))
            (lower if found > 0 else upper).append(Inequality(scaled, each.strict))
    kept += [
        Inequality(combine((1, low.expression), (1, high.expression)), low.strict or high.strict)
        for low, high in product(lower, upper)
    ]
    return kept


def _without_repetition(inequalities: Sequence[Inequality]) -> list[Inequality]:
    found: dict[tuple[frozenset[tuple[Unknown, Quantity]], bool], Inequality] = {}
    for each in inequalities:
        found.setdefault((frozenset(each.expression.items()), each.strict), each)
    return list(found.values())


def quantity_size(quantity: Quantity) -> tuple[int, int, str]:
    """Return how complicated a quantity is: plain numbers come first, then by terms."""
    numerator = getattr(quantity, "numer", None)
    if numerator is None:
        return 0, 1, str(quantity)
    denominator = quantity.denom
    degrees = [sum(powers) for part in (numerator, denominator) for powers in part.monoms()]
    return max(degrees, default=0), len(numerator) + len(denominator) - 1, str(quantity)
