"""Large trees: a long row of moves, a wide fan, a full binary tree."""

from __future__ import annotations

from functools import lru_cache

from negotiation.game import Chance, Decision, Game, Node, Outcome

__all__ = ["binary", "fan", "row", "row_root"]


def row_root(moves: int) -> Node:
    """Build ``moves`` decisions in a row, by A and B in turn; going on to the end pays 2 each.

    Every hundredth move is followed by a chance move with a branch of probability zero.
    """
    node: Node = Outcome({"A": 2, "B": 2})
    stop, nothing = Outcome({"A": 1, "B": 1}), Outcome({"A": 0, "B": 0})
    for place in range(moves, 0, -1):
        node = Decision("AB"[place % 2], {"stop": stop, "go on": node})
        if place % 100 == 0:
            node = Chance({"accident": (0, nothing), "none": (1, node)})
    return node


@lru_cache(maxsize=1)
def row(moves: int) -> Game:
    """Build the game of `row_root`; kept, since several tests use it."""
    return Game(("A", "B"), row_root(moves))


def fan(width: int) -> Game:
    """Build one decision with ``width`` actions; the last pays most."""
    return Game(("A",), Decision("A", {str(k): Outcome({"A": k}) for k in range(width)}, "h"))


def binary(depth: int) -> Game:
    """Build a full binary tree of ``2**(depth + 1) - 1`` distinct nodes; A and B in turn."""
    level: list[Node] = [Outcome({"A": k % 7, "B": (k * k) % 11}) for k in range(2**depth)]
    for height in range(depth, 0, -1):
        mover = "AB"[height % 2]
        level = [
            Decision(mover, {"l": level[k], "r": level[k + 1]}) for k in range(0, len(level), 2)
        ]
    return Game(("A", "B"), level[0])
