"""From many small cells to the condition a person would write.

A region is a union of cells.  A sign condition of a cell is dropped where, under the assumptions,
no cell outside the region comes in; what is left of all cells is covered with as few
conjunctions as a greedy choice finds (as in two-level logic minimisation, with the exact oracle
in place of truth tables).  Factors of known sign are divided out, and gains are written on one
side of the relation, losses on the other.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from negotiation.parametric.domain import Domain, Polynomial, canonical, evaluate, polynomial_degree
from negotiation.parametric.oracle import Oracle, Point, SignCondition
from negotiation.parametric.smt import ask

if TYPE_CHECKING:
    import sympy

__all__ = ["Describer"]

Conjunction = tuple[SignCondition, ...]


class Describer:
    """Writes unions of cells as conditions.

    Parameters
    ----------
    oracle
        Holds the assumptions.
    cells
        The sign conditions of every cell.
    points
        A point of every cell, where one is known.
    ties
        Whether the surfaces between cells are cells of their own.
    seconds, budget
        The time limits of one question and of all questions about one union; an unanswered
        question costs simplicity, never truth.
    """

    def __init__(
        self,
        oracle: Oracle,
        cells: Sequence[Conjunction],
        points: Sequence[Point | None],
        *,
        ties: bool,
        seconds: float = 1.0,
        budget: float = 10.0,
    ) -> None:
        self.oracle = oracle
        self.cells = list(cells)
        self.points = list(points)
        self.ties = ties
        self.seconds = seconds
        self.budget = budget
        self._factor_signs: dict[Polynomial, int | None] = {}
        self._satisfied: dict[SignCondition, int] = {}
        self.is_linear = oracle.is_linear and all(
            polynomial_degree(polynomial) <= 1 for cell in self.cells for polynomial, _ in cell
        )

    def condition(self, members: set[int]) -> sympy.logic.boolalg.Boolean:
        """Write the union of some cells, by their places."""
        import sympy

        if not members:
            return sympy.false
        if len(members) == len(self.cells):
            return sympy.true
        kept = self._conjunctions(sorted(members))
        return sympy.Or(*[sympy.And(*[self.relation(each) for each in part]) for part in kept])

    def _conjunctions(self, members: list[int]) -> list[Conjunction]:
        outside = [index for index in range(len(self.cells)) if index not in set(members)]
        possible = _Questions(self, outside)
        outside_points = sum(1 << index for index in outside if self.points[index] is not None)
        mine = {index: self.cells[index] for index in members}
        joined = mine if self.ties else _join_siblings(mine)
        shortened: list[Conjunction] = []
        covers: list[set[int]] = []
        missing = list(members)
        while missing:
            short = self._shorten(joined[missing[0]], possible, outside_points)
            # Judged by the points of the cells; the question below makes sure.
            covered = {missing[0]} | {index for index in members if self._seems_in(short, index)}
            shortened.append(short)
            covers.append(covered)
            missing = [index for index in missing if index not in covered]
        kept = _fewest(shortened, covers, set(members))
        return _without_repetition([*kept, *self._left_out(kept, joined, possible, outside_points)])

    def _seems_in(self, part: Conjunction, index: int) -> bool:
        if set(part) <= set(self.cells[index]):
            return True
        return self.points[index] is not None and self._meets(part, 1 << index)

    def _left_out(
        self,
        kept: Sequence[Conjunction],
        cells: dict[int, Conjunction],
        possible: _Questions,
        outside_points: int,
    ) -> list[Conjunction]:
        """Return conjunctions for what the kept ones leave out of the cells."""
        import z3

        every = _Questions(self, None)
        union = z3.Or([self.oracle.all_of(part) for part in kept])
        anything = z3.Or([self.oracle.all_of(cell) for cell in set(cells.values())])
        if every.impossible([anything, z3.Not(union)]):
            return []
        return [
            self._shorten(cell, possible, outside_points)
            for cell in dict.fromkeys(cells.values())
            if not any(set(part) <= set(cell) for part in kept)
            and not every.impossible([self.oracle.all_of(cell), z3.Not(union)])
        ]

    def _shorten(self, cell: Conjunction, possible: _Questions, outside: int) -> Conjunction:
        """Drop conditions as long as no outside cell comes in."""
        ordered = sorted(cell, key=lambda each: _complexity(each[0]), reverse=True)
        kept = list(ordered)
        for condition in ordered:
            if len(kept) == 1:
                break
            trial = [each for each in kept if each is not condition]
            if not self._meets(trial, outside) and possible.excluded(trial):
                kept = trial
        return tuple(kept)

    def _meets(self, conditions: Sequence[SignCondition], points: int) -> bool:
        """Whether the conditions hold at one of some points (bits of a number)."""
        for condition in conditions:
            points &= self._where(condition)
        return points != 0

    def _where(self, condition: SignCondition) -> int:
        polynomial = condition[0]
        if condition not in self._satisfied:
            for sign in (-1, 0, 1):
                self._satisfied[polynomial, sign] = 0
            for index, point in enumerate(self.points):
                if point is not None:
                    value = evaluate(polynomial, point)
                    self._satisfied[polynomial, (value > 0) - (value < 0)] |= 1 << index
        return self._satisfied[condition]

    def relation(self, condition: SignCondition) -> sympy.logic.boolalg.Boolean:
        """Write a sign condition, factors of known sign divided out."""
        polynomial, sign = self.reduced(condition)
        return write_relation(self.oracle.domain, polynomial, sign)

    def reduced(self, condition: SignCondition) -> SignCondition:
        """Divide the factors of known sign out of a sign condition."""
        polynomial, sign = condition
        _, factors = polynomial.factor_list()
        rest = self.oracle.domain.ring.one
        for factor, power in factors:
            known = self._factor_sign(factor)
            if known is None:
                rest = rest * factor ** (power if sign == 0 or power % 2 else 2)
            elif known < 0 and power % 2:
                sign = -sign
        if rest.is_ground:
            return condition
        primitive, flipped = canonical(rest)
        return primitive, sign * flipped

    def _factor_sign(self, factor: Polynomial) -> int | None:
        if factor not in self._factor_signs:
            possible = [s for s in (1, -1, 0) if self.oracle.find(((factor, s),)).possible]
            self._factor_signs[factor] = possible[0] if len(possible) == 1 and possible[0] else None
        return self._factor_signs[factor]


class _Questions:
    """Questions to one solver that keeps the assumptions, and the outside cells where wanted."""

    def __init__(self, describer: Describer, outside: Sequence[int] | None) -> None:
        import z3

        self._oracle = describer.oracle
        self._seconds = describer.seconds
        self._deadline = time.monotonic() + describer.budget
        self._fixed = list(describer.oracle.base)
        if outside is not None:
            self._fixed.append(
                z3.Or([self._oracle.all_of(describer.cells[index]) for index in outside])
            )
        self._marks: dict[SignCondition, Any] = {}
        self._solver: Any = None
        if describer.is_linear:
            self._solver = z3.SolverFor("QF_LRA")
            self._solver.set("timeout", max(1, int(1000 * self._seconds)))
            self._solver.add(self._fixed)

    def excluded(self, conditions: Sequence[SignCondition]) -> bool:
        """Whether sign conditions are known to be impossible under what is kept.

        The solver keeps what it has learned from one such question to the next.
        """
        import z3

        if self._solver is None:
            return self.impossible([self._oracle.all_of(conditions)])
        if time.monotonic() > self._deadline:
            return False
        for condition in conditions:
            if condition not in self._marks:
                mark = self._marks[condition] = z3.Bool(f"sign {len(self._marks)}")
                self._solver.add(z3.Implies(mark, self._oracle.formula(condition)))
        verdict = self._solver.check(*[self._marks[condition] for condition in conditions])
        return bool(verdict == z3.unsat)

    def impossible(self, formulas: Sequence[Any]) -> bool:
        """Whether some formulas are known to be impossible under what is kept."""
        import z3

        if time.monotonic() > self._deadline:
            return False
        if self._solver is None:
            asked = [*self._fixed, *formulas]
            return ask(asked, (), linear=False, seconds=self._seconds).verdict == "unsat"
        self._solver.push()
        self._solver.add(formulas)
        verdict = self._solver.check()
        self._solver.pop()
        return bool(verdict == z3.unsat)


def _join_siblings(cells: dict[int, Conjunction]) -> dict[int, Conjunction]:
    """Undo cuts on both sides of which the same cells of the union lie.

    Cells are paths of one tree of cuts, so two that differ in their last sign only are siblings.
    """
    joined = dict(cells)
    while True:
        by_prefix: dict[tuple[Conjunction, Polynomial], dict[int, list[int]]] = {}
        for index, cell in joined.items():
            if cell:
                polynomial, sign = cell[-1]
                sides = by_prefix.setdefault((cell[:-1], polynomial), {})
                sides.setdefault(sign, []).append(index)
        changed = False
        for (prefix, _), sides in by_prefix.items():
            if 1 in sides and -1 in sides:
                changed = True
                for index in (*sides[1], *sides[-1]):
                    joined[index] = prefix
        if not changed:
            return joined


def _fewest(
    parts: Sequence[Conjunction], covers: Sequence[set[int]], members: set[int]
) -> list[Conjunction]:
    """Choose conjunctions greedily until all members are covered."""
    kept: list[int] = []
    missing = set(members)
    while missing:
        best = max(range(len(parts)), key=lambda index: len(covers[index] & missing))
        kept.append(best)
        missing -= covers[best]
    return [parts[index] for index in sorted(kept)]


def _complexity(polynomial: Polynomial) -> tuple[int, int, str]:
    return polynomial_degree(polynomial), len(polynomial.terms()), str(polynomial)


def _without_repetition(parts: Sequence[Conjunction]) -> list[Conjunction]:
    found: dict[frozenset[SignCondition], Conjunction] = {}
    for part in parts:
        found.setdefault(frozenset(part), part)
    return list(found.values())


def write_relation(
    domain: Domain, polynomial: Polynomial, sign: int
) -> sympy.logic.boolalg.Boolean:
    """Write that a polynomial has a sign, as a relation with positive terms on both sides."""
    import sympy

    left = right = domain.ring.zero
    constant = domain.ring.zero
    for powers, coefficient in polynomial.terms():
        term = domain.ring({powers: coefficient})
        if not any(powers):
            constant = term
        elif coefficient > 0:
            left = left + term
        else:
            right = right - term
    if constant:
        if (constant.LC > 0 and right) or not left:
            left = left + constant
        else:
            right = right - constant
    if not left:
        left, right, sign = right, left, -sign
    if len(left.terms()) == 1 and left.LC != 1:
        right = right / left.LC if right else right
        left = left / left.LC
    one, other = domain.expression(left), domain.expression(right)
    if sign > 0:
        return sympy.Gt(one, other)
    return sympy.Lt(one, other) if sign < 0 else sympy.Eq(one, other)
