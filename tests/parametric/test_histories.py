"""Answers do not depend on what the solver of formulas was asked before."""

from __future__ import annotations

import random

import pytest
import z3

from negotiation import Model, nearest, prove, talks
from negotiation.parametric import Nearest, Refuted, subgame_perfect
from negotiation.testing import ClaimRefuted, check_proposition


def history(seed: int) -> list[object]:
    """Ask other questions with the same names in some order; what is returned is to be kept."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    names = sorted({name for build in talks.catalogue().values() for name in build().parameters})
    chance.shuffle(names)
    numbers = [z3.Real(name) for name in names]
    kept: list[object] = [z3.Bool(f"proposition {n}") for n in chance.sample(range(2, 300), 200)]
    kept += [z3.Bool(f"track domain of {name}") for name in names]
    for _ in range(200):
        kept.append(chance.choice(numbers) * chance.randint(1, 4) > chance.choice(numbers))
    solver = z3.Solver()
    solver.add(kept[-30:])
    assert solver.check() in (z3.sat, z3.unsat)
    chance.shuffle(kept)
    return kept[::2]


def answers(model: Model, label: str, *, passes: bool) -> list[object]:
    verdict = prove(model, lambda e: (label in e.path) == passes)
    found = nearest(model, "baseline", lambda e: (label in e.path) == passes)
    refuted: object = None
    try:
        check_proposition(model, lambda e: (label in e.path) == passes, examples=5)
    except ClaimRefuted as error:
        refuted = error.at
    return [
        verdict.at if isinstance(verdict, Refuted) else str(verdict),
        (found.changes, found.distance, found.alone) if isinstance(found, Nearest) else found.core,
        refuted,
    ]


CASES = [("basing_shadow", "keep"), ("no_base_pledge", "forgo"), ("sanctions_dilemma", "high")]


@pytest.mark.parametrize(("name", "label"), CASES)
def test_counterexamples_and_nearest_values(name: str, label: str) -> None:
    kept = []
    found = []
    for seed in range(4):
        kept.append(history(seed))
        found.append(answers(talks.catalogue()[name](), label, passes=True))
    assert all(each == found[0] for each in found)


def test_witnesses_of_cells() -> None:
    kept, found = [], []
    for seed in range(4):
        kept.append(history(seed))
        cells = subgame_perfect(talks.no_base_pledge()).cells
        found.append([(cell.condition, cell.witness) for cell in cells])
    assert all(each == found[0] for each in found)


def test_of_equal_changes_that_of_one_parameter_comes_first() -> None:
    """By hand: with cost 1/2 and penalties of 1, three changes of 3/2 alone are enough."""
    found = nearest(talks.no_base_pledge(), "baseline", lambda e: "forgo" in e.path)
    assert isinstance(found, Nearest)
    assert [*found.changes] == ["hosting_cost"]
    assert {name: abs(change) for name, change in found.alone.items()} == {
        "hosting_cost": found.distance,
        "reneging_cost": found.distance,
        "refusal_cost": found.distance,
    }
    again = nearest(
        talks.no_base_pledge(),
        "baseline",
        lambda e: "forgo" in e.path,
        change=["refusal_cost", "reneging_cost"],
    )
    assert isinstance(again, Nearest)
    assert [*again.changes] == ["reneging_cost"]


def test_nothing_has_to_change_where_the_claim_holds() -> None:
    found = nearest(talks.basing_shadow(), "baseline", lambda e: "keep" in e.path)
    assert isinstance(found, Nearest)
    assert (found.distance, found.changes, found.alone) == (0, {}, {})
