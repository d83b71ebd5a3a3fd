"""Models as JSON: parameters, assumptions, constraints, propositions, calibrations, the game."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.errors import NegotiationError
from negotiation.exact import exact
from negotiation.formats.json_claim import (
    form_data,
    proposition_data,
    read_form,
    read_proposition,
)
from negotiation.formats.json_game import game_data, read_game
from negotiation.formats.json_values import (
    read_condition,
    read_number,
    read_source,
    read_symbols,
    source_data,
    symbol_data,
    text_of,
)
from negotiation.model import Assumption, Model, Parameter

if TYPE_CHECKING:
    from negotiation.formats.json_text import Field

__all__ = ["model_data", "read_model"]


def model_data(model: Model) -> dict[str, object]:
    """Write a model; functions of Python are left out and named under ``omitted``.

    Raises
    ------
    NotSupported
        If an expression has no words in the grammar.
    """
    symbols: dict[str, Any] = dict(model.symbols)
    omitted: list[str] = []
    forms = [form_data(form, symbols, omitted) for form in model.closed_forms.values()]
    options: list[dict[str, object]] = []
    for name, value in model.options.items():
        if isinstance(value, bool | int | str):
            options.append({"name": name, "value": value})
        elif isinstance(value, Fraction):
            options.append({"name": name, "value": {"number": text_of(value)}})
        else:
            omitted.append(f"option {name!r}: a {type(value).__name__} is no data")
    data: dict[str, object] = {
        "name": model.name,
        "story": model.story,
        "prediction": model.prediction,
        "parameters": [_parameter_data(parameter) for parameter in model.parameters.values()],
        "assumptions": [
            {
                "name": each.name,
                "condition": text_of(each.condition, symbols),
                "words": each.words,
                "source": source_data(each.source),
                "calibrations": list(each.calibrations),
            }
            for each in model.assumptions.values()
        ],
        "calibrations": [
            {"name": name, "values": {key: text_of(exact(value)) for key, value in point.items()}}
            for name, point in model.calibrations.items()
        ],
        "propositions": [
            proposition_data(each, symbols, omitted) for each in model.propositions.values()
        ],
        "closed_forms": [form for form in forms if form is not None],
        "options": options,
        "game": game_data(model.game, declared=model.parameters),
    }
    return data | ({"omitted": omitted} if omitted else {})


def _parameter_data(parameter: Parameter) -> dict[str, object]:
    data: dict[str, object] = {
        "name": parameter.name,
        "meaning": parameter.meaning,
        "domain": str(parameter.domain),
        "unit": parameter.unit,
        "latex": parameter.latex,
        "source": source_data(parameter.source),
    }
    assumed = symbol_data(parameter.symbol)
    return data | ({"assume": assumed} if assumed else {})


def read_model(field: Field) -> Model:
    """Read a model.

    Raises
    ------
    FormatError
        If it is no sound model.
    """
    declared = field.optional("parameters")
    symbols = read_symbols(declared)
    try:
        return Model(
            field["name"].words(empty=False),
            read_game(field["game"], symbols),
            [_read_parameter(each, symbols) for each in declared],
            [_read_assumption(each, symbols) for each in field.optional("assumptions")],
            _read_calibrations(field),
            [read_proposition(each, symbols) for each in field.optional("propositions")],
            [read_form(each, symbols) for each in field.optional("closed_forms")],
            story=field.said("story"),
            prediction=field.said("prediction"),
            options={
                each["name"].words(): _read_option(each["value"])
                for each in field.optional("options")
            },
        )
    except NegotiationError as error:
        field.within(error)


def _read_parameter(field: Field, symbols: Mapping[str, Any]) -> Parameter:
    domain = field.get("domain")
    try:
        return Parameter(
            symbols[field["name"].words()],
            field.said("meaning"),
            domain=None if domain is None else domain.words(),
            unit=field.said("unit"),
            latex=field.said("latex"),
            source=read_source(field.get("source")),
        )
    except NegotiationError as error:
        field.within(error)


def _read_assumption(field: Field, symbols: Mapping[str, Any]) -> Assumption:
    try:
        return Assumption(
            field["name"].words(),
            read_condition(field.get("condition"), symbols),
            field.said("words"),
            read_source(field.get("source")),
            tuple(name.words() for name in field.optional("calibrations")),
        )
    except NegotiationError as error:
        field.within(error)


def _read_calibrations(field: Field) -> dict[str, dict[str, Any]]:
    calibrations: dict[str, dict[str, Any]] = {}
    for each in field.optional("calibrations"):
        name = each["name"].words(empty=False)
        if name in calibrations:
            each["name"].fail(f"the calibration {name!r} is there twice")
        values = each["values"].members()
        calibrations[name] = {key: read_number(value, {}) for key, value in values.items()}
    return calibrations


def _read_option(field: Field) -> object:
    if isinstance(field.value, dict):
        return read_number(field["number"], {})
    if not isinstance(field.value, bool | int | str):
        field.expect("true, false, a whole number, a text or {\"number\": '1/2'}")
    return field.value
