"""Partitions against the numeric solver, on the talks and on random families of games."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import HealthCheck, given, settings

from negotiation import Decision, Game, Model, Outcome, Parameter, When, talks
from negotiation.errors import AssumptionViolated, InvalidGame, NotSupported, SolverFailed
from negotiation.parametric import Partition, PartitionIncomplete, subgame_perfect
from negotiation.parametric.coverage import check_cells, check_partition
from negotiation.testing import models
from tests.support.parametric import (
    SymbolicPlays,
    assert_equal_by_numbers,
    numeric_plays,
    points_of,
)

SLOW_TO_DRAW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
NONLINEAR = settings(SLOW_TO_DRAW, max_examples=20, derandomize=True)
"""The same examples each time: how long z3 takes for one differs too much."""

WORKED = {
    "basing_shadow": talks.basing_shadow(),
    "basing_shadow, a base may be harmless": talks.basing_shadow().without("base_spoils_deal"),
    "no_base_pledge": talks.no_base_pledge(),
    "no_base_pledge, a base may be harmless": talks.no_base_pledge().without("base_spoils_deal"),
    "project_menu": talks.project_menu(),
}

OTHERS = {
    "linkage_no_charity": talks.linkage_no_charity(steps=2, aid_steps=2),
    "sanctions_cascade": talks.sanctions_cascade(),
    "congress_veto": talks.congress_veto(),
    "staffing_window": talks.staffing_window(),
    "negotiator_authority": talks.negotiator_authority(),
    "alliance_pressure": talks.alliance_pressure(),
    "sanctions_dilemma": talks.sanctions_dilemma(),
    "basing_shadow, informed": talks.basing_shadow(informed=True),
    "project_menu, both rules": talks.project_menu(no_charity=True, joint_participation=True),
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=[pytest.mark.slow] if "," in each else []) for each in WORKED],
)
def test_worked_models_agree_with_the_numeric_solver_at_two_thousand_points(name: str) -> None:
    """The points are small fractions, so that many lie on indifference surfaces."""
    partition = subgame_perfect(WORKED[name], ties=True)
    met = assert_equal_by_numbers(partition, 2_000, seed=1)
    assert len(met) > 2


@pytest.mark.parametrize("name", OTHERS)
def test_other_talks_agree_with_the_numeric_solver(name: str) -> None:
    partition = subgame_perfect(OTHERS[name], ties=True)
    assert_equal_by_numbers(partition, 200, seed=2)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_other_talks_agree_with_the_numeric_solver_at_two_thousand_points(name: str) -> None:
    partition = subgame_perfect(OTHERS[name], ties=True)
    assert_equal_by_numbers(partition, 2_000, seed=4)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["triangle", "legal_framework"])
def test_large_talks_agree_with_the_numeric_solver(name: str) -> None:
    partition = subgame_perfect(talks.catalogue()[name](), ties=True)
    assert_equal_by_numbers(partition, 2_000, seed=3)


@pytest.mark.parametrize("name", [*WORKED, *OTHERS])
def test_talks_are_covered_without_overlap(name: str) -> None:
    check = check_partition(subgame_perfect({**WORKED, **OTHERS}[name]))
    assert check.holds, check


def _agrees_at_points(model: Model, partition: Partition) -> None:
    symbolic = SymbolicPlays()
    for point in points_of(model, 10, seed=0):
        try:
            cell = partition.at(**point)
        except NotSupported:  # a surface
            assert not partition.ties
            continue
        assert symbolic.at(cell.equilibria, point) == numeric_plays(model, point)


@SLOW_TO_DRAW
@given(models(kinds=("linear",), max_parameters=6))
def test_linear_families_are_covered_and_solved(model: Model) -> None:
    """Coverage and disjointness exactly; at random points the equilibria are those by numbers."""
    partition = subgame_perfect(model)
    check = check_partition(partition)
    assert check.holds, check
    assert check.unwitnessed == 0
    _agrees_at_points(model, partition)


@NONLINEAR
@given(
    models(
        kinds=("bilinear", "piecewise", "rational"),
        max_parameters=3,
        max_depth=3,
        max_decisions=3,
    )
)
def test_nonlinear_families_are_covered_and_solved(model: Model) -> None:
    """As above; a question that z3 leaves open in its time is no gap."""
    partition = subgame_perfect(model, query_seconds=2)
    check = check_cells(partition, seconds=2)
    assert check.overlaps == ()
    assert check.unlike == ()
    assert check.gap is not True
    _agrees_at_points(model, partition)


@SLOW_TO_DRAW
@given(models(kinds=("linear", "piecewise"), max_parameters=2, max_depth=3, max_decisions=3))
def test_families_with_ties_are_covered_and_solved(model: Model) -> None:
    partition = subgame_perfect(model, ties=True, query_seconds=2)
    check = check_cells(partition, seconds=2)
    assert check.overlaps == ()
    assert check.unlike == ()
    assert check.gap is not True
    _agrees_at_points(model, partition)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(models(kinds=("linear",), max_parameters=6, max_decisions=7))
def test_many_linear_models(model: Model) -> None:
    assert check_partition(subgame_perfect(model)).holds


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(models(kinds=("bilinear", "rational"), max_parameters=6, max_depth=3, max_decisions=4))
def test_many_nonlinear_models(model: Model) -> None:
    partition = subgame_perfect(model, query_seconds=2)
    check = check_cells(partition, seconds=2)
    assert check.overlaps == ()
    assert check.unlike == ()
    assert check.gap is not True


def _two_moves(payoff: object, *, domain: str = "real") -> Model:
    root = Decision("One", {"go": Outcome({"One": payoff}), "stay": Outcome({"One": 0})})
    names = sorted(str(symbol) for symbol in sympy.sympify(payoff).free_symbols)
    parameters = [Parameter(name, "a payoff", domain=domain) for name in names]
    return Model("two moves", Game(("One",), root), parameters, [], {})


def test_a_quotient_is_compared_by_its_sign_on_both_sides_of_its_pole() -> None:
    """`x / (1 + y) > 0` iff x and 1 + y have the same sign; y = -1 is left out."""
    model = _two_moves(sympy.sympify("x/(1 + y)"))
    partition = subgame_perfect(model)
    going = partition.region(lambda equilibrium: equilibrium.path == ("go",))
    for x in (-2, -1, 1, 2):
        for y in (-3, 0, 2):
            truth = going.subs({"x": x, "y": y})
            assert bool(truth) == (x * (1 + y) > 0)
    assert partition.verify()


def test_a_pole_is_no_surface_of_indifference() -> None:
    top, bottom = sympy.symbols("top bottom")
    root = Decision("One", {"take": Outcome({"One": top / bottom}), "leave": Outcome({"One": 0})})
    model = Model(
        name="quotient",
        game=Game(("One",), root),
        parameters=[Parameter("top", "top"), Parameter("bottom", "bottom")],
        calibrations={"baseline": {"top": 1, "bottom": 1}},
    )
    partition = subgame_perfect(model)
    assert partition.at().equilibria[0].path == ("take",)
    with pytest.raises(NotSupported, match="not defined at top = 1, bottom = 0"):
        partition.at(bottom=0)
    with pytest.raises(NotSupported, match=r"indifferent.*solve with ties=True"):
        partition.at(top=0)


def test_an_unfinished_partition_does_not_blame_indifference() -> None:
    with pytest.raises(PartitionIncomplete) as caught:
        subgame_perfect(talks.basing_shadow(), ties=True, most_cells=1)
    last = subgame_perfect(talks.basing_shadow(), ties=True).raw[-1]
    point = dict(zip(caught.value.partial.oracle.domain.names, last.point, strict=True))
    with pytest.raises(SolverFailed, match="no cell that was found holds"):
        caught.value.partial.at(**point)


def test_irrational_boundaries_are_exact() -> None:
    """2 - x**2 > 0 iff |x| < sqrt(2), on which no rational point lies."""
    partition = subgame_perfect(_two_moves(sympy.sympify("2 - x**2")), ties=True)
    [going] = [cell for cell in partition.cells if {e.path for e in cell.equilibria} == {("go",)}]
    assert going.condition.subs({"x": sympy.Rational(141421, 100000)}) == sympy.true
    assert going.condition.subs({"x": sympy.Rational(141422, 100000)}) == sympy.false
    [tied] = [cell for cell in partition.cells if len(cell.equilibria) == 2]
    assert tied.witness is None
    assert partition.verify()


def test_an_end_of_a_domain_where_a_guard_changes_is_a_surface() -> None:
    """`go` needs a > 0, and a may be 0: there only `stay` is left, unlike everywhere else."""
    a = sympy.Symbol("a")
    root = Decision("One", {"go": When(a > 0, Outcome({"One": 1})), "stay": Outcome({"One": 0})})
    parameters = [Parameter("a", "a payoff", domain=">= 0")]
    model = Model("end of a domain", Game(("One",), root), parameters, [], {})
    partition = subgame_perfect(model)
    assert check_partition(partition).holds
    assert [e.path for e in partition.at(a=1).equilibria] == [("go",)]
    with pytest.raises(NotSupported, match="ties=True"):
        partition.at(a=0)
    both = subgame_perfect(model, ties=True)
    assert [e.path for e in both.at(a=0).equilibria] == [("stay",)]
    assert check_partition(both).holds


def test_payoffs_with_pieces_are_those_of_the_game_in_every_cell() -> None:
    """|a - 1| is the other player's payoff, so that nothing is cut, and no piece is valid."""
    a = sympy.Symbol("a")
    root = Decision("One", {"go": Outcome({"One": 1, "Two": sympy.Abs(a - 1)}),
                            "stay": Outcome({"One": 0, "Two": 0})})  # fmt: skip
    model = Model("pieces", Game(("One", "Two"), root), [Parameter("a", "a payoff")], [], {})
    partition = subgame_perfect(model, ties=True)
    [cell] = partition.cells
    assert cell.condition == sympy.true
    assert cell.equilibria[0].payoffs["Two"] == sympy.Abs(a - 1)


def test_a_payoff_that_is_no_rational_arithmetic_is_refused() -> None:
    x = sympy.Symbol("x")
    with pytest.raises(NotSupported, match="sqrt"):
        subgame_perfect(_two_moves(sympy.sqrt(x), domain="> 0"))


def test_imperfect_information_is_refused() -> None:
    with pytest.raises(NotSupported, match="perfect information"):
        subgame_perfect(talks.autonomy_signalling())


def test_assumptions_that_contradict_each_other_have_no_partition() -> None:
    model = talks.basing_shadow()
    gain, loss = model.symbols["treaty_gain"], model.symbols["basing_loss"]
    with pytest.raises(AssumptionViolated, match="contradict"):
        subgame_perfect(model.assuming(gain > loss))


def test_guards_that_leave_no_action_are_named() -> None:
    x = sympy.Symbol("x")
    root = Decision("One", {"go": When(x > 1, Outcome({"One": 0}))}, "start")
    model = Model("stuck", Game(("One",), root), [Parameter("x", "a payoff")], [], {})
    with pytest.raises(InvalidGame, match="no available action"):
        subgame_perfect(model)


@pytest.mark.parametrize("limits", [{"most_cells": 4}, {"seconds": 0.0}, {"megabytes": 1}])
def test_an_unfinished_partition_keeps_what_it_found(limits: dict[str, float]) -> None:
    """What was found is right as far as it goes, and is known not to cover."""
    model = talks.no_base_pledge()
    with pytest.raises(PartitionIncomplete, match="partial") as caught:
        subgame_perfect(model, **limits)
    partial = caught.value.partial
    assert 0 < len(partial.raw) < len(subgame_perfect(model).raw)
    check = check_partition(partial)
    assert check.gap is True
    assert check.unlike == ()
    assert not partial.verify()


def test_progress_is_told_after_every_cell() -> None:
    told: list[int] = []
    partition = subgame_perfect(talks.no_base_pledge(), progress=told.append)
    assert told == list(range(1, len(partition.raw) + 1))


def test_an_interrupted_partition_keeps_what_it_found() -> None:
    def interrupt(found: int) -> None:
        if found == 3:
            raise KeyboardInterrupt

    with pytest.raises(PartitionIncomplete, match="interrupted; 3 cells were found") as caught:
        subgame_perfect(talks.no_base_pledge(), progress=interrupt)
    assert len(caught.value.partial.raw) == 3
    assert check_partition(caught.value.partial).unlike == ()
