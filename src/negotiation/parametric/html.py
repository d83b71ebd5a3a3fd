"""Partitions, equilibrium classes and verdicts as HTML for notebooks and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from negotiation.drawing import formula, line_html, written_formula
from negotiation.game import name_text
from negotiation.model import condition_text

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Model
    from negotiation.parametric.equilibrium import OutcomeClass
    from negotiation.parametric.equilibrium_class import EquilibriumClass
    from negotiation.parametric.partition import Cell

__all__ = ["cells_html", "classes_html", "condition_html", "play_words", "verdict_html"]


def condition_html(condition: object, model: Model) -> str:
    """Write a condition in the symbols of a model's parameters."""
    return line_html(written_formula(condition_text(condition), _symbols(model)))


def _symbols(model: Model) -> dict[str, str]:
    return {name: parameter.latex for name, parameter in model.parameters.items()}


def play_words(equilibrium: OutcomeClass | EquilibriumClass) -> str:
    """Say what an equilibrium plays: the certain moves, and what each side does after them.

    >>> from negotiation import talks
    >>> from negotiation.parametric import subgame_perfect
    >>> cells = subgame_perfect(talks.basing_shadow()).cells
    >>> [play_words(cell.equilibria[0]) for cell in cells]
    ['keep', 'transfer, then basing | wants base: station; basing | no interest: refrain']
    """
    path = tuple(equilibrium.path)
    later = []
    for name, choice in equilibrium.profile.items():
        if isinstance(choice, str):
            if choice not in path:
                later.append(f"{name_text(name)}: {choice}")
        else:
            played = [action for action, chance in choice.items() if chance != 0]
            if len(played) > 1 or played[0] not in path:
                later.append(f"{name_text(name)}: {' or '.join(played)}")
    rest = "; ".join(later)
    if not path:
        return rest
    return " → ".join(path) + (f", then {rest}" if rest else "")


def _payoffs(payoffs: Mapping[str, Number], model: Model) -> str:
    names = _symbols(model)
    return "".join(
        f"<td>{line_html(formula(payoffs[player], names))}</td>" for player in model.game.players
    )


def _table(head: Iterable[str], rows: Sequence[str], caption: str) -> str:
    titles = "".join(f"<th scope='col'>{escape(title)}</th>" for title in head)
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{titles}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def cells_html(model: Model, cells: Sequence[Cell], *, caption: str) -> str:
    """Write cells as a table: where, what is played, payoffs."""
    rows = []
    for cell in cells:
        many = max(len(cell.equilibria), 1)
        where = condition_html(cell.condition, model)
        if not cell.decided:
            where += "<br>(undetermined)"
        head = f"<td rowspan='{many}'>{where}</td>"
        if not cell.equilibria:
            width = len(model.game.players) + 1
            rows.append(f"<tr>{head}<td colspan='{width}'>no equilibrium</td></tr>")
        for equilibrium in cell.equilibria:
            play = escape(play_words(equilibrium))
            rows.append(f"<tr>{head}<td>{play}</td>{_payoffs(equilibrium.payoffs, model)}</tr>")
            head = ""
    return _table(["where", "what is played", *model.game.players], rows, caption)


def classes_html(model: Model, classes: Sequence[EquilibriumClass], *, caption: str) -> str:
    """Write equilibrium classes as a table: name, where each exists, payoffs."""
    rows = []
    for each in classes:
        where = condition_html(each.condition, model)
        rows.append(
            f"<tr><td>{escape(each.name)}</td><td>{where}</td>{_payoffs(each.payoffs, model)}</tr>"
        )
    return _table(["class", "exists where", *model.game.players], rows, caption)


def verdict_html(text: str) -> str:
    """Write a verdict: its first words stand out, the rest follows.

    >>> verdict_html("unknown: the time is up")
    '<p><strong>unknown</strong>: the time is up</p>'
    """
    first, *rest = text.splitlines()
    for end in (";", ":", " at "):
        head, found, tail = first.partition(end)
        if found:
            break
    else:
        head, found, tail = first, "", ""
    lines = "".join(f"<br>{escape(line.strip())}" for line in rest)
    return f"<p><strong>{escape(head)}</strong>{escape(found + tail)}{lines}</p>"
