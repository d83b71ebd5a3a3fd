"""All pure subgame-perfect equilibria of a game with perfect information, ties included.

Where a mover is indifferent, every choice belongs to an equilibrium of the subgame, and each may
lead the players above to other choices.  So the set of equilibria of a subgame is carried up the
tree, not one of its members (Selten 1965; for ties see Osborne and Rubinstein 1994, section 6.2).
With perfect information every equilibrium of a subgame is part of an equilibrium of the whole
game, so no list along the way is longer than the answer, and a game with too many equilibria is
recognised before any of them is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import product, repeat
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import NegotiationError, TooManyEquilibria, count_text
from negotiation.exact import Number, sign
from negotiation.game import BehaviourProfile
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.profile import pure_distribution, weighted_sum

if TYPE_CHECKING:
    from negotiation.game import Game

__all__ = ["count_subgame_perfect", "perfect_information_equilibria"]


def perfect_information_equilibria(game: Game, *, limit: int) -> list[BehaviourProfile]:
    """Find all pure subgame-perfect equilibria of a settled game with perfect information.

    Parameters
    ----------
    game
        A settled game with perfect information.
    limit
        The most equilibria to return.

    Returns
    -------
    list of BehaviourProfile
        In the order of the actions in the tree; not yet certified.

    Raises
    ------
    TooManyEquilibria
        If there are more than ``limit``.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> tie = Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 1})}, "h")
    >>> [each.choice("h") for each in perfect_information_equilibria(Game(("A",), tie), limit=9)]
    ['x', 'y']
    """
    count, exact = count_subgame_perfect(game, limit=limit)
    if count > limit:
        raise TooManyEquilibria(count, limit=limit, exact=exact)
    found = _profiles(game, _continuations(game, limit))
    if exact and len(found) != count:
        message = (
            f"counted {count_text(count)} equilibria but built {len(found)}; "
            "please report this game"
        )
        raise NegotiationError(message)
    return found


def count_subgame_perfect(game: Game, *, limit: int) -> tuple[int, bool]:
    """Count the pure subgame-perfect equilibria without building them.

    For each node, how many equilibria of its subgame have which payoffs.  An action ``a`` with
    payoffs ``v`` is an equilibrium choice together with every combination of equilibria after
    the other actions that give the mover at most ``v``.

    Parameters
    ----------
    game
        A settled game with perfect information.
    limit
        The most distinct payoff vectors that are kept at one node.

    Returns
    -------
    (count, exact)
        ``exact`` is false where chance nodes multiply the distinct payoff vectors beyond
        ``limit``; then ``count`` is a lower bound above ``limit``.
    """
    tree = game.tree
    tables: list[dict[tuple[Number, ...], int] | None] = [None] * len(tree)
    for node in range(len(tree) - 1, -1, -1):
        mover = tree.mover[node]
        if mover == OUTCOME:
            tables[node] = {tree.payoffs[node]: 1}
            continue
        below = [_table(tables, child) for child in tree.children(node)]
        if mover == CHANCE:
            chances = [tree.probability[child] for child in tree.children(node)]
            here = _chance_table(below, chances, limit)
            if here is None:
                # Every combination of what follows is an equilibrium of this subgame.
                return prod(sum(table.values()) for table in below), node == 0
        else:
            here = _decision_table(below, mover)
        if len(here) > limit:
            return sum(here.values()), node == 0
        tables[node] = here
        for child in tree.children(node):
            tables[child] = None  # no longer needed
    return sum(_table(tables, 0).values()), True


def _table(
    tables: Sequence[dict[tuple[Number, ...], int] | None], node: int
) -> dict[tuple[Number, ...], int]:
    table = tables[node]
    if table is None:
        message = f"node {node} was read before it was solved; please report this game"
        raise NegotiationError(message)
    return table


_Row: TypeAlias = "tuple[tuple[Number, ...], int, int]"  # payoffs, action, equilibria


def _decision_table(
    below: Sequence[dict[tuple[Number, ...], int]], mover: int
) -> dict[tuple[Number, ...], int]:
    if len(below) == 1:
        return below[0]
    if all(len(table) == 1 for table in below):
        return _unique_continuations(below, mover)
    # From the worst payoff to the best: how many equilibria after each action give the mover no
    # more, and the product of these counts over the actions.
    rows: list[_Row] = [
        (payoffs, place, count)
        for place, table in enumerate(below)
        for payoffs, count in table.items()
    ]

    def compare(one: _Row, other: _Row) -> int:
        return sign(one[0][mover] - other[0][mover])

    rows.sort(key=cmp_to_key(compare))
    counted: dict[tuple[Number, ...], int] = {}
    no_more = [0] * len(below)
    empty, ways = len(below), 1
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and compare(rows[end], rows[start]) == 0:
            _, place, count = rows[end]
            if no_more[place]:
                ways //= no_more[place]
            else:
                empty -= 1
            no_more[place] += count
            ways *= no_more[place]
            end += 1
        if not empty:
            for payoffs, place, count in rows[start:end]:
                others = ways // no_more[place]
                counted[payoffs] = counted.get(payoffs, 0) + count * others
        start = end
    return counted


def _unique_continuations(
    below: Sequence[dict[tuple[Number, ...], int]], mover: int
) -> dict[tuple[Number, ...], int]:
    """Merge tables without ties below, the usual case: linear in the actions."""
    rows = [next(iter(table.items())) for table in below]
    ways = 1
    for _, count in rows:
        ways *= count
    counted: dict[tuple[Number, ...], int] = {}
    for place in _best_places([payoffs[mover] for payoffs, _ in rows]):
        payoffs, _ = rows[place]
        counted[payoffs] = counted.get(payoffs, 0) + ways
    return counted


def _chance_table(
    below: Sequence[dict[tuple[Number, ...], int]], chances: Sequence[Number], limit: int
) -> dict[tuple[Number, ...], int] | None:
    """Add tables up, or return ``None`` where there are more than ``limit`` payoff vectors."""
    totals: dict[tuple[Number, ...], int] = {}
    for place, (table, chance) in enumerate(zip(below, chances, strict=True)):
        scaled = [
            (tuple(chance * value for value in payoffs), count) for payoffs, count in table.items()
        ]
        if place == 0:
            totals = {}
            for payoffs, count in scaled:
                totals[payoffs] = totals.get(payoffs, 0) + count
            continue
        merged: dict[tuple[Number, ...], int] = {}
        for (sofar, ways), (payoffs, count) in product(totals.items(), scaled):
            added = tuple(one + other for one, other in zip(sofar, payoffs, strict=True))
            merged[added] = merged.get(added, 0) + ways * count
            if len(merged) > limit:
                return None
        totals = merged
    return totals


@dataclass(frozen=True, slots=True)
class _Continuation:
    """An equilibrium of a subgame: payoffs, the move at its root, what follows each move."""

    payoffs: tuple[Number, ...]
    node: int
    chosen: int
    below: tuple[_Continuation, ...]


def _continuations(game: Game, limit: int) -> list[_Continuation]:
    tree = game.tree
    players = range(len(game.players))
    lists: list[list[_Continuation]] = [[] for _ in range(len(tree))]
    for node in range(len(tree) - 1, -1, -1):
        mover = tree.mover[node]
        if mover == OUTCOME:
            lists[node] = [_Continuation(tree.payoffs[node], node, -1, ())]
            continue
        here: list[_Continuation] = []
        for below in product(*(lists[child] for child in tree.children(node))):
            if mover == CHANCE:
                chances = [tree.probability[child] for child in tree.children(node)]
                payoffs = tuple(
                    weighted_sum(chances, [part.payoffs[player] for part in below])
                    for player in players
                )
                here.append(_Continuation(payoffs, node, -1, below))
            else:
                here.extend(
                    _Continuation(below[place].payoffs, node, place, below)
                    for place in _best_places([part.payoffs[mover] for part in below])
                )
            if len(here) > limit:
                raise TooManyEquilibria(len(here), limit=limit, exact=False)
        for child in tree.children(node):
            lists[child] = []
        lists[node] = here
    return lists[0]


def _best_places(values: Sequence[Number]) -> list[int]:
    if all(isinstance(value, Fraction) for value in values):
        most = max(values)  # faster than differences
        return [place for place, value in enumerate(values) if value == most]
    best = [0]
    for place in range(1, len(values)):
        comparison = sign(values[place] - values[best[0]])
        if comparison > 0:
            best = [place]
        elif comparison == 0:
            best.append(place)
    return best


def _profiles(game: Game, continuations: Sequence[_Continuation]) -> list[BehaviourProfile]:
    """Write continuations of the whole game as profiles, in the order of the actions."""
    tree, counts = game.tree, game.action_counts
    packed = bytes if max(counts, default=0) <= 256 else tuple
    choices = [0] * len(tree.infosets)
    found: list[bytes | tuple[int, ...]] = []
    before: _Continuation | None = None
    for continuation in continuations:
        stack: list[tuple[_Continuation, _Continuation | None]] = [(continuation, before)]
        while stack:
            part, old = stack.pop()
            if part is old:
                continue  # chosen already, for the continuation before
            if part.chosen >= 0:
                choices[tree.infoset[part.node]] = part.chosen
            stack.extend(zip(part.below, old.below if old else repeat(None), strict=False))
        found.append(packed(choices))
        before = continuation
    return [
        BehaviourProfile(game, tuple(map(pure_distribution, each, counts)))
        for each in sorted(found)
    ]
