"""Backward induction on arrays of floats, a whole level at a time.

The worth of every move of a level is laid out in one row a player; where all nodes have the same
mover and the same number of moves a few whole-array comparisons decide the level, elsewhere
segments are reduced (`numpy.ufunc.reduceat`).  Ties go to the move listed first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from negotiation.game.compiled import CHANCE, OUTCOME

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.game.arrays import GameArrays

    Floats = NDArray[np.float64]
    Places = NDArray[np.int32]
    AfterLevel = Callable[[int, int, Floats, Floats, Places], None]

__all__ = ["solve_levels"]


def solve_levels(arrays: GameArrays, after: AfterLevel | None = None) -> tuple[Floats, Places]:
    """Solve a game level by level, from the last to the first.

    Parameters
    ----------
    arrays
        The game.
    after
        Called after each level with its first node and its end, the worth of its moves (one row
        a player, one column a move), and the values and choices so far, which it may mend.

    Returns
    -------
    (values, choices)
        One row a player and one column a node; at each node the place of the chosen move, -1
        where nobody chooses.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.game.arrays import arrays_of
    >>> values, choices = solve_levels(arrays_of(talks.basing_shadow().at()))
    >>> values[:, 0].tolist(), choices.tolist()
    ([0.0, 0.0, 0.0], [0, -1, -1, 0, 1, -1, -1, -1, -1])
    """
    import numpy as np

    floats = arrays.floats
    values = np.empty((len(arrays.players), len(arrays)))
    choices = np.full(len(arrays), -1, dtype=np.int32)
    paid = len(arrays.payoff)
    ends = arrays.outcomes
    levels = arrays.levels.tolist()
    for start, stop in zip(levels[-2::-1], levels[:0:-1], strict=True):
        below = int(ends.searchsorted(start))
        if below < paid:
            here = arrays.payoff[below:paid]
            for player, row in enumerate(values):
                row[ends[below:paid]] = floats[here[:, player]]
            if paid - below == stop - start:
                paid = below
                continue
            paid = below
        worth = _worth(arrays, values, int(arrays.first[start]), int(arrays.first[stop]))
        _solve_level(arrays, start, stop, worth, values, choices)
        if after is not None:
            after(start, stop, worth, values, choices)
    return values, choices


def _worth(arrays: GameArrays, values: Floats, start: int, stop: int) -> Floats:
    """Return what the moves of a range of edges are worth: one row a player."""
    if arrays.target is None:
        worth = values[:, start + 1 : stop + 1]
    else:
        worth = values[:, arrays.target[start:stop]]
    if arrays.factor is not None:
        worth = worth * arrays.floats[arrays.factor[start:stop]].T
    if arrays.stage is not None:
        worth = worth + arrays.floats[arrays.stage[start:stop]].T
    return worth


def _solve_level(  # noqa: PLR0917 - the arrays that a level reads and writes
    arrays: GameArrays, start: int, stop: int, worth: Floats, values: Floats, choices: Places
) -> None:
    movers = arrays.mover[start:stop]
    widths = arrays.widths[start:stop]
    mover, width = int(movers[0]), int(widths[0])
    if mover >= 0 and (movers == mover).all() and (widths == width).all():
        _uniform(worth, mover, width, values[:, start:stop], choices[start:stop])
        return
    import numpy as np

    inner = np.flatnonzero(movers != OUTCOME)
    movers, widths, nodes = movers[inner], widths[inner], inner + start
    begins = arrays.first[nodes] - arrays.first[start]
    deciding = movers != CHANCE
    if deciding.any():
        _choose(worth, movers, begins, widths, nodes, values, choices)
    if not deciding.all() and arrays.probability is not None:
        chances = arrays.floats[
            arrays.probability[int(arrays.first[start]) : int(arrays.first[stop])]
        ]
        by_chance = ~deciding
        averages = _averages(worth, chances, begins[by_chance], widths[by_chance])
        for row, average in zip(values, averages, strict=True):
            row[nodes[by_chance]] = average
        choices[nodes[by_chance]] = -1


def _averages(
    worth: Floats, chances: Floats, begins: NDArray[np.int64], widths: NDArray[np.int64]
) -> Floats:
    """Add the branches up in their order, so that every kernel rounds in the same way."""
    import numpy as np

    totals = np.zeros((len(worth), len(begins)))
    for branch in range(int(widths.max())):
        having = np.flatnonzero(widths > branch)
        edges = begins[having] + branch
        shares = chances[edges]
        # A branch of probability 0 does not count, whatever its worth.
        totals[:, having] += np.where(shares == 0, 0.0, worth[:, edges]) * shares
    return totals


def _uniform(worth: Floats, mover: int, width: int, values: Floats, choices: Places) -> None:
    """Solve a level of one mover at which every node has the same number of moves."""
    import numpy as np

    if width == 2:  # the usual case, with one comparison
        second = worth[mover, 1::2] > worth[mover, ::2]
        choices[:] = second
        for row, mine in zip(values, worth, strict=True):
            row[:] = np.where(second, mine[1::2], mine[::2])
        return
    best = worth[mover, ::width].copy()
    place = np.zeros(len(best), dtype=np.int32)
    for other in range(1, width):
        candidate = worth[mover, other::width]
        better = candidate > best
        place[better] = other
        np.copyto(best, candidate, where=better)
    chosen = np.arange(0, worth.shape[1], width) + place
    choices[:] = place
    for row, mine in zip(values, worth, strict=True):
        np.take(mine, chosen, out=row)


def _choose(  # noqa: PLR0917 - the arrays that a level reads and writes
    worth: Floats,
    movers: NDArray[np.int16],
    begins: NDArray[np.int64],
    widths: NDArray[np.int64],
    nodes: NDArray[np.int64],
    values: Floats,
    choices: Places,
) -> None:
    """Choose at every node of a level, at nodes of chance too, as if it were the first player."""
    import numpy as np

    mover = int(movers[0])
    if (movers == mover).all():
        own = worth[mover]
    else:
        column = np.arange(worth.shape[1])
        own = worth[np.repeat(np.maximum(movers, 0), widths), column]
    best = np.maximum.reduceat(own, begins)
    owner = np.repeat(np.arange(len(nodes)), widths)
    hits = np.flatnonzero(own == best.take(owner))
    first_hit = np.empty(len(nodes), dtype=np.int64)
    first_hit[owner.take(hits)[::-1]] = hits[::-1]  # written last, the first of each node stays
    choices[nodes] = first_hit - begins
    for row, mine in zip(values, worth, strict=True):
        row[nodes] = mine.take(first_hit)
