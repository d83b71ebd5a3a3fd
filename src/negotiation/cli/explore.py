"""``negotiation explore``: pages to explore games in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from negotiation.cli.progress import progress_bar
from negotiation.errors import NotSupported
from negotiation.explore import write_gallery, write_page
from negotiation.talks import catalogue

if TYPE_CHECKING:
    from negotiation.model import Model

__all__ = ["explore_gallery", "explore_model"]


def explore_model(model: Model, path: Path, *, seconds: float) -> str:
    """Write the page of one model, and say where it is.

    Raises
    ------
    NotSupported
        If the path is that of a folder, or cannot be written.
    """
    if path.is_dir():
        path /= f"{model.name}.html"
    with progress_bar(model.name) as progress:
        try:
            written = write_page(model, path, seconds=seconds, progress=progress)
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror}"
            raise NotSupported(message) from None
    return f"{model.name}: {written}; open it in a browser"


def explore_gallery(folder: Path, *, seconds: float) -> str:
    """Write the pages of all the talks with an index, and say where it is.

    Raises
    ------
    NotSupported
        If the folder cannot be written.
    """
    models = [build() for build in catalogue().values()]
    with progress_bar("games") as progress:
        try:
            index, *pages = write_gallery(models, folder, seconds=seconds, progress=progress)
        except OSError as error:
            message = f"{folder} cannot be written: {error.strerror}"
            raise NotSupported(message) from None
    return f"{len(pages)} games: {index}; open it in a browser"
