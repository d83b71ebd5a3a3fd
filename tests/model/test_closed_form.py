"""Closed forms: further arguments, domains, the constraints they suppose; and `passes`."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from sympy import Symbol, symbols

from negotiation.errors import (
    AssumptionViolated,
    InvalidModel,
    MissingParameter,
    NotSupported,
    UnknownName,
)
from negotiation.game import Decision, Game, Outcome, When
from negotiation.model import ClosedForm, Constraint, Formula, Model, Parameter, passes

GAIN, LOSS = symbols("gain loss")


def said(values: dict[str, Fraction], *, words: str) -> dict[str, object]:
    """Return the gain with the sign of the words."""
    return {"value": values["gain"] if words == "yes" else -values["gain"]}


def model() -> Model:
    """Return a model with a rule on one action, and formulas that suppose it or not."""
    rule = Constraint("no loss", Symbol("loss") <= 0, imposed=True)
    tree = Decision(
        "A",
        {"keep": Outcome({"A": GAIN}), "risk": When(rule, Outcome({"A": GAIN - LOSS}))},
        "choice",
    )
    return Model(
        "rule",
        Game(("A",), tree),
        [Parameter("gain", domain="> 0"), Parameter("loss", domain=">= 0")],
        calibrations={"baseline": {"gain": 2, "loss": 1}},
        closed_forms=[
            ClosedForm(
                "ruled", "with the rule", Formula({"gain": GAIN}), constraints={"no loss": True}
            ),
            ClosedForm(
                "free", "either way", Formula({"ratio": GAIN / LOSS}, LOSS > 0, "no loss, no ratio")
            ),
            ClosedForm("said", "after words", said, arguments={"words": ("yes", "no")}),
        ],
    )


def test_values_left_out_come_from_the_baseline() -> None:
    form = model().closed_forms["free"]
    assert form() == {"ratio": 2}
    assert form(loss="1/2") == {"ratio": 4}
    with pytest.raises(NotSupported, match=r"no loss, no ratio \(at gain = 2, loss = 0\)"):
        form(loss=0)


def test_values_outside_the_domain_are_refused() -> None:
    with pytest.raises(AssumptionViolated, match=r"gain = -1 lies outside its domain \(> 0\)"):
        model().closed_forms["free"](gain=-1)
    with pytest.raises(UnknownName, match="did you mean 'gain'"):
        model().closed_forms["free"](gian=1)


def test_further_arguments_must_be_given_and_known() -> None:
    form = model().closed_forms["said"]
    assert form(words="yes") == {"value": 2}
    assert form(words="no", gain=3) == {"value": -3}
    with pytest.raises(MissingParameter, match=r"needs words=\.\.\., one of 'yes', 'no'"):
        form(gain=3)
    with pytest.raises(UnknownName, match="unknown words 'maybe'"):
        form(words="maybe")
    with pytest.raises(UnknownName, match="did you mean 'words'"):
        form(words="yes", wrds="no")


def test_a_formula_holds_only_with_the_constraints_it_supposes() -> None:
    ruled = model()
    assert ruled.closed_forms["ruled"]() == {"gain": 2}
    lifted = ruled.without("no loss")
    with pytest.raises(NotSupported, match="constraint 'no loss' imposed, and here it is lifted"):
        lifted.closed_forms["ruled"]()
    assert lifted.closed_forms["free"]() == {"ratio": 2}
    assert lifted.assuming("no loss").closed_forms["ruled"]() == {"gain": 2}


@dataclass
class Play:
    """A play with outcomes only."""

    outcomes: dict[tuple[str, ...], Fraction]
    path: tuple[str, ...] = ()
    payoffs: dict[str, Fraction] = field(default_factory=dict)

    def probability_of(self, label: str) -> Fraction:
        return sum((p for way, p in self.outcomes.items() if label in way), Fraction(0))


def test_passes_tells_moves_of_one_label_apart() -> None:
    event = passes(("lift", "keep"), ("keep", "lift"))
    assert event(Play({("lift", "keep", "lift"): Fraction(1, 2), ("keep", "keep"): Fraction(1, 2)}))
    assert not event(Play({("keep", "keep", "lift"): Fraction(1)}))
    assert not event(Play({("lift", "keep"): Fraction(0), ("keep", "keep"): Fraction(1)}))
    assert passes(())(Play({("keep",): Fraction(1)}))
    assert str(event) == "play passes through (lift, keep) or (keep, lift)"


def test_a_formula_takes_no_further_arguments() -> None:
    with pytest.raises(InvalidModel, match=r"further arguments \(message\).* give a function"):
        ClosedForm("x", "x", Formula({"x": Symbol("x")}), arguments={"message": ("warm", "cold")})
