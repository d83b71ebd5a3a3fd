"""The menu of fourteen projects from which the negotiators of 2017 pick a package.

The lists exchanged in March 2017 were not published, so the menu is synthetic: its classes are the
sectors named in the article and the five priority projects agreed in September 2017, its numbers
are a modeller's, in arbitrary common units, and carry no empirical claim.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from negotiation.bargaining.project import Project
from negotiation.model import Named

__all__ = ["projects"]


@lru_cache(maxsize=1)
def projects() -> Named[Project]:
    """Return the projects by key.

    >>> len(projects())
    14
    >>> plant = projects()["geothermal_plant"]
    >>> str(plant.payoff("Japan")), str(plant.payoff("Russia")), plant.legal_regime
    ('-1', '5', 'russian law')
    """
    text = files("negotiation.talks").joinpath("data/projects.json").read_text(encoding="utf-8")
    return Named(
        "project",
        {
            row["key"]: Project(
                row["key"],
                {"Japan": row["japan_benefit"], "Russia": row["russia_benefit"]},
                {"Japan": row["japan_contribution"], "Russia": row["russia_contribution"]},
                name=row["name"],
                sector=row["class"],
                legal_regime=row["legal_regime"],
                origin=row["origin"],
            )
            for row in json.loads(text)["projects"]
        },
    )
