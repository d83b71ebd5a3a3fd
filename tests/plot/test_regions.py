"""Maps and slices of partitions: the drawing says what the partition says, everywhere."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.path import Path
from sympy import symbols

from negotiation import (
    Assumption,
    Decision,
    Game,
    Model,
    Outcome,
    Parameter,
    parametric,
    plot,
    talks,
)
from negotiation.errors import InvalidNumber, NotSupported, UnknownName
from tests.support.boxes import overlaps, text_boxes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAPS = [
    ("basing_shadow", "basing_probability", "treaty_gain"),
    ("no_base_pledge", "refusal_cost", "reneging_cost"),
    ("no_base_pledge", "treaty_gain", "basing_loss"),  # some of it lies outside the assumptions
    ("linkage_no_charity", "transfer_cost", "island_value"),
    ("sanctions_cascade", "scandal_cost", "rapprochement_value"),
    pytest.param("legal_framework", "dilution_cost", "recognition_cost", marks=pytest.mark.slow),
    pytest.param("triangle", "hardline_probability", "soft_security_cost", marks=pytest.mark.slow),
    pytest.param(
        "autonomy_signalling", "autonomy_probability", "island_value", marks=pytest.mark.slow
    ),
    pytest.param(
        "warm_words", "tolerance_probability", "expressive_benefit", marks=pytest.mark.slow
    ),
]


@cache
def solved(name: str) -> Any:  # noqa: ANN401 - either kind of partition
    model = talks.catalogue()[name]()
    perfect = model.game.has_perfect_information
    return (parametric.subgame_perfect if perfect else parametric.perfect_bayesian)(model)


def region_of(axes: Axes, x: float, y: float) -> set[str]:
    """Return the regions whose areas contain a point."""
    return {
        str(patch.get_gid())
        for patch in axes.patches
        if patch.get_gid() is not None and Path(patch.get_xy()).contains_point((x, y))  # type: ignore[attr-defined]  # a polygon
    }


def named(
    partition: Any,  # noqa: ANN401 - either kind
    **values: Fraction,
) -> str:
    here = partition.at(**values)
    equilibria = here if isinstance(here, tuple) else here.equilibria
    return "\nor ".join(
        dict.fromkeys(getattr(e, "name", None) or " → ".join(e.path) for e in equilibria)
    )


@pytest.mark.parametrize(("name", "x", "y"), MAPS)
def test_every_point_lies_in_the_area_of_its_cell(name: str, x: str, y: str) -> None:
    """The partition is asked at random points.

    Of the name of an area the start must agree: names are longer where cells share a path.
    """
    partition = solved(name)
    axes = plot.regions(partition, x, y)
    rng = random.Random(name)  # noqa: S311 - points to look at
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    asked = 0
    for _ in range(40):
        point = {
            x: Fraction(round(rng.uniform(left, right) * 997), 997),
            y: Fraction(round(rng.uniform(low, high) * 991), 991),
        }
        [area] = region_of(axes, float(point[x]), float(point[y])) or [""]
        if not area:
            continue  # just outside the window
        asked += 1
        values = partition.model.values("baseline", check=False, **point)
        if partition.model.allows(values):
            assert area.startswith(named(partition, **point))
        else:
            assert area == "outside the assumptions"
    assert asked > 30


@pytest.mark.parametrize(("name", "x", "y"), MAPS)
def test_texts_do_not_overlap(name: str, x: str, y: str) -> None:
    axes = plot.regions(solved(name), x, y)
    boxes = text_boxes(axes)
    assert overlaps(boxes) == []
    assert all(text.get_fontsize() >= 7 for text in axes.texts)


def boundary(axes: Axes) -> list[tuple[float, float]]:
    lines = [line for line in axes.get_lines() if line.get_gid() == "boundary"]
    return [(float(x), float(y)) for line in lines for x, y in line.get_xydata()]


def test_the_boundary_is_the_line_of_the_worked_model() -> None:
    """Russia transfers iff gain > probability · loss; with loss 3 the line from the origin."""
    points = boundary(plot.regions(solved("basing_shadow"), "basing_probability", "treaty_gain"))
    assert all(y == pytest.approx(3 * x, abs=1e-7) for x, y in points)
    assert min(points) == pytest.approx((0, 0), abs=1e-7)
    assert max(points) == pytest.approx((2 / 3, 2), abs=1e-7)


def curved() -> Model:
    gain, effort = symbols("gain effort")
    return Model(
        "curved",
        Game(
            ("A",),
            Decision("A", {"go": Outcome({"A": gain * effort - 1}), "stay": Outcome({"A": 0})}),
        ),
        [Parameter("gain", domain="> 0"), Parameter("effort", domain="> 0")],
        [Assumption("bounded", gain + effort < 5)],
        {"baseline": {"gain": 2, "effort": 2}},
    )


def test_curved_boundaries_are_followed() -> None:
    axes = plot.regions(parametric.subgame_perfect(curved()), "gain", "effort")
    points = [(x, y) for x, y in boundary(axes) if x + y < 5 - 1e-6]
    assert len(points) > 40
    assert all(x * y == pytest.approx(1) for x, y in points)


def test_a_thin_region_is_not_lost() -> None:
    """Between x = y and x = y + 1/10⁹ a grid of any reasonable size would see nothing."""
    one, other = symbols("one other")
    sliver = Fraction(1, 10**9)
    model = Model(
        "thin",
        Game(
            ("A",),
            Decision(
                "A",
                {
                    "left": Outcome({"A": one - other}),
                    "right": Outcome({"A": 2 * (one - other) - sliver}),
                    "stay": Outcome({"A": 0}),
                },
            ),
        ),
        [Parameter("one", domain="> 0"), Parameter("other", domain="> 0")],
        calibrations={"baseline": {"one": 1, "other": 1}},
    )
    found = plot.region_map(parametric.subgame_perfect(model), "one", "other")
    assert set(found.names) == {"left", "right", "stay"}


def test_calibrations_in_the_section_are_marked_and_others_are_not() -> None:
    axes = plot.regions(solved("no_base_pledge"), "refusal_cost", "reneging_cost")
    marks = {str(line.get_gid()): line.get_xydata()[0] for line in axes.get_lines()}
    assert tuple(marks["calibration credible_pledge"]) == (3.0, 4.0)
    assert tuple(marks["calibration sovereign_japan"]) == (0.25, 1.0)
    other = plot.regions(solved("no_base_pledge"), "treaty_gain", "basing_loss")
    assert {t.get_text() for t in other.texts} & {"baseline", "credible pledge"} == {"baseline"}


def test_labels_of_ones_own_join_regions() -> None:
    def transferred(equilibrium: Any) -> str:  # noqa: ANN401 - any kind of class
        return "deal" if "transfer" in equilibrium.path else "no deal"

    found = plot.region_map(
        solved("no_base_pledge"), "refusal_cost", "reneging_cost", label=transferred
    )
    assert set(found.names) == {"deal", "no deal"}


def test_where_everybody_is_indifferent_nothing_is_made_up() -> None:
    """At the baseline aborting costs as much as the harm of going on, whatever comes."""
    with pytest.raises(NotSupported, match="indifferent all around"):
        plot.regions(solved("staffing_window"), "hardline_probability", "discount_factor")


def test_requests_at_fault_are_refused() -> None:
    partition = solved("basing_shadow")
    with pytest.raises(UnknownName, match="treaty_gain"):
        plot.regions(partition, "treaty_gian", "basing_loss")
    with pytest.raises(NotSupported, match="both axes"):
        plot.regions(partition, "treaty_gain", "treaty_gain")
    with pytest.raises(InvalidNumber, match="smaller one first"):
        plot.regions(partition, "treaty_gain", "basing_loss", limits={"treaty_gain": (2, 1)})
    with pytest.raises(UnknownName, match="thaw"):
        plot.regions(partition, "treaty_gain", "basing_loss", at="thew")


def test_intervals_end_at_the_threshold() -> None:
    """The worked model: the threshold probability is gain/loss = 1/3."""
    one, other = plot.intervals(solved("basing_shadow"), "basing_probability")
    assert (one.name, other.name) == ("transfer", "keep")
    assert one.high == other.low == Fraction(1, 3)
    pledge = plot.intervals(solved("no_base_pledge"), "refusal_cost")
    assert [each.high for each in pledge][:2] == [Fraction(1, 2), Fraction(3, 2)]


@pytest.mark.parametrize(
    ("name", "parameter", "at", "said"),
    [
        (
            "basing_shadow",
            "basing_probability",
            "baseline",
            "with treaty gain = 1, basing loss = 3",
        ),
        ("basing_shadow", "basing_probability", "thaw", "with treaty gain = 1, basing loss = 3"),
        (
            "basing_shadow",
            "basing_probability",
            {"island_value": 5},
            "with island value = 5, treaty gain = 1, basing loss = 3",
        ),
        ("triangle", "japan_jea_value", "baseline", "other parameters at baseline"),
        (
            "triangle",
            "japan_jea_value",
            {"russia_jea_value": 2},
            "with Russia JEA value = 2; others at baseline",
        ),
    ],
)
def test_a_slice_says_where_the_other_parameters_stand(
    name: str, parameter: str, at: str | dict[str, int], said: str
) -> None:
    axes = plot.slice(solved(name), parameter, at=at)
    assert said in [text.get_text() for text in axes.texts]


def test_axes_keep_the_capitals_of_proper_names() -> None:
    axes = plot.slice(solved("triangle"), "japan_jea_value")
    assert axes.get_xlabel() == "Japan JEA value  $e_J$"


def test_payoffs_along_a_slice_are_those_of_the_worked_model() -> None:
    """On a transfer Russia gets gain − probability · loss, Japan value − probability · cost."""
    axes = plot.slice(solved("basing_shadow"), "basing_probability")
    drawn: dict[str, list[tuple[float, float]]] = {}
    for line in axes.get_lines():
        drawn.setdefault(str(line.get_gid()), []).extend(map(tuple, line.get_xydata()))
    for x, y in drawn["payoff 1"]:
        assert y == pytest.approx(max(0, 1 - 3 * x))
    for x, y in drawn["payoff 0"]:
        assert y == pytest.approx(4 - x if x < 1 / 3 - 1e-9 else 0) or x == pytest.approx(1 / 3)
    assert overlaps(text_boxes(axes)) == []
