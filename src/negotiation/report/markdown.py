"""One page a game for a documentation site, written from the model so that it cannot drift."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from negotiation.drawing import formula, line_html, svg, symbol, tree_picture
from negotiation.exact import format_number
from negotiation.game import game_sketch
from negotiation.parametric.html import condition_html, play_words
from negotiation.report.latex import condition_latex
from negotiation.report.words import (
    cases,
    changes_words,
    claims_of,
    condition_words,
    grouped_play,
    sentence,
    source_words,
    statement,
    title_of,
)

if TYPE_CHECKING:
    from negotiation.model import Model
    from negotiation.report.dossier import Dossier

__all__ = ["game_figure", "game_page", "games_index"]

MARK = "<!-- Written by python -m negotiation.report; change the model, not this page. -->"
LEAD = (
    "The talks of 2017 as games. Each page is written from the model: its tree, parameters, "
    "assumptions with the claims of the article that they rest on, the derived equilibrium "
    "conditions, and what is played at each calibration."
)

LONGEST_LIST = 8
"""How many different plays of a calibration a page lists."""


def game_figure(model: Model) -> str:
    """Return the tree of a model in its symbols, as an SVG file."""
    symbols = {name: each.latex for name, each in model.parameters.items()}
    sketch = game_sketch(model.game, symbols, title=f"Game tree of {title_of(model)}")
    return svg(tree_picture(sketch)) + "\n"


def game_page(dossier: Dossier, first_line: str) -> str:
    """Return the page of a game as Markdown.

    Parameters
    ----------
    dossier
        What is known of it.
    first_line
        What it is about, in a line.
    """
    model = dossier.model
    parts = [
        f"# {title_of(model)}",
        MARK,
        f"*{_text(sentence(first_line))}*",
        _text(sentence(model.story)),
        f"**The article:** {_text(sentence(model.prediction))}" if model.prediction else "",
        _call(model),
        f"![Game tree of {title_of(model)}](figures/{model.name}.svg)",
        _parameters(model),
        _statements(model),
        _conditions(dossier),
        _propositions(model),
        _calibrations(dossier),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def games_index(dossiers: Sequence[Dossier], first_lines: Mapping[str, str]) -> str:
    """Return the page that lists the games."""
    rows = []
    for each in dossiers:
        name = each.model.name
        baseline = next((found for found in each.calibrations if found.name == "baseline"), None)
        played = grouped_play(baseline) if baseline is not None else []
        shown = _text(played[0][0]) if len(played) == 1 else f"{len(played)} ways to play"
        rows.append((f"[{title_of(each.model)}]({name}.md)", _text(first_lines[name]), shown))
    table = _table(("game", "in a line", "played at the baseline"), rows)
    return f"# The games\n\n{MARK}\n\n{LEAD}\n\n{table}\n"


def _text(words: str) -> str:
    """Escape words for Markdown, tables included."""
    shown = escape(words, quote=False)
    for letter in "\\`*[]|":
        shown = shown.replace(letter, f"&#{ord(letter)};")
    return shown


def _code(words: str) -> str:
    """Set words as code; with a bar, which would end a cell of a table, as HTML."""
    return f"<code>{_text(words)}</code>" if "|" in words or "`" in words else f"`{words}`"


def _name(name: str) -> str:
    """Set a name in a cell; it may be broken after its underscores."""
    return f"<code>{_text(name).replace('_', '_<wbr>')}</code>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join([' --- '] * len(heads))}|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def _call(model: Model) -> str:
    options = ", ".join(f"{name}={value!r}" for name, value in model.options.items())
    size = model.game.size
    return (
        f"`talks.{model.name}({options})`: {len(model.game.players)} "
        f"player{'' if len(model.game.players) == 1 else 's'}, {size.information_sets} information "
        f"set{'' if size.information_sets == 1 else 's'}, {size.outcomes} outcomes."
    )


def _parameters(model: Model) -> str:
    baseline = model.calibrations.get("baseline", {})
    rows = [
        (
            _name(name),
            line_html(symbol(each.latex)),
            _text(each.meaning),
            _text(str(each.domain)),
            format_number(baseline[name]) if name in baseline else "",
            _text(source_words(each.source)),
        )
        for name, each in model.parameters.items()
    ]
    heads = ("name", "symbol", "meaning", "domain", "baseline", "source")
    return f"## Parameters\n\n{_table(heads, rows)}"


def _statements(model: Model) -> str:
    parts = []
    for title, group in (("Assumptions", model.assumptions), ("Constraints", model.constraints)):
        rows = []
        for name, each in group.items():
            words, condition = statement(each)
            formal = "" if condition is None else condition_html(condition, model)
            force = getattr(each, "imposed", None)
            if force is not None:
                words += " (in force)" if force else " (lifted)"
            rows.append((_name(name), _text(words), formal, _text(source_words(each.source))))
        if rows:
            table = _table(("name", "statement", "condition", "origin"), rows)
            parts.append(f"## {title}\n\n{table}")
    cited = claims_of(model)
    if cited:
        items = "\n".join(f"- {name}: {_text(sentence(text))}" for name, text in cited.items())
        parts.append(f"The claims of the article that are named here:\n\n{items}")
    return "\n\n".join(parts)


def _conditions(dossier: Dossier) -> str:
    model = dossier.model
    head = f"## Equilibrium conditions\n\nSolution concept: {dossier.concept}. "
    if dossier.conditions is None:
        return f"{head}Not derived for all parameters: {_text(sentence(dossier.no_conditions))}"
    head += (
        "Conditions are meant together with the assumptions; surfaces on which somebody is "
        "indifferent are left out."
    )
    blocks = [head]
    written: list[str] = []
    for place, case in enumerate(cases(dossier), start=1):
        name = _text(case.name) if case.name else f"Case {place}"
        where = condition_html(case.condition, model)
        lines = [
            f"**{name}.** "
            + ("Everywhere under the assumptions." if where == "always" else f"Where {where}:"),
        ]
        lines += [f"- {_played(each, model)}" for each in case.equilibria]
        in_words = condition_words(case.condition)
        blocks.append(lines[0] + "\n\n" + "\n".join(lines[1:]) + f"\n\n{_code(in_words)}")
        written.append(f"{name}: {condition_latex(case.condition, model)}")
    latex = "\n".join(f"    {line}" for line in written)
    blocks.append(f'??? note "The conditions in LaTeX"\n\n    ```text\n{latex}\n    ```')
    return "\n\n".join(blocks)


def _played(equilibrium: Any, model: Model) -> str:  # noqa: ANN401 - an outcome or equilibrium class
    symbols = {name: each.latex for name, each in model.parameters.items()}
    pays = "; ".join(
        f"{_text(player)} {line_html(formula(pay, symbols))}"
        for player, pay in equilibrium.payoffs.items()
    )
    return f"{_text(play_words(equilibrium))}. Payoffs: {pays}."


def _propositions(model: Model) -> str:
    if not model.propositions:
        return ""
    items = "\n".join(
        f"- {_code(name)}: {_text(sentence(each.words))}"
        for name, each in model.propositions.items()
    )
    return (
        f"## Propositions\n\n{items}\n\nWhether each holds, and on which assumptions it rests: "
        f"`negotiation audit {model.name}`."
    )


def _calibrations(dossier: Dossier) -> str:
    rows = []
    for each in dossier.calibrations:
        if each.refusal:
            played = _text(sentence(each.refusal))
        else:
            found = grouped_play(each)
            lines = [
                f"{_text(play)} ({_text(pays)}" + (f"; {count} equilibria)" if count > 1 else ")")
                for play, pays, count in found[:LONGEST_LIST]
            ]
            if len(found) > LONGEST_LIST:
                lines.append(f"… and {len(found) - LONGEST_LIST} more")
            played = "<br>".join(lines) or "no equilibrium"
        rows.append((_name(each.name), _text(changes_words(each.changes)), played))
    table = _table(("calibration", "values", "what is played (payoffs)"), rows)
    return f"## Calibrations\n\n{table}"
