"""Backward induction in floats against the exact solver, kernel against kernel."""

# ruff: noqa: ARG005 - the functions of rules take more than each game uses
from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import talks
from negotiation.errors import MissingDependency, NotSupported, UnknownName
from negotiation.game import Chance, Decision, Game, Outcome, Rules, Turn
from negotiation.game.arrays import GameArrays, arrays_of
from negotiation.game.rule_arrays import arrays_of_rules
from negotiation.solve import backward_induction
from negotiation.solve.kernels import has_numba, solve_nodes
from negotiation.solve.level_induction import solve_levels
from negotiation.solve.narrow_induction import solve_one_by_one
from negotiation.solve.numeric import numeric_backward_induction
from negotiation.testing import imperfect_information_games, perfect_information_games
from tests.game.test_arrays import countdown

needs_numba = pytest.mark.skipif(not has_numba(), reason="numba is not installed")


def all_kernels(arrays: GameArrays) -> None:
    """Every way to compute gives the same values and choices, bit by bit."""
    values, choices = solve_levels(arrays)
    singly, chosen = solve_one_by_one(arrays, arrays.floats.tolist())
    assert np.array_equal(values, np.array(singly).T)
    assert choices.tolist() == chosen
    if has_numba():
        fast_values, fast_choices = solve_nodes(arrays)
        assert np.array_equal(values, fast_values)
        assert np.array_equal(choices, fast_choices)


@settings(deadline=None)  # the first call compiles
@given(perfect_information_games())
def test_every_kernel_gives_the_same(game: Game) -> None:
    all_kernels(arrays_of(game))


@given(perfect_information_games())
def test_exact_choices_are_those_of_exact_backward_induction(game: Game) -> None:
    exact = backward_induction(game)
    found = numeric_backward_induction(game, exact=True)
    assert found.exact_payoffs == exact.payoffs
    assert found.path == exact.path
    tree = game.tree
    chosen = [max(range(len(row)), key=row.__getitem__) for row in exact.profile.table]
    for number, infoset in enumerate(tree.infosets):
        assert found.choices[infoset.nodes[0]] == chosen[number]
    assert found.largest_regret <= 2 * found.error_bound + 1e-9


@given(perfect_information_games())
def test_ties_are_the_decisions_with_two_best_actions(game: Game) -> None:
    found = numeric_backward_induction(game, exact=True, gap=1e6)
    exact, _ = solve_one_by_one(found.arrays, found.arrays.numbers)
    tied = []
    for node, infoset in sorted((each.nodes[0], each) for each in game.tree.infosets):
        worths = [exact[child][infoset.player] for child in game.tree.children(node)]
        if worths.count(max(worths)) > 1:
            tied.append(node)
    assert list(found.ties) == tied


def test_rounding_does_not_decide_what_is_exactly_tied_or_ordered() -> None:
    """A tenth thrice is more than three tenths in floats, and less by 10**-20 is nothing there."""
    tenths = Chance({str(k): ("1/3", Outcome({"A": "0.3"})) for k in range(3)})
    for other, best in (("0.3", 0), (Fraction(3, 10) + Fraction(1, 10**20), 1)):
        game = Game(("A",), Decision("A", {"lottery": tenths, "sure": Outcome({"A": other})}))
        found = numeric_backward_induction(game, exact=True)
        assert found.choices[0] == best
        assert bool(found.ties) == (best == 0)
        assert found.checked == 1


def test_a_wrong_float_comparison_below_is_mended_before_it_counts_above() -> None:
    """B's choice, wrong in floats, decides what A gets."""
    more = Fraction(1, 10) + Fraction(1, 10**30)
    below = Decision(
        "B", {"x": Outcome({"A": 0, "B": "1/10"}), "y": Outcome({"A": 5, "B": more})}, "b"
    )
    game = Game(("A", "B"), Decision("A", {"in": below, "out": Outcome({"A": 1, "B": 0})}, "a"))
    assert numeric_backward_induction(game).path == ("out",)
    assert numeric_backward_induction(game, exact=True).path == ("in", "y")
    assert backward_induction(game).path == ("in", "y")


@pytest.mark.parametrize("start", [1, 7, 20, 40])
def test_rules_give_what_exact_backward_induction_gives(start: int) -> None:
    rules = countdown(start)
    exact = backward_induction(rules)
    found = numeric_backward_induction(rules, exact=True)
    assert found.exact_payoffs == exact.payoffs
    assert found.path == exact.path
    for state in found.arrays.states:
        assert found.choice(found.node_of(state)) == exact.choice(state)
    all_kernels(found.arrays)
    rough = numeric_backward_induction(rules)
    assert rough.payoffs == pytest.approx({k: float(v) for k, v in exact.payoffs.items()})
    assert rough.largest_regret <= 4 * rough.error_bound


def test_stage_payoffs_and_discounting_count() -> None:
    rules = Rules(
        players=("A", "B"),
        start=(0, 0),
        mover=lambda s: Turn.END if s[0] == 40 else "AB"[s[0] % 2],
        moves=lambda s: ("work", "rest", "wait"),
        next_state=lambda s, move: (s[0] + 1, (3 * s[1] + len(move) + (move == "wait")) % 80),
        payoffs=lambda s: {"A": s[1], "B": 80 - s[1]},
        stage_payoffs=lambda s, move: {"A": int(move == "work"), "B": "1/3"},
        discount={"A": "9/10", "B": "4/5"},
        takes_time=lambda s, move: move != "wait",
    )
    exact = backward_induction(rules)
    arrays = arrays_of_rules(rules)
    all_kernels(arrays)
    found = numeric_backward_induction(arrays, exact=True)
    assert found.exact_payoffs == exact.payoffs
    assert found.path == exact.path
    assert found.error_bound < 1e-9


def test_a_chain_of_a_hundred_thousand_states() -> None:
    length = 100_000
    rules = Rules(
        players=("A", "B"),
        start=0,
        mover=lambda s: "AB"[s % 2] if 0 <= s < length else Turn.END,
        moves=lambda s: ("stop", "go"),
        next_state=lambda s, move: -s - 1 if move == "stop" else s + 1,
        payoffs=lambda s: {"A": abs(s) % 3, "B": abs(s) % 2},
    )
    found = numeric_backward_induction(rules, kernel="numpy")
    assert found.largest_regret == 0
    assert len(found.arrays) == 2 * length + 1


@given(imperfect_information_games())
def test_refuses_exactly_where_information_is_imperfect(game: Game) -> None:
    if game.has_perfect_information:
        assert numeric_backward_induction(game).payoffs
        return
    with pytest.raises(NotSupported, match="perfect information"):
        numeric_backward_induction(game)
    with pytest.raises(NotSupported, match="perfect information"):
        numeric_backward_induction(arrays_of(game))


def test_arguments_are_checked() -> None:
    game = talks.congress_veto().at()
    with pytest.raises(UnknownName, match="did you mean 'numba'"):
        numeric_backward_induction(game, kernel="nunba")
    with pytest.raises(NotSupported, match="positive number"):
        numeric_backward_induction(game, exact=True, gap=0)


def test_missing_numba_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "numba", None)
    from negotiation.solve.kernels import numba_module

    with pytest.raises(MissingDependency, match=r"pip install 'negotiation\[fast\]'"):
        numba_module()


@pytest.mark.slow
def test_a_million_states() -> None:
    rules = Rules(
        players=("A", "B"),
        start=(0, 0),
        mover=lambda s: Turn.END if s[0] == 1000 else ("A", "B")[s[0] % 2],
        moves=lambda s: ("hold", "move"),
        next_state=lambda s, m: (s[0] + 1, (2 * s[1] + (m == "move")) % 1024),
        payoffs=lambda s: {"A": s[1] % 97, "B": (s[1] * 31) % 89},
    )
    found = numeric_backward_induction(rules)
    assert len(found.arrays) > 1_000_000
    assert found.largest_regret == 0


@needs_numba
def test_numba_can_be_asked_for() -> None:
    game = talks.triangle().at()
    found = numeric_backward_induction(game, kernel="numba")
    assert found.path == numeric_backward_induction(game, kernel="numpy").path
    assert "error at most" in str(found)


@settings(deadline=None, max_examples=30)  # the first call compiles
@given(st.integers(2, 5), st.integers(1, 6), st.integers(0, 10**6))
def test_uniform_trees(width: int, depth: int, seed: int) -> None:
    """Levels of one mover and one width take the short way."""
    depth = min(depth, 4 if width > 2 else 6)
    random = np.random.default_rng(seed)
    level: list[object] = [
        Outcome({"A": int(a), "B": int(b)})
        for a, b in random.integers(0, 4, (width**depth, 2)).tolist()
    ]
    for height in range(depth):
        level = [
            Decision("AB"[height % 2], {str(k): level[at + k] for k in range(width)})  # type: ignore[misc]
            for at in range(0, len(level), width)
        ]
    game = Game(("A", "B"), level[0])  # type: ignore[arg-type]
    exact = backward_induction(game)
    found = numeric_backward_induction(game, kernel="numpy", exact=True)
    assert found.path == exact.path
    all_kernels(found.arrays)
