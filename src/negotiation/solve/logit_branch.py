"""The principal branch of logit equilibria, followed from uniform play as rationality grows.

The equilibria (θ, λ) form curves; one starts at λ = 0 with uniform play and, generically, ends at
a Nash equilibrium as λ → ∞ (McKelvey and Palfrey 1998).  It is followed by arc length, since λ may
turn back: an Euler step along the tangent, Newton steps across it, and a step length that shrinks
when Newton is slow or the curve bends (Turocy 2005; Allgower and Georg 1990).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negotiation.errors import SolverFailed

if TYPE_CHECKING:
    import numpy as np

    from negotiation.solve.logit_system import LogitSystem

    Vector = np.ndarray[Any, np.dtype[np.float64]]

__all__ = ["BranchPoint", "follow", "settle"]

_FIRST_STEP = 0.03
_LEAST_COSINE = 0.97
"""Between the tangents of two neighbouring points."""
_LARGEST_MISS = 0.05
"""How far Newton's method may move a guess, as a share of the step.

Two branches can pass each other closely (an imperfect bifurcation); a guess that has to be moved
far may have come back to the wrong one.
"""
_LARGEST_MOVE = 0.1
"""The most that a probability may change between two neighbouring points."""


@dataclass(frozen=True)
class BranchPoint:
    """A point of the branch: log-odds and rationality."""

    odds: Vector
    rationality: float


def follow(
    system: LogitSystem, until: float, *, most_points: int = 20_000
) -> Iterator[BranchPoint]:
    """Follow the principal branch, ending exactly at the first point with a given rationality.

    Parameters
    ----------
    system
        The equations.
    until
        The rationality at which to stop.
    most_points
        When to give up.

    Raises
    ------
    SolverFailed
        If the step shrinks to nothing, or there are more points than ``most_points``.
    """
    import numpy as np

    size = len(system.unknowns)
    place = np.zeros(size + 1)
    yield BranchPoint(place[:size], 0.0)
    if until == 0:
        return
    ahead = np.zeros(size + 1)
    ahead[size] = 1.0
    tangent = _tangent(system, place, ahead)
    step = _FIRST_STEP
    for _ in range(most_points):
        rises = tangent[size] > 0
        room = (until - place[size]) / tangent[size] if rises else np.inf
        last = step >= room
        guess = place + min(step, room) * tangent
        found, rounds = _correct(system, guess, tangent, hold=last)
        if found is not None:
            turned = _tangent(system, found, tangent)
            missed = float(np.linalg.norm(found - guess)) / min(step, room)
            moved = np.abs(
                np.exp(system.log_probabilities(found[:size]))
                - np.exp(system.log_probabilities(place[:size]))
            ).max(initial=0.0)
            if (
                turned @ tangent >= _LEAST_COSINE
                and missed <= _LARGEST_MISS
                and moved <= _LARGEST_MOVE
            ):
                place, tangent = found, turned
                if place[size] > until and not last:  # rose past the end within one step
                    yield settle(system, BranchPoint(place[:size], until))
                    return
                yield BranchPoint(place[:size], until if last else float(place[size]))
                if last:
                    return
                step = min(step, room) * (2.0 if rounds <= 2 else 1.3 if rounds <= 4 else 0.7)
                continue
        step = min(step, room) / 2
        if step < 1e-12:
            break
    message = (
        f"the branch of logit equilibria could not be followed beyond rationality {place[size]:g}; "
        "ask for a smaller one"
    )
    raise SolverFailed(message, residual=step)


def settle(system: LogitSystem, near: BranchPoint, *, rounds: int = 50) -> BranchPoint:
    """Return the equilibrium at the rationality of a nearby point, by Newton's method.

    Raises
    ------
    SolverFailed
        If Newton's method does not converge.
    """
    import numpy as np

    place = np.append(near.odds, near.rationality)
    up = np.zeros(len(place))
    up[-1] = 1.0
    found, _ = _correct(system, place, up, hold=True, rounds=rounds)
    if found is None:
        message = f"Newton's method does not converge at rationality {near.rationality:g}"
        raise SolverFailed(message)
    return BranchPoint(found[:-1], near.rationality)


def _slopes(system: LogitSystem, place: Vector) -> tuple[Vector, Vector]:
    """Return the residual of the equations at a place, and their derivatives."""
    import numpy as np

    size = len(place) - 1
    found = system.evaluate(place[:size])
    differences = system.differences(found.payoffs)
    jacobian = np.zeros((size, size + 1))
    if found.slopes is not None:
        for column in range(size):
            jacobian[:, column] = -place[size] * system.differences(found.slopes[:, column])
    jacobian[:, :size] += np.eye(size)
    jacobian[:, size] = -differences
    return place[:size] - place[size] * differences, jacobian


def _tangent(system: LogitSystem, place: Vector, before: Vector) -> Vector:
    """Return the unit tangent of the curve that points the way of the one before."""
    import numpy as np

    _, jacobian = _slopes(system, place)
    right = np.zeros(len(place))
    right[-1] = 1.0
    tangent = np.asarray(np.linalg.lstsq(np.vstack([jacobian, before]), right)[0], dtype=np.float64)
    length = float(np.linalg.norm(tangent))
    return tangent / length if length > 0 else before


def _correct(
    system: LogitSystem, guess: Vector, across: Vector, *, hold: bool, rounds: int = 8
) -> tuple[Vector | None, int]:
    """Bring a guess back to the curve, across a direction; ``hold`` keeps the rationality."""
    import numpy as np

    place = guess.copy()
    fixed = across
    if hold:
        fixed = np.zeros(len(guess))
        fixed[-1] = 1.0
    for number in range(rounds):
        with np.errstate(all="ignore"):
            residual, jacobian = _slopes(system, place)
            if not np.isfinite(residual).all() or not np.isfinite(jacobian).all():
                return None, number
            try:
                change = np.linalg.solve(np.vstack([jacobian, fixed]), np.append(-residual, 0.0))
            except np.linalg.LinAlgError:
                return None, number
        place = place + change
        # Log-odds that have settled to rounding error do not settle further.
        if np.abs(change).max(initial=0.0) <= 1e-13 * (1 + np.abs(place).max(initial=0.0)):
            return place, number + 1
        if number and np.abs(change).max() <= 1e-9 and _flat(residual, place):
            return place, number + 1
    return None, rounds


def _flat(residual: Vector, place: Vector) -> bool:
    import numpy as np

    return bool(np.abs(residual).max(initial=0.0) <= 1e-12 * (1 + np.abs(place).max(initial=0.0)))
