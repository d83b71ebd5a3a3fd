"""Questions about two forms of a model, and about the parameters alone.

That an event of one game implies an event of another is asked as the one about a change of a
parameter is: both games stand in one formula over the same parameters.  What speaks of the
parameters alone needs no game at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from negotiation.errors import NotSupported, UnknownName
from negotiation.model import Always, Contained, Model, SamePayoffs, Varies
from negotiation.parametric.domain import Domain
from negotiation.parametric.encode import Encoding, encode
from negotiation.parametric.equilibrium import outcome_class
from negotiation.parametric.formula import Formula
from negotiation.parametric.induction import SymbolicGame, prepare_game
from negotiation.parametric.question import (
    MOVED,
    Question,
    ask_claim,
    assume_model,
    holds_in,
)

if TYPE_CHECKING:
    from negotiation.model.claim import Claim, Variant

__all__ = ["ask_any_claim", "is_about_parameters"]


def is_about_parameters(claim: object) -> bool:
    """Whether a claim speaks of the parameters alone, whatever is played."""
    return isinstance(claim, Always | Varies)


def ask_any_claim(model: Model, claim: Claim) -> list[Question]:
    """Return the questions of a claim; it holds iff none of them can.

    Raises
    ------
    UnknownName
        If the claim speaks of a parameter or a player that does not exist.
    NotSupported
        If a game has imperfect information, or an expression is not rational.
    """
    match claim:
        case Contained():
            return [_contained(model, claim)]
        case SamePayoffs():
            return [_same_payoffs(model, claim)]
        case Always():
            return [_always(model, claim)]
        case Varies():
            return [_varies(model, claim)]
        case _:
            return ask_claim(model, claim)


def _pair(
    model: Model, other: Variant, where: object
) -> tuple[Formula, tuple[SymbolicGame, Encoding], tuple[SymbolicGame, Encoding]]:
    """Put two games in one formula, off the indifference surfaces of both."""
    second = other()
    symbols = list(
        dict.fromkeys(each.symbol for one in (model, second) for each in one.parameters.values())
    )
    here, there = prepare_game(model.game, symbols), prepare_game(second.game, symbols)
    if here.domain.rational != there.domain.rational:
        message = f"payoffs of {model.name!r} are polynomials in one form and quotients in another"
        raise NotSupported(message)
    formula = Formula(here.domain)
    assume_model(model, formula, here, {})
    assume_model(second, formula, there, {})
    formula.add(formula.condition(where))
    now, then = encode(here, formula), encode(there, formula)
    formula.require_no_ties([*now.compared, *then.compared])
    return formula, (here, now), (there, then)


def _contained(model: Model, claim: Contained) -> Question:
    formula, this, that = _pair(model, claim.other, claim.where)
    smaller, larger = (that, this) if claim.reverse else (this, that)
    formula.add(holds_in(*smaller, formula, claim.event, every=True))
    formula.add(-holds_in(*larger, formula, claim.event, every=True))
    return Question(formula)


def _same_payoffs(model: Model, claim: SamePayoffs) -> Question:
    import sympy

    for player in claim.players:
        if player not in model.game.players:
            raise UnknownName("player", player, model.game.players)
    formula, (here, now), (there, then) = _pair(model, claim.other, claim.where)
    differ = []
    for mine in now.classes:
        own = outcome_class(here.game, here.domain, mine.found).payoffs
        for theirs in then.classes:
            other = outcome_class(there.game, there.domain, theirs.found).payoffs
            gaps = [sympy.Ne(own[who], other[who]) for who in claim.players]
            unequal = sympy.Or(*cast("list[sympy.logic.boolalg.Boolean]", gaps))
            differ.append(
                formula.all_of([mine.literal, theirs.literal, formula.condition(unequal)])
            )
    formula.add(formula.any_of(differ))
    return Question(formula)


def _about_parameters(model: Model, symbols: list[object], *, rational: bool) -> Formula:
    formula = Formula(Domain(tuple(symbols), rational=rational))  # type: ignore[arg-type]  # symbols
    for name, condition in model.conditions.items():
        formula.name(name, formula.condition(condition))
    return formula


def _always(model: Model, claim: Always) -> Question:
    symbols: list[object] = [each.symbol for each in model.parameters.values()]
    formula = _about_parameters(model, symbols, rational=True)
    formula.add(formula.condition(claim.where))
    formula.add(-formula.condition(claim.condition))
    return Question(formula, played=False)


def _varies(model: Model, claim: Varies) -> Question:
    import sympy

    if claim.parameter not in model.parameters:
        raise UnknownName("parameter", claim.parameter, model.parameters)
    symbol = model.parameters[claim.parameter].symbol
    after = sympy.Symbol(claim.parameter + MOVED)
    moved = {symbol: after}
    symbols: list[object] = [*(each.symbol for each in model.parameters.values()), after]
    formula = _about_parameters(model, symbols, rational=True)
    for name, condition in model.conditions.items():
        if not isinstance(condition, bool):
            formula.name(name, formula.condition(condition.xreplace(moved)))
    _, below = sympy.fraction(sympy.together(claim.expression))
    for replaced in ({}, moved):
        formula.add(formula.condition(sympy.Ne(below.xreplace(replaced), 0)))
        if not isinstance(claim.where, bool):
            formula.add(formula.condition(claim.where.xreplace(replaced)))
    formula.add(formula.condition(after > symbol))
    later = claim.expression.xreplace(moved)
    rises = claim.direction == "increasing"
    wrong = later < claim.expression if rises else later > claim.expression
    formula.add(formula.condition(wrong))
    return Question(formula, moved=claim.parameter, played=False)
