"""The names in a claim, looked up in its model before anything is asked or drawn.

A claim about a parameter that the model does not have would be neither true nor false; found by
a solver or in a sample, the mistake would show far from where it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.errors import UnknownName
from negotiation.model.claim import Independent, Monotone, SamePayoffs, Varies

if TYPE_CHECKING:
    from negotiation.model.claim import Claim
    from negotiation.model.model import Model

__all__ = ["require_known_names"]

CONDITIONS = ("where", "condition", "expression")


def require_known_names(model: Model, claim: Claim) -> None:
    """Refuse a claim that names a parameter or player whom the model does not have.

    Raises
    ------
    UnknownName
        If it does.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.model import Monotone, reaches
    >>> claim = Monotone(reaches("transfer"), "treaty_gian", "increasing")
    >>> require_known_names(talks.basing_shadow(), claim)
    Traceback (most recent call last):
    ...
    negotiation.errors.UnknownName: unknown parameter 'treaty_gian'; did you mean 'treaty_gain'?
    """
    named = [claim.parameter] if isinstance(claim, Monotone | Independent | Varies) else []
    for place in CONDITIONS:
        symbols = getattr(getattr(claim, place, True), "free_symbols", ())
        named += sorted(str(symbol) for symbol in symbols)
    for name in named:
        if name not in model.parameters:
            raise UnknownName("parameter", name, model.parameters)
    for player in claim.players if isinstance(claim, SamePayoffs) else ():
        if player not in model.game.players:
            raise UnknownName("player", player, model.game.players)
