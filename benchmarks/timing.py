"""Measure functions by their median, and print them as ratios to a peer."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def median_seconds(
    function: Callable[[], object],
    repeats: int = 5,
    *,
    clock: Callable[[], float] | None = None,
) -> float:
    """Return the median time of a call, after one call that is not counted.

    Parameters
    ----------
    function
        What to measure; called without arguments.
    repeats
        How many calls are counted.
    clock
        Tells the seconds, those on the wall where left out; `time.process_time` for those of the
        processor, which other programs on the machine hardly change.

    Raises
    ------
    ValueError
        If ``repeats`` is below 1.
    """
    if repeats < 1:
        message = f"repeats is {repeats}; at least one call must be counted"
        raise ValueError(message)
    now = time.perf_counter if clock is None else clock
    function()
    seconds = []
    for _ in range(repeats):
        start = now()
        function()
        seconds.append(now() - start)
    return statistics.median(seconds)


def table(rows: Iterable[tuple[str, float]], *, peer: str | None = None) -> str:
    """Print names, medians and ratios to the peer as a table, and return its text.

    Parameters
    ----------
    rows
        A name and a median in seconds each.
    peer
        The name of the row that the others are compared with; the first row by default.  A ratio
        of 0.5 takes half the peer's time.

    Raises
    ------
    ValueError
        If there are no rows, or none has the peer's name.

    Examples
    --------
    >>> _ = table([("peer 1.0", 0.5), ("negotiation", 0.125)])
    name         median (s)   ratio
    peer 1.0       0.500000    1.00
    negotiation    0.125000    0.25
    """
    measured = list(rows)
    medians = dict(measured)
    reference = measured[0][0] if peer is None and measured else peer
    if reference not in medians:
        message = f"no row is named {reference!r}; the rows are {', '.join(medians) or 'empty'}"
        raise ValueError(message)
    width = max(len("name"), *(len(name) for name, _ in measured))
    lines = [f"{'name':<{width}}  {'median (s)':>10}  {'ratio':>6}"]
    lines += [
        f"{name:<{width}}  {seconds:>10.6f}  {seconds / medians[reference]:>6.2f}"
        for name, seconds in measured
    ]
    text = "\n".join(lines)
    print(text)
    return text
