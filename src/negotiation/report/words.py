"""The parts of a dossier in words: the same for HTML, LaTeX and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negotiation.exact import format_number
from negotiation.model import condition_text
from negotiation.talks import claims

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Assumption, Constraint, Model, Source
    from negotiation.report.dossier import Calibrated, Dossier

__all__ = [
    "Case",
    "cases",
    "changes_words",
    "claims_of",
    "condition_words",
    "file_names",
    "grouped_play",
    "sentence",
    "source_words",
    "statement",
    "title_of",
]


def title_of(model: Model) -> str:
    """Return the name of a model as a title.

    >>> from negotiation import talks
    >>> title_of(talks.basing_shadow())
    'Basing shadow'
    """
    words = model.name.replace("_", " ")
    return words[:1].upper() + words[1:]


def file_names(models: Iterable[Model]) -> list[str]:
    """Return a name for the files of each model: letters, digits, ``-`` and ``_``, all different.

    >>> from negotiation import talks
    >>> file_names([talks.basing_shadow(), talks.basing_shadow(informed=True)])
    ['basing_shadow', 'basing_shadow-2']
    """
    names: list[str] = []
    for model in models:
        base = re.sub(r"[^A-Za-z0-9_-]+", "-", model.name).strip("-")[:60] or "model"
        name, count = base, 1
        while name in names:
            count += 1
            name = f"{base}-{count}"
        names.append(name)
    return names


def sentence(text: str) -> str:
    """Return a text as a sentence: with a full stop."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def source_words(source: Source) -> str:
    """Say where something comes from."""
    return str(source)


def claims_of(model: Model) -> dict[str, str]:
    """Return the claims of the article that a model names, with their text, in order.

    >>> from negotiation import talks
    >>> claims_of(talks.basing_shadow())["C19"]
    'The transfer at stake is the two islands of the 1956 Joint Declaration'
    """
    sources = [each.source for each in model.assumptions.values()]
    sources += [each.source for each in model.constraints.values()]
    sources += [each.source for each in model.parameters.values()]
    known = claims()
    names = sorted({name for source in sources for name in source.claims})
    return {name: known[name].claim for name in names if name in known}


def statement(each: Assumption | Constraint) -> tuple[str, object | None]:
    """Return an assumption or constraint as words, and its condition where it has one."""
    condition = each.condition
    formal = None if condition is True or str(condition) == "True" else condition
    return each.words or each.name.replace("_", " "), formal


def changes_words(changes: Mapping[str, Number]) -> str:
    """Write parameter values.

    >>> from fractions import Fraction
    >>> changes_words({"gain": Fraction(1, 2), "loss": Fraction(3)})
    'gain = 1/2, loss = 3'
    """
    return ", ".join(f"{name} = {format_number(value)}" for name, value in changes.items())


@dataclass(frozen=True)
class Case:
    """A set of parameter values, and an equilibrium or several there.

    Attributes
    ----------
    name
        The name of an equilibrium class; empty for cells of a partition.
    condition
        Where, as a condition.
    equilibria
        What is played there: outcome classes, or the one equilibrium class.
    decided
        Whether it is known that the case can happen.
    """

    name: str
    condition: Any
    equilibria: tuple[Any, ...]
    decided: bool = True


def cases(dossier: Dossier) -> list[Case]:
    """Return the equilibrium conditions of a dossier, case by case."""
    found: Any = dossier.conditions
    if found is None:
        return []
    if dossier.concept == "perfect Bayesian":
        return [Case(each.name, each.condition, (each,)) for each in found.classes]
    return [Case("", cell.condition, cell.equilibria, cell.decided) for cell in found.cells]


def grouped_play(calibrated: Calibrated) -> list[tuple[str, str, int]]:
    """Return what is played at a calibration: path, payoffs, and how many equilibria agree."""
    groups: dict[tuple[str, str], int] = {}
    for each in calibrated.equilibria:
        if len(each.outcomes) == 1:
            [history] = each.outcomes
            play = " → ".join(history)
        else:
            play = "; ".join(
                f"{' → '.join(history)} ({format_number(chance)})"
                for history, chance in each.outcomes.items()
            )
        pays = ", ".join(f"{who} {format_number(pay)}" for who, pay in each.payoffs.items())
        groups[play, pays] = groups.get((play, pays), 0) + 1
    return [(play, pays, count) for (play, pays), count in groups.items()]


def condition_words(condition: object) -> str:
    """Return a condition in words; what always holds is said so."""
    words = condition_text(condition)
    return "everywhere under the assumptions" if words == "always" else words
