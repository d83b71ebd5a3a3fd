"""Behaviour profiles and beliefs, and what follows from them: payoffs and reach probabilities.

A behaviour profile gives at every information set a probability distribution over its actions.
Beliefs give at every information set a distribution over its nodes, or ``None`` where they are
undefined.  A profile with beliefs is an assessment (Kreps and Wilson 1982).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import InvalidNumber, InvalidProfile, UnknownName
from negotiation.exact import Number, NumberLike, as_sympy, exact, format_number, free_symbols, sign
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.information import InformationSetName, name_text

if TYPE_CHECKING:
    from negotiation.game.game import Game
    from negotiation.game.tree import History

__all__ = [
    "Assessment",
    "BehaviourProfile",
    "BeliefTable",
    "Beliefs",
    "bayes_beliefs",
    "expected_payoffs",
    "move_probabilities",
    "node_values",
    "profile_of",
    "pure_choice",
    "pure_distribution",
    "reach_probabilities",
    "weighted_sum",
]

ZERO = Fraction(0)
ONE = Fraction(1)

Distribution: TypeAlias = "tuple[Number, ...]"
BeliefTable: TypeAlias = "tuple[Distribution | None, ...]"


@lru_cache(maxsize=1024)
def pure_distribution(chosen: int, count: int) -> Distribution:
    """Return the distribution that gives one of ``count`` actions all the weight.

    >>> pure_distribution(1, 3)
    (Fraction(0, 1), Fraction(1, 1), Fraction(0, 1))
    """
    return tuple(ONE if place == chosen else ZERO for place in range(count))


@dataclass(frozen=True, eq=False)
class BehaviourProfile(Mapping[InformationSetName, Mapping[str, Number]]):
    """A distribution over actions at every information set.

    It reads as a mapping: ``profile["transfer"]["keep"]`` is a probability.  Build one with
    `profile_of`.

    Attributes
    ----------
    game
        The game.
    table
        One distribution an information set, by number, in the order of its actions.
    """

    game: Game
    table: tuple[Distribution, ...]

    def __post_init__(self) -> None:
        if tuple(map(len, self.table)) != self.game.action_counts:
            message = (
                f"a profile of this game needs {len(self.game.action_counts)} distributions, one "
                "an information set, each with one probability an action; build it with profile_of"
            )
            raise InvalidProfile(message)

    def __getitem__(self, name: InformationSetName) -> Mapping[str, Number]:
        number = self.game.information_sets.number(name)
        actions = self.game.tree.infosets[number].actions
        return dict(zip(actions, self.table[number], strict=True))

    def __iter__(self) -> Iterator[InformationSetName]:
        return iter(self.game.information_sets)

    def __len__(self) -> int:
        return len(self.table)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BehaviourProfile):
            return NotImplemented
        return self.table == other.table and self.game == other.game

    def __hash__(self) -> int:
        return hash(self.table)

    @cached_property
    def pure_choices(self) -> tuple[int, ...]:
        """The chosen action's place at every information set; -1 where several are mixed."""
        return tuple(pure_choice(distribution) for distribution in self.table)

    @property
    def is_pure(self) -> bool:
        """Whether every information set plays one action with certainty."""
        return -1 not in self.pure_choices

    def choice(self, name: InformationSetName) -> str | None:
        """Return the action played with certainty at an information set, or ``None``."""
        number = self.game.information_sets.number(name)
        place = self.pure_choices[number]
        return None if place < 0 else self.game.tree.infosets[number].actions[place]

    def __repr__(self) -> str:
        shown = [f"{name_text(name)}: {_written(self[name])}" for name, _ in zip(self, range(8))]  # noqa: B905 - a first few
        more = "; …" if len(self) > 8 else ""
        return f"BehaviourProfile({'; '.join(shown)}{more})"


def pure_choice(distribution: Distribution) -> int:
    """Return the place of the action played with certainty; -1 where several are mixed.

    >>> pure_choice((Fraction(0), Fraction(1))), pure_choice((Fraction(1, 2), Fraction(1, 2)))
    (1, -1)
    """
    for place, probability in enumerate(distribution):
        if probability == 1:
            return place
    return -1


def _written(distribution: Mapping[str, Number]) -> str:
    certain = [action for action, probability in distribution.items() if probability == 1]
    if certain:
        return certain[0]
    return ", ".join(
        f"{action} {format_number(chance)}"
        for action, chance in distribution.items()
        if chance != 0
    )


def profile_of(
    game: Game, choices: Mapping[InformationSetName, str | Mapping[str, NumberLike]]
) -> BehaviourProfile:
    """Read a behaviour profile.

    Parameters
    ----------
    game
        The game.
    choices
        Information set → an action (played with certainty), or action → probability (actions
        left out have probability 0).  Every information set needs an entry.

    Raises
    ------
    UnknownName
        If an information set or an action does not exist.
    InvalidProfile
        If an information set is left out or named twice, or probabilities are negative or do not
        sum to 1.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 3})}, "h"))
    >>> expected_payoffs(profile_of(game, {"h": {"x": "1/2", "y": "1/2"}}))
    {'A': Fraction(2, 1)}
    """
    if not hasattr(game, "information_sets"):
        message = f"a profile belongs to a Game, not to {game!r}; of a model give model.at(...)"
        raise InvalidProfile(message)
    if not isinstance(choices, Mapping):
        message = f"give a profile as a mapping such as {{'transfer': 'keep'}}, not {choices!r}"
        raise InvalidProfile(message)
    table: list[Distribution | None] = [None] * len(game.information_sets)
    for name, choice in choices.items():
        number = game.information_sets.number(name)
        actions = game.tree.infosets[number].actions
        weights: Mapping[str, NumberLike] = {choice: 1} if isinstance(choice, str) else choice
        if not isinstance(weights, Mapping):
            message = (
                f"at information set {name_text(name)!r} give an action or a mapping from actions "
                f"to probabilities, not {choice!r}"
            )
            raise InvalidProfile(message)
        if table[number] is not None:
            message = f"the profile names information set {name_text(name)!r} twice"
            raise InvalidProfile(message)
        for action in weights:
            if action not in actions:
                raise UnknownName(f"action at {name_text(name)!r}", action, actions)
        table[number] = _distribution(
            [weights.get(action, 0) for action in actions],
            f"at information set {name_text(name)!r}",
        )
    for number, distribution in enumerate(table):
        if distribution is None:
            infoset = game.information_sets.at(number)
            message = (
                f"the profile says nothing about information set {name_text(infoset.name)!r} of "
                f"{infoset.player!r}; give one of {list(infoset.actions)}"
            )
            raise InvalidProfile(message)
    return BehaviourProfile(game, tuple(entry for entry in table if entry is not None))


def _distribution(weights: Sequence[NumberLike], where: str) -> Distribution:
    try:
        numbers = tuple(exact(weight) for weight in weights)
    except InvalidNumber as error:
        message = f"{where}: {error}"
        raise InvalidProfile(message) from None
    total: Number = ZERO
    for number in numbers:
        if not free_symbols(number) and sign(number) < 0:
            message = (
                f"{where} a probability is {format_number(number)}; probabilities are at least 0"
            )
            raise InvalidProfile(message)
        total = total + number
    if total != 1:
        import sympy

        if sympy.simplify(as_sympy(total - 1)) != 0:
            message = (
                f"{where} the probabilities sum to {format_number(total)}, "
                "and must sum to exactly 1"
            )
            raise InvalidProfile(message)
    return numbers


def node_values(profile: BehaviourProfile) -> list[tuple[Number, ...]]:
    """Return the expected payoffs of play from every node on, by node number.

    Linear in nodes times players.
    """
    game, tree = profile.game, profile.game.tree
    choices = profile.pure_choices
    players = range(len(game.players))
    values: list[tuple[Number, ...]] = [()] * len(tree)
    for node in range(len(tree) - 1, -1, -1):
        mover = tree.mover[node]
        if mover == OUTCOME:
            values[node] = tree.payoffs[node]
            continue
        first = tree.first[node]
        if mover != CHANCE and choices[tree.infoset[node]] >= 0:
            values[node] = values[first + choices[tree.infoset[node]]]
            continue
        weights = move_probabilities(profile, node)
        values[node] = tuple(
            weighted_sum(weights, [values[first + k][player] for k in range(len(weights))])
            for player in players
        )
    return values


def move_probabilities(profile: BehaviourProfile, node: int) -> Distribution:
    """Return the probabilities of the moves at a decision or chance node."""
    tree = profile.game.tree
    if tree.mover[node] == CHANCE:
        return tuple(tree.probability[child] for child in tree.children(node))
    return profile.table[tree.infoset[node]]


def weighted_sum(weights: Sequence[Number], values: Sequence[Number]) -> Number:
    """Return the sum of weight times value; weights of zero drop out.

    >>> weighted_sum([Fraction(1, 2), Fraction(1, 2)], [Fraction(1), Fraction(2)])
    Fraction(3, 2)
    """
    total: Number = ZERO
    for weight, value in zip(weights, values, strict=True):
        if weight != 0:
            total = total + weight * value
    return total


def expected_payoffs(profile: BehaviourProfile) -> dict[str, Number]:
    """Return each player's expected payoff under a profile."""
    return dict(zip(profile.game.players, node_values(profile)[0], strict=True))


def reach_probabilities(profile: BehaviourProfile) -> list[Number]:
    """Return the probability that play reaches each node, by node number."""
    tree = profile.game.tree
    reach: list[Number] = [ZERO] * len(tree)
    reach[0] = ONE
    for node in range(len(tree)):
        if tree.mover[node] == OUTCOME or reach[node] == 0:
            continue
        weights = move_probabilities(profile, node)
        for child, weight in zip(tree.children(node), weights, strict=True):
            if weight != 0:
                reach[child] = reach[node] if weight == 1 else reach[node] * weight
    return reach


@dataclass(frozen=True, eq=False)
class Beliefs(Mapping[InformationSetName, "Mapping[History, Number] | None"]):
    """A distribution over the nodes of every information set; ``None`` where undefined.

    ``beliefs["transfer | pledge"]`` maps the history of each node to its probability.

    Attributes
    ----------
    game
        The game.
    table
        One distribution an information set, by number, in the order of its nodes.
    """

    game: Game
    table: BeliefTable

    def __getitem__(self, name: InformationSetName) -> Mapping[History, Number] | None:
        number = self.game.information_sets.number(name)
        distribution = self.table[number]
        if distribution is None:
            return None
        histories = [self.game.tree.history(node) for node in self.game.tree.infosets[number].nodes]
        return dict(zip(histories, distribution, strict=True))

    def __iter__(self) -> Iterator[InformationSetName]:
        return iter(self.game.information_sets)

    def __len__(self) -> int:
        return len(self.table)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Beliefs):
            return NotImplemented
        return self.table == other.table and self.game == other.game

    def __hash__(self) -> int:
        return hash(self.table)


@dataclass(frozen=True)
class Assessment:
    """A behaviour profile together with beliefs."""

    profile: BehaviourProfile
    beliefs: Beliefs


def bayes_beliefs(profile: BehaviourProfile) -> Beliefs:
    """Return the beliefs that follow by Bayes' rule; ``None`` at sets that are never reached.

    >>> from negotiation import Chance, Decision, Game, Outcome
    >>> end = Outcome({"A": 0})
    >>> game = Game(
    ...     ("A",),
    ...     Chance(
    ...         {
    ...             "rain": ("1/4", Decision("A", {"go": end}, "h")),
    ...             "sun": ("3/4", Decision("A", {"go": end}, "h")),
    ...         }
    ...     ),
    ... )
    >>> bayes_beliefs(profile_of(game, {"h": "go"}))["h"]
    {('rain',): Fraction(1, 4), ('sun',): Fraction(3, 4)}
    """
    reach = reach_probabilities(profile)
    table: list[Distribution | None] = []
    for infoset in profile.game.tree.infosets:
        weights = [reach[node] for node in infoset.nodes]
        total: Number = ZERO
        for weight in weights:
            total = total + weight
        table.append(None if total == 0 else tuple(weight / total for weight in weights))
    return Beliefs(profile.game, tuple(table))
