"""A game from the list of its nodes in prefix order, as files have it.

A list of nodes in prefix order with the number of moves at each determines the tree (Knuth 1968,
section 2.3.3).  Level order is prefix order sorted by depth, so the flat tree is laid out by
sorting whole lists and no node is asked for its children.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, overload

from negotiation.errors import InvalidGame
from negotiation.game.compiled import CHANCE, LARGEST_TREE, OUTCOME, CompiledTree, InfosetNodes
from negotiation.game.game import Game
from negotiation.game.tree import Chance, Decision, Node, Outcome

if TYPE_CHECKING:
    import numpy as np

    from negotiation.exact import Number

__all__ = ["END", "Moves", "collector_at_rest", "prefix_game"]

END = -1
"""Stands for an outcome in a list of nodes in prefix order."""


class Moves(NamedTuple):
    """The moves of an information set, or of chance: labels, and a probability each for chance."""

    actions: tuple[str, ...]
    probabilities: tuple[Fraction, ...] = ()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking a growing tree again and again, and at the end.

    What is built meanwhile counts as old afterwards: nothing in it can be garbage yet.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # nobody else's objects are frozen
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def prefix_game(
    players: tuple[str, ...],
    sets: Sequence[tuple[int, str | None, Moves]],
    nodes: Sequence[int],
    ends: Sequence[int],
    outcomes: Sequence[tuple[str | None, tuple[Number, ...]]],
) -> Game:
    """Build a game from its nodes in prefix order; linear in their number.

    Parameters
    ----------
    players
        The players; all different.
    sets
        Of each information set, or set of chance nodes alike: the number of the player who moves,
        or `CHANCE`; the name, which a set of several nodes needs and no two sets share; the moves,
        with probabilities whose sum is 1 for chance.
    nodes
        For each node in prefix order the place of its set in ``sets``, or `END`.
    ends
        For each `END` the place of the outcome in ``outcomes``.
    outcomes
        Labels, empty or None for none, and payoffs, these in the order of the players.

    Raises
    ------
    InvalidGame
        If there are too many nodes, or they are not those of one tree.

    Notes
    -----
    That sets and outcomes are as said is left to the caller, who knows it for each of them once;
    `Game` checks it node by node.

    Examples
    --------
    >>> offer = (0, None, Moves(("fair", "low")))
    >>> pays = [("", (Fraction(1),)), ("", (Fraction(2),))]
    >>> game = prefix_game(("A",), [offer], [0, END, END], [0, 1], pays)
    >>> game.outcomes()
    {('fair',): Outcome(A=1), ('low',): Outcome(A=2)}
    """
    if len(nodes) > LARGEST_TREE:
        message = f"the tree has {len(nodes)} nodes, more than {LARGEST_TREE}"
        raise InvalidGame(message)
    _require_one_tree(sets, nodes, len(ends))
    with collector_at_rest():
        return Game.of_tree(players, _flat(players, sets, nodes, ends, outcomes))


def _require_one_tree(
    sets: Sequence[tuple[int, str | None, Moves]], nodes: Sequence[int], ends: int
) -> None:
    import numpy as np

    owners = np.array(nodes, dtype=np.int64)
    widths = np.array([*(len(moves[0]) for _, _, moves in sets), 0], dtype=np.int64)
    missing = 1 + np.cumsum(widths[owners] - 1)
    complete = len(owners) > 0 and missing[-1] == 0 and bool((missing[:-1] > 0).all())
    if not complete or ends != np.count_nonzero(owners == END):
        message = "the nodes are not those of one tree in prefix order"
        raise InvalidGame(message)


class _Nodes(Sequence[Node]):
    """Node objects, made all at once when one of them is asked for: solvers never do."""

    def __init__(self, count: int, make: Callable[[], list[Node]]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Node: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Node]: ...
    def __getitem__(self, place: int | slice) -> Node | Sequence[Node]:
        return self._made[place]

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # compared by value, as a list is

    @cached_property
    def _made(self) -> list[Node]:
        with collector_at_rest():
            return self._make()


def _outcomes(
    players: tuple[str, ...], outcomes: Sequence[tuple[str | None, tuple[Number, ...]]]
) -> list[Node]:
    made: list[Node] = []
    new, keep = Outcome.__new__, made.append
    for label, pay in outcomes:
        outcome = new(Outcome)
        _set_payoffs(outcome, MappingProxyType(dict(zip(players, pay))))  # noqa: B905 - as many as there are players; saying so takes twice the time
        _set_label(outcome, label or None)
        keep(outcome)
    return made


def _objects(
    players: tuple[str, ...],
    sets: Sequence[tuple[int, str | None, Moves]],
    owners: Sequence[int],
    first: Sequence[int],
    ends: Iterable[Node],
) -> list[Node]:
    """Build the node objects in level order, those below before those above.

    ``ends`` are the outcomes, the last in level order first.
    """
    made: list[Node] = []  # in reverse
    new, keep, end = Decision.__new__, made.append, iter(ends).__next__
    last = len(owners) - 1
    node: Node
    for number in range(last, -1, -1):
        place = owners[number]
        if place == END:
            keep(end())
            continue
        player, name, (actions, probabilities) = sets[place]
        begin = last - first[number]  # where the first child is in reverse
        stop = begin - len(actions)
        below = made[begin : stop if stop >= 0 else None : -1]
        if player == CHANCE:
            moves = zip(probabilities, below, strict=True)
            node = Chance(dict(zip(actions, moves, strict=True)))
        else:
            node = new(Decision)
            _set_player(node, players[player])
            _set_actions(node, MappingProxyType(dict(zip(actions, below))))  # noqa: B905 - as many as there are actions; saying so takes twice the time
            _set_infoset(node, name)
        keep(node)
    made.reverse()
    return made


def _setter(kind: type[Node], slot: str) -> Callable[[Node, object], None]:
    """Return the function that writes a slot, which is faster than `object.__setattr__`."""
    setter: Callable[[Node, object], None] = vars(kind)[slot].__set__
    return setter


_set_payoffs, _set_label = _setter(Outcome, "payoffs"), _setter(Outcome, "label")
_set_player, _set_actions = _setter(Decision, "player"), _setter(Decision, "actions")
_set_infoset = _setter(Decision, "infoset")


def _flat(
    players: tuple[str, ...],
    sets: Sequence[tuple[int, str | None, Moves]],
    nodes: Sequence[int],
    ends: Sequence[int],
    outcomes: Sequence[tuple[str | None, tuple[Number, ...]]],
) -> CompiledTree:
    import numpy as np

    owners = np.array(nodes, dtype=np.int64)
    widths = np.array([*(len(moves[0]) for _, _, moves in sets), 0], dtype=np.int64)
    before = np.cumsum(owners == END) - 1  # of an outcome: how many come before it
    depths = np.array(_depths(widths[owners].tolist()))
    shallow = int(depths.max()) < 2**16  # sorted in linear time
    order = np.argsort(depths.astype(np.uint16) if shallow else depths, kind="stable")
    owners = owners[order]
    width = widths[owners]
    mover = np.array([*(player for player, _, _ in sets), OUTCOME], dtype=np.int64)[owners]
    level = owners.tolist()
    labels = [*(moves[0] for _, _, moves in sets), ()]
    starts = (np.cumsum(width) - width + 1).tolist()
    infosets, infoset = _infosets(sets, np.where(mover >= 0, owners, END))
    places = np.flatnonzero(owners == END)
    probability: dict[int, Number] = {
        child: number
        for place in np.flatnonzero(mover == CHANCE).tolist()
        for child, number in enumerate(sets[level[place]][2].probabilities, start=starts[place])
    }
    chosen = np.array(ends, dtype=np.int64)[before[order[places]]].tolist()  # in level order

    def make() -> list[Node]:
        made = _outcomes(players, outcomes)
        return _objects(players, sets, level, starts, [made[end] for end in reversed(chosen)])

    return CompiledTree(
        nodes=_Nodes(len(level), make),
        parent=[-1, *np.repeat(np.arange(len(level)), width).tolist()],
        label=["", *chain.from_iterable([labels[place] for place in level])],
        first=starts,
        width=width.tolist(),
        mover=mover.tolist(),
        infoset=infoset,
        probability=probability,
        payoffs={
            place: outcomes[end][1] for place, end in zip(places.tolist(), chosen, strict=True)
        },
        infosets=infosets,
    )


def _depths(widths: list[int]) -> list[int]:
    """Return how far from the root each node in prefix order is."""
    depths: list[int] = []
    depth = 0
    open_moves: list[int] = []  # at every node on the way, how many are still to come
    for width in widths:
        depths.append(depth)
        if width:
            depth += 1
            open_moves.append(width)
            continue
        while open_moves:
            if open_moves[-1] > 1:
                open_moves[-1] -= 1
                break
            open_moves.pop()
            depth -= 1
    return depths


def _infosets(
    sets: Sequence[tuple[int, str | None, Moves]], owners: np.ndarray
) -> tuple[list[InfosetNodes], list[int]]:
    """Give information sets numbers by their first nodes in level order."""
    import numpy as np

    count = len(owners)
    places = np.flatnonzero(owners != END)
    owners = owners[places]
    first = np.full(len(sets), len(owners), dtype=np.int64)
    first[owners[::-1]] = np.arange(len(owners))[::-1]  # the last one written is the first node
    begins = np.argsort(first)[: np.count_nonzero(first < len(owners))]
    rank = np.empty(len(sets), dtype=np.int64)
    rank[begins] = np.arange(len(begins))
    numbers = rank[owners]
    infoset = np.full(count, -1, dtype=np.int64)
    infoset[places] = numbers
    members = places[np.argsort(numbers, kind="stable")].tolist()
    ends = np.cumsum(np.bincount(numbers)).tolist()
    if len(ends) == len(members):
        parts = [[node] for node in members]
    else:
        parts = [members[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    return [
        InfosetNodes(sets[place][0], sets[place][1], sets[place][2][0], part)
        for place, part in zip(begins.tolist(), parts, strict=True)
    ], infoset.tolist()
