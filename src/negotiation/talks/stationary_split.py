"""The stationary split of alternating offers without an end, over an interval.

Two sides divide along a line: one wants the number low, the other high, each with linear payoffs
and own patience.  What lies between the numbers at which either is as well off without agreement
is the pie of Rubinstein 1982.  The formula holds while both proposals lie within the range of
offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiation.bargaining.alternating_offers import rubinstein
from negotiation.errors import NotSupported
from negotiation.exact import sign

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = ["StationarySplit", "stationary_split"]


@dataclass(frozen=True)
class StationarySplit:
    """What either side proposes.

    Attributes
    ----------
    low, high
        The proposal of the side that wants the number low, and of the one that wants it high.
    """

    low: Number
    high: Number


def stationary_split(
    least: Number,
    most: Number,
    low_patience: Number,
    high_patience: Number,
    *,
    largest: Number,
    what: str,
) -> StationarySplit:
    """Return the stationary proposals over an interval of numbers from 0 to ``largest``.

    Parameters
    ----------
    least
        The number at which the side that wants it high is as well off as without agreement.
    most
        The number at which the side that wants it low is.
    low_patience, high_patience
        The discount factors of the side that wants the number low, and high.
    largest
        The largest number that can be offered; the smallest is 0.
    what
        What the number is, for messages.

    Raises
    ------
    NotSupported
        If no number is worth agreeing on, or a proposal would lie outside the range.

    Examples
    --------
    Splitting 1 with patience 1/2 each: the one who proposes keeps 2/3.

    >>> from fractions import Fraction
    >>> half, zero, one = Fraction(1, 2), Fraction(0), Fraction(1)
    >>> split = stationary_split(zero, one, half, half, largest=one, what="share")
    >>> split.low, split.high
    (Fraction(1, 3), Fraction(2, 3))
    """
    length = most - least
    if sign(length) < 0:
        message = (
            f"no {what} is acceptable to both sides (one needs at least {least}, the other at "
            f"most {most}), so there is no stationary split"
        )
        raise NotSupported(message)
    keeps_for_low, keeps_for_high = rubinstein((low_patience, high_patience)).demands
    low, high = most - length * keeps_for_low, least + length * keeps_for_high
    if sign(low) < 0 or sign(largest - high) < 0:
        message = (
            f"the stationary proposals would be {low} and {high}, and a {what} must lie between "
            f"0 and {largest}; the formula does not hold there, solve the tree with a horizon"
        )
        raise NotSupported(message)
    return StationarySplit(low, high)
