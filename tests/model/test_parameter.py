"""Parameters and their domains."""

from __future__ import annotations

import keyword
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Dummy, Symbol, sqrt, symbols

from negotiation.errors import InvalidModel, InvalidNumber
from negotiation.evaluate import compile_expressions
from negotiation.model import Domain, Parameter, domain
from negotiation.model.parameter import RESERVED

TEXTS = [
    "real",
    "> 0",
    ">= 0",
    "< 0",
    "<= 1/2",
    "[0, 1]",
    "(0, 1)",
    "[0, 1)",
    "(-1/2, 3]",
    "[2, 2]",
]
x = symbols("x")


@pytest.mark.parametrize("text", TEXTS)
def test_domains_read_back(text: str) -> None:
    assert str(domain(text)) == text
    assert domain(str(domain(text))) == domain(text)
    assert domain(f"  {text} ") == domain(text)


@given(st.sampled_from(TEXTS), st.fractions(-4, 4, max_denominator=4))
def test_the_condition_says_what_contains_says(text: str, value: Fraction) -> None:
    for symbol in (x, Symbol("x", positive=True)):
        [holds] = compile_expressions([domain(text).condition(symbol)])({"x": value})
        assert holds is domain(text).contains(value)


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_lies_within_is_inclusion(one: str, other: str) -> None:
    points = [Fraction(n, 8) for n in range(-64, 65)]
    inside = all(domain(other).contains(v) for v in points if domain(one).contains(v))
    assert domain(one).lies_within(domain(other)) == inside


@pytest.mark.parametrize(
    "text", ["", "positive", "0", "[1, 0]", "(1, 1)", "[0, 1", "> much", "[0, nan]", "> 0 and < 1"]
)
def test_domains_that_cannot_be_read(text: str) -> None:
    with pytest.raises(InvalidModel, match="domain"):
        domain(text)


def test_unicode_and_irrational_members() -> None:
    assert domain("≥ 0") == domain(">= 0")
    assert domain("> 1").contains(sqrt(2))
    assert not domain("[0, 1]").contains(sqrt(2))


@pytest.mark.parametrize("wrong", [5, ["> 0"], object()])
def test_domains_of_the_wrong_type(wrong: object) -> None:
    with pytest.raises(InvalidModel, match=r"parameter 'gain'.*domain"):
        Parameter("gain", domain=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "two words", "1st", "a-b", 5, None, Symbol("a b"), ["x"]])
def test_names_that_are_no_identifiers(name: object) -> None:
    with pytest.raises(InvalidModel, match="a parameter needs a name"):
        Parameter(name)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*sorted(RESERVED), "lambda", "in", "class"])
def test_names_that_could_not_be_given_as_keywords(name: str) -> None:
    assert name in RESERVED or keyword.iskeyword(name)
    with pytest.raises(InvalidModel, match=f"cannot be named '{name}'.*'{name}_value'"):
        Parameter(name)


@pytest.mark.parametrize(
    ("assumed", "text"),
    [
        ({"positive": True}, "> 0"),
        ({"nonnegative": True}, ">= 0"),
        ({"negative": True}, "< 0"),
        ({"nonpositive": True}, "<= 0"),
        ({"real": True}, "real"),
        ({}, "real"),
    ],
)
def test_symbols_bring_their_domain(assumed: dict[str, bool], text: str) -> None:
    symbol = Symbol("gain", **assumed)
    parameter = Parameter(symbol)
    assert str(parameter.domain) == text
    assert parameter.symbol is symbol
    assert parameter.name == "gain"
    assert Parameter(symbol, domain="[1, 2]").domain == domain("[1, 2]")


def test_the_condition_of_a_positive_symbol_is_not_swallowed() -> None:
    """That the symbol is positive sympy knows; a reader of the condition may not."""
    condition = Parameter(Symbol("gain", positive=True)).condition
    assert condition != True  # noqa: E712 - sympy's true
    assert compile_expressions([condition])({"gain": Fraction(-1)}) == [False]


def test_values() -> None:
    gain = Parameter("gain", "what is gained", domain="> 0", unit="payoff", latex="g")
    assert gain.read("1/3") == Fraction(1, 3)
    assert gain.read(sqrt(2)) == sqrt(2)
    for wrong in ("much", None, float("nan"), True, x, 2 * x):
        with pytest.raises(InvalidNumber, match="value of 'gain'"):
            gain.read(wrong)  # type: ignore[arg-type]
    assert Parameter("treaty_gain").latex == r"treaty\_gain"


def test_parameters_are_values() -> None:
    gain = Parameter("gain", "words", domain="> 0")
    assert gain.condition is gain.condition
    assert gain == Parameter("gain", "words", domain="> 0")
    assert hash(gain) == hash(Parameter("gain", "words", domain="> 0"))
    assert gain != Parameter("gain", "words", domain=">= 0")
    assert pickle.loads(pickle.dumps(gain)) == gain  # noqa: S301 - our own bytes
    assert Domain() == domain("real")
    with pytest.raises(AttributeError):
        gain.name = "loss"  # type: ignore[misc]


def test_a_dummy_symbol_keeps_its_name() -> None:
    assert Parameter(Dummy("gain")).name == "gain"
