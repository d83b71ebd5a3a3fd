"""Games given by rules, straight to arrays: no node, move or payoff becomes an object of its own.

Equal states are one node.  A state's level is the length of the longest way to it from the start
(Kahn 1962), so every move leads to a later level and one pass over the levels from the last to
the first solves the game.  Linear in states and moves.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from negotiation.errors import InvalidGame, NotSupported
from negotiation.game.arrays import NONE, GameArrays, Table
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.rules import Mover, Rules, Turn, read_moves, read_payoffs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.exact import NumberLike

__all__ = ["arrays_of_rules"]

State = TypeVar("State", bound=Hashable)


def arrays_of_rules(rules: Rules[State], *, limit: int = 20_000_000) -> GameArrays:
    """Lay the states that play can reach out as arrays.

    Parameters
    ----------
    rules
        The rules.
    limit
        The most states.

    Raises
    ------
    NotSupported
        If a state can come back, so that there is no last level, or there are too many states.
    InvalidGame
        If a rule gives something malformed; the message names the state.

    Examples
    --------
    A thousand rounds; the tree would have 2**1000 histories.

    >>> from negotiation.game import Rules, Turn
    >>> rules = Rules(
    ...     players=("A", "B"),
    ...     start=0,
    ...     mover=lambda count: "AB"[count % 2] if count < 1000 else Turn.END,
    ...     moves=lambda count: ("one", "uno"),
    ...     next_state=lambda count, move: count + 1,
    ...     payoffs=lambda count: {"A": count, "B": 0},
    ... )
    >>> arrays_of_rules(rules)
    GameArrays(1001 nodes in 1001 levels, 2000 moves, 1 outcomes)
    """
    found = _Exploration(rules, limit)
    found.run()
    return found.arranged()


class _Exploration(Generic[State]):
    """The lists that grow while states are found."""

    def __init__(self, rules: Rules[State], limit: int) -> None:
        self.rules = rules
        self.limit = limit
        self.numbers, self.labels = Table(), Table()
        self.states: list[State] = []
        self.mover: list[int] = []
        self.first: list[int] = [0]
        self.target: list[int] = []
        self.label: list[int] = []
        self.probability: list[int] = []
        self.stage: list[tuple[int, ...]] = []
        self.timely: list[bool] = []
        self.payoff: list[tuple[int, ...]] = []
        self._paid: dict[object, tuple[int, ...]] = {}

    def run(self) -> None:
        rules, states, limit = self.rules, self.states, self.limit
        player = {name: place for place, name in enumerate(rules.players)}
        number_of: dict[State, int] = {}
        target, next_state = self.target, rules.next_state
        plain = rules.stage_payoffs is None and rules.takes_time is None
        known: dict[tuple[str, ...], list[int]] = {}
        try:
            number_of[rules.start] = 0
        except TypeError:
            self._refuse_unhashable("the start", rules.start)
        states.append(rules.start)
        for state in states:  # grows while it is walked
            turn = rules.mover(state)
            if turn is Turn.END:
                self.mover.append(OUTCOME)
                self.payoff.append(self._end(state))
                self.first.append(len(target))
                continue
            if turn is Turn.CHANCE:
                self.mover.append(CHANCE)
            elif isinstance(turn, str) and turn in player:
                self.mover.append(player[turn])
            else:
                self._refuse_mover(state, turn)
            given = rules.moves(state) if turn is not Turn.CHANCE else None
            here = known.get(given) if type(given) is tuple else None
            if here is None:
                here = self._labels(state, turn)
                if type(given) is tuple:
                    known[given] = here
            words = self.labels.values
            self.label += here
            if given is not None:
                self.probability += [NONE] * len(here)
            for place in here:
                word: str = words[place]  # type: ignore[assignment]  # only texts were put in
                after = next_state(state, word)
                try:
                    number = number_of.setdefault(after, len(states))
                except TypeError:
                    self._refuse_unhashable(f"the state after {word!r} at {state!r}", after)
                if number == len(states):
                    if number >= limit:
                        self._refuse_many(after)
                    states.append(after)
                target.append(number)
                if not plain:
                    self._on_the_way(state, word)
            self.first.append(len(target))

    def _end(self, state: State) -> tuple[int, ...]:
        given = self.rules.payoffs(state)
        if not isinstance(given, Mapping):
            return self._pays(given, f"the end state {state!r}")
        try:
            key = (tuple(given.items()), tuple(map(type, given.values())))
            paid = self._paid.get(key)
        except TypeError:  # something unhashable, which the reader refuses
            return self._pays(given, f"the end state {state!r}")
        if paid is None:
            paid = self._paid[key] = self._pays(given, f"the end state {state!r}")
        return paid

    def _pays(self, given: Mapping[str, NumberLike], where: str) -> tuple[int, ...]:
        payoffs = read_payoffs(self.rules, given, where)
        return tuple(self.numbers.place(value) for value in payoffs)

    def _labels(self, state: State, turn: Mover) -> list[int]:
        read = read_moves(self.rules, state, turn)
        if turn is Turn.CHANCE:
            self.probability += [self.numbers.place(chance) for _, chance in read]
        return [self.labels.place(label) for label, _ in read]

    def _on_the_way(self, state: State, label: str) -> None:
        rules = self.rules
        if rules.stage_payoffs is not None:
            where = f"the move {label!r} at state {state!r}"
            self.stage.append(self._pays(rules.stage_payoffs(state, label), where))
        if rules.takes_time is not None:
            self.timely.append(bool(rules.takes_time(state, label)))

    def _refuse_unhashable(self, where: str, state: object) -> NoReturn:
        message = f"{where} is {state!r}, which is not hashable; use for example a tuple"
        raise InvalidGame(message)

    def _refuse_mover(self, state: State, turn: Mover) -> NoReturn:
        message = (
            f"the mover at state {state!r} is {turn!r}; it must be one of "
            f"{list(self.rules.players)}, Turn.CHANCE or Turn.END"
        )
        raise InvalidGame(message)

    def _refuse_many(self, state: State) -> NoReturn:
        message = (
            f"play can reach more than limit={self.limit} states, among them {state!r}; raise the "
            "limit, or keep in the state only what the rest of play depends on"
        )
        raise NotSupported(message)

    def arranged(self) -> GameArrays:
        """Return the arrays, the states numbered by level."""
        import numpy as np

        level = np.array(self._levels(), dtype=np.int64)
        order = np.argsort(level, kind="stable")
        number = np.empty(len(order), dtype=np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        first = np.array(self.first, dtype=np.int64)
        edges, moved = _edges_in(order, first)
        mover = np.array(self.mover, dtype=np.int16)[order]
        ends = np.flatnonzero(np.array(self.mover) == OUTCOME)
        payoff = np.array(self.payoff, dtype=np.int32).reshape(-1, len(self.rules.players))
        return GameArrays(
            players=self.rules.players,
            levels=np.concatenate([[0], np.cumsum(np.bincount(level))]).astype(np.int64),
            first=moved,
            target=number[np.array(self.target, dtype=np.int64)[edges]],
            mover=mover,
            payoff=payoff[np.argsort(number[ends], kind="stable")],
            label=np.array(self.label, dtype=np.int32)[edges],
            probability=self._probability(edges),
            stage=np.array(self.stage, dtype=np.int32)[edges] if self.stage else None,
            factor=self._factor(edges),
            infoset=np.full(len(order), NONE, dtype=np.int32),
            outcome_label=np.full(len(payoff), NONE, dtype=np.int32),
            numbers=tuple(self.numbers.values),  # type: ignore[arg-type]  # only numbers were put in
            labels=tuple(self.labels.values),  # type: ignore[arg-type]  # only texts were put in
            names=(),
            states=[self.states[place] for place in order.tolist()],
        )

    def _probability(self, edges: NDArray[np.int64]) -> NDArray[np.int32] | None:
        import numpy as np

        if CHANCE not in self.mover:
            return None
        return np.array(self.probability, dtype=np.int32)[edges]

    def _factor(self, edges: NDArray[np.int64]) -> NDArray[np.int32] | None:
        import numpy as np

        factors = self.rules.discount_factors
        if all(factor == 1 for factor in factors):
            return None
        timely = np.array([self.numbers.place(factor) for factor in factors], dtype=np.int32)
        at_once = np.full(len(factors), self.numbers.place(factors[0] ** 0), dtype=np.int32)
        if self.rules.takes_time is None:
            return np.broadcast_to(timely, (len(edges), len(factors))).copy()
        passes = np.array(self.timely, dtype=bool)[edges]
        return np.where(passes[:, None], timely, at_once)

    def _levels(self) -> list[int]:
        target, first = self.target, self.first
        waiting = [0] * len(self.states)
        for after in target:
            waiting[after] += 1
        level = [0] * len(self.states)
        order = [0] if not waiting[0] else []
        for number in order:  # grows while it is walked
            below = level[number] + 1
            for after in target[first[number] : first[number + 1]]:
                if level[after] < below:  # noqa: PLR1730 - max() takes twice the time
                    level[after] = below
                waiting[after] -= 1
                if not waiting[after]:
                    order.append(after)
        if len(order) < len(self.states):
            message = (
                "play can come back to a state, so there is no end to reason back from; "
                "use solve.stationary, or put the round into the state"
            )
            raise NotSupported(message)
        return level


def _edges_in(
    order: NDArray[np.int64], first: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the old edge at each new place, and the new offsets."""
    import numpy as np

    widths = np.diff(first)[order]
    moved = np.zeros(len(order) + 1, dtype=np.int64)
    np.cumsum(widths, out=moved[1:])
    shift = np.repeat(first[:-1][order] - moved[:-1], widths)
    return np.arange(moved[-1], dtype=np.int64) + shift, moved
