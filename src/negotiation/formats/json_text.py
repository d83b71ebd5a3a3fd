"""JSON whose every part knows where it stands in the text.

Python's reader of JSON forgets positions.  A `Field` remembers the way to it from the top; only
where something is wrong is that way followed through the text again, to name line and column.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from json.decoder import scanstring  # type: ignore[attr-defined]  # it is there, not annotated
from typing import Any, NoReturn

from negotiation.errors import FormatError
from negotiation.formats.text import Source, SourceText, source_text

__all__ = ["Field", "json_field"]

DEEPEST = 60
"""How many brackets may be open at a place; this library writes no more than ten."""

_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\n\r]*+")


def json_field(source: Source) -> Field:
    """Read JSON.

    Raises
    ------
    FormatError
        If it is none; file, line and column are named.
    """
    text = source_text(source)
    depth = 0
    for match in _BRACKETS.finditer(text.text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > DEEPEST:
            text.fail(match.start(), f"at most {DEEPEST} brackets open at a time")
    try:
        value = json.loads(text.text, parse_float=Decimal, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        text.refuse(error.pos, f"this is no JSON: {error.msg}")
    except (ValueError, ArithmeticError) as error:
        text.refuse(0, f"a number cannot be read: {error}; write it as a text such as '1/3'")
    return Field(text, value, None, "")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


class Field:
    """A part of a JSON text.

    Attributes
    ----------
    value
        What it holds.
    """

    __slots__ = ("_above", "_key", "_text", "value")

    def __init__(
        self,
        text: SourceText,
        value: Any,  # noqa: ANN401 - whatever JSON holds
        above: Field | None,
        key: str | int,
    ) -> None:
        self._text = text
        self.value = value
        self._above = above
        self._key = key

    @property
    def length(self) -> int:
        """How many characters the whole text has."""
        return len(self._text.text)

    def fail(self, reason: str) -> NoReturn:
        """Refuse what stands here.

        Raises
        ------
        FormatError
            Always; line and column are named.
        """
        way: list[str | int] = []
        field: Field = self
        while field._above is not None:
            way.append(field._key)
            field = field._above
        way.reverse()
        self._text.refuse(_position(self._text.text, way), f"{_way_text(way)}: {reason}")

    def expect(self, expected: str) -> NoReturn:
        """Refuse what stands here, saying what was expected.

        Raises
        ------
        FormatError
            Always.
        """
        found = repr(self.value)
        self.fail(f"expected {expected}, found {found if len(found) < 60 else found[:57] + '…'}")

    def __getitem__(self, name: str) -> Field:
        if type(self.value) is not dict:
            self.expect("an object in braces")
        if name not in self.value:
            self.fail(f"expected a member {name!r}")
        return Field(self._text, self.value[name], self, name)

    def get(self, name: str) -> Field | None:
        """Return a member, or none where it is left out or null."""
        if type(self.value) is not dict:
            self.expect("an object in braces")
        if self.value.get(name) is None:
            return None
        return Field(self._text, self.value[name], self, name)

    def members(self) -> dict[str, Field]:
        """Return the members of an object."""
        if type(self.value) is not dict:
            self.expect("an object in braces")
        return {name: Field(self._text, value, self, name) for name, value in self.value.items()}

    def entries(self) -> list[Field]:
        """Return the entries of a list."""
        if type(self.value) is not list:
            self.expect("a list in brackets")
        text = self._text
        return [Field(text, value, self, place) for place, value in enumerate(self.value)]

    def optional(self, name: str) -> list[Field]:
        """Return the entries of a member that may be left out."""
        field = self.get(name)
        return [] if field is None else field.entries()

    def words(self, *, empty: bool = True) -> str:
        """Return a text."""
        if type(self.value) is not str or not (self.value or empty):
            self.expect("a text" if empty else "a text that is not empty")
        if not self.value.isascii() and _HALF.search(self.value):
            self.fail("a text holds half a character (a lone surrogate)")
        return str(self.value)

    def said(self, name: str) -> str:
        """Return a member that is a text, empty where it is left out."""
        field = self.get(name)
        return "" if field is None else field.words()

    def truth(self) -> bool:
        """Return a truth value."""
        if type(self.value) is not bool:
            self.expect("true or false")
        return bool(self.value)

    def whole(self, largest: int, *, smallest: int = 0) -> int:
        """Return a whole number within bounds."""
        if type(self.value) is not int or not smallest <= self.value <= largest:
            self.expect(f"a whole number from {smallest} to {largest}")
        return int(self.value)

    def within(self, error: Exception) -> NoReturn:
        """Refuse what stands here because of an error of the library."""
        if isinstance(error, FormatError):
            raise error
        self.fail(str(error))


def _way_text(way: list[str | int]) -> str:
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in way)
    return text.lstrip(".") or "the whole"


def _position(text: str, way: list[str | int]) -> int:
    """Follow a way through a JSON text."""
    skip = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode
    at = _after_space(text, 0)
    for key in way:
        at = _after_space(text, at + 1)
        found = at
        place = 0
        while text[at] not in "]}":
            here: str | int = place
            if isinstance(key, str):
                here, at = scanstring(text, at + 1)
                at = _after_space(text, _after_space(text, at) + 1)
            if here == key:
                found = at
                if isinstance(key, int):
                    break
            _, at = skip(text, at)
            at = _after_space(text, at)
            if text[at] == ",":
                at = _after_space(text, at + 1)
            place += 1
        at = found
    return at


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return at if match is None else match.end()
