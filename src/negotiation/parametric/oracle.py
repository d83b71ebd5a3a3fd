"""Whether signs can hold together under the model's assumptions, and where.

The oracle answers with a point, a rational one wherever it can be had, or that there is none, or
that it could not find out in its time.  Linear questions keep one solver, and the sets of signs
that it found impossible are remembered; each nonlinear one gets a fresh solver.  Every point is
evaluated exactly before it is given out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiation.evaluate import compile_expressions
from negotiation.parametric.domain import Domain, Polynomial, evaluate, polynomial_degree
from negotiation.parametric.smt import Translator, ask
from negotiation.parametric.solvers import apart

if TYPE_CHECKING:
    from negotiation.game.tree import Condition

__all__ = ["NOWHERE", "Feasibility", "Oracle", "Point", "SignCondition", "simple_numbers"]

SignCondition: TypeAlias = "tuple[Polynomial, int]"
"""A polynomial and the sign (-1, 0 or 1) it has."""

Point: TypeAlias = "tuple[Fraction, ...]"


@dataclass(frozen=True)
class Feasibility:
    """The answer to whether signs can hold together.

    Attributes
    ----------
    known
        Whether the question was decided.
    possible
        Whether they can (true where it was not decided).
    point
        Where they hold, if a rational point was found.
    """

    known: bool
    possible: bool
    point: Point | None = None


NOWHERE = Feasibility(known=True, possible=False)


class Oracle:
    """Decides sign conditions on the parameters under a model's assumptions.

    Parameters
    ----------
    domain
        The arithmetic of the model.
    conditions
        Named conditions that hold throughout.
    seconds
        The time limit of one question.
    """

    def __init__(
        self, domain: Domain, conditions: Mapping[str, Condition], *, seconds: float = 20.0
    ) -> None:
        self.domain = domain
        self.conditions = dict(conditions)
        self.seconds = seconds
        self.questions = 0
        self._translate = Translator()
        self._base = [self._translate(condition) for condition in self.conditions.values()]
        self._base += self._translate.side_conditions
        self._check = compile_expressions(list(self.conditions.values()))
        self._linear_base = all(_is_linear(condition) for condition in self.conditions.values())
        self._terms: dict[Polynomial, Any] = {}
        self._formulas: dict[SignCondition, Any] = {}
        self._conjunctions: dict[tuple[SignCondition, ...], Any] = {}
        self._solver: Any = None
        self._marks: dict[SignCondition, Any] = {}
        self._marked: dict[int, SignCondition] = {}
        self._cores: dict[SignCondition, list[frozenset[SignCondition]]] = {}

    def allows(self, point: Point) -> bool:
        """Whether the assumptions hold at a point, evaluated exactly."""
        values: dict[str, Any] = dict(zip(self.domain.names, point, strict=True))
        return all(holds is True for holds in self._check(values))

    def holds(self, signs: Sequence[SignCondition], point: Point) -> bool:
        """Whether all signs hold at a point, evaluated exactly."""
        return all(_sign(evaluate(polynomial, point)) == sign for polynomial, sign in signs)

    def find(self, signs: Sequence[SignCondition]) -> Feasibility:
        """Look for a point at which the signs hold and the assumptions too."""
        self.questions += 1
        if self._linear_base and all(polynomial_degree(each) <= 1 for each, _ in signs):
            return self._find_linear(signs)
        return self._find_nonlinear(signs)

    def formula(self, condition: SignCondition) -> Any:  # noqa: ANN401 - a z3 term
        """Write a sign condition for z3."""
        known = self._formulas.get(condition)
        if known is None:
            term, sign = self.term(condition[0]), condition[1]
            known = term > 0 if sign > 0 else term < 0 if sign < 0 else term == 0
            self._formulas[condition] = known
        return known

    def all_of(self, conditions: Sequence[SignCondition]) -> Any:  # noqa: ANN401 - a z3 term
        """Write a conjunction of sign conditions for z3."""
        import z3

        key = tuple(conditions)
        known = self._conjunctions.get(key)
        if known is None:
            known = self._conjunctions[key] = z3.And([self.formula(each) for each in key])
        return known

    def term(self, polynomial: Polynomial) -> Any:  # noqa: ANN401 - a z3 term
        """Write a polynomial for z3."""
        import z3

        known = self._terms.get(polynomial)
        if known is None:
            parts = []
            for powers, coefficient in polynomial.terms():
                part = z3.RealVal(f"{coefficient.numerator}/{coefficient.denominator}")
                for name, power in zip(self.domain.names, powers, strict=True):
                    for _ in range(power):
                        part = part * z3.Real(name)
                parts.append(part)
            known = z3.Sum(parts) if len(parts) > 1 else [*parts, z3.RealVal(0)][0]
            self._terms[polynomial] = known
        return known

    @property
    def base(self) -> list[Any]:
        """The assumptions for z3."""
        return list(self._base)

    @property
    def is_linear(self) -> bool:
        """Whether the assumptions are linear."""
        return self._linear_base

    def _find_linear(self, signs: Sequence[SignCondition]) -> Feasibility:
        import z3

        if signs and self._excluded(signs):
            return NOWHERE
        if self._solver is None:
            self._solver = apart("QF_LRA", self.seconds, self._base)
        verdict = self._solver.check(*[self._mark(condition) for condition in signs])
        if verdict == z3.unsat:
            self._learn(self._solver.unsat_core())
            return NOWHERE
        if verdict == z3.unknown:
            return Feasibility(known=False, possible=True)
        model = self._solver.model()
        point = []
        for name in self.domain.names:
            value = model.eval(z3.Real(name, model.ctx), model_completion=True)
            point.append(Fraction(value.numerator_as_long(), value.denominator_as_long()))
        return self._confirmed(signs, tuple(point))

    def _excluded(self, signs: Sequence[SignCondition]) -> bool:
        """Whether a set of signs learned before rules these out."""
        together = set(signs)
        return any(core <= together for core in self._cores.get(signs[-1], ()))

    def _mark(self, condition: SignCondition) -> Any:  # noqa: ANN401 - a z3 term
        """Return a proposition from which a sign condition follows, and tell the solver so."""
        import z3

        known = self._marks.get(condition)
        if known is None:
            context = self._solver.ctx
            known = self._marks[condition] = z3.Bool(f"sign {len(self._marks)}", context)
            self._marked[known.get_id()] = condition
            self._solver.add(z3.Implies(known, self.formula(condition).translate(context)))
        return known

    def _learn(self, core: Any) -> None:  # noqa: ANN401 - z3's
        """Remember signs that cannot hold together: other branches will ask for them again."""
        together = frozenset(self._marked[mark.get_id()] for mark in core)
        for condition in together:
            self._cores.setdefault(condition, []).append(together)

    def _find_nonlinear(self, signs: Sequence[SignCondition]) -> Feasibility:
        formulas = [*self._base, *(self.formula(condition) for condition in signs)]
        answer = ask(formulas, self.domain.names, linear=False, seconds=self.seconds)
        if answer.verdict == "unsat":
            return NOWHERE
        if answer.verdict == "unknown":
            return Feasibility(known=False, possible=True)
        return self._confirmed(signs, self.domain.point(answer.values))

    def _confirmed(self, signs: Sequence[SignCondition], point: Point) -> Feasibility:
        if self.holds(signs, point) and self.allows(point):
            return Feasibility(known=True, possible=True, point=point)
        # An irrational point was rounded onto the wrong side; the answer stands, without a point.
        return Feasibility(known=True, possible=True)

    def simplify_point(self, signs: Sequence[SignCondition], point: Point) -> Point:
        """Move a point to simple numbers, one parameter after another, signs unchanged."""
        current = list(point)
        for place, value in enumerate(current):
            for candidate in simple_numbers(value):
                trial = (*current[:place], candidate, *current[place + 1 :])
                if self.holds(signs, trial) and self.allows(trial):
                    current[place] = candidate
                    break
        return tuple(current)


def simple_numbers(value: Fraction) -> list[Fraction]:
    """Return candidates in order of simplicity, none less simple than the value itself."""
    candidates = [Fraction(number) for number in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5)]
    candidates += [Fraction(1, 2), Fraction(-1, 2), Fraction(1, 4), Fraction(3, 4), Fraction(1, 3)]
    for largest in (1, 2, 3, 4, 6, 10, 20, 100):
        candidates.append(value.limit_denominator(largest))
    known = abs(value.numerator) + value.denominator
    return [each for each in candidates if abs(each.numerator) + each.denominator < known]


def _is_linear(condition: object) -> bool:
    import sympy

    if isinstance(condition, bool):
        return True
    if not isinstance(condition, sympy.Basic):
        return False
    for part in sympy.preorder_traversal(condition):
        if (
            isinstance(part, sympy.Mul)
            and len([factor for factor in part.args if factor.free_symbols]) > 1
        ):
            return False
        if isinstance(part, sympy.Pow) and part.free_symbols:
            return False
    return True


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
