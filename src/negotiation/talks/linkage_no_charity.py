"""Islands for economics, with a taboo on aid.

Japan offers Russia a share of the surplus of joint economic activity (JEA), and perhaps aid, in
return for the islands.  In 1996 Moscow wanted aid; in 2017 it refuses charity, so only returns
from joint projects count.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, cast

from negotiation.exact import as_sympy
from negotiation.game import Decision, Game, When
from negotiation.model import (
    MODELLER,
    Assumption,
    ClosedForm,
    Constraint,
    Contained,
    Model,
    Monotone,
    PropertyTest,
    Proposition,
    article,
    literature,
    reaches,
    variant,
)
from negotiation.protocols import alternating_offers, discounted, offer_grid, ultimatum
from negotiation.protocols import no_charity as no_charity_rule
from negotiation.talks.building import choose, payer, whole
from negotiation.talks.checks import (
    leverage_with_continuous_shares,
    patient_share,
    standalone_share_hinders,
    trust_turns_the_order_round,
)
from negotiation.talks.linkage_formulas import continuous_ultimatum, rubinstein_share
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

    from negotiation.game import Outcome
    from negotiation.game.tree import Condition
    from negotiation.protocols.ending import Move

__all__ = ["linkage_no_charity"]

PLAYERS = ("Japan", "Russia")
NAMES = (
    "island_value",
    "transfer_cost",
    "jea_surplus",
    "standalone_jea_share",
    "need_multiplier",
    "charity_cost",
    "aid_limit",
    "trust_gain",
    "japan_discount_factor",
    "russia_discount_factor",
)
PROTOCOLS = {
    "ultimatum": "ultimatum",
    "alternating_offers": "alternating_offers",
    "alternating": "alternating_offers",
}
PAYS = payer(*PLAYERS)


def linkage_no_charity(
    *,
    baseline: str = "jea_first",
    no_charity: bool = True,
    steps: int = 4,
    aid_steps: int = 4,
    protocol: str = "ultimatum",
    first_mover: str = "Japan",
    horizon: int = 2,
) -> Model:
    """Return the game of islands for economics, with a taboo on aid.

    Parameters
    ----------
    baseline
        What holds without a deal: ``"jea_first"`` (JEA already runs) or ``"linked"`` (no JEA
        without a transfer).
    no_charity
        Whether the constraint ``no charity`` is imposed, which rules out offers with aid.  In
        alternating offers it always is.
    steps
        N, the number of equal steps of Russia's share of the JEA surplus.
    aid_steps
        The number of equal steps of aid, up to ``aid_limit``.
    protocol
        ``"ultimatum"`` (Japan proposes once) or ``"alternating_offers"`` (``"alternating"`` for
        short).
    first_mover
        Who proposes in odd rounds of alternating offers: ``"Japan"`` or ``"Russia"``.
    horizon
        The number of rounds of alternating offers.

    Notes
    -----
    Joint participation is built into the offers: Russia's return is a share of the joint surplus.
    A rejected offer and no proposal give the same payoffs, so compare outcomes and payoffs, not
    profiles.  The closed form ``continuous_ultimatum`` lets the offers be any numbers, with no
    limit to aid; its transfer set contains that of the tree.  The link to ``basing_shadow`` is
    transfer_cost = basing_probability*basing_loss - treaty_gain.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> model = linkage_no_charity()
    >>> {tuple(map(str, found.payoffs.values())) for found in subgame_perfect(model.at())}
    {('1', '1')}
    >>> answer = model.closed_forms["continuous_ultimatum"](jea_surplus=6)
    >>> answer["outcome"], answer["Japan"], answer["Russia"]
    ('transfer', Fraction(6, 1), Fraction(1, 1))
    """
    choose("baseline", baseline, ("jea_first", "linked"))
    choose("first_mover", first_mover, PLAYERS)
    alternating = choose("protocol", protocol, PROTOCOLS) == "alternating_offers"
    whole("steps", steps)
    whole("aid_steps", aid_steps)
    whole("horizon", horizon)
    no_charity = no_charity or alternating
    rule = no_charity_rule(
        words="Russia accepts no one-sided payment", source=article("C51"), imposed=no_charity
    )
    root = (
        _alternating_offers(baseline, steps, first_mover, horizon)
        if alternating
        else _ultimatum(baseline, steps, aid_steps, rule)
    )
    return Model(
        "linkage_no_charity",
        Game(PLAYERS, root),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "island_value": 4,
                "transfer_cost": 3,
                "jea_surplus": 2,
                "standalone_jea_share": 1,
                "need_multiplier": 1,
                "charity_cost": 4,
                "aid_limit": 6,
                "trust_gain": 0,
                "japan_discount_factor": "9/10",
                "russia_discount_factor": "4/5",
            },
            "need_of_1996": {"need_multiplier": 2, "charity_cost": 1},
            "rich_jea": {"jea_surplus": 6},
            "trust_from_jea": {"trust_gain": "9/4"},
        },
        _patience() if alternating else _propositions(baseline, steps, aid_steps),
        _closed_forms(baseline, first_mover, no_charity=no_charity),
        story=(
            "Japan offers Russia a share of the JEA surplus, and perhaps aid, in return for the "
            "islands. In 1996 Moscow wanted aid; in 2017 it refuses charity, so only returns from "
            "joint projects count."
        ),
        prediction=(
            "No transfer in 2017: the sums do not meet and the aid route is closed; joint "
            "economic activity goes ahead."
        ),
        options={
            "baseline": baseline,
            "no_charity": no_charity,
            "steps": steps,
            "aid_steps": aid_steps,
            "protocol": PROTOCOLS[protocol],
            "first_mover": first_mover,
            "horizon": horizon,
        },
    )


def _without_deal(baseline: str) -> Outcome:
    surplus, standalone = symbols("jea_surplus", "standalone_jea_share")
    return PAYS(0, 0) if baseline == "linked" else PAYS(surplus - standalone, standalone)


def _deal(baseline: str, share: Fraction, aid: Fraction = Fraction(0)) -> Outcome:
    value, cost, surplus, need, charity, limit, trust = symbols(
        "island_value",
        "transfer_cost",
        "jea_surplus",
        "need_multiplier",
        "charity_cost",
        "aid_limit",
        "trust_gain",
    )
    part: sympy.Expr = surplus * as_sympy(share)
    paid: sympy.Expr = limit * as_sympy(aid)
    japan = value + surplus - part - paid
    russia = part + need * paid - cost
    if aid:
        russia -= charity
    return PAYS(japan, russia if baseline == "linked" else russia + trust)


def _ultimatum(baseline: str, steps: int, aid_steps: int, rule: Constraint) -> Decision:
    limit = symbols("aid_limit")[0]
    menu: dict[str, Move] = {}
    for offer, share in offer_grid("offer", steps).items():
        menu[offer] = _deal(baseline, share)
        for aid, part in offer_grid("aid", aid_steps).items():
            if part:
                guard = rule.on(payment=limit * as_sympy(part))
                menu[f"{offer} + {aid}"] = When(guard, _deal(baseline, share, part))
    return ultimatum("Japan", "Russia", menu, _without_deal(baseline))


def _alternating_offers(baseline: str, steps: int, first_mover: str, horizon: int) -> Decision:
    grid = offer_grid("offer", steps)
    patience: dict[str, sympy.Expr] = dict(
        zip(PLAYERS, symbols("japan_discount_factor", "russia_discount_factor"), strict=True)
    )
    refused = _without_deal(baseline)
    second = PLAYERS[1 - PLAYERS.index(first_mover)]
    return alternating_offers(
        (first_mover, second),
        list(grid),
        lambda item, number: discounted(
            _deal(baseline, grid[item]).payoffs, refused.payoffs, patience, number
        ),
        refused,
        horizon=horizon,
        item_name=lambda item: item.removeprefix("offer "),
    )


def _assumptions() -> list[Assumption]:
    value, cost, surplus, standalone, charity, trust = symbols(
        "island_value",
        "transfer_cost",
        "jea_surplus",
        "standalone_jea_share",
        "charity_cost",
        "trust_gain",
    )
    return [
        Assumption(
            "transfer_costs_russia",
            (cost > trust) & (trust >= 0),
            "a transfer costs Russia something even after trust has grown",
            article("C16", "C22"),
        ),
        Assumption("islands_valued", value > 0, "Japan values the islands", article("C65")),
        Assumption(
            "share_within_surplus",
            (standalone >= 0) & (standalone <= surplus),
            "Russia's part of JEA is a part of its surplus",
            MODELLER,
        ),
        Assumption("charity_hurts", charity > 0, "one-sided aid costs status", article("C51")),
        Assumption(
            "need_fell",
            words="need_multiplier was higher in 1996 than in 2017",
            source=article("C49", "C50"),
        ),
        Assumption(
            "linkage_possible",
            words="islands and economics may be traded for each other",
            source=literature("Tollison and Willett 1979, Sebenius 1983: issue linkage"),
        ),
    ]


def _propositions(baseline: str, steps: int, aid_steps: int) -> list[Proposition]:
    import sympy

    transfer = reaches("accept")
    without_trust = cast("Condition", sympy.Eq(symbols("trust_gain")[0], 0))
    grid = partial(variant, linkage_no_charity, steps=steps, aid_steps=aid_steps)
    moved = [
        Monotone(transfer, "transfer_cost", "decreasing"),
        Monotone(transfer, "charity_cost", "decreasing"),
        Monotone(transfer, "need_multiplier", "increasing"),
        Monotone(transfer, "island_value", "increasing"),
        Monotone(transfer, "trust_gain", "increasing"),
    ]
    if baseline == "linked":
        moved.append(Monotone(transfer, "jea_surplus", "increasing"))
    return [
        Proposition(
            "the_taboo_never_helps",
            "Imposing 'no charity' never enlarges the transfer set, in either baseline.",
            (Contained(transfer, grid(baseline=baseline, no_charity=False)),),
            how="the offers left by the constraint are among those without it",
        ),
        Proposition(
            "jea_first_loses_leverage",
            "Under 'no charity' and with trust_gain 0 the jea_first transfer set is contained in "
            "the linked one: giving JEA away first loses leverage.",
            (Contained(transfer, grid(baseline="linked"), where=without_trust),)
            if baseline == "jea_first"
            else (),
            how="on the grid a proof; for continuous shares a property test",
            check=PropertyTest(leverage_with_continuous_shares, points=60),
        ),
        Proposition(
            "standalone_share_hinders",
            "Under 'no charity' and with trust_gain 0 the jea_first transfer set weakly shrinks "
            "in standalone_jea_share.",
            how="property test of continuous_ultimatum, where shares may be any numbers",
            check=PropertyTest(standalone_share_hinders, points=60),
        ),
        *(_on_the_grid(without_trust) if baseline == "jea_first" else ()),
        Proposition(
            "trust_turns_the_order_round",
            "Under 'no charity' the linked transfer set is contained in the jea_first one, for "
            "every transfer_cost above trust_gain, exactly where trust_gain >= "
            "standalone_jea_share and trust_gain > jea_surplus - island_value (or jea_surplus "
            "does not exceed trust_gain, and the linked set is empty).",
            how="derived from continuous_ultimatum: a linked transfer needs transfer_cost <= "
            "jea_surplus; a jea_first one transfer_cost - trust_gain + standalone_jea_share <= "
            "jea_surplus and transfer_cost - trust_gain < island_value",
            check=PropertyTest(trust_turns_the_order_round, points=60),
        ),
        Proposition(
            "what_moves_the_transfer",
            "The transfer set weakly shrinks in transfer_cost and charity_cost, and weakly grows "
            "in need_multiplier, island_value and trust_gain, and in jea_surplus under linked.",
            tuple(moved),
        ),
        *_patience(),
    ]


def _patience() -> list[Proposition]:
    return [
        Proposition(
            "patience_and_first_move_help",
            "In alternating offers the first mover's position and each side's patience help that "
            "side.",
            how="property test of rubinstein_share",
            check=PropertyTest(patient_share, points=60),
        ),
    ]


def _on_the_grid(without_trust: Condition) -> list[Proposition]:
    return [
        Proposition(
            "standalone_share_hinders_on_the_grid",
            "The same for offers on a grid. It fails: a larger share worsens Japan's baseline, "
            "while the smallest acceptable offer stands still until the next step.",
            (
                Monotone(
                    reaches("accept"), "standalone_jea_share", "decreasing", where=without_trust
                ),
            ),
            how="the steps of the grid refute it; the statement is one about continuous shares",
        )
    ]


def _closed_forms(baseline: str, first_mover: str, *, no_charity: bool) -> list[ClosedForm]:
    return [
        ClosedForm(
            "continuous_ultimatum",
            "the outcome of the ultimatum in which share and aid may be any numbers (aid_limit is "
            "not applied); at equal cost to Japan a deal by share is named, and the baseline where "
            "a deal is worth nothing to it",
            partial(continuous_ultimatum, baseline=baseline, no_charity=no_charity),
            constraints={"no charity": no_charity},
        ),
        ClosedForm(
            "rubinstein_share",
            "Russia's share of the JEA surplus that the first mover proposes in alternating "
            "offers without an end, no charity imposed",
            partial(rubinstein_share, baseline=baseline, first_mover=first_mover),
            source="Rubinstein 1982",
        ),
    ]
