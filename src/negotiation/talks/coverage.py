"""Where each claim of the article has its home in the games.

Most homes are read off the model objects: parameters, assumptions, constraints and propositions
name the claims they rest on, and so do the readings and the article's predictions.  What a model
object cannot say of itself (that a player, a move, an information set or a calibration stands for
a claim) is a small table of data.  A claim, or one of its games, without a home has a written
reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from negotiation.model import Named
from negotiation.talks.claims import ArticleClaim, claims
from negotiation.talks.forms import forms
from negotiation.talks.predictions import predictions
from negotiation.talks.readings import QUESTIONS, readings
from negotiation.talks.text_table import text_table

__all__ = ["ClaimCoverage", "Coverage", "Element", "coverage"]


@dataclass(frozen=True)
class Element:
    """Something in a game that stands for a claim.

    Attributes
    ----------
    game
        The name of the game.
    kind
        ``"player"``, ``"action"``, ``"chance"``, ``"information set"``, ``"option"``,
        ``"parameter"``, ``"assumption"``, ``"constraint"``, ``"proposition"``,
        ``"calibration"``, ``"closed form"``, ``"reading"`` or ``"prediction"``.
    name
        Its name there.
    """

    game: str
    kind: str
    name: str

    @property
    def checked_by(self) -> str:
        """What holds it to its definition: a command, a function, or a module of the tests."""
        if self.kind == "proposition":
            return f"negotiation audit {self.game}"
        if self.kind == "prediction":
            return "tests/talks/test_predictions.py"
        if self.kind == "reading":
            return "tests/talks/test_readings.py"
        if self.game == "project_portfolio":
            return "tests/talks/test_project_portfolio.py"
        return f"tests/talks/test_{self.game}.py"

    def __str__(self) -> str:
        return f"{self.game}: {self.kind} {self.name}"


@dataclass(frozen=True)
class ClaimCoverage:
    """The homes of one claim.

    Attributes
    ----------
    claim
        The claim.
    elements
        What stands for it in the games.
    reasons
        Game → why nothing in it stands for the claim, though it bears on it.
    """

    claim: ArticleClaim
    elements: tuple[Element, ...]
    reasons: Named[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """The games that the claim bears on and that have neither an element nor a reason."""
        found = {each.game for each in self.elements} | set(self.reasons)
        return tuple(game for game in self.claim.games if game not in found)

    def as_rows(self) -> list[dict[str, str]]:
        """Return a row of texts an element, or reason."""
        rows = [
            {
                "claim": self.claim.id,
                "game": each.game,
                "kind": each.kind,
                "name": each.name,
                "checked by": each.checked_by,
            }
            for each in self.elements
        ]
        rows += [
            {"claim": self.claim.id, "game": game, "kind": "reason", "name": why, "checked by": ""}
            for game, why in self.reasons.items()
        ]
        return rows


@dataclass(frozen=True)
class Coverage:
    """The homes of all claims.

    Attributes
    ----------
    claims
        Claim → its homes.
    """

    claims: Named[ClaimCoverage]

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The claims without any element and without a reason."""
        return tuple(
            name for name, each in self.claims.items() if not each.elements and not each.reasons
        )

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Claim and game, where the game has neither an element of the claim nor a reason."""
        return tuple((name, game) for name, each in self.claims.items() for game in each.missing)

    def rows(self) -> list[dict[str, str]]:
        """Return a row of texts a claim and element, for a data frame or a file."""
        return [row for each in self.claims.values() for row in each.as_rows()]

    def __str__(self) -> str:
        table = text_table(
            ("", "game", "element", "checked by"),
            [row for each in self.claims.values() for row in _cells(each)],
            (3, 20, 24, 25),
        )
        covered = sum(bool(each.elements) for each in self.claims.values())
        elements = sum(len(each.elements) for each in self.claims.values())
        reasons = sum(len(each.reasons) for each in self.claims.values())
        return (
            f"{table}\n\n{covered} of {len(self.claims)} claims have a home, in {elements} "
            f"elements;\n{reasons} times a game says why it has none."
        )


def _cells(covered: ClaimCoverage) -> Iterator[tuple[str, str, str, str]]:
    name = covered.claim.id
    for row in covered.as_rows():
        words = row["name"] if row["kind"] == "reason" else f"{row['kind']} {row['name']}"
        yield name, row["game"], words, row["checked by"].removeprefix("tests/talks/")
        name = ""


@lru_cache(maxsize=1)
def coverage() -> Coverage:
    """Find the homes of every claim.

    Examples
    --------
    >>> found = coverage()
    >>> found.uncovered, found.missing
    ((), ())
    >>> [str(each) for each in found.claims["C20"].elements]  # doctest: +NORMALIZE_WHITESPACE
    ['basing_shadow: assumption defence_follows_administration',
     'no_base_pledge: assumption alliance_obligation', 'basing_shadow: player United States']
    """
    homes: dict[str, dict[Element, None]] = {name: {} for name in claims()}
    for claim, element in (*_from_models(), *_from_readings(), *_from_predictions()):
        homes[claim][element] = None
    table = _table()
    for claim, rows in table["elements"].items():
        for row in rows:
            homes[claim][Element(row["game"], row["kind"], row["name"])] = None
    reasons: Mapping[str, Mapping[str, str]] = table["reasons"]
    return Coverage(
        Named(
            "claim",
            {
                name: ClaimCoverage(claim, tuple(homes[name]), Named("game", reasons.get(name, {})))
                for name, claim in claims().items()
            },
        )
    )


def _from_models() -> Iterator[tuple[str, Element]]:
    for model in forms():
        for kind, things in (
            ("parameter", model.parameters),
            ("assumption", model.assumptions),
            ("constraint", model.constraints),
            ("proposition", model.propositions),
        ):
            for name, thing in things.items():
                for claim in thing.source.claims:
                    yield claim, Element(model.name, kind, name)


def _from_readings() -> Iterator[tuple[str, Element]]:
    for topic in QUESTIONS:
        for reading in readings(topic).values():
            for claim in reading.claims:
                for _, where in reading.settings:
                    yield claim, Element(where.game, "reading", f"{topic}/{reading.name}")


def _from_predictions() -> Iterator[tuple[str, Element]]:
    for row in predictions().rows:
        for claim in row.claims:
            if row.says:
                yield claim, Element(row.setting.game, "prediction", row.says)


def _table() -> dict[str, Any]:
    path = files("negotiation.talks").joinpath("data/coverage.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))
