"""The commands, their arguments, and how errors leave the program.

Exit codes: 0 when the command did what it was asked, 2 when the request was at fault.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from negotiation import __version__
from negotiation.cli.choose import choose_game, choose_model
from negotiation.cli.listing import list_models
from negotiation.cli.show import show_model
from negotiation.cli.solve import CONCEPTS, solve_to_json, solve_to_text
from negotiation.errors import AssumptionViolated, NegotiationError, UnknownName

__all__ = ["app", "main"]

app = typer.Typer(
    add_completion=True,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Negotiations as sequential games, solved exactly.",
)

ModelName = Annotated[str, typer.Argument(metavar="MODEL", help="A game; see 'negotiation list'.")]
Options = Annotated[
    list[str] | None,
    typer.Option(
        "--option", "-o", metavar="NAME=VALUE", help="A variant of the game, as informed=true."
    ),
]
Calibration = Annotated[
    str, typer.Option("--calibration", "-c", metavar="NAME", help="The parameter values.")
]
Values = Annotated[
    list[str] | None,
    typer.Option(
        "--set", "-s", metavar="NAME=NUMBER", help="A value in place, as basing_probability=1/4."
    ),
]


@app.callback(invoke_without_command=True)
def greet(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Negotiations as sequential games, solved exactly."""
    if version:
        typer.echo(f"negotiation {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(
            "negotiation: negotiations as sequential games, solved exactly.\n\n"
            "  negotiation list                   the games that are encoded\n"
            "  negotiation show basing_shadow     story, parameters, assumptions, tree\n"
            "  negotiation solve basing_shadow    its equilibria, certified\n"
            "  negotiation --help                 everything else"
        )


@app.command("list")
def list_command() -> None:
    """List the encoded games."""
    list_models(console())


@app.command("show")
def show_command(
    model: ModelName,
    option: Options = None,
    nodes: Annotated[int, typer.Option(min=1, help="The most nodes of the tree to draw.")] = 100,
) -> None:
    """Show a game: story, players, parameters, assumptions, tree, size."""
    show_model(choose_model(model, option or ()), console(), most_nodes=nodes)


@app.command("solve")
def solve_command(  # noqa: PLR0917 - typer passes them by name
    model: ModelName,
    option: Options = None,
    calibration: Calibration = "baseline",
    values: Values = None,
    concept: Annotated[
        str, typer.Option(metavar="NAME", help=f"One of: {', '.join(CONCEPTS)}.")
    ] = "subgame_perfect",
    check: Annotated[bool, typer.Option(help="Refuse values that break an assumption.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Solve a game at exact parameter values."""
    if concept not in CONCEPTS:
        raise UnknownName("solution concept", concept, CONCEPTS)
    chosen = choose_game(model, option or (), calibration, values or (), check=check)
    typer.echo(solve_to_json(chosen, concept) if json else solve_to_text(chosen, concept))


def console() -> Console:
    """Return the terminal: colours only where it has them, never wider than it is."""
    return Console(highlight=False, emoji=False)


def main() -> None:
    """Run the command; errors of the library end it with one sentence and exit code 2."""
    try:
        app(prog_name="negotiation")
    except AssumptionViolated as error:
        typer.echo(f"negotiation: {str(error).replace('check=False', '--no-check')}", err=True)
        sys.exit(2)
    except NegotiationError as error:
        typer.echo(f"negotiation: {error}", err=True)
        sys.exit(2)
