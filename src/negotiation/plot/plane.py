"""A window of the plane cut into patches by algebraic curves, exactly.

Between two neighbouring critical values of x (where a curve has a vertical tangent, an asymptote or
a crossing with another curve) the curves run from left to right without meeting, so the patches
between them are stacked in the same order everywhere (cylindrical algebraic decomposition, Collins
1975, in the plane).  Each patch has a rational point; what holds there holds all over the patch.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sympy

__all__ = ["Curve", "Patch", "critical_values", "curves_of", "decompose", "simplest_between"]

NEAR = Fraction(1, 2**50)


@dataclass(frozen=True)
class Curve:
    """The ``rank``-th real root in y, from below, of a polynomial in x and y."""

    coefficients: tuple[tuple[Fraction, ...], ...]
    rank: int

    def at(self, x: float) -> float:
        """Return y at x, in floats."""
        import numpy as np

        polynomial = [
            float(sum(entry * Fraction(x) ** power for power, entry in enumerate(row)))
            for row in self.coefficients
        ]
        if len(polynomial) == 2:
            return -polynomial[0] / polynomial[1]
        roots = np.roots(polynomial[::-1])
        scale = 1 + float(np.abs(roots).max(initial=0.0))
        real = sorted(root.real for root in roots if abs(root.imag) < 1e-7 * scale)
        return float(real[min(self.rank, len(real) - 1)])

    @property
    def is_straight(self) -> bool:
        """Whether the curve is a line."""
        return (
            len(self.coefficients) == 2
            and len(self.coefficients[1]) == 1
            and len(self.coefficients[0]) <= 2
        )


@dataclass(frozen=True)
class Patch:
    """A part of the window without a curve in it.

    Attributes
    ----------
    left, right
        Its ends in x.
    below, above
        The curves that bound it.
    point
        A rational point inside.
    """

    left: float
    right: float
    below: Curve
    above: Curve
    point: tuple[Fraction, Fraction]


def curves_of(
    expressions: Iterable[sympy.Expr], x: sympy.Symbol, y: sympy.Symbol
) -> list[sympy.Poly]:
    """Return the irreducible polynomials of which expressions are made, each once.

    Raises
    ------
    sympy.polys.polyerrors.PolynomialError
        If an expression is no ratio of polynomials.
    """
    import sympy

    found: dict[sympy.Poly, None] = {}
    for expression in expressions:
        for part in sympy.fraction(sympy.together(expression)):
            polynomial = sympy.Poly(part, x, y, domain=sympy.QQ)
            for factor, _ in polynomial.factor_list()[1]:
                if not factor.is_ground:
                    found.setdefault(factor, None)
    return list(found)


def critical_values(
    polynomials: Sequence[sympy.Poly], window: tuple[Fraction, Fraction]
) -> list[tuple[Fraction, Fraction]]:
    """Return small intervals around the real roots of polynomials inside a window, in order.

    Intervals do not overlap; roots closer to each other than 2⁻⁵⁰ are taken for one.
    """
    found: list[tuple[Fraction, Fraction]] = []
    for polynomial in dict.fromkeys(polynomials):
        if polynomial.is_ground:
            continue
        roots = _isolated(polynomial)
        found += [ends for ends in roots if window[0] < ends[0] and ends[1] < window[1]]
    together: list[tuple[Fraction, Fraction]] = []
    for low, high in sorted(found):
        if together and low - together[-1][1] <= NEAR:
            together[-1] = (together[-1][0], max(high, together[-1][1]))
        else:
            together.append((low, high))
    return together


def _isolated(polynomial: Any) -> list[tuple[Fraction, Fraction]]:  # noqa: ANN401 - as below
    """Return a small interval around each real root, in order."""
    return [
        (Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q)))
        for (low, high), _ in polynomial.intervals(eps=_sympy(NEAR), all=False)
    ]


def _degree(polynomial: Any, symbol: object) -> int:  # noqa: ANN401 - as below
    return int(polynomial.degree(symbol))


def _sympy(number: Fraction) -> Any:  # noqa: ANN401 - sympy's annotations want its own numbers
    import sympy

    return sympy.Rational(number.numerator, number.denominator)


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """Return a number with a small denominator in the middle half between two.

    >>> simplest_between(Fraction(1, 3), Fraction(9, 10))
    Fraction(1, 2)
    """
    quarter = (high - low) / 4
    middle = (low + high) / 2
    denominator = 1
    while True:
        near = Fraction(round(middle * denominator), denominator)
        if abs(near - middle) <= quarter and low < near < high:
            return near
        denominator *= 2


def decompose(
    polynomials: Sequence[sympy.Poly],
    x: sympy.Symbol,
    y: sympy.Symbol,
    horizontal: tuple[Fraction, Fraction],
    vertical: tuple[Fraction, Fraction],
) -> list[list[Patch]]:
    """Cut a window into patches.

    Parameters
    ----------
    polynomials
        The curves; irreducible, as `curves_of` gives them.
    x, y
        The two variables.
    horizontal, vertical
        The ends of the window.

    Returns
    -------
    list[list[Patch]]
        Columns from left to right, the patches of each from below.

    Notes
    -----
    With n curves there are O(n²) crossings and as many columns, each with O(n) patches.
    """
    import sympy

    edges = [sympy.Poly(y - _sympy(end), x, y, domain=sympy.QQ) for end in vertical]
    curves = edges + [each for each in polynomials if _degree(each, y) > 0 and each not in edges]
    critical: list[Any] = [each.as_expr() for each in polynomials if _degree(each, y) == 0]
    for place, curve in enumerate(curves):
        critical.append(sympy.LC(curve.as_expr(), y))
        if _degree(curve, y) > 1:
            critical.append(sympy.discriminant(curve.as_expr(), y))
        critical += [
            sympy.resultant(curve.as_expr(), other.as_expr(), y) for other in curves[:place]
        ]
    univariate = [sympy.Poly(each, x, domain=sympy.QQ) for each in critical if each != 0]
    inner = critical_values(univariate, horizontal)
    walls = [(horizontal[0],) * 2, *inner, (horizontal[1],) * 2]
    columns: list[list[Patch]] = []
    for left, right in itertools.pairwise(walls):
        place_x = simplest_between(left[1], right[0])
        stack = _stack(curves, x, y, place_x, vertical)
        columns.append(
            [
                Patch(
                    float((left[0] + left[1]) / 2),
                    float((right[0] + right[1]) / 2),
                    low_curve,
                    high_curve,
                    (place_x, simplest_between(low[1], high[0])),
                )
                for (low, low_curve), (high, high_curve) in itertools.pairwise(stack)
            ]
        )
    return columns


def _stack(
    curves: Sequence[sympy.Poly],
    x: sympy.Symbol,
    y: sympy.Symbol,
    place: Fraction,
    vertical: tuple[Fraction, Fraction],
) -> list[tuple[tuple[Fraction, Fraction], Curve]]:
    """Return the curves above one value of x inside the window, from below, each with its y."""
    import sympy

    found: list[tuple[tuple[Fraction, Fraction], Curve]] = []
    for curve in curves:
        rows = _rows(curve, x, y)
        above = sympy.Poly(curve.as_expr().subs(x, _sympy(place)), y, domain=sympy.QQ)
        if above.is_ground:
            continue
        for rank, ends in enumerate(_isolated(above)):
            if vertical[0] <= ends[0] and ends[1] <= vertical[1]:
                found.append((ends, Curve(rows, rank)))
    found.sort(key=lambda each: each[0])
    return found


def _rows(curve: sympy.Poly, x: sympy.Symbol, y: sympy.Symbol) -> tuple[tuple[Fraction, ...], ...]:
    """Return the coefficients: by power of y, and within that by power of x."""
    import sympy

    rows = []
    for power in range(_degree(curve, y) + 1):
        part = sympy.Poly(curve.as_expr(), y).coeff_monomial(y**power)
        entries = sympy.Poly(part, x, domain=sympy.QQ).all_coeffs()[::-1]
        rows.append(tuple(Fraction(int(entry.p), int(entry.q)) for entry in entries))
    return tuple(rows)
