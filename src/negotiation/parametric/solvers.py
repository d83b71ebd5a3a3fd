"""Solvers of z3; in a context of their own, answers do not depend on what came before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

__all__ = ["apart", "assert_all", "new_solver"]

Z3: TypeAlias = Any
"""A z3 expression, solver or context."""


def new_solver(kind: str, seconds: float, context: Z3 = None) -> Z3:
    """Return a fresh solver of a kind, with a time limit, in z3's main context or another."""
    import z3

    if kind == "smt":
        solver = z3.SimpleSolver(context)
    elif kind == "qfnra-nlsat":
        solver = z3.Tactic(kind, context).solver()
    else:
        solver = z3.SolverFor(kind, context)
    solver.set("timeout", max(1, int(1000 * seconds)))
    return solver


def apart(kind: str, seconds: float, formulas: Sequence[Z3]) -> Z3:
    """Return a solver with formulas that knows nothing of what else was asked.

    Terms of one context share numbers that decide in which order z3 looks at them, so that its
    answers there depend on every question before.
    """
    import z3

    context = z3.Context()
    solver = new_solver(kind, seconds, context)
    together = z3.AstVector()
    for formula in formulas:
        together.push(formula)
    there: Z3 = together.translate(context)
    for formula in there:
        z3.Z3_solver_assert(context.ref(), solver.solver, formula.as_ast())
    return solver


def assert_all(solver: Z3, formulas: Iterable[Z3]) -> None:
    """Add z3 formulas to a solver, past the checks of each that `add` makes."""
    import z3

    context = z3.main_ctx().ref()
    for formula in formulas:
        z3.Z3_solver_assert(context, solver.solver, formula.as_ast())
