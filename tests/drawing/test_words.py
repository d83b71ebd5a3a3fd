"""Lines of text: widths against the font itself, wrapping."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.drawing import Run, plain, text_of, width, wrap


@pytest.mark.parametrize(
    "text",
    ["no breakthrough", "United States", "−153/100", "δ κ λ ρ θ", "Max(0, v − p·s)", "WMm@%"],
)
def test_widths_are_those_of_the_font(text: str) -> None:
    """Never more than 1 % less than what matplotlib's own font file says, and at most 6 % more."""
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font, LoadFlags

    font = FT2Font(font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans")))
    font.set_size(1000, 72)
    true = sum(
        font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536
        for letter in text
    )
    assert 0.99 * true <= width(plain(text), 1000) <= 1.06 * true


def test_small_letters_are_narrower() -> None:
    assert width((Run("J", level=-1),), 10) == pytest.approx(0.72 * width(plain("J"), 10))


@given(st.text(alphabet="abcdefg hij", max_size=60), st.floats(1, 200))
def test_wrapping_keeps_words_and_breaks_only_where_needed(text: str, widest: float) -> None:
    lines = wrap(plain(text), 10, widest)
    assert " ".join(text_of(line) for line in lines).split() == text.split()
    for line in lines:
        assert width(line, 10) <= widest or " " not in text_of(line)
    for line, following in itertools.pairwise(lines):
        first = text_of(following).split()[0]
        assert width(plain(f"{text_of(line)} {first}"), 10) > widest


def test_kinds_of_letters_survive_wrapping() -> None:
    line = (Run("c", slanted=True), Run("J", level=-1), Run(" +"), Run("\u00a0d", slanted=True))
    assert wrap(line, 10, 1) == [line[:2], (Run("+"), Run("\u00a0d", slanted=True))]
