"""`sensitivity`: which parameters move the outcome.

First-order and total Sobol' indices (Sobol' 2001; Saltelli et al. 2010) split the variance of a
result by parameter; Morris' elementary effects (Morris 1991; Campolongo et al. 2007) screen many
parameters cheaply.  Both are computed by SALib (Herman and Usher 2017) from draws solved here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negotiation.errors import AssumptionViolated, MissingDependency, NotSupported, UnknownName
from negotiation.sweep.batch import solved_table
from negotiation.sweep.blocks import Progress, positive
from negotiation.sweep.draws import Draws, fixed_values_of
from negotiation.sweep.plan import plan_of
from negotiation.sweep.priors import PriorsLike, read_priors

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from negotiation.model import Model

__all__ = ["METHODS", "Effect", "Sensitivity", "sensitivity"]

METHODS = ("sobol", "morris")

MORRIS_EDGE = 0.005
"""Morris' walks stay between this quantile and its opposite, for extremes may be infinite."""


@dataclass(frozen=True)
class Effect:
    """The effect of a parameter on a result.

    Attributes
    ----------
    first
        Sobol': the share of the variance that the parameter explains alone.  Morris: the mean
        elementary effect.
    total
        Sobol': the share with all interactions.  Morris: the mean absolute elementary effect.
    first_error, total_error
        The half-widths of 95 % intervals; for Morris the first is the standard deviation of the
        elementary effects, large where the parameter interacts.
    """

    first: float
    total: float
    first_error: float
    total_error: float


@dataclass(frozen=True)
class Sensitivity:
    """How results depend on parameters.

    Attributes
    ----------
    model
        The name of the model.
    method
        ``"sobol"`` or ``"morris"``.
    draws
        How many draws were solved.
    effects
        Result → parameter → effect.
    """

    model: str
    method: str
    draws: int
    effects: Mapping[str, Mapping[str, Effect]] = field(repr=False)

    def ranking(self, result: str) -> list[str]:
        """Return the parameters, the one with the largest total effect on a result first.

        Raises
        ------
        UnknownName
            If there is no such result.
        """
        if result not in self.effects:
            raise UnknownName("result", result, self.effects)
        found = self.effects[result]
        return sorted(found, key=lambda name: -found[name].total)

    def to_pandas(self) -> pd.DataFrame:
        """Return a table: result, parameter, first, total, and their errors.

        Raises
        ------
        MissingDependency
            If pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            message = "tables need pandas; install it with: pip install pandas"
            raise MissingDependency(message) from error
        return pd.DataFrame(
            [
                (result, name, each.first, each.total, each.first_error, each.total_error)
                for result, found in self.effects.items()
                for name, each in found.items()
            ],
            columns=["result", "parameter", "first", "total", "first_error", "total_error"],
        )

    def __str__(self) -> str:
        lines = [f"{self.model}: {self.method} sensitivity from {self.draws} draws"]
        for result, found in self.effects.items():
            lines.append(f"  {result}")
            for name in self.ranking(result):
                each = found[name]
                lines.append(
                    f"    {name}: total {each.total:.3f} ± {each.total_error:.3f}, "
                    f"first {each.first:.3f} ± {each.first_error:.3f}"
                )
        return "\n".join(lines)


def sensitivity(
    model: Model,
    priors: PriorsLike,
    *,
    watch: Sequence[str] = (),
    method: str = "sobol",
    n: int = 1024,
    seed: int = 0,
    calibration: str = "baseline",
    check: bool = True,
    kernel: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    checkpoint: str | Path | None = None,
    cluster: object = None,
) -> Sensitivity:
    """Say which parameters move the payoffs and the probabilities of moves.

    Parameters
    ----------
    model
        A model with perfect information.
    priors
        Parameter → a distribution of `scipy.stats`, or one number; independent.
    watch
        Labels of moves whose probability is a result; every player's payoff is one too.
    method
        ``"sobol"`` takes ``n (k + 2)`` draws for ``k`` parameters, ``"morris"`` ``n (k + 1)``.
    n
        For ``"sobol"`` a power of two.
    seed
        The seed.
    check
        Whether to refuse priors that reach draws which break an assumption; otherwise those are
        solved all the same.
    calibration, kernel, threads, progress, checkpoint, cluster
        As in `negotiation.sweep.batch`.

    Returns
    -------
    Sensitivity
        The indices.

    Raises
    ------
    AssumptionViolated
        If some draws break a domain or an assumption; the indices need every one of the draws.
    NotSupported
        If the method does not exist, ``n`` does not fit, fewer than two parameters have a
        distribution, or the work was interrupted.
    MissingDependency
        If SALib is not installed.

    Examples
    --------
    >>> from scipy import stats
    >>> from negotiation import talks
    >>> found = sensitivity(
    ...     talks.basing_shadow(),
    ...     {"treaty_gain": stats.uniform(0.5, 2), "island_value": stats.uniform(1, 5)},
    ...     watch=["transfer"],
    ...     n=256,
    ... )
    >>> found.ranking("probability of transfer")
    ['treaty_gain', 'island_value']
    """
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)
    positive("n", n)
    read, given = read_priors(model, priors)
    if read.sampler is not None or len(read.names) < 2:
        message = "sensitivity needs independent distributions of at least two parameters"
        raise NotSupported(message)
    if method == "sobol" and n & (n - 1):
        message = f"n is {n}; Sobol' points need a power of two, such as {1 << n.bit_length()}"
        raise NotSupported(message)
    edge = MORRIS_EDGE if method == "morris" else 0.0
    problem = {
        "num_vars": len(read.names),
        "names": list(read.names),
        "bounds": [[edge, 1 - edge]] * len(read.names),
    }
    points = _points(problem, method, n, seed)
    fixed = fixed_values_of(model, calibration, read.names, given)
    plan = plan_of(model, read.names, fixed, watched=watch, check=check)
    table = solved_table(
        plan,
        Draws(read.names, read.transformed(points.T)),
        kernel=kernel,
        threads=threads,
        progress=progress,
        checkpoint=checkpoint,
        cluster=cluster,
    )
    if not table.complete:
        message = "the work was interrupted, and the indices need every draw; name a checkpoint"
        raise NotSupported(message)
    if not table.used.all():
        reason, count = next(iter(table.broken.items()))
        message = (
            f"{count} of {len(table)} draws are left out ({reason}), and the indices need every "
            "draw; choose priors inside the assumptions, or use check=False"
        )
        raise AssumptionViolated(message)
    results = {f"payoff of {name}": row for name, row in table.payoffs.items()}
    results |= {f"probability of {each}": table.probability_of(each) for each in watch}
    return Sensitivity(
        model.name,
        method,
        len(table),
        {name: _effects(problem, method, points, row, seed) for name, row in results.items()},
    )


def _salib(name: str) -> Any:  # noqa: ANN401 - SALib has no types
    try:
        return import_module(name)
    except ImportError as error:
        message = "sensitivity needs SALib; install it with: pip install 'negotiation[sweep]'"
        raise MissingDependency(message) from error


# SALib takes a seed of 0 for none, hence the one added to seeds below.


def _points(problem: dict[str, Any], method: str, n: int, seed: int) -> NDArray[np.float64]:
    if method == "sobol":
        sample = _salib("SALib.sample.sobol").sample
        points = sample(problem, n, calc_second_order=False, seed=seed + 1)
    else:
        points = _salib("SALib.sample.morris").sample(problem, n, num_levels=4, seed=seed + 1)
    found: NDArray[np.float64] = points
    return found


def _effects(
    problem: dict[str, Any],
    method: str,
    points: NDArray[np.float64],
    values: NDArray[np.float64],
    seed: int,
) -> dict[str, Effect]:
    names: list[str] = problem["names"]
    if float(values.max() - values.min()) == 0:  # nothing moves it
        return {name: Effect(0.0, 0.0, 0.0, 0.0) for name in names}
    if method == "sobol":
        found = _salib("SALib.analyze.sobol").analyze(
            problem, values, calc_second_order=False, seed=seed + 1
        )
        columns = ("S1", "ST", "S1_conf", "ST_conf")
    else:
        found = _salib("SALib.analyze.morris").analyze(
            problem, points, values, num_levels=4, seed=seed + 1
        )
        columns = ("mu", "mu_star", "sigma", "mu_star_conf")
    rows = zip(*[found[column] for column in columns], strict=True)
    return {
        name: Effect(*[float(value) for value in row])
        for name, row in zip(names, rows, strict=True)
    }
