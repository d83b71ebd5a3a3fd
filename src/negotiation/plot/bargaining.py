"""Bargaining sets with their solutions, and the frontiers of packages under rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from negotiation.bargaining import (
    FiniteProblem,
    FrontierProblem,
    Menu,
    PolygonProblem,
    Solution,
    egalitarian,
    equal_loss,
    kalai_smorodinsky,
    nash_solution,
    pareto_packages,
    utilitarian,
)
from negotiation.errors import NotSupported
from negotiation.exact import as_sympy
from negotiation.plot.style import COLOURS, LINES, MARKERS, axes_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from negotiation.exact import Number

__all__ = ["bargaining_set", "package_frontier"]

Problem: TypeAlias = FiniteProblem | PolygonProblem | FrontierProblem

SOLUTIONS: dict[str, Callable[[Problem], Solution]] = {
    "Nash": nash_solution,
    "Kalai-Smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "equal loss": equal_loss,
    "utilitarian": utilitarian,
}
"""The solutions that are marked, by the name they have in the legend."""

CURVE_POINTS = 200


def bargaining_set(
    problem: Problem,
    *,
    players: Sequence[str] = ("player 1", "player 2"),
    axes: Axes | None = None,
) -> Axes:
    """Draw a two-player bargaining problem with every solution marked.

    Parameters
    ----------
    problem
        A finite set of agreements, a polygon, or a curve.
    players
        The names on the axes.
    axes
        Where to draw; a new figure where left out.

    Returns
    -------
    matplotlib.axes.Axes
        With the agreements, the individually rational frontier, the disagreement point and one
        mark a solution; solutions at the same point are named together.

    Raises
    ------
    NotSupported
        If the problem has more than two players.
    MissingDependency
        If matplotlib is not installed.

    Examples
    --------
    >>> from negotiation.bargaining import PolygonProblem
    >>> triangle = PolygonProblem([(0, 0), (4, 0), (0, 2)])
    >>> [text.get_text() for text in bargaining_set(triangle).get_legend().get_texts()][:2]
    ['agreements', 'frontier']
    """
    if len(problem.disagreement) != 2:
        message = f"the figure shows two players, and the problem has {len(problem.disagreement)}"
        raise NotSupported(message)
    drawn = axes_for(axes)
    _agreements(problem, drawn)
    drawn.plot(
        *_columns([problem.disagreement]),
        marker="+",
        markersize=12,
        linestyle="none",
        color=COLOURS[-1],
        label="disagreement",
    )
    together: dict[tuple[tuple[Number, ...], ...], list[str]] = {}
    for name, solve in SOLUTIONS.items():
        together.setdefault(solve(problem).points, []).append(name)
    for place, (points, names) in enumerate(together.items()):
        drawn.plot(
            *_columns(points),
            marker=MARKERS[place],
            markersize=9,
            linestyle="none",
            markerfacecolor=COLOURS[place],
            markeredgecolor="white",
            label=", ".join(names),
            zorder=4 + place,
        )
    drawn.set_xlabel(f"payoff of {players[0]}")
    drawn.set_ylabel(f"payoff of {players[1]}")
    drawn.legend(frameon=False, fontsize=8)
    return drawn


def _agreements(problem: Problem, axes: Axes) -> None:
    if isinstance(problem, FrontierProblem):
        ends = as_sympy(problem.low), as_sympy(problem.high)
        steps = [
            ends[0] + (ends[1] - ends[0]) * place / CURVE_POINTS
            for place in range(CURVE_POINTS + 1)
        ]
        parts = [as_sympy(problem.first), as_sympy(problem.second)]
        columns = [[float(part.subs(problem.parameter, step)) for step in steps] for part in parts]
        axes.plot(columns[0], columns[1], color=COLOURS[0], label="agreements")
        return
    if isinstance(problem, PolygonProblem):
        corners = [*problem.agreements, problem.agreements[0]]
        axes.fill(*_columns(corners), color=COLOURS[5], alpha=0.25, label="agreements")
        axes.plot(*_columns(problem.frontier), color=COLOURS[0], linewidth=2, label="frontier")
        return
    axes.plot(
        *_columns(problem.agreements),
        marker=".",
        linestyle="none",
        color="0.6",
        label="agreements",
    )
    axes.plot(
        *_columns(problem.frontier),
        marker="o",
        markerfacecolor="none",
        linestyle="none",
        color=COLOURS[0],
        label="frontier",
    )


def _columns(points: Sequence[Sequence[Number]]) -> tuple[list[float], list[float]]:
    return (
        [float(as_sympy(point[0])) for point in points],
        [float(as_sympy(point[1])) for point in points],
    )


def package_frontier(menu: Menu, *, axes: Axes | None = None) -> Axes:
    """Draw the Pareto frontier of packages under all rules of a menu, and without each of them.

    Parameters
    ----------
    menu
        Projects and rules.
    axes
        Where to draw; a new figure where left out.

    Returns
    -------
    matplotlib.axes.Axes
        One stepped line a frontier: packages are whole, so nothing lies between two points.

    Raises
    ------
    MissingDependency
        If matplotlib is not installed.
    """
    drawn = axes_for(axes)
    frontiers = {"all rules": pareto_packages(menu)}
    for rule in menu.rules:
        frontiers[f"without {rule.name}"] = pareto_packages(menu.without(rule.name))
    for place, (name, frontier) in enumerate(frontiers.items()):
        columns = _columns(frontier.payoffs)
        drawn.step(
            *columns,
            where="pre",
            marker=MARKERS[place % len(MARKERS)],
            markersize=6,
            linestyle=LINES[place % len(LINES)],
            color=COLOURS[place % len(COLOURS)],
            linewidth=2.2 if place == 0 else 1.3,
            label=name,
            zorder=5 if place == 0 else 3,
        )
    drawn.set_xlabel(f"payoff of {menu.players[0]}")
    drawn.set_ylabel(f"payoff of {menu.players[1]}")
    drawn.legend(frameon=False, fontsize=8)
    return drawn
