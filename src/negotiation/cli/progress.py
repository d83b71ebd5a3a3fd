"""A progress bar for work that tells how far it is, and a moving sign for work that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

__all__ = ["progress_bar", "working"]


@contextmanager
def progress_bar(
    words: str, console: Console | None = None
) -> Iterator[Callable[[float, str], None]]:
    """Show a bar on a terminal's standard error; say nothing where there is no terminal.

    Parameters
    ----------
    words
        What is being done.
    console
        Where to show it.

    Returns
    -------
    Iterator
        A context that gives a function of the share that is done, from 0 to 1, and of what there
        is to say of it.  The bar goes when the context ends, whatever ended it.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %  {task.fields[news]}"),
        TimeElapsedColumn(),
    )
    shown = Console(stderr=True) if console is None else console
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task(words, total=1.0, news="")
        yield lambda share, news: bar.update(task, completed=share, news=news)


@contextmanager
def working(words: str, console: Console | None = None) -> Iterator[Callable[[object], None]]:
    """Show on a terminal that work goes on, and for how long; say nothing in a pipe.

    Parameters
    ----------
    words
        What is being done.
    console
        Where to show it.

    Returns
    -------
    Iterator
        A context that gives a function of what there is to say of the work.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    shown = Console(stderr=True) if console is None else console
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task(words, total=None)
        yield lambda news: bar.update(task, description=f"{words}: {news}")
