"""Packages from the definition, by listing every subset in Fractions; and random menus."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

from negotiation.bargaining import (
    Menu,
    Project,
    Rule,
    budget,
    joint_participation,
    legal_regime,
    no_charity,
    package_size,
)

Pair = tuple[Fraction, Fraction]


def all_packages(menu: Menu) -> list[tuple[str, ...]]:
    """Return every subset of the menu that keeps every rule, asking `Rule.holds` alone."""
    projects = sorted(menu.projects, key=lambda project: project.key)
    return [
        tuple(project.key for project in subset)
        for size in range(len(projects) + 1)
        for subset in combinations(projects, size)
        if all(rule.holds(subset) for rule in menu.rules)
    ]


def frontier_by_definition(menu: Menu) -> dict[Pair, set[tuple[str, ...]]]:
    """Return the undominated individually rational payoff pairs with all their packages."""
    found: dict[Pair, set[tuple[str, ...]]] = {}
    for package in all_packages(menu):
        projects = [menu.by_key[key] for key in package]
        pair = tuple(
            sum((p.benefits[name] - p.contributions[name] for p in projects), Fraction(0))
            for name in menu.players
        )
        if all(pay >= menu.disagreement[n] for pay, n in zip(pair, menu.players, strict=True)):
            found.setdefault((pair[0], pair[1]), set()).add(package)
    return {
        pair: packages
        for pair, packages in found.items()
        if not any(other != pair and other[0] >= pair[0] and other[1] >= pair[1] for other in found)
    }


def random_menu(seed: int, *, most: int = 12) -> Menu:
    """Return a random menu: rational numbers, equal projects at times, some of the rules."""
    draw = random.Random(seed)  # noqa: S311 - repeatable menus, no secrets
    unit = draw.choice([Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(5, 7)])
    projects = [
        Project(
            f"p{number:02}",
            {"A": unit * draw.randint(-3, 6), "B": draw.randint(-3, 6)},
            {"A": unit * draw.randint(0, 4), "B": draw.randint(0, 4)},
            legal_regime=draw.choice(["special", "law of A"]),
        )
        for number in range(draw.randint(0, most))
    ]
    if projects and draw.random() < 0.3:
        twin = projects[0]
        projects.append(
            Project("twin", twin.benefits, twin.contributions, legal_regime=twin.legal_regime)
        )
        projects = projects[-most:]
    rules = [
        rule
        for rule in (
            joint_participation(),
            no_charity(),
            legal_regime(),
            budget("A", unit * draw.randint(0, 12)),
            budget("B", draw.randint(0, 12)),
            package_size(draw.randint(0, 6)),
            Rule(
                "enough of the special regime",
                weight=lambda project: project.legal_regime == "special",
                at_least=draw.randint(0, 2),
            ),
            Rule("balance", weight=_balance, at_least=-draw.randint(0, 5), at_most=6),
        )
        if draw.random() < 0.35
    ]
    threat = {"A": unit * draw.choice([0, 0, 1, -2]), "B": draw.choice([0, 0, 2, -1])}
    return Menu(projects, rules, players=("A", "B"), disagreement=threat)


def _balance(project: Project) -> Fraction:
    return project.benefits["A"] - project.benefits["B"]
