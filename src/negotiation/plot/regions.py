"""Maps of two parameters: which equilibrium where.

Boundaries are the curves that the conditions of the partition name, and which region a patch
between them belongs to is decided by exact evaluation at a point inside it: there is no grid that
could miss a thin region or round a corner.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.drawing import GREY, INK, tint
from negotiation.errors import NotSupported
from negotiation.plot.labels import Column, Room, Words, place_words, wrapped
from negotiation.plot.legends import legend_below
from negotiation.plot.plane import Curve, Patch, curves_of, decompose
from negotiation.plot.section import OUTSIDE, Section, limits_of, section
from negotiation.plot.style import COLOURS, HATCHES, MARKERS, axes_for, parameter_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from negotiation.exact import NumberLike
    from negotiation.plot.section import Limits, PartitionLike

__all__ = ["RegionMap", "region_map", "regions"]

SIZE = 8.0
PLATE = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
COLUMNS = 160
POINTS_OF_A_CURVE = 48


@dataclass(frozen=True)
class RegionMap:
    """The patches of a map and the region that each belongs to.

    Attributes
    ----------
    section
        The partition, its other parameters fixed.
    horizontal, vertical
        The window.
    columns
        Patches with the name of their region, columns from left to right, each from below.
    """

    section: Section
    horizontal: tuple[Fraction, Fraction]
    vertical: tuple[Fraction, Fraction]
    columns: tuple[tuple[tuple[Patch, str], ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The regions in the window, in the order of their first patches."""
        return tuple(dict.fromkeys(name for column in self.columns for _, name in column))


def region_map(
    partition: PartitionLike,
    x: str,
    y: str,
    *,
    at: str | Mapping[str, NumberLike] = "baseline",
    limits: Mapping[str, Limits] | None = None,
    label: Callable[[Any], str] | None = None,
) -> RegionMap:
    """Work out a map without drawing it; see `regions`."""
    import sympy

    cut = section(partition, (x, y), at, label)
    calibrated = list(partition.model.calibrations.values())
    horizontal, vertical = (
        limits_of(
            partition.model,
            name,
            limits,
            [values[name] for values in calibrated if name in values] + [cut.fixed[name]],
        )
        for name in (x, y)
    )
    across, up = cut.symbols
    try:
        curves = curves_of(cut.gaps, across, up)
    except sympy.polys.polyerrors.PolynomialError:
        message = (
            f"the conditions are no polynomials in {x} and {y}, so their boundaries cannot be "
            "found exactly; choose other parameters"
        )
        raise NotSupported(message) from None
    columns: list[tuple[tuple[Patch, str], ...]] = []
    for stack in decompose(curves, across, up, horizontal, vertical):
        column = _merged([(patch, cut.label_at(*patch.point)) for patch in stack])
        if columns and _bounds(columns[-1]) == _bounds(column):
            columns[-1] = tuple(
                (replace(patch, right=column[0][0].right), name) for patch, name in columns[-1]
            )
        else:
            columns.append(column)
    return RegionMap(cut, horizontal, vertical, tuple(columns))


def _bounds(column: tuple[tuple[Patch, str], ...]) -> list[tuple[Curve, Curve, str]]:
    return [(patch.below, patch.above, name) for patch, name in column]


def _merged(column: list[tuple[Patch, str]]) -> tuple[tuple[Patch, str], ...]:
    """Join neighbours of one region."""
    joined: list[tuple[Patch, str]] = []
    for patch, name in column:
        if joined and joined[-1][1] == name:
            last = joined[-1][0]
            joined[-1] = (Patch(last.left, last.right, last.below, patch.above, last.point), name)
        else:
            joined.append((patch, name))
    return tuple(joined)


def regions(
    partition: PartitionLike,
    x: str,
    y: str,
    *,
    at: str | Mapping[str, NumberLike] = "baseline",
    limits: Mapping[str, Limits] | None = None,
    label: Callable[[Any], str] | None = None,
    calibrations: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw which equilibrium there is at which values of two parameters, exactly.

    Parameters
    ----------
    partition
        A `Partition` or the `PerfectBayesianClasses` of a model.
    x, y
        The parameters on the axes.
    at
        Where the other parameters stand: a calibration, or values that replace the baseline's.
    limits
        Parameter → the ends of its axis; left out, its domain, or room around the calibrations.
    label
        How an equilibrium is named, as ``lambda equilibrium: equilibrium.path[-1]``; regions of
        one name are one.  Left out, its path of play.
    calibrations
        Whether the calibrations that agree with all fixed values are marked.
    ax
        Where to draw; a new figure where left out.

    Returns
    -------
    matplotlib.axes.Axes
        With one colour and hatching a region, its name inside where there is room, else a letter
        that the legend explains.

    Raises
    ------
    UnknownName
        If a parameter or calibration does not exist.
    NotSupported
        If boundaries are no polynomials in the two parameters, or somebody is indifferent in a
        whole region that the partition leaves out.
    MissingDependency
        If matplotlib is not installed.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.parametric import subgame_perfect
    >>> partition = subgame_perfect(talks.basing_shadow())
    >>> axes = regions(partition, "basing_probability", "treaty_gain")
    >>> sorted(text.get_text() for text in axes.texts)[:2]
    ['baseline', 'keep']
    """
    found = region_map(partition, x, y, at=at, limits=limits, label=label)
    drawn = axes_for(ax, height=4.6)
    drawn.set_xlim(*map(float, found.horizontal))
    drawn.set_ylim(*map(float, found.vertical))
    model = partition.model
    drawn.set_xlabel(parameter_label(model, x))
    drawn.set_ylabel(parameter_label(model, y))
    held = found.section.held_values()
    if held:
        drawn.set_title(_title(", ".join(held)), fontsize=7.5, color="#4D4D4D", loc="left")
    names = [name for name in found.names if name != OUTSIDE]
    for column in found.columns:
        for patch, name in column:
            _fill(drawn, patch, name, names)
    _boundaries(found, drawn)
    taken = _calibrations(found, drawn) if calibrations else []
    _names(found, drawn, names, taken)
    return drawn


def _title(where: str) -> str:
    [narrow] = [words for words in wrapped(f"with {where}", 7.5) if words.width <= 400][:1]
    return narrow.text


def _sampled(curve: Curve, left: float, right: float) -> tuple[list[float], list[float]]:
    inset = (right - left) * 1e-9
    count = 2 if curve.is_straight else POINTS_OF_A_CURVE
    xs = [left + inset + (right - left - 2 * inset) * place / (count - 1) for place in range(count)]
    return xs, [curve.at(x) for x in xs]


def _fill(axes: Axes, patch: Patch, name: str, names: list[str]) -> None:
    low = _sampled(patch.below, patch.left, patch.right)
    high = _sampled(patch.above, patch.left, patch.right)
    corners = [*zip(*low, strict=True), *reversed(list(zip(*high, strict=True)))]
    if name == OUTSIDE:
        colour, hatch, lines = "#EDEDED", "", "#EDEDED"
    else:
        place = names.index(name)
        full = COLOURS[place % len(COLOURS)]
        colour, hatch, lines = tint(full, 0.22), HATCHES[place % len(HATCHES)], tint(full, 0.45)
    from matplotlib.patches import Polygon

    # A thin edge of its own colour closes the seam to the next column.
    ground = {"facecolor": colour, "edgecolor": colour, "linewidth": 0.4, "zorder": 1}
    axes.add_patch(Polygon(corners, closed=True, gid=name, **ground))
    if hatch:
        over = {"facecolor": "none", "edgecolor": lines, "linewidth": 0.0, "zorder": 1.5}
        axes.add_patch(Polygon(corners, closed=True, hatch=hatch, **over))


def _boundaries(found: RegionMap, axes: Axes) -> None:
    """Draw lines where regions meet, and nowhere else."""
    style: dict[str, Any] = {"color": INK, "linewidth": 1.3, "zorder": 3, "gid": "boundary"}
    for column in found.columns:
        for (patch, name), (_, other) in itertools.pairwise(column):
            if name != other:
                axes.plot(*_sampled(patch.above, patch.left, patch.right), **style)
    for before, behind in zip(found.columns, found.columns[1:], strict=False):
        wall = before[0][0].right
        left, right = _spans(before, wall, -1), _spans(behind, wall, 1)
        for low, high, name in left:
            for other_low, other_high, other_name in right:
                ends = max(low, other_low), min(high, other_high)
                if name != other_name and ends[1] - ends[0] > 1e-7 * (high - low):
                    axes.plot((wall, wall), ends, **style)


def _spans(
    column: tuple[tuple[Patch, str], ...], x: float, side: int
) -> list[tuple[float, float, str]]:
    """Return the ends in y of the regions of a column, near one of its walls or anywhere in it."""
    patch = column[0][0]
    inside = x + side * (patch.right - patch.left) * 1e-9
    return [(each.below.at(inside), each.above.at(inside), name) for each, name in column]


def _calibrations(found: RegionMap, axes: Axes) -> list[Room]:
    """Mark the calibrations that lie in the section; return the room that they take."""
    from matplotlib.patheffects import withStroke

    halo = withStroke(linewidth=2.5, foreground="white")
    model, cut = found.section.model, found.section
    scale = _scale(found, axes)
    rooms: list[Room] = []
    spots: dict[tuple[float, float], list[str]] = {}
    for name in model.calibrations:
        values = model.values(name, check=False)
        fixed = all(values[key] == cut.fixed[key] for key in values if key not in cut.free)
        spot = float(Fraction(str(values[cut.free[0]]))), float(Fraction(str(values[cut.free[1]])))
        ends = [*map(float, found.horizontal)], [*map(float, found.vertical)]
        if fixed and all(low <= v <= high for v, (low, high) in zip(spot, ends, strict=True)):
            spots.setdefault(spot, []).append(name)
    for place, ((right, up), names) in enumerate(spots.items()):
        text = ", ".join(found.section.words(name) for name in names)
        axes.plot(
            right,
            up,
            marker=MARKERS[place % len(MARKERS)],
            markersize=6,
            color=INK,
            markeredgecolor="white",
            linestyle="none",
            zorder=6,
            gid=f"calibration {', '.join(names)}",
            clip_on=False,
        )
        [words] = wrapped(text, SIZE)[:1]
        flip = right + (words.width + 10) * scale[0] > float(found.horizontal[1])
        down = up + 14 * scale[1] > float(found.vertical[1])
        axes.annotate(
            text,
            (right, up),
            xytext=(-5 if flip else 5, -5 if down else 4),
            textcoords="offset points",
            ha="right" if flip else "left",
            va="top" if down else "bottom",
            fontsize=SIZE,
            color=INK,
            zorder=7,
            path_effects=[halo],
        )
        across = (words.width + 10) * scale[0]
        rooms.append(
            Room(
                right - (across if flip else 5 * scale[0]),
                right + (5 * scale[0] if flip else across),
                up - (16 if down else 5) * scale[1],
                up + (5 if down else 16) * scale[1],
            )
        )
    return rooms


def _scale(found: RegionMap, axes: Axes) -> tuple[float, float]:
    """Return the units of the axes a point on paper."""
    figure = axes.get_figure(root=True)
    if figure is None:  # pragma: no cover - axes are drawn on a figure
        return 1.0, 1.0
    figure.draw_without_rendering()
    box = axes.get_window_extent()
    points = 72 / figure.dpi
    return (
        float(found.horizontal[1] - found.horizontal[0]) / (box.width * points),
        float(found.vertical[1] - found.vertical[0]) / (box.height * points),
    )


def _names(found: RegionMap, axes: Axes, names: list[str], taken: list[Room]) -> None:
    scale = _scale(found, axes)
    columns = _columns(found)
    letters: list[tuple[str, str]] = []
    rooms = list(taken)
    for name in [*names, *([OUTSIDE] if OUTSIDE in found.names else [])]:
        colour = GREY if name == OUTSIDE else INK
        placed = place_words(columns, name, wrapped(name, SIZE), scale, rooms)
        if placed is None and name != OUTSIDE:
            letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[len(letters) % 26]
            letters.append((letter, name))
            placed = place_words(columns, name, wrapped(letter, SIZE), scale, rooms)
        if placed is None:
            continue
        words, x, y = placed
        _write(axes, words, x, y, colour)
        rooms.append(
            Room(
                x - words.width * scale[0] / 2,
                x + words.width * scale[0] / 2,
                y - words.height * scale[1] / 2,
                y + words.height * scale[1] / 2,
            )
        )
    if letters:
        _legend(axes, letters, names)


def _write(axes: Axes, words: Words, x: float, y: float, colour: str) -> None:
    axes.text(
        x,
        y,
        words.text,
        ha="center",
        va="center",
        fontsize=SIZE,
        color=colour,
        zorder=5,
        linespacing=1.15,
        bbox={
            "boxstyle": "round,pad=0.25",
            "facecolor": "white",
            "edgecolor": "none",
            "alpha": 0.8,
        },
    )


def _legend(axes: Axes, letters: list[tuple[str, str]], names: list[str]) -> None:
    from matplotlib.patches import Patch as Swatch

    handles = []
    for letter, name in letters:
        place = names.index(name)
        colour = COLOURS[place % len(COLOURS)]
        handles.append(
            Swatch(
                facecolor=tint(colour, 0.22),
                hatch=HATCHES[place % len(HATCHES)],
                edgecolor=tint(colour, 0.6),
                label=f"{letter}: {name.replace(chr(10), ' ')}",
            )
        )
    legend_below(axes, handles, most_columns=1)


def _columns(found: RegionMap) -> list[Column]:
    """Return what stands above equally spaced values of x, for finding room."""
    low, high = map(float, found.horizontal)
    columns: list[Column] = []
    at = 0
    for place in range(COLUMNS):
        x = low + (high - low) * (place + 0.5) / COLUMNS
        while at < len(found.columns) - 1 and found.columns[at][0][0].right < x:
            at += 1
        spans = [(patch.below.at(x), patch.above.at(x), name) for patch, name in found.columns[at]]
        columns.append(Column(x, tuple(spans)))
    return columns
