"""From a plan and a kernel to one function that solves a block of draws.

Both kernels take the rows of the parameters and write the rows of the results, and both mark
draws with which something is wrong: play -1, payoffs that are no numbers, and the reason.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import UnknownName
from negotiation.solve.kernels import has_numba
from negotiation.sweep.interpreter import Interpreter
from negotiation.sweep.kernel import (
    LARGEST_KERNEL,
    TILE,
    compiled_kernel,
    fixed_values,
    operations,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.sweep.plan import Plan

    Rows = NDArray[np.float64]
    Codes = NDArray[np.int32]

__all__ = ["KERNELS", "WORTH_COMPILING", "Evaluator", "chosen_kernel", "evaluator"]

Evaluator: TypeAlias = "Callable[[Rows, int, Rows, Codes, int, int], None]"
"""Solves ``count`` draws from ``rows[:, start]`` on, and writes from place ``at`` on."""

KERNELS = ("auto", "numpy", "numba")
"""What computes: ``auto`` is numba where it is installed and compiling is worth while."""

WORTH_COMPILING = 200_000
"""From how many draws on a compiled kernel is worth the seconds that compiling takes."""


def chosen_kernel(plan: Plan, kernel: str, draws: int) -> str:
    """Return ``"numpy"`` or ``"numba"``.

    Raises
    ------
    UnknownName
        If the kernel does not exist.
    """
    if kernel not in KERNELS:
        raise UnknownName("kernel", kernel, KERNELS)
    if kernel == "auto":
        fits = draws >= WORTH_COMPILING and operations(plan) <= LARGEST_KERNEL
        return "numba" if fits and has_numba() else "numpy"
    return kernel


def evaluator(plan: Plan, kernel: str = "auto", *, draws: int = 0) -> Evaluator:
    """Return the function that solves a block of draws, chosen for so many draws in all.

    Raises
    ------
    MissingDependency
        If numba is asked for and not installed.
    """
    return _by_numba(plan) if chosen_kernel(plan, kernel, draws) == "numba" else _by_numpy(plan)


def _by_numba(plan: Plan) -> Evaluator:
    import numpy as np

    kernel = compiled_kernel(plan)
    fixed = fixed_values(plan)
    local = threading.local()

    def solve(  # noqa: PLR0917 - an Evaluator
        rows: Rows, start: int, reals: Rows, codes: Codes, at: int, count: int
    ) -> None:
        if not hasattr(local, "read"):
            local.read = np.empty(len(plan.varied) * TILE)
            local.out = np.empty((len(plan.reals) + 2) * TILE)
        places = np.uint64(start), np.uint64(at), np.uint64(count)
        kernel(rows, fixed, reals, codes, local.read, local.out, *places)

    return solve


def _by_numpy(plan: Plan) -> Evaluator:
    import numpy as np

    run = Interpreter(plan.tape, plan.varied, plan.fixed, plan.results)
    width = len(plan.reals)

    def solve(  # noqa: PLR0917 - an Evaluator
        rows: Rows, start: int, reals: Rows, codes: Codes, at: int, count: int
    ) -> None:
        for shift in range(0, count, run.block):
            size = min(run.block, count - shift)
            block = rows[:, start + shift : start + shift + size]
            here = slice(at + shift, at + shift + size)
            solve_block(block, reals[:, here], codes[:, here])

    def solve_block(block: Rows, reals: Rows, marks: Codes) -> None:
        found = run(block)
        for target, result in zip(reals, found[:width], strict=True):
            target[:] = result
        for mark, result in zip(marks, found[width:], strict=True):
            mark[:] = result
        for row in block:
            finite = np.isfinite(row)
            if not finite.all():
                marks[1][~finite] = 1
        if marks[1].any():
            wrong = marks[1] != 0
            reals[:, wrong] = np.nan
            marks[0][wrong] = -1

    return solve
