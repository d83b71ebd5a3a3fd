"""``negotiation regions``, ``prove``, ``nearest``, ``audit``: answers for all parameter values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.cli.folding import folded
from negotiation.cli.progress import progress_bar, working
from negotiation.errors import NotSupported
from negotiation.exact import format_number
from negotiation.game import name_text
from negotiation.model import condition_text, reaches
from negotiation.parametric import (
    Audit,
    Checked,
    Impossible,
    Nearest,
    Partition,
    PerfectBayesianClasses,
    Proved,
    Refuted,
    Unknown,
    Verdict,
    audit,
    nearest,
    perfect_bayesian,
    prove,
    subgame_perfect,
)
from negotiation.talks.forms import form_name

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Model
    from negotiation.parametric import OutcomeClass

__all__ = [
    "audit_all",
    "audit_text",
    "decide",
    "find_nearest",
    "nearest_text",
    "regions_text",
    "solve_everywhere",
    "verdicts_text",
]

WIDTH = 78


def solve_everywhere(
    model: Model, *, ties: bool, seconds: float, megabytes: float | None
) -> Partition | PerfectBayesianClasses:
    """Solve for every parameter value, by the concept that fits what the players know."""
    if model.game.has_perfect_information:
        with working("cells found") as progress:
            return subgame_perfect(
                model, ties=ties, seconds=seconds, megabytes=megabytes, progress=progress
            )
    if ties:
        message = (
            f"{model.name} has imperfect information, whose classes are found for generic "
            "parameters only; leave out --ties"
        )
        raise NotSupported(message)
    with working("classes found") as progress:
        return perfect_bayesian(model, seconds=seconds, megabytes=megabytes, progress=progress)


def regions_text(solved: Partition | PerfectBayesianClasses, labels: Sequence[str]) -> str:
    """Write the cells or classes, or the region where labels are played."""
    model = solved.model
    if labels:
        event = reaches(*labels)
        with working("writing the condition"):
            region = solved.region(event)
        head = f"{model.name}: {event} in every equilibrium iff"
        return "\n".join([head, *_condition_lines(region, "  ")])
    if isinstance(solved, PerfectBayesianClasses):
        return _classes_text(solved)
    with working("writing the conditions"):
        cells = solved.cells
    count = f"{len(cells)} case" + ("" if len(cells) == 1 else "s")
    left_out = "" if solved.ties else ", ties left out"
    lines = [f"{model.name}: {count} under the assumptions{left_out}"]
    for place, cell in enumerate(cells, start=1):
        lines += ["", f"{place}. where", *_condition_lines(cell.condition, "     ")]
        lines += [line for equilibrium in cell.equilibria for line in _class_lines(equilibrium)]
        if not cell.decided:
            lines.append("   undetermined: the solver could not tell whether this can happen")
        lines += _witness_lines(cell.witness)
    return "\n".join(lines)


def _classes_text(solved: PerfectBayesianClasses) -> str:
    count = f"{len(solved)} class" + ("" if len(solved) == 1 else "es")
    lines = [
        f"{solved.model.name}: {count} of perfect Bayesian equilibria,",
        "under the assumptions and for generic parameters; several may exist at a point",
    ]
    for place, each in enumerate(solved.classes, start=1):
        lines += ["", f"{place}. {each.name}, where", *_condition_lines(each.condition, "     ")]
        for line in str(each).splitlines()[1:]:
            indent = len(line) - len(line.lstrip()) + 1
            lines += folded(
                line.strip(), WIDTH, initial_indent=" " * indent, subsequent_indent="     "
            )
        lines += _witness_lines(each.witness)
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
        lines += folded(text, WIDTH, initial_indent=first, subsequent_indent=indent)
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
        lines += folded(
            moves, WIDTH, initial_indent="         then ", subsequent_indent="         "
        )
    payoffs = ", ".join(f"{who} {format_number(pay)}" for who, pay in equilibrium.payoffs.items())
    lines += folded(payoffs, WIDTH, initial_indent="   payoffs: ", subsequent_indent="     ")
    return lines


def _witness_lines(witness: Mapping[str, Fraction] | None) -> list[str]:
    if witness is None:
        return []
    values = ", ".join(f"{name} {value}" for name, value in witness.items())
    return folded(values, WIDTH, initial_indent="   for instance at ", subsequent_indent="     ")


def decide(
    model: Model,
    proposition: str | None,
    *,
    always: Sequence[str],
    never: Sequence[str],
    seconds: float,
) -> dict[str, Verdict]:
    """Prove or refute propositions of a model, or that labels are always or never played."""
    if always or never:
        event = reaches(*(always or never))
        with working("proving"):
            verdict = prove(
                model,
                event if always else lambda equilibrium: not event(equilibrium),
                seconds=seconds,
            )
        return {f"{event}: {'always' if always else 'never'}": verdict}
    names = [proposition] if proposition else list(model.propositions)
    if not names:
        message = f"model {model.name!r} has no propositions; use --always or --never LABEL"
        raise NotSupported(message)
    found: dict[str, Verdict] = {}
    with progress_bar("proving") as progress:
        for place, name in enumerate(names):
            progress(place / len(names), name)
            try:
                found[name] = prove(model, name, seconds=seconds)
            except NotSupported as error:
                tested = model.propositions[name].check is not None
                hint = f"; negotiation audit {model.name} tests it at points" if tested else ""
                found[name] = Unknown(f"{error}{hint}")
    return found


def verdicts_text(model: Model, verdicts: Mapping[str, Verdict]) -> str:
    """Write verdicts, each below the words of its proposition."""
    lines: list[str] = []
    for name, verdict in verdicts.items():
        lines += ["", name] if lines else [name]
        if name in model.propositions:
            lines += _indented(model.propositions[name].words)
        lines += _verdict_lines(model, name, verdict)
    return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return [
        piece
        for line in text.splitlines()
        for piece in folded(line.strip(), WIDTH, initial_indent="  ", subsequent_indent="    ")
    ]


def find_nearest(
    model: Model,
    start: Mapping[str, Number],
    labels: Sequence[str],
    change: Sequence[str],
    *,
    seconds: float,
) -> Nearest | Impossible:
    """Find the least change after which labels are played in some equilibrium."""
    with working("looking for the least change"):
        return nearest(
            model,
            dict(start),
            reaches(*labels),
            change=list(change) or None,
            seconds=seconds,
        )


def nearest_text(model: Model, labels: Sequence[str], found: Nearest | Impossible) -> str:
    """Write the least change after which labels are played."""
    return "\n".join([f"{model.name}: {reaches(*labels)}", *_indented(str(found))])


def audit_all(models: Iterable[Model], *, seconds: float) -> list[Audit]:
    """Prove or refute every proposition of some models."""
    chosen = list(models)
    total = sum(len(model.propositions) for model in chosen)
    done: list[str] = []
    found: list[Audit] = []
    with progress_bar("auditing") as progress:
        for model in chosen:

            def tell(name: str, model: Model = model) -> None:
                progress(len(done) / total, f"{form_name(model)}: {name}")
                done.append(name)

            found.append(audit(model, seconds=seconds, progress=tell))
    return found


def audit_text(audits: Sequence[Audit]) -> str:
    """Write what became of every proposition of some models, and what no proof needs."""
    lines: list[str] = []
    verdicts: list[Verdict] = []
    for result in audits:
        lines += ["", form_name(result.model)]
        if result.contradiction:
            lines += _indented(result.contradiction)
        for name, verdict in result.verdicts.items():
            verdicts.append(verdict)
            lines += [
                f"  {name}",
                *(f"  {line}" for line in _verdict_lines(result.model, name, verdict)),
            ]
        if result.unused:
            lines += _indented(f"no proof rests on: {', '.join(result.unused)}")
    counts = ((kind, sum(isinstance(each, kind) for each in verdicts)) for kind in KINDS)
    total = ", ".join(f"{count} {kind.__name__.lower()}" for kind, count in counts if count)
    return "\n".join([*lines[1:], "", total or "no verdicts"])


KINDS = (Proved, Checked, Refuted, Unknown)


def _verdict_lines(model: Model, name: str, verdict: Verdict) -> list[str]:
    """Write a verdict; where it refutes, with what the proposition says of how it fares."""
    stated = isinstance(verdict, Refuted) and name in model.propositions
    note = model.propositions[name].how if stated else ""
    return [*_indented(str(verdict)), *(_indented(f"note: {note}") if note else [])]
