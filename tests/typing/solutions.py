"""Types of what solvers give.

The functions are checked, not called; see `tests.typing.games`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_type

from negotiation import Equilibrium, Game, Model, solve
from negotiation.errors import TooManyEquilibria
from negotiation.exact import Number
from negotiation.game import BehaviourProfile, Beliefs
from negotiation.solve import Certificate, Regret


def solvers(game: Game, model: Model) -> None:
    assert_type(solve.subgame_perfect(game), list[Equilibrium])
    assert_type(solve.subgame_perfect(game, limit=5), list[Equilibrium])
    assert_type(solve.backward_induction(game), Equilibrium)
    assert_type(solve.count_subgame_perfect(game, limit=9), tuple[int, bool])
    solve.subgame_perfect(model)  # type: ignore[arg-type]  # a family of games
    solve.subgame_perfect(game, 5)  # type: ignore[call-arg, arg-type]  # options are keywords
    solve.subgame_perfect(game, limit="many")  # type: ignore[arg-type]  # no number


def equilibria(equilibrium: Equilibrium) -> None:
    assert_type(equilibrium.concept, str)
    assert_type(equilibrium.game, Game)
    assert_type(equilibrium.profile, BehaviourProfile)
    assert_type(equilibrium.profile["h"], Mapping[str, Number])
    assert_type(equilibrium.payoffs, Mapping[str, Number])
    assert_type(equilibrium.outcomes, Mapping[tuple[str, ...], Number])
    assert_type(equilibrium.path, tuple[str, ...])
    assert_type(equilibrium.probability_of("accept"), Number)
    assert_type(equilibrium.beliefs, Beliefs | None)
    assert_type(equilibrium.certificate, Certificate)
    assert_type(equilibrium.certificate.regrets[0], Regret)
    assert_type(equilibrium.certificate.largest_regret, Number)
    assert_type(equilibrium.verify(), bool)
    equilibrium.concept = "Nash"  # type: ignore[misc]  # an answer does not change
    equilibrium.probability_of(5)  # type: ignore[arg-type]  # no label


def errors(error: TooManyEquilibria) -> None:
    assert_type(error.count, int)
    assert_type(error.exact, bool)
