"""A partition seen along one or two of its parameters, the others held fixed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from negotiation.errors import InvalidNumber, NotSupported
from negotiation.evaluate import compile_expressions
from negotiation.exact import as_sympy, exact_number, format_number
from negotiation.game import name_text
from negotiation.model import capitals, in_words, sentences_of

if TYPE_CHECKING:
    import sympy

    from negotiation.evaluate import Program
    from negotiation.exact import Number, NumberLike
    from negotiation.model import Model

__all__ = ["OUTSIDE", "Limits", "PartitionLike", "Section", "limits_of", "section"]

OUTSIDE = "outside the assumptions"
"""What is said of points that break an assumption."""

Limits: TypeAlias = "tuple[NumberLike, NumberLike]"


class PartitionLike(Protocol):
    """What can be drawn: a `Partition`, or the `PerfectBayesianClasses` of a model."""

    @property
    def model(self) -> Model:
        """The model."""
        ...

    @property
    def cells(self) -> Sequence[Any]:
        """Cells with a condition and the equilibria there."""
        ...


@dataclass(frozen=True)
class Section:
    """A partition with all but some parameters fixed.

    Attributes
    ----------
    partition
        The partition.
    free
        The parameters that vary.
    fixed
        The values of all parameters; those of the free ones mark a point of the section.
    label
        How an equilibrium is named.
    """

    partition: PartitionLike
    free: tuple[str, ...]
    fixed: Mapping[str, Number]
    label: Callable[[Any], str]

    @property
    def model(self) -> Model:
        """The model."""
        return self.partition.model

    @cached_property
    def symbols(self) -> tuple[sympy.Symbol, ...]:
        """The symbols of the free parameters."""
        return tuple(self.model.symbols[name] for name in self.free)

    @cached_property
    def gaps(self) -> list[sympy.Expr]:
        """Expressions in the free parameters whose signs decide which cell a point is in."""
        import sympy

        values = {
            self.model.symbols[name]: as_sympy(number)
            for name, number in self.fixed.items()
            if name not in self.free
        }
        conditions = [cell.condition for cell in self.partition.cells]
        conditions += self.model.conditions.values()
        relations: set[Any] = set()
        for condition in conditions:
            relations |= sympy.sympify(condition).atoms(sympy.core.relational.Relational)
        found: dict[sympy.Expr, None] = {}
        for relation in sorted(relations, key=str):
            for gap in _pieces((relation.lhs - relation.rhs).subs(values)):
                if gap.free_symbols:
                    found.setdefault(gap, None)
        return list(found)

    @cached_property
    def _program(self) -> Program:
        return compile_expressions([cell.condition for cell in self.partition.cells])

    def cell_at(self, *point: Fraction) -> Any:  # noqa: ANN401 - a Cell, or None outside
        """Return the cell that holds a point of the section, or ``None`` outside the assumptions.

        Raises
        ------
        NotSupported
            If somebody is indifferent there and the partition leaves such points out.
        """
        values = {**self.fixed, **dict(zip(self.free, point, strict=True))}
        if not self.model.allows(values):
            return None
        for holds, cell in zip(
            self._program.where_defined(values), self.partition.cells, strict=True
        ):
            if holds is True:
                return cell
        shown = ", ".join(
            f"{name} = {number}" for name, number in zip(self.free, point, strict=True)
        )
        message = (
            f"somebody is indifferent all around {shown}; fix the other parameters elsewhere, or "
            "solve with ties=True"
        )
        raise NotSupported(message)

    @cached_property
    def _names(self) -> dict[int, str]:
        """The label of each cell, by its place; made longer where short ones would be the same."""
        cells = self.partition.cells
        short = [_joined(self.label(each) for each in cell.equilibria) for cell in cells]
        if self.label is short_label:
            short = [
                _told_apart(
                    cell, [other for other, same in zip(cells, short, strict=True) if same == name]
                )
                if short.count(name) > 1
                else name
                for name, cell in zip(short, cells, strict=True)
            ]
        return {id(cell): name for cell, name in zip(cells, short, strict=True)}

    def label_at(self, *point: Fraction) -> str:
        """Return the equilibria at a point of the section, in words."""
        cell = self.cell_at(*point)
        return OUTSIDE if cell is None else self._names[id(cell)]

    @cached_property
    def _proper(self) -> dict[str, str]:
        return capitals(sentences_of(self.model))

    def words(self, name: str) -> str:
        """Write the name of a parameter or a calibration as words."""
        return in_words(name, self._proper)

    def held_values(self) -> list[str]:
        """Say at which values the other parameters are held, those that conditions depend on."""
        import sympy

        matter: set[str] = set()
        for condition in [cell.condition for cell in self.partition.cells]:
            matter |= {str(symbol) for symbol in sympy.sympify(condition).free_symbols}
        return self.written_values(name for name in self.fixed if name in matter)

    def written_values(self, names: Iterable[str]) -> list[str]:
        """Write the values of those parameters that do not vary."""
        return [
            f"{self.words(name)} = {format_number(self.fixed[name])}".replace("-", "\N{MINUS SIGN}")
            for name in names
            if name not in self.free
        ]


def section(
    partition: PartitionLike,
    free: Sequence[str],
    at: str | Mapping[str, NumberLike],
    label: Callable[[Any], str] | None,
) -> Section:
    """Fix all parameters of a partition but some.

    Parameters
    ----------
    partition
        The partition.
    free
        The parameters that vary.
    at
        A calibration, or values that replace those of the baseline.
    label
        How an equilibrium is named; left out, by its path of play.
    """
    model = partition.model
    for name in free:
        model.parameters[name]  # an unknown name is refused with the closest one
    if len(set(free)) < len(free):
        message = f"{free[0]!r} stands on both axes; give two parameters"
        raise NotSupported(message)
    fixed = (
        model.values(at, check=False)
        if isinstance(at, str)
        else model.values("baseline", check=False, **at)
    )
    return Section(partition, tuple(free), fixed, label or short_label)


def short_label(equilibrium: Any) -> str:  # noqa: ANN401 - any kind of equilibrium class
    """Return the name of a class, or its path of play."""
    name = getattr(equilibrium, "name", None)
    return str(name) if name else " → ".join(equilibrium.path) or full_label(equilibrium)


def full_label(equilibrium: Any) -> str:  # noqa: ANN401 - as above
    """Return the path of play and the moves that it leaves open."""
    path = tuple(equilibrium.path)
    moves = [
        f"{name_text(name)}: {action}"
        for name, action in equilibrium.profile.items()
        if action not in path
    ]
    return "; ".join([*([" → ".join(path)] if path else []), *moves])


def _told_apart(cell: Any, namesakes: Sequence[Any]) -> str:  # noqa: ANN401 - cells of either kind
    """Return the paths of play of a cell with the moves in which it differs from its namesakes."""
    everything = [each for one in namesakes for each in one.equilibria]
    telling = {
        name
        for each in everything
        for name, action in each.profile.items()
        if any(other.profile.get(name) != action for other in everything)
    }
    names = []
    for each in cell.equilibria:
        moves = [
            f"{name_text(name)}: {each.profile[name]}" for name in each.profile if name in telling
        ]
        names.append("; ".join([short_label(each), *moves]))
    return _joined(names)


def _joined(names: Any) -> str:  # noqa: ANN401 - an iterator of texts
    return "\nor ".join(dict.fromkeys(names)) or "no equilibrium"


def _pieces(expression: Any) -> list[Any]:  # noqa: ANN401 - sympy's annotations are partial
    """Return expressions on whose signs the sign of one with cases depends.

    Cases are ``Max``, ``Min``, ``Abs`` and ``Piecewise``; the expressions returned have none.
    """
    import sympy

    pieces: list[Any] = []
    open_ones = [expression]
    while open_ones:
        now = open_ones.pop()
        inner = next(
            iter(sorted(now.atoms(sympy.Max, sympy.Min, sympy.Abs, sympy.Piecewise), key=_size)),
            None,
        )
        if inner is None:
            pieces.append(now)
            continue
        if isinstance(inner, sympy.Abs):
            choices = [inner.args[0], -inner.args[0]]
            pieces.append(inner.args[0])
        elif isinstance(inner, sympy.Piecewise):
            pairs: Any = inner.args  # sympy's annotations do not know them
            choices = [branch for branch, _ in pairs]
            for _, condition in pairs:
                relations = sympy.sympify(condition).atoms(sympy.core.relational.Relational)
                open_ones += [each.lhs - each.rhs for each in sorted(relations, key=str)]
        else:
            choices = list(inner.args)
            pieces += [one - other for one, other in itertools.pairwise(choices)]
        open_ones += [now.xreplace({inner: choice}) for choice in choices]
    return pieces


def _size(expression: Any) -> tuple[int, str]:  # noqa: ANN401 - an expression
    return len(str(expression)), str(expression)


def limits_of(
    model: Model, name: str, given: Mapping[str, Limits] | None, around: Sequence[Number]
) -> tuple[Fraction, Fraction]:
    """Return the ends of an axis: those given, those of the domain, or room around some values.

    Raises
    ------
    InvalidNumber
        If the ends are not in order.
    """
    if given and name in given:
        low, high = (exact_number(end, what=f"a limit of {name}") for end in given[name])
        if low >= high:
            message = f"the limits of {name} are {low} and {high}; give the smaller one first"
            raise InvalidNumber(message)
        return low, high
    domain = model.parameters[name].domain
    values = [Fraction(str(value)) for value in around] or [Fraction(1)]
    reach = max(*(abs(value) for value in values), Fraction(0)) or Fraction(1)
    low = domain.lower if domain.lower is not None else min(*values, Fraction(0)) - reach
    high = domain.upper if domain.upper is not None else max(*values, Fraction(0)) + reach
    if domain.lower is not None and domain.upper is None:
        high = max(high, domain.lower + reach)
    return low, high
