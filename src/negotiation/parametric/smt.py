"""sympy and z3, both ways, for real arithmetic.

Conditions over parameters are translated to z3 formulas and z3's answers back to exact numbers.
Numbers stay rational on the way; whatever z3 answers is evaluated again in Fractions before it is
believed (its nonlinear engine has been wrong before), and "unknown" is an answer of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from negotiation.errors import NotSupported
from negotiation.parametric.solvers import apart

if TYPE_CHECKING:
    import sympy

__all__ = [
    "ENGINES",
    "SolverAnswer",
    "Translator",
    "any_of",
    "ask",
    "exact_fraction",
    "from_z3",
    "rational_value",
    "read_answer",
]

Z3: TypeAlias = Any
"""A z3 expression, solver or model."""


@dataclass
class Translator:
    """sympy to z3, with the results kept.

    Attributes
    ----------
    side_conditions
        What translated expressions need to be defined: denominators that are not zero.
    """

    side_conditions: list[Z3] = field(default_factory=list)
    _known: dict[object, Z3] = field(default_factory=dict)

    def __call__(self, expression: object) -> Z3:
        """Translate a number, an expression or a condition.

        Sums, products, quotients, integer powers, ``Min``, ``Max``, ``Abs``, ``Piecewise``,
        relations and ``And``, ``Or``, ``Not``, ``Implies``, ``Equivalent`` are understood.

        Raises
        ------
        NotSupported
            If the expression holds anything else.

        Examples
        --------
        >>> from sympy import symbols
        >>> gain, loss = symbols("gain loss")
        >>> Translator()(gain > loss / 2)
        gain > 1/2*loss
        """
        import sympy

        if isinstance(expression, bool):
            expression = sympy.true if expression else sympy.false
        elif isinstance(expression, Fraction | int):
            expression = sympy.Rational(expression.numerator, expression.denominator)
        if not isinstance(expression, sympy.Basic):
            message = f"{expression!r} is neither an expression nor a condition"
            raise NotSupported(message)
        for part in sympy.postorder_traversal(expression):
            if part not in self._known:
                self._known[part] = self._translate(part)
        return self._known[expression]

    def _translate(self, part: sympy.Basic) -> Z3:
        import sympy
        import z3
        from sympy.functions.elementary.piecewise import ExprCondPair

        if isinstance(part, sympy.Symbol):
            return z3.Real(part.name)
        if isinstance(part, sympy.Rational):
            return z3.RealVal(f"{part.p}/{part.q}")
        if part in (sympy.true, sympy.false):
            return z3.BoolVal(bool(part))
        arguments = [self._known[argument] for argument in part.args]
        match part:
            case sympy.Add():
                return z3.Sum(arguments)
            case sympy.Mul():
                return z3.Product(arguments)
            case sympy.Pow():
                return self._power(part, arguments[0])
            case sympy.Max():
                return _fold(arguments, lambda one, other: z3.If(one >= other, one, other))
            case sympy.Min():
                return _fold(arguments, lambda one, other: z3.If(one <= other, one, other))
            case sympy.Abs():
                return z3.If(arguments[0] >= 0, arguments[0], -arguments[0])
            case ExprCondPair():
                return tuple(arguments)
            case sympy.Piecewise():
                return self._piecewise(part, arguments)
            case sympy.Gt():
                return arguments[0] > arguments[1]
            case sympy.Ge():
                return arguments[0] >= arguments[1]
            case sympy.Lt():
                return arguments[0] < arguments[1]
            case sympy.Le():
                return arguments[0] <= arguments[1]
            case sympy.Eq():
                return arguments[0] == arguments[1]
            case sympy.Ne():
                return arguments[0] != arguments[1]
            case sympy.And():
                return z3.And(arguments)
            case sympy.Or():
                return z3.Or(arguments)
            case sympy.Not():
                return z3.Not(arguments[0])
            case sympy.Implies():
                return z3.Implies(*arguments)
            case sympy.Equivalent():
                return z3.And([arguments[0] == other for other in arguments[1:]])
            case _:
                pass
        message = f"{part} is not rational arithmetic, which is what the exact solver understands"
        raise NotSupported(message)

    def _power(self, part: sympy.Basic, base: Z3) -> Z3:
        import sympy
        import z3

        exponent = part.args[1]
        if not isinstance(exponent, sympy.Integer):
            message = f"{part} has an exponent that is not a whole number"
            raise NotSupported(message)
        power = z3.Product([base] * abs(int(exponent)))
        if exponent >= 0:
            return power
        self.side_conditions.append(base != 0)
        return z3.RealVal(1) / power

    def _piecewise(self, part: sympy.Basic, pairs: Sequence[tuple[Z3, Z3]]) -> Z3:
        import sympy
        import z3

        if part.args[-1].args[1] != sympy.true:
            message = f"{part} has no last branch (value, True)"
            raise NotSupported(message)
        result = pairs[-1][0]
        for value, condition in reversed(pairs[:-1]):
            result = z3.If(condition, value, result)
        return result


def _fold(arguments: Sequence[Z3], join: Any) -> Z3:  # noqa: ANN401 - a function of z3 terms
    result = arguments[0]
    for argument in arguments[1:]:
        result = join(result, argument)
    return result


def from_z3(term: Z3, symbols: Mapping[str, sympy.Symbol] | None = None) -> sympy.Basic:
    """Translate a z3 term back to sympy.

    Parameters
    ----------
    term
        A z3 term of rational arithmetic.
    symbols
        Name → the symbol to use; a plain symbol where left out.

    Raises
    ------
    NotSupported
        If the term holds something else than rational arithmetic.

    Examples
    --------
    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> from_z3(Translator()((x + 1) / 2 > y))
    x/2 + 1/2 > y
    """
    known = symbols or {}
    done: dict[int, sympy.Basic] = {}
    stack: list[tuple[Z3, bool]] = [(term, False)]
    while stack:
        here, expanded = stack.pop()
        if here.get_id() in done:
            continue
        if not expanded:
            stack.append((here, True))
            stack.extend((child, False) for child in here.children())
            continue
        parts = [done[child.get_id()] for child in here.children()]
        done[here.get_id()] = _back(here, parts, known)
    return done[term.get_id()]


def _back(
    term: Z3,
    parts: list[Any],
    known: Mapping[str, sympy.Symbol],
) -> sympy.Basic:
    import sympy
    import z3

    if z3.is_rational_value(term) or z3.is_int_value(term):
        return cast("sympy.Basic", sympy.Rational(term.as_fraction()))
    if z3.is_true(term) or z3.is_false(term):
        return cast("sympy.Basic", sympy.true if z3.is_true(term) else sympy.false)
    kind = term.decl().kind()
    if kind == z3.Z3_OP_UNINTERPRETED and not parts:
        name = term.decl().name()
        return cast("sympy.Basic", known.get(name, sympy.Symbol(name)))
    table: dict[int, Callable[[], object]] = {
        z3.Z3_OP_ADD: lambda: sympy.Add(*parts),
        z3.Z3_OP_MUL: lambda: sympy.Mul(*parts),
        z3.Z3_OP_SUB: lambda: parts[0] - sympy.Add(*parts[1:]),
        z3.Z3_OP_UMINUS: lambda: -parts[0],
        z3.Z3_OP_DIV: lambda: parts[0] / parts[1],
        z3.Z3_OP_POWER: lambda: parts[0] ** parts[1],
        z3.Z3_OP_TO_REAL: lambda: parts[0],
        z3.Z3_OP_GT: lambda: parts[0] > parts[1],
        z3.Z3_OP_GE: lambda: parts[0] >= parts[1],
        z3.Z3_OP_LT: lambda: parts[0] < parts[1],
        z3.Z3_OP_LE: lambda: parts[0] <= parts[1],
        z3.Z3_OP_AND: lambda: sympy.And(*parts),
        z3.Z3_OP_OR: lambda: sympy.Or(*parts),
        z3.Z3_OP_NOT: lambda: sympy.Not(parts[0]),
        z3.Z3_OP_IMPLIES: lambda: sympy.Implies(*parts),
        z3.Z3_OP_EQ: lambda: (
            sympy.Equivalent(*parts) if z3.is_bool(term.arg(0)) else sympy.Eq(*parts)
        ),
        z3.Z3_OP_DISTINCT: lambda: sympy.Ne(*parts),
        z3.Z3_OP_ITE: lambda: (
            sympy.ITE(*parts)
            if z3.is_bool(term)
            else sympy.Piecewise((parts[1], parts[0]), (parts[2], True))
        ),
    }
    if kind not in table:
        message = f"z3 term {term} is not rational arithmetic"
        raise NotSupported(message)
    return cast("sympy.Basic", table[kind]())


def any_of(terms: Sequence[Z3]) -> Z3:
    """Return the disjunction of z3 propositions.

    `z3.Or` checks and converts each argument anew, which costs more than all else where there
    are many thousand clauses; these are propositions already.

    >>> import z3
    >>> any_of([z3.Bool("one"), z3.Bool("other")])
    Or(one, other)
    """
    import z3

    if len(terms) == 1:
        return terms[0]
    context = z3.main_ctx()
    raw = (z3.Ast * len(terms))(*[term.as_ast() for term in terms])
    return z3.BoolRef(z3.Z3_mk_or(context.ref(), len(terms), raw), context)


def rational_value(model: Z3, name: str, digits: int = 40) -> tuple[Fraction, bool]:
    """Return a parameter's value in a z3 model, and whether it is exact.

    An irrational algebraic value is returned to so many digits, marked as not exact.
    """
    import z3

    value = model.eval(z3.Real(name, model.ctx), model_completion=True)
    if z3.is_rational_value(value):
        return exact_fraction(value), True
    return exact_fraction(value.approx(digits)), False


@dataclass(frozen=True)
class SolverAnswer:
    """What z3 said to a question.

    Attributes
    ----------
    verdict
        ``"sat"``, ``"unsat"`` or ``"unknown"``.
    values
        Parameter → value, where satisfiable.
    exact
        Whether all values are rational as they stand.
    reason
        Why z3 does not know.
    core
        The names of tracked formulas that an unsatisfiable answer rests on; all of them where
        the engine does not say.
    engine
        Which of z3's engines answered.
    """

    verdict: str
    values: Mapping[str, Fraction] = field(default_factory=dict)
    exact: bool = True
    reason: str = ""
    core: tuple[str, ...] = ()
    engine: str = ""


ENGINES: Mapping[str, str] = {
    "smt": "its general solver",
    "qfnra-nlsat": "its cylindrical decomposition",
    "QF_NRA": "its portfolio for real arithmetic",
}
"""z3's names of its engines for nonlinear questions, in the order they are asked, and ours."""


def exact_fraction(value: Z3) -> Fraction:
    """Read a rational z3 number."""
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


def ask(
    formulas: Iterable[Z3],
    names: Sequence[str],
    *,
    linear: bool,
    seconds: float,
    tracked: Mapping[str, Z3] | None = None,
) -> SolverAnswer:
    """Ask z3 whether formulas can hold together.

    Linear questions go to the simplex solver.  Nonlinear ones go to fresh solvers in turn
    (`ENGINES`), which share the time.  They differ a hundredfold either way, so the first two
    get a fifteenth of it each to begin with; the portfolio, which overruns its limit, comes last.

    Parameters
    ----------
    formulas
        What must hold.
    names
        The parameters whose values are wanted.
    linear
        Whether all formulas are linear.
    seconds
        The time limit.
    tracked
        Further formulas by name; an unsatisfiable answer says on which it rests.
    """
    import z3

    formulas = list(formulas)
    named = dict(tracked or {})
    tracking = [z3.Implies(z3.Bool(f"track {name}"), term) for name, term in named.items()]
    reason = ""
    for kind, share in _turns(linear=linear, seconds=seconds):
        solver = apart(kind, share, [*formulas, *tracking])
        marks = [z3.Bool(f"track {name}", solver.ctx) for name in named]
        try:
            verdict = solver.check(*marks)
        except z3.Z3Exception as error:  # a tactic that does not fit the question
            reason = str(error)
            continue
        if verdict != z3.unknown:
            return read_answer(solver, verdict, names, tuple(named), kind)
        reason = solver.reason_unknown()
    return SolverAnswer("unknown", reason=reason or f"no answer in {seconds} s")


def _turns(*, linear: bool, seconds: float) -> list[tuple[str, float]]:
    if linear:
        return [("QF_LRA", seconds)]
    quick = [("smt", seconds / 15), ("qfnra-nlsat", seconds / 15)]
    return [*quick, *((kind, seconds * 13 / 45) for kind in ENGINES)]


def read_answer(
    solver: Z3, verdict: Z3, names: Sequence[str], tracked: Sequence[str], kind: str
) -> SolverAnswer:
    """Read a solver that has decided a question.

    Parameters
    ----------
    solver, verdict
        The solver, and what it said.
    names
        The parameters whose values are wanted.
    tracked
        The names of the formulas that are marked by ``track`` and their name.
    kind
        Which engine it is.
    """
    import z3

    if verdict == z3.sat:
        model = solver.model()
        read = {name: rational_value(model, name) for name in names}
        return SolverAnswer(
            "sat",
            {name: value for name, (value, _) in read.items()},
            all(exact for _, exact in read.values()),
            engine=kind,
        )
    if kind == "qfnra-nlsat":  # it does not say which marks it used, and returns none
        return SolverAnswer("unsat", core=tuple(tracked), engine=kind)
    used = {str(mark) for mark in solver.unsat_core()}
    core = tuple(name for name in tracked if f"track {name}" in used)
    return SolverAnswer("unsat", core=core, engine=kind)
