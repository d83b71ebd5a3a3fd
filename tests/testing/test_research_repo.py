"""The example of a research repository passes its own tests, and says what each thing is worth.

`.ci/run` does the same from a clean environment.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.markdown_blocks import terminal_environment

EXAMPLE = Path(__file__).parents[2] / "examples" / "research_repo"


@pytest.mark.slow
def test_the_example_passes_its_own_tests(tmp_path: Path) -> None:
    copy = tmp_path / "research_repo"
    shutil.copytree(EXAMPLE, copy)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=copy,
        env=terminal_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "13 passed" in done.stdout
    assert "proposition never_in_vain: proved; rests on: domain of asking_cost" in done.stdout
