"""Strategies of the library: what they promise about what they draw, and what it shrinks to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from negotiation import testing
from negotiation.bargaining import FiniteProblem, Menu, PolygonProblem, pareto_packages
from negotiation.errors import (
    InvalidGame,
    InvalidModel,
    InvalidNumber,
    NegotiationError,
    NotSupported,
    UnknownName,
)
from negotiation.exact import sign
from negotiation.game import Assessment, BehaviourProfile, Game, bayes_beliefs
from negotiation.model import Model
from negotiation.testing import (
    assessments,
    bargaining_problems,
    bimatrix_games,
    distributions,
    games,
    imperfect_information_games,
    models,
    parameters,
    payoffs,
    perfect_information_games,
    profiles,
    project_menus,
    signalling_games,
)

QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

UNSHRUNK = settings(max_examples=2000, database=None, phases=[Phase.generate])


@QUICK
@given(games(min_players=2, max_players=4, max_depth=3, max_branching=4, max_profiles=40))
def test_games_keep_their_bounds(game: Game) -> None:
    assert 2 <= len(game.players) <= 4
    assert all(len(history) <= 3 for history in game.outcomes())
    assert all(len(infoset.actions) <= 4 for infoset in game.tree.infosets)
    assert game.size.strategy_profiles <= 40
    assert game.has_perfect_recall


@QUICK
@given(perfect_information_games(chance=False, ties=False))
def test_games_without_ties_pay_every_player_differently_everywhere(game: Game) -> None:
    assert game.size.chance_moves == 0
    assert game.has_perfect_information
    for place in range(len(game.players)):
        pays = [row[place] for row in game.tree.payoffs.values()]
        assert len(set(pays)) == len(pays)


@QUICK
@given(imperfect_information_games(max_players=3, allow_null_chances=False))
def test_recall_is_perfect_by_construction_and_chances_are_positive(game: Game) -> None:
    assert game.has_perfect_recall
    assert all(chance > 0 for chance in game.tree.probability.values())


def test_every_feature_of_games_is_drawn() -> None:
    """A strategy that never draws something tests nothing about it."""
    for wanted in (
        lambda game: not game.has_perfect_information,
        lambda game: game.size.chance_moves > 0,
        lambda game: 0 in game.tree.probability.values(),
        lambda game: len(game.subgames()) > 2,
        lambda game: any(len(infoset.actions) == 1 for infoset in game.tree.infosets),
        lambda game: len(set(game.tree.payoffs.values())) < len(game.tree.payoffs),
    ):
        find(games(), wanted, settings=UNSHRUNK)


@pytest.mark.slow
def test_games_shrink_to_the_least_that_shows() -> None:
    game = find(
        imperfect_information_games(max_depth=2),
        lambda game: any(len(infoset.nodes) > 1 for infoset in game.tree.infosets),
        settings=settings(max_examples=300, database=None),
    )
    assert len(game.tree) <= 9
    assert all(pay == 0 for pays in game.tree.payoffs.values() for pay in pays)


@QUICK
@given(st.data(), games())
def test_profiles_are_distributions(data: st.DataObject, game: Game) -> None:
    profile = data.draw(profiles(game))
    assert isinstance(profile, BehaviourProfile)
    assert all(sum(row) == 1 and min(row) >= 0 for row in profile.table)
    assert data.draw(profiles(game, pure=True)).is_pure


@QUICK
@given(st.data(), imperfect_information_games())
def test_assessments_obey_bayes_rule(data: st.DataObject, game: Game) -> None:
    drawn = data.draw(assessments(game))
    assert isinstance(drawn, Assessment)
    derived = bayes_beliefs(drawn.profile).table
    for bayes, given_belief in zip(derived, drawn.beliefs.table, strict=True):
        assert given_belief is not None
        assert sum(given_belief) == 1
        assert bayes in (None, given_belief)


@QUICK
@given(bimatrix_games(min_rows=2, max_rows=4, max_columns=2, constant_sum=True))
def test_bimatrix_games_have_the_shape_asked_for(game: Game) -> None:
    row, column = game.information_sets.values()
    assert 2 <= len(row.actions) <= 4
    assert len(column.actions) <= 2
    assert all(sum(pays) == 0 for pays in game.tree.payoffs.values())


@QUICK
@given(signalling_games(min_types=2, max_types=3, max_messages=3))
def test_in_signalling_games_the_receiver_sees_messages_only(game: Game) -> None:
    for infoset in game.information_sets.values():
        if infoset.player == "receiver":
            messages = {history[1] for history in infoset.histories}
            kinds = {history[0] for history in infoset.histories}
            assert len(messages) == 1
            assert len(kinds) >= 2
    assert all(chance > 0 for chance in game.tree.probability.values())


@QUICK
@given(bargaining_problems(), bargaining_problems(lotteries=False))
def test_bargaining_problems_can_be_solved(one: PolygonProblem, other: FiniteProblem) -> None:
    assert one.frontier
    assert other.frontier


@QUICK
@given(project_menus(max_projects=4))
def test_menus_have_a_frontier(menu: Menu) -> None:
    """The empty package keeps every rule and gives the disagreement payoff."""
    assert pareto_packages(menu)


@QUICK
@given(models())
def test_models_hold_at_their_baseline(model: Model) -> None:
    assert model.allows(model.calibrations["baseline"])
    assert model.game.has_perfect_information
    model.at()


@pytest.mark.slow
def test_every_feature_of_models_is_drawn() -> None:
    for wanted in (
        lambda model: model.constraints,
        lambda model: model.assumptions,
        lambda model: any(hasattr(p, "free_symbols") for p in model.game.tree.probability.values()),
    ):
        find(models(), wanted, settings=UNSHRUNK)


@QUICK
@given(payoffs(min_value=-1, max_value="3/2", max_denominator=3))
def test_payoffs_keep_their_range(payoff: Fraction) -> None:
    assert -1 <= payoff <= Fraction(3, 2)
    assert payoff.denominator <= 3


@QUICK
@given(distributions(3))
def test_distributions_sum_to_one(chances: tuple[Fraction, ...]) -> None:
    assert sum(chances) == 1
    assert all(sign(chance) >= 0 for chance in chances)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: games(max_depth=0), InvalidNumber, "max_depth"),
        (lambda: games(min_players=3, max_players=2), InvalidNumber, "min_players is 3"),
        (lambda: games(max_players=9), InvalidNumber, "at most 6"),
        (lambda: games(payoffs=3), NotSupported, "payoffs must be a Hypothesis strategy"),
        (lambda: games(payoffs=payoffs(), ties=False), NotSupported, "leave payoffs out"),
        (lambda: models(kinds=("cubic",)), UnknownName, "unknown kind of payoffs 'cubic'"),
        (lambda: models(kinds=()), NotSupported, "at least one kind"),
        (lambda: models(max_parameters=7), InvalidNumber, "7"),
        (lambda: payoffs(min_value=2, max_value=1), InvalidNumber, "widen the range"),
        (lambda: payoffs(max_denominator=True), InvalidNumber, "max_denominator"),
        (lambda: distributions(0), InvalidNumber, "size"),
        (lambda: bimatrix_games(min_rows=0), InvalidNumber, "min_rows"),
        (lambda: signalling_games(min_types=4), InvalidNumber, "min_types is 4"),
        (lambda: bargaining_problems(max_payoff=0), InvalidNumber, "max_payoff"),
        (lambda: project_menus(min_projects=-1), InvalidNumber, "min_projects"),
        (lambda: profiles("game"), InvalidGame, "give the game"),
        (lambda: assessments(None), InvalidGame, "give the game"),
        (lambda: parameters("basing_shadow"), InvalidModel, "draws values for a Model"),
    ],
)
def test_wrong_arguments_are_refused_when_the_strategy_is_made(
    make: Callable[[], object], error: type[NegotiationError], words: str
) -> None:
    with pytest.raises(error, match=words):
        make()


def test_types_are_registered_and_nothing_heavy_is_loaded_for_it() -> None:
    """What the entry point of Hypothesis calls; afterwards `from_type` draws games and models."""
    code = (
        "import sys\n"
        "from negotiation.testing.registration import register\n"
        "register()\n"
        "heavy = {'sympy', 'numpy', 'scipy', 'z3', 'nashpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "from hypothesis import Phase, find, settings, strategies as st\n"
        "from negotiation import Game, Model\n"
        "first = settings(phases=[Phase.generate], max_examples=1)\n"
        "assert find(st.from_type(Game), lambda game: True, settings=first).players\n"
        "assert find(st.from_type(Model), lambda model: True, settings=first).parameters\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_without_the_extra_one_sentence_says_what_to_install() -> None:
    code = (
        "import sys\n"
        "sys.modules['hypothesis'] = None\n"
        "from negotiation import testing\n"
        "from negotiation.errors import MissingDependency\n"
        "try:\n"
        "    testing.parameters\n"
        "except MissingDependency as error:\n"
        "    print(error)\n"
        "assert 'nothing' not in dir(testing)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout == (
        "negotiation.testing needs hypothesis; "
        "install it with: pip install 'negotiation[testing]'\n"
    ), done.stderr


def test_every_promised_name_is_there() -> None:
    for name in testing.__all__:
        assert getattr(testing, name) is not None
        assert name in dir(testing)
    with pytest.raises(AttributeError, match="no attribute 'parameter'"):
        _ = testing.parameter
