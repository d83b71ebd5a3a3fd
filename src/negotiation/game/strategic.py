"""The strategic form: every player chooses a whole plan at once.

A strategy names an action at each of a player's information sets; the full form has them all.
The reduced form merges strategies that differ only where the player's own earlier moves exclude
an information set, and loses no Nash equilibrium outcome (Kuhn 1953).  The agent form gives each
information set to an agent of its own with its player's payoffs (Selten 1975).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import (
    ImperfectRecall,
    InvalidProfile,
    NotSupported,
    TooLarge,
    UnknownName,
    count_text,
)
from negotiation.exact import Number, NumberLike, exact, sign
from negotiation.game.information import name_text
from negotiation.game.own_moves import OwnMoves, own_moves
from negotiation.game.plans import (
    OPEN,
    Plan,
    full_count,
    full_plans,
    plan_labels,
    reduced_count,
    reduced_plans,
    sets_of_players,
)
from negotiation.game.profile import BehaviourProfile, pure_distribution, weighted_sum
from negotiation.game.strategic_cells import strategic_payoffs

if TYPE_CHECKING:
    from negotiation.game.game import Game

__all__ = [
    "MixedStrategy",
    "StrategicForm",
    "agent_form",
    "reduced_strategic_form",
    "strategic_form",
]

LARGEST_FORM = 1_000_000
"""How many cells (strategy combinations) a form may have unless the caller says otherwise."""

LARGEST_PLANS = 10_000_000
"""The most actions that all strategies together name; deep trees of few strategies reach it."""

ZERO = Fraction(0)
ONE = Fraction(1)

MixedStrategy: TypeAlias = "tuple[Number, ...]"
"""One probability a strategy."""


@dataclass(frozen=True)
class StrategicForm:
    """A game in strategic form.

    Build one with `strategic_form`, `reduced_strategic_form` or `agent_form`.

    Attributes
    ----------
    game
        The game, without symbols and guards.
    kind
        ``"full"``, ``"reduced"`` or ``"agent"``.
    players
        The players; in the agent form the agents.
    strategies
        One tuple of labels a player.  No two strategies of a player have the same label.
    payoffs
        One payoff a strategy combination for each player, the last player's strategy varying
        fastest.
    sets
        For each player the numbers of the information sets that plans speak of.
    plans
        For each player and strategy the place of the action at each of these sets; `OPEN` where
        the player's own earlier moves exclude it.
    """

    game: Game
    kind: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: tuple[tuple[Number, ...], ...] = field(repr=False)
    sets: tuple[tuple[int, ...], ...] = field(repr=False)
    plans: tuple[tuple[Plan, ...], ...] = field(repr=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many strategies each player has."""
        return tuple(len(labels) for labels in self.strategies)

    @property
    def strides(self) -> tuple[int, ...]:
        """How far apart in ``payoffs`` two neighbouring strategies of each player are."""
        strides = [1] * len(self.strategies)
        for player in range(len(self.strategies) - 2, -1, -1):
            strides[player] = strides[player + 1] * len(self.strategies[player + 1])
        return tuple(strides)

    def payoff(self, combination: Mapping[str, str]) -> dict[str, Number]:
        """Return every player's payoff under a strategy combination.

        Parameters
        ----------
        combination
            Player → label of a strategy.

        Raises
        ------
        UnknownName
            If a player or a strategy does not exist, or a player is left out.
        """
        mixture = self.mixture(combination)
        cell = sum(
            stride * strategy.index(ONE)
            for stride, strategy in zip(self.strides, mixture, strict=True)
        )
        return {
            player: payoffs[cell]
            for player, payoffs in zip(self.players, self.payoffs, strict=True)
        }

    def matrix(self, player: str) -> tuple[tuple[Number, ...], ...]:
        """Return a player's payoffs in a two-player form as rows, the first player's strategies.

        Raises
        ------
        NotSupported
            If there are not two players.
        UnknownName
            If the player does not exist.
        """
        if len(self.players) != 2:
            message = (
                f"the form has {len(self.players)} players, and a matrix needs two; "
                "read .payoffs with .strides instead"
            )
            raise NotSupported(message)
        if player not in self.players:
            raise UnknownName("player", player, self.players)
        flat, width = self.payoffs[self.players.index(player)], len(self.strategies[1])
        return tuple(flat[start : start + width] for start in range(0, len(flat), width))

    def mixture(
        self, strategies: Mapping[str, str | Mapping[str, NumberLike]]
    ) -> tuple[MixedStrategy, ...]:
        """Read a mixed strategy for each player.

        Parameters
        ----------
        strategies
            Player → the label of a strategy, or label → probability.

        Raises
        ------
        UnknownName
            If a player or a strategy does not exist, or a player is left out.
        InvalidProfile
            If probabilities are negative or do not sum to 1.
        """
        for player in strategies:
            if player not in self.players:
                raise UnknownName("player", player, self.players)
        mixed: list[MixedStrategy] = []
        for player, labels in zip(self.players, self.strategies, strict=True):
            if player not in strategies:
                message = f"no strategy is given for {player!r}; every player needs one"
                raise InvalidProfile(message)
            chosen = strategies[player]
            weights: Mapping[str, NumberLike] = {chosen: 1} if isinstance(chosen, str) else chosen
            for label in weights:
                if label not in labels:
                    raise UnknownName(f"strategy of {player!r}", label, labels)
            mixed.append(tuple(exact(weights.get(label, 0)) for label in labels))
        self._check(mixed)
        return tuple(mixed)

    def _check(self, mixture: Sequence[Sequence[Number]]) -> None:
        if tuple(len(weights) for weights in mixture) != self.shape:
            message = f"a mixture needs {self.shape} weights, one a strategy of each player"
            raise InvalidProfile(message)
        for player, weights in zip(self.players, mixture, strict=True):
            total: Number = ZERO
            for weight in weights:
                total = total + weight
                if sign(weight) < 0:
                    message = f"a strategy of {player!r} has probability {weight}, below 0"
                    raise InvalidProfile(message)
            if sign(total - 1) != 0:
                message = f"the probabilities of {player!r} sum to {total}, and must sum to 1"
                raise InvalidProfile(message)

    def behaviour(self, mixture: Sequence[Sequence[Number]]) -> BehaviourProfile:
        """Turn mixed strategies into a behaviour profile with the same outcomes (Kuhn 1953).

        At an information set an action has the probability of the strategies that play towards
        the set and take the action, among those that play towards it.  Where none of them does,
        the full form keeps what the strategies say there, and the other forms take the first
        action.

        Parameters
        ----------
        mixture
            One probability a strategy for each player, such as `mixture` returns.

        Raises
        ------
        ImperfectRecall
            If a player who mixes lacks perfect recall, so that behaviour may not imitate the
            mixture; the information set is named.
        InvalidProfile
            If the weights do not fit the form, are negative, or do not sum to 1.

        Examples
        --------
        >>> from negotiation.game import simultaneous_game
        >>> pennies = simultaneous_game([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
        >>> form = reduced_strategic_form(pennies)
        >>> mixed = form.mixture({"row": {"1": "1/3", "2": "2/3"}, "column": "1"})
        >>> form.behaviour(mixed)
        BehaviourProfile(row: 1 1/3, 2 2/3; column: 1)
        """
        self._check(mixture)
        table: list[tuple[Number, ...]] = [()] * len(self.game.tree.infosets)
        for sets, plans, weights in zip(self.sets, self.plans, mixture, strict=True):
            mixed = {
                plan: weight for plan, weight in zip(plans, weights, strict=True) if weight != 0
            }
            for infoset, distribution in self._imitate(sets, mixed):
                table[infoset] = distribution
        return BehaviourProfile(self.game, tuple(table))

    def _imitate(
        self, sets: tuple[int, ...], mixed: Mapping[Plan, Number]
    ) -> list[tuple[int, tuple[Number, ...]]]:
        infosets = self.game.tree.infosets
        if len(mixed) == 1:
            [plan] = mixed
            return [
                (infoset, pure_distribution(max(place, 0), len(infosets[infoset].actions)))
                for infoset, place in zip(sets, plan, strict=True)
            ]
        own = own_moves(self.game.tree, frozenset(sets))
        index = {infoset: place for place, infoset in enumerate(sets)}
        reached: dict[tuple[Plan, int], bool] = {}
        answer: list[tuple[int, tuple[Number, ...]]] = []
        for place, infoset in enumerate(sets):
            before = _move_before(self.game, own, infoset)
            for plan in mixed:
                reached[plan, infoset] = before is None or (
                    plan[index[before[0]]] == before[1] and reached[plan, before[0]]
                )
            speaking = [plan for plan in mixed if reached[plan, infoset]] or list(mixed)
            count = len(infosets[infoset].actions)
            if speaking[0][place] == OPEN:
                answer.append((infoset, pure_distribution(0, count)))
                continue
            total = weighted_sum([mixed[plan] for plan in speaking], [ONE] * len(speaking))
            shares = [
                weighted_sum(
                    [mixed[plan] for plan in speaking if plan[place] == action],
                    [ONE for plan in speaking if plan[place] == action],
                )
                for action in range(count)
            ]
            answer.append((infoset, tuple(share / total for share in shares)))
        return answer


def _move_before(game: Game, own: OwnMoves, infoset: int) -> tuple[int, int] | None:
    """Return the own (set, action) that leads to a set; refuse where it is not one."""
    if infoset in own.forgetful:
        name = name_text(game.information_sets.at(infoset).name)
        message = (
            f"{game.information_sets.at(infoset).player!r} lacks perfect recall at information set "
            f"{name!r}, so a mixed strategy need not have an equivalent behaviour; "
            "give pure strategies, or split the set by what the player did before"
        )
        raise ImperfectRecall(message)
    return own.before[infoset]


def strategic_form(game: Game, *, limit: int = LARGEST_FORM) -> StrategicForm:
    """Write a game in full strategic form: an action at every information set of a player.

    Parameters
    ----------
    game
        A game without symbols; its guards are settled first.
    limit
        The most strategy combinations.

    Raises
    ------
    TooLarge
        If there are more strategy combinations than ``limit``; the message has the count.
    MissingParameter
        If symbols are left without a value.

    Notes
    -----
    Linear in the strategy combinations times the outcomes each can lead to.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> zero = Outcome({"A": 0, "B": 0})
    >>> after = Decision("A", {"sign": Outcome({"A": 2, "B": 1}), "walk": zero}, "answer")
    >>> game = Game(
    ...     ("A", "B"),
    ...     Decision(
    ...         "A",
    ...         {"talk": Decision("B", {"offer": after, "none": zero}, "offer"), "leave": zero},
    ...         "opening",
    ...     ),
    ... )
    >>> strategic_form(game).strategies[0]  # doctest: +NORMALIZE_WHITESPACE
    ('opening: talk; answer: sign', 'opening: talk; answer: walk',
     'opening: leave; answer: sign', 'opening: leave; answer: walk')
    >>> reduced_strategic_form(game).strategies[0]
    ('opening: talk; answer: sign', 'opening: talk; answer: walk', 'opening: leave')
    """
    game = game.settled
    sets = sets_of_players(game)
    _refuse_too_large(game, [full_count(game, own) for own in sets], limit)
    plans = [full_plans(game, own) for own in sets]
    return _form(game, "full", _players(game), sets, plans)


def reduced_strategic_form(game: Game, *, limit: int = LARGEST_FORM) -> StrategicForm:
    """Write a game in reduced strategic form.

    Strategies that differ only at information sets which the player's own earlier moves exclude
    are one strategy, whose label leaves those sets out.

    Parameters
    ----------
    game
        A game without symbols; its guards are settled first.
    limit
        The most strategy combinations.

    Raises
    ------
    ImperfectRecall
        If a player lacks perfect recall; the information set is named.
    TooLarge
        If there are more strategy combinations than ``limit``, or too many actions in them.
    MissingParameter
        If symbols are left without a value.
    """
    game = game.settled
    forgetful = game.forgetful_set
    if forgetful is not None:
        message = (
            f"{forgetful.player!r} lacks perfect recall at information set "
            f"{name_text(forgetful.name)!r}, and the reduced strategic form needs it; "
            "use strategic_form, which has every strategy"
        )
        raise ImperfectRecall(message)
    sets = sets_of_players(game)
    own = [own_moves(game.tree, frozenset(group)) for group in sets]
    counts = [reduced_count(game, group, moves) for group, moves in zip(sets, own, strict=True)]
    _refuse_too_large(game, counts, limit)
    named = sum(count * len(group) for count, group in zip(counts, sets, strict=True))
    if named > LARGEST_PLANS:
        message = (
            f"the strategies of the reduced form name {count_text(named)} actions, more than "
            f"{LARGEST_PLANS}; use a method on the tree"
        )
        raise TooLarge(message)
    plans = [reduced_plans(game, group, moves) for group, moves in zip(sets, own, strict=True)]
    return _form(game, "reduced", _players(game), sets, plans)


def agent_form(game: Game, *, limit: int = LARGEST_FORM) -> StrategicForm:
    """Write a game in agent form: each information set is an agent with its player's payoffs.

    Parameters
    ----------
    game
        A game without symbols; its guards are settled first.
    limit
        The most strategy combinations.

    Raises
    ------
    TooLarge
        If there are more strategy combinations than ``limit``; the message has the count.
    MissingParameter
        If symbols are left without a value.
    """
    game = game.settled
    sets = [(number,) for number in range(len(game.tree.infosets))]
    _refuse_too_large(game, [full_count(game, own) for own in sets], limit)
    plans = [full_plans(game, own) for own in sets]
    owners = [infoset.player for infoset in game.tree.infosets]
    infosets = [game.information_sets.at(number) for number in range(len(sets))]
    agents = [f"{infoset.player} at {name_text(infoset.name)}" for infoset in infosets]
    if len(set(agents)) < len(agents):
        agents = [f"{infoset.player!r} at {infoset.name!r}" for infoset in infosets]
    return _form(game, "agent", list(zip(agents, owners, strict=True)), sets, plans)


def _players(game: Game) -> list[tuple[str, int]]:
    return [(name, number) for number, name in enumerate(game.players)]


def _refuse_too_large(game: Game, counts: Sequence[int], limit: int) -> None:
    cells = 1
    for count in counts:
        cells *= count
    if cells > limit:
        message = (
            f"the form has {count_text(cells)} strategy combinations, more than limit={limit}, in "
            f"a game of {len(game.tree)} nodes; raise the limit, or use a method on the tree"
        )
        raise TooLarge(message)


def _form(
    game: Game,
    kind: str,
    choosers: Sequence[tuple[str, int]],
    sets: Sequence[tuple[int, ...]],
    plans: Sequence[list[Plan]],
) -> StrategicForm:
    """Fill in labels and payoffs; a chooser is a name and the number of the player it acts for."""
    cells = strategic_payoffs(game, sets, plans)
    return StrategicForm(
        game=game,
        kind=kind,
        players=tuple(name for name, _ in choosers),
        strategies=tuple(
            plan_labels(game, group, own) for group, own in zip(sets, plans, strict=True)
        ),
        payoffs=tuple(cells[player] for _, player in choosers),
        sets=tuple(sets),
        plans=tuple(tuple(own) for own in plans),
    )
