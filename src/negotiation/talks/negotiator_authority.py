"""The chief negotiator, kept or replaced; and the venue, deputies or leaders.

The chief negotiator insists on the islands and Moscow calls it outdated; Tokyo may replace him.
Then the Prime Minister chooses the venue.
"""

from __future__ import annotations

from negotiation.game import Chance, Decision, Game
from negotiation.model import (
    Assumption,
    Happens,
    Independent,
    Model,
    Monotone,
    Proposition,
    article,
    passes,
    reaches,
)
from negotiation.talks.building import choose, payer
from negotiation.talks.vocabulary import parameters, symbols

__all__ = ["negotiator_authority"]

DISMISSAL = (
    "engagement_value",
    "negotiator_value",
    "russia_talks_value",
    "territory_talks_cost",
    "replacement_cost",
)
VENUE = (
    "deputy_authority",
    "breakthrough_probability",
    "japan_breakthrough_value",
    "japan_talk_cost",
    "summit_cost",
)
STORY = (
    "The chief negotiator insists on the islands and Moscow calls it outdated; Tokyo may replace "
    "him. Then: let deputies talk, or the leaders?"
)


def negotiator_authority(*, stage: str = "dismissal") -> Model:
    """Return the game of the chief negotiator, or of the venue.

    Parameters
    ----------
    stage
        ``"dismissal"`` (keep or replace the negotiator) or ``"venue"`` (deputies, leaders, or no
        talks).

    Examples
    --------
    >>> from negotiation.solve import backward_induction
    >>> backward_induction(negotiator_authority().at()).path
    ('replace', 'engage')
    >>> backward_induction(negotiator_authority(stage="venue").at()).path
    ('leaders',)
    """
    choose("stage", stage, ("dismissal", "venue"))
    return _dismissal() if stage == "dismissal" else _venue()


def _dismissal() -> Model:
    players = ("Prime Minister", "Russia")
    pays = payer(*players)
    engagement, negotiator, talks, territory, replacement = symbols(*DISMISSAL)

    def russia(kind: str, own: object, cost: object) -> Decision:
        actions = {
            "engage": pays(engagement + own, talks - cost),
            "stonewall": pays(own, 0),
        }
        return Decision("Russia", actions, f"talks | {kind} negotiator")

    root = Decision(
        "Prime Minister",
        {
            "keep": russia("hard", negotiator, territory),
            "replace": russia("flexible", -replacement, 0),
        },
        "negotiator",
    )
    replaced, kept = reaches("replace"), reaches("keep")
    return Model(
        "negotiator_authority",
        Game(players, root),
        parameters(*DISMISSAL),
        [
            Assumption(
                "hard_line_not_worth_it",
                (talks > 0) & (talks < territory),
                "Russia wants talks, but not talks that put territory first",
                article("C68", "C69"),
                calibrations=("baseline",),
            ),
            Assumption(
                "relations_before_negotiator",
                engagement > negotiator + replacement,
                "the Russia track is worth more than the negotiator",
                article("C70"),
                calibrations=("baseline",),
            ),
        ],
        {
            "baseline": {
                "engagement_value": 3,
                "negotiator_value": 1,
                "russia_talks_value": 2,
                "territory_talks_cost": 3,
                "replacement_cost": 1,
            },
            "russia_tolerates_hard_line": {"territory_talks_cost": 1},
        },
        [
            Proposition(
                "what_costs_the_negotiator_his_post",
                "Replacement is weakly increasing in engagement_value and weakly decreasing in "
                "negotiator_value and replacement_cost.",
                (
                    Monotone(replaced, "engagement_value", "increasing"),
                    Monotone(replaced, "negotiator_value", "decreasing"),
                    Monotone(replaced, "replacement_cost", "decreasing"),
                ),
            ),
            Proposition(
                "a_tolerated_negotiator_is_kept",
                "If Russia would engage the hard negotiator, he is kept.",
                (Happens(kept, where=talks > territory),),
            ),
        ],
        story=STORY,
        prediction="Tokyo replaces its negotiator.",
        options={"stage": "dismissal"},
    )


def _venue() -> Model:
    pays = payer("Prime Minister")
    authority, breakthrough, value, cost, summit = symbols(*VENUE)
    root = Decision(
        "Prime Minister",
        {
            "deputies": Chance(
                {
                    "honoured": (authority, pays(value - cost)),
                    "not honoured": (1 - authority, pays(-cost)),
                }
            ),
            "leaders": Chance(
                {
                    "breakthrough": (breakthrough, pays(value - cost - summit)),
                    "no breakthrough": (1 - breakthrough, pays(-cost - summit)),
                }
            ),
            "no talks": pays(0),
        },
        "venue",
    )
    leaders = passes(("leaders",))
    return Model(
        "negotiator_authority",
        Game(("Prime Minister",), root),
        parameters(*VENUE),
        [
            Assumption(
                "deputies_lack_authority",
                words="deputy_authority is small",
                source=article("C58", "C72"),
            ),
            Assumption(
                "leaders_can_decide",
                breakthrough > authority,
                "leaders are likelier to break through than deputies to be honoured",
                article("C73"),
            ),
        ],
        {
            "baseline": {
                "deputy_authority": "1/5",
                "breakthrough_probability": "1/2",
                "japan_breakthrough_value": 10,
                "japan_talk_cost": 1,
                "summit_cost": 2,
            },
            "empowered_deputies": {"deputy_authority": "2/5"},
        },
        [
            Proposition(
                "weak_deputies_bring_the_leaders",
                "The leaders' venue becomes weakly more attractive against the deputies as "
                "deputy_authority falls; deputy_authority has no effect on the comparison of "
                "leaders with no talks.",
                (
                    Monotone(leaders, "deputy_authority", "decreasing"),
                    Independent(
                        leaders,
                        "deputy_authority",
                        where=authority * value < cost,
                    ),
                ),
                how="the second part is claimed where deputies would not be chosen over no talks",
            )
        ],
        story=STORY,
        prediction="The leaders meet.",
        options={"stage": "venue"},
    )
