"""`negotiation write-tests` prints a file for pytest, or says in a sentence why it cannot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from negotiation.cli.write_tests import file_of_tests
from negotiation.errors import NotSupported
from tests.markdown_blocks import terminal_environment
from tests.support.commands import Ended, run_command


def run(*arguments: str, cwd: Path) -> Ended:
    return run_command(("write-tests", *arguments), terminal_environment(), cwd)


def test_a_game_with_an_option() -> None:
    text = file_of_tests("basing_shadow", ["informed=true"])
    assert "MODEL = talks.basing_shadow(informed=True)\n" in text
    compile(text, "test_basing_shadow.py", "exec")


def test_a_model_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine_to_test.py").write_text(
        "from negotiation import talks\n\n\ndef build():\n    return talks.triangle()\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert "MODEL = build()\n" in file_of_tests("mine_to_test:build", [])
    with pytest.raises(NotSupported, match="called without any"):
        file_of_tests("mine_to_test:build", ["informed=true"])


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    done = run("basing_shado", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean 'basing_shadow'" in done.stderr
