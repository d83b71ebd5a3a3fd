"""Later events against the games: the data is whole, and verdicts follow from solving."""

from __future__ import annotations

from importlib.resources import files

import pytest

from negotiation.errors import UnknownName
from negotiation.talks import backtest, catalogue
from negotiation.talks.backtest import events, outside_the_games
from negotiation.talks.implied import implied

ARTICLE_MONTH = "2017-04"


def test_forty_one_events_with_sources() -> None:
    assert list(events()) == [f"E{number:02}" for number in range(1, 42)]
    for event in events().values():
        assert event.fact
        assert event.date
        assert event.sources
        kinds = {source.kind for source in event.sources}
        assert event.state_media_only == (kinds == {"state media"})
        assert set(event.games) <= set(catalogue())
    assert [each.id for each in events().values() if each.state_media_only] == [
        "E03",
        "E06",
        "E16",
        "E29",
    ]


def test_every_event_and_game_has_a_row_with_a_reason() -> None:
    rows = backtest().rows
    coded = {(row.event.id, row.setting.game) for row in rows}
    assert coded == {(each.id, game) for each in events().values() for game in each.games}
    assert set(outside_the_games()) == {e.id for e in events().values() if not e.games}
    assert all(row.reason for row in rows)
    assert all(outside_the_games().values())
    assert [row.event.id for row in rows] == sorted(row.event.id for row in rows)


def test_a_row_without_an_observation_is_not_decided_and_one_with_it_is_solved() -> None:
    for row in backtest().rows:
        if row.seen.is_empty:
            assert row.verdict == "not decided"
            assert not row.implied
            continue
        judged = implied(row.setting).judge(row.seen)
        assert row.verdict == {"holds": "hit", "fails": "miss", "open": "not decided"}[judged]
        assert row.implied


def test_what_is_no_later_than_the_article_is_no_forecast() -> None:
    for row in backtest().rows:
        if row.event.date[:7] < ARTICLE_MONTH or row.setting.calibration == "year_2022":
            assert row.basis == "fit", row.event.id
        else:
            assert row.basis == "forecast", row.event.id


@pytest.mark.parametrize(
    ("event", "game", "calibration", "verdict"),
    [
        # The 2014-17 values imply low sanctions and talks; the same with high sanctions worth
        # 6 - 3 > 1 + 3 - 0 is false for low, 6 > 4: high sanctions, and 2 < 4: suspension.
        ("E17", "sanctions_dilemma", "baseline", "hit"),
        ("E35", "sanctions_dilemma", "baseline", "miss"),
        ("E35", "sanctions_dilemma", "year_2022", "hit"),
        # Pressing costs 1, saves 3, and makes Japan halt: Washington presses.
        ("E05", "alliance_pressure", "baseline", "miss"),
        # Not credible, so not given; and Russia keeps after one.
        ("E20", "no_base_pledge", "baseline", "miss"),
        ("E23", "no_base_pledge", "baseline", "hit"),
        # Both classes of equilibria are there.
        ("E20", "autonomy_signalling", "baseline", "not decided"),
        # The agreement zone from 1/2 to 2/3 holds 3/5.
        ("E31", "legal_framework", "baseline", "miss"),
        # Without trust Russia gets 1 - 3/2 at best, so territory first is suspended.
        ("E19", "triangle", "baseline", "miss"),
        ("E25", "triangle", "baseline", "hit"),
        # 10/5 - 1 by deputies against 10/2 - 1 - 2 by leaders.
        ("E21", "negotiator_authority", "baseline", "miss"),
    ],
)
def test_verdicts_by_hand(event: str, game: str, calibration: str, verdict: str) -> None:
    found = {
        row.verdict
        for row in backtest().rows
        if (row.event.id, row.setting.game, row.setting.calibration) == (event, game, calibration)
    }
    assert found == {verdict}


def test_misses_are_shown_as_plainly_as_hits() -> None:
    result = backtest()
    text = str(result)
    counts = result.counts()
    assert sum(counts.values()) == len(result.rows)
    assert text.count("MISS") == counts["miss"] == len(result.with_verdict("miss"))
    assert counts["miss"] >= 5
    for basis in ("forecast", "fit"):
        assert sum(result.counts(basis).values()) == sum(r.basis == basis for r in result.rows)
    assert max(map(len, text.splitlines())) <= 80
    assert max(map(len, result.details().splitlines())) <= 80
    assert " ".join(result.details().split()).count("State media only.") == sum(
        row.event.state_media_only for row in result.rows
    )
    for row in result.rows:
        assert set(map(type, row.as_dict().values())) == {str}
        assert row.as_dict()["state media only"] == ("yes" if row.event.state_media_only else "no")


def test_the_articles_predictions_are_scored() -> None:
    scored = backtest().predictions
    assert list(scored) == [f"F{number}" for number in range(1, 10)]
    assert scored["F6"].score == "not confirmed"
    named = {name for event in events().values() for name in event.predictions}
    assert named <= set(scored)
    with pytest.raises(UnknownName):
        scored["F10"]


def test_data_is_shipped() -> None:
    data = files("negotiation.talks").joinpath("data")
    for name in ("backtest", "backtest_coding", "coverage", "predictions"):
        assert data.joinpath(f"{name}.json").is_file()
