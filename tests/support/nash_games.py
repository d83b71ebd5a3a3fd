"""Games with published Nash equilibria, each encoded from its definition."""

from __future__ import annotations

from itertools import product

from negotiation.game import Chance, Decision, Game, Outcome, simultaneous_game
from tests.support.games import pay

__all__ = [
    "absent_minded_driver",
    "bagwell",
    "mckelvey_mclennan",
    "myerson_4_2",
    "nau_gomez_canovas_hansen",
    "seventy_five",
    "von_stengel_forges",
]


def three_players(*outcomes: tuple[int, int, int]) -> Game:
    """Return a 2×2×2 game; outcomes with the first player's strategy varying fastest."""
    order = [(a, b, c) for c, b, a in product((0, 1), repeat=3)]
    paid = dict(zip(order, outcomes, strict=True))
    return simultaneous_game(
        [[[[paid[a, b, c][p] for c in (0, 1)] for b in (0, 1)] for a in (0, 1)] for p in range(3)]
    )


def mckelvey_mclennan() -> Game:
    """McKelvey and McLennan (1996): nine equilibria, two of them totally mixed."""
    zero = (0, 0, 0)
    return three_players((9, 8, 12), zero, zero, (9, 8, 2), zero, (3, 4, 6), (3, 4, 6), zero)


def nau_gomez_canovas_hansen() -> Game:
    """Nau, Gomez Canovas and Hansen (2004), section 4: one equilibrium, irrational."""
    return three_players(
        (3, 0, 2), (0, 1, 0), (0, 2, 0), (1, 0, 0), (1, 0, 0), (0, 3, 0), (0, 1, 0), (2, 0, 3)
    )


def seventy_five() -> tuple[list[list[int]], list[list[int]]]:
    """Von Stengel (1999): a 6×6 game with 75 equilibria, more than 2⁶ − 1."""
    first = [
        [9504, -660, 19976, -20526, 1776, -8976],
        [-111771, 31680, -130944, 168124, -8514, 52764],
        [397584, -113850, 451176, -586476, 29216, -178761],
        [171204, -45936, 208626, -263076, 14124, -84436],
        [1303104, -453420, 1227336, -1718376, 72336, -461736],
        [737154, -227040, 774576, -1039236, 48081, -300036],
    ]
    second = [
        [72336, 48081, 29216, 14124, 1776, -8514],
        [-461736, -300036, -178761, -84436, -8976, 52764],
        [1227336, 774576, 451176, 208626, 19976, -130944],
        [-1718376, -1039236, -586476, -263076, -20526, 168124],
        [1303104, 737154, 397584, 171204, 9504, -111771],
        [-453420, -227040, -113850, -45936, -660, 31680],
    ]
    return first, second


def bagwell() -> Game:
    """Bagwell (1995) with a signal that is right 99 times in 100."""

    def answer(pays: dict[str, tuple[int, int]], seen: str) -> Decision:
        return Decision("2", {reply: pay(*pays[reply]) for reply in "SC"}, f"sees {seen}")

    def signal(right: str, pays: dict[str, tuple[int, int]]) -> Chance:
        return Chance(
            {seen: ("99/100" if seen == right else "1/100", answer(pays, seen)) for seen in "sc"}
        )

    return Game(
        ("1", "2"),
        Decision(
            "1",
            {
                "S": signal("s", {"S": (5, 2), "C": (3, 1)}),
                "C": signal("c", {"S": (6, 3), "C": (4, 4)}),
            },
            "leader",
        ),
    )


def myerson_4_2() -> Game:
    """Myerson (1991), figure 4.2."""

    def last(after_y: Outcome, after_z: Outcome) -> Decision:
        return Decision("1", {"y": after_y, "z": after_z}, "late")

    return Game(
        ("1", "2"),
        Decision(
            "1",
            {
                "a": Decision(
                    "2",
                    {"w": last(pay(3, 0), pay(0, 0)), "x": last(pay(2, 3), pay(4, 1))},
                    "middle",
                ),
                "b": Decision("2", {"w": pay(2, 3), "x": pay(3, 2)}, "middle"),
            },
            "early",
        ),
    )


def von_stengel_forges() -> Game:
    """Von Stengel and Forges (2008), figure 1: a signalling game; all equilibria pay (0, 6)."""

    def reply(kind: str, message: str) -> Decision:
        high = pay(4, 10) if kind == "good" else pay(6, 0)
        return Decision("2", {"left": high, "right": pay(0, 6)}, f"after {message}")

    return Game(
        ("1", "2"),
        Chance(
            {
                kind: (
                    "1/2",
                    Decision("1", {m: reply(kind, m) for m in ("x", "y")}, f"type {kind}"),
                )
                for kind in ("good", "bad")
            }
        ),
    )


def absent_minded_driver() -> Game:
    """Piccione and Rubinstein (1997): two crossings that look the same."""

    def crossing(straight: Decision | Outcome, turned: int) -> Decision:
        turn = Outcome({"driver": turned})
        return Decision("driver", {"exit": turn, "go on": straight}, "crossing")

    return Game(("driver",), crossing(crossing(Outcome({"driver": 1}), 4), 0))
