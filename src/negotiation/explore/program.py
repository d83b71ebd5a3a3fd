"""Sympy expressions as a straight-line program that a web page can run.

The program is data, not code: parameters, then steps, each a constant or an operation on earlier
places.  The page's script runs the same steps on exact rationals and on columns of floats (see
``templates/program.js``); as nothing in it is ever executed as a script, no text of a model can be.
A comparison is stored as the sign of a difference, so that the page can show the margin by which it
holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, cast

from negotiation.errors import NotSupported
from negotiation.exact import as_sympy

if TYPE_CHECKING:
    import sympy


__all__ = ["Step", "StepWriter"]

Step: TypeAlias = "list[object]"
"""An operation, the places it applies to, and what else it needs: ``["^", [3], 2]``."""

TESTS = {
    "StrictLessThan": "<",
    "LessThan": "<=",
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
    "Equality": "=",
    "Unequality": "!=",
}


class StepWriter:
    """Collects expressions; equal parts of them become one step.

    Parameters
    ----------
    names
        The parameters, which take the first places.

    Examples
    --------
    >>> from sympy import symbols
    >>> gain, loss = symbols("gain loss")
    >>> writer = StepWriter(["gain", "loss"])
    >>> place = writer.place(gain - 2 * loss)
    >>> writer.to_json()
    {'parameters': 2, 'steps': [['number', [], '-2'], ['*', [2, 1]], ['+', [0, 3]]]}
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._parameters = {name: number for number, name in enumerate(names)}
        self._steps: list[Step] = []
        self._known: dict[object, int] = {}

    def place(self, expression: object) -> int:
        """Return the place that holds the value of a number, an expression or a condition.

        Raises
        ------
        NotSupported
            If an expression holds a function that the page cannot compute, or a symbol that is no
            parameter.
        """
        import sympy
        from sympy.functions.elementary.piecewise import ExprCondPair

        tree = _as_tree(expression)
        for part in sympy.postorder_traversal(tree):
            if part not in self._known and not isinstance(part, ExprCondPair):
                self._known[part] = self._write(part)
        return self._known[tree]

    def _write(self, part: sympy.Basic) -> int:
        import sympy

        if isinstance(part, sympy.Symbol):
            if part.name not in self._parameters:
                message = f"{part.name!r} is no parameter of the model"
                raise NotSupported(message)
            return self._parameters[part.name]
        if part in {sympy.true, sympy.false}:
            return self._step("truth", (), bool(part))
        if isinstance(part, sympy.Rational):
            return self._step("number", (), str(Fraction(int(part.p), int(part.q))))
        if type(part).__name__ in TESTS:
            left, right = cast("tuple[sympy.Expr, sympy.Expr]", part.args)
            return self._step(TESTS[type(part).__name__], (self.place(left - right),))
        if isinstance(part, sympy.Pow):
            return self._power(part)
        if isinstance(part, sympy.Piecewise):
            pairs = [self.place(each) for pair in part.args for each in reversed(pair.args)]
            return self._step("first", pairs)
        operation = _operations().get(part.func)
        if operation is not None:
            return self._step(operation, [self._known[each] for each in part.args])
        if isinstance(part, sympy.logic.boolalg.BooleanFunction):
            return self.place(sympy.to_nnf(part, simplify=False))
        message = (
            f"the page cannot compute {part}; it knows sums, products, rational powers, Min, Max, "
            "Abs, Piecewise and conditions of these"
        )
        raise NotSupported(message)

    def _power(self, part: sympy.Pow) -> int:
        import sympy

        base, exponent = part.args
        if isinstance(exponent, sympy.Integer):
            return self._step("^", [self.place(base)], int(exponent))
        if isinstance(exponent, sympy.Rational):
            return self._step("root", [self.place(base)], int(exponent.p), int(exponent.q))
        message = f"the page cannot compute {part}: it knows powers by a rational number only"
        raise NotSupported(message)

    def _step(self, operation: str, inputs: Sequence[int], *extra: str | int) -> int:
        self._steps.append([operation, list(inputs), *extra])
        return len(self._parameters) + len(self._steps) - 1

    def to_json(self) -> dict[str, object]:
        """Return the program as the page reads it."""
        return {"parameters": len(self._parameters), "steps": self._steps}


def _operations() -> dict[type, str]:
    import sympy

    return {
        sympy.Add: "+",
        sympy.Mul: "*",
        sympy.Min: "min",
        sympy.Max: "max",
        sympy.Abs: "abs",
        sympy.And: "and",
        sympy.Or: "or",
        sympy.Not: "not",
    }


def _as_tree(expression: object) -> sympy.Basic:
    import sympy

    if isinstance(expression, bool):
        return sympy.true if expression else sympy.false
    if isinstance(expression, int | Fraction):
        return as_sympy(Fraction(expression))
    if isinstance(expression, sympy.Basic):
        return expression
    message = f"{expression!r} is neither a number, an expression nor a condition"
    raise NotSupported(message)
