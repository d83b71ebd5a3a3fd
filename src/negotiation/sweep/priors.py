"""Priors over parameters: distributions, alone or joined by a Gaussian copula, or a sampler.

A copula keeps each parameter's own distribution and correlates the normal scores (Sklar 1959;
Nelsen 2006): normal variables with the given correlations are pushed through the normal
distribution function and each prior's quantile function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from negotiation.errors import InvalidNumber, NotSupported
from negotiation.sweep.draws import read_draws, require_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.model import Model

__all__ = ["Correlation", "Priors", "PriorsLike", "Sampler", "read_priors"]

Sampler: TypeAlias = "Callable[[np.random.Generator, int], Mapping[str, Any]]"
"""Draws so many values of each parameter with a generator of random numbers."""

PriorsLike: TypeAlias = Union[Mapping[str, Any], "Sampler"]
"""Parameter → distribution of `scipy.stats` or one number; or a `Sampler`."""

Correlation: TypeAlias = Mapping[tuple[str, str], float]
"""Two parameters → the correlation of their normal scores."""

PROBE = 20160
"""The seed of the draws by which priors are known again."""

NEAREST = 2.0**-40
"""Uniform numbers are kept this far from 0 and 1, whose quantiles may be infinite."""


@dataclass(frozen=True, eq=False)
class Priors:
    """What is known of parameters.

    Attributes
    ----------
    names
        The parameters that are drawn.
    distributions
        Their distributions; empty where there is a sampler.
    root
        A triangular root of the correlations of the normal scores; ``None`` where independent.
    sampler
        A sampler of the user's own.
    """

    names: tuple[str, ...]
    distributions: tuple[Any, ...] = field(repr=False)
    root: NDArray[np.float64] | None = field(default=None, repr=False)
    sampler: Sampler | None = field(default=None, repr=False)

    def rows(self, generator: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Draw with a generator: one row a parameter."""
        import numpy as np
        from scipy.special import ndtr

        if self.sampler is not None:
            return self._sampled(self.sampler(generator, count), count)
        if self.root is None:
            drawn = [each.rvs(size=count, random_state=generator) for each in self.distributions]
            return np.array(drawn, dtype=np.float64).reshape(len(self.names), count)
        scores = self.root @ generator.standard_normal((len(self.names), count))
        return self._quantiles(ndtr(scores))

    def transformed(self, uniform: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn points of the unit cube (one row a parameter) into draws.

        Raises
        ------
        NotSupported
            If there is a sampler, which cannot be led by given points.
        """
        import numpy as np
        from scipy.special import ndtr, ndtri

        if self.sampler is not None:
            message = (
                "a sampler draws with random numbers of its own; quasi-random points and "
                "sensitivity need distributions of scipy.stats"
            )
            raise NotSupported(message)
        points = np.clip(uniform, NEAREST, 1 - NEAREST)
        if self.root is not None:
            points = ndtr(self.root @ ndtri(points))
        return self._quantiles(points)

    def _quantiles(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        clipped = np.clip(points, NEAREST, 1 - NEAREST)
        rows = [each.ppf(row) for each, row in zip(self.distributions, clipped, strict=True)]
        return np.array(rows, dtype=np.float64).reshape(points.shape)

    def _sampled(self, given: Mapping[str, Any], count: int) -> NDArray[np.float64]:
        import numpy as np

        if not isinstance(given, Mapping) or set(given) != set(self.names):
            message = (
                f"the sampler gave {sorted(given) if isinstance(given, Mapping) else given!r} "
                f"where it gave {sorted(self.names)} before"
            )
            raise InvalidNumber(message)
        rows = [np.asarray(given[name], dtype=np.float64) for name in self.names]
        for name, row in zip(self.names, rows, strict=True):
            if row.shape != (count,):
                message = (
                    f"the sampler was asked for {count} draws, and gave {name} in the shape "
                    f"{row.shape}"
                )
                raise InvalidNumber(message)
        return np.stack(rows)

    def words(self) -> object:
        """Return what tells these priors from others: their names and a few draws."""
        import numpy as np

        return (self.names, self.rows(np.random.default_rng(PROBE), 16).tolist())


def read_priors(
    model: Model, given: PriorsLike, correlation: Correlation | None = None
) -> tuple[Priors, dict[str, float]]:
    """Read priors: what is drawn, and what is given as one number.

    Raises
    ------
    UnknownName
        If a name is no parameter of the model.
    NotSupported
        If a prior is no distribution, or correlations come with a sampler or do not fit together.

    Examples
    --------
    >>> from scipy import stats
    >>> from negotiation import talks
    >>> priors, fixed = read_priors(
    ...     talks.basing_shadow(), {"treaty_gain": stats.uniform(1, 2), "basing_loss": 3}
    ... )
    >>> priors.names, fixed
    (('treaty_gain',), {'basing_loss': 3.0})
    """
    import numpy as np

    require_model(model)
    if callable(given):
        if correlation:
            message = "correlations cannot be put on a sampler; let it draw what is correlated"
            raise NotSupported(message)
        first = given(np.random.default_rng(0), 1)
        if not isinstance(first, Mapping):
            message = f"a sampler must give parameter → numbers, not {first!r}"
            raise InvalidNumber(message)
        for name in first:
            model.parameters[name]  # refuses names that do not exist
        return Priors(tuple(first), (), None, given), {}
    if not isinstance(given, Mapping):
        message = (
            "priors are given as parameter → distribution, such as "
            f"{{'gain': scipy.stats.uniform(0, 1)}}, or as a sampler, not {given!r}"
        )
        raise NotSupported(message)
    names: list[str] = []
    distributions: list[Any] = []
    fixed: dict[str, float] = {}
    for name, prior in given.items():
        model.parameters[name]  # refuses names that do not exist
        if hasattr(prior, "ppf") and hasattr(prior, "rvs"):
            names.append(name)
            distributions.append(prior)
            continue
        try:
            fixed.update(read_draws(model, {name: float(prior)})[1])
        except (TypeError, ValueError):
            message = (
                f"the prior of {name} is {prior!r}; give a distribution such as "
                "scipy.stats.uniform(0, 1), or one number"
            )
            raise NotSupported(message) from None
    root = _root(tuple(names), correlation) if correlation else None
    return Priors(tuple(names), tuple(distributions), root), fixed


def _root(names: tuple[str, ...], correlation: Correlation) -> NDArray[np.float64]:
    import numpy as np

    matrix = np.eye(len(names))
    for pair, value in correlation.items():
        if not isinstance(pair, tuple) or len(pair) != 2 or not set(pair) <= set(names):
            message = (
                f"the correlation of {pair!r}: give two parameters that have distributions, out of "
                f"{', '.join(names)}"
            )
            raise NotSupported(message)
        if not -1 < value < 1 or pair[0] == pair[1]:
            message = (
                f"the correlation of {pair[0]} and {pair[1]} is {value}; it must be in (-1, 1)"
            )
            raise NotSupported(message)
        one, other = names.index(pair[0]), names.index(pair[1])
        matrix[one, other] = matrix[other, one] = value
    try:
        return np.asarray(np.linalg.cholesky(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        message = (
            "the correlations do not fit together: no random variables have all of them at once "
            "(the matrix is not positive definite)"
        )
        raise NotSupported(message) from None
