"""False claims about the talks are refuted, true ones never, and counterexamples are simple."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
import sympy

from negotiation import talks
from negotiation.errors import (
    AssumptionViolated,
    InvalidModel,
    NegotiationError,
    NotSupported,
    UnknownName,
)
from negotiation.model import (
    Always,
    Contained,
    Happens,
    HappensIff,
    Independent,
    Model,
    Monotone,
    SamePayoffs,
    Varies,
    passes,
    reaches,
    variant,
)
from negotiation.parametric import Proved, prove
from negotiation.parametric.verdict import Checked
from negotiation.solve import backward_induction, nash
from negotiation.testing import ClaimRefuted, check_proposition, fragility
from negotiation.testing.closeness import closest_assumption
from negotiation.testing.examination import failure
from negotiation.testing.simplest import simplest
from negotiation.testing.strata import strata

A_THOUSANDTH_MORE = sympy.Rational(1001, 1000)


def of(name: str, *symbols: str) -> tuple[Model, ...]:
    model = talks.catalogue()[name]()
    return (model, *(model.symbols[each] for each in symbols))


def thin_transfer() -> tuple[Model, object]:
    """Claim what fails only where gain exceeds expected loss by less than a two-thousandth."""
    model, gain, loss, odds = of(
        "basing_shadow", "treaty_gain", "basing_loss", "basing_probability"
    )
    edge = gain > loss * odds * sympy.Rational(2001, 2000)
    return model, lambda e: edge if "transfer" in e.path else True


def thin_sanctions() -> tuple[Model, object]:
    """Put the threshold off by a thousandth."""
    model, low, high, worth = of(
        "sanctions_dilemma", "alliance_value_low", "alliance_value_high", "engagement_value"
    )
    return model, HappensIff(passes(("high",)), high - low > worth * A_THOUSANDTH_MORE)


def thin_threat() -> tuple[Model, object]:
    """Claim of a signalling game, of which no formula is asked, what fails at large stakes."""
    model, loss = of("autonomy_signalling", "basing_loss")
    return model, lambda e: e.payoffs["Russia"] == 0 or e.payoffs["Russia"] * 1000 > loss


def start_at_any_patience() -> tuple[Model, object]:
    model, *_ = of("staffing_window")
    return model, Monotone(reaches("start"), "discount_factor", "increasing")


FALSE: dict[str, Callable[[], tuple[Model, object]]] = {
    "G1 linear": lambda: (*of("basing_shadow"), lambda e: "keep" in e.path),
    "G1 thin": thin_transfer,
    "G1 wrong direction": lambda: (
        *of("basing_shadow"),
        Monotone(reaches("transfer"), "basing_probability", "increasing"),
    ),
    "G2 the pledge is always given": lambda: (*of("no_base_pledge"), lambda e: "pledge" in e.path),
    "G3 never a pledge": lambda: (
        *of("autonomy_signalling"),
        lambda e: e.probability_of("pledge") == 0,
    ),
    "G3 thin": thin_threat,
    "G4 Japan always gains": lambda: (
        *of("linkage_no_charity"),
        lambda e: e.payoffs["Japan"] > 0,
    ),
    "G6 talks pay Japan": lambda: (*of("warm_words"), lambda e: e.payoffs["Japan"] > 0),
    "G8": start_at_any_patience,
    "G13 talks never pay": lambda: (*of("repeated_talks"), lambda e: e.payoffs["Japan"] <= 0),
    "G14": lambda: (*of("triangle"), lambda e: e.payoffs["Russia"] > 0),
    "G15 thin": thin_sanctions,
}
LONG = ("G3 never a pledge", "G3 thin", "G6 talks pay Japan", "G13 talks never pay")
"""Games with imperfect information, which take seconds to solve at a few dozen points."""

LONG_TRUE = (
    "autonomy_signalling",
    "legal_framework",
    "linkage_no_charity",
    "no_base_pledge",
    "staffing_window",
    "warm_words",
)

FALSE_ON_PURPOSE = {
    ("linkage_no_charity", "standalone_share_hinders_on_the_grid"),
    ("triangle", "annoyance_turns_japan_to_jea"),
}
"""What the games refute, and say so."""


def holds_or_is_known_to_fail(model: Model, name: str, examples: int, seconds: float) -> None:
    if (model.name, name) in FALSE_ON_PURPOSE:
        with pytest.raises(ClaimRefuted):
            check_proposition(model, name)
    else:
        verdict = check_proposition(model, name, examples=examples, seconds=seconds)
        assert isinstance(verdict, Proved | Checked)


def independent_failure(model: Model, claim: object, wrong: ClaimRefuted) -> bool:
    """Whether the claim fails at the point reported, looked at afresh."""
    return failure(model, claim, wrong.at, wrong.failure.other) is not None


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=pytest.mark.slow) if each in LONG else each for each in FALSE],
)
def test_false_claims_are_refuted(name: str) -> None:
    model, claim = FALSE[name]()
    began = time.monotonic()
    with pytest.raises(ClaimRefuted) as refuted:
        check_proposition(model, claim)
    assert time.monotonic() - began < 30
    wrong = refuted.value
    model.values(**wrong.at)  # meets every assumption
    assert independent_failure(model, claim, wrong)
    assert wrong.closest is not None
    assert model.name in str(wrong)


@pytest.mark.slow
def test_some_of_them_fail_on_less_than_a_thousandth() -> None:
    """Of points drawn evenly from a box, not one in a thousand shows them to be false."""
    from random import Random

    random = Random(0)  # noqa: S311 - samples for tests
    for name, many in (("G1 thin", 1500), ("G15 thin", 1500)):
        model, claim = FALSE[name]()
        shown = tried = 0
        while tried < many:
            point: dict[str, Fraction] = {}
            for parameter in model.parameters.values():
                low = -9 if parameter.domain.lower is None else parameter.domain.lower
                high = 9 if parameter.domain.upper is None else parameter.domain.upper
                share = Fraction(random.randint(1, 99_990), 99_991)
                point[parameter.name] = low + share * (high - low)
            if model.allows(point):
                tried += 1
                shown += failure(model, claim, point) is not None
        assert shown <= many // 1000, name


def test_the_counterexample_of_a_linear_falsehood_is_simple() -> None:
    for name in ("G1 linear", "G2 the pledge is always given", "G4 Japan always gains", "G14"):
        model, claim = FALSE[name]()
        with pytest.raises(ClaimRefuted) as refuted:
            check_proposition(model, claim)
        for value in refuted.value.at.values():
            assert abs(value.numerator) <= 10
            assert value.denominator <= 10


def test_without_the_solver_of_formulas_it_is_simple_too() -> None:
    """With a solver of games given, points are drawn cell by cell."""
    model, claim = FALSE["G1 linear"]()
    with pytest.raises(ClaimRefuted) as refuted:
        check_proposition(model, claim, solver=lambda game: [backward_induction(game)])
    assert max(max(v.numerator, v.denominator) for v in refuted.value.at.values()) <= 4


@pytest.mark.parametrize(
    "name",
    [name for name in talks.catalogue() if name not in LONG_TRUE],
)
def test_true_propositions_are_never_refuted(name: str) -> None:
    model = talks.catalogue()[name]()
    for proposition in model.propositions.values():
        if proposition.claims or proposition.check is not None:
            holds_or_is_known_to_fail(model, proposition.name, 40, 5)


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG_TRUE)
def test_true_propositions_that_take_long_are_never_refuted(name: str) -> None:
    model = talks.catalogue()[name]()
    for name_of_proposition in model.propositions:
        holds_or_is_known_to_fail(model, name_of_proposition, 60, 60)


def test_true_claims_that_no_formula_answers_are_checked() -> None:
    model, *_ = of("basing_shadow")
    verdict = check_proposition(
        model, lambda e: e.certificate.holds and e.verify(), examples=30
    )  # looks at what only a solved equilibrium has
    assert isinstance(verdict, Checked)
    assert verdict.points >= 30
    for claim in (
        Happens(reaches("keep"), where=model.symbols["treaty_gain"] < 0),
        Independent(reaches("transfer"), "island_value"),
        Always(model.symbols["treaty_gain"] < model.symbols["basing_loss"]),
        Varies(model.symbols["basing_loss"] * 2, "basing_loss", "increasing"),
    ):
        assert isinstance(
            check_proposition(model, claim, examples=30, solver=lambda g: [backward_induction(g)]),
            Checked,
        )


def test_every_kind_of_claim_is_refuted_by_points_alone() -> None:
    model, gain, loss = of("basing_shadow", "treaty_gain", "basing_loss")

    def solver(game: object) -> list[object]:
        return [backward_induction(game)]

    for claim in (
        Happens(reaches("keep"), where=gain > 0),
        HappensIff(reaches("transfer"), gain > loss / 2),
        Monotone(reaches("transfer"), "basing_probability", "increasing"),
        Independent(reaches("transfer"), "basing_loss"),
        Always(gain < loss / 2),
        Varies(gain - loss, "basing_loss", "increasing"),
    ):
        with pytest.raises(ClaimRefuted) as refuted:
            check_proposition(model, claim, solver=solver, examples=300)
        assert independent_failure(model, claim, refuted.value)
    menu = talks.project_menu()
    other = variant(talks.project_menu, no_charity=True)
    for claim in (Contained(reaches("aid"), other), SamePayoffs(other, ("Japan", "Russia"))):
        with pytest.raises(ClaimRefuted):
            check_proposition(menu, claim, solver=solver, examples=300)


def test_the_report_reads_well() -> None:
    model, *_ = of("basing_shadow")
    with pytest.raises(ClaimRefuted) as refuted:
        check_proposition(model, lambda e: "keep" in e.path)
    where, what, closest, *equilibrium = str(refuted.value).splitlines()
    assert where.startswith("basing_shadow: the claim is refuted at island_value = 1, treaty_gain")
    assert what == "  an equilibrium does not meet the claim"
    assert "away from breaking '" in closest
    assert equilibrium[:2] == [
        "  Subgame perfect equilibrium",
        "    Russia         transfer              transfer",
    ]


def test_closeness_is_the_largest_move_that_is_needed() -> None:
    """With gain 1 and loss 2, both moved by 1/2 meet; the probability may move by 1/4."""
    model, *_ = of("basing_shadow")
    point = {**model.calibrations["baseline"], "treaty_gain": 1, "basing_loss": 2}
    values = tuple(Fraction(point[name]) for name in model.parameters)
    closest = closest_assumption(strata(model), values)
    assert closest is not None
    assert closest.distance == Fraction(1, 2)


def test_simplest_stays_where_the_claim_fails() -> None:
    def fails(at: Mapping[str, Fraction]) -> bool:
        return Fraction(7, 10) < at["x"] < Fraction(3, 4)

    assert simplest({"x": Fraction(7301, 10_000)}, fails) == {"x": Fraction(5, 7)}


def test_refusals_teach() -> None:
    model, gain, loss = of("basing_shadow", "treaty_gain", "basing_loss")
    with pytest.raises(UnknownName, match="information_matters"):
        check_proposition(model, "information_matters")
    with pytest.raises(InvalidModel, match="looks at a Model"):
        check_proposition("basing_shadow", "x")
    with pytest.raises(NotSupported, match="the claim is 3; it must be a function"):
        check_proposition(model, 3)
    with pytest.raises(NegotiationError, match="examples"):
        check_proposition(model, lambda e: bool(e.path), examples=0)
    with pytest.raises(AssumptionViolated):
        check_proposition(model.assuming(gain > loss), lambda e: bool(e.path))
    worded = [
        (name, proposition.name)
        for name, build in talks.catalogue().items()
        for proposition in build().propositions.values()
        if not proposition.claims and proposition.check is None
    ]
    for name, proposition in worded:
        with pytest.raises(NotSupported, match="in words only"):
            check_proposition(talks.catalogue()[name](), proposition)


PARAMETER = "unknown parameter 'treaty_gian'; did you mean 'treaty_gain'"
PLAYER = "unknown player 'Rusia'; did you mean 'Russia'"
GIAN = sympy.Symbol("treaty_gian")
MISSPELT: dict[str, tuple[object, str]] = {
    "payoff": (lambda e: e.payoffs["Rusia"] >= 0, PLAYER),
    "condition of a function": (lambda _: GIAN > 0, PARAMETER),
    "monotone": (Monotone(reaches("keep"), "treaty_gian", "increasing"), PARAMETER),
    "independent": (Independent(reaches("keep"), "treaty_gian"), PARAMETER),
    "always": (Always(GIAN > 0), PARAMETER),
    "varies": (Varies(sympy.Symbol("treaty_gain"), "treaty_gian", "increasing"), PARAMETER),
    "expression": (Varies(GIAN**2, "treaty_gain", "increasing"), PARAMETER),
    "where": (Happens(reaches("keep"), where=GIAN > 1), PARAMETER),
    "iff": (HappensIff(reaches("keep"), GIAN > 1), PARAMETER),
    "same payoffs": (SamePayoffs(variant(talks.basing_shadow), ("Rusia",)), PLAYER),
}


@pytest.mark.parametrize("ask", [check_proposition, prove, fragility])
@pytest.mark.parametrize("place", MISSPELT)
def test_misspelt_names_in_claims(place: str, ask: Callable[[Model, object], object]) -> None:
    """Each names what is unknown and the nearest, wherever the claim is put."""
    claim, words = MISSPELT[place]
    with pytest.raises(UnknownName, match=re.escape(words)):
        ask(talks.basing_shadow(), claim)


def test_symbols_with_assumptions_of_their_own() -> None:
    gain = sympy.Symbol("treaty_gain", positive=True)
    with pytest.raises(NotSupported, match="take the symbol"):
        prove(talks.basing_shadow(), Always(gain > 1))


def test_another_solver_may_be_given() -> None:
    """Nash equilibria include threats that subgame perfection excludes."""
    model, *_ = of("basing_shadow")
    with pytest.raises(ClaimRefuted) as refuted:
        check_proposition(
            model,
            lambda e: e.profile["basing | wants base"]["station"] == 1,
            solver=nash,
            examples=50,
        )
    assert refuted.value.failure.equilibrium is not None
    assert refuted.value.failure.equilibrium.concept == "Nash"
