"""Sanctions against the talks.

Japan sets its sanctions on Russia; Russia continues or suspends the talks.  Used for 2014-17
against 2022.
"""

from __future__ import annotations

from negotiation.game import Decision, Game
from negotiation.model import (
    MODELLER,
    Assumption,
    Happens,
    Model,
    Monotone,
    Proposition,
    article,
    passes,
)
from negotiation.talks.building import payer
from negotiation.talks.vocabulary import parameters, symbols

__all__ = ["sanctions_dilemma"]

PLAYERS = ("Japan", "Russia")
NAMES = (
    "alliance_value_none",
    "alliance_value_low",
    "alliance_value_high",
    "sanctions_hurt_low",
    "sanctions_hurt_high",
    "russia_talks_value",
    "engagement_value",
)
PAYS = payer(*PLAYERS)


def sanctions_dilemma() -> Model:
    """Return the game of sanctions against the talks.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> [then] = subgame_perfect(sanctions_dilemma().at())
    >>> [later] = subgame_perfect(sanctions_dilemma().at("year_2022"))
    >>> then.path, later.path
    (('low', 'continue'), ('high', 'suspend'))
    """
    none, low, high, hurt_low, hurt_high, *_ = symbols(*NAMES)
    root = Decision(
        "Japan",
        {
            "none": _talks("none", none, 0),
            "low": _talks("low", low, hurt_low),
            "high": _talks("high", high, hurt_high),
        },
        "sanctions",
    )
    return Model(
        "sanctions_dilemma",
        Game(PLAYERS, root),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "alliance_value_none": 0,
                "alliance_value_low": 1,
                "alliance_value_high": 2,
                "sanctions_hurt_low": 1,
                "sanctions_hurt_high": 4,
                "russia_talks_value": 2,
                "engagement_value": 3,
            },
            "year_2022": {"alliance_value_high": 6},
        },
        _propositions(),
        story="Japan sets its sanctions on Russia; Russia continues or suspends the talks.",
        prediction=(
            "Low sanctions, and talks go on; 2022 lies outside the article and is the backtest."
        ),
    )


def _talks(level: str, alliance: object, hurt: object) -> Decision:
    talks, engagement = symbols("russia_talks_value", "engagement_value")
    return Decision(
        "Russia",
        {
            "continue": PAYS(alliance + engagement, talks - hurt),
            "suspend": PAYS(alliance, 0),
        },
        f"talks | {level}",
    )


def _assumptions() -> list[Assumption]:
    none, low, high, hurt_low, hurt_high, talks, engagement = symbols(*NAMES)
    return [
        Assumption(
            "sanctions_please_allies",
            (none < low) & (low < high),
            "harsher sanctions are worth more to Japan's alliance",
            article("C27", "C29"),
        ),
        Assumption(
            "harsher_hurts_more",
            (hurt_low > 0) & (hurt_low < hurt_high),
            "harsher sanctions hurt Russia more",
            MODELLER,
        ),
        Assumption(
            "low_is_bearable",
            (hurt_low < talks) & (talks < hurt_high),
            "Russia talks under low sanctions and not under high ones",
            MODELLER,
        ),
        Assumption(
            "islands_over_crimea",
            engagement > high - low,
            "the talks weigh more for Japan than the extra alliance value of high sanctions, in "
            "2014-17",
            article("C33"),
            calibrations=("baseline",),
        ),
    ]


def _propositions() -> list[Proposition]:
    _, _, _, hurt_low, hurt_high, talks, _ = symbols(*NAMES)
    high = passes(("high",))
    bearable = (hurt_low < talks) & (talks < hurt_high)
    broken = passes(("none", "suspend"), ("low", "suspend"))
    return [
        Proposition(
            "what_moves_sanctions",
            "Sanctions are weakly increasing in alliance_value_high and weakly decreasing in "
            "engagement_value where low is bearable and high is not.",
            (
                Monotone(high, "alliance_value_high", "increasing", where=bearable),
                Monotone(high, "engagement_value", "decreasing", where=bearable),
            ),
        ),
        Proposition(
            "suspension_needs_high_sanctions",
            "Suspension on the path needs high sanctions under low_is_bearable.",
            (Happens(broken, where=bearable, never=True),),
        ),
    ]
