"""From classes of assessments to certified equilibria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.errors import SolverFailed
from negotiation.solve.assessment_classes import AssessmentClass, assessment_classes
from negotiation.solve.assessment_formula import assessment_formula, require_solvable
from negotiation.solve.certificate import SEQUENTIAL, certify
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.free_play import free_play
from negotiation.solve.real_arithmetic import Deadline, Undecided

if TYPE_CHECKING:
    from negotiation.game import Game

__all__ = ["assessment_equilibria"]


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
        If the time limit ends the search (``found`` holds what was found until then), or an
        answer fails its certificate.
    """
    deadline = Deadline(time_limit)
    formula = assessment_formula(require_solvable(game), sequential=concept == SEQUENTIAL)
    found: list[Equilibrium] = []
    try:
        for each in assessment_classes(formula, deadline):
            equilibrium = _equilibrium(each, concept, deadline)
            if not equilibrium.certificate.holds:
                message = (
                    f"an answer fails its certificate: {equilibrium.certificate}; "
                    "please report this game"
                )
                raise SolverFailed(message, found=found)
            found.append(equilibrium)
    except Undecided as error:
        message = (
            f"incomplete: {len(found)} classes of {concept} equilibria found, then {error}; they "
            "are in the exception's `found`, and a larger time_limit may complete them"
        )
        raise SolverFailed(message, found=found) from error
    return sorted(found, key=_order)


def _equilibrium(found: AssessmentClass, concept: str, deadline: Deadline) -> Equilibrium:
    certificate = certify(found.profile, concept, beliefs=found.beliefs, witness=found.witness)
    free = free_play(found, deadline)
    notes = free.notes
    if found.continuum:
        notes = (
            "play on the path varies within the conditions of the free part; this is one member",
            *notes,
        )
    return Equilibrium(
        concept, found.profile, certificate, found.beliefs, free.conditions, notes, found.witness
    )


def _order(equilibrium: Equilibrium) -> tuple[object, ...]:
    """Order by play, pure before mixed, actions listed first before others."""
    return (
        [sum(1 for chance in row if chance != 0) for row in equilibrium.profile.table],
        [[float(-chance) for chance in row] for row in equilibrium.profile.table],
    )
