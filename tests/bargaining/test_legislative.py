"""Votes and agendas: published formulas, stationary profiles checked move by move, brute force."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from negotiation.bargaining import baron_ferejohn, romer_rosenthal
from negotiation.errors import InvalidModel
from negotiation.game import Rules, Turn, explore
from negotiation.solve import StateEquilibrium
from negotiation.solve.stationary import stationary_values

State = tuple[Any, ...]
MEMBERS = ("A", "B", "C")


def test_baron_ferejohn_1989() -> None:
    """Majority of an odd number: 1 - δ(n - 1)/(2n); unanimity: 1 - δ(n - 1)/n."""
    for count in (3, 5, 9, 101):
        for delta in (Fraction(0), Fraction(4, 5), Fraction(1)):
            majority = baron_ferejohn(count, delta)
            assert majority.proposer == 1 - delta * Fraction(count - 1, 2 * count)
            assert majority.proposer + majority.partners * majority.partner == 1
            assert baron_ferejohn(count, delta, quota=count).proposer == 1 - delta * Fraction(
                count - 1, count
            )
            assert baron_ferejohn(count, delta, quota=1).proposer == 1


@pytest.mark.parametrize("delta", [Fraction(3, 4), Fraction(1, 2), Fraction(9, 10)])
def test_three_members_by_majority_on_a_grid(delta: Fraction) -> None:
    """Each proposes to the next in a circle, at the price δ/3: nobody gains by another move.

    Any member may be offered any multiple of δ/12, and accepts or rejects; time passes then.
    """
    division = baron_ferejohn(3, delta)
    prices = [division.partner * Fraction(step, 4) for step in range(9)]

    def moves(state: State) -> Any:  # noqa: ANN401 - labels, or label → chance
        if state[0] == "draw":
            return dict.fromkeys(MEMBERS, Fraction(1, 3))
        if state[0] == "propose":
            others = [name for name in MEMBERS if name != state[1]]
            return [f"{name} {step}" for name in others for step in range(9)]
        return ("accept", "reject")

    def next_state(state: State, move: str) -> State:
        if state[0] == "draw":
            return ("propose", move)
        if state[0] == "propose":
            name, step = move.split()
            return ("vote", state[1], name, int(step))
        return ("agreed", *state[1:]) if move == "accept" else ("draw",)

    def payoffs(state: State) -> dict[str, Fraction]:
        _, proposer, partner, step = state
        shares = dict.fromkeys(MEMBERS, Fraction(0))
        return shares | {proposer: 1 - prices[step], partner: prices[step]}

    movers = {"draw": Turn.CHANCE, "agreed": Turn.END}
    rules = Rules(
        players=MEMBERS,
        start=("draw",),
        mover=lambda s: movers.get(s[0]) or (s[1] if s[0] == "propose" else s[2]),
        moves=moves,
        next_state=next_state,
        payoffs=payoffs,
        discount=delta,
        takes_time=lambda state, move: state[0] == "vote" and move == "reject",
    )
    graph = explore(rules)
    choices = []
    for state, here in zip(graph.states, graph.moves, strict=True):
        labels = [move.label for move in here]
        if state[0] == "propose":
            partner = MEMBERS[(MEMBERS.index(state[1]) + 1) % 3]
            choices.append(labels.index(f"{partner} 4"))
        elif state[0] == "vote":
            choices.append(0 if prices[state[3]] >= division.partner else 1)
        else:
            choices.append(-1)
    values = stationary_values(graph, choices)
    equilibrium = StateEquilibrium("stationary", graph, values, tuple(choices))
    assert equilibrium.verify()
    assert set(equilibrium.payoffs.values()) == {division.value}
    assert equilibrium.value(("propose", "A"))["A"] == division.proposer


def test_romer_rosenthal_1978() -> None:
    """With q ≤ v ≤ s: min(s, 2v - q); gridlock if q lies between v and s."""
    for s, v in ((10, 6), (7, 3), (5, 5)):
        for q in range(v + 1):
            outcome = romer_rosenthal(s, v, q)
            assert outcome.policy == min(s, 2 * v - q)
            assert not outcome.gridlock or q == v
        for q in range(v, s + 1):
            outcome = romer_rosenthal(s, v, q)
            assert outcome.policy == q
            assert outcome.gridlock == (q != s)


def test_romer_rosenthal_by_trying_every_proposal() -> None:
    """On a fine grid the setter's best accepted proposal, on both sides of both ideal points."""
    grid = [Fraction(step, 2) for step in range(-40, 60)]
    for s in range(0, 10, 3):
        for v in range(0, 10, 2):
            for q in range(-3, 13):
                accepted = [x for x in grid if abs(x - v) <= abs(q - v)]
                outcome = romer_rosenthal(s, v, q)
                assert outcome.policy == min(accepted, key=lambda x, s=s: abs(x - s))
                assert (outcome.low, outcome.high) == (min(accepted), max(accepted))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: baron_ferejohn(1, "1/2"), "number of players"),
        (lambda: baron_ferejohn(3, "3/2"), "discount factor"),
        (lambda: baron_ferejohn(3, "1/2", quota=4), "quota"),
        (lambda: baron_ferejohn(0, "1/2"), "at least 2"),
    ],
)
def test_calls_outside_the_formulas_are_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidModel, match=words):
        call()
