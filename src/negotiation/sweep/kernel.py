"""A tape written out as Python source and compiled by numba: the extra ``fast``.

One straight line of assignments inside one loop over draws, parameters in, results out; the
compiler puts several draws into each vector instruction.  The source is kept in the user's cache
folder under its own hash, and numba keeps the machine code beside it, so a model is compiled once
and not once a run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported
from negotiation.solve.kernels import numba_module

if TYPE_CHECKING:
    from negotiation.sweep.plan import Plan

__all__ = [
    "LARGEST_KERNEL",
    "cache_folder",
    "compiled_kernel",
    "fixed_values",
    "operations",
    "source_of",
]

LARGEST_KERNEL = 6000
"""Tapes with more operations are left to numpy: compiling them takes minutes."""

TILE = 128
"""What is copied is copied for so many draws, which stay in the first-level cache."""

MOST_ROWS = 16
"""Up to so many rows, in and out, the compiler asks before the loop whether they overlap."""

FORMS = {
    "add": "{} + {}",
    "sub": "{} - {}",
    "mul": "{} * {}",
    "div": "{} / {}",
    "neg": "-{}",
    "abs": "abs({})",
    "max": "{0} if {0} > {1} else {1}",
    "min": "{0} if {0} < {1} else {1}",
    "pow": "{} ** {}",
    "lt": "{} < {}",
    "le": "{} <= {}",
    "eq": "{} == {}",
    "ne": "{} != {}",
    "and": "{} & {}",
    "or": "{} | {}",
    "xor": "{} ^ {}",
    "not": "not {}",
    "isfinite": "abs({}) < inf",
    "select": "{1} if {0} else {2}",
}
"""How each operation is written; those left out are functions of numpy of the same name."""


def source_of(plan: Plan) -> str:
    """Write the source of the kernel of a plan.

    The kernel is called with the rows of the varied parameters, the values of the fixed ones, the
    rows for results and codes, two scratch arrays, the first draw to read, the first place to
    write, and the number of draws.  Three things keep its loop in vector instructions: places are
    unsigned, for otherwise numba asks at each whether it counts from the end; codes are floats in
    the loop, as wide as all else, and made whole numbers a tile at a time; and where there are
    many rows, they are copied in and out by tiles, so that the compiler sees two arrays and need
    not ask which rows overlap.  A few rows are read and written where they are, so that memory is
    fetched while the processor computes.
    """
    tape = plan.tape
    row = {name: place for place, name in enumerate(plan.varied)}
    place_of = {name: place for place, name in enumerate(sorted(plan.fixed))}
    outside: list[str] = []
    few = len(row) + len(plan.reals) <= MOST_ROWS
    given = "rows[np.uint64({}), here + k]" if few else f"read[np.uint64({TILE} * {{}}) + k]"
    found = "reals[np.uint64({}), there + k]" if few else f"out[np.uint64({TILE} * {{}}) + k]"
    inside = [f"x{place} = {given.format(place)}" for place in range(len(row))]
    for place in tape.needed(plan.results):
        name, arguments, value = tape.instructions[place]
        target = outside
        if name == "parameter" and value in row:
            text = f"x{row[str(value)]}"
            target = inside
        elif name == "parameter":
            text = f"fixed[{place_of[str(value)]}]"
        elif not arguments:
            text = _constant(value)
        else:
            form = FORMS.get(name, f"np.{name}({{}})")
            text = form.format(*[f"v{argument}" for argument in arguments])
            target = inside
        target.append(f"v{place} = {text}")
    code, status = plan.codes
    finite = " & ".join(f"(abs(x{place}) < inf)" for place in range(len(row))) or "True"
    width = len(plan.reals)
    inside += [
        f"finite = {finite}",
        f"status = v{status} if finite else 1.0",
        "fine = status == 0.0",
        *(
            f"{found.format(place)} = v{real} if fine else nan"
            for place, real in enumerate(plan.reals)
        ),
        f"out[np.uint64({TILE * width}) + k] = v{code} if fine else -1.0",
        f"out[np.uint64({TILE * (width + 1)}) + k] = status",
    ]
    return TEMPLATE.format(
        tile=TILE,
        outside="\n".join(f"    {line}" for line in outside),
        width=width,
        copied_in=0 if few else len(row),
        copied_out=0 if few else width,
        inside="\n".join(f"            {line}" for line in inside),
    )


TEMPLATE = """\
import numba
import numpy as np

inf = np.inf
nan = np.nan


@numba.njit(cache=True, nogil=True, error_model="numpy")
def kernel(rows, fixed, reals, codes, read, out, start, at, count):
    tile = np.uint64({tile})
{outside}
    for begin in range(np.uint64(0), count, tile):
        size = min(tile, count - begin)
        here = start + begin
        there = at + begin
        for row in range({copied_in}):
            for k in range(size):
                read[np.uint64(row) * tile + k] = rows[row, here + k]
        for k in range(size):
{inside}
        for row in range({copied_out}):
            for k in range(size):
                reals[row, there + k] = out[np.uint64(row) * tile + k]
        for row in range(2):
            for k in range(size):
                codes[row, there + k] = np.int32(out[np.uint64(row + {width}) * tile + k])
"""
"""The frame of every kernel."""


def _constant(value: object) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return {math.inf: "inf", -math.inf: "-inf"}.get(value, "nan")
    return repr(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)


def cache_folder() -> Path:
    """Return where kernels are kept: ``$NEGOTIATION_CACHE``, or the user's cache folder."""
    named = os.environ.get("NEGOTIATION_CACHE")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "negotiation"


def compiled_kernel(plan: Plan) -> Callable[..., None]:
    """Return the compiled kernel of a plan, from the cache where it is there.

    Raises
    ------
    MissingDependency
        If numba is not installed.
    NotSupported
        If the model is too large to be compiled.
    """
    numba_module()
    size = operations(plan)
    if size > LARGEST_KERNEL:
        message = (
            f"model {plan.name!r} takes {size} operations a draw, and compiling more than "
            f"{LARGEST_KERNEL} takes too long; use kernel='numpy'"
        )
        raise NotSupported(message)
    return _loaded(source_of(plan))


def operations(plan: Plan) -> int:
    """Return how many operations a draw takes."""
    return len(plan.tape.needed(plan.results))


_KERNELS: dict[str, Callable[..., None]] = {}


def _loaded(source: str) -> Callable[..., None]:
    name = f"negotiation_kernel_{hashlib.sha256(source.encode()).hexdigest()[:24]}"
    if name in _KERNELS:
        return _KERNELS[name]
    path = _written(name, source)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        message = f"the kernel {path} cannot be loaded; remove it and try again"
        raise NotSupported(message)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # numba looks the function's module up
    spec.loader.exec_module(module)
    kernel: Any = module.kernel
    _KERNELS[name] = kernel
    return _KERNELS[name]


def _written(name: str, source: str) -> Path:
    """Write the source once; another process that does the same at once does no harm."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _in_folder(folder, name, source)
    except OSError:  # a home that cannot be written to: compile for this process alone
        return _in_folder(Path(tempfile.mkdtemp(prefix="negotiation-")), name, source)


def _in_folder(folder: Path, name: str, source: str) -> Path:
    path = folder / f"{name}.py"
    if path.is_file() and path.read_text(encoding="utf-8") == source:
        return path
    with tempfile.NamedTemporaryFile(
        "w", dir=folder, suffix=".tmp", delete=False, encoding="utf-8"
    ) as file:
        file.write(source)
    Path(file.name).replace(path)
    return path


def fixed_values(plan: Plan) -> Any:  # noqa: ANN401 - an array, and numpy is loaded late
    """Return the fixed parameters in the order in which a kernel reads them."""
    import numpy as np

    names: Mapping[str, float] = plan.fixed
    return np.array([names[name] for name in sorted(names)], dtype=np.float64)
