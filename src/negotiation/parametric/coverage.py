"""Checking a partition: no overlap, no gap, and every witness solved again by numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from negotiation.evaluate import compile_expressions
from negotiation.parametric.smt import Translator, ask
from negotiation.solve import subgame_perfect as solve_subgame_perfect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiation.exact import Number
    from negotiation.game import History
    from negotiation.parametric.branching import RawCell
    from negotiation.parametric.equilibrium import OutcomeClass
    from negotiation.parametric.partition import Partition
    from negotiation.solve import Equilibrium

__all__ = ["PartitionCheck", "check_cells", "check_partition"]


@dataclass(frozen=True)
class PartitionCheck:
    """What the check of a partition found.

    Attributes
    ----------
    overlaps
        Pairs of cells, by place, that no compared sign tells apart.
    gap
        Whether parameter values lie in no cell; ``None`` where the solver could not tell.
    unlike
        Cells, by place, whose witness has other equilibria when solved by numbers.
    misdescribed
        Merged cells, by place, whose written condition is not the union of their parts.
    unwitnessed
        How many cells have no rational witness.
    """

    overlaps: tuple[tuple[int, int], ...]
    gap: bool | None
    unlike: tuple[int, ...]
    misdescribed: tuple[int, ...]
    unwitnessed: int

    @property
    def holds(self) -> bool:
        """Whether all is well; a question that the solver left open counts as not."""
        return not (self.overlaps or self.unlike or self.misdescribed) and self.gap is False


def check_partition(partition: Partition, *, seconds: float = 20.0) -> PartitionCheck:
    """Check a partition.

    Parameters
    ----------
    partition
        The partition.
    seconds
        The time limit of one question to the solver.
    """
    return replace(
        check_cells(partition, seconds=seconds), misdescribed=_misdescribed(partition, seconds)
    )


def check_cells(partition: Partition, *, seconds: float = 20.0) -> PartitionCheck:
    """Check the cells of a partition as they were found, not how they are described."""
    oracle = partition.oracle
    overlaps = [
        (one, other)
        for (one, left), (other, right) in combinations(enumerate(partition.raw), 2)
        if not _told_apart(left, right)
    ]
    unlike = []
    for place, raw in enumerate(partition.raw):
        if raw.point is not None:
            values = dict(zip(oracle.domain.names, raw.point, strict=True))
            if not _same_equilibria(raw.result, _solve(partition, values), values):
                unlike.append(place)
    return PartitionCheck(
        tuple(overlaps),
        _gap(partition, seconds),
        tuple(unlike),
        (),
        sum(raw.point is None for raw in partition.raw),
    )


def _told_apart(
    left: RawCell[tuple[OutcomeClass, ...]], right: RawCell[tuple[OutcomeClass, ...]]
) -> bool:
    signs = dict(left.signs)
    return any(signs.get(polynomial, sign) != sign for polynomial, sign in right.signs)


def _solve(partition: Partition, values: Mapping[str, Fraction]) -> list[Equilibrium]:
    game = partition.model.at("baseline", check=True, **values)
    return solve_subgame_perfect(game, limit=100_000)


def _same_equilibria(
    classes: tuple[OutcomeClass, ...], found: list[Equilibrium], values: Mapping[str, Fraction]
) -> bool:
    """Compare plays; guards that rule actions out leave labels as they are."""
    return {_possible(each.outcomes, values) for each in classes} == {
        tuple(sorted(each.outcomes)) for each in found
    }


def _possible(
    outcomes: Mapping[History, Number], values: Mapping[str, Fraction]
) -> tuple[History, ...]:
    """Return the histories that can happen at a point, at which some chances may be 0."""
    chances = compile_expressions(list(outcomes.values()))(values)
    return tuple(sorted(way for way, chance in zip(outcomes, chances, strict=True) if chance != 0))


def _gap(partition: Partition, seconds: float) -> bool | None:
    import z3

    oracle = partition.oracle
    nowhere = [z3.Not(oracle.all_of(raw.signs)) for raw in partition.raw]
    if not partition.ties:
        polynomials = {polynomial for raw in partition.raw for polynomial, _ in raw.signs}
        nowhere += [oracle.term(polynomial) != 0 for polynomial in polynomials]
    linear = oracle.is_linear and partition.is_linear
    answer = ask([*oracle.base, *nowhere], (), linear=linear, seconds=seconds)
    return {"sat": True, "unsat": False}.get(answer.verdict)


def _misdescribed(partition: Partition, seconds: float) -> tuple[int, ...]:
    import z3

    oracle = partition.oracle
    translate = Translator()
    wrong: list[int] = []
    generic = []
    if not partition.ties:
        polynomials = {polynomial for raw in partition.raw for polynomial, _ in raw.signs}
        generic = [oracle.term(polynomial) != 0 for polynomial in polynomials]
    linear = oracle.is_linear and partition.is_linear
    for place, (cell, members) in enumerate(zip(partition.cells, partition.members, strict=True)):
        union = z3.Or([oracle.all_of(partition.raw[index].signs) for index in members])
        differs = z3.Xor(translate(cell.condition), union)
        answer = ask([*oracle.base, *generic, differs], (), linear=linear, seconds=seconds)
        if answer.verdict != "unsat":
            wrong.append(place)
    return tuple(wrong)
