"""The game in words, for readers whose browser runs no script.

All of it is escaped text of the model: who plays, what the parameters mean and take, what is
assumed, and, where the game was solved for all parameter values, what happens where.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from negotiation.model import condition_text

if TYPE_CHECKING:
    from negotiation.model import Model

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
    >>> "<td>Russia&#x27;s security loss if" in static_text(model, page_data(model))
    True
    """
    calibrations = list(model.calibrations)
    head = ["Parameter", "Meaning", "Domain", *(name.replace("_", " ") for name in calibrations)]
    rows = [
        [
            each.name,
            each.meaning,
            str(each.domain),
            *(str(model.calibrations[name].get(each.name, "")) for name in calibrations),
        ]
        for each in model.parameters.values()
    ]
    assumed = [
        f"{each.words} ({condition_text(each.condition)})" if each.is_general else each.words
        for each in model.assumptions.values()
    ]
    rules = [
        f"{each.name}: {each.words} ({'imposed' if each.imposed else 'lifted'} at first)"
        for each in model.constraints.values()
    ]
    parts = [
        ("Parameters", _table(head, rows) if rows else ""),
        ("Assumptions", _list(assumed)),
        ("Rules", _list(rules)),
        ("What happens where", _list(_cells(model, data))),
    ]
    return "\n".join(
        f'<section class="panel"><h2>{title}</h2>{content}</section>'
        for title, content in parts
        if content
    )


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
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f'<th scope="col">{html.escape(each)}</th>' for each in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(each)}</td>" for each in row) + "</tr>" for row in rows
    )
    return (
        f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody>'
        "</table></div>"
    )
