"""The games of the talks by name."""

from __future__ import annotations

from collections.abc import Callable

from negotiation.model import Model, Named
from negotiation.talks.alliance_pressure import alliance_pressure
from negotiation.talks.autonomy_signalling import autonomy_signalling
from negotiation.talks.basing_shadow import basing_shadow
from negotiation.talks.congress_veto import congress_veto
from negotiation.talks.legal_framework import legal_framework
from negotiation.talks.linkage_no_charity import linkage_no_charity
from negotiation.talks.negotiator_authority import negotiator_authority
from negotiation.talks.no_base_pledge import no_base_pledge
from negotiation.talks.project_menu import project_menu
from negotiation.talks.repeated_talks import repeated_talks
from negotiation.talks.sanctions_cascade import sanctions_cascade
from negotiation.talks.sanctions_dilemma import sanctions_dilemma
from negotiation.talks.staffing_window import staffing_window
from negotiation.talks.triangle import triangle
from negotiation.talks.warm_words import warm_words

__all__ = ["catalogue"]


def catalogue() -> Named[Callable[..., Model]]:
    """Return the games by name: each is a function that returns a `Model`.

    >>> catalogue()["basing_shadow"]().name, len(catalogue())
    ('basing_shadow', 15)
    """
    games = (
        basing_shadow,
        no_base_pledge,
        autonomy_signalling,
        linkage_no_charity,
        sanctions_cascade,
        warm_words,
        congress_veto,
        staffing_window,
        project_menu,
        legal_framework,
        negotiator_authority,
        alliance_pressure,
        repeated_talks,
        triangle,
        sanctions_dilemma,
    )
    return Named("model", {game.__name__: game for game in games})
