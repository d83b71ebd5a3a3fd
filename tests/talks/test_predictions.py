"""What the article says of each game, against what the game implies."""

from __future__ import annotations

import pytest

from negotiation.talks import catalogue, claims, predictions
from negotiation.talks.implied import implied


def test_every_game_has_a_row_that_rests_on_claims() -> None:
    rows = predictions().rows
    assert list(dict.fromkeys(row.setting.game for row in rows)) == list(catalogue())
    for row in rows:
        assert set(row.claims) <= set(claims())
        assert row.claims
        assert bool(row.says) != (row.agreement == "article does not say")
        assert row.says or row.note


def test_agreement_follows_from_solving() -> None:
    for row in predictions().rows:
        if row.expected.is_empty:
            continue
        judged = implied(row.setting).judge(row.expected)
        assert {"agrees": "holds", "disagrees": "fails", "undecided": "open"}[
            row.agreement
        ] == judged


@pytest.mark.parametrize(
    ("game", "calibration", "agreement"),
    [
        ("basing_shadow", "thaw", "agrees"),  # 1 > 1/4 * 3
        ("no_base_pledge", "baseline", "article does not say"),
        ("autonomy_signalling", "baseline", "undecided"),  # separating, or no pledge
        ("sanctions_cascade", "january_hope", "agrees"),  # 2 > 1, and each follows
        ("project_menu", "need_of_1996", "agrees"),  # 3 * 2 > 4, and joint does not pay Russia
        ("legal_framework", "stand_of_1999", "agrees"),  # the zone would end at 1/4, below 1/2
        ("alliance_pressure", "late_obama", "agrees"),
    ],
)
def test_agreement_by_hand(game: str, calibration: str, agreement: str) -> None:
    [found] = [row for row in predictions().of(game) if row.setting.calibration == calibration]
    assert found.agreement == agreement


def test_the_undecided_say_why() -> None:
    [row] = [row for row in predictions().rows if row.agreement == "undecided"]
    assert "depending on the equilibrium" in row.note


def test_tables() -> None:
    found = predictions()
    assert sum(found.counts().values()) == len(found.rows)
    assert max(map(len, str(found).splitlines())) <= 80
    table = found.to_markdown().splitlines()
    assert len(table) == len(found.rows) + 2
    assert all(line.replace(r"\|", "").count("|") == 5 for line in table)
    assert all(set(map(type, row.as_dict().values())) == {str} for row in found.rows)
