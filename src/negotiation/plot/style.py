"""The look of the figures, and the one place that imports matplotlib.

Colours are those of Okabe and Ito (2008), which colour-blind readers tell apart; every series also
has a marker or a line style of its own, every area a hatching, so that figures survive grey
printing.  Letters are 9 points high, figures 16 cm wide, as a page's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.drawing import COLOURS
from negotiation.errors import MissingDependency
from negotiation.model import capitals, in_words, sentences_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiation.model import Model

__all__ = ["COLOURS", "HATCHES", "LINES", "MARKERS", "axes_for", "figure_of", "parameter_label"]

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
"""Markers in the order of use."""

LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3)))
"""Line styles in the order of use."""

HATCHES = ("", "////", "....", "\\\\\\\\", "----", "xxxx", "||||", "oooo")
"""Hatchings of areas in the order of use."""


def figure_of(width: float, height: float) -> Figure:
    """Return a new figure of a size in inches.

    Raises
    ------
    MissingDependency
        If matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = "figures need matplotlib; install it with: pip install 'negotiation[plot]'"
        raise MissingDependency(message) from error
    return Figure(figsize=(width, height))


def axes_for(axes: Axes | None, *, width: float = 6.3, height: float = 4.2) -> Axes:
    """Return the axes given, or new ones.

    Raises
    ------
    MissingDependency
        If matplotlib is not installed.
    """
    if axes is not None:
        return axes
    figure = figure_of(width, height)
    figure.set_layout_engine("constrained")
    made: Axes = figure.add_subplot()
    return made


def parameter_label(model: Model, name: str) -> str:
    """Return what an axis says of a parameter: its name and its symbol.

    >>> from negotiation import talks
    >>> parameter_label(talks.triangle(), "japan_jea_value")
    'Japan JEA value  $e_J$'
    """
    parameter = model.parameters[name]
    words = in_words(name, capitals(sentences_of(model)))
    plain_symbol = parameter.name.replace("_", r"\_")
    return words if parameter.latex == plain_symbol else f"{words}  ${parameter.latex}$"
