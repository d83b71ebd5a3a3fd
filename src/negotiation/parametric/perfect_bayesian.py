"""Perfect Bayesian equilibria of a whole family of games with two stages, by class, exactly.

For every choice of supports the conditions of equilibrium are linear in the early probabilities
and linear in the late ones (see `negotiation.parametric.supports`), so Gauss and Fourier-Motzkin
elimination leave signs of expressions in the parameters.  Off-path beliefs and replies are
eliminated in the same way.  Where those signs make an equilibrium is the condition of its class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, cast

from negotiation.errors import AssumptionViolated, SolverFailed
from negotiation.parametric.branching import Branch, RawCell, explore
from negotiation.parametric.class_writing import Found, write_class
from negotiation.parametric.classes import PerfectBayesianClasses, condition_gaps
from negotiation.parametric.contradiction import contradiction
from negotiation.parametric.describe import Describer
from negotiation.parametric.domain import evaluate
from negotiation.parametric.forward_induction import (
    CRITERIA,
    fails,
    read_signalling,
    type_payoffs,
)
from negotiation.parametric.limits import Limits
from negotiation.parametric.memory import RememberingOracle, sign_by_factors, vanishes_under
from negotiation.parametric.supports import Candidate, candidates, is_equilibrium
from negotiation.parametric.two_stage import two_stage_game

if TYPE_CHECKING:
    import sympy

    from negotiation.game.tree import Condition
    from negotiation.model import Model
    from negotiation.parametric.domain import Polynomial, Quantity
    from negotiation.parametric.equilibrium_class import EquilibriumClass
    from negotiation.parametric.forward_induction import Signalling
    from negotiation.parametric.two_stage import TwoStageGame

__all__ = ["ClassesIncomplete", "classes_oracle", "perfect_bayesian"]


class ClassesIncomplete(SolverFailed):
    """A search for equilibrium classes was not finished within its limits.

    Attributes
    ----------
    partial
        What was found so far, as `PerfectBayesianClasses` that may lack classes.
    """

    def __init__(self, message: str, partial: PerfectBayesianClasses) -> None:
        self.partial = partial
        super().__init__(message)


def perfect_bayesian(
    model: Model,
    *,
    most_supports: int = 20_000,
    seconds: float | None = None,
    megabytes: float | None = None,
    query_seconds: float = 20.0,
    progress: Callable[[int], None] | None = None,
) -> PerfectBayesianClasses:
    """Find the perfect Bayesian equilibrium classes of a model, each with where it exists.

    The definition is that of `negotiation.solve.perfect_bayesian`: Bayes' rule on the path, free
    beliefs off it, best replies everywhere.  A class holds the equilibria that play the same
    actions wherever play goes.

    Parameters
    ----------
    model
        A model whose plays have at most two moves by players, each player moving once, such as a
        signalling game, with payoffs and probabilities rational in the parameters.
    most_supports
        The most combinations of actions to look at.
    seconds
        The time limit of the whole work; none where left out.
    megabytes
        How much memory the whole program may hold; no limit where left out.
    query_seconds
        The time limit of one question to the solver.
    progress
        Called with the number of classes found after each combination of actions.

    Returns
    -------
    PerfectBayesianClasses
        The classes.  Parameters are generic: values at which somebody is indifferent without
        having to be, or at which a chance branch has probability 0, are left out.

    Raises
    ------
    NotSupported
        If the game has more than two stages, an action is conditional, or an expression is not
        rational; the message says which.
    AssumptionViolated
        If the assumptions contradict each other.
    SolverFailed
        If there are too many combinations of actions.
    ClassesIncomplete
        If a limit is reached or the work is interrupted; what was found so far is attached.

    Notes
    -----
    The combinations of supports grow exponentially with actions and information sets; three types,
    messages and replies are about the limit.

    Examples
    --------
    >>> from negotiation import talks
    >>> classes = perfect_bayesian(talks.autonomy_signalling())
    >>> print(classes["pooling on no pledge, keep"].condition)
    autonomy_probability*basing_loss + treaty_gain < basing_loss
    >>> classes["dependent mixes"].profile["transfer | pledge"]["transfer"]
    pledge_cost_dependent/island_value
    """
    limits = Limits(seconds, megabytes)
    game, oracle = classes_oracle(model, query_seconds=query_seconds)
    if not oracle.find(()).possible:
        raise AssumptionViolated(contradiction(model.name, oracle.conditions))
    signalling = read_signalling(game)
    found: list[Found] = []
    try:
        for candidate in candidates(game, vanishes_under(oracle), most=most_supports):
            raw: list[RawCell[bool]] = []
            for cell in explore(partial(_exists, game, candidate), oracle, ties=False):
                raw.append(cell)
                if limit := limits.reached(len(found)):
                    message = f"model {model.name!r} was not finished within {limit}"
                    raise _incomplete(message, model, found, oracle)
            condition, witness = _described(raw, oracle)
            if condition != False:  # noqa: E712 - sympy's false
                found.append(_found(game, signalling, candidate, oracle, (condition, witness)))
            if progress is not None:
                progress(len(found))
    except KeyboardInterrupt as stopped:
        message = f"model {model.name!r} was interrupted"
        raise _incomplete(message, model, found, oracle) from stopped
    return PerfectBayesianClasses(model, _with_generic_witnesses(found, oracle), oracle)


def classes_oracle(model: Model, *, query_seconds: float) -> tuple[TwoStageGame, RememberingOracle]:
    """Return a model's game in two stages, and the oracle that knows its assumptions.

    Raises
    ------
    NotSupported
        If the game has more than two stages, an action is conditional, or an expression is not
        rational.
    """
    game = two_stage_game(model.game, [each.symbol for each in model.parameters.values()])
    return game, RememberingOracle(game.domain, _conditions(model, game), seconds=query_seconds)


def _incomplete(
    message: str, model: Model, found: list[Found], oracle: RememberingOracle
) -> ClassesIncomplete:
    classes = f"{len(found)} classes were found, and the attribute `partial` holds them"
    partial_result = PerfectBayesianClasses(model, write_class(found), oracle)
    return ClassesIncomplete(f"{message}; {classes}", partial_result)


def _with_generic_witnesses(
    found: list[Found], oracle: RememberingOracle
) -> tuple[EquilibriumClass, ...]:
    """Move witnesses off the surfaces on which other classes begin or end."""
    domain = oracle.domain
    gaps = [gap for each in found for gap in condition_gaps(each.condition, domain)]
    moved: list[EquilibriumClass] = []
    for each, written in zip(found, write_class(found), strict=True):
        run = next(explore(partial(_settle, gaps), each.oracle, ties=False), None)
        if run is not None and run.point is not None:
            point = each.oracle.simplify_point(run.signs, run.point)
            if all(evaluate(gap, point) for gap in gaps):
                witness = dict(zip(domain.names, point, strict=True))
                moved.append(replace(written, witness=witness))
                continue
        moved.append(written)
    return tuple(moved)


def _settle(gaps: list[Polynomial], branch: Branch) -> None:
    for gap in gaps:
        branch.sign(gap)


def _conditions(model: Model, game: TwoStageGame) -> dict[str, Condition]:
    import sympy

    conditions = dict(model.conditions)
    for chance in game.chances:
        conditions[f"{chance} is positive"] = cast("Condition", sympy.Gt(chance, 0))
    for denominator in game.denominators:
        conditions[f"{denominator} is not zero"] = cast("Condition", sympy.Ne(denominator, 0))
    return conditions


def _exists(game: TwoStageGame, candidate: Candidate, branch: Branch) -> bool:
    return is_equilibrium(game, candidate, sign_by_factors(branch))


def _described(
    raw: list[RawCell[bool]], oracle: RememberingOracle
) -> tuple[sympy.logic.boolalg.Boolean, Mapping[str, Fraction] | None]:
    """Write where a result is true, with a simple point there."""
    describer = Describer(
        oracle, [cell.signs for cell in raw], [cell.point for cell in raw], ties=False
    )
    members = {place for place, cell in enumerate(raw) if cell.result}
    witness = None
    for place in sorted(members):
        point = raw[place].point
        if point is not None:
            simple = oracle.simplify_point(raw[place].signs, point)
            witness = dict(zip(oracle.domain.names, simple, strict=True))
            break
    return describer.condition(members), witness


def _found(
    game: TwoStageGame,
    signalling: Signalling | str,
    candidate: Candidate,
    oracle: RememberingOracle,
    where: tuple[sympy.logic.boolalg.Boolean, Mapping[str, Fraction] | None],
) -> Found:
    import sympy

    condition, witness = where
    inside = RememberingOracle(
        game.domain,
        {**oracle.conditions, "the class exists": cast("Condition", condition)},
        seconds=oracle.seconds,
        points=oracle.points,
    )
    survives: dict[str, sympy.logic.boolalg.Boolean] = {}
    deleted: dict[str, sympy.logic.boolalg.Boolean] = {}
    unrefined = signalling if isinstance(signalling, str) else ""
    if not isinstance(signalling, str):
        payoffs = type_payoffs(signalling, candidate)
        if not candidate.unreached:  # both criteria ask about messages that nobody sends
            survives = dict.fromkeys(CRITERIA, sympy.true)
            deleted = dict.fromkeys(CRITERIA, sympy.false)
        elif payoffs is None:
            unrefined = "play on the path may vary"
        else:
            for criterion in CRITERIA:
                test = partial(_fails, criterion, signalling, candidate, payoffs)
                raw = list(explore(test, inside, ties=False))
                deleted[criterion] = _described(raw, inside)[0]
                kept = [RawCell(c.signs, not c.result, c.point, c.decided) for c in raw]
                survives[criterion] = _described(kept, inside)[0]
    return Found(
        game, signalling, candidate, inside, condition, witness, survives, deleted, unrefined
    )


def _fails(
    criterion: str,
    signalling: Signalling,
    candidate: Candidate,
    payoffs: Mapping[str, Quantity],
    branch: Branch,
) -> bool:
    return fails(criterion, signalling, candidate, payoffs, sign_by_factors(branch))
