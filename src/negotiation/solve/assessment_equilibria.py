"""From classes of assessments to certified equilibria."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from negotiation.errors import SolverFailed
from negotiation.solve.assessment_classes import AssessmentClass, assessment_classes
from negotiation.solve.assessment_formula import assessment_formula, require_solvable
from negotiation.solve.certificate import SEQUENTIAL, certify
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.free_play import FreePlay, free_play
from negotiation.solve.real_arithmetic import Deadline, Undecided

if TYPE_CHECKING:
    from negotiation.game import Game

__all__ = ["assessment_equilibria"]

MEMBER_OF_CONTINUUM = (
    "play on the path varies within the conditions of the free part; this is one member"
)


def assessment_equilibria(game: Game, concept: str, time_limit: float) -> list[Equilibrium]:
    """Find every class of perfect Bayesian or sequential equilibria, certified.

    Parameters
    ----------
    game
        The game.
    concept
        ``"perfect Bayesian"`` or ``"sequential"``.
    time_limit
        How many seconds the search may take.

    Raises
    ------
    SolverFailed
        If the time limit ends the search, or an answer fails its certificate.  In the first case
        ``found`` holds the certified members of the classes found until then, without their free
        parts.
    """
    deadline = Deadline(time_limit)
    formula = assessment_formula(require_solvable(game), sequential=concept == SEQUENTIAL)
    classes: list[AssessmentClass] = []
    found: list[Equilibrium] = []
    try:
        for each in assessment_classes(formula, deadline):
            classes.append(each)
            found.append(_member(each, concept))
    except Undecided as error:
        message = (
            f"incomplete: classes of {concept} equilibria found: {len(found)}; then {error}; they "
            "are in the exception's `found`, and a larger time_limit may complete them"
        )
        raise SolverFailed(message, found=found) from error
    complete = [
        _with_free_play(member, free_play(each, deadline))
        for each, member in zip(classes, found, strict=True)
    ]
    return sorted(complete, key=_order)


def _member(found: AssessmentClass, concept: str) -> Equilibrium:
    """Return a class by its member alone.

    Raises
    ------
    SolverFailed
        If the member fails its certificate.
    """
    certificate = certify(found.profile, concept, beliefs=found.beliefs, witness=found.witness)
    if not certificate.holds:
        message = f"an answer fails its certificate: {certificate}; please report this game"
        raise SolverFailed(message, residual=float(certificate.largest_regret))
    notes = (MEMBER_OF_CONTINUUM,) if found.continuum else ()
    return Equilibrium(
        concept, found.profile, certificate, found.beliefs, notes=notes, witness=found.witness
    )


def _with_free_play(member: Equilibrium, free: FreePlay) -> Equilibrium:
    return replace(member, free=free.conditions, notes=(*member.notes, *free.notes))


def _order(equilibrium: Equilibrium) -> tuple[object, ...]:
    """Order by play, pure before mixed, actions listed first before others."""
    return (
        [sum(1 for chance in row if chance != 0) for row in equilibrium.profile.table],
        [[float(-chance) for chance in row] for row in equilibrium.profile.table],
    )
