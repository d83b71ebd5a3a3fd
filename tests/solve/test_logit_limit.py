"""One equilibrium from the logit branch: published limits, and regrets by hand from the payoffs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
import sympy

from negotiation.errors import ImperfectRecall, InvalidNumber, NotSupported, SolverFailed, TooLarge
from negotiation.exact import Number, sign
from negotiation.game import Chance, Decision, Game, Outcome, simultaneous_game
from negotiation.solve import Equilibrium, certify, logit_limit, nash, subgame_perfect
from tests.poker import kuhn_poker
from tests.support.games import beer_quiche, irrational, selten_horse
from tests.support.nash_games import absent_minded_driver, nau_gomez_canovas_hansen

F = Fraction

Arrays = Sequence[Mapping[tuple[int, ...], int | Fraction]]
"""For each player the payoff of every combination of strategies."""


def random_arrays(shape: tuple[int, ...], source: Random) -> Arrays:
    return [{cell: source.randint(0, 9) for cell in product(*map(range, shape))} for _ in shape]


def nested(
    array: Mapping[tuple[int, ...], int | Fraction],
    shape: tuple[int, ...],
    cell: tuple[int, ...] = (),
) -> object:
    if len(cell) == len(shape):
        return array[cell]
    return [nested(array, shape, (*cell, place)) for place in range(shape[len(cell)])]


def game_of(arrays: Arrays, shape: tuple[int, ...]) -> Game:
    return simultaneous_game([nested(array, shape) for array in arrays])


def regret_by_hand(equilibrium: Equilibrium, arrays: Arrays, shape: tuple[int, ...]) -> Number:
    """From the definition: what the best pure strategy adds to the mixture, at most."""
    mixture = equilibrium.profile.table
    most: Number = F(0)
    for player, array in enumerate(arrays):
        gains: list[Number] = [F(0)] * shape[player]
        for cell in product(*map(range, shape)):
            weight: Number = F(array[cell])
            for other, place in enumerate(cell):
                if other != player:
                    weight = weight * mixture[other][place]
            gains[cell[player]] = gains[cell[player]] + weight
        value = sum((p * g for p, g in zip(mixture[player], gains, strict=True)), F(0))
        for gain in gains:
            if sign(gain - value - most) > 0:
                most = gain - value
    return most


class TestPublished:
    def test_the_unique_irrational_equilibrium(self) -> None:
        """Nau, Gomez Canovas and Hansen (2004): one equilibrium, with the root of 601."""
        [found] = nash(nau_gomez_canovas_hansen(), method="logit")
        [only] = nash(nau_gomez_canovas_hansen(), method="support")
        assert found.is_exact
        assert found.profile["player 1"]["1"] == (53 - sympy.sqrt(601)) / 46
        assert all(
            sign(one - other) == 0
            for row, others in zip(found.profile.table, only.profile.table, strict=True)
            for one, other in zip(row, others, strict=True)
        )

    def test_the_limit_is_risk_dominant(self) -> None:
        """In 2x2 coordination the branch ends at the risk-dominant equilibrium (Turocy 2005).

        Deviating from the stag loses 9 - 8 = 1, from the hare 7, so that the hare is safer.
        """
        stag_hunt = simultaneous_game([[[9, 0], [8, 7]], [[9, 8], [0, 7]]])
        assert logit_limit(stag_hunt).payoffs == {"row": 7, "column": 7}

    def test_the_limit_of_the_horse_is_sequential(self) -> None:
        """McKelvey and Palfrey (1998): so it is not the Nash equilibrium that pays (3, 2, 2)."""
        assert logit_limit(selten_horse()).payoffs == {"1": 1, "2": 1, "3": 1}

    def test_beer(self) -> None:
        assert logit_limit(beer_quiche()).payoffs == {"1": F(29, 10), "2": F(9, 10)}

    def test_three_players_with_the_root_of_one_half(self) -> None:
        """Even play is no equilibrium there; the totally mixed one plays x with 1/√2."""
        found = logit_limit(irrational())
        assert found.is_exact
        assert found.verify()

    def test_poker_is_numerical_and_says_so(self) -> None:
        """Kuhn (1950): -1/18.  The limit lies within a continuum, whose point is not rational."""
        found = logit_limit(kuhn_poker(), tolerance="1/100000")
        assert not found.is_exact
        assert 0 < found.certificate.largest_regret <= found.certificate.tolerance == F(4, 100000)
        assert abs(found.payoffs["1"] + F(1, 18)) <= 2 * found.certificate.tolerance
        assert found.verify()
        assert not replace(
            found, certificate=replace(found.certificate, tolerance=F(1, 10**9))
        ).verify()
        assert not certify(found.profile, "Nash").holds
        text = str(found)
        assert text.startswith("Nash equilibrium (approximate)")
        assert "certificate: approximate: no player gains more than" in text
        assert "note: numerical" in text
        assert "(approximate)" in found._repr_html_()


@pytest.mark.parametrize(
    "shape", [(2, 2, 2), (2, 3, 2), (3, 3, 3), (2, 2, 2, 2), (3, 4), (1, 3, 2)]
)
def test_regrets_by_hand_are_zero(shape: tuple[int, ...]) -> None:
    source = Random(str(shape))  # noqa: S311 - draws of games, no secret
    for _ in range(3):
        arrays = random_arrays(shape, source)
        found = logit_limit(game_of(arrays, shape))
        assert found.is_exact
        assert regret_by_hand(found, arrays, shape) == 0


def test_it_is_one_of_those_of_support_enumeration() -> None:
    shape = (2, 2, 2)
    source = Random(3)  # noqa: S311 - draws of games, no secret
    for _ in range(5):
        game = game_of(random_arrays(shape, source), shape)
        tables = [each.profile.table for each in nash(game, method="support")]
        table = logit_limit(game).profile.table
        assert any(
            all(
                sign(one - other) == 0
                for row, others in zip(table, listed, strict=True)
                for one, other in zip(row, others, strict=True)
            )
            for listed in tables
        )


class TestBeyondSupportEnumeration:
    def test_auto_falls_to_it_and_says_why(self) -> None:
        shape = (5, 5, 5)
        arrays = random_arrays(shape, Random(4))  # noqa: S311 - one game, no secret
        game = game_of(arrays, shape)
        [found] = nash(game)
        assert regret_by_hand(found, arrays, shape) == found.certificate.largest_regret
        assert found.is_exact or found.certificate.holds
        assert "not all equilibria were looked for" in found.notes[-1]
        assert "combinations of supports" in found.notes[-1]
        assert "not all equilibria were looked for" in str(found)
        for method in ("all", "support"):
            with pytest.raises(TooLarge, match="combinations of supports"):
                nash(game, method=method)

    def test_too_many_players_who_mix_is_seen_before_anything_is_solved(self) -> None:
        shape = (2,) * 5
        game = game_of([dict.fromkeys(product(*map(range, shape)), 0)] * 5, shape)
        with pytest.raises(TooLarge, match="a support in which 5 players mix"):
            nash(game, method="support")
        [found] = nash(game)
        assert found.is_exact
        assert set(found.profile["player 1"].values()) == {F(1, 2)}

    def test_a_form_of_too_many_cells(self) -> None:
        """Nine players with five strategies each: the form has 5^9 cells, the tree fewer nodes."""

        def vote(number: int) -> Decision | Outcome:
            if number == 9:
                return Outcome({str(player): 1 for player in range(9)})
            ways = {f"leave {k}": Outcome({str(p): k for p in range(9)}) for k in range(4)}
            return Decision(str(number), {**ways, "stay": vote(number + 1)}, f"set {number}")

        [found] = nash(Game(tuple(map(str, range(9))), vote(0)))
        assert found.payoffs["0"] == 3
        assert "strategy combinations" in found.notes[-1]

    def test_a_subgame_is_not_continued_from_a_numerical_answer(self) -> None:
        pays = [[[[0] * 6] * 6] * 6] * 3
        with pytest.raises(NotSupported, match="combinations of supports"):
            subgame_perfect(simultaneous_game(pays))

    def test_the_time_limit_of_support_enumeration(self) -> None:
        game = game_of(random_arrays((2, 2, 2), Random(5)), (2, 2, 2))  # noqa: S311 - one game
        with pytest.raises(SolverFailed, match="are incomplete"):
            nash(game, method="support", time_limit=0)
        [found] = nash(game, time_limit=0)
        assert "are incomplete" in found.notes[-1]


class TestOddGames:
    def test_a_chance_move_and_a_player_without_choice(self) -> None:
        inner = Decision(
            "B", {"x": Outcome({"A": 0, "B": 1, "C": 2}), "y": Outcome(dict.fromkeys("ABC", 0))}
        )
        outer = Chance({"up": ("1/3", inner), "down": ("2/3", Outcome(dict.fromkeys("ABC", 3)))})
        found = logit_limit(Game(("A", "B", "C"), outer))
        assert found.payoffs == {"A": 2, "B": F(7, 3), "C": F(8, 3)}

    def test_nothing_to_decide(self) -> None:
        assert logit_limit(Game(("A",), Outcome({"A": 5}))).payoffs == {"A": 5}

    @pytest.mark.parametrize("scales", [(10**19, 1, 1), (F(1, 10**9), 7, 10**30)])
    def test_units_do_not_matter(self, scales: tuple[Fraction, ...]) -> None:
        shape = (2, 2, 2)
        arrays = random_arrays(shape, Random(8))  # noqa: S311 - one game, no secret
        scaled = [
            {cell: scale * pay + 10**19 for cell, pay in array.items()}
            for scale, array in zip(scales, arrays, strict=True)
        ]
        plain = logit_limit(game_of(arrays, shape))
        assert logit_limit(game_of(scaled, shape)).profile.table == plain.profile.table

    def test_irrational_payoffs_may_be_pure(self) -> None:
        game = Game(
            ("A",), Decision("A", {"x": Outcome({"A": sympy.sqrt(2)}), "y": Outcome({"A": 1})})
        )
        assert logit_limit(game).payoffs == {"A": sympy.sqrt(2)}

    def test_refusals(self) -> None:
        with pytest.raises(ImperfectRecall, match="'crossing'"):
            logit_limit(absent_minded_driver())
        with pytest.raises(InvalidNumber, match="the tolerance is 0"):
            logit_limit(selten_horse(), tolerance=0)
        with pytest.raises(SolverFailed, match="allow a larger tolerance") as caught:
            logit_limit(kuhn_poker(), tolerance="1/1000000", most_points=12)
        assert caught.value.residual is not None
        assert caught.value.residual > 0
