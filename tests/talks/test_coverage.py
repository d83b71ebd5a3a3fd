"""Every claim has a home in the games or a written reason, and every home exists."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from negotiation.model import Model
from negotiation.talks import catalogue, claims, coverage, project_portfolio
from negotiation.talks.coverage import Element
from negotiation.talks.forms import FORMS, forms
from negotiation.talks.predictions import predictions
from negotiation.talks.readings import QUESTIONS, readings

TESTS = Path(__file__).parents[2]
TABLE = json.loads(
    files("negotiation.talks").joinpath("data/coverage.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def every_form() -> dict[str, list[Model]]:
    found: dict[str, list[Model]] = {}
    for model in forms():
        found.setdefault(model.name, []).append(model)
    return found


def exists(element: Element, every_form: dict[str, list[Model]]) -> bool:
    if element.game == "project_portfolio":
        rules = {rule.name for rule in project_portfolio().menu.rules}
        return element.kind == "menu" or element.name in rules
    if element.kind == "reading":
        topic, _, name = element.name.partition("/")
        return topic in QUESTIONS and name in readings(topic)
    if element.kind == "prediction":
        return element.name in {row.says for row in predictions().of(element.game)}
    return any(_in_model(element, model) for model in every_form[element.game])


def _in_model(element: Element, model: Model) -> bool:
    tree = model.game.tree
    return (
        element.name
        in {
            "player": model.game.players,
            "action": [a for each in model.game.information_sets.values() for a in each.actions],
            "chance": tree.label,
            "information set": list(map(str, model.game.information_sets)),
            "parameter": model.parameters,
            "assumption": model.assumptions,
            "constraint": model.constraints,
            "proposition": model.propositions,
            "calibration": model.calibrations,
            "closed form": model.closed_forms,
        }[element.kind]
    )


def test_no_claim_is_without_a_home_or_a_reason() -> None:
    found = coverage()
    assert list(found.claims) == list(claims())
    assert found.uncovered == ()
    assert found.missing == ()


def test_every_home_exists(every_form: dict[str, list[Model]]) -> None:
    for name, each in coverage().claims.items():
        for element in each.elements:
            assert exists(element, every_form), (name, element)
    stale = Element("basing_shadow", "action", "no such move")
    assert not exists(stale, every_form)


def test_homes_are_held_by_something_that_exists() -> None:
    for each in coverage().claims.values():
        for element in each.elements:
            where = element.checked_by
            if element.kind == "proposition":
                assert where == f"negotiation audit {element.game}"
                continue
            assert (TESTS / where).is_file(), where


def test_the_table_of_data_says_nothing_twice_and_nothing_stale() -> None:
    """A reason stands only where there is no element, and only for games the claim names."""
    assert set(TABLE["elements"]) | set(TABLE["reasons"]) <= set(claims())
    for name, reasons in TABLE["reasons"].items():
        homes = {element.game for element in coverage().claims[name].elements}
        for game, why in reasons.items():
            assert game in claims()[name].games
            assert game not in homes
            assert len(why) > 20


def test_forms_are_those_of_the_games() -> None:
    assert set(FORMS) <= set(catalogue())
    assert {model.name for model in forms()} == set(catalogue())


def test_the_table_fits_a_terminal() -> None:
    text = str(coverage())
    assert max(map(len, text.splitlines())) <= 80
    assert "90 of 90 claims have a home" in text
    rows = coverage().rows()
    assert {row["claim"] for row in rows} == set(claims())
    assert all(list(row) == ["claim", "game", "kind", "name", "checked by"] for row in rows)
