"""A Dask cluster gives the numbers of one machine, and loses nothing when it loses a worker."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy import stats

from negotiation import talks
from negotiation.errors import MissingDependency, NotSupported
from negotiation.sweep import batch, grid, monte_carlo

pytestmark = pytest.mark.filterwarnings("ignore")  # dask and tornado warn of what is theirs

UNIFORM = {"basing_probability": stats.uniform(0, 1), "treaty_gain": stats.uniform(0.5, 1)}
LINE = {"basing_probability": np.linspace(0.01, 0.99, 400_000)}


@pytest.fixture(scope="module")
def threads() -> Iterator[Any]:
    """Workers that are threads of this process: quick to start."""
    distributed = pytest.importorskip("dask.distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_the_same_numbers_as_on_one_machine(threads: object) -> None:
    model = talks.basing_shadow()
    here = monte_carlo(model, UNIFORM, 600_000, 1, kernel="numpy")
    seen: list[int] = []
    there = monte_carlo(
        model,
        UNIFORM,
        600_000,
        1,
        kernel="numpy",
        cluster=threads,
        progress=lambda done, _: seen.append(done),
    )
    assert there.groups == here.groups
    assert seen[-1] == 600_000
    table, other = (
        batch(model, LINE, kernel="numpy"),
        batch(model, LINE, kernel="numpy", cluster=threads),
    )
    assert np.array_equal(table.rows, other.rows)
    assert np.array_equal(table.outcome, other.outcome)
    points = grid(model, treaty_gain=[1, 2], basing_probability=[0.25, 0.5], cluster=threads)
    assert points.used.all()


def test_what_is_no_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = talks.basing_shadow()
    with pytest.raises(NotSupported, match="address of a scheduler"):
        monte_carlo(model, UNIFORM, 100, 0, cluster=3)
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    with pytest.raises(MissingDependency, match=r"pip install 'negotiation\[sweep\]'"):
        monte_carlo(model, UNIFORM, 100, 0, cluster="tcp://127.0.0.1:1")


@pytest.mark.slow
def test_a_lost_worker_loses_nothing() -> None:
    distributed = pytest.importorskip("dask.distributed")
    model = talks.basing_shadow()
    n = 6_000_000
    here = monte_carlo(model, UNIFORM, n, 9, kernel="numpy")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        workers = list(client.scheduler_info()["workers"])
        killed: list[int] = []

        def kill_one() -> None:
            process = client.run(os.getpid, workers=[workers[0]])[workers[0]]
            os.kill(process, signal.SIGKILL)
            killed.append(process)

        killer: list[threading.Thread] = []

        def progress(done: int, total: int) -> None:
            if not killer and done > total // 10:
                killer.append(threading.Thread(target=kill_one))
                killer[0].start()

        there = monte_carlo(model, UNIFORM, n, 9, kernel="numpy", cluster=client, progress=progress)
        deadline = time.monotonic() + 20
        while not killed and time.monotonic() < deadline:
            time.sleep(0.1)
        assert killed
        by_address = monte_carlo(
            model, UNIFORM, 100_000, 9, kernel="numpy", cluster=cluster.scheduler_address
        )
    assert there.groups == here.groups
    assert by_address.complete
