"""Parameter values drawn inside the assumptions of every model, at their edges and cell by cell."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import sympy
from hypothesis import find, given, settings
from hypothesis import strategies as st

from negotiation import Assumption, Decision, Game, Model, Outcome, Parameter, talks
from negotiation.errors import AssumptionViolated, UnknownName
from negotiation.testing import parameters
from negotiation.testing.polyhedron import Polyhedron, row
from negotiation.testing.region import NUMBERS, STYLES
from negotiation.testing.strata import NEAR, strata
from negotiation.testing.strategies.points import region_at
from tests.support.fourier_motzkin import can_hold

EXAMPLES = 200


SOLVED_SLOWLY = ("autonomy_signalling", "warm_words")
"""Models whose cells take seconds to find."""

NAMES = [
    pytest.param(name, marks=pytest.mark.slow) if name in SOLVED_SLOWLY else name
    for name in talks.catalogue()
]


@pytest.mark.parametrize("name", NAMES)
def test_every_model_of_the_talks(name: str) -> None:
    """All points meet the assumptions; Hypothesis's health checks are on.

    They fail a strategy that throws away most draws, or is slow.
    """
    model = talks.catalogue()[name]()
    points = []

    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True)
    @given(parameters(model))
    def draw(values: dict[str, Fraction]) -> None:
        points.append(values)
        model.values(**values)

    draw()
    assert len(points) >= EXAMPLES


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_visited_and_every_edge_approached(name: str) -> None:
    """By evenly drawn choices; what Hypothesis draws is less even, for it varies what it had."""
    found = strata(talks.catalogue()[name]())
    random = Random(0)  # noqa: S311 - samples for tests
    points = []
    for _ in range(600):
        where, *choices = (
            (random.randrange(STYLES), random.randrange(NUMBERS))
            for _ in range(len(found.domain.names) + 1)
        )
        point = region_at(found, where).point(choices) or found.anywhere.point(choices)
        assert point is not None
        assert found.anywhere.contains(point)
        points.append(point)
    for cell in found.cells:
        assert any(all(atom.holds(p) for atom in part) for p in points for part in cell)
    for edge, _ in (*found.edge_places, *found.tie_places):
        assert min(abs(edge.atom.value(point)) for point in points) <= NEAR, edge


def test_nine_assumptions_in_six_parameters() -> None:
    """A family in which filtering a box finds two points a second and fails the health check."""
    v, c, p, q, f, d = sympy.symbols("v c p q f d")
    ends = {"stay": Outcome({"A": 0}), "go": Outcome({"A": v + p - c - q - f - d})}
    model = Model(
        "chain",
        Game(("A",), Decision("A", ends)),
        [Parameter(name, domain="real") for name in "vcpqfd"],
        [
            Assumption(f"number {number}", condition)
            for number, condition in enumerate(
                (v > c, c > 0, p > q, q > c, v > p, f > 0, d > 0, v - c > 2 * f + 2 * d, v <= 100)
            )
        ],
    )

    @settings(max_examples=300, deadline=None, database=None)
    @given(parameters(model))
    def check(values: dict[str, Fraction]) -> None:
        assert model.allows(values)

    check()


def test_nonlinear_and_disjunctive_assumptions() -> None:
    """Curves that are linear in one parameter are met by construction, the rest by a walk."""
    x, y, z = sympy.symbols("x y z")
    model = Model(
        "curved",
        Game(("A",), Decision("A", {"go": Outcome({"A": x * y}), "stay": Outcome({"A": z})})),
        [Parameter(name, domain="> 0") for name in "xyz"],
        [
            Assumption("product", x * y > 1),
            Assumption("disc", x**2 + y**2 < 9),
            Assumption("either", (z < x / 10) | (z > 5 * y)),
            Assumption("peak", sympy.Max(x, y) > z / 10),
        ],
        {"baseline": {"x": 2, "y": 1, "z": "1/10"}},
    )

    @settings(max_examples=200, deadline=None, database=None)
    @given(parameters(model))
    def check(values: dict[str, Fraction]) -> None:
        assert model.allows(values)

    check()


@pytest.mark.slow
def test_values_shrink_to_simple_numbers() -> None:
    model = talks.basing_shadow()
    values = find(
        parameters(model),
        lambda values: values["treaty_gain"] > values["basing_loss"] * values["basing_probability"],
        settings=settings(max_examples=100, database=None),
    )
    assert max(max(abs(v.numerator), v.denominator) for v in values.values()) <= 4


def test_assumptions_are_added_and_dropped() -> None:
    model = talks.basing_shadow()
    gain, loss = model.symbols["treaty_gain"], model.symbols["basing_loss"]

    @settings(max_examples=50, deadline=None, database=None)
    @given(
        parameters(model, without="base_spoils_deal", assuming=gain > 3 * loss),
        parameters(model, assuming=[Assumption("dear", loss > 7), gain > 2]),
    )
    def check(one: dict[str, Fraction], other: dict[str, Fraction]) -> None:
        assert one["treaty_gain"] > 3 * one["basing_loss"]
        assert other["basing_loss"] > 7
        assert other["treaty_gain"] > 2

    check()
    with pytest.raises(UnknownName, match="base_spoils_deal"):
        parameters(model, without="base_spoils")
    contradictory = parameters(model, assuming=gain > loss)
    with pytest.raises(AssumptionViolated, match="contradict each other"):
        contradictory.validate()


coefficients = st.integers(-2, 2).map(Fraction)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.tuples(*[coefficients] * 3), st.integers(-3, 3).map(Fraction), st.booleans()),
        min_size=1,
        max_size=6,
    ),
    st.data(),
)
def test_elimination_agrees_with_the_definition(
    rows: list[tuple[tuple[Fraction, ...], Fraction, bool]], data: st.DataObject
) -> None:
    """Emptiness as in `tests.support.fourier_motzkin`; whatever the intervals allow is a point."""
    polyhedron = Polyhedron([row(c, k, strict=s) for c, k, s in rows], 3)
    assert polyhedron.is_empty != can_hold(rows)
    if polyhedron.is_empty:
        return
    point: list[Fraction] = []
    for place in range(3):
        interval = polyhedron.interval(place, point)
        assert not interval.is_empty
        low, high = interval.lower, interval.upper
        if low is None:
            low = Fraction(-9) if high is None else high - 1
        if high is None:
            high = low + 1
        share = Fraction(data.draw(st.integers(0, 4)), 4)
        value = low + share * (high - low)
        point.append(value if interval.contains(value) else (low + high) / 2)
        assert interval.contains(point[-1])
    for c, k, strict in rows:
        value = sum((x * y for x, y in zip(c, point, strict=True)), k)
        assert value > 0 or (value == 0 and not strict)
