"""How many packages a menu has, without listing them.

Packages with equal sums are one state, so the count goes project by project over sums instead of
over packages (dynamic programming; Bellman 1957).  Exact, and independent of the enumeration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported

if TYPE_CHECKING:
    from negotiation.bargaining.menu import IntegerMenu, Menu

__all__ = ["PackageCount", "count_packages"]


@dataclass(frozen=True)
class PackageCount:
    """How many packages there are, the empty one included where it counts.

    Attributes
    ----------
    feasible
        Those that keep every rule.
    individually_rational
        Those of them that give each player at least the disagreement payoff.
    """

    feasible: int
    individually_rational: int


def count_packages(menu: Menu, *, limit: int = 2_000_000) -> PackageCount:
    """Count the feasible and the individually rational packages.

    Parameters
    ----------
    menu
        The menu.
    limit
        The most different sums to hold at a time.

    Raises
    ------
    NotSupported
        If a rule judges whole packages, or there are too many different sums.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project
    >>> menu = Menu([Project(f"p{i}", {"A": 1, "B": i % 2}) for i in range(60)])
    >>> count_packages(menu).feasible == 2**60
    True
    """
    whole = menu.integers
    if whole.allows:
        message = (
            "a rule with 'allows' judges whole packages, which cannot be counted by their sums; "
            "use method='enumeration'"
        )
        raise NotSupported(message)
    nothing = (0,) * (2 + len(whole.weighed))
    possible = all(low <= 0 <= high for low, high in _bounds(whole, 0))
    counts: dict[tuple[int, ...], int] = {nothing: 1} if possible else {}
    for place in range(len(whole.keys)):
        added = (
            whole.payoffs[0][place],
            whole.payoffs[1][place],
            *(rule.weights[place] for rule in whole.weighed),
        )
        bounds = _bounds(whole, place + 1)
        grown: dict[tuple[int, ...], int] = {}
        for sums, count in counts.items():
            more = tuple(total + one for total, one in zip(sums, added, strict=True))
            for state in (sums, more):
                if all(
                    low <= total <= high
                    for total, (low, high) in zip(state[2:], bounds, strict=True)
                ):
                    grown[state] = grown.get(state, 0) + count
        if len(grown) > limit:
            message = (
                f"the packages have more than limit={limit} different sums; raise the limit, "
                "or round the numbers to coarser units"
            )
            raise NotSupported(message)
        counts = grown
    first, second = whole.least
    return PackageCount(
        sum(counts.values()),
        sum(count for sums, count in counts.items() if sums[0] >= first and sums[1] >= second),
    )


def _bounds(menu: IntegerMenu, start: int) -> list[tuple[float, float]]:
    """Return for each rule between what the sum must lie with projects from ``start`` left."""
    bounds: list[tuple[float, float]] = []
    for rule in menu.weighed:
        rest = rule.weights[start:]
        low = -INFINITE if rule.least is None else rule.least - sum(max(w, 0) for w in rest)
        high = INFINITE if rule.most is None else rule.most - sum(min(w, 0) for w in rest)
        bounds.append((low, high))
    return bounds


INFINITE = float("inf")
