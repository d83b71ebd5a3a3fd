"""The vertices of a best-response polytope, by double description in integers.

The polytope holds the unnormalised mixed strategies ``x ≥ 0`` against which no strategy of the
opponent earns more than 1 (von Stengel 2002).  A vertex is kept as an integer ray of the cone
over it; adding one inequality keeps the rays on its good side and cuts every edge that crosses it
(Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon 1996).  Nothing is rounded, so
degenerate polytopes need no perturbation: a vertex simply has more labels than dimensions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from negotiation.errors import TooLarge, count_text

__all__ = ["Vertex", "best_response_vertices"]


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex other than the origin.

    Attributes
    ----------
    weights
        The mixed strategy, as integers whose sum is left to the reader.
    labels
        Its labels as bits: bit ``i`` where own strategy ``i`` has no weight, and bit
        ``len(weights) + j`` where the opponent's strategy ``j`` is a best reply.
    """

    weights: tuple[int, ...]
    labels: int


MOST_PAIRS = 10_000_000
"""How many pairs of vertices are gone through for one inequality: about ten seconds' worth."""

_Ray = tuple[list[int], int]
"""Weights followed by slacks, and the bits of those that are zero among the inequalities added."""


def best_response_vertices(payoffs: Sequence[Sequence[int]], *, limit: int) -> list[Vertex]:
    """List the vertices of a best-response polytope, the origin left out.

    Parameters
    ----------
    payoffs
        A row for each strategy of the opponent: the opponent's payoff against each own strategy,
        at least 1.
    limit
        The most vertices to hold at a time.

    Raises
    ------
    TooLarge
        If there are more vertices than ``limit`` on the way, or too many pairs to go through.

    Notes
    -----
    A polytope of dimension ``d`` with ``n`` inequalities has at most order ``n^(d/2)`` vertices.

    Examples
    --------
    >>> best_response_vertices([[1, 2]], limit=10)
    [Vertex(weights=(1, 0), labels=6), Vertex(weights=(0, 1), labels=5)]
    """
    own = len(payoffs[0])
    rays = _first_cone(payoffs)
    for place in range(1, len(payoffs)):
        rays = _cut(rays, own + place, own)
        if len(rays) > limit:
            message = (
                f"the best-response polytope has more than {limit} vertices; enumerating all "
                "equilibria of a game this large is not feasible: use method='pure', or a method "
                "that finds one equilibrium"
            )
            raise TooLarge(message)
    origin = (1 << own) - 1
    return [Vertex(tuple(values[:own]), labels) for values, labels in rays if labels != origin]


def _first_cone(payoffs: Sequence[Sequence[int]]) -> list[_Ray]:
    """Return the rays over the simplex that the first inequality cuts off the orthant."""
    own = len(payoffs[0])
    everything = (1 << own) - 1
    rays: list[_Ray] = [([0] * own + [1] * len(payoffs), everything)]
    for place in range(own):
        height = payoffs[0][place]
        weights = [0] * own
        weights[place] = 1
        slacks = [height - row[place] for row in payoffs]
        rays.append((weights + slacks, (everything ^ (1 << place)) | (1 << own)))
    return rays


def _cut(rays: Sequence[_Ray], row: int, dimension: int) -> list[_Ray]:
    """Add the inequality whose slack stands at ``row``."""
    bit = 1 << row
    kept: list[_Ray] = []
    above: list[_Ray] = []
    below: list[_Ray] = []
    for ray in rays:
        slack = ray[0][row]
        if slack > 0:
            above.append(ray)
            kept.append(ray)
        elif slack < 0:
            below.append(ray)
        else:
            kept.append((ray[0], ray[1] | bit))
    if not below:
        return kept
    pairs = _pair_count(above, below, dimension)
    if pairs > MOST_PAIRS:
        message = (
            f"{len(above)} vertices of a best-response polytope lie on one side of an inequality "
            f"and {len(below)} on the other, and {count_text(pairs)} pairs of them are too many to "
            "go through; use method='pure', or a method that finds one equilibrium"
        )
        raise TooLarge(message)
    for upper, lower, common in _crossing_edges(rays, above, below, dimension):
        up, down = upper[row], -lower[row]
        values = [down * one + up * other for one, other in zip(upper, lower, strict=True)]
        factor = gcd(*values)
        if factor > 1:
            values = [value // factor for value in values]
        kept.append((values, common | bit))
    return kept


def _pair_count(above: Sequence[_Ray], below: Sequence[_Ray], dimension: int) -> int:
    """Count the pairs that are gone through: those in which one has more labels than dimensions."""
    crowded_above, crowded_below = (
        sum(labels.bit_count() > dimension for _, labels in rays) for rays in (above, below)
    )
    return crowded_above * (len(below) - crowded_below) + len(above) * crowded_below


def _crossing_edges(
    rays: Sequence[_Ray], above: Sequence[_Ray], below: Sequence[_Ray], dimension: int
) -> list[tuple[list[int], list[int], int]]:
    """List the edges between two groups of vertices, with the labels of each edge.

    A vertex with as many labels as dimensions has one edge for each label left out, so partners
    are looked up.  Between other vertices an edge is where no third vertex has all the common
    labels.
    """
    edges: list[tuple[list[int], list[int], int]] = []
    ends: dict[int, list[int]] = {}
    crowded: list[_Ray] = []
    for ray in above:
        if ray[1].bit_count() > dimension:
            crowded.append(ray)
            continue
        for common in _labels_less_one(ray[1]):
            ends[common] = ray[0]
    holders: dict[int, int] = {}
    for lower, labels in below:
        if labels.bit_count() == dimension:
            for common in _labels_less_one(labels):
                upper = ends.get(common)
                if upper is not None:
                    edges.append((upper, lower, common))
            partners = crowded
        else:
            partners = list(above)
        if partners and not holders:
            holders = _holders(rays)
        for upper, others in partners:
            common = labels & others
            if common.bit_count() >= dimension - 1 and _is_edge(holders, common, len(rays)):
                edges.append((upper, lower, common))
    return edges


def _holders(rays: Sequence[_Ray]) -> dict[int, int]:
    """Return for each label, as a bit, the numbers of the rays that have it, as bits."""
    holders: dict[int, int] = {}
    for number, (_, labels) in enumerate(rays):
        mine, rest = 1 << number, labels
        while rest:
            lowest = rest & -rest
            holders[lowest] = holders.get(lowest, 0) | mine
            rest ^= lowest
    return holders


def _is_edge(holders: dict[int, int], common: int, count: int) -> bool:
    """Whether only two of the rays have all the common labels."""
    having, rest = (1 << count) - 1, common
    while rest and having.bit_count() > 2:
        lowest = rest & -rest
        having &= holders[lowest]
        rest ^= lowest
    return having.bit_count() == 2


def _labels_less_one(labels: int) -> list[int]:
    less: list[int] = []
    rest = labels
    while rest:
        lowest = rest & -rest
        less.append(labels ^ lowest)
        rest ^= lowest
    return less
