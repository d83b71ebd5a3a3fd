"""A game as flat numpy arrays, level by level, for kernels that compute in floats.

Nodes are numbered so that every move leads to a later level; the moves of a node are a range of
the edges (compressed sparse rows).  In a tree, edge ``e`` leads to node ``e + 1``, so nothing
need be stored; in a graph, where equal states are one node, each edge has a target.  Numbers,
labels and names are written once, in tables, and the arrays hold their places: nothing exact is
lost, and `GameArrays.to_game` gives the game back.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

from negotiation.errors import InvalidNumber, NotSupported
from negotiation.exact import Number, format_number
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.game import Game, settled_game
from negotiation.game.tree import Chance, Decision, History, Node, Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int32]
    Offsets = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["GameArrays", "Table", "arrays_of"]

NONE = -1
"""The place of what is not there: the name of an unnamed set, the probability of an action."""


class Table:
    """Values written once, in the order in which they came.

    >>> table = Table()
    >>> [table.place(word) for word in ("x", "y", "x")], table.values
    ([0, 1, 0], ['x', 'y'])
    """

    def __init__(self) -> None:
        self.values: list[Hashable] = []
        self._places: dict[Hashable, int] = {}
        self._by_identity: dict[int, int] = {}

    def place(self, value: Hashable) -> int:
        """Return the place of a value, adding it where it is new."""
        place = self._by_identity.get(id(value))
        if place is not None:
            return place
        place = self._places.get(value)
        if place is None:
            place = self._places[value] = len(self.values)
            self.values.append(value)
            self._by_identity[id(value)] = place  # kept alive by the table, so the id stays its own
        return place


@dataclass(frozen=True, eq=False)
class GameArrays:
    """A game, or the graph of the states of a game given by rules, as arrays.

    Attributes
    ----------
    players
        The players.
    levels
        Level ``k`` holds the nodes ``levels[k]`` to ``levels[k + 1]``, the end left out.
    first
        The moves of node ``n`` are the edges ``first[n]`` to ``first[n + 1]``.
    target
        The node that each edge leads to; ``None`` in a tree, where it is the edge plus one.
    mover
        At each node the number of the player who moves, `CHANCE` or `OUTCOME`.
    payoff
        One row an outcome, in the order of the nodes: the places of the payoffs in ``numbers``.
    label
        At each edge the place of its label in ``labels``.
    probability
        At each edge the place of its probability in ``numbers``, -1 where a player moves; ``None``
        where chance never moves.
    stage, factor
        At each edge and player the places of what is paid at once and of the discount factor;
        ``None`` where nothing is paid or discounted on the way.
    infoset, outcome_label
        The places in ``names`` of the names of information sets and outcomes; -1 where there is
        none.
    numbers, labels, names
        The tables.
    states
        The states of a game given by rules, by node number; empty for a tree.

    Notes
    -----
    With ``P`` players a tree takes, a node, 8 bytes for ``first``, 2 for ``mover``, 4 for
    ``infoset``, and 4 for the ``label`` of the edge that leads to it; an outcome ``4 P + 4``
    more; with chance 4 an edge, with shared nodes 4 an edge, with stage payoffs ``8 P`` an edge.
    `bytes_per_node` says what a game takes in fact.

    Examples
    --------
    >>> from negotiation import talks
    >>> arrays = arrays_of(talks.basing_shadow().at())
    >>> arrays
    GameArrays(9 nodes in 4 levels, 8 moves, 5 outcomes)
    >>> arrays.to_game() == talks.basing_shadow().at()
    True
    """

    players: tuple[str, ...]
    levels: Offsets
    first: Offsets
    target: Places | None
    mover: NDArray[np.int16]
    payoff: Places
    label: Places
    probability: Places | None
    stage: Places | None
    factor: Places | None
    infoset: Places
    outcome_label: Places
    numbers: tuple[Number, ...] = field(repr=False)
    labels: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    states: Sequence[Hashable] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.mover)

    def __repr__(self) -> str:
        return (
            f"GameArrays({len(self)} nodes in {len(self.levels) - 1} levels, "
            f"{len(self.label)} moves, {len(self.payoff)} outcomes)"
        )

    @cached_property
    def floats(self) -> Floats:
        """The table of numbers, each rounded to the nearest float.

        Raises
        ------
        InvalidNumber
            If a number is too large for a float.
        """
        import numpy as np

        return np.array([_as_float(number) for number in self.numbers], dtype=np.float64)

    @cached_property
    def outcomes(self) -> Offsets:
        """The node numbers of the outcomes, in order."""
        import numpy as np

        return np.flatnonzero(self.mover == OUTCOME)

    @cached_property
    def widths(self) -> Offsets:
        """How many moves each node has."""
        import numpy as np

        return np.diff(self.first)

    @property
    def nbytes(self) -> int:
        """The bytes that the arrays take, tables and states apart."""
        arrays = (getattr(self, each.name) for each in fields(self))
        return sum(int(getattr(array, "nbytes", 0)) for array in arrays)

    @property
    def bytes_per_node(self) -> float:
        """The bytes that the arrays take, divided by the number of nodes."""
        return self.nbytes / len(self)

    def follows(self, edge: int) -> int:
        """Return the node that an edge leads to."""
        return edge + 1 if self.target is None else int(self.target[edge])

    def exact_payoffs(self, outcome: int) -> tuple[Number, ...]:
        """Return the payoffs of an outcome, by its place among the outcomes."""
        return tuple(self.numbers[place] for place in self.payoff[outcome])

    def history(self, node: int) -> History:
        """Return the labels on the way from the root of a tree to a node.

        Raises
        ------
        NotSupported
            If it is a graph, in which many histories lead to a node.
        """
        if self.target is not None:
            message = "many histories lead to a node of a graph of states; ask for states instead"
            raise NotSupported(message)
        labels: list[str] = []
        while node:
            edge = node - 1
            labels.append(self.labels[self.label[edge]])
            node = int(self.first.searchsorted(edge, side="right")) - 1
        return tuple(reversed(labels))

    def to_game(self) -> Game:
        """Return the game: nodes built from the last to the first, shared where they are shared.

        Raises
        ------
        NotSupported
            If something is paid or discounted on the way, so that what a state is worth depends
            on its history; use `negotiation.game.unroll` there.
        InvalidGame
            If the tree, written out, is too large.
        """
        if self.stage is not None or self.factor is not None:
            message = (
                "payoffs on the way or discounting make payoffs depend on the history; "
                "write the tree out with game.unroll(rules)"
            )
            raise NotSupported(message)
        built: list[Node | None] = [None] * len(self)
        outcome = len(self.payoff)
        first, mover = self.first.tolist(), self.mover.tolist()
        label, infoset = self.label.tolist(), self.infoset.tolist()
        following: Sequence[int] = (
            range(1, len(label) + 1) if self.target is None else self.target.tolist()
        )
        for node in range(len(self) - 1, -1, -1):
            edges = range(first[node], first[node + 1])
            if mover[node] == OUTCOME:
                outcome -= 1
                payoffs = dict(zip(self.players, self.exact_payoffs(outcome), strict=True))
                built[node] = Outcome(payoffs, self._name(int(self.outcome_label[outcome])))
                continue
            below = [(self.labels[label[edge]], built[following[edge]]) for edge in edges]
            if mover[node] == CHANCE:
                built[node] = self._chance(edges, below)
            else:
                actions = {name: child for name, child in below if child is not None}
                name = self._name(infoset[node])
                built[node] = Decision(self.players[mover[node]], actions, name)
        root = built[0]
        if root is None:
            message = "the arrays hold no node"
            raise NotSupported(message)
        return Game(self.players, root)

    def _name(self, place: int) -> str | None:
        return None if place == NONE else self.names[place]

    def _chance(self, edges: range, below: Iterable[tuple[str, Node | None]]) -> Chance:
        places = () if self.probability is None else self.probability[edges.start : edges.stop]
        return Chance(
            {
                name: (self.numbers[place], child)
                for place, (name, child) in zip(places, below, strict=True)
                if child is not None
            }
        )


def _as_float(number: Number) -> float:
    try:
        return float(number)
    except OverflowError:
        message = (
            f"{format_number(number)} is too large for a float; solve this game exactly, with "
            "solve.backward_induction"
        )
        raise InvalidNumber(message) from None


def arrays_of(game: Game) -> GameArrays:
    """Lay a game without symbols out as arrays; its guards are settled first.

    Parameters
    ----------
    game
        The game.  For a game given by rules see `negotiation.game.rule_arrays.arrays_of_rules`.

    Returns
    -------
    GameArrays
        Linear in nodes.

    Raises
    ------
    MissingParameter
        If symbols are left without a value.
    InvalidGame
        If it is no game, or its guards leave an information set without an action.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 2})}))
    >>> arrays_of(game).mover.tolist()
    [0, -2, -2]
    """
    import numpy as np

    game = settled_game(game)
    tree = game.tree
    numbers, labels, names = Table(), Table(), Table()
    first = np.zeros(len(tree) + 1, dtype=np.int64)
    np.cumsum(tree.width, out=first[1:])
    number = numbers.place
    payoff = [[number(value) for value in payoffs] for payoffs in tree.payoffs.values()]
    probability = None
    if tree.probability:
        probability = np.full(len(tree) - 1, NONE, dtype=np.int32)
        for node, chance in tree.probability.items():
            probability[node - 1] = number(chance)
    infoset = np.full(len(tree), NONE, dtype=np.int32)
    for each in tree.infosets:
        if each.label is not None:
            infoset[each.nodes] = names.place(each.label)
    written = [tree.nodes[node] for node in tree.payoffs]
    outcome_label = [
        names.place(each.label) if isinstance(each, Outcome) and each.label is not None else NONE
        for each in written
    ]
    label = [labels.place(text) for text in tree.label[1:]]
    return GameArrays(
        players=game.players,
        levels=_levels(first),
        first=first,
        target=None,
        mover=np.array(tree.mover, dtype=np.int16),
        payoff=np.array(payoff, dtype=np.int32).reshape(len(payoff), len(game.players)),
        label=np.array(label, dtype=np.int32),
        probability=probability,
        stage=None,
        factor=None,
        infoset=infoset,
        outcome_label=np.array(outcome_label, dtype=np.int32),
        numbers=tuple(numbers.values),  # type: ignore[arg-type]  # only numbers were put in
        labels=tuple(labels.values),  # type: ignore[arg-type]  # only texts were put in
        names=tuple(names.values),  # type: ignore[arg-type]  # as above
    )


def _levels(first: Offsets) -> Offsets:
    import numpy as np

    ends = [0, 1]
    nodes = len(first) - 1
    while ends[-1] < nodes:
        ends.append(int(first[ends[-1]]) + 1)
    return np.array(ends, dtype=np.int64)
