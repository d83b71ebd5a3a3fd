"""`ClosedForm`: an answer known as a formula, with the conditions under which it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import (
    AssumptionViolated,
    InvalidModel,
    MissingParameter,
    NotSupported,
    UnknownName,
)
from negotiation.evaluate import Program, compile_expressions
from negotiation.exact import Number, NumberLike, exact

if TYPE_CHECKING:
    from negotiation.model.parameter import Parameter

__all__ = ["Answer", "ClosedForm", "Formula"]

Answer: TypeAlias = "Mapping[str, object]"


@dataclass(frozen=True)
class Formula:
    """Expressions that hold where a condition does.

    Attributes
    ----------
    results
        Name of the answer → sympy expression.
    valid
        Where the expressions hold.
    refusal
        Why there is no answer elsewhere, in words.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from sympy import symbols
    >>> gain, loss = symbols("gain loss")
    >>> share = Formula({"share": gain / loss}, loss > 0, "loss must be positive")
    >>> share({"gain": Fraction(1), "loss": Fraction(3)})
    {'share': Fraction(1, 3)}
    """

    results: Mapping[str, object] = field(hash=False)
    valid: object = True
    refusal: str = "the formula does not hold at these values"

    @cached_property
    def _program(self) -> Program:
        return compile_expressions([self.valid, *self.results.values()])

    @cached_property
    def _valid(self) -> Program:
        return compile_expressions([self.valid])

    def __call__(self, values: Mapping[str, Number]) -> Answer:
        """Evaluate the formula, or refuse.

        Raises
        ------
        NotSupported
            Where the formula does not hold; the message says why.
        """
        if not self._valid(values)[0]:
            shown = ", ".join(f"{name} = {values[name]}" for name in self._program.names)
            message = f"{self.refusal} (at {shown})"
            raise NotSupported(message)
        return dict(zip(self.results, self._program(values)[1:], strict=True))


@dataclass(frozen=True)
class ClosedForm:
    """A formula of a model; call it with parameter values.

    Attributes
    ----------
    name
        Its name in `Model.closed_forms`.
    words
        What it gives.
    compute
        The formula: a mapping of exact values, and the further arguments by name, to the answer.
        Functions cannot be compared by value, so closed forms are compared by all that is said of
        them and not by this.
    defaults
        The values taken where the caller gives none: the baseline calibration.
    source
        Author, year and theorem, where it is one.
    arguments
        Further keyword arguments that are no parameters, such as a message that was seen: name →
        the texts it may be.  Each must be given.
    constraints
        Constraint of the model → whether the formula supposes it imposed.
    parameters
        The parameters of the model by name, whose domains the values must respect; the model
        fills them in.
    conflict
        Why the formula does not hold for the model it stands in; the model fills it in.

    Raises
    ------
    InvalidModel
        If there are further arguments and the formula is a `Formula`, which takes none.

    Examples
    --------
    >>> from sympy import symbols
    >>> gain, loss = symbols("gain loss")
    >>> share = ClosedForm("share", "gain over loss", Formula({"share": gain / loss}, loss > 0))
    >>> share(gain=1, loss=3)
    {'share': Fraction(1, 3)}
    """

    name: str
    words: str
    compute: Callable[..., Answer] = field(compare=False)
    defaults: Mapping[str, Number] = field(default_factory=dict, hash=False)
    source: str = ""
    arguments: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    constraints: Mapping[str, bool] = field(default_factory=dict, hash=False)
    parameters: Mapping[str, Parameter] = field(default_factory=dict, hash=False, repr=False)
    conflict: str = ""

    def __post_init__(self) -> None:
        if self.arguments and isinstance(self.compute, Formula):
            message = (
                f"closed form {self.name!r} has further arguments "
                f"({', '.join(self.arguments)}), and its formula takes parameter values only; "
                "give a function of the values and of these arguments"
            )
            raise InvalidModel(message)

    def __call__(self, **values: NumberLike) -> Answer:
        """Evaluate at parameter values; those left out are taken from the baseline.

        Raises
        ------
        UnknownName
            If a keyword is neither a parameter of the model nor one of `arguments`, or an
            argument is none of the texts it may be.
        MissingParameter
            If one of `arguments`, or a value that is in no baseline, is left out.
        AssumptionViolated
            If a value lies outside the domain of its parameter.
        NotSupported
            Where the formula does not hold.
        """
        if self.conflict:
            raise NotSupported(self.conflict)
        further = self._further(values)
        point = dict(self.defaults)
        for name, value in values.items():
            if name not in self.arguments:
                point[name] = self._read(name, value)
        return self.compute(point, **further)

    def _further(self, values: Mapping[str, object]) -> dict[str, str]:
        further: dict[str, str] = {}
        for name, accepted in self.arguments.items():
            if name not in values:
                message = (
                    f"closed form {self.name!r} needs {name}=..., one of "
                    f"{', '.join(map(repr, accepted))}"
                )
                raise MissingParameter(message)
            value = values[name]
            if not isinstance(value, str) or value not in accepted:
                raise UnknownName(name, value, accepted)
            further[name] = value
        return further

    def _read(self, name: str, value: NumberLike) -> Number:
        parameter = self.parameters.get(name)
        if parameter is None:
            if self.parameters or (self.defaults and name not in self.defaults):
                raise UnknownName("parameter", name, [*self.parameters, *self.arguments])
            return exact(value)
        number = parameter.read(value)
        if not parameter.domain.contains(number):
            message = f"{name} = {number} lies outside its domain ({parameter.domain})"
            raise AssumptionViolated(message)
        return number
