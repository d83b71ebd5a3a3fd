"""Arguments of strategies, checked when the strategy is made and not when it first draws.

A wrong argument that is met while Hypothesis draws shows as a failing test; met when the strategy
is made it shows as what it is.
"""

from __future__ import annotations

from hypothesis.strategies import SearchStrategy

from negotiation.errors import InvalidNumber, NotSupported

__all__ = ["require_range", "require_strategy", "require_whole"]


def require_whole(name: str, value: object, *, least: int) -> int:
    """Return a whole number that is large enough.

    Raises
    ------
    InvalidNumber
        If it is not.

    Examples
    --------
    >>> require_whole("max_depth", 0, least=1)
    Traceback (most recent call last):
    ...
    negotiation.errors.InvalidNumber: max_depth must be a whole number of at least 1, not 0
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        message = f"{name} must be a whole number of at least {least}, not {value!r}"
        raise InvalidNumber(message)
    return value


def require_range(
    low_name: str, low: object, high_name: str, high: object, *, least: int
) -> tuple[int, int]:
    """Return two whole numbers, the second not below the first.

    Raises
    ------
    InvalidNumber
        If they are not.
    """
    first, second = (
        require_whole(low_name, low, least=least),
        require_whole(high_name, high, least=least),
    )
    if first > second:
        message = f"{low_name} is {first}, which is more than {high_name}={second}"
        raise InvalidNumber(message)
    return first, second


def require_strategy(name: str, value: object) -> None:
    """Refuse what is no Hypothesis strategy.

    Raises
    ------
    NotSupported
        If it is none.
    """
    if not isinstance(value, SearchStrategy):
        message = f"{name} must be a Hypothesis strategy such as payoffs(), not {value!r}"
        raise NotSupported(message)
