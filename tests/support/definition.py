"""Equilibria straight from the definition, by brute force over the nested nodes.

Nothing of the compiled trees or of the solvers is used: payoffs come from recursion over the node
objects, subgames from their definition (Selten 1965), and every pure strategy of every player is
tried as a deviation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from negotiation.game import Chance, Decision, Game, Node, Outcome, When

__all__ = [
    "best_payoff",
    "decisions",
    "expected",
    "histories_below",
    "is_nash",
    "is_subgame_perfect",
    "node_at",
    "pure_nash",
    "pure_profiles",
    "pure_subgame_perfect",
    "reached",
    "regret",
    "subgame_histories",
]

History = tuple[str, ...]


def children(node: Node) -> dict[str, Node]:
    if isinstance(node, Decision):
        return {
            label: child.node if isinstance(child, When) else child
            for label, child in node.actions.items()
        }
    if isinstance(node, Chance):
        return {label: child for label, (_, child) in node.branches.items()}
    return {}


def histories_below(node: Node, history: History = ()) -> Iterator[tuple[History, Node]]:
    yield history, node
    for label, child in children(node).items():
        yield from histories_below(child, (*history, label))


def node_at(game: Game, history: History) -> Node:
    node = game.root
    for label in history:
        node = children(node)[label]
    return node


def name_of(node: Decision, history: History) -> object:
    return history if node.infoset is None else node.infoset


def decisions(game: Game) -> dict[object, Decision]:
    """Information set → a decision of it."""
    found: dict[object, Decision] = {}
    for history, node in histories_below(game.root):
        if isinstance(node, Decision):
            found.setdefault(name_of(node, history), node)
    return found


def expected(node: Node, history: History, profile: Mapping[object, object], player: str) -> object:
    """Return a player's expected payoff from a node on, under actions or distributions."""
    if isinstance(node, Outcome):
        return node.payoffs[player]
    if isinstance(node, Chance):
        return sum(
            chance * expected(child, (*history, label), profile, player)
            for label, (chance, child) in node.branches.items()
        )
    plays = profile[name_of(node, history)]
    if isinstance(plays, str):
        return expected(children(node)[plays], (*history, plays), profile, player)
    return sum(
        chance * expected(children(node)[action], (*history, action), profile, player)
        for action, chance in plays.items()
    )


def reached(game: Game, profile: Mapping[object, object]) -> dict[History, object]:
    """Outcome history → probability, where positive."""
    found: dict[History, object] = {}

    def walk(node: Node, history: History, weight: object) -> None:
        if weight == 0:
            return
        if isinstance(node, Outcome):
            found[history] = weight
        elif isinstance(node, Chance):
            for label, (chance, child) in node.branches.items():
                walk(child, (*history, label), weight * chance)
        else:
            plays = profile[name_of(node, history)]
            plays = {plays: Fraction(1)} if isinstance(plays, str) else plays
            for action, chance in plays.items():
                walk(children(node)[action], (*history, action), weight * chance)

    walk(game.root, (), Fraction(1))
    return found


def pure_profiles(game: Game) -> Iterator[dict[object, str]]:
    sets = decisions(game)
    for choice in product(*(node.actions for node in sets.values())):
        yield dict(zip(sets, choice, strict=True))


def best_payoff(
    node: Node, history: History, profile: Mapping[object, object], player: str
) -> object:
    """Return the most a player gets from a node on, over all own pure strategies."""
    own = {
        name_of(below, deeper): below
        for deeper, below in histories_below(node, history)
        if isinstance(below, Decision) and below.player == player
    }
    return max(
        expected(node, history, {**profile, **dict(zip(own, choice, strict=True))}, player)
        for choice in product(*(below.actions for below in own.values()))
    )


def regret(game: Game, history: History, profile: Mapping[object, object], player: str) -> object:
    node = node_at(game, history)
    return best_payoff(node, history, profile, player) - expected(node, history, profile, player)


def is_nash(game: Game, profile: Mapping[object, object], history: History = ()) -> bool:
    return all(regret(game, history, profile, player) == 0 for player in game.players)


def subgame_histories(game: Game) -> list[History]:
    """Return the histories at which subgames begin, from the definition."""
    members: dict[object, set[History]] = {}
    for history, node in histories_below(game.root):
        if isinstance(node, Decision):
            members.setdefault(name_of(node, history), set()).add(history)
    found = []
    for history, node in histories_below(game.root):
        if history and isinstance(node, Outcome):
            continue
        if history and isinstance(node, Decision) and len(members[name_of(node, history)]) > 1:
            continue
        inside = {deeper for deeper, _ in histories_below(node, history)}
        if all(group <= inside for group in members.values() if group & inside):
            found.append(history)
    return found


def is_subgame_perfect(
    game: Game, profile: Mapping[object, object], histories: list[History] | None = None
) -> bool:
    roots = subgame_histories(game) if histories is None else histories
    return all(is_nash(game, profile, history) for history in roots)


def pure_nash(game: Game) -> list[dict[object, str]]:
    return [profile for profile in pure_profiles(game) if is_nash(game, profile)]


def pure_subgame_perfect(game: Game) -> list[dict[object, str]]:
    roots = sorted(subgame_histories(game), key=len, reverse=True)  # small subgames fail soonest
    return [profile for profile in pure_profiles(game) if is_subgame_perfect(game, profile, roots)]
