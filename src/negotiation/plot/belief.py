"""What players believe where they cannot tell histories apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.drawing import COLOURS, INK, tint
from negotiation.errors import NotSupported
from negotiation.exact import as_sympy, format_number
from negotiation.game import name_text
from negotiation.plot.labels import wrapped
from negotiation.plot.style import HATCHES, axes_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from negotiation.solve import Equilibrium

__all__ = ["belief"]

SIZE = 8.0
BAR_POINTS = 330.0
"""About how long a bar is in a figure of its own."""


def belief(equilibrium: Equilibrium, *, ax: Axes | None = None) -> Axes:
    """Draw the beliefs of an equilibrium: one bar an information set with several histories.

    Parameters
    ----------
    equilibrium
        An equilibrium with beliefs, as `solve.perfect_bayesian` and `solve.sequential` give.
    ax
        Where to draw; a new figure where left out.

    Returns
    -------
    matplotlib.axes.Axes
        With the exact probability in every part of a bar; sets that play does not reach are
        marked, since beliefs there follow from no prior.

    Raises
    ------
    NotSupported
        If the equilibrium has no beliefs, or no information set has several histories.
    MissingDependency
        If matplotlib is not installed.
    """
    if equilibrium.beliefs is None:
        message = (
            f"a {equilibrium.concept} equilibrium has no beliefs; solve with "
            "solve.perfect_bayesian or solve.sequential"
        )
        raise NotSupported(message)
    game = equilibrium.game
    sets = [
        game.information_sets.at(number)
        for number, infoset in enumerate(game.tree.infosets)
        if len(infoset.nodes) > 1
    ]
    if not sets:
        message = "every information set has one history, so there is nothing to believe"
        raise NotSupported(message)
    drawn = axes_for(ax, height=0.9 + 0.55 * len(sets))
    rows: list[str] = []
    for row, infoset in enumerate(sets):
        here = equilibrium.beliefs[infoset.name]
        off_path = not any(
            game.tree.history(node) == history[: len(game.tree.history(node))]
            for history in equilibrium.outcomes
            for node in infoset.nodes
        )
        rows.append(
            f"{infoset.player}\n{name_text(infoset.name)}" + ("\n(not reached)" if off_path else "")
        )
        if here is None:
            drawn.text(0.5, row, "undefined", ha="center", va="center", fontsize=SIZE, color=INK)
            continue
        start = 0.0
        for place, (history, chance) in enumerate(here.items()):
            wide = float(as_sympy(chance))
            drawn.barh(
                row,
                wide,
                left=start,
                height=0.62,
                color=tint(COLOURS[place % len(COLOURS)], 0.3),
                hatch=HATCHES[place % len(HATCHES)],
                edgecolor=tint(COLOURS[place % len(COLOURS)], 0.6),
                linewidth=0.6,
            )
            if wide > 0:
                drawn.text(
                    start + wide / 2,
                    row,
                    _words(" → ".join(history), format_number(chance), wide * BAR_POINTS),
                    ha="center",
                    va="center",
                    fontsize=SIZE,
                    color=INK,
                    bbox={
                        "boxstyle": "round,pad=0.15",
                        "facecolor": "white",
                        "edgecolor": "none",
                        "alpha": 0.8,
                    },
                )
            start += wide
    drawn.set_ylim(-0.5, len(sets) - 0.5)
    drawn.set_yticks(range(len(sets)), rows, fontsize=SIZE)
    drawn.invert_yaxis()
    drawn.set_xlim(0, 1)
    drawn.set_xlabel("probability that the player gives to each history")
    for side in ("top", "right", "left"):
        drawn.spines[side].set_visible(False)
    drawn.tick_params(axis="y", length=0)
    return drawn


def _words(history: str, chance: str, room: float) -> str:
    """Write a part of a bar: of its history the last moves that have room, and its probability."""
    moves = history.split(" → ")
    for first in range(len(moves)):
        told = " → ".join(moves if first == 0 else ["…", *moves[first:]])
        for words in wrapped(told, SIZE):
            if words.width <= room - 6 and words.text.count("\n") <= 1:
                return f"{words.text}\n{chance}"
    return chance
