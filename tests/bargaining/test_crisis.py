"""The bargaining range of Fearon 1995."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation import Game, protocols
from negotiation.bargaining import fearon_range
from negotiation.errors import InvalidModel
from negotiation.solve import backward_induction


def test_fearon_1995() -> None:
    """From p - c₁ to p + c₂, cut at 0 and 1: where each side gets no less than by war."""
    for p in (Fraction(0), Fraction(1, 3), Fraction(9, 10), Fraction(1)):
        for c1, c2 in ((0, 0), (Fraction(1, 5), Fraction(1, 10)), (1, 2)):
            found = fearon_range(p, (c1, c2))
            for step in range(41):
                x = Fraction(step, 40)
                assert found.holds(x) == (x >= p - c1 and 1 - x >= 1 - p - c2)
            assert found.length >= 0
            assert 0 <= found.low <= found.high <= 1


def test_an_ultimatum_takes_an_end_of_the_range() -> None:
    """Side 1 demands p + c₂ of a grid that holds it, and side 2 does not fight."""
    found = fearon_range("1/2", ("1/10", "1/5"))
    war = dict(zip(("1", "2"), found.war, strict=True))
    tree = protocols.ultimatum(
        "1",
        "2",
        {
            str(Fraction(step, 10)): {"1": Fraction(step, 10), "2": 1 - Fraction(step, 10)}
            for step in range(11)
        },
        war,
    )
    assert backward_induction(Game(("1", "2"), tree)).payoffs["1"] == found.high == Fraction(7, 10)


def test_refused() -> None:
    with pytest.raises(InvalidModel, match="probability of winning"):
        fearon_range("3/2", 0)
    with pytest.raises(InvalidModel, match="costs of war"):
        fearon_range("1/2", ("-1/10", 0))
