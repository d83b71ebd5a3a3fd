"""Work shared out on a Dask cluster.

Each piece is a task that depends on nothing but its arguments, so one that a lost worker held is
run again elsewhere.  Results are taken in as they come; nothing waits for the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from negotiation.errors import MissingDependency, NotSupported, SolverFailed

__all__ = ["connected", "run_on_cluster"]

Work = TypeVar("Work")

MOST_WAITING = 256
"""How many tasks are handed to the scheduler at a time."""


@contextmanager
def connected(cluster: object) -> Iterator[Any]:
    """Give a client of a cluster; one made here from an address is closed again.

    Raises
    ------
    MissingDependency
        If dask.distributed is not installed.
    NotSupported
        If it is neither a client nor an address, or nobody answers at the address.
    """
    try:
        distributed: Any = import_module("dask.distributed")  # partly typed
    except ImportError as error:
        message = "clusters need dask; install it with: pip install 'negotiation[sweep]'"
        raise MissingDependency(message) from error
    if isinstance(cluster, distributed.Client):
        yield cluster
        return
    if not isinstance(cluster, str):
        message = (
            f"cluster is {cluster!r}; give a dask.distributed.Client, or the address of a "
            "scheduler such as 'tcp://10.0.0.1:8786'"
        )
        raise NotSupported(message)
    try:
        client = distributed.Client(cluster, timeout="30s")
    except (OSError, TimeoutError, ValueError) as error:
        message = f"no scheduler answers at {cluster!r}: {error}"
        raise NotSupported(message) from error
    try:
        yield client
    finally:
        client.close()


def run_on_cluster(  # noqa: PLR0917 - what to run, on what, with what, and where results go
    cluster: object,
    run: Callable[..., Any],
    shared: object,
    kernel: str,
    work: Sequence[tuple[Work, object]],
    done: Callable[[Work, Any], None],
) -> bool:
    """Run ``run(shared, kernel, argument)`` on the cluster for every piece of work.

    Parameters
    ----------
    cluster
        A client or an address.
    run
        A function of a module that the workers can import.
    shared
        What all pieces need; sent to each worker once.
    kernel
        The kernel, by name.
    work
        Pieces with their arguments.
    done
        Called with each piece and its result, as they come.

    Returns
    -------
    bool
        Whether all was done; false after an interruption, when what had come was handed on.

    Raises
    ------
    SolverFailed
        If a task fails for good, as when its workers die again and again.
    """
    from concurrent.futures import CancelledError

    if not work:
        return True
    with connected(cluster) as client:
        common = client.scatter(shared, broadcast=True, hash=False)
        left = iter(work)
        pieces: dict[str, Work] = {}

        def submit(count: int) -> list[Any]:
            futures = []
            for _, (piece, argument) in zip(range(count), left, strict=False):
                future = client.submit(run, common, kernel, argument, pure=False, retries=3)
                pieces[future.key] = piece
                futures.append(future)
            return futures

        waiting = _as_completed(submit(MOST_WAITING))
        try:
            for future in waiting:
                done(pieces.pop(future.key), future.result())
                for more in submit(1):
                    waiting.add(more)
        except KeyboardInterrupt:
            client.cancel(list(waiting.futures))
            return False
        except CancelledError as error:
            message = f"the cluster gave a task up: {error}"
            raise SolverFailed(message) from error
        return True


def _as_completed(futures: list[Any]) -> Any:  # noqa: ANN401 - dask is typed in part
    distributed: Any = import_module("dask.distributed")
    return distributed.as_completed(futures)
