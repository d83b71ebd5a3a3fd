"""What the pages of the documentation show is what a reader gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.markdown_blocks import PLAIN, read_blocks, run_page, terminal_environment

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_page_shows_what_happens(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)
    run_page(page, terminal_environment())


def test_the_documentation_has_code_to_run() -> None:
    assert any(block.language == "python" for page in PAGES for block in read_blocks(page))
