"""How play changes as players err less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.errors import UnknownName
from negotiation.game import name_text
from negotiation.plot.legends import legend_below
from negotiation.plot.style import COLOURS, LINES, axes_for
from negotiation.solve import QuantalPath
from negotiation.solve import quantal_path as follow_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from negotiation.exact import NumberLike
    from negotiation.game import Game

__all__ = ["quantal_path"]

FINE_POINTS = 400


def quantal_path(
    path: QuantalPath | Game,
    *,
    until: NumberLike = 20,
    moves: list[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the probabilities of moves along the principal branch of quantal responses.

    Parameters
    ----------
    path
        A path as `solve.quantal_path` gives it, or a game, whose path is followed here.
    until
        For a game: the rationality at which the path ends, per unit of payoff.
    moves
        The information sets that are drawn, by their names as texts; all where left out.
    ax
        Where to draw; a new figure where left out.

    Returns
    -------
    matplotlib.axes.Axes
        One line an information set and action (of two actions, the first), numerical as the path
        itself; the largest residual is written above it.

    Raises
    ------
    UnknownName
        If an information set does not exist.
    MissingDependency
        If matplotlib is not installed.
    """
    points = path if isinstance(path, QuantalPath) else follow_path(path, until=until)
    game = points[0].game
    known = {name_text(name): name for name in game.information_sets}
    for name in moves or ():
        if name not in known:
            raise UnknownName("information set", name, known)
    drawn = axes_for(ax)
    rationality = [point.rationality for point in points]
    smooth = _smoother(points)
    place = 0
    for words in moves or list(known):
        infoset = game.information_sets[known[words]]
        shown = infoset.actions[:1] if len(infoset.actions) == 2 else infoset.actions
        for action in shown:
            drawn.plot(
                smooth(rationality),
                smooth([point.profile[known[words]][action] for point in points]),
                color=COLOURS[place % len(COLOURS)],
                linestyle=LINES[place % len(LINES)],
                linewidth=2.0,
                label=f"{infoset.player}, {words}: {action}",
            )
            place += 1
    drawn.set_ylim(-0.02, 1.02)
    drawn.set_xlim(rationality[0], rationality[-1])
    drawn.set_xlabel("rationality  $\\lambda$")
    drawn.set_ylabel("probability of the move")
    worst = max(points.residuals)
    drawn.set_title(f"largest residual {_power(worst)}", fontsize=7.5, color="#4D4D4D", loc="right")
    legend_below(drawn, drawn.get_lines(), most_columns=1 if place <= 3 else 2)
    return drawn


def _smoother(points: QuantalPath) -> Callable[[list[float]], list[float]]:
    """Return how to join values at the points of a path without corners and without overshooting.

    The branch may turn back in rationality, so values are joined along its length.
    """
    import numpy as np
    from scipy.interpolate import PchipInterpolator

    places = np.array(
        [
            [point.rationality / points[-1].rationality, *chances]
            for point in points
            for chances in [[c for moves in point.profile.values() for c in moves.values()]]
        ],
        dtype=float,
    )
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    fine = np.linspace(0.0, along[-1], FINE_POINTS)

    def smooth(values: list[float]) -> list[float]:
        return [float(value) for value in PchipInterpolator(along, values)(fine)]

    return smooth


def _power(number: float) -> str:
    """Write a small number as on paper, for matplotlib to set."""
    figures, power = f"{number:.1e}".split("e")
    return rf"${figures} \times 10^{{{int(power)}}}$" if number else "0"
