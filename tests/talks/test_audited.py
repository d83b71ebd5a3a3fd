"""Every proposition of the games is stated once at least, and has a verdict that is known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation import talks
from negotiation.model import Model
from negotiation.parametric import Checked, Proved, Refuted, Unknown, audit, prove
from negotiation.parametric.property_check import check_proposition
from negotiation.solve import subgame_perfect
from negotiation.talks.forms import FORMS, audited_forms, form_name, forms
from negotiation.talks.portfolio_checks import unprofitable_projects_enter
from negotiation.talks.project_portfolio import portfolio_propositions

STATED = {
    # Per game, how many propositions the definition states (the packages' four with the menu's).
    "basing_shadow": 4,
    "no_base_pledge": 2,
    "autonomy_signalling": 2,
    "linkage_no_charity": 6,
    "sanctions_cascade": 3,
    "warm_words": 5,
    "congress_veto": 4,
    "staffing_window": 4,
    "project_menu": 7,
    "legal_framework": 5,
    "negotiator_authority": 3,
    "alliance_pressure": 3,
    "repeated_talks": 5,
    "triangle": 3,
    "sanctions_dilemma": 2,
}
REFUTED = {
    ("linkage_no_charity", "standalone_share_hinders_on_the_grid"),
    ("triangle", "annoyance_turns_japan_to_jea"),
}
"""What the games refute, and say so; nothing was edited to fit."""

AUDITED = [pytest.param(model, id=form_name(model)) for model in audited_forms()]


def test_every_proposition_is_audited_in_some_form() -> None:
    audited = {
        (model.name, name, each.claims)
        for model in audited_forms()
        for name, each in model.propositions.items()
    }
    named = {(game, name) for game, name, _ in audited}
    for model in forms():
        for name in model.propositions:
            assert (model.name, name) in named
    for game, count in STATED.items():
        assert len({name for each, name in named if each == game}) >= count, game
    assert set(FORMS) <= set(STATED)


@pytest.mark.parametrize("model", AUDITED)
def test_every_proposition_can_be_decided_or_tested(model: Model) -> None:
    """What has no claims has a test; what has claims under imperfect information has one too."""
    for proposition in model.propositions.values():
        assert proposition.check is not None or proposition.claims, proposition.name
        if not model.game.has_perfect_information:
            about_parameters = all(
                type(claim).__name__ in ("Always", "Varies") for claim in proposition.claims
            )
            assert proposition.check is not None or about_parameters, proposition.name


@pytest.mark.slow
@pytest.mark.parametrize("model", AUDITED)
def test_verdicts(model: Model) -> None:
    for name, verdict in audit(model, seconds=60).verdicts.items():
        assert not isinstance(verdict, Unknown), (name, verdict)
        refuted = (model.name, name) in REFUTED
        assert isinstance(verdict, Refuted) == refuted, (name, verdict)
        assert isinstance(verdict, Proved | Checked | Refuted)


def test_a_share_on_the_grid_can_bring_a_transfer() -> None:
    """By hand, offers 0, 1 and 2 of a surplus of 2: why the grid refutes what shares do not.

    Russia needs 1/2 more than its share.  With share 0 it takes an offer of 1, which costs Japan 1
    for islands worth 3/4: no transfer.  With share 1/2 it takes 1 as well, which costs Japan 1/2.
    """
    model = talks.linkage_no_charity(steps=2)
    point = {
        "island_value": Fraction(3, 4),
        "transfer_cost": Fraction(2, 5),
        "jea_surplus": Fraction(2),
        "trust_gain": Fraction(0),
    }
    ends = {}
    for share in ("0", "1/2"):
        found = subgame_perfect(model.at(standalone_jea_share=share, **point), limit=1000)
        ends[share] = {"accept" in each.path for each in found}
    assert ends == {"0": {False}, "1/2": {True}}


def test_the_switch_of_agendas_is_refuted_with_a_reason_and_there_without_jea_pays() -> None:
    model = talks.triangle()
    verdict = check_proposition(model, model.propositions["annoyance_turns_japan_to_jea"])
    assert isinstance(verdict, Refuted)
    assert "however little" in verdict.words
    never = prove(model, "territory_first_is_never_chosen")
    assert isinstance(never, Proved)
    assert "jea_pays" in never.core


@pytest.mark.parametrize("name", list(portfolio_propositions()))
def test_packages(name: str) -> None:
    model = talks.project_menu()
    verdict = check_proposition(model, model.propositions[name])
    assert isinstance(verdict, Checked), verdict


def test_a_menu_where_every_project_pays_has_no_log_rolling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from negotiation.bargaining import Project
    from negotiation.talks import portfolio_checks

    fair = [Project(key, {"Japan": 2, "Russia": 2}, {"Japan": 1, "Russia": 1}) for key in "ab"]
    monkeypatch.setattr(
        portfolio_checks, "_portfolio", lambda *_: talks.project_portfolio(fair, rules=())
    )
    assert "pays both sides" in str(unprofitable_projects_enter(talks.project_menu(), {}))
