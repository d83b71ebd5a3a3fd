"""A second engine for nonlinear questions that z3 says cannot hold.

A nonlinear "no" carries no proof that could be checked by addition, and z3's nonlinear engines
have been wrong before.  So another engine is asked the same question in the language that all of
them read (SMT-LIB): cvc5 where it is installed, which shares no code with z3, and z3's engines
that did not answer first.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from negotiation.parametric.smt import ENGINES
from negotiation.parametric.solvers import assert_all, new_solver

__all__ = ["Opinion", "ask_cvc5", "second_opinion"]

SECONDS = 5.0
"""How many seconds each engine has."""


@dataclass(frozen=True)
class Opinion:
    """What a second engine says.

    Attributes
    ----------
    verdict
        ``"sat"``, ``"unsat"`` or ``"unknown"``.
    engine
        Whose opinion it is, in words; all that were asked where none knows.
    """

    verdict: str
    engine: str


def second_opinion(formulas: Sequence[Any], *, first: str, seconds: float = SECONDS) -> Opinion:
    """Ask other engines than the first until one knows.

    Parameters
    ----------
    formulas
        z3 formulas that must hold together.
    first
        z3's name of the engine that answered first.
    seconds
        The time limit of one engine.

    Examples
    --------
    >>> import z3
    >>> x, y = z3.Reals("x y")
    >>> second_opinion([x * y > 1, x < 0, y > 0], first="qfnra-nlsat").verdict
    'unsat'
    """
    asked: list[str] = []
    if importlib.util.find_spec("cvc5") is not None:
        name, verdict = ask_cvc5(formulas, seconds=seconds)
        if verdict != "unknown":
            return Opinion(verdict, name)
        asked.append(name)
    for kind in ("smt", "qfnra-nlsat"):
        if kind == first:
            continue
        solver = new_solver(kind, seconds)
        assert_all(solver, formulas)
        verdict = str(solver.check())
        if verdict != "unknown":
            return Opinion(verdict, f"z3's {ENGINES[kind].removeprefix('its ')}")
        asked.append(f"z3's {ENGINES[kind].removeprefix('its ')}")
    return Opinion("unknown", ", ".join(asked))


def ask_cvc5(formulas: Sequence[Any], *, seconds: float = SECONDS) -> tuple[str, str]:
    """Ask cvc5 whether z3 formulas can hold together; returns its name and its verdict.

    Parameters
    ----------
    formulas
        The formulas.
    seconds
        The time limit.

    Raises
    ------
    ModuleNotFoundError
        If cvc5 is not installed (the extra ``cvc5``).
    """
    import z3

    cvc5: Any = import_module("cvc5")  # its types are hidden behind a star import
    plain = z3.Solver()
    assert_all(plain, formulas)
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("tlimit-per", str(max(1, int(1000 * seconds))))
    solver.setLogic("QF_NRA")
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, plain.to_smt2(), "question")
    symbols = parser.getSymbolManager()
    verdict = "unknown"
    try:
        while not (command := parser.nextCommand()).isNull():
            said = command.invoke(solver, symbols).strip()
            verdict = said if said in {"sat", "unsat"} else verdict
    except RuntimeError:  # cvc5 does not read or support something in the question
        verdict = "unknown"
    return f"cvc5 {cvc5.__version__}", verdict
