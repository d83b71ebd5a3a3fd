"""Games for nashpy, quantecon, networkx, pandas and LaTeX."""

from __future__ import annotations

import builtins
import importlib.util
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sympy import symbols

from negotiation import Chance, Decision, Game, Outcome
from negotiation.errors import MissingDependency, MissingParameter, NotSupported
from negotiation.formats import (
    equilibria_to_latex,
    matrix_to_latex,
    number_to_latex,
    outcome_table,
    strategy_table,
    to_nashpy,
    to_networkx,
    to_openspiel,
    to_pygambit,
    to_quantecon,
    tree_to_latex,
)
from negotiation.game import simultaneous_game
from negotiation.solve import nash, subgame_perfect
from negotiation.talks import basing_shadow

if TYPE_CHECKING:
    from collections.abc import Callable

CHICKEN = simultaneous_game(
    [[[6, 2], [7, 0]], [[6, 7], [2, 0]]],
    players=["A", "B"],
    strategies=[["yield", "dare"]] * 2,
)
THREE = simultaneous_game(
    [[[[100 * i + 10 * j + k for k in range(2)] for j in range(3)] for i in range(2)]] * 3
)


def test_nashpy_finds_the_equilibria_of_chicken() -> None:
    """By hand: two pure ones, and yield with 2/3 (2·(1 − y) = y makes the rows equal)."""
    found = {
        tuple(round(float(chance), 6) for own in pair for chance in own)
        for pair in to_nashpy(CHICKEN).support_enumeration()
    }
    assert found == {(1, 0, 0, 1), (0, 1, 1, 0), (0.666667, 0.333333, 0.666667, 0.333333)}
    with pytest.raises(NotSupported, match="two players"):
        to_nashpy(THREE)


def test_numbers_beyond_doubles_are_refused() -> None:
    with pytest.raises(NotSupported, match="doubles"):
        to_nashpy(simultaneous_game([[[10**400]], [[0]]]))


@pytest.mark.skipif(importlib.util.find_spec("quantecon") is None, reason="quantecon is a peer")
@pytest.mark.filterwarnings("ignore")  # numba's and quantecon's own
def test_quantecon_has_the_payoffs_of_every_player() -> None:
    theirs = to_quantecon(THREE)
    for i in range(2):
        for j in range(3):
            for k in range(2):
                assert [float(pay) for pay in theirs[i, j, k]] == [100 * i + 10 * j + k] * 3


def test_networkx_has_the_tree() -> None:
    networkx = pytest.importorskip("networkx")
    model = basing_shadow()
    graph = to_networkx(model.game)
    tree = model.game.tree
    assert networkx.is_arborescence(graph)
    assert [graph.nodes[node]["kind"] for node in graph].count("outcome") == len(tree.payoffs)
    for history, outcome in model.game.outcomes().items():
        node = tree.find(history)
        way = networkx.shortest_path(graph, 0, node)
        assert tuple(graph.edges[edge]["action"] for edge in pairwise(way)) == history
        assert graph.nodes[node]["payoffs"] == outcome.payoffs
    chances = [
        edge["probability"] for _, _, edge in graph.edges(data=True) if "probability" in edge
    ]
    assert sum(chances) == 1
    assert {graph.nodes[n].get("player") for n in graph} >= {"Russia", "United States"}


def test_pandas_tables() -> None:
    pytest.importorskip("pandas")
    outcomes = outcome_table(CHICKEN)
    assert list(outcomes.columns) == ["outcome", "A", "B"]
    assert outcomes.loc["dare → yield", "A"] == 7
    table = strategy_table(CHICKEN)
    assert table.loc[("yield", "dare"), "B"] == Fraction(7)
    assert table.index.names == ["A", "B"]


class TestLatex:
    """Texts for papers."""

    def test_best_replies_are_underlined(self) -> None:
        text = matrix_to_latex(CHICKEN)
        assert r"yield & $6,\ 6$ & $\underline{2},\ \underline{7}$ \\" in text
        with pytest.raises(NotSupported, match="two"):
            matrix_to_latex(THREE)

    def test_numbers(self) -> None:
        gain = symbols("gain")
        assert number_to_latex(Fraction(-7, 3)) == r"-\frac{7}{3}"
        assert number_to_latex(gain / 2) == r"\frac{gain}{2}"

    def test_trees_stand_alone(self) -> None:
        game = basing_shadow().at(basing_probability="1/4")
        [equilibrium] = subgame_perfect(game)
        plain, marked = tree_to_latex(game), tree_to_latex(game, equilibrium=equilibrium)
        for text in (plain, marked):
            assert text.count(r"\begin{") == text.count(r"\end{") == 1
            assert text.count("{") == text.count("}")
        assert marked.count("line width=2.6bp") > plain.count("line width=2.6bp")
        assert r"\textbackslash" not in plain

    def test_labels_are_escaped(self) -> None:
        one = Outcome({"A&B": 1})
        game = Game(("A&B",), Decision("A&B", {"50%_x": one, "{y}": one}))
        text = tree_to_latex(game)
        assert r"50\%\_x" in text
        assert r"A\&B" in text

    def test_equilibria(self) -> None:
        text = equilibria_to_latex(nash(CHICKEN))
        assert text.count(r"\midrule") == 3
        assert r"yield $\frac{2}{3}$, dare $\frac{1}{3}$" in text
        with pytest.raises(NotSupported, match="at least one"):
            equilibria_to_latex([])


@pytest.mark.parametrize(
    ("convert", "module"),
    [
        (to_quantecon, "quantecon"),
        (to_pygambit, "pygambit"),
        (to_openspiel, "pyspiel"),
        (to_networkx, "networkx"),
        (outcome_table, "pandas"),
        (strategy_table, "pandas"),
    ],
)
def test_a_missing_program_gives_one_sentence(
    convert: Callable[[Game], object], module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.split(".", maxsplit=1)[0] == module:
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingDependency, match="pip install"):
        convert(CHICKEN)


def test_symbols_must_have_values() -> None:
    gain = symbols("gain")
    game = Game(("A",), Chance({"x": (1, Outcome({"A": gain}))}))
    for convert in (to_quantecon, to_pygambit, to_openspiel, strategy_table):
        with pytest.raises(MissingParameter):
            convert(game)
