"""Backward induction on states: closed forms, and the same answer as on the tree."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import NotSupported
from negotiation.game import Rules, Turn, explore, unroll
from negotiation.solve import backward_induction


def stahl(rounds: int, discount: Fraction) -> Rules[tuple[int, Fraction | None, str]]:
    """Alternating offers with an end (Ståhl 1972); offers are multiples of the last values.

    The state is the round, the offer on the table (what the proposer asks) and the result.  The
    grid of demands is that of the values 1, 1 - δ, 1 - δ + δ², … themselves, so that the
    equilibrium of the continuum lies on it.
    """
    values = [Fraction(1)]
    for _ in range(rounds):
        values.append(1 - discount * values[-1])
    demands = {str(value): value for value in values}

    def proposer(number: int) -> str:
        return "AB"[number % 2]

    def payoffs(state: tuple[int, Fraction | None, str]) -> dict[str, Fraction]:
        number, demand, result = state
        if result == "over" or demand is None:
            return {"A": Fraction(0), "B": Fraction(0)}
        return {proposer(number): demand, proposer(number + 1): 1 - demand}

    def next_state(
        state: tuple[int, Fraction | None, str], move: str
    ) -> tuple[int, Fraction | None, str]:
        number, demand, _ = state
        if demand is None:
            return (number, demands[move], "answer")
        if move == "accept":
            return (number, demand, "agreed")
        return (number + 1, None, "offer" if number + 1 < rounds else "over")

    return Rules(
        players=("A", "B"),
        start=(0, None, "offer"),
        mover=lambda s: {
            "offer": proposer(s[0]),
            "answer": proposer(s[0] + 1),
        }.get(s[2], Turn.END),
        moves=lambda s: tuple(demands) if s[2] == "offer" else ("accept", "reject"),
        next_state=next_state,
        payoffs=payoffs,
        discount=discount,
        takes_time=lambda _, move: move == "reject",
    )


@pytest.mark.parametrize("rounds", range(1, 8))
def test_stahl_gives_the_first_proposer_the_alternating_sum(rounds: int) -> None:
    """1, 1 - δ, 1 - δ + δ², …, that is (1 - (-δ)^T)/(1 + δ) (Ståhl 1972)."""
    discount = Fraction(3, 4)
    found = backward_induction(stahl(rounds, discount))
    expected = (1 - (-discount) ** rounds) / (1 + discount)
    assert found.payoffs == {"A": expected, "B": 1 - expected}
    assert found.verify()
    assert found.path[-1] == "accept"


def test_entry_deterrence() -> None:
    """The entrant enters and the incumbent shares: fighting is no credible threat."""
    pays = {"out": (0, 2), "share": (1, 1), "fight": (-1, -1)}
    rules = Rules(
        players=("entrant", "incumbent"),
        start="start",
        mover=lambda s: {"start": "entrant", "in": "incumbent"}.get(s, Turn.END),
        moves=lambda s: ("in", "out") if s == "start" else ("fight", "share"),
        next_state=lambda _, move: move,
        payoffs=lambda s: dict(zip(("entrant", "incumbent"), pays[s], strict=True)),
    )
    found = backward_induction(rules)
    assert found.path == ("in", "share")
    assert found.choice("in") == "share"
    assert found.choice("out") is None


def chain_store(markets: int) -> Rules[tuple[int, str]]:
    """Selten's chain store (1978) with one entrant for all markets, payoffs market by market."""
    return Rules(
        players=("entrant", "store"),
        start=(0, "entry"),
        mover=lambda s: Turn.END if s[0] == markets else {"entry": "entrant"}.get(s[1], "store"),
        moves=lambda s: ("in", "out") if s[1] == "entry" else ("fight", "share"),
        next_state=lambda s, move: (s[0], "answer") if move == "in" else (s[0] + 1, "entry"),
        payoffs=lambda _: {"entrant": 0, "store": 0},
        stage_payoffs=lambda _, move: {
            "entrant": {"fight": -1, "share": 1}.get(move, 0),
            "store": {"fight": -1, "share": 1, "out": 2}.get(move, 0),
        },
    )


def test_the_chain_store_shares_in_every_market() -> None:
    found = backward_induction(chain_store(2000))  # about 10^1200 histories
    assert found.payoffs == {"entrant": 2000, "store": 2000}
    assert set(found.path) == {"in", "share"}
    assert len(found.graph) == 4001


def test_a_thousand_rounds_of_fifty_states() -> None:
    rules = Rules(
        players=("A", "B"),
        start=(0, 0),
        mover=lambda s: Turn.END if s[0] == 1000 else "AB"[s[0] % 2],
        moves=lambda _: ("left", "stay", "right"),
        next_state=lambda s, move: (
            s[0] + 1,
            (s[1] + {"left": -1, "stay": 0, "right": 1}[move]) % 50,
        ),
        payoffs=lambda s: {"A": s[1], "B": 49 - s[1]},
    )
    found = backward_induction(rules)
    assert len(found.graph) > 45_000
    # Whoever moves last can undo the other's last step: from 0, B keeps A at 0.
    assert found.payoffs == {"A": 0, "B": 49}
    assert found.verify()


@st.composite
def small_rules(draw: st.DrawFn) -> Rules[tuple[int, int]]:
    """Layers of few states with random moves, chance, ties, stage payoffs and discounts."""
    layers = draw(st.integers(1, 4))
    width = draw(st.integers(1, 3))
    numbers = st.integers(-2, 2)
    turns = draw(st.lists(st.sampled_from(["A", "B", Turn.CHANCE]), min_size=12, max_size=12))
    targets = draw(st.lists(st.integers(0, width - 1), min_size=24, max_size=24))
    finals = draw(st.lists(st.tuples(numbers, numbers), min_size=3, max_size=3))
    stages = draw(st.lists(st.tuples(numbers, numbers), min_size=24, max_size=24))
    timely = draw(st.lists(st.booleans(), min_size=24, max_size=24))

    def place(state: tuple[int, int], move: str = "x") -> int:
        return 2 * (state[0] * 3 + state[1]) + (move == "y")

    def moves(state: tuple[int, int]) -> tuple[str, ...] | dict[str, str]:
        chance = turns[place(state) // 2] is Turn.CHANCE
        return {"x": "1/3", "y": "2/3"} if chance else ("x", "y")

    return Rules(
        players=("A", "B"),
        start=(0, 0),
        mover=lambda s: Turn.END if s[0] == layers else turns[place(s) // 2],
        moves=moves,
        next_state=lambda s, move: (s[0] + 1, targets[place(s, move)]),
        payoffs=lambda s: dict(zip("AB", finals[s[1]], strict=True)),
        stage_payoffs=lambda s, move: dict(zip("AB", stages[place(s, move)], strict=True)),
        discount={"A": "1/2", "B": "3/4"},
        takes_time=lambda s, move: timely[place(s, move)],
    )


@settings(max_examples=150, deadline=None)
@given(small_rules())
def test_states_and_tree_agree(rules: Rules[tuple[int, int]]) -> None:
    on_states = backward_induction(rules)
    tree = unroll(rules)
    assert dict(on_states.payoffs) == dict(backward_induction(tree).payoffs)
    assert on_states.verify()


@settings(max_examples=60, deadline=None)
@given(small_rules(), st.data())
def test_a_wrong_choice_or_value_fails_to_verify(
    rules: Rules[tuple[int, int]], data: st.DataObject
) -> None:
    found = backward_induction(rules)
    number = data.draw(st.integers(0, len(found.graph) - 1))
    moved = list(found.values)
    moved[number] = (moved[number][0] + Fraction(1, 1000), moved[number][1])
    assert not replace(found, values=tuple(moved)).verify()


def test_a_worse_move_fails_to_verify() -> None:
    found = backward_induction(chain_store(1))
    answer = found.graph.number((0, "answer"))
    fighting = list(found.choices)
    fighting[answer] = 0
    assert not replace(found, choices=tuple(fighting)).verify()


def test_play_that_need_not_end_is_refused() -> None:
    rules = replace(chain_store(2), next_state=lambda *_: (0, "entry"))
    with pytest.raises(NotSupported, match=r"solve\.stationary"):
        backward_induction(rules)


def test_it_prints_readably() -> None:
    text = str(backward_induction(chain_store(1)))
    assert "path: in → share" in text
    assert "payoffs: entrant 1, store 1" in text
    assert explore(chain_store(1)).number((0, "answer")) == 1
