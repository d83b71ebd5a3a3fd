"""Hypothesis strategies and checks for test suites of models (extra ``testing``).

The names are loaded when they are first used, so that the entry point that Hypothesis calls at
its start costs nothing.

>>> from negotiation.testing import assert_equilibrium, parameters
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from negotiation.errors import MissingDependency

if TYPE_CHECKING:
    from negotiation.testing.assertions import (
        assert_consistent_beliefs,
        assert_equilibrium,
        assert_same_equilibria,
        assert_sequential,
        assert_subgame_perfect,
    )
    from negotiation.testing.duplication import duplicate_action
    from negotiation.testing.loading import load_model
    from negotiation.testing.mutation import Mutant, MutationScore, mutation_score, mutations
    from negotiation.testing.proposition import ClaimRefuted, check_proposition
    from negotiation.testing.relations import (
        add_dominated_action,
        affine_payoffs,
        collapse_chance,
        permute_actions,
        prune_unreached,
        relabel_players,
        split_chance,
    )
    from negotiation.testing.robustness import (
        Fragility,
        OrdinalRobustness,
        fragility,
        ordinal_robustness,
    )
    from negotiation.testing.strategies import (
        assessments,
        bargaining_problems,
        bimatrix_games,
        distributions,
        games,
        imperfect_information_games,
        models,
        parameters,
        payoffs,
        perfect_information_games,
        profiles,
        project_menus,
        signalling_games,
    )
    from negotiation.testing.variation import Variation, assert_invariant
    from negotiation.testing.writing import written_tests

__all__ = [
    "ClaimRefuted",
    "Fragility",
    "Mutant",
    "MutationScore",
    "OrdinalRobustness",
    "Variation",
    "add_dominated_action",
    "affine_payoffs",
    "assert_consistent_beliefs",
    "assert_equilibrium",
    "assert_invariant",
    "assert_same_equilibria",
    "assert_sequential",
    "assert_subgame_perfect",
    "assessments",
    "bargaining_problems",
    "bimatrix_games",
    "check_proposition",
    "collapse_chance",
    "distributions",
    "duplicate_action",
    "fragility",
    "games",
    "imperfect_information_games",
    "load_model",
    "models",
    "mutation_score",
    "mutations",
    "ordinal_robustness",
    "parameters",
    "payoffs",
    "perfect_information_games",
    "permute_actions",
    "profiles",
    "project_menus",
    "prune_unreached",
    "relabel_players",
    "signalling_games",
    "split_chance",
    "written_tests",
]

_STRATEGIES = frozenset(
    {
        "assessments",
        "bargaining_problems",
        "bimatrix_games",
        "distributions",
        "games",
        "imperfect_information_games",
        "models",
        "parameters",
        "payoffs",
        "perfect_information_games",
        "profiles",
        "project_menus",
        "signalling_games",
    }
)

_HOME = {
    "Fragility": "robustness",
    "OrdinalRobustness": "robustness",
    "fragility": "robustness",
    "ordinal_robustness": "robustness",
    "Mutant": "mutation",
    "MutationScore": "mutation",
    "mutations": "mutation",
    "mutation_score": "mutation",
    "load_model": "loading",
    "written_tests": "writing",
    "Variation": "variation",
    "assert_invariant": "variation",
    "relabel_players": "relations",
    "permute_actions": "relations",
    "affine_payoffs": "relations",
    "add_dominated_action": "relations",
    "collapse_chance": "relations",
    "split_chance": "relations",
    "prune_unreached": "relations",
    "duplicate_action": "duplication",
    "ClaimRefuted": "proposition",
    "check_proposition": "proposition",
    **dict.fromkeys(_STRATEGIES, "strategies"),
    "assert_consistent_beliefs": "assertions",
    "assert_equilibrium": "assertions",
    "assert_same_equilibria": "assertions",
    "assert_sequential": "assertions",
    "assert_subgame_perfect": "assertions",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module 'negotiation.testing' has no attribute {name!r}"
        raise AttributeError(message)
    try:
        home = import_module(f"negotiation.testing.{_HOME[name]}")
    except ModuleNotFoundError as error:
        if error.name not in ("hypothesis", "pytest"):
            raise
        message = (
            f"negotiation.testing needs {error.name}; install it with: "
            "pip install 'negotiation[testing]'"
        )
        raise MissingDependency(message) from error
    value: object = getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
