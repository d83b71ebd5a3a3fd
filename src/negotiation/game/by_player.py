"""`ByPlayer`: a dictionary from players to something, whose misses teach."""

from __future__ import annotations

from typing import NoReturn, TypeVar

from negotiation.errors import UnknownName

__all__ = ["ByPlayer"]

Thing = TypeVar("Thing")


class ByPlayer(dict[str, Thing]):
    """Player → something; a player who is not there is named, with the nearest who is.

    Examples
    --------
    >>> pay = ByPlayer({"Japan": 1, "Russia": 2})
    >>> pay == {"Japan": 1, "Russia": 2}
    True
    >>> pay["Rusia"]
    Traceback (most recent call last):
    ...
    negotiation.errors.UnknownName: unknown player 'Rusia'; did you mean 'Russia'?
    """

    def __missing__(self, name: str) -> NoReturn:
        """Name the player who is not there.

        Raises
        ------
        UnknownName
            Always.
        """
        raise UnknownName("player", name, self)
