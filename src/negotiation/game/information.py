"""What players know: information sets, perfect recall, and where subgames begin.

An information set is a set of decision nodes of one player that the player cannot tell apart.
Perfect recall (Kuhn 1953): at every node of an information set the player has made the same own
moves at the same own information sets before.  A subgame (Selten 1965) begins at a decision or
chance node that is alone in its information set and from which play never enters an information
set that also has nodes elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import UnknownName
from negotiation.game.compiled import OUTCOME, CompiledTree

if TYPE_CHECKING:
    from negotiation.game.tree import History

__all__ = [
    "InformationSet",
    "InformationSetName",
    "InformationSets",
    "forgetful_set",
    "name_text",
    "subgame_roots",
]

InformationSetName: TypeAlias = "str | History"
"""The label of an information set, or, without a label, the history of its only node."""


def name_text(name: InformationSetName) -> str:
    """Write the name of an information set as text.

    >>> name_text("transfer | pledge"), name_text(("pledge", "transfer")), name_text(())
    ('transfer | pledge', 'pledge / transfer', 'start')
    """
    if isinstance(name, str):
        return name
    return " / ".join(name) if name else "start"


@dataclass(frozen=True, slots=True, eq=False)
class InformationSet:
    """Decision nodes that one player cannot tell apart.

    Attributes
    ----------
    player
        Who moves here.
    actions
        The action labels, in the order of the tree.
    number
        Its place among the information sets of the game.
    nodes
        The numbers of its nodes in the compiled tree.
    """

    player: str
    actions: tuple[str, ...]
    number: int
    nodes: tuple[int, ...]
    tree: CompiledTree = field(repr=False)

    @property
    def name(self) -> InformationSetName:
        """Its label, or the history of its only node."""
        label = self.tree.infosets[self.number].label
        return self.tree.history(self.nodes[0]) if label is None else label

    @property
    def histories(self) -> tuple[History, ...]:
        """The histories of its nodes."""
        return tuple(self.tree.history(node) for node in self.nodes)

    def __str__(self) -> str:
        return f"{self.player}: {name_text(self.name)} ({', '.join(self.actions)})"


class InformationSets(Mapping[InformationSetName, InformationSet]):
    """The information sets of a game by name, in the order of their first nodes.

    A name is the label of the set; a history (a tuple of labels) also finds the set that holds
    the node there, whether or not the set has a label.
    """

    __slots__ = ("_by_label", "_players", "_tree")

    def __init__(self, players: tuple[str, ...], tree: CompiledTree) -> None:
        self._players = players
        self._tree = tree
        self._by_label = {
            nodes.label: number
            for number, nodes in enumerate(tree.infosets)
            if nodes.label is not None
        }

    def at(self, number: int) -> InformationSet:
        """Return the information set with a number."""
        nodes = self._tree.infosets[number]
        return InformationSet(
            self._players[nodes.player], nodes.actions, number, tuple(nodes.nodes), self._tree
        )

    def number(self, name: InformationSetName) -> int:
        """Return the number of the information set with a name.

        Raises
        ------
        UnknownName
            If there is none; the message has the closest match.
        """
        if isinstance(name, str):
            if name in self._by_label:
                return self._by_label[name]
            raise UnknownName("information set", name, self._known())
        if isinstance(name, tuple) and all(isinstance(label, str) for label in name):
            found = self._tree.infoset[self._tree.find(name)]
            if found >= 0:
                return found
        raise UnknownName("information set", name, self._known())

    def _known(self) -> list[object]:
        return [self.at(number).name for number in range(min(len(self), 100))]

    def __getitem__(self, name: InformationSetName) -> InformationSet:
        return self.at(self.number(name))

    def __iter__(self) -> Iterator[InformationSetName]:
        return (self.at(number).name for number in range(len(self)))

    def __len__(self) -> int:
        return len(self._tree.infosets)

    def __repr__(self) -> str:
        return f"InformationSets({', '.join(repr(name) for name in self._known())})"


def forgetful_set(tree: CompiledTree, players: int) -> int | None:
    """Return the number of an information set at which its player lacks perfect recall.

    Linear in nodes times players; ``None`` where every player has perfect recall.
    """
    if all(len(infoset.nodes) == 1 for infoset in tree.infosets):
        return None
    for player in range(players):
        # The last own (information set, action) on the way to each node; -1 where there is none.
        # Two nodes agree on all earlier own moves iff they agree on the last one and the sets
        # passed the test themselves, which the order of levels does not give; so each pair is
        # numbered together with what came before it.
        numbered: dict[tuple[int, int, int], int] = {}
        last = [-1] * len(tree)
        for node in range(len(tree)):
            own = tree.mover[node] == player
            for place, child in enumerate(tree.children(node)):
                if own:
                    key = (last[node], tree.infoset[node], place)
                    last[child] = numbered.setdefault(key, len(numbered))
                else:
                    last[child] = last[node]
        for number, infoset in enumerate(tree.infosets):
            if infoset.player == player and len({last[node] for node in infoset.nodes}) > 1:
                return number
    return None


def subgame_roots(tree: CompiledTree) -> list[int]:
    """Return the numbers of the nodes at which a subgame begins, the root first.

    Linear in the number of nodes.  An outcome is not counted as a subgame.
    """
    inner = [node for node in range(len(tree)) if tree.mover[node] != OUTCOME]
    if all(len(infoset.nodes) == 1 for infoset in tree.infosets):
        return inner or [0]
    place, size = tree.depth_first()
    lowest = list(place)
    highest = list(place)
    for infoset in tree.infosets:
        if len(infoset.nodes) > 1:
            places = [place[node] for node in infoset.nodes]
            for node in infoset.nodes:
                lowest[node], highest[node] = min(places), max(places)
    for node in range(len(tree) - 1, 0, -1):
        above = tree.parent[node]
        lowest[above] = min(lowest[above], lowest[node])
        highest[above] = max(highest[above], highest[node])
    return [
        node
        for node in inner
        if node == 0
        or (
            lowest[node] >= place[node]
            and highest[node] < place[node] + size[node]
            and (tree.infoset[node] < 0 or len(tree.infosets[tree.infoset[node]].nodes) == 1)
        )
    ] or [0]
