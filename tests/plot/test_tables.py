"""Tornado diagrams, sweeps, frontiers, beliefs, quantal paths: what is drawn is what was given."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import pytest

from negotiation import plot, solve, talks
from negotiation import sweep as batch
from negotiation.errors import NotSupported, UnknownName
from negotiation.plot.frontier import efficient
from tests.support.boxes import overlaps, text_boxes


def test_the_most_influential_parameter_stands_on_top() -> None:
    axes = plot.tornado({"a": (1, 2), "b": ("-1/2", 3), "c": (1, 1)}, base=1, most=2)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["b", "a"]
    ends = {(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches}
    assert (1.0, -0.5) in ends
    assert (1.0, 3.0) in ends


def test_a_tornado_of_nothing_is_refused() -> None:
    with pytest.raises(NotSupported, match="no parameter"):
        plot.tornado({})


TABLE = {
    "gain": [0, 0, "1/2", "1/2", 1, 1],
    "outcome": ["keep", "keep", "keep", "transfer", "transfer", "transfer"],
    "payoff": [0, 0, 0, Fraction(1, 4), "1/2", 1],
}


def test_shares_of_outcomes_are_counted() -> None:
    axes = plot.sweep(TABLE, "gain", by="outcome")
    heights = {}
    for container in axes.containers:
        heights[container.get_label()] = [bar.get_height() for bar in container]
    assert heights == {"keep": [1.0, 0.5, 0.0], "transfer": [0.0, 0.5, 1.0]}


def test_draws_are_points() -> None:
    axes = plot.sweep(TABLE, "gain", "payoff", by="outcome")
    points = {
        line.get_label(): [tuple(xy) for xy in line.get_xydata()] for line in axes.get_lines()
    }
    assert points["transfer"] == [(0.5, 0.25), (1.0, 0.5), (1.0, 1.0)]


def test_columns_of_data_frames_are_read() -> None:
    pandas = pytest.importorskip("pandas")
    axes = plot.sweep(pandas.DataFrame({"x": [1.0, 2.0], "y": [3.0, 4.0]}), "x", "y")
    assert [tuple(xy) for xy in axes.get_lines()[0].get_xydata()] == [(1.0, 3.0), (2.0, 4.0)]


def test_results_of_a_sweep_are_drawn() -> None:
    """By hand: at the baseline Russia transfers below the threshold 1/3."""
    pytest.importorskip("pandas")
    table = batch.grid(talks.basing_shadow(), basing_probability=[0.1, 0.25, 0.5, 0.75])
    axes = plot.sweep(table, "basing_probability", "payoff of Russia")
    drawn = [tuple(xy) for xy in axes.get_lines()[0].get_xydata()]
    assert drawn == [
        (0.1, pytest.approx(0.7)),
        (0.25, pytest.approx(0.25)),
        (0.5, 0.0),
        (0.75, 0.0),
    ]


def test_sensitivities_are_drawn() -> None:
    class Effect:
        def __init__(self, first: float, total: float) -> None:
            self.first, self.total = first, total

    class Sensitivity:
        effects: ClassVar = {"payoff of Russia": {"a": Effect(0.1, 0.2), "b": Effect(0.5, 0.7)}}

    axes = plot.tornado(Sensitivity(), of="payoff of Russia")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["b", "a"]
    assert axes.get_xlabel() == "effect on payoff of Russia"
    with pytest.raises(UnknownName, match="payoff of Russia"):
        plot.tornado(Sensitivity(), of="payoff of Rusia")


def test_sweeps_at_fault_are_refused() -> None:
    with pytest.raises(UnknownName, match="payoff"):
        plot.sweep(TABLE, "gain", "payof")
    with pytest.raises(NotSupported, match="give y"):
        plot.sweep(TABLE, "gain")
    with pytest.raises(NotSupported, match="no rows"):
        plot.sweep({"gain": [], "payoff": []}, "gain", "payoff")


def test_efficient_points_are_those_of_the_definition() -> None:
    points = [
        (Fraction(a), Fraction(b)) for a, b in [(0, 0), (1, 3), (2, 2), (2, 1), (3, 0), (1, 3)]
    ]
    assert efficient(points) == [(1, 3), (2, 2), (3, 0)]


def test_the_frontier_marks_the_equilibrium() -> None:
    game = talks.basing_shadow().at("thaw")
    [found] = solve.subgame_perfect(game)
    axes = plot.frontier(game, players=("Japan", "Russia"), equilibria=[found])
    lines = {str(line.get_label()): line.get_xydata() for line in axes.get_lines()}
    assert tuple(lines["subgame perfect: transfer"][0]) == (3.75, 0.25)
    assert [tuple(xy) for xy in lines["efficient outcomes"]] == [(4.0, 1.0)]
    with pytest.raises(UnknownName, match="Japan"):
        plot.frontier(game, players=("Jap", "Russia"))


def test_one_player_has_no_frontier() -> None:
    with pytest.raises(NotSupported, match="two players"):
        plot.frontier(talks.staffing_window().at())


def test_beliefs_are_written_exactly() -> None:
    """At the baseline nobody pledges in one class, so Russia keeps its prior of 1/4."""
    found = solve.perfect_bayesian(talks.autonomy_signalling().at())
    pooling = next(
        e
        for e in found
        if e.beliefs
        and "no pledge" in str(e)
        and len(e.outcomes) == 2
        and all("no pledge" in h for h in e.outcomes)
    )
    axes = plot.belief(pooling)
    texts = [text.get_text() for text in axes.texts]
    assert any(text.endswith("1/4") for text in texts)
    assert any(text.endswith("3/4") for text in texts)
    assert overlaps(text_boxes(axes)) == []
    assert any("(not reached)" in label.get_text() for label in axes.get_yticklabels())


def test_what_has_no_beliefs_is_refused() -> None:
    [found] = solve.subgame_perfect(talks.basing_shadow().at())
    with pytest.raises(NotSupported, match="has no beliefs"):
        plot.belief(found)


def test_quantal_paths_begin_with_uniform_play() -> None:
    game = talks.basing_shadow().at("thaw")
    axes = plot.quantal_path(game, until=5, moves=["transfer"])
    [line] = axes.get_lines()
    assert tuple(line.get_xydata()[0]) == (0.0, 0.5)
    assert line.get_label() == "Russia, transfer: keep"
    path = solve.quantal_path(game, until=5)
    assert line.get_ydata()[-1] == pytest.approx(path[-1].profile["transfer"]["keep"])
    with pytest.raises(UnknownName, match="information set"):
        plot.quantal_path(path, moves=["transfr"])
