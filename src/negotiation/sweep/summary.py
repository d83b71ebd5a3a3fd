"""What is kept of many draws: counts, means and spreads, which can be put together.

A summary is a few numbers however many draws it stands for.  Two are put together by the update of
Chan, Golub and LeVeque (1979); done in a fixed order, the result does not depend on who computed
which part.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Summary", "summary_of"]


@dataclass(frozen=True)
class Summary:
    """A summary of draws.

    Attributes
    ----------
    draws
        How many draws.
    used
        How many of them are solved.
    broken
        Status → how many draws.
    outcomes
        Number of the play → how many draws.
    means, squares
        Of each row over the solved draws, the mean and the sum of squared differences from it.
    near
        How many draws are near a tie.
    least_margin
        The least margin.
    """

    draws: int = 0
    used: int = 0
    broken: dict[int, int] = field(default_factory=dict)
    outcomes: dict[int, int] = field(default_factory=dict)
    means: tuple[float, ...] = ()
    squares: tuple[float, ...] = ()
    near: int = 0
    least_margin: float = inf

    def with_more(self, other: Summary) -> Summary:
        """Return the summary of these draws and others.

        >>> one = Summary(1, 1, {}, {0: 1}, (1.0,), (0.0,))
        >>> one.with_more(Summary(1, 1, {}, {2: 1}, (3.0,), (0.0,))).squares
        (2.0,)
        """
        used = self.used + other.used
        if not other.used or not self.used:
            means, squares = (
                (self.means, self.squares) if self.used else (other.means, other.squares)
            )
        else:
            weight = other.used / used
            means = tuple(
                one + (more - one) * weight
                for one, more in zip(self.means, other.means, strict=True)
            )
            squares = tuple(
                one + more + (second - first) ** 2 * self.used * weight
                for one, more, first, second in zip(
                    self.squares, other.squares, self.means, other.means, strict=True
                )
            )
        return Summary(
            self.draws + other.draws,
            used,
            _added(self.broken, other.broken),
            _added(self.outcomes, other.outcomes),
            means,
            squares,
            self.near + other.near,
            min(self.least_margin, other.least_margin),
        )

    def to_text(self) -> str:
        """Write the summary so that nothing is lost."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Summary:
        """Read what `to_text` wrote.

        >>> Summary.from_text(Summary(2, 0, {1: 2}).to_text()) == Summary(2, 0, {1: 2})
        True
        """
        found = json.loads(text)
        for name in ("broken", "outcomes"):
            found[name] = {int(key): value for key, value in found[name].items()}
        for name in ("means", "squares"):
            found[name] = tuple(found[name])
        return cls(**found)


def _added(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    total = dict(one)
    for key, value in other.items():
        total[key] = total.get(key, 0) + value
    return dict(sorted(total.items()))


def summary_of(
    reals: NDArray[np.float64], codes: NDArray[np.int32], margin_row: int, gap: float
) -> Summary:
    """Summarise a block of solved draws.

    Parameters
    ----------
    reals, codes
        As an evaluator writes them.
    margin_row
        Which row holds the margin; its mean is not taken, for it may be infinite.
    gap
        What counts as near a tie.
    """
    import numpy as np

    outcome, status = codes
    fine = status == 0
    used = int(np.count_nonzero(fine))
    all_fine = used == len(status)
    numbers, counts = np.unique(outcome if all_fine else outcome[fine], return_counts=True)
    wrong, wrongs = np.unique(status[:0] if all_fine else status[~fine], return_counts=True)
    kept = reals if all_fine else reals[:, fine]
    margin = kept[margin_row]
    means: list[float] = []
    squares: list[float] = []
    for place, row in enumerate(kept):
        if used and place != margin_row:
            mean = row.mean()
            apart = row - mean
            apart *= apart
            means.append(float(mean))
            squares.append(float(apart.sum()))
    return Summary(
        len(status),
        used,
        dict(zip(wrong.tolist(), wrongs.tolist(), strict=True)),
        dict(zip(numbers.tolist(), counts.tolist(), strict=True)),
        tuple(means),
        tuple(squares),
        int(np.count_nonzero(margin <= gap)),
        float(margin.min()) if used else inf,
    )
