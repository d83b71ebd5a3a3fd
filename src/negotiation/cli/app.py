"""The commands, their arguments, and how errors leave the program.

Exit codes: 0 when the command did what it was asked, 2 when the request was at fault.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from negotiation import __version__
from negotiation.cli import completion
from negotiation.cli.arguments import (
    Calibration,
    Json,
    Labels,
    ModelName,
    ModelOrFile,
    Options,
    Seconds,
    Values,
)
from negotiation.cli.article_commands import (
    backtest_command,
    claims_command,
    predictions_command,
    readings_command,
)
from negotiation.cli.choose import choose_game, choose_model, is_file
from negotiation.cli.listing import list_models
from negotiation.cli.picture_commands import explore_command, plot_command, report_command
from negotiation.cli.show import show_model
from negotiation.cli.solve import CONCEPTS, solve_to_json, solve_to_text
from negotiation.errors import AssumptionViolated, NegotiationError, NotSupported, UnknownName
from negotiation.talks.forms import audited_forms

__all__ = ["app", "main"]

app = typer.Typer(
    add_completion=True,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Negotiations as sequential games, solved exactly.",
)


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
            "  negotiation list                             the games that are encoded\n"
            "  negotiation show basing_shadow               its story, assumptions and tree\n"
            "  negotiation solve basing_shadow --explain    who does what, and why\n"
            "  negotiation regions basing_shadow            what happens at which values\n"
            "  negotiation prove basing_shadow              its propositions, proved\n"
            "  negotiation explore basing_shadow            a page with sliders for a browser\n"
            "  negotiation --help                           everything else\n"
            "  negotiation --install-completion             names completed by the shell"
        )


@app.command("list")
def list_command() -> None:
    """List the encoded games."""
    list_models(console())


@app.command("show")
def show_command(
    model: ModelOrFile,
    option: Options = None,
    nodes: Annotated[int, typer.Option(min=1, help="The most nodes of the tree to draw.")] = 100,
) -> None:
    """Show a game: story, players, parameters, assumptions, tree, size; or that of a file."""
    if is_file(model):
        from negotiation.cli.files import show_file

        show_file(Path(model), console(), most_nodes=nodes)
        return
    show_model(choose_model(model, option or ()), console(), most_nodes=nodes)


@app.command("solve")
def solve_command(  # noqa: PLR0917 - typer passes them by name
    model: ModelOrFile,
    option: Options = None,
    calibration: Calibration = "baseline",
    values: Values = None,
    concept: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help=f"One of: {', '.join(CONCEPTS)}.",
            autocompletion=lambda: list(CONCEPTS),
        ),
    ] = "subgame_perfect",
    without: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A constraint to lift or an assumption to drop.",
            autocompletion=completion.constraints,
        ),
    ] = None,
    check: Annotated[bool, typer.Option(help="Refuse values that break an assumption.")] = True,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why each player does what it does.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Solve a game at exact parameter values, or the game in a file."""
    if concept not in CONCEPTS:
        raise UnknownName("solution concept", concept, CONCEPTS)
    if is_file(model):
        from negotiation.cli.files import solve_file

        typer.echo(solve_file(Path(model), concept, as_json=json))
        return
    chosen = choose_game(
        model, option or (), calibration, values or (), without=without or (), check=check
    )
    if json:
        typer.echo(solve_to_json(chosen, concept))
    else:
        typer.echo(solve_to_text(chosen, concept, explain=explain))


@app.command("convert")
def convert_command(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A .efg, .nfg or .json file.")],
    target: Annotated[
        Path, typer.Argument(metavar="OUT", help="A .efg, .nfg, .json or .tex file to write.")
    ],
) -> None:
    """Convert a file between formats, by the endings of the names."""
    from negotiation.cli.files import convert_file

    typer.echo(convert_file(source, target))


@app.command("regions")
def regions_command(  # noqa: PLR0917 - typer passes them by name
    model: ModelName,
    option: Options = None,
    where: Labels = None,
    ties: Annotated[
        bool, typer.Option("--ties", help="Show where somebody is indifferent, too.")
    ] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Print a LaTeX table.")] = False,
    json: Json = False,
    seconds: Annotated[float, typer.Option(min=0.1, help="The time limit of the work.")] = 120.0,
    memory: Annotated[
        float | None,
        typer.Option(min=1, metavar="MEGABYTES", help="How much memory the program may hold."),
    ] = None,
) -> None:
    """Solve a game at every parameter value: which equilibrium where."""
    from negotiation.cli.claims import regions_text, solve_everywhere
    from negotiation.cli.claims_json import regions_json

    chosen = choose_model(model, option or ())
    solved = solve_everywhere(chosen, ties=ties, seconds=seconds, megabytes=memory)
    if latex:
        typer.echo(solved.to_latex())
    else:
        typer.echo((regions_json if json else regions_text)(solved, where or ()))


@app.command("prove")
def prove_command(  # noqa: PLR0917 - typer passes them by name
    model: ModelName,
    proposition: Annotated[
        str | None, typer.Argument(metavar="PROPOSITION", help="All of them where left out.")
    ] = None,
    option: Options = None,
    always: Labels = None,
    never: Labels = None,
    json: Json = False,
    seconds: Seconds = 30.0,
) -> None:
    """Prove a proposition of a game, or refute it with a counterexample."""
    from negotiation.cli.claims import decide, verdicts_text
    from negotiation.cli.claims_json import verdicts_json

    chosen = choose_model(model, option or ())
    verdicts = decide(chosen, proposition, always=always or (), never=never or (), seconds=seconds)
    typer.echo((verdicts_json if json else verdicts_text)(chosen, verdicts))


@app.command("nearest")
def nearest_command(  # noqa: PLR0917 - typer passes them by name
    model: ModelName,
    want: Annotated[list[str], typer.Option(metavar="LABEL", help="A move to be played.")],
    option: Options = None,
    calibration: Calibration = "baseline",
    values: Values = None,
    change: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A parameter that may change.")
    ] = None,
    json: Json = False,
    seconds: Seconds = 20.0,
) -> None:
    """Find the least change of parameters after which a move is played."""
    from negotiation.cli.claims import find_nearest, nearest_text
    from negotiation.cli.claims_json import nearest_json

    chosen = choose_game(model, option or (), calibration, values or (), check=True)
    found = find_nearest(chosen.model, chosen.values, want, change or (), seconds=seconds)
    typer.echo((nearest_json if json else nearest_text)(chosen.model, want, found))


@app.command("audit")
def audit_command(  # noqa: PLR0917 - typer passes them by name
    model: Annotated[str | None, typer.Argument(metavar="MODEL", help="A game.")] = None,
    option: Options = None,
    every: Annotated[bool, typer.Option("--all", help="Audit every game.")] = False,
    conditions: Annotated[
        bool, typer.Option("--conditions", help="Derive what is played where, too.")
    ] = False,
    latex: Annotated[
        bool, typer.Option("--latex", help="Write these conditions as LaTeX tables.")
    ] = False,
    json: Json = False,
    seconds: Seconds = 30.0,
) -> None:
    """Prove or refute every proposition of a game, and say what each rests on."""
    from negotiation.cli.audit import conditions_text
    from negotiation.cli.claims import audit_all, audit_text
    from negotiation.cli.claims_json import audit_json

    if every == (model is not None):
        message = "audit needs either a MODEL or --all"
        raise NotSupported(message)
    if json and (conditions or latex):
        message = "audit writes verdicts as JSON; take --conditions or --latex without --json"
        raise NotSupported(message)
    models = list(audited_forms()) if every else [choose_model(model or "", option or ())]
    audits = audit_all(models, seconds=seconds)
    typer.echo((audit_json if json else audit_text)(audits))
    if conditions or latex:
        typer.echo("\n" + conditions_text(models, latex=latex))


@app.command("write-tests")
def write_tests_command(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A game, or module:name of a model of your own.")
    ],
    option: Options = None,
) -> None:
    """Write a test file for a model: negotiation write-tests basing_shadow > test_basing.py."""
    from negotiation.cli.write_tests import file_of_tests

    typer.echo(file_of_tests(model, option or ()), nl=False)


@app.command("packages")
def packages_command(  # noqa: PLR0917 - typer passes them by name
    table: Annotated[
        Path | None,
        typer.Argument(
            metavar="TABLE", help="Projects as comma-separated values; else the talks'."
        ),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="joint participation, no charity or legal regime."),
    ] = None,
    lift: Annotated[list[str] | None, typer.Option(metavar="RULE", help="A rule to lift.")] = None,
    budget: Annotated[
        list[str] | None, typer.Option(metavar="PLAYER=NUMBER", help="The most a side contributes.")
    ] = None,
    size: Annotated[int | None, typer.Option(min=0, help="The most projects.")] = None,
    prices: Annotated[bool, typer.Option("--prices", help="Say what each rule costs.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find the packages of projects that waste nothing, and the fair ones among them."""
    from negotiation.cli.packages import Limits, choose_menu, packages_to_json, packages_to_text

    menu = choose_menu(table, Limits(rule or (), lift or (), budget or (), size))
    typer.echo((packages_to_json if json else packages_to_text)(menu, prices=prices))


@app.command("sweep")
def sweep_command(  # noqa: PLR0917 - typer passes them by name
    model: ModelName,
    option: Options = None,
    calibration: Calibration = "baseline",
    values: Values = None,
    prior: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=DIST:NUMBERS", help="A prior, as treaty_gain=uniform:0.5:2."),
    ] = None,
    spread: Annotated[
        float, typer.Option(help="Draw every parameter within this share of its value, as 0.2.")
    ] = 0.0,
    grid: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=LOW:HIGH:COUNT", help="An axis of a grid in place of draws."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", "-n", min=1, help="How many draws.")] = 100_000,
    seed: Annotated[int, typer.Option(min=0, help="The seed.")] = 0,
    quasi: Annotated[bool, typer.Option("--quasi", help="Use scrambled Sobol' points.")] = False,
    watch: Labels = None,
    check: Annotated[bool, typer.Option(help="Leave draws out that break an assumption.")] = True,
    kernel: Annotated[str, typer.Option(help="auto, numpy or numba.")] = "auto",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A .npz or .parquet for the draws.")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="A .npz to write finished parts to, and go on from.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler to share the work.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Solve a game at many draws of its parameters, or on a grid."""
    from negotiation.cli.sweep import SweepRequest, sweep_to_json, sweep_to_text

    request = SweepRequest(
        choose_model(model, option or ()),
        calibration,
        prior or (),
        grid or (),
        values or (),
        spread,
        draws,
        seed,
        quasi,
        watch or (),
        check,
        kernel,
        checkpoint,
        cluster,
        out,
    )
    typer.echo(sweep_to_json(request) if json else sweep_to_text(request))


for name, command in (
    ("plot", plot_command),
    ("explore", explore_command),
    ("report", report_command),
    ("claims", claims_command),
    ("readings", readings_command),
    ("predictions", predictions_command),
    ("backtest", backtest_command),
):
    app.command(name)(command)


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
