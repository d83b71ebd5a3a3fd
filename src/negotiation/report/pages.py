"""The pages of the encoded games, written to a folder of the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from negotiation.report.dossier import Dossier, dossier
from negotiation.report.markdown import game_figure, game_page, games_index
from negotiation.talks import catalogue

__all__ = ["game_files", "index_file", "write_pages"]

SECONDS = 120.0


def first_line(name: str) -> str:
    """Return what a game is about, in a line: the first of its module's documentation.

    >>> first_line("congress_veto")
    "Scandal, Congress and the president's Russia policy"
    """
    text = import_module(catalogue()[name].__module__).__doc__ or name
    return text.strip().splitlines()[0].rstrip(".")


def game_files(found: Dossier) -> dict[str, str]:
    """Return the files of one game: path within the folder → text."""
    name = found.model.name
    return {
        f"{name}.md": game_page(found, first_line(name)),
        f"figures/{name}.svg": game_figure(found.model),
    }


def index_file(found: Sequence[Dossier]) -> dict[str, str]:
    """Return the file that lists the games."""
    return {"index.md": games_index(found, {name: first_line(name) for name in catalogue()})}


def known(name: str) -> Dossier:
    """Return what a page shows of an encoded game."""
    return dossier(catalogue()[name](), seconds=SECONDS, verdicts=False)


def write_pages(folder: str | Path) -> list[Path]:
    """Write the pages of all encoded games.

    Parameters
    ----------
    folder
        Where to, such as ``docs/games``.

    Returns
    -------
    list[Path]
        The files that were written.
    """
    base = Path(folder)
    found = [known(name) for name in catalogue()]
    files = index_file(found)
    for each in found:
        files |= game_files(each)
    (base / "figures").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (base / name).write_text(text, encoding="utf-8")
    return [base / name for name in files]
