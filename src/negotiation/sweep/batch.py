"""`batch`: one model, many draws of its parameters."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negotiation.sweep.blocks import Progress, available_cores, positive, run_blocks
from negotiation.sweep.checkpoint import BatchCheckpoint
from negotiation.sweep.cluster import run_on_cluster
from negotiation.sweep.draws import Draws, DrawsLike, fixed_values_of, read_draws
from negotiation.sweep.evaluator import chosen_kernel, evaluator
from negotiation.sweep.plan import Plan, plan_of
from negotiation.sweep.table import LEFT_OUT, SweepTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.model import Model

__all__ = ["batch", "solved_table"]

CLUSTER_BLOCKS = 16
"""How many blocks make a task on a cluster."""

THREAD_BLOCKS = 16
"""How many blocks a thread takes at a time, at most: handing over costs as much as a block."""


def batch(
    model: Model,
    draws: DrawsLike,
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
) -> SweepTable:
    """Solve a model at many draws of its parameters, in floats.

    Parameters
    ----------
    model
        A model with perfect information.
    draws
        Parameter → numbers, one a draw, or one number for all draws; a pandas table will do.
    calibration
        Where parameters that are not drawn have their values from.
    watch
        Labels of moves; the probability that play contains each is reported.
    check
        Whether draws that break a domain or an assumption are left out, and counted.
    kernel
        ``"numpy"``, ``"numba"`` (the extra ``fast``), or ``"auto"``: numba where it is installed
        and there are enough draws to be worth the compiling.  Both give the same numbers.
    block
        How many draws are solved at a time.
    threads
        How many threads; as many as there are cores where left out.
    progress
        Called with how many draws are done, and how many there are.
    checkpoint
        A file (``.npz``) to which finished parts are written, and from which work goes on.
    cluster
        A `dask.distributed.Client` or the address of a scheduler, to share the work out.

    Returns
    -------
    SweepTable
        The same whatever the block, the threads and the cluster.  After an interruption
        (Ctrl-C) the finished part; the status of the rest says so.

    Raises
    ------
    NotSupported
        If somebody does not know all earlier moves; sweep over perfect Bayesian classes there.
    UnknownName, InvalidNumber, MissingParameter
        If a draw is of no parameter, or no number, or a parameter has no value.
    MissingDependency
        If numba or dask is asked for and not installed.

    Notes
    -----
    A draw is a float; rounding may decide between actions that are closer than about 1e-12 times
    the payoffs, which the margin shows.

    Examples
    --------
    >>> from negotiation import talks
    >>> table = batch(talks.basing_shadow(), {"basing_probability": [0.25, 0.5, 1.5]})
    >>> print(table)
    basing_shadow: 3 draws, 2 solved
       50.00%  keep
       50.00%  transfer / (wants base / station; no interest / refrain)
      1 draws left out: base_possible
    >>> table.payoffs["Russia"].tolist()
    [0.25, 0.0, nan]
    """
    read, given = read_draws(model, draws)
    fixed = fixed_values_of(model, calibration, read.names, given)
    plan = plan_of(model, read.names, fixed, watched=watch, check=check)
    return solved_table(
        plan,
        read,
        kernel=kernel,
        block=block,
        threads=threads,
        progress=progress,
        checkpoint=checkpoint,
        cluster=cluster,
    )


def solved_table(
    plan: Plan,
    draws: Draws,
    *,
    kernel: str = "auto",
    block: int = 8192,
    threads: int | None = None,
    progress: Progress | None = None,
    checkpoint: str | Path | None = None,
    cluster: object = None,
    axes: Mapping[str, NDArray[np.float64]] | None = None,
) -> SweepTable:
    """Solve a plan at draws; arguments are those of `batch`."""
    import numpy as np

    size = positive("block", block)
    workers = available_cores() if threads is None else positive("threads", threads)
    count = len(draws)
    codes = np.empty((2, count), dtype=np.int32)
    codes[0], codes[1] = -1, LEFT_OUT
    table = SweepTable(
        plan.name,
        plan.players,
        draws,
        plan.fixed,
        plan.plays,
        codes[0],
        np.empty((len(plan.reals), count)),
        codes[1],
        plan.reasons,
        plan.watched,
        axes or {},
    )
    reals = table.rows
    saved = None if checkpoint is None else BatchCheckpoint(Path(checkpoint), plan, draws)
    if saved is not None:
        saved.restore(reals, codes)
    if cluster is not None:
        size *= CLUSTER_BLOCKS
    pieces = [
        (start, min(size, count - start))
        for start in range(0, count, size)
        if (codes[1, start : start + size] == LEFT_OUT).any()
    ]
    finished = count - sum(piece[1] for piece in pieces)

    def note(piece: tuple[int, int]) -> None:
        nonlocal finished
        finished += piece[1]
        if progress is not None:
            progress(finished, count)
        if saved is not None:
            saved.maybe_save(reals, codes)

    try:
        if cluster is not None:

            def store(piece: tuple[int, int], result: Any) -> None:  # noqa: ANN401 - what a task returns
                here = slice(piece[0], piece[0] + piece[1])
                reals[:, here], codes[:, here] = result
                note(piece)

            kernel = chosen_kernel(plan, kernel, count)
            tasks = [(piece, draws.block(*piece)) for piece in pieces]
            run_on_cluster(cluster, _solve_rows, plan, kernel, tasks, store)
        else:
            solve = evaluator(plan, kernel, draws=count)
            local = threading.local()

            def run(group: Sequence[tuple[int, int]]) -> None:
                if not hasattr(local, "rows"):
                    local.rows = np.empty((len(draws.names), size))
                for start, length in group:
                    rows = draws.block(start, length, out=local.rows)
                    solve(rows, 0, reals, codes, start, length)

            def finish(group: Sequence[tuple[int, int]], _: object) -> None:
                for piece in group:
                    note(piece)

            together = max(1, min(THREAD_BLOCKS, len(pieces) // (4 * workers)))
            groups = [pieces[k : k + together] for k in range(0, len(pieces), together)]
            run_blocks(groups, run, finish, threads=workers)
    finally:
        left_out = codes[1] == LEFT_OUT
        if left_out.any():
            reals[:, left_out] = np.nan
        if saved is not None:
            saved.save(reals, codes)
    return table


def _solve_rows(
    plan: Plan, kernel: str, rows: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Solve draws on a worker of a cluster."""
    import numpy as np

    block = np.ascontiguousarray(rows)
    count = block.shape[1]
    reals = np.empty((len(plan.reals), count))
    codes = np.empty((2, count), dtype=np.int32)
    evaluator(plan, kernel)(block, 0, reals, codes, 0, count)
    return reals, codes
