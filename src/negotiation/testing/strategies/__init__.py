"""Hypothesis strategies: games, models, parameter values, ways to play."""

from negotiation.testing.strategies.families import models
from negotiation.testing.strategies.matrices import bimatrix_games
from negotiation.testing.strategies.numbers import distributions, payoffs
from negotiation.testing.strategies.play import assessments, profiles
from negotiation.testing.strategies.points import parameters
from negotiation.testing.strategies.problems import bargaining_problems, project_menus
from negotiation.testing.strategies.signals import signalling_games
from negotiation.testing.strategies.trees import (
    games,
    imperfect_information_games,
    perfect_information_games,
)

__all__ = [
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
]
