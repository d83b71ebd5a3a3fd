"""The tree of a game given by rules, written out.

Payoffs on the way and discounts are carried along each history and paid at its end, so equal
states with unequal pasts are different nodes; those with equal pasts share one node object.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from typing import TypeAlias, TypeVar

from negotiation.errors import NotSupported
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.game import Game
from negotiation.game.rules import Rules, StateGraph, explore
from negotiation.game.tree import Chance, Decision, Node, Outcome

__all__ = ["unroll"]

State = TypeVar("State", bound=Hashable)

_Past: TypeAlias = "tuple[int, tuple[Fraction, ...], tuple[Fraction, ...]]"
"""State number, what was paid so far, and by what the future is discounted."""


def unroll(rules: Rules[State], *, limit: int = 1_000_000) -> Game:
    """Write the tree of a game given by rules out.

    Parameters
    ----------
    rules
        The rules.
    limit
        The most nodes of the tree, counted once a history.

    Returns
    -------
    Game
        A game with perfect information; its information sets are named by their histories.

    Raises
    ------
    NotSupported
        If the tree has more than ``limit`` nodes, or play need not end.
    InvalidGame
        If a rule gives something malformed.

    Examples
    --------
    >>> from negotiation.game import Rules, Turn, unroll
    >>> rules = Rules(
    ...     players=("A",),
    ...     start=0,
    ...     mover=lambda count: "A" if count < 2 else Turn.END,
    ...     moves=lambda count: ("one", "uno"),
    ...     next_state=lambda count, move: count + 1,
    ...     payoffs=lambda count: {"A": 8},
    ...     discount="1/2",
    ... )
    >>> len(unroll(rules).outcomes()), unroll(rules).outcomes()[("one", "uno")]
    (4, Outcome(A=2))
    """
    graph = explore(rules, limit=limit)
    if graph.order is None:
        message = (
            "play can come back to a state, so the tree has no end; put the round into the "
            "state, or use solve.stationary"
        )
        raise NotSupported(message)
    players = range(len(rules.players))
    start: _Past = (0, (Fraction(0),) * len(players), (Fraction(1),) * len(players))
    below: dict[_Past, list[_Past]] = {start: []}
    pasts: list[_Past] = [start]
    for past in pasts:  # grows while it is walked
        state, paid, factors = past
        for move in graph.moves[state]:
            follows: _Past = (
                move.target,
                tuple(paid[player] + factors[player] * move.stage[player] for player in players),
                tuple(factors[player] * move.factors[player] for player in players),
            )
            below[past].append(follows)
            if follows not in below:
                below[follows] = []
                pasts.append(follows)
                if len(pasts) > limit:
                    raise _too_large(limit)
    return Game(rules.players, _build(graph, below, limit)[start])


def _build(
    graph: StateGraph[State], below: dict[_Past, list[_Past]], limit: int
) -> dict[_Past, Node]:
    rank = {state: place for place, state in enumerate(graph.order or ())}
    players = graph.rules.players
    built: dict[_Past, Node] = {}
    size: dict[_Past, int] = {}
    for past in sorted(below, key=lambda past: rank[past[0]]):
        state, paid, factors = past
        follows = below[past]
        size[past] = 1 + sum(size[one] for one in follows)
        if size[past] > limit:
            raise _too_large(limit)
        mover = graph.mover[state]
        moves = graph.moves[state]
        if mover == OUTCOME:
            final = graph.payoffs[state]
            built[past] = Outcome(
                {
                    player: paid[place] + factors[place] * final[place]
                    for place, player in enumerate(players)
                }
            )
        elif mover == CHANCE:
            built[past] = Chance(
                {
                    move.label: (move.probability or Fraction(0), built[one])
                    for move, one in zip(moves, follows, strict=True)
                }
            )
        else:
            built[past] = Decision(
                players[mover],
                {move.label: built[one] for move, one in zip(moves, follows, strict=True)},
            )
    return built


def _too_large(limit: int) -> NotSupported:
    message = (
        f"the tree has more than limit={limit} nodes; raise the limit, or solve the rules "
        "themselves with solve.backward_induction"
    )
    return NotSupported(message)
