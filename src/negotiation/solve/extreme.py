"""All extreme equilibria of a bimatrix game, exactly.

A pair of vertices of the two best-response polytopes is an equilibrium iff every strategy of
either player has no weight or is a best reply: the pair has all labels (von Stengel 2002,
theorem 2.14).  Such pairs are the extreme equilibria; every equilibrium is a mean of extreme ones
of one maximal Nash subset (Mangasarian 1964; Winkels 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import SolverFailed, TooManyEquilibria
from negotiation.solve.bimatrix_game import best_replies, expected
from negotiation.solve.polytope import Vertex, best_response_vertices

if TYPE_CHECKING:
    from negotiation.solve.bimatrix_game import BimatrixGame, MixedPair

__all__ = ["extreme_equilibria", "in_reading_order"]

LARGEST_POLYTOPE = 200_000
"""How many vertices of a polytope are held at a time."""


def extreme_equilibria(game: BimatrixGame, *, limit: int = 10_000) -> list[MixedPair]:
    """Find all extreme equilibria of a bimatrix game.

    Parameters
    ----------
    game
        The game; degenerate games, duplicate strategies and one-strategy players included.
    limit
        The most equilibria to return.

    Returns
    -------
    list of pairs
        Each pair once, pure strategies listed first coming first; that both play best replies was
        recomputed from the matrices, exactly.

    Raises
    ------
    TooManyEquilibria
        If there are more than ``limit``.
    NotSupported
        If a polytope has more than 200 000 vertices on the way.

    Examples
    --------
    >>> from negotiation.solve.bimatrix_game import bimatrix_game
    >>> chicken = bimatrix_game([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> for rows, columns in extreme_equilibria(chicken):
    ...     print(*rows, "|", *columns)
    1 0 | 0 1
    2/3 1/3 | 2/3 1/3
    0 1 | 1 0
    """
    first, second = game.integers()
    rows = best_response_vertices(
        [list(column) for column in zip(*second, strict=True)], limit=LARGEST_POLYTOPE
    )
    columns = best_response_vertices(first, limit=LARGEST_POLYTOPE)
    matched = _complementary(rows, columns, game.shape)
    if len(matched) > limit:
        raise TooManyEquilibria(len(matched), limit=limit, exact=True)
    mixed: dict[tuple[int, ...], tuple[Fraction, ...]] = {}
    for vertex in {one for pair in matched for one in pair}:
        total = sum(vertex.weights)
        mixed[vertex.weights] = tuple(Fraction(weight, total) for weight in vertex.weights)
    pairs = [(mixed[row.weights], mixed[column.weights]) for row, column in matched]
    _check(game, pairs)
    return in_reading_order(pairs)


def _check(game: BimatrixGame, pairs: Sequence[MixedPair]) -> None:
    """Recompute best replies from the matrices: nobody may play anything else."""
    to_rows = {
        rows: frozenset(best_replies(expected(list(zip(*game.second, strict=True)), rows)))
        for rows in {rows for rows, _ in pairs}
    }
    to_columns = {
        columns: frozenset(best_replies(expected(game.first, columns)))
        for columns in {columns for _, columns in pairs}
    }
    played = {
        strategy: frozenset(place for place, weight in enumerate(strategy) if weight)
        for strategy in [*to_rows, *to_columns]
    }
    for rows, columns in pairs:
        if not (played[rows] <= to_columns[columns] and played[columns] <= to_rows[rows]):
            message = f"{(rows, columns)} is no equilibrium; please report this game"
            raise SolverFailed(message)


def _complementary(
    rows: Sequence[Vertex], columns: Sequence[Vertex], shape: tuple[int, int]
) -> list[tuple[Vertex, Vertex]]:
    """Pair the vertices that together have every label, numbered strategies first."""
    row_count, column_count = shape
    everything = (1 << (row_count + column_count)) - 1
    low = (1 << column_count) - 1
    exactly: dict[int, Vertex] = {}
    crowded: list[tuple[int, Vertex]] = []
    numbered: list[tuple[int, Vertex]] = []
    for vertex in columns:
        # The second player's own strategies are the low bits; move them above the first's.
        labels = ((vertex.labels & low) << row_count) | (vertex.labels >> column_count)
        numbered.append((labels, vertex))
        if labels.bit_count() == column_count:
            exactly[labels] = vertex
        else:
            crowded.append((labels, vertex))
    pairs: list[tuple[Vertex, Vertex]] = []
    for vertex in rows:
        missing = everything & ~vertex.labels
        if vertex.labels.bit_count() == row_count:
            partner = exactly.get(missing)
            if partner is not None:
                pairs.append((vertex, partner))
            candidates = crowded
        else:
            candidates = numbered
        pairs.extend((vertex, other) for labels, other in candidates if missing & ~labels == 0)
    return pairs


def in_reading_order(pairs: Sequence[MixedPair]) -> list[MixedPair]:
    """Sort pairs so that more weight on strategies listed first comes first."""
    return sorted(pairs, reverse=True)
