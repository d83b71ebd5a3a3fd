"""Games as arrays: nothing is lost on the way there and back."""

# ruff: noqa: ARG005 - the functions of rules take more than each game uses
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation import talks
from negotiation.errors import InvalidGame, InvalidNumber, MissingParameter, NotSupported
from negotiation.game import Game, Outcome, Rules, Turn, explore, unroll
from negotiation.game.arrays import arrays_of
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.rule_arrays import arrays_of_rules
from negotiation.testing import imperfect_information_games, perfect_information_games


@given(st.one_of(perfect_information_games(), imperfect_information_games()))
def test_round_trip_gives_an_equal_game(game: Game) -> None:
    arrays = arrays_of(game)
    assert arrays.to_game() == game
    assert len(arrays) == len(game.tree)
    for node in range(len(arrays)):
        assert arrays.history(node) == game.tree.history(node)


@given(perfect_information_games())
def test_levels_hold_the_nodes_of_one_depth(game: Game) -> None:
    arrays = arrays_of(game)
    for level, (start, stop) in enumerate(zip(arrays.levels[:-1], arrays.levels[1:], strict=True)):
        assert all(len(game.tree.history(node)) == level for node in range(start, stop))
    assert arrays.levels[-1] == len(arrays)


@pytest.mark.parametrize("name", sorted(talks.catalogue()))
def test_the_talks_survive_the_round_trip(name: str) -> None:
    game = talks.catalogue()[name]().at()
    assert arrays_of(game).to_game() == game


def test_memory_is_what_is_stated() -> None:
    game = talks.congress_veto().at()
    arrays = arrays_of(game)
    nodes, outcomes = len(game.tree), len(game.tree.payoffs)
    stated = 8 * (nodes + 1) + 2 * nodes + 4 * nodes + 4 * (nodes - 1)
    stated += outcomes * (4 * len(game.players) + 4)
    assert arrays.nbytes == stated + arrays.levels.nbytes
    assert arrays.bytes_per_node == arrays.nbytes / nodes


def test_symbols_and_huge_numbers_are_refused() -> None:
    with pytest.raises(MissingParameter, match="treaty_gain"):
        arrays_of(talks.basing_shadow().game)
    huge = Game(("A",), Outcome({"A": 10**400}))
    with pytest.raises(InvalidNumber, match="too large for a float"):
        arrays_of(huge).floats  # noqa: B018 - read to see it refused


def countdown(start: int) -> Rules[tuple[int, int]]:
    """Take one or two matches in turn; every third heap is shuffled by chance."""
    return Rules(
        players=("A", "B"),
        start=(start, 0),
        mover=lambda s: (
            Turn.END if s[0] <= 0 else Turn.CHANCE if s[0] % 3 == 0 else ("A", "B")[s[1]]
        ),
        moves=lambda s: {"win": "1/3", "lose": "2/3"} if s[0] % 3 == 0 else ("one", "two"),
        next_state=lambda s, move: (s[0] - (1 if move in ("one", "win") else 2), 1 - s[1]),
        payoffs=lambda s: {"A": 3 * s[1] - s[0], "B": s[0]},
    )


def test_rules_give_the_states_that_exploring_finds() -> None:
    rules = countdown(20)
    arrays, graph = arrays_of_rules(rules), explore(rules)
    assert sorted(arrays.states) == sorted(graph.states)
    for node, state in enumerate(arrays.states):
        number = graph.number(state)
        assert arrays.mover[node] == graph.mover[number]
        moves = graph.moves[number]
        edges = range(arrays.first[node], arrays.first[node + 1])
        assert [arrays.labels[arrays.label[edge]] for edge in edges] == [m.label for m in moves]
        follows = [arrays.states[arrays.follows(edge)] for edge in edges]
        assert follows == [graph.states[move.target] for move in moves]
        assert all(arrays.follows(edge) > node for edge in edges)
        if graph.mover[number] == CHANCE:
            assert arrays.probability is not None
            shares = [arrays.numbers[arrays.probability[edge]] for edge in edges]
            assert shares == [move.probability for move in moves]
    ends = [arrays.states[node] for node in arrays.outcomes]
    assert all(graph.mover[graph.number(state)] == OUTCOME for state in ends)
    for place, state in enumerate(ends):
        assert arrays.exact_payoffs(place) == graph.payoffs[graph.number(state)]


def test_a_graph_gives_the_game_that_unrolling_gives() -> None:
    rules = countdown(9)
    assert arrays_of_rules(rules).to_game().outcomes() == unroll(rules).outcomes()


def test_payoffs_on_the_way_are_kept_and_not_written_as_a_game() -> None:
    rules = Rules(
        players=("A", "B"),
        start=0,
        mover=lambda s: Turn.END if s == 3 else "AB"[s % 2],
        moves=lambda s: ("go", "stay"),
        next_state=lambda s, move: s + 1,
        payoffs=lambda s: {"A": 1, "B": 2},
        stage_payoffs=lambda s, move: {"A": s, "B": int(move == "go")},
        discount={"A": "1/2", "B": "2/3"},
        takes_time=lambda s, move: move == "go",
    )
    arrays = arrays_of_rules(rules)
    assert arrays.stage is not None
    assert arrays.factor is not None
    numbers = np.array([float(each) for each in arrays.numbers])
    assert numbers[arrays.stage].tolist() == [[0, 1], [0, 0], [1, 1], [1, 0], [2, 1], [2, 0]]
    assert numbers[arrays.factor][:2].tolist() == [[1 / 2, 2 / 3], [1, 1]]
    with pytest.raises(NotSupported, match=r"game\.unroll"):
        arrays.to_game()


def test_rules_that_are_malformed_are_refused() -> None:
    def rules(**changed: object) -> Rules[int]:
        given: dict[str, object] = {
            "players": ("A",),
            "start": 0,
            "mover": lambda s: Turn.END if s > 2 else "A",
            "moves": lambda s: ("x", "y"),
            "next_state": lambda s, move: s + 1,
            "payoffs": lambda s: {"A": s},
        }
        return Rules(**{**given, **changed})  # type: ignore[arg-type]

    with pytest.raises(NotSupported, match="come back to a state"):
        arrays_of_rules(rules(next_state=lambda s, move: 1 - s, mover=lambda s: "A"))
    with pytest.raises(NotSupported, match="more than limit=2 states"):
        arrays_of_rules(rules(), limit=2)
    with pytest.raises(InvalidGame, match="mover at state 0 is 'C'"):
        arrays_of_rules(rules(mover=lambda s: "C"))
    with pytest.raises(InvalidGame, match="not hashable"):
        arrays_of_rules(rules(next_state=lambda s, move: [s]))
    with pytest.raises(InvalidGame, match="same label"):
        arrays_of_rules(rules(moves=lambda s: ("x", "x")))
    with pytest.raises(InvalidGame, match="has no payoff for 'A'"):
        arrays_of_rules(rules(payoffs=lambda s: {}))
