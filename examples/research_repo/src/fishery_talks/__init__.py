"""Fishing rights for a fee.

Japan may ask for the right to fish in waters that Russia controls, and pays a fee.  Russia grants
the right or refuses it.  With some probability boats fish more than was agreed, which costs Russia
more than the patrols that it has to send in any case.
"""

from __future__ import annotations

from negotiation import (
    Assumption,
    Chance,
    Decision,
    Game,
    Model,
    Outcome,
    Parameter,
    Proposition,
)
from negotiation.model import Happens, HappensIff, Independent, Monotone, reaches

__all__ = ["fishery_talks"]

PARAMETERS = (
    Parameter("catch_value", "what the catch is worth to Japan", domain="> 0"),
    Parameter("fee", "what Japan pays for the right", domain="> 0"),
    Parameter("asking_cost", "what a request costs Japan at home", domain="> 0"),
    Parameter("patrol_cost", "what patrols cost Russia", domain=">= 0"),
    Parameter("breach_probability", "how likely boats take too much", domain="(0, 1)"),
    Parameter("breach_loss", "what a breach costs Russia", domain=">= 0"),
)


def fishery_talks() -> Model:
    """Return the model.

    >>> from negotiation.solve import subgame_perfect
    >>> [equilibrium] = subgame_perfect(fishery_talks().at())
    >>> equilibrium.path
    ('ask', 'grant')
    """
    catch, fee, asking, patrol, odds, loss = (each.symbol for each in PARAMETERS)
    kept = Outcome({"Japan": catch - fee, "Russia": fee - patrol})
    broken = Outcome({"Japan": catch - fee, "Russia": fee - patrol - loss})
    granted = Chance({"breach": (odds, broken), "no breach": (1 - odds, kept)})
    refused = Outcome({"Japan": -asking, "Russia": 0})
    answer = Decision("Russia", {"refuse": refused, "grant": granted}, "answer")
    nothing = Outcome({"Japan": 0, "Russia": 0})
    return Model(
        "fishery talks",
        Game(("Japan", "Russia"), Decision("Japan", {"wait": nothing, "ask": answer}, "request")),
        PARAMETERS,
        [
            Assumption("worth_fishing", catch > fee, "the catch is worth the fee"),
            Assumption("patrols_are_paid", fee > patrol, "the fee pays for the patrols"),
        ],
        {
            "baseline": {
                "catch_value": 5,
                "fee": 3,
                "asking_cost": 1,
                "patrol_cost": 1,
                "breach_probability": "1/4",
                "breach_loss": 4,
            },
            "no_trust": {"breach_probability": "3/4"},
        },
        [
            Proposition(
                "asks_if_it_is_granted",
                "Japan asks exactly where Russia would grant.",
                (HappensIff(reaches("grant"), fee - patrol > odds * loss),),
            ),
            Proposition(
                "never_in_vain",
                "A request is never refused.",
                (Happens(reaches("refuse"), never=True),),
            ),
            Proposition(
                "what_moves_the_grant",
                "A grant is helped by a higher fee and hindered by breaches.",
                (
                    Monotone(reaches("grant"), "fee", "increasing"),
                    Monotone(reaches("grant"), "breach_loss", "decreasing"),
                    Monotone(reaches("grant"), "breach_probability", "decreasing"),
                ),
            ),
            Proposition(
                "the_catch_is_irrelevant",
                "How much the catch is worth does not decide.",
                (Independent(reaches("grant"), "catch_value"),),
            ),
        ],
    )
