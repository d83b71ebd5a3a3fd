"""Folding: no line too wide, nothing lost, names never broken."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from negotiation.cli.folding import folded

NAME = st.text("abc_", min_size=1, max_size=12)
FORMULA = st.lists(NAME, min_size=1, max_size=12).map("*".join)


@given(st.lists(FORMULA, min_size=1, max_size=8).map(" + ".join))
def test_lines_fit_and_hold_every_sign_in_order(text: str) -> None:
    lines = folded(text, 30, initial_indent="  ", subsequent_indent="    ")
    assert max(map(len, lines)) <= 30
    assert "".join("".join(lines).split()) == "".join(text.split())
    names = {name for part in text.split() for name in part.split("*")}
    assert {name for line in lines for part in line.split() for name in part.split("*")} <= {
        *names,
        "",
    }


@given(st.lists(NAME, min_size=1, max_size=30).map(" ".join))
def test_ordinary_words_are_wrapped_as_ever(text: str) -> None:
    assert folded(text, 40, initial_indent="- ", subsequent_indent="  ") == textwrap.wrap(
        text, 40, initial_indent="- ", subsequent_indent="  "
    )
