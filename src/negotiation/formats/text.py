"""Text of files: where it comes from, where in it something is wrong, and numbers in it.

Gambit's formats consist of quoted labels, numbers and braces (Gambit documentation, "Game
representation formats").  Readers match regular expressions without backtracking, so that no text
takes more than linear time; line and column are worked out only when something is wrong.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NoReturn, Protocol, TypeAlias, runtime_checkable

from negotiation.errors import FormatError, InvalidNumber, NotSupported
from negotiation.exact import exact

__all__ = [
    "LABEL",
    "LARGEST_FILE",
    "LIST",
    "NUMBER",
    "Source",
    "SourceText",
    "distinct",
    "fraction_text",
    "in_ascii",
    "quoted",
    "source_text",
    "unquoted",
]

LARGEST_FILE = 2**30
"""The most bytes of a file."""

LABEL = r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"\s*+'
"""A quoted label, its inside captured."""

LIST = r'(\{[^{}"]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^{}"]*+)*+\})\s*+'
"""What stands between braces, captured with them."""

NUMBER = re.compile(
    r"[-+]?(?:[0-9]++(?:/[0-9]++|\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]{1,3})?(?![^\s,{}])",
    re.ASCII,
)


_NO_SPACE = re.compile(r"\S|\Z")


@runtime_checkable
class _Readable(Protocol):
    def read(self) -> str | bytes: ...


Source: TypeAlias = "str | bytes | Path | _Readable"
"""A path, an open file, or the text itself (a text of several lines, or bytes)."""


@dataclass(frozen=True)
class SourceText:
    """A text and the name it is known by.

    >>> SourceText("game.efg", "EFG 2 R").fail(4, "the version 1")
    Traceback (most recent call last):
    ...
    negotiation.errors.FormatError: game.efg, line 1, column 5: expected the version 1, found '2 R'
    """

    name: str
    text: str

    def place(self, position: int) -> str:
        """Say where a position is: file, line, column."""
        line = self.text.count("\n", 0, position) + 1
        column = position - self.text.rfind("\n", 0, position)
        return f"{self.name}, line {line}, column {column}"

    def fail(self, position: int, expected: str) -> NoReturn:
        """Refuse the text at a position, saying what was expected there.

        Raises
        ------
        FormatError
            Always.
        """
        position = _NO_SPACE.search(self.text, position).start()  # type: ignore[union-attr]  # it matches at the end
        rest = self.text[position : position + 24].split("\n", 1)[0].strip()
        found = repr(rest) if rest else "the end of the line"
        if position >= len(self.text):
            found = "the end of the file"
        message = f"{self.place(position)}: expected {expected}, found {found}"
        raise FormatError(message)

    def refuse(self, position: int, reason: str) -> NoReturn:
        """Refuse the text at a position for a reason.

        Raises
        ------
        FormatError
            Always.
        """
        message = f"{self.place(position)}: {reason}"
        raise FormatError(message)

    def number(self, text: str, position: int) -> Fraction:
        """Read a number that `NUMBER` matched.

        Raises
        ------
        FormatError
            If it has a denominator of zero or thousands of digits.
        """
        try:
            number = exact(text)
        except InvalidNumber:
            number = None
        if not isinstance(number, Fraction):
            self.fail(position, "a number such as 3, -1/2 or 0.25 of fewer than 4000 digits")
        return number

    def numbers(self, inside: str, position: int) -> tuple[Fraction, ...]:
        """Read numbers apart by white space or commas.

        Parameters
        ----------
        inside
            The text of the list, with its braces.
        position
            Where it begins.
        """
        found: list[Fraction] = []
        at = 1
        while True:
            while inside[at] in " \t\r\n\f\v,":
                at += 1
            if inside[at] == "}":
                return tuple(found)
            match = NUMBER.match(inside, at)
            if match is None:
                self.fail(position + at, "a number such as 3, -1/2 or 0.25")
            found.append(self.number(match[0], position + at))
            at = match.end()


def source_text(source: Source, *, limit: int = LARGEST_FILE) -> SourceText:
    """Read a source as UTF-8, or Latin-1 where it is not; a byte-order mark is left out.

    Raises
    ------
    FormatError
        If the file does not exist, cannot be read, or is larger than ``limit``.
    NotSupported
        If the source is none of those that can be read.
    """
    name = "text"
    data: str | bytes
    if isinstance(source, str) and ("\n" in source or "{" in source):
        data = source
    elif isinstance(source, str | Path):
        name = str(source)
        try:
            if Path(source).stat().st_size > limit:
                message = f"{name}, line 1, column 1: expected a file of at most {limit} bytes"
                raise FormatError(message)
            data = Path(source).read_bytes()
        except (OSError, ValueError) as error:
            if isinstance(error, FormatError):
                raise
            reason = getattr(error, "strerror", None) or str(error)
            message = f"{name} cannot be read: {reason}; give a path, an open file or the text"
            raise FormatError(message) from None
    elif isinstance(source, bytes):
        data = source
    elif isinstance(source, _Readable):
        name = str(getattr(source, "name", name))
        data = source.read()
    else:
        message = f"{source!r} is no source; give a path, an open file or the text of a file"
        raise NotSupported(message)
    if len(data) > limit:
        message = f"{name}, line 1, column 1: expected a text of at most {limit} bytes"
        raise FormatError(message)
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    else:
        text = data
    return SourceText(name, text.removeprefix("\ufeff"))


_ESCAPE = re.compile(r'\\(["\\])|&#([0-9]{1,7});', re.ASCII)
_PLAIN = re.compile(r'[^\s"\\&]++(?: [^\s"\\&]++)*+')
_TO_ESCAPE = re.compile(r'"|\\(?=["\\]|\Z)|&(?=#[0-9])|\A\s|(?<=\s)\s|\s\Z')
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def unquoted(inside: str) -> str:
    r"""Read what stands between quotes.

    A backslash escapes a quote and itself, nothing else; `&#32;` is the character of that number.

    >>> print(unquoted(r"a \"b\" \c&#32;"), end="|")
    a "b" \c |
    """
    return _ESCAPE.sub(_unescaped, inside) if "\\" in inside or "&#" in inside else inside


def _unescaped(match: re.Match[str]) -> str:
    number = int(match[2] or 0)
    return match[1] or (chr(number) if number <= sys.maxunicode else match[0])


def quoted(label: str) -> str:
    r"""Write a label between quotes so that every version of Gambit from 16.3 on takes it.

    Gambit refuses white space at an end or twice in a row and what cannot be printed, and misreads
    a backslash before a quote, before another backslash and at the end.  These are written by
    their numbers, as in XML.

    >>> print(quoted('say "x\\y"'), quoted("two  spaces"), quoted("back\\"))
    "say \"x\y\"" "two &#32;spaces" "back&#92;"
    """
    if _PLAIN.fullmatch(label) is None or not label.isprintable():
        label = _TO_ESCAPE.sub(
            lambda match: '\\"' if match[0] == '"' else _numbered(match[0]), label
        )
        label = "".join(letter if letter.isprintable() else _numbered(letter) for letter in label)
    return f'"{label}"'


def _numbered(letter: str) -> str:
    return f"&#{ord(letter)};"


def in_ascii(text: str) -> str:
    """Write the letters of labels beyond ASCII by their numbers.

    >>> print(in_ascii('"Я"'))
    "&#1071;"
    """
    return _BEYOND_ASCII.sub(lambda match: _numbered(match[0]), text)


def fraction_text(number: object) -> str:
    """Write a rational number.

    Raises
    ------
    NotSupported
        If it holds symbols or irrational constants, or thousands of digits.

    >>> fraction_text(Fraction(-1, 3))
    '-1/3'
    """
    if not isinstance(number, Fraction):
        message = f"Gambit's formats hold rational numbers only, not {number}; use to_json instead"
        raise NotSupported(message)
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > 12_000:
        message = "a number has more digits than a file may hold (3600); use a smaller one"
        raise NotSupported(message)
    return str(number)


def distinct(labels: tuple[str, ...], empty: str) -> tuple[str, ...]:
    """Make labels different and non-empty; those that are already so stay as they are.

    >>> distinct(("a", "a", ""), "action")
    ('a', 'a (2)', 'action 3')
    """
    if len(set(labels)) == len(labels) and "" not in labels:
        return labels
    taken = set(labels)
    seen: set[str] = set()
    count: dict[str, int] = {}
    answer: list[str] = []
    for place, label in enumerate(labels, start=1):
        new = label or f"{empty} {place}"
        if label in seen or (not label and new in taken):
            base = new
            number = count.get(base, 1)
            while new in taken or new in seen:
                number += 1
                new = f"{base} ({number})"
            count[base] = number
        seen.add(new)
        answer.append(new)
    return tuple(answer)
