"""What a game implies at given parameter values, by solving it.

The games themselves are built and never solved.  This module and the property tests in
`audit_checks` are where the talks meet the solvers; readings, predictions and the backtest ask
here.  All equilibria are kept: where they differ, an observation is left open.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from negotiation.errors import UnknownName
from negotiation.exact import format_number, sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiation.exact import Number
    from negotiation.game import Game, History
    from negotiation.solve import Equilibrium
    from negotiation.talks.setting import Observation, Setting

__all__ = ["CHANCE", "Implied", "Judgement", "Play", "implied"]

CHANCE = "chance"
"""The name under which an observation speaks of what nobody decides."""

Judgement = Literal["holds", "fails", "open"]

SIGNALLING = ("autonomy_signalling", "warm_words")
"""The games in which beliefs decide: perfect Bayesian equilibrium, not only subgame perfection."""

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Play:
    """What happens in an equilibrium.

    Attributes
    ----------
    outcomes
        History and probability, as pairs.
    payoffs
        Player and expected payoff, as pairs.
    """

    outcomes: tuple[tuple[History, Number], ...]
    payoffs: tuple[tuple[str, Number], ...]

    def __str__(self) -> str:
        if len(self.outcomes) == 1:
            return _arrows(self.outcomes[0][0])
        return "; ".join(
            f"{_arrows(history)} {format_number(chance)}" for history, chance in self.outcomes
        )

    @property
    def payoff_text(self) -> str:
        """The payoffs in words."""
        return ", ".join(f"{who} {format_number(pay)}" for who, pay in self.payoffs)


def _either(plays: list[str], most: int) -> str:
    more = [f"({len(plays) - most} more)"] if len(plays) > most else []
    return " or ".join([*plays[:most], *more])


def _arrows(history: History) -> str:
    return " → ".join(history)


@dataclass(frozen=True)
class Implied:
    """The equilibria of a game at one point.

    Attributes
    ----------
    setting
        The game and the point.
    concept
        The solution concept.
    equilibria
        Every equilibrium, or every class of them, certified.
    """

    setting: Setting
    concept: str
    equilibria: tuple[Equilibrium, ...]

    @property
    def plays(self) -> tuple[Play, ...]:
        """What happens in the equilibria, each different play once."""
        found = {
            Play(tuple(each.outcomes.items()), tuple(each.payoffs.items())): None
            for each in self.equilibria
        }
        return tuple(found)

    @property
    def payoffs(self) -> tuple[Mapping[str, Number], ...]:
        """The payoffs of the equilibria, each different vector once."""
        return tuple(map(dict, dict.fromkeys(play.payoffs for play in self.plays)))

    def about(self, seen: Observation) -> str:
        """Return in a few words what is implied of what an observation speaks of.

        Where it speaks of replies, the replies; else the certain part of each play, with dots
        where chance goes on.
        """
        if seen.replies:
            return "; ".join(f"at '{place}': {self.reply(place)}" for place, _ in seen.replies)
        certain = [
            _arrows(each.path) + (" → …" if len(each.outcomes) > 1 else "")
            for each in self.equilibria
            if each.path
        ]
        if len(certain) < len(self.equilibria):
            return self.text()
        return _either(list(dict.fromkeys(certain)), 2)

    def reply(self, place: str) -> str:
        """Return what is done at an information set, in each equilibrium that differs.

        Raises
        ------
        UnknownName
            If there is no such information set.
        """
        return " or ".join(
            dict.fromkeys(each.profile.choice(place) or "mixes" for each in self.equilibria)
        )

    def text(self, *, most: int = 2) -> str:
        """Return the plays in words, the first few of them."""
        return _either([str(play) for play in self.plays], most)

    @property
    def payoff_text(self) -> str:
        """The payoffs in words."""
        texts = dict.fromkeys(play.payoff_text for play in self.plays)
        return " or ".join(texts)

    def probabilities(self, seen: Observation) -> tuple[Number, ...]:
        """Return the probability of an observation in each equilibrium.

        Raises
        ------
        UnknownName
            If the observation speaks of a player, a move or an information set that the game
            does not have.
        """
        _require_known(self.setting.at(), seen)
        return tuple(_probability(each, seen) for each in self.equilibria)

    def judge(self, seen: Observation) -> Judgement:
        """Say whether an observation is sure, impossible, or neither, in every equilibrium.

        A reply off the path that may vary within a class of equilibria leaves it open.
        """
        found = self.probabilities(seen)
        if any(_may_vary(each, seen) for each in self.equilibria):
            return "open"
        if all(sign(chance - 1) == 0 for chance in found):
            return "holds"
        if all(sign(chance) == 0 for chance in found):
            return "fails"
        return "open"

    def why_open(self, seen: Observation) -> str:
        """Say in words why an observation is neither sure nor impossible."""
        found = tuple(dict.fromkeys(map(format_number, self.probabilities(seen))))
        if len(found) == 1:
            return f"the model gives it probability {found[0]}"
        return f"its probability is {' or '.join(found)}, depending on the equilibrium"


@lru_cache(maxsize=128)
def implied(where: Setting) -> Implied:
    """Solve a game at a point.

    Signalling games are solved for perfect Bayesian equilibrium, all others for subgame
    perfection; ties included.

    Raises
    ------
    NegotiationError
        If the setting names what does not exist, or breaks an assumption.

    Examples
    --------
    >>> from negotiation.talks.setting import setting
    >>> print(implied(setting("basing_shadow")).text())
    keep
    """
    from negotiation.solve import perfect_bayesian, subgame_perfect

    game = where.at()
    if where.game in SIGNALLING and len(game.players) > 1:
        return Implied(where, "perfect Bayesian", tuple(perfect_bayesian(game)))
    return Implied(where, "subgame perfect", tuple(subgame_perfect(game, limit=100_000)))


def _require_known(game: Game, seen: Observation) -> None:
    made = {(who, label) for history in game.outcomes() for who, label in _moves(game, history)}
    for who, label in (*seen.moves, *seen.absent):
        if who not in (*game.players, CHANCE):
            raise UnknownName("player", who, (*game.players, CHANCE))
        if (who, label) not in made:
            raise UnknownName(f"move of {who}", label, [move for by, move in made if by == who])
    sets = {str(name): each.actions for name, each in game.information_sets.items()}
    for place, action in seen.replies:
        if place not in sets:
            raise UnknownName("information set", place, sets)
        if action not in sets[place]:
            raise UnknownName(f"action at {place!r}", action, sets[place])


def _moves(game: Game, history: History) -> list[tuple[str, str]]:
    """Return who made each move of a history."""
    from negotiation.game import Chance, Decision, When

    node = game.root
    made = []
    for label in history:
        if isinstance(node, Chance):
            made.append((CHANCE, label))
            node = node.branches[label][1]
        elif isinstance(node, Decision):
            made.append((node.player, label))
            after = node.actions[label]
            node = after.node if isinstance(after, When) else after
    return made


def _probability(found: Equilibrium, seen: Observation) -> Number:
    total: Number = ZERO
    for history, chance in found.outcomes.items():
        made = set(_moves(found.game, history))
        if made.issuperset(seen.moves) and made.isdisjoint(seen.absent):
            total = total + chance
    for place, action in seen.replies:
        total = total * found.profile[place][action]
    return total


def _may_vary(found: Equilibrium, seen: Observation) -> bool:
    """Whether a reply is off the path of an equilibrium that stands for a class."""
    if not found.free:
        return False
    tree, sets = found.game.tree, found.game.information_sets
    passed = {history[:length] for history in found.outcomes for length in range(len(history))}
    return any(
        not any(tree.history(node) in passed for node in sets[place].nodes)
        for place, _ in seen.replies
    )
