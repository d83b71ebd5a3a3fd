"""A game tree laid out flat, level by level, for everything that computes on it.

The nodes of a tree are numbered level by level from the root (0).  The children of a node have
consecutive numbers, all greater than its own, so one pass upwards over the numbers visits
children before parents and one pass downwards parents before children.  Nothing recurses, and
nothing writes histories out: those are found from the parents when somebody asks.

Building checks every rule of DESIGN's trees that needs the whole tree: payoffs name exactly the
players, movers are players, information sets agree, probabilities sum to exactly one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from negotiation.errors import InvalidGame, UnknownName
from negotiation.exact import Number, as_sympy, format_number, free_symbols
from negotiation.game.tree import Chance, Decision, History, Node, Outcome, When, postorder, steps

__all__ = ["CHANCE", "LARGEST_TREE", "OUTCOME", "CompiledTree", "InfosetNodes", "compile_tree"]

CHANCE = -1
"""The mover of a chance node."""

OUTCOME = -2
"""The mover of an outcome."""

LARGEST_TREE = 20_000_000
"""Trees with more nodes are refused: they would not fit in memory."""


@dataclass(slots=True)
class InfosetNodes:
    """One information set: its player (by number), label, actions and nodes (by number)."""

    player: int
    label: str | None
    actions: tuple[str, ...]
    nodes: list[int]


@dataclass(slots=True)
class CompiledTree:
    """The flat tree: one entry a node in each list.

    Attributes
    ----------
    nodes
        The node objects; those of a game read from a file are made when one is asked for.
    parent
        The number of the node above; -1 at the root.
    label
        The label of the move that leads to the node; empty at the root.
    first, width
        The number of the first child, and how many children there are.
    mover
        The number of the player who moves, `CHANCE` or `OUTCOME`.
    infoset
        The number of the information set of a decision; -1 elsewhere.
    probability
        At children of chance nodes the probability of the branch.
    payoffs
        At outcomes one number a player, in the order of the players.
    guards
        The `When` on the way into a node, where there is one.
    infosets
        The information sets, in the order of their first nodes.
    """

    nodes: Sequence[Node]
    parent: list[int]
    label: list[str]
    first: list[int]
    width: list[int]
    mover: list[int]
    infoset: list[int]
    probability: dict[int, Number] = field(default_factory=dict)
    payoffs: dict[int, tuple[Number, ...]] = field(default_factory=dict)
    guards: dict[int, When] = field(default_factory=dict)
    infosets: list[InfosetNodes] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.parent)

    def children(self, node: int) -> range:
        """Return the numbers of the children of a node."""
        start = self.first[node]
        return range(start, start + self.width[node])

    def history(self, node: int) -> History:
        """Return the labels from the root to a node; linear in its depth."""
        labels: list[str] = []
        while node:
            labels.append(self.label[node])
            node = self.parent[node]
        return tuple(reversed(labels))

    def find(self, history: Sequence[str]) -> int:
        """Return the number of the node with a history.

        Raises
        ------
        UnknownName
            If a label of the history does not exist at its place.
        """
        node = 0
        for label in history:
            for child in self.children(node):
                if self.label[child] == label:
                    node = child
                    break
            else:
                known = [self.label[child] for child in self.children(node)]
                raise UnknownName(f"move after {place_name(self.history(node))}", label, known)
        return node

    def depth_first(self) -> tuple[list[int], list[int]]:
        """Return each node's place in depth-first order, and the size of the tree below it.

        The nodes below ``x`` (``x`` included) are exactly those whose place lies in
        ``range(place[x], place[x] + size[x])``.
        """
        size = [1] * len(self)
        for node in range(len(self) - 1, 0, -1):
            size[self.parent[node]] += size[node]
        place = [0] * len(self)
        for node in range(len(self)):
            next_place = place[node] + 1
            for child in self.children(node):
                place[child] = next_place
                next_place += size[child]
        return place, size


def place_name(history: Sequence[str]) -> str:
    """Write a history the way messages do: ``the root``, or its labels joined by slashes.

    >>> place_name(("transfer", "wants base"))
    "'transfer / wants base'"
    """
    return repr(" / ".join(history)) if history else "the root"


def compile_tree(players: Sequence[str], root: Node) -> CompiledTree:
    """Lay a tree out flat and check it; linear in the number of nodes.

    Raises
    ------
    InvalidGame
        If the tree breaks a rule; the message names the node by its history.
    """
    _refuse_too_large(root)
    tree = _layout(root)
    number = {player: index for index, player in enumerate(players)}
    checked_payoffs: dict[int, tuple[Number, ...]] = {}
    checked_chance: set[int] = set()
    labelled: dict[str, int] = {}
    for index, node in enumerate(tree.nodes):
        if isinstance(node, Outcome):
            tree.mover[index] = OUTCOME
            known = checked_payoffs.get(id(node))
            if known is None:
                known = checked_payoffs[id(node)] = _payoffs(tree, index, node, players, number)
            tree.payoffs[index] = known
        elif isinstance(node, Chance):
            tree.mover[index] = CHANCE
            if id(node) not in checked_chance:
                _check_probabilities(tree, index, node)
                checked_chance.add(id(node))
            for child, (chance, _) in zip(
                tree.children(index), node.branches.values(), strict=True
            ):
                tree.probability[child] = chance
        else:
            if node.player not in number:
                raise InvalidGame(_unknown_mover(tree, index, node, players))
            tree.mover[index] = number[node.player]
            _enter_infoset(tree, index, node, players, labelled)
    return tree


def _refuse_too_large(root: Node) -> None:
    if not isinstance(root, Decision | Chance | Outcome):
        message = f"the root of a game must be a Decision, Chance or Outcome, not {root!r}"
        raise InvalidGame(message)
    size: dict[int, int] = {}
    for node in postorder(root):
        size[id(node)] = 1 + sum(size[id(child)] for _, child in steps(node))
    if size[id(root)] > LARGEST_TREE:
        message = (
            f"the tree has {size[id(root)]} nodes once shared nodes are written out, more than "
            f"{LARGEST_TREE}; give such a game by rules instead"
        )
        raise InvalidGame(message)


def _layout(root: Node) -> CompiledTree:
    nodes: list[Node] = [root]
    parent = [-1]
    label = [""]
    first: list[int] = []
    width: list[int] = []
    guards: dict[int, When] = {}
    for index, node in enumerate(nodes):  # grows while it is walked
        first.append(len(nodes))
        before = len(nodes)
        if isinstance(node, Decision):
            for action, follows in node.actions.items():
                child = follows
                if isinstance(child, When):
                    guards[len(nodes)] = child
                    child = child.node
                nodes.append(child)
                label.append(action)
        elif isinstance(node, Chance):
            for branch, (_, child) in node.branches.items():
                nodes.append(child)
                label.append(branch)
        count = len(nodes) - before
        width.append(count)
        parent.extend([index] * count)
    return CompiledTree(
        nodes=nodes,
        parent=parent,
        label=label,
        first=first,
        width=width,
        mover=[0] * len(nodes),
        infoset=[-1] * len(nodes),
        guards=guards,
    )


def _payoffs(
    tree: CompiledTree, index: int, node: Outcome, players: Sequence[str], number: dict[str, int]
) -> tuple[Number, ...]:
    payoffs = node.payoffs
    if len(payoffs) == len(players):
        try:
            return tuple([payoffs[player] for player in players])
        except KeyError:
            pass  # a name is wrong: said below, with the place
    where = place_name(tree.history(index))
    missing = [player for player in players if player not in payoffs]
    if missing:
        message = f"the outcome at {where} has no payoff for {', '.join(map(repr, missing))}"
        raise InvalidGame(message)
    unknown = UnknownName("player", next(name for name in payoffs if name not in number), players)
    message = f"the outcome at {where} pays an {unknown}"
    raise InvalidGame(message)


def _unknown_mover(tree: CompiledTree, index: int, node: Decision, players: Sequence[str]) -> str:
    where = place_name(tree.history(index))
    return f"the decision at {where} belongs to an {UnknownName('player', node.player, players)}"


def _check_probabilities(tree: CompiledTree, index: int, node: Chance) -> None:
    total: Number = Fraction(0)
    for chance, _ in node.branches.values():
        total = total + chance
    if free_symbols(total) or not isinstance(total, Fraction):
        import sympy

        difference = sympy.cancel(sympy.expand(total - 1))
        if difference == 0 or sympy.simplify(difference) == 0:
            return
        total = sympy.simplify(as_sympy(total))
    elif total == 1:
        return
    chances = ", ".join(
        f"{label}: {format_number(chance)}" for label, (chance, _) in node.branches.items()
    )
    message = (
        f"the probabilities at {place_name(tree.history(index))} sum to {format_number(total)}, "
        f"and must sum to exactly 1 ({chances})"
    )
    raise InvalidGame(message)


def _enter_infoset(
    tree: CompiledTree,
    index: int,
    node: Decision,
    players: Sequence[str],
    labelled: dict[str, int],
) -> None:
    mover = tree.mover[index]
    if node.infoset is None or node.infoset not in labelled:
        tree.infoset[index] = len(tree.infosets)
        if node.infoset is not None:
            labelled[node.infoset] = len(tree.infosets)
        tree.infosets.append(InfosetNodes(mover, node.infoset, tuple(node.actions), [index]))
        return
    here = tree.infosets[labelled[node.infoset]]
    where = place_name(tree.history(index))
    other = place_name(tree.history(here.nodes[0]))
    if here.player != mover:
        message = (
            f"information set {node.infoset!r} is shared by {players[here.player]!r} (at {other}) "
            f"and {players[mover]!r} (at {where}); give each player's set a name of its own"
        )
        raise InvalidGame(message)
    if here.actions != tuple(node.actions):
        message = (
            f"information set {node.infoset!r} of {node.player!r} offers {list(here.actions)} at "
            f"{other} but {list(node.actions)} at {where}; a player who cannot tell two nodes "
            "apart must have the same actions, in the same order, at both"
        )
        raise InvalidGame(message)
    for action, mine, theirs in zip(
        here.actions, tree.children(index), tree.children(here.nodes[0]), strict=True
    ):
        guard, other_guard = tree.guards.get(mine), tree.guards.get(theirs)
        if (guard and guard.condition) != (other_guard and other_guard.condition):
            message = (
                f"action {action!r} of information set {node.infoset!r} is guarded differently at "
                f"{other} and at {where}; a guard must be the same at every node of the set"
            )
            raise InvalidGame(message)
    tree.infoset[index] = labelled[node.infoset]
    here.nodes.append(index)
