"""Finished parts written to a file, so that interrupted work goes on where it stopped.

A checkpoint carries a fingerprint of the work: the tape, the draws or priors, the seed.  One that
belongs to other work is refused, never used.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported
from negotiation.sweep.table import LEFT_OUT, saved_columns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.sweep.draws import Draws
    from negotiation.sweep.plan import Plan

__all__ = [
    "SECONDS",
    "BatchCheckpoint",
    "Clock",
    "fingerprint",
    "plan_words",
    "read_checkpoint",
    "write_checkpoint",
]

SECONDS = 10.0
"""How often a checkpoint is written."""


def fingerprint(*parts: object) -> str:
    """Return a hash of the words that describe some work."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def plan_words(plan: Plan) -> object:
    """Return what of a plan decides its results."""
    return (
        plan.name,
        plan.varied,
        sorted(plan.fixed.items()),
        plan.tape.instructions,
        plan.results,
    )


def read_checkpoint(path: Path, mark: str, names: tuple[str, ...]) -> dict[str, Any] | None:
    """Read the arrays of a checkpoint; ``None`` where there is none yet.

    Raises
    ------
    NotSupported
        If the file belongs to other work.
    FormatError
        If it is no checkpoint.
    """
    if path.suffix != ".npz":
        message = f"the checkpoint {path} must end in .npz"
        raise NotSupported(message)
    if not path.exists():
        return None
    found = saved_columns(path, ("fingerprint", *names))
    if str(found["fingerprint"]) != mark:
        message = (
            f"{path} is the checkpoint of another sweep (another model, other draws, priors or "
            "seed); remove it or name another file"
        )
        raise NotSupported(message)
    return found


def write_checkpoint(path: Path, mark: str, arrays: dict[str, Any]) -> None:
    """Write a checkpoint whole or not at all."""
    import numpy as np

    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with beside.open("wb") as file:
        np.savez(file, fingerprint=np.array(mark), **arrays)
    beside.replace(path)


class Clock:
    """Says when some seconds have passed since it last said so."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last = time.monotonic()

    def due(self) -> bool:
        """Whether the seconds have passed."""
        now = time.monotonic()
        if now - self._last < self._seconds:
            return False
        self._last = now
        return True


class BatchCheckpoint:
    """The checkpoint of a table."""

    def __init__(self, path: Path, plan: Plan, draws: Draws) -> None:
        self.path = path
        rows = hashlib.sha256()
        for row in draws.rows:
            rows.update(row.tobytes())
        self.mark = fingerprint("batch", plan_words(plan), plan.watched, rows.hexdigest())
        self._clock = Clock(SECONDS)

    def restore(self, reals: NDArray[np.float64], codes: NDArray[np.int32]) -> None:
        """Read what is finished, where there is a checkpoint."""
        found = read_checkpoint(self.path, self.mark, ("reals", "codes"))
        if found is not None:
            reals[:] = found["reals"]
            codes[:] = found["codes"]

    def maybe_save(self, reals: NDArray[np.float64], codes: NDArray[np.int32]) -> None:
        """Write what is finished, if the last time was some seconds ago."""
        if self._clock.due():
            self.save(reals, codes)

    def save(self, reals: NDArray[np.float64], codes: NDArray[np.int32]) -> None:
        """Write what is finished."""
        if (codes[1] == LEFT_OUT).all():
            return
        write_checkpoint(self.path, self.mark, {"reals": reals, "codes": codes})
