"""The derived conditions of the games against the numeric solver, at random exact points.

The worked models have tests of their own in `tests/parametric`; here are all other games, and the
classes of perfect Bayesian equilibria of `warm_words`.  A random point with large prime
denominators lies on no indifference surface.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random

import pytest

from negotiation.errors import NotSupported
from negotiation.evaluate import compile_expressions
from negotiation.parametric import Partition, perfect_bayesian, subgame_perfect
from negotiation.solve import subgame_perfect as solve_numerically
from negotiation.talks import catalogue, warm_words
from tests.support.talks import random_point

FORMS: tuple[tuple[str, dict[str, object]], ...] = (
    ("linkage_no_charity", {"steps": 4}),
    ("linkage_no_charity", {"steps": 3, "baseline": "linked"}),
    ("linkage_no_charity", {"steps": 1, "aid_steps": 1, "no_charity": False}),
    ("linkage_no_charity", {"steps": 2, "protocol": "alternating_offers"}),
    ("sanctions_cascade", {}),
    ("congress_veto", {}),
    ("congress_veto", {"form": "president_proposes", "steps": 2}),
    ("congress_veto", {"form": "congress_proposes", "steps": 2}),
    ("staffing_window", {}),
    ("legal_framework", {"steps": 3}),
    ("legal_framework", {"menu": "softened", "proposer": "Japan"}),
    ("legal_framework", {"steps": 1, "protocol": "alternating_offers"}),
    ("negotiator_authority", {}),
    ("negotiator_authority", {"stage": "venue"}),
    ("alliance_pressure", {}),
    ("alliance_pressure", {"private_resolve": True}),
    ("repeated_talks", {"simultaneous": False, "rounds": 2}),
    ("triangle", {}),
    ("sanctions_dilemma", {}),
)
IDS = [f"{name} {' '.join(map(str, options.values()))}".strip() for name, options in FORMS]
GAMES = {name for name, _ in FORMS} | {"warm_words"}
WORKED = {"basing_shadow", "no_base_pledge", "autonomy_signalling", "project_menu"}


@lru_cache(maxsize=32)
def partition_of(place: int) -> Partition:
    name, options = FORMS[place]
    return subgame_perfect(catalogue()[name](**options))


def disagreements(place: int, points: int) -> list[object]:
    """Return the points at which the cells and the numeric solver name different plays."""
    partition = partition_of(place)
    model = partition.model
    compiled = {
        id(each): compile_expressions(list(each.payoffs.values()))
        for cell in partition.cells
        for each in cell.equilibria
    }
    chance = Random(place)  # noqa: S311 - a repeatable draw, no secret
    wrong: list[object] = []
    tried = 0
    for _ in range(400 * points):
        values = random_point(model, chance)
        if not model.allows(values):
            continue
        try:
            cell = partition.at("baseline", **values)
        except NotSupported:  # somebody is indifferent
            continue
        tried += 1
        found = solve_numerically(model.at(check=False, **values), limit=100_000)
        numeric = {(tuple(sorted(e.outcomes)), tuple(e.payoffs.values())) for e in found}
        symbolic = {
            (tuple(sorted(e.outcomes)), tuple(compiled[id(e)](values))) for e in cell.equilibria
        }
        if numeric != symbolic:
            wrong.append((values, numeric ^ symbolic))
        if tried == points:
            return wrong
    message = f"only {tried} of {points} points meet the assumptions of {IDS[place]}"
    raise AssertionError(message)


def test_every_game_is_here_or_among_the_worked_models() -> None:
    assert set(catalogue()) == GAMES | WORKED


@pytest.mark.parametrize("place", range(len(FORMS)), ids=IDS)
def test_conditions_agree_with_the_numeric_solver(place: int) -> None:
    assert disagreements(place, 25) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(FORMS)), ids=IDS)
def test_conditions_agree_with_the_numeric_solver_at_many_points(place: int) -> None:
    assert disagreements(place, 250) == []


def warm_words_disagreements(points: int) -> list[str]:
    model = warm_words()
    classes = perfect_bayesian(model)
    chance = Random(6)  # noqa: S311 - a repeatable draw, no secret
    found = []
    tried = 0
    while tried < points:
        values = random_point(model, chance)
        if not model.allows(values):
            continue
        tried += 1
        found.append(classes.disagreement(**values))
    return [each for each in found if each]


def test_classes_of_warm_words_agree_with_the_numeric_solver() -> None:
    assert warm_words_disagreements(8) == []


@pytest.mark.slow
def test_classes_of_warm_words_agree_with_the_numeric_solver_at_many_points() -> None:
    assert warm_words_disagreements(220) == []
