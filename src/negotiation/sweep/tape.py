"""A tape: a model written as a straight line of elementary operations on floats.

Every operation is written once, however often it occurs (hash-consing), in an order in which
arguments come first.  The same tape is run by numpy on blocks of draws, and written out as the
source of a compiled kernel; both do the same operations in the same order, so they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Instruction", "Tape"]

Instruction: TypeAlias = "tuple[str, tuple[int, ...], float | int | str | bool | None]"
"""An operation, the places of its arguments, and for leaves a constant or a parameter's name."""


@dataclass
class Tape:
    """Operations in order; the place of an operation names its result.

    Attributes
    ----------
    instructions
        The operations.

    Examples
    --------
    >>> tape = Tape()
    >>> gain = tape.parameter("gain")
    >>> tape.apply("add", gain, gain) == tape.apply("add", gain, gain)
    True
    >>> len(tape.instructions)
    2
    """

    instructions: list[Instruction] = field(default_factory=list)
    _places: dict[tuple[object, ...], int] = field(default_factory=dict, repr=False)

    def _enter(self, instruction: Instruction) -> int:
        name, arguments, value = instruction
        key = (name, arguments, type(value), repr(value))
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.instructions)
            self.instructions.append(instruction)
        return place

    def parameter(self, name: str) -> int:
        """Return the place of a parameter."""
        return self._enter(("parameter", (), name))

    def real(self, value: float) -> int:
        """Return the place of a constant float."""
        return self._enter(("real", (), float(value)))

    def integer(self, value: int) -> int:
        """Return the place of a constant integer."""
        return self._enter(("integer", (), value))

    def truth(self, value: bool) -> int:  # noqa: FBT001 - the constant itself
        """Return the place of a constant truth value."""
        return self._enter(("truth", (), value))

    def constant(self, place: int) -> object:
        """Return the constant at a place, or ``None`` where there is none."""
        name, _, value = self.instructions[place]
        return value if name in _CONSTANTS else None

    def apply(self, name: str, *arguments: int) -> int:
        """Return the place of an operation on earlier places, simplified where that is exact."""
        simpler = self._simplified(name, arguments)
        return self._enter((name, arguments, None)) if simpler is None else simpler

    def _simplified(self, name: str, arguments: tuple[int, ...]) -> int | None:
        if name == "select":
            condition, yes, no = arguments
            chosen = self.constant(condition)
            if isinstance(chosen, bool):
                return yes if chosen else no
            return yes if yes == no else None
        if name in ("and", "or"):
            left, right = arguments
            if left == right:
                return left
            for one, other in ((left, right), (right, left)):
                value = self.constant(one)
                if isinstance(value, bool):
                    return other if value == (name == "and") else one
        if name == "not":
            value = self.constant(arguments[0])
            if isinstance(value, bool):
                return self.truth(not value)
        if name == "add" and self.constant(arguments[1]) == 0:
            return arguments[0]
        if name == "add" and self.constant(arguments[0]) == 0:
            return arguments[1]
        return None

    def all_of(self, conditions: Sequence[int]) -> int:
        """Return the place of the conjunction of conditions."""
        place = self.truth(True)  # noqa: FBT003 - the constant itself
        for condition in conditions:
            place = self.apply("and", place, condition)
        return place

    def needed(self, results: Sequence[int]) -> list[int]:
        """Return the places that results depend on, in order."""
        wanted = bytearray(len(self.instructions))
        for place in results:
            wanted[place] = 1
        for place in range(len(self.instructions) - 1, -1, -1):
            if wanted[place]:
                for argument in self.instructions[place][1]:
                    wanted[argument] = 1
        return [place for place, want in enumerate(wanted) if want]


_CONSTANTS = frozenset({"real", "integer", "truth"})
