"""`monte_carlo`: how likely each play is when parameters are uncertain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import NotSupported
from negotiation.model import Model
from negotiation.sweep.blocks import Progress, available_cores, positive, run_blocks
from negotiation.sweep.checkpoint import (
    SECONDS,
    Clock,
    fingerprint,
    plan_words,
    read_checkpoint,
    write_checkpoint,
)
from negotiation.sweep.cluster import run_on_cluster
from negotiation.sweep.draws import Draws, fixed_values_of
from negotiation.sweep.evaluator import Evaluator, chosen_kernel, evaluator
from negotiation.sweep.plan import Plan, plan_of
from negotiation.sweep.priors import Correlation, PriorsLike, read_priors
from negotiation.sweep.result import MonteCarlo
from negotiation.sweep.sampling import Stream, read_stream
from negotiation.sweep.summary import Summary, summary_of

if TYPE_CHECKING:
    from negotiation.parametric import PerfectBayesianClasses

__all__ = ["monte_carlo", "sample"]


def sample(
    model: Model,
    priors: PriorsLike,
    n: int,
    seed: int,
    *,
    correlation: Correlation | None = None,
    quasi: bool = False,
) -> Draws:
    """Draw parameters: the draws that `monte_carlo` with the same arguments uses.

    Examples
    --------
    >>> from scipy import stats
    >>> from negotiation import talks
    >>> sample(talks.basing_shadow(), {"treaty_gain": stats.uniform(1, 2)}, 1000, 0)
    Draws(1000 draws of treaty_gain)
    """
    read, _ = read_priors(model, priors, correlation)
    return read_stream(read, n, seed, quasi=quasi).draws()


def monte_carlo(
    model: Model | PerfectBayesianClasses,
    priors: PriorsLike,
    n: int,
    seed: int,
    *,
    correlation: Correlation | None = None,
    quasi: bool = False,
    calibration: str = "baseline",
    watch: Sequence[str] = (),
    check: bool = True,
    gap: float = 1e-9,
    kernel: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    checkpoint: str | Path | None = None,
    cluster: object = None,
) -> MonteCarlo:
    """Draw parameters from priors, solve at each draw, and keep only what is needed of it.

    Parameters
    ----------
    model
        A model with perfect information, or the classes that `parametric.perfect_bayesian` found
        for a model without.
    priors
        Parameter → a distribution of `scipy.stats`, or one number; or a function of a random
        generator and a count that gives parameter → numbers.
    n
        How many draws.
    seed
        The seed; the same seed gives the same numbers on any number of threads and workers.
    correlation
        Two parameters → the correlation of their normal scores (a Gaussian copula).
    quasi
        Whether to use scrambled Sobol' points in place of pseudo-random numbers; then ``n`` is 16
        times a power of two.
    calibration, watch, check, kernel, threads, progress, checkpoint, cluster
        As in `negotiation.sweep.batch`.  Probabilities and payoffs are those given that no
        assumption is broken.
    gap
        What counts as near a tie.

    Returns
    -------
    MonteCarlo
        Memory does not grow with ``n``.  After an interruption (Ctrl-C) what is finished.

    Raises
    ------
    NotSupported
        If a prior is no distribution, correlations do not fit together, or numbers are not as
        described; besides what `negotiation.sweep.batch` raises.

    Examples
    --------
    >>> from scipy import stats
    >>> from negotiation import talks
    >>> result = monte_carlo(
    ...     talks.basing_shadow(),
    ...     {"basing_probability": stats.uniform(0, 1)},
    ...     n=16 * 1024,
    ...     seed=1,
    ...     quasi=True,
    ...     watch=["transfer"],
    ... )
    >>> round(result.probability_of("transfer").value, 3)  # exactly a third
    0.333
    """
    subject = model if isinstance(model, Model) else cast("Model", getattr(model, "model", model))
    read, given = read_priors(subject, priors, correlation)
    stream = read_stream(read, n, seed, quasi=quasi)
    fixed = fixed_values_of(subject, calibration, read.names, given)
    plan = planned(model, read.names, fixed, watched=watch, check=check)
    workers = available_cores() if threads is None else positive("threads", threads)
    kernel = chosen_kernel(plan, kernel, n)
    merger = _Merger(stream, plan, gap, checkpoint, progress)
    work = merger.missing()
    try:
        if cluster is not None:
            shared = (plan, stream, gap)
            tasks = [(portion, portion) for portion in work]
            run_on_cluster(cluster, _run_shared, shared, kernel, tasks, merger.take)
        else:
            solve = evaluator(plan, kernel)
            run = partial(_run_portion, plan, stream, gap, solve)
            run_blocks(work, run, merger.take, threads=workers)
    finally:
        merger.save()
    return MonteCarlo(
        plan.name,
        plan.players,
        plan.watched,
        plan.reasons,
        plan.plays,
        n,
        seed,
        quasi,
        merger.groups(),
    )


def planned(
    model: Model | PerfectBayesianClasses,
    varied: Sequence[str],
    fixed: Mapping[str, float],
    *,
    watched: Sequence[str],
    check: bool,
) -> Plan:
    """Compile a model, or the classes of one."""
    if isinstance(model, Model):
        return plan_of(model, varied, fixed, watched=watched, check=check)
    if watched:
        message = "moves are not watched in sweeps over classes; ask for classes by name"
        raise NotSupported(message)
    from negotiation.sweep.classes import class_plan

    return class_plan(model, varied, fixed, check=check)


def _run_portion(plan: Plan, stream: Stream, gap: float, solve: Evaluator, portion: int) -> Summary:
    import numpy as np

    total = Summary()
    for chunk in stream.chunks(portion):
        rows = np.ascontiguousarray(stream.rows(chunk))
        count = rows.shape[1]
        reals = np.empty((len(plan.reals), count))
        codes = np.empty((2, count), dtype=np.int32)
        solve(rows, 0, reals, codes, 0, count)
        total = total.with_more(summary_of(reals, codes, len(plan.players), gap))
    return total


def _run_shared(shared: tuple[Plan, Stream, float], kernel: str, portion: int) -> Summary:
    """Run a portion on a worker of a cluster."""
    plan, stream, gap = shared
    return _run_portion(plan, stream, gap, evaluator(plan, kernel), portion)


class _Merger:
    """Puts portions together in their order, whatever the order in which they come."""

    def __init__(
        self,
        stream: Stream,
        plan: Plan,
        gap: float,
        checkpoint: str | Path | None,
        progress: Progress | None,
    ) -> None:
        self._stream = stream
        self._progress = progress
        self._path = None if checkpoint is None else Path(checkpoint)
        self._mark = fingerprint(
            "monte carlo", plan_words(plan), plan.watched, stream.priors.words(), stream.count,
            stream.seed, stream.quasi, gap,
        )  # fmt: skip
        self._clock = Clock(SECONDS)
        self._next = 0
        self._groups = [Summary() for _ in range(stream.groups)]
        self._waiting: dict[int, Summary] = {}
        self._done = 0
        self._changed = False
        if self._path is not None:
            self._restore(self._path)

    def _restore(self, path: Path) -> None:
        found = read_checkpoint(path, self._mark, ("next", "groups", "places", "waiting"))
        if found is None:
            return
        self._next = int(found["next"])
        self._groups = [Summary.from_text(str(text)) for text in found["groups"]]
        places = [int(place) for place in found["places"]]
        texts = [str(text) for text in found["waiting"]]
        self._waiting = {
            place: Summary.from_text(text) for place, text in zip(places, texts, strict=True)
        }
        self._done = sum(group.draws for group in self.groups())

    def missing(self) -> list[int]:
        """Return the portions that are still to be done."""
        return [
            portion
            for portion in range(self._next, self._stream.portions)
            if portion not in self._waiting
        ]

    def take(self, portion: int, summary: Any) -> None:  # noqa: ANN401 - what a task returns
        """Take a portion in."""
        self._waiting[portion] = summary
        while self._next in self._waiting:
            group = self._stream.group(self._next)
            more = self._waiting.pop(self._next)
            self._groups[group] = self._groups[group].with_more(more)
            self._next += 1
        self._changed = True
        self._done += summary.draws
        if self._clock.due():
            self.save()
        if self._progress is not None:
            self._progress(self._done, self._stream.count)

    def groups(self) -> tuple[Summary, ...]:
        """Return the summary of each sequence, of all that is finished."""
        groups = list(self._groups)
        for portion in sorted(self._waiting):
            group = self._stream.group(portion)
            groups[group] = groups[group].with_more(self._waiting[portion])
        return tuple(groups)

    def save(self) -> None:
        """Write the checkpoint."""
        if self._path is None or not self._changed:
            return
        import numpy as np

        arrays = {
            "next": np.array(self._next),
            "groups": np.array([group.to_text() for group in self._groups]),
            "places": np.array(list(self._waiting), dtype=np.int64),
            "waiting": np.array([each.to_text() for each in self._waiting.values()], dtype=str),
        }
        write_checkpoint(self._path, self._mark, arrays)
        self._changed = False
