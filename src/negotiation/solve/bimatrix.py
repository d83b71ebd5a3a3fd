"""Vertex enumeration by nashpy, made exact: only labels are taken from its floats.

nashpy finds the vertices of both best-response polytopes in floating point (Qhull).  Which
inequalities are tightest at a vertex is a finite answer; the vertex and all its labels are solved
for again in Fractions, and every equilibrium is checked against the exact matrices.  It is a second
opinion on `negotiation.solve.extreme.extreme_equilibria`, which needs no floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import SolverFailed, TooManyEquilibria
from negotiation.solve.bimatrix_game import best_replies
from negotiation.solve.extreme import in_reading_order

if TYPE_CHECKING:
    from negotiation.solve.bimatrix_game import BimatrixGame, MixedPair

__all__ = ["nashpy_equilibria"]

ZERO = Fraction(0)
ONE = Fraction(1)


def nashpy_equilibria(game: BimatrixGame, *, limit: int = 10_000) -> list[MixedPair]:
    """Find the extreme equilibria of a bimatrix game through nashpy's vertex enumeration.

    Parameters
    ----------
    game
        The game.
    limit
        The most equilibria to return.

    Returns
    -------
    list of pairs
        In the order of `negotiation.solve.extreme.extreme_equilibria`; exact, and each with zero
        regrets.

    Raises
    ------
    SolverFailed
        If labels read from floats belong to no vertex, or if an even number of equilibria of a
        nondegenerate game shows that one was lost (Lemke and Howson 1964).
    TooManyEquilibria
        If there are more than ``limit``.

    Notes
    -----
    Round-off in nashpy can lose an equilibrium of a degenerate game, or of one with payoffs of
    very different size, without any of these signs.

    Examples
    --------
    >>> from negotiation.solve.bimatrix_game import bimatrix_game
    >>> game = bimatrix_game([[0, 3, 1], [3, 0, 5]], [[4, 1, 3], [0, 4, 2]])
    >>> [(rows, columns)] = nashpy_equilibria(game)
    >>> print(*rows, "|", *columns)
    1/2 1/2 | 0 4/7 3/7
    """
    rows, columns = game.shape
    # nashpy needs two strategies a player.
    pairs = _one_sided(game) if rows == 1 or columns == 1 else _matched(game)
    if len(pairs) > limit:
        raise TooManyEquilibria(len(pairs), limit=limit, exact=True)
    for pair in pairs:
        if any(game.regrets(pair)):
            message = f"{pair} has regrets {game.regrets(pair)}; use method='extreme' instead"
            raise SolverFailed(message)
    return in_reading_order(pairs)


def _one_sided(game: BimatrixGame) -> list[MixedPair]:
    rows, columns = game.shape
    if rows == 1:
        return [((ONE,), _unit(place, columns)) for place in best_replies(game.second[0])]
    own = [row[0] for row in game.first]
    return [(_unit(place, rows), (ONE,)) for place in best_replies(own)]


def _unit(place: int, count: int) -> tuple[Fraction, ...]:
    return tuple(ONE if number == place else ZERO for number in range(count))


def _matched(game: BimatrixGame) -> list[MixedPair]:
    first, second = game.integers()
    count, width = game.shape
    everything = frozenset(range(count + width))
    rows = _vertices([list(column) for column in zip(*second, strict=True)])
    columns = _vertices(first)
    # Labels are numbered from the opponent's strategies on; here rows come before columns.
    pairs = [
        (row, column)
        for row, row_labels in rows.items()
        for column, column_labels in columns.items()
        if {(label + count) % (count + width) for label in row_labels} | column_labels == everything
    ]
    simple = all(len(labels) == count for labels in rows.values()) and all(
        len(labels) == width for labels in columns.values()
    )
    if simple and len(pairs) % 2 == 0:
        message = (
            f"nashpy found {len(pairs)} equilibria, but a nondegenerate game has an odd number; "
            "use method='extreme' instead"
        )
        raise SolverFailed(message)
    return pairs


def _vertices(payoffs: Sequence[Sequence[int]]) -> dict[tuple[Fraction, ...], frozenset[int]]:
    """Return the exact vertices that nashpy finds, with their labels: the opponent's, then own."""
    own, others = len(payoffs[0]), len(payoffs)
    found: dict[tuple[Fraction, ...], frozenset[int]] = {}
    for order in _labels_by_slack(payoffs):
        weights, worth = _solved(payoffs, order)
        earned = [
            sum((entry * weight for entry, weight in zip(row, weights, strict=True)), ZERO)
            for row in payoffs
        ]
        if min(weights) < 0 or max(earned) > worth:
            message = (
                f"the labels {sorted(order[:own])} that nashpy gives a vertex belong to none; "
                "use method='extreme' instead"
            )
            raise SolverFailed(message)
        found[weights] = frozenset(
            [label for label, value in enumerate(earned) if value == worth]
            + [others + place for place, weight in enumerate(weights) if weight == 0]
        )
    return found


def _labels_by_slack(payoffs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return all labels at each vertex that nashpy finds, the tightest inequality first."""
    import numpy as np
    from nashpy import polytope

    # Payoffs within [1, 2], whatever their size: compared exactly, and only then rounded.
    spread = max(map(max, payoffs)) - 1
    rounded = np.array(
        [[1 + float(Fraction(entry - 1, spread or 1)) for entry in row] for row in payoffs]
    )
    untyped = cast("Any", polytope)
    halfspaces = untyped.build_halfspaces(rounded)
    return [
        [int(label) for label in np.argsort(-(halfspaces[:, :-1] @ vertex + halfspaces[:, -1]))]
        for vertex, _ in untyped.non_trivial_vertices(halfspaces)
    ]


def _solved(
    payoffs: Sequence[Sequence[int]], order: Sequence[int]
) -> tuple[tuple[Fraction, ...], Fraction]:
    """Return the mixed strategy and opponent's payoff at which the first labels hold.

    Labels that follow from those before them are passed over (Gaussian elimination).
    """
    own, others = len(payoffs[0]), len(payoffs)
    reduced: dict[int, list[Fraction]] = {}
    equations = [[ONE] * own + [ZERO, ONE]]
    for label in order:
        if label < others:
            equations.append([Fraction(entry) for entry in payoffs[label]] + [-ONE, ZERO])
        else:
            equations.append([ONE if place == label - others else ZERO for place in range(own + 2)])
    for equation in equations:
        row = equation
        for column, other in reduced.items():
            row = _less(row, row[column], other)
        pivot = next((place for place, entry in enumerate(row[:-1]) if entry), None)
        if pivot is None:
            continue
        row = [entry / row[pivot] for entry in row]
        for column, other in reduced.items():
            reduced[column] = _less(other, other[pivot], row)
        reduced[pivot] = row
        if len(reduced) == own + 1:
            break
    values = [reduced[place][-1] for place in range(own + 1)]
    return tuple(values[:own]), values[own]


def _less(row: list[Fraction], factor: Fraction, other: list[Fraction]) -> list[Fraction]:
    if not factor:
        return row
    return [entry - factor * taken for entry, taken in zip(row, other, strict=True)]
