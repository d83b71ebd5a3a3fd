"""Maximal Nash subsets and components of the equilibria of a bimatrix game.

Two sets of extreme strategies whose members are all equilibria with each other span a Nash
subset: every mean of the one is an equilibrium with every mean of the other.  The maximal ones
are the maximal cliques of the bipartite graph whose edges are the extreme equilibria (Winkels
1979; Borm, Jansen, Potters and Tijs 1993; Avis, Rosenberg, Savani and von Stengel 2010).  Nash
subsets that share a point form a component of the equilibrium set.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from negotiation.errors import NotSupported

__all__ = ["connected_groups", "maximal_subsets"]

LARGEST_COUNT = 100_000
"""How many maximal Nash subsets are listed at most."""

RowT = TypeVar("RowT", bound=Hashable)
ColumnT = TypeVar("ColumnT", bound=Hashable)


def maximal_subsets(
    pairs: Iterable[tuple[RowT, ColumnT]],
) -> list[tuple[tuple[RowT, ...], tuple[ColumnT, ...]]]:
    """List the maximal cliques of the bipartite graph with these edges.

    Parameters
    ----------
    pairs
        The extreme equilibria; both members hashable.

    Returns
    -------
    list
        Pairs of a tuple of first members and a tuple of second members, each in the order in
        which they came.

    Raises
    ------
    NotSupported
        If there are more than 100 000 subsets.

    Notes
    -----
    The second members common to some first members are closed under intersection, so the sets of
    partners are intersected until nothing new comes up: linear in the subsets times the first
    members.

    Examples
    --------
    >>> maximal_subsets([("x", 1), ("x", 2), ("y", 2)])
    [(('x',), (1, 2)), (('x', 'y'), (2,))]
    """
    edges = list(dict.fromkeys(pairs))
    columns = list(dict.fromkeys(column for _, column in edges))
    place = {column: number for number, column in enumerate(columns)}
    partners: dict[RowT, int] = {}
    for row, column in edges:
        partners[row] = partners.get(row, 0) | 1 << place[column]
    closed: dict[int, None] = {}
    for own in partners.values():
        new = [own, *(own & other for other in closed)]
        closed.update(dict.fromkeys(common for common in new if common))
        if len(closed) > LARGEST_COUNT:
            message = (
                f"the equilibria form more than {LARGEST_COUNT} maximal Nash subsets; "
                "use nash(game), which lists the extreme equilibria themselves"
            )
            raise NotSupported(message)
    return [
        (
            tuple(row for row, own in partners.items() if own & common == common),
            tuple(column for column in columns if common >> place[column] & 1),
        )
        for common in closed
    ]


def connected_groups(pairs: Sequence[tuple[RowT, ColumnT]]) -> list[list[int]]:
    """Group the numbers of pairs that are connected through shared members.

    >>> connected_groups([("x", 1), ("y", 2), ("x", 3), ("z", 3)])
    [[0, 2, 3], [1]]
    """
    by_row: dict[RowT, list[int]] = {}
    by_column: dict[ColumnT, list[int]] = {}
    for number, (row, column) in enumerate(pairs):
        by_row.setdefault(row, []).append(number)
        by_column.setdefault(column, []).append(number)
    groups: list[list[int]] = []
    seen: set[int] = set()
    for start in range(len(pairs)):
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for number in group:  # grows while it is walked
            row, column = pairs[number]
            for other in by_row.pop(row, []) + by_column.pop(column, []):
                if other not in seen:
                    seen.add(other)
                    group.append(other)
        groups.append(sorted(group))
    return groups
