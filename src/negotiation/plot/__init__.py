"""Figures, drawn with matplotlib (extra ``plot``): every function takes and returns Axes.

Colours are told apart by colour-blind readers, and every series has a line style, marker or
hatching of its own, so that figures survive grey printing; see `negotiation.plot.style`.
"""

from negotiation.plot.bargaining import bargaining_set, package_frontier
from negotiation.plot.belief import belief
from negotiation.plot.frontier import frontier
from negotiation.plot.quantal import quantal_path
from negotiation.plot.regions import RegionMap, region_map, regions
from negotiation.plot.slice import Interval, intervals
from negotiation.plot.slice import slice_ as slice  # noqa: A004 - the name users look for
from negotiation.plot.tables import sweep, tornado
from negotiation.plot.tree import tree

__all__ = [
    "Interval",
    "RegionMap",
    "bargaining_set",
    "belief",
    "frontier",
    "intervals",
    "package_frontier",
    "quantal_path",
    "region_map",
    "regions",
    "slice",
    "sweep",
    "tornado",
    "tree",
]
