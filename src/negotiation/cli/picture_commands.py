"""The commands that write pictures and pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from negotiation.cli.arguments import Calibration, ModelName, Values
from negotiation.cli.choose import choose_game, choose_model
from negotiation.errors import NotSupported

__all__ = ["explore_command", "plot_command", "report_command"]


def plot_command(  # noqa: PLR0917 - typer passes them by name
    model: ModelName,
    figure: Annotated[
        str,
        typer.Argument(metavar="FIGURE", help="tree, regions, slice, frontier, quantal or belief."),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help=".svg, .pdf, .png or .eps."),
    ],
    option: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="NAME=VALUE", help="A variant of the game."),
    ] = None,
    calibration: Calibration = "baseline",
    values: Values = None,
    x: Annotated[str | None, typer.Option("-x", metavar="PARAMETER", help="Across.")] = None,
    y: Annotated[str | None, typer.Option("-y", metavar="PARAMETER", help="Up.")] = None,
    symbols: Annotated[
        bool, typer.Option("--symbols", help="A tree with symbols in place of numbers.")
    ] = False,
    horizontal: Annotated[
        bool | None,
        typer.Option("--horizontal/--vertical", help="How a tree grows; what fits if left out."),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="The time limit of the work.")] = 120.0,
) -> None:
    """Draw a figure: the tree with its equilibrium, a map of two parameters, and others."""
    from negotiation.cli.plot import plot_figure
    from negotiation.cli.progress import working

    chosen = choose_game(model, option or (), calibration, values or (), check=True)
    with working(f"drawing {figure}"):
        written = plot_figure(
            chosen,
            figure,
            output,
            x=x,
            y=y,
            symbols=symbols,
            horizontal=horizontal,
            seconds=seconds,
        )
    typer.echo(written)


def report_command(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.")
    ],
    model: Annotated[str | None, typer.Argument(metavar="MODEL", help="A game.")] = None,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="NAME=VALUE", help="A variant of the game."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Report every game.")] = False,
    seconds: Annotated[
        float, typer.Option(min=0.1, help="The time limit of one game's verdicts.")
    ] = 60.0,
) -> None:
    """Write a report: a web page, and a LaTeX appendix with its figures."""
    from negotiation.cli.report import report_models
    from negotiation.talks import catalogue

    if every == (model is not None):
        message = "report needs either a MODEL or --all"
        raise NotSupported(message)
    models = (
        [build() for build in catalogue().values()]
        if every
        else [choose_model(model or "", option or ())]
    )
    typer.echo(report_models(models, output, seconds=seconds))


def explore_command(
    model: Annotated[
        str | None, typer.Argument(metavar="MODEL", help="A game; see 'negotiation list'.")
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="NAME=VALUE", help="A variant, as informed=true."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="The file, or with --all the folder."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Write a page for every game.")] = False,
    seconds: Annotated[float, typer.Option(min=0.1, help="The time limit for one game.")] = 20.0,
) -> None:
    """Write a page to explore a game in a browser: sliders, exact answers, no network."""
    from negotiation.cli.explore import explore_gallery, explore_model

    if every == (model is not None):
        message = "explore needs either a MODEL or --all"
        raise NotSupported(message)
    if every:
        typer.echo(explore_gallery(output or Path("site"), seconds=seconds))
    else:
        chosen = choose_model(model or "", option or ())
        typer.echo(explore_model(chosen, output or Path(f"{chosen.name}.html"), seconds=seconds))
