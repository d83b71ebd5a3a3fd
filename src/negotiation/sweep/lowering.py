"""Sympy expressions and conditions written on a tape of float operations.

Besides its value every expression has a condition under which it is defined: what divides by
zero, takes the root or logarithm of a negative number, or is a Piecewise without a branch, is
said to be undefined, as in the exact evaluation of `negotiation.evaluate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from negotiation.errors import NotSupported

if TYPE_CHECKING:
    from negotiation.sweep.tape import Tape

__all__ = ["Lowered", "Lowering"]


class Lowered(NamedTuple):
    """Where the value of an expression is, and where the truth of its being defined is."""

    value: int
    defined: int


class Lowering:
    """Writes expressions on a tape; an expression that comes again is not written again."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self._known: dict[Any, Lowered] = {}
        self._always = tape.truth(True)  # noqa: FBT003 - the constant itself

    def __call__(self, expression: object) -> Lowered:
        """Write a number, an expression or a condition.

        Raises
        ------
        NotSupported
            If it holds a function that has no counterpart in floats.
        """
        if isinstance(expression, bool):
            return Lowered(self.tape.truth(expression), self._always)
        if isinstance(expression, Fraction):
            return Lowered(self.tape.real(float(expression)), self._always)
        known = self._known
        if expression in known:
            return known[expression]
        import sympy

        for part in sympy.postorder_traversal(sympy.sympify(expression)):
            if part not in known:
                known[part] = self._part(part)
        return known[expression]

    def _part(self, part: Any) -> Lowered:  # noqa: ANN401 - any sympy object
        import sympy
        from sympy.functions.elementary.piecewise import ExprCondPair

        tape = self.tape
        if part is sympy.true or part is sympy.false:
            return Lowered(tape.truth(bool(part)), self._always)
        if isinstance(part, sympy.Symbol):
            return Lowered(tape.parameter(str(part)), self._always)
        if isinstance(part, sympy.Expr) and part.is_number and not part.has(sympy.Piecewise):
            return Lowered(tape.real(float(part)), self._always)
        if isinstance(part, ExprCondPair):  # read by the Piecewise above it
            return Lowered(self._always, self._always)
        arguments = [self._known[each] for each in part.args]
        if isinstance(part, sympy.Piecewise):
            return self._piecewise(part)
        connective = _CONNECTIVES.get(part.func.__name__)
        if connective is not None:
            return self._connective(connective, arguments)
        defined = tape.all_of([each.defined for each in arguments])
        values = [each.value for each in arguments]
        relation = _RELATIONS.get(part.func.__name__)
        if relation is not None:
            name, swapped = relation
            return Lowered(tape.apply(name, *(values[::-1] if swapped else values)), defined)
        if isinstance(part, sympy.Add):
            return Lowered(self._sum(part.args, values), defined)
        if isinstance(part, sympy.Mul):
            return self._product(part.args, defined)
        if isinstance(part, sympy.Pow):
            return self._power(part, values, defined)
        if isinstance(part, sympy.Max | sympy.Min):
            name = "max" if isinstance(part, sympy.Max) else "min"
            return Lowered(self._folded(name, values), defined)
        function = _FUNCTIONS.get(part.func.__name__)
        if function is None or len(values) != 1:
            message = (
                f"{part} has no counterpart in floats here; solve at single points with "
                "model.at(...), or write it with sums, products, powers, exp, log, Min, Max, Abs "
                "and Piecewise"
            )
            raise NotSupported(message)
        value = tape.apply(function, *values)
        if function == "abs":
            return Lowered(value, defined)
        return Lowered(value, tape.apply("and", defined, tape.apply("isfinite", value)))

    def _folded(self, name: str, values: Sequence[int]) -> int:
        place = values[0]
        for value in values[1:]:
            place = self.tape.apply(name, place, value)
        return place

    def _sum(self, parts: Sequence[Any], values: Sequence[int]) -> int:
        """Add up, what is added before what is taken away."""
        tape = self.tape
        added = [v for p, v in zip(parts, values, strict=True) if not _is_negative(p)]
        taken = [self._negated(p) for p in parts if _is_negative(p)]
        place = self._folded("add", added) if added else tape.apply("neg", taken.pop(0))
        for value in taken:
            place = tape.apply("sub", place, value)
        return place

    def _negated(self, part: Any) -> int:  # noqa: ANN401 - any sympy product or number
        return self(-part).value

    def _product(self, factors: Sequence[Any], defined: int) -> Lowered:
        """Multiply, dividing once by all that stands below the line."""
        import sympy

        tape = self.tape
        above: list[int] = []
        below: list[int] = []
        negative = False
        for factor in factors:
            if factor is sympy.S.NegativeOne:
                negative = True
            elif isinstance(factor, sympy.Pow) and factor.exp.is_Rational and factor.exp < 0:
                below.append(self(factor.base**-factor.exp).value)
            else:
                above.append(self._known[factor].value)
        place = self._folded("mul", above) if above else tape.real(1.0)
        if below:
            place = tape.apply("div", place, self._folded("mul", below))
        return Lowered(tape.apply("neg", place) if negative else place, defined)

    def _power(self, part: Any, values: Sequence[int], defined: int) -> Lowered:  # noqa: ANN401 - a sympy power
        import sympy

        tape = self.tape
        base, exponent = values
        if isinstance(part.exp, sympy.Integer) and abs(int(part.exp)) <= 64:
            count = int(part.exp)
            place = self._whole_power(base, abs(count))
            if count > 0:
                return Lowered(place, defined)
            place = tape.apply("div", tape.real(1.0), place)
        elif part.exp == sympy.Rational(1, 2):
            place = tape.apply("sqrt", base)
        else:
            place = tape.apply("pow", base, exponent)
        return Lowered(place, tape.apply("and", defined, tape.apply("isfinite", place)))

    def _whole_power(self, base: int, count: int) -> int:
        place, square = None, base
        while count:
            if count & 1:
                place = square if place is None else self.tape.apply("mul", place, square)
            count >>= 1
            if count:
                square = self.tape.apply("mul", square, square)
        return self.tape.real(1.0) if place is None else place

    def _piecewise(self, part: Any) -> Lowered:  # noqa: ANN401 - a sympy Piecewise
        tape = self.tape
        value, defined = tape.real(0.0), tape.truth(False)  # noqa: FBT003 - the constant itself
        for expression, condition in reversed(part.args):
            here, where = self._known[expression], self._known[condition]
            value = tape.apply("select", where.value, here.value, value)
            chosen = tape.apply("select", where.value, here.defined, defined)
            defined = tape.apply("and", where.defined, chosen)
        return Lowered(value, defined)

    def _connective(self, name: str, arguments: Sequence[Lowered]) -> Lowered:
        tape = self.tape
        values = [each.value for each in arguments]
        defined = tape.all_of([each.defined for each in arguments])
        if name == "not":
            return Lowered(tape.apply("not", values[0]), defined)
        if name == "implies":
            values = [tape.apply("not", values[0]), values[1]]
            name = "or"
        elif name == "select":
            return Lowered(tape.apply("select", *values), defined)
        elif name == "equivalent":
            all_true = self._folded("and", values)
            none = tape.apply("not", self._folded("or", values))
            return Lowered(tape.apply("or", all_true, none), defined)
        elif name == "xor":
            return Lowered(self._folded("xor", values), defined)
        # One part that is defined and false settles a conjunction, whatever the others are.
        for value, each in zip(values, arguments, strict=True):
            settles = tape.apply("not", value) if name == "and" else value
            defined = tape.apply("or", defined, tape.apply("and", each.defined, settles))
        sure = [
            tape.apply("and", value, each.defined)
            if name == "or"
            else tape.apply("or", value, tape.apply("not", each.defined))
            for value, each in zip(values, arguments, strict=True)
        ]
        return Lowered(self._folded(name, sure), defined)


def _is_negative(part: Any) -> bool:  # noqa: ANN401 - any sympy term
    import sympy

    coefficient = part.as_coeff_Mul()[0] if isinstance(part, sympy.Mul) else part
    return bool(coefficient.is_Rational and coefficient < 0)


_CONNECTIVES = {
    "And": "and",
    "Or": "or",
    "Not": "not",
    "Implies": "implies",
    "ITE": "select",
    "Equivalent": "equivalent",
    "Xor": "xor",
}
_RELATIONS = {
    "StrictLessThan": ("lt", False),
    "LessThan": ("le", False),
    "StrictGreaterThan": ("lt", True),
    "GreaterThan": ("le", True),
    "Equality": ("eq", False),
    "Unequality": ("ne", False),
}
_FUNCTIONS = {
    "Abs": "abs",
    "exp": "exp",
    "log": "log",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "tanh": "tanh",
    "atan": "arctan",
    "floor": "floor",
    "ceiling": "ceil",
    "sign": "sign",
}
