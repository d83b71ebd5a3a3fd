"""``negotiation solve``: the equilibria of a model, as text and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

from negotiation.cli.progress import working
from negotiation.game import name_text
from negotiation.solve import (
    backward_induction,
    nash,
    perfect_bayesian,
    reasons,
    sequential,
    subgame_perfect,
)

if TYPE_CHECKING:
    from negotiation.cli.choose import Chosen
    from negotiation.game import Game
    from negotiation.solve import Equilibrium

__all__ = ["CONCEPTS", "SCHEMA", "solve_to_json", "solve_to_text"]

SCHEMA = "negotiation/solve/1"
"""The name of the JSON layout; it changes when the layout does."""

WIDTH = 80


def _one_by_backward_induction(game: Game) -> list[Equilibrium]:
    return [backward_induction(game)]


CONCEPTS: dict[str, Callable[[Game], list[Equilibrium]]] = {
    "subgame_perfect": subgame_perfect,
    "backward_induction": _one_by_backward_induction,
    "nash": nash,
    "perfect_bayesian": perfect_bayesian,
    "sequential": sequential,
}
"""Solution concepts by the name the command line takes: the names of the functions of `solve`."""


def solve_to_text(chosen: Chosen, concept: str, *, explain: bool = False) -> str:
    """Solve, and write the equilibria for a reader; with reasons where they are asked for."""
    found = _solved(chosen, concept)
    values = ", ".join(f"{name} {value}" for name, value in chosen.values.items())
    lines = [
        f"{chosen.model.name} at {chosen.calibration}",
        *textwrap.wrap(values, 76, initial_indent="  ", subsequent_indent="  "),
    ]
    for place, equilibrium in enumerate(found, start=1):
        lines.append("")
        for line in f"{place} of {len(found)}: {equilibrium}".splitlines():
            lines += _fitted(line)
        if len(equilibrium.outcomes) > 1:
            lines.append("  outcomes:")
            for history, chance in equilibrium.outcomes.items():
                lines += _fitted(f"    {chance}  {' → '.join(history)}")
        if explain:
            lines.append("  why:")
            for reason in reasons(equilibrium):
                lines += textwrap.wrap(
                    str(reason), 76, initial_indent="  - ", subsequent_indent="    "
                )
    if not found:
        lines += ["", "no equilibrium"]
    return "\n".join(lines)


def _fitted(line: str) -> list[str]:
    """Break a line that is wider than a terminal; what follows stands further in."""
    if len(line) <= WIDTH:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line.lstrip(), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  "
    )


def solve_to_json(chosen: Chosen, concept: str) -> str:
    """Solve, and write the equilibria as JSON; every number is exact, in a string."""
    found = _solved(chosen, concept)
    return json.dumps(
        {
            "schema": SCHEMA,
            "model": chosen.model.name,
            "options": {name: _plain(value) for name, value in chosen.model.options.items()},
            "calibration": chosen.calibration,
            "values": {name: str(value) for name, value in chosen.values.items()},
            "concept": concept,
            "equilibria": [_equilibrium(equilibrium) for equilibrium in found],
        },
        ensure_ascii=False,
        indent=2,
    )


def _solved(chosen: Chosen, concept: str) -> list[Equilibrium]:
    with working(f"solving {chosen.model.name}"):
        return CONCEPTS[concept](chosen.game)


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | str) else str(value)


def _equilibrium(equilibrium: Equilibrium) -> dict[str, object]:
    return {
        "path": list(equilibrium.path),
        "payoffs": {player: str(payoff) for player, payoff in equilibrium.payoffs.items()},
        "outcomes": [
            {"history": list(history), "probability": str(chance)}
            for history, chance in equilibrium.outcomes.items()
        ],
        "profile": {
            name_text(name): {action: str(chance) for action, chance in actions.items()}
            for name, actions in equilibrium.profile.items()
        },
        "beliefs": _beliefs(equilibrium),
        "free": [str(condition) for condition in equilibrium.free],
        "notes": list(equilibrium.notes),
        "certificate": {
            "holds": equilibrium.certificate.holds,
            "largest_regret": str(equilibrium.certificate.largest_regret),
            "checks": len(equilibrium.certificate.regrets),
        },
    }


def _beliefs(equilibrium: Equilibrium) -> dict[str, object] | None:
    if equilibrium.beliefs is None:
        return None
    return {
        name_text(name): None
        if belief is None
        else [
            {"history": list(history), "probability": str(chance)}
            for history, chance in belief.items()
        ]
        for name, belief in equilibrium.beliefs.items()
    }
