"""`PerfectBayesianClasses`: the equilibrium classes of a model and where each exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from negotiation.errors import NotSupported, UnknownName
from negotiation.evaluate import compile_expressions
from negotiation.exact import as_sympy
from negotiation.game import reach_probabilities
from negotiation.parametric.branching import Branch, explore
from negotiation.parametric.domain import evaluate
from negotiation.parametric.induction import condition_holds
from negotiation.parametric.partition import Cell, Partition
from negotiation.solve import perfect_bayesian as solve_perfect_bayesian

if TYPE_CHECKING:
    from collections.abc import Callable

    import sympy

    from negotiation.exact import NumberLike
    from negotiation.model import Model
    from negotiation.parametric.domain import Domain, Polynomial
    from negotiation.parametric.equilibrium_class import EquilibriumClass
    from negotiation.parametric.memory import RememberingOracle
    from negotiation.parametric.oracle import Point
    from negotiation.solve import Equilibrium

__all__ = ["PerfectBayesianClasses", "condition_gaps"]

ClassPredicate: TypeAlias = "Callable[[Any], bool | sympy.logic.boolalg.Boolean]"

Played: TypeAlias = "frozenset[tuple[int, tuple[int, ...]]]"
"""Reached information set by number, and the places of the actions played."""


@dataclass(frozen=True)
class PerfectBayesianClasses:
    """The perfect Bayesian equilibrium classes of a model, for all parameters at once.

    Conditions are meant together with the assumptions.  Parameters are generic: surfaces on which
    somebody is indifferent without having to be, or a chance branch has probability 0, are left
    out.

    Attributes
    ----------
    model
        The model.
    classes
        The classes.  Several may exist at one point.
    oracle
        Holds the assumptions.
    """

    model: Model
    classes: tuple[EquilibriumClass, ...]
    oracle: RememberingOracle = field(repr=False, compare=False)

    @cached_property
    def _partition(self) -> Partition:
        raw = tuple(explore(partial(_existing, self), self.oracle, ties=False))
        # An EquilibriumClass answers all that a partition asks of an outcome class.
        return Partition(self.model, ties=False, raw=cast("Any", raw), oracle=self.oracle)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Disjoint cells of the parameter space, by which classes exist there."""
        return self._partition.cells

    def region(
        self, predicate: ClassPredicate, *, every: bool = True
    ) -> sympy.logic.boolalg.Boolean:
        """Return where every (or some) class that exists satisfies a predicate.

        Parameters and meaning are those of `Partition.region`; the predicate is called with each
        `EquilibriumClass`.
        """
        return self._partition.region(cast("Any", predicate), every=every)

    def boundaries(self) -> tuple[sympy.logic.boolalg.Boolean, ...]:
        """Return the surfaces on which the classes that exist change, as equations."""
        return self._partition.boundaries()

    def at(
        self, calibration: str = "baseline", **values: NumberLike
    ) -> tuple[EquilibriumClass, ...]:
        """Return the classes that exist at a point.

        Parameters
        ----------
        calibration, **values
            The point, as in `Model.at`.

        Raises
        ------
        AssumptionViolated
            If the point breaks an assumption of the model.
        NotSupported
            If the point is not generic.
        """
        numbers = self.model.values(calibration, check=True, **values)
        shown = ", ".join(f"{name} = {number}" for name, number in numbers.items())
        point = tuple(Fraction(str(numbers[name])) for name in self.oracle.domain.names)
        if not self.oracle.allows(point):
            message = f"a chance branch has probability 0, or a payoff is undefined, at {shown}"
            raise NotSupported(message)
        found = []
        for each in self.classes:
            holds = compile_expressions([each.condition])(numbers)[0]
            if holds is True:
                found.append(each)
        if self._is_on_boundary(point):
            message = (
                f"somebody is indifferent at {shown}; move a parameter, or solve at numbers with "
                "solve.perfect_bayesian"
            )
            raise NotSupported(message)
        return tuple(found)

    def _is_on_boundary(self, point: Point) -> bool:
        domain = self.oracle.domain
        return any(
            evaluate(gap, point) == 0
            for each in self.classes
            for gap in condition_gaps(each.condition, domain)
        )

    def verify(self) -> bool:
        """Solve the witness of every class and every cell again by numbers; true iff all agree.

        At each point the classes that exist are compared with all that
        `negotiation.solve.perfect_bayesian` finds: the actions that are played where play goes,
        and their probabilities.
        """
        points = [each.witness for each in self.classes]
        points += [cell.witness for cell in self.cells]
        return all(point is not None and not self.disagreement(**point) for point in points)

    def disagreement(self, **values: NumberLike) -> str:
        """Return how the classes at a point differ from a numeric solution; empty if they agree.

        Parameters
        ----------
        **values
            The point, as in `Model.at`.
        """
        numbers = self.model.values("baseline", check=True, **values)
        solved: dict[Played, Equilibrium] = {}
        for equilibrium in solve_perfect_bayesian(self.model.at("baseline", check=True, **values)):
            solved[_played(equilibrium)] = equilibrium
        here = {frozenset(each.choices): each for each in self.at("baseline", **values)}
        for choices, each in here.items():
            if choices not in solved:
                return f"{each.name!r} is not among the numeric equilibria"
            if not each.free and not _same_play(each, solved[choices], numbers):
                return f"{each.name!r} has other probabilities than the numeric equilibrium"
        if len(solved) > len(here):
            return f"{len(solved)} numeric equilibria, {len(here)} classes"
        return ""

    def to_latex(self) -> str:
        """Write the classes as a LaTeX table (package booktabs)."""
        from negotiation.parametric.class_table import class_table

        return class_table(self.model, self.classes)

    def _repr_html_(self) -> str:
        from negotiation.parametric.html import classes_html

        caption = f"{self.model.name}: {len(self)} equilibrium classes under the assumptions"
        return classes_html(self.model, self.classes, caption=caption)

    def __getitem__(self, name: str) -> EquilibriumClass:
        for each in self.classes:
            if each.name == name:
                return each
        raise UnknownName("equilibrium class", name, [each.name for each in self.classes])

    def __iter__(self) -> Iterator[EquilibriumClass]:
        return iter(self.classes)

    def __len__(self) -> int:
        return len(self.classes)

    def __str__(self) -> str:
        head = f"{self.model.name}: {len(self)} equilibrium classes under the assumptions"
        return "\n\n".join([head, *map(str, self.classes)])


def condition_gaps(condition: sympy.logic.boolalg.Boolean, domain: Domain) -> list[Polynomial]:
    """Return the polynomials whose signs a condition depends on."""
    import sympy

    relations = sorted(condition.atoms(sympy.core.relational.Relational), key=str)
    sides = [cast("tuple[sympy.Expr, sympy.Expr]", each.args) for each in relations]
    gaps = [domain.convert(left) - domain.convert(right) for left, right in sides]
    return [domain.sign_polynomial(gap) for gap in gaps]


def _existing(found: PerfectBayesianClasses, branch: Branch) -> tuple[EquilibriumClass, ...]:
    domain = found.oracle.domain
    return tuple(each for each in found.classes if condition_holds(each.condition, domain, branch))


def _played(equilibrium: Equilibrium) -> Played:
    reach = reach_probabilities(equilibrium.profile)
    return frozenset(
        (
            number,
            tuple(
                place
                for place, chance in enumerate(equilibrium.profile.table[number])
                if chance != 0
            ),
        )
        for number, infoset in enumerate(equilibrium.game.tree.infosets)
        if any(reach[node] != 0 for node in infoset.nodes)
    )


def _same_play(
    each: EquilibriumClass, equilibrium: Equilibrium, numbers: Mapping[str, object]
) -> bool:
    pairs = [
        (as_sympy(chance), equilibrium.profile[name][action])
        for name, row in each.profile.items()
        for action, chance in row.items()
    ]
    values = compile_expressions([chance for chance, _ in pairs])(cast("Any", numbers))
    return all(value == number for value, (_, number) in zip(values, pairs, strict=True))
