"""Questions about parameters as clauses over signs of polynomials.

A question is a conjunction of clauses.  Its literals are defined propositions and two atoms a
polynomial, "at least 0" and "at most 0".  Nothing here solves; the form is what a solver is asked
and what a proof is checked against, without the solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from negotiation.errors import NotSupported
from negotiation.exact import exact
from negotiation.parametric.domain import Domain, Polynomial, canonical, evaluate

__all__ = ["AT_LEAST", "AT_MOST", "FALSE", "TRUE", "Clause", "Formula", "Literal"]

Literal: TypeAlias = int
"""A proposition by its number, negative where denied; 1 is true and -1 is false."""

Clause: TypeAlias = "tuple[Literal, ...]"

RELATIONS = {
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
    "StrictLessThan": "<",
    "LessThan": "<=",
    "Equality": "==",
    "Unequality": "!=",
}
"""sympy's names of relations, and how they are written."""

TRUE = 1
FALSE = -1
AT_LEAST = 1
AT_MOST = -1


@dataclass
class Formula:
    """Clauses, and what their propositions stand for.

    Attributes
    ----------
    domain
        The arithmetic of the atoms.
    clauses
        What must hold.
    atoms
        Proposition → polynomial and direction: at least 0, or at most 0.
    names
        Name of an assumption or constraint → the proposition that it is in force.
    generic
        A proposition from which it follows that nobody is indifferent.
    """

    domain: Domain
    clauses: list[Clause] = field(default_factory=lambda: [(TRUE,)])
    atoms: dict[int, tuple[Polynomial, int]] = field(default_factory=dict)
    names: dict[str, Literal] = field(default_factory=dict)
    generic: Literal = TRUE
    _required: list[Clause] = field(default_factory=list)
    _count: int = 1
    _known_atoms: dict[tuple[Polynomial, int], int] = field(default_factory=dict)
    _known_definitions: dict[tuple[str, Clause], Literal] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many propositions there are."""
        return self._count

    def new(self) -> Literal:
        """Return a new proposition."""
        self._count += 1
        return self._count

    def add(self, *literals: Literal) -> None:
        """Require that one of some literals holds."""
        kept = tuple(dict.fromkeys(each for each in literals if each != FALSE))
        if TRUE not in kept and not any(-each in kept for each in kept):
            self.clauses.append(kept)
            self._required.append(kept)

    def at_least(self, polynomial: Polynomial) -> Literal:
        """Return the literal that a polynomial is at least 0."""
        return self._atom(polynomial, AT_LEAST)

    def at_most(self, polynomial: Polynomial) -> Literal:
        """Return the literal that a polynomial is at most 0."""
        return self._atom(polynomial, AT_MOST)

    def _atom(self, polynomial: Polynomial, direction: int) -> Literal:
        if not polynomial:
            return TRUE
        if polynomial.is_ground:
            return TRUE if (polynomial.LC > 0) == (direction > 0) else FALSE
        primitive, factor = canonical(polynomial)
        key = (primitive, direction * factor)
        if key not in self._known_atoms:
            for way in (AT_LEAST, AT_MOST):
                proposition = self.new()
                self._known_atoms[primitive, way] = proposition
                self.atoms[proposition] = (primitive, way)
            # A number is at least 0 or at most 0.
            self.clauses.append(tuple(self._known_atoms[primitive, way] for way in (1, -1)))
        return self._known_atoms[key]

    def sign_is(self, polynomial: Polynomial, relation: str) -> Literal:
        """Return the literal of a relation to 0: ``>``, ``>=``, ``<``, ``<=``, ``==`` or ``!=``."""
        match relation:
            case ">=":
                return self.at_least(polynomial)
            case "<=":
                return self.at_most(polynomial)
            case ">":
                return -self.at_most(polynomial)
            case "<":
                return -self.at_least(polynomial)
            case "==":
                return self.all_of([self.at_least(polynomial), self.at_most(polynomial)])
            case "!=":
                return -self.sign_is(polynomial, "==")
            case _:
                pass
        message = f"{relation!r} is not a relation to 0"
        raise NotSupported(message)

    def all_of(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal that holds iff all of some literals do."""
        kept = tuple(sorted({each for each in literals if each != TRUE}))
        if FALSE in kept or any(-each in kept for each in kept):
            return FALSE
        if not kept:
            return TRUE
        if len(kept) == 1:
            return kept[0]
        key = ("and", kept)
        if key not in self._known_definitions:
            defined = self.new()
            self._known_definitions[key] = defined
            self.clauses.extend((-defined, each) for each in kept)
            self.clauses.append((defined, *(-each for each in kept)))
        return self._known_definitions[key]

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal that holds iff one of some literals does."""
        return -self.all_of([-each for each in literals])

    def condition(self, condition: object) -> Literal:
        """Return the literal of a condition on the parameters.

        Raises
        ------
        NotSupported
            If it is not made of relations between polynomials or quotients of them.
        """
        import sympy

        if isinstance(condition, bool):
            return TRUE if condition else FALSE
        match condition:
            case sympy.logic.boolalg.BooleanTrue():
                return TRUE
            case sympy.logic.boolalg.BooleanFalse():
                return FALSE
            case sympy.And():
                return self.all_of([self.condition(part) for part in condition.args])
            case sympy.Or():
                return self.any_of([self.condition(part) for part in condition.args])
            case sympy.Not():
                return -self.condition(condition.args[0])
            case sympy.Implies():
                left, right = condition.args
                return self.any_of([-self.condition(left), self.condition(right)])
            case sympy.core.relational.Relational():
                left, right = (self.domain.convert(exact(side)) for side in condition.args)
                relation = RELATIONS[type(condition).__name__]
                return self.sign_is(self.domain.sign_polynomial(left - right), relation)
            case _:
                pass
        message = f"{condition} is not made of relations between expressions"
        raise NotSupported(message)

    def name(self, name: str, *literals: Literal) -> None:
        """Let some literals hold where the assumption with a name is in force."""
        if name not in self.names:
            self.names[name] = self.new()
        for literal in literals:
            self.add(-self.names[name], literal)

    def holds(self, point: Sequence[Fraction], *, generic: bool = False) -> bool:
        """Whether all clauses hold at a point with every assumption in force, evaluated exactly.

        With ``generic`` nobody may be indifferent there.  The point settles the atoms, and these
        settle the definitions in the order in which they were made.
        """
        values = [False] * (self._count + 1)
        values[TRUE] = True
        for proposition, (polynomial, direction) in self.atoms.items():
            values[proposition] = direction * evaluate(polynomial, point) >= 0
        for proposition in self.names.values():
            values[proposition] = True
        if generic:
            values[self.generic] = True

        def true(literal: Literal) -> bool:
            return values[literal] if literal > 0 else not values[-literal]

        for (_, parts), defined in self._known_definitions.items():
            values[defined] = all(map(true, parts))
        return all(any(map(true, clause)) for clause in self._required)

    def polynomials(self) -> list[Polynomial]:
        """Return the polynomials of the atoms."""
        return list(dict.fromkeys(polynomial for polynomial, _ in self.atoms.values()))

    def require_no_ties(self, polynomials: Sequence[Polynomial]) -> None:
        """Require that some polynomials are not 0."""
        for polynomial in polynomials:
            if polynomial and not polynomial.is_ground:
                self.add(-self.at_least(polynomial), -self.at_most(polynomial))

    def prefer_no_ties(self, polynomials: Sequence[Polynomial]) -> None:
        """Let `generic` imply that some polynomials are not 0."""
        self.generic = self.new()
        for polynomial in polynomials:
            if polynomial and not polynomial.is_ground:
                self.add(-self.generic, -self.at_least(polynomial), -self.at_most(polynomial))
