"""What the modules of the games share: checked options, and payoffs in the order of players."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from negotiation.errors import InvalidModel, UnknownName
from negotiation.game import Outcome

if TYPE_CHECKING:
    from negotiation.exact import NumberLike

__all__ = ["choose", "payer", "whole"]


def choose(option: str, value: object, accepted: Mapping[str, str] | Sequence[str]) -> str:
    """Return the value of an option, which must be one of some texts.

    Parameters
    ----------
    option
        The name of the option.
    value
        What the caller gave.
    accepted
        The texts, or text → what it stands for.

    Raises
    ------
    UnknownName
        If it is none of them; the message has the closest match.

    Examples
    --------
    >>> choose("menu", "grid", ("grid", "softened"))
    'grid'
    """
    if not isinstance(value, str) or value not in accepted:
        raise UnknownName(option, value, accepted)
    return accepted[value] if isinstance(accepted, Mapping) else value


def whole(option: str, value: object) -> int:
    """Return the value of an option, which must be a whole number of at least 1.

    Raises
    ------
    InvalidModel
        If it is not.

    Examples
    --------
    >>> whole("rounds", 4)
    4
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        message = f"{option} must be a whole number of at least 1, not {value!r}"
        raise InvalidModel(message)
    return value


def payer(*players: str) -> Callable[..., Outcome]:
    """Return a function that makes outcomes from payoffs in the order of the players.

    >>> pays = payer("Japan", "Russia")
    >>> pays(1, 0)
    Outcome(Japan=1, Russia=0)
    """

    def pays(*payoffs: NumberLike) -> Outcome:
        return Outcome(dict(zip(players, payoffs, strict=True)))

    return pays
