"""``negotiation regions``, ``prove``, ``nearest``, ``audit``: answers for all parameter values."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from negotiation.errors import NotSupported
from negotiation.exact import format_number
from negotiation.game import name_text
from negotiation.model import condition_text, reaches
from negotiation.parametric import (
    Checked,
    Proved,
    Refuted,
    Unknown,
    audit,
    nearest,
    prove,
    subgame_perfect,
)
from negotiation.talks.forms import form_name

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Model
    from negotiation.parametric import Cell, OutcomeClass, Verdict

__all__ = ["audit_text", "nearest_text", "prove_text", "regions_text", "working"]

WIDTH = 78


@contextmanager
def working(words: str) -> Iterator[Callable[[object], None]]:
    """Show on a terminal that work goes on; say nothing in a pipe."""
    console = Console(stderr=True)
    with console.status(words) as status:
        yield lambda news: status.update(f"{words}: {news}")


def regions_text(
    model: Model, labels: Sequence[str], *, ties: bool, latex: bool, seconds: float
) -> str:
    """Solve for every parameter value; write the cells, or the region where labels are played."""
    with working("cells found") as progress:
        partition = subgame_perfect(model, ties=ties, seconds=seconds, progress=progress)
        if latex:
            return partition.to_latex()
        if labels:
            event = reaches(*labels)
            region = partition.region(event)
            head = f"{model.name}: {event} in every equilibrium iff"
            return "\n".join([head, *_condition_lines(region, "  ")])
        cells = partition.cells
    count = f"{len(cells)} case" + ("" if len(cells) == 1 else "s")
    lines = [f"{model.name}: {count} under the assumptions" + ("" if ties else ", ties left out")]
    for place, cell in enumerate(cells, start=1):
        lines += ["", f"{place}. where", *_condition_lines(cell.condition, "     ")]
        lines += [line for equilibrium in cell.equilibria for line in _class_lines(equilibrium)]
        if not cell.decided:
            lines.append("   undetermined: the solver could not tell whether this can happen")
        lines += _witness_lines(cell)
    return "\n".join(lines)


def _condition_lines(condition: object, indent: str) -> list[str]:
    import sympy

    parts = (
        sorted(condition.args, key=sympy.default_sort_key)
        if isinstance(condition, sympy.Or)
        else [condition]
    )
    lines: list[str] = []
    for place, part in enumerate(parts):
        first = indent if place == 0 else indent[:-3] + "or "
        text = condition_text(part)
        lines += textwrap.wrap(
            text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False
        )
    return lines


def _class_lines(equilibrium: OutcomeClass) -> list[str]:
    path = " → ".join(equilibrium.path) or "(nothing certain)"
    lines = [f"   play: {path}"]
    later = {
        name: action
        for name, action in equilibrium.profile.items()
        if action not in equilibrium.path
    }
    if later:
        moves = "; ".join(f"{name_text(name)}: {action}" for name, action in later.items())
        lines += textwrap.wrap(
            moves, WIDTH, initial_indent="         then ", subsequent_indent="         "
        )
    payoffs = ", ".join(f"{who} {format_number(pay)}" for who, pay in equilibrium.payoffs.items())
    lines += textwrap.wrap(payoffs, WIDTH, initial_indent="   payoffs: ", subsequent_indent="     ")
    return lines


def _witness_lines(cell: Cell) -> list[str]:
    if cell.witness is None:
        return []
    values = ", ".join(f"{name} {value}" for name, value in cell.witness.items())
    return textwrap.wrap(
        values, WIDTH, initial_indent="   for instance at ", subsequent_indent="     "
    )


def prove_text(
    model: Model,
    proposition: str | None,
    *,
    always: Sequence[str],
    never: Sequence[str],
    seconds: float,
) -> str:
    """Prove or refute propositions of a model, or that labels are always or never played."""
    if always or never:
        event = reaches(*(always or never))
        words = f"{event}: {'always' if always else 'never'}"
        with working("proving"):
            verdict = prove(
                model,
                event if always else lambda equilibrium: not event(equilibrium),
                seconds=seconds,
            )
        return "\n".join([words, *_indented(str(verdict))])
    names = [proposition] if proposition else list(model.propositions)
    if not names:
        message = f"model {model.name!r} has no propositions; use --always or --never LABEL"
        raise NotSupported(message)
    lines: list[str] = []
    with working("proving") as progress:
        for name in names:
            progress(name)
            verdict = prove(model, name, seconds=seconds)
            lines += ["", name, *_indented(model.propositions[name].words)]
            lines += _verdict_lines(model, name, verdict)
    return "\n".join(lines[1:])


def _indented(text: str) -> list[str]:
    return [
        piece
        for line in text.splitlines()
        for piece in textwrap.wrap(
            line.strip(), WIDTH, initial_indent="  ", subsequent_indent="    "
        )
    ]


def nearest_text(
    model: Model,
    start: Mapping[str, Number],
    labels: Sequence[str],
    change: Sequence[str],
    *,
    seconds: float,
) -> str:
    """Find the least change after which labels are played in some equilibrium."""
    with working("looking for the least change"):
        found = nearest(
            model,
            dict(start),
            reaches(*labels),
            change=list(change) or None,
            seconds=seconds,
        )
    return "\n".join([f"{model.name}: {reaches(*labels)}", *_indented(str(found))])


def audit_text(models: Iterable[Model], *, seconds: float) -> str:
    """Prove or refute every proposition of some models."""
    lines: list[str] = []
    verdicts: list[Verdict] = []
    for model in models:
        with working(f"auditing {form_name(model)}") as progress:
            result = audit(model, seconds=seconds, progress=progress)
        lines += ["", form_name(model)]
        if result.contradiction:
            lines += _indented(result.contradiction)
        for name, verdict in result.verdicts.items():
            verdicts.append(verdict)
            lines += [f"  {name}", *(f"  {line}" for line in _verdict_lines(model, name, verdict))]
        if result.unused:
            lines += _indented(f"no proof rests on: {', '.join(result.unused)}")
    counts = ((kind, sum(isinstance(each, kind) for each in verdicts)) for kind in KINDS)
    total = ", ".join(f"{count} {kind.__name__.lower()}" for kind, count in counts if count)
    return "\n".join([*lines[1:], "", total or "no verdicts"])


KINDS = (Proved, Checked, Refuted, Unknown)


def _verdict_lines(model: Model, name: str, verdict: Verdict) -> list[str]:
    """Write a verdict; where it refutes, with what the proposition says of how it fares."""
    note = model.propositions[name].how if isinstance(verdict, Refuted) else ""
    return [*_indented(str(verdict)), *(_indented(f"note: {note}") if note else [])]
