"""Closed forms of `legal_framework`: the agreement zone and the stationary split.

Pure Russian law needs no drafting, every other regime does, so with drafting costs the acceptable
shares are an interval and, apart from it, perhaps the share 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported
from negotiation.exact import sign
from negotiation.talks.stationary_split import stationary_split

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = ["agreement_possible", "agreement_zone", "rubinstein_law"]

ZERO, ONE = Fraction(0), Fraction(1)


def _russian_law_acceptable(values: Mapping[str, Number]) -> bool:
    japan = values["japan_jea_value"] - values["recognition_cost"]
    return sign(japan) >= 0 and sign(values["russia_jea_value"]) >= 0


def _drafted(values: Mapping[str, Number]) -> tuple[Number, Number] | None:
    """Return the least and the largest acceptable share below 1 (1 itself as a limit)."""
    japan = values["japan_jea_value"] - values["japan_drafting_cost"]
    russia = values["russia_jea_value"] - values["russia_drafting_cost"]
    low: Number = ONE - russia / values["dilution_cost"]
    high: Number = japan / values["recognition_cost"]
    low = ZERO if sign(low) < 0 else low
    high = ONE if sign(high - 1) > 0 else high
    if sign(high - low) < 0 or sign(low - 1) >= 0:
        return None
    return low, high


def agreement_zone(values: Mapping[str, Number]) -> dict[str, object]:
    """Return the shares of Russian law that give both sides at least nothing.

    Returns
    -------
    dict
        ``empty``; where it is false also ``low`` and ``high``, the ends of the zone.

    Raises
    ------
    NotSupported
        If drafting costs make the zone an interval and, apart from it, Russian law.
    """
    drafted, russian_law = _drafted(values), _russian_law_acceptable(values)
    if drafted is None:
        return {"empty": False, "low": ONE, "high": ONE} if russian_law else {"empty": True}
    low, high = drafted
    if russian_law and sign(high - 1) < 0:
        message = (
            f"the acceptable shares are those from {low} to {high} and, apart from them, 1 "
            "(Russian law, which needs no drafting): no interval; use agreement_possible"
        )
        raise NotSupported(message)
    return {"empty": False, "low": low, "high": high}


def agreement_possible(values: Mapping[str, Number]) -> dict[str, object]:
    """Return whether some regime gives both sides at least nothing.

    Returns
    -------
    dict
        ``possible``.
    """
    possible = _russian_law_acceptable(values) or _drafted(values) is not None
    return {"possible": possible}


def rubinstein_law(values: Mapping[str, Number], *, proposer: str) -> dict[str, object]:
    """Return the share proposed first in alternating offers without an end.

    Parameters
    ----------
    values
        Parameter values.
    proposer
        Who moves first.

    Raises
    ------
    NotSupported
        If there are drafting costs, the agreement zone is empty, or a proposal would lie outside
        [0, 1].
    """
    for name in ("japan_drafting_cost", "russia_drafting_cost"):
        if sign(values[name]) != 0:
            message = f"rubinstein_law supposes no drafting costs, but {name} = {values[name]}"
            raise NotSupported(message)
    split = stationary_split(
        1 - values["russia_jea_value"] / values["dilution_cost"],
        values["japan_jea_value"] / values["recognition_cost"],
        values["japan_discount_factor"],
        values["russia_discount_factor"],
        largest=ONE,
        what="share of Russian law",
    )
    return {"law_share": split.low if proposer == "Japan" else split.high}
