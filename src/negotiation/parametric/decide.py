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
    check_proof,
    denied,
)
from negotiation.parametric.domain import Polynomial, polynomial_degree
from negotiation.parametric.farkas import multipliers
from negotiation.parametric.formula import AT_LEAST, Clause, Formula, Literal
from negotiation.parametric.smt import SolverAnswer, ask

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
    _clauses: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._clauses = [self._clause(clause) for clause in self.formula.clauses]

    def ask(self, names: Iterable[str]) -> SolverAnswer:
        """Ask whether the formula can hold with some assumptions in force."""
        tracked = {name: self.literal(self.formula.names[name]) for name in names}
        return ask(
            self._clauses,
            self.formula.domain.names,
            linear=is_linear(self.formula),
            seconds=self.seconds,
            tracked=tracked,
        )

    def ask_second_engine(self, names: Iterable[str]) -> str:
        """Ask z3's general solver alone, which shares no code with the nonlinear one asked first.

        Returns ``"sat"``, ``"unsat"`` or ``"unknown"``.
        """
        import z3

        solver = z3.Tactic("smt").solver()
        solver.set("timeout", max(1, int(1000 * min(self.seconds, 5.0))))
        solver.add(self._clauses)
        solver.add([self.literal(self.formula.names[name]) for name in names])
        return str(solver.check())

    def literal(self, literal: Literal) -> Any:  # noqa: ANN401 - a z3 term
        """Return a literal as a z3 term."""
        import z3

        term = self._term(abs(literal))
        return term if literal > 0 else z3.Not(term)

    def _clause(self, clause: Clause) -> Any:  # noqa: ANN401 - a z3 term
        import z3

        return z3.Or([self.literal(literal) for literal in clause])

    def _term(self, proposition: int) -> Any:  # noqa: ANN401 - a z3 term
        import z3

        if proposition not in self._terms:
            if proposition == 1:
                self._terms[proposition] = z3.BoolVal(True)
            elif proposition in self.formula.atoms:
                polynomial, direction = self.formula.atoms[proposition]
                term = _polynomial_term(polynomial, self.formula.domain.names)
                self._terms[proposition] = term >= 0 if direction == AT_LEAST else term <= 0
            else:
                self._terms[proposition] = z3.Bool(f"proposition {proposition}")
        return self._terms[proposition]

    def ask_also(self, literal: Literal) -> SolverAnswer:
        """Ask whether the formula can hold with every assumption and a further literal."""
        return ask(
            [*self._clauses, self.literal(literal)],
            self.formula.domain.names,
            linear=is_linear(self.formula),
            seconds=self.seconds,
            tracked={name: self.literal(unit) for name, unit in self.formula.names.items()},
        )

    def prove(self, units: Sequence[Literal]) -> LinearProof | None:
        """Refute the formula with some literals, and return a proof that has been checked.

        Arithmetic lemmas are taken from z3's log and each is given Farkas multipliers of our
        own.  What the log leaves out is found by our simplex, on assignments that the lemmas do
        not exclude yet.  ``None`` where no proof in our own rules comes about.
        """
        import z3

        solver, log = _logging_solver(self.seconds)
        solver.add(self._clauses)
        solver.add([self.literal(unit) for unit in units])
        if solver.check() != z3.unsat:
            return None
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
        proof = LinearProof((*lemmas, *steps), tuple(dict.fromkeys(extra)))
        return proof if check_proof(self.formula, units, proof) else None


def _logging_solver(seconds: float) -> tuple[Any, list[tuple[str, list[Any]]]]:
    import z3

    solver = z3.SimpleSolver()
    solver.set("timeout", max(1, int(1000 * seconds)))
    log: list[tuple[str, list[Any]]] = []

    def record(hint: Any, _: Any, clause: Any) -> None:  # noqa: ANN401 - z3's callback
        log.append((hint.decl().name() if hint is not None else "", list(clause)))

    solver.negotiation_watch = z3.OnClause(solver, record)  # lives as long as the solver
    return solver, log


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
    while time.monotonic() < deadline:
        known = Propagation(
            [
                *formula.clauses,
                *((unit,) for unit in units),
                *(lemma.clause for lemma in lemmas),
            ]
        )
        if known.follows(()):
            return []
        lemma = _conflict(engine, known.forced)
        if lemma is not None:
            lemmas.append(lemma)
            continue
        solver, log = _logging_solver(engine.seconds)
        propositions = {n: z3.Bool(f"proposition {n}") for n in range(1, formula.count + 1)}
        for clause in [*formula.clauses, *(lemma.clause for lemma in lemmas)]:
            solver.add(z3.Or([_proposition(literal, propositions) for literal in clause]))
        solver.add([_proposition(unit, propositions) for unit in units])
        verdict = solver.check()
        if verdict == z3.unsat:
            return _valid_steps(formula, known, log)
        if verdict == z3.unknown:
            return None
        model = solver.model()
        chosen = {
            number
            if z3.is_true(model.eval(propositions[number], model_completion=True))
            else -number
            for number in formula.atoms
        }
        lemma = _conflict(engine, chosen)
        if lemma is None:
            return None
        lemmas.append(lemma)
    return None


def _proposition(literal: Literal, propositions: dict[int, Any]) -> Any:  # noqa: ANN401 - a z3 term
    import z3

    return propositions[literal] if literal > 0 else z3.Not(propositions[-literal])


def _valid_steps(
    formula: Formula, known: Propagation, log: Sequence[tuple[str, list[Any]]]
) -> list[Clause]:
    """Return the steps of a log that follow by propagation; the rest is not needed or not ours."""
    steps: list[Clause] = []
    for kind, terms in log:
        literals = [_read_literal(formula, term) for term in terms]
        if kind not in ("assumption", "del") and None not in literals:
            clause = tuple(each for each in literals if each is not None)
            if known.follows(clause):
                known.add(clause)
                steps.append(clause)
    return steps


def _conflict(engine: Engine, literals: Iterable[Literal]) -> Lemma | None:
    """Return a lemma that excludes some literals holding together, if arithmetic does.

    z3 points to a few that conflict; the multipliers that show it are our own.
    """
    import z3

    atoms = [literal for literal in sorted(literals) if abs(literal) in engine.formula.atoms]
    solver = z3.SolverFor("QF_LRA")
    marks = {f"mark {literal}": literal for literal in atoms}
    for name, literal in marks.items():
        solver.add(z3.Implies(z3.Bool(name), engine.literal(literal)))
    if solver.check(*[z3.Bool(name) for name in marks]) != z3.unsat:
        return None
    clause = tuple(-marks[str(mark)] for mark in solver.unsat_core())
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
    return z3.Sum(parts)


def _lemmas(formula: Formula, log: Sequence[tuple[str, list[Any]]]) -> list[Lemma]:
    """Return the arithmetic lemmas of z3's log, each with multipliers of our own."""
    found: dict[Clause, Lemma] = {}
    for kind, terms in log:
        if kind in ("assumption", "del"):
            continue
        literals = [_read_literal(formula, term) for term in terms]
        if any(literal is None for literal in literals):
            continue
        clause = tuple(sorted({each for each in literals if each is not None and each != -1}))
        if clause in found or 1 in clause or any(-each in clause for each in clause):
            continue
        system = denied(formula, clause)
        weights = multipliers(system) if system else None
        if weights is not None:
            found[clause] = _shortened(clause, weights)
    return list(found.values())


def _read_literal(formula: Formula, term: Any) -> Literal | None:  # noqa: ANN401 - a z3 term
    """Read a z3 literal as one of the formula's, by its meaning; ``None`` if it is none."""
    import z3

    if z3.is_not(term):
        inner = _read_literal(formula, term.arg(0))
        return None if inner is None else -inner
    if z3.is_true(term):
        return 1
    if z3.is_false(term):
        return -1
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
