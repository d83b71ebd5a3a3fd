"""`ClosedForm`: an answer known as a formula, with the conditions under which it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from negotiation.errors import NotSupported, UnknownName
from negotiation.evaluate import Program, compile_expressions
from negotiation.exact import Number, NumberLike, exact

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
        The formula: a mapping of exact values to the answer.
    defaults
        The values taken where the caller gives none: the baseline calibration.
    source
        Author, year and theorem, where it is one.
    """

    name: str
    words: str
    compute: Callable[[Mapping[str, Number]], Answer]
    defaults: Mapping[str, Number] = field(default_factory=dict, hash=False)
    source: str = ""

    def __call__(self, **values: NumberLike) -> Answer:
        """Evaluate at parameter values; those left out are taken from the baseline.

        Raises
        ------
        UnknownName
            If a keyword is no parameter of the model.
        NotSupported
            Where the formula does not hold.
        """
        for name in values:
            if name not in self.defaults:
                raise UnknownName("parameter", name, self.defaults)
        return self.compute(
            {**self.defaults, **{name: exact(value) for name, value in values.items()}}
        )
