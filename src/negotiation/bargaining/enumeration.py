"""Every feasible package of a menu, by plain enumeration in integers.

Packages grow project by project; a partial package is dropped as soon as no continuation can keep
a bounded sum.  The number of packages, not the search, sets the cost: about a million a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported

if TYPE_CHECKING:
    import numpy as np

    from negotiation.bargaining.menu import IntegerMenu, Package

__all__ = ["AllPackages", "enumerate_packages"]


@dataclass(frozen=True, eq=False)
class AllPackages:
    """The feasible packages of a menu.

    Attributes
    ----------
    menu
        The menu.
    members
        One row a package: a bit for each project, the first project the lowest.
    payoffs
        One row a package: what it gives each player, in units.
    """

    menu: IntegerMenu
    members: np.ndarray[Any, np.dtype[Any]]
    payoffs: np.ndarray[Any, np.dtype[Any]]

    def __len__(self) -> int:
        return len(self.members)

    def individually_rational(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return for each package whether it gives each player the least that is rational."""
        first, second = self.menu.least
        chosen: np.ndarray[Any, np.dtype[np.bool_]] = (
            (self.payoffs[:, 0] >= first) & (self.payoffs[:, 1] >= second)
        ).astype(bool)
        return chosen

    def places(self, row: int) -> tuple[int, ...]:
        """Return the places of the projects of a package."""
        return _places(int(self.members[row]), len(self.menu.keys))

    def frontier(self) -> list[tuple[int, int]]:
        """Return the undominated individually rational payoff pairs, best for the second first."""
        import numpy as np

        good = self.payoffs[self.individually_rational()]
        found: list[tuple[int, int]] = []
        if not len(good):
            return found
        for place in np.lexsort((good[:, 1], good[:, 0]))[::-1]:
            pair = (int(good[place, 0]), int(good[place, 1]))
            if not found or pair[1] > found[-1][1]:
                found.append(pair)
        return found[::-1]

    def at(self, pair: tuple[int, int]) -> tuple[Package, ...]:
        """Return every package with a payoff pair."""
        import numpy as np

        same = (self.payoffs[:, 0] == pair[0]) & (self.payoffs[:, 1] == pair[1])
        rows = np.flatnonzero(same.astype(bool))
        return tuple(sorted(self.menu.package(self.places(int(row))) for row in rows))


def _places(member: int, count: int) -> tuple[int, ...]:
    return tuple(place for place in range(count) if member >> place & 1)


def enumerate_packages(menu: IntegerMenu, *, limit: int = 5_000_000) -> AllPackages:
    """List every feasible package, the empty one included if the rules allow it.

    Parameters
    ----------
    menu
        The menu, in integers.
    limit
        The most packages to hold at a time.

    Raises
    ------
    NotSupported
        If there are more.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, package_size
    >>> menu = Menu([Project(key, {"A": 1, "B": 1}) for key in "abcd"], [package_size(2)])
    >>> len(enumerate_packages(menu.integers))
    11
    """
    import numpy as np

    columns: list[Sequence[int]] = [*menu.payoffs, *(rule.weights for rule in menu.weighed)]
    largest = max((sum(map(abs, column)) for column in columns), default=0)
    number = np.dtype(np.int64) if largest < 2**62 else np.dtype(object)
    bits = np.dtype(np.int64) if len(menu.keys) < 63 else np.dtype(object)
    sums = np.zeros((1, len(columns)), dtype=number)
    members = np.zeros(1, dtype=bits)
    kept = _can_still_hold(menu, sums, 0)
    sums, members = sums[kept], members[kept]
    for place in range(len(menu.keys)):
        added = np.array([column[place] for column in columns], dtype=number)
        grown, more = sums + added, members + (1 << place)
        sums = np.concatenate([sums, grown])
        members = np.concatenate([members, more])
        kept = _can_still_hold(menu, sums, place + 1)
        sums, members = sums[kept], members[kept]
        if len(members) > limit:
            message = (
                f"the menu has more than limit={limit} packages; raise the limit, "
                "or use method='integer programming'"
            )
            raise NotSupported(message)
    if menu.allows:
        kept = np.array(
            [
                all(
                    allows(tuple(menu.projects[place] for place in _places(member, len(menu.keys))))
                    for allows in menu.allows
                )
                for member in map(int, members)
            ],
            dtype=bool,
        )
        sums, members = sums[kept], members[kept]
    return AllPackages(menu, members, sums[:, :2])


def _can_still_hold(
    menu: IntegerMenu, sums: np.ndarray[Any, np.dtype[Any]], start: int
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Say for each partial package whether the projects from ``start`` on can keep it in bounds."""
    import numpy as np

    kept = np.ones(len(sums), dtype=bool)
    for column, rule in enumerate(menu.weighed, 2):
        rest = rule.weights[start:]
        if rule.most is not None:
            kept &= (sums[:, column] <= rule.most - sum(min(w, 0) for w in rest)).astype(bool)
        if rule.least is not None:
            kept &= (sums[:, column] >= rule.least - sum(max(w, 0) for w in rest)).astype(bool)
    return kept
