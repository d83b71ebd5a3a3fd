"""The ninety numbered claims of the source article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from negotiation.model import Named

__all__ = ["ARTICLE", "ArticleClaim", "claims"]

ARTICLE = '"Japan-Russia-US Triangle", The Asan Forum, April 2017'
"""The source article."""


@dataclass(frozen=True)
class ArticleClaim:
    """A claim of the article, and what it becomes in a game.

    Attributes
    ----------
    id
        ``"C01"`` to ``"C90"``.
    paragraph
        The paragraph of the article, 1 to 21.
    actors
        Of whom it speaks.
    claim
        The claim in words.
    element
        What kind of element of a game it gives.
    formal
        What it becomes in the games.
    games
        The games it bears on.
    quote
        A few words of the article; empty where none is needed.
    """

    id: str
    paragraph: int
    actors: tuple[str, ...]
    claim: str
    element: str
    formal: str
    games: tuple[str, ...]
    quote: str = ""


@lru_cache(maxsize=1)
def claims() -> Named[ArticleClaim]:
    """Return the claims by their number.

    >>> claims()["C51"].claim
    'Today Russia refuses charity'
    >>> len(claims())
    90
    """
    text = files("negotiation.talks").joinpath("data/claims.json").read_text(encoding="utf-8")
    rows = json.loads(text)["claims"]
    return Named(
        "claim",
        {
            row["id"]: ArticleClaim(
                id=row["id"],
                paragraph=row["paragraph"],
                actors=tuple(row["actors"]),
                claim=row["claim"],
                element=row["element"],
                formal=row["formal"],
                games=tuple(row["games"]),
                quote=row.get("quote", ""),
            )
            for row in rows
        },
    )
