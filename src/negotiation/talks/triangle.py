"""The composite of agenda, US line and transfer.

Japan chooses the agenda: territory first, joint economic activity (JEA) first, or leave.  Russia
engages or suspends.  Then the US line shows, and Russia decides on the transfer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from negotiation.game import Chance, Decision, Game, When
from negotiation.model import (
    Assumption,
    Constraint,
    Happens,
    Model,
    Monotone,
    PropertyTest,
    Proposition,
    article,
    passes,
)
from negotiation.talks.audit_checks import fixed_agenda_transfer, trying_territory_first
from negotiation.talks.building import payer
from negotiation.talks.checks import agendas_differ_by_the_annoyance
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

    from negotiation.game.tree import Condition

__all__ = ["triangle"]

PLAYERS = ("Japan", "Russia")
NAMES = (
    "japan_jea_value",
    "russia_jea_value",
    "trust_gain",
    "territory_talks_cost",
    "island_value",
    "hardline_harm",
    "treaty_gain",
    "soft_security_cost",
    "hard_security_cost",
    "hardline_probability",
    "recognition_cost",
    "dilution_cost",
)
LINES = ("hard", "soft")
PAYS = payer(*PLAYERS)


def triangle() -> Model:
    """Return the composite game of agenda, US line and transfer.

    Notes
    -----
    A transfer that Japan would decline leaves Russia indifferent, and an agenda that Russia would
    suspend ties with exit: compare payoffs, and profiles only where the equilibrium is unique.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> [baseline] = subgame_perfect(triangle().at())
    >>> baseline.path, {agent: str(payoff) for agent, payoff in baseline.payoffs.items()}
    (('jea first', 'engage'), {'Japan': '5/2', 'Russia': '9/8'})
    """
    import sympy

    japan, russia, trust, territory, *_ = symbols(*NAMES)
    recognition, dilution = symbols("recognition_cost", "dilution_cost")
    zero = sympy.Integer(0)
    off = Constraint(
        "territory off the agenda",
        condition=False,
        words="Russia keeps the agenda to joint economic activity",
        source=article("C67", "C71"),
        imposed=False,
    )
    legal = Constraint(
        "legal first",
        cast(
            "Condition",
            sympy.And(
                japan >= 0,
                russia >= 0,
                japan * dilution + russia * recognition >= recognition * dilution,
            ),
        ),
        "joint economic activity needs a law acceptable to both (the agreement zone of "
        "legal_framework is not empty)",
        article("C53"),
        imposed=False,
    )
    root = Decision(
        "Japan",
        {
            "exit": PAYS(0, 0),
            "territory first": When(off, _engagement("territory first", zero, -territory, zero)),
            "jea first": When(legal, _engagement("jea first", japan, russia, trust)),
        },
        "agenda",
    )
    return Model(
        "triangle",
        Game(PLAYERS, root),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "japan_jea_value": 1,
                "russia_jea_value": 1,
                "trust_gain": 1,
                "territory_talks_cost": 1,
                "island_value": 6,
                "hardline_harm": 2,
                "treaty_gain": 1,
                "soft_security_cost": "3/2",
                "hard_security_cost": 4,
                "hardline_probability": "3/4",
                "recognition_cost": 3,
                "dilution_cost": 2,
            },
            "thaw": {"hardline_probability": "1/4"},
            "no_trust": {"trust_gain": 0},
        },
        _propositions(),
        story=(
            "Japan chooses the agenda: territory first, joint economic activity first, or leave. "
            "Russia engages or suspends. Then the US line shows, and Russia decides on the "
            "transfer."
        ),
        prediction=(
            "Territory first is suspended, JEA first is engaged, and there is no transfer while "
            "the line is hard."
        ),
    )


def _engagement(agenda: str, japan: sympy.Expr, russia: sympy.Expr, trust: sympy.Expr) -> Decision:
    (probability,) = symbols("hardline_probability")
    hard, soft = (_transfer(agenda, line, japan, russia, trust) for line in LINES)
    return Decision(
        "Russia",
        {
            "suspend": PAYS(0, 0),
            "engage": Chance({"hard": (probability, hard), "soft": (1 - probability, soft)}),
        },
        f"engagement | {agenda}",
    )


def _transfer(
    agenda: str, line: str, japan: sympy.Expr, russia: sympy.Expr, trust: sympy.Expr
) -> Decision:
    value, harm, gain, security = symbols(
        "island_value", "hardline_harm", "treaty_gain", f"{line}_security_cost"
    )
    gets = value - harm if line == "hard" else value
    acceptance = Decision(
        "Japan",
        {
            "decline": PAYS(japan, russia),
            "accept": PAYS(japan + gets, russia + gain + trust - security),
        },
        f"acceptance | {agenda}, {line}",
    )
    return Decision(
        "Russia",
        {"keep": PAYS(japan, russia), "transfer": acceptance},
        f"transfer | {agenda}, {line}",
    )


def _assumptions() -> list[Assumption]:
    japan, russia, trust, territory, islands, _, _, soft, hard, *_ = symbols(*NAMES)
    return [
        Assumption(
            "line_matters",
            (soft >= 0) & (soft < hard),
            "a transfer costs Russia more security under a hard US line",
            article("C01", "C06", "C16"),
        ),
        Assumption(
            "hard_line_likely",
            words="hardline_probability is high",
            source=article("C03", "C85"),
        ),
        Assumption(
            "territory_talks_annoy",
            territory > 0,
            "talks that put territory first cost Russia something",
            article("C66", "C67"),
        ),
        Assumption("jea_builds_trust", trust >= 0, "JEA builds trust", article("C26", "C57")),
        Assumption(
            "islands_dominate",
            islands > japan,
            "the islands are worth more to Japan than JEA",
            article("C65"),
        ),
        Assumption("jea_pays", (japan > 0) & (russia > 0), "JEA pays both", article("C44")),
    ]


def _propositions() -> list[Proposition]:
    territory = passes(("territory first", "engage"))
    return [
        Proposition(
            "what_moves_the_transfer",
            "The probability of a transfer on the path is weakly decreasing in "
            "hardline_probability and both security costs, weakly increasing in trust_gain, for a "
            "fixed agenda.",
            how="property test with the agenda fixed: in the subgame after each agenda",
            check=PropertyTest(fixed_agenda_transfer, points=20),
        ),
        Proposition(
            "annoyance_never_turns_japan_back",
            "Raising territory_talks_cost never switches Japan's agenda back to territory first.",
            (Monotone(territory, "territory_talks_cost", "decreasing"),),
        ),
        Proposition(
            "annoyance_turns_japan_to_jea",
            "Raising territory_talks_cost can switch Japan's agenda from territory first to JEA "
            "first.",
            how="an example is looked for; territory_first_is_never_chosen says why there is none "
            "under these assumptions, and dropping jea_pays gives one",
            check=PropertyTest(trying_territory_first, points=0),
        ),
        Proposition(
            "territory_first_is_never_chosen",
            "Under these assumptions Japan never puts territory first where Russia would engage: "
            "JEA pays both, a transfer is no less likely after it, and Japan may decline one.",
            (Happens(territory, never=True),),
        ),
        Proposition(
            "agendas_differ_by_the_annoyance",
            "With trust_gain 0 and no JEA payoffs the two agendas differ only by "
            "territory_talks_cost.",
            how="comparison of the two subtrees payoff by payoff",
            check=PropertyTest(agendas_differ_by_the_annoyance, points=20),
        ),
    ]
