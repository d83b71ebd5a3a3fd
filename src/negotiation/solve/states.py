"""Backward induction on a graph of states, and the equilibrium it gives.

With perfect information and payoffs that depend on the past only through the state, the value
of a state is found once, however many histories lead to it (Zermelo 1913; Bellman 1957).
Linear in states and moves.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar

from negotiation.errors import NotSupported
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.rules import Rules, StateGraph, explore

__all__ = ["StateEquilibrium", "backward_induction_on_states"]

State = TypeVar("State", bound=Hashable)

ZERO = Fraction(0)


@dataclass(frozen=True, eq=False)
class StateEquilibrium(Generic[State]):
    """A subgame-perfect equilibrium in strategies that depend on the state alone.

    Attributes
    ----------
    concept
        The solution concept.
    graph
        The states and the moves between them.
    values
        At each state, by number, what play from there on is worth to each player.
    choices
        At each state, by number, the place of the chosen move; -1 where nobody chooses.
    """

    concept: str
    graph: StateGraph[State] = field(repr=False)
    values: tuple[tuple[Fraction, ...], ...] = field(repr=False)
    choices: tuple[int, ...] = field(repr=False)

    @property
    def rules(self) -> Rules[State]:
        """The rules of the game."""
        return self.graph.rules

    @property
    def payoffs(self) -> Mapping[str, Fraction]:
        """Player → expected payoff at the start."""
        return dict(zip(self.rules.players, self.values[0], strict=True))

    def value(self, state: State) -> Mapping[str, Fraction]:
        """Return player → expected payoff of play from a state on, seen from there."""
        return dict(zip(self.rules.players, self.values[self.graph.number(state)], strict=True))

    def choice(self, state: State) -> str | None:
        """Return the move chosen at a state; ``None`` where chance moves or play has ended."""
        number = self.graph.number(state)
        place = self.choices[number]
        return None if place < 0 else self.graph.moves[number][place].label

    @cached_property
    def _walk(self) -> tuple[tuple[str, ...], str]:
        labels: list[str] = []
        seen: set[int] = set()
        number = 0
        while number not in seen:
            seen.add(number)
            moves, place = self.graph.moves[number], self.choices[number]
            if not moves:
                return tuple(labels), ""
            if place < 0:
                certain = [index for index, move in enumerate(moves) if move.probability == 1]
                if not certain:
                    return tuple(labels), "chance"
                place = certain[0]
            labels.append(moves[place].label)
            number = moves[place].target
        return tuple(labels), "again"

    @property
    def path(self) -> tuple[str, ...]:
        """The certain part of play: up to the end, the first chance move, or the first return."""
        return self._walk[0]

    @cached_property
    def largest_regret(self) -> Fraction:
        """The most a mover could gain anywhere by another move, play then going on as described.

        Zero iff the strategies are subgame perfect, by the one-shot deviation principle
        (Blackwell 1965), which holds since play ends or is discounted.
        """
        most = ZERO
        for number, place in enumerate(self.choices):
            if place < 0:
                continue
            mover = self.graph.mover[number]
            worths = [
                move.worth(mover, self.values[move.target][mover])
                for move in self.graph.moves[number]
            ]
            most = max(most, max(worths) - worths[place])
        return most

    def verify(self) -> bool:
        """Recompute: every value follows from the choices, and no other move is better."""
        return self._values_hold() and self.largest_regret == 0

    def _values_hold(self) -> bool:
        players = range(len(self.rules.players))
        for number, moves in enumerate(self.graph.moves):
            mover, place = self.graph.mover[number], self.choices[number]
            if mover == OUTCOME:
                right = self.graph.payoffs[number]
            elif mover == CHANCE:
                right = tuple(
                    sum(
                        (
                            (move.probability or ZERO)
                            * move.worth(player, self.values[move.target][player])
                            for move in moves
                        ),
                        ZERO,
                    )
                    for player in players
                )
            else:
                if not 0 <= place < len(moves):
                    return False
                move = moves[place]
                right = tuple(
                    move.worth(player, self.values[move.target][player]) for player in players
                )
            if right != self.values[number]:
                return False
        return True

    def __str__(self) -> str:
        labels, ending = self._walk
        shown = " → ".join(labels[:12]) or "(nothing certain)"
        if len(labels) > 12:
            shown += f" → … ({len(labels)} moves)"
        if ending:
            shown += {"chance": ", then chance", "again": ", and so on for ever"}[ending]
        decided = [number for number, place in enumerate(self.choices) if place >= 0]
        lines = [f"{self.concept[0].upper()}{self.concept[1:]} equilibrium"]
        for number in decided[:SHOWN_STATES]:
            player = self.rules.players[self.graph.mover[number]]
            label = self.graph.moves[number][self.choices[number]].label
            lines.append(f"  {player}  {self.graph.states[number]!r}  {label}")
        if len(decided) > SHOWN_STATES:
            lines.append(f"  … and {len(decided) - SHOWN_STATES} more states")
        lines.append(f"  path: {shown}")
        pays = ", ".join(f"{player} {pay}" for player, pay in self.payoffs.items())
        lines.append(f"  payoffs: {pays}")
        lines.append(
            f"  certificate: {len(self.graph)} states, largest one-shot regret "
            f"{self.largest_regret}"
        )
        return "\n".join(lines)


SHOWN_STATES = 20
"""How many states an equilibrium prints."""


def backward_induction_on_states(
    rules: Rules[State], *, limit: int = 1_000_000
) -> StateEquilibrium[State]:
    """Find one pure subgame-perfect equilibrium of a game given by rules that must end.

    Ties go to the move listed first.

    Parameters
    ----------
    rules
        The rules.
    limit
        The most states.

    Raises
    ------
    NotSupported
        If a state can come back, so that play need not end, or there are too many states.
    InvalidGame
        If a rule gives something malformed.

    Examples
    --------
    Two players take one or two of four matches in turn; who takes the last one wins.

    >>> from negotiation.game import Rules, Turn
    >>> rules = Rules(
    ...     players=("A", "B"),
    ...     start=(4, "A"),
    ...     mover=lambda s: s[1] if s[0] > 0 else Turn.END,
    ...     moves=lambda s: ("one", "two") if s[0] > 1 else ("one",),
    ...     next_state=lambda s, move: (s[0] - (1 if move == "one" else 2), "AB"[s[1] == "A"]),
    ...     payoffs=lambda s: {"A": int(s[1] == "B"), "B": int(s[1] == "A")},
    ... )
    >>> equilibrium = backward_induction_on_states(rules)
    >>> equilibrium.choice((4, "A")), equilibrium.payoffs["A"]
    ('one', Fraction(1, 1))
    """
    graph = explore(rules, limit=limit)
    if graph.order is None:
        message = (
            "play can come back to a state, so there is no end to reason back from; "
            "use solve.stationary, or put the round into the state"
        )
        raise NotSupported(message)
    players = range(len(rules.players))
    values: list[tuple[Fraction, ...]] = [()] * len(graph)
    choices = [-1] * len(graph)
    for number in graph.order:
        mover, moves = graph.mover[number], graph.moves[number]
        if mover == OUTCOME:
            values[number] = graph.payoffs[number]
        elif mover == CHANCE:
            values[number] = tuple(
                sum(
                    (
                        (move.probability or ZERO) * move.worth(player, values[move.target][player])
                        for move in moves
                    ),
                    ZERO,
                )
                for player in players
            )
        else:
            worths = [move.worth(mover, values[move.target][mover]) for move in moves]
            place = worths.index(max(worths))
            choices[number] = place
            move = moves[place]
            values[number] = tuple(
                move.worth(player, values[move.target][player]) for player in players
            )
    return StateEquilibrium("subgame perfect", graph, tuple(values), tuple(choices))
