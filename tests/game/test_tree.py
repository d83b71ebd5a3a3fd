"""Nodes: what they accept, and what each refusal says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from sympy import I, Symbol, oo, symbols

from negotiation.errors import InvalidGame, NegotiationError
from negotiation.game import Chance, Decision, Outcome, When
from negotiation.game.tree import postorder, rebuild, steps
from negotiation.model import Constraint

END = Outcome({"A": 0})
x = symbols("x")


def test_payoffs_are_read_exactly() -> None:
    payoffs: Mapping[str, object] = {
        "int": 3,
        "text": "1/3",
        "decimal": Decimal("0.1"),
        "float": 0.1,
        "fraction": Fraction(2, 7),
        "numpy": np.int64(4),
        "symbol": x,
    }
    read = Outcome(payoffs).payoffs  # type: ignore[arg-type]
    assert read["text"] == Fraction(1, 3)
    assert read["decimal"] == read["float"] == Fraction(1, 10)
    assert read["numpy"] == 4
    assert read["symbol"] == x
    assert {type(read[key]) for key in read if key != "symbol"} == {Fraction}


@pytest.mark.parametrize(
    ("payoff", "words"),
    [
        (float("nan"), "nan is not a finite number"),
        (float("inf"), "inf is not a finite number"),
        (Decimal("NaN"), "finite"),
        (Decimal("sNaN"), "finite"),
        (Decimal("-Infinity"), "finite"),
        ("nan", "'nan' is not a number"),
        ("inf", "not a number"),
        ("1e999999999", "exponent"),
        ("1e1_000_000_000", "exponent"),
        ("-1e-999999999", "exponent"),
        (Decimal("1e999999"), "exponent"),
        ("1/0", "not a number"),
        ("gain", r"sympy\.Symbol"),
        ("", "not a number"),
        (True, "truth value"),
        (np.True_, "not a number"),
        (1 + 2j, "not a number"),
        (I, "real"),
        (oo, "finite real"),
        (x > 0, "condition"),
        (None, "not a number"),
        ([1], "not a number"),
        (np.array([1, 2]), "not a number"),
        (END, "not a number"),
    ],
)
def test_payoffs_that_are_no_numbers(payoff: object, words: str) -> None:
    with pytest.raises(InvalidGame, match=words) as caught:
        Outcome({"Japan": payoff})  # type: ignore[dict-item]
    assert "payoff of 'Japan'" in str(caught.value)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Outcome({}), "needs payoffs"),
        (lambda: Outcome([1, 2]), "needs payoffs"),
        (lambda: Outcome(None), "needs payoffs"),
        (lambda: Outcome({1: 2}), r"player .* non-empty text, not 1"),
        (lambda: Outcome({"": 2}), "non-empty text"),
        (lambda: Outcome({"A": 1}, label=""), "label of an outcome"),
        (lambda: Outcome({"A": 1}, label=7), "label of an outcome.*not 7"),
        (lambda: Decision("A", {}), "decision of 'A' offers no action"),
        (lambda: Decision("A", {}, "vote"), "'vote'.*offers no action"),
        (lambda: Decision("A", [("x", END)]), "offers no action"),
        (lambda: Decision("A", None), "offers no action"),
        (lambda: Decision("", {"x": END}), "player of a decision"),
        (lambda: Decision(3, {"x": END}), "player of a decision.*not 3"),
        (lambda: Decision("A", {"x": END}, ""), "information set.*'A'"),
        (lambda: Decision("A", {"x": END}, 5), "information set.*not 5"),
        (lambda: Decision("A", {1: END}), "action .*not 1"),
        (lambda: Decision("A", {"": END}), "action .*not ''"),
        (lambda: Decision("A", {"x": 5}), "'x'.*leads to 5"),
        (lambda: Decision("A", {"x": None}, "vote"), "'x'.*'vote'.*leads to None"),
        (lambda: Decision("A", {"x": {"A": 1}}), "Decision, Chance, Outcome or When"),
        (lambda: Chance({}), "no branch"),
        (lambda: Chance([(1, END)]), "no branch"),
        (lambda: Chance({"w": END}), r"'w' must be \(probability, node\)"),
        (lambda: Chance({"w": (1, END, "extra")}), r"'w' must be \(probability, node\)"),
        (lambda: Chance({"w": (1,)}), r"'w' must be \(probability, node\)"),
        (lambda: Chance({"w": (1, 1)}), "'w' leads to 1"),
        (lambda: Chance({"w": (1, When(condition=True, node=END))}), "'w' leads to When"),
        (lambda: Chance({"w": ("-1/4", END), "v": ("5/4", END)}), "'w' is -1/4.*at least 0"),
        (lambda: Chance({"w": (float("nan"), END)}), "'w'.*finite"),
        (lambda: Chance({"w": (True, END)}), "'w'.*truth value"),
        (lambda: Chance({2: (1, END)}), "branch .*not 2"),
        (lambda: When("x > 0", END), "not a condition"),
        (lambda: When(1, END), "not a condition"),
        (lambda: When(x, END), "not a condition"),
        (lambda: When(None, END), "not a condition"),
        (lambda: When(condition=True, node=None), "guards a Decision, Chance or Outcome"),
        (
            lambda: When(condition=True, node=When(condition=True, node=END)),
            "guards a Decision, Chance or Outcome",
        ),
    ],
)
def test_refusals_name_the_thing(build: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidGame, match=words) as caught:
        build()
    assert isinstance(caught.value, NegotiationError)
    assert isinstance(caught.value, ValueError)


def test_nodes_do_not_change() -> None:
    payoffs = {"A": 1}
    outcome = Outcome(payoffs)
    payoffs["A"] = 5
    assert outcome.payoffs["A"] == 1
    actions = {"x": END}
    decision = Decision("A", actions)
    actions["y"] = END
    assert tuple(decision.actions) == ("x",)
    for node, name in (
        (outcome, "payoffs"),
        (decision, "actions"),
        (Chance({"w": (1, END)}), "branches"),
    ):
        with pytest.raises(AttributeError, match="immutable"):
            setattr(node, name, {})
        with pytest.raises(AttributeError, match="immutable"):
            delattr(node, name)
        with pytest.raises(TypeError):
            getattr(node, name)["z"] = 1


def test_a_circle_made_by_going_round_immutability_is_found() -> None:
    inner = Decision("A", {"x": END}, "inner")
    outer = Decision("A", {"in": inner, "out": END}, "outer")
    object.__setattr__(inner, "actions", {"back": outer})
    with pytest.raises(InvalidGame, match=r"circle.*(back|in)"):
        postorder(outer)
    alone = Decision("A", {"x": END})
    object.__setattr__(alone, "actions", {"again": alone})
    with pytest.raises(InvalidGame, match="'again'"):
        postorder(alone)
    chance = Chance({"w": (1, END)})
    object.__setattr__(chance, "branches", {"w": (Fraction(1), chance)})
    with pytest.raises(InvalidGame, match="circle"):
        postorder(chance)


def test_guards() -> None:
    rule = Constraint("no charity", x <= 0)
    assert When(rule, END).name == "no charity"
    assert When(rule, END).requirement == (x <= 0)
    assert When(rule.lifted(), END).requirement is True
    assert When(x > 0, END).name == "x > 0"
    assert When(condition=False, node=END).requirement is False

    class Plain:
        name, condition, imposed = "own", True, True

    assert When(Plain(), END).name == "own"


def test_steps_pass_guards_through() -> None:
    tree = Decision("A", {"x": END, "y": When(x > 0, Outcome({"A": 1}))})
    assert steps(tree) == [("x", END), ("y", Outcome({"A": 1}))]
    assert steps(Chance({"w": (1, END)})) == [("w", END)]
    assert steps(END) == []


def test_postorder_lists_shared_nodes_once() -> None:
    shared = Decision("A", {"x": END, "y": END})
    tree = Decision("A", {"l": shared, "r": shared})
    assert postorder(tree) == [END, shared, tree]


def test_rebuild_keeps_sharing() -> None:
    shared = Decision("A", {"x": END, "y": END})
    tree = Decision("A", {"l": shared, "r": shared})
    calls = []

    def change(node: object, children: Mapping[str, object]) -> object:
        calls.append(node)
        return node if isinstance(node, Outcome) else Decision("A", children)  # type: ignore[arg-type]

    new = rebuild(tree, change)  # type: ignore[arg-type]
    assert len(calls) == 3
    assert new == tree
    assert new.actions["l"] is new.actions["r"]


def test_symbolic_probabilities_wait_for_values() -> None:
    p = Symbol("p")
    assert Chance({"w": (p, END), "v": (1 - p, END)}).branches["v"][0] == 1 - p


def test_representations_are_short() -> None:
    assert repr(Outcome({"A": "1/2"}, label="treaty")) == "Outcome('treaty': A=1/2)"
    assert repr(Decision("A", {"x": END, "y": END}, "h")) == "Decision('A' at 'h': x, y)"
    assert repr(Chance({"w": ("1/4", END), "v": ("3/4", END)})) == "Chance(w 1/4, v 3/4)"
    assert repr(When(x > 0, END)) == "When(x > 0, Outcome(A=0))"
