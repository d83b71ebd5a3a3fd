"""The arithmetic of a model's payoffs: sparse polynomials, or quotients of them.

Backward induction with symbols adds, multiplies and compares payoffs many thousand times.  sympy
expressions are 50 to 90 times slower at this than the elements of a polynomial ring, so every
expression is converted once.  A comparison is the sign of a polynomial in canonical form:
primitive, with a positive leading coefficient.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiation.errors import NotSupported, UnknownName
from negotiation.exact import Number, as_sympy

if TYPE_CHECKING:
    import sympy

__all__ = ["Domain", "Polynomial", "Quantity", "canonical", "evaluate", "polynomial_degree"]

Polynomial: TypeAlias = Any
"""An element of the polynomial ring over the rationals in the parameters."""

Quantity: TypeAlias = Any
"""A payoff or probability: a polynomial, or a quotient of polynomials."""


@dataclass(frozen=True)
class Domain:
    """The polynomials, or quotients of polynomials, in some parameters.

    Attributes
    ----------
    symbols
        The parameters, in the order that decides how conditions are written.
    rational
        Whether quotients are needed.
    """

    symbols: tuple[sympy.Symbol, ...]
    rational: bool = False

    @cached_property
    def ring(self) -> Any:  # noqa: ANN401 - sympy's PolyRing
        """The polynomial ring."""
        from sympy import QQ, lex
        from sympy.polys.rings import PolyRing

        return PolyRing([str(symbol) for symbol in self.symbols], QQ, lex)

    @cached_property
    def field(self) -> Any:  # noqa: ANN401 - sympy's FracField
        """The field of quotients."""
        return self.ring.to_field()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(str(symbol) for symbol in self.symbols)

    @cached_property
    def _generators(self) -> dict[sympy.Symbol, Polynomial]:
        return dict(zip(self.symbols, self.ring.gens, strict=True))

    def convert(self, number: Number) -> Quantity:
        """Convert a number or an expression.

        Raises
        ------
        NotSupported
            If the expression is not a polynomial (a quotient where `rational`) with rational
            coefficients.
        """
        import sympy

        expression = as_sympy(number)
        try:
            if not self.rational:
                return self._polynomial(expression)
            numerator, denominator = sympy.fraction(sympy.together(expression))
            top, bottom = self._polynomial(numerator), self._polynomial(denominator)
            return self.field.new(top, bottom)
        except NotSupported:
            raise
        except (ValueError, TypeError, sympy.CoercionFailed, sympy.GeneratorsError) as error:
            message = (
                f"{expression} is not a polynomial or quotient of polynomials with rational "
                f"coefficients in {', '.join(self.names)}"
            )
            raise NotSupported(message) from error

    def _generator(self, symbol: sympy.Symbol) -> Polynomial:
        if symbol in self._generators:
            return self._generators[symbol]
        if str(symbol) not in self.names:
            raise UnknownName("parameter", str(symbol), self.names)
        message = (
            f"the symbol {symbol} has other assumptions than the parameter of that name; take the "
            "symbol from model.symbols"
        )
        raise NotSupported(message)

    def _polynomial(self, expression: sympy.Expr) -> Polynomial:
        import sympy

        done: dict[sympy.Basic, Polynomial] = {}
        for part in sympy.postorder_traversal(expression):
            if part in done:
                continue
            if isinstance(part, sympy.Symbol):
                done[part] = self._generator(part)
            elif isinstance(part, sympy.Rational):
                done[part] = self.ring(sympy.QQ(int(part.p), int(part.q)))
            elif isinstance(part, sympy.Add):
                total = self.ring.zero
                for argument in part.args:
                    total = total + done[argument]
                done[part] = total
            elif isinstance(part, sympy.Mul):
                product = self.ring.one
                for argument in part.args:
                    product = product * done[argument]
                done[part] = product
            elif isinstance(part, sympy.Pow) and part.exp.is_Integer and part.exp >= 0:
                done[part] = done[part.base] ** int(part.exp)
            else:
                raise ValueError(str(part))
        return done[expression]

    def sign_polynomial(self, quantity: Quantity) -> Polynomial:
        """Return a polynomial that has the sign of a quantity wherever it is defined."""
        if not self.rational:
            return quantity
        return quantity.numer * quantity.denom

    def difference(self, one: Quantity, other: Quantity) -> Polynomial:
        """Return a polynomial that has the sign of a difference, from memory where it is known.

        The same payoffs are compared again on every branch.
        """
        known = self._differences.get((one, other))
        if known is None:
            known = self._differences[one, other] = self.sign_polynomial(one - other)
        return known

    @cached_property
    def _differences(self) -> dict[tuple[Quantity, Quantity], Polynomial]:
        return {}

    def zero(self) -> Quantity:
        """Return zero."""
        return self.field.zero if self.rational else self.ring.zero

    def expression(self, quantity: Quantity) -> sympy.Expr:
        """Write a quantity as a sympy expression in the model's own symbols."""
        import sympy

        plain = quantity.as_expr()
        own = {sympy.Symbol(str(symbol)): symbol for symbol in self.symbols}
        result: sympy.Expr = plain.xreplace(own)
        return result

    def point(self, values: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
        """Put parameter values in the order of the symbols."""
        return tuple(values[name] for name in self.names)


@lru_cache(maxsize=1 << 16)
def canonical(polynomial: Polynomial) -> tuple[Polynomial, int]:
    """Return the primitive polynomial with positive leading coefficient, and the sign taken out."""
    _, primitive = polynomial.primitive()
    if primitive.LC < 0:
        return -primitive, -1
    return primitive, 1


@lru_cache(maxsize=1 << 16)
def _terms(polynomial: Polynomial) -> tuple[tuple[int, int, tuple[tuple[int, int], ...]], ...]:
    """Return numerator, denominator, and the powers that are not 0, of every term."""
    return tuple(
        (
            int(coefficient.numerator),
            int(coefficient.denominator),
            tuple((place, power) for place, power in enumerate(powers) if power),
        )
        for powers, coefficient in polynomial.terms()
    )


def evaluate(polynomial: Polynomial, point: Sequence[Fraction]) -> Fraction:
    """Return the value of a polynomial at a point."""
    top, bottom = 0, 1
    for numerator, denominator, powers in _terms(polynomial):
        above, below = numerator, denominator
        for place, power in powers:
            value = point[place]
            above *= value.numerator**power
            below *= value.denominator**power
        # One fraction at the end: reducing each sum costs more than the larger numbers do.
        top, bottom = top * below + above * bottom, bottom * below
    return Fraction(top, bottom)


def polynomial_degree(polynomial: Polynomial) -> int:
    """Return the total degree; 0 for constants."""
    return max((sum(powers) for powers in polynomial.monoms()), default=0)
