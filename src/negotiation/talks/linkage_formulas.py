"""Closed forms of `linkage_no_charity`: continuous offers, and alternating offers without an end.

Japan's payoff falls by one for every unit of share or aid it gives, so it gives the cheapest
package that Russia accepts, if that is worth the islands to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.exact import sign
from negotiation.talks.stationary_split import stationary_split

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = ["continuous_ultimatum", "rubinstein_share"]

ZERO = Fraction(0)


def _baseline_payoffs(values: Mapping[str, Number], baseline: str) -> tuple[Number, Number]:
    if baseline == "linked":
        return ZERO, ZERO
    standalone = values["standalone_jea_share"]
    return values["jea_surplus"] - standalone, standalone


def _price(values: Mapping[str, Number], baseline: str) -> Number:
    """Return the share that makes Russia indifferent between the transfer and the baseline."""
    trust = ZERO if baseline == "linked" else values["trust_gain"]
    return values["transfer_cost"] - trust + _baseline_payoffs(values, baseline)[1]


def continuous_ultimatum(
    values: Mapping[str, Number], *, baseline: str, no_charity: bool
) -> dict[str, object]:
    """Return the outcome of the ultimatum in which share and aid may be any numbers.

    Parameters
    ----------
    values
        Parameter values.
    baseline, no_charity
        The options of the game.

    Returns
    -------
    dict
        ``outcome`` (``"transfer"`` or ``"baseline"``), the payoffs of ``Japan`` and ``Russia``,
        and on a transfer ``by``: ``"share"`` or ``"aid"``.

    Notes
    -----
    Let p be the share that makes Russia indifferent.  By share alone a deal costs Japan Max(0, p)
    and needs p <= jea_surplus.  With aid Russia must get p + charity_cost in all.  Where
    need_multiplier > 1, aid is the cheaper way to pay and is used alone; otherwise it only tops
    up the whole surplus.
    """
    surplus, need = values["jea_surplus"], values["need_multiplier"]
    japan_without, russia_without = _baseline_payoffs(values, baseline)
    price = _price(values, baseline)
    ways: list[tuple[Number, str]] = []
    if sign(surplus - price) >= 0:
        ways.append((price if sign(price) > 0 else ZERO, "share"))
    due = price + values["charity_cost"]
    if not no_charity:
        share = ZERO if sign(need - 1) > 0 else surplus
        if sign(due - share) > 0:  # a payment of 0 is no aid
            ways.append((share + (due - share) / need, "aid"))
    worth = values["island_value"] + surplus - japan_without
    for cost, by in _cheapest(ways):
        if sign(worth - cost) > 0:
            # Russia is held to its baseline, unless it would transfer for nothing.
            gains = -price if by == "share" and sign(price) < 0 else ZERO
            return {
                "outcome": "transfer",
                "Japan": japan_without + worth - cost,
                "Russia": russia_without + gains,
                "by": by,
            }
    return {"outcome": "baseline", "Japan": japan_without, "Russia": russia_without}


def _cheapest(ways: list[tuple[Number, str]]) -> list[tuple[Number, str]]:
    best = ways[:1]
    for way in ways[1:]:
        if sign(best[0][0] - way[0]) > 0:
            best = [way]
    return best


def rubinstein_share(
    values: Mapping[str, Number], *, baseline: str, first_mover: str
) -> dict[str, object]:
    """Return the share that the first mover proposes in alternating offers without an end.

    Parameters
    ----------
    values
        Parameter values.
    baseline, first_mover
        The options of the game.

    Raises
    ------
    NotSupported
        If no share is worth agreeing on, or a proposal would hit an end of [0, jea_surplus].
    """
    surplus = values["jea_surplus"]
    split = stationary_split(
        _price(values, baseline),
        values["island_value"] + surplus - _baseline_payoffs(values, baseline)[0],
        values["japan_discount_factor"],
        values["russia_discount_factor"],
        largest=surplus,
        what="share of the surplus",
    )
    return {"russia_share": split.low if first_mover == "Japan" else split.high}
