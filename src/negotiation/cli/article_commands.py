"""The commands that speak of the source article."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiation.cli.arguments import Json

__all__ = ["backtest_command", "claims_command", "predictions_command", "readings_command"]


def claims_command(
    claim: Annotated[
        str | None, typer.Argument(metavar="CLAIM", help="One of them, as C51.")
    ] = None,
    homes: Annotated[
        bool, typer.Option("--coverage", help="Say what stands for each claim in the games.")
    ] = False,
    json: Json = False,
) -> None:
    """List the claims of the source article, and where each has its home in the games."""
    from negotiation.cli.article import claims_text

    typer.echo(claims_text(claim, homes=homes, json=json))


def readings_command(
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="The topics where left out.")
    ] = None,
    json: Json = False,
) -> None:
    """Put competing interpretations side by side: what each implies."""
    from negotiation.cli.article import readings_text

    typer.echo(readings_text(topic, json=json))


def predictions_command(json: Json = False) -> None:
    """Hold what the article says of each game against what the game implies."""
    from negotiation.cli.article import predictions_text

    typer.echo(predictions_text(json=json))


def backtest_command(
    details: Annotated[
        bool, typer.Option("--details", help="Facts, sources and reasons, event by event.")
    ] = False,
    json: Json = False,
) -> None:
    """Hold later events against the games: hits, misses, and what is not decided."""
    from negotiation.cli.article import backtest_text

    typer.echo(backtest_text(details=details, json=json))
