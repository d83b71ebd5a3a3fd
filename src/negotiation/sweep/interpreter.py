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

CACHE = 1 << 20
"""The bytes that the registers may take together: what fits into a core's second-level cache."""

SMALLEST, LARGEST = 1024, 8192
"""How many draws are in a block, at least and at most."""

Step: TypeAlias = "tuple[Callable[..., object], tuple[int, ...], int]"

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
        self._results = tuple(results)
        self._constants: dict[int, Any] = {}
        self._inputs: list[tuple[int, int]] = []
        self._kinds = _kinds(tape)
        places = tape.needed(results)
        moving = self._separate(tape, places, varied, fixed)
        steps = self._steps(tape, moving)
        self._size = 2 * len(tape.instructions)
        self._program = steps
        self._register, registers = _allocated(steps, self._results)
        self._registers = max(registers, 1)
        fitting = CACHE // (8 * self._registers)
        self.block = max(SMALLEST, min(LARGEST, 1 << (fitting.bit_length() - 1)))
        self._local = threading.local()

    def _separate(
        self, tape: Tape, places: Sequence[int], varied: Sequence[str], fixed: Mapping[str, float]
    ) -> list[int]:
        """Compute what does not depend on the draws; return the places of the rest."""
        import numpy as np

        row = {name: place for place, name in enumerate(varied)}
        functions = _functions()
        moving: list[int] = []
        inputs: set[int] = set()
        for place in places:
            name, arguments, value = tape.instructions[place]
            if name == "parameter" and value in row:
                self._inputs.append((place, row[str(value)]))
                inputs.add(place)
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
        functions = _functions()
        offset = len(tape.instructions)  # a mask has the place of its condition, plus this
        masked: set[int] = set()
        steps: list[Step] = []
        for place in moving:
            name, arguments, _ = tape.instructions[place]
            if name != "select":
                steps.append((functions[name], arguments, place))
                continue
            condition, yes, no = arguments
            if condition in self._constants:
                chosen = yes if self._constants[condition] else no
                steps.append((_copied, (chosen,), place))
                continue
            if self._kinds[place] == "truth":
                steps.append((_selected_truth, arguments, place))
                continue
            if condition not in masked:  # one mask serves every selection by a condition
                masked.add(condition)
                steps.append((_mask_of, (condition,), condition + offset))
            steps.append((_selected, (condition + offset, yes, no), place))
        return steps

    def _store(self, count: int) -> list[Any]:
        """Return a row for every place of a block of so many draws, in this thread's registers."""
        import numpy as np

        stores: dict[int, list[Any]] | None = getattr(self._local, "stores", None)
        if stores is None:
            stores = self._local.stores = {}
            self._local.memory = np.empty((self._registers, self.block), dtype=np.float64)
        if count not in stores:
            if len(stores) > 2:
                stores.clear()
            store: list[Any] = [None] * self._size
            for place, value in self._constants.items():
                store[place] = value
            for place, register in self._register.items():
                memory = self._local.memory[register]
                kind = self._kinds.get(place, "mask")
                if kind == "truth":
                    store[place] = memory.view(np.bool_)[:count]
                elif kind == "real":
                    store[place] = memory[:count]
                else:
                    store[place] = memory.view(np.int64)[:count]
            stores[count] = store
        return stores[count]

    def __call__(self, block: NDArray[np.float64]) -> list[Any]:
        """Return the rows of the results, which the next call overwrites.

        A result that does not depend on the draws comes out as a single number.  A block holds
        at most `block` draws.
        """
        import numpy as np

        store = self._store(block.shape[1])
        for place, number in self._inputs:
            store[place] = block[number]
        with np.errstate(all="ignore"):  # what is undefined is found by isfinite
            for function, arguments, place in self._program:
                function(*[store[argument] for argument in arguments], out=store[place])
        return [store[place] for place in self._results]


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
    }


def _copied(chosen: Any, out: Any) -> None:  # noqa: ANN401 - an array or a single value
    out[:] = chosen


def _mask_of(condition: Any, out: Any) -> None:  # noqa: ANN401 - an array of truth values
    """Write all bits where a condition holds, and none elsewhere."""
    import numpy as np

    np.copyto(out, condition)
    np.negative(out, out=out)


def _selected(mask: Any, yes: Any, no: Any, out: Any) -> None:  # noqa: ANN401 - arrays or single values
    """Select by a mask: three operations on bits.

    They take a third of the time of `numpy.where`, whose branches on conditions without a pattern
    the processor cannot foresee.
    """
    import numpy as np

    one, other, bits = yes.view(np.int64), no.view(np.int64), out.view(np.int64)
    np.bitwise_xor(one, other, out=bits)
    np.bitwise_and(bits, mask, out=bits)
    np.bitwise_xor(bits, other, out=bits)


def _selected_truth(condition: Any, yes: Any, no: Any, out: Any) -> None:  # noqa: ANN401 - as above
    import numpy as np

    out[:] = np.where(condition, yes, no)
