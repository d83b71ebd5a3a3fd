"""`SweepTable`: what happens at each draw, in a few typed columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negotiation.errors import FormatError, MissingDependency, NotSupported, UnknownName

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    from negotiation.sweep.draws import Draws
    from negotiation.sweep.plan import Event, Events

__all__ = ["LEFT_OUT", "SweepTable", "saved_columns"]

LEFT_OUT = -1
"""The status of a draw that was not reached before an interruption."""


@dataclass(frozen=True, eq=False)
class SweepTable:
    """The equilibrium at each of many draws.

    Attributes
    ----------
    model
        The name of the model.
    players
        The players.
    draws
        The draws: what varies.
    fixed
        The other parameters.
    plays
        The plays of the game by number.
    outcome
        The number of the play at each draw; -1 where there is none.
    rows
        One row a player with the payoffs, one with the margin, one a watched label; not a number
        where there is none.
    status
        0 where all is well; ``k`` where ``reasons[k - 1]`` holds; -1 where the work did not get.
    reasons
        What may be wrong with a draw.
    watched
        Labels whose probability is among the rows.
    axes
        For a grid: parameter → values, the last one running fastest; empty otherwise.

    Notes
    -----
    Ties go to the action listed first, as in `negotiation.solve.backward_induction`.  The margin
    is the least difference, over all decisions, between the best action and the next: a draw with
    margin 0 lies on a boundary, and has more than one equilibrium.
    """

    model: str
    players: tuple[str, ...]
    draws: Draws
    fixed: Mapping[str, float]
    plays: Events = field(repr=False)
    outcome: NDArray[np.int32] = field(repr=False)
    rows: NDArray[np.float64] = field(repr=False)
    status: NDArray[np.int32] = field(repr=False)
    reasons: tuple[str, ...] = field(repr=False)
    watched: tuple[str, ...] = ()
    axes: Mapping[str, NDArray[np.float64]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.outcome)

    @property
    def payoffs(self) -> Mapping[str, NDArray[np.float64]]:
        """Player → payoff at each draw."""
        return dict(zip(self.players, self.rows, strict=False))

    @property
    def margin(self) -> NDArray[np.float64]:
        """How far each draw is from a tie."""
        row: NDArray[np.float64] = self.rows[len(self.players)]
        return row

    def probability_of(self, label: str) -> NDArray[np.float64]:
        """Return the probability that play contains a watched label, at each draw.

        Raises
        ------
        UnknownName
            If the label is not watched.
        """
        if label not in self.watched:
            raise UnknownName("watched label", label, self.watched)
        row: NDArray[np.float64] = self.rows[len(self.players) + 1 + self.watched.index(label)]
        return row

    @property
    def used(self) -> NDArray[np.bool_]:
        """Where a draw is solved and nothing is wrong with it."""
        mask: NDArray[np.bool_] = self.status == 0
        return mask

    @property
    def complete(self) -> bool:
        """Whether the work got to every draw."""
        return not (self.status == LEFT_OUT).any()

    @cached_property
    def broken(self) -> Mapping[str, int]:
        """What is wrong → at how many draws; only what is wrong somewhere, the first thing each."""
        import numpy as np

        counts = np.bincount(self.status[self.status > 0], minlength=len(self.reasons) + 1)
        return {
            reason: int(count)
            for reason, count in zip(self.reasons, counts[1:], strict=True)
            if count
        }

    @cached_property
    def counts(self) -> Mapping[Event, int]:
        """Play → how many draws lead to it, the most frequent first."""
        import numpy as np

        numbers, counts = np.unique(self.outcome[self.used], return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return {self.plays[int(numbers[k])]: int(counts[k]) for k in order}

    def near_ties(self, gap: float) -> NDArray[np.int64]:
        """Return the draws that are solved, and no farther than ``gap`` from a tie."""
        import numpy as np

        return np.flatnonzero(self.used & (self.margin <= gap))

    def path_labels(self) -> NDArray[np.object_]:
        """Return the play at each draw in words; empty where there is none."""
        import numpy as np

        numbers, places = np.unique(self.outcome, return_inverse=True)
        words = [self.plays[int(number)].label if number >= 0 else "" for number in numbers]
        labels: NDArray[np.object_] = np.array(words, dtype=object)[places]
        return labels

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas table: parameters, outcome, path, payoffs, margin, what is broken.

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
        return pd.DataFrame(self._columns())

    def _columns(self) -> dict[str, Any]:
        import numpy as np

        reasons = np.array(["", *self.reasons, "not reached"], dtype=object)
        columns: dict[str, Any] = {name: self.draws[name] for name in self.draws.names}
        columns["outcome"] = self.outcome
        columns["path"] = self.path_labels()
        for player, row in self.payoffs.items():
            columns[f"payoff of {player}"] = row
        columns["margin"] = self.margin
        for label in self.watched:
            columns[f"probability of {label}"] = self.probability_of(label)
        columns["broken"] = reasons[self.status]
        return columns

    def to_xarray(self) -> xr.Dataset:
        """Return an xarray dataset: over the axes of a grid, or over draws.

        Raises
        ------
        MissingDependency
            If xarray is not installed.
        """
        try:
            import xarray as xr
        except ImportError as error:
            message = "datasets need xarray; install it with: pip install 'negotiation[sweep]'"
            raise MissingDependency(message) from error
        if self.axes:
            dimensions = tuple(self.axes)
            shape = tuple(len(values) for values in self.axes.values())
            coordinates: dict[str, Any] = dict(self.axes)
        else:
            dimensions, shape = ("draw",), (len(self),)
            coordinates = {name: ("draw", self.draws[name]) for name in self.draws.names}
        columns = {
            name: (dimensions, values.reshape(shape))
            for name, values in self._columns().items()
            if name not in self.draws.names
        }
        return xr.Dataset(columns, coordinates, {"model": self.model, **self.fixed})

    def save(self, path: str | Path) -> None:
        """Write the table: ``.npz`` with everything in it, or ``.parquet`` for other programs.

        Raises
        ------
        NotSupported
            If the name ends in neither.
        MissingDependency
            If pyarrow is not installed, for ``.parquet``.
        """
        import numpy as np

        target = Path(path)
        if target.suffix == ".parquet":
            try:
                self.to_pandas().to_parquet(target)
            except ImportError as error:
                message = "parquet files need pyarrow; install it with: pip install pyarrow"
                raise MissingDependency(message) from error
            return
        if target.suffix != ".npz":
            message = f"{target} must end in .npz or .parquet"
            raise NotSupported(message)
        with target.open("wb") as file:
            np.savez(
                file,
                outcome=self.outcome,
                rows=self.rows,
                status=self.status,
                draws=self.draws.block(0, len(self)),
                names=np.array(self.draws.names, dtype=str),
                model=np.array(self.model),
            )

    def __str__(self) -> str:
        total = int(self.used.sum())
        lines = [f"{self.model}: {len(self)} draws, {total} solved"]
        for play, count in list(self.counts.items())[:SHOWN]:
            lines.append(f"  {count / total:7.2%}  {play.label}")
        if len(self.counts) > SHOWN:
            lines.append(f"  … and {len(self.counts) - SHOWN} more plays")
        lines += [f"  {count} draws left out: {reason}" for reason, count in self.broken.items()]
        if not self.complete:
            lines.append(f"  {int((self.status == LEFT_OUT).sum())} draws not reached")
        return "\n".join(lines)


SHOWN = 12
"""How many plays a table prints."""


def saved_columns(path: Path, names: Sequence[str]) -> dict[str, Any]:
    """Read arrays of a ``.npz`` file.

    Raises
    ------
    FormatError
        If it is no such file, or lacks one of them.
    """
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError) as error:
        message = f"{path} is no file of a sweep: {error}"
        raise FormatError(message) from error
