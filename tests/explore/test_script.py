"""The page's script, run in node, against the solvers and the exact evaluator of the library."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import talks
from negotiation.evaluate import compile_expressions
from negotiation.explore import page_data
from negotiation.explore.program import StepWriter
from negotiation.model import Model
from negotiation.parametric import perfect_bayesian
from negotiation.solve import perfect_bayesian as perfect_bayesian_at
from tests.support.explorer import (
    Shown,
    class_outcomes,
    is_pure,
    outcome_of,
    pure_outcomes,
    run_script,
    slider_points,
)

ANSWERS = """
function answer({ data, points }) {
  return points.map(({ values, lifted }) => {
    const numbers = data.parameters.map((each) => parseNumber(values[each.name]));
    const found = computeAnswer(data, { values: numbers, lifted: new Set(lifted) });
    return {
      admitted: found.admitted,
      edge: found.edge,
      cell: found.cell,
      problem: found.problem,
      disagrees: Boolean(found.disagrees),
      equilibria: found.equilibria.map(told),
    };
    function told(each) {
      const end = ({ node, chance }) => [historyOf(data.tree, node), writeExact(chance)];
      return { payoffs: each.payoffs.map(writeExact), outcomes: each.outcomes.map(end) };
    }
  });
}
"""

SIGNALLING = ("autonomy_signalling", "warm_words")


def ask(data: object, points: list[tuple[dict[str, Fraction], list[int]]]) -> list[dict]:
    asked = [
        {"values": {name: str(value) for name, value in point.items()}, "lifted": lifted}
        for point, lifted in points
    ]
    found = run_script(ANSWERS, {"data": data, "points": asked})
    assert isinstance(found, list)
    return found


def shown(answer: dict) -> set[Shown]:
    return {
        (
            tuple(each["payoffs"]),
            frozenset((tuple(history), chance) for history, chance in each["outcomes"]),
        )
        for each in answer["equilibria"]
    }


def lifted_in(model: Model) -> list[int]:
    """Return the numbers of the rules that are not imposed from the start."""
    return [number for number, each in enumerate(model.constraints.values()) if not each.imposed]


def points_of(model: Model, count: int) -> list[dict[str, Fraction]]:
    calibrations = [dict(point) for point in model.calibrations.values()]
    return [*calibrations, *slider_points(model, count)]


@pytest.mark.parametrize("name", [name for name in talks.catalogue() if name not in SIGNALLING])
def test_equilibria_are_those_of_the_solver(name: str) -> None:
    model = talks.catalogue()[name]()
    points = points_of(model, 6)
    answers = ask(page_data(model, seconds=1.0), [(each, lifted_in(model)) for each in points])
    for point, answer in zip(points, answers, strict=True):
        assert answer["admitted"]
        assert not answer["disagrees"]
        assert not answer["problem"]
        assert shown(answer) == pure_outcomes(model, point), point


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(each, marks=[pytest.mark.slow] if each == "warm_words" else [])
        for each in SIGNALLING
    ],
)
def test_classes_are_those_of_the_partition(name: str) -> None:
    model = talks.catalogue()[name]()
    classes = perfect_bayesian(model)
    generic = [p for p in points_of(model, 12) if _is_generic(classes, p)]
    assert len(generic) >= 8
    for point, answer in zip(
        generic, ask(page_data(model), [(p, []) for p in generic]), strict=True
    ):
        assert not answer["edge"]
        assert shown(answer) == class_outcomes(classes, point), point


# On edges and outside the assumptions of the two signalling games: somebody indifferent, a treaty
# not worth having, a base that does not spoil the deal, a false pledge that costs nothing.
UNUSUAL = {
    "autonomy_signalling": [
        {"island_value": 1},
        {"island_value": 4},
        {"autonomy_probability": "2/3"},
        {"autonomy_probability": "2/3", "island_value": 4},
        {"treaty_gain": -1},
        {"treaty_gain": 5},
        {"pledge_cost_dependent": "1/2"},
        {"pledge_cost_autonomous": 0, "pledge_cost_dependent": 0},
    ],
    "warm_words": [
        {"expressive_benefit": 1},
        {"expressive_benefit": 0},
        {"tolerance_probability": "1/2"},
        {"tolerance_probability": "1/2", "expressive_benefit": 1},
        {"advance_loss": -1},
        {"tolerant_gain": 2},
        {"tolerant_gain": 3, "expressive_benefit": 3},
    ],
}


@pytest.mark.parametrize(
    "name", ["autonomy_signalling", pytest.param("warm_words", marks=pytest.mark.slow)]
)
def test_pure_equilibria_with_beliefs_are_those_of_the_solver(name: str) -> None:
    # A class of the solver may need a mixed reply off the path; in pure strategies it is not shown.
    model = talks.catalogue()[name]()
    data = page_data(model, seconds=60.0)
    points = [model.values(check=False, **each) for each in UNUSUAL[name]]
    for point, answer in zip(points, ask(data, [(p, []) for p in points]), strict=True):
        classes = perfect_bayesian_at(model.at(check=False, **point))
        assert answer["cell"] is None
        assert answer["edge"] == model.allows(point)
        found = shown(answer)
        assert len(found) == len(answer["equilibria"])
        assert found <= {outcome_of(each) for each in classes}, point
        assert {outcome_of(each) for each in classes if is_pure(each)} <= found, point


def test_beliefs_of_three_types_are_found_between_them() -> None:
    # A row holds what an action gains over another one against each of three types (a, b, c).
    # The first table holds at (1/2, 1/2, 0) with means 1/2 and 1/2, the second at (3/5, 2/5, 0)
    # with means 1/5 and 0.  The third asks for b >= a + c and a >= 2b + c, so for b >= 2b + 2c:
    # all weights would be 0.
    driver = """
    function answer(tables) {
      const exact = (row) => row.map((each) => rational(BigInt(each)));
      return tables.map((rows) => someBelief(rows.map(exact), 3, exactArithmetic));
    }
    """
    tables = [
        [[2, -1, -1], [-1, 2, -1]],
        [[-1, 2, -3], [2, -3, -1]],
        [[-1, 1, -1], [1, -2, -1]],
        [],
        [[0, -1, -1]],
        [[-1, -1, -1]],
    ]
    assert run_script(driver, tables) == [True, True, False, True, True, False]


def test_a_probability_beyond_one_leaves_no_game() -> None:
    for name, parameter in (
        ("basing_shadow", "basing_probability"),
        ("autonomy_signalling", "autonomy_probability"),
    ):
        model = talks.catalogue()[name]()
        point = {**model.calibrations["baseline"], parameter: Fraction(2)}
        [answer] = ask(page_data(model), [(point, [])])
        assert "below 0 or above 1" in answer["problem"]
        assert not answer["equilibria"]


def _is_generic(classes: object, point: dict[str, Fraction]) -> bool:
    from negotiation.errors import NotSupported

    try:
        classes.at("baseline", **point)  # type: ignore[attr-defined]
    except NotSupported:
        return False
    return True


def test_an_edge_shows_all_ties() -> None:
    # treaty_gain = basing_loss*basing_probability makes Russia indifferent: both outcomes are
    # equilibria, and no open condition holds.
    model = talks.basing_shadow()
    point = model.values(treaty_gain="3/2", basing_loss=3, basing_probability="1/2")
    [answer] = ask(page_data(model), [(point, [])])
    assert answer["edge"]
    assert answer["cell"] is None
    assert len(answer["equilibria"]) == 2
    assert shown(answer) == pure_outcomes(model, point)


def test_lifting_a_rule_gives_the_equilibria_of_the_model_without_it() -> None:
    model = talks.project_menu()
    data = page_data(model)
    rules = list(model.constraints)
    points = points_of(model, 3)
    for number, rule in enumerate(rules):
        others = [other for other in rules if other != rule]
        lifted = model.assuming(*others).without(rule)
        answers = ask(data, [(point, [number]) for point in points])
        for point, answer in zip(points, answers, strict=True):
            assert shown(answer) == pure_outcomes(lifted, point)


def test_a_broken_assumption_is_noticed_and_the_point_still_solved() -> None:
    model = talks.basing_shadow()
    point = model.values(check=False, treaty_gain=4, basing_loss=3)
    [answer] = ask(page_data(model), [(point, [])])
    assert not answer["admitted"]
    assert shown(answer) == pure_outcomes(model, point)


EVALUATE = """
function answer({ program, places, points }) {
  const order = closure(program, places);
  return points.map((point) => {
    const values = point.map(parseNumber);
    const store = runProgram(program, order, values);
    const single = values.map((value) => Float64Array.of(toFloat(value)));
    const columns = runColumns(program, order, single, 1);
    const at = (column) => (typeof column === "number" ? column : column[0]);
    return places.map((place) => [
      store[place] === null || typeof store[place] === "boolean"
        ? store[place]
        : writeExact(store[place]),
      Number.isNaN(at(columns[place])) ? null : at(columns[place]),
    ]);
  });
}
"""

x, y = sympy.symbols("x y")

EXPRESSIONS: list[sympy.Basic] = [
    x / 3 - 2 * y + sympy.Rational(1, 7),
    (x - y) ** 3 / (1 + x**2),
    1 / (x - y),
    sympy.Max(x, y, 1) - sympy.Min(x, -y) + sympy.Abs(x - 2 * y),
    sympy.Piecewise((x**2, x > y), (1 / y, x < 0), (y - 1, True)),
    sympy.Piecewise((1 / x, sympy.And(x > 0, y >= 1)), (0, True)),
    x > y,
    sympy.And(x >= y, sympy.Or(x < 1, sympy.Eq(y, 2))),
    sympy.Not(sympy.Or(x > 0, y > 0)),
    sympy.Implies(x > 0, y > 0),
    sympy.Ne(x, 2 * y),
    sympy.Eq(x, y),
]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.fractions(-5, 5, max_denominator=12), st.fractions(-5, 5, max_denominator=12)),
        min_size=12,
        max_size=12,
    )
)
def test_expressions_have_the_values_of_the_exact_evaluator(
    points: list[tuple[Fraction, Fraction]],
) -> None:
    writer = StepWriter(["x", "y"])
    places = [writer.place(each) for each in EXPRESSIONS]
    asked = {
        "program": writer.to_json(),
        "places": places,
        "points": [[str(a), str(b)] for a, b in points],
    }
    answers = run_script(EVALUATE, asked)
    assert isinstance(answers, list)
    program = compile_expressions(EXPRESSIONS)
    for (a, b), row in zip(points, answers, strict=True):
        for expected, (exact, close) in zip(
            program.where_defined({"x": a, "y": b}), row, strict=True
        ):
            if expected is None or isinstance(expected, bool):
                assert exact == expected
            else:
                assert Fraction(exact) == expected
            if expected is None:
                assert close is None or abs(close) == float("inf")
            elif not isinstance(expected, bool):
                assert close == pytest.approx(float(expected), rel=1e-9, abs=1e-9)


def test_roots_are_exact_where_they_are_rational() -> None:
    writer = StepWriter(["x"])
    places = [writer.place(sympy.sqrt(x)), writer.place(x ** sympy.Rational(-2, 3))]
    asked = {"program": writer.to_json(), "places": places, "points": [["4/9"], ["8/27"], ["2"]]}
    answers = run_script(EVALUATE, asked)
    assert isinstance(answers, list)
    assert answers[0][0][0] == "2/3"
    assert answers[1][1][0] == "9/4"
    assert float(answers[2][0][0]) == pytest.approx(2**0.5)


NUMBERS = """
function answer(texts) {
  const values = texts.map(parseNumber);
  return values.map((value) => (value === null ? null : writeNumber(value)));
}
"""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1/3", "1/3"),
        ("0.25", "1/4"),
        (".5", "1/2"),
        ("-2", "-2"),
        ("\u22122", "-2"),
        ("1e-3", "1/1000"),
        (" 6 / 4 ", "3/2"),
        ("2.", "2"),
        ("1/0", None),
        ("", None),
        ("one", None),
        ("1/3/5", None),
        ("1,5", None),
        ("1e999", None),
        ("--1", None),
        (".", None),
    ],
)
def test_numbers_are_read_as_a_person_writes_them(text: str, number: str | None) -> None:
    assert run_script(NUMBERS, [text]) == [number]
