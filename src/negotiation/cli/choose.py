"""From the words of a command line to a model, and to a game at exact values."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from negotiation.errors import InvalidNumber, NotSupported, UnknownName
from negotiation.exact import Number
from negotiation.game import Game
from negotiation.model import Model
from negotiation.talks import catalogue

__all__ = ["READABLE", "Chosen", "choose_game", "choose_model", "is_file"]

READABLE = (".efg", ".nfg", ".json")
"""The endings of files that are read."""


def is_file(name: str) -> bool:
    """Whether a word of the command line names a file rather than an encoded game.

    >>> is_file("poker.efg"), is_file("basing_shadow")
    (True, False)
    """
    return Path(name).suffix.lower() in READABLE


@dataclass(frozen=True)
class Chosen:
    """A model at one point of its parameters.

    Attributes
    ----------
    model
        The model.
    calibration
        The calibration it was started from.
    values
        The parameter values.
    game
        The game at these values.
    """

    model: Model
    calibration: str
    values: Mapping[str, Number]
    game: Game


def choose_game(
    name: str,
    options: Sequence[str],
    calibration: str,
    assignments: Sequence[str],
    *,
    without: Sequence[str] = (),
    check: bool,
) -> Chosen:
    """Read the arguments of ``negotiation solve``.

    Raises
    ------
    NegotiationError
        If a name does not exist, a value is no number, or an assumption is broken.
    """
    model = choose_model(name, options).without(*without)
    given = dict(
        _split(assignment, "--set", "basing_probability=1/4") for assignment in assignments
    )
    for parameter in given:
        if parameter not in model.parameters:
            raise UnknownName("parameter", parameter, model.parameters)
    values = model.values(calibration, check=check, **given)
    return Chosen(model, calibration, values, model.at(calibration, check=check, **given))


def choose_model(name: str, options: Sequence[str]) -> Model:
    """Read a model's name and its options.

    Raises
    ------
    UnknownName
        If there is no such model or option; the message has the closest match.
    """
    build = catalogue()[name]
    allowed = inspect.signature(build).parameters
    given: dict[str, object] = {}
    for option in options:
        key, text = _split(option, "--option", "informed=true")
        if key not in allowed:
            raise UnknownName(f"option of {name}", key, allowed)
        given[key] = _read(key, text, allowed[key].default)
    return _call(build, given)


def _call(build: Callable[..., Model], given: Mapping[str, object]) -> Model:
    return build(**given)


def _split(text: str, where: str, example: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        message = f"{where} {text!r} must be written NAME=VALUE, as {where} {example}"
        raise NotSupported(message)
    return name.strip(), value.strip()


def _read(name: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if text.lower() not in words:
            message = f"option {name} is {text!r}; write true or false"
            raise NotSupported(message)
        return words[text.lower()]
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            message = f"option {name} is {text!r}; write a whole number, as {default}"
            raise InvalidNumber(message) from None
    return text
