"""Limits of long work: time, memory, and how much may be found.

Whoever finds many things asks after each whether a limit is reached, and stops with what it has.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Limits", "resident_megabytes"]


@dataclass(frozen=True)
class Limits:
    """Limits of one piece of work, which begins when they are made.

    Attributes
    ----------
    seconds
        How long it may take; no limit where ``None``.
    megabytes
        How much memory the whole program may hold; no limit where ``None``.
    most
        How much may be found.

    Examples
    --------
    >>> Limits(most=2).reached(3)
    'a limit of 2'
    >>> Limits(most=2).reached(2)
    ''
    """

    seconds: float | None = None
    megabytes: float | None = None
    most: int | None = None
    began: float = field(default_factory=time.monotonic)

    def reached(self, found: int) -> str:
        """Return which limit is reached once so much is found, in words; empty where none is."""
        if self.seconds is not None and time.monotonic() - self.began > self.seconds:
            return f"{self.seconds} seconds"
        if self.megabytes is not None and resident_megabytes() > self.megabytes:
            return f"{self.megabytes} megabytes of memory"
        if self.most is not None and found > self.most:
            return f"a limit of {self.most}"
        return ""


def resident_megabytes() -> float:
    """Return how much memory this program holds now.

    Where the system does not tell (it does on Linux), the most that it has held so far; 0 where
    that is not told either.

    >>> resident_megabytes() > 1
    True
    """
    pages = Path("/proc/self/statm")
    if pages.exists():
        import resource

        return int(pages.read_text().split()[1]) * resource.getpagesize() / 2**20
    if sys.platform == "win32":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10
