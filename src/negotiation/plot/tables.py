"""Results of many draws: tornado diagrams of sensitivity, outcomes along a sweep.

The functions take plain tables: a mapping of names to columns, or anything with such columns (a
result of `negotiation.sweep`, a pandas data frame).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

from negotiation.drawing import COLOURS, INK, tint
from negotiation.errors import NotSupported, UnknownName
from negotiation.exact import as_sympy, exact
from negotiation.plot.legends import legend_below
from negotiation.plot.style import HATCHES, LINES, MARKERS, axes_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Table", "sweep", "tornado"]


class _Columns(Protocol):
    def __getitem__(self, name: str, /) -> Iterable[Any]: ...


@runtime_checkable
class _Frame(Protocol):
    def to_pandas(self) -> Any: ...  # noqa: ANN401 - a data frame


@runtime_checkable
class _Sensitivity(Protocol):
    @property
    def effects(self) -> Mapping[str, Mapping[str, Any]]: ...


Table: TypeAlias = "Mapping[str, Iterable[Any]] | _Columns | _Frame"
"""Columns by name, or what gives a data frame."""


def _number(value: Any) -> float:  # noqa: ANN401 - whatever a table holds
    return float(value) if isinstance(value, int | float) else float(as_sympy(exact(value)))


def _numbers(values: Iterable[Any]) -> list[float]:
    return [_number(value) for value in values]


def tornado(
    effects: Mapping[str, tuple[Any, Any]] | _Sensitivity,
    *,
    base: Any = 0,  # noqa: ANN401 - any number
    most: int = 15,
    of: str = "result",
    ax: Axes | None = None,
) -> Axes:
    """Draw which parameters move a result most.

    Parameters
    ----------
    effects
        Parameter → the result at its low value and at its high value; or what `sweep.sensitivity`
        gives, whose effects, alone and with all interactions, are then drawn from zero.
    base
        The result where nothing is moved.
    most
        How many parameters are shown, the most influential ones.
    of
        What the result is, for the axis; of a sensitivity, which of its results is drawn.
    ax
        Where to draw; a new figure where left out.

    Returns
    -------
    matplotlib.axes.Axes
        With the longest bar on top; low and high values have colours and hatchings of their own.

    Raises
    ------
    NotSupported
        If there is no parameter.
    UnknownName
        If the sensitivity has no such result.
    MissingDependency
        If matplotlib is not installed.

    Examples
    --------
    >>> axes = tornado({"gain": ("1/2", 2), "loss": (3, 1)}, base=1, of="Russia's payoff")
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['loss', 'gain']
    """
    ends = ("low value", "high value")
    if isinstance(effects, _Sensitivity):
        found = effects.effects
        if of not in found:
            raise UnknownName("result", of, found)
        effects = {name: (each.total, each.first) for name, each in found[of].items()}
        ends = ("with all interactions", "alone")
        of = f"effect on {of}"
    if not effects:
        message = "there is no parameter to show; give effects such as {'gain': (0, 2)}"
        raise NotSupported(message)
    centre = _number(base)
    rows = [(name, _number(low), _number(high)) for name, (low, high) in effects.items()]
    rows.sort(key=lambda row: min(centre, row[1], row[2]) - max(centre, row[1], row[2]))
    rows = rows[:most]
    drawn = axes_for(ax, height=0.9 + 0.32 * len(rows))
    for side, words in enumerate(ends, start=1):
        drawn.barh(
            range(len(rows)),
            [(low if side == 1 else high) - centre for _, low, high in rows],
            left=centre,
            height=0.7 if side == 1 else 0.45,
            color=tint(COLOURS[side - 1], 0.45),
            edgecolor=COLOURS[side - 1],
            hatch=HATCHES[side - 1],
            linewidth=0.8,
            label=words,
            zorder=2 + side,
        )
    drawn.axvline(centre, color=INK, linewidth=1.0, zorder=6)
    drawn.set_yticks(range(len(rows)), [row[0].replace("_", " ") for row in rows], fontsize=8)
    drawn.invert_yaxis()
    drawn.margins(x=0.06)
    drawn.set_xlabel(of)
    for side_name in ("top", "right", "left"):
        drawn.spines[side_name].set_visible(False)
    drawn.tick_params(axis="y", length=0)
    drawn.legend(
        frameon=False,
        fontsize=8,
        ncols=2,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        borderaxespad=0,
    )
    return drawn


def sweep(
    table: Table,
    x: str,
    y: str | None = None,
    *,
    by: str | None = None,
    bins: int = 20,
    ax: Axes | None = None,
) -> Axes:
    """Draw the results of many draws against one column.

    Parameters
    ----------
    table
        Columns by name: a mapping, a data frame, or the result of a sweep.
    x
        The column on the horizontal axis.
    y
        A column of numbers: one point a draw.  Left out, the shares of the outcomes in ``by``
        are stacked over bins of ``x``.
    by
        A column of names: colours and markers where there is ``y``, outcomes where there is not.
    bins
        How many bins; columns with fewer different values have one bin a value.
    ax
        Where to draw; a new figure where left out.

    Raises
    ------
    UnknownName
        If a column does not exist.
    NotSupported
        If neither ``y`` nor ``by`` is given, or the table is empty.
    MissingDependency
        If matplotlib is not installed.
    """
    columns: Any = table.to_pandas() if isinstance(table, _Frame) else table
    if y is None and by is None:
        message = "give y, a column of numbers, or by, a column of outcomes"
        raise NotSupported(message)
    across = _numbers(_column(columns, x))
    groups = [str(name) for name in _column(columns, by)] if by is not None else [""] * len(across)
    if not across:
        message = f"the table has no rows, so nothing can be drawn against {x}"
        raise NotSupported(message)
    drawn = axes_for(ax)
    drawn.set_xlabel(x.replace("_", " "))
    names = [name for name, _ in Counter(groups).most_common()]
    if y is None:
        _shares(drawn, across, groups, names, bins)
    else:
        _points(drawn, across, _numbers(_column(columns, y)), groups, names)
        drawn.set_ylabel(y.replace("_", " "))
    if by is not None:
        legend_below(drawn, drawn.get_legend_handles_labels()[0], most_columns=1)
    return drawn


def _column(table: Any, name: str) -> list[Any]:  # noqa: ANN401 - a mapping or a frame
    try:
        return list(table[name])
    except (KeyError, TypeError, IndexError):
        columns = getattr(table, "columns", table)
        known = [str(each) for each in columns] if isinstance(columns, Iterable) else []
        raise UnknownName("column", name, known) from None


def _points(
    axes: Axes, across: Sequence[float], up: Sequence[float], groups: list[str], names: list[str]
) -> None:
    for place, name in enumerate(names):
        chosen = [at for at, group in enumerate(groups) if group == name]
        several = len({across[at] for at in chosen}) == len(chosen) and len(chosen) < 200
        ordered = sorted(chosen, key=lambda at: across[at])
        axes.plot(
            [across[at] for at in ordered],
            [up[at] for at in ordered],
            color=COLOURS[place % len(COLOURS)],
            marker=MARKERS[place % len(MARKERS)],
            markersize=3.5,
            linestyle=LINES[place % len(LINES)] if several and len(names) == 1 else "none",
            label=name,
            zorder=3,
        )


def _shares(
    axes: Axes, across: Sequence[float], groups: list[str], names: list[str], bins: int
) -> None:
    values = sorted(set(across))
    if len(values) <= bins:
        width = min((b - a for a, b in itertools.pairwise(values)), default=1.0)
        middles = values
        place_of = {value: place for place, value in enumerate(values)}
        places = [place_of[value] for value in across]
    else:
        low, high = values[0], values[-1]
        width = (high - low) / bins
        middles = [low + width * (place + 0.5) for place in range(bins)]
        places = [min(int((value - low) / width), bins - 1) for value in across]
    totals = Counter(places)
    counts = Counter(zip(places, groups, strict=True))
    base = [0.0] * len(middles)
    for number, name in enumerate(names):
        heights = [
            counts[place, name] / totals[place] if totals[place] else 0.0
            for place in range(len(middles))
        ]
        axes.bar(
            middles,
            heights,
            width,
            base,
            color=tint(COLOURS[number % len(COLOURS)], 0.35),
            edgecolor=tint(COLOURS[number % len(COLOURS)], 0.7),
            hatch=HATCHES[number % len(HATCHES)],
            linewidth=0.4,
            label=name,
        )
        base = [low + height for low, height in zip(base, heights, strict=True)]
    axes.set_ylim(0, 1)
    axes.set_xlim(middles[0] - width / 2, middles[-1] + width / 2)
    axes.set_ylabel("share of draws")
