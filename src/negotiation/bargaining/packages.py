"""The exact Pareto frontier of packages: what two players can agree on without waste.

A package is on the frontier if no other feasible package gives one player more and the other no
less; only packages that give each at least the disagreement payoff count.  Small menus are
enumerated.  Large ones are walked by the ε-constraint method (Haimes, Lasdon and Wismer 1971):
the best package for the first player, the second's best at that, then the first's best among
those that give the second strictly more, and so on; payoffs are integers in their units, so
"strictly more" is "at least one unit more" and no point is missed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from negotiation.bargaining.enumeration import AllPackages, enumerate_packages
from negotiation.bargaining.problem import FiniteProblem
from negotiation.bargaining.programming import PackageProgram
from negotiation.errors import NotSupported, SolverFailed

if TYPE_CHECKING:
    from negotiation.bargaining.menu import IntegerMenu, Menu, Package

__all__ = ["Deal", "Method", "PackageFrontier", "Progress", "pareto_packages"]

Method: TypeAlias = Literal["auto", "enumeration", "integer programming"]
"""How packages are found; ``"auto"`` enumerates where there are at most `FEW` packages."""

Progress: TypeAlias = Callable[[int, float], object]
"""Told how many frontier points are found, and which share of the way is done."""

FEW = 200_000


@dataclass(frozen=True)
class Deal:
    """A pair of payoffs and the packages that give it.

    Attributes
    ----------
    payoffs
        What each player gets, in their order.
    packages
        Packages with these payoffs, each as keys in alphabetical order.
    complete
        Whether these are all.
    """

    payoffs: tuple[Fraction, Fraction]
    packages: tuple[Package, ...]
    complete: bool = True

    def __str__(self) -> str:
        pair = ", ".join(map(str, self.payoffs))
        shown = " | ".join(", ".join(package) or "nothing" for package in self.packages[:3])
        more = len(self.packages) - 3
        rest = f" | … and {more} more" if more > 0 else ("" if self.complete else " | …")
        return f"({pair}): {shown}{rest}"


@dataclass(frozen=True)
class PackageFrontier:
    """The Pareto frontier of the individually rational feasible packages of a menu.

    Attributes
    ----------
    menu
        The menu.
    deals
        The frontier, from the first player's worst deal to the best.
    method
        How it was found: ``"enumeration"`` or ``"integer programming"``.
    """

    menu: Menu
    deals: tuple[Deal, ...]
    method: Method

    @property
    def payoffs(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The payoff pairs."""
        return tuple(deal.payoffs for deal in self.deals)

    def __len__(self) -> int:
        return len(self.deals)

    @property
    def problem(self) -> FiniteProblem:
        """The frontier as a bargaining problem, for the other solutions and for lotteries.

        Raises
        ------
        InvalidModel
            If the frontier is empty.
        """
        threat = [self.menu.disagreement[player] for player in self.menu.players]
        return FiniteProblem(self.payoffs, threat)

    def gains(self, deal: Deal) -> tuple[Fraction, Fraction]:
        """Return what each player gets in a deal above the disagreement payoff."""
        first, second = (
            payoff - self.menu.disagreement[player]
            for player, payoff in zip(self.menu.players, deal.payoffs, strict=True)
        )
        return first, second

    def verify(self) -> bool:
        """Recompute from the menu: payoffs, rules, rationality; and that no deal beats another.

        That no point is missing is the work of the method: trivially so for enumeration, on the
        word of HiGHS that a program is infeasible for integer programming.
        """
        for deal in self.deals:
            for package in deal.packages:
                if (
                    self.menu.payoffs(package) != deal.payoffs
                    or not self.menu.is_feasible(package)
                    or not self.menu.is_individually_rational(package)
                ):
                    return False
        pairs = self.payoffs
        return all(left[0] < right[0] and left[1] > right[1] for left, right in pairwise(pairs))

    def complete(self, deal: Deal, *, limit: int = 1_000) -> Deal:
        """Return the deal with every package that gives its payoffs.

        Raises
        ------
        NotSupported
            If there are more than ``limit``.
        """
        if deal.complete:
            return deal
        whole = self.menu.integers
        pair = (
            int(deal.payoffs[0] / whole.units[0]),
            int(deal.payoffs[1] / whole.units[1]),
        )
        program = PackageProgram(whole)
        found: list[tuple[int, ...]] = []
        while True:
            package = program.best(0, at_least=pair, at_most=pair, excluded=found)
            if package is None:
                break
            found.append(package)
            if len(found) > limit:
                message = (
                    f"more than limit={limit} packages give {tuple(map(str, deal.payoffs))}; "
                    "raise the limit, or be content with one (ties=False)"
                )
                raise NotSupported(message)
        return Deal(deal.payoffs, tuple(sorted(map(whole.package, found))))

    def __str__(self) -> str:
        lines = [f"Pareto frontier of packages ({', '.join(self.menu.players)})"]
        lines += [f"  {deal}" for deal in self.deals]
        return "\n".join(lines)


def pareto_packages(
    menu: Menu,
    *,
    method: Method = "auto",
    ties: bool = True,
    limit: int = 1_000,
    progress: Progress | None = None,
) -> PackageFrontier:
    """Find the Pareto frontier of the individually rational feasible packages, exactly.

    Parameters
    ----------
    menu
        The projects and the rules.
    method
        ``"enumeration"`` lists every feasible package (rules of any kind; up to some millions of
        packages); ``"integer programming"`` solves two or three integer programs a frontier point
        (rules on projects and bounded sums; hundreds of projects); ``"auto"`` enumerates up to
        200 000 packages.
    ties
        Whether to list every package of each point, or only one.
    limit
        The most packages of one point.
    progress
        Called after each point of integer programming with the number of points so far and the
        share of the way that is done, from 0 to 1.

    Returns
    -------
    PackageFrontier
        Empty if no feasible package is individually rational.

    Raises
    ------
    NotSupported
        If the menu is out of the reach of the method, or a point has more than ``limit`` packages.
    SolverFailed
        If an answer of HiGHS does not stand up to the check in integers.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, pareto_packages
    >>> menu = Menu(
    ...     [
    ...         Project("mine", {"A": 4, "B": -1}),
    ...         Project("port", {"A": -1, "B": 3}),
    ...         Project("road", {"A": 1, "B": 1}),
    ...     ]
    ... )
    >>> print(pareto_packages(menu))
    Pareto frontier of packages (A, B)
      (0, 4): port, road
      (4, 3): mine, port, road
      (5, 0): mine, road
    """
    if method not in {"auto", "enumeration", "integer programming"}:
        message = (
            f"method {method!r} is unknown; use 'auto', 'enumeration' or 'integer programming'"
        )
        raise NotSupported(message)
    whole = menu.integers
    if method != "integer programming":
        listed = _listed(whole, method)
        if listed is not None:
            return PackageFrontier(menu, _deals(listed, ties=ties, limit=limit), "enumeration")
    deals = tuple(
        Deal(_in_units(whole, pair), (whole.package(package),), complete=False)
        for pair, package in _walk(PackageProgram(whole), progress)
    )
    frontier = PackageFrontier(menu, deals, "integer programming")
    if not ties:
        return frontier
    return PackageFrontier(
        menu, tuple(frontier.complete(deal, limit=limit) for deal in deals), frontier.method
    )


def _listed(menu: IntegerMenu, method: Method) -> AllPackages | None:
    if method == "enumeration":
        return enumerate_packages(menu)
    try:
        return enumerate_packages(menu, limit=FEW)
    except NotSupported:
        # Only integer programming reaches menus this large; whole-package rules it cannot hold.
        return enumerate_packages(menu) if menu.allows else None


def _in_units(menu: IntegerMenu, pair: tuple[int, int]) -> tuple[Fraction, Fraction]:
    return pair[0] * menu.units[0], pair[1] * menu.units[1]


def _deals(listed: AllPackages, *, ties: bool, limit: int) -> tuple[Deal, ...]:
    deals: list[Deal] = []
    for pair in listed.frontier():
        packages = listed.at(pair)
        payoffs = _in_units(listed.menu, pair)
        if ties and len(packages) > limit:
            message = (
                f"{len(packages)} packages give {tuple(map(str, payoffs))}, more than "
                f"limit={limit}; raise the limit, or be content with one (ties=False)"
            )
            raise NotSupported(message)
        deals.append(
            Deal(payoffs, packages)
            if ties or len(packages) == 1
            else Deal(payoffs, packages[:1], complete=False)
        )
    return tuple(deals)


def _walk(
    program: PackageProgram, progress: Progress | None
) -> list[tuple[tuple[int, int], tuple[int, ...]]]:
    """Walk the frontier from the best for the first player on; return it the other way round."""
    menu = program.menu
    start, last = menu.least[1], menu.least[1]
    highest = program.best(1, at_least=menu.least)
    if highest is not None:
        last = menu.total(1, highest)
    found: list[tuple[tuple[int, int], tuple[int, ...]]] = []
    floor = start
    while highest is not None and floor <= last:
        best = program.best(0, at_least=(menu.least[0], floor))
        if best is None:
            break
        most = menu.total(0, best)
        package = program.best(1, at_least=(most, menu.total(1, best)))
        if package is None:
            message = "HiGHS found a package and then none at least as good"
            raise SolverFailed(message)
        pair = (menu.total(0, package), menu.total(1, package))
        found.append((pair, package))
        floor = pair[1] + 1
        if progress is not None:
            progress(len(found), min(1.0, (floor - start) / (last + 1 - start)))
    return found[::-1]
