"""What README shows is what a reader gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.markdown_blocks import (
    PLAIN,
    read_blocks,
    run_page,
    set_up_commands,
    terminal_environment,
)

README = Path(__file__).parents[1] / "README.md"


def test_readme_has_code_to_run() -> None:
    assert any(block.language == "python" for block in read_blocks(README))


def test_readme_sets_up_in_two_commands() -> None:
    assert len(set_up_commands(README)) == 2


def test_readme_shows_what_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)
    assert run_page(README, terminal_environment()) > 0
