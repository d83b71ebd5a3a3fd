"""`MonteCarlo`: probabilities of plays, expected payoffs, and how sure they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from negotiation.errors import MissingDependency, UnknownName
from negotiation.sweep.estimate import (
    Estimate,
    mean_estimate,
    replicated_estimate,
    share_estimate,
)
from negotiation.sweep.summary import Summary

if TYPE_CHECKING:
    import pandas as pd

    from negotiation.sweep.plan import Event, Events

__all__ = ["MonteCarlo"]

SHOWN = 12
"""How many plays are printed."""


@dataclass(frozen=True)
class MonteCarlo:
    """What many draws say.

    Attributes
    ----------
    model
        The name of the model.
    players
        The players.
    watched
        Labels whose probability is known.
    reasons
        What may be wrong with a draw.
    plays
        The plays by number; in a sweep over classes, the sets of classes.
    n, seed, quasi
        As asked for.
    groups
        One summary for each independent sequence of draws.
    level
        The confidence level of intervals; see `at_level`.
    """

    model: str
    players: tuple[str, ...]
    watched: tuple[str, ...]
    reasons: tuple[str, ...]
    plays: Events = field(repr=False)
    n: int
    seed: int
    quasi: bool
    groups: tuple[Summary, ...] = field(repr=False)
    level: float = 0.95

    def at_level(self, level: float) -> MonteCarlo:
        """Return the same result with intervals of another confidence level."""
        return MonteCarlo(
            self.model, self.players, self.watched, self.reasons, self.plays, self.n, self.seed,
            self.quasi, self.groups, level,
        )  # fmt: skip

    @cached_property
    def summary(self) -> Summary:
        """The summary of all draws."""
        total = Summary()
        for group in self.groups:
            total = total.with_more(group)
        return total

    @property
    def complete(self) -> bool:
        """Whether all draws were made."""
        return self.summary.draws == self.n

    @property
    def used(self) -> int:
        """How many draws are solved, and nothing is wrong with them."""
        return self.summary.used

    @property
    def near_ties(self) -> int:
        """How many draws are within the gap of a tie."""
        return self.summary.near

    @property
    def broken(self) -> Mapping[str, int]:
        """What is wrong → with how many draws; the first thing with each."""
        return {self.reasons[status - 1]: count for status, count in self.summary.broken.items()}

    def probability(self, holds: Callable[[Event], bool]) -> Estimate:
        """Estimate the probability that the play is one of which something holds.

        Examples
        --------
        >>> from scipy import stats
        >>> from negotiation import sweep, talks
        >>> prior = {"basing_probability": stats.uniform(0, 1)}
        >>> result = sweep.monte_carlo(talks.basing_shadow(), prior, 1000, 0)
        >>> estimate = result.probability(lambda play: play.contains("transfer"))
        >>> estimate.low < 1 / 3 < estimate.high
        True
        """
        wanted = {number for number in self.summary.outcomes if holds(self.plays[number])}
        shares = [
            sum(count for number, count in group.outcomes.items() if number in wanted) / group.used
            for group in self.groups
            if group.used
        ]
        hits = sum(count for number, count in self.summary.outcomes.items() if number in wanted)
        return self._share(shares, hits / self.used if self.used else 0.0)

    @cached_property
    def probabilities(self) -> Mapping[Event, Estimate]:
        """Play → its probability, the most likely first."""
        order = sorted(self.summary.outcomes, key=lambda number: -self.summary.outcomes[number])
        return {
            self.plays[number]: self.probability(partial(_is_event, number)) for number in order
        }

    def probability_of(self, label: str) -> Estimate:
        """Estimate the probability that play contains a watched label, or that a class exists.

        Raises
        ------
        UnknownName
            If the label is not watched; in a sweep over classes, if there is no such class.
        """
        known = self.plays.names or self.watched
        if label not in known:
            raise UnknownName("watched label", label, known)
        if self.plays.names:
            return self.probability(lambda event: event.contains(label))
        row = len(self.players) + self.watched.index(label)
        shares = [group.means[row] for group in self.groups if group.used]
        return self._share(shares, self.summary.means[row] if self.used else 0.0)

    @cached_property
    def payoffs(self) -> Mapping[str, Estimate]:
        """Player → expected payoff."""
        found: dict[str, Estimate] = {}
        for row, player in enumerate(self.players):
            if not self.used:
                continue
            value = self.summary.means[row]
            if self.quasi:
                means = [group.means[row] for group in self.groups if group.used]
                found[player] = replicated_estimate(means, value, self.level)
            else:
                squares = self.summary.squares[row]
                found[player] = mean_estimate(value, squares, self.used, self.level)
        return found

    def _share(self, shares: list[float], value: float) -> Estimate:
        if not self.quasi:
            return share_estimate(value, self.used, self.level)
        found = replicated_estimate(shares, value, self.level)
        return Estimate(value, max(0.0, found.low), min(1.0, found.high), self.level)

    def to_pandas(self) -> pd.DataFrame:
        """Return a table of plays: number, words, draws, probability and interval.

        Raises
        ------
        MissingDependency
            If pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            message = "tables need pandas; install it with: pip install pandas"
            raise MissingDependency(message) from error
        return pd.DataFrame(
            [
                (
                    event.number,
                    event.label,
                    self.summary.outcomes[event.number],
                    each.value,
                    each.low,
                    each.high,
                )
                for event, each in self.probabilities.items()
            ],
            columns=["outcome", "path", "draws", "probability", "low", "high"],
        )

    def __str__(self) -> str:
        kind = "quasi-random" if self.quasi else "random"
        lines = [f"{self.model}: {self.summary.draws} {kind} draws, {self.used} solved"]
        for event, each in list(self.probabilities.items())[:SHOWN]:
            lines.append(f"  {each.value:7.2%} [{each.low:.2%}, {each.high:.2%}]  {event.label}")
        if len(self.probabilities) > SHOWN:
            lines.append(f"  … and {len(self.probabilities) - SHOWN} more")
        lines += [f"  P({label}) = {self.probability_of(label)}" for label in self.watched]
        lines += [f"  payoff of {player} {each}" for player, each in self.payoffs.items()]
        if self.near_ties:
            lines.append(f"  {self.near_ties} draws near a tie")
        lines += [f"  {count} draws left out: {reason}" for reason, count in self.broken.items()]
        if not self.complete:
            lines.append(f"  {self.n - self.summary.draws} draws not reached")
        return "\n".join(lines)


def _is_event(number: int, event: Event) -> bool:
    return event.number == number
