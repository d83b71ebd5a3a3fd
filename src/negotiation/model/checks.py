"""What the constructor of `Model` reads and refuses, one rule a function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from negotiation.errors import InvalidModel, InvalidNumber, UnknownName
from negotiation.exact import format_number, free_symbols
from negotiation.model.named import Named
from negotiation.model.parameter import Parameter, assumed_domain
from negotiation.model.rewrite import constraints_of, symbols_by_name

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number, NumberLike
    from negotiation.game import Game
    from negotiation.model.assumption import Assumption, Constraint
    from negotiation.model.closed_form import ClosedForm

__all__ = [
    "BASELINE",
    "canonical",
    "conflict",
    "named",
    "read_calibrations",
    "require_calibrations",
    "require_declared",
    "require_domains",
    "require_own_names",
    "violation",
]

BASELINE = "baseline"
"""The calibration that is used when none is named."""


def named(kind: str, given: object, expected: type) -> Named:  # type: ignore[type-arg]  # of `expected`
    """Read things of one kind into a mapping by name.

    Raises
    ------
    InvalidModel
        If something is of another kind, or a name is used twice.
    """
    if isinstance(given, str) or not isinstance(given, Iterable):
        message = f"give a list of {expected.__name__}s, not {given!r}"
        raise InvalidModel(message)
    things = list(given.values()) if isinstance(given, Mapping) else list(given)
    found: dict[str, object] = {}
    for thing in things:
        if not isinstance(thing, expected):
            message = (
                f"{thing!r} stands among the {kind}s, where each must be of the class "
                f"{expected.__name__}"
            )
            raise InvalidModel(message)
        name = thing.name  # type: ignore[attr-defined]  # all that are passed here have names
        if name in found:
            message = f"{kind} {name!r} is declared twice"
            raise InvalidModel(message)
        found[name] = thing
    return Named(kind, found)


def read_calibrations(
    parameters: Named[Parameter], given: Mapping[str, Mapping[str, NumberLike]]
) -> Named[Named[Number]]:
    """Read calibrations exactly; those besides the baseline take from it what they leave out.

    Raises
    ------
    InvalidModel
        If something is no parameter or no number, or a parameter is left without a value.
    """
    if not isinstance(given, Mapping):
        message = f"calibrations must map names to parameter values, not {given!r}"
        raise InvalidModel(message)
    read: dict[str, Named[Number]] = {}
    # The others take from the baseline what they leave out, wherever it is listed.
    for name in sorted(given, key=lambda name: name != BASELINE):
        values = given[name]
        if not isinstance(name, str) or not name or not isinstance(values, Mapping):
            message = (
                f"calibration {name!r} must be a name with values such as {{'gain': '1/3'}}, "
                f"not {values!r}"
            )
            raise InvalidModel(message)
        for parameter in values:
            if parameter not in parameters:
                unknown = UnknownName("parameter", parameter, parameters)
                message = f"calibration {name!r} names an {unknown}"
                raise InvalidModel(message)
        try:
            own = {key: parameters[key].read(value) for key, value in values.items()}
        except InvalidNumber as error:
            message = f"calibration {name!r}: {error}"
            raise InvalidModel(message) from None
        point = {**read.get(BASELINE, {}), **own}
        missing = [key for key in parameters if key not in point]
        if missing:
            message = f"calibration {name!r} has no value for {', '.join(missing)}"
            raise InvalidModel(message)
        read[name] = Named("parameter", {key: point[key] for key in parameters})
    return Named("calibration", {name: read[name] for name in given})


def canonical(
    assumptions: Mapping[str, Assumption], known: Mapping[str, sympy.Symbol]
) -> dict[str, Assumption]:
    """Return assumptions with the parameters' own symbols in place of symbols of the same name."""
    changed: dict[str, Assumption] = {}
    for name, assumption in assumptions.items():
        condition = assumption.condition
        if not isinstance(condition, bool):
            condition = condition.xreplace(
                {
                    symbol: known[str(symbol)]
                    for symbol in condition.free_symbols
                    if str(symbol) in known
                }
            )
        changed[name] = replace(assumption, condition=condition)
    return changed


def require_declared(
    game: Game, assumptions: Named[Assumption], parameters: Named[Parameter]
) -> None:
    """Refuse symbols that are no parameter.

    Raises
    ------
    InvalidModel
        The message says where the symbol stands and has the closest parameter.
    """
    used = {
        "the tree": symbols_by_name(game.free_symbols),
        **{
            f"constraint {name!r}": symbols_by_name(free_symbols(constraint.condition))
            for name, constraint in constraints_of(game.root).items()
        },
        **{
            f"assumption {name!r}": symbols_by_name(
                getattr(assumption.condition, "free_symbols", ())
            )
            for name, assumption in assumptions.items()
        },
    }
    for where, names in used.items():
        for name in names:
            if name not in parameters:
                unknown = UnknownName("parameter", name, parameters)
                message = f"{where} holds a symbol that is not declared: {unknown}"
                raise InvalidModel(message)


def require_domains(symbols: Iterable[sympy.Basic], parameters: Named[Parameter]) -> None:
    """Refuse symbols of which sympy assumes more than their parameters' domains say.

    With ``symbols("gain", positive=True)`` sympy takes ``gain > 0`` for true and ``Abs(gain)`` for
    ``gain`` before this library sees them, which would be wrong at a negative gain.
    """
    for symbol in sorted(symbols, key=str):
        name = str(symbol)
        if name in parameters:
            allowed, assumed = parameters[name].domain, assumed_domain(symbol)  # type: ignore[arg-type]  # free symbols are symbols
            if not allowed.lies_within(assumed):
                message = (
                    f"sympy is told that the symbol {name!r} is {assumed}, but the domain of "
                    f"parameter {name!r} is {allowed}; narrow the domain, or use a plain symbol"
                )
                raise InvalidModel(message)


def require_own_names(
    assumptions: Named[Assumption], constraints: Mapping[str, Constraint]
) -> None:
    """Refuse a name that is both an assumption and a constraint: `without` could not tell which."""
    for name in assumptions:
        if name in constraints:
            message = f"{name!r} names both an assumption and a constraint; rename one of them"
            raise InvalidModel(message)


def require_calibrations(
    assumptions: Named[Assumption], calibrations: Named[Named[Number]]
) -> None:
    """Refuse assumptions about calibrations that the model does not have."""
    for name, assumption in assumptions.items():
        for calibration in assumption.calibrations:
            if calibration not in calibrations:
                unknown = UnknownName("calibration", calibration, calibrations)
                message = f"assumption {name!r} speaks of an {unknown}"
                raise InvalidModel(message)


def conflict(form: ClosedForm, constraints: Mapping[str, Constraint]) -> str:
    """Say why a closed form does not hold for a model with these constraints; empty if it does."""
    for name, imposed in form.constraints.items():
        if name in constraints and constraints[name].imposed != imposed:
            state, other = ("imposed", "lifted") if imposed else ("lifted", "imposed")
            return (
                f"closed form {form.name!r} was derived with the constraint {name!r} {state}, "
                f"and here it is {other}; solve the tree, or build the model the other way"
            )
    return ""


def violation(assumption: Assumption, point: Mapping[str, Number]) -> str:
    """Write the message about an assumption that does not hold at a point."""
    names = sorted(symbols_by_name(getattr(assumption.condition, "free_symbols", ())))
    values = ", ".join(f"{name} = {format_number(point[name])}" for name in names)
    where = f" at {values}" if values else " anywhere"
    return (
        f"assumption {assumption.name!r} ({assumption.condition}) does not hold{where}; "
        "use check=False to solve there all the same"
    )
