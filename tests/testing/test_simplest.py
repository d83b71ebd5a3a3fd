"""Counterexamples made simple, also where numbers are bound to each other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from negotiation.testing.simplest import LARGEST, simplest


@given(
    st.fractions(min_value=Fraction(1, 40), max_value=40, max_denominator=40),
    st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]),
)
def test_numbers_that_equations_bind_are_made_simple_together(
    gain: Fraction, probability: Fraction
) -> None:
    """Nothing but scaling helps: each of gain, loss and cost is fixed by the two others."""

    def fails(at: Mapping[str, Fraction]) -> bool:
        return (
            at["gain"] == at["loss"] > 0
            and at["cost"] == (1 - at["probability"]) * at["gain"]
            and 0 < at["probability"] < 1
        )

    start = {
        "gain": gain,
        "loss": gain,
        "cost": (1 - probability) * gain,
        "probability": probability,
    }
    found = simplest(start, fails)
    assert fails(found)
    assert all(abs(each.numerator) <= LARGEST >= each.denominator for each in found.values())


def test_what_cannot_be_made_simple_stays() -> None:
    point = {"x": Fraction(997, 1009)}
    assert simplest(point, lambda at: at == point) == point
