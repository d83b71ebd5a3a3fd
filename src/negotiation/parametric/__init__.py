"""Equilibria of a whole family of games, exactly: regions, proofs, the nearest deal."""

from negotiation.parametric.equilibrium import OutcomeClass
from negotiation.parametric.partition import Cell, Partition
from negotiation.parametric.subgame_perfect import PartitionIncomplete, subgame_perfect

__all__ = ["Cell", "OutcomeClass", "Partition", "PartitionIncomplete", "subgame_perfect"]
