"""Assumptions, constraints, propositions and their sources."""

from __future__ import annotations

import pytest
import sympy
from sympy import And, Eq, Symbol, symbols

from negotiation.errors import InvalidModel
from negotiation.model import (
    MODELLER,
    Assumption,
    Constraint,
    Happens,
    Proposition,
    article,
    literature,
    passes,
    reaches,
)

gain, loss, aid = symbols("gain loss aid")


def test_kinds_of_assumptions() -> None:
    assert Assumption("order of moves").is_structural
    assert Assumption("order", sympy.true).is_structural
    assert not Assumption("order").is_general
    assert Assumption("costly", gain < loss).is_general
    then = Assumption("then", gain > 0, calibrations=("year_2017",))
    assert not then.is_structural
    assert not then.is_general
    assert str(Assumption("costly", gain < loss)) == "costly: gain < loss"
    assert str(Assumption("costly", gain < loss, "it costs")) == "costly: it costs"


@pytest.mark.parametrize(
    "condition", ["gain < loss", 1, None, gain, gain - loss, [gain < loss], sympy.Integer(1)]
)
def test_what_is_no_condition(condition: object) -> None:
    with pytest.raises(InvalidModel, match=r"assumption 'costly'.*not a condition"):
        Assumption("costly", condition)  # type: ignore[arg-type]
    with pytest.raises(InvalidModel, match=r"constraint 'rule'.*not a condition"):
        Constraint("rule", condition)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "  ", None, 5])
def test_names(name: object) -> None:
    for build in (
        lambda: Assumption(name),  # type: ignore[arg-type]
        lambda: Constraint(name, gain > 0),  # type: ignore[arg-type]
        lambda: Proposition(name, "words"),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidModel, match="needs a name"):
            build()


def test_one_calibration_is_still_a_tuple() -> None:
    with pytest.raises(InvalidModel, match=r"\('baseline',\)"):
        Assumption("then", gain > 0, calibrations="baseline")  # type: ignore[arg-type]
    listed = Assumption("then", gain > 0, calibrations=["baseline"])  # type: ignore[arg-type]
    assert listed.calibrations == ("baseline",)
    assert hash(listed) == hash(Assumption("then", gain > 0, calibrations=("baseline",)))


def test_constraints_on_one_action() -> None:
    rule = Constraint("no charity", Eq(aid, 0))
    assert rule.on(aid="3/2").condition == sympy.false
    assert rule.on(aid=0).condition == sympy.true
    assert rule.on(aid=gain).condition == Eq(gain, 0)
    assert rule.on().condition == rule.condition
    assert not rule.lifted().imposed
    assert rule.lifted().name == "no charity"
    assert Constraint("never", condition=False).on().condition is False
    with pytest.raises(InvalidModel, match="'no charity' does not speak of 'aide', but of aid"):
        rule.on(aide=1)
    positive = Constraint("no charity", Eq(Symbol("aid", positive=True), 3))
    assert positive.on(aid=3).condition == sympy.true


def test_sources() -> None:
    assert str(article("C18", "C22")) == "article: C18, C22"
    assert str(literature("Fearon 1997")) == "literature: Fearon 1997"
    assert str(MODELLER) == "modeller"


class Play:
    path = ("offer", "accept")
    payoffs = {"A": 1}
    outcomes = {("offer", "accept"): sympy.Rational(1, 3), ("none",): sympy.Rational(2, 3)}

    def probability_of(self, label: str) -> object:
        return sum(weight for play, weight in self.outcomes.items() if label in play)


def test_propositions_and_events_of_the_wrong_type() -> None:
    for wrong in ([5], 5, ["transfer"], None):
        with pytest.raises(InvalidModel, match="proposition 'first': claims must be"):
            Proposition("first", "words", wrong)  # type: ignore[arg-type]
    listed = Proposition("first", "words", [Happens(reaches("transfer"))])  # type: ignore[arg-type]
    assert listed.claims == (Happens(reaches("transfer")),)
    assert hash(listed) == hash(Proposition("first", "words", (Happens(reaches("transfer")),)))
    for labels in ((), ("",), (5,)):
        with pytest.raises(InvalidModel, match="labels of moves"):
            reaches(*labels)  # type: ignore[arg-type]


def test_events() -> None:
    play = Play()
    assert reaches("offer")(play)  # type: ignore[arg-type]
    assert reaches("offer", "accept")(play)  # type: ignore[arg-type]
    assert not reaches("offer", "reject")(play)  # type: ignore[arg-type]
    assert passes(("offer", "accept"))(play)  # type: ignore[arg-type]
    assert passes(("x",), ("none",))(play)  # type: ignore[arg-type]
    assert not passes(("accept",))(play)  # type: ignore[arg-type]
    assert str(reaches("a", "b")) == "play reaches 'a' and 'b'"
    assert And(gain > 0, loss > 0) != Assumption("a").condition
