"""`negotiation write-tests` prints a file for pytest, or says in a sentence why it cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.markdown_blocks import terminal_environment


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "negotiation", "write-tests", *arguments],
        cwd=cwd,
        env=terminal_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_game_with_an_option(tmp_path: Path) -> None:
    done = run("basing_shadow", "--option", "informed=true", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "MODEL = talks.basing_shadow(informed=True)\n" in done.stdout
    compile(done.stdout, "test_basing_shadow.py", "exec")


def test_a_model_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "from negotiation import talks\n\n\ndef build():\n    return talks.triangle()\n",
        encoding="utf-8",
    )
    done = run("mine:build", cwd=tmp_path)
    assert "MODEL = build()\n" in done.stdout
    refused = run("mine:build", "-o", "informed=true", cwd=tmp_path)
    assert refused.returncode == 2
    assert "called without any" in refused.stderr


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    done = run("basing_shado", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean 'basing_shadow'" in done.stderr
