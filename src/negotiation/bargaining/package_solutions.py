"""Which package two players agree on: the bargaining solutions over packages.

Each solution picks from the Pareto frontier: the Nash package has the largest product of gains
over disagreement (Nash 1950), the egalitarian the largest smaller gain (Kalai 1977), the
utilitarian the largest sum.  All deals at a tie are returned, with every package of each.  Since
the frontier holds every undominated payoff pair, walking it certifies the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from negotiation.bargaining.menu import Menu, Package
from negotiation.bargaining.packages import (
    Deal,
    Method,
    PackageFrontier,
    Progress,
    pareto_packages,
)
from negotiation.errors import NotSupported, UnknownName

__all__ = [
    "PackageSolution",
    "best_package",
    "egalitarian_package",
    "nash_package",
    "utilitarian_package",
]


@dataclass(frozen=True)
class PackageSolution:
    """What a bargaining solution picks from the frontier.

    Attributes
    ----------
    concept
        The solution.
    deals
        The deals at the tie; mostly one.
    value
        What the solution makes largest: the product, the smaller gain, the sum, or the payoff.
    """

    concept: str
    deals: tuple[Deal, ...]
    value: Fraction

    @property
    def payoffs(self) -> tuple[Fraction, Fraction]:
        """The payoffs, where a single pair is picked.

        Raises
        ------
        NotSupported
            If several pairs tie.
        """
        deal, *others = self.deals
        if others:
            pairs = " and ".join(str(tuple(map(str, each.payoffs))) for each in self.deals)
            message = f"the {self.concept} package is not unique in payoffs: {pairs}; see .deals"
            raise NotSupported(message)
        return deal.payoffs

    @property
    def packages(self) -> tuple[Package, ...]:
        """Every package at the tie."""
        return tuple(package for deal in self.deals for package in deal.packages)

    def __str__(self) -> str:
        return "\n".join(f"{self.concept} {deal}" for deal in self.deals)


def nash_package(
    menu: Menu | PackageFrontier,
    *,
    method: Method = "auto",
    limit: int = 1_000,
    progress: Progress | None = None,
) -> PackageSolution:
    """Find the packages with the largest product of gains over disagreement (Nash 1950).

    Parameters
    ----------
    menu
        The menu, or its frontier where that is known already.
    method, limit, progress
        As in `pareto_packages`.

    Returns
    -------
    PackageSolution
        If no package gives both players a gain, the product is 0 and the whole frontier ties.

    Raises
    ------
    NotSupported
        If no feasible package is individually rational, or as in `pareto_packages`.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, nash_package
    >>> menu = Menu([Project("mine", {"A": 4, "B": -1}), Project("port", {"A": -1, "B": 3})])
    >>> solution = nash_package(menu)
    >>> print(solution)
    Nash (3, 2): mine, port
    """

    def product(frontier: PackageFrontier, deal: Deal) -> Fraction:
        first, second = frontier.gains(deal)
        return first * second

    frontier = _frontier(menu, method, progress)
    return _pick("Nash", product, frontier, limit)


def egalitarian_package(
    menu: Menu | PackageFrontier,
    *,
    method: Method = "auto",
    limit: int = 1_000,
    progress: Progress | None = None,
) -> PackageSolution:
    """Find the undominated packages with the largest smaller gain (Kalai 1977).

    The arguments, the answer and the errors are those of `nash_package`.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, egalitarian_package
    >>> menu = Menu([Project("mine", {"A": 4, "B": -1}), Project("port", {"A": -1, "B": 3})])
    >>> egalitarian_package(menu).value
    Fraction(2, 1)
    """

    def smaller(frontier: PackageFrontier, deal: Deal) -> Fraction:
        return min(frontier.gains(deal))

    frontier = _frontier(menu, method, progress)
    return _pick("egalitarian", smaller, frontier, limit)


def utilitarian_package(
    menu: Menu | PackageFrontier,
    *,
    method: Method = "auto",
    limit: int = 1_000,
    progress: Progress | None = None,
) -> PackageSolution:
    """Find the individually rational packages with the largest sum of payoffs.

    The arguments, the answer and the errors are those of `nash_package`.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, utilitarian_package
    >>> menu = Menu([Project("mine", {"A": 4, "B": -1}), Project("port", {"A": -1, "B": 3})])
    >>> utilitarian_package(menu).value
    Fraction(5, 1)
    """

    def total(_: PackageFrontier, deal: Deal) -> Fraction:
        return deal.payoffs[0] + deal.payoffs[1]

    frontier = _frontier(menu, method, progress)
    return _pick("utilitarian", total, frontier, limit)


def best_package(
    menu: Menu | PackageFrontier,
    player: str,
    *,
    method: Method = "auto",
    limit: int = 1_000,
    progress: Progress | None = None,
) -> PackageSolution:
    """Find the undominated individually rational packages that are best for one player.

    The other arguments, the answer and the errors are those of `nash_package`.

    Raises
    ------
    UnknownName
        If the menu has no such player.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, best_package
    >>> menu = Menu([Project("mine", {"A": 4, "B": -1}), Project("port", {"A": -1, "B": 3})])
    >>> print(best_package(menu, "A"))
    best for A (3, 2): mine, port
    """
    players = (menu if isinstance(menu, Menu) else menu.menu).players
    if player not in players:
        raise UnknownName("player", player, players)
    place = players.index(player)

    def own(_: PackageFrontier, deal: Deal) -> Fraction:
        return deal.payoffs[place]

    frontier = _frontier(menu, method, progress)
    return _pick(f"best for {player}", own, frontier, limit)


def _frontier(
    menu: Menu | PackageFrontier, method: Method, progress: Progress | None
) -> PackageFrontier:
    if isinstance(menu, Menu):
        return pareto_packages(menu, method=method, ties=False, progress=progress)
    return menu


def _pick(
    concept: str,
    worth: Callable[[PackageFrontier, Deal], Fraction],
    frontier: PackageFrontier,
    limit: int,
) -> PackageSolution:
    if not frontier.deals:
        players = " and ".join(frontier.menu.players)
        message = (
            f"no feasible package gives {players} at least the disagreement payoffs, "
            f"so there is no {concept} package"
        )
        raise NotSupported(message)
    values = [worth(frontier, deal) for deal in frontier.deals]
    best = max(values)
    return PackageSolution(
        concept,
        tuple(
            frontier.complete(deal, limit=limit)
            for deal, value in zip(frontier.deals, values, strict=True)
            if value == best
        ),
        best,
    )
