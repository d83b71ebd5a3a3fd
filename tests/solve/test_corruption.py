"""Nothing that is nearly an equilibrium verifies: every solver's answer, moved by 1/1000.

Each game has isolated equilibria that are strict or totally mixed where it matters, so that moving
every probability at once leaves no equilibrium.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from negotiation.game import BehaviourProfile, Game, simultaneous_game
from negotiation.solve import (
    Equilibrium,
    backward_induction,
    certify,
    lemke,
    logit_limit,
    nash,
    perfect_bayesian,
    refine,
    sequential,
    subgame_perfect,
    zero_sum,
)
from negotiation.solve.two_seats import one_equilibrium_of_two
from tests.poker import kuhn_poker, stripped_down_poker
from tests.support.games import beer_quiche, job_market, trust
from tests.support.nash_games import bagwell, mckelvey_mclennan, nau_gomez_canovas_hansen
from tests.support.subgames import battle_with_outside_option, centipede, selten_figure_two

STEP = Fraction(1, 1000)

CHICKEN = simultaneous_game([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])

ANSWERS: dict[str, tuple[Callable[[Game], list[Equilibrium]], Game]] = {
    "backward_induction": (lambda game: [backward_induction(game)], centipede(6)),
    "subgame_perfect": (subgame_perfect, selten_figure_two()),
    "subgame_perfect, mixed": (subgame_perfect, battle_with_outside_option(2)),
    "subgame_perfect, pure": (
        lambda game: subgame_perfect(game, pure=True),
        battle_with_outside_option(2),
    ),
    "nash": (nash, CHICKEN),
    "nash, nashpy": (lambda game: nash(game, method="nashpy"), CHICKEN),
    "nash, pure": (lambda game: nash(game, method="pure"), bagwell()),
    "nash, support": (lambda game: nash(game, method="support"), mckelvey_mclennan()),
    "nash, lemke": (lambda game: nash(game, method="lemke"), stripped_down_poker()),
    "nash, zero-sum": (lambda game: nash(game, method="zero-sum"), kuhn_poker()),
    "nash, logit": (lambda game: nash(game, method="logit"), nau_gomez_canovas_hansen()),
    "lemke": (lambda game: [lemke(game)], stripped_down_poker()),
    "one of two, constant sum": (lambda game: [one_equilibrium_of_two(game)], kuhn_poker()),
    "one of two": (lambda game: [one_equilibrium_of_two(game)], CHICKEN),
    "logit_limit": (lambda game: [logit_limit(game)], nau_gomez_canovas_hansen()),
    "zero_sum": (lambda game: [zero_sum(game)], stripped_down_poker()),
    "perfect_bayesian": (perfect_bayesian, beer_quiche()),
    "sequential": (sequential, job_market()),
    "sequential, perfect information": (sequential, trust()),
    "refine": (lambda game: refine(sequential(game), "intuitive").kept, beer_quiche()),
}


def moved(profile: BehaviourProfile) -> BehaviourProfile:
    """Move 1/1000 of probability from the likeliest action to the next, everywhere."""

    def row(chances: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        if len(chances) == 1:
            return chances
        most = max(range(len(chances)), key=chances.__getitem__)
        other = (most + 1) % len(chances)
        return tuple(
            chance - STEP if place == most else chance + STEP if place == other else chance
            for place, chance in enumerate(chances)
        )

    return BehaviourProfile(profile.game, tuple(row(chances) for chances in profile.table))


@pytest.mark.parametrize("solver", list(ANSWERS))
def test_a_profile_moved_by_a_thousandth_fails(solver: str) -> None:
    solve, game = ANSWERS[solver]
    found = solve(game)
    assert found
    for equilibrium in found:
        assert equilibrium.verify()
        profile = moved(equilibrium.profile)
        again = certify(
            profile,
            equilibrium.concept,
            beliefs=equilibrium.beliefs,
            witness=equilibrium.witness,
        )
        assert not again.holds
        assert not replace(equilibrium, profile=profile).verify()
        # Not even with a certificate of its own: the regrets themselves are positive.
        assert not replace(equilibrium, profile=profile, certificate=again).verify()
