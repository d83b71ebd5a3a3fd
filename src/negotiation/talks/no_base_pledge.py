"""Japan's no-base pledge, and whether it can be believed.

Japan may promise Russia that no base will come.  Russia decides.  Washington, after a transfer,
may ask anyway, and Japan then consents or refuses.
"""

from __future__ import annotations

from negotiation.game import Decision, Game, Outcome
from negotiation.model import (
    MODELLER,
    Assumption,
    Happens,
    HappensIff,
    Model,
    Monotone,
    Proposition,
    article,
    reaches,
)
from negotiation.talks.vocabulary import parameters, symbols

__all__ = ["no_base_pledge"]

PLAYERS = ("Japan", "Russia", "United States")
NAMES = (
    "island_value",
    "treaty_gain",
    "basing_loss",
    "hosting_cost",
    "reneging_cost",
    "refusal_cost",
    "basing_benefit",
    "rebuff_cost",
    "pledge_cost",
)


def no_base_pledge() -> Model:
    """Return the game of Japan's no-base pledge.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> [credible] = subgame_perfect(no_base_pledge().at("credible_pledge"))
    >>> credible.path
    ('pledge', 'transfer', 'forgo')
    """
    root = Decision(
        "Japan",
        {message: _transfer(message) for message in ("pledge", "no pledge")},
        "pledge",
    )
    return Model(
        "no_base_pledge",
        Game(PLAYERS, root),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "island_value": 4,
                "treaty_gain": 1,
                "basing_loss": 3,
                "hosting_cost": "1/2",
                "reneging_cost": 1,
                "refusal_cost": 3,
                "basing_benefit": 1,
                "rebuff_cost": "1/2",
                "pledge_cost": "1/4",
            },
            "credible_pledge": {"reneging_cost": 4},
            "sovereign_japan": {"refusal_cost": "1/4"},
        },
        _propositions(),
        story=(
            "Japan may promise Russia that no base will come. Russia decides. Washington, after "
            "a transfer, may ask anyway. Japan then consents or refuses."
        ),
        prediction="A base would spoil the deal for Russia; which case holds is not said.",
    )


def _transfer(message: str) -> Decision:
    value, gain, loss, hosting, reneging, refusal, benefit, rebuff, pledge = symbols(
        "island_value",
        "treaty_gain",
        "basing_loss",
        "hosting_cost",
        "reneging_cost",
        "refusal_cost",
        "basing_benefit",
        "rebuff_cost",
        "pledge_cost",
    )
    pledged = message == "pledge"
    friction, breach = (pledge, reneging) if pledged else (0, 0)
    answer = Decision(
        "Japan",
        {
            "consent": Outcome(
                {
                    "Japan": value - hosting - breach - friction,
                    "Russia": gain - loss,
                    "United States": benefit,
                }
            ),
            "refuse": Outcome(
                {"Japan": value - refusal - friction, "Russia": gain, "United States": -rebuff}
            ),
        },
        f"answer | {message}",
    )
    request = Decision(
        "United States",
        {
            "forgo": Outcome({"Japan": value - friction, "Russia": gain, "United States": 0}),
            "request": answer,
        },
        f"request | {message}",
    )
    keep = Outcome({"Japan": -friction, "Russia": 0, "United States": 0})
    return Decision("Russia", {"keep": keep, "transfer": request}, f"transfer | {message}")


def _assumptions() -> list[Assumption]:
    gain, loss, benefit, rebuff = symbols(
        "treaty_gain", "basing_loss", "basing_benefit", "rebuff_cost"
    )
    return [
        Assumption(
            "base_spoils_deal",
            gain < loss,
            "a base costs Russia more than the treaty gives it",
            article("C18", "C22"),
        ),
        Assumption(
            "pledge_is_public",
            words="Russia and the United States see whether Japan pledges",
            source=article("C17", "C23"),
        ),
        Assumption(
            "us_asks_only_if_useful",
            (benefit > 0) & (rebuff > 0),
            "a base is worth having, and a refused request costs something",
            MODELLER,
        ),
        Assumption(
            "precondition_unclear",
            words="no ordering of refusal_cost, hosting_cost and reneging_cost is imposed",
            source=article("C24"),
        ),
        Assumption(
            "alliance_obligation",
            words="the US request cannot be skipped by assumption",
            source=article("C20"),
        ),
    ]


def _propositions() -> list[Proposition]:
    value, gain, hosting, reneging, refusal, pledge = symbols(
        "island_value",
        "treaty_gain",
        "hosting_cost",
        "reneging_cost",
        "refusal_cost",
        "pledge_cost",
    )
    transfer = reaches("transfer")
    pledged = reaches("pledge", "transfer")
    credible = (hosting < refusal) & (refusal < hosting + reneging) & (gain > 0)
    return [
        Proposition(
            "what_makes_the_pledge_work",
            "On-path transfer is weakly increasing in reneging_cost and weakly decreasing in "
            "refusal_cost, basing_loss and pledge_cost.",
            (
                Monotone(transfer, "reneging_cost", "increasing"),
                Monotone(transfer, "refusal_cost", "decreasing"),
                Monotone(transfer, "basing_loss", "decreasing"),
                Monotone(transfer, "pledge_cost", "decreasing"),
            ),
        ),
        Proposition(
            "the_unused_threat_decides",
            "In the credible case the request is never used on the path; the unused threat "
            "decides.",
            (
                Happens(reaches("request"), where=credible, never=True),
                HappensIff(pledged, credible & (value > pledge)),
            ),
        ),
    ]
