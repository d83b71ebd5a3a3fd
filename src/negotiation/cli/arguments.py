"""Arguments that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiation.cli import completion

__all__ = [
    "Calibration",
    "Json",
    "Labels",
    "ModelName",
    "ModelOrFile",
    "Options",
    "Seconds",
    "Values",
]

ModelName = Annotated[
    str,
    typer.Argument(
        metavar="MODEL", help="A game; see 'negotiation list'.", autocompletion=completion.models
    ),
]
ModelOrFile = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help="A game, or a file that ends in .efg, .nfg or .json.",
        autocompletion=completion.models,
    ),
]
Options = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        "-o",
        metavar="NAME=VALUE",
        help="A variant of the game, as informed=true.",
        autocompletion=completion.options,
    ),
]
Calibration = Annotated[
    str,
    typer.Option(
        "--calibration",
        "-c",
        metavar="NAME",
        help="The parameter values.",
        autocompletion=completion.calibrations,
    ),
]
Values = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        "-s",
        metavar="NAME=NUMBER",
        help="A value in place, as basing_probability=1/4.",
        autocompletion=completion.parameters,
    ),
]
Seconds = Annotated[float, typer.Option(min=0.1, help="The time limit of one question.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Labels = Annotated[
    list[str] | None, typer.Option(metavar="LABEL", help="A move that is played; may be repeated.")
]
