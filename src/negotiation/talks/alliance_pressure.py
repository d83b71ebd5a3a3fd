"""Room for manoeuvre under US pressure.

Washington may press Tokyo to stop; Tokyo proceeds or halts.  Goodwill in the alliance buys room; a
scandal at home makes Washington want to look tough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.game import Chance, Decision, Game, Node
from negotiation.model import (
    MODELLER,
    Assumption,
    ClosedForm,
    Formula,
    Happens,
    Model,
    Monotone,
    Proposition,
    article,
    passes,
    reaches,
)
from negotiation.talks.building import payer
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

__all__ = ["alliance_pressure"]

PLAYERS = ("Japan", "United States")
COMMON = (
    "pressure_harm",
    "goodwill_relief",
    "goodwill",
    "advance_loss",
    "scandal_intensity",
    "pressure_cost",
)
TYPES = ("engagement_value_resolute", "engagement_value_cautious", "resolve_probability")
PAYS = payer(*PLAYERS)


def alliance_pressure(*, private_resolve: bool = False) -> Model:
    """Return the game of US pressure on Japan.

    Parameters
    ----------
    private_resolve
        Whether Japan's resolve is known to Japan alone.

    Notes
    -----
    Japan's resolve is drawn after the US move, which keeps every information set a single node;
    drawing it first, with both US nodes in one information set, is the same game.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> [trump] = subgame_perfect(alliance_pressure().at())
    >>> [obama] = subgame_perfect(alliance_pressure().at("late_obama"))
    >>> trump.path, obama.path
    (('pressure', 'halt'), ('acquiesce', 'proceed'))
    """
    if private_resolve:
        return _private_resolve()
    (value,) = symbols("engagement_value")
    return _model(
        ("engagement_value", *COMMON),
        {move: _proceed(move, value) for move in ("pressure", "acquiesce")},
        [
            Assumption(
                "japan_wants_to_proceed",
                value > 0,
                "Japan gains where the Russia track moves forward",
                article("C28", "C33"),
            )
        ],
        {
            "baseline": {
                "engagement_value": 2,
                "pressure_harm": 3,
                "goodwill_relief": 1,
                "goodwill": 0,
                "advance_loss": 2,
                "scandal_intensity": 1,
                "pressure_cost": 1,
            },
            "late_obama": {"goodwill": 2, "scandal_intensity": 0},
        },
        [
            _what_moves_pressure(),
            Proposition(
                "pressed_and_yet_proceeding",
                "With complete information 'pressed and yet proceeding' never happens on the path.",
                (Happens(passes(("pressure", "proceed")), never=True),),
            ),
        ],
        private_resolve=False,
    )


def _private_resolve() -> Model:
    resolute, cautious, resolve = symbols(*TYPES)
    harm, relief, goodwill, loss, scandal, cost = symbols(*COMMON)

    def drawn(move: str) -> Chance:
        return Chance(
            {
                "resolute": (resolve, _proceed(move, resolute, "resolute")),
                "cautious": (1 - resolve, _proceed(move, cautious, "cautious")),
            }
        )

    felt = harm - relief * goodwill
    straddles = (cautious < felt) & (felt < resolute)
    pressed = passes(("pressure", "resolute", "proceed"))
    import sympy

    return _model(
        (*TYPES, *COMMON),
        {move: drawn(move) for move in ("pressure", "acquiesce")},
        [
            Assumption(
                "resolve_straddles",
                straddles,
                "under pressure a resolute Japan proceeds and a cautious one halts",
                MODELLER,
            ),
            Assumption(
                "japan_wants_to_proceed",
                (resolute > 0) & (cautious > 0),
                "Japan gains where the Russia track moves forward",
                article("C28", "C33"),
            ),
        ],
        {
            "baseline": {
                "engagement_value_resolute": 4,
                "engagement_value_cautious": 1,
                "resolve_probability": "1/4",
                "pressure_harm": 2,
                "goodwill_relief": 1,
                "goodwill": 0,
                "advance_loss": 2,
                "scandal_intensity": 0,
                "pressure_cost": 1,
            }
        },
        [
            _what_moves_pressure("resolve_probability"),
            Proposition(
                "pressed_and_yet_proceeding",
                "With private resolve 'pressed and yet proceeding' happens on the path.",
                (
                    Happens(
                        pressed,
                        where=sympy.And(
                            straddles,
                            resolve > 0,
                            (loss + scandal) * (1 - resolve) > cost,
                        ),
                    ),
                ),
            ),
            Proposition(
                "a_scandal_large_enough_brings_pressure",
                "There is a scandal_intensity above which Washington presses: "
                "pressure_cost/(1 - resolve_probability) - advance_loss.",
                (
                    Happens(
                        reaches("pressure"),
                        where=straddles & ((loss + scandal) * (1 - resolve) > cost),
                    ),
                    Happens(
                        reaches("pressure"),
                        where=straddles & ((loss + scandal) * (1 - resolve) < cost),
                        never=True,
                    ),
                ),
            ),
        ],
        private_resolve=True,
        closed_forms=[
            ClosedForm(
                "scandal_threshold",
                "the scandal_intensity above which Washington presses",
                Formula(
                    {"threshold": cost / (1 - resolve) - loss},
                    straddles & (resolve < 1),
                    "there is this threshold only where pressure stops a cautious Japan and not a "
                    "resolute one, and Japan may be cautious",
                ),
            )
        ],
    )


def _proceed(move: str, value: sympy.Expr, resolve: str = "") -> Decision:
    harm, relief, goodwill, loss, scandal, cost = symbols(*COMMON)
    known = f", {resolve}" if resolve else ""
    if move == "pressure":
        felt = harm - relief * goodwill
        return Decision(
            "Japan",
            {
                "proceed": PAYS(value - felt, -loss - scandal - cost),
                "halt": PAYS(0, -cost),
            },
            f"proceed | pressed{known}",
        )
    return Decision(
        "Japan",
        {"proceed": PAYS(value, -loss - scandal), "halt": PAYS(0, 0)},
        f"proceed | not pressed{known}",
    )


def _model(
    names: tuple[str, ...],
    moves: dict[str, Node],
    assumptions: list[Assumption],
    calibrations: dict[str, dict[str, int | str]],
    propositions: list[Proposition],
    *,
    private_resolve: bool,
    closed_forms: list[ClosedForm] | None = None,
) -> Model:
    return Model(
        "alliance_pressure",
        Game(PLAYERS, Decision("United States", moves, "pressure")),
        parameters(*names),
        [*_assumptions(), *assumptions],
        calibrations,
        propositions,
        closed_forms or [],
        story=(
            "Washington may press Tokyo to stop; Tokyo proceeds or halts. Goodwill in the alliance "
            "buys room; a scandal at home makes Washington want to look tough."
        ),
        prediction=(
            "Late Obama: acquiescence. A Trump with tied hands: strong demands are possible."
        ),
        options={"private_resolve": private_resolve},
    )


def _assumptions() -> list[Assumption]:
    _, relief, _, _, scandal, cost = symbols(*COMMON)
    return [
        Assumption(
            "goodwill_buys_room", relief > 0, "goodwill lowers the harm of pressure", article("C86")
        ),
        Assumption(
            "scandal_hardens",
            scandal >= 0,
            "a scandal makes Japan's advance worse for Washington, much so in 2017",
            article("C02", "C12", "C90"),
        ),
        Assumption(
            "goodwill_not_inherited",
            words="goodwill is low after the change of administration",
            source=article("C88"),
        ),
        Assumption("pressing_costs", cost > 0, "pressing an ally costs something", article("C29")),
    ]


def _what_moves_pressure(*further: str) -> Proposition:
    pressed = reaches("pressure")
    return Proposition(
        "what_moves_pressure",
        "Pressure is weakly increasing in advance_loss and scandal_intensity, weakly decreasing in "
        "goodwill, pressure_cost and resolve_probability.",
        (
            Monotone(pressed, "advance_loss", "increasing"),
            Monotone(pressed, "scandal_intensity", "increasing"),
            *(
                Monotone(pressed, name, "decreasing")
                for name in ("goodwill", "pressure_cost", *further)
            ),
        ),
    )
