"""One rational point of a set given by polynomial equations and inequalities, or none.

Decided by z3's nonlinear arithmetic over the reals (Jovanović and de Moura 2012).  A point found
is checked again in Fractions by whoever uses it; that there is none rests on z3.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import SolverFailed

if TYPE_CHECKING:
    import sympy

__all__ = ["feasible_point"]


def feasible_point(
    equal: Sequence[sympy.Poly],
    positive: Sequence[sympy.Poly],
    nonnegative: Sequence[sympy.Poly],
    count: int,
    *,
    seconds: float = 10,
) -> tuple[Fraction, ...] | None:
    """Find a rational point where some polynomials vanish, are positive, and are not negative.

    Parameters
    ----------
    equal, positive, nonnegative
        Polynomials in the same ``count`` unknowns with rational coefficients.
    count
        How many unknowns there are.
    seconds
        How long z3 may take for one question.

    Returns
    -------
    tuple of Fraction or None
        A point, or ``None`` where there is none.

    Raises
    ------
    SolverFailed
        If z3 does not decide in time, or the points found are irrational.

    Examples
    --------
    >>> from sympy import Poly, symbols
    >>> x, y = symbols("x y")
    >>> point = feasible_point([Poly(x * y - 1, x, y)], [Poly(x - 3, x, y)], [], 2)
    >>> point[0] * point[1], point[0] > 3
    (Fraction(1, 1), True)
    """
    import z3

    # z3's Python classes overload operators without types.
    untyped = cast("Any", z3)
    names = [untyped.Real(f"x{number}") for number in range(count)]
    base = [_written(polynomial, names) == 0 for polynomial in equal]
    base += [_written(polynomial, names) > 0 for polynomial in positive]
    base += [_written(polynomial, names) >= 0 for polynomial in nonnegative]
    fixed: list[Any] = []
    # Coordinates are set to a rational near the model's one by one, so the rest may follow.
    for place in range(-1, count):
        model = _model(untyped, [*base, *fixed], seconds)
        if model is None:
            if place < 0:
                return None
            fixed.pop()
            model = _model(untyped, [*base, *fixed], seconds)
        values = [model.eval(name, model_completion=True) for name in names]
        if all(untyped.is_rational_value(value) for value in values):
            return tuple(Fraction(value.as_fraction()) for value in values)
        if place + 1 < count:
            near = values[place + 1]
            fixed.append(
                names[place + 1] == (near if untyped.is_rational_value(near) else near.approx(6))
            )
    message = "the equilibria of a support are infinitely many, and no rational one was found"
    raise SolverFailed(message)


def _written(polynomial: sympy.Poly, names: Sequence[Any]) -> Any:  # noqa: ANN401 - a z3 term
    import z3

    untyped = cast("Any", z3)
    total = untyped.RealVal(0)
    for monomial, coefficient in polynomial.terms():
        term = untyped.RealVal(f"{coefficient.p}/{coefficient.q}")
        for name, power in zip(names, monomial, strict=True):
            for _ in range(power):
                term *= name
        total += term
    return total


def _model(untyped: Any, conditions: Sequence[Any], seconds: float) -> Any:  # noqa: ANN401 - z3 is untyped
    solver = untyped.SolverFor("QF_NRA")  # a fresh one a question: the incremental one is unsound
    solver.set("timeout", int(seconds * 1000))
    solver.add(*conditions)
    answer = solver.check()
    if answer == untyped.sat:
        return solver.model()
    if answer == untyped.unsat:
        return None
    message = (
        f"z3 did not decide within {seconds} s whether a support has equilibria "
        f"({solver.reason_unknown()}); use method='pure' for the pure ones"
    )
    raise SolverFailed(message)
