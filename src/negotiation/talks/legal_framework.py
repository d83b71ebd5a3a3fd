"""One law, two sovereignty claims.

Joint projects need law.  Working under Russian law would concede sovereignty for Japan; a special
regime dilutes Russia's.  The two sides bargain over the share of Russian law, between a jointly
written neutral regime (0) and Russian law (1).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from negotiation.exact import as_sympy
from negotiation.game import Decision, Game, When
from negotiation.model import (
    Assumption,
    ClosedForm,
    Constraint,
    Model,
    Monotone,
    PropertyTest,
    Proposition,
    article,
    reaches,
)
from negotiation.protocols import alternating_offers, discounted, offer_grid, ultimatum
from negotiation.talks.audit_checks import (
    drafting_can_leave_russian_law,
    each_takes_its_own_end,
    softening_decides,
)
from negotiation.talks.building import choose, payer, whole
from negotiation.talks.checks import patient_law, zone_grows
from negotiation.talks.legal_formulas import agreement_possible, agreement_zone, rubinstein_law
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

    from negotiation.game import Outcome
    from negotiation.game.tree import Condition

__all__ = ["legal_framework"]

PLAYERS = ("Japan", "Russia")
NAMES = (
    "japan_jea_value",
    "russia_jea_value",
    "recognition_cost",
    "dilution_cost",
    "softened_law_share",
    "japan_drafting_cost",
    "russia_drafting_cost",
    "japan_discount_factor",
    "russia_discount_factor",
)
MENUS = ("grid", "russian_law_only", "softened")
PROTOCOLS = {
    "ultimatum": "ultimatum",
    "alternating_offers": "alternating_offers",
    "alternating": "alternating_offers",
}
NEITHER = "neither law impinged on"
PAYS = payer(*PLAYERS)


def legal_framework(
    *,
    proposer: str = "Russia",
    menu: str = "grid",
    steps: int = 5,
    protocol: str = "ultimatum",
    horizon: int = 2,
) -> Model:
    """Return the game of the legal framework of joint projects.

    Parameters
    ----------
    proposer
        Who proposes, or proposes in odd rounds: ``"Japan"`` or ``"Russia"``.
    menu
        ``"grid"`` (shares of Russian law in equal steps), ``"russian_law_only"`` (the reading that
        the Russian statement is unchanged) or ``"softened"`` (Russian law and a softened formula).
    steps
        N, the number of equal steps of the grid.
    protocol
        ``"ultimatum"`` or ``"alternating_offers"`` (``"alternating"`` for short).
    horizon
        The number of rounds of alternating offers.

    Notes
    -----
    With five steps the baseline is generic; with four an end of the agreement zone falls on the
    grid.  A rejected proposal and no proposal tie, so compare outcomes and payoffs, not profiles.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> model = legal_framework()
    >>> [found] = subgame_perfect(model.at())
    >>> found.path
    ('law 3/5', 'accept')
    >>> model.closed_forms["agreement_zone"]()
    {'empty': False, 'low': Fraction(1, 2), 'high': Fraction(2, 3)}
    """
    choose("proposer", proposer, PLAYERS)
    choose("menu", menu, MENUS)
    alternating = choose("protocol", protocol, PROTOCOLS) == "alternating_offers"
    whole("steps", steps)
    whole("horizon", horizon)
    items = _items(menu, steps)
    guards = {item: _guard(share) for item, share in items.items()}
    responder = PLAYERS[1 - PLAYERS.index(proposer)]
    if alternating:
        root = _alternating_offers((proposer, responder), items, guards, horizon)
    else:
        root = ultimatum(
            proposer,
            responder,
            {
                item: _deal(share) if guard is None else When(guard, _deal(share))
                for (item, share), guard in zip(items.items(), guards.values(), strict=True)
            },
            PAYS(0, 0),
        )
    return Model(
        "legal_framework",
        Game(PLAYERS, root),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "japan_jea_value": 2,
                "russia_jea_value": 1,
                "recognition_cost": 3,
                "dilution_cost": 2,
                "softened_law_share": "3/5",
                "japan_drafting_cost": 0,
                "russia_drafting_cost": 0,
                "japan_discount_factor": "9/10",
                "russia_discount_factor": "9/10",
            },
            "stand_of_1999": {"japan_jea_value": 1, "recognition_cost": 4},
        },
        _propositions(),
        _closed_forms(proposer),
        story=(
            "Joint projects need law. Working under Russian law would concede sovereignty for "
            "Japan; a special regime dilutes Russia's."
        ),
        prediction=("1999: no agreement. 2017: an opening; the regime is the decisive question."),
        options={
            "proposer": proposer,
            "menu": menu,
            "steps": steps,
            "protocol": PROTOCOLS[protocol],
            "horizon": horizon,
        },
    )


def _items(menu: str, steps: int) -> dict[str, sympy.Expr]:
    import sympy

    if menu == "grid":
        return {item: as_sympy(share) for item, share in offer_grid("law", steps).items()}
    items: dict[str, sympy.Expr] = {"russian law": sympy.Integer(1)}
    if menu == "softened":
        items["softened law"] = symbols("softened_law_share")[0]
    return items


def _guard(share: sympy.Expr) -> Constraint | None:
    import sympy

    if share not in (0, 1):
        return None
    law = sympy.Symbol("law_share")
    rule = Constraint(
        NEITHER,
        cast("Condition", sympy.And(law > 0, law < 1)),
        "the regime is neither side's law alone",
        article("C60"),
        imposed=False,
    )
    return rule.on(law_share=share)


def _deal(share: sympy.Expr) -> Outcome:
    japan, russia, recognition, dilution, _, japan_drafts, russia_drafts, *_ = symbols(*NAMES)
    japan_gets = japan - recognition * share
    russia_gets = russia - dilution * (1 - share)
    if share == 1:
        return PAYS(japan_gets, russia_gets)
    return PAYS(japan_gets - japan_drafts, russia_gets - russia_drafts)


def _alternating_offers(
    sides: tuple[str, str],
    items: dict[str, sympy.Expr],
    guards: dict[str, Constraint | None],
    horizon: int,
) -> Decision:
    patience: dict[str, sympy.Expr] = dict(
        zip(PLAYERS, symbols("japan_discount_factor", "russia_discount_factor"), strict=True)
    )
    return alternating_offers(
        sides,
        guards,
        lambda item, number: discounted(
            _deal(items[item]).payoffs, dict.fromkeys(PLAYERS, 0), patience, number
        ),
        PAYS(0, 0),
        horizon=horizon,
    )


def _assumptions() -> list[Assumption]:
    _, _, recognition, dilution, softened, japan_drafts, russia_drafts, *_ = symbols(*NAMES)
    return [
        Assumption(
            "recognition_hurts",
            recognition > 0,
            "working under Russian law costs Japan its claim",
            article("C52"),
        ),
        Assumption(
            "dilution_hurts",
            dilution > 0,
            "giving up its law costs Russia its claim",
            article("C54", "C64"),
        ),
        Assumption(
            "flexibility_rose",
            words="japan_jea_value relative to recognition_cost is higher in 2017 than in 1999",
            source=article("C55", "C56"),
        ),
        Assumption(
            "formula_softened",
            (softened > 0) & (softened < 1),
            "the softened formula lies between the two laws",
            article("C61", "C63"),
        ),
        Assumption(
            "drafting_is_costly",
            (japan_drafts >= 0) & (russia_drafts >= 0),
            "drafting a new regime costs something, and cost much in 1999",
            article("C54"),
        ),
    ]


def _propositions() -> list[Proposition]:
    agreed = reaches("accept")
    return [
        Proposition(
            "what_moves_the_zone",
            "The agreement zone weakly grows in both JEA values and weakly shrinks in "
            "recognition_cost and dilution_cost.",
            (
                Monotone(agreed, "japan_jea_value", "increasing"),
                Monotone(agreed, "russia_jea_value", "increasing"),
                Monotone(agreed, "recognition_cost", "decreasing"),
                Monotone(agreed, "dilution_cost", "decreasing"),
            ),
            how="on the grid of offers a proof",
        ),
        Proposition(
            "the_zone_itself_moves",
            "The same for the zone of all shares, whose ends need not be on the grid.",
            how="property test of agreement_zone: the zone before lies in the zone after",
            check=PropertyTest(zone_grows, points=60),
        ),
        Proposition(
            "each_takes_its_own_end",
            "Each side, making an ultimatum, takes its own end of the zone.",
            how="property test: the proposer's choice on a grid lies within one step of that end",
            check=PropertyTest(each_takes_its_own_end, points=30),
        ),
        Proposition(
            "when_softening_decides",
            "The softened formula turns no agreement into agreement exactly where Japan would "
            "not work under Russian law alone or Russia gains nothing from JEA (japan_jea_value < "
            "recognition_cost or russia_jea_value < 0), and japan_jea_value - japan_drafting_cost "
            "> recognition_cost*softened_law_share and russia_jea_value - russia_drafting_cost > "
            "dilution_cost*(1 - softened_law_share).",
            how="derived: agreement under either menu where an item gives both sides more than "
            "nothing; comparison of menu='softened' with menu='russian_law_only'",
            check=PropertyTest(softening_decides, points=30),
        ),
        Proposition(
            "drafting_can_leave_russian_law",
            "A drafting cost can destroy every regime but pure Russian law.",
            how="derived: where russia_drafting_cost >= russia_jea_value > 0 and japan_jea_value > "
            "recognition_cost, only Russian law gives both sides something; an example is tested",
            check=PropertyTest(drafting_can_leave_russian_law, points=30),
        ),
        Proposition(
            "patience_gives_a_better_law",
            "A more patient side gets a better share of its law.",
            how="property test of rubinstein_law",
            check=PropertyTest(patient_law, points=60),
        ),
    ]


def _closed_forms(proposer: str) -> list[ClosedForm]:
    lifted = {NEITHER: False}
    return [
        ClosedForm(
            "agreement_zone",
            "the shares of Russian law that give both sides at least nothing",
            agreement_zone,
            constraints=lifted,
        ),
        ClosedForm(
            "rubinstein_law",
            "the share of Russian law that the proposer proposes in alternating offers without "
            "an end, without drafting costs",
            partial(rubinstein_law, proposer=proposer),
            source="Rubinstein 1982",
            constraints=lifted,
        ),
        ClosedForm(
            "agreement_possible",
            "whether some regime gives both sides at least nothing, drafting costs counted",
            agreement_possible,
            constraints=lifted,
        ),
    ]
