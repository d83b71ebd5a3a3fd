"""The Northern Territories (Southern Kurils) talks of 2017 as games, one a module."""

from collections.abc import Callable

from negotiation.model import Model, Named
from negotiation.talks.autonomy_signalling import autonomy_signalling
from negotiation.talks.basing_shadow import basing_shadow
from negotiation.talks.claims import ARTICLE, ArticleClaim, claims
from negotiation.talks.no_base_pledge import no_base_pledge
from negotiation.talks.project_menu import project_menu
from negotiation.talks.project_portfolio import ProjectPortfolio, project_portfolio
from negotiation.talks.projects import projects

__all__ = [
    "ARTICLE",
    "ArticleClaim",
    "ProjectPortfolio",
    "autonomy_signalling",
    "basing_shadow",
    "catalogue",
    "claims",
    "no_base_pledge",
    "project_menu",
    "project_portfolio",
    "projects",
]


def catalogue() -> Named[Callable[..., Model]]:
    """Return the games by name: each is a function that returns a `Model`.

    >>> list(catalogue())
    ['autonomy_signalling', 'basing_shadow', 'no_base_pledge', 'project_menu']
    """
    games = (autonomy_signalling, basing_shadow, no_base_pledge, project_menu)
    return Named("model", {game.__name__: game for game in games})
