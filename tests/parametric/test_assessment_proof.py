"""Claims about all equilibria with beliefs: published results with the parameters left free."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy

from negotiation import Assumption, Decision, Model, Outcome, Parameter, When, prove
from negotiation.errors import AssumptionViolated, ImperfectRecall, NotSupported
from negotiation.game import Game
from negotiation.parametric import Proved, Refuted
from negotiation.parametric.any_equilibrium import Quantity
from negotiation.solve import sequential
from tests.support.games import bargaining, independent_trembles, pay, signalling
from tests.support.nash_games import absent_minded_driver

prior = sympy.Symbol("prior")
patience = sympy.Symbol("patience")


def breakfast(*assumptions: Assumption) -> Model:
    """Cho and Kreps's game with the share of strong types left free."""
    likes = {"strong": "beer", "weak": "quiche"}
    game = signalling(
        {"strong": prior, "weak": 1 - prior},
        ("beer", "quiche"),
        ("duel", "retreat"),
        lambda kind, message, reply: (likes[kind] == message) + 2 * (reply == "retreat"),
        lambda kind, _message, reply: int((reply == "duel") == (kind == "weak")),
    )
    return Model(
        "breakfast",
        game,
        parameters=[Parameter("prior", "share of the strong", domain="(0,1)")],
        assumptions=assumptions,
        calibrations={"baseline": {"prior": "9/10"}},
    )


def two_rounds(*assumptions: Assumption) -> Model:
    return Model(
        "two rounds",
        bargaining(prior, patience),
        parameters=[
            Parameter("prior", "share of the high value", domain="(0,1)"),
            Parameter("patience", "discount factor", domain="(0,1)"),
        ],
        assumptions=assumptions,
        calibrations={"baseline": {"prior": "19/20", "patience": "2/5"}},
    )


MOSTLY_STRONG = Assumption("mostly strong", prior > sympy.Rational(1, 2))
LIKELY = Assumption("likely", prior > sympy.Rational(9, 10))
IMPATIENT = Assumption("impatient", patience < sympy.Rational(1, 2))


class TestPublished:
    @pytest.mark.parametrize("concept", ["sequential", "perfect Bayesian"])
    def test_mostly_strong_types_are_never_fought(self, concept: str) -> None:
        """With prior p > 1/2 both types pool and are not fought (Cho and Kreps 1987): 2 gets p."""
        model = breakfast(MOSTLY_STRONG)
        verdict = prove(model, lambda e: e.payoffs["2"] == prior, concept=concept)
        assert isinstance(verdict, Proved)
        assert "mostly strong" in verdict.core
        assert "no second engine contradicts it" in verdict.method
        assert verdict.verify()

    def test_without_the_assumption_it_fails_and_an_equilibrium_shows_it(self) -> None:
        """With p < 1/2 the receiver duels whom he meets on the path with positive probability."""
        verdict = prove(breakfast(), lambda e: e.payoffs["2"] == prior, concept="sequential")
        assert isinstance(verdict, Refuted)
        assert verdict.at["prior"] < Fraction(1, 2)
        found = verdict.equilibrium
        assert found is not None
        assert found.concept == "sequential"
        assert found.verify()
        assert found.payoffs["2"] != verdict.at["prior"]
        assert found.payoffs in [each.payoffs for each in sequential(found.game)]

    def test_beliefs_and_labels_can_be_spoken_of(self) -> None:
        model = breakfast(MOSTLY_STRONG)
        known = prove(
            model,
            lambda e: sympy.Implies(
                (e.probability_of("beer") == 1),
                (e.beliefs["after beer"]["strong", "beer"] == prior),
            ),
            concept="sequential",
        )
        assert isinstance(known, Proved)
        wrong = prove(
            model, lambda e: e.beliefs["after quiche"]["strong", "quiche"] > 0, concept="sequential"
        )
        assert isinstance(wrong, Refuted)

    @pytest.mark.slow
    @pytest.mark.parametrize("concept", ["sequential", "perfect Bayesian"])
    def test_a_likely_high_value_makes_the_first_offer_high(self, concept: str) -> None:
        """Over the whole region: see `tests.solve.test_sequential` for the derivation at points."""
        model = two_rounds(LIKELY, IMPATIENT)
        claim = lambda e: e.profile["offer"]["4"] == 1  # noqa: E731 - as a user writes it
        verdict = prove(model, claim, concept=concept, seconds=120)
        assert isinstance(verdict, Proved)
        assert "likely" in verdict.core
        refuted = prove(model.without("likely"), claim, concept=concept)
        assert isinstance(refuted, Refuted)
        assert refuted.equilibrium is not None
        assert refuted.equilibrium.verify()

    def test_the_concepts_differ_where_three_players_move(self) -> None:
        """Independent trembles exclude (A, a) under consistency, and only there."""
        model = Model("trembles", independent_trembles())

        def not_both(equilibrium: Any) -> Any:  # noqa: ANN401 - of either kind
            profile = equilibrium.profile
            return ~((profile["first"]["A"] == 1) & (profile["second"]["a"] == 1))

        assert isinstance(prove(model, not_both, concept="sequential"), Proved)
        refuted = prove(model, not_both, concept="perfect Bayesian")
        assert isinstance(refuted, Refuted)
        assert refuted.equilibrium is not None
        assert refuted.equilibrium.path == ("A", "a")


class TestRefusals:
    def test_claims_that_are_no_functions_of_all(self) -> None:
        with pytest.raises(NotSupported, match="must be a function"):
            prove(breakfast(), "some proposition", concept="sequential")
        with pytest.raises(NotSupported, match="every=True"):
            prove(breakfast(), lambda e: e.payoffs["2"] > 0, concept="sequential", every=False)
        with pytest.raises(NotSupported, match="'correlated' equilibria cannot be proved"):
            prove(breakfast(), lambda e: e.payoffs["2"] > 0, concept="correlated")

    def test_conditions_are_not_truth_values(self) -> None:
        with pytest.raises(NotSupported, match="in place of and, or and not"):
            prove(
                breakfast(),
                lambda e: e.payoffs["2"] > 0 and e.payoffs["1"] > 0,
                concept="sequential",
            )
        with pytest.raises(NotSupported, match="must return True, False or a condition"):
            prove(breakfast(), lambda e: e.payoffs["2"].expression, concept="sequential")
        with pytest.raises(NotSupported, match="probability_of"):
            prove(breakfast(), lambda e: "duel" in e.path, concept="sequential")

    def test_contradictory_assumptions(self) -> None:
        few = Assumption("few strong", prior < sympy.Rational(1, 4))
        with pytest.raises(AssumptionViolated, match="contradict each other"):
            prove(breakfast(MOSTLY_STRONG, few), lambda e: e.payoffs["2"] > 9, concept="sequential")

    def test_games_that_do_not_fit(self) -> None:
        end = Outcome({"1": 0})
        guarded = Decision("1", {"x": end, "y": When(prior > 0, end)}, "h")
        parameters = [Parameter("prior", domain="(0,1)")]
        model = Model("guarded", Game(("1",), guarded), parameters)
        with pytest.raises(NotSupported, match="guarded actions"):
            prove(model, lambda e: e.payoffs["1"] == 0, concept="sequential")
        driver = Model("driver", absent_minded_driver())
        with pytest.raises(ImperfectRecall, match="'crossing'"):
            prove(driver, lambda e: e.payoffs["driver"] >= 0, concept="sequential")


def test_payoffs_with_symbols() -> None:
    """A decision between a and b takes the larger: the payoff is at least each of them."""
    a, b = sympy.symbols("a b")
    game = Game(("1",), Decision("1", {"x": pay(a), "y": pay(b)}, "h"))
    model = Model("choice", game, [Parameter("a"), Parameter("b")])
    assert prove(
        model, lambda e: (e.payoffs["1"] >= a) & (e.payoffs["1"] >= b), concept="sequential"
    )
    verdict = prove(model, lambda e: e.payoffs["1"] == a, concept="sequential")
    assert isinstance(verdict, Refuted)
    assert verdict.at["a"] < verdict.at["b"]


def test_quantities_calculate() -> None:
    x = Quantity(sympy.Symbol("x"))
    total = 2 * x - 1 + x / 3 - (1 - x) * 3 + (-x) + Fraction(1, 2)
    assert sympy.expand(total.expression) == sympy.expand(
        sympy.sympify("2*x - 1 + x/3 - (1-x)*3 - x + 1/2")
    )
    assert [str(each) for each in (x < 1, x <= 1, x > 1, x >= 1, x == 1, x != 1)] == [
        "x < 1",
        "x <= 1",
        "x > 1",
        "x >= 1",
        "Eq(x, 1)",
        "Ne(x, 1)",
    ]
    assert repr(x) == "x"
