"""What a sequential game is: trees, information, profiles.  Nothing here solves."""

from negotiation.game.arrays import GameArrays, arrays_of
from negotiation.game.game import Game, GameSize, Subgame, settled_game
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
from negotiation.game.rule_arrays import arrays_of_rules
from negotiation.game.rules import MergedMove, Rules, StateGraph, Turn, explore
from negotiation.game.sequence import SequenceForm, require_perfect_recall, sequence_form
from negotiation.game.simultaneous import simultaneous_game
from negotiation.game.sketch import equilibrium_marks, game_sketch, tree_html
from negotiation.game.strategic import (
    MixedStrategy,
    StrategicForm,
    agent_form,
    reduced_strategic_form,
    strategic_form,
)
from negotiation.game.tree import Chance, Decision, History, Node, Outcome, When
from negotiation.game.unroll import unroll

__all__ = [
    "Assessment",
    "BehaviourProfile",
    "Beliefs",
    "Chance",
    "Decision",
    "Game",
    "GameArrays",
    "GameSize",
    "History",
    "InformationSet",
    "InformationSetName",
    "MergedMove",
    "MixedStrategy",
    "Node",
    "Outcome",
    "Rules",
    "SequenceForm",
    "StateGraph",
    "StrategicForm",
    "Subgame",
    "Turn",
    "When",
    "agent_form",
    "arrays_of",
    "arrays_of_rules",
    "bayes_beliefs",
    "equilibrium_marks",
    "expected_payoffs",
    "explore",
    "game_sketch",
    "name_text",
    "profile_of",
    "reach_probabilities",
    "reduced_strategic_form",
    "require_perfect_recall",
    "sequence_form",
    "settled_game",
    "simultaneous_game",
    "strategic_form",
    "tree_html",
    "unroll",
]
