"""Equilibria of a whole family of games, exactly: regions, proofs, the nearest deal."""

from negotiation.parametric.audit import Audit, audit
from negotiation.parametric.classes import PerfectBayesianClasses
from negotiation.parametric.equilibrium import OutcomeClass
from negotiation.parametric.equilibrium_class import EquilibriumClass
from negotiation.parametric.nearest import Impossible, Nearest, nearest
from negotiation.parametric.partition import Cell, Partition
from negotiation.parametric.perfect_bayesian import ClassesIncomplete, perfect_bayesian
from negotiation.parametric.proof import prove
from negotiation.parametric.subgame_perfect import PartitionIncomplete, subgame_perfect
from negotiation.parametric.verdict import Checked, Proved, Refuted, Unknown, Verdict

__all__ = [
    "Audit",
    "Cell",
    "Checked",
    "ClassesIncomplete",
    "EquilibriumClass",
    "Impossible",
    "Nearest",
    "OutcomeClass",
    "Partition",
    "PartitionIncomplete",
    "PerfectBayesianClasses",
    "Proved",
    "Refuted",
    "Unknown",
    "Verdict",
    "audit",
    "nearest",
    "perfect_bayesian",
    "prove",
    "subgame_perfect",
]
