"""What consistency asks of play and beliefs within a class, as conditions on these alone.

Consistency speaks of labels (Kreps and Wilson 1982, lemma A1), which are eliminated here.  Which
probabilities and beliefs are positive is a pattern.  Orders that fit a pattern are a linear
question; where there are none, the part of the pattern that rules them out is excluded.
Coefficients that fit are, in logarithms, a linear question too: there are some iff certain
products of beliefs are equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Any

from negotiation.game.compiled import CHANCE
from negotiation.solve.class_polynomials import PolynomialAssessment, PolynomialCondition
from negotiation.solve.real_arithmetic import Deadline, Formula, Term, Undecided, find

if TYPE_CHECKING:
    from negotiation.solve.simpler_conditions import Checker

__all__ = ["consistency_conditions"]

LARGEST_NUMBER_OF_PATTERNS = 64

Key = tuple[str, int, int]
"""``"choice"`` or ``"belief"``, the information set, the place."""


def consistency_conditions(
    assessment: PolynomialAssessment,
    known: Sequence[Formula],
    members: Sequence[Formula],
    checker: Checker,
    deadline: Deadline,
) -> list[PolynomialCondition] | None:
    """Return the conditions that consistency adds, or ``None`` where they were not found.

    Parameters
    ----------
    assessment
        The class, in symbols for what varies within it.
    known
        The other conditions of the class, distributions included.
    members
        The formula whose solutions are the members, labels included.
    checker
        Turns polynomials into terms.
    deadline
        When to give up.
    """
    import z3

    signs = dict(_open_signs(assessment))
    positive = {key: z3.Bool(f"b{place}") for place, key in enumerate(signs)}
    links = [positive[key] == (checker.term(each) > 0) for key, each in signs.items()]
    orders = _orders(assessment, positive)
    added: list[PolynomialCondition] = []
    blocked: list[Formula] = []
    for _ in range(LARGEST_NUMBER_OF_PATTERNS):
        try:
            asked = [*known, *links, *map(checker.formula, added), *blocked]
            model = find(asked, Deadline(max(deadline.left() / 4, 0.01)))
        except Undecided:
            return None
        if model is None:
            return added
        pattern = {
            key: z3.is_true(model.eval(each, model_completion=True))
            for key, each in positive.items()
        }
        literals = [each if pattern[key] else z3.Not(each) for key, each in positive.items()]
        core = _conflict(orders, literals)
        if core is not None:
            added.append(
                _excluded(
                    [key for key, each in zip(positive, literals, strict=True) if each in core],
                    pattern,
                    signs,
                )
            )
            continue
        for equation, where in _equations(assessment, pattern):
            condition = _valid(equation, where, members, checker)
            if condition is None:
                return None
            if condition not in added:
                added.append(condition)
        blocked.append(z3.Not(z3.And(literals)))
    return None


def _open_signs(assessment: PolynomialAssessment) -> Iterator[tuple[Key, Any]]:
    """Yield what may be positive or 0 within the class."""
    for number in range(len(assessment.choices)):
        if number in assessment.support:
            continue
        for kind, table in (("choice", assessment.choices), ("belief", assessment.beliefs)):
            for place, entry in enumerate(table[number]):
                if not entry.is_ground:
                    yield (kind, number, place), entry


def _orders(assessment: PolynomialAssessment, positive: Mapping[Key, Formula]) -> list[Formula]:
    """Return the conditions on the orders of smallness, given what is positive."""
    import z3

    tree = assessment.game.tree
    conditions: list[Formula] = []
    order: dict[tuple[int, int], Term] = {}
    for number, row in enumerate(assessment.choices):
        for place in range(len(row)):
            order[number, place] = here = z3.Real(f"k{number}_{place}")
            played = _positive(assessment, positive, ("choice", number, place))
            conditions += [z3.If(played, here == 0, here >= 1)]
    for number, infoset in enumerate(tree.infosets):
        if number in assessment.support or len(infoset.nodes) == 1:
            continue
        least = z3.Real(f"l{number}")
        depths = [
            z3.Sum([z3.RealVal(0), *(order[move] for move in _moves(assessment, node))])
            for node in infoset.nodes
        ]
        conditions.append(z3.Or([depth == least for depth in depths]))
        for place, depth in enumerate(depths):
            believed = _positive(assessment, positive, ("belief", number, place))
            conditions += [depth >= least, believed == (depth == least)]
    return conditions


def _positive(
    assessment: PolynomialAssessment, positive: Mapping[Key, Formula], key: Key
) -> Formula:
    import z3

    if key in positive:
        return positive[key]
    kind, number, place = key
    table = assessment.choices if kind == "choice" else assessment.beliefs
    return z3.BoolVal(bool(table[number][place] != 0))


def _moves(assessment: PolynomialAssessment, node: int) -> list[tuple[int, int]]:
    """Return the players' moves on the way to a node: information set and place."""
    tree = assessment.game.tree
    moves: list[tuple[int, int]] = []
    while node:
        above = tree.parent[node]
        if tree.mover[above] != CHANCE:
            moves.append((tree.infoset[above], node - tree.first[above]))
        node = above
    return moves


def _conflict(orders: Sequence[Formula], literals: Sequence[Formula]) -> set[Formula] | None:
    """Return signs that no orders fit, as few as dropping them one by one leaves."""
    import z3

    def fits(some: Sequence[Formula]) -> bool:
        solver = z3.SolverFor("QF_LRA")
        solver.add([*orders, *some])
        return bool(solver.check() == z3.sat)

    if fits(literals):
        return None
    core = list(literals)
    for literal in literals:
        fewer = [each for each in core if each is not literal]
        if not fits(fewer):
            core = fewer
    return set(core)


def _excluded(
    keys: Sequence[Key], pattern: Mapping[Key, bool], signs: Mapping[Key, Any]
) -> PolynomialCondition:
    """Say that a pattern of signs does not occur; what is 0 there is at least 0 elsewhere."""
    above = [signs[key] for key in keys if pattern[key]]
    zero = [signs[key] for key in keys if not pattern[key]]
    if not zero:
        return PolynomialCondition(above[0], "==", tuple(above[1:]))
    return PolynomialCondition(sum(zero[1:], zero[0]), ">", tuple(above))


@dataclass(frozen=True)
class _Ratio:
    """A believed node against another of its set: beliefs, weights by played moves, labels."""

    belief: Any
    base_belief: Any
    weight: Any
    base_weight: Any
    counts: dict[tuple[int, int], int]


def _equations(
    assessment: PolynomialAssessment, pattern: Mapping[Key, bool]
) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield the equations between beliefs under which coefficients fit, and where they bind."""
    import sympy

    ratios = list(_ratios(assessment, pattern))
    columns = sorted({move for ratio in ratios for move in ratio.counts})
    if not ratios:
        return
    matrix = sympy.Matrix([[ratio.counts.get(move, 0) for move in columns] for ratio in ratios])
    kernel = matrix.T.nullspace() if columns else sympy.eye(len(ratios)).columnspace()
    for vector in kernel:
        scale = lcm(*(int(entry.q) for entry in vector))
        left = right = assessment.ring.one
        where: list[Any] = []
        for ratio, entry in zip(ratios, vector, strict=True):
            power = int(entry * scale)
            here = (ratio.belief * ratio.base_weight) ** abs(power)
            there = (ratio.base_belief * ratio.weight) ** abs(power)
            left, right = (
                (left * here, right * there) if power > 0 else (left * there, right * here)
            )
            if power:
                where += [
                    each
                    for each in (ratio.belief, ratio.base_belief)
                    if not each.is_ground and each not in where
                ]
        common = left.gcd(right)
        equation = left.quo(common) - right.quo(common)
        if equation != 0:
            yield equation, tuple(where)


def _ratios(assessment: PolynomialAssessment, pattern: Mapping[Key, bool]) -> Iterator[_Ratio]:
    tree = assessment.game.tree

    def is_positive(key: Key, entry: Any) -> bool:  # noqa: ANN401 - a ring element
        return pattern[key] if key in pattern else bool(entry != 0)

    def weighed(node: int) -> tuple[Any, dict[tuple[int, int], int]]:
        weight, counts = assessment.ring.one, dict[tuple[int, int], int]()
        while node:
            above = tree.parent[node]
            place = node - tree.first[above]
            move = assessment.weights(above)[place]
            number = tree.infoset[above]
            if tree.mover[above] == CHANCE or is_positive(("choice", number, place), move):
                weight *= move
            else:
                counts[number, place] = 1
            node = above
        return weight, counts

    for number, infoset in enumerate(tree.infosets):
        if number in assessment.support:
            continue
        believed = [
            (entry, *weighed(node))
            for place, (node, entry) in enumerate(
                zip(infoset.nodes, assessment.beliefs[number], strict=True)
            )
            if is_positive(("belief", number, place), entry)
        ]
        base_belief, base_weight, base = believed[0]
        for belief, weight, counts in believed[1:]:
            difference = {
                move: counts.get(move, 0) - base.get(move, 0) for move in {*counts, *base}
            }
            yield _Ratio(belief, base_belief, weight, base_weight, difference)


def _valid(
    equation: Any,  # noqa: ANN401 - a ring element
    where: tuple[Any, ...],
    members: Sequence[Formula],
    checker: Checker,
) -> PolynomialCondition | None:
    """Return an equation as a condition that every member meets, with as few premises as do."""
    for premises in ((), where):
        asked = [checker.term(each) > 0 for each in premises]
        if checker.impossible([*members, *asked, checker.term(equation) != 0]):
            return PolynomialCondition(equation, "==", premises)
    return None
