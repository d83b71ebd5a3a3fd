"""Polynomial conditions made shorter without a change of meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negotiation.solve.class_polynomials import PolynomialCondition
from negotiation.solve.real_arithmetic import SOON, Deadline, Formula, Term, Undecided, find, pinned

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = ["Checker", "simplified"]


@dataclass(frozen=True)
class Checker:
    """Decides what follows from what; doubt counts as no.

    Attributes
    ----------
    unknowns
        The unknown that each symbol stands for.
    roots
        The symbols that stand for irrational constants, with their unknowns and values.
    deadline
        When to stop asking.
    """

    unknowns: Mapping[Any, Term]
    roots: Mapping[Any, tuple[Term, Number]]
    deadline: Deadline

    def impossible(self, conditions: Sequence[Formula]) -> bool:
        """Whether nothing satisfies the conditions, for sure."""
        left = min(SOON, self.deadline.left() / 4)
        if left <= 0:
            return False
        roots = [pinned(unknown, value) for unknown, value in self.roots.values()]
        try:
            return find([*roots, *conditions], Deadline(left)) is None
        except Undecided:
            return False

    def formula(self, condition: PolynomialCondition) -> Formula:
        """Return a condition as a formula."""
        import z3

        left = self.term(condition.polynomial)
        relation = {">=": left >= 0, ">": left > 0, "==": left == 0}[condition.relation]
        if not condition.where:
            return relation
        return z3.Implies(z3.And([self.term(each) > 0 for each in condition.where]), relation)

    def term(self, polynomial: Any) -> Term:  # noqa: ANN401 - a ring element
        """Return a polynomial as a term."""
        import z3

        unknown = [
            self.roots[symbol][0] if symbol in self.roots else self.unknowns[symbol]
            for symbol in polynomial.ring.symbols
        ]
        terms = [
            z3.Product(
                [
                    z3.RatVal(int(coefficient.numerator), int(coefficient.denominator)),
                    *(
                        base
                        for base, power in zip(unknown, powers, strict=True)
                        for _ in range(power)
                    ),
                ]
            )
            for powers, coefficient in polynomial.terms()
        ]
        return z3.Sum([z3.RealVal(0), *terms])


def simplified(
    conditions: Sequence[PolynomialCondition],
    background: Sequence[PolynomialCondition],
    checker: Checker,
) -> list[PolynomialCondition]:
    """Drop what follows from the rest, and premises that always hold; the meaning stays."""
    import z3

    known = [checker.formula(each) for each in background]
    kept = _distinct(conditions)
    kept.sort(key=lambda each: (-len(each.where), -len(each.polynomial.terms())))
    formulas = [checker.formula(each) for each in kept]
    index = 0
    while index < len(kept):
        condition = kept[index]
        others = [*known, *formulas[:index], *formulas[index + 1 :]]
        if checker.impossible([*others, z3.Not(formulas[index])]):
            del kept[index], formulas[index]
            continue
        if condition.where and all(
            checker.impossible([*others, checker.term(each) <= 0]) for each in condition.where
        ):
            kept[index] = PolynomialCondition(condition.polynomial, condition.relation)
            formulas[index] = checker.formula(kept[index])
        index += 1
    return _equalities(kept)


def _distinct(conditions: Sequence[PolynomialCondition]) -> list[PolynomialCondition]:
    """Scale, and leave out what is always true or repeated."""
    kept: list[PolynomialCondition] = []
    for condition in conditions:
        polynomial = condition.polynomial
        if polynomial.is_ground and (
            polynomial == 0 if condition.relation == "==" else polynomial.coeff(1) >= 0
        ):
            continue
        content = polynomial.content()
        scaled = polynomial.quo_ground(content)
        if condition.relation == "==" and scaled.LC < 0:
            scaled = -scaled
        new = PolynomialCondition(scaled, condition.relation, condition.where)
        if new not in kept:
            kept.append(new)
    return kept


def _equalities(conditions: Sequence[PolynomialCondition]) -> list[PolynomialCondition]:
    """Write two opposite inequalities as one equation."""
    kept: list[PolynomialCondition] = []
    for condition in conditions:
        opposite = PolynomialCondition(-condition.polynomial, condition.relation, condition.where)
        if condition.relation == ">=" and opposite in kept:
            place = kept.index(opposite)
            kept[place] = PolynomialCondition(opposite.polynomial, "==", condition.where)
        else:
            kept.append(condition)
    return kept
