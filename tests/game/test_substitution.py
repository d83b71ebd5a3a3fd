"""Putting numbers in, against sympy's own substitution."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Max, Min, Rational, symbols

from negotiation.exact import as_sympy
from negotiation.game import Chance, Decision, Game, Node, Outcome, When
from negotiation.game.substitution import prepare
from negotiation.testing import imperfect_information_games
from tests.support.definition import children

x, y = symbols("x y")
small = st.fractions(-3, 3, max_denominator=7)


@settings(max_examples=80, deadline=None)
@given(imperfect_information_games(max_profiles=300), small, small, st.data())
def test_every_payoff_is_that_of_subs(
    game: Game, one: Fraction, other: Fraction, data: st.DataObject
) -> None:
    expressions = [x + y, x * y - 1, Max(x, y), Min(x, 2) / 3, x**2 - y / 7, Rational(1, 2) * x]

    def dress(node: Node) -> Node:
        below = {label: dress(child) for label, child in children(node).items()}
        if isinstance(node, Outcome):
            return Outcome(
                {
                    p: as_sympy(v) + data.draw(st.sampled_from(expressions))
                    for p, v in node.payoffs.items()
                }
            )
        if isinstance(node, Chance):
            return Chance({k: (chance, below[k]) for k, (chance, _) in node.branches.items()})
        return Decision(node.player, below, node.infoset)

    dressed = Game(game.players, dress(game.root))
    values = {"x": one, "y": other}
    known = {name: values[name] for name in map(str, dressed.free_symbols)}
    numbers = dressed.at(known).outcomes()
    for history, outcome in dressed.outcomes().items():
        for player, payoff in outcome.payoffs.items():
            direct = as_sympy(payoff).subs({x: as_sympy(one), y: as_sympy(other)})
            assert as_sympy(numbers[history].payoffs[player]) == direct


def test_names_and_sharing() -> None:
    shared = Decision("A", {"l": Outcome({"A": x}), "r": When(y > 0, Outcome({"A": 1}))})
    substitution = prepare(Decision("A", {"one": shared, "two": shared}))
    assert substitution.names == ("x", "y")
    built = substitution({"x": Fraction(1), "y": Fraction(0)})
    assert isinstance(built, Decision)
    assert built.actions["one"] is built.actions["two"]
    assert tuple(built.actions["one"].actions) == ("l",)  # type: ignore[union-attr]


def test_labels_of_outcomes_stay() -> None:
    built = prepare(Outcome({"A": x}, label="treaty"))({"x": Fraction(2)})
    assert built == Outcome({"A": 2}, label="treaty")
