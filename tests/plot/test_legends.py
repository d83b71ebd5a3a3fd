"""Legends under figures: inside the page, clear of the axis, and every word of every entry."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation import parametric, plot, solve, talks
from negotiation.model import Model
from negotiation.plot.legends import legend_below
from negotiation.plot.section import section
from negotiation.plot.style import axes_for

pytest.importorskip("matplotlib")

from matplotlib.axes import Axes
from matplotlib.lines import Line2D


def _boxes(axes: Axes) -> tuple[tuple[float, float, float, float], float, float]:
    """Return the legend's box, the lower end of the axis's name, and the width of the page."""
    figure = axes.get_figure(root=True)
    legend = axes.get_legend()
    assert figure is not None
    assert legend is not None
    figure.draw_without_rendering()
    box = legend.get_window_extent()
    return box.extents, axes.xaxis.label.get_window_extent().y0, figure.bbox.width


def _holds(axes: Axes) -> None:
    (left, low, right, high), name, page = _boxes(axes)
    assert left >= 0
    assert low >= -1
    assert right <= page + 1
    assert high <= name + 1
    assert axes.get_window_extent().width > 0.75 * page


@pytest.mark.parametrize("model", [talks.triangle(), talks.sanctions_cascade()])
def test_quantal_paths_of_many_moves(model: Model) -> None:
    _holds(plot.quantal_path(solve.quantal_path(model.at(), until=2)))


def test_names_of_regions_that_are_longer_than_the_page() -> None:
    axes = plot.regions(
        parametric.subgame_perfect(talks.legal_framework()), "dilution_cost", "japan_jea_value"
    )
    _holds(axes)
    legend = axes.get_legend()
    assert legend is not None
    first = legend.get_texts()[0].get_text()
    assert " ".join(first.split()) == (
        "A: no proposal or law 1/5 → reject or law 2/5 → reject or law 3/5 → reject "
        "or law 4/5 → reject or law 5/5 → reject"
    )


def test_words_stand_in_as_many_columns_as_fit() -> None:
    short = axes_for(None)
    legend_below(short, [Line2D([], [], label=name) for name in ("one", "two", "three", "four")])
    tall = axes_for(None)
    legend_below(tall, [Line2D([], [], label=name * 20) for name in ("one ", "two ", "three ")])
    assert _boxes(short)[0][3] - _boxes(short)[0][1] < _boxes(tall)[0][3] - _boxes(tall)[0][1]
    _holds(short)
    _holds(tall)


def test_namesakes_are_told_apart_by_the_moves_that_differ() -> None:
    partition = parametric.subgame_perfect(talks.staffing_window())
    cut = section(partition, ("exit_cost",), "baseline", None)
    names = [cut.label_at(Fraction(value)) for value in (2, 9)]
    assert names == [
        "start; continue | hard, started in period 1: abort",
        "start; continue | hard, started in period 1: continue",
    ]


def test_payoffs_that_never_move_have_an_axis_in_whole_units() -> None:
    partition = parametric.subgame_perfect(talks.no_base_pledge())
    assert plot.slice(partition, "hosting_cost").get_ylim() == (-1, 1)


def test_long_histories_keep_their_last_moves() -> None:
    game = talks.repeated_talks().at()
    found = solve.perfect_bayesian(game)[0]
    words = [text.get_text() for text in plot.belief(found).texts]
    assert words[-1].startswith("… → ")
    assert words[-1].endswith("→ talk\n1")
