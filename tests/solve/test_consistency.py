"""Bayes' rule, updating and consistency, checked without a solver."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from negotiation.errors import InvalidProfile
from negotiation.game import Beliefs, Game, bayes_beliefs, profile_of
from negotiation.solve import ConsistencyWitness, certify, sequential
from negotiation.solve.consistency import (
    bayes_failures,
    belief_failures,
    consistency_failures,
    updating_failures,
)
from tests.support.games import (
    beer_quiche,
    independent_trembles,
    job_market,
    selten_horse,
    two_beliefs,
)

HALF = Fraction(1, 2)
GAMES = [selten_horse, beer_quiche, job_market, independent_trembles]


def beliefs_of(game: Game, **given: tuple[Fraction | int, ...]) -> Beliefs:
    """Beliefs by information set; certain where there is one node."""
    return Beliefs(
        game,
        tuple(
            tuple(map(Fraction, given.get(str(infoset.name), (1,))))
            for infoset in game.information_sets.values()
        ),
    )


class TestBayes:
    profile = profile_of(selten_horse(), {"first": "R", "second": "L", "third": "R"})

    def test_the_belief_on_the_path_is_derived(self) -> None:
        right = beliefs_of(self.profile.game, third=(0, 1))
        assert bayes_failures(self.profile, right) == ()
        wrong = beliefs_of(self.profile.game, third=(HALF, HALF))
        [failure] = bayes_failures(self.profile, wrong)
        assert failure == ("Bayes' rule gives 'L' probability 0 at 'third', the belief says 1/2")

    def test_off_the_path_anything_goes(self) -> None:
        off = profile_of(self.profile.game, {"first": "R", "second": "R", "third": "R"})
        assert bayes_failures(off, beliefs_of(off.game, third=(1, 0))) == ()

    def test_a_belief_is_a_distribution(self) -> None:
        [failure] = belief_failures(beliefs_of(self.profile.game, third=(HALF, 1)))
        assert failure == "the belief at 'third' is not a distribution"
        [failure] = belief_failures(
            bayes_beliefs(
                profile_of(self.profile.game, {"first": "R", "second": "R", "third": "R"})
            )
        )
        assert failure == "there is no belief at 'third'"


class TestUpdating:
    def test_the_trap_is_seen(self) -> None:
        """Stopping is best move by move, though going on twice pays 2 under the own belief.

        At ``earlier`` player 2 is sure of x and expects to choose B later, where the belief is
        sure of y.  Every single move is best under its belief.
        """
        game = two_beliefs()
        profile = profile_of(game, {"first": "out", "which": "x", "earlier": "stop", "later": "B"})
        beliefs = beliefs_of(game, earlier=(1, 0), later=(0, 1))
        assert bayes_failures(profile, beliefs) == ()
        [failure] = updating_failures(profile, beliefs)
        assert failure == (
            "the belief at 'earlier' updates to 1 for 'in / x / go' at 'later', the belief there "
            "says 0"
        )
        certificate = certify(profile, "perfect Bayesian", beliefs=beliefs)
        assert not certificate.holds
        assert certificate.largest_regret == 2
        assert certificate.failures == (failure,)

    def test_updated_beliefs_pass(self) -> None:
        game = two_beliefs()
        profile = profile_of(game, {"first": "out", "which": "x", "earlier": "go", "later": "A"})
        beliefs = beliefs_of(game, earlier=(HALF, HALF), later=(HALF, HALF))
        assert updating_failures(profile, beliefs) == ()


class TestConsistency:
    def test_no_witness_for_two_trembles_before_one(self) -> None:
        """Of (A, b), (B, a) and (B, b) the last is the least likely, whatever the labels.

        Tried for all orders up to 3 and a grid of coefficients: never does (B, b) get weight.
        """
        game = independent_trembles()
        profile = profile_of(game, {"first": "A", "second": "a", "third": "R"})
        beliefs = beliefs_of(game, second=(1, 0), third=(0, 0, 1))
        numbers = [Fraction(1, 2), Fraction(1)]
        tried = 0
        for k1, k2, c1, c2 in product((1, 2, 3), (1, 2, 3), numbers, numbers):
            witness = ConsistencyWitness(
                game, ((0, k1), (0, k2), (1, 0)), ((1, c1), (1, c2), (1, 1))
            )
            assert consistency_failures(profile, beliefs, witness)
            tried += 1
        assert tried == 36

    @pytest.mark.parametrize("build", GAMES)
    def test_trembles_go_to_the_assessment(self, build) -> None:  # noqa: ANN001 - a builder
        """The definition itself: full-support profiles, and their beliefs by Bayes' rule."""
        for equilibrium in sequential(build()):
            distances = []
            for epsilon in ("1/1000", "1/1000000"):
                profile = equilibrium.witness.tremble(epsilon)
                assert all(chance > 0 for row in profile.table for chance in row)
                pairs = [
                    *zip(profile.table, equilibrium.profile.table, strict=True),
                    *zip(bayes_beliefs(profile).table, equilibrium.beliefs.table, strict=True),
                ]
                distances.append(
                    max(
                        abs(one - other)
                        for near, limit in pairs
                        for one, other in zip(near, limit, strict=True)
                    )
                )
            assert distances[0] < Fraction(1, 20)
            assert distances[1] < Fraction(1, 20_000)

    def test_wrong_labels_are_named(self) -> None:
        [equilibrium] = sequential(selten_horse())
        game, witness = equilibrium.game, equilibrium.witness
        check = lambda orders, coefficients: consistency_failures(  # noqa: E731 - once, here
            equilibrium.profile,
            equilibrium.beliefs,
            ConsistencyWitness(game, orders, coefficients),
        )
        assert check(witness.orders, witness.coefficients) == ()
        [failure] = check(witness.orders[:2], witness.coefficients)
        assert failure == "the witness does not label every action of the game once"
        assert any(
            "order" in failure
            for failure in check(((0, 0), *witness.orders[1:]), witness.coefficients)
        )
        halved = tuple(tuple(each / 2 for each in row) for row in witness.coefficients)
        assert any("coefficient" in failure for failure in check(witness.orders, halved))
        negative = tuple(tuple(-each for each in row) for row in witness.orders)
        assert any("at least 0" in failure for failure in check(negative, witness.coefficients))

    def test_a_tremble_is_positive(self) -> None:
        [equilibrium] = sequential(selten_horse())
        with pytest.raises(InvalidProfile, match="epsilon is 0"):
            equilibrium.witness.tremble(0)

    def test_certificates_need_beliefs_and_witness(self) -> None:
        [equilibrium] = sequential(selten_horse())
        with pytest.raises(InvalidProfile, match="needs beliefs"):
            certify(equilibrium.profile, "perfect Bayesian")
        with pytest.raises(InvalidProfile, match="needs a consistency witness"):
            certify(equilibrium.profile, "sequential", beliefs=equilibrium.beliefs)

    def test_beliefs_must_fit_the_game(self) -> None:
        [equilibrium] = sequential(selten_horse())
        profile, game = equilibrium.profile, equilibrium.game
        whole = certify(profile, "perfect Bayesian", beliefs=Beliefs(game, ((1,), (1,), (0, 1))))
        assert whole.holds
        with pytest.raises(InvalidProfile, match="'third' has 1 numbers"):
            certify(profile, "perfect Bayesian", beliefs=Beliefs(game, ((1,), (1,), (1,))))
        with pytest.raises(InvalidProfile, match="one entry for each of the 3"):
            certify(profile, "perfect Bayesian", beliefs=Beliefs(game, ((1,),)))
        other = beliefs_of(two_beliefs(), earlier=(1, 0), later=(1, 0))
        with pytest.raises(InvalidProfile, match="another game"):
            certify(profile, "perfect Bayesian", beliefs=other)
