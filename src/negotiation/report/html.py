"""A report as one HTML file that needs no network: styles and figures are in it, texts escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from negotiation.drawing import formula, svg, symbol, tree_picture
from negotiation.drawing import line_html as line
from negotiation.exact import format_number
from negotiation.game import equilibrium_marks, game_sketch
from negotiation.parametric.html import condition_html, play_words
from negotiation.report.words import (
    cases,
    changes_words,
    claims_of,
    file_names,
    grouped_play,
    sentence,
    source_words,
    statement,
    title_of,
)

if TYPE_CHECKING:
    from negotiation.model import Model
    from negotiation.report.dossier import Calibrated, Dossier

__all__ = ["html_report"]

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --soft: #4d4d4d; --line: #ddd;
  --rule: #767676; --link: #00609a; --good: #d7f0e6; --good-edge: #00714f; --bad: #fbe0d0;
  --bad-edge: #a84600; --seen: #d9ecf7; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #14181d;
  --soft: #a0abb6; --line: #3a424c; --rule: #818b96; --link: #79b8ff; --good: #14382c;
  --good-edge: #5fd0a6; --bad: #3a2018; --bad-edge: #ff9d76; --seen: #17293d; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); line-height: 1.5;
  font-family: system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
main, header, nav { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; } h1 { font-size: 1.9rem; margin: 0 0 .25rem; line-height: 1.2; }
h2 { font-size: 1.45rem; margin: 3rem 0 .5rem; padding-top: 1.5rem;
  border-top: 2px solid var(--ink); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .4rem; }
p { max-width: 46rem; } .lead { color: var(--soft); }
.scroll { overflow-x: auto; margin: .5rem 0 1rem; }
table { border-collapse: collapse; font-size: .92rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-bottom: 1px solid var(--line); } th { border-bottom: 2px solid var(--rule);
  white-space: nowrap; }
td.name { font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
  font-size: .86rem; min-width: 8.5rem; }
dt, dd, p, li { overflow-wrap: anywhere; }
figure { margin: 1rem 0; overflow-x: auto; } figcaption { color: var(--soft); font-size: .92rem; }
/* Figures are drawn for white paper, and stay on it. */
figure svg { min-width: 30rem; background: #fff; border-radius: 4px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.tag { display: inline-block; padding: 0 .5rem; border-radius: .6rem; border: 1px solid var(--rule);
  font-size: .82rem; white-space: nowrap; }
.proved, .hit { background: var(--good); border-color: var(--good-edge); }
.refuted, .miss { background: var(--bad); border-color: var(--bad-edge); }
.checked { background: var(--seen); border-color: var(--link); }
ul.claims { font-size: .88rem; color: var(--soft); padding-left: 1.2rem; max-width: 52rem; }
dl { max-width: 56rem; } dt { margin-top: .8rem; font-weight: 600; }
dd { margin: .1rem 0 0 1.2rem; }
nav ul { columns: 3 14rem; padding-left: 1.2rem; } a { color: var(--link); }
.small { font-size: .88rem; color: var(--soft); white-space: pre-line; }
@media (max-width: 40rem) { h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; }
  table.wide thead { display: none; }
  table.wide tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  table.wide td { display: block; border: 0; padding: .05rem 0; overflow-wrap: anywhere; }
  table.wide td:empty { display: none; }
  table.wide td[data-head]::before { content: attr(data-head) ': '; color: var(--soft); } }
@media print { section + section h2 { break-before: page; } nav { display: none; } }
"""


def html_report(dossiers: Sequence[Dossier], *, title: str = "Negotiations as games") -> str:
    """Write dossiers as one page.

    Parameters
    ----------
    dossiers
        What is reported, in order.
    title
        The title of the page.
    """
    names = file_names(each.model for each in dossiers)
    contents = "".join(
        f"<li><a href='#{name}'>{escape(title_of(each.model))}</a></li>"
        for each, name in zip(dossiers, names, strict=True)
    )
    nav = f"<nav aria-label='Games'><ul>{contents}</ul></nav>" if len(dossiers) > 1 else ""
    body = "".join(_section(each, name, title) for each, name in zip(dossiers, names, strict=True))
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f"<header><h1>{escape(title)}</h1><p class='lead'>Equilibria, conditions and verdicts are "
        "computed exactly by the library negotiation; numbers are fractions.</p></header>"
        f"{nav}<main>{body}</main></body></html>\n"
    )


def _section(dossier: Dossier, name: str, title: str) -> str:
    model = dossier.model
    heading = " class='hidden'" if title_of(model) == title else ""  # the page says it above
    parts = [
        f"<section id='{name}'><h2{heading}>{escape(title_of(model))}</h2>",
        f"<p>{escape(sentence(model.story))}</p>" if model.story else "",
        f"<p><strong>The article:</strong> {escape(sentence(model.prediction))}</p>"
        if model.prediction
        else "",
        _tree(dossier),
        _parameters(model),
        _statements(model),
        _conditions(dossier),
        _propositions(dossier),
        _calibrations(dossier),
        _backtest(dossier),
        "</section>",
    ]
    return "".join(parts)


def _symbols(model: Model) -> dict[str, str]:
    return {name: parameter.latex for name, parameter in model.parameters.items()}


def _tree(dossier: Dossier) -> str:
    model = dossier.model
    baseline = next((each for each in dossier.calibrations if each.name == "baseline"), None)
    title = f"Game tree of {title_of(model)}"
    if baseline is not None and baseline.equilibria:
        found = baseline.equilibria[0]
        marks = equilibrium_marks(found.game, found)
        many = len(baseline.equilibria)
        which = "the equilibrium" if many == 1 else f"one of {many} equilibria"
        picture = tree_picture(game_sketch(found.game, title=f"{title} at the baseline"), marks)
        second = _figure(svg(picture), f"The baseline, with {which} marked.")
    else:
        second = ""
    caption = "The game, payoffs in the symbols of its parameters."
    picture = tree_picture(game_sketch(model.game, _symbols(model), title=title))
    return f"<h3>The tree</h3>{_figure(svg(picture), caption)}{second}"


def _figure(drawing: str, caption: str) -> str:
    return f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are HTML already; the first column holds names."""
    titles = "".join(f"<th scope='col'>{escape(head)}</th>" for head in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td class='name'>{cell.replace('_', '_<wbr>')}</td>"
            if place == 0
            else f"<td data-head='{escape(heads[place])}'>{cell}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f"<div class='scroll'><table class='wide'><thead><tr>{titles}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _parameters(model: Model) -> str:
    if not model.parameters:
        return ""
    baseline = model.calibrations.get("baseline", {})
    rows = [
        (
            escape(name),
            line(symbol(each.latex)),
            escape(each.meaning),
            escape(str(each.domain).replace(">=", "≥").replace("<=", "≤")),
            escape(format_number(baseline[name])) if name in baseline else "",
            escape(source_words(each.source)),
        )
        for name, each in model.parameters.items()
    ]
    heads = ("name", "symbol", "meaning", "domain", "baseline", "source")
    return f"<h3>Parameters</h3>{_table(heads, rows)}"


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
            rows.append((escape(name), escape(words), formal, escape(source_words(each.source))))
        if rows:
            table = _table(("name", "statement", "condition", "origin"), rows)
            parts.append(f"<h3>{title}</h3>{table}")
    cited = claims_of(model)
    if cited:
        items = "".join(
            f"<li>{name}: {escape(sentence(text))}</li>" for name, text in cited.items()
        )
        parts.append(
            f"<details><summary>The claims of the article named here</summary>"
            f"<ul class='claims'>{items}</ul></details>"
        )
    return "".join(parts)


def _conditions(dossier: Dossier) -> str:
    model = dossier.model
    head = f"<h3>Equilibrium conditions ({escape(dossier.concept)})</h3>"
    if dossier.conditions is None:
        return f"{head}<p>Not derived: {escape(sentence(dossier.no_conditions))}</p>"
    items = []
    for place, case in enumerate(cases(dossier), start=1):
        name = escape(case.name) if case.name else f"Case {place}"
        where = condition_html(case.condition, model)
        where = "everywhere under the assumptions" if where == "always" else f"where {where}"
        plays = "".join(
            f"<dd>{escape(play_words(each))}<br><span class='small'>"
            + "; ".join(
                f"{escape(player)} {_payoff(pay, model)}" for player, pay in each.payoffs.items()
            )
            + "</span></dd>"
            for each in case.equilibria
        )
        doubt = "" if case.decided else "<dd>It is not known whether this can happen.</dd>"
        items.append(f"<dt>{name}</dt><dd>{where}</dd>{plays}{doubt}")
    lead = (
        "<p class='lead'>Conditions are meant together with the assumptions; surfaces on which "
        "somebody is indifferent are left out.</p>"
    )
    return f"{head}{lead}<dl>{''.join(items)}</dl>"


def _payoff(number: object, model: Model) -> str:
    return line(formula(number, _symbols(model)))  # type: ignore[arg-type]  # a Number


def _propositions(dossier: Dossier) -> str:
    model = dossier.model
    if not model.propositions:
        return ""
    items = []
    for name, each in model.propositions.items():
        finding = dossier.findings.get(name)
        tag, more = "", ""
        if finding is not None:
            kind = finding.kind.split(maxsplit=1)[0]
            tag = f" <span class='tag {kind}'>{escape(finding.kind)}</span>"
            more = f"<dd class='small'>{escape(finding.words)}</dd>"
        words = escape(sentence(each.words))
        items.append(f"<dt>{escape(name)}{tag}</dt><dd>{words}</dd>{more}")
    return f"<h3>Propositions</h3><dl>{''.join(items)}</dl>"


def _calibrations(dossier: Dossier) -> str:
    if not dossier.calibrations:
        return ""
    rows = [
        (escape(each.name), escape(changes_words(each.changes)), *_played(each))
        for each in dossier.calibrations
    ]
    heads = ("calibration", "values", "what is played", "payoffs")
    return f"<h3>Calibrations</h3>{_table(heads, rows)}"


def _played(calibrated: Calibrated) -> tuple[str, str]:
    if calibrated.refusal:
        return escape(sentence(calibrated.refusal)), ""
    found = grouped_play(calibrated)
    if not found:
        return "no equilibrium", ""
    plays = "<br>".join(
        escape(play) + (f" ({count} equilibria)" if count > 1 else "") for play, _, count in found
    )
    return plays, "<br>".join(escape(pays) for _, pays, _ in found)


def _backtest(dossier: Dossier) -> str:
    if not dossier.backtest:
        return ""
    rows = []
    for row in dossier.backtest:
        only = " (state media only)" if row.event.state_media_only else ""
        kind = row.verdict.split(maxsplit=1)[0]
        rows.append(
            (
                escape(f"{row.event.id} {row.event.date}"),
                escape(sentence(row.event.fact)) + escape(only),
                escape(f"{row.setting.changes}, {row.basis}"),
                escape(row.implied or "says nothing"),
                f"<span class='tag {kind}'>{escape(row.verdict)}</span>",
            )
        )
    heads = ("event", "what happened", "values", "implied", "verdict")
    return f"<h3>Backtest</h3>{_table(heads, rows)}"
