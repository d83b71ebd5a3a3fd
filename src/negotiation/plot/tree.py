"""Game trees with their equilibria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.drawing import Marks, tree_picture
from negotiation.errors import InvalidGame, NotSupported
from negotiation.game import Game
from negotiation.game.sketch import equilibrium_marks, game_sketch
from negotiation.model import Model
from negotiation.plot.picture import picture_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from negotiation.game.sketch import DrawnEquilibrium

__all__ = ["tree"]

POINTS_PER_CENTIMETRE = 72 / 2.54
MOST_NODES = 2000


def tree(
    game: Game | Model,
    *,
    equilibrium: DrawnEquilibrium | None = None,
    horizontal: bool | None = None,
    width: float = 16.0,
    legend: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw a game tree.

    Parameters
    ----------
    game
        A game, or a model, whose payoffs are then written in the symbols of its parameters.
    equilibrium
        What is marked: an equilibrium of the game, or an outcome class of a partition.  Moves
        that are played are thick, moves that would be played where play does not come dashed;
        probabilities of mixed moves and beliefs are written.
    horizontal
        Whether the tree grows to the right rather than downwards; left out, as takes less room.
    width
        The width of the page, in centimetres.  Letters are 9 points high and shrink to 7 where
        that makes the tree fit; a tree that does not fit even so makes a wider figure.
    legend
        Whether the players and lines are explained above the tree.
    ax
        Where to draw, as large as fits; a new figure of the right size where left out.

    Returns
    -------
    matplotlib.axes.Axes
        One unit is a point (1/72 inch).

    Raises
    ------
    NotSupported
        If the tree has more than 2000 nodes.
    MissingDependency
        If matplotlib is not installed.

    Examples
    --------
    >>> from negotiation import solve, talks
    >>> game = talks.basing_shadow().at("thaw")
    >>> axes = tree(game, equilibrium=solve.subgame_perfect(game)[0])
    >>> sorted({text.get_text() for text in axes.texts} & {"transfer", "keep", "chance"})
    ['chance', 'keep', 'transfer']
    """
    drawn = game.game if isinstance(game, Model) else game
    if not isinstance(drawn, Game):
        message = f"{game!r} is neither a Game nor a Model"
        raise InvalidGame(message)
    if len(drawn.tree) > MOST_NODES:
        message = (
            f"the tree has {len(drawn.tree)} nodes, and no page holds more than {MOST_NODES}; "
            "draw one of its subgames: plot.tree(game.subgames()[1].game)"
        )
        raise NotSupported(message)
    symbols = (
        {name: parameter.latex for name, parameter in game.parameters.items()}
        if isinstance(game, Model)
        else {}
    )
    marks = Marks() if equilibrium is None else equilibrium_marks(drawn, equilibrium, symbols)
    picture = tree_picture(
        game_sketch(drawn, symbols),
        marks,
        horizontal=horizontal,
        width=width * POINTS_PER_CENTIMETRE,
        legend=legend,
    )
    return picture_axes(picture, ax)
