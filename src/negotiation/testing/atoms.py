"""Polynomial inequalities, and conditions taken apart into them.

An atom is one comparison of a polynomial with 0.  A condition that joins comparisons by "and" is
its atoms.  Any other condition is replaced by the atoms that it is made of, each as it is at a
point where the condition holds: together they imply the condition, in a part of where it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported
from negotiation.evaluate import compile_expressions
from negotiation.testing.polyhedron import Interval, Row, row

if TYPE_CHECKING:
    import sympy

    from negotiation.parametric.domain import Domain

__all__ = ["Atom", "atoms_at", "atoms_of"]

OPPOSITE = {">": "<=", ">=": "<", "==": "!=", "!=": "==", "<": ">=", "<=": ">"}

RELATIONS = {
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
    "StrictLessThan": "<",
    "LessThan": "<=",
    "Equality": "==",
    "Unequality": "!=",
}


@dataclass(frozen=True)
class Atom:
    """A comparison of a polynomial with 0.

    Attributes
    ----------
    terms
        The coefficient and the powers of every term.
    relation
        ``">"``, ``">="``, ``"=="`` or ``"!="``.
    """

    terms: tuple[tuple[Fraction, tuple[int, ...]], ...]
    relation: str

    @staticmethod
    def of(polynomial: Any, relation: str) -> Atom:  # noqa: ANN401 - an element of sympy's ring
        """Return the comparison of an element of a polynomial ring with 0."""
        factor = -1 if relation in ("<", "<=") else 1
        terms = tuple(
            (factor * Fraction(int(c.numerator), int(c.denominator)), tuple(powers))
            for powers, c in polynomial.terms()
        )
        return Atom(terms, {"<": ">", "<=": ">="}.get(relation, relation))

    @cached_property
    def degree(self) -> int:
        """The total degree."""
        return max((sum(powers) for _, powers in self.terms), default=0)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The places of the parameters that it speaks of."""
        return tuple(sorted({n for _, powers in self.terms for n, p in enumerate(powers) if p}))

    def degree_in(self, place: int) -> int:
        """Return the degree in one parameter."""
        return max((powers[place] for _, powers in self.terms), default=0)

    @cached_property
    def _factors(self) -> tuple[tuple[Fraction, tuple[tuple[int, int], ...]], ...]:
        """The coefficient and the powers that are not 0, of every term."""
        return tuple(
            (coefficient, tuple((place, power) for place, power in enumerate(powers) if power))
            for coefficient, powers in self.terms
        )

    def value(self, point: Sequence[Fraction]) -> Fraction:
        """Return the value of the polynomial at a point."""
        total = Fraction(0)
        for coefficient, factors in self._factors:
            term = coefficient
            for place, power in factors:
                term *= point[place] ** power
            total += term
        return total

    def along(self, place: int, point: Sequence[Fraction]) -> list[Fraction]:
        """Return the polynomial as one in a single parameter, the others at their values.

        Parameters
        ----------
        place
            Which parameter is left; its value in the point is not used.
        point
            The values of all parameters.

        Returns
        -------
        list
            The coefficients by power.
        """
        found = [Fraction(0)] * (self.degree_in(place) + 1)
        for coefficient, factors in self._factors:
            term, own = coefficient, 0
            for other, power in factors:
                if other == place:
                    own = power
                else:
                    term *= point[other] ** power
            found[own] += term
        return found

    def steepness(self, point: Sequence[Fraction]) -> Fraction:
        """Return how fast the value can change if every parameter moves at most as far as 1.

        It is the sum of the sizes of the partial derivatives; for a linear polynomial, value over
        steepness is the largest move of any parameter that is needed to make it 0.
        """
        total = Fraction(0)
        for place in self.places:
            slope = Fraction(0)
            for power, coefficient in enumerate(self.along(place, point)):
                if power:
                    slope += power * coefficient * point[place] ** (power - 1)
            total += abs(slope)
        return total

    def holds(self, point: Sequence[Fraction]) -> bool:
        """Whether it holds at a point."""
        value = self.value(point)
        match self.relation:
            case ">":
                return value > 0
            case ">=":
                return value >= 0
            case "==":
                return value == 0
            case _:
                return value != 0

    def cut(self, interval: Interval, place: int, point: Sequence[Fraction]) -> Interval:
        """Return the part of an interval of one parameter in which it holds, where that is linear.

        Where the polynomial is of a higher degree in the parameter the interval comes back whole.
        """
        coefficients = self.along(place, point)
        while len(coefficients) > 1 and coefficients[-1] == 0:
            coefficients.pop()
        if len(coefficients) != 2 or self.relation == "!=":
            return interval
        constant, slope = coefficients
        end = -constant / slope
        if self.relation == "==":
            return interval.from_below(end, strict=False).from_above(end, strict=False)
        cut = interval.from_below if slope > 0 else interval.from_above
        return cut(end, strict=self.relation == ">")

    def rows(self, order: Sequence[int]) -> list[Row]:
        """Return a linear atom as rows over the parameters in an order; ``!=`` has none."""
        coefficients = dict.fromkeys(order, Fraction(0))
        constant = Fraction(0)
        for coefficient, powers in self.terms:
            if any(powers):
                coefficients[powers.index(1)] = coefficient
            else:
                constant = coefficient
        ordered = [coefficients[place] for place in order]
        if self.relation == "!=":
            return []
        first = row(ordered, constant, strict=self.relation == ">")
        if self.relation != "==":
            return [first]
        return [first, row([-each for each in ordered], -constant, strict=False)]


def atoms_of(condition: object, domain: Domain) -> tuple[list[Atom], bool]:
    """Take a condition apart.

    Returns
    -------
    list of Atom
        The polynomial comparisons among the parts that are joined by "and".
    bool
        Whether that is all that the condition says.
    """
    import sympy

    if isinstance(condition, bool) or condition in (sympy.true, sympy.false):
        return [], bool(condition)
    parts = condition.args if isinstance(condition, sympy.And) else (condition,)
    found = [_atom(part, domain) for part in parts]
    return [each for each in found if each is not None], None not in found


def atoms_at(
    condition: sympy.logic.boolalg.Boolean, witness: Mapping[str, Fraction], domain: Domain
) -> list[Atom]:
    """Return the comparisons in a condition, each as it is at a point where the condition holds.

    Comparisons that are no polynomial ones are left out.
    """
    import sympy

    relations = sorted(condition.atoms(sympy.core.relational.Relational), key=str)
    truths = compile_expressions(relations)(dict(witness))
    found = [
        _atom(relation, domain, negated=not truth)
        for relation, truth in zip(relations, truths, strict=True)
    ]
    return [each for each in found if each is not None]


def _atom(part: object, domain: Domain, *, negated: bool = False) -> Atom | None:
    import sympy

    relation = RELATIONS.get(type(part).__name__)
    if relation is None or not isinstance(part, sympy.Basic):
        return None
    left, right = part.args
    try:
        polynomial = domain.convert(left - right)  # type: ignore[operator]  # sides of a relation are expressions
    except NotSupported:
        return None
    return Atom.of(polynomial, OPPOSITE[relation] if negated else relation)
