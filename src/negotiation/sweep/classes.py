"""Sweeps over the perfect Bayesian classes of a model.

Where players do not know all earlier moves there may be several equilibria at a draw.
`negotiation.parametric.perfect_bayesian` finds each class once, with the exact condition under
which it exists; here the conditions are evaluated at many draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported, UnknownName
from negotiation.sweep.batch import solved_table
from negotiation.sweep.draws import DrawsLike, fixed_values_of, read_draws
from negotiation.sweep.evaluator import evaluator
from negotiation.sweep.lowering import Lowering
from negotiation.sweep.plan import NOT_FINITE, UNDEFINED, Plan, conditions_of, marked_status
from negotiation.sweep.tape import Tape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.parametric import EquilibriumClass, PerfectBayesianClasses
    from negotiation.sweep.blocks import Progress
    from negotiation.sweep.table import SweepTable

__all__ = ["ClassSet", "ClassSets", "ClassTable", "batch_classes", "class_plan"]

MOST_CLASSES = 30
"""Sets of classes are kept as bits of a number."""


@dataclass(frozen=True)
class ClassSet:
    """Which classes exist.

    Attributes
    ----------
    number
        Its number: bit ``k`` is set where class ``k`` exists.
    names
        The names of the classes.
    """

    number: int
    names: tuple[str, ...]

    @property
    def label(self) -> str:
        """The classes in words."""
        return " + ".join(self.names) or "no class"

    def contains(self, label: str) -> bool:
        """Whether a class with this name exists."""
        return label in self.names

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class ClassSets:
    """The sets of classes by number."""

    names: tuple[str, ...]

    def __len__(self) -> int:
        return 1 << len(self.names)

    def __getitem__(self, number: int) -> ClassSet:
        if not 0 <= number < len(self):
            message = f"set {number} does not exist; there are {len(self)} sets of classes"
            raise IndexError(message)
        chosen = tuple(name for place, name in enumerate(self.names) if number >> place & 1)
        return ClassSet(number, chosen)


def class_plan(
    found: PerfectBayesianClasses,
    varied: Sequence[str],
    fixed: Mapping[str, float],
    *,
    check: bool = True,
) -> Plan:
    """Compile the conditions of classes for many draws.

    The margin is how far a draw is from the nearest surface on which some condition changes.

    Raises
    ------
    NotSupported
        If there are too many classes.
    """
    import sympy

    if len(found.classes) > MOST_CLASSES:
        message = f"there are {len(found.classes)} classes, more than {MOST_CLASSES}"
        raise NotSupported(message)
    tape = Tape()
    lower = Lowering(tape)
    code, margin = tape.integer(0), tape.real(float("inf"))
    defined: list[int] = []
    relations: set[sympy.core.relational.Relational] = set()
    for place, each in enumerate(found.classes):
        holds = lower(each.condition)
        defined.append(holds.defined)
        bit = tape.apply("select", holds.value, tape.integer(1 << place), tape.integer(0))
        code = tape.apply("add", code, bit)
        relations |= each.condition.atoms(sympy.core.relational.Relational)
    for relation in sorted(relations, key=str):
        gap = tape.apply("sub", lower(relation.args[0]).value, lower(relation.args[1]).value)
        distance = tape.apply("abs", gap)
        margin = tape.apply("min", margin, distance)
    status, reasons = marked_status(
        tape,
        lower,
        tape.all_of(defined),
        conditions_of(found.model) if check else {},
        [NOT_FINITE, UNDEFINED],
    )
    return Plan(
        name=found.model.name,
        players=(),
        varied=tuple(varied),
        fixed={name: value for name, value in fixed.items() if name not in varied},
        watched=(),
        reasons=reasons,
        plays=ClassSets(tuple(each.name for each in found.classes)),
        tape=tape,
        reals=(margin,),
        codes=(code, status),
    )


@dataclass(frozen=True, eq=False)
class ClassTable:
    """Which perfect Bayesian classes exist at each of many draws.

    Attributes
    ----------
    classes
        The classes.
    table
        The table of which sets of classes exist, with margins and what is wrong.
    """

    classes: PerfectBayesianClasses = field(repr=False)
    table: SweepTable

    def __len__(self) -> int:
        return len(self.table)

    def exists(self, name: str) -> NDArray[np.bool_]:
        """Return at which draws a class exists.

        Raises
        ------
        UnknownName
            If there is no such class.
        """
        names = [each.name for each in self.classes]
        if name not in names:
            raise UnknownName("equilibrium class", name, names)
        bits: NDArray[np.bool_] = (self.table.outcome >> names.index(name)) & 1 == 1
        return bits & self.table.used

    def payoffs(self, name: str) -> Mapping[str, NDArray[np.float64]]:
        """Return player → payoff in a class at each draw; no number where it does not exist."""
        import numpy as np

        chosen: EquilibriumClass = self.classes[name]
        tape = Tape()
        lower = Lowering(tape)
        reals = tuple(lower(payoff).value for payoff in chosen.payoffs.values())
        zero = tape.integer(0)
        draws = self.table.draws
        plan = Plan(
            chosen.name, tuple(chosen.payoffs), draws.names, self.table.fixed, (),
            (NOT_FINITE,), ClassSets(()), tape, reals, (zero, zero),
        )  # fmt: skip
        found = np.empty((len(reals), len(self)))
        marks = np.empty((2, len(self)), dtype=np.int32)
        evaluator(plan, "numpy")(draws.block(0, len(self)), 0, found, marks, 0, len(self))
        found[:, ~self.exists(name)] = np.nan
        return dict(zip(chosen.payoffs, found, strict=True))

    def __str__(self) -> str:
        return str(self.table)


def batch_classes(
    classes: PerfectBayesianClasses,
    draws: DrawsLike,
    *,
    calibration: str = "baseline",
    check: bool = True,
    kernel: str = "auto",
    block: int = 8192,
    threads: int | None = None,
    progress: Progress | None = None,
    checkpoint: str | Path | None = None,
    cluster: object = None,
) -> ClassTable:
    """Find which perfect Bayesian classes exist at many draws of parameters.

    Parameters
    ----------
    classes
        What `negotiation.parametric.perfect_bayesian` found.
    draws, calibration, check, kernel, block, threads, progress, checkpoint, cluster
        As in `negotiation.sweep.batch`.

    Raises
    ------
    UnknownName, InvalidNumber, MissingParameter, MissingDependency
        As in `negotiation.sweep.batch`.
    """
    read, given = read_draws(classes.model, draws)
    fixed = fixed_values_of(classes.model, calibration, read.names, given)
    plan = class_plan(classes, read.names, fixed, check=check)
    table = solved_table(
        plan,
        read,
        kernel=kernel,
        block=block,
        threads=threads,
        progress=progress,
        checkpoint=checkpoint,
        cluster=cluster,
    )
    return ClassTable(classes, table)
