"""What the players could have, what is efficient, and what they get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from negotiation.drawing import INK
from negotiation.errors import NotSupported, UnknownName
from negotiation.exact import as_sympy
from negotiation.plot.legends import legend_below
from negotiation.plot.style import COLOURS, MARKERS, axes_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from negotiation.exact import Number
    from negotiation.game import Game
    from negotiation.solve import Equilibrium

__all__ = ["efficient", "frontier"]


def efficient(points: Sequence[tuple[Number, ...]]) -> list[tuple[Number, ...]]:
    """Return the points that none of the others is at least as good as for all and better for one.

    Quadratic in the number of points.

    >>> from fractions import Fraction
    >>> efficient(
    ...     [(Fraction(1), Fraction(3)), (Fraction(2), Fraction(1)), (Fraction(1), Fraction(1))]
    ... )
    [(Fraction(1, 1), Fraction(3, 1)), (Fraction(2, 1), Fraction(1, 1))]
    """
    distinct = list(dict.fromkeys(points))
    return [point for point in distinct if not any(_better(other, point) for other in distinct)]


def _better(one: tuple[Number, ...], other: tuple[Number, ...]) -> bool:
    return one != other and all(mine >= theirs for mine, theirs in zip(one, other, strict=True))


def frontier(
    game: Game,
    *,
    players: tuple[str, str] | None = None,
    equilibria: Sequence[Equilibrium] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw the payoffs of a game's outcomes, the efficient ones, and those of equilibria.

    Parameters
    ----------
    game
        A game with numbers.
    players
        Whose payoffs are on the axes; the first two where left out.  Efficiency is judged by
        these two.
    equilibria
        Equilibria whose expected payoffs are marked.
    ax
        Where to draw; a new figure where left out.

    Returns
    -------
    matplotlib.axes.Axes
        With one point an outcome, a stepped line through the efficient ones, and one mark an
        equilibrium payoff.

    Raises
    ------
    UnknownName
        If a player does not exist.
    NotSupported
        If the game has one player only.
    MissingDependency
        If matplotlib is not installed.

    Notes
    -----
    The frontiers of bargaining problems and packages are drawn by `bargaining_set` and
    `package_frontier`.
    """
    game = game.settled
    if len(game.players) < 2:
        message = "a frontier needs two players, and the game has one"
        raise NotSupported(message)
    pair = players or (game.players[0], game.players[1])
    for player in pair:
        if player not in game.players:
            raise UnknownName("player", player, game.players)
    places = [game.players.index(player) for player in pair]
    points = [(payoffs[places[0]], payoffs[places[1]]) for payoffs in game.tree.payoffs.values()]
    best = sorted(efficient(points), key=lambda point: float(as_sympy(point[0])))
    drawn = axes_for(ax)
    style: dict[str, Any] = {"linestyle": "none", "zorder": 3}
    drawn.plot(*_floats(points), marker="o", color="0.6", markersize=5, label="outcomes", **style)
    drawn.step(
        *_floats(best),
        where="pre",
        color=COLOURS[0],
        linewidth=1.6,
        marker="o",
        markersize=7,
        markerfacecolor="white",
        markeredgewidth=1.6,
        label="efficient outcomes",
        zorder=4,
    )
    reached: dict[tuple[Number, ...], list[Equilibrium]] = {}
    for each in equilibria:
        reached.setdefault(tuple(each.payoffs[player] for player in pair), []).append(each)
    for place, (point, found) in enumerate(reached.items()):
        paths = dict.fromkeys(" → ".join(each.path) or "mixed play" for each in found)
        drawn.plot(
            *_floats([point]),
            marker=MARKERS[(place + 1) % len(MARKERS)],
            markersize=9,
            color=COLOURS[(place + 1) % len(COLOURS)],
            markeredgecolor=INK,
            label=f"{found[0].concept}: {' or '.join(paths)}",
            linestyle="none",
            zorder=5,
        )
    drawn.set_xlabel(f"payoff of {pair[0]}")
    drawn.set_ylabel(f"payoff of {pair[1]}")
    drawn.margins(0.08)
    legend_below(drawn, drawn.get_legend_handles_labels()[0], most_columns=1)
    return drawn


def _floats(points: Sequence[tuple[Number, ...]]) -> tuple[list[float], list[float]]:
    return (
        [float(as_sympy(point[0])) for point in points],
        [float(as_sympy(point[1])) for point in points],
    )
