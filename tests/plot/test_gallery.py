"""The gallery has a picture for every figure it draws, and draws every figure there is."""

from __future__ import annotations

import re
from pathlib import Path

from negotiation import plot

FOLDER = Path(__file__).parents[2] / "docs" / "gallery"


def test_every_picture_is_drawn_and_shown() -> None:
    page = (FOLDER / "index.md").read_text(encoding="utf-8")
    drawn = re.findall(r'savefig\("(\w+\.svg)"\)', page)
    shown = re.findall(r"!\[[^\]]+\]\((\w+\.svg)\)", page)
    assert drawn == shown
    assert {path.name for path in FOLDER.glob("*.svg")} == set(drawn)


def test_every_figure_is_in_the_gallery() -> None:
    page = (FOLDER / "index.md").read_text(encoding="utf-8")
    figures = set(plot.__all__) - {"Interval", "RegionMap", "intervals", "region_map"}
    assert set(re.findall(r"plot\.(\w+)\(", page)) == figures
