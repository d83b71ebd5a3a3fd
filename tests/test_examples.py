"""The example scripts run and print what ``examples/expected`` holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.markdown_blocks import terminal_environment

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
EXPECTED = EXAMPLES / "expected"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_example_runs(script: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=terminal_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout, "an example prints what it found"
    expected = EXPECTED / f"{script.stem}.txt"
    if expected.exists():
        assert done.stdout == expected.read_text(encoding="utf-8")


def test_there_are_examples() -> None:
    assert SCRIPTS


def test_every_expected_output_has_its_example() -> None:
    assert {path.stem for path in EXPECTED.glob("*.txt")} <= {path.stem for path in SCRIPTS}
