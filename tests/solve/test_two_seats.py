"""One equilibrium of a game too large for all of them: certified, by hand, and said to be one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import pytest
import sympy

from negotiation.errors import NotSupported, SolverFailed
from negotiation.game import Chance, Decision, Game, Outcome, simultaneous_game
from negotiation.solve import lemke, nash
from negotiation.solve.polytope import best_response_vertices
from negotiation.solve.two_seats import one_equilibrium_of_two
from tests.support import definition

F = Fraction
SIGNALS = 21


def guesses(pay: Mapping[bool, Mapping[str, int]], *, idle: bool = False) -> Game:
    """Return 21 games of guessing at once: A sees which and picks a side, B sees which and guesses.

    2²¹ plans of either player, so 2⁴² combinations.
    """

    def guess(signal: int, side: str) -> Decision:
        ends = {said: Outcome(pay[said == side]) for said in ("left", "right")}
        return Decision("B", ends, f"guess {signal}")

    root: Decision | Chance = Chance(
        {
            str(signal): (
                F(1, SIGNALS),
                Decision(
                    "A", {side: guess(signal, side) for side in ("left", "right")}, f"{signal}"
                ),
            )
            for signal in range(SIGNALS)
        }
    )
    if idle:
        root = Decision("Zoe", {"on": root})
    return Game(("Zoe", "A", "B") if idle else ("A", "B"), root)


def test_constant_sum() -> None:
    """Matching pennies, 3 won by B or 1 lost: both play evenly, for a mean of (3 - 1)/2."""
    game = guesses({True: {"A": -3, "B": 3}, False: {"A": 1, "B": -1}})
    [found] = nash(game)
    assert found.payoffs == {"A": -1, "B": 1}
    assert found.verify()
    assert found.notes[-1].startswith("not all equilibria were looked for: the form has 4398046511")


def test_general_sum() -> None:
    """A gets 2 where B is wrong, B 1 where right: the only equilibrium is even, for 1 and 1/2."""
    game = guesses({True: {"A": 0, "B": 1}, False: {"A": 2, "B": 0}})
    [found] = nash(game)
    assert found.payoffs == {"A": 1, "B": F(1, 2)}
    assert all(row == (F(1, 2), F(1, 2)) for row in found.profile.table)
    assert "not all equilibria" in found.notes[-1]


def test_a_third_player_without_a_choice() -> None:
    pays = {True: {"Zoe": 7, "A": 0, "B": 1}, False: {"Zoe": 5, "A": 2, "B": 0}}
    game = guesses(pays, idle=True)
    [found] = nash(game)
    assert found.payoffs == {"Zoe": 6, "A": 1, "B": F(1, 2)}
    assert found.profile.choice(()) == "on"
    assert found.verify()


def test_one_player_alone() -> None:
    """Thirty decisions, each worth max(k, 3), and 2³⁰ plans."""
    branches = {
        str(k): (
            F(1, 30),
            Decision("nobody", {"take": Outcome({"nobody": k}), "leave": Outcome({"nobody": 3})}),
        )
        for k in range(30)
    }
    [found] = nash(Game(("nobody",), Chance(branches)))
    assert found.payoffs == {"nobody": F(sum(max(k, 3) for k in range(30)), 30)}


def test_all_refuses_and_small_games_are_complete() -> None:
    game = guesses({True: {"A": 0, "B": 1}, False: {"A": 2, "B": 0}})
    for method in ("all", "extreme", "pure"):
        with pytest.raises(NotSupported, match="strategy combinations"):
            nash(game, method=method)


def test_every_answer_is_an_equilibrium_of_the_whole_game() -> None:
    """By the definition, in small games with an idle first mover and payoffs that tie."""
    source = Random(8)  # noqa: S311 - test data
    for _ in range(15):
        first, second = (
            [[source.randint(-2, 2) for _ in range(3)] for _ in range(2)] for _ in range(2)
        )
        arrays = [[[[pay] for pay in row] for row in matrix] for matrix in (first, second)]
        idle = [[[source.randint(0, 9)] for _ in range(3)] for _ in range(2)]
        game = simultaneous_game([*arrays, idle])
        found = one_equilibrium_of_two(game)
        assert definition.is_nash(game, dict(found.profile.items()))


def test_ten_thousand_moves_in_a_row() -> None:
    """A centipede too long for any table: backward induction stops at once (Rosenthal 1981).

    Each has 1 + 2 × 5000 sequences and 1 + 5000 constraints, a constraint taking two rows.
    """
    node: Decision | Outcome = Outcome({"A": 10_000, "B": 10_000})
    for move in range(10_000, 0, -1):
        mover, other = ("A", "B") if move % 2 else ("B", "A")
        stop = Outcome({mover: move + 1, other: move - 1})
        node = Decision(mover, {"stop": stop, "go": node})
    game = Game(("A", "B"), node)
    [found] = nash(game)
    assert found.concept == "Nash"
    assert found.path == ("stop",)
    assert found.verify()
    assert "not all equilibria were looked for" in found.notes[-1]
    with pytest.raises(NotSupported, match="a table of 40006 rows, more than 2000"):
        lemke(game)


def test_irrational_payoffs_are_refused() -> None:
    game = simultaneous_game([[[sympy.sqrt(2), 0], [0, 1]], [[1, 0], [0, 1]]])
    with pytest.raises(NotSupported, match="irrational"):
        one_equilibrium_of_two(game)


def test_the_time_limit_is_said() -> None:
    game = guesses({True: {"A": 0, "B": 1}, False: {"A": 2, "B": 0}})
    with pytest.raises(SolverFailed, match="time_limit"):
        lemke(game, time_limit=0)


def test_simple_polytopes_are_not_refused_for_pairs_that_are_looked_up() -> None:
    """Fourteen random strategies a side: thousands of vertices on either side of a cut.

    No vertex has more labels than dimensions, so partners are looked up, not searched for.
    """
    source = Random(14)  # noqa: S311 - test data
    size = 14
    arrays = [[[source.randint(-99, 99) for _ in range(size)] for _ in range(size)] for _ in "12"]
    rows = [[value + 100 for value in row] for row in arrays[0]]
    vertices = best_response_vertices(rows, limit=200_000)
    assert len(vertices) > 5_000
    found = nash(simultaneous_game(arrays))
    assert len(found) % 2 == 1  # Wilson (1971), Harsanyi (1973): generic games have odd numbers
    assert all(equilibrium.verify() and not equilibrium.notes for equilibrium in found)
