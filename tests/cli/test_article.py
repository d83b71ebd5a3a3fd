"""``negotiation claims``, ``readings``, ``predictions``, ``backtest``."""

from __future__ import annotations

import json
import sys

import pytest

from negotiation.cli import main
from negotiation.cli.article import backtest_text, claims_text, predictions_text, readings_text
from negotiation.errors import UnknownName
from negotiation.talks import backtest, compare_readings, coverage, predictions


def test_claims_one_and_all() -> None:
    everything = claims_text(None, homes=False, json=False)
    assert "C90" in everything
    assert max(map(len, everything.splitlines())) <= 80
    one = claims_text("C51", homes=True, json=False)
    assert one.startswith("C51, paragraph 11: Russia\n  Today Russia refuses charity")
    assert "constraint no charity" in one
    assert len(json.loads(claims_text(None, homes=False, json=True))) == 90
    assert json.loads(claims_text("C51", homes=False, json=True))[0]["words"].endswith("charity")
    assert json.loads(claims_text(None, homes=True, json=True)) == coverage().rows()
    assert claims_text(None, homes=True, json=False) == str(coverage())
    with pytest.raises(UnknownName, match="unknown claim 'C91'"):
        claims_text("C91", homes=True, json=False)


def test_the_others_print_what_the_library_says() -> None:
    assert readings_text("legal_framework", json=False) == str(compare_readings("legal_framework"))
    assert readings_text(None, json=False).count("?") == 4
    assert json.loads(readings_text("legal_framework", json=True))[0]["reading"] == "unchanged"
    assert predictions_text(json=False) == str(predictions())
    assert len(json.loads(predictions_text(json=True))) == len(predictions().rows)
    assert backtest_text(details=False, json=False) == str(backtest())
    assert backtest_text(details=True, json=False) == backtest().details()
    assert len(json.loads(backtest_text(details=False, json=True))) == len(backtest().rows)


@pytest.mark.parametrize(
    "words",
    [("claims", "C20", "--coverage"), ("readings",), ("predictions",), ("backtest", "--json")],
    ids=" ".join,
)
def test_commands_end_well(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["negotiation", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    assert capsys.readouterr().out.strip()
