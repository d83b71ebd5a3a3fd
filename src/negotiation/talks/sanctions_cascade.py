"""Who lifts the sanctions on Russia: the United States, then the European Union, then Japan.

Each sees the earlier moves.  Japan is a follower, not a leader.
"""

from __future__ import annotations

from itertools import product

from negotiation.game import Decision, Game, Node
from negotiation.model import (
    Assumption,
    Happens,
    Model,
    Monotone,
    PropertyTest,
    Proposition,
    article,
    passes,
)
from negotiation.talks.audit_checks import japan_is_pivotal_for_nobody
from negotiation.talks.building import payer
from negotiation.talks.vocabulary import parameters, symbols

__all__ = ["sanctions_cascade"]

PLAYERS = ("Japan", "European Union", "United States")
NAMES = (
    "rapprochement_value",
    "scandal_cost",
    "eu_lifting_gain",
    "eu_solo_cost",
    "japan_lifting_gain",
    "japan_us_exit_cost",
    "japan_eu_exit_cost",
)
MOVES = ("lift", "keep")
PAYS = payer(*PLAYERS)


def sanctions_cascade() -> Model:
    """Return the game of lifting sanctions in turn.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> [april] = subgame_perfect(sanctions_cascade().at())
    >>> [january] = subgame_perfect(sanctions_cascade().at("january_hope"))
    >>> april.path, january.path
    (('keep', 'keep', 'keep'), ('lift', 'lift', 'lift'))
    """
    root = Decision("United States", {us: _european_union(us) for us in MOVES}, "us sanctions")
    return Model(
        "sanctions_cascade",
        Game(PLAYERS, root),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "rapprochement_value": 2,
                "scandal_cost": 3,
                "eu_lifting_gain": 1,
                "eu_solo_cost": 2,
                "japan_lifting_gain": 2,
                "japan_us_exit_cost": "3/2",
                "japan_eu_exit_cost": 1,
            },
            "january_hope": {"scandal_cost": 1},
        },
        _propositions(),
        story=(
            "The United States decides first whether to lift its Russia sanctions, then the "
            "European Union, then Japan, each seeing the earlier moves."
        ),
        prediction="In January all lift; in April nobody lifts.",
    )


def _european_union(us: str) -> Decision:
    actions: dict[str, Node] = {eu: _japan(us, eu) for eu in MOVES}
    return Decision("European Union", actions, f"eu sanctions | us {us}s")


def _japan(us: str, eu: str) -> Decision:
    value, scandal, eu_gain, solo, gain, us_exit, eu_exit = symbols(*NAMES)
    us_gets = value - scandal if us == "lift" else 0
    eu_gets = 0 if eu == "keep" else eu_gain if us == "lift" else eu_gain - solo
    japan_gets = gain
    if us == "keep":
        japan_gets -= us_exit
    if eu == "keep":
        japan_gets -= eu_exit
    return Decision(
        "Japan",
        {"lift": PAYS(japan_gets, eu_gets, us_gets), "keep": PAYS(0, eu_gets, us_gets)},
        f"japan sanctions | us {us}s, eu {eu}s",
    )


def _assumptions() -> list[Assumption]:
    _, _, eu_gain, solo, gain, us_exit, eu_exit = symbols(*NAMES)
    return [
        Assumption(
            "eu_follows_us",
            (eu_gain > 0) & (eu_gain < solo),
            "the EU gains from lifting, but not without the United States",
            article("C10"),
        ),
        Assumption(
            "japan_follows",
            eu_exit < gain,
            "Japan gains from lifting where the United States has lifted",
            article("C11", "C32"),
        ),
        Assumption(
            "japan_not_alone",
            gain < us_exit + eu_exit,
            "Japan does not gain from lifting alone",
            article("C27"),
        ),
        Assumption(
            "order_us_eu_japan",
            words="the United States moves first, then the European Union, then Japan",
            source=article("C10", "C11"),
        ),
    ]


def _propositions() -> list[Proposition]:
    lifted = passes(*((us, eu, "lift") for us, eu in product(MOVES, MOVES)))
    mixed = passes(*(play for play in product(MOVES, MOVES, MOVES) if len(set(play)) > 1))
    _, _, eu_gain, solo, gain, us_exit, eu_exit = symbols(*NAMES)
    orderings = (eu_gain > 0) & (eu_gain < solo) & (eu_exit < gain) & (gain < us_exit + eu_exit)
    return [
        Proposition(
            "all_or_none",
            "Under the three orderings assumed, either all three lift or none does.",
            (Happens(mixed, where=orderings, never=True),),
        ),
        Proposition(
            "what_moves_japan",
            "Japan lifting is weakly increasing in rapprochement_value and weakly decreasing in "
            "scandal_cost and in every exit cost.",
            (
                Monotone(lifted, "rapprochement_value", "increasing"),
                Monotone(lifted, "scandal_cost", "decreasing"),
                Monotone(lifted, "japan_us_exit_cost", "decreasing"),
                Monotone(lifted, "japan_eu_exit_cost", "decreasing"),
            ),
        ),
        Proposition(
            "japan_is_pivotal_for_nobody",
            "Removing Japan changes neither US nor EU behaviour.",
            how="no payoff of the United States or the European Union depends on Japan's move; "
            "property test against the game without Japan",
            check=PropertyTest(japan_is_pivotal_for_nobody, points=60),
        ),
    ]
