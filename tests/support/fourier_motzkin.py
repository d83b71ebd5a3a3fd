"""Whether linear inequalities can hold together, by Fourier-Motzkin elimination.

Each variable is eliminated by adding every inequality that bounds it from below to every one that
bounds it from above (Fourier 1826, Motzkin 1936).  Nothing of the code under test is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = tuple[tuple[Fraction, ...], Fraction, bool]
"""Coefficients, constant and strictness of ``coefficients * x + constant >= 0`` (or ``> 0``)."""


def can_hold(rows: Sequence[Row]) -> bool:
    """Whether some point meets all inequalities."""
    current = set(rows)
    width = len(rows[0][0]) if rows else 0
    for variable in range(width):
        lower = [row for row in current if row[0][variable] > 0]
        upper = [row for row in current if row[0][variable] < 0]
        current = {row for row in current if row[0][variable] == 0}
        for one in lower:
            for other in upper:
                current.add(_added(one, -other[0][variable], other, one[0][variable]))
    return all(constant > 0 or (constant == 0 and not strict) for _, constant, strict in current)


def _added(one: Row, first: Fraction, other: Row, second: Fraction) -> Row:
    coefficients = tuple(first * x + second * y for x, y in zip(one[0], other[0], strict=True))
    return coefficients, first * one[1] + second * other[1], one[2] or other[2]
