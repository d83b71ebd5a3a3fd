"""Fitting rationality: published fits, closed forms, and recovery of known rationality."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import InvalidNumber, InvalidProfile, UnknownName
from negotiation.game import Decision, Game, Outcome
from negotiation.solve.quantal import quantal_response
from negotiation.solve.quantal_fit import fit_rationality
from tests.solve.test_quantal import centipede, ochs_pennies


def test_ochs_data() -> None:
    """McKelvey and Palfrey 1995: λ = 1.8456 from shares .527 and .366 of 128 plays a side."""
    fit = fit_rationality(
        ochs_pennies(),
        {
            "row": {"up": "67.456", "down": "60.544"},
            "column": {"left": "46.848", "right": "81.152"},
        },
    )
    assert abs(fit.rationality - 1.8456) < 5e-5
    assert abs(fit.response.profile["row"]["up"] - 0.61565) < 5e-6
    assert abs(fit.response.profile["column"]["left"] - 0.38329) < 5e-6
    assert not fit.at_limit
    assert fit.response.verify()
    assert "explains the play best" in str(fit)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 99), st.integers(1, 99))
def test_one_chooser_has_a_closed_form(better: int, worse: int) -> None:
    """λ = log(n(x)/n(y)) for payoffs 1 and 0, and 0 where the worse is played more often."""
    game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 0})}, "h"))
    fit = fit_rationality(game, {"h": {"x": better, "y": worse}})
    expected = max(math.log(better / worse), 0.0)
    assert abs(fit.rationality - expected) < 1e-9


@pytest.mark.parametrize("rationality", ["1/2", "2"])
def test_play_drawn_from_the_model_gives_its_rationality_back(rationality: str) -> None:
    game = centipede()
    truth = quantal_response(game, rationality=rationality)
    fit = fit_rationality(game, truth.profile, until=10)
    assert abs(fit.rationality - truth.rationality) < 1e-6
    best = sum(p * math.log(p) for here in truth.profile.values() for p in here.values())
    assert abs(fit.log_likelihood - best) < 1e-12


def test_perfect_play_has_no_finite_best() -> None:
    game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 0})}, "h"))
    fit = fit_rationality(game, {"h": {"x": 7}}, until=20)
    assert fit.at_limit
    assert fit.rationality == 20
    assert "still rises" in str(fit)


def test_refusals() -> None:
    with pytest.raises(UnknownName, match="information set 'rows'"):
        fit_rationality(ochs_pennies(), {"rows": {"up": 1}})
    with pytest.raises(UnknownName, match="action at 'row'"):
        fit_rationality(ochs_pennies(), {"row": {"upp": 1}})
    with pytest.raises(InvalidProfile, match="below 0"):
        fit_rationality(ochs_pennies(), {"row": {"up": -1}})
    with pytest.raises(InvalidProfile, match="no observation"):
        fit_rationality(ochs_pennies(), {"row": {"up": 0}})
    with pytest.raises(InvalidNumber, match="until is 0"):
        fit_rationality(ochs_pennies(), {"row": {"up": 1}}, until=0)
