"""Answers for all parameter values as JSON; every number is exact, in a string."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from negotiation.game import name_text
from negotiation.model import reaches
from negotiation.parametric import (
    Nearest,
    PerfectBayesianClasses,
    Proved,
    Refuted,
    Unknown,
)

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game import History
    from negotiation.model import Model
    from negotiation.parametric import (
        Audit,
        EquilibriumClass,
        Impossible,
        OutcomeClass,
        Partition,
        Verdict,
    )

__all__ = ["audit_json", "nearest_json", "regions_json", "verdicts_json"]


def regions_json(solved: Partition | PerfectBayesianClasses, labels: Sequence[str]) -> str:
    """Write the cells or classes, and the region where labels are played."""
    document: dict[str, object] = {"schema": "negotiation/regions/1", **_form(solved.model)}
    if labels:
        document |= {"where": list(labels), "region": str(solved.region(reaches(*labels)))}
    elif isinstance(solved, PerfectBayesianClasses):
        document |= {
            "concept": "perfect_bayesian",
            "classes": [_equilibrium_class(each) for each in solved.classes],
        }
    else:
        document |= {
            "concept": "subgame_perfect",
            "ties": solved.ties,
            "cells": [
                {
                    "condition": str(cell.condition),
                    "witness": _numbers(cell.witness),
                    "decided": cell.decided,
                    "equilibria": [_outcome_class(each) for each in cell.equilibria],
                }
                for cell in solved.cells
            ],
        }
    return _written(document)


def verdicts_json(model: Model, verdicts: Mapping[str, Verdict]) -> str:
    """Write verdicts by the name of the claim."""
    return _written(
        {
            "schema": "negotiation/prove/1",
            **_form(model),
            "verdicts": {name: _verdict(each) for name, each in verdicts.items()},
        }
    )


def nearest_json(model: Model, labels: Sequence[str], found: Nearest | Impossible) -> str:
    """Write the least change after which labels are played."""
    document: dict[str, object] = {
        "schema": "negotiation/nearest/1",
        **_form(model),
        "want": list(labels),
        "possible": isinstance(found, Nearest),
    }
    if isinstance(found, Nearest):
        document |= {
            "distance": str(found.distance),
            "slack": str(found.slack),
            "changes": {name: [str(a), str(b)] for name, (a, b) in found.changes.items()},
            "alone": _numbers(found.alone),
            "values": _numbers(found.values),
            "path": list(found.equilibrium.path),
        }
    else:
        document |= {"core": list(found.core), "fixed": list(found.fixed)}
    return _written(document)


def audit_json(audits: Sequence[Audit]) -> str:
    """Write the verdicts on every proposition of some models."""
    return _written(
        {
            "schema": "negotiation/audit/1",
            "audits": [
                {
                    **_form(each.model),
                    "verdicts": {name: _verdict(found) for name, found in each.verdicts.items()},
                    "unused": list(each.unused),
                    "contradiction": each.contradiction,
                }
                for each in audits
            ],
        }
    )


def _form(model: Model) -> dict[str, object]:
    options = {
        name: value if isinstance(value, bool | int | str) else str(value)
        for name, value in model.options.items()
    }
    return {"model": model.name, "options": options}


def _numbers(values: Mapping[str, object] | None) -> dict[str, str] | None:
    return None if values is None else {name: str(value) for name, value in values.items()}


def _outcome_class(each: OutcomeClass) -> dict[str, object]:
    return {
        "path": list(each.path),
        "profile": {name_text(name): action for name, action in each.profile.items()},
        "payoffs": _numbers(each.payoffs),
        "outcomes": _outcomes(each.outcomes),
    }


def _equilibrium_class(each: EquilibriumClass) -> dict[str, object]:
    return {
        "name": each.name,
        "kind": each.kind,
        "condition": str(each.condition),
        "witness": _numbers(each.witness),
        "profile": {name_text(name): _numbers(row) for name, row in each.profile.items()},
        "payoffs": _numbers(each.payoffs),
        "outcomes": _outcomes(each.outcomes),
        "off_path": {name_text(name): str(holds) for name, holds in each.off_path.items()},
        "free": [str(condition) for condition in each.free],
        "deleted": {name: str(condition) for name, condition in each.deleted.items()},
    }


def _outcomes(outcomes: Mapping[History, Number]) -> list[dict[str, object]]:
    return [
        {"history": list(history), "probability": str(chance)}
        for history, chance in outcomes.items()
    ]


def _verdict(verdict: Verdict) -> dict[str, object]:
    if isinstance(verdict, Proved):
        return {"verdict": "proved", "core": list(verdict.core), "method": verdict.method}
    if isinstance(verdict, Refuted):
        return {
            "verdict": "refuted",
            "at": _numbers(verdict.at),
            "other": _numbers(verdict.other),
            "words": verdict.words,
        }
    if isinstance(verdict, Unknown):
        return {"verdict": "unknown", "reason": verdict.reason}
    return {"verdict": "checked", "points": verdict.points, "how": verdict.how}


def _written(document: Mapping[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
