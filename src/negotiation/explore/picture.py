"""The drawing of a tree that a page fills with numbers.

The layout and the shapes are those of the figures (`negotiation.drawing`), with room left for the
longest number that the page may write in a place.  The page gives the shapes its own colours, which
follow its theme, and finds them again by their names: ``edge 3``, ``odds 3``, ``payoff 4 1``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from negotiation.drawing import (
    Box,
    Look,
    Marks,
    Path,
    Shape,
    lay_out,
    plain,
    text_of,
    tree_shapes,
)
from negotiation.game.sketch import game_sketch

if TYPE_CHECKING:
    from negotiation.game import Game

__all__ = ["picture_data"]

LETTERS = 11.0
"""The size of letters, in pixels of the page."""

NUMBER = plain("−00.00")
"""Room for a payoff or a probability."""


def picture_data(game: Game, mixed: Collection[int] = ()) -> dict[str, object]:
    """Draw a game's tree, growing to the right, as shapes that JSON can hold.

    Parameters
    ----------
    game
        The game with symbols.
    mixed
        The nodes that some equilibrium may reach by a mixed choice; room for its probability is
        left at the moves into them.
    """
    sketch = game_sketch(game)
    roomy = replace(
        sketch,
        move=tuple(game.tree.label),  # the page crosses out a move that a rule closes
        chance=dict.fromkeys(sketch.chance, NUMBER),
        payoffs={node: (NUMBER,) * len(lines) for node, lines in sketch.payoffs.items()},
    )
    look = Look(horizontal=True, size=LETTERS, label=14.0, payoff=22.0, in_rows=True)
    layout = lay_out(roomy, Marks(mixed=dict.fromkeys(mixed, NUMBER)), look)
    drawn = tree_shapes(layout, legend=False)
    return {
        "width": round(drawn.width, 1),
        "height": round(drawn.height, 1),
        "shapes": [_shape(shape) for shape in drawn.shapes],
    }


def _shape(shape: Shape) -> list[object]:
    if isinstance(shape, Path):
        points = [[round(x, 1), round(y, 1)] for x, y in shape.points]
        return ["path", shape.name, points]
    if isinstance(shape, Box):
        place = (shape.x, shape.y, shape.width, shape.height, shape.radius)
        return ["box", shape.name, *(round(number, 1) for number in place)]
    corner = (round(shape.x, 1), round(shape.y, 1))
    return ["text", shape.name, *corner, round(shape.size, 1), shape.anchor, text_of(shape.line)]
