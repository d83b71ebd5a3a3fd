"""All that is reported of a model, gathered once for every way of writing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from negotiation.errors import NegotiationError
from negotiation.parametric import perfect_bayesian, subgame_perfect
from negotiation.report.findings import Finding, findings
from negotiation.solve import perfect_bayesian as solve_perfect_bayesian
from negotiation.solve import subgame_perfect as solve_subgame_perfect
from negotiation.talks import backtest

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Model
    from negotiation.parametric import Partition, PerfectBayesianClasses
    from negotiation.solve import Equilibrium
    from negotiation.talks.backtest import BacktestRow

__all__ = ["Calibrated", "Dossier", "concept_of", "dossier"]


@dataclass(frozen=True)
class Calibrated:
    """A calibration and the equilibria there.

    Attributes
    ----------
    name
        Its name.
    changes
        Parameter → value: for the baseline all of them, for the others what they change.
    equilibria
        The equilibria.
    refusal
        Why there are none to show; empty otherwise.
    """

    name: str
    changes: Mapping[str, Number]
    equilibria: tuple[Equilibrium, ...] = ()
    refusal: str = ""


@dataclass(frozen=True)
class Dossier:
    """What is known of a model.

    Attributes
    ----------
    model
        The model.
    concept
        The solution concept that its equilibria are of.
    conditions
        The equilibria at every parameter value; ``None`` where they were not found.
    no_conditions
        Why they were not found; empty where they were.
    findings
        Proposition → verdict; empty where none was asked for.
    calibrations
        The calibrations with their equilibria.
    backtest
        The later events that the game speaks of.
    """

    model: Model
    concept: str
    conditions: Partition | PerfectBayesianClasses | None
    no_conditions: str
    findings: Mapping[str, Finding] = field(hash=False)
    calibrations: tuple[Calibrated, ...] = ()
    backtest: tuple[BacktestRow, ...] = ()


def dossier(
    model: Model,
    *,
    seconds: float = 60.0,
    verdicts: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Dossier:
    """Gather what is known of a model.

    Parameters
    ----------
    model
        The model.
    seconds
        The time limit for the equilibrium conditions, and that for the verdicts.
    verdicts
        Whether the propositions are proved or refuted.
    progress
        Called with words on what is done.

    Examples
    --------
    >>> from negotiation import talks
    >>> found = dossier(talks.sanctions_dilemma(), verdicts=False)
    >>> found.concept, len(found.calibrations), found.no_conditions
    ('subgame perfect', 2, '')
    """
    say = progress or _silent
    say("equilibrium conditions")
    conditions, refusal = _conditions(model, seconds)
    say("calibrations")
    calibrated = tuple(_calibrated(model, name) for name in model.calibrations)
    found = findings(model, seconds, say) if verdicts else {}
    rows = tuple(row for row in backtest().rows if row.setting.game == model.name)
    return Dossier(model, concept_of(model), conditions, refusal, found, calibrated, rows)


def _silent(_: str) -> None:
    return None


def concept_of(model: Model) -> str:
    """Return the solution concept for a model: beliefs decide where no subgame begins later."""
    game = model.game
    beliefs = not game.has_perfect_information and len(game.subgame_roots) == 1
    return "perfect Bayesian" if beliefs else "subgame perfect"


def _conditions(model: Model, seconds: float) -> tuple[Any, str]:
    solve = perfect_bayesian if concept_of(model) == "perfect Bayesian" else subgame_perfect
    try:
        found = solve(model, seconds=seconds)
    except NegotiationError as error:
        return None, str(error)
    return found, ""


def _calibrated(model: Model, name: str) -> Calibrated:
    baseline = model.calibrations.get("baseline", {})
    values = model.calibrations[name]
    changes = {
        key: value
        for key, value in values.items()
        if name == "baseline" or baseline.get(key) != value
    }
    beliefs = concept_of(model) == "perfect Bayesian"
    solve = solve_perfect_bayesian if beliefs else solve_subgame_perfect
    try:
        return Calibrated(name, changes, tuple(solve(model.at(name))))
    except NegotiationError as error:
        return Calibrated(name, changes, refusal=str(error))
