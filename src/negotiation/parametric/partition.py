"""`Partition`: the equilibria of a model at every parameter value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, cast

from negotiation.errors import NotSupported, SolverFailed
from negotiation.model import Model, condition_text
from negotiation.parametric.describe import Describer
from negotiation.parametric.domain import polynomial_degree

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import NumberLike
    from negotiation.parametric.branching import RawCell
    from negotiation.parametric.equilibrium import OutcomeClass
    from negotiation.parametric.oracle import Oracle, Point

__all__ = ["Cell", "Partition", "Predicate"]

Predicate: TypeAlias = "Callable[[OutcomeClass], bool | sympy.logic.boolalg.Boolean]"
"""What may be asked of an equilibrium: true or false, or a condition on the parameters."""


@dataclass(frozen=True)
class Cell:
    """Parameter values at which the equilibrium outcomes are the same.

    Attributes
    ----------
    condition
        Where, as a condition on the parameters that is meant together with the assumptions.
    equilibria
        The outcome classes of all pure subgame-perfect equilibria there.
    witness
        A point of the cell with rational values; ``None`` where none was found.
    decided
        Whether the cell is known not to be empty.
    """

    condition: sympy.logic.boolalg.Boolean
    equilibria: tuple[OutcomeClass, ...]
    witness: Mapping[str, Fraction] | None = field(hash=False)
    decided: bool = True

    def __str__(self) -> str:
        lines = [condition_text(self.condition)]
        lines += [f"  {equilibrium}" for equilibrium in self.equilibria]
        if not self.decided:
            lines.append("  (undetermined: the solver could not tell whether this can happen)")
        return "\n".join(lines)


@dataclass(frozen=True)
class Partition:
    """The parameter space of a model, cut into cells with the same equilibrium outcomes.

    Cells are disjoint and cover the assumptions; without ``ties`` they leave out the surfaces on
    which somebody is indifferent between different payoffs.

    Attributes
    ----------
    model
        The model.
    ties
        Whether the indifference surfaces are cells of their own.
    raw
        The cells as they were found, before those with the same equilibria were merged.
    oracle
        Holds the assumptions.
    """

    model: Model
    ties: bool
    raw: tuple[RawCell[tuple[OutcomeClass, ...]], ...] = field(repr=False)
    oracle: Oracle = field(repr=False, compare=False)

    @cached_property
    def _describer(self) -> Describer:
        return Describer(
            self.oracle,
            [raw.signs for raw in self.raw],
            [raw.point for raw in self.raw],
            ties=self.ties,
        )

    @cached_property
    def _groups(self) -> dict[frozenset[OutcomeClass], list[int]]:
        groups: dict[frozenset[OutcomeClass], list[int]] = {}
        for index, raw in enumerate(self.raw):
            groups.setdefault(frozenset(raw.result), []).append(index)
        return dict(sorted(groups.items(), key=lambda item: sorted(x.choices for x in item[0])))

    @property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """For each merged cell, the places of its parts in `raw`."""
        return tuple(tuple(indices) for indices in self._groups.values())

    @property
    def is_linear(self) -> bool:
        """Whether all signs that cut the space are those of linear expressions."""
        return all(
            polynomial_degree(polynomial) <= 1 for raw in self.raw for polynomial, _ in raw.signs
        )

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells, those with the same equilibrium outcomes merged."""
        return tuple(self._cell(members) for members in self._groups.values())

    def _cell(self, members: Sequence[int]) -> Cell:
        first = self.raw[members[0]]
        placed = [self.raw[index] for index in members if self.raw[index].point is not None]
        witness = None
        if placed and placed[0].point is not None:
            simple = self.oracle.simplify_point(placed[0].signs, placed[0].point)
            witness = dict(zip(self.oracle.domain.names, simple, strict=True))
        return Cell(
            self._describer.condition(set(members)),
            first.result,
            witness,
            any(self.raw[index].decided for index in members),
        )

    def region(self, predicate: Predicate, *, every: bool = True) -> sympy.logic.boolalg.Boolean:
        """Return where every (or some) equilibrium satisfies a predicate, as a condition.

        Parameters
        ----------
        predicate
            Called with each equilibrium; returns a truth value, or a condition on the parameters.
        every
            Whether all equilibria must satisfy it, or one is enough.

        Notes
        -----
        The condition is meant together with the assumptions of the model: what they imply is
        left out.

        Examples
        --------
        >>> from negotiation import talks
        >>> from negotiation.parametric import subgame_perfect
        >>> partition = subgame_perfect(talks.basing_shadow())
        >>> print(partition.region(lambda equilibrium: "transfer" in equilibrium.path))
        treaty_gain > basing_loss*basing_probability
        """
        import sympy

        members: set[int] = set()
        conditional: dict[sympy.logic.boolalg.Boolean, set[int]] = {}
        for group, indices in self._groups.items():
            ordered = self.raw[indices[0]].result if group else ()
            verdicts = [_as_condition(predicate(equilibrium)) for equilibrium in ordered]
            joined = sympy.And(*verdicts) if every else sympy.Or(*verdicts)
            if joined == sympy.true:
                members.update(indices)
            elif joined != sympy.false:
                conditional.setdefault(joined, set()).update(indices)
        parts = [self._describer.condition(members)]
        parts += [
            sympy.And(self._describer.condition(each), extra) for extra, each in conditional.items()
        ]
        return sympy.Or(*parts)

    def at(self, calibration: str = "baseline", **values: NumberLike) -> Cell:
        """Return the cell that holds a point.

        Parameters
        ----------
        calibration, **values
            The point, as in `Model.at`.

        Raises
        ------
        AssumptionViolated
            If the point breaks an assumption of the model.
        NotSupported
            If the point lies on an indifference surface and the partition leaves those out, or a
            payoff is not defined there.
        SolverFailed
            If no cell holds the point although there are cells for surfaces: the partition is
            the unfinished one of a `PartitionIncomplete`.

        Examples
        --------
        >>> from negotiation import talks
        >>> from negotiation.parametric import subgame_perfect
        >>> partition = subgame_perfect(talks.basing_shadow(), ties=True)
        >>> print(partition.at(basing_probability="1/3").condition)
        Eq(treaty_gain, basing_loss*basing_probability)
        """
        numbers = self.model.values(calibration, check=True, **values)
        point: Point = tuple(Fraction(str(numbers[name])) for name in self.oracle.domain.names)
        shown = ", ".join(f"{name} = {numbers[name]}" for name in self.oracle.domain.names)
        if not self.oracle.allows(point):
            message = f"a payoff or a probability is not defined at {shown}"
            raise NotSupported(message)
        for members, cell in zip(self._groups.values(), self.cells, strict=True):
            if any(self.oracle.holds(self.raw[index].signs, point) for index in members):
                return cell
        if self.ties:
            message = f"no cell that was found holds {shown}"
            raise SolverFailed(message)
        message = (
            f"somebody is indifferent, or a condition changes, at {shown}; "
            "solve with ties=True to have these surfaces as cells"
        )
        raise NotSupported(message)

    def boundaries(self) -> tuple[sympy.logic.boolalg.Boolean, ...]:
        """Return the surfaces on which the equilibrium outcomes change, as equations."""
        import sympy

        found: dict[str, sympy.logic.boolalg.Boolean] = {}
        for cell in self.cells:
            for relation in sorted(cell.condition.atoms(sympy.core.relational.Relational), key=str):
                left, right = relation.args
                equation = cast("sympy.logic.boolalg.Boolean", sympy.Eq(left, right))
                found.setdefault(str(equation), equation)
        return tuple(found.values())

    def verify(self) -> bool:
        """Check the partition: no overlap, no gap, every witness solved again by numbers."""
        from negotiation.parametric.coverage import check_partition

        return check_partition(self).holds

    def to_latex(self) -> str:
        """Write the partition as a LaTeX table (package booktabs)."""
        from negotiation.parametric.latex import partition_table

        return partition_table(self)

    def __str__(self) -> str:
        lines = [f"{self.model.name}: {len(self.cells)} cells under the assumptions"]
        for cell in self.cells:
            lines += ["", str(cell)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from negotiation.parametric.html import cells_html

        caption = f"{self.model.name}: {len(self.cells)} cases under the assumptions"
        return cells_html(self.model, self.cells, caption=caption)

    def __len__(self) -> int:
        return len(self.cells)


def _as_condition(verdict: object) -> sympy.logic.boolalg.Boolean:
    import sympy

    if isinstance(verdict, bool):
        return sympy.true if verdict else sympy.false
    if isinstance(verdict, sympy.logic.boolalg.Boolean):
        return verdict
    message = f"a predicate must return True, False or a condition, not {verdict!r}"
    raise NotSupported(message)
