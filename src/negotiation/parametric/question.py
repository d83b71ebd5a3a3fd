"""From a claim to a question: a formula that can hold iff the claim fails somewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiation.errors import NotSupported, UnknownName
from negotiation.model import Happens, HappensIff, Independent, Model, Monotone
from negotiation.parametric.encode import Encoding, encode
from negotiation.parametric.equilibrium import outcome_class
from negotiation.parametric.formula import TRUE, Formula, Literal
from negotiation.parametric.induction import SymbolicGame, prepare_game

if TYPE_CHECKING:
    import sympy

    from negotiation.model.claim import Claim, Event

__all__ = [
    "MOVED",
    "Question",
    "ask_claim",
    "assume_model",
    "holds_in",
    "question_of",
    "wish_of",
]

Predicate: TypeAlias = "Callable[[Any], Any]"

MOVED = "_after"
"""What is put behind the name of a parameter for its value after a change."""


@dataclass(frozen=True)
class Question:
    """A formula that can hold iff a claim fails.

    Attributes
    ----------
    formula
        The formula; its names are the assumptions.
    moved
        The parameter that a claim about a change moves; its value after the change is the
        parameter with `MOVED` behind its name.
    every
        Whether the claim speaks of every equilibrium.
    played
        Whether it speaks of equilibria at all, not of parameters alone.
    """

    formula: Formula
    moved: str | None = None
    every: bool = True
    played: bool = True


def question_of(model: Model, predicate: Predicate, *, every: bool) -> Question:
    """Return the question whether a predicate fails in some (or every) equilibrium somewhere."""
    symbolic = prepare_game(model.game, [each.symbol for each in model.parameters.values()])
    formula = Formula(symbolic.domain)
    assume_model(model, formula, symbolic, {})
    encoding = encode(symbolic, formula)
    formula.prefer_no_ties(encoding.compared)
    holds = holds_in(symbolic, encoding, formula, predicate, every=every)
    formula.add(-holds)
    return Question(formula, every=every)


def wish_of(model: Model, predicate: Predicate) -> Question:
    """Return the question whether a predicate holds in some equilibrium somewhere."""
    symbolic = prepare_game(model.game, [each.symbol for each in model.parameters.values()])
    formula = Formula(symbolic.domain)
    assume_model(model, formula, symbolic, {})
    encoding = encode(symbolic, formula)
    formula.add(holds_in(symbolic, encoding, formula, predicate, every=False))
    return Question(formula, every=False)


def ask_claim(model: Model, claim: Claim) -> list[Question]:
    """Return the questions of a claim; it holds iff none of them can.

    Claims speak of generic parameter values: nobody is indifferent between different payoffs.
    """
    match claim:
        case Happens(event=event, where=where, never=never):
            wanted = _negated(event) if never else event
            return [_where(model, wanted, where)]
        case HappensIff(event=event, condition=condition):
            import sympy

            return [
                _where(model, event, condition),
                _where(model, _negated(event), sympy.Not(condition)),
            ]
        case Monotone(event=event, parameter=parameter, direction=direction, where=where):
            up = direction == "increasing"
            return [_moved(model, event, parameter, "up" if up else "down", where)]
        case Independent(event=event, parameter=parameter, where=where):
            return [_moved(model, event, parameter, "any", where)]
        case _:
            pass
    message = f"{claim!r} is not a claim that can be proved"
    raise NotSupported(message)


def _negated(event: Event) -> Predicate:
    return lambda equilibrium: not event(equilibrium)


def _where(model: Model, event: Predicate, where: object) -> Question:
    symbolic = prepare_game(model.game, [each.symbol for each in model.parameters.values()])
    formula = Formula(symbolic.domain)
    assume_model(model, formula, symbolic, {})
    encoding = encode(symbolic, formula)
    formula.require_no_ties(encoding.compared)
    before = set(formula.polynomials())
    formula.add(formula.condition(where))
    # The surfaces on which the condition itself changes are left out as well.
    formula.require_no_ties([each for each in formula.polynomials() if each not in before])
    formula.add(-holds_in(symbolic, encoding, formula, event, every=True))
    return Question(formula)


def _moved(
    model: Model, event: Predicate, parameter: str, direction: str, where: object
) -> Question:
    """Ask whether the event can happen before a change and fail after it."""
    import sympy

    if parameter not in model.parameters:
        raise UnknownName("parameter", parameter, model.parameters)
    symbol = model.parameters[parameter].symbol
    after = sympy.Symbol(parameter + MOVED)
    symbols = [*(each.symbol for each in model.parameters.values()), after]
    here = prepare_game(model.game, symbols)
    there = prepare_game(_with_symbol(model, symbol, after), symbols)
    formula = Formula(here.domain)
    assume_model(model, formula, here, {})
    assume_model(model, formula, there, {symbol: after})
    for replaced in ({}, {symbol: after}):
        if not isinstance(where, bool):
            formula.add(formula.condition(where.xreplace(replaced)))  # type: ignore[attr-defined]  # a condition
    now, then = encode(here, formula), encode(there, formula)
    formula.require_no_ties([*now.compared, *then.compared])
    gap = here.domain.convert(after) - here.domain.convert(symbol)
    move = here.domain.sign_polynomial(gap)
    formula.add(formula.sign_is(move, {"up": ">", "down": "<", "any": "!="}[direction]))
    formula.add(holds_in(here, now, formula, event, every=True))
    formula.add(-holds_in(there, then, formula, event, every=True))
    return Question(formula, moved=parameter)


def _with_symbol(model: Model, old: sympy.Symbol, new: sympy.Symbol) -> Any:  # noqa: ANN401 - a Game
    from negotiation.game import Game
    from negotiation.model.rewrite import with_replaced_symbols

    return Game(model.game.players, with_replaced_symbols(model.game.root, {old: new}))


def assume_model(
    model: Model,
    formula: Formula,
    symbolic: SymbolicGame,
    replaced: dict[sympy.Symbol, sympy.Symbol],
) -> None:
    """Put a model's assumptions into a formula, by name, symbols replaced."""
    import sympy

    for name, condition in model.conditions.items():
        here = condition if isinstance(condition, bool) else condition.xreplace(replaced)
        formula.name(name, formula.condition(here))
    for denominator in symbolic.denominators:
        formula.add(formula.condition(sympy.Ne(denominator, 0)))


def holds_in(
    symbolic: SymbolicGame,
    encoding: Encoding,
    formula: Formula,
    predicate: Predicate,
    *,
    every: bool,
) -> Literal:
    """Return the literal that the predicate holds in every (or some) equilibrium."""
    parts: list[Literal] = []
    for each in encoding.classes:
        if each.literal == -TRUE:
            continue
        verdict = predicate(outcome_class(symbolic.game, symbolic.domain, each.found))
        met = formula.condition(_plain(verdict))
        if every:
            parts.append(formula.any_of([-each.literal, met]))
        else:
            parts.append(formula.all_of([each.literal, met]))
    return formula.all_of(parts) if every else formula.any_of(parts)


def _plain(verdict: object) -> object:
    import sympy

    if isinstance(verdict, bool | sympy.logic.boolalg.Boolean):
        return verdict
    message = f"a claim must return True, False or a condition, not {verdict!r}"
    raise NotSupported(message)
