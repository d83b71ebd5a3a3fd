"""``negotiation explore``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from negotiation.cli import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["negotiation", "explore", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_a_page_is_written_where_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "deep" / "page.html"
    assert run(monkeypatch, "basing_shadow", "--option", "informed=true", "-o", str(target)) == 0
    assert target.read_text("utf-8").startswith("<!doctype html>")
    assert "basing_shadow: " in capsys.readouterr().out


def test_a_folder_gets_a_file_named_for_the_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run(monkeypatch, "congress_veto", "-o", str(tmp_path)) == 0
    assert (tmp_path / "congress_veto.html").exists()


@pytest.mark.parametrize("arguments", [(), ("basing_shadow", "--all")])
def test_a_model_or_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    assert run(monkeypatch, *arguments) == 2
    assert "either a MODEL or --all" in capsys.readouterr().err


def test_a_path_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert run(monkeypatch, "congress_veto", "-o", str(tmp_path / "file" / "page.html")) == 2
    assert "cannot be written" in capsys.readouterr().err
