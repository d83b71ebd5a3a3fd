"""Types of trees, games and profiles.

The functions are checked, not called.  A line that ends in an ignore must be an error: mypy
reports an ignore that is not needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import assert_type

import sympy

from negotiation import Chance, Decision, Game, Outcome, When
from negotiation.exact import Number, exact, sign
from negotiation.game import (
    BehaviourProfile,
    InformationSet,
    Subgame,
    bayes_beliefs,
    expected_payoffs,
    profile_of,
)


def numbers_of_every_kind(gain: sympy.Symbol) -> None:
    Outcome({"A": 1, "B": "1/3", "C": 0.5, "D": Fraction(1, 2), "E": Decimal("0.1"), "F": gain})
    assert_type(exact("1/3"), Fraction | sympy.Expr)
    assert_type(sign(exact(1)), int)
    Outcome({"A": None})  # type: ignore[dict-item]  # no number
    Outcome({"A": [1]})  # type: ignore[dict-item]  # no number
    Outcome([1, 2])  # type: ignore[arg-type]  # no mapping
    Outcome({"A": 1}, label=3)  # type: ignore[arg-type]  # no text


def trees(end: Outcome, gain: sympy.Symbol) -> None:
    decision = Decision("A", {"stop": end, "go": When(gain > 0, end)}, "h")
    assert_type(decision.player, str)
    assert_type(decision.infoset, str | None)
    chance = Chance({"rain": ("1/4", end), "sun": (1 - gain, decision)})
    assert_type(chance.branches, Mapping[str, tuple[Number, Decision | Chance | Outcome]])
    Decision("A", {"stop": 5})  # type: ignore[dict-item]  # no node
    Decision("A", [("stop", end)])  # type: ignore[arg-type]  # no mapping
    Decision(3, {"stop": end})  # type: ignore[arg-type]  # no name
    Chance({"rain": end})  # type: ignore[dict-item]  # no probability
    Chance({"rain": (1, When(gain > 0, end))})  # type: ignore[dict-item]  # chance has no guards
    When("gain > 0", end)  # type: ignore[arg-type]  # no condition


def games(end: Outcome) -> None:
    game = Game(("A", "B"), end)
    assert_type(game.players, tuple[str, ...])
    assert_type(game.has_perfect_information, bool)
    assert_type(game.has_perfect_recall, bool)
    assert_type(game.outcomes(), Mapping[tuple[str, ...], Outcome])
    assert_type(game.information_sets["h"], InformationSet)
    assert_type(game.information_sets["up", "down"].actions, tuple[str, ...])
    assert_type(game.subgames()[0], Subgame)
    assert_type(game.at({"gain": "1/3"}), Game)
    assert_type(game.size.strategy_profiles, int)
    Game(("A",), None)  # type: ignore[arg-type]  # no tree
    Game(5, end)  # type: ignore[arg-type]  # no players
    game.players = ("A",)  # type: ignore[misc]  # frozen
    game.at(5)  # type: ignore[arg-type]  # no mapping


def profiles(game: Game) -> None:
    profile = profile_of(game, {"h": "stop", ("up",): {"l": "1/2", "r": 0.5}})
    assert_type(profile, BehaviourProfile)
    assert_type(profile["h"], Mapping[str, Number])
    assert_type(profile.choice("h"), str | None)
    assert_type(expected_payoffs(profile), dict[str, Number])
    assert_type(bayes_beliefs(profile)["h"], Mapping[tuple[str, ...], Number] | None)
    profile_of(game, {"h": 5})  # type: ignore[dict-item]  # neither action nor distribution
