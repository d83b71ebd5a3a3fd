"""A menu of projects under rules, and the same menu in integers.

A package gives each player the sum of the payoffs of its projects; no package gives 0.  It is
feasible if it keeps every rule, and individually rational if it gives each player at least the
disagreement payoff.  Payoffs and bounded sums are rational, so in their smallest common unit they
are integers, and everything that follows is integer arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from negotiation.bargaining.project import Project, Rule
from negotiation.errors import InvalidModel, UnknownName
from negotiation.exact import NumberLike, exact_number

__all__ = ["IntegerMenu", "Menu", "Package", "WeighedRule", "common_unit"]

Package = tuple[str, ...]
"""The keys of the projects of a package, in alphabetical order."""


@dataclass(frozen=True, init=False)
class Menu:
    """The projects that two players may combine into a package, and the rules.

    Parameters
    ----------
    projects
        The projects.
    rules
        The rules, by different names.
    players
        The two players; those of the first project where left out.
    disagreement
        Player → payoff if nothing is agreed; 0 where left out.

    Raises
    ------
    InvalidModel
        If two projects have one key, two rules one name, there are not two players, or the
        projects do not have the same players.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, package_size
    >>> menu = Menu(
    ...     [Project("mine", {"A": 3, "B": -1}), Project("port", {"A": -1, "B": 2})],
    ...     [package_size(1)],
    ... )
    >>> menu.payoffs(("mine", "port")), menu.is_feasible(("mine", "port"))
    ((Fraction(2, 1), Fraction(1, 1)), False)
    >>> menu.without("package size").is_feasible(("mine", "port"))
    True
    """

    projects: tuple[Project, ...]
    rules: tuple[Rule, ...]
    players: tuple[str, str]
    disagreement: Mapping[str, Fraction] = field(hash=False)

    def __init__(
        self,
        projects: Iterable[Project],
        rules: Iterable[Rule] = (),
        *,
        players: Sequence[str] | None = None,
        disagreement: Mapping[str, NumberLike] | None = None,
    ) -> None:
        offered, kept = tuple(projects), tuple(rules)
        _require("project", Project, offered, [getattr(each, "key", None) for each in offered])
        _require("rule", Rule, kept, [getattr(each, "name", None) for each in kept])
        if players is None and not offered:
            message = "the menu is empty; name the two players, or give at least one project"
            raise InvalidModel(message)
        names = tuple(offered[0].players if players is None else players)
        if isinstance(players, str) or len(set(names)) != 2 or len(names) != 2:
            message = f"a menu has two players with different names, not {list(names)}"
            raise InvalidModel(message)
        for project in offered:
            if set(project.players) != set(names):
                message = (
                    f"project {project.key!r} has players {list(project.players)}, "
                    f"the menu has {list(names)}"
                )
                raise InvalidModel(message)
        threats = dict.fromkeys(names, Fraction(0))
        for player, value in (disagreement or {}).items():
            if player not in threats:
                raise UnknownName("player", player, names)
            threats[player] = exact_number(value, what=f"the disagreement payoff of {player!r}")
        object.__setattr__(self, "projects", offered)
        object.__setattr__(self, "rules", kept)
        object.__setattr__(self, "players", (names[0], names[1]))
        object.__setattr__(self, "disagreement", threats)

    @cached_property
    def by_key(self) -> Mapping[str, Project]:
        """Key → project."""
        return {project.key: project for project in self.projects}

    @cached_property
    def admissible(self) -> tuple[Project, ...]:
        """The projects that the rules on single projects leave."""
        rules = [rule.admits for rule in self.rules if rule.admits is not None]
        return tuple(
            project for project in self.projects if all(admits(project) for admits in rules)
        )

    def without(self, *names: str) -> Menu:
        """Return the menu with rules lifted.

        Raises
        ------
        UnknownName
            If there is no rule of that name.
        """
        known = [rule.name for rule in self.rules]
        for name in names:
            if name not in known:
                raise UnknownName("rule", name, known)
        return self._with_rules(rule for rule in self.rules if rule.name not in names)

    def under(self, *rules: Rule) -> Menu:
        """Return the menu under more rules; a rule replaces one of the same name."""
        new = {rule.name for rule in rules}
        return self._with_rules([*(r for r in self.rules if r.name not in new), *rules])

    def _with_rules(self, rules: Iterable[Rule]) -> Menu:
        return Menu(self.projects, rules, players=self.players, disagreement=self.disagreement)

    def projects_of(self, package: Iterable[str]) -> tuple[Project, ...]:
        """Return the projects of a package, in the order of the menu.

        Raises
        ------
        UnknownName
            If a key is not on the menu.
        InvalidModel
            If a key is named twice.
        """
        keys = [package] if isinstance(package, str) else list(package)
        for key in keys:
            if key not in self.by_key:
                raise UnknownName("project", key, self.by_key)
        if len(set(keys)) < len(keys):
            message = f"the package {keys} names a project twice"
            raise InvalidModel(message)
        chosen = set(keys)
        return tuple(project for project in self.projects if project.key in chosen)

    def payoffs(self, package: Iterable[str]) -> tuple[Fraction, Fraction]:
        """Return what a package gives each player, in their order."""
        chosen = self.projects_of(package)
        first, second = (
            sum((project.payoff(player) for project in chosen), Fraction(0))
            for player in self.players
        )
        return first, second

    def is_feasible(self, package: Iterable[str]) -> bool:
        """Whether a package keeps every rule."""
        chosen = self.projects_of(package)
        return all(rule.holds(chosen) for rule in self.rules)

    def is_individually_rational(self, package: Iterable[str]) -> bool:
        """Whether a package gives each player at least the disagreement payoff."""
        return all(
            payoff >= self.disagreement[player]
            for player, payoff in zip(self.players, self.payoffs(package), strict=True)
        )

    @cached_property
    def integers(self) -> IntegerMenu:
        """The admissible projects and the other rules, in integers."""
        return _in_integers(self)


def _require(what: str, kind: type, things: Sequence[object], names: Sequence[object]) -> None:
    for thing in things:
        if not isinstance(thing, kind):
            message = f"{thing!r} is not a {kind.__name__}; a menu takes a list of {what}s"
            raise InvalidModel(message)
    for name in names:
        if names.count(name) > 1:
            message = f"two {what}s of the menu are called {name!r}; give them different names"
            raise InvalidModel(message)


@dataclass(frozen=True)
class WeighedRule:
    """A bound on a sum over the package, in integers.

    Attributes
    ----------
    name
        The name of the rule.
    weights
        What each admissible project adds.
    least, most
        The bounds; ``None`` where there is none.
    """

    name: str
    weights: tuple[int, ...]
    least: int | None
    most: int | None


@dataclass(frozen=True)
class IntegerMenu:
    """A menu in integers.

    Attributes
    ----------
    keys
        The admissible projects, in alphabetical order.
    payoffs
        For each player, what each project gives, in units.
    units
        For each player, the unit: payoff = integer × unit.
    least
        For each player, the least individually rational payoff, in units.
    weighed
        The bounded sums.
    allows
        The rules on whole packages.
    projects
        The admissible projects, in the order of the keys.
    """

    keys: tuple[str, ...]
    payoffs: tuple[tuple[int, ...], tuple[int, ...]]
    units: tuple[Fraction, Fraction]
    least: tuple[int, int]
    weighed: tuple[WeighedRule, ...]
    allows: tuple[Callable[[tuple[Project, ...]], bool], ...]
    projects: tuple[Project, ...] = field(repr=False)

    def package(self, places: Iterable[int]) -> Package:
        """Return the keys of the projects at some places."""
        return tuple(self.keys[place] for place in sorted(places))

    def total(self, player: int, places: Iterable[int]) -> int:
        """Return what a package gives a player, in units."""
        return sum(self.payoffs[player][place] for place in places)

    def keeps_rules(self, places: Sequence[int]) -> bool:
        """Whether a package keeps the bounded sums and the rules on whole packages."""
        for rule in self.weighed:
            total = sum(rule.weights[place] for place in places)
            if rule.most is not None and total > rule.most:
                return False
            if rule.least is not None and total < rule.least:
                return False
        chosen = tuple(self.projects[place] for place in sorted(places))
        return all(allows(chosen) for allows in self.allows)


def common_unit(numbers: Iterable[Fraction]) -> Fraction:
    """Return the largest number of which all given numbers are whole multiples; 1 if all are 0.

    >>> common_unit([Fraction(1, 2), Fraction(1, 3), Fraction(2)])
    Fraction(1, 6)
    """
    values = list(numbers)
    below = math.lcm(*(value.denominator for value in values))
    above = math.gcd(*(int(value * below) for value in values))
    return Fraction(above or below, below)


def _in_integers(menu: Menu) -> IntegerMenu:
    projects = tuple(sorted(menu.admissible, key=lambda project: project.key))
    columns: list[tuple[int, ...]] = []
    units: list[Fraction] = []
    least: list[int] = []
    for player in menu.players:
        payoffs = [project.payoff(player) for project in projects]
        unit = common_unit(payoffs)
        columns.append(tuple(int(payoff / unit) for payoff in payoffs))
        units.append(unit)
        least.append(math.ceil(menu.disagreement[player] / unit))
    weighed: list[WeighedRule] = []
    for rule in menu.rules:
        if rule.weight is None:
            continue
        weights = [rule.weigh(project) for project in projects]
        unit = common_unit(weights)
        low, high = rule.at_least, rule.at_most
        weighed.append(
            WeighedRule(
                rule.name,
                tuple(int(weight / unit) for weight in weights),
                math.ceil(low / unit) if isinstance(low, Fraction) else None,
                math.floor(high / unit) if isinstance(high, Fraction) else None,
            )
        )
    return IntegerMenu(
        keys=tuple(project.key for project in projects),
        payoffs=(columns[0], columns[1]),
        units=(units[0], units[1]),
        least=(least[0], least[1]),
        weighed=tuple(weighed),
        allows=tuple(rule.allows for rule in menu.rules if rule.allows is not None),
        projects=projects,
    )
