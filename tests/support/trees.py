"""Hypothesis strategies for small random games.

Payoffs come from a small range, so that ties are frequent.  Chance moves may have branches of
probability zero, and decisions may have a single action.  The number of pure strategy profiles is
bounded, so that the brute force of `tests.support.definition` is quick.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from hypothesis import strategies as st

from negotiation.game import Chance, Decision, Game, Node, Outcome

__all__ = [
    "behaviour_of",
    "imperfect_information_games",
    "payoff_numbers",
    "perfect_information_games",
    "pure_profile_of",
]

NAMES = ("Japan", "Russia", "United States")
CHANCES = (
    ("1", "0"),
    ("1/2", "1/2"),
    ("1/3", "2/3"),
    ("1/4", "3/4"),
    ("1/2", "0", "1/2"),
    ("1/6", "1/3", "1/2"),
)


def payoff_numbers() -> st.SearchStrategy[Fraction]:
    """Small numbers, few of them: ties are frequent."""
    return st.sampled_from([Fraction(n) for n in (-1, 0, 0, 1, 1, 2)] + [Fraction(1, 2)])


@dataclass
class _Sketch:
    """A tree on the drawing board."""

    kind: str
    player: str = ""
    infoset: str | None = None
    chances: tuple[str, ...] = ()
    payoffs: dict[str, Fraction] = field(default_factory=dict)
    children: list[_Sketch] = field(default_factory=list)


@st.composite
def _sketches(
    draw: st.DrawFn, players: tuple[str, ...], max_depth: int, max_profiles: int
) -> _Sketch:
    budget = max_profiles

    def grow(depth: int) -> _Sketch:
        nonlocal budget
        kinds = ["outcome", "decision", "decision", "decision", "chance"]
        kind = draw(st.sampled_from(kinds if depth < max_depth else ["outcome"]))
        if depth == 0 and kind == "outcome":
            kind = "decision"
        if kind == "chance":
            chances = draw(st.sampled_from(CHANCES))
            return _Sketch("chance", chances=chances, children=[grow(depth + 1) for _ in chances])
        if kind == "decision":
            width = draw(st.sampled_from([w for w in (1, 2, 2, 2, 3) if w <= budget] or [1]))
            budget //= width
            return _Sketch(
                "decision",
                player=draw(st.sampled_from(players)),
                children=[grow(depth + 1) for _ in range(width)],
            )
        return _Sketch("outcome", payoffs={name: draw(payoff_numbers()) for name in players})

    return grow(0)


def _built(sketch: _Sketch) -> Node:
    children = [_built(child) for child in sketch.children]
    if sketch.kind == "outcome":
        return Outcome(sketch.payoffs)
    if sketch.kind == "chance":
        return Chance(
            {
                f"c{place}": (chance, child)
                for place, (chance, child) in enumerate(zip(sketch.chances, children, strict=True))
            }
        )
    return Decision(
        sketch.player, {f"a{place}": child for place, child in enumerate(children)}, sketch.infoset
    )


@st.composite
def perfect_information_games(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 3,
    max_depth: int = 4,
    max_profiles: int = 64,
) -> Game:
    """Small trees with perfect information, chance moves and frequent ties."""
    players = NAMES[: draw(st.integers(min_players, max_players))]
    return Game(players, _built(draw(_sketches(players, max_depth, max_profiles))))


@st.composite
def imperfect_information_games(
    draw: st.DrawFn,
    *,
    min_players: int = 2,
    max_players: int = 2,
    max_depth: int = 4,
    max_profiles: int = 64,
) -> Game:
    """Small trees with information sets of several nodes, with perfect recall by construction.

    Decisions are gone through from the root down.  Two may share an information set only where
    the player moved before at the same information sets with the same actions.
    """
    players = NAMES[: draw(st.integers(min_players, max_players))]
    root = draw(_sketches(players, max_depth, max_profiles))
    fresh: Iterator[int] = count()
    groups: dict[tuple[object, ...], list[str]] = {}
    level: list[tuple[_Sketch, dict[str, tuple[tuple[str, int], ...]]]] = [
        (root, dict.fromkeys(players, ()))
    ]
    while level:
        below = []
        for sketch, memory in level:
            if sketch.kind == "decision":
                key = (sketch.player, memory[sketch.player], len(sketch.children))
                known = groups.setdefault(key, [])
                merged = bool(known) and draw(st.integers(0, 3)) > 0
                if not merged:
                    known.append(f"{sketch.player} {next(fresh)}")
                sketch.infoset = draw(st.sampled_from(known)) if merged else known[-1]
            for place, child in enumerate(sketch.children):
                after = dict(memory)
                if sketch.kind == "decision":
                    move = (str(sketch.infoset), place)
                    after[sketch.player] = (*memory[sketch.player], move)
                below.append((child, after))
        level = below
    return Game(players, _built(root))


def pure_profile_of(game: Game) -> st.SearchStrategy[dict[object, str]]:
    """Draw a pure profile of a game: information set → action."""
    return st.fixed_dictionaries(
        {name: st.sampled_from(infoset.actions) for name, infoset in game.information_sets.items()}
    )


def behaviour_of(game: Game) -> st.SearchStrategy[dict[object, dict[str, Fraction]]]:
    """Draw a mixed behaviour profile of a game: information set → action → probability."""

    def normalised(weights: list[int]) -> list[Fraction]:
        total = sum(weights)
        return [Fraction(weight, total) for weight in weights]

    return st.fixed_dictionaries(
        {
            name: st.lists(
                st.integers(0, 3),
                min_size=len(infoset.actions),
                max_size=len(infoset.actions),
            )
            .filter(any)
            .map(normalised)
            .map(lambda row, actions=infoset.actions: dict(zip(actions, row, strict=True)))
            for name, infoset in game.information_sets.items()
        }
    )
