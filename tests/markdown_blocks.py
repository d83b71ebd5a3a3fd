"""The code blocks of a Markdown page, read and run.

What a page shows must be what a reader gets.  Every fenced block names its language:

``python``
    is run, all blocks of a page in one namespace.  Where a ``text`` block follows directly, it
    is what the block prints.
``console``
    is a terminal: each line ``$ negotiation …`` is run, and the lines under it are what it
    prints, errors included.  It must end with exit code 0, unless ``$ echo $?`` follows.
``bash``
    holds instructions to the reader and is not run.

The comment ``<!-- not run: reason -->`` directly above a block leaves it out.  Blocks between
``<!-- set-up:begin -->`` and ``<!-- set-up:end -->`` set the library up; ``.ci/run`` runs them.
Output is compared exactly, but for blanks at the end of a line, which nobody can see.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES = frozenset(
    {
        "bash",
        "bibtex",
        "console",
        "csv",
        "html",
        "json",
        "mermaid",
        "python",
        "text",
        "toml",
        "yaml",
    }
)

SET_UP_BEGIN = "<!-- set-up:begin -->"
SET_UP_END = "<!-- set-up:end -->"
NOT_RUN = re.compile(r"<!-- not run: .+ -->")
FENCE = re.compile(r"(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)")


class PageError(AssertionError):
    """A page is malformed, or shows what does not happen; the message gives file and line."""


@dataclass(frozen=True)
class Block:
    """One fenced block.

    Attributes
    ----------
    path, line
        The page, and the line of the opening fence, counted from 1.
    language
        The first word behind the fence.
    text
        The lines between the fences, each with its line end.
    in_set_up
        Whether the block stands between the set-up markers.
    not_run
        Whether a comment above takes the block out.
    follows
        Whether nothing but blank lines separates the block from the one before it.
    """

    path: Path
    line: int
    language: str
    text: str
    in_set_up: bool = False
    not_run: bool = False
    follows: bool = False

    @property
    def place(self) -> str:
        """File and line, as a message begins."""
        return f"{self.path}:{self.line}"


def read_blocks(path: Path) -> list[Block]:
    """Read the fenced blocks of a page in their order.

    Raises
    ------
    PageError
        If a fence is not closed, names no known language, or the set-up markers do not pair up.
    """
    blocks: list[Block] = []
    in_set_up = False
    above = ""  # the last line that is not blank; empty behind a block
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    for number, line in lines:
        fence = FENCE.fullmatch(line)
        if fence is None:
            text = line.strip()
            if text in {SET_UP_BEGIN, SET_UP_END}:
                if in_set_up is (text == SET_UP_BEGIN):
                    message = f"{path}:{number}: {text} without its partner"
                    raise PageError(message)
                in_set_up = not in_set_up
            above = text or above
            continue
        block = Block(
            path=path,
            line=number,
            language=_language(fence["info"]),
            text="",
            in_set_up=in_set_up,
            not_run=NOT_RUN.fullmatch(above) is not None,
            follows=not above and bool(blocks),
        )
        if block.language not in LANGUAGES:
            known = ", ".join(sorted(LANGUAGES))
            message = f"{block.place}: a block of {block.language or 'no language'}; known: {known}"
            raise PageError(message)
        blocks.append(replace(block, text=_until_closed(block, fence, lines)))
        above = ""
    if in_set_up:
        message = f"{path}: {SET_UP_BEGIN} without {SET_UP_END}"
        raise PageError(message)
    return blocks


def _language(info: str) -> str:
    words = info.strip().strip("{}").split()
    return words[0].lstrip(".") if words else ""


def _until_closed(block: Block, fence: re.Match[str], lines: Iterator[tuple[int, str]]) -> str:
    indent = len(fence["indent"])
    closing = re.compile(rf" *{fence['marks'][0]}{{{len(fence['marks'])},}} *")
    inside: list[str] = []
    for _, line in lines:
        if closing.fullmatch(line):
            return "".join(f"{text}\n" for text in inside)
        inside.append(line[indent:] if not line[:indent].strip() else line)
    message = f"{block.place}: the block is not closed"
    raise PageError(message)


def run_page(path: Path, environment: Mapping[str, str]) -> int:
    """Run the blocks of a page and compare what they print with what the page shows.

    Parameters
    ----------
    path
        The page.
    environment
        The environment of the commands in ``console`` blocks, as :func:`terminal_environment`
        gives it.

    Returns
    -------
    int
        How many blocks were run.

    Raises
    ------
    PageError
        If the page is malformed or shows something else than what is printed.
    """
    blocks = read_blocks(path)
    namespace: dict[str, object] = {"__name__": "__main__"}
    count = 0
    for index, block in enumerate(blocks):
        if block.in_set_up or block.not_run:
            continue
        if block.language == "python":
            printed = _run_python(block, namespace)
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if following is not None and following.follows and following.language == "text":
                _compare(following.place, shown=following.text, printed=printed)
        elif block.language == "console":
            _run_console(block, environment)
        else:
            continue
        count += 1
    return count


def terminal_environment() -> dict[str, str]:
    """Return the environment of a plain terminal, 80 columns wide and without colour."""
    environment = {name: value for name, value in os.environ.items() if name not in FORCING}
    return environment | PLAIN


PLAIN = {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1", "TERM": "dumb"}
# These make rich or typer paint what goes to a file, or draw it wider.
FORCING = frozenset(
    {"CLICOLOR_FORCE", "FORCE_COLOR", "GITHUB_ACTIONS", "LINES", "PY_COLORS", "TTY_COMPATIBLE"}
)


def _run_python(block: Block, namespace: dict[str, object]) -> str:
    # Blank lines in front give a traceback the line numbers of the page.
    source = "\n" * block.line + block.text
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(source, str(block.path), "exec"), namespace)  # noqa: S102 - our own pages
    return printed.getvalue()


def _run_console(block: Block, environment: Mapping[str, str]) -> None:
    # Here, because the set-up commands are read before anything is installed or on the path.
    from tests.support.commands import run_command

    exit_code: int | None = None  # of a command whose success is still to be checked
    for line, command, shown in _commands(block):
        place = f"{block.path}:{line}"
        if command == "echo $?":
            _compare(place, shown=shown, printed=f"{exit_code}\n")
            exit_code = None
            continue
        _must_succeed(place, exit_code)
        words = shlex.split(command)
        if words[0] != "negotiation" or {"|", ">", "&&", ";"} & set(words):
            message = f"{place}: console blocks run `negotiation …` or `echo $?`, not {command!r}"
            raise PageError(message)
        done = run_command(words[1:], environment, Path.cwd())
        _compare(place, shown=shown, printed=done.stdout + done.stderr)
        exit_code = done.returncode
    _must_succeed(block.place, exit_code)


def _commands(block: Block) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the command and the output shown under it."""
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
    if parts[0].strip() or len(parts) == 1:
        message = f"{block.place}: a console block begins with a line `$ negotiation …`"
        raise PageError(message)
    line = block.line + 1 + parts[0].count("\n")
    for command, shown in zip(parts[1::2], parts[2::2], strict=True):
        yield line, command.strip(), shown
        line += 1 + shown.count("\n")


def _must_succeed(place: str, exit_code: int | None) -> None:
    if exit_code:
        message = f"{place}: a command ends with exit code {exit_code}; show it with `$ echo $?`"
        raise PageError(message)


def _compare(place: str, *, shown: str, printed: str) -> None:
    if _visible(shown) != _visible(printed):
        message = f"{place}: the page shows\n\n{shown}\nbut this is printed:\n\n{printed}"
        raise PageError(message)


def _visible(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def set_up_commands(path: Path) -> list[str]:
    """Return the text of each block between the set-up markers, as a shell reads it."""
    commands: list[str] = []
    for block in read_blocks(path):
        if not block.in_set_up:
            continue
        if block.language == "bash":
            commands.append(block.text)
        elif block.language == "console":
            commands.append("".join(f"{command}\n" for _, command, _ in _commands(block)))
        else:
            message = f"{block.place}: a set-up block is bash or console, not {block.language}"
            raise PageError(message)
    return commands


if __name__ == "__main__":
    # python3 tests/markdown_blocks.py README.md 1  prints the first set-up block
    sys.stdout.write(set_up_commands(Path(sys.argv[1]))[int(sys.argv[2]) - 1])
