"""Colours that colour-blind readers tell apart, for areas and lines and, darker, for letters.

The colours are those of Okabe and Ito (2008).  Letters in them would be too pale on white; the inks
are the same hues at a contrast of at least 4.5 to 1 (WCAG 2.1, criterion 1.4.3).
"""

from __future__ import annotations

__all__ = ["COLOURS", "GREY", "INK", "INKS", "PAPER", "tint"]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Colours in the order of use."""

INKS = ("#00609A", "#A84600", "#00714F", "#9C3F73", "#8A5A00", "#1F6E9C", "#333333")
"""The same for letters and thin lines."""

INK = "#1A1A1A"
"""What is written and drawn without a colour of its own."""

GREY = "#767676"
"""What stands back."""

PAPER = "#FFFFFF"
"""The ground."""


def tint(colour: str, share: float) -> str:
    """Mix a colour with white.

    Parameters
    ----------
    colour
        As ``#RRGGBB``.
    share
        How much of the colour is left, between 0 and 1.

    Examples
    --------
    >>> tint("#000000", 0.2)
    '#CCCCCC'
    """
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02X}" for channel in channels)
