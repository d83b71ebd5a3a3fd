"""Expressions and conditions as text, read by a small grammar of our own.

Nothing is ever evaluated as Python.  A text holds numbers, declared symbols, `+ - * / ^`, the
relations `< <= > >= = !=`, `and`, `or`, `not`, and the functions `Abs`, `Implies`, `Max`, `Min`,
`Piecewise`, `root` and `sqrt`; whatever else is refused.  Operators are read by precedence
climbing (Pratt
1973), with bounds on depth, exponents and roots, so that no short text asks for much work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NoReturn

from negotiation.errors import InvalidNumber

__all__ = ["KEYWORDS", "read_expression"]

DEEPEST, LONGEST, MOST_ROOTS, MOST_ARGUMENTS = 60, 100_000, 20, 60
LARGEST_EXPONENT, MOST_BITS = 1000, 14_000

KEYWORDS = frozenset({"and", "or", "not", "true", "false"})
"""Words that cannot be names without quotes."""

_TOKEN = re.compile(
    r"\s*+(?:(?P<number>[0-9]++(?:\.[0-9]++)?)|(?P<name>[^\W\d]\w*+)"
    r"|`(?P<quoted>(?:[^`\\]|\\.)++)`|(?P<sign><=|>=|!=|\*\*|[-+*/^<>=(),])|(?P<end>\Z))"
)
_POWERS = {
    "or": 1,
    "and": 2,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "=": 4,
    "!=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "^": 8,
    "**": 8,
}
_NOT, _MINUS = 3, 7


def read_expression(text: str, symbols: Mapping[str, Any]) -> Any:  # noqa: ANN401 - sympy's annotations are partial
    """Read an expression or a condition.

    Parameters
    ----------
    text
        The text.
    symbols
        The symbols it may name; any other name is refused.

    Raises
    ------
    InvalidNumber
        If the text is none of the grammar; the place in it is named.

    Examples
    --------
    >>> from sympy import Symbol
    >>> read_expression("Max(gain, 0)/2 >= 1/3", {"gain": Symbol("gain")})
    Max(0, gain)/2 >= 1/3
    >>> read_expression("__import__('os').system('true')", {})
    Traceback (most recent call last):
    ...
    negotiation.errors.InvalidNumber: column 1: '__import__' is no function; known: Abs, Implies, \
Max, Min, Piecewise, keep, root, sqrt
    """
    return _Reader(text, symbols).whole()


class _Reader:
    """Where the reading of a text has come to."""

    def __init__(self, text: str, symbols: Mapping[str, Any]) -> None:
        if len(text) > LONGEST:
            message = f"an expression has {len(text)} characters, more than {LONGEST}"
            raise InvalidNumber(message)
        self.text = text
        self.symbols = symbols
        self.roots = 0
        self.depth = 0
        self.evaluate = True
        self.at = 0
        self.kind, self.token = "", ""
        self.start = 0
        self.step()

    def fail(self, reason: str) -> NoReturn:
        message = f"column {self.start + 1}: {reason}"
        raise InvalidNumber(message)

    def step(self) -> None:
        """Go on to the next token."""
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            self.start = self.at + len(self.text[self.at :]) - len(self.text[self.at :].lstrip())
            self.fail(f"{self.text[self.start : self.start + 1]!r} has no meaning here")
        self.kind = match.lastgroup or ""
        self.token = match[self.kind]
        self.start, self.at = match.start(self.kind), match.end()

    def take(self, token: str) -> None:
        if self.kind != "sign" or self.token != token:
            self.fail(f"expected {token!r}, found {self.token or 'the end'!r}")
        self.step()

    def whole(self) -> Any:  # noqa: ANN401 - as above
        found = self.operators(0)
        if self.kind != "end":
            self.fail(f"expected the end, found {self.token!r}")
        return found

    def operators(self, least: int) -> Any:  # noqa: ANN401 - as above
        """Read operands joined by operators that bind at least so strongly."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail(f"more than {DEEPEST} brackets or signs are nested")
        left = self.operand(max(least, 6))
        while True:
            power = _POWERS.get(self.token, 0) if self.kind in {"sign", "name"} else 0
            if not power or power < least:
                break
            left = self.chain(left, power)
        self.depth -= 1
        return left

    def chain(self, left: Any, power: int) -> Any:  # noqa: ANN401 - as above
        """Read all operators of one strength, so that long sums are built at once."""
        import sympy

        if power == 8:
            self.step()
            return self.power(left, self.operators(_MINUS))
        parts = [left]
        relations = []
        while self.kind in {"sign", "name"} and _POWERS.get(self.token) == power:
            sign = self.token
            self.step()
            right = self.operators(power + 1)
            if sign == "-":
                right = self.minus(right)
            elif sign == "/":
                right = self.power(self.number(right), sympy.Integer(-1))
                if len(parts) == 1 and right.is_Rational and self.number(left).is_Rational:
                    parts[0] = left = self.bounded(left * right)  # 2/3 is one number
                    continue
            parts.append(right)
            relations.append(sign)
        if power == 4:
            if len(relations) > 1:
                self.fail("relations cannot be chained; write 'a < b and b < c'")
            return self.relation(relations[0], *parts)
        if power < 4:
            join: Any = sympy.And if power == 2 else sympy.Or  # annotated only in part
            return join(*map(self.condition, parts), evaluate=self.evaluate)
        parts = [self.number(part) for part in parts]
        if power == 6 and len(parts) > 1 and parts[0] == 1:
            parts = parts[1:]
        if len(parts) == 1:
            return parts[0]
        if all(part.is_Rational for part in parts):
            return self.bounded(sympy.Add(*parts) if power == 5 else sympy.Mul(*parts))
        joined = sympy.Add if power == 5 else sympy.Mul
        return joined(*parts, evaluate=self.evaluate)

    def bounded(self, number: Any) -> Any:  # noqa: ANN401 - as above
        if (
            number.is_Rational
            and max(int(number.p).bit_length(), number.q.bit_length()) > MOST_BITS
        ):
            self.fail("a number has thousands of digits")
        return number

    def minus(self, value: Any) -> Any:  # noqa: ANN401 - as above
        import sympy

        number = self.number(value)
        if number.is_Rational:
            return -number
        if number.is_Mul and not self.evaluate:
            first, *rest = number.args
            factors = [-first, *rest] if first.is_Rational else [sympy.Integer(-1), first, *rest]
            return sympy.Mul(*factors, evaluate=False)
        return sympy.Mul(sympy.Integer(-1), number, evaluate=self.evaluate)

    def power(self, base: Any, exponent: Any) -> Any:  # noqa: ANN401 - as above
        import sympy

        base, exponent = self.number(base), self.number(exponent)
        if not exponent.is_Rational or max(abs(exponent.p), exponent.q) > LARGEST_EXPONENT:
            self.fail(f"an exponent must be a number of at most {LARGEST_EXPONENT}")
        if base.is_zero and exponent < 0:
            self.fail("this divides by zero")
        if not exponent.is_Integer:
            self.roots += 1
            if self.roots > MOST_ROOTS:
                self.fail(f"there are more than {MOST_ROOTS} roots")
        bits = sum(
            max(int(number.p).bit_length(), number.q.bit_length())
            for number in base.atoms(sympy.Rational)
        )
        nested = max((abs(power.exp.p) for power in base.atoms(sympy.Pow)), default=1)
        if bits * abs(exponent.p) > MOST_BITS or abs(exponent.p) * nested > LARGEST_EXPONENT:
            self.fail("a number has thousands of digits")
        return sympy.Pow(base, exponent, evaluate=self.evaluate or base.is_Rational)

    def relation(self, sign: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as above
        import sympy

        kinds: dict[str, Any] = {
            "<": sympy.Lt,
            "<=": sympy.Le,
            ">": sympy.Gt,
            ">=": sympy.Ge,
            "=": sympy.Eq,
            "!=": sympy.Ne,
        }
        return kinds[sign](self.number(left), self.number(right), evaluate=self.evaluate)

    def number(self, value: Any) -> Any:  # noqa: ANN401 - as above
        import sympy

        if not isinstance(value, sympy.Expr):
            self.fail(f"{value} is a condition where a number must stand")
        return value

    def condition(self, value: Any) -> Any:  # noqa: ANN401 - as above
        import sympy

        if isinstance(value, sympy.Expr) or not isinstance(value, sympy.logic.boolalg.Boolean):
            self.fail(f"{value} is a number where a condition must stand")
        return value

    def operand(self, tight: int) -> Any:  # noqa: ANN401 - as above
        """Read what operators join; a sign takes all that binds at least so strongly."""
        import sympy

        kind, word = self.kind, self.token
        if kind == "number":
            self.step()
            number = Fraction(word) if len(word) < 4000 else self.fail("thousands of digits")
            return sympy.Rational(number.numerator, number.denominator)
        if kind == "sign" and word == "(":
            self.step()
            inside = self.operators(0)
            self.take(")")
            return inside
        if kind == "sign" and word in {"-", "+"}:
            self.step()
            inside = self.operators(tight)
            return self.minus(inside) if word == "-" else self.number(inside)
        if kind == "name" and word in KEYWORDS:
            self.step()
            if word == "not":
                return sympy.Not(self.condition(self.operators(_NOT)))
            if word in {"and", "or"}:
                self.fail(f"{word!r} needs a condition before it")
            return sympy.true if word == "true" else sympy.false
        if kind == "quoted":
            return self.symbol(re.sub(r"\\(.)", r"\1", word))
        if kind == "name":
            follows = _TOKEN.match(self.text, self.at)
            if follows is not None and follows["sign"] == "(":
                return self.function(word)
            return self.symbol(word)
        return self.fail(f"expected a number, a name or a bracket, found {word or 'the end'!r}")

    def symbol(self, name: str) -> Any:  # noqa: ANN401 - as above
        if name not in self.symbols:
            known = ", ".join(list(self.symbols)[:12]) or "none"
            self.fail(f"{name!r} is no declared symbol; known: {known}")
        self.step()
        return self.symbols[name]

    def function(self, name: str) -> Any:  # noqa: ANN401 - as above
        if name == "keep":
            before, self.evaluate = self.evaluate, False
            self.step()
            self.step()
            inside = self.operators(0)
            self.evaluate = before
            self.take(")")
            return inside
        build = _FUNCTIONS.get(name)
        if build is None:
            known = ", ".join(sorted([*_FUNCTIONS, "keep"]))
            self.fail(f"{name!r} is no function; known: {known}")
        self.step()
        self.step()
        arguments = [self.operators(0)]
        while (self.kind, self.token) == ("sign", ","):
            self.step()
            arguments.append(self.operators(0))
            if len(arguments) > MOST_ARGUMENTS:
                self.fail(f"{name} has more than {MOST_ARGUMENTS} arguments")
        self.take(")")
        return build(self, arguments)


def _extreme(name: str) -> Callable[[_Reader, list[Any]], Any]:
    def build(reader: _Reader, arguments: list[Any]) -> Any:  # noqa: ANN401 - as above
        import sympy

        kind: Any = {"Max": sympy.Max, "Min": sympy.Min}[name]  # annotated only in part
        return kind(*map(reader.number, arguments), evaluate=reader.evaluate)

    return build


def _absolute(reader: _Reader, arguments: list[Any]) -> Any:  # noqa: ANN401 - as above
    import sympy

    if len(arguments) != 1:
        reader.fail("Abs has one argument")
    return sympy.Abs(reader.number(arguments[0]), evaluate=reader.evaluate)


def _square_root(reader: _Reader, arguments: list[Any]) -> Any:  # noqa: ANN401 - as above
    import sympy

    if len(arguments) != 1:
        reader.fail("sqrt has one argument")
    return reader.power(arguments[0], sympy.Rational(1, 2))


def _root(reader: _Reader, arguments: list[Any]) -> Any:  # noqa: ANN401 - as above
    """Read ``root(index, highest coefficient, …, lowest)``: a real root of a polynomial."""
    import sympy

    reader.roots += 1
    if reader.roots > MOST_ROOTS or not 3 <= len(arguments) <= 22:
        reader.fail("root has an index and the coefficients of a polynomial of degree 1 to 20")
    whole = [argument for argument in arguments if isinstance(argument, sympy.Integer)]
    if len(whole) < len(arguments) or max(int(n).bit_length() for n in whole) > 512 or not whole[1]:
        reader.fail("root has whole numbers as arguments")
    unknown = sympy.Dummy("x")
    polynomial: Any = sympy.Poly(whole[1:], unknown)
    if not 0 <= int(whole[0]) < polynomial.count_roots():
        reader.fail(f"the polynomial has no real root of index {whole[0]}")
    kind: Any = sympy.CRootOf  # annotated only in part
    return kind(polynomial, int(whole[0]))


def _pieces(reader: _Reader, arguments: list[Any]) -> Any:  # noqa: ANN401 - as above
    """Read ``Piecewise(value, condition, value, condition, …)``."""
    import sympy

    if len(arguments) % 2:
        reader.fail("Piecewise has values and conditions by turns")
    pairs = [
        (reader.number(value), reader.condition(where))
        for value, where in zip(arguments[::2], arguments[1::2], strict=True)
    ]
    return sympy.Piecewise(*pairs, evaluate=reader.evaluate)


def _implication(reader: _Reader, arguments: list[Any]) -> Any:  # noqa: ANN401 - as above
    import sympy

    if len(arguments) != 2:
        reader.fail("Implies has two conditions")
    return sympy.Implies(*map(reader.condition, arguments))


_FUNCTIONS: dict[str, Callable[[_Reader, list[Any]], Any]] = {
    "Abs": _absolute,
    "Implies": _implication,
    "Max": _extreme("Max"),
    "Min": _extreme("Min"),
    "Piecewise": _pieces,
    "root": _root,
    "sqrt": _square_root,
}
