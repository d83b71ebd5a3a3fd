"""Random game trees, with information sets that keep perfect recall by construction.

A tree is sketched from the root down.  Then, level by level, decisions of one player may be put
into one information set only where the player made the same own moves at the same own information
sets before and has as many actions now; that is perfect recall (Kuhn 1953), so that nothing drawn
need be thrown away.  Trees shrink towards fewer moves and payoffs towards 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from hypothesis import strategies as st

from negotiation.errors import InvalidNumber, NotSupported
from negotiation.game import Chance, Decision, Game, Node, Outcome
from negotiation.testing.arguments import (
    require_range,
    require_strategy,
    require_whole,
)
from negotiation.testing.strategies.numbers import payoffs as payoff_numbers

__all__ = ["PLAYERS", "games", "imperfect_information_games", "perfect_information_games"]

PLAYERS = ("Japan", "Russia", "United States", "China", "Korea", "European Union")
"""The names of the players, in the order of use."""

CHANCES = (
    ("1/2", "1/2"),
    ("1/3", "2/3"),
    ("1/4", "3/4"),
    ("1/6", "1/3", "1/2"),
)
NULL_CHANCES = (("1", "0"), ("1/2", "0", "1/2"))


def games(
    *,
    min_players: int = 1,
    max_players: int = 3,
    max_depth: int = 4,
    max_branching: int = 3,
    max_profiles: int = 64,
    chance: bool = True,
    allow_null_chances: bool = True,
    ties: bool = True,
    payoffs: st.SearchStrategy[Fraction] | None = None,
) -> st.SearchStrategy[Game]:
    """Draw small games, with perfect and with imperfect information; recall is perfect.

    Parameters
    ----------
    min_players, max_players
        How many players; at most six.
    max_depth
        The most moves of a play.
    max_branching
        The most actions of a decision; there may be a single one.
    max_profiles
        The most pure strategy profiles (an action at every information set), which bounds the
        work of a brute-force comparison.
    chance
        Whether there may be chance moves.
    allow_null_chances
        Whether chance branches may have probability 0, which `solve.sequential` refuses.
    ties
        Whether two outcomes may pay a player the same.  Without ties the payoffs of a player
        differ from outcome to outcome; what is expected of chance moves may still coincide.
    payoffs
        What payoffs are drawn from; by default few small numbers, so that ties are frequent.

    Raises
    ------
    InvalidNumber
        If a number is out of range.
    NotSupported
        If ``payoffs`` is no strategy, or given although ``ties`` is false.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(games(), lambda game: len(game.information_sets) == 1).root
    Decision('Japan': a0)
    """
    shape = _shape(
        min_players, max_players, max_depth, max_branching, max_profiles,
        chance=chance, allow_null_chances=allow_null_chances, ties=ties, payoffs=payoffs,
    )  # fmt: skip
    return st.one_of(_games(shape, informed=True), _games(shape, informed=False))


def perfect_information_games(
    *,
    min_players: int = 1,
    max_players: int = 3,
    max_depth: int = 4,
    max_branching: int = 3,
    max_profiles: int = 64,
    chance: bool = True,
    allow_null_chances: bool = True,
    ties: bool = True,
    payoffs: st.SearchStrategy[Fraction] | None = None,
) -> st.SearchStrategy[Game]:
    """Draw small games in which everybody sees every move.

    Parameters and exceptions are those of `games`.

    Examples
    --------
    >>> from hypothesis import find
    >>> game = find(perfect_information_games(), lambda game: len(game.information_sets) > 1)
    >>> game.has_perfect_information
    True
    """
    shape = _shape(
        min_players, max_players, max_depth, max_branching, max_profiles,
        chance=chance, allow_null_chances=allow_null_chances, ties=ties, payoffs=payoffs,
    )  # fmt: skip
    return _games(shape, informed=True)


def imperfect_information_games(
    *,
    min_players: int = 2,
    max_players: int = 2,
    max_depth: int = 4,
    max_branching: int = 3,
    max_profiles: int = 64,
    chance: bool = True,
    allow_null_chances: bool = True,
    ties: bool = True,
    payoffs: st.SearchStrategy[Fraction] | None = None,
) -> st.SearchStrategy[Game]:
    """Draw small games whose information sets may hold several nodes; recall is perfect.

    Parameters and exceptions are those of `games`.

    Examples
    --------
    >>> from hypothesis import find
    >>> game = find(imperfect_information_games(), lambda game: not game.has_perfect_information)
    >>> game.has_perfect_recall
    True
    """
    shape = _shape(
        min_players, max_players, max_depth, max_branching, max_profiles,
        chance=chance, allow_null_chances=allow_null_chances, ties=ties, payoffs=payoffs,
    )  # fmt: skip
    return _games(shape, informed=False)


@dataclass(frozen=True)
class _Shape:
    """How large trees may become."""

    players: tuple[int, int]
    depth: int
    branching: int
    profiles: int
    chances: tuple[tuple[str, ...], ...]
    ties: bool
    payoffs: st.SearchStrategy[Fraction]


def _shape(
    min_players: int,
    max_players: int,
    max_depth: int,
    max_branching: int,
    max_profiles: int,
    *,
    chance: bool,
    allow_null_chances: bool,
    ties: bool,
    payoffs: st.SearchStrategy[Fraction] | None,
) -> _Shape:
    counts = require_range("min_players", min_players, "max_players", max_players, least=1)
    if max_players > len(PLAYERS):
        message = f"max_players is {max_players}; at most {len(PLAYERS)} players are drawn"
        raise InvalidNumber(message)
    require_whole("max_depth", max_depth, least=1)
    require_whole("max_branching", max_branching, least=1)
    require_whole("max_profiles", max_profiles, least=1)
    if payoffs is not None:
        require_strategy("payoffs", payoffs)
        if not ties:
            message = "with ties=False payoffs are whole numbers in random order; leave payoffs out"
            raise NotSupported(message)
    chances = (*CHANCES, *NULL_CHANCES) if allow_null_chances else CHANCES
    return _Shape(
        counts,
        max_depth,
        max_branching,
        max_profiles,
        chances if chance else (),
        ties,
        payoff_numbers() if payoffs is None else payoffs,
    )


@dataclass
class _Sketch:
    """A node on the drawing board."""

    kind: str
    depth: int
    player: str = ""
    infoset: str | None = None
    chances: tuple[str, ...] = ()
    payoffs: dict[str, Fraction] = field(default_factory=dict)
    children: list[int] = field(default_factory=list)


@st.composite
def _games(draw: st.DrawFn, shape: _Shape, *, informed: bool) -> Game:
    players = PLAYERS[: draw(st.integers(*shape.players))]
    sketches = _sketched(draw, shape, players)
    if not informed:
        _share_information(draw, sketches, players)
    return Game(players, _built(sketches))


def _sketched(draw: st.DrawFn, shape: _Shape, players: tuple[str, ...]) -> list[_Sketch]:
    """Draw a tree as a list of nodes, parents before children."""
    kinds = ["outcome", "decision", "decision", "decision", *(["chance"] if shape.chances else [])]
    budget = shape.profiles
    sketches: list[_Sketch] = []
    waiting: list[tuple[int, int]] = [(-1, 0)]
    while waiting:
        above, depth = waiting.pop()
        kind = draw(st.sampled_from(kinds)) if depth < shape.depth else "outcome"
        if depth == 0 and kind == "outcome":
            kind = "decision"
        sketch = _Sketch(kind, depth)
        width = 0
        if kind == "chance":
            sketch.chances = draw(st.sampled_from(shape.chances))
            width = len(sketch.chances)
        elif kind == "decision":
            most = min(budget, shape.branching)
            width = draw(st.sampled_from([1, 2, 2, 2, *range(3, most + 1)] if most > 1 else [1]))
            budget //= width
            sketch.player = draw(st.sampled_from(players))
        elif shape.ties:
            sketch.payoffs = {name: draw(shape.payoffs) for name in players}
        if above >= 0:
            sketches[above].children.append(len(sketches))
        waiting.extend((len(sketches), depth + 1) for _ in range(width))
        sketches.append(sketch)
    if not shape.ties:
        _pay_differently(draw, sketches, players)
    return sketches


def _pay_differently(draw: st.DrawFn, sketches: list[_Sketch], players: tuple[str, ...]) -> None:
    ends = [sketch for sketch in sketches if sketch.kind == "outcome"]
    for name in players:
        for sketch, rank in zip(ends, draw(st.permutations(range(len(ends)))), strict=True):
            sketch.payoffs[name] = Fraction(rank)


def _share_information(draw: st.DrawFn, sketches: list[_Sketch], players: tuple[str, ...]) -> None:
    """Put decisions into information sets, from the root down."""
    fresh: Iterator[int] = count()
    groups: dict[tuple[object, ...], list[str]] = {}
    nothing: dict[str, tuple[tuple[str, int], ...]] = dict.fromkeys(players, ())
    level = [(0, nothing)]
    while level:
        below = []
        for place, memory in level:
            sketch = sketches[place]
            if sketch.kind == "decision":
                key = (sketch.player, memory[sketch.player], len(sketch.children))
                known = groups.setdefault(key, [])
                merged = bool(known) and draw(st.integers(0, 3)) > 0
                if not merged:
                    known.append(f"{sketch.player} {next(fresh)}")
                sketch.infoset = draw(st.sampled_from(known)) if merged else known[-1]
            for move, child in enumerate(sketch.children):
                after = dict(memory)
                if sketch.kind == "decision":
                    own = (str(sketch.infoset), move)
                    after[sketch.player] = (*memory[sketch.player], own)
                below.append((child, after))
        level = below


def _built(sketches: list[_Sketch]) -> Node:
    """Build the tree, children before parents."""
    nodes: list[Node] = [Outcome({"nobody": 0})] * len(sketches)
    for place in range(len(sketches) - 1, -1, -1):
        sketch = sketches[place]
        children = [nodes[child] for child in sketch.children]
        if sketch.kind == "outcome":
            nodes[place] = Outcome(sketch.payoffs)
        elif sketch.kind == "chance":
            labelled = zip(sketch.chances, children, strict=True)
            nodes[place] = Chance({f"c{number}": branch for number, branch in enumerate(labelled)})
        else:
            actions = {f"a{number}": child for number, child in enumerate(children)}
            nodes[place] = Decision(sketch.player, actions, sketch.infoset)
    return nodes[0]
