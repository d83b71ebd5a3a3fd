"""The look of the figures, and the one place that imports matplotlib.

Colours are those of Okabe and Ito (2008), which colour-blind readers tell apart; every series also
has a marker or a line style of its own, so that figures survive grey printing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.errors import MissingDependency

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COLOURS", "LINES", "MARKERS", "axes_for"]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Colours in the order of use."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
"""Markers in the order of use."""

LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3)))
"""Line styles in the order of use."""


def axes_for(axes: Axes | None) -> Axes:
    """Return the axes given, or new ones.

    Raises
    ------
    MissingDependency
        If matplotlib is not installed.
    """
    if axes is not None:
        return axes
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = "figures need matplotlib; install it with: pip install 'negotiation[plot]'"
        raise MissingDependency(message) from error
    figure = Figure(figsize=(6.3, 4.2), layout="constrained")
    made: Axes = figure.add_subplot()
    return made
