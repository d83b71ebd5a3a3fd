"""A folder of explorer pages with an index."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from negotiation.explore.page import fill_template, package_version, page, read_template, title_of

if TYPE_CHECKING:
    from negotiation.model import Model

__all__ = ["write_gallery"]


def write_gallery(
    models: Sequence[Model],
    folder: str | Path,
    *,
    seconds: float = 20.0,
    progress: Callable[[float, str], None] | None = None,
) -> list[Path]:
    """Write a page for each model, and an index of them all.

    Parameters
    ----------
    models
        The models; their names become the names of the files.
    folder
        Where to write; made where it does not exist.
    seconds
        The time limit for solving one model under one choice of constraints.
    progress
        Called with the share that is done, from 0 to 1, and a word on it.

    Returns
    -------
    list[Path]
        The files, the index first.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = [target / "index.html"]
    for number, model in enumerate(models):
        inner = None if progress is None else partial(_part, progress, number, models)
        text = page(model, seconds=seconds, progress=inner, back="index.html")
        path = target / f"{model.name}.html"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    index = fill_template(
        "index.html",
        {
            "style": read_template("style.css"),
            "version": html.escape(package_version()),
            "cards": "\n".join(map(_card, models)),
        },
    )
    written[0].write_text(index, encoding="utf-8")
    return written


def _part(
    progress: Callable[[float, str], None],
    number: int,
    models: Sequence[Model],
    share: float,
    words: str,
) -> None:
    """Report the progress of one page as that of all."""
    progress((number + share) / len(models), f"{models[number].name}: {words}")


def _card(model: Model) -> str:
    title = html.escape(title_of(model))
    counts = (
        (len(model.parameters), "parameter"),
        (len(model.game.tree.payoffs), "outcome"),
        (len(model.constraints), "rule"),
    )
    size = ", ".join(
        f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count
    )
    return (
        f'<li class="panel"><h2><a href="{html.escape(model.name)}.html">{title}</a></h2>'
        f"<p>{html.escape(model.story)}</p>"
        f'<p class="meaning">{html.escape(", ".join(model.game.players))}<br>{size}</p></li>'
    )
