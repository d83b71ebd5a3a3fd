"""The sequence form: sizes from the literature, plans and profiles, payoffs by the definition."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import ImperfectRecall, InvalidProfile, NotSupported, UnknownName
from negotiation.game import (
    Decision,
    Game,
    Outcome,
    SequenceForm,
    expected_payoffs,
    profile_of,
    sequence_form,
)
from tests.poker import kuhn_poker, leduc_poker

F = Fraction


def test_kuhn_poker_has_thirteen_sequences_a_side() -> None:
    """Six information sets a player with two actions each, and the empty sequence."""
    form = sequence_form(kuhn_poker())
    assert [len(one) for one in form.sequences] == [13, 13]
    assert len(form.payoffs) == 30  # six deals, five ways to play each
    assert len(form.of("1").constraints()) == 7


def test_leduc_poker_has_its_known_size() -> None:
    """288 information sets with suits merged; 337 sequences a player (Lanctot et al. 2019)."""
    game = leduc_poker()
    assert len(game.information_sets) == 288
    assert [len(one) for one in sequence_form(game).sequences] == [337, 337]


@pytest.mark.parametrize(
    ("game", "uniform"),
    [(kuhn_poker(), F(1, 8)), (leduc_poker(), F(-5, 64))],
    ids=["Kuhn", "Leduc"],
)
def test_uniform_play_in_poker(game: Game, uniform: Fraction) -> None:
    """Uniform play pays 1/8 in Kuhn's and -5/64 in Leduc poker (OpenSpiel's expected values)."""
    profile = profile_of(
        game,
        {
            name: dict.fromkeys(here.actions, F(1, len(here.actions)))
            for name, here in game.information_sets.items()
        },
    )
    form = sequence_form(game)
    plans = [form.plan(profile, player) for player in game.players]
    assert uniform == expected_payoffs(profile)["1"]
    assert uniform == sum(
        value * plans[0][row] * plans[1][column]
        for (row, column), value in form.matrices[0].items()
    )
    assert (
        sum(
            chance * plans[0][row] * plans[1][column]
            for (row, column), chance in form.chances.items()
        )
        == 1
    )


def test_constraints_written_by_hand() -> None:
    """∅ = 1; pass + bet = ∅ at the first card; fold + call = the pass that leads there."""
    form = sequence_form(kuhn_poker())
    rows = form.of("1").constraints()
    assert rows[0] == ({0: 1}, 1)
    assert rows[1] == ({0: -1, 1: 1, 2: 1}, 0)
    pass_bet = next(
        here
        for here in form.of("1").information_sets
        if form.game.tree.infosets[here.number].label == "1: 1 pass bet"
    )
    assert form.of("1").moves(pass_bet.leads) == ("pass",)
    assert form.of("1").moves(pass_bet.first + 1) == ("pass", "call")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=12, max_size=12))
def test_plans_and_profiles_are_two_writings_of_one_thing(weights: list[int]) -> None:
    """Payoffs are bilinear in plans, and plan → profile → plan is the identity."""
    game = kuhn_poker()
    form = sequence_form(game)
    profile = profile_of(
        game,
        {
            name: dict(
                zip(here.actions, (Fraction(weight, 4), Fraction(4 - weight, 4)), strict=True)
            )
            for weight, (name, here) in zip(weights, game.information_sets.items(), strict=True)
        },
    )
    plans = [form.plan(profile, player) for player in form.game.players]
    by_matrix = sum(
        value * plans[0][row] * plans[1][column]
        for (row, column), value in form.matrices[0].items()
    )
    assert by_matrix == expected_payoffs(profile)["1"]
    again = form.profile(plans)
    assert [form.plan(again, player) for player in form.game.players] == plans
    assert expected_payoffs(again) == expected_payoffs(profile)


def test_plans_that_are_none_are_refused() -> None:
    form = sequence_form(kuhn_poker())
    pure = _first_actions(form, "1")
    other = _first_actions(form, "2")
    assert form.profile([pure, other]).is_pure
    with pytest.raises(InvalidProfile, match="13 sequences"):
        form.profile([pure[:-1], pure])
    with pytest.raises(InvalidProfile, match="negative weight"):
        form.profile([(*pure[:1], Fraction(-1), Fraction(2), *pure[3:]), other])
    with pytest.raises(InvalidProfile, match="information set '1: 1'"):
        form.profile([(*pure[:2], Fraction(1), *pure[3:]), other])
    with pytest.raises(InvalidProfile, match="empty sequence"):
        form.profile([(Fraction(2), *pure[1:]), other])
    with pytest.raises(InvalidProfile, match="2 players"):
        form.profile([pure])
    with pytest.raises(UnknownName, match="player '3'"):
        form.of("3")


def _first_actions(form: SequenceForm, player: str) -> tuple[Fraction, ...]:
    weights = [Fraction(0)] * len(form.of(player))
    weights[0] = Fraction(1)
    for here in form.of(player).information_sets:
        weights[here.first] = weights[here.leads]
    return tuple(weights)


def test_the_absent_minded_driver_is_refused_by_name() -> None:
    """Piccione and Rubinstein 1997: two crossings in one information set."""
    later = Decision("D", {"exit": Outcome({"D": 4}), "on": Outcome({"D": 1})}, "crossing")
    game = Game(("D",), Decision("D", {"exit": Outcome({"D": 0}), "on": later}, "crossing"))
    with pytest.raises(ImperfectRecall, match=r"'D' forgets .* 'crossing'"):
        sequence_form(game)


def test_matrices_need_two_players_and_fractions() -> None:
    alone = sequence_form(Game(("A",), Outcome({"A": 1})))
    with pytest.raises(NotSupported, match="two players"):
        _ = alone.matrices
    odd = sequence_form(Game(("A", "B"), Outcome({"A": sympy.sqrt(2), "B": 1})))
    assert odd.payoffs[0, 0] == (sympy.sqrt(2), 1)
    with pytest.raises(NotSupported, match="irrational"):
        _ = odd.matrices
