"""A model with each choice of its constraints imposed or lifted, solved for all parameters.

The partition (games with perfect information) or the classes of perfect Bayesian equilibria (games
with two stages) say which condition makes which equilibrium.  Where neither can be had, in time or
at all, the version says so in a sentence; the page then still solves for the pure subgame-perfect
equilibria at the point it shows.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from negotiation.errors import AssumptionViolated, NotSupported, SolverFailed
from negotiation.exact import format_number
from negotiation.explore.conditions import condition_data
from negotiation.game import name_text
from negotiation.model import condition_text
from negotiation.parametric import EquilibriumClass, perfect_bayesian, subgame_perfect

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.explore.program import StepWriter
    from negotiation.model import Model
    from negotiation.parametric import Cell, OutcomeClass, Partition, PerfectBayesianClasses

__all__ = ["MOST_VERSIONS", "play_text", "solved_versions", "subsets"]

MOST_VERSIONS = 16
"""How many choices of constraints are solved; with more, constraints are lifted one at a time."""


def subsets(constraints: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the sets of lifted constraints that a page offers, by number, none lifted first.

    >>> subsets(["no charity", "joint participation"])
    [(), (0,), (1,), (0, 1)]
    """
    numbers = range(len(constraints))
    sizes = range(len(constraints) + 1) if 2 ** len(constraints) <= MOST_VERSIONS else (0, 1)
    return [chosen for size in sizes for chosen in itertools.combinations(numbers, size)]


def solved_versions(
    model: Model,
    writer: StepWriter,
    *,
    seconds: float,
    progress: Callable[[float, str], None] | None,
) -> dict[str, object]:
    """Solve a model under every choice of constraints; give what the page needs of each.

    Parameters
    ----------
    model
        The model.
    writer
        Takes the conditions, payoffs and probabilities.
    seconds
        The time limit for one choice.
    progress
        Called with the share that is done and a word on it.
    """
    names = list(model.constraints)
    chosen = subsets(names)
    versions: dict[str, object] = {}
    for place, lifted in enumerate(chosen):
        if progress is not None:
            words = ", ".join(names[each] for each in lifted)
            progress(place / len(chosen), f"without {words}" if words else "partition")
        imposed = [name for number, name in enumerate(names) if number not in lifted]
        version = model.without(*(names[each] for each in lifted)).assuming(*imposed)
        key = " ".join(map(str, lifted))
        versions[key] = _version(version, writer, seconds)
    return versions


def _version(model: Model, writer: StepWriter, seconds: float) -> dict[str, object]:
    began = time.monotonic()
    method = "subgame perfect" if model.game.has_perfect_information else "perfect Bayesian"
    try:
        found: Partition | PerfectBayesianClasses
        if model.game.has_perfect_information:
            found = subgame_perfect(model, seconds=seconds, query_seconds=min(seconds, 5.0))
        else:
            found = perfect_bayesian(model, seconds=seconds, query_seconds=min(seconds, 5.0))
        cells = found.cells
    except NotSupported as error:
        return {"method": "point", "missing": _missing(str(error)), "cells": []}
    except AssumptionViolated as error:
        return {"method": "point", "missing": str(error), "cells": []}
    except SolverFailed:
        missing = (
            f"the conditions for every equilibrium were not finished within {seconds:g} seconds "
            "when this page was built"
        )
        return {"method": "point", "missing": missing, "cells": []}
    undetermined = sum(not cell.decided for cell in cells)
    return {
        "method": method,
        "missing": f"{undetermined} cells could not be told apart" if undetermined else "",
        "seconds": round(time.monotonic() - began, 2),
        "cells": [_cell(cell, writer) for cell in cells],
    }


def _missing(reason: str) -> str:
    short = re.sub(r"'([^']*)'", r"“\1”", reason.split(";", maxsplit=1)[0])
    return f"there is no table of conditions for this game: {short}"


def _cell(cell: Cell, writer: StepWriter) -> dict[str, object]:
    return {
        "condition": condition_data(cell.condition, writer),
        "place": writer.place(cell.condition),
        "text": condition_text(cell.condition),
        "witness": None
        if cell.witness is None
        else {name: str(value) for name, value in cell.witness.items()},
        "equilibria": [_equilibrium(each, writer) for each in cell.equilibria],
    }


def _equilibrium(found: OutcomeClass | EquilibriumClass, writer: StepWriter) -> dict[str, object]:
    data: dict[str, object] = {
        "play": play_text(list(found.outcomes)),
        "payoffs": [_value(payoff, writer) for payoff in found.payoffs.values()],
    }
    if isinstance(found, EquilibriumClass):
        data["name"] = found.name
        data["kind"] = found.kind
        data["profile"] = _profile(found, writer)
        data["offPath"] = [
            {"set": name_text(name), "text": condition_text(condition)}
            for name, condition in found.off_path.items()
        ]
        data["free"] = [condition_text(condition) for condition in found.free]
        data["refinements"] = _refinements(found.survives, found.unrefined, writer)
    else:
        data["played"] = {str(number): place for number, place in found.choices}
    return data


def play_text(histories: Sequence[Sequence[str]]) -> str:
    """Write the plays that can happen: what all begin with, then where they part.

    Of more than three plays only the end of the longest is written.

    >>> play_text([("talk", "good", "sign"), ("talk", "bad", "leave")])
    'talk → (good → sign | bad → leave)'
    """
    if len(histories) == 1:
        return " → ".join(histories[0])
    shared = 0
    while all(len(each) > shared + 1 for each in histories) and (
        len({each[shared] for each in histories}) == 1
    ):
        shared += 1
    start = list(histories[0][:shared])
    if len(histories) > 3:
        longest = max(histories, key=len)
        end = longest[max(shared, len(longest) - 2) :]
        return " → ".join([*start, "…", *end]) + f" (or {len(histories) - 1} other ends)"
    ways = " | ".join(" → ".join(each[shared:]) for each in histories)
    return " → ".join([*start, f"({ways})"])


def _profile(found: EquilibriumClass, writer: StepWriter) -> dict[str, object]:
    numbers = {each.name: each.number for each in found.game.information_sets.values()}
    return {
        str(numbers[name]): [_value(chance, writer) for chance in row.values()]
        for name, row in found.profile.items()
    }


def _refinements(
    survives: Mapping[str, object], unrefined: str, writer: StepWriter
) -> list[dict[str, object]]:
    if unrefined:
        return []
    return [
        {"name": name, "place": writer.place(condition), "text": condition_text(condition)}
        for name, condition in survives.items()
    ]


def _value(number: Number, writer: StepWriter) -> dict[str, object]:
    return {"place": writer.place(number), "text": format_number(number)}
