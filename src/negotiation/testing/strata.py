"""The regions of parameters that are visited on purpose: cells, boundaries, near ties.

Values drawn at random from all that the assumptions allow hardly ever meet the places where a
proposition fails: a thin cell of the partition, the edge of an assumption, values at which somebody
is nearly or exactly indifferent.  Each of these is a region of its own here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

from negotiation.errors import AssumptionViolated, NotSupported
from negotiation.parametric import (
    ClassesIncomplete,
    PartitionIncomplete,
    PerfectBayesianClasses,
    perfect_bayesian,
    subgame_perfect,
)
from negotiation.parametric.contradiction import contradiction
from negotiation.parametric.domain import Domain
from negotiation.parametric.oracle import Oracle
from negotiation.testing.atoms import Atom, atoms_at, atoms_of
from negotiation.testing.region import Point, Region

if TYPE_CHECKING:
    from negotiation.model import Model
    from negotiation.parametric import Partition

__all__ = ["ABOVE", "AT", "BELOW", "NEAR", "Edge", "Strata", "strata"]

NEAR = Fraction(1, 1000)
"""How near to a boundary values are drawn on purpose."""

SOLVING = 5.0
"""How many seconds the search for cells may take; cells not found by then are not told apart."""

QUESTION = 2.0
"""How many seconds a question for a point may take."""

BELOW, AT, ABOVE = "below", "at", "above"


@dataclass(frozen=True)
class Edge:
    """Where a condition is at the point of failing.

    Attributes
    ----------
    name
        The assumption or domain, or a tie between payoffs.
    atom
        The comparison with 0 that is nearly an equation.
    """

    name: str
    atom: Atom


@dataclass(frozen=True)
class Strata:
    """The regions of a model's parameters.

    Attributes
    ----------
    model
        The model.
    domain
        The arithmetic of its parameters.
    base
        The polynomial conditions that all regions share.
    cells
        The polynomial conditions of each cell, part by part.
    edges
        The boundaries of the assumptions.
    ties
        The surfaces on which the equilibria change.
    is_polynomial
        Whether the base says all that is assumed.
    """

    model: Model
    domain: Domain = field(repr=False)
    base: tuple[Atom, ...] = field(repr=False)
    cells: tuple[tuple[tuple[Atom, ...], ...], ...] = field(repr=False)
    edges: tuple[Edge, ...]
    ties: tuple[Edge, ...]
    is_polynomial: bool

    @cached_property
    def anywhere(self) -> Region:
        """All that the assumptions allow."""
        return self._region(())

    @cached_property
    def _oracle(self) -> Oracle:
        return Oracle(self.domain, self.model.conditions, seconds=QUESTION)

    @cached_property
    def _known(self) -> dict[tuple[Atom, ...], Region]:
        return {}

    def cell(self, part: Sequence[Atom]) -> Region:
        """Return a part of a cell as a region."""
        return self._region(part)

    def near(self, edge: Edge, side: str) -> Region:
        """Return the points near a boundary, on it, or on one side of it.

        Parameters
        ----------
        edge
            The boundary.
        side
            ``"below"``, ``"at"`` or ``"above"`` zero.
        """
        terms = edge.atom.terms
        if side == AT:
            return self._region((Atom(terms, "=="),))
        factor = 1 if side == ABOVE else -1
        turned = tuple((factor * coefficient, powers) for coefficient, powers in terms)
        nothing = (0,) * len(self.domain.names)
        most = (*((-c, powers) for c, powers in turned), (NEAR, nothing))
        return self._region((Atom(turned, ">"), Atom(most, ">=")))

    @cached_property
    def edge_places(self) -> tuple[tuple[Edge, str], ...]:
        """The boundaries with the sides of them on which the other conditions leave something."""
        return tuple(
            (edge, side)
            for edge in self.edges
            for side in ((ABOVE, AT) if edge.atom.relation == ">=" else (ABOVE,))
            if not self.near(edge, side).is_empty
        )

    @cached_property
    def tie_places(self) -> tuple[tuple[Edge, str], ...]:
        """The surfaces of ties with the sides of them that are not empty."""
        return tuple(
            (tie, side)
            for tie in self.ties
            for side in (AT, ABOVE, BELOW)
            if not self.near(tie, side).is_empty
        )

    def _region(self, extra: Sequence[Atom]) -> Region:
        key = tuple(extra)
        if key not in self._known:
            self._known[key] = Region(
                len(self.domain.names),
                tuple(dict.fromkeys((*self.base, *key))),
                None if self.is_polynomial else self._allows,
                partial(self._find, key),
            )
        return self._known[key]

    def _allows(self, point: Point) -> bool:
        return self.model.allows(dict(zip(self.domain.names, point, strict=True)))

    def _find(self, extra: Sequence[Atom]) -> Point | None:
        signs = [
            (self._polynomial(atom), {">": 1, "==": 0}[atom.relation])
            for atom in extra
            if atom.relation in (">", "==")
        ]
        answer = self._oracle.find(signs)
        point = answer.point
        if point is None or not all(atom.holds(point) for atom in extra):
            return None
        return point

    def _polynomial(self, atom: Atom) -> Any:  # noqa: ANN401 - an element of sympy's ring
        ring = self.domain.ring
        found = ring.zero
        for coefficient, powers in atom.terms:
            rational = ring.domain(coefficient.numerator, coefficient.denominator)
            found = found + ring.term_new(powers, rational)
        return found

    def is_generic(self, point: Point) -> bool:
        """Whether a point lies off every surface on which the equilibria change."""
        return all(tie.atom.value(point) != 0 for tie in self.ties)


@lru_cache(maxsize=64)
def strata(model: Model) -> Strata:
    """Find the regions of a model's parameters.

    The cells are those of `parametric.subgame_perfect`, or of `parametric.perfect_bayesian` where
    information is imperfect.  Where neither takes the model, or its time is up, the rest is one
    region.

    Raises
    ------
    AssumptionViolated
        If the assumptions contradict each other.

    Examples
    --------
    >>> from negotiation import talks
    >>> found = strata(talks.basing_shadow())
    >>> len(found.cells), [edge.name for edge in found.edges if "spoils" in edge.name]
    (2, ['base_spoils_deal'])
    """
    domain = Domain(tuple(each.symbol for each in model.parameters.values()))
    base: list[Atom] = []
    edges: list[Edge] = []
    complete = True
    for name, condition in model.conditions.items():
        atoms, whole = atoms_of(condition, domain)
        complete = complete and whole
        base += atoms
        edges += [Edge(name, atom) for atom in atoms if atom.relation in (">", ">=")]
    _require_consistent(model, domain)
    cells, ties = _cells(model, domain)
    return Strata(
        model,
        domain,
        tuple(dict.fromkeys(base)),
        cells,
        tuple({edge.atom: edge for edge in reversed(edges)}.values())[::-1],
        ties,
        complete,
    )


def _require_consistent(model: Model, domain: Domain) -> None:
    if not Oracle(domain, model.conditions, seconds=QUESTION).find(()).possible:
        raise AssumptionViolated(contradiction(model.name, model.conditions))


Cells = tuple[tuple[tuple[Atom, ...], ...], ...]


def _cells(model: Model, domain: Domain) -> tuple[Cells, tuple[Edge, ...]]:
    try:
        if model.game.has_perfect_information:
            return _of_partition(_partition(model))
        return _of_classes(_classes(model), domain)
    except NotSupported:
        return (), ()


def _partition(model: Model) -> Partition:
    try:
        return subgame_perfect(model, seconds=SOLVING)
    except PartitionIncomplete as error:
        return error.partial


def _classes(model: Model) -> PerfectBayesianClasses:
    try:
        return perfect_bayesian(model, seconds=SOLVING)
    except ClassesIncomplete as error:
        return error.partial


def _of_partition(partition: Partition) -> tuple[Cells, tuple[Edge, ...]]:
    signs = {1: ">", 0: "==", -1: "<"}
    parts = [
        tuple(Atom.of(polynomial, signs[sign]) for polynomial, sign in raw.signs)
        for raw in partition.raw
    ]
    polynomials = dict.fromkeys(polynomial for raw in partition.raw for polynomial, _ in raw.signs)
    cells = tuple(tuple(parts[place] for place in members) for members in partition.members)
    return cells, tuple(_tie(Atom.of(polynomial, ">")) for polynomial in polynomials)


def _of_classes(classes: PerfectBayesianClasses, domain: Domain) -> tuple[Cells, tuple[Edge, ...]]:
    parts = [
        tuple(atoms_at(cell.condition, cell.witness, domain))
        for cell in classes.cells
        if cell.witness is not None
    ]
    terms = {_unsigned(atom): atom for part in parts for atom in part}
    return tuple((part,) for part in parts), tuple(_tie(atom) for atom in terms.values())


def _unsigned(atom: Atom) -> object:
    first = atom.terms[0][0] if atom.terms else Fraction(1)
    return tuple((coefficient / first, powers) for coefficient, powers in atom.terms)


def _tie(atom: Atom) -> Edge:
    return Edge("a tie", atom)
