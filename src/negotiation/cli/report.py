"""``negotiation report``: what is known of models, written to a folder, with a progress bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from negotiation.model import Model

__all__ = ["report_models"]


def report_models(models: Sequence[Model], folder: Path, *, seconds: float) -> str:
    """Gather what is known of each model and write the report.

    Parameters
    ----------
    models
        The models.
    folder
        Where to.
    seconds
        The time limit of one model's verdicts, and of its equilibrium conditions.

    Returns
    -------
    str
        What was written, and how many verdicts of each kind there are.
    """
    from negotiation.report import dossier, write_report

    found = []
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reports", total=len(models))
        for model in models:

            def say(news: str, name: str = model.name) -> None:
                bar.update(task, description=f"{name}: {news}"[:48])

            found.append(dossier(model, seconds=seconds, progress=say))
            bar.advance(task)
        bar.update(task, description="writing")
        written = write_report(found, folder)
    kinds = Counter(each.kind for one in found for each in one.findings.values())
    lines = [f"{path}" for path in written if path.suffix != ".pdf"]
    lines.append(f"{folder / 'figures'}: {sum(path.suffix == '.pdf' for path in written)} figures")
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    lines.append(f"propositions: {counts or 'none'}")
    return "\n".join(lines)
