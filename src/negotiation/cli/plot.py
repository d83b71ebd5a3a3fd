"""``negotiation plot``: figures of a model, to a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported, UnknownName

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from negotiation.cli.choose import Chosen
    from negotiation.exact import Number

__all__ = ["FIGURES", "FORMATS", "plot_figure"]

FIGURES = ("tree", "regions", "slice", "frontier", "quantal", "belief")
"""The figures that can be asked for."""

FORMATS = ("svg", "pdf", "png", "eps")
"""The endings of files that can be written."""

DOTS_PER_INCH = 200


def plot_figure(
    chosen: Chosen,
    figure: str,
    file: Path,
    *,
    x: str | None,
    y: str | None,
    symbols: bool,
    horizontal: bool | None,
    seconds: float,
) -> str:
    """Draw a figure and write it.

    Parameters
    ----------
    chosen
        The model and its values.
    figure
        One of `FIGURES`.
    file
        Where to; the ending gives the format.
    x, y
        The parameters on the axes of ``regions``; ``x`` alone for ``slice``.
    symbols
        Whether a tree is drawn with the symbols of its parameters rather than numbers.
    horizontal
        Whether a tree grows to the right.
    seconds
        The time limit for solving at every parameter value.

    Returns
    -------
    str
        What was written, in a sentence.

    Raises
    ------
    UnknownName
        If the figure does not exist.
    NotSupported
        If a parameter is missing, or the file cannot be written in this format.
    """
    if figure not in FIGURES:
        raise UnknownName("figure", figure, FIGURES)
    ending = file.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        message = (
            f"--output {str(file)!r} must end with one of {', '.join('.' + f for f in FORMATS)}"
        )
        raise NotSupported(message)
    axes = _draw(
        chosen,
        figure,
        _wanted(figure, x, y),
        symbols=symbols,
        horizontal=horizontal,
        seconds=seconds,
    )
    _write(axes, file)
    return f"{figure} of {chosen.model.name} written to {file}"


def _wanted(figure: str, x: str | None, y: str | None) -> list[str]:
    needed = {"regions": ("-x", "-y"), "slice": ("-x",)}.get(figure, ())
    given = {"-x": x, "-y": y}
    missing = [name for name in needed if given[name] is None]
    if missing:
        message = f"{figure} needs {' and '.join(f'{name} PARAMETER' for name in missing)}"
        raise NotSupported(message)
    return [str(given[name]) for name in needed]


def _draw(
    chosen: Chosen,
    figure: str,
    free: Sequence[str],
    *,
    symbols: bool,
    horizontal: bool | None,
    seconds: float,
) -> Axes:
    from negotiation import plot
    from negotiation.solve import perfect_bayesian, subgame_perfect

    game = chosen.game
    if figure == "tree" and symbols:
        return plot.tree(chosen.model, horizontal=horizontal)
    if figure in {"regions", "slice"}:
        partition = _partition(chosen, seconds)
        at: Mapping[str, Number] = chosen.values
        if figure == "regions":
            return plot.regions(partition, free[0], free[1], at=at)
        return plot.slice(partition, free[0], at=at)
    if figure == "quantal":
        return plot.quantal_path(game)
    perfect = game.has_perfect_information and figure != "belief"
    found = subgame_perfect(game) if perfect else perfect_bayesian(game)
    if figure == "frontier":
        return plot.frontier(game, equilibria=found)
    if not found:
        return plot.tree(game, horizontal=horizontal)
    if figure == "belief":
        return plot.belief(found[0])
    return plot.tree(game, equilibrium=found[0], horizontal=horizontal)


def _partition(chosen: Chosen, seconds: float) -> Any:  # noqa: ANN401 - either kind of partition
    from negotiation import parametric

    if chosen.model.game.has_perfect_information:
        return parametric.subgame_perfect(chosen.model, seconds=seconds)
    return parametric.perfect_bayesian(chosen.model, seconds=seconds)


def _write(axes: Axes, file: Path) -> None:
    import matplotlib as mpl

    figure = axes.get_figure(root=True)
    if figure is None:  # pragma: no cover - axes are drawn on a figure
        return
    # Letters stay letters, so that text can be searched and edited; no date, so that the same
    # figure gives the same file.
    settings: Any = {"svg.fonttype": "none", "pdf.fonttype": 42, "svg.hashsalt": "negotiation"}
    dateless = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    ending = file.suffix.lower().removeprefix(".")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with mpl.rc_context(settings):
            figure.savefig(file, dpi=DOTS_PER_INCH, metadata=dateless.get(ending))
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror or error}"
        raise NotSupported(message) from None
