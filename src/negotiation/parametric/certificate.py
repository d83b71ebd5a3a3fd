"""Proofs that a formula with linear atoms has no solution, checked without a solver.

A proof is a list of clauses.  Each is either an arithmetic lemma, whose denial is a system of
linear inequalities with Farkas multipliers, or follows from the clauses before it by unit
propagation (reverse unit propagation, Goldberg and Novikov 2003).  After the last one, unit
propagation alone finds a contradiction.  Checking needs addition in Fractions and propagation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.parametric.farkas import Inequality, checks_out
from negotiation.parametric.formula import AT_LEAST, Clause, Formula, Literal

if TYPE_CHECKING:
    from negotiation.parametric.domain import Polynomial

__all__ = ["Lemma", "LinearProof", "Propagation", "check_proof", "denied", "lemma_holds"]


@dataclass(frozen=True)
class Lemma:
    """A clause of atoms that holds for all real numbers.

    Attributes
    ----------
    clause
        The clause.
    weights
        Farkas multipliers of its denial, one a literal.
    """

    clause: Clause
    weights: tuple[Fraction, ...]


@dataclass(frozen=True)
class LinearProof:
    """A refutation of a formula.

    Attributes
    ----------
    steps
        Lemmas, and clauses that follow by unit propagation.
    extra
        Polynomials of atoms that the steps use and the formula does not, in their order.
    """

    steps: tuple[Lemma | Clause, ...] = field(repr=False)
    extra: tuple[Polynomial, ...] = field(default=(), repr=False)

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """The arithmetic lemmas."""
        return tuple(step for step in self.steps if isinstance(step, Lemma))


def denied(formula: Formula, clause: Clause) -> list[Inequality] | None:
    """Return the inequalities that deny a clause of atoms; ``None`` if not all are atoms."""
    system: list[Inequality] = []
    for literal in clause:
        if abs(literal) not in formula.atoms:
            return None
        polynomial, direction = formula.atoms[abs(literal)]
        factor = 1 if direction == AT_LEAST else -1
        if literal > 0:  # not (p >= 0) is -p > 0
            system.append(Inequality.of(polynomial, -factor, strict=True))
        else:
            system.append(Inequality.of(polynomial, factor, strict=False))
    return system


def lemma_holds(formula: Formula, lemma: Lemma) -> bool:
    """Whether a lemma's multipliers show that its denial cannot hold, by addition in Fractions."""
    system = denied(formula, lemma.clause)
    return system is not None and checks_out(system, lemma.weights)


def check_proof(formula: Formula, units: Iterable[Literal], proof: LinearProof) -> bool:
    """Whether a proof refutes a formula together with some literals.

    Parameters
    ----------
    formula
        The formula, built anew from the model.
    units
        Literals that hold besides: the assumptions the proof may use.
    proof
        The proof.
    """
    for polynomial in proof.extra:
        formula.at_least(polynomial)
    propagation = Propagation([*formula.clauses, *((unit,) for unit in units)])
    for step in proof.steps:
        if isinstance(step, Lemma):
            if not lemma_holds(formula, step):
                return False
            propagation.add(step.clause)
        else:
            if not propagation.follows(step):
                return False
            propagation.add(step)
    return propagation.follows(())


class Propagation:
    """Unit propagation with two watched literals a clause."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses: list[list[Literal]] = []
        self._watching: dict[Literal, list[int]] = {}
        self._true: set[Literal] = set()
        self._trail: list[Literal] = []
        self._contradiction = False
        for clause in clauses:
            self.add(clause)

    def add(self, clause: Clause) -> None:
        """Add a clause for good."""
        if self._contradiction:
            return
        literals = list(dict.fromkeys(clause))
        # Literals that are not false come first, so that they are the watched ones.
        literals.sort(key=lambda literal: -literal in self._true)
        open_ones = [literal for literal in literals if -literal not in self._true]
        if not open_ones:
            self._contradiction = True
            return
        if len(literals) > 1:
            index = len(self._clauses)
            self._clauses.append(literals)
            for literal in literals[:2]:
                self._watching.setdefault(literal, []).append(index)
        if len(open_ones) == 1 and open_ones[0] not in self._true:
            self._contradiction = not self._assign([open_ones[0]])

    @property
    def forced(self) -> frozenset[Literal]:
        """The literals that have to hold."""
        return frozenset(self._true)

    def follows(self, clause: Clause) -> bool:
        """Whether denying a clause leads to a contradiction by propagation."""
        if self._contradiction:
            return True
        mark = len(self._trail)
        found = not self._assign([-literal for literal in clause])
        for literal in self._trail[mark:]:
            self._true.discard(literal)
        del self._trail[mark:]
        return found

    def _assign(self, literals: Sequence[Literal]) -> bool:
        """Make literals true and propagate; false on a contradiction."""
        position = len(self._trail)
        for literal in literals:
            if -literal in self._true:
                return False
            if literal not in self._true:
                self._true.add(literal)
                self._trail.append(literal)
        while position < len(self._trail):
            literal = self._trail[position]
            position += 1
            if not self._visit(-literal):
                return False
        return True

    def _visit(self, false: Literal) -> bool:
        """Look at the clauses that watch a literal that has become false."""
        watching = self._watching.get(false)
        if not watching:
            return True
        clauses, true, trail = self._clauses, self._true, self._trail
        kept: list[int] = []
        for place, index in enumerate(watching):
            clause = clauses[index]
            if clause[0] == false:
                clause[0], clause[1] = clause[1], clause[0]
            first = clause[0]
            if first in true:
                kept.append(index)
                continue
            for other in range(2, len(clause)):
                if -clause[other] not in true:
                    clause[1], clause[other] = clause[other], clause[1]
                    self._watching.setdefault(clause[1], []).append(index)
                    break
            else:
                kept.append(index)
                if -first in true:
                    self._watching[false] = kept + watching[place + 1 :]
                    return False
                true.add(first)
                trail.append(first)
        self._watching[false] = kept
        return True
