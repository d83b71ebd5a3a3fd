"""Nash equilibria: the values of the literature, and the definition on random trees."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
import sympy
from hypothesis import given, settings

from negotiation.errors import (
    ImperfectRecall,
    InvalidGame,
    NotSupported,
    TooLarge,
    TooManyEquilibria,
)
from negotiation.game import (
    BehaviourProfile,
    Chance,
    Decision,
    Game,
    Outcome,
    simultaneous_game,
)
from negotiation.solve import Equilibrium, nash, nash_components
from negotiation.testing import imperfect_information_games
from tests.poker import kuhn_poker
from tests.support import definition
from tests.support.games import irrational, selten_horse, trust
from tests.support.nash_games import (
    absent_minded_driver,
    bagwell,
    mckelvey_mclennan,
    myerson_4_2,
    nau_gomez_canovas_hansen,
    seventy_five,
    von_stengel_forges,
)
from tests.support.ultimatum import ultimatum

F = Fraction


def payoffs(equilibria: list[Equilibrium]) -> set[tuple[object, ...]]:
    return {tuple(equilibrium.payoffs.values()) for equilibrium in equilibria}


def first_actions(game: Game) -> list[tuple[object, ...]]:
    """For each equilibrium the probability of the first action at every information set."""
    return [
        tuple(distribution[0] for distribution in equilibrium.profile.table)
        for equilibrium in nash(game)
    ]


class TestTwoPlayers:
    def test_chicken(self) -> None:
        game = simultaneous_game(
            [[[6, 2], [7, 0]], [[6, 7], [2, 0]]], strategies=[["yield", "dare"]] * 2
        )
        assert payoffs(nash(game)) == {(2, 7), (7, 2), (F(14, 3), F(14, 3))}

    def test_bagwell(self) -> None:
        """Bagwell (1995): observing almost surely is not observing, in pure strategies."""
        found = nash(bagwell())
        assert payoffs(found) == {
            (4, 4),
            (F(393, 98), F(397, 100)),
            (F(489, 98), F(201, 100)),
        }
        [pure] = nash(bagwell(), method="pure")
        assert pure.payoffs == {"1": 4, "2": 4}
        assert pure.probability_of("S") == 0

    def test_myerson_4_2(self) -> None:
        """Myerson (1991), section 4.4: three equilibria."""
        assert payoffs(nash(myerson_4_2())) == {
            (4, 1),
            (F(5, 2), F(9, 4)),
            (F(8, 3), F(3, 2)),
        }

    def test_all_equilibria_of_von_stengel_and_forges_pay_the_same(self) -> None:
        assert payoffs(nash(von_stengel_forges())) == {(0, 6)}

    def test_kreps_trust(self) -> None:
        """Trusting pays 10 h − 5 (1 − h), so distrust is best exactly while h ≤ 1/3."""
        found = nash(trust())
        assert {equilibrium.path for equilibrium in found} == {("do not",)}
        assert {e.profile["answer"]["honour"] for e in found} == {0, F(1, 3)}
        [component] = nash_components(trust()).components
        assert len(component.subsets) == 1
        assert not component.is_isolated
        assert "infinitely many" in found[0].notes[0]

    def test_ultimatum_over_four_units(self) -> None:
        found = nash(ultimatum(4), method="pure")
        assert len(found) == 33
        assert payoffs(found) == {(4, 0), (3, 1), (2, 2), (1, 3), (0, 4), (0, 0)}

    def test_von_stengel_1999_through_the_tree(self) -> None:
        found = nash(simultaneous_game(seventy_five()))
        assert len(found) == 75
        assert all(equilibrium.certificate.holds for equilibrium in found)

    def test_nashpy_gives_the_same(self) -> None:
        for game in (bagwell(), myerson_4_2(), trust()):
            assert nash(game, method="nashpy") == nash(game, method="extreme")

    def test_the_all_zero_game_is_one_component(self) -> None:
        game = simultaneous_game([[[0] * 3] * 2] * 2)
        assert len(nash(game)) == 6
        [component] = nash_components(game).components
        assert [len(subset) for subset in component.subsets] == [6]

    def test_subsets_of_a_component_share_points(self) -> None:
        """Row 1 ties everywhere; the columns that keep it best meet in one pure strategy.

        With payoffs to the row player of row 1 = 1 always and row 2 = 2, 1, 0 against the three
        columns, and an indifferent column player, the equilibria are row 1 with P(1) ≤ P(3), row
        2 with P(1) ≥ P(3), and any mixture of rows with P(1) = P(3).
        """
        game = simultaneous_game([[[1, 1, 1], [2, 1, 0]], [[0] * 3] * 2])
        [component] = nash_components(game).components
        assert len(component.equilibria) == 6
        assert sorted(len(subset) for subset in component.subsets) == [3, 3, 4]

    def test_isolated_equilibria_are_components_of_their_own(self) -> None:
        game = simultaneous_game([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
        parts = nash_components(game)
        assert [component.is_isolated for component in parts.components] == [True] * 3
        assert list(parts.equilibria) == nash(game)

    def test_one_equilibrium_by_the_sequence_form(self) -> None:
        """Kuhn (1950): poker is worth -1/18.  Lemke ends at one of the equilibria of trust."""
        [poker] = nash(kuhn_poker(), method="zero-sum")
        assert poker.payoffs == {"1": F(-1, 18), "2": F(1, 18)}
        [one] = nash(trust(), method="lemke")
        assert one.outcomes in [equilibrium.outcomes for equilibrium in nash(trust())]
        assert one.verify()

    def test_payoffs_of_ten_to_the_nineteen(self) -> None:
        big = 10**19
        game = simultaneous_game(
            [[[big + 1, big], [big, big + 1]], [[big, big + 1], [big + 1, big]]]
        )
        [only] = nash(game)
        assert only.payoffs == {"row": F(2 * big + 1, 2), "column": F(2 * big + 1, 2)}

    def test_mixtures_that_behave_alike_are_one(self) -> None:
        """With two own sets behind a chance move, several mixtures are the same behaviour."""

        def guess(coin: str) -> Decision:
            ends = {call: Outcome({"A": 1, "B": 0}) for call in "xy"}
            return Decision("A", ends, f"saw {coin}")

        game = Game(
            ("A", "B"), Chance({"heads": ("1/2", guess("h")), "tails": ("1/2", guess("t"))})
        )
        tables = [equilibrium.profile.table for equilibrium in nash(game)]
        assert len(tables) == len(set(tables)) == 4


class TestOnePlayer:
    def test_every_best_strategy(self) -> None:
        game = simultaneous_game([[3, 1, 3]])
        assert first_actions(game) == [(1,), (0,)]

    def test_nothing_to_decide(self) -> None:
        [only] = nash(Game(("A", "B"), Outcome({"A": 1, "B": 2})))
        assert only.payoffs == {"A": 1, "B": 2}

    def test_players_without_a_choice_do_not_count(self) -> None:
        """A third player with one strategy leaves a game of two, solved as one."""
        pays = [[[3], [0]], [[5], [1]]]  # prisoners' dilemma for the first; mirrored for the second
        mirrored = [[[3], [5]], [[0], [1]]]
        game = simultaneous_game([pays, mirrored, [[[7], [8]], [[9], [10]]]])
        [only] = nash(game, method="extreme")
        assert only.payoffs == {"player 1": 1, "player 2": 1, "player 3": 10}


class TestMorePlayers:
    def test_mckelvey_and_mclennan(self) -> None:
        """Nine equilibria; the totally mixed ones by hand.

        With P(first strategy) = x, y, z indifference is (2y − 1)(12z − 3) = 0,
        (2x − 1)(12z − 4) = 0 and 13xy − 4x − 4y + 1 = 0, so (2/5, 1/2, 1/3), (1/2, 2/5, 1/4).
        """
        found = first_actions(mckelvey_mclennan())
        assert len(set(found)) == len(found) == 9
        mixed = {point for point in found if all(0 < chance < 1 for chance in point)}
        assert mixed == {(F(2, 5), F(1, 2), F(1, 3)), (F(1, 2), F(2, 5), F(1, 4))}

    def test_nau_gomez_canovas_and_hansen(self) -> None:
        """One equilibrium, irrational; by hand.

        Indifference is y = (2 − z)/(3 + z), x = (3 − 2z)/(4 − z) and 2xy = 3(1 − x)(1 − y), which
        leaves 2z² + 23z − 9 = 0.
        """
        [(x, y, z)] = first_actions(nau_gomez_canovas_hansen())
        root = sympy.sqrt(601)
        assert sympy.simplify(z - (root - 23) / 4) == 0
        assert sympy.simplify(y - (2 - z) / (3 + z)) == 0
        assert sympy.simplify(x - (3 - 2 * z) / (4 - z)) == 0

    def test_seltens_horse(self) -> None:
        """Selten (1975), section 5, with player 3's L the reply that rewards player 1's L.

        Either 1 plays L, 3 plays L and 2 plays R with at least 1/3 (else 1 would go R for
        4(1 − β) + β > 3), or 1 and 2 play R and 3 plays L with at most 1/4 (else 2 would go L).
        """
        found = nash(selten_horse())
        assert payoffs(found) == {(3, 2, 2), (1, 1, 1)}
        for equilibrium in found:
            profile = equilibrium.profile
            if equilibrium.payoffs["1"] == 3:
                assert profile["first"]["L"] == profile["third"]["L"] == 1
                assert profile["second"]["R"] >= F(1, 3)
            else:
                assert profile["first"]["R"] == profile["second"]["R"] == 1
                assert profile["third"]["L"] <= F(1, 4)
        classes = [equilibrium for equilibrium in found if equilibrium.free]
        conditions = {str(one) for equilibrium in classes for one in equilibrium.free}
        assert {"P(2: R) >= 1/3", "P(3: L) <= 1/4"} <= conditions
        assert all("same support" in equilibrium.notes[0] for equilibrium in classes)
        assert payoffs(nash(selten_horse(), method="pure")) == {(3, 2, 2), (1, 1, 1)}

    def test_an_irrational_equilibrium_found_another_way(self) -> None:
        """In the symmetric equilibrium each plays x with probability 1/√2."""
        half = sympy.sqrt(2) / 2
        symmetric = [p for p in first_actions(irrational()) if len({str(c) for c in p}) == 1]
        assert (half, half, half) in symmetric

    def test_roots_of_high_degree_are_exact(self) -> None:
        """A 2×2×2×2 game with an equilibrium that no square root writes down."""
        random = Random(2)  # noqa: S311 - test data
        cells = list(product((0, 1), repeat=4))
        paid = {cell: [random.randint(-9, 9) for _ in range(4)] for cell in cells}
        arrays = [
            [[[[paid[a, b, c, d][p] for d in (0, 1)] for c in (0, 1)] for b in (0, 1)]
             for a in (0, 1)]
            for p in range(4)
        ]  # fmt: skip
        found = nash(simultaneous_game(arrays))
        assert any(
            isinstance(number, sympy.Expr) and number.has(sympy.CRootOf)
            for equilibrium in found
            for distribution in equilibrium.profile.table
            for number in distribution
        )
        assert all(equilibrium.certificate.largest_regret == 0 for equilibrium in found)

    def test_the_same_as_extreme_equilibria_with_two_players(self) -> None:
        random = Random(11)  # noqa: S311 - test data
        for _ in range(20):
            game = simultaneous_game(
                [[[random.randint(-9999, 9999) for _ in range(3)] for _ in range(3)] for _ in "12"]
            )
            by_support = nash(game, method="support")
            assert not any(equilibrium.free for equilibrium in by_support)
            assert {e.profile.table for e in by_support} == {e.profile.table for e in nash(game)}


@given(imperfect_information_games(max_players=3))
@settings(max_examples=60, deadline=None)
def test_pure_equilibria_have_the_outcomes_of_the_definition(game: Game) -> None:
    by_definition = {
        frozenset(definition.reached(game, profile).items())
        for profile in definition.pure_nash(game)
    }
    found = nash(game, method="pure")
    assert {frozenset(equilibrium.outcomes.items()) for equilibrium in found} == by_definition
    assert all(definition.is_nash(game, dict(equilibrium.profile)) for equilibrium in found)


@given(imperfect_information_games(max_players=2))
@settings(max_examples=60, deadline=None)
def test_extreme_equilibria_are_equilibria_and_hold_the_pure_ones(game: Game) -> None:
    found = nash(game)
    assert found
    for equilibrium in found:
        assert equilibrium.verify()
        assert definition.is_nash(game, dict(equilibrium.profile))
    outcomes = [equilibrium.outcomes for equilibrium in found]
    assert all(pure.outcomes in outcomes for pure in nash(game, method="pure"))
    parts = nash_components(game)
    tables = {equilibrium.profile.table for equilibrium in parts.equilibria}
    assert tables == {equilibrium.profile.table for equilibrium in found}


def test_a_profile_moved_by_a_thousandth_fails() -> None:
    game = simultaneous_game([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    for equilibrium in nash(game):
        table = tuple(
            (row[0] - F(1, 1000), row[1] + F(1, 1000)) if row[0] else (F(1, 1000), F(999, 1000))
            for row in equilibrium.profile.table
        )
        moved = replace(equilibrium, profile=BehaviourProfile(game, table))
        assert equilibrium.verify()
        assert not moved.verify()


class TestRefusals:
    def test_an_unknown_method(self) -> None:
        with pytest.raises(NotSupported, match="'lemke-howson' is not known"):
            nash(trust(), method="lemke-howson")

    def test_no_game(self) -> None:
        with pytest.raises(InvalidGame, match="not a Game"):
            nash(Outcome({"A": 1}))  # type: ignore[arg-type]

    def test_methods_on_the_sequence_form(self) -> None:
        with pytest.raises(NotSupported, match=r"3 players.*solve\.nash"):
            nash(selten_horse(), method="lemke")
        with pytest.raises(NotSupported, match=r"payoffs sum to .*solve\.lemke"):
            nash(trust(), method="zero-sum")

    def test_extreme_equilibria_of_three(self) -> None:
        with pytest.raises(NotSupported, match="'1', '2', '3' all have a choice"):
            nash(selten_horse(), method="extreme")
        with pytest.raises(NotSupported, match="all have a choice"):
            nash_components(selten_horse())

    def test_imperfect_recall(self) -> None:
        with pytest.raises(ImperfectRecall, match="'crossing'"):
            nash(absent_minded_driver())

    @pytest.mark.parametrize("method", ["auto", "nashpy", "pure"])
    def test_more_than_the_limit(self, method: str) -> None:
        with pytest.raises(TooManyEquilibria):
            nash(simultaneous_game([[[0] * 3] * 3] * 2), method=method, limit=8)

    def test_more_than_the_limit_with_three_players(self) -> None:
        zero = [[[0] * 2] * 2] * 2
        with pytest.raises(TooManyEquilibria):
            nash(simultaneous_game([zero] * 3), limit=7)

    def test_irrational_payoffs_are_solved_in_pure_strategies_only(self) -> None:
        game = simultaneous_game([[[sympy.sqrt(2), 0], [0, 1]], [[1, 0], [0, 1]]])
        with pytest.raises(NotSupported, match=r"a payoff of 'row' is sqrt\(2\)"):
            nash(game)
        assert first_actions_of(nash(game, method="pure")) == [(1, 1), (0, 0)]

    def test_too_many_supports(self) -> None:
        pays = [[[[0] * 6] * 6] * 6] * 3
        with pytest.raises(NotSupported, match="250047 combinations of supports"):
            nash(simultaneous_game(pays), method="support")


def first_actions_of(equilibria: list[Equilibrium]) -> list[tuple[object, ...]]:
    return [tuple(row[0] for row in equilibrium.profile.table) for equilibrium in equilibria]


def test_a_deep_tree_of_few_strategies_is_solved_on_the_tree() -> None:
    """By hand: going on pays 1 and stopping 0; the reduced form would name 10^8 actions."""
    node: Outcome | Decision = Outcome({"A": 1})
    for number in range(10_000):
        node = Decision("A", {"stop": Outcome({"A": 0}), "go": node}, f"round {number}")
    game = Game(("A",), node)
    (found,) = nash(game)
    assert found.payoffs == {"A": 1}
    assert found.verify()
    assert "not all equilibria were looked for" in found.notes[-1]
    with pytest.raises(TooLarge, match="name 100010000 actions"):
        nash(game, method="all")
