"""Many parameter draws at once: tables, grids, Monte Carlo, sensitivity; one machine or many."""

from negotiation.sweep.batch import batch
from negotiation.sweep.classes import ClassSet, ClassTable, batch_classes
from negotiation.sweep.draws import Draws
from negotiation.sweep.estimate import Estimate
from negotiation.sweep.grid import grid
from negotiation.sweep.monte_carlo import monte_carlo, sample
from negotiation.sweep.plays import Play, Plays
from negotiation.sweep.recheck import recheck
from negotiation.sweep.result import MonteCarlo
from negotiation.sweep.sensitivity import Effect, Sensitivity, sensitivity
from negotiation.sweep.table import SweepTable

__all__ = [
    "ClassSet",
    "ClassTable",
    "Draws",
    "Effect",
    "Estimate",
    "MonteCarlo",
    "Play",
    "Plays",
    "Sensitivity",
    "SweepTable",
    "batch",
    "batch_classes",
    "grid",
    "monte_carlo",
    "recheck",
    "sample",
    "sensitivity",
]
