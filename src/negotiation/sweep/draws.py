"""Draws of parameters: what a user gives, read once, and cut into blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, Union, cast

from negotiation.errors import InvalidModel, InvalidNumber, MissingParameter, UnknownName
from negotiation.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Draws", "DrawsLike", "fixed_values_of", "read_draws", "require_model"]


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws of parameters, one row a parameter.

    Attributes
    ----------
    names
        The parameters.
    rows
        One row a parameter; floats: an array, or a tuple of arrays that are not copied together.

    Examples
    --------
    >>> import numpy as np
    >>> Draws(("gain",), np.array([[1.0, 2.0, 3.0]]))
    Draws(3 draws of gain)
    """

    names: tuple[str, ...]
    rows: NDArray[np.float64] | tuple[NDArray[np.float64], ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.rows[0]) if self.names else 1

    def block(
        self, start: int, count: int, out: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Return some draws as one array, a copy; written into the front of ``out`` where given."""
        import numpy as np

        target = np.empty((len(self.names), count)) if out is None else out
        for row, values in zip(target, self.rows, strict=True):
            row[:count] = values[start : start + count]
        return target

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        if name not in self.names:
            raise UnknownName("parameter", name, self.names)
        return self.rows[self.names.index(name)]

    def __repr__(self) -> str:
        return f"Draws({len(self)} draws of {', '.join(self.names) or 'nothing'})"


DrawsLike: TypeAlias = Union["Draws", Mapping[str, Any]]
"""Draws, or parameter → numbers: a dictionary of arrays, a pandas table and the like."""


def require_model(model: object) -> None:
    """Refuse what is no model.

    Raises
    ------
    InvalidModel
        The message says what to give.
    """
    if not isinstance(model, Model):
        message = (
            f"{model!r} is not a Model; give a model with parameters, such as talks.basing_shadow()"
        )
        raise InvalidModel(message)


def read_draws(model: Model, given: DrawsLike) -> tuple[Draws, dict[str, float]]:
    """Read draws: what varies, and what is given as one number for all draws.

    Raises
    ------
    InvalidModel
        If it is no model.
    UnknownName
        If a name is no parameter of the model.
    InvalidNumber
        If values are no numbers, or of several lengths.
    """
    require_model(model)
    if isinstance(given, Draws):
        for name in given.names:
            model.parameters[name]  # refuses names that do not exist
        if len(given.rows) != len(given.names) or len({len(row) for row in given.rows}) > 1:
            message = f"{given!r} must have one row a parameter, all of one length"
            raise InvalidNumber(message)
        return given, {}
    names = list(given.keys()) if hasattr(given, "keys") else None
    if names is None:
        message = (
            f"draws are given as parameter → numbers, such as {{'gain': [1, 2, 3]}}, not {given!r}"
        )
        raise InvalidNumber(message)
    varied: dict[str, NDArray[np.float64]] = {}
    fixed: dict[str, float] = {}
    for name in names:
        model.parameters[name]  # refuses names that do not exist
        values = _numbers(name, given[name])
        if values.ndim == 0:
            fixed[name] = float(values)
        else:
            varied[name] = values
    lengths = {name: len(values) for name, values in varied.items()}
    if len(set(lengths.values())) > 1:
        counted = ", ".join(f"{count} of {name}" for name, count in lengths.items())
        message = f"there must be as many values of each parameter, but there are {counted}"
        raise InvalidNumber(message)
    return Draws(tuple(varied), tuple(varied.values())), fixed


def _numbers(name: str, values: object) -> NDArray[np.float64]:
    import numpy as np

    try:
        read = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        message = f"the draws of {name!r} are no numbers: {values!r}"
        raise InvalidNumber(message) from None
    if read.ndim > 1:
        message = f"the draws of {name!r} have {read.ndim} dimensions; give one list of numbers"
        raise InvalidNumber(message)
    return read


def fixed_values_of(
    model: Model, calibration: str, varied: tuple[str, ...], given: Mapping[str, float]
) -> dict[str, float]:
    """Return the values of the parameters that do not vary: given, or of a calibration.

    Raises
    ------
    UnknownName
        If the calibration does not exist.
    MissingParameter
        If a parameter has no value.
    """
    base: Mapping[str, object] = {}
    if calibration != "baseline" or "baseline" in model.calibrations:
        base = model.calibrations[calibration]
    fixed: dict[str, float] = {}
    for name in model.parameters:
        if name in varied:
            continue
        if name in given:
            fixed[name] = given[name]
        elif name in base:
            fixed[name] = float(cast("Any", base[name]))
        else:
            message = (
                f"model {model.name!r} has no value for {name}; draw it, or give one number for it"
            )
            raise MissingParameter(message)
    return fixed
