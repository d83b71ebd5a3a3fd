"""Figures of bargaining: what is drawn is what was solved, and nothing overlaps the plot."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from sympy import sqrt, symbols

from negotiation import talks
from negotiation.bargaining import FiniteProblem, FrontierProblem, PolygonProblem, pareto_packages
from negotiation.errors import MissingDependency, NotSupported
from negotiation.plot import bargaining_set, package_frontier

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALICE_AND_GEORGE = PolygonProblem([(60, 80), (50, 110), (30, 150)], (30, 80))


def marked(axes: Axes) -> dict[str, list[tuple[float, float]]]:
    """Return the drawn points by their name in the legend."""
    return {
        str(line.get_label()): [(float(x), float(y)) for x, y in line.get_xydata()]
        for line in axes.get_lines()
    }


def test_solutions_stand_where_the_literature_puts_them() -> None:
    """Nash gains (35/2, 35) and Kalai-Smorodinsky (210/13, 490/13) over (30, 80)."""
    points = marked(bargaining_set(ALICE_AND_GEORGE, players=("Alice", "George")))
    assert points["Nash"] == [pytest.approx((47.5, 115.0))]
    expected = (30 + float(Fraction(210, 13)), 80 + float(Fraction(490, 13)))
    assert points["Kalai-Smorodinsky"] == [pytest.approx(expected)]
    assert points["disagreement"] == [(30.0, 80.0)]


def test_solutions_at_one_point_share_a_mark() -> None:
    """In a symmetric triangle all solutions but the utilitarian, which ties, agree on (1, 1)."""
    axes = bargaining_set(PolygonProblem([(0, 0), (2, 0), (0, 2)]))
    points = marked(axes)
    [shared] = [name for name in points if "Nash" in name]
    assert points[shared] == [(1.0, 1.0)]
    assert {"Nash", "Kalai-Smorodinsky", "egalitarian", "equal loss"} <= set(shared.split(", "))


def test_a_curve_and_a_list_can_be_drawn() -> None:
    t = symbols("t")
    curve = bargaining_set(FrontierProblem(sqrt(t), 1 - t, t))
    assert marked(curve)["Nash"] == [pytest.approx((3**-0.5, 2 / 3))]
    listed = bargaining_set(FiniteProblem([(4, 1), (3, 2), (1, 1)]))
    assert marked(listed)["frontier"] == [(4.0, 1.0), (3.0, 2.0)]


def test_more_than_two_players_are_refused() -> None:
    with pytest.raises(NotSupported, match="two players, and the problem has 3"):
        bargaining_set(FiniteProblem([(1, 1, 1)]))


def test_given_axes_are_used() -> None:
    axes = bargaining_set(ALICE_AND_GEORGE)
    axes.clear()
    assert bargaining_set(ALICE_AND_GEORGE, axes=axes) is axes


def test_package_frontiers_are_those_of_the_menus() -> None:
    menu = talks.project_portfolio().menu
    axes = package_frontier(menu)
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert labels == ["all rules", *(f"without {rule.name}" for rule in menu.rules)]
    points = marked(axes)
    assert points["all rules"] == [(6, 16), (8, 15), (10, 14), (11, 13)]  # the table of G9
    lifted = pareto_packages(menu.without("legal regime")).payoffs
    assert points["without legal regime"] == [(float(x), float(y)) for x, y in lifted]


def test_without_matplotlib_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingDependency, match=r"pip install 'negotiation\[plot\]'"):
        bargaining_set(ALICE_AND_GEORGE)
