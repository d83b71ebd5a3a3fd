"""``negotiation packages``, and the bar that shows how far the work is."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest
from rich.console import Console

from negotiation.bargaining import Menu, Project, pareto_packages, price_of_rules
from negotiation.cli.packages import Limits, choose_menu, packages_to_json, packages_to_text
from negotiation.cli.progress import progress_bar
from negotiation.errors import NotSupported, UnknownName

TABLE = """key,Japan benefit,Russia benefit,Japan contribution,Russia contribution,legal_regime
mine,7,1,1,2,special
port,1,6,3,1,special
road,3,3,1,1,law of Russia
clinic,0,5,2,,special
cruise,4,0,1,,special
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "menu.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def limits(
    *rules: str,
    lifted: tuple[str, ...] = (),
    budgets: tuple[str, ...] = (),
    size: int | None = None,
) -> Limits:
    return Limits(rules, lifted, budgets, size)


def test_the_table_under_rules(table: Path) -> None:
    """By hand: mine (6, -1), port (-2, 5), road (2, 2) are joint and no charity.

    Japan's budget 4 pays for mine and port (1 + 3) or mine and road or port and road (3 + 1);
    Russia's 3 as well.  Mine and port (4, 4), mine and road (8, 1), port and road (0, 7): none
    dominates another, and single projects other than the road are worth less than 0 to one side;
    the road (2, 2) is dominated by (4, 4).
    """
    menu = choose_menu(
        table, limits("joint participation", "no charity", budgets=("Japan=4", "Russia=3"))
    )
    answer = json.loads(packages_to_json(menu, prices=True))
    assert answer["admissible"] == ["mine", "port", "road"]
    assert [deal["payoffs"] for deal in answer["frontier"]] == [["0", "7"], ["4", "4"], ["8", "1"]]
    assert answer["solutions"]["Nash"] == [{"payoffs": ["4", "4"], "packages": [["mine", "port"]]}]
    assert set(answer["prices"]) == {
        "joint participation",
        "no charity",
        "budget of Japan",
        "budget of Russia",
    }
    # Both sides pay for all three: 5 for Japan, 4 for Russia; one budget alone still binds.
    assert answer["prices"]["budget of Japan"]["lost"] == []


def test_a_lifted_rule_is_gone(table: Path) -> None:
    bound = limits("legal regime", lifted=("legal regime",), size=1)
    menu = choose_menu(table, bound)
    assert [rule.name for rule in menu.rules] == ["package size"]
    assert "  (4, 0): cruise" not in packages_to_text(menu, prices=False)  # the road is better
    assert "(2, 2): road" in packages_to_text(menu, prices=False)


def test_the_menu_of_the_talks() -> None:
    text = packages_to_text(choose_menu(None, limits()), prices=True)
    assert "Nash (11, 13)" in text
    assert "without no charity: (0, 18), (3, 17) could be had" in text
    assert max(map(len, text.splitlines())) <= 80


def test_no_package_at_all(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("key,A benefit,B benefit\nwaste,-1,2\n", encoding="utf-8")
    assert "(0, 0): nothing" in packages_to_text(choose_menu(file, limits()), prices=False)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (limits("no charty"), "unknown rule 'no charty'; did you mean 'no charity'"),
        (limits(budgets=("Japan",)), "write PLAYER=NUMBER"),
        (limits(budgets=("Japn=3",)), "did you mean 'Japan'"),
        (limits(lifted=("package size",)), "unknown rule 'package size'"),
    ],
)
def test_what_is_wrong_is_named(table: Path, given: Limits, message: str) -> None:
    with pytest.raises((UnknownName, NotSupported), match=message):
        choose_menu(table, given)


def test_the_bar_shows_the_share_on_a_terminal_and_nothing_elsewhere() -> None:
    draw = random.Random(3)  # noqa: S311 - a repeatable menu, no secret
    menu = Menu(
        [
            Project(f"p{place}", {"A": draw.randint(-3, 9), "B": draw.randint(-3, 9)})
            for place in range(12)
        ]
    )
    shares: list[float] = []
    written = {}
    for terminal in (True, False):
        target = io.StringIO()
        console = Console(file=target, force_terminal=terminal, width=80)
        with progress_bar("frontier", console) as show:

            def told(found: int, share: float) -> None:
                shares.append(share)
                show(share, f"{found} found")

            pareto_packages(menu, method="integer programming", ties=False, progress=told)
        written[terminal] = target.getvalue()
    assert shares == sorted(shares[: len(shares) // 2]) * 2
    assert shares[-1] == 1
    assert "frontier" in written[True]
    assert "%" in written[True]
    assert written[False] == ""


def test_the_price_of_rules_tells_how_far_it_is() -> None:
    menu = choose_menu(None, limits())
    told: list[tuple[int, float]] = []
    prices = price_of_rules(menu, progress=lambda count, share: told.append((count, share)))
    assert [count for count, _ in told] == list(range(1, len(prices) + 1))
    assert told[-1][1] == 1
