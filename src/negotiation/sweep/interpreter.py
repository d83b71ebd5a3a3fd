"""A tape run by numpy, a block of draws at a time.

Intermediate rows live in a few registers that are used again as soon as a row has had its last
use, so that all of them together stay in the processor's cache and nothing is allocated on the
way.  What does not depend on the draws is computed once, before the first block.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.sweep.tape import Tape

__all__ = ["CACHE", "Interpreter"]

CACHE = 1 << 22
"""The bytes that the registers may take together, so that they stay in the processor's caches."""

SMALLEST, LARGEST = 1024, 8192
"""How many draws are in a block, at least and at most."""

Step: TypeAlias = "tuple[str, tuple[int, ...], int]"
"""An operation, the places of its arguments, and the place of its result."""

_TRUTHS = frozenset({"lt", "le", "eq", "ne", "and", "or", "xor", "not", "isfinite", "truth"})


class Interpreter:
    """Runs the tape on blocks (one row a varied parameter); safe to share between threads.

    Parameters
    ----------
    tape
        The operations.
    varied
        The parameters that the rows of a block hold.
    fixed
        The values of the others.
    results
        The places whose rows are wanted.

    Examples
    --------
    >>> import numpy as np
    >>> from negotiation.sweep.tape import Tape
    >>> tape = Tape()
    >>> double = tape.apply("add", tape.parameter("x"), tape.parameter("x"))
    >>> Interpreter(tape, ["x"], {}, [double])(np.array([[1.0, 2.0]]))
    [array([2., 4.])]
    """

    def __init__(
        self, tape: Tape, varied: Sequence[str], fixed: Mapping[str, float], results: Sequence[int]
    ) -> None:
        import numpy as np

        self._constants: dict[int, Any] = {}
        self._rows: dict[int, int] = {}
        self._kinds = _kinds(tape)
        moving = self._separate(tape, tape.needed(results), varied, fixed)
        steps = self._steps(tape, moving)
        registers, count = _allocated(steps, results)
        self._registers = max(count, 1)
        fitting = CACHE // (8 * self._registers)
        self.block = max(SMALLEST, min(LARGEST, 1 << (fitting.bit_length() - 1)))
        self._local = threading.local()
        writer = _Writer(self._constants, self._rows, self._kinds, registers)
        namespace: dict[str, Any] = {"int64": np.int64, **_functions(), **writer.constants}
        exec(writer.source(steps, results, self._registers), namespace)  # noqa: S102 - written here, from numbers and names of our own
        self._run: Callable[..., list[Any]] = namespace["run"]

    def _separate(
        self, tape: Tape, places: Sequence[int], varied: Sequence[str], fixed: Mapping[str, float]
    ) -> list[int]:
        """Compute what does not depend on the draws; return the places of the rest."""
        import numpy as np

        row = {name: place for place, name in enumerate(varied)}
        functions = _functions()
        moving: list[int] = []
        for place in places:
            name, arguments, value = tape.instructions[place]
            if name == "parameter" and value in row:
                self._rows[place] = row[str(value)]
            elif name == "parameter":
                self._constants[place] = np.float64(fixed[str(value)])
            elif not arguments:
                kind = {"real": np.float64, "integer": np.int64, "truth": np.bool_}[name]
                self._constants[place] = kind(value)
            elif all(argument in self._constants for argument in arguments):
                given = [self._constants[argument] for argument in arguments]
                with np.errstate(all="ignore"):
                    self._constants[place] = (
                        given[1 if given[0] else 2] if name == "select" else functions[name](*given)
                    )
            else:
                moving.append(place)
        return moving

    def _steps(self, tape: Tape, moving: Sequence[int]) -> list[Step]:
        offset = len(tape.instructions)  # a mask has the place of its condition, plus this
        masked: set[int] = set()
        steps: list[Step] = []
        for place in moving:
            name, arguments, _ = tape.instructions[place]
            if name != "select":
                steps.append((name, arguments, place))
                continue
            condition, yes, no = arguments
            if condition in self._constants:
                steps.append(("copy", (yes if self._constants[condition] else no,), place))
            elif self._kinds[place] == "truth":
                steps.append(("where", arguments, place))
            else:
                if condition not in masked:  # one mask serves every selection by a condition
                    masked.add(condition)
                    steps.append(("mask", (condition,), condition + offset))
                steps.append(("select", (condition + offset, yes, no), place))
        return steps

    def _views(self, count: int) -> tuple[Any, Any, Any]:
        """Return this thread's registers for so many draws, as floats, integers and truths."""
        import numpy as np

        views: dict[int, tuple[Any, Any, Any]] | None = getattr(self._local, "views", None)
        if views is None:
            views = self._local.views = {}
            self._local.memory = np.empty((self._registers, self.block), dtype=np.float64)
        if count not in views:
            if len(views) > 2:
                views.clear()
            memory = self._local.memory
            views[count] = (
                [row[:count] for row in memory],
                [row.view(np.int64)[:count] for row in memory],
                [row.view(np.bool_)[:count] for row in memory],
            )
        return views[count]

    def __call__(self, block: NDArray[np.float64]) -> list[Any]:
        """Return the rows of the results, which the next call overwrites.

        A result that does not depend on the draws comes out as a single number.  A block holds
        at most `block` draws.
        """
        import numpy as np

        with np.errstate(all="ignore"):  # what is undefined is found by isfinite
            return self._run(block, *self._views(block.shape[1]))


class _Writer:
    """Writes the steps as the source of a function: one call of numpy a line, no look-ups."""

    def __init__(
        self,
        constants: Mapping[int, Any],
        rows: Mapping[int, int],
        kinds: Mapping[int, str],
        registers: Mapping[int, int],
    ) -> None:
        import numpy as np

        self._rows = rows
        self._kinds = kinds
        self._registers = registers
        self.constants: dict[str, Any] = {}
        for place, value in constants.items():
            self.constants[f"c{place}"] = value
            if value.dtype != np.bool_:
                self.constants[f"ci{place}"] = value.view(np.int64)

    def _name(self, place: int, *, bits: bool = False) -> str:
        if place in self._rows:
            return f"x{'i' if bits else ''}{self._rows[place]}"
        if place not in self._registers:
            return f"c{'i' if bits else ''}{place}"
        letter = {"real": "f", "truth": "b"}.get(self._kinds.get(place, "mask"), "i")
        return f"{'i' if bits else letter}{self._registers[place]}"

    def source(self, steps: Sequence[Step], results: Sequence[int], count: int) -> str:
        """Return the source of ``run(block, floats, integers, truths)``."""
        lines = ["def run(block, floats, integers, truths):"]
        for letter, rows in (("f", "floats"), ("i", "integers"), ("b", "truths")):
            names = ", ".join(f"{letter}{register}" for register in range(count))
            lines.append(f"    [{names}] = {rows}")
        for row in sorted(set(self._rows.values())):
            lines.append(f"    x{row} = block[{row}]")
            lines.append(f"    xi{row} = x{row}.view(int64)")
        lines += [f"    {line}" for step in steps for line in self._lines(step)]
        answers = ", ".join(self._name(place) for place in results)
        return "\n".join([*lines, f"    return [{answers}]", ""])

    def _lines(self, step: Step) -> list[str]:
        name, arguments, place = step
        out = self._name(place)
        if name == "mask":  # all bits where the condition holds, and none elsewhere
            return [f"copyto({out}, {self._name(arguments[0])})", f"neg({out}, out={out})"]
        if name == "select":
            # Three operations on bits take a third of the time of numpy.where, whose branches on
            # conditions without a pattern the processor cannot foresee.
            mask, yes, no = (self._name(each, bits=True) for each in arguments)
            bits = self._name(place, bits=True)
            return [
                f"bitwise_xor({yes}, {no}, out={bits})",
                f"bitwise_and({bits}, {mask}, out={bits})",
                f"bitwise_xor({bits}, {no}, out={bits})",
            ]
        given = ", ".join(self._name(each) for each in arguments)
        if name == "copy":
            return [f"copyto({out}, {given})"]
        if name == "where":
            return [f"copyto({out}, where({given}))"]
        function = f"{name}_" if name in ("and", "or", "not") else name
        return [f"{function}({given}, out={out})"]


def _kinds(tape: Tape) -> dict[int, str]:
    kinds: dict[int, str] = {}
    for place, (name, arguments, _) in enumerate(tape.instructions):
        if name in _TRUTHS:
            kinds[place] = "truth"
        elif not arguments:
            kinds[place] = "integer" if name == "integer" else "real"
        else:
            kinds[place] = kinds[arguments[-1]]
    return kinds


def _allocated(steps: Sequence[Step], results: Sequence[int]) -> tuple[dict[int, int], int]:
    """Give each row a register, and return how many there are."""
    last = {argument: k for k, (_, arguments, _) in enumerate(steps) for argument in arguments}
    kept = set(results)
    register: dict[int, int] = {}
    free: list[int] = []
    count = 0
    for k, (_, arguments, place) in enumerate(steps):
        if free:
            register[place] = free.pop()
        else:
            register[place] = count
            count += 1
        # Freed only now: a selection still reads its arguments after it has begun to write.
        free.extend(
            register[argument]
            for argument in set(arguments)
            if last[argument] == k and argument in register and argument not in kept
        )
    return register, count


def _functions() -> dict[str, Callable[..., Any]]:
    import numpy as np

    return {
        "add": np.add,
        "sub": np.subtract,
        "mul": np.multiply,
        "div": np.divide,
        "neg": np.negative,
        "abs": np.absolute,
        "max": np.maximum,
        "min": np.minimum,
        "pow": np.power,
        "sqrt": np.sqrt,
        "exp": np.exp,
        "log": np.log,
        "sin": np.sin,
        "cos": np.cos,
        "tan": np.tan,
        "tanh": np.tanh,
        "arctan": np.arctan,
        "floor": np.floor,
        "ceil": np.ceil,
        "sign": np.sign,
        "lt": np.less,
        "le": np.less_equal,
        "eq": np.equal,
        "ne": np.not_equal,
        "and": np.logical_and,
        "or": np.logical_or,
        "xor": np.logical_xor,
        "not": np.logical_not,
        "isfinite": np.isfinite,
        "and_": np.logical_and,
        "or_": np.logical_or,
        "not_": np.logical_not,
        "where": np.where,
        "copyto": np.copyto,
        "bitwise_xor": np.bitwise_xor,
        "bitwise_and": np.bitwise_and,
    }
