"""What a sequential game is: trees, information, profiles.  Nothing here solves."""

from negotiation.game.game import Game, GameSize, Subgame
from negotiation.game.information import InformationSet, InformationSetName, name_text
from negotiation.game.profile import (
    Assessment,
    BehaviourProfile,
    Beliefs,
    bayes_beliefs,
    expected_payoffs,
    profile_of,
    reach_probabilities,
)
from negotiation.game.tree import Chance, Decision, History, Node, Outcome, When

__all__ = [
    "Assessment",
    "BehaviourProfile",
    "Beliefs",
    "Chance",
    "Decision",
    "Game",
    "GameSize",
    "History",
    "InformationSet",
    "InformationSetName",
    "Node",
    "Outcome",
    "Subgame",
    "When",
    "bayes_beliefs",
    "expected_payoffs",
    "name_text",
    "profile_of",
    "reach_probabilities",
]
