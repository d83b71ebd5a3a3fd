"""`Named`: an immutable mapping from names to things, whose misses teach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from negotiation.errors import UnknownName

__all__ = ["Named"]

Thing_co = TypeVar("Thing_co", covariant=True)


class Named(Mapping[str, Thing_co]):
    """Names to things of one kind, in order.

    Parameters
    ----------
    kind
        What the things are, for error messages.
    things
        Name → thing.

    Examples
    --------
    >>> Named("calibration", {"baseline": 1, "thaw": 2})["taw"]
    Traceback (most recent call last):
    ...
    negotiation.errors.UnknownName: unknown calibration 'taw'; did you mean 'thaw'?
    """

    __slots__ = ("_kind", "_things")

    def __init__(self, kind: str, things: Mapping[str, Thing_co]) -> None:
        self._kind = kind
        self._things = dict(things)

    def __getitem__(self, name: str) -> Thing_co:
        try:
            return self._things[name]
        except (KeyError, TypeError):
            raise UnknownName(self._kind, name, self._things) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Named):
            return self._things == other._things
        if isinstance(other, Mapping):
            return self._things == dict(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._things))  # as equality: whatever the order and the kind

    def __repr__(self) -> str:
        return f"Named({self._kind!r}, {self._things!r})"
