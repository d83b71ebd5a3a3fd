"""Immutable values that may be nested without limit: equality, hashing, pickling.

Python's own comparison, hashing and pickling of nested objects recurse, and fail a thousand
levels down.  A `TreeValue` says what it consists of, and everything else is done here with a
stack.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, NoReturn

__all__ = ["TreeValue", "set_once"]

set_once = object.__setattr__
"""How a constructor writes an attribute of a `TreeValue`."""


class TreeValue:
    """A value made of plain parts and of values below it."""

    __slots__ = ("_hash",)
    _hash: int

    @abstractmethod
    def parts(self) -> tuple[tuple[object, ...], tuple[TreeValue, ...]]:
        """Return what it consists of: plain parts that compare by themselves, and values below."""

    @classmethod
    @abstractmethod
    def from_parts(cls, plain: tuple[Any, ...], below: Sequence[Any]) -> TreeValue:
        """Build the value again from what `parts` gave."""

    def hash_key(self) -> object:
        """Return the plain parts in a form that can be hashed."""
        return self.parts()[0]

    def __setattr__(self, name: str, value: object) -> NoReturn:
        message = f"{type(self).__name__} is immutable; build a new one instead of setting {name!r}"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> NoReturn:
        message = f"{type(self).__name__} is immutable; {name!r} cannot be deleted"
        raise AttributeError(message)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TreeValue):
            return NotImplemented
        return _same(self, other)

    def __hash__(self) -> int:
        if not hasattr(self, "_hash"):
            for value in _below_first(self):
                if not hasattr(value, "_hash"):
                    below = tuple(child._hash for child in value.parts()[1])  # noqa: SLF001 - its own kind
                    set_once(value, "_hash", hash((type(value), value.hash_key(), below)))
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return (_unflatten, (_flatten(self),))

    def __copy__(self) -> TreeValue:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> TreeValue:
        return self


def _same(left: TreeValue, right: TreeValue) -> bool:
    stack = [(left, right)]
    seen: set[tuple[int, int]] = set()
    while stack:
        one, other = stack.pop()
        if one is other or (id(one), id(other)) in seen:
            continue
        seen.add((id(one), id(other)))
        plain, below = one.parts()
        other_plain, other_below = other.parts()
        if type(one) is not type(other) or plain != other_plain or len(below) != len(other_below):
            return False
        stack.extend(zip(below, other_below, strict=True))
    return True


def _below_first(root: TreeValue) -> list[TreeValue]:
    """Distinct value objects, those below before those above."""
    order: list[TreeValue] = []
    seen: set[int] = set()
    stack: list[tuple[TreeValue, bool]] = [(root, False)]
    while stack:
        value, expanded = stack.pop()
        if expanded:
            order.append(value)
        elif id(value) not in seen:
            seen.add(id(value))
            stack.append((value, True))
            stack.extend((child, False) for child in value.parts()[1])
    return order


_Record = tuple[type[TreeValue], tuple[object, ...], tuple[int, ...]]


def _flatten(root: TreeValue) -> list[_Record]:
    order = _below_first(root)
    place = {id(value): index for index, value in enumerate(order)}
    records: list[_Record] = []
    for value in order:
        plain, below = value.parts()
        records.append((type(value), plain, tuple(place[id(child)] for child in below)))
    return records


def _unflatten(records: list[_Record]) -> TreeValue:
    built: list[TreeValue] = []
    for kind, plain, below in records:
        built.append(kind.from_parts(plain, [built[place] for place in below]))
    return built[-1]
