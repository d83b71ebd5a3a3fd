"""Whether Japan has the freedom to refuse a base, and whether it can say so.

Russia does not know whether Tokyo can refuse a US base on the islands (the "Okinawa question").
Japan knows, and may pledge that there will be none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.game import Chance, Decision, Game, Outcome
from negotiation.model import (
    Assumption,
    ClosedForm,
    Formula,
    Model,
    PropertyTest,
    Proposition,
    Source,
    article,
)
from negotiation.talks.audit_checks import (
    confidence_makes_the_pledge_unnecessary,
    costlier_lies_separate,
)
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

__all__ = ["autonomy_signalling"]

PLAYERS = ("Japan", "Russia")
NAMES = (
    "autonomy_probability",
    "island_value",
    "treaty_gain",
    "basing_loss",
    "pledge_cost_autonomous",
    "pledge_cost_dependent",
)
COSTLY_SIGNALS = Source("modeller", reference="costly signals (Spence 1973)")


def autonomy_signalling() -> Model:
    """Return the game of Japan's pledge when Russia does not know whether Japan can keep it.

    Examples
    --------
    >>> from negotiation.solve import perfect_bayesian
    >>> separating, pooling = perfect_bayesian(autonomy_signalling().at())
    >>> separating.profile.choice("message | autonomous"), separating.probability_of("transfer")
    ('pledge', Fraction(1, 4))
    """
    (prior,) = symbols("autonomy_probability")
    root = Chance(
        {
            "autonomous": (prior, _message("autonomous")),
            "dependent": (1 - prior, _message("dependent")),
        }
    )
    return Model(
        "autonomy_signalling",
        Game(PLAYERS, root),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "autonomy_probability": "1/4",
                "island_value": 3,
                "treaty_gain": 1,
                "basing_loss": 3,
                "pledge_cost_autonomous": 1,
                "pledge_cost_dependent": 4,
            },
            "cheap_false_pledge": {"pledge_cost_dependent": 2},
            "confident_russia": {"autonomy_probability": "5/6", "pledge_cost_dependent": 2},
        },
        _propositions(),
        _closed_forms(),
        story=(
            "Russia does not know whether Tokyo has the freedom to refuse a base. Japan knows, "
            "and may pledge that there will be none."
        ),
        prediction="Japan does not pledge, and Russia keeps.",
    )


def _message(kind: str) -> Decision:
    return Decision(
        "Japan",
        {message: _transfer(kind, message) for message in ("pledge", "no pledge")},
        f"message | {kind}",
    )


def _transfer(kind: str, message: str) -> Decision:
    value, gain, loss, cost = symbols(
        "island_value", "treaty_gain", "basing_loss", f"pledge_cost_{kind}"
    )
    pledged = message == "pledge"
    paid: sympy.Expr | int = cost if pledged else 0
    return Decision(
        "Russia",
        {
            "transfer": Outcome(
                {
                    "Japan": value - paid,
                    "Russia": gain if kind == "autonomous" else gain - loss,
                }
            ),
            "keep": Outcome({"Japan": -paid, "Russia": 0}),
        },
        f"transfer | {message}",
    )


def _assumptions() -> list[Assumption]:
    prior, gain, loss, autonomous, dependent = symbols(
        "autonomy_probability",
        "treaty_gain",
        "basing_loss",
        "pledge_cost_autonomous",
        "pledge_cost_dependent",
    )
    return [
        Assumption(
            "base_spoils_deal",
            (gain > 0) & (gain < loss),
            "the treaty is worth having for Russia, and a base costs it more than that",
            article("C18", "C22", "C31"),
        ),
        Assumption(
            "false_pledge_costs_more",
            (autonomous > 0) & (autonomous < dependent),
            "a pledge costs a Japan more that will have to break it",
            COSTLY_SIGNALS,
        ),
        Assumption(
            "autonomy_unknown",
            (prior > 0) & (prior < 1),
            "Russia does not know whether Japan can refuse a base",
            article("C24"),
        ),
        Assumption(
            "precondition_stated",
            words="Russia makes a transfer depend on its security",
            source=article("C17", "C23"),
        ),
    ]


def _propositions() -> list[Proposition]:
    return [
        Proposition(
            "costlier_lies_separate",
            "Raising pledge_cost_dependent past island_value moves the refined outcome from no "
            "trade to separation.",
            how="the classes left by the intuitive criterion on both sides of island_value",
            check=PropertyTest(costlier_lies_separate, points=0),
        ),
        Proposition(
            "confidence_makes_the_pledge_unnecessary",
            "Raising autonomy_probability past Russia's indifference belief makes a pledge "
            "unnecessary.",
            how="transfer without a pledge is an equilibrium above the belief, never below",
            check=PropertyTest(confidence_makes_the_pledge_unnecessary, points=10),
        ),
    ]


def _closed_forms() -> list[ClosedForm]:
    gain, loss = symbols("treaty_gain", "basing_loss")
    return [
        ClosedForm(
            "transfer_belief_threshold",
            "the belief that Japan is autonomous at which Russia is indifferent",
            Formula(
                {"threshold": 1 - gain / loss},
                (gain > 0) & (gain < loss),
                "there is a threshold only for 0 < treaty_gain < basing_loss",
            ),
        ),
    ]
