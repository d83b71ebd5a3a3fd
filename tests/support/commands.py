"""The command line as a terminal runs it, each command in a process of its own.

An interpreter that starts anew for every command spends most of its time on the imports.  So the
processes are forked from one server that has made the imports already; a command still sees an
interpreter that has run nothing before it.  Where processes cannot be forked they start anew.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

IMPORTED = ["rich.console", "rich.table", "sympy", "z3"]
"""What most commands import, but for typer, which reads the environment while it is imported."""


@dataclass(frozen=True)
class Ended:
    """What a command wrote, and the code it ended with."""

    returncode: int
    stdout: str
    stderr: str


def run_command(words: Sequence[str], environment: Mapping[str, str], cwd: Path) -> Ended:
    """Run ``negotiation`` with arguments in a process of its own, with nothing to read.

    Parameters
    ----------
    words
        The arguments.
    environment
        All of the environment of the process.
    cwd
        The folder it runs in.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _context().Process(
            target=_command, args=(tuple(words), dict(environment), str(cwd), str(out), str(err))
        )
        process.start()
        process.join()
        code = process.exitcode or 0
        process.close()
        return Ended(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


@cache
def _context() -> ForkServerContext | SpawnContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    return context


def _command(
    words: tuple[str, ...], environment: dict[str, str], cwd: str, out: str, err: str
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_WRONLY | os.O_CREAT),
        (2, err, os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, closefd=False, encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", closefd=False, encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", closefd=False, encoding="utf-8")
    sys.argv = ["negotiation", *words]
    sys.path[0] = cwd
    runpy.run_module("negotiation", run_name="__main__", alter_sys=True)
