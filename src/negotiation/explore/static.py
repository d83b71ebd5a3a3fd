"""The game in words, for readers whose browser runs no script.

All of it is escaped text of the model: who plays, what the parameters mean and take, what is
assumed, and, where the game was solved for all parameter values, what happens where.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from negotiation.model import condition_text

if TYPE_CHECKING:
    from negotiation.model import Model, Parameter

__all__ = ["static_text"]


def static_text(model: Model, data: Mapping[str, object]) -> str:
    """Write what a page says of a model without its script.

    Parameters
    ----------
    model
        The model.
    data
        What `page_data` gathered of it.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.explore import page_data
    >>> model = talks.basing_shadow()
    >>> "where treaty gain &lt; basing loss · basing probability: keep" in static_text(
    ...     model, page_data(model)
    ... )
    True
    """
    parameters = [_parameter(each, model) for each in model.parameters.values()]
    assumed = [
        f"{each.words}: {condition_text(each.condition)}" if each.is_general else each.words
        for each in model.assumptions.values()
    ]
    rules = [
        f"{each.name}: {each.words} ({'imposed' if each.imposed else 'lifted'} at first)"
        for each in model.constraints.values()
    ]
    parts = [
        ("Parameters", _list(parameters)),
        ("Assumptions", _list(assumed)),
        ("Rules", _list(rules)),
        ("What happens where", _list(_cells(model, data))),
    ]
    return "\n".join(
        f'<section class="panel"><h2>{title}</h2>{content}</section>'
        for title, content in parts
        if content
    )


def _parameter(parameter: Parameter, model: Model) -> str:
    values = ", ".join(
        f"{point[parameter.name]} in {name}"
        for name, point in model.calibrations.items()
        if parameter.name in point
    )
    text = f"{parameter.name}: {parameter.meaning or 'no meaning is given'}; {parameter.domain}"
    return f"{text}; {values}" if values else text


def _cells(model: Model, data: Mapping[str, object]) -> list[str]:
    lifted = [number for number, each in enumerate(model.constraints.values()) if not each.imposed]
    versions = cast("dict[str, dict[str, list[dict[str, object]]]]", data["versions"])
    version = versions.get(" ".join(map(str, lifted)), {"cells": []})
    lines = []
    for cell in version["cells"]:
        found = cast("list[dict[str, object]]", cell["equilibria"])
        played = dict.fromkeys(str(each.get("name") or each["play"]) for each in found)
        where = "always" if cell["text"] == "always" else f"where {cell['text']}"
        lines.append(f"{where}: {'; or '.join(played) or 'no equilibrium in pure strategies'}")
    return lines


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{html.escape(_printed(line))}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _printed(text: str) -> str:
    """Write names as words, and signs as in print.

    >>> _printed("-treaty_gain >= 2*basing_loss")
    '−treaty gain ≥ 2 · basing loss'
    """
    for sign, printed in (("**", "^"), ("*", " · "), (">=", "≥"), ("<=", "≤"), ("!=", "≠")):
        text = text.replace(sign, printed)
    return re.sub(r"(?<=\w)_(?=\w)", " ", re.sub(r"(?<!\w)-(?=\w)| - ", _minus, text))


def _minus(found: re.Match[str]) -> str:
    return found[0].replace("-", "−")
