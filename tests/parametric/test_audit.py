"""Audits: a verdict a proposition, what no proof needs, and contradictions reported as such."""

from __future__ import annotations

from negotiation import talks
from negotiation.model import Assumption
from negotiation.parametric import Proved, Refuted, audit


def test_every_proposition_has_a_verdict_and_idle_assumptions_are_named() -> None:
    """By hand: the transfer depends on treaty_gain, basing_loss and basing_probability alone."""
    told: list[str] = []
    result = audit(talks.basing_shadow(), progress=told.append)
    assert list(result.verdicts) == list(talks.basing_shadow().propositions) == told
    assert all(isinstance(each, Proved) for each in result.verdicts.values())
    assert "islands_valued" in result.unused
    for name in result.unused:
        assert all(name not in verdict.core for verdict in result.verdicts.values())
    assert "islands_valued" in str(result)


def test_a_proposition_that_needs_an_assumption_is_refuted_without_it() -> None:
    """With a harmless base Russia may hand over and be asked: the threat is used on the path."""
    name = "the_unused_threat_decides"
    kept = audit(talks.no_base_pledge())
    assert isinstance(kept.verdicts[name], Proved)
    assert "base_spoils_deal" in kept.verdicts[name].core
    dropped = audit(talks.no_base_pledge().without("base_spoils_deal"))
    assert isinstance(dropped.verdicts[name], Refuted)
    assert "base_spoils_deal" not in dropped.unused


def test_contradictory_assumptions_are_no_proof() -> None:
    import sympy

    gain, loss = (
        talks.no_base_pledge().parameters[name].symbol for name in ("treaty_gain", "basing_loss")
    )
    contrary = Assumption("the contrary", sympy.Gt(gain, loss))
    result = audit(talks.no_base_pledge().assuming(contrary))
    assert result.verdicts == {}
    assert "contradict each other" in result.contradiction
    assert "contradict each other" in str(result)
