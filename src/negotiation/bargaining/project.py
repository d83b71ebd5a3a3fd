"""Projects of a package deal, and the rules that packages must keep.

A negotiation over many issues is a choice of a package, a subset of a menu of projects.  Each
project gives each player a benefit and costs a contribution; packages are worth the sum of their
projects (additive valuations; Raiffa 1982, chapters 10 and 11).  A rule is one of three things: a
condition on each project, a bound on a sum over the package, or a condition on whole packages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from negotiation.errors import InvalidModel, UnknownName
from negotiation.exact import NumberLike, exact_number
from negotiation.model import MODELLER, Source

__all__ = [
    "Project",
    "Rule",
    "budget",
    "joint_participation",
    "legal_regime",
    "no_charity",
    "package_size",
]


@dataclass(frozen=True, init=False)
class Project:
    """A project that may enter a package.

    Parameters
    ----------
    key
        A short name, unique in a menu.
    benefits
        Player → what the project brings.
    contributions
        Player → what the project costs; nothing where left out.
    name
        The name in words; the key where left out.
    sector
        The class of the project.
    legal_regime
        Under whose law it runs.
    origin
        Where the project comes from.

    Raises
    ------
    InvalidModel
        If the key is no text, no player is named, or a contribution is negative.
    InvalidNumber
        If a benefit or a contribution is not rational.
    UnknownName
        If a player contributes who has no benefit listed, even of 0.

    Examples
    --------
    >>> plant = Project("plant", {"Japan": 5, "Russia": 8}, {"Japan": 6, "Russia": 3})
    >>> plant.payoff("Japan"), plant.payoff("Russia")
    (Fraction(-1, 1), Fraction(5, 1))
    """

    key: str
    benefits: Mapping[str, Fraction] = field(hash=False)
    contributions: Mapping[str, Fraction] = field(hash=False)
    name: str
    sector: str
    legal_regime: str
    origin: str

    def __init__(  # noqa: PLR0917 - the parts of a project in their usual order
        self,
        key: str,
        benefits: Mapping[str, NumberLike],
        contributions: Mapping[str, NumberLike] | None = None,
        name: str = "",
        sector: str = "",
        legal_regime: str = "",
        origin: str = "",
    ) -> None:
        if not isinstance(key, str) or not key:
            message = f"the key of a project is {key!r}; it must be a non-empty text"
            raise InvalidModel(message)
        if not isinstance(benefits, Mapping) or not benefits:
            message = f"project {key!r} has benefits {benefits!r}; give player → benefit"
            raise InvalidModel(message)
        gains = {
            player: exact_number(value, what=f"the benefit of {player!r} from project {key!r}")
            for player, value in benefits.items()
        }
        costs = dict.fromkeys(gains, Fraction(0))
        for player, value in (contributions or {}).items():
            if player not in gains:
                raise UnknownName("player", player, gains)
            what = f"the contribution of {player!r} to project {key!r}"
            costs[player] = exact_number(value, what=what)
            if costs[player] < 0:
                message = f"{what} is {costs[player]}; write what a player receives as a benefit"
                raise InvalidModel(message)
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "benefits", gains)
        object.__setattr__(self, "contributions", costs)
        object.__setattr__(self, "name", name or key)
        object.__setattr__(self, "sector", sector)
        object.__setattr__(self, "legal_regime", legal_regime)
        object.__setattr__(self, "origin", origin)

    @property
    def players(self) -> tuple[str, ...]:
        """The players, in the order of the benefits."""
        return tuple(self.benefits)

    def payoff(self, player: str) -> Fraction:
        """Return a player's benefit minus contribution.

        Raises
        ------
        UnknownName
            If nobody has that name.
        """
        if player not in self.benefits:
            raise UnknownName("player", player, self.benefits)
        return self.benefits[player] - self.contributions[player]


@dataclass(frozen=True)
class Rule:
    """A rule that packages must keep: exactly one of three kinds.

    Parameters
    ----------
    name
        By which the rule is lifted, priced and named in messages.
    admits
        Project → whether it may enter a package at all.
    weight
        Project → a number; the sum over the package must be at most ``at_most`` and at least
        ``at_least``, where these are given.
    at_most, at_least
        The bounds.
    allows
        Package, as a tuple of projects → whether it may be agreed.  Such a rule is checked package
        by package, so it rules out integer programming.
    meaning
        The rule in words.
    source
        Where the rule comes from.

    Raises
    ------
    InvalidModel
        If the rule is none of the three kinds or more than one, or has a weight without a bound.

    Examples
    --------
    A rule of one's own: at most one project of the energy sector.

    >>> from negotiation.bargaining import Project, Rule
    >>> energy = Rule(
    ...     "one energy project", weight=lambda project: project.sector == "energy", at_most=1
    ... )
    >>> plant = Project("plant", {"A": 1, "B": 1}, sector="energy")
    >>> energy.weigh(plant)
    Fraction(1, 1)
    """

    name: str
    admits: Callable[[Project], bool] | None = None
    weight: Callable[[Project], NumberLike] | None = None
    at_most: NumberLike | None = None
    at_least: NumberLike | None = None
    allows: Callable[[tuple[Project, ...]], bool] | None = None
    meaning: str = ""
    source: Source = MODELLER

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            message = f"the name of a rule is {self.name!r}; it must be a non-empty text"
            raise InvalidModel(message)
        kinds = [self.admits, self.weight, self.allows]
        given = [kind for kind in kinds if kind is not None]
        if len(given) != 1 or not callable(given[0]):
            message = (
                f"rule {self.name!r} must have exactly one of admits, weight and allows, "
                "and it must be a function"
            )
            raise InvalidModel(message)
        bounded = self.at_most is not None or self.at_least is not None
        if bounded != (self.weight is not None):
            message = (
                f"rule {self.name!r}: a weight needs at_most or at_least, and these need a weight"
            )
            raise InvalidModel(message)
        for side in ("at_most", "at_least"):
            bound = getattr(self, side)
            if bound is not None:
                number = exact_number(bound, what=f"{side} of rule {self.name!r}")
                object.__setattr__(self, side, number)

    def weigh(self, project: Project) -> Fraction:
        """Return what a project adds to the bounded sum; 0 where the rule bounds none."""
        if self.weight is None:
            return Fraction(0)
        weight = self.weight(project)
        what = f"the weight of project {project.key!r} under rule {self.name!r}"
        return exact_number(int(weight) if isinstance(weight, bool) else weight, what=what)

    def holds(self, package: tuple[Project, ...]) -> bool:
        """Whether a package keeps the rule."""
        if self.admits is not None:
            return all(self.admits(project) for project in package)
        if self.allows is not None:
            return bool(self.allows(package))
        total = sum((self.weigh(project) for project in package), Fraction(0))
        most, least = self.at_most, self.at_least
        return (not isinstance(most, Fraction) or total <= most) and (
            not isinstance(least, Fraction) or total >= least
        )


def _all_contribute(project: Project) -> bool:
    return all(contribution > 0 for contribution in project.contributions.values())


def _all_benefit(project: Project) -> bool:
    return all(benefit > 0 for benefit in project.benefits.values())


def _runs_under(project: Project, *, regime: str) -> bool:
    return project.legal_regime == regime


def _contribution(project: Project, *, player: str) -> Fraction:
    if player not in project.contributions:
        raise UnknownName("player", player, project.players)
    return project.contributions[player]


def _one(_: Project) -> int:
    return 1


def joint_participation(*, source: Source = MODELLER) -> Rule:
    """Return the rule that every player contributes to every project.

    >>> joint_participation().holds((Project("cruise", {"A": 4, "B": 0}, {"A": 1}),))
    False
    """
    meaning = "every player contributes to every project"
    return Rule("joint participation", admits=_all_contribute, meaning=meaning, source=source)


def no_charity(*, source: Source = MODELLER) -> Rule:
    """Return the rule that every player benefits from every project.

    >>> no_charity().holds((Project("repair", {"A": 0, "B": 4}, {"A": 3}),))
    False
    """
    meaning = "every player benefits from every project"
    return Rule("no charity", admits=_all_benefit, meaning=meaning, source=source)


def legal_regime(regime: str = "special", *, source: Source = MODELLER) -> Rule:
    """Return the rule that every project runs under one legal regime.

    >>> legal_regime().holds((Project("plant", {"A": 1, "B": 1}, legal_regime="law of A"),))
    False
    """
    meaning = f"every project runs under the {regime} regime"
    return Rule(
        "legal regime", admits=partial(_runs_under, regime=regime), meaning=meaning, source=source
    )


def budget(player: str, at_most: NumberLike, *, source: Source = MODELLER) -> Rule:
    """Return the rule that a player's contributions sum to at most a budget.

    Raises
    ------
    InvalidModel
        If the budget is negative.

    Examples
    --------
    >>> rule = budget("Japan", 12)
    >>> rule.name, rule.at_most
    ('budget of Japan', Fraction(12, 1))
    """
    name = f"budget of {player}"
    if exact_number(at_most, what=f"the {name}") < 0:
        message = f"the {name} is {at_most}; it must be at least 0"
        raise InvalidModel(message)
    meaning = f"the contributions of {player} sum to at most {at_most}"
    weight = partial(_contribution, player=player)
    return Rule(name, weight=weight, at_most=at_most, meaning=meaning, source=source)


def package_size(at_most: int, *, source: Source = MODELLER) -> Rule:
    """Return the rule that a package has at most so many projects.

    Raises
    ------
    InvalidModel
        If the number is negative or not whole.

    Examples
    --------
    >>> package_size(5).meaning
    'a package has at most 5 projects'
    """
    if isinstance(at_most, bool) or not isinstance(at_most, int) or at_most < 0:
        message = f"the package size is {at_most!r}; it must be a whole number of at least 0"
        raise InvalidModel(message)
    meaning = f"a package has at most {at_most} projects"
    return Rule("package size", weight=_one, at_most=at_most, meaning=meaning, source=source)
