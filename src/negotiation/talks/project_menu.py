"""Cruise, charity or joint project: the economic offers Russia may accept.

Japan may offer a cruise that only Japan profits from, an aid payment, or a joint project.
Russia insists on joint participation and refuses charity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from negotiation.game import Decision, Game, Node, Outcome, When
from negotiation.model import (
    MODELLER,
    Assumption,
    Constraint,
    Happens,
    Model,
    Monotone,
    Proposition,
    SamePayoffs,
    article,
    reaches,
    variant,
)
from negotiation.talks.project_portfolio import portfolio_propositions
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    from negotiation.exact import NumberLike
    from negotiation.game.tree import Condition

__all__ = ["project_menu"]

PLAYERS = ("Japan", "Russia")
NAMES = (
    "cruise_gain",
    "cruise_cost",
    "accord_value",
    "aid_amount",
    "need_multiplier",
    "charity_cost",
    "japan_joint_return",
    "russia_joint_return",
)


def project_menu(*, no_charity: bool = False, joint_participation: bool = False) -> Model:
    """Return the game of Japan's menu of economic offers.

    Parameters
    ----------
    no_charity
        Whether the constraint ``no charity`` is imposed, which rules out the aid payment.
    joint_participation
        Whether the constraint ``joint participation`` is imposed, which rules out a cruise from
        which Russia does not gain.

    Notes
    -----
    A rejected offer and no offer give the same payoffs, so compare outcomes and payoffs, not
    profiles.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> {e.path for e in subgame_perfect(project_menu().at("need_of_1996"))}
    {('aid', 'accept')}
    """
    import sympy

    cruise_gain, cruise_cost, accord, aid, need, charity, japan_return, russia_return = symbols(
        *NAMES
    )
    charity_rule = Constraint(
        "no charity",
        cast("Condition", sympy.Eq(aid, 0)),
        "Russia accepts no one-sided payment",
        article("C51"),
        imposed=no_charity,
    )
    participation_rule = Constraint(
        "joint participation",
        -cruise_cost > 0,
        "a project counts only if Russia gains from it",
        article("C47"),
        imposed=joint_participation,
    )
    actions: dict[str, Node | When] = {
        "cruise": When(participation_rule, _answer("cruise", cruise_gain, -cruise_cost)),
        "aid": When(charity_rule, _answer("aid", accord - aid, need * aid - charity)),
        "joint": _answer("joint", accord + japan_return, russia_return),
        "none": Outcome({"Japan": 0, "Russia": 0}),
    }
    return Model(
        "project_menu",
        Game(PLAYERS, Decision("Japan", actions, "proposal")),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "cruise_gain": 2,
                "cruise_cost": 1,
                "accord_value": 3,
                "aid_amount": 2,
                "need_multiplier": 1,
                "charity_cost": 4,
                "japan_joint_return": -1,
                "russia_joint_return": 1,
            },
            "need_of_1996": {"need_multiplier": 3, "russia_joint_return": -1},
        },
        _propositions(),
        story=(
            "Japan may offer a cruise that only Japan profits from, an aid payment, or a joint "
            "project. Russia insists on joint participation and refuses charity."
        ),
        prediction="2017: the joint project. 1996: aid.",
        options={"no_charity": no_charity, "joint_participation": joint_participation},
    )


def _answer(offer: str, japan: NumberLike, russia: NumberLike) -> Decision:
    return Decision(
        "Russia",
        {
            "accept": Outcome({"Japan": japan, "Russia": russia}),
            "reject": Outcome({"Japan": 0, "Russia": 0}),
        },
        f"answer | {offer}",
    )


def _assumptions() -> list[Assumption]:
    cruise_cost, charity, russia_return = symbols(
        "cruise_cost", "charity_cost", "russia_joint_return"
    )
    return [
        Assumption(
            "cruise_gives_russia_nothing",
            cruise_cost > 0,
            "Russia loses from a cruise that Japan runs alone",
            article("C48"),
        ),
        Assumption("charity_hurts", charity > 0, "one-sided aid costs status", article("C51")),
        Assumption(
            "need_fell",
            words="need_multiplier was higher in 1996 than in 2017",
            source=article("C49", "C50"),
        ),
        Assumption(
            "joint_project_pays_russia",
            russia_return > 0,
            "in 2017 the joint project pays Russia",
            article("C46", "C47"),
            calibrations=("baseline",),
        ),
    ]


def _propositions() -> list[Proposition]:
    cruise_cost, aid, need, charity = symbols(
        "cruise_cost", "aid_amount", "need_multiplier", "charity_cost"
    )
    return [
        Proposition(
            "cruise_is_rejected",
            "The cruise is rejected for every cruise_gain while cruise_cost > 0.",
            (Happens(reaches("cruise", "accept"), where=cruise_cost > 0, never=True),),
        ),
        Proposition(
            "aid_was_for_the_needy",
            "Acceptance of aid weakly grows in need_multiplier and weakly shrinks in charity_cost.",
            (
                Monotone(reaches("aid", "accept"), "need_multiplier", "increasing"),
                Monotone(reaches("aid", "accept"), "charity_cost", "decreasing"),
                Happens(reaches("aid", "accept"), where=need * aid < charity, never=True),
            ),
        ),
        Proposition(
            "joint_participation_is_idle",
            "Imposing 'joint participation' changes no outcome while cruise_cost > 0.",
            (SamePayoffs(variant(project_menu, joint_participation=True), ("Japan", "Russia")),),
            how="the payoffs with and without the constraint are the same",
            source=MODELLER,
        ),
        *portfolio_propositions().values(),
    ]
