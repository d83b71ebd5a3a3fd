"""An oracle that remembers its answers.

Many small searches over the same parameters ask the same questions again, or ones that a point
seen before answers.  Points are cheap to try, the solver is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from negotiation.parametric.domain import evaluate
from negotiation.parametric.oracle import NOWHERE, Feasibility, Oracle

if TYPE_CHECKING:
    from negotiation.game.tree import Condition
    from negotiation.parametric.branching import Branch
    from negotiation.parametric.domain import Domain, Polynomial, Quantity
    from negotiation.parametric.elimination import Sign
    from negotiation.parametric.oracle import Point, SignCondition

__all__ = ["RememberingOracle", "sign_by_factors", "vanishes_under"]


class RememberingOracle(Oracle):
    """An `Oracle` that tries the points it has seen before it asks the solver.

    Parameters
    ----------
    domain, conditions, seconds
        As for `Oracle`.
    points
        Points to begin with; those that break a condition are left out.
    """

    def __init__(
        self,
        domain: Domain,
        conditions: Mapping[str, Condition],
        *,
        seconds: float = 20.0,
        points: Iterable[Point] = (),
    ) -> None:
        super().__init__(domain, conditions, seconds=seconds)
        self.points: list[Point] = [point for point in dict.fromkeys(points) if self.allows(point)]
        self._signs: dict[Polynomial, list[int]] = {}
        self._nowhere: set[frozenset[SignCondition]] = set()

    def find(self, signs: Sequence[SignCondition]) -> Feasibility:
        """Look for a point at which the signs hold and the assumptions too."""
        wanted = frozenset(signs)
        if wanted in self._nowhere:
            return NOWHERE
        seen = [(self._signs_of(polynomial), sign) for polynomial, sign in wanted]
        for place, point in enumerate(self.points):
            if all(row[place] == sign for row, sign in seen):
                return Feasibility(known=True, possible=True, point=point)
        answer = super().find(signs)
        if not answer.possible:
            self._nowhere.add(wanted)
        elif answer.point is not None:
            self.points.append(self.simplify_point(signs, answer.point))
            return Feasibility(answer.known, possible=True, point=self.points[-1])
        return answer

    def _signs_of(self, polynomial: Polynomial) -> list[int]:
        row = self._signs.setdefault(polynomial, [])
        for point in self.points[len(row) :]:
            value = evaluate(polynomial, point)
            row.append((value > 0) - (value < 0))
        return row


def sign_by_factors(branch: Branch) -> Sign:
    """Return a function that tells signs on a branch, asking about irreducible factors only."""
    known: dict[Quantity, int] = {}

    def sign(quantity: Quantity) -> int:
        if not quantity:
            return 0
        if quantity not in known:
            result = 1
            for part in (quantity.numer, quantity.denom):
                content, factors = part.factor_list()
                result *= 1 if content > 0 else -1
                # Simple factors first: they may settle the others.
                for factor, power in sorted(factors, key=lambda each: (len(each[0]), str(each))):
                    found = branch.sign(factor)
                    result *= found if power % 2 else abs(found)
            known[quantity] = result
        return known[quantity]

    return sign


def vanishes_under(oracle: Oracle) -> Callable[[Quantity], bool]:
    """Return a function that tells whether a quantity is zero wherever the assumptions hold."""
    known: dict[Polynomial, bool] = {}

    def vanishes(quantity: Quantity) -> bool:
        if not quantity:
            return True
        top = quantity.numer
        if top.is_ground:
            return False
        if top not in known:
            known[top] = not any(oracle.find(((top, sign),)).possible for sign in (1, -1))
        return known[top]

    return vanishes
