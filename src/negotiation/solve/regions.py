"""Regions: what is left of a subgame when the subgames nested in it are cut out.

Each decision and chance node belongs to the region of the smallest subgame that holds it.  An
information set lies in one region, since subgames do not cut information sets (Selten 1965).  With
payoffs in place of the nested subgames a region is a game by itself, without proper subgames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from negotiation.game import Chance, Decision, Game, Node, Outcome
from negotiation.game.compiled import CHANCE, OUTCOME

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game.compiled import CompiledTree

__all__ = ["Payoffs", "Region", "region_game", "regions"]

Payoffs: TypeAlias = "tuple[Number, ...]"
"""One payoff a player."""


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a subgame that lies in no smaller subgame.

    Attributes
    ----------
    tree
        The whole tree.
    root
        The number of the node at which the subgame begins.
    nodes
        The numbers of its nodes in the order of the tree, where it ends included.
    below
        The roots of the nested subgames at which it ends.
    infosets
        The numbers of its information sets.
    has_chance
        Whether it has a chance node.
    """

    tree: CompiledTree
    root: int
    nodes: tuple[int, ...]
    below: tuple[int, ...]
    infosets: tuple[int, ...]
    has_chance: bool

    @property
    def is_one_choice(self) -> bool:
        """Whether all there is to it is one decision at a single node."""
        return (
            not self.has_chance
            and len(self.infosets) == 1
            and len(self.tree.infosets[self.infosets[0]].nodes) == 1
        )


def regions(game: Game) -> list[Region]:
    """Return the regions of a game, nested subgames first; linear in the nodes.

    >>> from negotiation import Decision, Game, Outcome
    >>> end = Outcome({"A": 0})
    >>> game = Game(("A",), Decision("A", {"x": Decision("A", {"y": end}), "z": end}))
    >>> [(region.root, region.nodes, region.below) for region in regions(game)]
    [(1, (1, 3), ()), (0, (0, 1, 2), (1,))]
    """
    roots = set(game.subgame_roots)
    return [_region(game.tree, root, roots) for root in reversed(game.subgame_roots)]


def _region(tree: CompiledTree, root: int, roots: set[int]) -> Region:
    nodes = [root]
    below: list[int] = []
    infosets: set[int] = set()
    has_chance = False
    for node in nodes:  # grows while it is walked
        if node != root and node in roots:
            below.append(node)
            continue
        if tree.mover[node] == CHANCE:
            has_chance = True
        elif tree.mover[node] != OUTCOME:
            infosets.add(tree.infoset[node])
        nodes.extend(tree.children(node))
    return Region(tree, root, tuple(nodes), tuple(below), tuple(sorted(infosets)), has_chance)


def region_game(game: Game, region: Region, payoffs: Mapping[int, Payoffs]) -> Game:
    """Write a region as a game that ends in payoffs where nested subgames begin.

    Parameters
    ----------
    game
        The whole game.
    region
        One of its regions.
    payoffs
        The root of each nested subgame → payoffs.

    Returns
    -------
    Game
        Its information sets are those of the region, in the same order.
    """
    tree = game.tree
    built: dict[int, Node] = {}
    for node in reversed(region.nodes):
        mover = tree.mover[node]
        if node in payoffs:
            built[node] = Outcome(dict(zip(game.players, payoffs[node], strict=True)))
        elif mover == OUTCOME:
            built[node] = tree.nodes[node]
        elif mover == CHANCE:
            built[node] = Chance(
                {
                    tree.label[child]: (tree.probability[child], built[child])
                    for child in tree.children(node)
                }
            )
        else:
            built[node] = Decision(
                game.players[mover],
                {tree.label[child]: built[child] for child in tree.children(node)},
                tree.infosets[tree.infoset[node]].label,
            )
    return Game(game.players, built[region.root])
