"""Isolated real solutions of polynomial systems, as exact algebraic numbers.

A system with finitely many complex solutions has, for a coordinate that tells them apart, a
Gröbner basis in which every other coordinate is a polynomial in that one (the shape lemma:
Gianni and Mora 1989).  A solution is then a root of an irreducible polynomial, and the sign of
any polynomial there is decided by a remainder (is it zero?) and an interval (if not, which side).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import SolverFailed
from negotiation.exact import exact, sign

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number

__all__ = ["RealPoint", "isolated_points"]


@dataclass(frozen=True)
class RealPoint:
    """A real point whose coordinates are polynomials in one algebraic number.

    Attributes
    ----------
    root
        The algebraic number.
    modulus
        Its minimal polynomial.
    coordinates
        Polynomials of lower degree than the modulus, one a coordinate.
    """

    root: sympy.Expr
    modulus: sympy.Poly
    coordinates: tuple[sympy.Poly, ...]

    def sign(self, polynomial: sympy.Poly) -> int:
        """Return the sign of a polynomial in the coordinates: -1, 0 or 1, decided exactly."""
        total = self.modulus.zero
        for monomial, coefficient in polynomial.terms():
            term = self.modulus.one * coefficient
            for power, coordinate in zip(monomial, self.coordinates, strict=True):
                for _ in range(power):
                    term = (term * coordinate).rem(self.modulus)
            total += term
        return sign(self._number(total.rem(self.modulus)))

    def numbers(self) -> tuple[Number, ...]:
        """Return the coordinates: Fractions, or sympy expressions of the algebraic number."""
        return tuple(self._number(coordinate) for coordinate in self.coordinates)

    def _number(self, reduced: sympy.Poly) -> Number:
        import sympy

        if reduced.degree() <= 0:
            return exact(reduced.eval(0))
        return cast("sympy.Expr", sympy.expand(reduced.as_expr().subs(reduced.gen, self.root)))


def isolated_points(
    equations: Sequence[sympy.Poly], unknowns: Sequence[sympy.Symbol]
) -> list[RealPoint] | None:
    """Find all real solutions of a polynomial system with rational coefficients.

    Parameters
    ----------
    equations
        Polynomials that are to vanish, in all the unknowns.
    unknowns
        The coordinates.

    Returns
    -------
    list of RealPoint or None
        Every real solution once; ``None`` where the complex solutions are infinitely many.

    Raises
    ------
    SolverFailed
        If no coordinate was found that tells the solutions apart.

    Notes
    -----
    Gröbner bases cost time exponential in the unknowns; six bilinear ones take about a second.

    Examples
    --------
    >>> from sympy import Poly, symbols
    >>> x, y = symbols("x y")
    >>> system = [Poly(x**2 - 2, x, y), Poly(y - x - 1, x, y)]
    >>> [point.numbers() for point in isolated_points(system, (x, y))]
    [(-sqrt(2), 1 - sqrt(2)), (sqrt(2), 1 + sqrt(2))]
    """
    import sympy

    basis = sympy.groebner(equations, *unknowns, order="grevlex", domain=sympy.QQ)
    if basis.exprs == [1]:
        return []
    if not basis.is_zero_dimensional:
        return None
    found = _separated(basis.exprs, unknowns)
    if found is None:
        found = _separated(_radical(basis.exprs, unknowns), unknowns)
    if found is None:
        message = "no combination of the probabilities tells the solutions of a support apart"
        raise SolverFailed(message)
    return _points(*found)


def _separated(
    system: Sequence[sympy.Expr], unknowns: Sequence[sympy.Symbol]
) -> tuple[sympy.Poly, list[sympy.Poly]] | None:
    """Find a number that tells the solutions apart: the last coordinate, or a combination."""
    import sympy

    last = unknowns[-1]
    shape = _shape(_lexicographic(system, unknowns), unknowns[:-1], last)
    if shape is not None:
        eliminant, coordinates = shape
        return eliminant, [*coordinates, sympy.Poly(last, last, domain=sympy.QQ)]
    separating = sympy.Dummy("separating")
    for multiplier in range(1, 6):
        combination = sum(multiplier**power * name for power, name in enumerate(unknowns))
        whole = _lexicographic([*system, separating - combination], [*unknowns, separating])
        shape = _shape(whole, unknowns, separating)
        if shape is not None:
            return shape
    return None


def _lexicographic(system: Sequence[sympy.Expr], unknowns: Sequence[sympy.Symbol]) -> Any:  # noqa: ANN401 - sympy's GroebnerBasis is untyped
    import sympy

    return sympy.groebner(system, *unknowns, order="grevlex", domain=sympy.QQ).fglm("lex")


def _radical(system: Sequence[sympy.Expr], unknowns: Sequence[sympy.Symbol]) -> list[sympy.Expr]:
    """Add the square-free part of each coordinate's polynomial: no solution is then multiple.

    Seidenberg (1974), lemma 92.
    """
    import sympy

    added: list[sympy.Expr] = list(system)
    for name in unknowns:
        others = [other for other in unknowns if other != name]
        eliminant = sympy.Poly(_lexicographic(system, [*others, name]).exprs[-1], name)
        added.append(eliminant.quo(eliminant.gcd(eliminant.diff())).as_expr())
    return added


def _shape(
    basis: Any,  # noqa: ANN401 - sympy's GroebnerBasis is untyped
    unknowns: Sequence[sympy.Symbol],
    separating: sympy.Symbol,
) -> tuple[sympy.Poly, list[sympy.Poly]] | None:
    """Read the polynomial of the separating number and the coordinates in terms of it."""
    import sympy

    polynomials = [sympy.Poly(entry, *basis.gens) for entry in basis.exprs]
    if len(polynomials) != len(unknowns) + 1:
        return None
    coordinates: list[sympy.Poly] = []
    for name, polynomial in zip(unknowns, polynomials, strict=False):  # the last stands apart
        rest = name - polynomial.monic().as_expr()
        if sympy.sympify(rest).free_symbols - {separating}:
            return None
        coordinates.append(sympy.Poly(rest, separating, domain=sympy.QQ))
    return sympy.Poly(polynomials[-1].as_expr(), separating, domain=sympy.QQ), coordinates


def _points(eliminant: sympy.Poly, coordinates: Sequence[sympy.Poly]) -> list[RealPoint]:
    points: list[RealPoint] = []
    for factor, _ in eliminant.factor_list()[1]:
        reduced = tuple(coordinate.rem(factor) for coordinate in coordinates)
        roots = cast("list[sympy.Expr]", factor.real_roots())
        points.extend(RealPoint(root, factor, reduced) for root in roots)
    return points
