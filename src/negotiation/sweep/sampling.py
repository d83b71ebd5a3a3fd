"""Draws in chunks, each from a random stream of its own, whoever draws it.

The chunk is the unit of reproducibility: chunk ``k`` of a seed is the same on every machine and in
any order.  Pseudo-random chunks have streams spawned from the seed.  Quasi-random points are
Sobol' sequences (Sobol' 1967) under independent scramblings (Owen 1998), whose spread tells the
error.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported
from negotiation.sweep.draws import Draws

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.sweep.priors import Priors

__all__ = ["CHUNK", "PORTION", "REPLICATES", "Stream", "read_stream"]

CHUNK = 8192
"""Draws in a chunk."""

PORTION = 16
"""Chunks in a portion, the piece of work of a thread or a worker."""

REPLICATES = 16
"""Independent scramblings of a quasi-random sequence."""


@dataclass(frozen=True, eq=False)
class Stream:
    """Draws of some priors, by chunk.

    Attributes
    ----------
    priors
        What is drawn from.
    count
        How many draws there are in all.
    seed
        The seed.
    quasi
        Whether points are quasi-random.
    """

    priors: Priors
    count: int
    seed: int
    quasi: bool

    @property
    def groups(self) -> int:
        """How many independent sequences there are."""
        return REPLICATES if self.quasi else 1

    @property
    def portions(self) -> int:
        """How many pieces of work there are."""
        return self.groups * self._per_group

    @property
    def _per_group(self) -> int:
        return -(-(self.count // self.groups) // (CHUNK * PORTION))

    def group(self, portion: int) -> int:
        """Return the sequence that a portion belongs to."""
        return portion // self._per_group

    def chunks(self, portion: int) -> list[tuple[int, int, int]]:
        """Return the chunks of a portion: sequence, first draw in it, number of draws."""
        group, place = divmod(portion, self._per_group)
        length = self.count // self.groups
        begin = place * CHUNK * PORTION
        end = min(length, begin + CHUNK * PORTION)
        return [(group, start, min(CHUNK, end - start)) for start in range(begin, end, CHUNK)]

    def size(self, portion: int) -> int:
        """Return how many draws are in a portion."""
        return sum(count for _, _, count in self.chunks(portion))

    def rows(self, chunk: tuple[int, int, int]) -> NDArray[np.float64]:
        """Draw a chunk: one row a parameter."""
        import numpy as np

        group, start, count = chunk
        if not self.quasi:
            source = np.random.SeedSequence(self.seed, spawn_key=(start // CHUNK,))
            return self.priors.rows(np.random.Generator(np.random.PCG64(source)), count)
        return self.priors.transformed(self._points(group, start, count).T)

    def _points(self, group: int, start: int, count: int) -> NDArray[np.float64]:
        import numpy as np
        from scipy.stats import qmc

        source = np.random.SeedSequence(self.seed, spawn_key=(group,))
        engine = qmc.Sobol(
            len(self.priors.names), scramble=True, seed=np.random.Generator(np.random.PCG64(source))
        )
        if start:
            engine.fast_forward(start)
        points: NDArray[np.float64] = engine.random(count)
        return points

    def draws(self) -> Draws:
        """Return all draws at once."""
        import numpy as np

        rows = [
            self.rows(chunk) for portion in range(self.portions) for chunk in self.chunks(portion)
        ]
        return Draws(self.priors.names, np.concatenate(rows, axis=1))


def read_stream(priors: Priors, count: object, seed: object, *, quasi: bool) -> Stream:
    """Check the arguments of a Monte Carlo sweep.

    Raises
    ------
    NotSupported
        If the number of draws or the seed is no whole number, nothing is drawn, or quasi-random
        points are asked for in a number that is not 16 times a power of two, or of a sampler.
    """
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        message = f"n is {count!r}; it must be a whole number of at least 1"
        raise NotSupported(message)
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        message = f"seed is {seed!r}; it must be a whole number of at least 0"
        raise NotSupported(message)
    if not priors.names:
        message = "no parameter has a distribution, so there is nothing to draw"
        raise NotSupported(message)
    if quasi:
        length = count // REPLICATES
        if priors.sampler is not None:
            message = "quasi-random points need distributions of scipy.stats, not a sampler"
            raise NotSupported(message)
        if count % REPLICATES or length & (length - 1) or length > 2**30:
            near = REPLICATES * 2 ** max(round(log2(count / REPLICATES)), 0)
            message = (
                f"n is {count}; quasi-random points come in {REPLICATES} sequences of a power of "
                f"two each, for example n={near}"
            )
            raise NotSupported(message)
    return Stream(priors, count, seed, quasi)
