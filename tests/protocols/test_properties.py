"""Properties of offers and vetoes, against the definition by brute force, ties included."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.game import Game
from negotiation.protocols import ratification, ultimatum, veto
from negotiation.solve import subgame_perfect

PAYOFF = st.integers(-2, 2)
MENUS = st.lists(st.tuples(PAYOFF, PAYOFF), min_size=1, max_size=4)


def by_definition(menu: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the subgame-perfect payoffs: every best answer, then every best proposal."""
    answers = [
        [deal] if deal[1] > 0 else [(0, 0)] if deal[1] < 0 else [deal, (0, 0)] for deal in menu
    ]
    found = set()
    for results in product(*answers):
        options = [(0, 0), *results]
        best = max(own for own, _ in options)
        found |= {option for option in options if option[0] == best}
    return found


@given(MENUS)
@settings(max_examples=80, deadline=None)
def test_an_ultimatum_gives_what_the_definition_says(menu: list[tuple[int, int]]) -> None:
    items = {f"item {place}": {"A": own, "B": other} for place, (own, other) in enumerate(menu)}
    game = Game(("A", "B"), ultimatum("A", "B", items, {"A": 0, "B": 0}))
    found = {(each.payoffs["A"], each.payoffs["B"]) for each in subgame_perfect(game)}
    assert found == by_definition(menu)


@given(st.tuples(PAYOFF, PAYOFF, PAYOFF))
@settings(max_examples=40, deadline=None)
def test_a_veto_and_a_ratification_by_one_are_the_same(deal: tuple[int, int, int]) -> None:
    """Let C allow or ratify: the same choice under other names."""
    players = ("A", "B", "C")
    pays = dict(zip(players, deal, strict=True))
    nothing = dict.fromkeys(players, 0)
    vectors = []
    for third in (veto("C", pays, nothing), ratification(["C"], pays, nothing)):
        game = Game(players, ultimatum("A", "B", {"deal": third}, nothing))
        vectors.append({tuple(each.payoffs.values()) for each in subgame_perfect(game)})
    assert vectors[0] == vectors[1]
    if min(deal) > 0:
        assert vectors[0] == {deal}
    if deal[2] < 0:
        assert vectors[0] == {(0, 0, 0)}
