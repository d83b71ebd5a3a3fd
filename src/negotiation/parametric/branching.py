"""Exploring a space of parameters by the signs that a computation asks for.

A computation that depends on parameters only through signs of polynomials is run again and
again.  Whenever it asks for a sign that the signs known so far do not settle, the run goes on
with the sign at hand and the other possible signs are put aside as runs of their own.  So each
run ends in a cell: a set of signs under which the computation has one result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Generic, TypeVar

from negotiation.parametric.domain import Polynomial, canonical, evaluate

if TYPE_CHECKING:
    from negotiation.parametric.oracle import Feasibility, Oracle, Point, SignCondition

__all__ = ["Branch", "RawCell", "explore"]

Result = TypeVar("Result")


@dataclass(frozen=True)
class RawCell(Generic[Result]):
    """Where a computation has one result.

    Attributes
    ----------
    signs
        Polynomials with their signs; together with the assumptions they describe the cell.
    result
        The result of the computation there.
    point
        A rational point of the cell, if one was found.
    decided
        Whether the oracle knows that the cell is not empty.
    """

    signs: tuple[SignCondition, ...]
    result: Result
    point: Point | None
    decided: bool


class Branch:
    """One run: the signs known so far, and a point where they hold.

    Parameters
    ----------
    oracle
        Decides which further signs are possible.
    signs
        What is known at the start.
    point
        A point where that holds, if there is one.
    ties
        Whether to follow runs on which a polynomial vanishes.
    implied
        Signs that follow from what is known.
    """

    def __init__(
        self,
        oracle: Oracle,
        signs: tuple[SignCondition, ...],
        point: Point | None,
        *,
        ties: bool,
        decided: bool,
        implied: dict[Polynomial, int] | None = None,
    ) -> None:
        self.oracle = oracle
        self.signs = list(signs)
        self.point = point
        self.ties = ties
        self.decided = decided
        self.others: list[Branch] = []
        self._known = dict(signs)
        self._implied = dict(implied or {})

    def sign(self, polynomial: Polynomial) -> int:
        """Return the sign of a polynomial on this run; others are put aside."""
        if not polynomial:
            return 0
        if polynomial.is_ground:
            return 1 if polynomial.LC > 0 else -1
        primitive, factor = canonical(polynomial)
        known = self._known.get(primitive)
        if known is None:
            known = self._implied.get(primitive)
        if known is None:
            known = self._settle(primitive)
        return factor * known

    def _settle(self, polynomial: Polynomial) -> int:
        here = None if self.point is None else _sign(evaluate(polynomial, self.point))
        ways: list[_Way] = []
        for sign in (1, -1, 0) if self.ties else (1, -1):
            if sign == here:
                ways.insert(0, _Way(sign, self.point, self.decided))
                continue
            answer = self._find(polynomial, sign)
            if answer.possible:
                ways.append(_Way(sign, answer.point, answer.known and self.decided))
        if not ways:  # only on an indifference surface, although ties are left out: identically 0
            self._implied[polynomial] = 0
            return 0
        first = ways[0]
        if len(ways) == 1 and (self.ties or not self._find(polynomial, 0).possible):
            self.point = first.point
            self._implied[polynomial] = first.sign
            return first.sign
        for other in ways[1:]:
            self.others.append(
                Branch(
                    self.oracle,
                    (*self.signs, (polynomial, other.sign)),
                    other.point,
                    ties=self.ties,
                    decided=other.decided,
                    implied=self._implied,
                )
            )
        # The only sign is a condition too where the polynomial vanishes at an end of a domain.
        self.signs.append((polynomial, first.sign))
        self._known[polynomial] = first.sign
        self.point, self.decided = first.point, first.decided
        return first.sign

    def _find(self, polynomial: Polynomial, sign: int) -> Feasibility:
        return self.oracle.find((*self.signs, (polynomial, sign)))


@dataclass(frozen=True)
class _Way:
    """A sign that a polynomial may have, with a point where it has it."""

    sign: int
    point: Point | None
    decided: bool


def explore(
    computation: Callable[[Branch], Result], oracle: Oracle, *, ties: bool
) -> Iterator[RawCell[Result]]:
    """Run a computation on every cell of the parameter space.

    Parameters
    ----------
    computation
        Called with a branch; must depend on the parameters only through `Branch.sign`.
    oracle
        Holds the assumptions.
    ties
        Whether to visit the surfaces on which a compared polynomial vanishes.

    Yields
    ------
    RawCell
        Disjoint cells that cover the assumptions, up to surfaces where ``ties`` is false.
    """
    start = oracle.find(())
    if not start.possible:
        return
    work = [Branch(oracle, (), start.point, ties=ties, decided=start.known)]
    while work:
        branch = work.pop()
        result = computation(branch)
        work.extend(reversed(branch.others))
        yield RawCell(tuple(branch.signs), result, branch.point, branch.decided)


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
