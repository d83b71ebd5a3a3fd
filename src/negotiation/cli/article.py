"""``negotiation claims``, ``readings``, ``predictions``, ``backtest``: article and games."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from negotiation.talks import backtest, claims, compare_readings, coverage, predictions
from negotiation.talks.readings import QUESTIONS
from negotiation.talks.text_table import labelled, text_table

if TYPE_CHECKING:
    from negotiation.talks import ArticleClaim

__all__ = ["backtest_text", "claims_text", "predictions_text", "readings_text"]


def claims_text(name: str | None, *, homes: bool, json: bool) -> str:
    """Write the claims of the article, one of them, or where each has its home."""
    if homes:
        found = coverage()
        if name is None:
            return _json(found.rows()) if json else str(found)
        homes_of = found.claims[name].as_rows()
        return _json(homes_of) if json else _one(claims()[name], homes_of)
    if name is not None:
        return _json([_row(claims()[name])]) if json else _one(claims()[name], ())
    if json:
        return _json(map(_row, claims().values()))
    rows = ((each.id, str(each.paragraph), each.claim) for each in claims().values())
    return text_table(("", "par.", "claim"), rows, (3, 4, 67))


def _one(claim: ArticleClaim, homes: Iterable[Mapping[str, str]]) -> str:
    lines = [
        f"{claim.id}, paragraph {claim.paragraph}: {', '.join(claim.actors)}",
        labelled("", claim.claim),
        labelled(f"{claim.element}: ", claim.formal),
    ]
    for row in homes:
        checked = f" ({row['checked by']})" if row["checked by"] else ""
        lines.append(labelled(f"{row['game']}: ", f"{row['kind']} {row['name']}{checked}"))
    return "\n".join(lines)


def _row(claim: ArticleClaim) -> dict[str, object]:
    return {
        "claim": claim.id,
        "paragraph": claim.paragraph,
        "actors": list(claim.actors),
        "words": claim.claim,
        "element": claim.element,
        "formal": claim.formal,
        "games": list(claim.games),
    }


def readings_text(topic: str | None, *, json: bool) -> str:
    """Write what the readings of a topic imply, or the topics."""
    if topic is None:
        width = max(map(len, QUESTIONS))
        return "\n".join(f"{name:<{width}}  {words}" for name, words in QUESTIONS.items())
    found = compare_readings(topic)
    return _json(row.as_dict() for row in found.rows) if json else str(found)


def predictions_text(*, json: bool) -> str:
    """Write what the article says of each game, and what the game implies."""
    found = predictions()
    return _json(row.as_dict() for row in found.rows) if json else str(found)


def backtest_text(*, details: bool, json: bool) -> str:
    """Write later events against the games."""
    found = backtest()
    if json:
        return _json(row.as_dict() for row in found.rows)
    return found.details() if details else str(found)


def _json(rows: Iterable[object]) -> str:
    from json import dumps

    return dumps(list(rows), indent=2, ensure_ascii=False)
