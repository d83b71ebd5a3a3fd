"""Reports written to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported
from negotiation.report.html import html_report
from negotiation.report.latex import latex_appendix, latex_document
from negotiation.report.words import file_names

if TYPE_CHECKING:
    from negotiation.report.dossier import Dossier

__all__ = ["write_report"]


def write_report(dossiers: Sequence[Dossier], folder: str | Path, *, title: str = "") -> list[Path]:
    """Write ``report.html``, ``appendix.tex``, ``article.tex`` and the figures of the appendix.

    Parameters
    ----------
    dossiers
        What is reported.
    folder
        Where to; it is made where it does not exist.
    title
        The title; left out, it is found from the models.

    Returns
    -------
    list[Path]
        The files that were written.

    Raises
    ------
    NotSupported
        If the folder cannot be written to.
    MissingDependency
        If matplotlib, which draws the figures of the appendix, is not installed.
    """
    import matplotlib as mpl

    from negotiation import plot

    base = Path(folder)
    names = [each.model.name for each in dossiers]
    heading = title or (names[0].replace("_", " ") if len(names) == 1 else "Negotiations as games")
    heading = heading[:1].upper() + heading[1:]
    texts = {
        base / "report.html": html_report(dossiers, title=heading),
        base / "appendix.tex": latex_appendix(dossiers),
        base / "article.tex": latex_document("appendix", title=heading),
    }
    stems = file_names(each.model for each in dossiers)
    written: list[Path] = []
    try:
        (base / "figures").mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
            written.append(path)
        for each, name in zip(dossiers, stems, strict=True):
            axes = plot.tree(each.model)
            path = base / "figures" / f"{name}.pdf"
            with mpl.rc_context({"pdf.fonttype": 42}):
                axes.get_figure(root=True).savefig(path, metadata={"CreationDate": None})  # type: ignore[union-attr]  # drawn axes have a figure
            written.append(path)
    except OSError as error:
        message = f"the report cannot be written to {base}: {error.strerror or error}"
        raise NotSupported(message) from None
    return written
