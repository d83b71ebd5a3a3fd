"""The equations of agent logit equilibrium on a tree, with their derivatives.

With rationality λ every information set plays σ(a) ∝ exp(λ u(a)), where u(a) is the expected
payoff of a given that the set is reached and that everybody, the player's later self included,
plays σ (McKelvey and Palfrey 1998).  In log-odds θ(a) = log σ(a) - log σ(first action) the system
is θ - λ (u(a) - u(first)) = 0; logarithms keep it well scaled for large λ (Turocy 2005).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported, TooLarge, count_text
from negotiation.game.compiled import CHANCE, OUTCOME, place_name

if TYPE_CHECKING:
    import numpy as np

    from negotiation.exact import Number
    from negotiation.game import Game

    Vector = np.ndarray[Any, np.dtype[np.float64]]

__all__ = ["Evaluation", "LogitSystem", "log_chance", "logit_system"]

MOST_SLOPES = 20_000_000
"""How many derivatives, nodes times players times unknowns, are held at a time."""


@dataclass(frozen=True)
class Evaluation:
    """What follows from log-odds.

    Attributes
    ----------
    probabilities
        One entry an action, in the order of the information sets.
    payoffs
        Action payoffs given that the set is reached, in the same order.
    values
        Each player's expected payoff at the root.
    slopes
        The derivatives of `payoffs` by log-odds, one column each; ``None`` where not asked for.
    """

    probabilities: Vector
    payoffs: Vector
    values: Vector
    slopes: Vector | None


@dataclass(frozen=True)
class LogitSystem:
    """The tree in floats, ready to evaluate.

    Attributes
    ----------
    game
        The game.
    offsets
        Where the actions of each information set begin in vectors over actions.
    logs
        The logarithm of the probability of chance moves by node.
    payoffs
        The payoffs at outcomes by node.
    """

    game: Game = field(repr=False)
    offsets: tuple[int, ...]
    logs: dict[int, float] = field(repr=False)
    payoffs: dict[int, Vector] = field(repr=False)

    @property
    def actions(self) -> int:
        """How many actions there are in all."""
        return self.offsets[-1]

    @property
    def unknowns(self) -> list[int]:
        """The actions that are not the first of their set: their log-odds are the unknowns."""
        firsts = set(self.offsets)
        return [action for action in range(self.actions) if action not in firsts]

    def log_probabilities(self, odds: Vector) -> Vector:
        """Return the logarithms of the probabilities with given log-odds."""
        import numpy as np

        logs = np.zeros(self.actions)
        logs[self.unknowns] = odds
        for start, stop in zip(self.offsets, self.offsets[1:], strict=False):
            part = logs[start:stop]
            top = part.max()
            part -= top + np.log(np.exp(part - top).sum())
        return logs

    def evaluate(self, odds: Vector, *, slopes: bool = True) -> Evaluation:
        """Compute payoffs of actions, and their derivatives, at given log-odds.

        Linear in nodes, times players, times unknowns where derivatives are asked for.
        """
        import numpy as np

        tree = self.game.tree
        logs = self.log_probabilities(odds)
        chances = np.exp(logs)
        unknown = {action: column for column, action in enumerate(self.unknowns)}
        columns = len(unknown) if slopes else 0
        players = len(self.game.players)
        # d log σ(a) / d θ(b) = [a = b] - σ(b) within a set, 0 between sets.
        log_slopes = np.zeros((self.actions, columns))
        if slopes:
            for start, stop in zip(self.offsets, self.offsets[1:], strict=False):
                for action in range(start + 1, stop):
                    log_slopes[start:stop, unknown[action]] -= chances[action]
                    log_slopes[action, unknown[action]] += 1
        reach = np.zeros(len(tree))
        reach_slopes = np.zeros((len(tree), columns))
        for node in range(1, len(tree)):
            above = tree.parent[node]
            if tree.mover[above] == CHANCE:
                reach[node] = reach[above] + self.logs[node]
                reach_slopes[node] = reach_slopes[above]
            else:
                action = self.offsets[tree.infoset[above]] + node - tree.first[above]
                reach[node] = reach[above] + logs[action]
                reach_slopes[node] = reach_slopes[above] + log_slopes[action]
        values = np.zeros((len(tree), players))
        value_slopes = np.zeros((len(tree), players, columns))
        for node in range(len(tree) - 1, -1, -1):
            mover = tree.mover[node]
            if mover == OUTCOME:
                values[node] = self.payoffs[node]
                continue
            first, stop = tree.first[node], tree.first[node] + tree.width[node]
            if mover == CHANCE:
                weights = np.exp([self.logs[child] for child in range(first, stop)])
            else:
                start = self.offsets[tree.infoset[node]]
                weights = chances[start : start + tree.width[node]]
                if slopes:
                    moved = weights[:, None] * log_slopes[start : start + tree.width[node]]
                    value_slopes[node] += values[first:stop].T @ moved
            values[node] = weights @ values[first:stop]
            if slopes:
                value_slopes[node] += np.tensordot(weights, value_slopes[first:stop], axes=1)
        payoffs = np.zeros(self.actions)
        payoff_slopes = np.zeros((self.actions, columns))
        for number, infoset in enumerate(tree.infosets):
            start, player = self.offsets[number], infoset.player
            nodes = np.array(infoset.nodes)
            beliefs = np.exp(reach[nodes] - reach[nodes].max())
            beliefs /= beliefs.sum()
            mean = beliefs @ reach_slopes[nodes]
            belief_slopes = beliefs[:, None] * (reach_slopes[nodes] - mean)
            for place in range(len(infoset.actions)):
                below = np.array([tree.first[node] + place for node in infoset.nodes])
                payoffs[start + place] = beliefs @ values[below, player]
                if slopes:
                    payoff_slopes[start + place] = (
                        beliefs @ value_slopes[below, player]
                        + values[below, player] @ belief_slopes
                    )
        return Evaluation(chances, payoffs, values[0], payoff_slopes if slopes else None)

    def residual(self, odds: Vector, rationality: float, found: Evaluation) -> Vector:
        """Return θ - λ Δu, which is zero at an equilibrium."""
        return odds - rationality * self.differences(found.payoffs)

    def differences(self, by_action: Vector) -> Vector:
        """Return entries over actions less that of the first action of their set."""
        import numpy as np

        bases = np.zeros(self.actions, dtype=int)
        for start, stop in zip(self.offsets, self.offsets[1:], strict=False):
            bases[start:stop] = start
        moved: Vector = by_action - by_action[bases]
        result: Vector = moved[self.unknowns]
        return result


def logit_system(game: Game) -> LogitSystem:
    """Prepare a game with perfect recall for logit equilibrium.

    Parameters
    ----------
    game
        A game without symbols, its guards settled.

    Raises
    ------
    NotSupported
        If a chance move has probability 0, so that beliefs below it are undefined, or a payoff is
        beyond the floats; as `TooLarge`, if the derivatives would be more than 20 million numbers.
    """
    import numpy as np

    tree = game.tree
    offsets = [0]
    for infoset in tree.infosets:
        offsets.append(offsets[-1] + len(infoset.actions))
    unknowns = offsets[-1] - len(tree.infosets)
    slopes = len(tree) * len(game.players) * unknowns
    if slopes > MOST_SLOPES:
        message = (
            f"the game has {len(tree)} nodes and {unknowns} probabilities to find, and logit "
            f"equilibria would need {count_text(slopes)} derivatives, more than {MOST_SLOPES}; "
            "solve.subgame_perfect and solve.backward_induction reach further"
        )
        raise TooLarge(message)
    logs: dict[int, float] = {}
    for node, chance in tree.probability.items():
        if chance == 0:
            message = (
                f"the chance move to {place_name(tree.history(node))} has probability 0, so what "
                "is believed below it is undefined; leave the branch out"
            )
            raise NotSupported(message)
        logs[node] = log_chance(chance)
    try:
        payoffs = {
            node: np.array([float(pay) for pay in pays]) for node, pays in tree.payoffs.items()
        }
    except OverflowError:
        message = "a payoff is beyond the floats; quantal response is numerical, so scale it down"
        raise NotSupported(message) from None
    return LogitSystem(game, tuple(offsets), logs, payoffs)


def log_chance(chance: Number) -> float:
    """Return the logarithm of a positive probability, also of one too small for a float.

    Examples
    --------
    >>> round(log_chance(Fraction(1, 10**400)), 3)
    -921.034
    """
    if isinstance(chance, Fraction):
        return math.log(chance.numerator) - math.log(chance.denominator)
    return math.log(float(chance))
