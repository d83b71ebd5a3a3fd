"""Equilibrium classes as JSON: nothing is lost, and what does not fit the model is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import jsonschema
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import Chance, Decision, Game, Model, Outcome, Parameter
from negotiation.errors import FormatError
from negotiation.formats import from_json, json_schema, to_json
from negotiation.parametric import PerfectBayesianClasses, perfect_bayesian
from negotiation.talks import autonomy_signalling, warm_words
from tests.formats.test_efg import fuzz

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
payoffs = st.lists(st.integers(-3, 3), min_size=16, max_size=16)


def signalling(numbers: list[int]) -> Model:
    """Two types, messages and replies; one payoff of each player is the parameter or holds it."""
    k = sympy.Symbol("k")
    left = iter(numbers)

    def reply(kind: str, message: str) -> Decision:
        ends = {}
        for each in "uv":
            sender, receiver = next(left), next(left)
            raised = k if kind == "s" and each == "u" else 0
            ends[each] = Outcome(
                {"S": sender + (k if message == "a" else 0), "R": receiver + raised}
            )
        return Decision("R", ends, f"after {message}")

    root = Chance(
        {
            kind: ("1/2", Decision("S", {each: reply(kind, each) for each in "ab"}, f"type {kind}"))
            for kind in "st"
        }
    )
    return Model("drawn", Game(("S", "R"), root), [Parameter("k", "a payoff", domain="[0, 10]")])


def cheap_talk() -> Model:
    """Words cost nothing: where both are said, what type says what may vary."""
    k = sympy.Symbol("k")

    def talk(kind: str) -> Decision:
        ends = {
            "u": Outcome({"S": 1, "R": k if kind == "s" else -3}),
            "v": Outcome({"S": 0, "R": 0}),
        }
        return Decision("S", {each: Decision("R", ends, each) for each in "ab"}, f"type {kind}")

    root = Chance({kind: ("1/2", talk(kind)) for kind in "st"})
    return Model("cheap talk", Game(("S", "R"), root), [Parameter("k", domain="[0, 10]")])


@cache
def solved(build: Callable[[], Model]) -> PerfectBayesianClasses:
    """Functions of Python in a model are no data, so the model is written and read first."""
    model = from_json(to_json(build()))
    assert isinstance(model, Model)
    return perfect_bayesian(model)


def autonomy() -> PerfectBayesianClasses:
    return solved(autonomy_signalling)


def again(classes: PerfectBayesianClasses) -> PerfectBayesianClasses:
    text = to_json(classes)
    data = json.loads(text)
    VALIDATOR.validate(data)
    data["of a later version"] = {"anything": [1, None]}
    for each in data["classes"]:
        each["of a later version"] = "word"
    read = from_json(json.dumps(data) + "\n")
    assert isinstance(read, PerfectBayesianClasses)
    assert to_json(read) == text
    return read


@pytest.mark.slow
@given(payoffs)
@settings(max_examples=10, deadline=None)
def test_classes_of_drawn_games_survive(numbers: list[int]) -> None:
    classes = perfect_bayesian(signalling(numbers))
    assert again(classes) == classes


@pytest.mark.parametrize(
    "build",
    [autonomy_signalling, cheap_talk, pytest.param(warm_words, marks=pytest.mark.slow)],
)
def test_nothing_is_lost(build: Callable[[], Model]) -> None:
    classes = solved(build)
    read = again(classes)
    assert read == classes
    assert str(read) == str(classes)
    assert [str(cell) for cell in read.cells] == [str(cell) for cell in classes.cells]
    free = [each for each in read if each.free]
    assert bool(free) == (build is cheap_talk)
    for each, before in zip(read, classes, strict=True):
        if not each.unrefined:
            assert each.refined("D1") == before.refined("D1")
        assert each.outcomes == before.outcomes


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("condition", "basing_loss > 0"),
        ("payoffs", {"Japan": "0", "Russia": "1"}),
        ("off_path", []),
        ("survives", {"intuitive": "false", "D1": "true"}),
        ("witness", None),
    ],
)
def test_classes_differ_where_anything_said_differs(member: str, value: object) -> None:
    data = json.loads(to_json(autonomy()))
    data["classes"][0][member] = value
    changed = from_json(json.dumps(data) + "\n")
    assert isinstance(changed, PerfectBayesianClasses)
    assert changed.classes[1:] == autonomy().classes[1:]
    assert changed.classes[0] != autonomy().classes[0]
    assert changed != autonomy()


def test_classes_that_were_read_verify_and_false_ones_do_not() -> None:
    """Russia is said to keep what it transfers where both types pledge."""
    text = to_json(autonomy())
    assert autonomy() == (read := from_json(text))
    assert isinstance(read, PerfectBayesianClasses)
    assert read.verify()
    data = json.loads(text)
    row = data["classes"][0]["play"][-1]
    assert (row["information_set"], row["played"]) == ("transfer | pledge", [0])
    row["played"] = [1]
    row["probabilities"].reverse()
    false = from_json(json.dumps(data) + "\n")
    assert isinstance(false, PerfectBayesianClasses)
    assert not false.verify()


BROKEN = {
    "an unknown symbol": (("condition",), "gain > 0", "'gain' is no declared symbol"),
    "a probability as a parameter": (("condition",), "`P(keep at transfer | pledge)` > 0", "no"),
    "a condition that is none": (("condition",), "1", "expected a condition"),
    "an irrational condition": (("condition",), "sqrt(2)*basing_loss > 1", "not a polynomial"),
    "code": (("off_path", 0, "condition"), "__import__('os')", "no function"),
    "a set too many": (("play", 0, "number"), 17, "whole number from 0 to 3"),
    "a set twice": (("play", 0, "number"), 1, "twice"),
    "play elsewhere": (("play", 0, "played"), [1], "reaches the information set 3"),
    "no action": (("play", 0, "played"), [], "at least one"),
    "an action too many": (("play", 0, "played"), [2], "whole number from 0 to 1"),
    "too few chances": (("play", 0, "probabilities"), ["1"], "2 probabilities"),
    "off the path on it": (("off_path", 0, "number"), 0, "play reaches"),
    "a payoff missing": (("payoffs",), {"Japan": "0"}, "'Russia'"),
    "another criterion": (("survives",), {"intuitive": "true"}, "'D1'"),
    "an irrational witness": (("witness", "basing_loss"), "sqrt(2)", "a rational number"),
    "a name twice": (("name",), "separating", "twice"),
    "half a witness": (("witness",), {}, "a member"),
    "no list": (("free",), {}, "a list"),
}


@pytest.mark.parametrize("case", list(BROKEN))
def test_what_does_not_fit_is_refused_with_its_place(case: str) -> None:
    way, value, words = BROKEN[case]
    data = json.loads(to_json(autonomy()))
    place = data["classes"][0]
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] = value
    with pytest.raises(FormatError, match=rf"line \d+, column \d+: classes\[[01]\].*{words}"):
        from_json(json.dumps(data) + "\n")


def test_a_parameter_declared_again_and_a_game_of_three_stages_are_refused() -> None:
    data = json.loads(to_json(autonomy()))
    data["symbols"].append({"name": "basing_loss"})
    with pytest.raises(FormatError, match="declared again"):
        from_json(json.dumps(data) + "\n")
    end = Outcome({"A": sympy.Symbol("x")})
    node: Decision | Outcome = end
    for _ in range(3):
        node = Decision("A", {"l": node, "r": end})
    deep = Model("deep", Game(("A",), node), [Parameter("x", "a payoff")])
    data["model"] = {
        key: value
        for key, value in json.loads(to_json(deep)).items()
        if key not in {"format", "version", "kind"}
    }
    with pytest.raises(FormatError, match=r"model: 'A' moves a second time"):
        from_json(json.dumps(data) + "\n")


def test_mutated_files_are_classes_or_refused() -> None:
    seeds = [to_json(solved(cheap_talk))]
    read, refused = fuzz(from_json, seeds, 150, 5)
    assert read + refused == 150
    assert read > 0
    assert refused > 25
