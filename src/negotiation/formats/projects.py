"""Projects of a package deal as a table: comma-separated values, one project a line.

The first line names the columns: `key`, for each player `PLAYER benefit` and, where there is one,
`PLAYER contribution`, and, if wanted, `name`, `sector`, `legal_regime` and `origin`.  Numbers are
exact, as everywhere: 3, 1/3, 0.25.  The format is RFC 4180 (Shafranovich 2005).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from negotiation.bargaining import Project
from negotiation.errors import FormatError, InvalidModel, InvalidNumber
from negotiation.formats.text import Source, fraction_text, source_text

__all__ = ["read_projects", "write_projects"]

_WORDS = ("name", "sector", "legal_regime", "origin")
_BENEFIT, _CONTRIBUTION = " benefit", " contribution"


def read_projects(source: Source) -> tuple[Project, ...]:
    r"""Read projects from a table of comma-separated values.

    Parameters
    ----------
    source
        A path, an open file, or the text itself.

    Returns
    -------
    tuple
        The projects, in the order of the table; the players in the order of their columns.

    Raises
    ------
    FormatError
        If a column is missing, unknown or there twice, a line has too few or too many cells, a
        number cannot be read, or a key is empty or used twice; the message names the line.

    Examples
    --------
    >>> table = "key,Japan benefit,Russia benefit,Japan contribution\nmine,7,1,1/2\nport,1,6,3\n"
    >>> for project in read_projects(table):
    ...     print(project.key, project.payoff("Japan"), project.payoff("Russia"))
    mine 13/2 1
    port -2 6
    """
    text = source_text(source)
    lines = csv.reader(io.StringIO(text.text, newline=""), strict=True)
    projects: list[Project] = []
    seen: dict[str, int] = {}
    header: list[str] = []
    players: list[str] = []
    try:
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            place = f"{text.name}, line {lines.line_num}"
            if not header:
                header = [cell.strip() for cell in cells]
                players = _players(header, place)
                continue
            if len(cells) != len(header):
                message = f"{place}: expected {len(header)} cells, one a column, found {len(cells)}"
                raise FormatError(message)
            row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            project = _project(row, players, place)
            if project.key in seen:
                message = (
                    f"{place}: the key {project.key!r} is that of line {seen[project.key]}; "
                    "a key names one project"
                )
                raise FormatError(message)
            seen[project.key] = lines.line_num
            projects.append(project)
    except csv.Error as error:
        message = f"{text.name}, line {lines.line_num}: {error}; expected comma-separated values"
        raise FormatError(message) from None
    if not header:
        message = f"{text.name}, line 1: expected the names of the columns, found nothing"
        raise FormatError(message)
    return tuple(projects)


def _players(header: list[str], place: str) -> list[str]:
    twice = {column for column in header if header.count(column) > 1}
    if twice:
        message = f"{place}: the columns {sorted(twice)} are there twice"
        raise FormatError(message)
    players = [column.removesuffix(_BENEFIT) for column in header if column.endswith(_BENEFIT)]
    known = {"key", *_WORDS, *(p + kind for p in players for kind in (_BENEFIT, _CONTRIBUTION))}
    for column in header:
        if column not in known:
            message = (
                f"{place}: the column {column!r} is unknown; expected 'key', "
                f"'PLAYER benefit', 'PLAYER contribution', or one of {', '.join(_WORDS)}"
            )
            raise FormatError(message)
    if "key" not in header or not players:
        message = f"{place}: expected a column 'key' and a column 'PLAYER benefit' for each player"
        raise FormatError(message)
    return players


def _project(row: Mapping[str, str], players: list[str], place: str) -> Project:
    benefits = {player: row[player + _BENEFIT] for player in players}
    contributions = {
        player: row[player + _CONTRIBUTION]
        for player in players
        if row.get(player + _CONTRIBUTION, "")
    }
    words = {word: row.get(word, "") for word in _WORDS}
    try:
        return Project(row["key"], benefits, contributions, **words)
    except (InvalidModel, InvalidNumber) as error:
        message = f"{place}: {error}"
        raise FormatError(message) from None


def write_projects(projects: Iterable[Project]) -> str:
    r"""Write projects as a table that `read_projects` reads.

    Parameters
    ----------
    projects
        The projects; all with the same players.

    Raises
    ------
    InvalidModel
        If two projects differ in their players, or there is no project.

    Examples
    --------
    >>> print(write_projects([Project("mine", {"A": 7, "B": 1}, {"A": "1/2"})]), end="")
    key,name,sector,legal_regime,origin,A benefit,B benefit,A contribution,B contribution
    mine,mine,,,,7,1,1/2,0
    """
    listed = list(projects)
    if not listed:
        message = "there is no project to write; give at least one"
        raise InvalidModel(message)
    players = listed[0].players
    target = io.StringIO(newline="")
    table = csv.writer(target, lineterminator="\n")
    table.writerow(
        ["key", *_WORDS, *(p + _BENEFIT for p in players), *(p + _CONTRIBUTION for p in players)]
    )
    for project in listed:
        if set(project.players) != set(players):
            message = (
                f"project {project.key!r} has players {list(project.players)}, "
                f"the first has {list(players)}"
            )
            raise InvalidModel(message)
        table.writerow(
            [
                project.key,
                *(str(getattr(project, word)) for word in _WORDS),
                *(fraction_text(project.benefits[player]) for player in players),
                *(fraction_text(project.contributions[player]) for player in players),
            ]
        )
    return target.getvalue()
