"""Quantal response: players who choose better actions more often, but not always.

In an agent logit equilibrium every information set plays σ(a) ∝ exp(λ u(a)), with u(a) the
expected payoff of a from there on when everybody plays σ (McKelvey and Palfrey 1995, 1998).  At
rationality λ = 0 play is uniform; as λ grows along the principal branch it goes to a sequential
equilibrium.  The method is numerical: every answer has a residual, and a tolerance that it meets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, overload

from negotiation.errors import InvalidNumber, SolverFailed
from negotiation.exact import NumberLike, exact_number
from negotiation.game import Game, InformationSetName, name_text
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.sequence import require_perfect_recall
from negotiation.solve.logit_branch import BranchPoint, follow
from negotiation.solve.logit_system import LogitSystem, log_chance, logit_system

if TYPE_CHECKING:
    from negotiation.game.compiled import CompiledTree

__all__ = ["QuantalPath", "QuantalResponse", "quantal_path", "quantal_response", "response_at"]


@dataclass(frozen=True, eq=False)
class QuantalResponse:
    """An agent logit quantal response equilibrium, in floats.

    Attributes
    ----------
    game
        The game, its guards settled.
    rationality
        The λ of the logit rule, per unit of payoff.
    log_probabilities
        One tuple an information set: the logarithms of the probabilities of its actions, which
        keep their precision where a probability is too small for a float.
    tolerance
        The largest residual that passes.
    """

    game: Game = field(repr=False)
    rationality: float
    log_probabilities: tuple[tuple[float, ...], ...] = field(repr=False)
    tolerance: float

    @property
    def profile(self) -> Mapping[InformationSetName, Mapping[str, float]]:
        """Information set → action → probability."""
        sets = [self.game.information_sets.at(number) for number in range(len(self._actions))]
        return {
            here.name: {
                action: math.exp(log) for action, log in zip(here.actions, logs, strict=True)
            }
            for here, logs in zip(sets, self.log_probabilities, strict=True)
        }

    @property
    def _actions(self) -> list[tuple[str, ...]]:
        return [infoset.actions for infoset in self.game.tree.infosets]

    @cached_property
    def _values(self) -> list[tuple[float, ...]]:
        return _node_values(self.game, self.log_probabilities)

    @property
    def payoffs(self) -> Mapping[str, float]:
        """Player → expected payoff."""
        return dict(zip(self.game.players, self._values[0], strict=True))

    @cached_property
    def action_payoffs(self) -> tuple[tuple[float, ...], ...]:
        """What each action is worth to its player given that its information set is reached."""
        tree = self.game.tree
        reach = _log_reach(tree, self.log_probabilities)
        table: list[tuple[float, ...]] = []
        for infoset in tree.infosets:
            beliefs = _shares([reach[node] for node in infoset.nodes])
            table.append(
                tuple(
                    sum(
                        belief * self._values[tree.first[node] + place][infoset.player]
                        for belief, node in zip(beliefs, infoset.nodes, strict=True)
                    )
                    for place in range(len(infoset.actions))
                )
            )
        return tuple(table)

    @cached_property
    def residual(self) -> float:
        """The most by which a probability differs from the logit rule, recomputed from the game."""
        most = 0.0
        for logs, payoffs in zip(self.log_probabilities, self.action_payoffs, strict=True):
            answers = _shares([self.rationality * payoff for payoff in payoffs])
            for log, answer in zip(logs, answers, strict=True):
                most = max(most, abs(math.exp(log) - answer))
        return most

    @cached_property
    def regrets(self) -> Mapping[InformationSetName, float]:
        """Information set → what its best action is worth above what is played, once there."""
        return {
            name: max(payoffs)
            - sum(math.exp(log) * payoff for log, payoff in zip(logs, payoffs, strict=True))
            for name, logs, payoffs in zip(
                self.game.information_sets,
                self.log_probabilities,
                self.action_payoffs,
                strict=True,
            )
        }

    def verify(self) -> bool:
        """Recompute: distributions sum to 1, and the residual is within the tolerance."""
        sums = [sum(map(math.exp, logs)) for logs in self.log_probabilities]
        return (
            all(abs(total - 1) <= max(self.tolerance, 1e-12) for total in sums)
            and self.residual <= self.tolerance
        )

    def __str__(self) -> str:
        lines = [f"Quantal response equilibrium (agent logit, rationality {self.rationality:g})"]
        rows: list[tuple[str, str, str]] = []
        for number, logs in enumerate(self.log_probabilities[:SHOWN_SETS]):
            here = self.game.information_sets.at(number)
            plays = ", ".join(
                f"{action} {math.exp(log):.6f}"
                for action, log in zip(here.actions, logs, strict=True)
            )
            rows.append((here.player, name_text(here.name), plays))
        wide = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        lines += [f"  {row[0]:<{wide[0]}}  {row[1]:<{wide[1]}}  {row[2]}" for row in rows]
        if len(self.log_probabilities) > SHOWN_SETS:
            lines.append(f"  … and {len(self.log_probabilities) - SHOWN_SETS} more sets")
        pays = ", ".join(f"{player} {pay:.6f}" for player, pay in self.payoffs.items())
        lines.append(f"  payoffs: {pays}")
        within = "within" if self.residual <= self.tolerance else "ABOVE"
        lines.append(f"  numerical: residual {within} tolerance {self.tolerance:g}")
        return "\n".join(lines)


SHOWN_SETS = 40
"""How many information sets an answer prints."""


def _shares(logs: Sequence[float]) -> list[float]:
    top = max(logs)
    weights = [math.exp(log - top) for log in logs]
    total = sum(weights)
    return [weight / total for weight in weights]


def _log_reach(tree: CompiledTree, logs: Sequence[Sequence[float]]) -> list[float]:
    reach = [0.0] * len(tree)
    for node in range(1, len(tree)):
        above = tree.parent[node]
        if tree.mover[above] == CHANCE:
            reach[node] = reach[above] + log_chance(tree.probability[node])
        else:
            reach[node] = reach[above] + logs[tree.infoset[above]][node - tree.first[above]]
    return reach


def _node_values(game: Game, logs: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
    tree = game.tree
    values: list[tuple[float, ...]] = [()] * len(tree)
    for node in range(len(tree) - 1, -1, -1):
        if tree.mover[node] == OUTCOME:
            values[node] = tuple(float(pay) for pay in tree.payoffs[node])
            continue
        if tree.mover[node] == CHANCE:
            weights = [float(tree.probability[child]) for child in tree.children(node)]
        else:
            weights = [math.exp(log) for log in logs[tree.infoset[node]]]
        below = [values[child] for child in tree.children(node)]
        values[node] = tuple(
            sum(weight * value[player] for weight, value in zip(weights, below, strict=True))
            for player in range(len(game.players))
        )
    return values


def quantal_response(
    game: Game, *, rationality: NumberLike, tolerance: float = 1e-12
) -> QuantalResponse:
    """Find the agent logit equilibrium of a rationality on the principal branch, numerically.

    Parameters
    ----------
    game
        A game without symbols, with perfect recall.
    rationality
        The λ ≥ 0 of the logit rule, per unit of payoff: multiplying payoffs by k is multiplying λ
        by k.
    tolerance
        The largest accepted residual: by how much a probability may miss the logit rule.

    Returns
    -------
    QuantalResponse
        The first point with this rationality on the branch that starts at uniform play.  There may
        be other logit equilibria.

    Raises
    ------
    InvalidNumber
        If the rationality is negative or no number.
    SolverFailed
        If the branch cannot be followed so far, or the tolerance is not met; with the residual.
    ImperfectRecall, MissingParameter, NotSupported
        If a player lacks perfect recall, a symbol has no value, or a chance move has probability 0.

    Examples
    --------
    Matching pennies in which one match pays double: in the Nash equilibrium row stays at 1/2, here
    row leans towards the double pay, as people do (Ochs 1995; McKelvey and Palfrey 1995).

    >>> from negotiation.game import simultaneous_game
    >>> game = simultaneous_game([[[2, 0], [0, 1]], [[0, 1], [1, 0]]])
    >>> print(quantal_response(game, rationality=2))
    Quantal response equilibrium (agent logit, rationality 2)
      row     row     1 0.600243, 2 0.399757
      column  column  1 0.401079, 2 0.598921
      payoffs: row 0.720913, column 0.519832
      numerical: residual within tolerance 1e-12
    """
    system = _system(game)
    target = _rationality(rationality)
    point = None
    for point in follow(system, target):  # noqa: B007 - only the last one is wanted
        pass
    if point is None:
        message = "the branch of logit equilibria has no point; please report this game"
        raise SolverFailed(message)
    found = response_at(system, point, tolerance)
    if not found.verify():
        message = (
            f"the residual {found.residual:g} is above the tolerance {tolerance:g}; "
            "allow a larger tolerance"
        )
        raise SolverFailed(message, residual=found.residual)
    return found


def response_at(system: LogitSystem, point: BranchPoint, tolerance: float) -> QuantalResponse:
    """Read a point of a branch as a quantal response."""
    logs = [float(log) for log in system.log_probabilities(point.odds)]
    table = tuple(
        tuple(logs[start:stop])
        for start, stop in zip(system.offsets, system.offsets[1:], strict=False)
    )
    return QuantalResponse(system.game, float(point.rationality), table, tolerance)


@dataclass(frozen=True, eq=False)
class QuantalPath(Sequence[QuantalResponse]):
    """The principal branch of logit equilibria, point by point from uniform play.

    Attributes
    ----------
    points
        The points in their order; the rationality may fall between two where the branch turns.
    """

    points: tuple[QuantalResponse, ...]

    @overload
    def __getitem__(self, index: int) -> QuantalResponse: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[QuantalResponse, ...]: ...
    def __getitem__(self, index: int | slice) -> QuantalResponse | tuple[QuantalResponse, ...]:
        return self.points[index]

    def __len__(self) -> int:
        return len(self.points)

    @property
    def residuals(self) -> tuple[float, ...]:
        """The residual of every point."""
        return tuple(point.residual for point in self.points)

    def verify(self) -> bool:
        """Recompute every point."""
        return all(point.verify() for point in self.points)

    def __repr__(self) -> str:
        last = self.points[-1].rationality
        return (
            f"QuantalPath({len(self)} points, rationality 0 to {last:g}, "
            f"largest residual {max(self.residuals):.1e})"
        )


def quantal_path(
    game: Game,
    *,
    until: NumberLike = 100,
    tolerance: float = 1e-10,
    most_points: int = 20_000,
) -> QuantalPath:
    """Follow the principal branch of logit equilibria from uniform play, numerically.

    Parameters
    ----------
    game
        A game without symbols, with perfect recall.
    until
        The rationality at which to stop, per unit of payoff.
    tolerance
        The largest accepted residual at a point.
    most_points
        When to give up.

    Returns
    -------
    QuantalPath
        Neighbouring points differ by at most a tenth in any probability.

    Raises
    ------
    SolverFailed
        If the branch cannot be followed so far, or a point misses the tolerance.
    InvalidNumber, ImperfectRecall, MissingParameter, NotSupported
        As `quantal_response`.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> path = quantal_path(simultaneous_game([[[2, 0], [0, 1]], [[0, 1], [1, 0]]]), until=1000)
    >>> [round(chance, 3) for chance in path[-1].profile["column"].values()]  # Nash: 1/3, 2/3
    [0.333, 0.667]
    """
    system = _system(game)
    points: list[QuantalResponse] = []
    for point in follow(system, _rationality(until), most_points=most_points):
        found = response_at(system, point, tolerance)
        if not found.verify():
            message = (
                f"at rationality {found.rationality:g} the residual {found.residual:g} is above "
                f"the tolerance {tolerance:g}; allow a larger tolerance or stop earlier"
            )
            raise SolverFailed(message, residual=found.residual)
        points.append(found)
    return QuantalPath(tuple(points))


def _system(game: Game) -> LogitSystem:
    game = game.settled
    require_perfect_recall(game)
    return logit_system(game)


def _rationality(value: NumberLike) -> float:
    number = exact_number(value, what="the rationality")
    if number < 0:
        message = f"the rationality is {number}; it must be at least 0"
        raise InvalidNumber(message)
    try:
        return float(number)
    except OverflowError:
        message = f"the rationality {number} is beyond the floats"
        raise InvalidNumber(message) from None
