"""Every solver finds the same equilibria of a game written differently, and so it must.

Which relations bind which solver is said at each test.  A dominated action is added where the
information set is certain to be reached, for a Nash equilibrium may threaten with it elsewhere.
An action is duplicated for subgame-perfect equilibria only where it ends the game.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negotiation.errors import InvalidGame, InvalidNumber, NotSupported, UnknownName
from negotiation.game import Game, Rules, Turn, simultaneous_game
from negotiation.game.compiled import OUTCOME
from negotiation.solve import (
    Equilibrium,
    backward_induction,
    correlated,
    game_value,
    iterated_dominance,
    lemke,
    nash,
    nash_components,
    numeric_backward_induction,
    optimal_range,
    perfect_bayesian,
    quantal_response,
    rationalizable,
    refine,
    sequential,
    stationary,
    subgame_perfect,
    zero_sum,
)
from negotiation.testing import (
    Variation,
    add_dominated_action,
    affine_payoffs,
    assert_equilibrium,
    assert_invariant,
    bimatrix_games,
    collapse_chance,
    duplicate_action,
    imperfect_information_games,
    perfect_information_games,
    permute_actions,
    prune_unreached,
    relabel_players,
    signalling_games,
    split_chance,
)
from negotiation.testing.assertions import played
from tests.support.games import beer_quiche
from tests.support.subgames import battle_with_outside_option

UNITS = {"Japan": (2, "1/3"), "row": (3, -1), "sender": ("1/2", 5), "receiver": (4, 0)}


def rewritten(game: Game) -> Iterator[Variation]:
    """Yield the forms that change neither strategies nor information."""
    yield relabel_players(game)
    yield permute_actions(game)
    yield affine_payoffs(game, {p: UNITS.get(p, (1, 2)) for p in game.players})
    yield collapse_chance(game)
    yield split_chance(game)


def certain(game: Game) -> list[object]:
    """Return the information sets of the nodes that every play passes through."""
    node, found = 0, []
    while game.tree.width[node] and game.tree.mover[node] >= 0:
        if len(game.tree.infosets[game.tree.infoset[node]].nodes) == 1:
            found.append(game.information_sets.at(game.tree.infoset[node]).name)
        if game.tree.width[node] != 1:
            break
        node = game.tree.first[node]
    return found


def ending(game: Game) -> list[tuple[object, str]]:
    """Return the actions that end the game wherever they are taken."""
    found = []
    for number, infoset in enumerate(game.tree.infosets):
        for place, action in enumerate(infoset.actions):
            children = [game.tree.first[node] + place for node in infoset.nodes]
            if all(game.tree.mover[child] == OUTCOME for child in children):
                found.append((game.information_sets.at(number).name, action))
    return found


SETTINGS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def all_pure(game: Game) -> list[Equilibrium]:
    return subgame_perfect(game, pure=True, limit=100_000)


@SETTINGS
@given(perfect_information_games(max_profiles=32), st.data())
def test_subgame_perfect_with_perfect_information(game: Game, data: st.DataObject) -> None:
    """All relations, ties included; the solver finds every pure equilibrium."""
    for variation in rewritten(game):
        assert_invariant(subgame_perfect, variation)
    if not game.information_sets:
        return
    name = data.draw(st.sampled_from(list(game.information_sets)))
    assert_invariant(subgame_perfect, add_dominated_action(game, name))
    if ending(game):
        action = data.draw(st.sampled_from(ending(game)))
        assert_invariant(subgame_perfect, duplicate_action(game, *action))
    for equilibrium in subgame_perfect(game)[:3]:
        pruned = prune_unreached(equilibrium)
        assert_equilibrium(
            pruned.game, pruned.forward(equilibrium.profile), concept="subgame perfect"
        )
        for smaller in subgame_perfect(pruned.game)[:3]:
            assert_equilibrium(game, pruned.back(smaller.profile), concept="subgame perfect")


@SETTINGS
@given(perfect_information_games(max_profiles=32))
def test_backward_induction(game: Game) -> None:
    """It finds one equilibrium, another one perhaps of another form: each is one of the other."""

    def solver(form: Game) -> list[Equilibrium]:
        return [backward_induction(form)]

    for variation in rewritten(game):
        assert_invariant(solver, variation, complete=False)
    assert_invariant(solver, prune_unreached(backward_induction(game)), complete=False)


@SETTINGS
@given(imperfect_information_games(max_profiles=16, max_players=3), st.data())
def test_subgame_perfect_pure_with_imperfect_information(game: Game, data: st.DataObject) -> None:
    for variation in rewritten(game):
        assert_invariant(all_pure, variation)
    for name in certain(game)[:1]:
        assert_invariant(all_pure, add_dominated_action(game, name))
    if ending(game):
        action = data.draw(st.sampled_from(ending(game)))
        assert_invariant(all_pure, duplicate_action(game, *action))


@SETTINGS
@given(imperfect_information_games(max_profiles=12), st.data())
def test_nash(game: Game, data: st.DataObject) -> None:
    """All extreme equilibria of two players; a duplicate merges into the action it copies."""
    for variation in rewritten(game):
        assert_invariant(nash, variation)
    for name in certain(game)[:1]:
        assert_invariant(nash, add_dominated_action(game, name))
    if not game.information_sets:
        return
    infoset = data.draw(st.sampled_from(list(game.information_sets.values())))
    action = data.draw(st.sampled_from(infoset.actions))
    assert_invariant(nash, duplicate_action(game, infoset.name, action))
    for equilibrium in nash(game)[:2]:
        pruned = prune_unreached(equilibrium)
        assert_equilibrium(pruned.game, pruned.forward(equilibrium.profile))


METHODS = (
    "extreme",
    "pure",
    pytest.param("nashpy", marks=pytest.mark.slow),
    pytest.param("support", marks=pytest.mark.slow),
)


@pytest.mark.parametrize("method", METHODS)
def test_methods_of_nash(method: str) -> None:
    """Support enumeration stands for components, so that only its answers are carried over."""

    def solver(game: Game) -> list[Equilibrium]:
        return nash(game, method=method)

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(bimatrix_games())
    def check(game: Game) -> None:
        complete = method != "support"
        for variation in (
            *rewritten(game),
            add_dominated_action(game, "row"),
            add_dominated_action(game, "column"),
            duplicate_action(game, "row", "1"),
            duplicate_action(game, "column", "1"),
        ):
            assert_invariant(solver, variation, complete=complete)

    check()


@SETTINGS
@given(bimatrix_games())
def test_lemke(game: Game) -> None:
    """One equilibrium, whichever: it is one of the other form."""
    for variation in (*rewritten(game), duplicate_action(game, "row", "1")):
        assert_invariant(lambda form: [lemke(form)], variation, complete=False)


@SETTINGS
@given(bimatrix_games(constant_sum=True))
def test_zero_sum(game: Game) -> None:
    """The value of a game is the same in every form, up to units."""
    value = game_value(game)
    for variation in (
        permute_actions(game),
        duplicate_action(game, "row", "1"),
        duplicate_action(game, "column", "1"),
        affine_payoffs(game, {"row": (2, 1), "column": (2, -1)}),
    ):
        other = game_value(variation.game)
        assert variation.payoff(0, other) == value
        assert_invariant(lambda form: [zero_sum(form)], variation, complete=False)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(signalling_games())
@pytest.mark.slow
@pytest.mark.parametrize("solver", [perfect_bayesian, sequential])
def test_equilibria_with_beliefs(
    solver: Callable[[Game], Sequence[Equilibrium]], game: Game
) -> None:
    """By what can happen: which outcomes; the classes of a continuum may have other members."""

    def supports(equilibria: Sequence[Equilibrium], variation: Variation | None) -> set[object]:
        own = (
            [each.outcomes for each in equilibria]
            if variation is None
            else [dict(variation.played(each)[0]) for each in equilibria]
        )
        return {frozenset(h for h, chance in each.items() if chance != 0) for each in own}

    before = supports(solver(game), None)
    for variation in (
        relabel_players(game),
        permute_actions(game),
        affine_payoffs(game, {"sender": ("1/2", 5), "receiver": (4, 0)}),
        add_dominated_action(game, "after m0"),
        split_chance(game),
    ):
        assert supports(solver(variation.game), variation) == before, variation.name


def test_beliefs_in_a_game_with_isolated_equilibria() -> None:
    """Beer and quiche: the plays themselves, probabilities and payoffs included."""
    game = beer_quiche()
    for solver in (perfect_bayesian, sequential):
        for variation in (
            relabel_players(game),
            permute_actions(game),
            affine_payoffs(game, {"1": (2, 1), "2": (3, -1)}),
            add_dominated_action(game, "after beer"),
            add_dominated_action(game, "type weak"),
        ):
            assert_invariant(solver, variation)


def test_mixed_subgame_perfect_equilibria() -> None:
    game = battle_with_outside_option(2)
    for variation in (*rewritten(game), *(duplicate_action(game, *each) for each in ending(game))):
        assert_invariant(subgame_perfect, variation)


@settings(max_examples=10, deadline=None)
@given(bimatrix_games())
def test_quantal_response(game: Game) -> None:
    """Names, order and shifts mean nothing; multiples are a change of rationality.

    A duplicate is a change too: the red bus and the blue bus.
    """
    found = quantal_response(game, rationality=1)
    half = affine_payoffs(game, {"row": (2, 3), "column": (2, 0)})
    for variation, rationality in (
        (relabel_players(game), 1),
        (permute_actions(game), 1),
        (affine_payoffs(game, {"row": (1, 5)}), 1),
        (half, Fraction(1, 2)),
    ):
        other = quantal_response(variation.game, rationality=rationality).profile
        for name, row in found.profile.items():
            for action, chance in row.items():
                assert float(other[name][action]) == pytest.approx(float(chance), abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(bimatrix_games())
def test_correlated(game: Game) -> None:
    """The largest sum of payoffs in a correlated equilibrium, in every form."""

    def best(form: Game) -> Fraction:
        return sum(correlated(form).payoffs.values(), Fraction(0))

    for variation in (
        permute_actions(game),
        relabel_players(game),
        add_dominated_action(game, "row"),
        duplicate_action(game, "column", "1"),
    ):
        assert best(variation.game) == best(game), variation.name


@settings(max_examples=15, deadline=None)
@given(bimatrix_games(max_rows=4))
def test_dominance_and_rationalizability(game: Game) -> None:
    """What survives does so under other units, and with a dominated action besides."""

    def kept(form: Game) -> list[set[str]]:
        return [set(strategies) for strategies in iterated_dominance(form).remaining.values()]

    def rational(form: Game) -> list[set[str]]:
        return [set(strategies) for strategies in rationalizable(form).values()]

    for solver in (kept, rational):
        before = solver(game)
        for variation in (
            affine_payoffs(game, {"row": (3, -1)}),
            permute_actions(game),
            add_dominated_action(game, "row"),
        ):
            assert solver(variation.game) == before, variation.name


@settings(max_examples=10, deadline=None)
@given(bimatrix_games())
def test_components_of_nash_equilibria(game: Game) -> None:
    """How many components there are, and whether the list is complete."""
    count = len(nash_components(game).components)
    for variation in (*rewritten(game), add_dominated_action(game, "row")):
        assert len(nash_components(variation.game).components) == count, variation.name


@pytest.mark.slow
def test_refinements() -> None:
    """Beer and quiche: only pooling on beer survives (Cho and Kreps 1987), in every form."""
    game = beer_quiche()
    for variation in (
        relabel_players(game),
        permute_actions(game),
        affine_payoffs(game, {"1": (2, 1), "2": (3, -1)}),
    ):
        for criterion in ("intuitive", "D1"):
            kept = refine(sequential(variation.game), criterion).kept
            before = refine(sequential(game), criterion).kept
            assert {variation.played(each) for each in kept} == {played(each) for each in before}


@settings(max_examples=15, deadline=None)
@given(perfect_information_games(max_profiles=32, ties=False, chance=False))
def test_numeric_backward_induction(game: Game) -> None:
    """Floats, without ties: the payoffs of the one equilibrium, back in their units."""
    found = numeric_backward_induction(game).payoffs
    for variation in rewritten(game):
        other = numeric_backward_induction(variation.game).payoffs
        for place, player in enumerate(game.players):
            pay = Fraction(str(float(other[variation.game.players[place]])))
            assert float(variation.payoff(place, pay)) == pytest.approx(float(found[player]))


@settings(max_examples=6, deadline=None)
@given(bimatrix_games(min_rows=2, max_rows=2, min_columns=2, max_columns=2))
def test_the_largest_and_least_of_optimal_strategies(game: Game) -> None:
    """In a game of constant sum: what an optimal strategy may play, in another order."""
    zero = bimatrix_zero(game)
    low, high = optimal_range(zero, "row", "1")
    other = optimal_range(permute_actions(zero).game, "row", "1")
    assert (low, high) == tuple(other)


def bimatrix_zero(game: Game) -> Game:
    """Return the game in which column gets what row loses."""
    actions = [infoset.actions for infoset in game.information_sets.values()]
    outcomes = game.outcomes()
    first = [[outcomes[a, b].payoffs["row"] for b in actions[1]] for a in actions[0]]
    return simultaneous_game([first, [[-pay for pay in line] for line in first]])


def test_stationary_equilibria() -> None:
    """Offers without end: names of the players and units of payoffs mean nothing."""
    plain = {tuple(e.payoffs.values()) for e in stationary(offers("A", "B", 1))}
    renamed = {tuple(e.payoffs.values()) for e in stationary(offers("Japan", "Russia", 1))}
    doubled = {tuple(p / 2 for p in e.payoffs.values()) for e in stationary(offers("A", "B", 2))}
    assert plain == renamed == doubled
    assert plain


def offers(first: str, second: str, unit: int) -> Rules[tuple[str, int, bool]]:
    """Alternating offers of thirds of a unit, with a discount factor of 1/2."""
    other = {first: second, second: first}

    def next_state(state: tuple[str, int, bool], move: str) -> tuple[str, int, bool]:
        proposer, demand, _ = state
        if demand < 0:
            return (proposer, int(move), False)
        return (proposer, demand, True) if move == "accept" else (other[proposer], -1, False)

    return Rules(
        players=(first, second),
        start=(first, -1, False),
        mover=lambda s: Turn.END if s[2] else s[0] if s[1] < 0 else other[s[0]],
        moves=lambda s: ("0", "1", "2", "3") if s[1] < 0 else ("accept", "reject"),
        next_state=next_state,
        payoffs=lambda s: {
            s[0]: unit * Fraction(s[1], 3),
            other[s[0]]: unit * (1 - Fraction(s[1], 3)),
        },
        discount=Fraction(1, 2),
        takes_time=lambda _, move: move == "reject",
    )


def test_a_wrong_solver_is_caught() -> None:
    """One that takes the first action everywhere depends on the order of actions."""
    game = battle_with_outside_option(2)

    def first_only(form: Game) -> list[Equilibrium]:
        return subgame_perfect(form)[:1]

    with pytest.raises(AssertionError, match="another order of actions changes the equilibria"):
        assert_invariant(first_only, permute_actions(game))


def test_refusals_teach() -> None:
    game = battle_with_outside_option(2)
    name = next(iter(game.information_sets))
    with pytest.raises(UnknownName):
        relabel_players(game, {"C": "D"})
    with pytest.raises(InvalidGame, match="same labels"):
        permute_actions(game, order=lambda labels: labels[:1])
    with pytest.raises(InvalidNumber, match="must be positive"):
        affine_payoffs(game, {game.players[0]: (0, 1)})
    with pytest.raises(InvalidGame, match="another label"):
        add_dominated_action(game, name, label=game.information_sets[name].actions[0])
    with pytest.raises(UnknownName):
        duplicate_action(game, name, "nothing")
    with pytest.raises(NotSupported):
        assert_invariant(lambda g: nash(g, method="none"), permute_actions(game))
