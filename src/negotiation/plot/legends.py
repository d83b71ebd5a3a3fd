"""Legends under a figure: wrapped to its width, clear of the axis, the figure made taller for them.

A legend beside or in the data would cover some of it, and one that is wider than the page makes
the axes narrow; hence entries are broken at spaces and stand in as many columns as fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from negotiation.drawing import INK, LINE_HEIGHT, plain, text_of, width, wrap

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["legend_below"]

SIZE = 8.0
CLEAR = 36.0
"""From the axes down to the legend, in points: room for the axis and what it is called."""

SWATCH = 34.0
"""What stands before the words of an entry, with the gap behind them, in points."""


def legend_below(axes: Axes, handles: Sequence[Artist], *, most_columns: int = 2) -> None:
    """Explain what is drawn, under the axes.

    Parameters
    ----------
    axes
        Where it is drawn.  A figure that holds nothing else grows by the height of the legend.
    handles
        What is explained, with its words as label.
    most_columns
        The most columns; fewer where the words are too long.
    """
    from matplotlib.transforms import ScaledTranslation

    figure = axes.get_figure(root=True)
    if figure is None or not handles:  # pragma: no cover - axes are drawn on a figure
        return
    alone = len(figure.axes) == 1
    room = (
        figure.get_figwidth() * 72 - 48
        if alone
        else axes.get_window_extent().width * 72 / figure.dpi
    )
    words = [plain(str(handle.get_label()).replace("\n", " ")) for handle in handles]
    columns = next(
        (
            count
            for count in range(min(most_columns, len(handles)), 1, -1)
            if max(width(line, SIZE) for line in words) + SWATCH <= room / count
        ),
        1,
    )
    broken = [wrap(line, SIZE, room / columns - SWATCH) for line in words]
    for handle, lines in zip(handles, broken, strict=True):
        handle.set_label("\n".join(text_of(line) for line in lines))
    down = ScaledTranslation(0, -CLEAR / 72, figure.dpi_scale_trans)
    legend = axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        bbox_transform=axes.transAxes + down,
        frameon=False,
        fontsize=SIZE,
        borderaxespad=0.0,
        borderpad=0.0,
        ncols=columns,
        columnspacing=1.0,
        handlelength=2.8,  # the rarest line style repeats within it
        labelcolor=INK,
    )
    legend.set_gid("legend")
    rows = -(-len(handles) // columns)
    if alone and rows > 3:
        lines_of = [len(lines) for lines in broken]
        tallest = max(
            sum(lines_of[start : start + rows]) for start in range(0, len(lines_of), rows)
        )
        figure.set_figheight(
            figure.get_figheight() + (tallest - 3) * SIZE * LINE_HEIGHT * 1.15 / 72
        )
