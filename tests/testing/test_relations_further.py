"""Relations that hold of a solver although they change its game, and those of whole families."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negotiation.game import Game, Outcome, simultaneous_game
from negotiation.solve import (
    Equilibrium,
    backward_induction,
    correlated,
    lemke,
    logit_limit,
    nash,
    nash_components,
    numeric_backward_induction,
    perfect_bayesian,
    quantal_response,
    refine,
    sequential,
    zero_sum,
)
from negotiation.testing import (
    Variation,
    add_dominated_action,
    assert_equilibrium,
    assert_invariant,
    bimatrix_games,
    collapse_chance,
    duplicate_action,
    imperfect_information_games,
    perfect_information_games,
    prune_unreached,
    relabel_players,
    signalling_games,
    split_chance,
)
from negotiation.testing.assertions import played
from tests.support.games import beer_quiche
from tests.support.subgames import battle_with_outside_option
from tests.testing.test_relations import certain, ending
from tests.testing.test_relations_table import three_lots

FEW = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@FEW
@given(perfect_information_games(max_profiles=32), st.data())
def test_more_actions_and_backward_induction(game: Game, data: st.DataObject) -> None:
    """One equilibrium of each form, carried to the other."""

    def solver(form: Game) -> list[Equilibrium]:
        return [backward_induction(form)]

    if not game.information_sets:
        return
    name = data.draw(st.sampled_from(list(game.information_sets)))
    assert_invariant(solver, add_dominated_action(game, name), complete=False)
    more = duplicate_action(game, *data.draw(st.sampled_from(ending(game))))
    assert_invariant(solver, more, complete=False)


@FEW
@given(perfect_information_games(max_profiles=32, ties=False, chance=False), st.data())
def test_more_and_fewer_moves_and_numeric_backward_induction(
    game: Game, data: st.DataObject
) -> None:
    """Without ties, everybody's payoff."""
    if not game.information_sets:
        return
    found = list(numeric_backward_induction(game).payoffs.values())
    name = data.draw(st.sampled_from(list(game.information_sets)))
    for variation in (
        add_dominated_action(game, name),
        duplicate_action(game, *data.draw(st.sampled_from(ending(game)))),
        prune_unreached(backward_induction(game)),
    ):
        other = list(numeric_backward_induction(variation.game).payoffs.values())
        assert other == pytest.approx(found), variation.name


@FEW
@given(bimatrix_games())
def test_duplicates_and_components(game: Game) -> None:
    """Who plays a copy is free to share it out: each component stays one piece."""
    count = len(nash_components(game).components)
    more = duplicate_action(game, "row", "1")
    assert len(nash_components(more.game).components) == count


@FEW
@given(bimatrix_games())
def test_dominated_actions_and_lemke(game: Game) -> None:
    for player in game.players:
        more = add_dominated_action(game, player)
        assert_invariant(lambda form: [lemke(form)], more, complete=False)


def test_subgames_out_of_reach_and_lemke() -> None:
    game = battle_with_outside_option(2)
    found = lemke(game)
    pruned = prune_unreached(found)
    assert_equilibrium(pruned.game, pruned.forward(found.profile))


def test_names_and_chance_in_zero_sum_games() -> None:
    game = three_lots("A, {}", lambda first, _: Outcome({"A": first, "B": -first}))
    for variation in (relabel_players(game), collapse_chance(game), split_chance(game)):
        assert_invariant(lambda form: [zero_sum(form)], variation, complete=False)
    found = zero_sum(game)
    pruned = prune_unreached(found)
    assert zero_sum(pruned.game).payoffs == found.payoffs


@FEW
@given(signalling_games())
@pytest.mark.slow
@pytest.mark.parametrize("solver", [perfect_bayesian, sequential])
def test_duplicates_and_joined_chance_with_beliefs(
    solver: Callable[[Game], Sequence[Equilibrium]], game: Game
) -> None:
    """By which outcomes can happen, as the other relations of these solvers."""
    before = {frozenset(each.outcomes) for each in solver(game)}
    cut = split_chance(game)
    joined = collapse_chance(cut.game)

    def of(variation: Variation) -> set[object]:
        return {
            frozenset(h for h, _ in variation.played(each)[0]) for each in solver(variation.game)
        }

    once = {frozenset(each.outcomes) for each in solver(cut.game)}
    assert of(joined) == once
    assert of(cut) == before
    reply = game.information_sets["after m0"].actions[0]
    assert of(duplicate_action(game, "after m0", reply)) == before


def test_joined_chance_with_beliefs() -> None:
    game = split_chance(three_lots("A, {}")).game
    for solver in (perfect_bayesian, sequential):
        assert_invariant(solver, collapse_chance(game))


@pytest.mark.slow
def test_duplicates_with_beliefs_in_a_game_with_isolated_equilibria() -> None:
    game = beer_quiche()
    for solver in (perfect_bayesian, sequential):
        for place, action in (("type weak", "beer"), ("after beer", "duel")):
            assert_invariant(solver, duplicate_action(game, place, action))


def test_subgames_out_of_reach_and_perfect_bayesian_equilibria() -> None:
    for equilibrium in perfect_bayesian(battle_with_outside_option(2)):
        pruned = prune_unreached(equilibrium)
        assert played(equilibrium) in {
            pruned.played(each) for each in perfect_bayesian(pruned.game)
        }


numbers = st.integers(1, 4)


@pytest.mark.slow
@FEW
@given(numbers, numbers, numbers, numbers)
def test_the_logit_branch_where_there_is_one_equilibrium(a: int, b: int, c: int, d: int) -> None:
    """Nothing is to select, so that more actions change nothing."""
    pay = [[a, -b], [-c, d]]
    game = simultaneous_game([pay, [[-x for x in line] for line in pay]])
    [only] = nash(game)
    for variation in (
        add_dominated_action(game, "row"),
        add_dominated_action(game, "column"),
        duplicate_action(game, "row", "1"),
    ):
        for row, expected in zip(variation.game.information_sets, only.profile.table, strict=True):
            found = logit_limit(variation.game).profile[row]
            own = [float(found[action]) for action in ("1", "2")]
            own[0] += float(found.get("1, again", 0))
            assert own == pytest.approx([float(x) for x in expected], abs=1e-2), variation.name


@FEW
@given(perfect_information_games(max_profiles=8, ties=False, chance=False))
def test_subgames_out_of_reach_and_the_logit_branch(game: Game) -> None:
    """Without ties there is one equilibrium, which the branch ends at (McKelvey, Palfrey 1998)."""
    only = backward_induction(game)
    assert logit_limit(prune_unreached(only).game).path == only.path


def test_chance_and_quantal_response() -> None:
    game = three_lots()
    found = quantal_response(game, rationality=1).profile
    for variation in (collapse_chance(game), split_chance(game)):
        other = quantal_response(variation.game, rationality=1).profile
        for name, row in found.items():
            assert [float(x) for x in other[name].values()] == pytest.approx(
                [float(x) for x in row.values()], abs=1e-6
            )


@FEW
@given(imperfect_information_games(max_profiles=8))
def test_dominated_actions_in_the_agent_form(game: Game) -> None:
    """No device recommends it where it is certain to be asked for."""
    for name in certain(game)[:1]:
        more = add_dominated_action(game, name).game
        assert sum(correlated(more, form="agent").payoffs.values()) == sum(
            correlated(game, form="agent").payoffs.values()
        )


@pytest.mark.slow
def test_more_forms_of_refinements() -> None:
    game = beer_quiche()
    for variation in (
        add_dominated_action(game, "after beer"),
        duplicate_action(game, "after beer", "duel"),
    ):
        for criterion in ("intuitive", "D1"):
            kept = refine(sequential(variation.game), criterion).kept
            before = refine(sequential(game), criterion).kept
            assert {variation.played(each) for each in kept} == {played(each) for each in before}
