"""``negotiation convert`` and games in files for ``solve`` and ``show``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from negotiation.cli.choose import READABLE
from negotiation.cli.show import draw_tree, size_text
from negotiation.cli.solve import CONCEPTS
from negotiation.errors import NotSupported
from negotiation.formats import (
    GameFile,
    from_json,
    load_efg,
    load_nfg,
    matrix_to_latex,
    to_json,
    tree_to_latex,
    write_efg,
    write_nfg,
)
from negotiation.game import Game
from negotiation.model import Model
from negotiation.solve import Equilibrium

if TYPE_CHECKING:
    from negotiation.formats import Storable

__all__ = ["convert_file", "show_file", "solve_file"]

LONG = 4_000_000
"""From how many bytes on a file is read with a progress bar."""


def is_file(name: str) -> bool:
    """Whether a word of the command line names a file rather than an encoded game.

    >>> is_file("poker.efg"), is_file("basing_shadow")
    (True, False)
    """
    return Path(name).suffix.lower() in READABLE


def _load(path: Path) -> tuple[Storable, GameFile | None]:
    """Read a file by its ending; what it holds, and the head of a file of Gambit's."""
    ending = path.suffix.lower()
    if ending == ".json":
        return from_json(path), None
    if ending == ".nfg":
        read = load_nfg(path)
    elif ending == ".efg":
        with _bar(path) as progress:
            read = load_efg(path, progress=progress)
    else:
        message = f"{path} cannot be read; files end in {', '.join(READABLE)}"
        raise NotSupported(message)
    for warning in read.warnings:
        Console(stderr=True, highlight=False).print(f"negotiation: {escape(warning)}")
    return read.game, read


@contextmanager
def _bar(path: Path) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far the reading of a long file is, where errors go to a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal or not path.exists() or path.stat().st_size < LONG:
        yield None
        return
    columns = (TextColumn("reading {task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(path.name, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _game(path: Path) -> tuple[Game, GameFile | None]:
    """Read the one game that a file holds."""
    thing, head = _load(path)
    if isinstance(thing, Model):
        return thing.at(), head
    if isinstance(thing, Equilibrium):
        return thing.game, head
    if isinstance(thing, Game):
        return thing.settled, head
    message = f"{path} holds no single game; give a file with a game, a model or an equilibrium"
    raise NotSupported(message)


def convert_file(source: Path, target: Path) -> str:
    """Convert a file by the endings of both names; return a sentence about it.

    Raises
    ------
    NegotiationError
        If the file cannot be read, or what it holds has no such form.
    """
    ending = target.suffix.lower()
    if ending not in {*READABLE, ".tex"}:
        message = f"{target} cannot be written; files end in .efg, .nfg, .json or .tex"
        raise NotSupported(message)
    if ending == ".json":
        thing, _ = _load(source)
        text = to_json(thing)
    else:
        game, head = _game(source)
        title = head.title if head is not None else source.stem
        if ending == ".efg":
            text = write_efg(game, title=title)
        elif ending == ".nfg":
            text = write_nfg(game, title=title)
        else:
            text = _latex(game) + "\n"
    try:
        target.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}"
        raise NotSupported(message) from None
    return f"{source} → {target}: {len(text.encode())} bytes"


def _latex(game: Game) -> str:
    """Write a game that is given by a matrix as one, others as a tree."""
    everyone = [infoset.player for infoset in game.tree.infosets]
    if len(game.players) == 2 and everyone == [0, 1] and len(game.tree.infosets[1].nodes) > 1:
        return matrix_to_latex(game)
    return tree_to_latex(game)


def show_file(path: Path, console: Console, *, most_nodes: int) -> None:
    """Print title, players, tree and size of the game in a file."""
    game, head = _game(path)
    console.print(f"[bold]{escape((head.title if head else '') or path.name)}[/bold]")
    if head is not None and head.comment:
        console.print(escape(head.comment))
    players = escape(", ".join(game.players))
    console.print(f"\n[bold]Tree[/bold] (payoffs: {players})")
    console.print(draw_tree(game, most_nodes=most_nodes))
    console.print(f"\n[bold]Size[/bold]: {size_text(game)}")


def solve_file(path: Path, concept: str, *, as_json: bool) -> str:
    """Solve the game in a file, for a reader or as JSON that `formats.from_json` reads.

    Raises
    ------
    NegotiationError
        If the file cannot be read or the game not be solved.
    """
    game, head = _game(path)
    found = CONCEPTS[concept](game)
    if as_json:
        return to_json(found).rstrip("\n") if found else json.dumps({"equilibria": []})
    lines = [(head.title if head else "") or path.name]
    for place, equilibrium in enumerate(found, start=1):
        lines += ["", f"{place} of {len(found)}: {equilibrium}"]
    return "\n".join(lines if found else [*lines, "", "no equilibrium"])
