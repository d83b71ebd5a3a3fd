"""Assertions pass for equilibria and say what is wrong with anything else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import InvalidProfile, NotSupported
from negotiation.game import Assessment, Beliefs, Game
from negotiation.solve import nash, perfect_bayesian, sequential, subgame_perfect
from negotiation.solve.consistency import updating_failures
from negotiation.testing import (
    assert_consistent_beliefs,
    assert_equilibrium,
    assert_same_equilibria,
    assert_sequential,
    assert_subgame_perfect,
    assessments,
    imperfect_information_games,
    perfect_information_games,
    profiles,
)
from tests.support.definition import is_subgame_perfect
from tests.support.games import beer_quiche, selten_horse
from tests.support.nash_games import nau_gomez_canovas_hansen


@settings(max_examples=60, deadline=None)
@given(perfect_information_games(max_profiles=32), st.data())
def test_subgame_perfect_exactly_by_the_definition(game: Game, data: st.DataObject) -> None:
    profile = data.draw(profiles(game, pure=True))
    choices = {name: profile.choice(name) for name in profile}
    if is_subgame_perfect(game, choices):
        assert_subgame_perfect(game, profile)
    else:
        with pytest.raises(AssertionError, match="not a subgame perfect equilibrium"):
            assert_subgame_perfect(game, profile)


def test_solvers_answers_pass() -> None:
    game = beer_quiche()
    for equilibrium in sequential(game):
        assert_sequential(game, equilibrium)
        assert_equilibrium(game, equilibrium)
        assert_equilibrium(game, equilibrium.profile)
        assert_consistent_beliefs(game, equilibrium)
    for equilibrium in perfect_bayesian(game):
        assert_equilibrium(game, equilibrium)
    horse = selten_horse()
    for equilibrium in nash(horse):
        assert_equilibrium(horse, equilibrium)


def test_wrong_beliefs_are_named() -> None:
    game = beer_quiche()
    equilibrium = sequential(game)[0]
    number = game.information_sets.number((equilibrium.path[1:2] and "after beer") or "after beer")
    table = list(equilibrium.beliefs.table)
    table[number] = (Fraction(1, 7), Fraction(6, 7))
    moved = Assessment(equilibrium.profile, Beliefs(game, tuple(table)))
    with pytest.raises(AssertionError, match="after beer"):
        assert_consistent_beliefs(game, moved)
    with pytest.raises(AssertionError, match="not a sequential equilibrium"):
        assert_sequential(game, moved, witness=equilibrium.witness)


@settings(max_examples=40, deadline=None)
@given(imperfect_information_games(), st.data())
def test_beliefs_drawn_by_bayes_rule_fail_only_off_the_path(
    game: Game, data: st.DataObject
) -> None:
    drawn = data.draw(assessments(game))
    failures = updating_failures(drawn.profile, drawn.beliefs)  # Bayes' rule holds by construction
    if not failures:
        assert_consistent_beliefs(game, drawn)
        return
    with pytest.raises(AssertionError, match="updates to") as refused:
        assert_consistent_beliefs(game, drawn)
    assert "Bayes" not in str(refused.value)


def test_equilibria_are_compared_up_to_what_is_off_the_path() -> None:
    game = beer_quiche()
    found = sequential(game)
    twice = [*found, replace(found[0], free=())]
    assert_same_equilibria(found, twice)
    with pytest.raises(AssertionError, match="not found: "):
        assert_same_equilibria(found[1:], found)
    with pytest.raises(AssertionError, match="not expected: "):
        assert_same_equilibria(found, found[1:])


def test_irrational_equilibria_are_the_same_however_they_are_written() -> None:
    game = nau_gomez_canovas_hansen()
    [one] = nash(game, method="support")
    [other] = nash(game, method="support")
    assert_same_equilibria([one], [other])
    assert_equilibrium(game, one)


def test_what_does_not_fit_is_refused() -> None:
    game, other = beer_quiche(), selten_horse()
    [first, *_] = subgame_perfect(other)
    with pytest.raises(InvalidProfile, match="another game"):
        assert_equilibrium(game, first)
    with pytest.raises(InvalidProfile, match="no beliefs"):
        assert_consistent_beliefs(other, first)
    with pytest.raises(NotSupported, match="quantal"):
        assert_equilibrium(other, first, concept="quantal")
