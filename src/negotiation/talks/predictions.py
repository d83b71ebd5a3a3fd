"""What the article says of each game, against what the game implies.

The article's words are coded in the labels of the games, as data.  The games are solved at the
values of the article's time.  A game *agrees* where what the article says is sure in every
equilibrium, *disagrees* where it is impossible in every one, and leaves it *undecided* where
equilibria differ or chance decides.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from negotiation.talks.implied import Implied, implied
from negotiation.talks.setting import Observation, Setting, setting
from negotiation.talks.text_table import text_table

__all__ = ["Prediction", "Predictions", "predictions"]

Agreement = Literal["agrees", "disagrees", "undecided", "article does not say"]

AGREEMENTS: Mapping[str, Agreement] = {
    "holds": "agrees",
    "fails": "disagrees",
    "open": "undecided",
}


@dataclass(frozen=True)
class Prediction:
    """What the article says of a game, and what the game implies.

    Attributes
    ----------
    setting
        The game and the values.
    says
        What the article says; empty where it does not.
    claims
        The claims of the article that say it.
    expected
        The same in the labels of the game.
    found
        What the game implies.
    agreement
        ``"agrees"``, ``"disagrees"``, ``"undecided"`` or ``"article does not say"``.
    note
        Why it is undecided, or what the article leaves open.
    """

    setting: Setting
    says: str
    claims: tuple[str, ...]
    expected: Observation
    found: Implied
    agreement: Agreement
    note: str

    @property
    def implied(self) -> str:
        """What the game implies, in words."""
        return self.found.about(self.expected)

    def as_dict(self) -> dict[str, str]:
        """Return the prediction as texts, for a data frame or a file."""
        return {
            "game": self.setting.game,
            "setting": self.setting.changes,
            "article": self.says,
            "claims": ", ".join(self.claims),
            "expected": str(self.expected),
            "implied": self.implied,
            "payoffs": self.found.payoff_text,
            "agreement": self.agreement,
            "note": self.note,
        }


@dataclass(frozen=True)
class Predictions:
    """The predictions for all games.

    Attributes
    ----------
    rows
        One row a statement of the article, in the order of the games.
    """

    rows: tuple[Prediction, ...]

    def counts(self) -> dict[str, int]:
        """Count how the games and the article agree."""
        found = Counter(row.agreement for row in self.rows)
        return {each: found[each] for each in (*AGREEMENTS.values(), "article does not say")}

    def of(self, game: str) -> tuple[Prediction, ...]:
        """Return the predictions for one game."""
        return tuple(row for row in self.rows if row.setting.game == game)

    def to_markdown(self) -> str:
        """Return the table in Markdown."""
        lines = ["| game | article | game implies | |", "|---|---|---|---|"]
        for row in self.rows:
            says = f"{row.says} ({', '.join(row.claims)})" if row.says else row.note
            implied_here = row.implied.replace("|", r"\|")
            lines.append(
                f"| `{row.setting.game}`, {row.setting.changes} | {says} | {implied_here} "
                f"| {row.agreement} |"
            )
        return "\n".join(lines)

    def __str__(self) -> str:
        table = text_table(
            ("game and values", "the article says", "the game implies", ""),
            [
                (
                    _place(row.setting),
                    row.says or "—",
                    row.implied,
                    row.agreement.upper() if row.agreement == "disagrees" else row.agreement,
                )
                for row in self.rows
            ],
            (21, 21, 18, 12),
        )
        totals = ", ".join(f"{count} {each}" for each, count in self.counts().items())
        return f"{table}\n\n{totals}"


def _place(where: Setting) -> str:
    changes = where.changes.replace("=", " = ")
    return where.game + ("" if changes == "baseline" else f"\n{changes}")


@lru_cache(maxsize=1)
def predictions() -> Predictions:
    """Hold what the article says of each game against what the game implies.

    Examples
    --------
    >>> predictions().counts()
    {'agrees': 24, 'disagrees': 0, 'undecided': 1, 'article does not say': 1}
    >>> [row.setting.game for row in predictions().rows if row.agreement == "undecided"]
    ['autonomy_signalling']
    """
    text = files("negotiation.talks").joinpath("data/predictions.json").read_text(encoding="utf-8")
    return Predictions(tuple(map(_row, json.loads(text)["predictions"])))


def _row(row: Mapping[str, Any]) -> Prediction:
    where = setting(
        row["game"], row.get("calibration", "baseline"), row.get("values"), **row.get("options", {})
    )
    expected = Observation.read(row.get("expected", {}))
    found = implied(where)
    claims, note = tuple(row["claims"]), row.get("reason", "")
    agreement: Agreement = "article does not say"
    if not expected.is_empty:
        judged = found.judge(expected)
        agreement = AGREEMENTS[judged]
        note = found.why_open(expected) if judged == "open" else note
    return Prediction(where, row["says"], claims, expected, found, agreement, note)
