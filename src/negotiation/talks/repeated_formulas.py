"""Closed forms of `repeated_talks`: talking for ever, and round by round with rising trust."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.exact import sign

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = ["stationary_value", "trust_values"]

SIDES = {"Japan": "japan", "Russia": "russia"}
ZERO = Fraction(0)


def stationary_value(values: Mapping[str, Number]) -> dict[str, object]:
    """Return what talking for ever is worth with a constant chance of a breakthrough.

    Parameters
    ----------
    values
        Parameter values.

    Returns
    -------
    dict
        The values to ``Japan`` and ``Russia``; ``talk_sustainable``: whether "always talk" is a
        subgame-perfect equilibrium; ``expected_rounds``, ``None`` where talks never end.

    Notes
    -----
    The value solves V = p*B - c + d*(1 - p)*V.  Quitting brings 0, so talking is sustainable
    exactly where both values are at least 0.
    """
    chance, patience = values["breakthrough_probability"], values["discount_factor"]
    worth = {
        side: (chance * values[f"{name}_breakthrough_value"] - values[f"{name}_talk_cost"])
        / (1 - patience * (1 - chance))
        for side, name in SIDES.items()
    }
    return {
        **worth,
        "talk_sustainable": all(sign(value) >= 0 for value in worth.values()),
        "expected_rounds": None if sign(chance) == 0 else 1 / chance,
    }


def trust_values(values: Mapping[str, Number], *, rounds: int) -> dict[str, object]:
    """Return round by round whether both talk, and what that is worth to each side then.

    Parameters
    ----------
    values
        Parameter values.
    rounds
        The number of rounds.

    Returns
    -------
    dict
        ``rounds``: a list of mappings with ``round``, ``talk``, ``Japan`` and ``Russia`` (the
        present value, at that round, of play from there on, where the round is reached).
    """
    later = dict.fromkeys(SIDES, ZERO + 0)
    found: list[dict[str, object]] = []
    for number in range(rounds, 0, -1):
        chance = values[f"breakthrough_probability_{number}"]
        goes_on = values["discount_factor"] * (1 - chance)
        worth: dict[str, Number] = {
            side: chance * values[f"{name}_breakthrough_value"]
            - values[f"{name}_talk_cost"]
            + goes_on * later[side]
            for side, name in SIDES.items()
        }
        talk = all(sign(value) >= 0 for value in worth.values())
        later = worth if talk else dict.fromkeys(SIDES, ZERO)  # type: ignore[assignment]  # Fractions are Numbers
        found.append({"round": number, "talk": talk, **later})
    return {"rounds": found[::-1]}
