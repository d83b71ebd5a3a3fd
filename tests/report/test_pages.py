"""The pages of the games in the documentation are what the code writes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from negotiation.report.dossier import Dossier
from negotiation.report.pages import game_files, index_file, known
from negotiation.talks import catalogue

FOLDER = Path(__file__).parents[2] / "docs" / "games"
SLOW = {"autonomy_signalling", "legal_framework", "linkage_no_charity", "triangle", "warm_words"}
REMEDY = "write it again: python -m negotiation.report docs/games"

known_once = cache(known)


def compare(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = FOLDER / name
        assert path.exists(), f"{path} is missing; {REMEDY}"
        assert path.read_text(encoding="utf-8") == text, f"{path} is not up to date; {REMEDY}"


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in catalogue()],
)
def test_the_page_of_a_game_is_up_to_date(name: str) -> None:
    compare(game_files(known_once(name)))


@pytest.mark.slow
def test_the_list_of_games_is_up_to_date() -> None:
    found: list[Dossier] = [known_once(name) for name in catalogue()]
    compare(index_file(found))


def test_there_are_no_pages_of_games_that_are_gone() -> None:
    names = {path.stem for path in FOLDER.glob("*.md")} - {"index"}
    assert names == set(catalogue())
    assert {path.stem for path in (FOLDER / "figures").glob("*")} == set(catalogue())
