"""Subgame-perfect equilibria with imperfect information: literature, definition, hand algebra."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from sympy import Rational, sqrt

from negotiation.errors import (
    ImperfectRecall,
    MissingParameter,
    NotSupported,
    TooManyEquilibria,
)
from negotiation.game import Chance, Decision, Game, Node, Outcome
from negotiation.solve import Equilibrium, nash, subgame_perfect
from negotiation.testing import imperfect_information_games
from tests.support import definition
from tests.support.games import irrational, pay, selten_horse, trust
from tests.support.nash_games import absent_minded_driver
from tests.support.subgames import (
    Stage,
    battle,
    battle_with_outside_option,
    burning_money,
    centipede,
    chain_store,
    entry_deterrence,
    fehr_schmidt_ultimatum,
    forgotten_move,
    selten_figure_two,
    stage_node,
)

F = Fraction
MEET: Stage = {("x", "x"): (1, 1), ("x", "y"): (0, 0), ("y", "x"): (0, 0), ("y", "y"): (1, 1)}


def choices(equilibrium: Equilibrium) -> frozenset[tuple[object, str | None]]:
    return frozenset((name, equilibrium.profile.choice(name)) for name in equilibrium.profile)


def payoffs(equilibria: list[Equilibrium]) -> set[tuple[object, ...]]:
    return {tuple(equilibrium.payoffs.values()) for equilibrium in equilibria}


class TestPublished:
    def test_battle_of_the_sexes_with_an_outside_option(self) -> None:
        """By hand: the battle pays player 1 3, 1 or 3/4; only 3 is worth entering for 2.

        In the mixed equilibrium each goes to the own favourite with probability 3/4.
        """
        found = subgame_perfect(battle_with_outside_option(2))
        assert [equilibrium.path for equilibrium in found] == [("in", "b", "b"), ("out",), ("out",)]
        rows = [[row[0] for row in equilibrium.profile.table] for equilibrium in found]
        assert rows == [[1, 1, 1], [0, F(3, 4), F(1, 4)], [0, 0, 0]]
        assert all(equilibrium.notes == () for equilibrium in found)
        assert len(subgame_perfect(battle_with_outside_option(2), pure=True)) == 2

    def test_an_outside_option_worth_as_much_as_the_battle(self) -> None:
        """Worth 1, it ties with the second equilibrium of the battle: four equilibria."""
        found = subgame_perfect(battle_with_outside_option(1))
        assert sorted(equilibrium.path[0] for equilibrium in found) == ["in", "in", "out", "out"]
        tied = [equilibrium for equilibrium in found if equilibrium.notes]
        assert len(tied) == 2
        assert {note for equilibrium in tied for note in equilibrium.notes} == {
            "at the root: the mover is indifferent; mixing gives further equilibria"
        }

    @pytest.mark.parametrize(
        ("cost", "burning", "all_together"), [("1", 2, 9), ("9/4", 1, 10), ("5/2", 0, 9)]
    )
    def test_burning_money(self, cost: str, burning: int, all_together: int) -> None:
        """By hand: three continuations after each move, worth 3, 1, 3/4 less what was burnt.

        Burning is chosen where the continuation after it is worth at least that after keeping:
        for a cost of 1 with 2 against 1 or 3/4; for 9/4 with 3/4 against 3/4, a tie; above that
        never, and not even in a Nash equilibrium, since keeping guarantees 3/4.
        """
        game = burning_money(cost)
        found = subgame_perfect(game)
        assert len(found) == all_together
        assert sum(equilibrium.path[0] == "burn" for equilibrium in found) == burning
        if not burning:
            assert all(each.profile["money"]["burn"] == 0 for each in nash(game))

    @pytest.mark.parametrize("nodes", [4, 6])
    def test_centipede_takes_at_once(self, nodes: int) -> None:
        [found] = subgame_perfect(centipede(nodes))
        assert found.path == ("take",)
        assert set(choices(found)) == {(f"node {place}", "take") for place in range(1, nodes + 1)}
        assert found.payoffs == {"1": F(2, 5), "2": F(1, 10)}

    def test_entry_is_not_deterred(self) -> None:
        """Fighting is a Nash equilibrium with an empty threat; only sharing is subgame perfect."""
        [found] = subgame_perfect(entry_deterrence())
        assert found.path == ("in", "share")
        assert (0, 2) in payoffs(nash(entry_deterrence()))

    def test_the_chain_store_shares_in_every_market(self) -> None:
        """Selten (1978): backward induction, although fighting early would deter."""
        [found] = subgame_perfect(chain_store(3))
        assert found.path == ("in", "share") * 3
        assert found.payoffs == {"1": 1, "2": 1, "3": 1, "S": 3}

    def test_selten_1975_figure_two(self) -> None:
        [found] = subgame_perfect(selten_figure_two())
        assert choices(found) == {("first", "R"), ("last", "l"), ("middle", "R")}
        assert found.payoffs == {"1": 1, "2": 1}

    def test_kreps_trust_is_not_placed(self) -> None:
        """Nash equilibria honour with probability at most 1/3 here (10p - 5(1-p) <= 0)."""
        [found] = subgame_perfect(trust())
        assert found.path == ("do not",)
        assert found.profile.choice("answer") == "abuse"
        assert {e.profile["answer"]["honour"] for e in nash(trust())} <= {0, F(1, 3)}

    @pytest.mark.parametrize(("cake", "offers"), [(10, {4}), (9, {3, 4})])
    def test_fehr_and_schmidt(self, cake: int, offers: set[int]) -> None:
        """The responder accepts from a third of the cake on; at exactly a third it is a tie."""
        found = subgame_perfect(fehr_schmidt_ultimatum(cake))
        assert {each.path for each in found} == {(f"offer {own}", "accept") for own in offers}
        assert len(found) == len(offers)

    def test_seltens_horse_has_no_proper_subgame(self) -> None:
        game = selten_horse()
        found = subgame_perfect(game)
        assert {each.profile.table for each in found} == {e.profile.table for e in nash(game)}
        assert payoffs(found) == {(3, 2, 2), (1, 1, 1)}
        assert {each.concept for each in found} == {"subgame perfect"}
        assert any(each.free for each in found)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(imperfect_information_games(max_players=3))
def test_pure_equilibria_are_those_of_the_definition(game: Game) -> None:
    """Every pure profile is tested in every subgame against every pure deviation strategy."""
    by_definition = {
        frozenset(profile.items()) for profile in definition.pure_subgame_perfect(game)
    }
    found = subgame_perfect(game, pure=True)
    assert {choices(each) for each in found} == by_definition
    assert len(found) == len(by_definition)
    assert all(each.certificate.largest_regret == 0 and not each.notes for each in found)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(imperfect_information_games(max_players=3))
def test_mixed_equilibria_meet_the_definition_and_hold_the_pure_outcomes(game: Game) -> None:
    found = subgame_perfect(game)
    assert found  # Selten (1965) with Nash (1951): one always exists
    for equilibrium in found:
        assert equilibrium.verify()
        assert definition.is_subgame_perfect(game, dict(equilibrium.profile))
    assert len({equilibrium.profile.table for equilibrium in found}) == len(found)
    outcomes = [equilibrium.outcomes for equilibrium in found]
    assert all(each.outcomes in outcomes for each in subgame_perfect(game, pure=True))


def two_by_two(pays: Stage) -> list[tuple[F, F]]:
    """List the payoffs of a 2×2 game's equilibria; no two payoffs of a player are equal."""
    first, second = ("x", "y"), ("x", "y")
    found: list[tuple[F, F]] = []
    for row, column in product(first, second):
        one = all(pays[row, column][0] >= pays[other, column][0] for other in first)
        two = all(pays[row, column][1] >= pays[row, other][1] for other in second)
        if one and two:
            found.append((F(pays[row, column][0]), F(pays[row, column][1])))
    (a, b), (c, d) = ([F(pays[row, column][0]) for column in second] for row in first)
    (e, f), (g, h) = ([F(pays[row, column][1]) for column in second] for row in first)
    if (a - c) * (d - b) > 0 and (e - f) * (h - g) > 0:  # each can make the other indifferent
        found.append(((a * d - b * c) / (a - b - c + d), (e * h - f * g) / (e - f - g + h)))
    return found


def test_all_equilibria_of_a_choice_between_two_stages() -> None:
    """Player 1 picks one of two generic 2×2 games, or an outside payoff; solved by hand algebra."""
    random = Random(3)  # noqa: S311 - repeatable test data
    mixed = 0
    for _ in range(120):
        stages: list[Stage] = []
        for _ in range(2):
            one, two = (random.sample(range(-20, 20), 4) for _ in range(2))
            cells = product("xy", "xy")
            stages.append(dict(zip(cells, zip(one, two, strict=True), strict=True)))
        outside = F(random.randint(-60, 60), 7)
        ways: dict[str, Node] = {
            name: stage_node(stage, name) for name, stage in zip("LR", stages, strict=True)
        }
        game = Game(("1", "2"), Decision("1", {**ways, "out": pay(outside, 0)}, "way"))
        expected = []
        for left, right in product(*map(two_by_two, stages)):
            ends = (left, right, (outside, F(0)))
            best = max(end[0] for end in ends)
            expected += [end for end in ends if end[0] == best]
        found = subgame_perfect(game)
        assert sorted(tuple(each.payoffs.values()) for each in found) == sorted(expected)
        mixed += any(not each.profile.is_pure for each in found)
    assert mixed > 20


class TestContinua:
    def test_the_notes_say_what_was_continued(self) -> None:
        """Player 2 is indifferent in the stage, player 1 not: an edge of equilibria, two ends."""
        stage: Stage = {
            ("x", "x"): (3, 1),
            ("x", "y"): (1, 1),
            ("y", "x"): (0, 0),
            ("y", "y"): (0, 0),
        }
        game = Game(("1", "2"), Decision("1", {"in": stage_node(stage, "in"), "out": pay(2, 0)}))
        found = subgame_perfect(game)
        assert [each.path for each in found] == [("in", "x", "x"), ("out",)]
        for each in found:
            assert each.notes == (
                (
                    "in the subgame after 'in': one of 2 extreme points of a connected set of "
                    "equilibria: there are infinitely many; only the representatives that are "
                    "returned were continued above"
                ),
            )
        assert not any(each.notes for each in subgame_perfect(game, pure=True))

    def test_a_decision_problem_has_all_its_best_plans(self) -> None:
        """One player chooses twice without seeing chance in between; the plans ll and rr tie."""
        inner = {
            side: Decision("A", {move: Outcome({"A": int(move == side)}) for move in "lr"}, "guess")
            for side in "lr"
        }
        game = Game(("A",), Chance({side: ("1/2", inner[side]) for side in "lr"}))
        assert [each.profile.choice("guess") for each in subgame_perfect(game)] == ["l", "r"]
        assert all("infinitely many" in each.notes[0] for each in subgame_perfect(game))

    def test_many_places_are_counted(self) -> None:
        """Four stages in which nothing matters, each with the four corners as extreme points."""
        flat: Stage = dict.fromkeys(MEET, (0, 0))
        stages = {f"c{place}": (F(1, 4), stage_node(flat, f"c{place}")) for place in range(4)}
        found = subgame_perfect(Game(("1", "2"), Chance(stages)))
        assert len(found) == 4**4
        [note] = found[0].notes
        assert note.startswith("in the subgame after 'c0', the subgame after 'c1'")
        assert "and 1 more: one of 4 extreme points" in note


class TestPayoffEquivalence:
    def test_counts_are_products_and_nothing_is_built_beyond_the_limit(self) -> None:
        """3000 ties in a row below a stage: 2^3000 equilibria with one payoff."""
        node: Node = pay(0, 0)
        for _ in range(3000):
            node = Decision("1", {"stop": pay(0, 0), "go on": node})
        both = stage_node(dict(MEET), "meet")
        game = Game(("1", "2"), Decision("2", {"on": node, "meet": both}))
        with pytest.raises(TooManyEquilibria) as caught:
            subgame_perfect(game)
        assert caught.value.exact
        # 2 finds meeting (worth 1, 1 and 1/2) better than 0, whatever follows otherwise.
        assert caught.value.count == 3 * 2**3000

    def test_pure_counts_of_a_stage_played_twice(self) -> None:
        """By hand: both coordinations in each of four second rounds, 2^4 ways.

        In the first round a coordination is worth 1 more than a deviation, and every continuation
        the same: 2 equilibria for each of the 16 ways.
        """
        moves = list(MEET)

        def second(first: tuple[str, str]) -> Decision:
            total: Stage = {
                cell: (F(one) + F(MEET[first][0]), F(two) + F(MEET[first][1]))
                for cell, (one, two) in MEET.items()
            }
            return stage_node(total, f"second after {first}")

        rows = {
            row: Decision("2", {column: second((row, column)) for column in "xy"}, "2 first")
            for row in "xy"
        }
        game = Game(("1", "2"), Decision("1", rows, "1 first"))
        assert len(moves) == 4
        found = subgame_perfect(game, pure=True)
        assert len(found) == 32
        assert len(subgame_perfect(game, pure=True, limit=32)) == 32
        with pytest.raises(TooManyEquilibria) as caught:
            subgame_perfect(game, pure=True, limit=31)
        assert caught.value.count == 32
        assert caught.value.exact

    def test_a_subgame_without_a_pure_equilibrium(self) -> None:
        pennies: Stage = {
            ("x", "x"): (1, 0),
            ("x", "y"): (0, 1),
            ("y", "x"): (0, 1),
            ("y", "y"): (1, 0),
        }
        ways: dict[str, Node] = {"play": stage_node(pennies, "play"), "out": pay(5, 5)}
        game = Game(("1", "2"), Decision("1", ways, "way"))
        assert subgame_perfect(game, pure=True) == []
        [found] = subgame_perfect(game)
        assert found.path == ("out",)
        assert set(found.profile["1 | play"].values()) == {F(1, 2)}


class TestNumbers:
    def test_irrational_payoffs_in_pure_equilibrium(self) -> None:
        """sqrt(2) and sqrt(3) add up to sqrt(5 + 2 sqrt(6)): the stage ties."""
        tie = sqrt(2) + sqrt(3)
        stage: Stage = {
            ("x", "x"): (tie, 0),
            ("x", "y"): (0, 0),
            ("y", "x"): (sqrt(5 + 2 * sqrt(6)), 0),
            ("y", "y"): (Rational(1, 2), 0),
        }
        game = Game(("1", "2"), stage_node(stage, "start"))
        found = {tuple(each.path) for each in subgame_perfect(game, pure=True)}
        assert found == {("x", "x"), ("y", "x"), ("y", "y")}

    def test_irrational_equilibria_are_continued(self) -> None:
        """Three players: the mixed equilibrium has probability 1/sqrt(2), worth 1 to each."""
        stage = irrational().root
        game = Game(("1", "2", "3"), Decision("1", {"in": stage, "out": pay("9/10", 0, 0)}, "way"))
        found = [each for each in subgame_perfect(game) if not each.profile.is_pure]
        assert any(each.profile["third"]["x"] == sqrt(2) / 2 for each in found)
        assert all(each.verify() for each in found)


class TestRefusals:
    def test_forgetting(self) -> None:
        with pytest.raises(ImperfectRecall, match="'crossing'"):
            subgame_perfect(absent_minded_driver())
        for pure in (True, False):
            with pytest.raises(ImperfectRecall, match="'second move'"):
                subgame_perfect(forgotten_move(), pure=pure)

    def test_symbols(self) -> None:
        from sympy import symbols

        with pytest.raises(MissingParameter, match="gain"):
            subgame_perfect(
                Game(("1", "2"), stage_node({**MEET, ("x", "x"): (symbols("gain"), 1)}, "s"))
            )

    def test_too_many_at_once(self) -> None:
        """Seven battles behind chance have 3^7 = 2187 equilibria."""
        ways = {f"c{place}": (F(1, 7), battle(0, f"c{place}")) for place in range(7)}
        with pytest.raises(TooManyEquilibria) as caught:
            subgame_perfect(Game(("1", "2"), Chance(ways)), limit=2000)
        assert 2000 < caught.value.count <= 2187
        assert caught.value.count == 2187 or not caught.value.exact

    def test_a_subgame_that_is_too_large_is_named(self) -> None:
        """Five players mix at once after 'in'; the pure equilibria are still found."""
        names = tuple("12345")

        def leaf(moves: tuple[str, ...]) -> Outcome:
            ones = moves.count("x")
            return Outcome(
                {
                    name: ones % 3 if move == "x" else 1
                    for name, move in zip(names, moves, strict=True)
                }
            )

        level: list[Node] = [leaf(moves) for moves in product("xy", repeat=5)]
        for name in reversed(names):
            level = [
                Decision(name, {"x": level[k], "y": level[k + 1]}, f"{name} moves")
                for k in range(0, len(level), 2)
            ]
        out = Outcome(dict.fromkeys(names, 0))
        game = Game(names, Decision("1", {"in": level[0], "out": out}, "way"))
        with pytest.raises(NotSupported, match=r"the subgame after 'in': .*pure=True"):
            subgame_perfect(game)
        found = subgame_perfect(game, pure=True)
        assert found
        assert all(each.verify() for each in found)
