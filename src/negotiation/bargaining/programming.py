"""One best package at a time, by integer programming, checked in integers.

A package is a 0-1 vector; payoffs, budgets and sizes are linear in it, so the best package for one
player that leaves the other at least so much is an integer linear program (Haimes, Lasdon and
Wismer 1971 for the ε-constraint).  HiGHS solves it in floats; its vector is rounded, every bound
is checked in integers, and its bound on the optimum must leave no room for a better integer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported, SolverFailed

if TYPE_CHECKING:
    import numpy as np

    from negotiation.bargaining.menu import IntegerMenu

__all__ = ["PackageProgram"]

LARGEST_SUM = 400_000
"""Above this an error of 1e-6 in each variable, which HiGHS allows, could hide a whole unit."""

ROOM = 1e-4
"""How far below the next integer the solver's bound on the optimum must stay."""


@dataclass(frozen=True)
class PackageProgram:
    """The integer program of a menu.

    Parameters
    ----------
    menu
        The menu, in integers.

    Raises
    ------
    NotSupported
        If a rule judges whole packages, or the integers are too large for a solver in floats.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, package_size
    >>> menu = Menu(
    ...     [Project("mine", {"A": 3, "B": -1}), Project("port", {"A": -1, "B": 2})],
    ...     [package_size(2)],
    ... )
    >>> program = PackageProgram(menu.integers)
    >>> program.best(0, at_least=menu.integers.least)
    (0, 1)
    """

    menu: IntegerMenu
    _rows: list[Sequence[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.menu.allows:
            message = (
                "a rule with 'allows' judges whole packages, which no integer program can hold; "
                "write it with 'weight', or use method='enumeration'"
            )
            raise NotSupported(message)
        rows: list[Sequence[int]] = [
            *self.menu.payoffs,
            *(rule.weights for rule in self.menu.weighed),
        ]
        largest = max((sum(map(abs, row)) for row in rows), default=0)
        if largest > LARGEST_SUM:
            message = (
                f"in their common unit the numbers of a rule or a player sum to {largest}, more "
                f"than {LARGEST_SUM}, which a solver in floats cannot keep apart; round them to "
                "coarser units, or use method='enumeration'"
            )
            raise NotSupported(message)
        object.__setattr__(self, "_rows", rows)

    def best(
        self,
        player: int,
        *,
        at_least: tuple[int, int],
        at_most: tuple[int | None, int | None] = (None, None),
        excluded: Sequence[Sequence[int]] = (),
    ) -> tuple[int, ...] | None:
        """Return a feasible package that is best for a player within bounds on the payoffs.

        Parameters
        ----------
        player
            0 or 1.
        at_least, at_most
            Bounds on what each player gets, in units.
        excluded
            Packages that do not count.

        Returns
        -------
        tuple of int or None
            The places of its projects; ``None`` if there is no such package.

        Raises
        ------
        SolverFailed
            If the answer does not stand up to the check in integers.
        """
        count = len(self.menu.keys)
        if count == 0:
            nothing: tuple[int, ...] = ()
            return nothing if self._holds(nothing, at_least, at_most, excluded) else None
        answer = self._solve(player, at_least, at_most, excluded)
        if answer.status == 2:
            return None
        if answer.status != 0 or answer.x is None:
            message = f"HiGHS stopped without an optimum: {answer.message}"
            raise SolverFailed(message)
        places = tuple(place for place in range(count) if answer.x[place] > 0.5)
        if not self._holds(places, at_least, at_most, excluded):
            message = (
                f"HiGHS returned the package {list(self.menu.package(places))}, "
                "which breaks a bound in exact arithmetic"
            )
            raise SolverFailed(message)
        value = self.menu.total(player, places)
        bound = answer.mip_dual_bound
        if bound is None or not math.isfinite(bound) or -bound > value + 1 - ROOM:
            message = f"HiGHS returned a package worth {value} but cannot rule out {bound}"
            raise SolverFailed(message)
        return places

    def _holds(
        self,
        places: Sequence[int],
        at_least: tuple[int, int],
        at_most: tuple[int | None, int | None],
        excluded: Sequence[Sequence[int]],
    ) -> bool:
        for player in (0, 1):
            total, most = self.menu.total(player, places), at_most[player]
            if total < at_least[player] or (most is not None and total > most):
                return False
        return self.menu.keeps_rules(places) and all(set(places) != set(one) for one in excluded)

    def _solve(
        self,
        player: int,
        at_least: tuple[int, int],
        at_most: tuple[int | None, int | None],
        excluded: Sequence[Sequence[int]],
    ) -> Any:  # noqa: ANN401 - scipy's result has no type of its own
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        count = len(self.menu.keys)
        rows: list[Sequence[int]] = list(self._rows)
        low: list[float] = [*at_least]
        high: list[float] = [math.inf if most is None else most for most in at_most]
        for rule in self.menu.weighed:
            low.append(-math.inf if rule.least is None else rule.least)
            high.append(math.inf if rule.most is None else rule.most)
        for package in excluded:  # at least one project must differ
            inside = set(package)
            rows.append([1 if place in inside else -1 for place in range(count)])
            low.append(-math.inf)
            high.append(len(inside) - 1)
        matrix: np.ndarray[Any, np.dtype[np.float64]] = np.array(rows, dtype=float)
        return milp(
            -np.array(self.menu.payoffs[player], dtype=float),
            integrality=np.ones(count, dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, np.array(low), np.array(high)),
            options={"mip_rel_gap": 0.0},
        )
