"""Games, models, equilibria, partitions and classes to and from JSON of a documented layout.

Numbers are exact, in texts.  Reading builds values and calls nothing: expressions are read by a
grammar of our own.  Members that are unknown are passed over, so that later versions of the layout
may add some.  The layout is the JSON Schema `json_schema` returns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from negotiation.errors import NotSupported
from negotiation.formats.json_answers import (
    equilibria_data,
    partition_data,
    read_equilibria,
    read_partition,
)
from negotiation.formats.json_classes import classes_data, read_classes
from negotiation.formats.json_game import game_data, read_game
from negotiation.formats.json_model import model_data, read_model
from negotiation.formats.json_text import Field, json_field
from negotiation.game import Game
from negotiation.model import Model
from negotiation.solve import Equilibrium

if TYPE_CHECKING:
    from negotiation.formats.text import Source
    from negotiation.parametric.classes import PerfectBayesianClasses
    from negotiation.parametric.partition import Partition

__all__ = ["VERSION", "Storable", "from_json", "json_schema", "to_json"]

VERSION = 1
"""The version of the layout; it changes when older readers would misread a file."""

Storable: TypeAlias = Union[
    Game, Model, Equilibrium, "list[Equilibrium]", "Partition", "PerfectBayesianClasses"
]
"""What can be stored."""


def to_json(
    thing: Game | Model | Equilibrium | Sequence[Equilibrium] | Partition | PerfectBayesianClasses,
    path: str | Path | None = None,
) -> str:
    """Write a game, a model, equilibria of one game, a partition or equilibrium classes as JSON.

    Parameters
    ----------
    thing
        What to write.
    path
        Where to write the text to, in UTF-8; nowhere if left out.

    Returns
    -------
    str
        The text.  `from_json` reads an equal value from it.

    Raises
    ------
    NotSupported
        If it is something else, holds expressions that the grammar has no words for, or guards
        that are no conditions.

    Notes
    -----
    Functions of Python are no data.  Of a model, closed forms that are functions, property tests,
    events that are functions and comparisons with models that functions build are left out, and
    named in the member ``omitted``; all else is kept.  Where one claim of a proposition must be
    left out all its claims are, since a proposition says that all of them hold.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": "1/3"}), "y": Outcome({"A": 0})}))
    >>> from_json(to_json(game)) == game
    True
    """
    kind, data = _data(thing)
    text = json.dumps(
        {"format": "negotiation", "version": VERSION, "kind": kind, **data},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    text = text.replace('{"payoffs"', '\n{"payoffs"').replace('{"player"', '\n{"player"') + "\n"
    if path is not None:
        Path(path).write_text(text, encoding="utf-8")
    return text


def _data(thing: object) -> tuple[str, dict[str, object]]:
    if isinstance(thing, Game):
        return "game", game_data(thing)
    if isinstance(thing, Model):
        return "model", model_data(thing)
    if isinstance(thing, Equilibrium):
        return "equilibrium", equilibria_data([thing])
    if isinstance(thing, list | tuple) and thing:
        found = [each for each in thing if isinstance(each, Equilibrium)]
        if len(found) == len(thing) and all(each.game == found[0].game for each in found):
            return "equilibria", equilibria_data(found)
    from negotiation.parametric.classes import PerfectBayesianClasses
    from negotiation.parametric.partition import Partition

    if isinstance(thing, Partition):
        return "partition", partition_data(thing)
    if isinstance(thing, PerfectBayesianClasses):
        return "classes", classes_data(thing)
    message = (
        f"{str(thing)[:80]!r} cannot be written as JSON; give a Game, a Model, an Equilibrium, a "
        "list of equilibria of one game, a Partition, or PerfectBayesianClasses"
    )
    raise NotSupported(message)


def from_json(source: Source) -> Storable:
    """Read what `to_json` wrote.

    Parameters
    ----------
    source
        A path, an open file, or the text.

    Returns
    -------
    Game, Model, Equilibrium, list of Equilibrium, Partition or PerfectBayesianClasses
        Equilibria are certified again; a partition and classes are checked by their `verify`.

    Raises
    ------
    FormatError
        If the text cannot be read; file, line, column and the place in the layout are named.

    Notes
    -----
    No part of the text is run.  Time and memory are bounded by its length, apart from what sympy
    needs for the expressions in it, whose size, exponents and roots are bounded.

    Examples
    --------
    >>> from_json('{"format": "negotiation", "version": 1, "kind": "game", "players": ["A"],'
    ...           ' "nodes": [{"payoffs": ["sys.exit(1)"]}]}')
    Traceback (most recent call last):
    ...
    negotiation.errors.FormatError: text, line 1, column 98: nodes[0].payoffs[0]: column 1: 'sys' \
is no declared symbol; known: none
    """
    field = json_field(source)
    if field["format"].value != "negotiation":
        field["format"].expect("'negotiation'")
    field["version"].whole(VERSION, smallest=1)
    kind = field["kind"].words()
    if kind not in _READERS:
        field["kind"].expect(f"one of {', '.join(map(repr, _READERS))}")
    try:
        return _READERS[kind](field)
    except RecursionError:  # sympy's own functions recurse into expressions
        field.fail("its expressions are nested too deeply")


def _read_equilibrium(field: Field) -> Equilibrium:
    found = read_equilibria(field)
    if len(found) != 1:
        field["equilibria"].expect("exactly one equilibrium")
    return found[0]


_READERS: dict[str, Callable[[Field], Storable]] = {
    "game": read_game,
    "model": read_model,
    "equilibrium": _read_equilibrium,
    "equilibria": read_equilibria,
    "partition": read_partition,
    "classes": read_classes,
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `to_json` writes.

    >>> json_schema()["title"]
    'negotiation, version 1'
    """
    text = files("negotiation.formats").joinpath("negotiation-1.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
