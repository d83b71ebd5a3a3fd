"""Random trees by the names under which tests know them; the strategies are the library's."""

from __future__ import annotations

from negotiation.testing import (
    imperfect_information_games,
    payoffs,
    perfect_information_games,
    profiles,
)
from negotiation.testing.strategies.trees import PLAYERS as NAMES

__all__ = [
    "NAMES",
    "behaviour_of",
    "imperfect_information_games",
    "payoff_numbers",
    "perfect_information_games",
]

behaviour_of = profiles
payoff_numbers = payoffs
