"""Many parameter draws at once: tables, grids, Monte Carlo; one machine or a Dask cluster."""

from negotiation.sweep.batch import batch
from negotiation.sweep.draws import Draws
from negotiation.sweep.grid import grid
from negotiation.sweep.plays import Play, Plays
from negotiation.sweep.table import SweepTable

__all__ = ["Draws", "Play", "Plays", "SweepTable", "batch", "grid"]
