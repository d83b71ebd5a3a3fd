"""One parameter: the intervals of its values with one outcome, and what the players get there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.drawing import INK, plain, text_of, tint, wrap
from negotiation.errors import NotSupported
from negotiation.evaluate import compile_expressions
from negotiation.exact import as_sympy
from negotiation.plot.labels import Words, wrapped
from negotiation.plot.plane import critical_values, simplest_between
from negotiation.plot.section import OUTSIDE, Section, limits_of, section
from negotiation.plot.style import COLOURS, HATCHES, LINES, axes_for, parameter_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from negotiation.exact import NumberLike
    from negotiation.plot.section import Limits, PartitionLike

__all__ = ["Interval", "intervals", "slice_"]

SIZE = 8.0
POINTS_OF_A_CURVE = 41
MOST_VALUES = 3


@dataclass(frozen=True)
class Interval:
    """Values of a parameter with the same equilibria.

    Attributes
    ----------
    low, high
        The ends, to 2⁻⁵⁰.
    name
        The equilibria, in words.
    cell
        The cell of the partition; ``None`` outside the assumptions.
    """

    low: Fraction
    high: Fraction
    name: str
    cell: Any


def intervals(
    partition: PartitionLike,
    parameter: str,
    *,
    at: str | Mapping[str, NumberLike] = "baseline",
    limits: Limits | None = None,
    label: Callable[[Any], str] | None = None,
) -> list[Interval]:
    """Return the intervals of a parameter's values with the same equilibria, in order.

    Parameters are those of `slice_`.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.parametric import subgame_perfect
    >>> partition = subgame_perfect(talks.basing_shadow())
    >>> [
    ...     (each.name, round(float(each.high), 6))
    ...     for each in intervals(partition, "basing_probability")
    ... ]
    [('transfer', 0.333333), ('keep', 1.0)]
    """
    cut = section(partition, (parameter,), at, label)
    return _intervals(cut, _window(cut, limits))


def _window(cut: Section, limits: Limits | None) -> tuple[Fraction, Fraction]:
    [name] = cut.free
    calibrated = [values[name] for values in cut.model.calibrations.values() if name in values]
    given = None if limits is None else {name: limits}
    return limits_of(cut.model, name, given, [*calibrated, cut.fixed[name]])


def _intervals(cut: Section, window: tuple[Fraction, Fraction]) -> list[Interval]:
    import sympy

    [symbol] = cut.symbols
    polynomials = []
    for gap in cut.gaps:
        for part in sympy.fraction(sympy.together(gap)):
            try:
                polynomials.append(sympy.Poly(part, symbol, domain=sympy.QQ))
            except sympy.polys.polyerrors.PolynomialError:
                message = (
                    f"the conditions are no polynomials in {symbol}, so the ends of its intervals "
                    "cannot be found exactly; choose another parameter"
                )
                raise NotSupported(message) from None
    walls = [(window[0],) * 2, *critical_values(polynomials, window), (window[1],) * 2]
    found: list[Interval] = []
    for left, right in itertools.pairwise(walls):
        place = simplest_between(left[1], right[0])
        name, cell = cut.label_at(place), cut.cell_at(place)
        if found and found[-1].name == name and found[-1].cell is cell:
            found[-1] = Interval(found[-1].low, right[0], name, cell)
        else:
            found.append(Interval(left[1], right[0], name, cell))
    return found


def slice_(
    partition: PartitionLike,
    parameter: str,
    *,
    at: str | Mapping[str, NumberLike] = "baseline",
    limits: Limits | None = None,
    label: Callable[[Any], str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what happens, and what the players get, as one parameter moves.

    Parameters
    ----------
    partition
        A `Partition` or the `PerfectBayesianClasses` of a model.
    parameter
        The parameter that moves.
    at
        Where the other parameters stand: a calibration, or values that replace the baseline's.
    limits
        The ends of the axis; left out, the parameter's domain, or room around the calibrations.
    label
        How an equilibrium is named; left out, by its path of play.
    ax
        Where to draw; a new figure where left out.

    Returns
    -------
    matplotlib.axes.Axes
        With a band an interval, ending where a condition of the partition changes sign, exactly,
        and a line a player for the payoffs in every equilibrium there.

    Raises
    ------
    UnknownName
        If the parameter or the calibration does not exist.
    NotSupported
        If conditions are no polynomials in the parameter, or somebody is indifferent in a whole
        interval that the partition leaves out.
    MissingDependency
        If matplotlib is not installed.
    """
    cut = section(partition, (parameter,), at, label)
    window = _window(cut, limits)
    found = _intervals(cut, window)
    drawn = axes_for(ax)
    drawn.set_xlim(*map(float, window))
    drawn.set_xlabel(parameter_label(partition.model, parameter))
    drawn.set_ylabel("payoff")
    names = list(dict.fromkeys(each.name for each in found if each.name != OUTSIDE))
    paid: list[float] = []
    for each in found:
        _band(drawn, each, names)
        paid += _payoffs(drawn, each, cut)
    _room_around_payoffs(drawn, paid)
    here = cut.fixed[parameter]
    value = float(Fraction(str(here)))
    if isinstance(at, str) and float(window[0]) <= value <= float(window[1]):
        drawn.axvline(value, color=INK, linewidth=0.8, linestyle=":", zorder=2.5)
        drawn.annotate(
            cut.words(at),
            (value, 0),
            xycoords=("data", "axes fraction"),
            xytext=(2, 3),
            textcoords="offset points",
            fontsize=SIZE - 1,
            color="#4D4D4D",
        )
    _words(drawn, found, _held(cut, at))
    _legend(drawn, partition.model.game.players)
    return drawn


def _band(axes: Axes, interval: Interval, names: list[str]) -> None:
    if interval.name == OUTSIDE:
        style: dict[str, Any] = {"facecolor": "#EDEDED"}
    else:
        place = names.index(interval.name)
        colour = COLOURS[place % len(COLOURS)]
        style = {"facecolor": tint(colour, 0.16)}
        hatch = HATCHES[place % len(HATCHES)]
        axes.axvspan(
            float(interval.low),
            float(interval.high),
            facecolor="none",
            edgecolor=tint(colour, 0.3),
            hatch=hatch,
            linewidth=0.0,
            zorder=0.5,
        )
    axes.axvspan(
        float(interval.low),
        float(interval.high),
        linewidth=0.0,
        zorder=0.2,
        gid=interval.name,
        **style,
    )
    axes.axvline(float(interval.low), color=INK, linewidth=1.0, zorder=1, gid="boundary")


def _payoffs(axes: Axes, interval: Interval, cut: Section) -> list[float]:
    """Draw the payoffs in an interval, and return all of them."""
    paid: list[float] = []
    if interval.cell is None:
        return paid
    [free] = cut.free
    players = cut.model.game.players
    for equilibrium in interval.cell.equilibria:
        program = compile_expressions([as_sympy(equilibrium.payoffs[who]) for who in players])
        steps = [
            interval.low + (interval.high - interval.low) * place / (POINTS_OF_A_CURVE - 1)
            for place in range(POINTS_OF_A_CURVE)
        ]
        rows = [program.where_defined({**cut.fixed, free: step}) for step in steps]
        for place, _ in enumerate(players):
            points = [
                (float(step), float(as_sympy(row[place])))  # type: ignore[arg-type]  # a number
                for step, row in zip(steps, rows, strict=True)
                if row[place] is not None
            ]
            axes.plot(
                *zip(*points, strict=True),
                color=COLOURS[place % len(COLOURS)],
                linestyle=LINES[place % len(LINES)],
                linewidth=_thickness(place, len(players)),
                zorder=4,
                gid=f"payoff {place}",
            )
            paid += [pay for _, pay in points]
    return paid


def _thickness(place: int, players: int) -> float:
    """Return how thick a player's line is: of lines that coincide, the lower ones look out."""
    return 1.5 + 0.8 * (players - 1 - place)


def _room_around_payoffs(axes: Axes, paid: list[float]) -> None:
    """Leave room for words; show one unit to either side of payoffs that are all the same."""
    axes.margins(y=0.12)
    if paid and max(paid) == min(paid):
        axes.set_ylim(paid[0] - 1, paid[0] + 1)


def _held(cut: Section, at: str | Mapping[str, NumberLike]) -> str:
    """Say where the other parameters stand: their values where they are few."""
    given = [] if isinstance(at, str) else cut.written_values(at)
    values = list(dict.fromkeys([*given, *cut.held_values()]))
    if 0 < len(values) <= MOST_VALUES:
        return f"with {', '.join(values)}"
    if len(cut.fixed) == len(cut.free):
        return ""
    if given:
        return f"with {', '.join(given)}; others at baseline"
    return f"other parameters at {cut.words(at) if isinstance(at, str) else 'baseline'}"


def _words(axes: Axes, found: list[Interval], held: str) -> None:
    """Write the names of the intervals above the axes, and below what is held.

    Where there is no room for a name, a letter stands for it, and what it means below.
    """
    figure = axes.get_figure(root=True)
    if figure is None:  # pragma: no cover - axes are drawn on a figure
        return
    figure.draw_without_rendering()
    points = axes.get_window_extent().width * 72 / figure.dpi
    low, high = axes.get_xlim()
    letters: dict[str, str] = {}
    for each in found:
        room = float(each.high - each.low) / (high - low) * points - 6
        if each.name == OUTSIDE and room < 60:
            continue
        fitting = [words for words in wrapped(each.name, SIZE) if words.width <= room]
        words = fitting[0] if fitting and fitting[0].height <= 60 else None
        if words is None:
            letter = letters.setdefault(each.name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[len(letters) % 26])
            words = Words(letter, 0, 0)
        axes.annotate(
            words.text,
            (float(each.low + each.high) / 2, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=SIZE,
            color=INK,
        )
    entries = [f"{letter}: {name.replace(chr(10), ' ')}" for name, letter in letters.items()]
    below = [*([held] if held else []), *entries]
    lines = [text_of(line) for entry in below for line in wrap(plain(entry), SIZE, points)]
    if lines:
        axes.annotate(
            "\n".join(lines),
            (0, 0),
            xycoords="axes fraction",
            xytext=(0, -34),
            textcoords="offset points",
            va="top",
            fontsize=SIZE,
            color=INK,
        )


def _legend(axes: Axes, players: tuple[str, ...]) -> None:
    from matplotlib.lines import Line2D

    looks: Any = LINES  # matplotlib's annotations leave out some that it documents
    handles = [
        Line2D(
            [],
            [],
            color=COLOURS[place % len(COLOURS)],
            linestyle=looks[place % len(looks)],
            linewidth=_thickness(place, len(players)),
            label=player,
        )
        for place, player in enumerate(players)
    ]
    axes.legend(handles=handles, fontsize=SIZE, framealpha=0.9, edgecolor="none")
