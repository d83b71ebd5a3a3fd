"""What the shell completes: the names of games, calibrations, parameters and concepts.

The shell calls these while somebody types, so a name that is not finished is no error.
"""

from __future__ import annotations

import inspect

import typer

from negotiation.cli.choose import choose_model
from negotiation.errors import NegotiationError
from negotiation.model import Model
from negotiation.talks import catalogue

__all__ = ["calibrations", "constraints", "models", "options", "parameters"]


def models(incomplete: str) -> list[str]:
    """Return the games whose names begin so.

    >>> models("sanc")
    ['sanctions_cascade', 'sanctions_dilemma']
    """
    return [name for name in catalogue() if name.startswith(incomplete)]


def calibrations(context: typer.Context, incomplete: str) -> list[str]:
    """Return the calibrations of the game typed before."""
    model = _typed(context)
    return [] if model is None else [n for n in model.calibrations if n.startswith(incomplete)]


def parameters(context: typer.Context, incomplete: str) -> list[str]:
    """Return the parameters of the game typed before, ready for their values."""
    model = _typed(context)
    names = [] if model is None else model.parameters
    return [f"{name}=" for name in names if f"{name}=".startswith(incomplete)]


def constraints(context: typer.Context, incomplete: str) -> list[str]:
    """Return what can be lifted or dropped from the game typed before."""
    model = _typed(context)
    names = [] if model is None else [*model.constraints, *model.assumptions]
    return [name for name in names if name.startswith(incomplete)]


def options(context: typer.Context, incomplete: str) -> list[str]:
    """Return the options of the game typed before, ready for their values."""
    name = _name(context)
    if name not in catalogue():
        return []
    known = inspect.signature(catalogue()[name]).parameters
    return [f"{each}=" for each in known if f"{each}=".startswith(incomplete)]


def _name(context: typer.Context) -> str:
    """Return the name of a game on the unfinished line, wherever the parser has put it."""
    words = [context.params.get("model"), *context.args]
    return next((str(word) for word in words if word), "")


def _typed(context: typer.Context) -> Model | None:
    try:
        return choose_model(_name(context), ())
    except NegotiationError:
        return None
