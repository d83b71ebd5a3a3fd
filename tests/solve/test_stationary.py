"""Stationary equilibria: Rubinstein on a grid, and brute force from the definition."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import NotSupported, TooManyEquilibria
from negotiation.game import Rules, Turn
from negotiation.solve import stationary


def rubinstein(steps: int, discount: Fraction) -> Rules[tuple[str, int | None, bool]]:
    """Alternating offers without end; the proposer asks a multiple of 1/steps."""
    other = {"A": "B", "B": "A"}

    def next_state(state: tuple[str, int | None, bool], move: str) -> tuple[str, int | None, bool]:
        proposer, demand, _ = state
        if demand is None:
            return (proposer, int(move), False)
        if move == "accept":
            return (proposer, demand, True)
        return (other[proposer], None, False)

    return Rules(
        players=("A", "B"),
        start=("A", None, False),
        mover=lambda s: Turn.END if s[2] else s[0] if s[1] is None else other[s[0]],
        moves=lambda s: (
            tuple(str(demand) for demand in range(steps + 1))
            if s[1] is None
            else ("accept", "reject")
        ),
        next_state=next_state,
        payoffs=lambda s: {
            s[0]: Fraction(s[1] or 0, steps),
            other[s[0]]: 1 - Fraction(s[1] or 0, steps),
        },
        discount=discount,
        takes_time=lambda _, move: move == "reject",
    )


def test_rubinstein_on_a_grid_that_holds_the_division() -> None:
    """δ = 1/2: the proposer's share 1/(1 + δ) = 2/3 lies on the grid of sixths.

    All stationary equilibria keep the proposer within one step of it (Rubinstein 1982; Muthoo
    1999 on grids), and the division itself is among them.
    """
    found = stationary(rubinstein(6, Fraction(1, 2)))
    shares = {one.payoffs["A"] for one in found}
    assert Fraction(2, 3) in shares
    assert all(abs(share - Fraction(2, 3)) <= Fraction(1, 6) for share in shares)
    assert all(one.verify() for one in found)


def test_a_fine_grid_closes_in_on_the_division() -> None:
    found = stationary(rubinstein(30, Fraction(1, 2)))
    assert found
    assert all(abs(one.payoffs["A"] - Fraction(2, 3)) <= Fraction(1, 30) for one in found)


def circle(moves: list[list[int]], stages: list[list[int]], owners: str) -> Rules[int]:
    """States 0 … n-1 with two moves each, endless."""
    return Rules(
        players=("A", "B"),
        start=0,
        mover=lambda s: owners[s],
        moves=lambda _: ("x", "y"),
        next_state=lambda s, move: moves[s][move == "y"],
        payoffs=lambda _: {"A": 0, "B": 0},
        stage_payoffs=lambda s, move: {
            "A": stages[s][2 * (move == "y")],
            "B": stages[s][2 * (move == "y") + 1],
        },
        discount={"A": "1/2", "B": "2/3"},
    )


def brute_force(
    moves: list[list[int]], stages: list[list[int]], owners: str, reached: list[int]
) -> set[tuple[int, ...]]:
    """Every profile with no better stationary strategy of either player, from any state."""
    discount = {"A": sympy.Rational(1, 2), "B": sympy.Rational(2, 3)}

    def values(profile: dict[int, int], player: str) -> dict[int, sympy.Expr]:
        size = len(reached)
        matrix, right = sympy.eye(size), sympy.zeros(size, 1)
        for row, state in enumerate(reached):
            matrix[row, reached.index(moves[state][profile[state]])] -= discount[player]
            right[row] = stages[state][2 * profile[state] + "AB".index(player)]
        solution = matrix.LUsolve(right)
        return {state: solution[row] for row, state in enumerate(reached)}

    table = {
        choices: {
            player: values(dict(zip(reached, choices, strict=True)), player) for player in "AB"
        }
        for choices in product((0, 1), repeat=len(reached))
    }
    return {
        choices
        for choices, value in table.items()
        if all(
            table[other][player][state] <= value[player][state]
            for player in "AB"
            for other in table
            if all(
                one == two or owners[state] == player
                for one, two, state in zip(choices, other, reached, strict=True)
            )
            for state in reached
        )
    }


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=3, max_size=3),
    st.lists(st.lists(st.integers(-1, 2), min_size=4, max_size=4), min_size=3, max_size=3),
    st.sampled_from(["AAA", "ABA", "BAB", "ABB"]),
)
def test_all_equilibria_and_no_others(
    moves: list[list[int]], stages: list[list[int]], owners: str
) -> None:
    found = stationary(circle(moves, stages, owners))
    states = list(found[0].graph.states) if found else sorted(_reached(moves))
    expected = brute_force(moves, stages, owners, states)
    assert {one.choices for one in found} == expected
    assert all(one.verify() for one in found)


def _reached(moves: list[list[int]]) -> set[int]:
    seen = [0]
    for state in seen:
        seen.extend(target for target in moves[state] if target not in seen)
    return set(seen)


def test_a_moved_value_fails() -> None:
    """Every value of every equilibrium of a game with several, moved by 1/1000."""
    for one in stationary(rubinstein(4, Fraction(1, 2))):
        assert one.verify()
        for number, (first, second) in enumerate(one.values):
            moved = list(one.values)
            moved[number] = (first + Fraction(1, 1000), second)
            assert not replace(one, values=tuple(moved)).verify()


def test_choices_that_are_no_equilibrium_fail_with_values_of_their_own() -> None:
    """Nothing verifies but what brute force accepts, also where the values fit the choices."""
    moves, stages, owners = (
        [[1, 2], [0, 2], [2, 2]],
        [[1, 0, 0, 2], [0, 1, 2, 0], [0, 0, 0, 0]],
        "ABA",
    )
    found = stationary(circle(moves, stages, owners))
    states = list(found[0].graph.states)
    expected = brute_force(moves, stages, owners, states)
    for choices in product((0, 1), repeat=len(states)):
        accepted = [one for one in found if replace(one, choices=choices).verify()]
        assert not accepted or choices in expected
    assert {one.choices for one in found} == expected


def test_chance_in_the_circle() -> None:
    """One state: get 1, and chance ends it with probability 1/2: V = 1 + δ V/2 = 4/3 at δ = 1/2."""
    rules = Rules(
        players=("A",),
        start="on",
        mover=lambda s: {"on": "A", "toss": Turn.CHANCE}.get(s, Turn.END),
        moves=lambda s: {"heads": "1/2", "tails": "1/2"} if s == "toss" else ("go",),
        next_state=lambda s, move: "toss" if s == "on" else "on" if move == "heads" else "over",
        payoffs=lambda _: {"A": 0},
        stage_payoffs=lambda s, _: {"A": 1 if s == "on" else 0},
        discount="1/2",
        takes_time=lambda s, _: s == "on",
    )
    [only] = stationary(rules)
    assert only.payoffs == {"A": Fraction(4, 3)}
    assert "and so on" not in str(only)


def test_a_game_that_ends_has_its_subgame_perfect_equilibria() -> None:
    rules = Rules(
        players=("A",),
        start=0,
        mover=lambda n: "A" if n < 3 else Turn.END,
        moves=lambda _: ("x", "y"),
        next_state=lambda n, _: n + 1,
        payoffs=lambda _: {"A": 1},
    )
    assert len(stationary(rules)) == 8  # every choice is a tie
    with pytest.raises(TooManyEquilibria):
        stationary(rules, limit=7)
    with pytest.raises(NotSupported, match="used up most_updates"):
        stationary(rules, most_updates=3)


def test_a_circle_without_discount_is_refused() -> None:
    rules = circle([[0, 0]], [[1, 0, 0, 0]], "A")
    patient = Rules(rules.players, 0, rules.mover, rules.moves, rules.next_state, rules.payoffs)
    with pytest.raises(NotSupported, match="state 0 without a discount"):
        stationary(patient)
