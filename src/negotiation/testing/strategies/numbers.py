"""Exact numbers for payoffs and probabilities: simple ones first, ties among them frequent.

A game with payoffs from a wide range has no ties, and ties are where solvers and propositions
fail.  Payoffs are therefore drawn from few small numbers, and shrink to 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from negotiation.errors import InvalidNumber
from negotiation.exact import NumberLike, exact_number
from negotiation.testing.arguments import require_whole

__all__ = ["distributions", "payoffs"]


def payoffs(
    *,
    min_value: NumberLike = -2,
    max_value: NumberLike = 3,
    max_denominator: int = 2,
) -> st.SearchStrategy[Fraction]:
    """Draw exact payoffs, whole numbers more often than fractions.

    Parameters
    ----------
    min_value, max_value
        The ends of the range.
    max_denominator
        The largest denominator.

    Raises
    ------
    InvalidNumber
        If an argument is no rational number, the denominator is below 1, or the range holds no
        such number.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(payoffs(), lambda payoff: payoff > 1)
    Fraction(2, 1)
    """
    low = exact_number(min_value, what="min_value")
    high = exact_number(max_value, what="max_value")
    largest = require_whole("max_denominator", max_denominator, least=1)
    grids: list[st.SearchStrategy[Fraction]] = []
    for below in range(1, largest + 1):
        first, last = -((-low * below) // 1), (high * below) // 1
        if first <= last:
            whole = st.integers(int(first), int(last))
            grids.append(whole.map(lambda above, below=below: Fraction(above, below)))  # type: ignore[misc]  # the default binds the denominator
    if not grids:
        message = (
            f"no fraction with a denominator of at most {largest} lies from {low} to {high}; "
            "widen the range or raise max_denominator"
        )
        raise InvalidNumber(message)
    # Whole numbers count double, so that ties are frequent.
    return st.one_of(grids[0], *grids)


def distributions(size: int, *, max_weight: int = 3) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Draw probabilities that sum to exactly 1; pure distributions are frequent.

    Parameters
    ----------
    size
        How many probabilities.
    max_weight
        The largest of the whole numbers to which the probabilities are proportional.

    Raises
    ------
    InvalidNumber
        If an argument is not a whole number of at least 1.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(distributions(2), lambda chances: 0 not in chances)
    (Fraction(1, 2), Fraction(1, 2))
    """
    require_whole("size", size, least=1)
    require_whole("max_weight", max_weight, least=1)
    weights = st.lists(st.integers(0, max_weight), min_size=size, max_size=size)
    pure = st.integers(0, size - 1).map(
        lambda place: tuple(Fraction(int(place == each)) for each in range(size))
    )
    return st.one_of(pure, weights.map(_normalised))


def _normalised(weights: Sequence[int]) -> tuple[Fraction, ...]:
    total = sum(weights)
    if total == 0:
        return tuple(Fraction(1, len(weights)) for _ in weights)
    return tuple(Fraction(weight, total) for weight in weights)
