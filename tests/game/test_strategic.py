"""Strategic, reduced and agent form, and games from arrays, against the definitions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiation.errors import (
    ImperfectRecall,
    InvalidGame,
    InvalidProfile,
    MissingParameter,
    NotSupported,
    UnknownName,
)
from negotiation.game import (
    Chance,
    Decision,
    Game,
    Outcome,
    StrategicForm,
    agent_form,
    expected_payoffs,
    reduced_strategic_form,
    simultaneous_game,
    strategic_form,
)
from negotiation.game.plans import OPEN
from negotiation.solve.pure import pure_equilibria
from negotiation.testing import imperfect_information_games
from tests.support import definition
from tests.support.nash_games import absent_minded_driver, bagwell, myerson_4_2
from tests.support.ultimatum import ultimatum

F = Fraction


def profile_of_plans(form: StrategicForm, places: tuple[int, ...]) -> dict[object, str]:
    """Information set → action; what plans leave open is filled with the last action."""
    profile: dict[object, str] = {}
    for sets, plans, place in zip(form.sets, form.plans, places, strict=True):
        for number, action in zip(sets, plans[place], strict=True):
            infoset = form.game.information_sets.at(number)
            profile[infoset.name] = infoset.actions[action]  # OPEN is -1: the last
    return profile


def cells(form: StrategicForm) -> Mapping[tuple[int, ...], tuple[object, ...]]:
    every = product(*(range(count) for count in form.shape))
    return dict(zip(every, zip(*form.payoffs, strict=True), strict=True))


@given(imperfect_information_games(max_players=3))
@settings(max_examples=60, deadline=None)
def test_payoffs_are_those_of_the_tree(game: Game) -> None:
    for form in (strategic_form(game), reduced_strategic_form(game)):
        for places, payoffs in cells(form).items():
            profile = profile_of_plans(form, places)
            assert payoffs == tuple(
                definition.expected(game.root, (), profile, player) for player in game.players
            )


@given(imperfect_information_games(max_players=3))
@settings(max_examples=60, deadline=None)
def test_reduced_strategies_are_classes_of_full_ones(game: Game) -> None:
    """Two full strategies are one iff they lead to the same outcomes whatever the others do.

    Chance moves of probability 0 are left out: behind them strategies differ without effect.
    """
    assume(0 not in game.tree.probability.values())
    full, reduced = strategic_form(game), reduced_strategic_form(game)
    everybody = product(*(range(count) for count in full.shape))
    plays = {
        places: frozenset(definition.reached(game, profile_of_plans(full, places)).items())
        for places in everybody
    }
    for player, count in enumerate(full.shape):
        classes = {
            tuple(play for places, play in plays.items() if places[player] == strategy)
            for strategy in range(count)
        }
        assert reduced.shape[player] == len(classes)


@given(imperfect_information_games(max_players=2), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_behaviour_has_the_outcomes_of_the_mixture(game: Game, random: object) -> None:
    """Kuhn (1953): with perfect recall every mixed strategy has an equivalent behaviour."""
    for form in (strategic_form(game), reduced_strategic_form(game)):
        mixture = []
        for count in form.shape:
            weights = [random.randint(0, 3) for _ in range(count)]
            weights[random.randrange(count)] += 1
            mixture.append(tuple(F(weight, sum(weights)) for weight in weights))
        outcomes: dict[object, Fraction] = {}
        for places in cells(form):
            weight = F(1)
            for own, place in zip(mixture, places, strict=True):
                weight *= own[place]
            profile = profile_of_plans(form, places)
            for history, chance in definition.reached(game, profile).items():
                outcomes[history] = outcomes.get(history, F(0)) + weight * chance
        profile = form.behaviour(mixture)
        found = definition.reached(game, {name: profile[name] for name in profile})
        assert found == {history: chance for history, chance in outcomes.items() if chance}


@given(imperfect_information_games(max_players=3))
@settings(max_examples=60, deadline=None)
def test_labels_tell_strategies_apart(game: Game) -> None:
    for form in (strategic_form(game), reduced_strategic_form(game), agent_form(game)):
        assert all(len(set(labels)) == len(labels) for labels in form.strategies)


def test_labels_with_colons_and_semicolons_stay_apart() -> None:
    """Two plans that would read alike are quoted instead."""
    end = Outcome({"A": 0})
    inner = Decision("A", {"x": end, "y; b: x": end}, "a")
    last = Decision("A", {"x": end, "x; b: x": end}, "b")
    both = Chance({"left": ("1/2", inner), "right": ("1/2", last)})
    form = strategic_form(Game(("A",), both))
    assert len(set(form.strategies[0])) == 4
    clash = Chance(
        {
            "left": ("1/2", Decision("A", {"p": end, "p; b: q": end}, "a")),
            "right": ("1/2", Decision("A", {"q; b: q": end, "q": end}, "b")),
        }
    )
    labels = strategic_form(Game(("A",), clash)).strategies[0]
    assert labels[0] == "[(0, 'a', 'p'), (1, 'b', 'q; b: q')]"
    assert len(set(labels)) == 4


def test_ultimatum_over_four_units_has_160_profiles() -> None:
    form = strategic_form(ultimatum(4))
    assert form.shape == (5, 32)
    assert len(form.payoffs[0]) == 160


def test_bagwell_has_the_payoffs_of_the_article() -> None:
    """Bagwell (1995): the follower copies the signal; the leader's S is then seen 99 in 100."""
    form = reduced_strategic_form(bagwell())
    paid = form.payoff({"1": "S", "2": "sees s: S; sees c: C"})
    assert paid == {"1": F(99 * 5 + 3, 100), "2": F(99 * 2 + 1, 100)}
    assert form.matrix("1")[0] == tuple(form.payoffs[0][:4])


def test_the_agent_form_has_an_equilibrium_that_is_not_nash() -> None:
    """Myerson (1991), figure 4.2: (b, w, z) is one; player 1 would rather go (a, y)."""
    game = myerson_4_2()
    form = agent_form(game)
    assert form.players == ("1 at early", "2 at middle", "1 at late")
    found = [
        tuple(labels[place] for labels, place in zip(form.strategies, places, strict=True))
        for places in pure_equilibria(form)
    ]
    assert ("b", "w", "z") in found
    profile = {"early": "b", "middle": "w", "late": "z"}
    assert not definition.is_nash(game, profile)
    assert definition.expected(game.root, (), {**profile, "early": "a", "late": "y"}, "1") == 3
    pure = tuple(
        tuple(F(int(label == action)) for label in labels)
        for labels, action in zip(form.strategies, ("b", "w", "z"), strict=True)
    )
    assert expected_payoffs(form.behaviour(pure)) == {"1": 2, "2": 3}


def test_absent_mindedness_is_refused_by_name() -> None:
    game = absent_minded_driver()
    with pytest.raises(ImperfectRecall, match="'crossing'"):
        reduced_strategic_form(game)
    form = strategic_form(game)
    assert form.payoffs == ((0, 1),)  # the driver either exits at once or never
    assert expected_payoffs(form.behaviour(form.mixture({"driver": "go on"}))) == {"driver": 1}
    with pytest.raises(ImperfectRecall, match="'crossing'"):
        form.behaviour(form.mixture({"driver": {"exit": "1/2", "go on": "1/2"}}))


def test_a_player_who_never_moves_has_one_strategy() -> None:
    game = Game(("A", "B"), Decision("A", {"x": Outcome({"A": 1, "B": 2})}, "h"))
    form = reduced_strategic_form(game)
    assert form.strategies == (("x",), ("no move",))
    assert form.payoffs == ((1,), (2,))


def test_irrational_payoffs_stay_exact() -> None:
    root = sympy.sqrt(2)
    game = simultaneous_game([[[root, 0]], [[1, root]]])
    assert reduced_strategic_form(game).payoffs == ((root, 0), (1, root))


@pytest.mark.parametrize("length", [20_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_very_many_moves_in_a_row(length: int) -> None:
    node: Decision | Outcome = Outcome({"A": 1, "B": 2})
    for number in range(length):
        node = Decision("AB"[number % 2], {"on": node})
    form = reduced_strategic_form(Game(("A", "B"), node))
    assert form.shape == (1, 1)
    assert form.payoffs == ((1,), (2,))


def test_the_size_is_counted_before_anything_is_built() -> None:
    node: Decision | Outcome = Outcome({"A": 0, "B": 0})
    for number in range(2_000):
        node = Decision("AB"[number % 2], {"stop": Outcome({"A": 1, "B": 1}), "on": node})
    game = Game(("A", "B"), node)
    with pytest.raises(NotSupported, match="about 10\\^602 strategy combinations"):
        strategic_form(game)
    with pytest.raises(NotSupported, match="1002001 strategy combinations"):
        reduced_strategic_form(game)  # 1001 places to stop each
    with pytest.raises(NotSupported, match="about 10\\^602"):
        agent_form(game)


def test_symbols_need_values() -> None:
    game = simultaneous_game([[[sympy.Symbol("gain"), 0]], [[0, 0]]])
    with pytest.raises(MissingParameter, match="gain"):
        strategic_form(game)


def test_mixtures_that_do_not_fit() -> None:
    form = strategic_form(simultaneous_game([[[1, 0], [0, 1]], [[0, 1], [1, 0]]]))
    with pytest.raises(UnknownName, match="player"):
        form.mixture({"rows": "1"})
    with pytest.raises(InvalidProfile, match="'column'"):
        form.mixture({"row": "1"})
    with pytest.raises(UnknownName, match="strategy of 'row'"):
        form.mixture({"row": "3", "column": "1"})
    with pytest.raises(InvalidProfile, match="sum to 1/2"):
        form.mixture({"row": {"1": "1/2"}, "column": "1"})
    with pytest.raises(InvalidProfile, match="below 0"):
        form.behaviour([(F(2), F(-1)), (F(1), F(0))])
    with pytest.raises(InvalidProfile, match="\\(2, 2\\) weights"):
        form.behaviour([(F(1),), (F(1), F(0))])
    with pytest.raises(NotSupported, match="needs two"):
        strategic_form(simultaneous_game([[1, 2]])).matrix("player 1")
    with pytest.raises(UnknownName):
        form.matrix("nobody")


def test_games_from_numpy_arrays() -> None:
    first = np.array([[1, 2, 3], [4, 5, 6]])
    game = simultaneous_game([first, first * 0.1], players=["A", "B"])
    form = strategic_form(game)
    assert form.matrix("A") == ((1, 2, 3), (4, 5, 6))
    assert form.payoff({"A": "2", "B": "3"}) == {"A": 6, "B": F(6000000000000001, 10**16)}
    assert list(game.information_sets) == ["A", "B"]


def test_three_players_and_labels() -> None:
    pays = [[[[100 * p + 4 * i + 2 * j + k for k in (0, 1)] for j in (0, 1)] for i in (0, 1)]
            for p in range(3)]  # fmt: skip
    game = simultaneous_game(pays, strategies=[["a", "b"], ["c", "d"], ["e", "f"]])
    form = strategic_form(game)
    assert form.payoff({"player 1": "b", "player 2": "c", "player 3": "f"}) == {
        "player 1": 5,
        "player 2": 105,
        "player 3": 205,
    }


@pytest.mark.parametrize(
    ("payoffs", "more", "said"),
    [
        ([], {}, "is empty"),
        ([[[1]], [[1, 2]]], {}, "'column' do not have the shape \\(1, 1\\)"),
        ([[[1, 2], [3]], [[1, 2], [3, 4]]], {}, "'row' do not have the shape"),
        ([[1, 2], [3, 4]], {}, "'row' must be nested 2 deep"),
        ([[[1]], [["x"]]], {}, "payoff of 'column' at \\(0, 0\\)"),
        ([[[1]], [[1]]], {"players": ["A"]}, "2 payoff arrays"),
        ([[[1]], [[1]]], {"strategies": [["a"]]}, "1 entries for 2 players"),
        ([[[1]], [[1]]], {"strategies": [["a"], ["b", "c"]]}, "'column' has 1 strategies"),
    ],
)
def test_arrays_that_do_not_fit(
    payoffs: list[object], more: dict[str, list[object]], said: str
) -> None:
    with pytest.raises(InvalidGame, match=said):
        simultaneous_game(payoffs, **more)


def test_open_is_said_only_where_own_moves_exclude() -> None:
    game = myerson_4_2()
    form = reduced_strategic_form(game)
    assert form.plans[0] == ((0, 0), (0, 1), (1, OPEN))
    assert form.strategies[0] == ("early: a; late: y", "early: a; late: z", "early: b")
