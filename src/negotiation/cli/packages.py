"""``negotiation packages``: which packages of projects two sides may agree on."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from negotiation.bargaining import (
    Deal,
    Menu,
    PackageFrontier,
    RulePrice,
    budget,
    joint_participation,
    legal_regime,
    no_charity,
    package_size,
    package_solutions,
    pareto_packages,
    price_of_rules,
)
from negotiation.cli.progress import progress_bar
from negotiation.errors import NotSupported, UnknownName
from negotiation.formats import read_projects
from negotiation.talks import project_portfolio

__all__ = ["SCHEMA", "Limits", "choose_menu", "packages_to_json", "packages_to_text"]

SCHEMA = "negotiation/packages/1"
"""The name of the JSON layout; it changes when the layout does."""

RULES = {
    "joint participation": joint_participation,
    "no charity": no_charity,
    "legal regime": legal_regime,
}
"""The rules on single projects, by the name the command line takes."""


@dataclass(frozen=True)
class Limits:
    """What bounds a package, as the command line gives it.

    Attributes
    ----------
    rules
        Names of rules to impose.
    lifted
        Names of rules to lift.
    budgets
        ``PLAYER=NUMBER``.
    size
        The most projects, if there is a limit.
    """

    rules: Sequence[str]
    lifted: Sequence[str]
    budgets: Sequence[str]
    size: int | None


def choose_menu(file: Path | None, limits: Limits) -> Menu:
    """Return the menu of a table of projects under rules, or the menu of the talks.

    Raises
    ------
    NegotiationError
        If the file cannot be read, or a rule, a player or a number is unknown.
    """
    menu = project_portfolio().menu if file is None else Menu(read_projects(file))
    for name in limits.rules:
        if name not in RULES:
            raise UnknownName("rule", name, RULES)
        menu = menu.under(RULES[name]())
    for given in limits.budgets:
        player, equals, number = given.partition("=")
        if not equals:
            message = f"--budget is {given!r}; write PLAYER=NUMBER, such as --budget Japan=12"
            raise NotSupported(message)
        if player not in menu.players:
            raise UnknownName("player", player, menu.players)
        menu = menu.under(budget(player, number))
    if limits.size is not None:
        menu = menu.under(package_size(limits.size))
    return menu.without(*limits.lifted)


def _solved(menu: Menu, *, prices: bool) -> tuple[PackageFrontier, Mapping[str, RulePrice]]:
    with progress_bar("frontier of packages") as show:
        frontier = pareto_packages(
            menu,
            ties=False,
            progress=lambda found, share: show(share, f"{found} found"),
        )
    if not prices:
        return frontier, {}
    with progress_bar("price of each rule") as show:
        return frontier, price_of_rules(
            menu, progress=lambda count, share: show(share, f"{count} of {len(menu.rules)} rules")
        )


def packages_to_text(menu: Menu, *, prices: bool) -> str:
    """Solve, and write the frontier and the solutions for a reader."""
    frontier, priced = _solved(menu, prices=prices)
    first, second = menu.players
    lines = [
        f"{len(menu.projects)} projects, {len(menu.admissible)} that the rules on projects leave",
        *(
            f"rule: {rule.name}: {rule.meaning or 'in the words of its author'}"
            for rule in menu.rules
        ),
        "",
        f"Pareto frontier ({first}, {second}), one package a point, by {frontier.method}:",
        *(line for deal in frontier.deals for line in _deal_lines(deal)),
    ]
    if not frontier.deals:
        return "\n".join([*lines, "  no package gives each side at least its disagreement payoff"])
    lines.append("")
    for solution in package_solutions(frontier).values():
        lines += _wrapped(str(solution).splitlines())
    for name, price in priced.items():
        lost = ", ".join(_pair(deal) for deal in price.lost) or "nothing"
        moved = ", ".join(price.moved) or "no solution"
        lines += ["", *_wrapped([f"without {name}: {lost} could be had; moves {moved}"])]
    return "\n".join(lines)


def packages_to_json(menu: Menu, *, prices: bool) -> str:
    """Solve, and write the frontier and the solutions as JSON, numbers as exact strings."""
    frontier, priced = _solved(menu, prices=prices)
    found = package_solutions(frontier) if frontier.deals else {}
    answer = {
        "schema": SCHEMA,
        "players": list(menu.players),
        "rules": [rule.name for rule in menu.rules],
        "admissible": [project.key for project in menu.admissible],
        "method": frontier.method,
        "frontier": [_deal_data(deal) for deal in frontier.deals],
        "solutions": {
            name: [_deal_data(deal) for deal in solution.deals] for name, solution in found.items()
        },
        "prices": {
            name: {
                "lost": [_deal_data(deal) for deal in price.lost],
                "moved": list(price.moved),
            }
            for name, price in priced.items()
        },
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _deal_data(deal: Deal) -> dict[str, object]:
    return {"payoffs": [str(payoff) for payoff in deal.payoffs], "packages": deal.packages}


def _deal_lines(deal: Deal) -> list[str]:
    return _wrapped([f"  {_pair(deal)}: {', '.join(deal.packages[0]) or 'nothing'}"])


def _pair(deal: Deal) -> str:
    payoffs: tuple[Fraction, ...] = deal.payoffs
    return f"({', '.join(map(str, payoffs))})"


def _wrapped(lines: Sequence[str]) -> list[str]:
    return [
        part
        for line in lines
        for part in textwrap.wrap(line, 78, subsequent_indent="      ") or [""]
    ]
