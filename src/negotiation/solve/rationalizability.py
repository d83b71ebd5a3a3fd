"""Rationalizable strategies of two players, each with a belief that justifies it.

A strategy is rationalizable if it is a best reply to a belief about strategies of the opponent
that are rationalizable themselves (Bernheim 1984; Pearce 1984).  For two players these are the
strategies that survive the repeated removal of strictly dominated ones, since a strategy is
strictly dominated iff it is a best reply to no belief (Pearce 1984, lemma 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import NotSupported, SolverFailed, UnknownName
from negotiation.solve.dominance import DominanceResult, iterated_dominance
from negotiation.solve.linear import LinearProgram, Row, maximise

if TYPE_CHECKING:
    from negotiation.game import Game, StrategicForm

__all__ = ["RationalizableStrategies", "rationalizable"]

ZERO = Fraction(0)
ONE = Fraction(1)

_Left: TypeAlias = "tuple[tuple[int, ...], ...]"


@dataclass(frozen=True, eq=False)
class RationalizableStrategies(Mapping[str, tuple[str, ...]]):
    """The rationalizable strategies of each player: player → labels.

    Attributes
    ----------
    dominance
        Why the others are not rationalizable.
    beliefs
        Player → strategy → a belief about the opponent's rationalizable strategies to which the
        strategy is a best reply.
    """

    dominance: DominanceResult
    beliefs: Mapping[str, Mapping[str, Mapping[str, Fraction]]]

    def __getitem__(self, player: str) -> tuple[str, ...]:
        if player not in self.dominance.remaining:
            raise UnknownName("player", player, self.dominance.remaining)
        return self.dominance.remaining[player]

    def __iter__(self) -> Iterator[str]:
        return iter(self.dominance.remaining)

    def __len__(self) -> int:
        return len(self.dominance.remaining)

    def verify(self) -> bool:
        """Recompute: removals are right, and each strategy left answers its belief best."""
        if not self.dominance.verify():
            return False
        form = self.dominance.form
        for number, (player, other) in enumerate(
            zip(form.players, reversed(form.players), strict=True)
        ):
            own, others = form.strategies[number], form.strategies[1 - number]
            if set(self.beliefs[player]) != set(self[player]):
                return False
            for label, belief in self.beliefs[player].items():
                if not set(belief) <= set(self[other]) or min(belief.values()) < 0:
                    return False
                worth = [
                    sum(
                        (
                            weight * _payoff(form, number, place, others.index(reply))
                            for reply, weight in belief.items()
                        ),
                        ZERO,
                    )
                    for place in range(len(own))
                ]
                if sum(belief.values()) != 1 or max(worth) > worth[own.index(label)]:
                    return False
        return True

    def __str__(self) -> str:
        return str(self.dominance)


def rationalizable(game: Game, *, limit: int = 20_000) -> RationalizableStrategies:
    """Find the rationalizable strategies of a two-player game, exactly.

    Parameters
    ----------
    game
        A two-player game without symbols, with perfect recall.
    limit
        The most strategy combinations.

    Returns
    -------
    RationalizableStrategies
        Player → labels, each with a belief to which it is a best reply (Pearce 1984).

    Raises
    ------
    NotSupported
        If there are not two players, the form is too large, or a payoff is irrational.
    ImperfectRecall, MissingParameter
        As `iterated_dominance`.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> game = simultaneous_game([[[3, 0], [0, 3], [1, 1]], [[0, 1], [1, 0], [0, 1]]])
    >>> print(rationalizable(game))
    round 1: row's (3) is strictly dominated by 1/2 (1) + 1/2 (2)
    row is left with: (1); (2)
    column is left with: (1); (2)
    """
    if len(game.players) != 2:
        message = (
            f"the game has {len(game.players)} players, and rationalizable strategies are found "
            "for two; iterated_dominance gives the correlated kind for more"
        )
        raise NotSupported(message)
    dominance = iterated_dominance(game, limit=limit)
    form = dominance.form
    left = tuple(
        tuple(form.strategies[number].index(label) for label in dominance.remaining[player])
        for number, player in enumerate(form.players)
    )
    beliefs = {
        player: {
            form.strategies[number][place]: _belief(form, left, number, place)
            for place in left[number]
        }
        for number, player in enumerate(form.players)
    }
    found = RationalizableStrategies(dominance, beliefs)
    if not found.verify():
        message = "the rationalizable strategies do not pass their check; please report this game"
        raise SolverFailed(message)
    return found


def _belief(form: StrategicForm, left: _Left, player: int, place: int) -> dict[str, Fraction]:
    """Find a belief on the opponent's strategies to which one is a best reply."""
    others = left[1 - player]
    rows = [Row(dict.fromkeys(range(len(others)), ONE), "=", ONE)]
    rows += [
        Row(
            {
                column: _payoff(form, player, place, other) - _payoff(form, player, rival, other)
                for column, other in enumerate(others)
            },
            ">=",
        )
        for rival in left[player]
    ]
    solution = maximise(LinearProgram(len(others), tuple(rows), {}))
    if solution is None:
        message = "an undominated strategy answers no belief; please report this game"
        raise SolverFailed(message)
    return {
        form.strategies[1 - player][other]: weight
        for other, weight in zip(others, solution.values, strict=True)
        if weight
    }


def _payoff(form: StrategicForm, player: int, own: int, other: int) -> Fraction:
    cell = own * form.strides[player] + other * form.strides[1 - player]
    payoff = form.payoffs[player][cell]
    if not isinstance(payoff, Fraction):
        message = f"the payoff {payoff} is irrational; beliefs are found in fractions"
        raise NotSupported(message)
    return payoff
