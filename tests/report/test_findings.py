"""Verdicts within a time limit: what is late is said to be, the rest is what the prover says."""

from __future__ import annotations

import multiprocessing

import pytest

from negotiation import talks
from negotiation.model import Proposition
from negotiation.parametric import audit
from negotiation.report import Finding, findings


def test_the_findings_are_the_verdicts_of_the_audit() -> None:
    model = talks.sanctions_dilemma()
    seen: list[str] = []
    found = findings(model, 120, seen.append)
    verdicts = audit(model).verdicts
    assert seen == list(found) == list(verdicts)
    for name, verdict in verdicts.items():
        assert found[name].kind == type(verdict).__name__.lower()
        assert found[name].core == getattr(verdict, "core", ())


def test_what_is_late_is_not_finished_and_nothing_is_left_running() -> None:
    model = talks.linkage_no_charity()
    found = findings(model, 0.05)
    assert list(found) == list(model.propositions)
    assert {each.kind for each in found.values()} == {"not finished"}
    assert found[next(iter(found))].words == "not finished within 0.05 seconds"
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_a_limit_holds_in_the_middle_of_the_work() -> None:
    """The linkage game takes minutes; after twelve seconds no proposition is lost."""
    found = findings(talks.linkage_no_charity(), 12.0)
    assert set(found) == set(talks.linkage_no_charity().propositions)
    assert {each.kind for each in found.values()} <= {
        "proved",
        "refuted",
        "checked",
        "unknown",
        "not finished",
    }


def test_a_proposition_that_nobody_can_check_is_unknown() -> None:
    model = talks.sanctions_dilemma()
    vague = type(model)(
        model.name,
        model.game,
        model.parameters,
        model.assumptions,
        model.calibrations,
        [Proposition("vague", "Things will get better")],
    )
    found = findings(vague, 60)
    assert isinstance(found["vague"], Finding)
    assert found["vague"].kind == "unknown"
