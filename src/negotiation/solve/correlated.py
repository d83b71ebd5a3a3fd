"""Correlated equilibria: a device draws a profile and tells each player only the own part.

A distribution over pure profiles is a correlated equilibrium iff no player gains by answering
some recommendation with another strategy, the others obeying (Aumann 1974, 1987): linear
inequalities, so the best one for an objective is a linear program, here solved exactly.  In the
agent form every information set gets its own recommendation and deviates alone (Forges 1993; von
Stengel and Forges 2008), which allows more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Literal, TypeAlias

from negotiation.errors import NotSupported, SolverFailed, UnknownName
from negotiation.exact import Number, NumberLike, exact_number
from negotiation.game import Game, StrategicForm, agent_form, reduced_strategic_form
from negotiation.game.strategic_cells import strategic_payoffs
from negotiation.solve.linear import LinearProgram, Row, maximise

__all__ = ["CorrelatedEquilibrium", "Gain", "Objective", "correlated"]

ZERO = Fraction(0)
ONE = Fraction(1)

Objective: TypeAlias = "str | Mapping[str, NumberLike]"
"""``"welfare"``, the name of a player, or player → weight."""

FormKind: TypeAlias = Literal["strategic", "agent"]


@dataclass(frozen=True)
class Gain:
    """What a deviation from a recommendation would bring.

    Attributes
    ----------
    player
        Who would deviate; in the agent form the agent.
    told, instead
        The recommendation, and the strategy played in its place.
    amount
        The gain times the probability of the recommendation.
    """

    player: str
    told: str
    instead: str
    amount: Fraction

    def __str__(self) -> str:
        return f"{self.player} told {self.told!r} gains {self.amount} by {self.instead!r}"


@dataclass(frozen=True, eq=False)
class CorrelatedEquilibrium:
    """A distribution over pure profiles from which nobody gains by deviating.

    Attributes
    ----------
    form
        The strategic or agent form of the game.
    distribution
        Profile (one strategy label a player, in the form's order) → probability; those of
        probability 0 are left out.
    """

    form: StrategicForm = field(repr=False)
    distribution: Mapping[tuple[str, ...], Fraction]

    @property
    def game(self) -> Game:
        """The game."""
        return self.form.game

    @cached_property
    def payoffs(self) -> Mapping[str, Fraction]:
        """Player → expected payoff."""
        return {
            player: sum((weight * payoffs[cell] for cell, weight in self._cells.items()), ZERO)
            for player, payoffs in _of_players(self.form).items()
        }

    @cached_property
    def _cells(self) -> dict[int, Fraction]:
        cells: dict[int, Fraction] = {}
        for profile, weight in self.distribution.items():
            places = [
                labels.index(label)
                for label, labels in zip(profile, self.form.strategies, strict=True)
            ]
            cell = sum(
                place * stride for place, stride in zip(places, self.form.strides, strict=True)
            )
            cells[cell] = weight
        return cells

    @cached_property
    def largest_gain(self) -> Gain | None:
        """The best deviation from a recommendation; ``None`` where nobody has a choice."""
        best: Gain | None = None
        for number, player in enumerate(self.form.players):
            stride, labels = self.form.strides[number], self.form.strategies[number]
            payoffs = _rational(self.form.payoffs[number])
            for told in range(len(labels)):
                cells = {
                    cell: weight
                    for cell, weight in self._cells.items()
                    if cell // stride % len(labels) == told
                }
                for instead in range(len(labels)):
                    if instead == told:
                        continue
                    shift = (instead - told) * stride
                    amount = sum(
                        (
                            weight * (payoffs[cell + shift] - payoffs[cell])
                            for cell, weight in cells.items()
                        ),
                        ZERO,
                    )
                    if best is None or amount > best.amount:
                        best = Gain(player, labels[told], labels[instead], amount)
        return best

    def verify(self) -> bool:
        """Recompute: probabilities are right, and no deviation from a recommendation gains."""
        weights = list(self.distribution.values())
        gain = self.largest_gain
        return (
            min(weights, default=ZERO) >= 0
            and sum(weights) == 1
            and (gain is None or gain.amount <= 0)
        )

    def __str__(self) -> str:
        kind = "Agent-form correlated" if self.form.kind == "agent" else "Correlated"
        lines = [f"{kind} equilibrium"]
        for profile, weight in self.distribution.items():
            parts = ", ".join(
                f"{player} {label}"
                for player, label in zip(self.form.players, profile, strict=True)
            )
            lines.append(f"  {weight}  {parts}")
        pays = ", ".join(f"{player} {pay}" for player, pay in self.payoffs.items())
        lines.append(f"  payoffs: {pays}")
        gain = self.largest_gain
        lines.append(f"  largest gain from a deviation: {gain.amount if gain else 0}")
        return "\n".join(lines)


def correlated(
    game: Game,
    *,
    objective: Objective = "welfare",
    form: FormKind = "strategic",
    limit: int = 250_000,
) -> CorrelatedEquilibrium:
    """Find a correlated equilibrium that maximises an objective, exactly.

    Parameters
    ----------
    game
        A game without symbols.
    objective
        ``"welfare"`` for the sum of payoffs, the name of a player for that player's payoff, or
        player → weight (negative weights minimise).  A player who is called welfare is meant by
        ``{"welfare": 1}``.
    form
        ``"strategic"`` for recommendations of whole strategies (of the reduced strategic form,
        which loses nothing), ``"agent"`` for recommendations to each information set apart.
    limit
        The most coefficients of the linear program: strategy combinations times the deviations
        from each.

    Returns
    -------
    CorrelatedEquilibrium
        An optimal one; there may be others with the same value.

    Raises
    ------
    NotSupported
        If the form is too large or holds irrational numbers, or ``form`` is not one of the two.
    UnknownName
        If the objective names no player.
    ImperfectRecall
        If a player lacks perfect recall and ``form`` is ``"strategic"``.
    MissingParameter
        If symbols are left without a value.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> chicken = simultaneous_game(
    ...     [[[6, 2], [7, 0]], [[6, 7], [2, 0]]], strategies=[["yield", "dare"]] * 2
    ... )
    >>> print(correlated(chicken))
    Correlated equilibrium
      1/2  row yield, column yield
      1/4  row yield, column dare
      1/4  row dare, column yield
      payoffs: row 21/4, column 21/4
      largest gain from a deviation: 0
    """
    weights = _weights(game, objective)
    if form == "strategic":
        table = reduced_strategic_form(game, limit=limit)
    elif form == "agent":
        table = agent_form(game, limit=limit)
    else:
        message = f"form is {form!r}; it must be 'strategic' or 'agent'"
        raise NotSupported(message)
    payoffs = _of_players(table)
    cells = len(payoffs[game.players[0]])
    size = cells * sum(count - 1 for count in table.shape)
    if size > limit:
        message = (
            f"the linear program has {size} coefficients, more than limit={limit}, for {cells} "
            "strategy combinations; raise the limit, or give a smaller game"
        )
        raise NotSupported(message)
    rows = [Row(dict.fromkeys(range(cells), ONE), "=", ONE)]
    for number in range(len(table.players)):
        rows.extend(_obedience(table, number, cells))
    goal = {
        cell: sum((weight * payoffs[player][cell] for player, weight in weights.items()), ZERO)
        for cell in range(cells)
    }
    solution = maximise(LinearProgram(cells, tuple(rows), goal))
    if solution is None:
        message = "no correlated equilibrium was found, though one exists; please report this game"
        raise SolverFailed(message)
    distribution = {
        profile: weight
        for profile, weight in zip(product(*table.strategies), solution.values, strict=True)
        if weight
    }
    found = CorrelatedEquilibrium(table, distribution)
    if not found.verify():
        message = "the correlated equilibrium does not pass its check; please report this game"
        raise SolverFailed(message)
    return found


def _weights(game: Game, objective: Objective) -> dict[str, Fraction]:
    if objective == "welfare":
        return dict.fromkeys(game.players, ONE)
    named: Mapping[str, NumberLike] = {objective: 1} if isinstance(objective, str) else objective
    for player in named:
        if player not in game.players:
            raise UnknownName("player", player, (*game.players, "welfare"))
    return {
        player: exact_number(weight, what=f"the weight of {player!r}")
        for player, weight in named.items()
    }


def _obedience(table: StrategicForm, number: int, cells: int) -> list[Row]:
    """Obeying a recommendation is at least as good as each other strategy."""
    payoffs = _rational(table.payoffs[number])
    stride, count = table.strides[number], len(table.strategies[number])
    rows: list[Row] = []
    for told in range(count):
        here = [cell for cell in range(cells) if cell // stride % count == told]
        for instead in range(count):
            shift = (instead - told) * stride
            loss = {cell: payoffs[cell] - payoffs[cell + shift] for cell in here}
            loss = {cell: amount for cell, amount in loss.items() if amount}
            if loss:
                rows.append(Row(loss, ">="))
    return rows


def _of_players(table: StrategicForm) -> dict[str, tuple[Fraction, ...]]:
    """Return the payoffs in every cell by player, also where agents stand for the players."""
    cells = strategic_payoffs(table.game, table.sets, table.plans)
    return {player: _rational(own) for player, own in zip(table.game.players, cells, strict=True)}


def _rational(numbers: Sequence[Number]) -> tuple[Fraction, ...]:
    rational: list[Fraction] = []
    for number in numbers:
        if not isinstance(number, Fraction):
            message = f"the payoff {number} is irrational; this method needs fractions"
            raise NotSupported(message)
        rational.append(number)
    return tuple(rational)
