"""Property tests of propositions, and claims about two forms of a model or parameters alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sympy

from negotiation import talks
from negotiation.errors import InvalidModel, NotSupported, UnknownName
from negotiation.exact import Number
from negotiation.model import (
    Always,
    Contained,
    Model,
    PropertyTest,
    Proposition,
    SamePayoffs,
    Varies,
    reaches,
    variant,
)
from negotiation.parametric import prove
from negotiation.parametric.property_check import check_proposition
from negotiation.parametric.verdict import Checked, Proved, Refuted

SHADOW = talks.basing_shadow()
CHECKED = [
    pytest.param(model, name, id=f"{model.name}-{name}-{place}")
    for place, model in enumerate(
        (
            *(build() for build in talks.catalogue().values()),
            talks.warm_words(reading="two_channel"),
            talks.congress_veto(form="president_proposes"),
            talks.congress_veto(form="congress_proposes"),
        )
    )
    for name, proposition in model.propositions.items()
    # Refuted, and meant to be: tests/talks/test_audited.py holds the counterexample and the reason.
    if proposition.check is not None and name != "annoyance_turns_japan_to_jea"
]


@pytest.mark.parametrize(("model", "name"), CHECKED)
def test_no_counterexample_to_the_propositions_of_the_talks(model: Model, name: str) -> None:
    verdict = check_proposition(model, model.propositions[name])
    assert isinstance(verdict, Checked), str(verdict)
    assert verdict.points >= 1


def test_a_false_statement_is_refuted_with_its_point() -> None:
    def test(_model: Model, values: Mapping[str, Number]) -> str | None:
        return "too dear" if values["basing_loss"] > values["treaty_gain"] else None

    verdict = check_proposition(SHADOW, Proposition("p", "w", check=PropertyTest(test)))
    assert isinstance(verdict, Refuted)
    assert verdict.at["basing_loss"] > verdict.at["treaty_gain"]
    assert "too dear" in str(verdict)


def test_what_cannot_be_checked_is_refused() -> None:
    with pytest.raises(NotSupported, match="no property test"):
        check_proposition(SHADOW, Proposition("p", "w"))
    with pytest.raises(InvalidModel):
        PropertyTest("no function")
    with pytest.raises(InvalidModel):
        PropertyTest(print, points=-1)


def test_a_threshold_rises_in_the_gain_and_falls_in_the_loss() -> None:
    """The threshold of basing_shadow is g/s; with g > 0 it falls in s."""
    gain, loss = SHADOW.symbols["treaty_gain"], SHADOW.symbols["basing_loss"]
    assert isinstance(prove(SHADOW, Varies(gain / loss, "treaty_gain", "increasing")), Proved)
    falls = Varies(gain / loss, "basing_loss", "decreasing", where=gain > 0)
    assert isinstance(prove(SHADOW, falls), Proved)
    wrong = prove(SHADOW, Varies(gain / loss, "basing_loss", "increasing"))
    assert isinstance(wrong, Refuted)
    assert wrong.other is not None
    before, after = (at["treaty_gain"] / at["basing_loss"] for at in (wrong.at, wrong.other))
    assert wrong.other["basing_loss"] > wrong.at["basing_loss"]
    assert after < before


def test_conditions_on_parameters_alone() -> None:
    gain, loss = SHADOW.symbols["treaty_gain"], SHADOW.symbols["basing_loss"]
    assert isinstance(prove(SHADOW, Always(gain < 2 * loss)), Proved)
    assert isinstance(prove(SHADOW, Always(gain > 0)), Refuted)
    assert isinstance(prove(SHADOW, Always(sympy.true)), Proved)


def test_two_forms_of_a_game() -> None:
    """Where Russia would take the aid, the taboo ends that deal; it never brings one."""
    menu = talks.project_menu()
    aid = reaches("aid", "accept")
    taboo = variant(talks.project_menu, no_charity=True)
    assert isinstance(prove(menu, Contained(aid, taboo)), Refuted)
    assert isinstance(prove(menu, Contained(aid, taboo, reverse=True)), Proved)
    assert isinstance(prove(menu, SamePayoffs(taboo, ("Japan",))), Refuted)
    with pytest.raises(UnknownName):
        prove(menu, SamePayoffs(taboo, ("China",)))
