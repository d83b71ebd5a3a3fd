"""Games given by rules: a state, who moves there, which moves there are, and what comes next.

A negotiation of a thousand rounds has far more histories than states.  Where everything that
matters for the rest of play is in the state, equal states may be merged, and the tree becomes a
graph whose size is the number of states (Markov games with perfect information; Maskin and
Tirole 2001 on why play may be taken to depend on the state alone).  `explore` builds the graph,
`unroll` writes the tree out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from negotiation.errors import InvalidGame, InvalidNumber, NotSupported, UnknownName
from negotiation.exact import NumberLike, exact_number
from negotiation.game.compiled import CHANCE, OUTCOME

__all__ = [
    "MergedMove",
    "Mover",
    "Rules",
    "StateGraph",
    "Turn",
    "explore",
    "read_moves",
    "read_payoffs",
]

State = TypeVar("State", bound=Hashable)

ZERO = Fraction(0)
ONE = Fraction(1)


class Turn(Enum):
    """Whose turn it is where it is no player's."""

    CHANCE = "chance"
    """Chance moves; `moves` gives label → probability."""

    END = "end"
    """Play has ended; `payoffs` says what each player gets."""


Mover: TypeAlias = "str | Turn"


@dataclass(frozen=True)
class Rules(Generic[State]):
    """A game with perfect information given by rules instead of a tree.

    A state must hold everything that the rest of play depends on; it may be any hashable value,
    such as a tuple.

    Parameters
    ----------
    players
        The players, in the order in which payoffs are reported.
    start
        The state in which play begins.
    mover
        State → the player who moves there, `Turn.CHANCE`, or `Turn.END`.
    moves
        State → the labels of the moves there; at a chance state label → probability.
    next_state
        State and label → the state that follows.
    payoffs
        State → what each player gets, at an end state.
    stage_payoffs
        State and label → what each player gets on the way, at once when the move is made; nothing
        by default.
    discount
        One discount factor, or player → factor, in (0, 1]; 1 by default.
    takes_time
        State and label → whether a period passes with the move, so that what follows is discounted
        once.  By default every move takes one period.

    Raises
    ------
    InvalidGame
        If the players are malformed or a rule is not a function.
    InvalidNumber
        If a discount factor is no rational number in (0, 1].

    Examples
    --------
    A pot that grows by one with every wait, until somebody takes it.

    >>> from negotiation.game import Rules, Turn, explore
    >>> rules = Rules(
    ...     players=("A", "B"),
    ...     start=(1, False),
    ...     mover=lambda s: Turn.END if s[1] or s[0] > 3 else "BA"[s[0] % 2],
    ...     moves=lambda s: ("take", "wait"),
    ...     next_state=lambda s, move: (s[0], True) if move == "take" else (s[0] + 1, False),
    ...     payoffs=lambda s: {"A": s[0] * (s[0] % 2), "B": s[0] * (1 - s[0] % 2)},
    ... )
    >>> len(explore(rules).states)
    7
    """

    players: tuple[str, ...]
    start: State
    mover: Callable[[State], Mover]
    moves: Callable[[State], Sequence[str] | Mapping[str, NumberLike]]
    next_state: Callable[[State, str], State]
    payoffs: Callable[[State], Mapping[str, NumberLike]]
    stage_payoffs: Callable[[State, str], Mapping[str, NumberLike]] | None = None
    discount: NumberLike | Mapping[str, NumberLike] = 1
    takes_time: Callable[[State, str], bool] | None = None

    def __post_init__(self) -> None:
        players = self.players
        if isinstance(players, str) or not isinstance(players, Sequence) or not players:
            message = f"players must be a tuple of names such as ('A', 'B'), not {players!r}"
            raise InvalidGame(message)
        if len(set(players)) < len(players) or not all(
            isinstance(player, str) and player for player in players
        ):
            message = f"players must be different non-empty names, not {players!r}"
            raise InvalidGame(message)
        object.__setattr__(self, "players", tuple(players))
        for name in ("mover", "moves", "next_state", "payoffs", "stage_payoffs", "takes_time"):
            rule = getattr(self, name)
            if not callable(rule) and not (rule is None and name in _MAY_BE_MISSING):
                message = f"the rule {name!r} must be a function, not {rule!r}"
                raise InvalidGame(message)
        self.discount_factors  # noqa: B018 - read once, so that a wrong factor is refused here

    @cached_property
    def discount_factors(self) -> tuple[Fraction, ...]:
        """The discount factor of each player, in their order."""
        given = self.discount
        if isinstance(given, Mapping):
            for name in given:
                if name not in self.players:
                    raise UnknownName("player", name, self.players)
            factors = [given.get(player, 1) for player in self.players]
        else:
            factors = [given] * len(self.players)
        read: list[Fraction] = []
        for player, factor in zip(self.players, factors, strict=True):
            number = exact_number(factor, what=f"the discount factor of {player!r}")
            if not ZERO < number <= ONE:
                message = f"the discount factor of {player!r} is {number}; it must lie in (0, 1]"
                raise InvalidNumber(message)
            read.append(number)
        return tuple(read)


_MAY_BE_MISSING = frozenset({"stage_payoffs", "takes_time"})


@dataclass(frozen=True, slots=True)
class MergedMove:
    """A move in the graph of states.

    Attributes
    ----------
    label
        Its label.
    target
        The number of the state it leads to.
    probability
        Its probability at a chance state; ``None`` where a player moves.
    stage
        What each player gets at once.
    factors
        By what each player discounts what follows.
    """

    label: str
    target: int
    probability: Fraction | None
    stage: tuple[Fraction, ...]
    factors: tuple[Fraction, ...]

    def worth(self, player: int, continuation: Fraction) -> Fraction:
        """Return what the move is worth to a player if what follows is worth ``continuation``."""
        return self.stage[player] + self.factors[player] * continuation


@dataclass(frozen=True, eq=False)
class StateGraph(Generic[State]):
    """The states that play can reach, numbered, equal ones merged.

    Attributes
    ----------
    rules
        The rules it was explored from.
    states
        The states; number 0 is the start.
    mover
        At each state the number of the player who moves, `CHANCE` or `OUTCOME` as in a compiled
        tree.
    moves
        At each state its moves; none where play ends.
    payoffs
        State number → what each player gets, at end states.
    """

    rules: Rules[State]
    states: tuple[State, ...]
    mover: tuple[int, ...]
    moves: tuple[tuple[MergedMove, ...], ...]
    payoffs: Mapping[int, tuple[Fraction, ...]]

    def __len__(self) -> int:
        return len(self.states)

    @cached_property
    def _numbers(self) -> dict[State, int]:
        return {state: number for number, state in enumerate(self.states)}

    def number(self, state: State) -> int:
        """Return the number of a state.

        Raises
        ------
        UnknownName
            If play cannot reach the state.
        """
        try:
            return self._numbers[state]
        except (KeyError, TypeError):
            raise UnknownName("state", state, self.states[:100]) from None

    @cached_property
    def order(self) -> tuple[int, ...] | None:
        """The states with what follows them first; ``None`` where a state can come back."""
        order = _settled(self.moves, lambda _: True)
        return order if len(order) == len(self) else None

    @cached_property
    def timeless_circle(self) -> State | None:
        """A state that can come back without a discount, or ``None`` where there is none."""
        order = _settled(self.moves, lambda move: any(factor == 1 for factor in move.factors))
        if len(order) == len(self):
            return None
        inside = set(range(len(self))) - set(order)
        return self.states[min(inside)]

    def __repr__(self) -> str:
        return f"StateGraph({len(self)} states, start {self.states[0]!r})"


def _settled(
    moves: Sequence[Sequence[MergedMove]], counts: Callable[[MergedMove], bool]
) -> tuple[int, ...]:
    """List states, what follows first (Kahn 1962); those on or above circles are left out."""
    waiting = [0] * len(moves)
    above: list[list[int]] = [[] for _ in moves]
    for number, here in enumerate(moves):
        for move in here:
            if counts(move):
                waiting[number] += 1
                above[move.target].append(number)
    order = [number for number, count in enumerate(waiting) if count == 0]
    for number in order:  # grows while it is walked
        for upper in above[number]:
            waiting[upper] -= 1
            if waiting[upper] == 0:
                order.append(upper)
    return tuple(order)


def explore(rules: Rules[State], *, limit: int = 1_000_000) -> StateGraph[State]:
    """Find every state that play can reach, merging equal states.

    Parameters
    ----------
    rules
        The rules.
    limit
        The most states to build.

    Returns
    -------
    StateGraph
        Linear in states and moves.

    Raises
    ------
    NotSupported
        If there are more than ``limit`` states.
    InvalidGame
        If a rule gives something malformed; the message names the state.

    Examples
    --------
    >>> from negotiation.game import Rules, Turn, explore
    >>> rules = Rules(
    ...     players=("A",),
    ...     start=0,
    ...     mover=lambda count: "A" if count < 1000 else Turn.END,
    ...     moves=lambda count: ("one", "uno"),
    ...     next_state=lambda count, move: count + 1,
    ...     payoffs=lambda count: {"A": count},
    ... )
    >>> explore(rules)  # the tree would have 2**1000 histories
    StateGraph(1001 states, start 0)
    """
    number = {player: index for index, player in enumerate(rules.players)}
    numbers: dict[State, int] = {}
    states: list[State] = []
    _enter(rules.start, numbers, states, "the start", limit)
    mover: list[int] = []
    moves: list[tuple[MergedMove, ...]] = []
    payoffs: dict[int, tuple[Fraction, ...]] = {}
    for place, state in enumerate(states):  # grows while it is walked
        turn = rules.mover(state)
        if turn is Turn.END:
            mover.append(OUTCOME)
            moves.append(())
            payoffs[place] = read_payoffs(rules, rules.payoffs(state), f"the end state {state!r}")
            continue
        if turn is Turn.CHANCE:
            mover.append(CHANCE)
        elif isinstance(turn, str) and turn in number:
            mover.append(number[turn])
        else:
            message = (
                f"the mover at state {state!r} is {turn!r}; it must be one of "
                f"{list(rules.players)}, Turn.CHANCE or Turn.END"
            )
            raise InvalidGame(message)
        here: list[MergedMove] = []
        for label, chance in read_moves(rules, state, turn):
            where = f"the state after {label!r} at {state!r}"
            target = _enter(rules.next_state(state, label), numbers, states, where, limit)
            here.append(_move(rules, state, label, target, chance))
        moves.append(tuple(here))
    return StateGraph(rules, tuple(states), tuple(mover), tuple(moves), payoffs)


def _enter(
    state: State, numbers: dict[State, int], states: list[State], where: str, limit: int
) -> int:
    try:
        found = numbers.get(state)
    except TypeError:
        message = f"{where} is {state!r}, which is not hashable; use for example a tuple"
        raise InvalidGame(message) from None
    if found is not None:
        return found
    if len(states) >= limit:
        message = (
            f"play can reach more than limit={limit} states, among them {state!r}; raise the "
            "limit, or keep in the state only what the rest of play depends on"
        )
        raise NotSupported(message)
    numbers[state] = len(states)
    states.append(state)
    return numbers[state]


def read_moves(rules: Rules[State], state: State, turn: Mover) -> list[tuple[str, Fraction | None]]:
    """Read the moves at a state: labels, at a chance state with probabilities.

    Raises
    ------
    InvalidGame
        If they are malformed; the message names the state.
    """
    given = rules.moves(state)
    if isinstance(given, str) or not isinstance(given, Sequence | Mapping) or not given:
        message = f"the moves at state {state!r} are {given!r}; give at least one label in a tuple"
        raise InvalidGame(message)
    labels = list(given)
    for label in labels:
        if not isinstance(label, str) or not label:
            message = f"a move at state {state!r} is {label!r}; labels are non-empty texts"
            raise InvalidGame(message)
    if len(set(labels)) < len(labels):
        message = f"two moves at state {state!r} have the same label: {labels}"
        raise InvalidGame(message)
    if turn is not Turn.CHANCE:
        return [(label, None) for label in labels]
    if not isinstance(given, Mapping):
        message = f"chance moves at state {state!r}; give label → probability, not {given!r}"
        raise InvalidGame(message)
    chances = [
        exact_number(chance, what=f"the probability of {label!r} at state {state!r}")
        for label, chance in given.items()
    ]
    if min(chances) < 0 or sum(chances) != 1:
        message = (
            f"the probabilities at state {state!r} are {[str(chance) for chance in chances]}; "
            "they must be at least 0 and sum to exactly 1"
        )
        raise InvalidGame(message)
    return list(zip(labels, chances, strict=True))


def _move(
    rules: Rules[State], state: State, label: str, target: int, chance: Fraction | None
) -> MergedMove:
    nothing = (ZERO,) * len(rules.players)
    stage = nothing
    if rules.stage_payoffs is not None:
        where = f"the move {label!r} at state {state!r}"
        stage = read_payoffs(rules, rules.stage_payoffs(state, label), where)
    timely = rules.takes_time is None or rules.takes_time(state, label)
    factors = rules.discount_factors if timely else (ONE,) * len(rules.players)
    return MergedMove(label, target, chance, stage, factors)


def read_payoffs(
    rules: Rules[State], given: Mapping[str, NumberLike], where: str
) -> tuple[Fraction, ...]:
    """Read what each player gets, in the order of the players.

    Raises
    ------
    InvalidGame
        If a player is unknown or missing; the message names the place.
    """
    if not isinstance(given, Mapping):
        message = f"{where} pays {given!r}; give player → payoff"
        raise InvalidGame(message)
    for name in given:
        if name not in rules.players:
            message = f"{where} pays an {UnknownName('player', name, rules.players)}"
            raise InvalidGame(message)
    missing = [player for player in rules.players if player not in given]
    if missing:
        message = f"{where} has no payoff for {', '.join(map(repr, missing))}"
        raise InvalidGame(message)
    return tuple(
        exact_number(given[player], what=f"the payoff of {player!r} at {where}")
        for player in rules.players
    )
