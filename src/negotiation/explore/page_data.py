"""All that a page knows of a model, as one JSON document (layout ``negotiation/explore/1``)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.explore.conditions import condition_data
from negotiation.explore.program import StepWriter
from negotiation.explore.sliders import STEPS, slider_range
from negotiation.explore.tree_data import tree_data
from negotiation.explore.versions import solved_versions
from negotiation.model import capitals, condition_text, sentences_of
from negotiation.talks import ARTICLE, catalogue, claims

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Model, Parameter, Source

__all__ = ["SCHEMA", "page_data"]

SCHEMA = "negotiation/explore/1"
"""The name of the layout; it changes when the layout does."""


def page_data(
    model: Model,
    *,
    seconds: float = 20.0,
    progress: Callable[[float, str], None] | None = None,
) -> dict[str, object]:
    """Solve a model for all parameter values and gather what its page shows.

    Parameters
    ----------
    model
        The model.
    seconds
        The time limit for solving it under one choice of constraints.
    progress
        Called with the share that is done, from 0 to 1, and a word on it.

    Examples
    --------
    >>> from negotiation import talks
    >>> data = page_data(talks.basing_shadow())
    >>> [cell["text"] for cell in data["versions"][""]["cells"]]
    ['treaty_gain < basing_loss*basing_probability', 'treaty_gain > basing_loss*basing_probability']
    """
    writer = StepWriter(model.parameters)
    names = list(model.constraints)
    tree = tree_data(model.game, names, writer)
    assumptions = [
        {
            "name": each.name,
            "words": each.words,
            "text": "" if each.is_structural else condition_text(each.condition),
            "condition": condition_data(each.condition, writer) if each.is_general else None,
            "calibrations": list(each.calibrations),
            "source": _source(each.source),
        }
        for each in model.assumptions.values()
    ]
    versions = solved_versions(model, writer, seconds=seconds, progress=progress)
    general = [each.condition for each in model.assumptions.values() if each.is_general]
    return {
        "schema": SCHEMA,
        "name": model.name,
        "talk": model.name in catalogue(),
        "options": _options(model),
        "story": model.story,
        "prediction": model.prediction,
        "players": list(model.game.players),
        "capitals": _capitals(model),
        "steps": STEPS,
        "parameters": [_parameter(each, model) for each in model.parameters.values()],
        "calibrations": {
            name: {key: _written(value) for key, value in values.items()}
            for name, values in model.calibrations.items()
        },
        "assumptions": assumptions,
        "assumed": [writer.place(each) for each in general],
        "constraints": [
            {
                "name": each.name,
                "words": each.words,
                "text": condition_text(each.condition),
                "imposed": each.imposed,
                "source": _source(each.source),
            }
            for each in model.constraints.values()
        ],
        "propositions": [
            {"name": each.name, "words": each.words} for each in model.propositions.values()
        ],
        "claims": _claims(model),
        "article": ARTICLE,
        "tree": tree,
        "versions": versions,
        "program": writer.to_json(),
    }


def _capitals(model: Model) -> dict[str, str]:
    """Find the capitals that the names of a model need."""
    groups = (model.parameters, model.assumptions, model.propositions, model.calibrations)
    used = {word for group in groups for name in group for word in name.split("_")}
    return {word: written for word, written in capitals(_sentences(model)).items() if word in used}


def _sentences(model: Model) -> list[str]:
    claimed = claims().values() if model.name in catalogue() else ()
    return [*sentences_of(model), *(each.claim for each in claimed)]


def _parameter(parameter: Parameter, model: Model) -> dict[str, object]:
    values = [
        value
        for point in model.calibrations.values()
        if isinstance(value := point.get(parameter.name), Fraction)
    ]
    low, high = slider_range(parameter.domain, values)
    lower, upper = parameter.domain.lower, parameter.domain.upper
    return {
        "name": parameter.name,
        "meaning": parameter.meaning,
        "unit": parameter.unit,
        "domain": str(parameter.domain),
        "lower": None if lower is None else str(lower),
        "lowerOpen": parameter.domain.lower_open,
        "upper": None if upper is None else str(upper),
        "upperOpen": parameter.domain.upper_open,
        "low": str(low),
        "high": str(high),
        "start": str(values[0]) if values else str(_inside(low, high)),
        "source": _source(parameter.source),
        "assumptions": [
            name
            for name, each in model.assumptions.items()
            if parameter.name in _names(each.condition)
        ],
    }


def _options(model: Model) -> list[dict[str, str]]:
    """Write the options that are not those the talk has by itself."""
    if model.name not in catalogue():
        return []
    defaults = inspect.signature(catalogue()[model.name]).parameters
    return [
        {"name": name, "shell": str(value).lower(), "python": repr(value)}
        for name, value in model.options.items()
        if name in defaults and defaults[name].default != value
    ]


def _inside(low: Fraction, high: Fraction) -> Fraction:
    """Return a point of the slider that no domain leaves out, for a model without calibrations."""
    return low + (high - low) / 2


def _written(value: Number) -> str:
    """Write a value as a fraction; one that is irrational to fifteen digits."""
    return str(value if isinstance(value, Fraction) else Fraction(f"{float(value):.15g}"))


def _names(condition: object) -> set[str]:
    return {str(symbol) for symbol in getattr(condition, "free_symbols", ())}


def _source(source: Source) -> dict[str, object]:
    return {
        "origin": source.origin,
        "claims": list(source.claims),
        "reference": source.reference,
    }


def _claims(model: Model) -> dict[str, object]:
    """Write the claims of the article that anything in the model rests on."""
    sources: Iterable[Source] = (
        each.source
        for group in (
            model.parameters,
            model.assumptions,
            model.constraints,
            model.propositions,
        )
        for each in group.values()
    )
    known = claims()
    cited = sorted({claim for source in sources for claim in source.claims if claim in known})
    return {
        claim: {
            "paragraph": known[claim].paragraph,
            "claim": known[claim].claim,
            "quote": known[claim].quote,
        }
        for claim in cited
    }
