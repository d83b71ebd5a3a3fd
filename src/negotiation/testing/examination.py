"""Claims held against a model at one point of its parameters, by numbers.

At a point every equilibrium is found and looked at.  The claims of `negotiation.model` leave
indifference out; whoever calls takes care that points are generic.  A claim about a change of a
parameter is looked at in two points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiation.errors import UnknownName
from negotiation.evaluate import Program, compile_expressions
from negotiation.exact import as_sympy, exact, format_number, sign
from negotiation.model import (
    Always,
    Contained,
    Happens,
    HappensIff,
    Independent,
    Monotone,
    SamePayoffs,
    Varies,
)
from negotiation.model.claim import Passes, Reaches
from negotiation.solve import perfect_bayesian, subgame_perfect

if TYPE_CHECKING:
    import sympy

    from negotiation.game import Game
    from negotiation.model import Claim, Model
    from negotiation.solve import Equilibrium

__all__ = ["Failure", "Predicate", "Solver", "default_solver", "failure", "moved_parameter"]

Predicate: TypeAlias = "Callable[[Any], bool | sympy.logic.boolalg.Boolean]"
"""A function of an equilibrium that returns a truth value or a condition on the parameters."""

Solver: TypeAlias = "Callable[[Game], Sequence[Equilibrium]]"

Values: TypeAlias = Mapping[str, Fraction]

LIMIT = 100_000


@dataclass(frozen=True)
class Failure:
    """A claim that does not hold at a point.

    Attributes
    ----------
    at
        The parameter values.
    words
        What is wrong there.
    equilibrium
        An equilibrium that shows it, where one does.
    other
        The values after the change, for a claim about a change of a parameter.
    """

    at: Values = field(hash=False)
    words: str
    equilibrium: Equilibrium | None = field(default=None, repr=False)
    other: Values | None = field(default=None, hash=False)


def default_solver(game: Game) -> list[Equilibrium]:
    """Find the equilibria that propositions speak of.

    Perfect Bayesian ones where information is imperfect and nothing but the whole is a subgame, as
    in signalling games; else subgame-perfect ones.
    """
    if game.has_perfect_information or len(game.subgame_roots) > 1:
        return subgame_perfect(game, limit=LIMIT)
    return perfect_bayesian(game)


def moved_parameter(claim: object) -> str | None:
    """Return the parameter whose change a claim speaks of."""
    if isinstance(claim, Monotone | Independent | Varies):
        return claim.parameter
    return None


def failure(
    model: Model,
    claim: Claim | Predicate,
    at: Values,
    other: Values | None = None,
    *,
    solver: Solver = default_solver,
    every: bool = True,
) -> Failure | None:
    """Hold a claim against a model at a point.

    Parameters
    ----------
    model
        The model.
    claim
        The claim.
    at
        Values that meet the assumptions.
    other
        The values after the change, for a claim about a change of a parameter.
    solver
        Finds the equilibria of a game.
    every
        Whether a predicate must hold in every equilibrium, or in some.

    Returns
    -------
    Failure or None
        `None` where the claim holds, or does not speak of the point.

    Examples
    --------
    >>> from negotiation import talks
    >>> model = talks.basing_shadow()
    >>> found = failure(model, lambda e: "keep" in e.path, model.calibrations["thaw"])
    >>> found.words
    'an equilibrium does not meet the claim'
    """
    if callable(claim):
        return _predicate_failure(model, claim, at, solver, every=every)
    where = getattr(claim, "where", True)
    if not _holds(where, at) or (other is not None and not _holds(where, other)):
        return None
    match claim:
        case Happens() | HappensIff():
            return _event_failure(model, claim, at, solver)
        case Monotone() | Independent():
            return None if other is None else _change_failure(model, claim, at, other, solver)
        case Contained() | SamePayoffs():
            return _form_failure(model, claim, at, solver)
        case Always():
            if _holds(claim.condition, at):
                return None
            return Failure(at, f"{claim.condition} does not hold")
        case Varies():
            return None if other is None else _formula_failure(claim, at, other)


def _predicate_failure(
    model: Model, claim: Predicate, at: Values, solver: Solver, *, every: bool
) -> Failure | None:
    found = solver(model.at("baseline", check=True, **at))
    wrong = [each for each in found if not _truth(claim(each), at)]
    if not wrong or (not every and len(wrong) < len(found)):
        return None
    words = "an equilibrium does not meet the claim" if every else "no equilibrium meets the claim"
    return Failure(at, words, wrong[0])


def _event_failure(
    model: Model, claim: Happens | HappensIff, at: Values, solver: Solver
) -> Failure | None:
    expected = not claim.never if isinstance(claim, Happens) else _holds(claim.condition, at)
    for each in solver(model.at("baseline", check=True, **at)):
        if bool(claim.event(each)) != expected:
            state = "does not happen" if expected else "happens"
            return Failure(at, f"it {state} that {_event(claim.event)}", each)
    return None


def _change_failure(
    model: Model, claim: Monotone | Independent, at: Values, other: Values, solver: Solver
) -> Failure | None:
    low, high = sorted((at, other), key=lambda values: values[claim.parameter])
    first, second = (
        (high, low)
        if isinstance(claim, Monotone) and claim.direction == "decreasing"
        else (low, high)
    )
    before = solver(model.at("baseline", check=True, **first))
    after = solver(model.at("baseline", check=True, **second))
    started, ended = ({bool(claim.event(each)) for each in found} for found in (before, after))
    change = (
        f"as {claim.parameter} goes from {format_number(first[claim.parameter])} to "
        f"{format_number(second[claim.parameter])}"
    )
    if True in started and ended != {True}:
        shown = next(each for each in after if not claim.event(each))
        return Failure(
            first, f"it no longer happens that {_event(claim.event)} {change}", shown, second
        )
    if isinstance(claim, Independent) and started != ended:
        return Failure(
            first, f"it depends whether {_event(claim.event)} {change}", after[0], second
        )
    return None


def _form_failure(
    model: Model, claim: Contained | SamePayoffs, at: Values, solver: Solver
) -> Failure | None:
    form = _variant(claim.other)
    own = {name: at[name] for name in form.parameters if name in at}
    complete = {**form.calibrations.get("baseline", {}), **own}
    if not form.allows(complete):
        return None
    here, there = (
        solver(model.at("baseline", check=True, **at)),
        solver(form.at("baseline", check=True, **own)),
    )
    if isinstance(claim, SamePayoffs):
        pays = {tuple(each.payoffs[who] for who in claim.players) for each in (*here, *there)}
        words = f"{', '.join(claim.players)} get something else in {claim.other}"
        return Failure(at, words, there[0]) if len(pays) > 1 else None
    smaller, larger = (there, here) if claim.reverse else (here, there)
    if all(claim.event(each) for each in smaller):
        for each in larger:
            if not claim.event(each):
                return Failure(at, f"it happens in one form only that {_event(claim.event)}", each)
    return None


def _formula_failure(claim: Varies, at: Values, other: Values) -> Failure | None:
    low, high = sorted((at, other), key=lambda values: values[claim.parameter])
    [before], [after] = (_program(claim.expression)(dict(values)) for values in (low, high))
    rise = sign(exact(after) - exact(before))
    if rise >= 0 if claim.direction == "increasing" else rise <= 0:
        return None
    words = f"{claim.expression} goes from {before} to {after}"
    return Failure(low, words, None, high)


@lru_cache(maxsize=64)
def _program(expression: object) -> Program:
    return compile_expressions([expression])


@lru_cache(maxsize=16)
def _variant(build: Callable[[], Model]) -> Model:
    return build()


def _holds(condition: object, values: Values) -> bool:
    if isinstance(condition, bool):
        return condition
    return _program(condition)(dict(values)) == [True]


def _truth(verdict: object, values: Values) -> bool:
    symbols = getattr(verdict, "free_symbols", ())
    if symbols:
        for name in sorted(str(symbol) for symbol in symbols):
            if name not in values:
                raise UnknownName("parameter", name, values)
        verdict = verdict.subs({s: as_sympy(values[str(s)]) for s in symbols})  # type: ignore[attr-defined]  # has free symbols, so it is sympy's
    return bool(verdict)


def _event(event: object) -> str:
    return str(event) if isinstance(event, Reaches | Passes) else "the event happens"
