"""How far a slider goes: a round interval around a parameter's calibrations, within its domain."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.model.parameter import Domain

__all__ = ["STEPS", "slider_range"]

STEPS = 120
"""How many steps a slider has: a number with many divisors, so that 1/3 and 1/4 are among them."""


def slider_range(domain: Domain, values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Return the ends of a slider.

    A bounded domain is shown whole.  Otherwise the ends are round numbers that leave every
    calibration well inside.  An end that the domain leaves out is still an end of the slider; the
    page says there that the value lies outside the domain.

    Parameters
    ----------
    domain
        The numbers that the parameter may take.
    values
        Its values in the calibrations.

    Examples
    --------
    >>> from negotiation.model import Parameter
    >>> slider_range(Parameter("chance", domain="(0, 1)").domain, [Fraction(1, 3)])
    (Fraction(0, 1), Fraction(1, 1))
    >>> slider_range(Parameter("loss", domain=">= 0").domain, [Fraction(3), Fraction(2)])
    (Fraction(0, 1), Fraction(8, 1))
    >>> slider_range(Parameter("gain").domain, [Fraction(1)])
    (Fraction(-2, 1), Fraction(2, 1))
    """
    if domain.lower is not None and domain.upper is not None:
        return domain.lower, domain.upper
    size = max((abs(value) for value in values), default=Fraction(1))
    reach = _round_up(2 * size if size else Fraction(1))
    if domain.lower is not None:
        return domain.lower, max(domain.lower + reach, *values, domain.lower + 1)
    if domain.upper is not None:
        return min(domain.upper - reach, *values, domain.upper - 1), domain.upper
    return -reach, reach


def _round_up(number: Fraction) -> Fraction:
    """Return the next of …, 1/2, 1, 2, 4, 8, 12, 20, 40, 80, 120, 200, … from a number upwards."""
    unit = Fraction(1)
    while unit * 10 <= number:
        unit *= 10
    while unit > number:
        unit /= 10
    return next(step for each in (1, 2, 4, 8, 12) if (step := unit * each) >= number)
