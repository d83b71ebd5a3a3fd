"""Work cut into blocks: threads over blocks, progress, and an interruption that loses nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeAlias, TypeVar

from negotiation.errors import NotSupported

__all__ = ["Progress", "available_cores", "positive", "run_blocks"]

Work = TypeVar("Work")

Progress: TypeAlias = "Callable[[int, int], None]"
"""Called with how much is done and how much there is, in draws."""


def available_cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def positive(name: str, value: object) -> int:
    """Return a positive whole number given as an argument.

    Raises
    ------
    NotSupported
        If it is none.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        message = f"{name} is {value!r}; it must be a whole number of at least 1"
        raise NotSupported(message)
    return value


def run_blocks(
    work: Sequence[Work],
    run: Callable[[Work], object],
    done: Callable[[Work, object], None],
    *,
    threads: int,
) -> bool:
    """Run every piece of work, and hand each result on in the calling thread.

    Parameters
    ----------
    work
        The pieces.
    run
        Called with each, in some thread.
    done
        Called with each piece and its result, in the order in which they are finished.
    threads
        How many threads.

    Returns
    -------
    bool
        Whether all was done.  An interruption (`KeyboardInterrupt`) ends the work early: pieces
        that are running are finished, the others are left.
    """
    if threads == 1 or len(work) < 2:
        try:
            for piece in work:
                done(piece, run(piece))
        except KeyboardInterrupt:
            return False
        return True
    waiting: dict[Future[object], Work] = {}
    left = iter(work)
    finished = True
    with ThreadPoolExecutor(threads) as pool:
        try:
            _submit(pool, run, left, waiting, 4 * threads)
            while waiting:
                ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    done(waiting.pop(future), future.result())
                _submit(pool, run, left, waiting, 4 * threads - len(waiting))
        except KeyboardInterrupt:
            finished = False
            for future in waiting:
                future.cancel()
    return finished


def _submit(
    pool: ThreadPoolExecutor,
    run: Callable[[Work], object],
    left: Iterable[Work],
    waiting: dict[Future[object], Work],
    count: int,
) -> None:
    """Submit some more pieces, so that few wait and an interruption is quick."""
    for _, piece in zip(range(count), left, strict=False):
        waiting[pool.submit(run, piece)] = piece
