"""Dominated strategies, removed round by round, each with the strategy that dominates it.

A strategy is strictly dominated if some mixed strategy is better whatever the others do (Luce and
Raiffa 1957).  What survives the repeated removal of strictly dominated strategies does not depend
on the order (Gilboa, Kalai and Zemel 1990).  A weakly dominated strategy is never better and
sometimes worse; what survives its repeated removal does depend on the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from negotiation.errors import NotSupported
from negotiation.exact import Number, sign
from negotiation.game import Game, StrategicForm, reduced_strategic_form
from negotiation.solve.dominated_rows import dominated_rows

__all__ = [
    "DominanceResult",
    "Elimination",
    "iterated_dominance",
]


_Left: TypeAlias = "tuple[tuple[int, ...], ...]"
"""The strategies left, by player, as places in the form."""


@dataclass(frozen=True)
class Elimination:
    """A strategy that was removed, and why.

    Attributes
    ----------
    round
        The round, from 1.
    player, strategy
        Whose strategy, and its label.
    by
        Label → probability of the strategy that dominates it.
    strict
        Whether it does so strictly.
    """

    round: int
    player: str
    strategy: str
    by: Mapping[str, Fraction]
    strict: bool

    def __str__(self) -> str:
        how = "strictly" if self.strict else "weakly"
        mix = " + ".join(
            f"({label})" if weight == 1 else f"{weight} ({label})"
            for label, weight in self.by.items()
        )
        return f"round {self.round}: {self.player}'s ({self.strategy}) is {how} dominated by {mix}"


@dataclass(frozen=True, eq=False)
class DominanceResult:
    """What was removed in which round, and what is left.

    Attributes
    ----------
    form
        The reduced strategic form.
    eliminations
        What was removed, in the order of rounds.
    remaining
        Player → labels of the strategies left.
    """

    form: StrategicForm = field(repr=False)
    eliminations: tuple[Elimination, ...]
    remaining: Mapping[str, tuple[str, ...]]

    @property
    def rounds(self) -> tuple[tuple[Elimination, ...], ...]:
        """The eliminations by round."""
        count = max((one.round for one in self.eliminations), default=0)
        return tuple(
            tuple(one for one in self.eliminations if one.round == number)
            for number in range(1, count + 1)
        )

    @property
    def solves(self) -> bool:
        """Whether a single strategy is left to each player."""
        return all(len(labels) == 1 for labels in self.remaining.values())

    def verify(self) -> bool:
        """Recompute every domination against what was left in its round, and what remains."""
        left = _everything(self.form)
        for eliminations in self.rounds:
            gone: list[set[int]] = [set() for _ in left]
            for one in eliminations:
                player = self.form.players.index(one.player)
                labels = self.form.strategies[player]
                place = labels.index(one.strategy)
                mix = {labels.index(label): weight for label, weight in one.by.items()}
                if place not in left[player] or not _dominates(
                    self.form, left, player, place, mix, strict=one.strict
                ):
                    return False
                gone[player].add(place)
            left = _without(left, gone)
        return _labels(self.form, left) == dict(self.remaining)

    def __str__(self) -> str:
        lines = [str(one) for one in self.eliminations] or ["no strategy is dominated"]
        lines += [
            f"{player} is left with: {'; '.join(f'({label})' for label in labels)}"
            for player, labels in self.remaining.items()
        ]
        return "\n".join(lines)


def iterated_dominance(
    game: Game, *, weak: bool = False, mixed: bool = True, limit: int = 20_000
) -> DominanceResult:
    """Remove dominated strategies of the reduced strategic form until none is left.

    Parameters
    ----------
    game
        A game without symbols, with perfect recall.
    weak
        Remove weakly dominated strategies too.  The result then depends on the order: here, each
        round removes at once all strategies of all players that are weakly dominated in what is
        left.  Another order may leave others, and Nash equilibria may be lost.
    mixed
        Whether a mixed strategy may dominate.
    limit
        The most strategy combinations.

    Returns
    -------
    DominanceResult
        The eliminations by round with the strategy that dominates, exact.  With strict dominance,
        the order does not matter and no Nash equilibrium is lost.

    Raises
    ------
    NotSupported
        If the form is too large, or ``mixed`` and a payoff is irrational.
    ImperfectRecall, MissingParameter
        As `negotiation.game.reduced_strategic_form`.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> dilemma = simultaneous_game(
    ...     [[[3, 0], [4, 1]], [[3, 4], [0, 1]]], strategies=[["keep", "break"]] * 2
    ... )
    >>> print(iterated_dominance(dilemma))
    round 1: row's (keep) is strictly dominated by (break)
    round 1: column's (keep) is strictly dominated by (break)
    row is left with: (break)
    column is left with: (break)
    """
    form = reduced_strategic_form(game, limit=limit)
    if mixed:
        for payoffs in form.payoffs:
            for value in payoffs:
                _refuse_irrational(value)
    left = _everything(form)
    eliminations: list[Elimination] = []
    number = 0
    while True:
        number += 1
        gone: list[set[int]] = [set() for _ in left]
        for player, own in enumerate(left):
            labels = form.strategies[player]
            found = dominated_rows(_rows(form, left, player), weak=weak, mixed=mixed)
            for row in sorted(found):
                gone[player].add(own[row])
                mixture = {labels[own[one]]: part for one, part in found[row].mixture.items()}
                eliminations.append(
                    Elimination(
                        number,
                        form.players[player],
                        labels[own[row]],
                        mixture,
                        found[row].strict,
                    )
                )
        if not any(gone):
            break
        left = _without(left, gone)
    return DominanceResult(form, tuple(eliminations), _labels(form, left))


def _rows(form: StrategicForm, left: _Left, player: int) -> list[list[Number]]:
    """Return what each strategy left pays, one column for each combination of the others."""
    payoffs, stride = form.payoffs[player], form.strides[player]
    columns = _columns(form, left, player)
    return [[payoffs[cell + place * stride] for cell in columns] for place in left[player]]


def _columns(form: StrategicForm, left: _Left, player: int) -> list[int]:
    others = [
        [place * form.strides[other] for place in own] if other != player else [0]
        for other, own in enumerate(left)
    ]
    return [sum(combination) for combination in product(*others)]


def _dominates(
    form: StrategicForm,
    left: _Left,
    player: int,
    place: int,
    mix: Mapping[int, Fraction],
    *,
    strict: bool,
) -> bool:
    if any(weight < 0 for weight in mix.values()) or sum(mix.values()) != 1:
        return False
    if not set(mix) <= set(left[player]):
        return False
    payoffs, stride = form.payoffs[player], form.strides[player]
    better = False
    for cell in _columns(form, left, player):
        total: Number = -payoffs[cell + place * stride]
        for rival, weight in mix.items():
            total = total + weight * payoffs[cell + rival * stride]
        direction = sign(total)
        if direction < 0 or (strict and direction == 0):
            return False
        better = better or direction > 0
    return better


def _refuse_irrational(number: Number) -> None:
    if not isinstance(number, Fraction):
        message = (
            f"the payoff {number} is irrational; dominance by mixed strategies needs fractions, "
            "dominance by pure ones (mixed=False) does not"
        )
        raise NotSupported(message)


def _everything(form: StrategicForm) -> _Left:
    return tuple(tuple(range(len(labels))) for labels in form.strategies)


def _without(left: _Left, gone: Sequence[set[int]]) -> _Left:
    return tuple(
        tuple(place for place in own if place not in out)
        for own, out in zip(left, gone, strict=True)
    )


def _labels(form: StrategicForm, left: _Left) -> dict[str, tuple[str, ...]]:
    return {
        player: tuple(form.strategies[number][place] for place in left[number])
        for number, player in enumerate(form.players)
    }
