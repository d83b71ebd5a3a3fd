"""A game and an equilibrium of it as what a drawing shows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, cast

from negotiation.drawing import Marks, Sketch, formula, plain, svg, tree_picture
from negotiation.exact import exact
from negotiation.game.compiled import CHANCE
from negotiation.game.tree import Outcome

if TYPE_CHECKING:
    from negotiation.drawing import Line
    from negotiation.exact import Number
    from negotiation.game.game import Game
    from negotiation.game.information import InformationSetName
    from negotiation.game.tree import History

__all__ = ["DrawnEquilibrium", "equilibrium_marks", "game_sketch", "tree_html"]

LARGEST_DENOMINATOR = 10_000

SHOWN_NODES = 200
"""The largest tree that a notebook draws by itself."""


class DrawnEquilibrium(Protocol):
    """What is drawn of an equilibrium: of one game, or of a family of games."""

    @property
    def profile(self) -> Mapping[InformationSetName, object]:
        """Information set → action → probability, or the one action that is taken."""
        ...


def game_sketch(game: Game, symbols: Mapping[str, str] | None = None, *, title: str = "") -> Sketch:
    """Describe a game for a drawing.

    Parameters
    ----------
    game
        The game.
    symbols
        Parameter → LaTeX name, by which payoffs and probabilities are written.
    title
        What the drawing shows.

    Examples
    --------
    >>> from negotiation import talks
    >>> game_sketch(talks.basing_shadow().game).move[:3]
    ('', 'keep', 'transfer')
    """
    tree = game.tree
    names = symbols or {}
    written: dict[int, tuple[Line, ...]] = {}
    payoffs: dict[int, tuple[Line, ...]] = {}
    results: dict[int, str] = {}
    for node, numbers in tree.payoffs.items():
        key = id(numbers)
        if key not in written:
            written[key] = tuple(formula(number, names) for number in numbers)
        payoffs[node] = written[key]
        end = tree.nodes[node]
        if isinstance(end, Outcome) and end.label is not None:
            results[node] = end.label
    moves = list(tree.label)
    for node, guard in tree.guards.items():
        if guard.requirement is not True:
            moves[node] += f" [if {guard.name}]"
    return Sketch(
        players=game.players,
        parent=tuple(tree.parent),
        move=tuple(moves),
        mover=tuple(tree.mover),
        chance={node: formula(chance, names) for node, chance in tree.probability.items()},
        payoffs=payoffs,
        result=results,
        sets=tuple(tuple(each.nodes) for each in tree.infosets if len(each.nodes) > 1),
        title=title or f"Game tree: {', '.join(game.players)}, {len(tree)} nodes",
    )


def equilibrium_marks(
    game: Game,
    equilibrium: DrawnEquilibrium,
    symbols: Mapping[str, str] | None = None,
) -> Marks:
    """Say which moves of a game an equilibrium plays, and which it would play elsewhere.

    Parameters
    ----------
    game
        The game that is drawn; the equilibrium may be of the same game at other numbers.
    equilibrium
        Anything with a profile: an `Equilibrium`, an `OutcomeClass`, an `EquilibriumClass`.
        Beliefs are marked where it has them.
    symbols
        Parameter → LaTeX name.
    """
    tree = game.tree
    names = symbols or {}
    chosen: dict[int, Number] = {}
    for number, infoset in enumerate(tree.infosets):
        name = game.information_sets.at(number).name
        if name not in equilibrium.profile:
            continue
        row = _distribution(equilibrium.profile[name], infoset.actions)
        for node in infoset.nodes:
            for child, action in zip(tree.children(node), infoset.actions, strict=True):
                if row.get(action, 0) != 0:
                    chosen[child] = row[action]
    reached = {0}
    for node in range(1, len(tree)):
        parent = tree.parent[node]
        by_chance = tree.mover[parent] == CHANCE and tree.probability[node] != 0
        if parent in reached and (node in chosen or by_chance):
            reached.add(node)
    return Marks(
        played=frozenset(reached),
        intended=frozenset(chosen) - reached,
        mixed={node: _odds(chance, names) for node, chance in chosen.items() if chance != 1},
        beliefs=_beliefs(game, getattr(equilibrium, "beliefs", None), names),
    )


def _distribution(choice: object, actions: tuple[str, ...]) -> Mapping[str, Number]:
    if isinstance(choice, str):
        return {action: exact(1 if action == choice else 0) for action in actions}
    return cast("Mapping[str, Number]", choice)


def _beliefs(
    game: Game,
    beliefs: Mapping[InformationSetName, Mapping[History, Number] | None] | None,
    names: Mapping[str, str],
) -> dict[int, Line]:
    if beliefs is None:
        return {}
    tree = game.tree
    marked: dict[int, Line] = {}
    for number, infoset in enumerate(tree.infosets):
        here = beliefs[game.information_sets.at(number).name] if len(infoset.nodes) > 1 else None
        for history, chance in (here or {}).items():
            marked[tree.find(history)] = _odds(chance, names)
    return marked


def _odds(chance: Number, names: Mapping[str, str]) -> Line:
    """Write a probability; fractions of numerical answers, which mean nothing, in decimals."""
    if isinstance(chance, Fraction) and chance.denominator > LARGEST_DENOMINATOR:
        return plain(f"{float(chance):.4g}")
    return formula(chance, names)


def tree_html(game: Game, equilibrium: DrawnEquilibrium | None = None) -> str:
    """Return the tree as an SVG element for a page; empty where it is too large to be read.

    >>> from negotiation import talks
    >>> tree_html(talks.basing_shadow().at()).startswith("<svg")
    True
    """
    if len(game.tree) > SHOWN_NODES:
        return ""
    marks = Marks() if equilibrium is None else equilibrium_marks(game, equilibrium)
    return svg(tree_picture(game_sketch(game), marks))
