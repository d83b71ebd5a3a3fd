"""Two-island transfer in the shadow of US bases.

Russia considers handing over the two islands.  The alliance treaty covers whatever Japan
administers, so after a transfer Washington may want a base there, and Russia must decide before
it knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.game import Chance, Decision, Game, Node, Outcome
from negotiation.model import (
    MODELLER,
    Always,
    Assumption,
    ClosedForm,
    Formula,
    HappensIff,
    Independent,
    Model,
    Monotone,
    Proposition,
    article,
    reaches,
)
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

__all__ = ["basing_shadow"]

PLAYERS = ("Japan", "Russia", "United States")
NAMES = (
    "island_value",
    "treaty_gain",
    "basing_loss",
    "basing_probability",
    "hosting_cost",
    "basing_benefit",
    "unwanted_basing_cost",
)


def basing_shadow(*, informed: bool = False) -> Model:
    """Return the game of a transfer in the shadow of US bases.

    Parameters
    ----------
    informed
        Whether Russia learns US intentions before it decides.  Comparing the two variants gives
        Russia's value of information.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> [baseline] = subgame_perfect(basing_shadow().at())
    >>> baseline.path
    ('keep',)
    """
    (probability,) = symbols("basing_probability")
    if informed:
        root: Node = Chance(
            {
                state: (chance, _transfer(f"transfer | {state}", _basing(state)))
                for state, chance in _states(probability)
            }
        )
    else:
        root = _transfer(
            "transfer",
            Chance({state: (chance, _basing(state)) for state, chance in _states(probability)}),
        )
    return Model(
        "basing_shadow",
        Game(PLAYERS, root),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "island_value": 4,
                "treaty_gain": 1,
                "basing_loss": 3,
                "hosting_cost": 1,
                "basing_probability": "1/2",
                "basing_benefit": 1,
                "unwanted_basing_cost": 1,
            },
            "thaw": {"basing_probability": "1/4"},
        },
        _propositions(),
        _closed_forms(),
        story=(
            "Russia considers handing over the two islands. The alliance treaty covers whatever "
            "Japan administers, so after a transfer Washington may want a base there. Russia must "
            "decide before it knows."
        ),
        prediction="Russia keeps; a thaw between Washington and Moscow could turn it.",
        options={"informed": informed},
    )


def _states(probability: sympy.Symbol) -> tuple[tuple[str, sympy.Expr], ...]:
    return ("wants base", probability), ("no interest", 1 - probability)


def _transfer(name: str, after: Node) -> Decision:
    keep = Outcome(dict.fromkeys(PLAYERS, 0))
    return Decision("Russia", {"keep": keep, "transfer": after}, name)


def _basing(state: str) -> Decision:
    value, gain, loss, hosting, benefit, unwanted = symbols(
        "island_value",
        "treaty_gain",
        "basing_loss",
        "hosting_cost",
        "basing_benefit",
        "unwanted_basing_cost",
    )
    gets = benefit if state == "wants base" else -unwanted
    return Decision(
        "United States",
        {
            "station": Outcome(
                {"Japan": value - hosting, "Russia": gain - loss, "United States": gets}
            ),
            "refrain": Outcome({"Japan": value, "Russia": gain, "United States": 0}),
        },
        f"basing | {state}",
    )


def _assumptions() -> list[Assumption]:
    value, gain, loss, probability, benefit, unwanted = symbols(
        "island_value",
        "treaty_gain",
        "basing_loss",
        "basing_probability",
        "basing_benefit",
        "unwanted_basing_cost",
    )
    return [
        Assumption(
            "transfer_is_two_islands",
            words="the transfer at stake is that of the two islands of 1956",
            source=article("C19"),
        ),
        Assumption(
            "defence_follows_administration",
            words="the United States moves after every transfer",
            source=article("C20"),
        ),
        Assumption(
            "base_possible",
            (probability > 0) & (probability < 1),
            "a US base on the islands is possible and not certain",
            article("C21"),
        ),
        Assumption(
            "base_spoils_deal",
            gain < loss,
            "a base costs Russia more than the treaty gives it",
            article("C18", "C22", "C31"),
        ),
        Assumption(
            "wanted_base_pays",
            (benefit > 0) & (unwanted > 0),
            "a base pays the United States exactly where it wants one",
            MODELLER,
        ),
        Assumption("islands_valued", value > 0, "Japan values the islands", article("C33", "C65")),
    ]


def _propositions() -> list[Proposition]:
    import sympy

    gain, loss, probability = symbols("treaty_gain", "basing_loss", "basing_probability")
    transfer = reaches("transfer")
    return [
        Proposition(
            "transfer_shrinks_with_the_threat",
            "The transfer set weakly shrinks in basing_probability and in basing_loss and weakly "
            "grows in treaty_gain.",
            (
                Monotone(transfer, "basing_probability", "decreasing"),
                Monotone(transfer, "basing_loss", "decreasing"),
                Monotone(transfer, "treaty_gain", "increasing"),
            ),
        ),
        Proposition(
            "japans_eagerness_is_irrelevant",
            "Whether Russia transfers does not depend on island_value or hosting_cost: without "
            "side payments Japan's eagerness does not matter.",
            (Independent(transfer, "island_value"), Independent(transfer, "hosting_cost")),
        ),
        Proposition(
            "state_of_relations",
            "With two states of US-Russia relations, each with its own basing_probability and "
            "basing_loss, the state matters iff treaty_gain lies above the product in the good "
            "state and not above it in the bad state.",
            (HappensIff(transfer, gain > probability * loss),),
            how="the condition for a transfer, applied to each state",
        ),
        Proposition(
            "information_matters_most_at_threshold",
            "The value of information is largest at the threshold.",
            (
                Always(
                    sympy.Or(
                        (1 - probability) * gain <= gain * (loss - gain) / loss,
                        probability * (loss - gain) <= gain * (loss - gain) / loss,
                    ),
                    where=(gain > 0) & (gain < loss),
                ),
            ),
            how="there the value is the smaller of (1 - basing_probability)*treaty_gain and "
            "basing_probability*(basing_loss - treaty_gain); the right sides are it at the "
            "threshold treaty_gain/basing_loss",
        ),
    ]


def _closed_forms() -> list[ClosedForm]:
    import sympy

    gain, loss, probability = symbols("treaty_gain", "basing_loss", "basing_probability")
    uninformed = sympy.Max(0, gain - probability * loss)
    informed = probability * sympy.Max(0, gain - loss) + (1 - probability) * sympy.Max(0, gain)
    return [
        ClosedForm(
            "value_of_information",
            "what Russia would give to learn US intentions before deciding",
            Formula({"value": informed - uninformed}),
        ),
        ClosedForm(
            "basing_threshold",
            "the basing_probability below which Russia transfers",
            Formula(
                {"threshold": gain / loss},
                (gain > 0) & (gain < loss),
                "there is a threshold only for 0 < treaty_gain < basing_loss: at or below 0 "
                "Russia never transfers, at or above basing_loss any probability will do",
            ),
        ),
    ]
