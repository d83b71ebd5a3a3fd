"""Estimates with confidence intervals.

For shares of independent draws the score interval (Wilson 1927), which holds near 0 and 1 too;
for means the normal interval; for quasi-random points Student's interval over the independent
scramblings (Owen 1998).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Estimate", "mean_estimate", "replicated_estimate", "share_estimate"]


@dataclass(frozen=True)
class Estimate:
    """A number with an interval around it.

    Attributes
    ----------
    value
        The estimate.
    low, high
        The ends of the interval.
    level
        Its confidence level.
    """

    value: float
    low: float
    high: float
    level: float

    def __str__(self) -> str:
        return f"{self.value:.4g} [{self.low:.4g}, {self.high:.4g}]"


def _normal_quantile(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))


def share_estimate(share: float, count: int, level: float) -> Estimate:
    """Estimate a probability from a share of independent draws, or a mean of numbers in [0, 1].

    >>> print(share_estimate(0.5, 100, 0.95))
    0.5 [0.4038, 0.5962]
    """
    if not count:
        return Estimate(math.nan, 0.0, 1.0, level)
    z = _normal_quantile(level)
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = (z / (1 + z * z / count)) * math.sqrt(
        share * (1 - share) / count + z * z / (4 * count * count)
    )
    return Estimate(share, max(0.0, centre - half), min(1.0, centre + half), level)


def mean_estimate(mean: float, squares: float, count: int, level: float) -> Estimate:
    """Estimate a mean from independent draws and the sum of squared differences from it."""
    if count < 2:
        return Estimate(mean, -math.inf, math.inf, level)
    half = _normal_quantile(level) * math.sqrt(squares / (count - 1) / count)
    return Estimate(mean, mean - half, mean + half, level)


def replicated_estimate(values: Sequence[float], value: float, level: float) -> Estimate:
    """Estimate from the values of independent replicates."""
    from scipy.special import stdtrit

    count = len(values)
    if count < 2:
        return Estimate(value, -math.inf, math.inf, level)
    mean = math.fsum(values) / count
    spread = math.fsum((each - mean) ** 2 for each in values) / (count - 1)
    half = float(stdtrit(count - 1, 0.5 + level / 2)) * math.sqrt(spread / count)
    return Estimate(value, value - half, value + half, level)
