"""``negotiation list``: the encoded games, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from negotiation.talks import catalogue

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["list_models"]


def list_models(console: Console) -> None:
    """Print the name of every game with the line that describes it."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for name, build in catalogue().items():
        table.add_row(name, _first_line(build.__module__))
    console.print(table)


def _first_line(module: str) -> str:
    from importlib import import_module

    text = import_module(module).__doc__ or ""
    return text.strip().splitlines()[0].rstrip(".")
