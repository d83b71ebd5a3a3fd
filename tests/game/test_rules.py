"""Games given by rules: what is explored, what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.errors import InvalidGame, InvalidNumber, NotSupported, UnknownName
from negotiation.game import Chance, Decision, Outcome, Rules, Turn, explore, unroll


def counting(last: int = 3, **changes: object) -> Rules[int]:
    rules: dict[str, object] = {
        "players": ("A", "B"),
        "start": 0,
        "mover": lambda n: Turn.END if n >= last else "AB"[n % 2],
        "moves": lambda _: ("one", "two"),
        "next_state": lambda n, move: n + (1 if move == "one" else 2),
        "payoffs": lambda n: {"A": n, "B": -n},
    }
    return Rules(**(rules | changes))  # type: ignore[arg-type]


def test_equal_states_are_merged() -> None:
    graph = explore(counting(50_000))
    assert len(graph) == 50_002  # 0 … 50 001
    assert graph.order is not None


def test_what_follows_comes_first_in_the_order() -> None:
    graph = explore(counting(40))
    place = {number: index for index, number in enumerate(graph.order or ())}
    for number, moves in enumerate(graph.moves):
        assert all(place[move.target] < place[number] for move in moves)


def test_a_circle_has_no_order() -> None:
    graph = explore(counting(5, next_state=lambda n, _: (n + 1) % 3))
    assert graph.order is None
    assert graph.timeless_circle in {0, 1, 2}


def test_the_tree_has_the_shape_written_by_hand() -> None:
    """Stage payoff 1 to the mover, every move takes a period, the discount is 1/2.

    After "one": A has 1; the end state 1 pays 10, discounted once: A 1 + 5, B 0 + 5.  After "two"
    and then chance x: A has 1, chance nothing, the end pays 10 discounted twice.
    """
    rules = Rules(
        players=("A", "B"),
        start="start",
        mover=lambda s: {"start": "A", "chance": Turn.CHANCE}.get(s, Turn.END),
        moves=lambda s: ("one", "two") if s == "start" else {"x": "1/3", "y": "2/3"},
        next_state=lambda _, move: "chance" if move == "two" else f"end {move}",
        payoffs=lambda _: {"A": 10, "B": 10},
        stage_payoffs=lambda s, _: {"A": 1 if s == "start" else 0, "B": 0},
        discount={"A": "1/2", "B": "1/2"},
    )
    half = Fraction(5, 2)
    late = Outcome({"A": 1 + half, "B": half})
    assert unroll(rules).root == Decision(
        "A",
        {
            "one": Outcome({"A": 6, "B": 5}),
            "two": Chance({"x": ("1/3", late), "y": ("2/3", late)}),
        },
    )


def test_time_passes_only_where_the_rules_say() -> None:
    rules = counting(2, discount="1/2", takes_time=lambda _, move: move == "two")
    paid = {history: outcome.payoffs["A"] for history, outcome in unroll(rules).outcomes().items()}
    assert paid == {("one", "one"): 2, ("one", "two"): Fraction(3, 2), ("two",): 1}


def test_unrolling_stops_at_its_limit() -> None:
    with pytest.raises(NotSupported, match="limit=1000 nodes"):
        unroll(counting(30), limit=1000)
    with pytest.raises(NotSupported, match="no end"):
        unroll(counting(5, next_state=lambda n, _: (n + 1) % 3))


def test_an_endless_walk_is_refused() -> None:
    with pytest.raises(NotSupported, match="limit=500 states"):
        explore(counting(10**9), limit=500)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"mover": lambda _: "C"}, "the mover at state 0 is 'C'"),
        ({"moves": lambda _: ()}, "the moves at state 0"),
        ({"moves": lambda _: "one"}, "the moves at state 0 are 'one'"),
        ({"moves": lambda _: ("one", "one")}, "same label"),
        ({"moves": lambda _: (1, 2)}, "labels are non-empty texts"),
        ({"mover": lambda n: Turn.CHANCE if n < 3 else Turn.END}, "label → probability"),
        (
            {
                "mover": lambda n: Turn.CHANCE if n < 3 else Turn.END,
                "moves": lambda _: {"one": "1/2", "two": "1/3"},
            },
            "sum to exactly 1",
        ),
        ({"next_state": lambda n, _: [n]}, "not hashable"),
        ({"payoffs": lambda n: {"A": n}}, "no payoff for 'B'"),
        ({"payoffs": lambda n: {"A": n, "B": 0, "C": 0}}, "unknown player 'C'"),
        ({"payoffs": lambda n: n}, "give player → payoff"),
    ],
)
def test_malformed_rules_are_refused_with_the_state(changes: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidGame, match=says):
        explore(counting(3, **changes))


def test_malformed_parts_are_refused_at_once() -> None:
    with pytest.raises(InvalidGame, match="players"):
        counting(players="AB")
    with pytest.raises(InvalidGame, match="different"):
        counting(players=("A", "A"))
    with pytest.raises(InvalidGame, match="'mover' must be a function"):
        counting(mover="A")
    with pytest.raises(InvalidNumber, match="discount factor of 'A' is 2"):
        counting(discount=2)
    with pytest.raises(InvalidNumber, match="discount factor of 'A'"):
        counting(discount="nearly one")
    with pytest.raises(UnknownName, match="player 'C'"):
        counting(discount={"C": "1/2"})
    with pytest.raises(InvalidNumber, match="payoff of 'A'"):
        explore(counting(payoffs=lambda _: {"A": float("nan"), "B": 0}))
