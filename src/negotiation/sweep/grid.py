"""`grid`: a model at every combination of some values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from negotiation.errors import InvalidNumber, NotSupported
from negotiation.sweep.batch import solved_table
from negotiation.sweep.draws import Draws, fixed_values_of, read_draws
from negotiation.sweep.plan import plan_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from negotiation.model import Model
    from negotiation.sweep.blocks import Progress
    from negotiation.sweep.table import SweepTable

__all__ = ["grid"]

MOST_POINTS = 200_000_000
"""Grids with more points are refused: they would not fit in memory."""


def grid(
    model: Model,
    *,
    calibration: str = "baseline",
    watch: Sequence[str] = (),
    check: bool = True,
    kernel: str = "auto",
    block: int = 8192,
    threads: int | None = None,
    progress: Progress | None = None,
    checkpoint: str | Path | None = None,
    cluster: object = None,
    **axes: ArrayLike,
) -> SweepTable:
    """Solve a model at every combination of values of some parameters.

    Parameters
    ----------
    model
        A model with perfect information.
    **axes
        Parameter → its values, such as ``numpy.linspace(0, 1, 101)``; one number fixes it.
    calibration, watch, check, kernel, block, threads, progress, checkpoint, cluster
        As in `negotiation.sweep.batch`.

    Returns
    -------
    SweepTable
        With `axes`; `SweepTable.to_xarray` gives a dataset over them.

    Raises
    ------
    NotSupported
        If there are too many points, besides what `negotiation.sweep.batch` raises.

    Examples
    --------
    >>> import numpy as np
    >>> from negotiation import talks
    >>> table = grid(
    ...     talks.basing_shadow(),
    ...     treaty_gain=[1, 2],
    ...     basing_probability=np.linspace(0.1, 0.9, 9),
    ...     watch=["transfer"],
    ... )
    >>> table.probability_of("transfer").reshape(2, 9).sum(axis=1).tolist()
    [3.0, 6.0]
    """
    import numpy as np

    read: dict[str, NDArray[np.float64]] = {}
    given: dict[str, float] = {}
    for name, values in axes.items():
        draws, fixed = read_draws(model, {name: values})
        if draws.names:
            read[name] = draws.rows[0]
        given.update(fixed)
    if not read:
        message = "a grid needs at least one axis, such as gain=numpy.linspace(0, 1, 11)"
        raise NotSupported(message)
    empty = [name for name, values in read.items() if not len(values)]
    if empty:
        message = f"the axis {empty[0]} has no values"
        raise InvalidNumber(message)
    points = 1
    for values in read.values():
        points *= len(values)
    if points > MOST_POINTS:
        message = f"the grid has {points} points, more than {MOST_POINTS}; use monte_carlo"
        raise NotSupported(message)
    rows = np.stack([each.ravel() for each in np.meshgrid(*read.values(), indexing="ij")])
    everything = Draws(tuple(read), rows)
    values_elsewhere = fixed_values_of(model, calibration, everything.names, given)
    plan = plan_of(model, everything.names, values_elsewhere, watched=watch, check=check)
    return solved_table(
        plan,
        everything,
        kernel=kernel,
        block=block,
        threads=threads,
        progress=progress,
        checkpoint=checkpoint,
        cluster=cluster,
        axes=read,
    )
