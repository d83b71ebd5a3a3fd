"""What may vary within a class of assessments, as conditions in closed form.

A class fixes play on the path.  Off it, some probabilities and beliefs are forced, and the others
may vary within conditions that come straight from the definition of equilibrium.  The forced ones
are found and put in, conditions that follow from the others are dropped, and what is left is
written in symbols named for what they are the probability of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, cast

from negotiation.exact import as_sympy
from negotiation.game import name_text
from negotiation.solve.class_polynomials import (
    PolynomialAssessment,
    PolynomialCondition,
    class_conditions,
)
from negotiation.solve.consistency_conditions import consistency_conditions
from negotiation.solve.consistent_beliefs import any_belief_is_consistent
from negotiation.solve.real_arithmetic import Deadline, Term, Undecided, exact_value, find, pinned
from negotiation.solve.simpler_conditions import Checker, simplified

if TYPE_CHECKING:
    import sympy
    from sympy.logic.boolalg import Boolean

    from negotiation.exact import Number
    from negotiation.game import History, InformationSetName
    from negotiation.solve.assessment_classes import AssessmentClass

__all__ = ["FreePlay", "belief_symbol", "choice_symbol", "free_play"]

SAME_NAMES = (
    "what may vary is not written out, as two information sets print alike; give them names apart"
)

TRIFLE = 0.01
"""The least time limit of a question, in seconds."""


@dataclass(frozen=True)
class FreePlay:
    """What may vary within a class.

    Attributes
    ----------
    conditions
        The conditions, in symbols that `choice_symbol` and `belief_symbol` give.  Each symbol is
        a probability besides.
    notes
        What the conditions leave unsaid.
    """

    conditions: tuple[sympy.Basic, ...] = ()
    notes: tuple[str, ...] = ()


def choice_symbol(name: InformationSetName, action: str) -> sympy.Symbol:
    """Return the symbol for the probability of an action at an information set.

    >>> choice_symbol("after quiche", "duel")
    P(duel at after quiche)
    """
    import sympy

    return sympy.Symbol(f"P({action} at {name_text(name)})", real=True)


def belief_symbol(history: History) -> sympy.Symbol:
    """Return the symbol for the belief at a node, given its information set.

    >>> belief_symbol(("weak", "quiche"))
    belief(weak / quiche)
    """
    import sympy

    return sympy.Symbol(f"belief({name_text(history)})", real=True)


@dataclass(frozen=True)
class _Entry:
    """One probability or belief: where it stands, its unknown, its value, its symbol."""

    kind: Literal["choice", "belief"]
    number: int
    place: int
    unknown: Term
    value: Number
    symbol: sympy.Symbol


def free_play(found: AssessmentClass, deadline: Deadline) -> FreePlay:
    """Describe what may vary within a class.

    Where time is short the conditions are as exact and less simple, and a note says so.
    """
    entries = list(_entries(found))
    varying = _varying(found, entries, deadline)
    if not varying:
        return FreePlay()
    rows = _rows(varying)
    if len({entry.symbol for entry in varying}) < len(varying):
        return FreePlay(notes=(SAME_NAMES,))
    assessment, unknowns, roots = _polynomials(found, varying)
    background = [
        PolynomialCondition(entry, ">=") for row in rows for entry in _row(assessment, row)
    ]
    conditions = [*_support(found, assessment), *class_conditions(assessment)]
    checker = Checker(unknowns, roots, deadline)
    kept = simplified(conditions, background, checker)
    notes: list[str] = []
    if found.formula.labels is not None and not any_belief_is_consistent(assessment):
        known = [checker.formula(each) for each in (*background, *kept)]
        more = consistency_conditions(assessment, known, found.conditions, checker, deadline)
        if more is None:
            notes.append(
                "beliefs off the path must also be consistent with one another (Kreps and Wilson "
                "1982), which the conditions of the free part leave out"
            )
        elif more:
            kept = simplified([*kept, *more], background, checker)
    kept += _untouched(kept, rows, assessment)
    if deadline.left() <= 0:
        notes.append("the conditions of the free part could not all be simplified in time")
    of_beliefs = {entry.symbol for entry in varying if entry.kind == "belief"}
    kept.sort(key=lambda each: _reading_order(each, of_beliefs))
    irrational = {generator: as_sympy(value) for generator, (_, value) in roots.items()}
    return FreePlay(tuple(_written(each, irrational) for each in kept), tuple(notes))


def _entries(found: AssessmentClass) -> Iterator[_Entry]:
    """Yield the probabilities and beliefs that the class may leave open."""
    game, formula = found.formula.game, found.formula
    for number, infoset in enumerate(game.tree.infosets):
        name = game.information_sets.at(number).name
        reached = number in found.on_path.support
        if len(infoset.actions) > 1 and (not reached or found.continuum):
            for place, action in enumerate(infoset.actions):
                yield _Entry(
                    "choice",
                    number,
                    place,
                    formula.choices[number][place],
                    found.profile.table[number][place],
                    choice_symbol(name, action),
                )
        if len(infoset.nodes) > 1 and not reached:
            belief = found.beliefs.table[number] or ()
            for place, node in enumerate(infoset.nodes):
                yield _Entry(
                    "belief",
                    number,
                    place,
                    formula.beliefs[number][place],
                    belief[place],
                    belief_symbol(game.tree.history(node)),
                )


def _varying(found: AssessmentClass, entries: Sequence[_Entry], deadline: Deadline) -> list[_Entry]:
    """Return the entries that have another value in some member of the class.

    Where time is short, those that may; to write a constant as a symbol is no error.
    """
    import z3

    same = [(entry, pinned(entry.unknown, entry.value)) for entry in entries]
    varying: list[_Entry] = []
    while same:
        other = z3.Or([z3.Not(equal) for _, equal in same])
        try:
            model = find([*found.conditions, other], Deadline(max(deadline.left() / 4, TRIFLE)))
        except Undecided:
            varying += [entry for entry, _ in same]
            break
        if model is None:
            break
        moved = [entry for entry, _ in same if exact_value(model, entry.unknown) != entry.value]
        varying += moved
        same = [(entry, equal) for entry, equal in same if moved and entry not in moved]
    return [entry for entry in entries if entry in varying]


def _rows(varying: Sequence[_Entry]) -> list[list[_Entry]]:
    rows: dict[tuple[str, int], list[_Entry]] = {}
    for entry in varying:
        rows.setdefault((entry.kind, entry.number), []).append(entry)
    return list(rows.values())


def _polynomials(
    found: AssessmentClass, varying: Sequence[_Entry]
) -> tuple[PolynomialAssessment, dict[Any, Term], dict[Any, tuple[Term, Number]]]:
    """Write the class with a symbol for what varies; the last of each row is what is left.

    Returns the assessment, the unknown behind each symbol, and the symbols that stand for
    irrational constants, with their unknowns and values.
    """
    import sympy
    import z3
    from sympy.polys.rings import ring

    game = found.formula.game
    rows = _rows(varying)
    free = [entry for row in rows for entry in row[:-1]]
    constants: dict[Number, sympy.Symbol] = {}
    for known in (*found.profile.table, *found.beliefs.table):
        for value in known or ():
            if not isinstance(value, Fraction) and value not in constants:
                constants[value] = sympy.Symbol(f"root_{len(constants)}")
    generators = [*(entry.symbol for entry in free), *constants.values()]
    made, *polynomials = ring(generators, sympy.QQ)
    of_symbol = dict(zip(generators, polynomials, strict=True))

    def entry_of(value: Number) -> Any:  # noqa: ANN401 - a ring element
        if isinstance(value, Fraction):
            return made(sympy.QQ(value.numerator, value.denominator))
        return of_symbol[constants[value]]

    choices = [[entry_of(value) for value in row] for row in found.profile.table]
    beliefs = [[entry_of(value) for value in row or ()] for row in found.beliefs.table]
    for row in rows:
        here = (choices if row[0].kind == "choice" else beliefs)[row[0].number]
        rest = made.one
        for place in range(len(here)):
            if all(entry.place != place for entry in row):
                rest -= here[place]
        for entry in row[:-1]:
            here[entry.place] = of_symbol[entry.symbol]
            rest -= here[entry.place]
        here[row[-1].place] = rest
    unknowns: dict[Any, Term] = {entry.symbol: entry.unknown for entry in free}
    roots = {
        symbol: (z3.Real(f"root{place}"), value)
        for place, (value, symbol) in enumerate(constants.items())
    }
    assessment = PolynomialAssessment(game, made, choices, beliefs, found.on_path.support)
    return assessment, unknowns, roots


def _row(assessment: PolynomialAssessment, row: Sequence[_Entry]) -> list[Any]:
    return [
        (assessment.choices if entry.kind == "choice" else assessment.beliefs)[entry.number][
            entry.place
        ]
        for entry in row
    ]


def _support(
    found: AssessmentClass, assessment: PolynomialAssessment
) -> Iterator[PolynomialCondition]:
    """On a continuum the actions played on the path have positive probability."""
    if found.continuum:
        for number, place in found.on_path.mixing:
            yield PolynomialCondition(assessment.choices[number][place], ">")


def _reading_order(
    condition: PolynomialCondition, of_beliefs: set[sympy.Symbol]
) -> tuple[int, bool, int]:
    """Put what always binds first, play before beliefs, short before long."""
    symbols = condition.polynomial.as_expr().free_symbols
    return len(condition.where), bool(symbols & of_beliefs), len(condition.polynomial.terms())


def _untouched(
    kept: Sequence[PolynomialCondition],
    rows: Sequence[Sequence[_Entry]],
    assessment: PolynomialAssessment,
) -> list[PolynomialCondition]:
    """Say of what no condition binds that it is a probability."""
    bound = {
        symbol
        for condition in kept
        for polynomial in (condition.polynomial, *condition.where)
        for symbol in polynomial.as_expr().free_symbols
    }
    return [
        PolynomialCondition(polynomial, ">=")
        for row in rows
        if not bound & {entry.symbol for entry in row}
        for polynomial in _row(assessment, row)
    ]


def _written(condition: PolynomialCondition, roots: Mapping[Any, sympy.Expr]) -> Boolean:
    import sympy

    conclusion = _relation(condition.polynomial, condition.relation, roots)
    if not condition.where:
        return conclusion
    premises = [_relation(each, ">", roots) for each in condition.where]
    return cast("Boolean", sympy.Implies(sympy.And(*premises), conclusion))


def _relation(polynomial: Any, relation: str, roots: Mapping[Any, sympy.Expr]) -> Boolean:  # noqa: ANN401 - a ring element
    """Write ``polynomial relation 0``, solved for the symbol where it is linear in one."""
    import sympy

    expression = polynomial.as_expr().xreplace(dict(roots))
    symbols = sorted(expression.free_symbols, key=str)
    left, right = expression, sympy.Integer(0)
    flipped = False
    if len(symbols) == 1 and sympy.degree(expression, symbols[0]) == 1:
        slope = expression.coeff(symbols[0], 1)
        left, right = symbols[0], sympy.simplify(-expression.coeff(symbols[0], 0) / slope)
        flipped = bool(slope < 0)
    else:
        terms = sympy.Add.make_args(sympy.expand(expression))
        right = sympy.Add(*(-term for term in terms if term.could_extract_minus_sign()))
        left = expression + right
        if left.is_number:
            left, right, flipped = right, left, True
    if relation == "==":
        return cast("Boolean", sympy.Eq(left, right))
    if relation == ">":
        return cast("Boolean", left < right if flipped else left > right)
    return cast("Boolean", left <= right if flipped else left >= right)
