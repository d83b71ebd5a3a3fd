"""The rationality that explains observed play best: maximum likelihood.

On the principal branch of agent logit equilibria every λ predicts probabilities, so observed
counts n(a) have the log-likelihood Σ n(a) log σ(a) (McKelvey and Palfrey 1995, 1998).  Its maximum
is bracketed on the traced branch and then found as the zero of the derivative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negotiation.errors import InvalidNumber, InvalidProfile, SolverFailed, UnknownName
from negotiation.exact import NumberLike, exact_number
from negotiation.game import Game, InformationSetName, name_text
from negotiation.game.sequence import require_perfect_recall
from negotiation.solve.logit_branch import BranchPoint, follow, settle
from negotiation.solve.logit_system import LogitSystem, logit_system
from negotiation.solve.quantal import QuantalResponse, response_at

if TYPE_CHECKING:
    import numpy as np

    Vector = np.ndarray[Any, np.dtype[np.float64]]

__all__ = ["RationalityFit", "fit_rationality"]


@dataclass(frozen=True, eq=False)
class RationalityFit:
    """The best rationality for observed play.

    Attributes
    ----------
    rationality
        The λ of the largest likelihood found.
    log_likelihood
        The sum of count times log probability there.
    response
        The logit equilibrium there.
    at_limit
        Whether the likelihood still rises at the largest rationality looked at, so that the true
        maximum lies beyond, perhaps at perfect rationality.
    """

    rationality: float
    log_likelihood: float
    response: QuantalResponse
    at_limit: bool

    def __str__(self) -> str:
        note = "; it still rises there, so look further with until=" if self.at_limit else ""
        return (
            f"Rationality {self.rationality:g} explains the play best "
            f"(log-likelihood {self.log_likelihood:.6f}{note})\n{self.response}"
        )


def fit_rationality(
    game: Game,
    frequencies: Mapping[InformationSetName, Mapping[str, NumberLike]],
    *,
    until: NumberLike = 100,
    tolerance: float = 1e-10,
) -> RationalityFit:
    """Fit the rationality of the agent logit equilibrium to observed play, numerically.

    Parameters
    ----------
    game
        A game without symbols, with perfect recall.
    frequencies
        Information set → action → how often it was played; sets and actions may be left out.
    until
        The largest rationality to look at, per unit of payoff.
    tolerance
        The largest accepted residual of the equilibrium.

    Returns
    -------
    RationalityFit
        The best of the local maxima between neighbouring points of the traced branch.

    Raises
    ------
    UnknownName
        If an information set or an action does not exist.
    InvalidProfile
        If a count is negative or there is no observation.
    SolverFailed
        If the branch cannot be followed so far, or the tolerance is not met.
    ImperfectRecall, InvalidNumber, MissingParameter, NotSupported
        As `quantal_response`.

    Examples
    --------
    Alone between 0 and 1, playing the better three times in four is λ = log 3.

    >>> from negotiation import Decision, Game, Outcome
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 0})}, "h"))
    >>> round(fit_rationality(game, {"h": {"x": 30, "y": 10}}).rationality, 6)
    1.098612
    """
    from scipy.optimize import root_scalar

    game = game.settled
    require_perfect_recall(game)
    system = logit_system(game)
    counts = _counts(system, frequencies)
    limit = exact_number(until, what="until")
    if limit <= 0:
        message = f"until is {limit}; it must be above 0"
        raise InvalidNumber(message)
    points = list(follow(system, float(limit)))
    slopes = [_slope(system, counts, point) for point in points]
    candidates: list[BranchPoint] = []
    if slopes[0] <= 0:
        candidates.append(points[0])
    if slopes[-1] > 0:
        candidates.append(points[-1])
    for low, high, left, right in zip(points, points[1:], slopes, slopes[1:], strict=False):
        if low.rationality >= high.rationality or not left > 0 >= right:
            candidates.extend([low] if low.rationality >= high.rationality else [])
            continue

        def between(rationality: float, low: BranchPoint = low, high: BranchPoint = high) -> float:
            return _slope(system, counts, _between(system, low, high, rationality))

        bracket = (low.rationality, high.rationality)
        root = root_scalar(between, bracket=bracket, method="brentq", xtol=1e-14).root
        candidates.append(_between(system, low, high, float(root)))
    best = max(candidates, key=lambda point: _log_likelihood(system, counts, point))
    response = response_at(system, best, tolerance)
    if not response.verify():
        message = f"the residual {response.residual:g} is above the tolerance {tolerance:g}"
        raise SolverFailed(message, residual=response.residual)
    return RationalityFit(
        best.rationality, _log_likelihood(system, counts, best), response, best is points[-1]
    )


def _counts(
    system: LogitSystem, frequencies: Mapping[InformationSetName, Mapping[str, NumberLike]]
) -> Vector:
    import numpy as np

    counts = np.zeros(system.actions)
    for name, played in frequencies.items():
        number = system.game.information_sets.number(name)
        actions = system.game.tree.infosets[number].actions
        for action, count in played.items():
            if action not in actions:
                raise UnknownName(f"action at {name_text(name)!r}", action, actions)
            amount = exact_number(count, what=f"the count of {action!r} at {name_text(name)!r}")
            if amount < 0:
                message = f"the count of {action!r} at {name_text(name)!r} is {amount}, below 0"
                raise InvalidProfile(message)
            counts[system.offsets[number] + actions.index(action)] = float(amount)
    if not counts.any():
        message = "the frequencies hold no observation; give at least one count above 0"
        raise InvalidProfile(message)
    return counts


def _log_likelihood(system: LogitSystem, counts: Vector, point: BranchPoint) -> float:
    return float(counts @ system.log_probabilities(point.odds))


def _slope(system: LogitSystem, counts: Vector, point: BranchPoint) -> float:
    """Return the derivative of the log-likelihood by rationality along the branch.

    On the branch (I - λ Δu') dθ = Δu dλ, and dL/dθ(a) = n(a) - N σ(a) with N the observations at
    the set of a.
    """
    import numpy as np

    found = system.evaluate(point.odds)
    size = len(point.odds)
    if not size or found.slopes is None:
        return 0.0
    jacobian = np.eye(size)
    for column in range(size):
        jacobian[:, column] -= point.rationality * system.differences(found.slopes[:, column])
    odds_slope = np.linalg.solve(jacobian, system.differences(found.payoffs))
    totals = np.zeros(system.actions)
    for start, stop in zip(system.offsets, system.offsets[1:], strict=False):
        totals[start:stop] = counts[start:stop].sum()
    score = (counts - totals * found.probabilities)[system.unknowns]
    return float(score @ odds_slope)


def _between(
    system: LogitSystem, low: BranchPoint, high: BranchPoint, rationality: float
) -> BranchPoint:
    share = (rationality - low.rationality) / (high.rationality - low.rationality)
    odds = low.odds + share * (high.odds - low.odds)
    return settle(system, BranchPoint(odds, rationality))
