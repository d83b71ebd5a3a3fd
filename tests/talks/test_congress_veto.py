"""G7, scandal, Congress and Russia policy, against the definition and hand derivations."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.errors import InvalidModel, InvalidNumber, NotSupported, UnknownName
from negotiation.model import Model
from negotiation.solve import subgame_perfect
from negotiation.talks import congress_veto
from tests.support.talks import (
    Point,
    failures,
    information_sets,
    payoff_vectors,
    payoffs,
    random_points,
    same,
)

BINARY = congress_veto()
PRESIDENT = congress_veto(form="president_proposes")
CONGRESS = congress_veto(form="congress_proposes")
SPATIAL = {
    "president_proposes": (
        PRESIDENT,
        ("US President", "president_ideal"),
        ("US Congress", "congress_ideal"),
    ),
    "congress_proposes": (
        CONGRESS,
        ("US Congress", "congress_ideal"),
        ("Override pivot", "override_ideal"),
    ),
}


def test_binary_is_as_defined() -> None:
    assert BINARY.game.players == ("US President", "US Congress")
    assert information_sets(BINARY) == {
        "policy": ("US President", ("hold", "improve"), 1),
        "response | improve": ("US Congress", ("allow", "block"), 1),
    }
    assert same(payoffs(BINARY, "hold"), 0, 0)
    assert same(
        payoffs(BINARY, "improve", "allow"),
        "rapprochement_value - scandal_cost",
        "-congress_allow_cost",
    )
    assert same(payoffs(BINARY, "improve", "block"), "-block_cost", "-congress_block_cost")


@pytest.mark.parametrize("form", list(SPATIAL))
def test_spatial_is_as_defined(form: str) -> None:
    model, (proposer, own), (responder, other) = SPATIAL[form]
    items = tuple(f"propose {k}/13" for k in range(14))
    assert model.game.players == (proposer, responder)
    assert information_sets(model) == {
        "proposal": (proposer, ("no proposal", *items), 1),
        **{f"answer | {item}": (responder, ("accept", "reject"), 1) for item in items},
    }
    for history, point in (
        (("no proposal",), "status_quo_harshness"),
        (("propose 4/13", "reject"), "status_quo_harshness"),
        (("propose 0/13", "accept"), "0"),
        (("propose 4/13", "accept"), "48/13"),
        (("propose 13/13", "accept"), "12"),
    ):
        expected = (f"-Abs({point} - {own})", f"-Abs({point} - {other})")
        assert same(payoffs(model, *history), *expected)
    shifted = congress_veto(form=form, steps=2, axis_low=-1, axis_high="1/2")
    assert same(
        payoffs(shifted, "propose 1/2", "accept"), f"-Abs({own} + 1/4)", f"-Abs({other} + 1/4)"
    )


def test_binary_article() -> None:
    """Compare by hand: Congress blocks (3 > 1), so the president holds; a compliant one allows."""
    [april] = subgame_perfect(BINARY.at())
    [compliant] = subgame_perfect(BINARY.at("compliant_congress"))
    assert april.path == ("hold",)
    assert (compliant.path, tuple(compliant.payoffs.values())) == (("improve", "allow"), (1, -1))


def test_binary_at_random_points() -> None:
    """Improve iff Congress would allow it and it is worth the scandal (blocking only hurts)."""
    for point in random_points(BINARY, 200):
        allowed = point["congress_allow_cost"] < point["congress_block_cost"]
        improves = allowed and point["rapprochement_value"] > point["scandal_cost"]
        [found] = subgame_perfect(BINARY.at(check=False, **point))
        assert found.path == (("improve", "allow") if improves else ("hold",))


def test_claims_hold_at_random_points() -> None:
    for claim in BINARY.propositions["no_attempt_is_observed"].claims:
        assert failures(BINARY, claim, 60) == []


@pytest.mark.parametrize(
    ("form", "calibration", "harshness"),
    [
        ("president_proposes", "baseline", 6),
        ("president_proposes", "milder_congress", 4),
        ("president_proposes", "mild_congress", 2),
        ("congress_proposes", "baseline", 10),
        ("congress_proposes", "milder_pivot", 8),
        ("congress_proposes", "mild_pivot", 6),
    ],
)
def test_spatial_calibrations(form: str, calibration: str, harshness: int) -> None:
    """Take the point nearest the proposer's ideal between the status quo 6 and its mirror image.

    President (ideal 2): Congress at 7 accepts 6 to 8, at 5 it accepts 4 to 6, at 3 it accepts 0
    to 6.  Congress (ideal 10): a pivot at 9 accepts 6 to 12, at 7 it accepts 6 to 8, at 5 it
    accepts 4 to 6.
    """
    model = SPATIAL[form][0]
    closed = model.closed_forms["spatial_outcome"](**model.calibrations[calibration])
    assert closed == {"harshness": harshness}
    # A step of the grid is 12/13; at the status quo nothing is proposed or all is refused.
    grid = grid_losses(model, dict(model.calibrations[calibration]))
    ideal = model.calibrations[calibration][SPATIAL[form][1][1]]
    assert 0 <= grid - abs(harshness - ideal) <= Fraction(12, 13)


def grid_losses(model: Model, point: Point) -> Fraction:
    """Return the proposer's loss, the same in every equilibrium."""
    vectors = payoff_vectors(model.at(check=False, **point))
    [loss] = {-vector[0] for vector in vectors}
    return loss


def shifted(point: Point) -> Point:
    """Move ideals from [-6, 6] to the axis from 0 to 12."""
    return {name: value + 6 for name, value in point.items()}


@pytest.mark.parametrize("form", list(SPATIAL))
def test_spatial_at_random_points(form: str) -> None:
    """Search the grid by hand: the acceptable point nearest the proposer's ideal, or nothing."""
    model, (_, own), (_, other) = SPATIAL[form]
    for drawn in random_points(model, 100, size=6):
        point = shifted(drawn)
        quo = point["status_quo_harshness"]
        points = [Fraction(12 * k, 13) for k in range(14)]
        acceptable = [x for x in points if abs(x - point[other]) < abs(quo - point[other])]
        best = min(abs(x - point[own]) for x in [quo, *acceptable])
        assert grid_losses(model, point) == best


@pytest.mark.parametrize("form", list(SPATIAL))
def test_the_grid_approaches_the_closed_form(form: str) -> None:
    """Bound the proposer's loss by one step of the grid.

    An interval of acceptable points at least a step long that holds the continuous outcome has a
    grid point within a step of it; a shorter one lies within a step of the status quo.
    """
    _, (_, own), _ = SPATIAL[form]
    for steps in (1, 3, 9, 27):
        model = congress_veto(form=form, steps=steps)
        closed = model.closed_forms["spatial_outcome"]
        answered = 0
        for drawn in random_points(model, 30, seed=steps, size=6):
            point = shifted(drawn)
            try:
                harshness = closed(**point)["harshness"]
            except NotSupported:
                continue
            answered += 1
            worse = grid_losses(model, point) - abs(harshness - point[own])
            assert 0 <= worse <= Fraction(12, steps)
        assert answered > 10


def test_outcomes_off_the_axis_are_refused() -> None:
    """Let Congress at 15 accept all from 6 to 24: a president at 13 would have 13."""
    closed = PRESIDENT.closed_forms["spatial_outcome"]
    with pytest.raises(NotSupported, match="off the axis from 0 to 12"):
        closed(congress_ideal=15, president_ideal=13)
    longer = congress_veto(form="president_proposes", axis_high=20)
    assert longer.closed_forms["spatial_outcome"](congress_ideal=15, president_ideal=13) == {
        "harshness": 13
    }


def test_spatial_propositions() -> None:
    """Sample the closed form: monotone in Congress, nothing softer, the pivot decides."""
    president = PRESIDENT.closed_forms["spatial_outcome"]
    congress = CONGRESS.closed_forms["spatial_outcome"]
    quo = 6
    hardened = kept = 0
    for place, drawn in enumerate(random_points(PRESIDENT, 200, size=5)):
        softer, harsher = sorted((drawn["president_ideal"], drawn["congress_ideal"]))
        point = {"status_quo_harshness": quo, "president_ideal": 1 + place % 5}
        low = president(**point, congress_ideal=6 + softer / 2)["harshness"]
        high = president(**point, congress_ideal=6 + harsher / 2)["harshness"]
        assert low <= high
        assert president(**point, congress_ideal=6 + abs(softer))["harshness"] >= quo
        pivot = 6 + drawn["congress_ideal"] / 2
        outcome = congress(congress_ideal=9, override_ideal=pivot)["harshness"]
        assert (outcome > quo) == (pivot > quo)
        hardened += outcome > quo
        kept += outcome == quo
    assert hardened > 20 < kept


def test_options_are_checked() -> None:
    with pytest.raises(UnknownName, match="did you mean 'binary'"):
        congress_veto(form="binar")
    with pytest.raises(InvalidModel, match="steps must be"):
        congress_veto(steps=1.5)  # type: ignore[arg-type]
    with pytest.raises(InvalidModel, match="axis_low must lie below"):
        congress_veto(axis_low=12)
    with pytest.raises(InvalidNumber, match="axis_high"):
        congress_veto(axis_high="far")
