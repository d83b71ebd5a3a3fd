"""Figures, drawn with matplotlib (extra ``plot``): every function takes and returns Axes."""

from negotiation.plot.bargaining import bargaining_set, package_frontier
from negotiation.plot.tree import tree

__all__ = ["bargaining_set", "package_frontier", "tree"]
