"""Equilibria of one game, one solution concept a module; every answer is certified."""

from negotiation.solve.backward import backward_induction
from negotiation.solve.certificate import Certificate, certify
from negotiation.solve.consistency import ConsistencyWitness
from negotiation.solve.correlated import CorrelatedEquilibrium, correlated
from negotiation.solve.dominance import DominanceResult, Elimination, iterated_dominance
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.explanation import Reason, reasons
from negotiation.solve.free_play import belief_symbol, choice_symbol
from negotiation.solve.lemke import lemke
from negotiation.solve.logit_limit import logit_limit
from negotiation.solve.nash import NashComponent, NashComponents, nash, nash_components
from negotiation.solve.numeric import NumericSolution, numeric_backward_induction
from negotiation.solve.perfect_bayesian import perfect_bayesian
from negotiation.solve.perfect_information import count_subgame_perfect
from negotiation.solve.quantal import QuantalPath, QuantalResponse, quantal_path, quantal_response
from negotiation.solve.quantal_fit import RationalityFit, fit_rationality
from negotiation.solve.rationalizability import RationalizableStrategies, rationalizable
from negotiation.solve.refinement import Refinement, refine
from negotiation.solve.regret import Regret
from negotiation.solve.sequential import sequential
from negotiation.solve.states import StateEquilibrium
from negotiation.solve.stationary import stationary
from negotiation.solve.subgame_perfect import subgame_perfect
from negotiation.solve.zero_sum import game_value, optimal_range, zero_sum

__all__ = [
    "Certificate",
    "ConsistencyWitness",
    "CorrelatedEquilibrium",
    "DominanceResult",
    "Elimination",
    "Equilibrium",
    "NashComponent",
    "NashComponents",
    "NumericSolution",
    "QuantalPath",
    "QuantalResponse",
    "RationalityFit",
    "RationalizableStrategies",
    "Reason",
    "Refinement",
    "Regret",
    "StateEquilibrium",
    "backward_induction",
    "belief_symbol",
    "certify",
    "choice_symbol",
    "correlated",
    "count_subgame_perfect",
    "fit_rationality",
    "game_value",
    "iterated_dominance",
    "lemke",
    "logit_limit",
    "nash",
    "nash_components",
    "numeric_backward_induction",
    "optimal_range",
    "perfect_bayesian",
    "quantal_path",
    "quantal_response",
    "rationalizable",
    "reasons",
    "refine",
    "sequential",
    "stationary",
    "subgame_perfect",
    "zero_sum",
]
