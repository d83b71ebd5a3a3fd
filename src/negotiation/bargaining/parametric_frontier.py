"""A bargaining problem whose frontier is a curve given by two formulas.

Two players share something: a parameter t runs over an interval, and they get u(t) and v(t).  The
one must gain where the other loses, and the curve must be concave, so that it bounds a convex set
of agreements (Nash 1950).  Both are checked exactly: the roots of u', v' and of the curvature are
found by sympy, and the signs between them by exact evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, cmp_to_key
from itertools import pairwise
from typing import TYPE_CHECKING

from negotiation.bargaining.points import Point, compare, read_constant, read_point
from negotiation.errors import InvalidModel, NotSupported
from negotiation.exact import Number, NumberLike, as_sympy, exact, free_symbols, sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import sympy

    from negotiation.bargaining.problem import Turning

__all__ = ["FrontierProblem"]


@dataclass(frozen=True, init=False)
class FrontierProblem:
    """Agreements on a curve (u(t), v(t)), low ≤ t ≤ high, and what lies below it.

    Parameters
    ----------
    first, second
        What the players get, as formulas in the parameter.
    parameter
        The sympy symbol t.
    low, high
        The interval.
    disagreement
        What each player gets without agreement; (0, 0) where left out.

    Raises
    ------
    InvalidModel
        If a formula holds other symbols, or the interval is empty.
    NotSupported
        If the players' payoffs do not run against each other, the curve is not concave, or sympy
        cannot find the roots that decide it.
    InvalidNumber
        If a bound or a disagreement payoff is not a number.

    Examples
    --------
    A dollar between a player with utility √t and one with utility 1 - t.

    >>> from sympy import sqrt, symbols
    >>> from negotiation.bargaining import FrontierProblem, nash_solution
    >>> t = symbols("t")
    >>> nash_solution(FrontierProblem(sqrt(t), 1 - t, t)).payoffs
    (sqrt(3)/3, Fraction(2, 3))
    """

    first: Number
    second: Number
    parameter: sympy.Symbol
    low: Number
    high: Number
    disagreement: Point
    _rising: bool = field(repr=False, compare=False)

    def __init__(  # noqa: PLR0917 - the parts of a curve in their usual order
        self,
        first: NumberLike,
        second: NumberLike,
        parameter: sympy.Symbol,
        low: NumberLike = 0,
        high: NumberLike = 1,
        disagreement: Sequence[NumberLike] | None = None,
    ) -> None:
        import sympy

        if not isinstance(parameter, sympy.Symbol):
            message = f"the parameter is {parameter!r}; give a sympy symbol"
            raise InvalidModel(message)
        payoffs = {"first": exact(first), "second": exact(second)}
        for which, formula in payoffs.items():
            others = free_symbols(formula) - {parameter}
            if others:
                names = ", ".join(sorted(map(str, others)))
                message = f"the {which} payoff holds {names}; only {parameter} may be free"
                raise InvalidModel(message)
        ends = (
            read_constant(low, what="the low end of the frontier"),
            read_constant(high, what="the high end of the frontier"),
        )
        if compare(ends[0], ends[1]) >= 0:
            message = f"the frontier runs from {ends[0]} to {ends[1]}; low must be below high"
            raise InvalidModel(message)
        threat = read_point(
            (0, 0) if disagreement is None else disagreement,
            what="the disagreement point",
            players=2,
        )
        object.__setattr__(self, "first", payoffs["first"])
        object.__setattr__(self, "second", payoffs["second"])
        object.__setattr__(self, "parameter", parameter)
        object.__setattr__(self, "low", ends[0])
        object.__setattr__(self, "high", ends[1])
        object.__setattr__(self, "disagreement", threat)
        object.__setattr__(self, "_rising", self._check())

    def _check(self) -> bool:
        """Check that the curve falls and is concave; say whether u rises with t."""
        u, v = as_sympy(self.first), as_sympy(self.second)
        t = self.parameter
        slopes = [u.diff(t), v.diff(t)]
        signs = [self._signs(slope) for slope in slopes]
        if signs not in ([{1}, {-1}], [{-1}, {1}]):
            message = (
                f"from {self.low} to {self.high} one payoff must rise and the other fall with "
                f"{t} all the way; {u} and {v} do not"
            )
            raise NotSupported(message)
        rising = signs[0] == {1}
        bend = self._signs(slopes[1].diff(t) * slopes[0] - slopes[1] * slopes[0].diff(t))
        if (1 if rising else -1) in bend:
            message = (
                f"the frontier ({u}, {v}) is not concave, so the agreements are not a convex set; "
                "list agreements in FiniteProblem(…) and allow lotteries by with_lotteries()"
            )
            raise NotSupported(message)
        return rising

    def _signs(self, expression: sympy.Expr) -> set[int]:
        """Return the signs that an expression takes between its roots."""
        cuts = [self.low, *self._roots(expression), self.high]
        found: set[int] = set()
        for start, end in pairwise(cuts):
            if compare(start, end) < 0:
                found.add(self._sign_at(expression, exact((start + end) / 2)))
        return found

    def _sign_at(self, expression: sympy.Expr, place: Number) -> int:
        return sign(exact(_value(expression, self.parameter, place)))

    def _roots(self, expression: sympy.Expr) -> list[Number]:
        """Return the different roots in the interval in order; none if it is zero throughout."""
        found = [
            root
            for root in _all_roots(expression, self.parameter, self.low, self.high)
            if compare(root, self.low) >= 0 and compare(root, self.high) <= 0
        ]
        return _in_order(found)

    def at(self, place: NumberLike) -> Point:
        """Return the point of the curve at a value of the parameter."""
        number = exact(place)
        return (
            exact(_value(as_sympy(self.first), self.parameter, number)),
            exact(_value(as_sympy(self.second), self.parameter, number)),
        )

    @cached_property
    def rational_interval(self) -> tuple[Number, Number]:
        """The values of the parameter between which agreements are individually rational.

        Raises
        ------
        NotSupported
            If there are none.
        """
        # At a root of a player's gain that player has exactly the disagreement payoff.
        cuts: list[tuple[Number, int | None]] = [(self.low, None), (self.high, None)]
        for player, formula in enumerate((self.first, self.second)):
            gain = as_sympy(exact(formula - self.disagreement[player]))
            cuts += [(root, player) for root in self._roots(gain)]
        good = _in_order(
            place
            for place, settled in cuts
            if all(
                player == settled or compare(payoff, self.disagreement[player]) >= 0
                for player, payoff in enumerate(self.at(place))
            )
        )
        if not good:
            shown = ", ".join(map(str, self.disagreement))
            message = (
                f"no point of the frontier gives both players at least ({shown}), "
                "so there is nothing to agree on"
            )
            raise NotSupported(message)
        return good[0], good[-1]

    @cached_property
    def frontier(self) -> tuple[Point, ...]:
        """The ends of the individually rational frontier, the second player's best first."""
        start, end = self.rational_interval
        ends = (start, end) if self._rising else (end, start)
        return tuple(self.at(place) for place in ends[: 1 if compare(start, end) == 0 else 2])

    @cached_property
    def ideal(self) -> Point:
        """The most that each player gets in any individually rational agreement."""
        return self.frontier[-1][0], self.frontier[0][1]

    def candidates(self, turning: Turning) -> tuple[Point, ...]:
        """Return the frontier points at which a criterion can be largest.

        The two ends, and the points between them where ``turning`` is zero.
        """
        u, v = as_sympy(self.first), as_sympy(self.second)
        condition = turning(
            u - as_sympy(self.disagreement[0]),
            v - as_sympy(self.disagreement[1]),
            u.diff(self.parameter),
            v.diff(self.parameter),
        )
        start, end = self.rational_interval
        inner = [
            self.at(root)
            for root in self._roots(as_sympy(exact(condition)))
            if compare(root, start) > 0 and compare(root, end) < 0
        ]
        if not self._rising:
            inner.reverse()
        return (self.frontier[0], *inner, *self.frontier[1:])


def _value(expression: sympy.Expr, symbol: sympy.Symbol, place: Number) -> sympy.Expr:
    import sympy

    value = expression.subs(symbol, as_sympy(place))
    # Roots of high degree have no simpler form, and looking for one takes minutes.
    return value if value.has(sympy.CRootOf) else sympy.simplify(value)


def _in_order(numbers: Iterable[Number]) -> list[Number]:
    ordered = sorted(numbers, key=cmp_to_key(compare))
    return [
        number
        for place, number in enumerate(ordered)
        if place == 0 or compare(number, ordered[place - 1]) > 0
    ]


def _all_roots(
    expression: sympy.Expr, symbol: sympy.Symbol, low: Number, high: Number
) -> list[Number]:
    """Return at least every root in the interval; what else is returned is no root by a hair."""
    import sympy
    from sympy.solvers.solvers import unrad

    together = sympy.together(sympy.simplify(expression))
    if not together.has(symbol):
        return []
    top, _ = sympy.fraction(together)
    roots = _polynomial_roots(top, symbol)
    if roots is not None:
        return roots
    without_radicals = unrad(top, symbol)
    if without_radicals and not without_radicals[1]:
        roots = _polynomial_roots(without_radicals[0], symbol)
        if roots is not None:  # squaring may have added some
            return [root for root in roots if _nearly_zero(top, symbol, root)]
    solutions = sympy.solveset(together, symbol, sympy.Interval(as_sympy(low), as_sympy(high)))
    if solutions is sympy.S.EmptySet:
        return []
    if not isinstance(solutions, sympy.FiniteSet):
        message = f"sympy cannot find where {expression} is zero between {low} and {high}"
        raise NotSupported(message)
    return [exact(root) for root in solutions.args]


def _polynomial_roots(expression: sympy.Expr, symbol: sympy.Symbol) -> list[Number] | None:
    import sympy

    try:
        polynomial = sympy.Poly(expression, symbol)
    except sympy.PolynomialError:
        return None
    if polynomial.domain not in {sympy.ZZ, sympy.QQ}:
        return None
    return [exact(root) for root in sympy.real_roots(polynomial)]


def _nearly_zero(expression: sympy.Expr, symbol: sympy.Symbol, root: Number) -> bool:
    import sympy

    value = sympy.N(expression.subs(symbol, as_sympy(root)), 50)
    return bool(abs(value) < sympy.Rational(1, 10**40))
