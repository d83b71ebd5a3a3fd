"""Which supports an equilibrium of a strategic form can have, without solving anything.

A strategy that does strictly worse than another whatever the others do is never played; and if
one strategy is at least as good as another against everything in the others' supports, and once
better, nobody plays the second against opponents who mix over all of their supports (conditional
dominance: Porter, Nudelman and Shoham 2008).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import NotSupported, TooLarge, count_text

if TYPE_CHECKING:
    from negotiation.game import StrategicForm

__all__ = ["Supports", "corner_gains", "possible_supports", "undominated", "worth_of"]

Supports: TypeAlias = "tuple[tuple[int, ...], ...]"
"""For each player the places of the strategies with positive probability."""


def worth_of(form: StrategicForm) -> list[tuple[Fraction, ...]]:
    """Return the payoffs of a form, refused unless all are rational.

    Raises
    ------
    NotSupported
        If a payoff is irrational; the player is named.
    """
    worth: list[tuple[Fraction, ...]] = []
    for player, payoffs in zip(form.players, form.payoffs, strict=True):
        rational = tuple(payoff for payoff in payoffs if isinstance(payoff, Fraction))
        if len(rational) < len(payoffs):
            odd = next(payoff for payoff in payoffs if not isinstance(payoff, Fraction))
            message = (
                f"a payoff of {player!r} is {odd}, and mixed equilibria need rational payoffs; "
                "give a rational value, or ask for method='pure', or for one by method='logit'"
            )
            raise NotSupported(message)
        worth.append(rational)
    return worth


def undominated(form: StrategicForm, worth: Sequence[Sequence[Fraction]]) -> Supports:
    """Return the strategies that survive deletion of strictly dominated ones, round by round."""
    left: list[tuple[int, ...]] = [tuple(range(count)) for count in form.shape]
    shrinking = True
    while shrinking:
        shrinking = False
        for player, own in enumerate(left):
            kept = tuple(
                strategy
                for strategy in own
                if not any(
                    min(corner_gains(form, worth, tuple(left), (player, other, strategy))) > 0
                    for other in own
                    if other != strategy
                )
            )
            if len(kept) < len(own):
                left[player] = kept
                shrinking = True
    return tuple(left)


def corner_gains(
    form: StrategicForm,
    worth: Sequence[Sequence[Fraction]],
    supports: Supports,
    change: tuple[int, int, int],
) -> list[Fraction]:
    """Return what a player gains by a strategy over another against each opposing combination.

    Parameters
    ----------
    form, worth
        The form and its payoffs.
    supports
        What the others may play.
    change
        The player, the strategy, and the strategy it is compared with.
    """
    player, better, worse = change
    strides = form.strides
    steps = [
        [stride * strategy for strategy in own]
        for number, (own, stride) in enumerate(zip(supports, strides, strict=True))
        if number != player
    ]
    payoffs, one, other = worth[player], better * strides[player], worse * strides[player]
    return [
        payoffs[cell + one] - payoffs[cell + other]
        for cell in (sum(corner) for corner in product(*steps))
    ]


def possible_supports(
    form: StrategicForm, worth: Sequence[Sequence[Fraction]], *, limit: int
) -> Iterator[Supports]:
    """Go through the supports that are not ruled out, small ones first.

    Raises
    ------
    TooLarge
        If more than ``limit`` supports would have to be looked at.
    """
    left = undominated(form, worth)
    count = 1
    for own in left:
        count *= 2 ** len(own) - 1
    if count > limit:
        message = (
            f"there are {count_text(count)} combinations of supports, more than {limit}, for "
            f"{[len(own) for own in left]} strategies; method='logit' of solve.nash finds one "
            "equilibrium, method='pure' the pure ones"
        )
        raise TooLarge(message)
    every = product(*(_subsets(own) for own in left))
    for supports in sorted(every, key=lambda own: (sum(map(len, own)), max(map(len, own)))):
        if _not_ruled_out(form, worth, left, supports):
            yield supports


def _subsets(own: Sequence[int]) -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(own, size + 1) for size in range(len(own))))


def _not_ruled_out(
    form: StrategicForm, worth: Sequence[Sequence[Fraction]], left: Supports, supports: Supports
) -> bool:
    for player, own in enumerate(supports):
        for strategy in own:
            for other in left[player]:
                if other == strategy:
                    continue
                gains = corner_gains(form, worth, supports, (player, other, strategy))
                if min(gains) >= 0 and max(gains) > 0:
                    return False
    return True
