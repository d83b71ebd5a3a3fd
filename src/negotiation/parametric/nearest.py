"""The least change of parameters after which a claim holds.

Where everything is linear, z3's optimiser finds the least weighted sum of changes exactly.  Where
it is not, each parameter is moved alone first, which is usually linear again; the best of these
is then shown to be the least change of all, or improved by bisection, by asking whether a smaller
change would do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiation.errors import NotSupported, SolverFailed, UnknownName
from negotiation.exact import NumberLike, exact_number
from negotiation.parametric.cores import minimal_core
from negotiation.parametric.counterexample import settled
from negotiation.parametric.decide import Engine, is_linear
from negotiation.parametric.encode import CONSTRAINT
from negotiation.parametric.question import Question, wish_of
from negotiation.solve import Equilibrium
from negotiation.solve import subgame_perfect as solve_subgame_perfect

if TYPE_CHECKING:
    import sympy

    from negotiation.model import Model

__all__ = ["Impossible", "Nearest", "nearest"]

Predicate: TypeAlias = "Callable[[Any], bool | sympy.logic.boolalg.Boolean]"

Values: TypeAlias = "Mapping[str, Fraction]"

Point: TypeAlias = "tuple[Fraction, dict[str, Fraction]]"
"""The price of a change, and the parameter values after it."""

ZERO = Fraction(0)


@dataclass(frozen=True)
class Nearest:
    """The least change after which a claim holds.

    Attributes
    ----------
    values
        The parameter values after the change.
    distance
        The weighted sum of the absolute changes.
    changes
        Parameter → value before and after, for those that change.
    equilibrium
        An equilibrium at the new values that meets the claim, solved by numbers.
    alone
        Parameter → the least change of it alone that is enough; those that cannot do it alone,
        or enter with a higher power than the first, are left out.  Empty where nothing has to
        change.
    least
        Whether no smaller change is enough; otherwise ``distance`` is within ``slack`` of the
        least.
    slack
        How much smaller the least change might be: 0 where it is exact.
    """

    values: Mapping[str, Fraction] = field(hash=False)
    distance: Fraction
    changes: Mapping[str, tuple[Fraction, Fraction]] = field(hash=False)
    equilibrium: Equilibrium = field(repr=False)
    alone: Mapping[str, Fraction] = field(hash=False)
    slack: Fraction = ZERO

    @property
    def least(self) -> bool:
        """Whether the distance is exactly the least."""
        return self.slack == 0

    def __str__(self) -> str:
        moves = ", ".join(f"{n}: {old} → {new}" for n, (old, new) in self.changes.items())
        lines = [f"{moves or 'no change'} (distance {self.distance})"]
        if not self.least:
            lines.append(f"  the least change may be smaller by up to {self.slack}")
        lines.append(f"  then {' → '.join(self.equilibrium.path)} is an equilibrium")
        if self.alone:
            alone = ", ".join(
                f"{name} {'+' if change >= 0 else ''}{change}"
                for name, change in self.alone.items()
            )
            lines.append(f"  each alone: {alone}")
        return "\n".join(lines)


@dataclass(frozen=True)
class Impossible:
    """No change within the assumptions makes the claim hold.

    Attributes
    ----------
    core
        The assumptions and constraints that rule it out.
    fixed
        The parameters that were kept as they are.

    Examples
    --------
    >>> from negotiation import talks
    >>> never = nearest(talks.no_base_pledge(), "baseline", lambda e: "request" in e.path)
    >>> bool(never), "base_spoils_deal" in never.core
    (False, True)
    """

    core: tuple[str, ...]
    fixed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        kept = f" with {', '.join(self.fixed)} as they are" if self.fixed else ""
        return f"cannot happen{kept}; ruled out by: {', '.join(self.core) or 'the tree itself'}"


def nearest(
    model: Model,
    at: Mapping[str, NumberLike] | str,
    claim: Predicate,
    *,
    weights: Mapping[str, NumberLike] | None = None,
    change: Iterable[str] | None = None,
    seconds: float = 20.0,
) -> Nearest | Impossible:
    """Find the least change of parameters at which a claim holds in some equilibrium.

    Parameters
    ----------
    model
        A model whose game has perfect information.
    at
        The values to start from: a mapping, or the name of a calibration.
    claim
        A function of an equilibrium that returns a truth value or a condition.
    weights
        The price of a unit of change; 1 where left out.
    change
        The parameters that may change; all where left out.
    seconds
        The time limit of one question to the solver.

    Returns
    -------
    Nearest or Impossible
        At the nearest values somebody is typically just indifferent, and the claim holds in one
        of the equilibria there; a step further it holds in all.  Of changes equally small one of
        a single parameter is preferred, and of several such the first that the model declares;
        otherwise the one that leaves the first parameters nearest to where they are, up before
        down.

    Raises
    ------
    UnknownName
        If a parameter does not exist.
    NotSupported
        If a weight is not positive, or the least change is not reached within the assumptions
        (they exclude their own boundary there).

    Examples
    --------
    >>> from negotiation import talks
    >>> model = talks.basing_shadow()
    >>> print(nearest(model, "baseline", lambda e: "transfer" in e.path, change=["treaty_gain"]))
    treaty_gain: 1 → 3/2 (distance 1/2)
      then transfer is an equilibrium
      each alone: treaty_gain +1/2
    """
    start = _start(model, at)
    wanted = list(model.parameters) if change is None else list(change)
    for name in [*wanted, *(weights or {})]:
        if name not in model.parameters:
            raise UnknownName("parameter", name, model.parameters)
    free = [name for name in model.parameters if name in wanted]
    price = {
        name: exact_number((weights or {}).get(name, 1), what=f"weight of {name}") for name in free
    }
    if any(each <= 0 for each in price.values()):
        message = "weights must be positive; leave a parameter out of `change` to keep it fixed"
        raise NotSupported(message)
    question = wish_of(model, claim)
    search = _Search(question, Engine(question.formula, seconds), start)
    if question.formula.holds(question.formula.domain.point(start)):
        return Nearest(start, ZERO, {}, _witness(model, claim, start), {})
    fixed = {name: value for name, value in start.items() if name not in free}
    impossible = _impossible(search, fixed)
    if impossible is not None:
        return impossible
    alone: dict[str, Fraction] = {}
    best: Point | None = None
    unreached: NotSupported | None = None
    for name in free:
        try:
            found = search.optimum({name: price[name]})
        except _NotReached as error:  # another change may be reached, and cost less
            unreached, found = error, None
        if found is not None:
            alone[name] = found[1][name] - start[name]
            if best is None or found[0] < best[0]:
                best = found
    slack = ZERO
    if is_linear(question.formula):
        together = search.optimum(price) if len(free) > 1 else None
        if together is not None and (best is None or together[0] < best[0]):
            best = together
    else:
        best, slack = search.improve(price, best)
    if best is None and unreached is not None:
        raise unreached
    if best is None:
        message = "the solver could not find a change that is enough within its time"
        raise SolverFailed(message)
    shown = _witness(model, claim, best[1])
    changes = {name: (old, best[1][name]) for name, old in start.items() if old != best[1][name]}
    return Nearest(best[1], best[0], changes, shown, alone, slack)


def _start(model: Model, at: Mapping[str, NumberLike] | str) -> dict[str, Fraction]:
    values = model.values(at) if isinstance(at, str) else model.values("baseline", check=True, **at)
    return {name: exact_number(value, what=name) for name, value in values.items()}


def _impossible(search: _Search, fixed: Mapping[str, Fraction]) -> Impossible | None:
    engine = search.engine
    answer = engine.ask_with(_equal(fixed), engine.formula.names)
    if answer.verdict != "unsat":
        return None
    core = minimal_core(engine, answer.core, also=_equal(fixed))
    return Impossible(tuple(name.removeprefix(CONSTRAINT) for name in core), tuple(fixed))


def _equal(fixed: Mapping[str, Fraction]) -> list[Any]:
    import z3

    return [z3.Real(name) == _real(value) for name, value in fixed.items()]


def _real(value: Fraction) -> Any:  # noqa: ANN401 - a z3 number
    import z3

    return z3.RealVal(f"{value.numerator}/{value.denominator}")


def _cost(price: Mapping[str, Fraction], start: Mapping[str, Fraction], values: Values) -> Fraction:
    return sum((weight * abs(values[n] - start[n]) for n, weight in price.items()), ZERO)


class _NotReached(NotSupported):
    """A least change that is approached and not reached."""


@dataclass(frozen=True)
class _Search:
    """Looks for parameter values near a start at which a question can hold."""

    question: Question
    engine: Engine
    start: Values

    def fixed(self, price: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Return the values of the parameters that have no price and stay as they are."""
        return {name: value for name, value in self.start.items() if name not in price}

    def optimum(self, price: Mapping[str, Fraction]) -> Point | None:
        """Minimise the weighted change exactly; ``None`` if impossible or not linear.

        Raises
        ------
        NotSupported
            If the least change lies on a boundary that a strict assumption excludes.
        """
        import z3

        if not self._is_linear_in(price):
            return None
        known = [(z3.Real(name), _real(value)) for name, value in self.fixed(price).items()]
        told = [
            z3.simplify(z3.substitute(clause, *known)) if known else clause
            for clause in self.engine.assertions()
        ]
        total = z3.RealVal(0)
        for name, weight in price.items():
            size = _size(name)
            gap = z3.Real(name) - _real(self.start[name])
            told += [size >= gap, size >= -gap]
            total = total + _real(weight) * size
        least = self._least(told, total)
        if least is None:
            return None
        standard, step = least
        if step:
            message = (
                f"the changes that are enough come as close as {standard} but do not reach it: a "
                "strict assumption excludes the boundary; widen the assumption, or change other "
                "parameters"
            )
            raise _NotReached(message)
        if len(price) == 1:
            sizes: dict[str, Fraction] | None = {n: standard / w for n, w in price.items()}
        else:
            told.append(total == _real(standard))
            sizes = self._sizes(told, list(price))
        values = self._directions(told, sizes) if sizes is not None else None
        return None if values is None else self._confirmed({**self.start, **values}, price)

    def _sizes(self, told: list[Any], names: Sequence[str]) -> dict[str, Fraction] | None:
        """Make the changes one after another as small as they can be, the sum as it is.

        What is left then does not depend on what z3 was asked before.
        """
        sizes: dict[str, Fraction] = {}
        for name in names:
            least = self._least(told, _size(name))
            if least is None:
                return None
            sizes[name] = least[0]
            told.append(_size(name) == _real(least[0]))
        return sizes

    def _directions(self, told: Sequence[Any], sizes: Values) -> dict[str, Fraction]:
        """Choose up before down for changes of known sizes."""
        import z3

        solver = z3.Solver()
        solver.set("timeout", max(1, int(1000 * self.engine.seconds)))
        solver.add(told)
        values: dict[str, Fraction] = {}
        for name, size in sizes.items():
            up, down = self.start[name] + size, self.start[name] - size
            upward = size == 0 or solver.check(z3.Real(name) == _real(up)) == z3.sat
            values[name] = up if upward else down
            solver.add(z3.Real(name) == _real(values[name]))
        return values

    def _least(self, told: Sequence[Any], term: Any) -> tuple[Fraction, Fraction] | None:  # noqa: ANN401 - z3's
        """Return the least value of a term, and the infinitesimal by which it is missed."""
        import z3

        optimizer = z3.Optimize()
        optimizer.set("timeout", max(1, int(1000 * self.engine.seconds)))
        optimizer.add(told)
        goal = optimizer.minimize(term)
        if optimizer.check() != z3.sat:
            return None
        bounds: Any = optimizer.lower_values(goal)
        infinite, standard, step = (Fraction(str(bounds[place])) for place in range(3))
        return None if infinite else (standard, step)

    def _is_linear_in(self, names: Iterable[str]) -> bool:
        """Whether the question is linear once all but some parameters have their values."""
        domain = self.question.formula.domain
        places = [domain.names.index(name) for name in names]
        return all(
            sum(powers[place] for place in places) <= 1
            for polynomial in self.question.formula.polynomials()
            for powers in polynomial.monoms()
        )

    def improve(
        self, price: Mapping[str, Fraction], best: Point | None
    ) -> tuple[Point | None, Fraction]:
        """Show that a change is the least, or bisect towards the least.

        Returns the best change, and how much smaller the least might be.
        """
        if best is None:
            best = self.within(price, None)
            if best is None:
                return None, ZERO
        low = ZERO
        for _ in range(12):
            closer = self.within(price, best[0])
            if closer is None:
                return best, ZERO
            middle = (low + closer[0]) / 2
            halfway = self.within(price, middle)
            best = halfway or closer
            low = low if halfway else middle
        return best, best[0] - low

    def within(self, price: Mapping[str, Fraction], limit: Fraction | None) -> Point | None:
        """Find a change smaller than a limit that is enough.

        Raises
        ------
        SolverFailed
            If the solver cannot tell.
        """
        import z3

        extra = _equal(self.fixed(price))
        total = z3.RealVal(0)
        for name, weight in price.items():
            gap = z3.Real(name) - _real(self.start[name])
            total = total + _real(weight) * z3.If(gap >= 0, gap, -gap)
        if limit is not None:
            extra.append(total < _real(limit))
        answer = self.engine.ask_with(extra, self.engine.formula.names)
        if answer.verdict == "unknown":
            message = f"z3 could not tell whether a smaller change is enough: {answer.reason}"
            raise SolverFailed(message)
        if answer.verdict == "unsat":
            return None
        return self._confirmed({name: answer.values[name] for name in self.start}, price)

    def _confirmed(
        self, values: dict[str, Fraction], price: Mapping[str, Fraction]
    ) -> Point | None:
        point = self.question.formula.domain.point(values)
        if not self.question.formula.holds(point):
            return None
        return _cost(price, self.start, values), values


def _size(name: str) -> Any:  # noqa: ANN401 - a z3 number
    import z3

    return z3.Real(f"size of {name}")


def _witness(model: Model, claim: Predicate, values: Values) -> Equilibrium:
    game = model.at("baseline", check=True, **values)
    for equilibrium in solve_subgame_perfect(game, limit=100_000):
        if settled(claim(equilibrium), values):
            return equilibrium
    message = "the nearest point does not meet the claim by numbers; please report this model"
    raise SolverFailed(message)
