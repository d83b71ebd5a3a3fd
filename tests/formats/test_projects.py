"""Tables of projects: what is written is read again, and what is wrong is named."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.bargaining import Project
from negotiation.errors import FormatError, InvalidModel
from negotiation.formats import read_projects, write_projects
from negotiation.talks import projects

numbers = st.fractions(min_value=-50, max_value=50, max_denominator=60)
costs = st.fractions(min_value=0, max_value=50, max_denominator=60)
# What a cell may hold; a reader cannot tell spaces at its ends from those of the layout.
words = (
    st.text(max_size=8).map(str.strip).filter(lambda word: "\r" not in word and "\0" not in word)
)


@st.composite
def menus(draw: st.DrawFn) -> list[Project]:
    players = draw(st.lists(words.filter(bool), min_size=1, max_size=3, unique=True))
    keys = draw(st.lists(words.filter(bool), min_size=1, max_size=5, unique=True))
    return [
        Project(
            key,
            {player: draw(numbers) for player in players},
            {player: draw(costs) for player in players},
            name=draw(words),
            sector=draw(words),
            legal_regime=draw(words),
            origin=draw(words),
        )
        for key in keys
    ]


@given(menus())
def test_reading_what_was_written_gives_the_projects(listed: list[Project]) -> None:
    assert read_projects(write_projects(listed)) == tuple(listed)


def test_the_menu_of_the_talks_goes_through_a_file(tmp_path: Path) -> None:
    file = tmp_path / "menu.csv"
    listed = tuple(projects().values())
    file.write_text(write_projects(listed), encoding="utf-8")
    assert read_projects(file) == listed


def test_spreadsheets_write_marks_carriage_returns_and_quotes() -> None:
    table = '\ufeffkey,A benefit,B benefit,A contribution\r\n"a, b",1/3, 0.25 ,\r\n\r\nc,-2,1,3\r\n'
    first, second = read_projects(io.StringIO(table))
    assert first.key == "a, b"
    assert first.benefits == {"A": Fraction(1, 3), "B": Fraction(1, 4)}
    assert first.contributions == {"A": 0, "B": 0}
    assert second.payoff("A") == -5


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("\n\n", "line 1: expected the names of the columns"),
        ("key,A benefit\nmine,x\n", "line 2: the benefit of 'A' from project 'mine'"),
        ("key,A benefit\nmine,1,2\n", "line 2: expected 2 cells, one a column, found 3"),
        ("key,A benefit\nmine,1\nmine,2\n", "line 3: the key 'mine' is that of line 2"),
        ("key,A benefit\n,1\n", "line 2: the key of a project is ''"),
        ("key,A gain\nmine,1\n", "line 1: the column 'A gain' is unknown"),
        ("key,B contribution,A benefit\nmine,1,1\n", "column 'B contribution' is unknown"),
        ("key,A benefit,A benefit\nmine,1,1\n", r"the columns \['A benefit'\] are there twice"),
        ("name,A benefit\nmine,1\n", "line 1: expected a column 'key'"),
        ("key,name\nmine,1\n", "line 1: expected a column 'key' and a column 'PLAYER benefit'"),
        ('key,A benefit\n"mine,1\n', "line 2: unexpected end of data"),
        ("key,A benefit,A contribution\nmine,1,-1\n", "line 2: the contribution of 'A'"),
        ("key,A benefit\nmine," + "9" * 200_000 + "\n", "line 2: field larger than field limit"),
    ],
)
def test_what_is_wrong_is_named(table: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_projects(table)


def test_projects_of_different_players_have_no_table() -> None:
    with pytest.raises(InvalidModel, match="'port' has players"):
        write_projects([Project("mine", {"A": 1}), Project("port", {"B": 1})])
    with pytest.raises(InvalidModel, match="no project to write"):
        write_projects([])
