"""Closed forms of alternating offers, held against grids and published values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

import pytest
from sympy import sqrt, symbols

from negotiation import Game, protocols
from negotiation.bargaining import (
    Division,
    PolygonProblem,
    nash_solution,
    rubinstein,
    rubinstein_fixed_costs,
    stahl,
)
from negotiation.errors import InvalidModel, InvalidNumber, NotSupported
from negotiation.game import Rules, Turn, explore
from negotiation.solve import StateEquilibrium, backward_induction
from negotiation.solve.stationary import stationary_values

State = tuple[Any, ...]
SIDES = ("A", "B")


def test_rubinstein_1982() -> None:
    """(1 - δ₂)/(1 - δ₁δ₂) to the first proposer."""
    for first, second in product(["0", "1/3", "1/2", "9/10", "99/100"], repeat=2):
        one, two = Fraction(first), Fraction(second)
        division = rubinstein((first, second))
        assert division.shares[0] == (1 - two) / (1 - one * two)
        assert sum(division.shares) == 1
        assert division.binding == ()
        later = rubinstein((first, second), first=1)
        assert later.shares[1] == (1 - one) / (1 - one * two)
        assert later.demands == division.demands


def test_outside_option_binds_exactly_when_it_should() -> None:
    """Binmore, Shaked and Sutton 1989: 1/(1 + δ) if b ≤ δ/(1 + δ), else 1 - b."""
    for delta in (Fraction(1, 2), Fraction(9, 10)):
        threshold = delta / (1 + delta)
        for step in range(-4, 5):
            b = threshold + Fraction(step, 100)
            division = rubinstein(delta, outside_options=(0, b))
            assert division.shares[0] == (1 / (1 + delta) if b <= threshold else 1 - b)
            assert division.binding == ((1,) if b > threshold else ())


def test_risk_of_breakdown_goes_to_the_nash_solution() -> None:
    """Binmore, Rubinstein and Wolinsky 1986: as the risk vanishes, Nash with that disagreement."""
    ended = (Fraction(1, 5), Fraction(2, 5))
    nash = nash_solution(PolygonProblem([(1, 0), (0, 1)], ended)).payoffs
    for risk in (Fraction(1, 10), Fraction(1, 1000), Fraction(1, 10**6)):
        division = rubinstein(1, breakdown=risk, breakdown_payoffs=ended)
        # By hand: v₁ = 1 - p·z₂ - (1 - p)·v₂ and the same for 2.
        assert division.demands[0] == 1 - risk * ended[1] - (1 - risk) * division.demands[1]
        assert division.demands[1] == 1 - risk * ended[0] - (1 - risk) * division.demands[0]
        assert abs(division.shares[0] - nash[0]) <= risk


def test_inside_options_by_hand() -> None:
    """δ = 1/2, and player 1 gets 1/8 a period: v₀ = 1 - 1/8 - v₁/2, v₁ = 1 - v₀/2.

    So v₀ = 3/8 + v₀/4 = 1/2 and v₁ = 3/4.
    """
    division = rubinstein("1/2", inside_options=(0, "1/8"))
    assert division.demands == (Fraction(1, 2), Fraction(3, 4))


CASES = [
    {"discounts": ("1/2", "2/3")},
    {"discounts": ("1/2", "1/2"), "outside_options": (0, "2/5")},
    {"discounts": ("1/2", "3/4"), "outside_options": ("1/2", "1/4")},
    {"discounts": ("1/2", "1/2"), "outside_options": ("3/5", "2/5")},
    {"discounts": ("1/2", "1/2"), "outside_options": (0, "1/3")},  # just not binding
    {"discounts": (1, 1), "breakdown": "1/2", "breakdown_payoffs": ("1/4", "1/2")},
    {"discounts": ("1/2", "1/2"), "inside_options": (0, "1/8")},
    {
        "discounts": ("2/3", "1/2"),
        "breakdown": "1/3",
        "breakdown_payoffs": ("1/5", 0),
        "inside_options": ("1/10", "1/20"),
        "outside_options": (0, "2/5"),
    },
]


@pytest.mark.parametrize("options", CASES)
@pytest.mark.parametrize("first", [0, 1])
def test_a_division_is_an_equilibrium_of_the_game_on_a_grid(
    options: dict[str, Any], first: int
) -> None:
    """Offers on a grid that holds the shares: no player gains anywhere by another move."""
    division = rubinstein(first=first, **options)
    equilibrium = profile_on_grid(division, options)
    assert equilibrium.verify()
    assert tuple(equilibrium.payoffs.values()) == division.shares
    assert equilibrium.path[1] == "accept"


def test_the_grid_notices_a_wrong_division() -> None:
    wrong = Division((Fraction(2, 3), Fraction(1, 3)), (Fraction(2, 3), Fraction(2, 3)), 0)
    assert profile_on_grid(wrong, {"discounts": ("1/2", "1/2")}).verify()
    assert not profile_on_grid(wrong, {"discounts": ("1/2", "3/4")}).verify()
    idle = {"discounts": ("1/2", "1/2"), "outside_options": (0, "2/5")}
    assert not profile_on_grid(wrong, idle).verify()


def profile_on_grid(division: Division, options: Mapping[str, Any]) -> StateEquilibrium[State]:
    """Return the stationary profile that a division describes, in the game with a grid."""

    def pair(name: str) -> list[Fraction]:
        given = options.get(name, 0)
        return [Fraction(x) for x in (given if isinstance(given, tuple) else (given, given))]

    outside, inside, ended = map(pair, ("outside_options", "inside_options", "breakdown_payoffs"))
    risk = Fraction(str(options.get("breakdown", 0)))
    steps = lcm(*(Fraction(demand).denominator for demand in division.demands))
    offers = [str(Fraction(step, steps)) for step in range(steps + 1)]

    def mover(state: State) -> str | Turn:
        if state[0] == "offer":
            return SIDES[state[1]]
        if state[0] == "answer":
            return SIDES[1 - state[1]]
        return Turn.CHANCE if state[0] == "rejected" else Turn.END

    def moves(state: State) -> Any:  # noqa: ANN401 - labels, or label → chance
        if state[0] == "rejected":
            return {"go on": 1 - risk, "break down": risk}
        return offers if state[0] == "offer" else ("accept", "reject", "leave")

    def next_state(state: State, move: str) -> State:
        kind, who = state[0], state[1]
        if kind == "offer":
            return ("answer", who, Fraction(move))
        if kind == "answer":
            return {"accept": ("agreed", who, state[2]), "leave": ("left", who)}.get(
                move, ("rejected", who)
            )
        return ("offer", 1 - who) if move == "go on" else ("broken", who)

    def payoffs(state: State) -> dict[str, Fraction]:
        if state[0] == "agreed":  # what the proposer keeps is offered
            return {SIDES[state[1]]: state[2], SIDES[1 - state[1]]: 1 - state[2]}
        return dict(zip(SIDES, outside if state[0] == "left" else ended, strict=True))

    def stage(state: State, move: str) -> dict[str, Fraction]:
        waits = state[0] == "answer" and move == "reject"
        return dict(zip(SIDES, inside if waits else (Fraction(0),) * 2, strict=True))

    rules = Rules(
        players=SIDES,
        start=("offer", division.first),
        mover=mover,
        moves=moves,
        next_state=next_state,
        payoffs=payoffs,
        stage_payoffs=stage,
        discount=dict(zip(SIDES, options["discounts"], strict=True)),
        takes_time=lambda state, move: state[0] == "rejected" and move == "go on",
    )
    graph = explore(rules)
    choices = []
    for state, here in zip(graph.states, graph.moves, strict=True):
        labels = [move.label for move in here]
        if state[0] == "offer":
            choices.append(labels.index(str(division.demands[state[1]])))
        elif state[0] == "answer":
            accepts = state[2] <= division.demands[state[1]]
            leaves = 1 - state[1] in division.binding
            choices.append(labels.index("accept" if accepts else "leave" if leaves else "reject"))
        else:
            choices.append(-1)
    values = stationary_values(graph, choices)
    return StateEquilibrium("stationary", graph, values, tuple(choices))


def test_fixed_costs() -> None:
    """Rubinstein 1982: everything to the first proposer if its cost is lower, else the other's."""
    assert rubinstein_fixed_costs(("1/10", "3/10")).shares == (1, 0)
    assert rubinstein_fixed_costs(("3/10", "1/10")).shares == (Fraction(1, 10), Fraction(9, 10))
    assert rubinstein_fixed_costs(("1/10", "3/10"), first=1).shares == (
        Fraction(9, 10),
        Fraction(1, 10),
    )
    with pytest.raises(NotSupported, match="from 1/4 to 1"):
        rubinstein_fixed_costs(("1/4", "1/4"))
    with pytest.raises(InvalidModel, match="above 0"):
        rubinstein_fixed_costs((0, "1/4"))


@pytest.mark.parametrize("costs", [("1/10", "3/10"), ("3/10", "1/10")])
@pytest.mark.parametrize("rounds", [12, 13])
def test_fixed_costs_by_backward_induction(costs: tuple[str, str], rounds: int) -> None:
    """From any last round on, the demands reach the closed form and stay there.

    The responder in round t accepts what proposing in t + 1 is worth minus its cost, and gets at
    least nothing.
    """
    paid = [Fraction(cost) for cost in costs]
    kept, proposer = Fraction(1), (rounds - 1) % 2
    for _ in range(rounds - 1):
        proposer = 1 - proposer
        kept = 1 - max(Fraction(0), kept - paid[1 - proposer])
    assert proposer == 0
    assert rubinstein_fixed_costs(costs).shares[0] == kept


def test_stahl_1972() -> None:
    """(1 - (-δ)^T)/(1 + δ): 1, 1 - δ, 1 - δ + δ², …, with either first mover."""
    for delta in (Fraction(1, 3), Fraction(9, 10), Fraction(1)):
        for rounds in range(1, 12):
            expected = (1 - (-delta) ** rounds) / (1 + delta)
            assert stahl(delta, rounds).shares == (expected, 1 - expected)
            assert stahl(delta, rounds, first=1).shares == (1 - expected, expected)
    assert abs(stahl("1/2", 200).shares[0] - rubinstein("1/2").shares[0]) < Fraction(1, 10**50)
    assert stahl(("1/2", "1/3"), 3).shares[0] == 1 - Fraction(1, 3) * (1 - Fraction(1, 2))


@pytest.mark.parametrize("discounts", [("1/2", "1/2"), ("1/2", "3/4")])
@pytest.mark.parametrize("rounds", [1, 2, 3])
@pytest.mark.parametrize("first", [0, 1])
def test_stahl_against_the_tree_on_a_grid(
    discounts: tuple[str, str], rounds: int, first: int
) -> None:
    """Eighths hold every exact demand here, so tree and formula agree exactly."""
    sides = SIDES if first == 0 else SIDES[::-1]
    factors = dict(zip(SIDES, discounts, strict=True))

    def agreement(share: str, number: int) -> dict[str, object]:
        to_first = {"A": Fraction(share), "B": 1 - Fraction(share)}
        return protocols.discounted(to_first, {"A": 0, "B": 0}, factors, number)

    tree = protocols.alternating_offers(
        sides,
        [str(Fraction(step, 8)) for step in range(9)],
        agreement,
        {"A": 0, "B": 0},
        horizon=rounds,
    )
    found = backward_induction(Game(SIDES, tree))
    assert tuple(found.payoffs.values()) == stahl(discounts, rounds, first=first).shares


def test_irrational_discounts_stay_exact() -> None:
    share = rubinstein(1 / sqrt(2)).shares[0]
    assert (share - (2 - sqrt(2))).equals(0)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: rubinstein(1), NotSupported, "waiting costs nothing"),
        (lambda: rubinstein("1/2", outside_options="3/5"), NotSupported, "leave instead"),
        (lambda: rubinstein("9/10", inside_options="1/5"), NotSupported, "rather be rejected"),
        (lambda: rubinstein("3/2"), InvalidModel, "from 0 to 1"),
        (lambda: rubinstein(("1/2",)), InvalidModel, "two players"),
        (lambda: rubinstein("1/2", first=2), InvalidModel, "0 or 1"),
        (lambda: rubinstein("1/2", breakdown=2), InvalidModel, "probability of breakdown"),
        (lambda: rubinstein(symbols("d")), InvalidNumber, "give d a value"),
        (lambda: stahl("1/2", 0), InvalidModel, "rounds"),
        (lambda: stahl("-1/2", 1), InvalidModel, "from 0 to 1"),
    ],
)
def test_calls_outside_the_formulas_are_refused(
    call: Callable[[], object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        call()
