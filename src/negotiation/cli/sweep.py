"""``negotiation sweep``: a model at many draws of its parameters, or on a grid."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negotiation.cli.progress import progress_bar
from negotiation.errors import InvalidNumber, NotSupported, UnknownName
from negotiation.exact import exact_number
from negotiation.sweep import MonteCarlo, SweepTable, batch, grid, monte_carlo, sample

if TYPE_CHECKING:
    from negotiation.model import Model
    from negotiation.sweep.blocks import Progress

__all__ = ["SCHEMA", "SweepRequest", "sweep_to_json", "sweep_to_text"]

SCHEMA = "negotiation/sweep/1"
"""The name of the JSON layout; it changes when the layout does."""


@dataclass(frozen=True)
class SweepRequest:
    """What is asked for on the command line.

    Attributes
    ----------
    model
        The model.
    calibration
        Where parameters that do not vary have their values from.
    priors
        ``NAME=DISTRIBUTION:NUMBERS``.
    axes
        ``NAME=LOW:HIGH:COUNT``; a grid in place of draws.
    fixed
        ``NAME=NUMBER``.
    spread
        Draw every parameter within this share of its value; 0 for none.
    draws, seed, quasi
        As in `negotiation.sweep.monte_carlo`.
    watch, check, kernel, checkpoint, cluster
        As in `negotiation.sweep.batch`.
    out
        A file for the table of draws.
    """

    model: Model
    calibration: str
    priors: Sequence[str]
    axes: Sequence[str]
    fixed: Sequence[str]
    spread: float
    draws: int
    seed: int
    quasi: bool
    watch: Sequence[str]
    check: bool
    kernel: str
    checkpoint: Path | None
    cluster: str | None
    out: Path | None


def _solved(request: SweepRequest) -> MonteCarlo | SweepTable:
    shared: dict[str, Any] = {
        "calibration": request.calibration,
        "watch": request.watch,
        "check": request.check,
        "kernel": request.kernel,
        "checkpoint": request.checkpoint,
        "cluster": request.cluster,
    }
    fixed = _fixed(request)
    with progress_bar(f"sweep of {request.model.name}") as show:
        shared["progress"] = _shown(show)
        if request.axes:
            if request.priors or request.spread:
                message = "give either --grid, or --prior and --spread, not both"
                raise NotSupported(message)
            axes = dict(_axis(request.model, text) for text in request.axes)
            table = grid(request.model, **{**shared, **axes, **fixed})
            _save(table, request.out)
            return table
        priors = {**_around(request, fixed), **_priors(request), **fixed}
        if request.out is None:
            return monte_carlo(
                request.model, priors, request.draws, request.seed, quasi=request.quasi, **shared
            )
        drawn = sample(request.model, priors, request.draws, request.seed, quasi=request.quasi)
        rows = {name: drawn[name] for name in drawn.names}
        table = batch(request.model, {**rows, **fixed}, **shared)
        _save(table, request.out)
        return table


def _shown(show: Callable[[float, str], None]) -> Progress:
    return lambda done, total: show(done / total, f"{done:,} of {total:,} draws")


def _save(table: SweepTable, out: Path | None) -> None:
    if out is not None:
        table.save(out)


def sweep_to_text(request: SweepRequest) -> str:
    """Solve, and write the result for a reader."""
    lines = [str(_solved(request))]
    if request.out is not None:
        lines.append(f"table written to {request.out}")
    return "\n".join(lines)


def sweep_to_json(request: SweepRequest) -> str:
    """Solve, and write the result as JSON."""
    found = _solved(request)
    answer: dict[str, object] = {"schema": SCHEMA, "model": request.model.name}
    if isinstance(found, MonteCarlo):
        answer |= {
            "draws": found.summary.draws,
            "solved": found.used,
            "seed": found.seed,
            "quasi": found.quasi,
            "level": found.level,
            "plays": [
                {
                    "path": play.label,
                    "probability": each.value,
                    "low": each.low,
                    "high": each.high,
                }
                for play, each in found.probabilities.items()
            ],
            "moves": {label: _interval(found.probability_of(label)) for label in found.watched},
            "payoffs": {player: _interval(each) for player, each in found.payoffs.items()},
            "near_ties": found.near_ties,
        }
    else:
        total = int(found.used.sum())
        answer |= {
            "draws": len(found),
            "solved": total,
            "plays": [
                {"path": play.label, "probability": count / total}
                for play, count in found.counts.items()
            ],
        }
    answer["left_out"] = dict(found.broken)
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _interval(each: Any) -> dict[str, float]:  # noqa: ANN401 - an Estimate
    return {"value": each.value, "low": each.low, "high": each.high}


def _pair(text: str, option: str, example: str) -> tuple[str, str]:
    name, equals, rest = text.partition("=")
    if not equals or not name.strip() or not rest.strip():
        message = f"{option} {text!r} must be written {example}"
        raise NotSupported(message)
    return name.strip(), rest.strip()


def _numbers(texts: Sequence[str], what: str) -> list[float]:
    return [float(exact_number(text, what=what)) for text in texts]


def _fixed(request: SweepRequest) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in request.fixed:
        name, value = _pair(text, "--set", "--set basing_probability=1/4")
        request.model.parameters[name]  # refuses names that do not exist
        found[name] = _numbers([value], f"--set {name}")[0]
    return found


def _axis(model: Model, text: str) -> tuple[str, Any]:
    import numpy as np

    example = "--grid basing_probability=0.1:0.9:9 (lowest, highest, how many)"
    name, rest = _pair(text, "--grid", example)
    model.parameters[name]  # refuses names that do not exist
    parts = rest.split(":")
    if len(parts) != 3 or not parts[2].isdigit() or int(parts[2]) < 1:
        message = f"--grid {text!r} must be written {example}"
        raise NotSupported(message)
    low, high = _numbers(parts[:2], f"--grid {name}")
    return name, np.linspace(low, high, int(parts[2]))


def _around(request: SweepRequest, fixed: Mapping[str, float]) -> dict[str, Any]:
    if not request.spread:
        return {}
    from scipy import stats

    if not 0 < request.spread < 1:
        message = f"--spread is {request.spread}; it must be between 0 and 1, as 0.2 for 20 %"
        raise NotSupported(message)
    priors: dict[str, Any] = {}
    for name, value in request.model.calibrations[request.calibration].items():
        width = abs(float(value)) * request.spread
        if name not in fixed and width > 0:
            priors[name] = stats.uniform(float(value) - width, 2 * width)
    return priors


def _priors(request: SweepRequest) -> dict[str, Any]:
    found: dict[str, Any] = {}
    example = "--prior treaty_gain=uniform:0.5:2"
    for text in request.priors:
        name, rest = _pair(text, "--prior", example)
        request.model.parameters[name]  # refuses names that do not exist
        kind, *parts = rest.split(":")
        if kind not in DISTRIBUTIONS:
            raise UnknownName("distribution", kind, DISTRIBUTIONS)
        names, build = DISTRIBUTIONS[kind]
        if len(parts) != len(names):
            message = f"--prior {text!r}: {kind} takes {':'.join(names)}, as {example}"
            raise NotSupported(message)
        found[name] = build(*_numbers(parts, f"--prior {name}"))
    if not found and not request.spread:
        message = (
            f"nothing varies: give priors, as {example}, or --spread 0.2, or a grid, as "
            "--grid basing_probability=0.1:0.9:9"
        )
        raise NotSupported(message)
    return found


def _ordered(low: float, high: float) -> None:
    if not low < high:
        message = f"a prior reaches from {low} to {high}; the first must be the smaller"
        raise InvalidNumber(message)


def _uniform(low: float, high: float) -> Any:  # noqa: ANN401 - scipy's distributions have no common type
    from scipy import stats

    _ordered(low, high)
    return stats.uniform(low, high - low)


def _loguniform(low: float, high: float) -> Any:  # noqa: ANN401 - as above
    from scipy import stats

    _ordered(low, high)
    if low <= 0:
        message = f"a loguniform prior reaches down to {low}; it must stay above 0"
        raise InvalidNumber(message)
    return stats.loguniform(low, high)


def _normal(mean: float, deviation: float) -> Any:  # noqa: ANN401 - as above
    from scipy import stats

    _ordered(0.0, deviation)
    return stats.norm(mean, deviation)


def _triangular(low: float, mode: float, high: float) -> Any:  # noqa: ANN401 - as above
    from scipy import stats

    _ordered(low, high)
    if not low <= mode <= high:
        message = f"the mode {mode} of a triangular prior lies outside {low} to {high}"
        raise InvalidNumber(message)
    return stats.triang((mode - low) / (high - low), low, high - low)


def _beta(one: float, other: float) -> Any:  # noqa: ANN401 - as above
    from scipy import stats

    _ordered(0.0, min(one, other))
    return stats.beta(one, other)


DISTRIBUTIONS: dict[str, tuple[tuple[str, ...], Callable[..., Any]]] = {
    "uniform": (("LOW", "HIGH"), _uniform),
    "loguniform": (("LOW", "HIGH"), _loguniform),
    "normal": (("MEAN", "DEVIATION"), _normal),
    "triangular": (("LOW", "MODE", "HIGH"), _triangular),
    "beta": (("A", "B"), _beta),
}
"""The distributions of ``--prior``, with their numbers."""
