"""The bargaining range of a crisis: why war is inefficient.

Fearon (1995): two states dispute a good of value 1; war gives the first all of it with
probability p, and costs both.  Every division between p minus the first's cost and p plus the
second's is better for both than war, so rational states fight only over private information,
commitment or indivisibility.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from negotiation.bargaining.points import compare, read_constant
from negotiation.errors import InvalidModel
from negotiation.exact import Number, NumberLike, exact

__all__ = ["BargainingRange", "fearon_range"]


@dataclass(frozen=True)
class BargainingRange:
    """The divisions that neither side would fight over, as shares of the first side.

    Attributes
    ----------
    low, high
        The ends of the range: what each side, making the last offer, could leave the other.
    war
        What war is worth to each side.
    """

    low: Number
    high: Number
    war: tuple[Number, Number]

    @property
    def length(self) -> Number:
        """How much there is to bargain over."""
        return exact(self.high - self.low)

    def holds(self, share: NumberLike) -> bool:
        """Whether a share of the first side is in the range."""
        number = read_constant(share, what="the share")
        return compare(self.low, number) <= 0 and compare(number, self.high) <= 0


def fearon_range(
    win_probability: NumberLike, costs: NumberLike | Sequence[NumberLike]
) -> BargainingRange:
    """Find the divisions that both sides prefer to war (Fearon 1995).

    The sides are risk-neutral and the good can be divided at will.

    Parameters
    ----------
    win_probability
        With which the first side wins, in [0, 1].
    costs
        What war costs each side, as a share of the good, at least 0.

    Returns
    -------
    BargainingRange
        From p - c₁ to p + c₂, cut at 0 and 1, the ends of what can be given.

    Raises
    ------
    InvalidModel
        If a number is out of its range.

    Examples
    --------
    >>> found = fearon_range("1/2", ("1/10", "1/5"))
    >>> str(found.low), str(found.high)
    ('2/5', '7/10')
    """
    chance = read_constant(win_probability, what="the probability of winning")
    if compare(chance, Fraction(0)) < 0 or compare(chance, Fraction(1)) > 0:
        message = f"the probability of winning is {chance}; it must be from 0 to 1"
        raise InvalidModel(message)
    given = [costs, costs] if isinstance(costs, str) or not isinstance(costs, Sequence) else costs
    read = [read_constant(cost, what=f"the cost of side {i}") for i, cost in enumerate(given)]
    if len(read) != 2 or min(compare(cost, Fraction(0)) for cost in read) < 0:
        message = f"the costs of war are {[str(cost) for cost in read]}; give two of at least 0"
        raise InvalidModel(message)
    war = (exact(chance - read[0]), exact(1 - chance - read[1]))
    low, high = war[0], exact(chance + read[1])
    return BargainingRange(
        low if compare(low, Fraction(0)) > 0 else Fraction(0),
        high if compare(high, Fraction(1)) < 0 else Fraction(1),
        war,
    )
