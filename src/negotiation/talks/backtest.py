"""Later events against the games: what each game implied, and what happened.

The events of 2014 to 2023 are data, and so is the modeller's coding of them: which game speaks of
an event, at which parameter values, and what was seen in the labels of that game.  What the game
implied is computed by solving it.  A *hit* is an event that was sure in every equilibrium, a *miss*
one that was impossible in every equilibrium; anything else is *not decided*, as is an event of
which the game says nothing.  A row is a *forecast* where the values were fixed before the event,
and a *fit* where they were not, which tests little.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from negotiation.model import Named
from negotiation.talks.implied import implied
from negotiation.talks.setting import Observation, Setting, setting
from negotiation.talks.text_table import WIDTH, labelled, text_table

__all__ = [
    "ArticlePrediction",
    "Backtest",
    "BacktestRow",
    "Event",
    "EventSource",
    "backtest",
    "events",
    "outside_the_games",
]

Verdict = Literal["hit", "miss", "not decided"]
Basis = Literal["forecast", "fit"]

VERDICTS: Mapping[str, Verdict] = {"holds": "hit", "fails": "miss", "open": "not decided"}
ORDER: tuple[Verdict, ...] = ("hit", "miss", "not decided")


@dataclass(frozen=True)
class EventSource:
    """A text that reports an event.

    Attributes
    ----------
    label
        Publisher and date.
    kind
        ``"press"``, ``"state media"``, ``"government"``, …
    """

    label: str
    kind: str


@dataclass(frozen=True)
class Event:
    """Something that happened.

    Attributes
    ----------
    id
        ``"E01"`` to ``"E41"``.
    date
        A day, a month, or two of them with a slash between.
    fact
        What happened, in a sentence.
    sources
        The texts that report it.
    state_media_only
        Whether state media alone report it.
    games
        The games it bears on.
    predictions
        The predictions of the article that it bears on, ``"F1"`` to ``"F9"``.
    reading
        What it means for the games, in a few words.
    """

    id: str
    date: str
    fact: str
    sources: tuple[EventSource, ...]
    state_media_only: bool
    games: tuple[str, ...]
    predictions: tuple[str, ...]
    reading: str


@dataclass(frozen=True)
class ArticlePrediction:
    """A prediction of the article, scored by the compiler of the events.

    Attributes
    ----------
    id
        ``"F1"`` to ``"F9"``.
    prediction
        The prediction in words.
    claims
        The claims of the article that make it.
    score, why
        How it fared, and the reason.
    """

    id: str
    prediction: str
    claims: tuple[str, ...]
    score: str
    why: str


@dataclass(frozen=True)
class BacktestRow:
    """One event against one game.

    Attributes
    ----------
    event
        The event.
    setting
        The game and the values of that date.
    basis
        ``"forecast"`` where the values were fixed before the event, else ``"fit"``.
    seen
        What was seen, in the labels of the game; empty where the game says nothing of it.
    implied
        What the game implied, in words; empty where it says nothing.
    verdict
        ``"hit"``, ``"miss"`` or ``"not decided"``.
    reason
        Why the event is read so, and why a verdict is open.
    """

    event: Event
    setting: Setting
    basis: Basis
    seen: Observation
    implied: str
    verdict: Verdict
    reason: str

    def as_dict(self) -> dict[str, str]:
        """Return the row as texts, for a data frame or a file."""
        return {
            "event": self.event.id,
            "date": self.event.date,
            "fact": self.event.fact,
            "game": self.setting.game,
            "setting": self.setting.changes,
            "basis": self.basis,
            "reading": self.event.reading,
            "seen": str(self.seen),
            "implied": self.implied,
            "verdict": self.verdict,
            "reason": self.reason,
            "state media only": "yes" if self.event.state_media_only else "no",
            "sources": "; ".join(f"{each.label} ({each.kind})" for each in self.event.sources),
        }


@dataclass(frozen=True)
class Backtest:
    """All events against all games that speak of them.

    Attributes
    ----------
    rows
        One row an event and game, by date.
    outside
        Event → why no game speaks of it.
    predictions
        The predictions of the article, scored.
    """

    rows: tuple[BacktestRow, ...]
    outside: Named[str]
    predictions: Named[ArticlePrediction]

    def counts(self, basis: Basis | None = None) -> dict[Verdict, int]:
        """Count the verdicts.

        Parameters
        ----------
        basis
            Count the forecasts, or the fits, alone.
        """
        found = Counter(row.verdict for row in self.rows if basis in (None, row.basis))
        return {verdict: found[verdict] for verdict in ORDER}

    def with_verdict(self, verdict: Verdict) -> tuple[BacktestRow, ...]:
        """Return the rows with one verdict."""
        return tuple(row for row in self.rows if row.verdict == verdict)

    def details(self) -> str:
        """Return every row in full: fact, sources, what was seen and implied, and why."""
        return "\n\n".join(_details(row) for row in self.rows)

    def __str__(self) -> str:
        table = text_table(
            ("event", "game and values", "seen", "implied", "verdict"),
            [_cells(row) for row in self.rows],
            (8, 20, 17, 16, 9),
        )
        notes = [
            labelled("f ", "a fit: the event is earlier than the article, or the values later "
                     "than the event; no test of the game", indent=0),
            labelled("s ", "reported by state media only", indent=0),
        ]  # fmt: skip
        totals = text_table(
            ("", *ORDER),
            [(name, *map(str, self.counts(basis).values())) for name, basis in _BASES],
            (12, 5, 5, 12),
        )
        outside = [
            labelled(f"{name} lies outside the games: ", why, indent=0)
            for name, why in self.outside.items()
        ]
        scored = text_table(
            ("", "prediction of the article", "how it fared"),
            [(each.id, each.prediction, each.score) for each in self.predictions.values()],
            (2, 50, WIDTH - 56),
        )
        return "\n".join([table, "", *notes, "", totals, "", *outside, "", scored])


_BASES: tuple[tuple[str, Basis | None], ...] = (
    ("forecasts", "forecast"),
    ("fits", "fit"),
    ("all", None),
)


def _cells(row: BacktestRow) -> tuple[str, ...]:
    marks = ("f" if row.basis == "fit" else "") + ("s" if row.event.state_media_only else "")
    where = row.setting.changes
    game = row.setting.game + ("" if where == "baseline" else f"\n{where.replace('=', ' = ')}")
    return (
        f"{row.event.id} {marks}".strip() + f"\n{row.event.date[:7]}",
        game,
        str(row.seen) or "—",
        row.implied or "says nothing",
        row.verdict.upper() if row.verdict == "miss" else row.verdict,
    )


def _details(row: BacktestRow) -> str:
    sources = "; ".join(f"{each.label} ({each.kind})" for each in row.event.sources)
    only = " State media only." if row.event.state_media_only else ""
    parts = (
        ("", f"{row.event.fact}{only}"),
        ("sources: ", sources),
        ("seen: ", str(row.seen)),
        ("implied: ", row.implied),
        ("verdict: ", f"{row.verdict} ({row.basis})"),
        ("reason: ", row.reason),
    )
    head = f"{row.event.id}, {row.event.date}: {row.setting}"
    return "\n".join(
        [labelled("", head, indent=0), *(labelled(*each) for each in parts if each[1])]
    )


@lru_cache(maxsize=1)
def backtest() -> Backtest:
    """Hold every later event against the games that speak of it.

    Examples
    --------
    >>> result = backtest()
    >>> sum(result.counts().values()) == len(result.rows)
    True
    >>> [row.event.id for row in result.with_verdict("miss") if row.basis == "forecast"]
    ['E19', 'E20', 'E21', 'E31', 'E35']
    """
    known = events()
    rows = tuple(_row(known, each) for each in _data("backtest_coding")["codings"])
    scored = {
        row["id"]: ArticlePrediction(
            row["id"], row["prediction"], tuple(row["claims"]), row["score"], row["why"]
        )
        for row in _data("backtest")["predictions"]
    }
    return Backtest(rows, outside_the_games(), Named("prediction", scored))


@lru_cache(maxsize=1)
def events() -> Named[Event]:
    """Return the events by their number.

    >>> events()["E35"].date
    '2022-03-21'
    """
    return Named(
        "event",
        {
            row["id"]: Event(
                row["id"],
                row["date"],
                row["fact"],
                tuple(EventSource(each["label"], each["kind"]) for each in row["sources"]),
                row["state_media_only"],
                tuple(row["games"]),
                tuple(row["predictions"]),
                row["reading"],
            )
            for row in _data("backtest")["events"]
        },
    )


def outside_the_games() -> Named[str]:
    """Return the events that no game speaks of, each with the reason.

    >>> list(outside_the_games())
    ['E39']
    """
    rows = _data("backtest_coding")["outside"]
    return Named("event outside the games", {row["event"]: row["reason"] for row in rows})


@lru_cache(maxsize=2)
def _data(name: str) -> dict[str, Any]:
    path = files("negotiation.talks").joinpath(f"data/{name}.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _row(known: Named[Event], row: Mapping[str, Any]) -> BacktestRow:
    where = setting(
        row["game"], row.get("calibration", "baseline"), row.get("values"), **row.get("options", {})
    )
    seen = Observation.read(row.get("seen", {}))
    event = known[row["event"]]
    if seen.is_empty:
        return BacktestRow(event, where, row["basis"], seen, "", "not decided", row["reason"])
    found = implied(where)
    judged = found.judge(seen)
    reason = row["reason"]
    if judged == "open":
        reason = f"{reason} Not decided: {found.why_open(seen)}."
    return BacktestRow(
        event, where, row["basis"], seen, found.about(seen), VERDICTS[judged], reason
    )
