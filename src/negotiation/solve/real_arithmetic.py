"""Questions in polynomial arithmetic over the reals, put to z3 with care.

Every question goes to a fresh solver with a time limit: z3's incremental nonlinear solver has a
history of wrong answers, and any nonlinear question may run on.  "Unknown" is never read as "no".
Numbers come back exact: rational ones as fractions, others as roots of their polynomials.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from negotiation.errors import NegotiationError, NotSupported
from negotiation.exact import Number, exact

__all__ = [
    "SOON",
    "Deadline",
    "Formula",
    "Model",
    "Term",
    "Undecided",
    "exact_value",
    "find",
    "find_soon",
    "pinned",
]

Term: TypeAlias = Any
"""A z3 term that stands for a number; z3's own types are unions of all its sorts."""

Formula: TypeAlias = Any
"""A z3 formula."""

Model: TypeAlias = Any
"""Numbers that satisfy formulas, as z3 gives them."""


SOON = 2.0
"""How many seconds a question may take whose answer is only a convenience."""

FIRST_TRY = 0.5
"""How many seconds each engine has at first."""

CONFIRMATION = 1.0
"""How many seconds a second engine has to contradict the first."""

_ENGINES = ("QF_NRA", "qfnra-nlsat", "smt")


class Undecided(NegotiationError):
    """A question was left undecided within the time limit."""


@dataclass(frozen=True)
class Deadline:
    """A point in time after which no question is put any more.

    Attributes
    ----------
    seconds
        The time limit, counted from when the object is made.
    """

    seconds: float
    end: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            message = f"time_limit is {self.seconds}; give a positive number of seconds"
            raise NotSupported(message)
        object.__setattr__(self, "end", time.monotonic() + self.seconds)

    def left(self) -> float:
        """Return the seconds that are left; negative past the end."""
        return self.end - time.monotonic()

    def check(self) -> None:
        """Stop work between questions once the time is up.

        Raises
        ------
        Undecided
            If no time is left.
        """
        if self.left() <= 0:
            message = f"the time limit of {self.seconds:g} seconds passed before the first question"
            raise Undecided(message)


def find(
    conditions: Iterable[Formula], deadline: Deadline, *, confirmed: bool = False
) -> Model | None:
    """Find numbers that satisfy conditions; ``None`` where there are none.

    Three engines are tried in turn, first for a short time and then for longer and longer:
    they differ by factors of a hundred either way, so that waiting for one of them wastes time.

    Parameters
    ----------
    conditions
        What the numbers must satisfy.
    deadline
        When to stop.
    confirmed
        Whether to put the answer "there are none" to another engine too, for a second: what
        an enumeration's completeness rests on is not left to one of them.

    Raises
    ------
    Undecided
        If no engine answers in time, or two contradict each other.
    """
    import z3

    asked = list(conditions)
    share, reason = FIRST_TRY, "timeout"
    while deadline.left() > 0:
        for place, engine in enumerate(_ENGINES):
            seconds = min(share, deadline.left())
            if seconds <= 0:
                break
            answer, solver = _ask(engine, asked, seconds)
            if answer == z3.sat:
                return solver.model()
            if answer == z3.unsat:
                if confirmed:
                    _require_agreement(_ENGINES[0 if place else 1], asked)
                return None
            reason = solver.reason_unknown()
        share *= 4
    message = (
        f"z3 {z3.get_version_string()} answers unknown ({reason}) within the time limit of "
        f"{deadline.seconds:g} seconds"
    )
    raise Undecided(message)


def _ask(engine: str, conditions: list[Formula], seconds: float) -> tuple[Any, Any]:
    """Put a question to a fresh solver; return its answer and the solver."""
    import z3

    solver: Any
    if engine == "QF_NRA":
        solver = z3.SolverFor(engine)
    elif engine == "smt":
        solver = z3.Then("simplify", "propagate-values", "solve-eqs", engine).solver()
    else:
        solver = z3.Tactic(engine).solver()
    solver.set("timeout", max(1, int(1000 * seconds)))
    solver.add(conditions)
    return solver.check(), solver


def _require_agreement(engine: str, conditions: list[Formula]) -> None:
    import z3

    answer, _ = _ask(engine, conditions, CONFIRMATION)
    if answer == z3.sat:
        message = f"z3 {z3.get_version_string()} contradicts itself; please report this game"
        raise Undecided(message)


def find_soon(conditions: Iterable[Formula], deadline: Deadline) -> Model | None:
    """Find numbers that satisfy conditions within seconds; ``None`` where none are found by then.

    For questions on whose answer nothing rests but convenience.
    """
    left = min(SOON, deadline.left() / 4)
    if left <= 0:
        return None
    try:
        return find(conditions, Deadline(left))
    except Undecided:
        return None


def exact_value(model: Model, unknown: Term) -> Number:
    """Return the value of an unknown in a model, as an exact number."""
    import z3

    value: Any = model.eval(unknown, model_completion=True)
    if z3.is_rational_value(value):
        return Fraction(value.numerator_as_long(), value.denominator_as_long())
    if z3.is_algebraic_value(value):
        return _root(value)
    message = f"z3 gives {value} for {unknown}, which is no number"
    raise Undecided(message)


def _root(value: Term) -> Number:
    """Return the sympy number for a root of a polynomial, in radicals where they are simple."""
    import sympy

    generator = sympy.Symbol("x")
    coefficients = [
        sympy.Rational(each.numerator_as_long(), each.denominator_as_long())
        for each in value.poly()
    ]
    polynomial = sympy.Poly(list(reversed(coefficients)), generator)
    roots = sympy.real_roots(polynomial, multiple=False)
    return exact(roots[value.index() - 1][0])


def pinned(unknown: Term, number: Number) -> Formula:
    """Return the condition that an unknown has an exact value.

    An irrational value is said by its minimal polynomial and an interval that holds no other
    root.
    """
    import z3

    if isinstance(number, Fraction):
        return unknown == z3.RatVal(number.numerator, number.denominator)
    import sympy

    generator = sympy.Symbol("x")
    polynomial = sympy.Poly(sympy.minimal_polynomial(number, generator), generator)
    low, high = _isolated(polynomial, number)
    total = z3.RealVal(0)
    for coefficient in polynomial.all_coeffs():
        total = total * unknown + z3.RatVal(int(coefficient.p), int(coefficient.q))
    return z3.And(
        total == 0,
        unknown > z3.RatVal(low.numerator, low.denominator),
        unknown < z3.RatVal(high.numerator, high.denominator),
    )


def _isolated(polynomial: Any, number: Any) -> tuple[Fraction, Fraction]:  # noqa: ANN401 - sympy objects
    import sympy

    digits = 20
    while True:
        middle = Fraction(str(sympy.N(number, digits)))
        margin = Fraction(1, 10 ** (digits // 2))
        low, high = middle - margin, middle + margin
        ends = [sympy.Rational(end.numerator, end.denominator) for end in (low, high)]
        if polynomial.count_roots(*ends) == 1:
            return low, high
        digits *= 2
