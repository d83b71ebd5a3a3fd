"""Sympy expressions evaluated exactly in Fractions, many at once.

A family of games holds dozens of expressions in the same few parameters, to be evaluated at
thousands of points.  sympy's ``subs`` takes about a millisecond an expression.  Here the
expressions are compiled once to a straight-line program, a list of steps that share common
subexpressions, which then runs on Fractions alone.  Division by zero, roots and logarithms that
are no real numbers, and conditions whose truth is undefined are errors, never a wrong number.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, cast

from negotiation.errors import InvalidNumber, MissingParameter, NotSupported
from negotiation.exact import Number, as_sympy, exact, free_symbols, sign

if TYPE_CHECKING:
    import sympy

__all__ = ["UNDEFINED", "Program", "Value", "compile_expressions"]

Value: TypeAlias = "Number | bool | None"
"""What a step holds: a number, the truth of a condition, or ``None`` where it is undefined."""

UNDEFINED = (
    "a payoff, a probability or a condition is undefined: it divides by zero, takes a root or "
    "logarithm that is no real number, or is a Piecewise without a branch that holds"
)
"""What `Program` says where a result has no value."""

Step: TypeAlias = "tuple[Callable[..., object], tuple[int, ...]]"


@dataclass(frozen=True)
class Program:
    """Expressions compiled to steps; call it with parameter values.

    Attributes
    ----------
    names
        The parameters that the expressions depend on, sorted.
    constants
        The constants, placed behind the parameters in the working store.
    steps
        Each step applies a function to earlier places of the store and appends the result.
    results
        The places that hold the values of the expressions, in their order.
    """

    names: tuple[str, ...]
    constants: tuple[Value, ...]
    steps: tuple[Step, ...]
    results: tuple[int, ...]

    def __call__(self, values: Mapping[str, Number]) -> list[Value]:
        """Evaluate every expression.

        Parameters
        ----------
        values
            One exact number a name in `names`; further names are ignored.

        Raises
        ------
        MissingParameter
            If a name has no value.
        InvalidNumber
            If an expression is undefined at the values, as after division by zero.

        Examples
        --------
        >>> from fractions import Fraction
        >>> from sympy import symbols
        >>> gain, loss = symbols("gain loss")
        >>> program = compile_expressions([gain - loss, gain > 2 * loss])
        >>> program({"gain": Fraction(1), "loss": Fraction(1, 3)})
        [Fraction(2, 3), True]
        """
        results = self.where_defined(values)
        if None in results:
            raise InvalidNumber(UNDEFINED)
        return results

    def where_defined(self, values: Mapping[str, Number]) -> list[Value]:
        """Evaluate every expression, with ``None`` for those that are undefined at the values.

        Raises
        ------
        MissingParameter
            If a name has no value.
        """
        missing = [name for name in self.names if name not in values]
        if missing:
            message = f"no value for {', '.join(missing)}"
            raise MissingParameter(message)
        store: list[Value] = [values[name] for name in self.names]
        store.extend(self.constants)
        for function, places in self.steps:
            arguments = [store[place] for place in places]
            if None in arguments and function not in _DECIDES_WITH_UNDEFINED:
                store.append(None)
            else:
                store.append(cast("Value", function(*arguments)))
        return [store[place] for place in self.results]


def compile_expressions(expressions: Sequence[object]) -> Program:
    """Compile numbers, sympy expressions and sympy conditions to one program.

    Sums, products, integer powers, ``Min``, ``Max``, ``Abs``, ``Piecewise``, relations and
    ``And``/``Or``/``Not``/``Implies`` run on Fractions; other functions (square roots,
    exponentials) are left to sympy and give exact sympy constants.

    Parameters
    ----------
    expressions
        `Fraction`, sympy expressions, sympy conditions, or plain truth values.

    Raises
    ------
    NotSupported
        If an expression holds something that is neither a number nor a condition.
    InvalidNumber
        If it holds a constant that is no finite real number.
    """
    import sympy

    trees = [_as_tree(expression) for expression in expressions]
    symbols: set[str] = set()
    for tree in trees:
        symbols.update(str(symbol) for symbol in tree.free_symbols)
    names = tuple(sorted(symbols))
    ordered: list[sympy.Basic] = []
    seen: set[sympy.Basic] = set()
    for tree in trees:
        for part in sympy.postorder_traversal(tree):
            if part not in seen:
                seen.add(part)
                ordered.append(part)
    place: dict[sympy.Basic, int] = {}
    constants: list[Value] = []
    for part in ordered:
        if isinstance(part, sympy.Symbol):
            place[part] = names.index(str(part))
        elif not part.args:
            place[part] = len(names) + len(constants)
            constants.append(_constant(part))
    steps: list[Step] = []
    first = len(names) + len(constants)
    for part in ordered:
        if part not in place:
            steps.append((_operation(part), tuple(place[argument] for argument in part.args)))
            place[part] = first + len(steps) - 1
    return Program(names, tuple(constants), tuple(steps), tuple(place[tree] for tree in trees))


def _as_tree(expression: object) -> sympy.Basic:
    import sympy

    if isinstance(expression, bool):
        return sympy.true if expression else sympy.false
    if isinstance(expression, Fraction):
        return as_sympy(expression)
    if isinstance(expression, sympy.Basic):
        return expression
    message = f"{expression!r} is neither an expression nor a condition"
    raise NotSupported(message)


def _constant(part: sympy.Basic) -> Value:
    import sympy

    if part == sympy.true:
        return True
    if part == sympy.false:
        return False
    if not isinstance(part, sympy.Expr):
        message = f"{part} is neither a number nor the truth of a condition"
        raise NotSupported(message)
    return exact(part)


def _sum(*terms: Number) -> Number:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _product(*factors: Number) -> Number:
    total = factors[0]
    for factor in factors[1:]:
        total = total * factor
    return total


def _power(base: Number, exponent: Number) -> Number | None:
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        if exponent < 0 and not free_symbols(base) and sign(base) == 0:
            return None
        return base**exponent.numerator
    return _real_or_none(as_sympy(base) ** as_sympy(exponent))


def _largest(*values: Number) -> Number:
    best = values[0]
    for value in values[1:]:
        if sign(value - best) > 0:
            best = value
    return best


def _smallest(*values: Number) -> Number:
    best = values[0]
    for value in values[1:]:
        if sign(value - best) < 0:
            best = value
    return best


def _absolute(value: Number) -> Number:
    return value if sign(value) >= 0 else -value


def _pair(value: Number | None, condition: bool | None) -> tuple[Number | None, bool | None]:  # noqa: FBT001 - the arguments of sympy's ExprCondPair
    return value, condition


def _first_true(*pairs: tuple[Number | None, bool | None]) -> Number | None:
    for value, condition in pairs:
        if condition is None:
            return None
        if condition:
            return value
    return None


def _all(*parts: bool | None) -> bool | None:
    if any(part is False for part in parts):
        return False
    return None if None in parts else True


def _any(*parts: bool | None) -> bool | None:
    if any(part is True for part in parts):
        return True
    return None if None in parts else False


def _implies(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001 - the arguments of sympy's Implies
    return _any(None if left is None else not left, right)


def _choose(
    condition: bool | None,  # noqa: FBT001 - the arguments of sympy's ITE
    yes: bool | None,  # noqa: FBT001 - as above
    no: bool | None,  # noqa: FBT001 - as above
) -> bool | None:
    if condition is None:
        return None
    return yes if condition else no


# Functions whose value may be settled although one argument is undefined.
_DECIDES_WITH_UNDEFINED = frozenset({_pair, _first_true, _all, _any, _implies, _choose})


def _compare(test: Callable[[int, int], bool], left: Number, right: Number) -> bool:
    return test(sign(left - right), 0)


def _equivalent(*parts: bool) -> bool:
    return all(parts) or not any(parts)


def _odd(*parts: bool) -> bool:
    return sum(parts) % 2 == 1


def _by_sympy(function: Callable[..., object], *arguments: Number) -> Number | None:
    return _real_or_none(function(*[as_sympy(argument) for argument in arguments]))


def _real_or_none(value: object) -> Number | None:
    try:
        return exact(value)
    except InvalidNumber:  # not a finite real number here; a Piecewise may pass it over
        return None


def _operation(part: sympy.Basic) -> Callable[..., object]:
    import sympy
    from sympy.functions.elementary.piecewise import ExprCondPair

    table: dict[type, Callable[..., object]] = {
        sympy.Add: _sum,
        sympy.Mul: _product,
        sympy.Pow: _power,
        sympy.Max: _largest,
        sympy.Min: _smallest,
        sympy.Abs: _absolute,
        sympy.Piecewise: _first_true,
        ExprCondPair: _pair,
        sympy.Gt: partial(_compare, operator.gt),
        sympy.Ge: partial(_compare, operator.ge),
        sympy.Lt: partial(_compare, operator.lt),
        sympy.Le: partial(_compare, operator.le),
        sympy.Eq: partial(_compare, operator.eq),
        sympy.Ne: partial(_compare, operator.ne),
        sympy.And: _all,
        sympy.Or: _any,
        sympy.Not: operator.not_,
        sympy.Implies: _implies,
        sympy.Equivalent: _equivalent,
        sympy.Xor: _odd,
        sympy.ITE: _choose,
    }
    function = table.get(part.func)
    if function is not None:
        return function
    if not isinstance(part, sympy.Expr):
        message = f"{part} is neither an expression nor a condition of arithmetic"
        raise NotSupported(message)
    return partial(_by_sympy, part.func)
