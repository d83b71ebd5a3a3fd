"""Which relation binds which solver, in one table; and the relations of the solvers that select.

The end of the logit branch is the same where the form leaves the branch alone: names, order and
units (payoffs are measured in their span).  A duplicated or dominated action changes what uniform
play is, and so what is selected.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings

from negotiation import parametric, solve
from negotiation.game import Chance, Decision, Game, Outcome, simultaneous_game
from negotiation.solve import correlated, logit_limit, sequential
from negotiation.testing import (
    affine_payoffs,
    assert_equilibrium,
    bimatrix_games,
    collapse_chance,
    duplicate_action,
    imperfect_information_games,
    permute_actions,
    prune_unreached,
    relabel_players,
    split_chance,
)
from negotiation.testing.assertions import played
from tests.support.subgames import battle_with_outside_option
from tests.testing import test_relations

RELATIONS = ("rename", "permute", "units", "dominated", "duplicate", "collapse", "split", "prune")

ALL = frozenset(RELATIONS)
TABLE: dict[str, tuple[frozenset[str], str]] = {
    "backward_induction": (ALL - {"dominated", "duplicate"}, "test_backward_induction"),
    "subgame_perfect": (ALL, "test_subgame_perfect_with_perfect_information"),
    "nash": (ALL, "test_nash"),
    "nash_components": (ALL - {"duplicate", "prune"}, "test_components_of_nash_equilibria"),
    "lemke": (ALL - {"dominated", "prune"}, "test_lemke"),
    "zero_sum": (frozenset({"permute", "units", "duplicate"}), "test_zero_sum"),
    "perfect_bayesian": (
        frozenset({"rename", "permute", "units", "dominated", "split"}),
        "test_equilibria_with_beliefs",
    ),
    "sequential": (
        frozenset({"rename", "permute", "units", "dominated", "split", "prune"}),
        "test_equilibria_with_beliefs",
    ),
    "logit_limit": (
        frozenset({"rename", "permute", "units", "collapse", "split"}),
        "test_the_end_of_the_logit_branch",
    ),
    "quantal_response": (frozenset({"rename", "permute", "units"}), "test_quantal_response"),
    "correlated": (frozenset({"rename", "permute", "dominated", "duplicate"}), "test_correlated"),
    "refine": (frozenset({"rename", "permute", "units"}), "test_refinements"),
    "stationary": (frozenset({"rename", "units"}), "test_stationary_equilibria"),
    "numeric_backward_induction": (
        frozenset({"rename", "permute", "units", "collapse", "split"}),
        "test_numeric_backward_induction",
    ),
}
"""Solver → the relations tested, and the first test of them."""

NO_EQUILIBRIA = {
    "belief_symbol": "writes a symbol",
    "choice_symbol": "writes a symbol",
    "certify": "checks an equilibrium that is given",
    "reasons": "explains an equilibrium that is given",
    "count_subgame_perfect": "counts what subgame_perfect lists",
    "fit_rationality": "fits a number to data",
    "game_value": "a number; tested with zero_sum",
    "optimal_range": "two numbers; tested under another order",
    "iterated_dominance": "strategies; tested beside rationalizable",
    "rationalizable": "strategies; tested beside iterated_dominance",
    "quantal_path": "the branch of which quantal_response is a point",
    "parametric.audit": "verdicts on propositions",
    "parametric.nearest": "parameter values, settled by solve.subgame_perfect",
    "parametric.prove": "a verdict, settled by solve.subgame_perfect",
}


OTHERWISE = {
    "parametric.subgame_perfect": "by no relation, but at points against solve.subgame_perfect",
    "parametric.perfect_bayesian": "by no relation, but at points against solve.perfect_bayesian",
}
"""How the solvers of whole families are tested."""


def test_every_solver_stands_in_the_table() -> None:
    functions = {
        f"parametric.{name}" if package is parametric else name
        for package in (solve, parametric)
        for name in package.__all__
        if inspect.isfunction(getattr(package, name))
    }
    assert functions == set(TABLE) | set(NO_EQUILIBRIA) | set(OTHERWISE)
    assert not set(TABLE) & set(NO_EQUILIBRIA)
    for bound, test in TABLE.values():
        assert bound <= ALL
        assert test in globals() or hasattr(test_relations, test), test


@settings(max_examples=4, deadline=None)
@given(bimatrix_games(max_rows=2, max_columns=2))
def test_the_end_of_the_logit_branch(game: Game) -> None:
    found = logit_limit(game)
    units = affine_payoffs(game, dict.fromkeys(game.players, (3, -1)))
    for variation in (
        relabel_players(game),
        permute_actions(game),
        units,
    ):
        other = logit_limit(variation.game)
        back = variation.back(other.profile)
        for own, carried in zip(found.profile.table, back.table, strict=True):
            assert [float(x) for x in carried] == pytest.approx(
                [float(x) for x in own], abs=1e-3
            ), variation.name


def two_pays(first: int, second: int) -> Outcome:
    return Outcome({"A": first, "B": second})


def three_lots(told: str = "A here", pays: Callable[[int, int], Outcome] = two_pays) -> Game:
    """Chance moves twice; A may go, told the lot or not, and then B answers, who is not."""
    lots = {
        name: (
            "1/3",
            Decision(
                "A",
                {
                    "stay": pays(1, 0),
                    "go": Decision("B", {"yes": pays(pay, 2), "no": pays(0, 1)}, "B here"),
                },
                told.format(name),
            ),
        )
        for name, pay in (("low", 0), ("mid", 1), ("high", 4))
    }
    return Game(("A", "B"), Chance({"first": ("1/2", Chance(lots)), "over": ("1/2", pays(0, 0))}))


def test_moves_of_chance_and_the_logit_branch() -> None:
    """Chance is not a player, so that the branch is the same however it is cut."""
    game = three_lots()
    found = logit_limit(game)
    for variation in (collapse_chance(game), split_chance(game)):
        assert variation.back(logit_limit(variation.game).profile).table == found.profile.table
    assert_equilibrium(game, found.profile)


def test_duplicates_change_what_the_logit_branch_selects() -> None:
    """Of two pure equilibria the better one; the other once its actions are there twice.

    By hand, at uniform play: 11/20 against 10/20, then 11/30 against 20/30.
    """
    pay = [[Fraction(11, 10), 0], [0, 1]]
    game = simultaneous_game([pay, pay])
    assert logit_limit(game).path == ("1", "1")
    once = duplicate_action(game, "row", "2")
    twice = duplicate_action(once.game, "column", "2")
    other = once.back(twice.back(logit_limit(twice.game).profile))
    assert [row[1] for row in other.table] == [1, 1]


@settings(max_examples=10, deadline=None)
@given(imperfect_information_games(max_profiles=8))
def test_correlated_in_the_agent_form(game: Game) -> None:
    """The largest sum of payoffs, in every form that changes no information set."""

    def best(form: Game) -> Fraction:
        return sum(correlated(form, form="agent").payoffs.values(), Fraction(0))

    for variation in (
        relabel_players(game),
        permute_actions(game),
        collapse_chance(game),
        split_chance(game),
    ):
        assert best(variation.game) == best(game), variation.name
    doubled = affine_payoffs(game, dict.fromkeys(game.players, (2, 1)))
    assert best(doubled.game) == 2 * best(game) + len(game.players)


@settings(max_examples=10, deadline=None)
@given(bimatrix_games())
def test_duplicates_in_the_agent_form(game: Game) -> None:
    """Where everybody moves once, agents are players, and duplicates add nothing."""
    more = duplicate_action(game, "row", "1").game
    assert sum(correlated(more, form="agent").payoffs.values()) == sum(
        correlated(game, form="agent").payoffs.values()
    )


def test_subgames_out_of_reach_and_sequential_equilibria() -> None:
    for equilibrium in sequential(battle_with_outside_option(2)):
        pruned = prune_unreached(equilibrium)
        assert played(equilibrium) in {pruned.played(each) for each in sequential(pruned.game)}
