"""A player's own moves: which of them lead to each node and to each information set.

The own moves on the way to a node form a sequence; sequences form a tree that grows with the
game tree.  With perfect recall every information set of the player has one sequence before it
(Kuhn 1953; von Stengel 1996).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.game.compiled import CompiledTree

__all__ = ["OwnMoves", "own_moves"]


@dataclass(frozen=True, slots=True)
class OwnMoves:
    """The own moves on the way to nodes and information sets.

    Attributes
    ----------
    sequence
        Node number → number of the sequence of own moves that leads to it; 0 is no move.
    moves
        Sequence number → (the sequence before, the information set, the place of the action);
        nothing for sequence 0.
    before
        Information set → the last own (information set, place of the action) before it, or
        ``None`` where there is none.
    forgetful
        The information sets to which different sequences lead: perfect recall fails there.
    """

    sequence: list[int]
    moves: list[tuple[int, int, int]]
    before: dict[int, tuple[int, int] | None]
    forgetful: frozenset[int]


def own_moves(tree: CompiledTree, sets: AbstractSet[int]) -> OwnMoves:
    """Find the own moves that lead to each node; linear in the nodes.

    Parameters
    ----------
    tree
        The compiled tree.
    sets
        The numbers of the information sets whose moves count as own.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> end = Outcome({"A": 0})
    >>> game = Game(("A",), Decision("A", {"on": Decision("A", {"x": end}, "k"), "off": end}, "h"))
    >>> own_moves(game.tree, {0, 1}).before
    {0: None, 1: (0, 0)}
    """
    numbered: dict[tuple[int, int, int], int] = {}
    moves: list[tuple[int, int, int]] = [(-1, -1, -1)]
    sequence = [0] * len(tree)
    for node in range(len(tree)):
        here, infoset = sequence[node], tree.infoset[node]
        if infoset not in sets:
            for child in tree.children(node):
                sequence[child] = here
            continue
        for place, child in enumerate(tree.children(node)):
            key = (here, infoset, place)
            if key not in numbered:
                numbered[key] = len(moves)
                moves.append(key)
            sequence[child] = numbered[key]
    before: dict[int, tuple[int, int] | None] = {}
    forgetful: set[int] = set()
    for number in sorted(sets):
        leading = {sequence[node] for node in tree.infosets[number].nodes}
        if len(leading) > 1:
            forgetful.add(number)
        last = min(leading)
        before[number] = moves[last][1:] if last else None
    return OwnMoves(sequence, moves, before, frozenset(forgetful))
