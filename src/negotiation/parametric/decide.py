"""Asking z3 whether a formula can hold, and turning its "no" into a proof of our own."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from negotiation.parametric.certificate import (
    Lemma,
    LinearProof,
    Propagation,
    denied,
    lemma_holds,
)
from negotiation.parametric.domain import Polynomial, polynomial_degree
from negotiation.parametric.farkas import multipliers
from negotiation.parametric.formula import AT_LEAST, FALSE, TRUE, Clause, Formula, Literal
from negotiation.parametric.smt import (
    SolverAnswer,
    any_of,
    ask,
    read_answer,
)
from negotiation.parametric.solvers import apart, assert_all

__all__ = ["Engine", "is_linear"]


def is_linear(formula: Formula) -> bool:
    """Whether every atom of a formula is linear."""
    return all(polynomial_degree(polynomial) <= 1 for polynomial in formula.polynomials())


@dataclass
class Engine:
    """A formula in z3's terms.

    Attributes
    ----------
    formula
        The formula; must not change any more.
    seconds
        The time limit of one question.
    """

    formula: Formula
    seconds: float = 30.0
    _terms: dict[int, Any] = field(default_factory=dict)
    _literals: dict[Literal, Any] = field(default_factory=dict)
    _clauses: list[Any] = field(default_factory=list)
    _simplex: Any = None
    _arithmetic: Any = None
    _marks: dict[Literal, Any] = field(default_factory=dict)
    _marked: dict[int, Literal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._clauses = [self._clause(clause) for clause in self.formula.clauses]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the formula's assumptions."""
        return tuple(self.formula.names)

    def ask(self, names: Iterable[str]) -> SolverAnswer:
        """Ask whether the formula can hold with some assumptions in force."""
        return self.ask_with((), names)

    def literal(self, literal: Literal) -> Any:  # noqa: ANN401 - a z3 term
        """Return a literal as a z3 term."""
        import z3

        if literal not in self._literals:
            term = self._term(abs(literal))
            self._literals[literal] = term if literal > 0 else z3.Not(term)
        return self._literals[literal]

    def _clause(self, clause: Clause) -> Any:  # noqa: ANN401 - a z3 term
        import z3

        if not clause:
            return z3.BoolVal(val=False)
        return any_of([self.literal(literal) for literal in clause])

    def _term(self, proposition: int) -> Any:  # noqa: ANN401 - a z3 term
        import z3

        if proposition not in self._terms:
            if proposition == 1:
                self._terms[proposition] = z3.BoolVal(val=True)
            elif proposition in self.formula.atoms:
                polynomial, direction = self.formula.atoms[proposition]
                term = _polynomial_term(polynomial, self.formula.domain.names)
                self._terms[proposition] = term >= 0 if direction == AT_LEAST else term <= 0
            else:
                self._terms[proposition] = z3.Bool(f"proposition {proposition}")
        return self._terms[proposition]

    def ask_also(self, literal: Literal) -> SolverAnswer:
        """Ask whether the formula can hold with every assumption and a further literal."""
        return self.ask_with([self.literal(literal)], self.formula.names)

    def ask_with(self, formulas: Sequence[Any], names: Iterable[str]) -> SolverAnswer:
        """Ask whether the formula can hold with some assumptions and further z3 formulas."""
        if is_linear(self.formula):
            return self._ask_linear(formulas, list(names))
        return ask(
            [*self._clauses, *formulas],
            self.formula.domain.names,
            linear=False,
            seconds=self.seconds,
            tracked={name: self.literal(self.formula.names[name]) for name in names},
        )

    def _ask_linear(self, formulas: Sequence[Any], names: Sequence[str]) -> SolverAnswer:
        """Ask the solver that keeps the clauses and what it has learned from them."""
        import z3

        if self._simplex is None:
            tracking = [
                z3.Implies(z3.Bool(f"track {name}"), self.literal(unit))
                for name, unit in self.formula.names.items()
            ]
            self._simplex = apart("QF_LRA", self.seconds, [*self._clauses, *tracking])
        context = self._simplex.ctx
        self._simplex.push()
        self._simplex.add([formula.translate(context) for formula in formulas])
        verdict = self._simplex.check(*[z3.Bool(f"track {name}", context) for name in names])
        if verdict == z3.unknown:
            answer = SolverAnswer("unknown", reason=self._simplex.reason_unknown())
        else:
            parameters = self.formula.domain.names
            answer = read_answer(self._simplex, verdict, parameters, names, "QF_LRA")
        self._simplex.pop()
        return answer

    def assertions(self, names: Iterable[str] | None = None) -> list[Any]:
        """Return the formula with some assumptions in force (all where left out) for z3."""
        chosen = self.formula.names if names is None else names
        return [*self._clauses, *(self.literal(self.formula.names[name]) for name in chosen)]

    def conflicting(self, literals: Sequence[Literal]) -> list[Literal] | None:
        """Return some of the literals that arithmetic excludes together, if it does."""
        import z3

        if self._arithmetic is None:
            self._arithmetic = z3.SolverFor("QF_LRA")
        for literal in literals:
            if literal not in self._marks:
                mark = self._marks[literal] = z3.Bool(f"mark {literal}")
                self._marked[mark.get_id()] = literal
                self._arithmetic.add(z3.Implies(mark, self.literal(literal)))
        if self._arithmetic.check(*[self._marks[literal] for literal in literals]) != z3.unsat:
            return None
        return [self._marked[mark.get_id()] for mark in self._arithmetic.unsat_core()]

    def prove(self, units: Sequence[Literal]) -> LinearProof | None:
        """Refute the formula with some literals, and return a proof that has been checked.

        Arithmetic lemmas are taken from z3's log and each is given Farkas multipliers of our
        own.  What the log leaves out is found by our simplex, on assignments that the lemmas do
        not exclude yet.  ``None`` where no proof in our own rules comes about.
        """
        import z3

        solver, log, watch = _logging_solver(self.formula, self.seconds)
        assert_all(solver, self._clauses)
        assert_all(solver, [self.literal(unit) for unit in units])
        if solver.check() != z3.unsat:
            return None
        del watch  # it must live until the search is over
        before = self.formula.count
        lemmas = _lemmas(self.formula, log)
        extra = [
            self.formula.atoms[number][0]
            for number in range(before + 1, self.formula.count + 1)
            if number in self.formula.atoms
        ]
        steps = _propositional_steps(self, units, lemmas)
        if steps is None:
            return None
        # Each step has been seen to follow, and to end in a contradiction; the sums are left.
        if not all(lemma_holds(self.formula, lemma) for lemma in lemmas):
            return None
        return LinearProof((*lemmas, *steps), tuple(dict.fromkeys(extra)))


def _logging_solver(formula: Formula, seconds: float) -> tuple[Any, list[Clause | None], Any]:
    """Return a solver, the list of the clauses that it will infer, and who keeps the list.

    A clause that is not made of the formula's propositions and atoms is ``None``.
    """
    import z3

    solver = z3.SimpleSolver()
    solver.set("timeout", max(1, int(1000 * seconds)))
    log: list[Clause | None] = []
    read: dict[int, tuple[Any, Literal | None]] = {}  # keeps the terms, so that numbers stay theirs
    context = z3.main_ctx().ref()

    def literal(clause: Any, place: int) -> Literal | None:  # noqa: ANN401 - a z3 vector
        # Past z3's own wrappers: most literals of a log have been read before.
        raw = z3.Z3_ast_vector_get(context, clause.vector, place)
        number = z3.Z3_get_ast_id(context, raw)
        if number not in read:
            term = clause[place]
            read[number] = (term, _read_literal(formula, term))
        return read[number][1]

    def record(hint: Any, _: Any, clause: Any) -> None:  # noqa: ANN401 - z3's callback
        if hint is None:
            return
        kind = z3.Z3_get_decl_name(context, z3.Z3_get_app_decl(context, hint.as_ast()))
        if z3.Z3_get_symbol_string(context, kind) in ("assumption", "del"):
            return
        literals = [literal(clause, place) for place in range(len(clause))]
        known = tuple(sorted({each for each in literals if each is not None and each != FALSE}))
        log.append(known if None not in literals else None)

    watch = z3.OnClause(solver, record)
    return solver, log, watch


def _propositional_steps(
    engine: Engine, units: Sequence[Literal], lemmas: list[Lemma]
) -> list[Clause] | None:
    """Refute clauses and lemmas as propositions, adding lemmas to the list where they fall short.

    z3 does not log the conflict that ends its search; it lies among the literals that
    propagation forces.
    """
    import z3

    formula = engine.formula
    deadline = time.monotonic() + engine.seconds
    known = Propagation([*formula.clauses, *((unit,) for unit in units)])
    solver, log, watch = _logging_solver(formula, engine.seconds)
    propositions = _Propositions()
    added = given = 0
    while time.monotonic() < deadline:
        for lemma in lemmas[added:]:
            known.add(lemma.clause)
        added = len(lemmas)
        if known.follows(()):
            return []
        found = _conflicts(engine, known.forced)
        if not found:
            if not propositions.asked:
                propositions.asked = True
                assert_all(solver, [propositions.any_of(clause) for clause in formula.clauses])
                assert_all(solver, [propositions.literal(unit) for unit in units])
            assert_all(solver, [propositions.any_of(lemma.clause) for lemma in lemmas[given:]])
            given = len(lemmas)
            verdict = solver.check()
            if verdict == z3.unsat:
                del watch  # it must live until the search is over
                return _valid_steps(known, log)
            if verdict == z3.unknown:
                return None
            found = _conflicts(engine, propositions.chosen(solver.model(), formula.atoms))
            if not found:
                return None
        lemmas.extend(found)
    return None


@dataclass
class _Propositions:
    """A formula's propositions for a solver that knows no arithmetic."""

    asked: bool = False
    _literals: dict[Literal, Any] = field(default_factory=dict)

    def literal(self, literal: Literal) -> Any:  # noqa: ANN401 - a z3 term
        import z3

        if literal not in self._literals:
            term = z3.Bool(f"proposition {abs(literal)}")
            self._literals[literal] = term if literal > 0 else z3.Not(term)
        return self._literals[literal]

    def any_of(self, clause: Clause) -> Any:  # noqa: ANN401 - a z3 term
        return any_of([self.literal(literal) for literal in clause])

    def chosen(self, model: Any, numbers: Iterable[int]) -> set[Literal]:  # noqa: ANN401 - z3's
        """Read some propositions in a model, as the literals that hold."""
        import z3

        terms = {number: self.literal(number) for number in numbers}
        values = {n: model.eval(term, model_completion=True) for n, term in terms.items()}
        return {number if z3.is_true(value) else -number for number, value in values.items()}


def _valid_steps(known: Propagation, log: Sequence[Clause | None]) -> list[Clause] | None:
    """Return the steps of a log that follow by propagation; the rest is not needed or not ours.

    ``None`` where they do not end in a contradiction.
    """
    steps: list[Clause] = []
    for clause in dict.fromkeys(log):
        if clause is not None and known.follows(clause):
            known.add(clause)
            steps.append(clause)
    return steps if known.follows(()) else None


def _conflicts(engine: Engine, literals: Iterable[Literal]) -> list[Lemma]:
    """Return lemmas that exclude disjoint sets of some literals, until arithmetic allows the rest.

    One assignment that fails in several places is answered in all of them.
    """
    rest = set(literals)
    found: list[Lemma] = []
    while (lemma := _conflict(engine, rest)) is not None:
        found.append(lemma)
        rest -= {-literal for literal in lemma.clause}
    return found


def _conflict(engine: Engine, literals: Iterable[Literal]) -> Lemma | None:
    """Return a lemma that excludes some literals holding together, if arithmetic does.

    z3 points to a few that conflict; the multipliers that show it are our own.
    """
    core = engine.conflicting(
        [each for each in sorted(literals) if abs(each) in engine.formula.atoms]
    )
    if core is None:
        return None
    clause = tuple(-literal for literal in core)
    system = denied(engine.formula, clause)
    weights = multipliers(system) if system else None
    return None if weights is None else _shortened(clause, weights)


def _shortened(clause: Clause, weights: Sequence[Fraction]) -> Lemma:
    used = [(each, weight) for each, weight in zip(clause, weights, strict=True) if weight]
    return Lemma(tuple(each for each, _ in used), tuple(weight for _, weight in used))


def _polynomial_term(polynomial: Polynomial, names: Sequence[str]) -> Any:  # noqa: ANN401 - a z3 term
    import z3

    parts = []
    for powers, coefficient in polynomial.terms():
        part = z3.RealVal(f"{coefficient.numerator}/{coefficient.denominator}")
        for name, power in zip(names, powers, strict=True):
            for _ in range(power):
                part = part * z3.Real(name)
        parts.append(part)
    return z3.Sum(parts) if len(parts) > 1 else parts[0]


def _lemmas(formula: Formula, log: Sequence[Clause | None]) -> list[Lemma]:
    """Return the arithmetic lemmas of z3's log, each with multipliers of our own."""
    found: list[Lemma] = []
    for clause in dict.fromkeys(log):
        if not clause or TRUE in clause or any(-each in clause for each in clause):
            continue
        system = denied(formula, clause)
        weights = multipliers(system) if system else None
        if weights is not None:
            found.append(_shortened(clause, weights))
    return found


def _read_literal(formula: Formula, term: Any) -> Literal | None:  # noqa: ANN401 - a z3 term
    """Read a z3 literal as one of the formula's, by its meaning; ``None`` if it is none."""
    import z3

    if z3.is_not(term):
        inner = _read_literal(formula, term.arg(0))
        return None if inner is None else -inner
    if z3.is_true(term):
        return TRUE
    if z3.is_false(term):
        return FALSE
    if z3.is_const(term):
        kind, _, number = term.decl().name().partition(" ")
        return int(number) if kind == "proposition" else None
    kind = term.decl().kind()
    if kind not in (z3.Z3_OP_GE, z3.Z3_OP_LE):
        return None
    polynomial = _read_linear(formula, term.arg(0)) - _read_linear(formula, term.arg(1))
    if kind == z3.Z3_OP_GE:
        return formula.at_least(polynomial)
    return formula.at_most(polynomial)


def _read_linear(formula: Formula, term: Any) -> Polynomial:  # noqa: ANN401 - a z3 term
    import z3

    ring = formula.domain.ring
    if z3.is_rational_value(term):
        return ring(_rational(term))
    kind = term.decl().kind()
    if z3.is_const(term):
        return ring.gens[formula.domain.names.index(term.decl().name())]
    parts = [_read_linear(formula, child) for child in term.children()]
    total = parts[0]
    for part in parts[1:]:
        total = total + part if kind == z3.Z3_OP_ADD else total * part
    return total


def _rational(term: Any) -> Any:  # noqa: ANN401 - a z3 numeral to a sympy one
    from sympy import QQ

    return QQ(term.numerator_as_long(), term.denominator_as_long())
