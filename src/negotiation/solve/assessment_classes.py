"""All equilibrium assessments of a game, grouped by what happens on the path.

Which outcomes can happen is a pattern of finitely many signs.  Each pattern that some equilibrium
assessment has is found, then blocked, until none is left.  Within a pattern, play at the
information sets that are reached is usually fixed by indifference; then each solution is a class.
Where the indifferences leave a continuum, the pattern is one class.  Play and beliefs off the
path may vary within a class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from negotiation.exact import Number, sign
from negotiation.game import BehaviourProfile, Beliefs
from negotiation.solve.consistency import ConsistencyWitness
from negotiation.solve.indifference import finitely_many
from negotiation.solve.real_arithmetic import (
    Deadline,
    Formula,
    Model,
    Term,
    Undecided,
    exact_value,
    find,
    find_soon,
    pinned,
)

if TYPE_CHECKING:
    from negotiation.solve.assessment_formula import AssessmentFormula

__all__ = ["AssessmentClass", "OnPath", "assessment_classes", "find_member"]

ONE = Fraction(1)
ZERO = Fraction(0)


@dataclass(frozen=True)
class OnPath:
    """Which outcomes happen with positive probability, and what that says of play.

    Attributes
    ----------
    outcomes
        The nodes of the outcomes that can happen.
    support
        Information sets that are reached → the places of the actions played there.
    """

    outcomes: frozenset[int]
    support: dict[int, tuple[int, ...]]

    @property
    def mixing(self) -> list[tuple[int, int]]:
        """The (information set, place) pairs whose probability the pattern leaves open."""
        return [
            (number, place)
            for number, places in self.support.items()
            if len(places) > 1
            for place in places
        ]


@dataclass(frozen=True)
class AssessmentClass:
    """Equilibrium assessments that agree on the path.

    Attributes
    ----------
    formula
        The formula whose solutions are classed.
    on_path
        What happens.
    conditions
        The class: the conditions of the formula and those that single it out.
    continuum
        Whether play on the path varies within the class.
    profile, beliefs
        A member of the class.
    witness
        Labels that show the member to be consistent, for sequential equilibrium.
    """

    formula: AssessmentFormula
    on_path: OnPath
    conditions: tuple[Formula, ...]
    continuum: bool
    profile: BehaviourProfile
    beliefs: Beliefs
    witness: ConsistencyWitness | None


def assessment_classes(formula: AssessmentFormula, deadline: Deadline) -> Iterator[AssessmentClass]:
    """Yield every class of equilibrium assessments; the end means that there is no other.

    Raises
    ------
    Undecided
        If the time limit ends the search.
    """
    import z3

    tree = formula.game.tree
    outcomes = list(tree.payoffs)
    happens: list[Formula] = []
    for node in outcomes:  # as long as the play that leads there, which adds up in deep trees
        deadline.check()
        happens.append(formula.occurs(node))
    blocked: list[Formula] = []
    while (model := find([formula.condition, *blocked], deadline, confirmed=True)) is not None:
        signs = [z3.is_true(model.eval(each, model_completion=True)) for each in happens]
        on_path = _on_path(
            formula, [node for node, sure in zip(outcomes, signs, strict=True) if sure]
        )
        yield from _within(formula, on_path, model, deadline)
        blocked.append(
            z3.Or(
                [z3.Not(each) if sure else each for each, sure in zip(happens, signs, strict=True)]
            )
        )


def find_member(
    formula: AssessmentFormula, further: Sequence[Formula], deadline: Deadline
) -> AssessmentClass | None:
    """Find one equilibrium assessment that meets further conditions, in simple numbers.

    Returns
    -------
    AssessmentClass or None
        Of the class only the member is meant; ``None`` where no assessment meets the conditions.

    Raises
    ------
    Undecided
        If the time limit ends the search.
    """
    import z3

    conditions = [formula.condition, *further]
    model = find(conditions, deadline)
    if model is None:
        return None
    happens = [
        node
        for node in formula.game.tree.payoffs
        if z3.is_true(model.eval(formula.occurs(node), model_completion=True))
    ]
    on_path = _on_path(formula, happens)
    return _class(formula, on_path, conditions, model, deadline, continuum=False)


def _on_path(formula: AssessmentFormula, outcomes: Sequence[int]) -> OnPath:
    tree = formula.game.tree
    played: dict[int, set[int]] = {}
    for outcome in outcomes:
        node = outcome
        while node:
            above = tree.parent[node]
            if tree.infoset[above] >= 0:
                played.setdefault(tree.infoset[above], set()).add(node - tree.first[above])
            node = above
    support = {number: tuple(sorted(played[number])) for number in sorted(played)}
    return OnPath(frozenset(outcomes), support)


def _within(
    formula: AssessmentFormula, on_path: OnPath, model: Model, deadline: Deadline
) -> Iterator[AssessmentClass]:
    """Yield the classes of one pattern: one for each solution on the path, or one for all."""
    import z3

    conditions = [formula.condition, z3.And(list(_pattern(formula, on_path)))]
    mixing = on_path.mixing
    if not mixing:
        yield _class(formula, on_path, conditions, model, deadline, continuum=False)
        return
    solutions: list[tuple[Formula, Model]] = []
    other: Model | None = model
    while other is not None:
        if len(solutions) == 1 and not finitely_many(formula.game, on_path.support):
            yield _class(formula, on_path, conditions, model, deadline, continuum=True)
            return
        solution = z3.And(
            [
                pinned(formula.choices[number][place], _value(other, formula, number, place))
                for number, place in mixing
            ]
        )
        solutions.append((solution, other))
        others = [z3.Not(each) for each, _ in solutions]
        other = find([*conditions, *others], deadline, confirmed=True)
    for solution, member in solutions:
        within = [*conditions, solution]
        yield _class(formula, on_path, within, member, deadline, continuum=False)


def _value(model: Model, formula: AssessmentFormula, number: int, place: int) -> Number:
    return exact_value(model, formula.choices[number][place])


def _pattern(formula: AssessmentFormula, on_path: OnPath) -> Iterator[Formula]:
    for number, places in on_path.support.items():
        for place, choice in enumerate(formula.choices[number]):
            if place not in places:
                yield choice == 0
            elif len(places) == 1:
                yield choice == 1
            else:
                yield choice > 0


def _class(
    formula: AssessmentFormula,
    on_path: OnPath,
    conditions: Sequence[Formula],
    member: Model,
    deadline: Deadline,
    *,
    continuum: bool,
) -> AssessmentClass:
    """Choose a member in simple numbers, and its witness; `member` where that takes too long."""
    model = _simple_member(formula, on_path, conditions, deadline) or member
    choices = [[exact_value(model, each) for each in row] for row in formula.choices]
    beliefs = [[exact_value(model, each) for each in row] for row in formula.beliefs]
    game = formula.game
    return AssessmentClass(
        formula,
        on_path,
        tuple(conditions),
        continuum,
        BehaviourProfile(game, tuple(tuple(row) for row in choices)),
        Beliefs(game, tuple(tuple(row) for row in beliefs)),
        _witness(formula, choices, beliefs, model, deadline),
    )


def _simple_member(
    formula: AssessmentFormula,
    on_path: OnPath,
    conditions: Sequence[Formula],
    deadline: Deadline,
) -> Model | None:
    """Prefer even mixing on a continuum, and pure play and certain beliefs off the path."""
    import z3

    even = [
        formula.choices[number][place] == z3.Q(1, len(on_path.support[number]))
        for number, place in on_path.mixing
    ]
    off_path = [number for number in range(len(formula.choices)) if number not in on_path.support]
    pure = [_certain(formula.choices[number]) for number in off_path]
    sure = [_certain(formula.beliefs[number]) for number in off_path]
    for wish in ([*even, *pure, *sure], [*even, *pure], [*pure, *sure], pure):
        model = find_soon([*conditions, *wish], deadline)
        if model is not None:
            return model
    return None


def _certain(distribution: Sequence[Term]) -> Formula:
    import z3

    return z3.Or([weight == 1 for weight in distribution])


def _witness(
    formula: AssessmentFormula,
    choices: Sequence[Sequence[Number]],
    beliefs: Sequence[Sequence[Number]],
    model: Model,
    deadline: Deadline,
) -> ConsistencyWitness | None:
    """Find labels for a member, in whole orders and with coefficients of 1 where they will do."""
    import z3

    if formula.labels is None:
        return None
    member = [
        pinned(unknown, number)
        for unknowns, numbers in (
            *zip(formula.choices, choices, strict=True),
            *zip(formula.beliefs, beliefs, strict=True),
        )
        for unknown, number in zip(unknowns, numbers, strict=True)
        if len(unknowns) > 1
    ]
    labels = formula.labels
    plain = [
        coefficient == 1
        for (number, place), coefficient in labels.coefficients.items()
        if sign(choices[number][place]) == 0
    ]
    small = [z3.Or(order == 0, order == 1, order == 2) for order in labels.orders.values()]
    for wish in ([*plain, *small], small):
        better = find_soon([formula.condition, *member, *wish], deadline)
        if better is not None:
            model = better
            break
    found: dict[tuple[int, int], Fraction] = {}
    for key, unknown in labels.orders.items():
        order = exact_value(model, unknown)
        if not isinstance(order, Fraction):
            message = f"z3 gives the order {order}, which cannot be scaled to a whole number"
            raise Undecided(message)
        found[key] = order
    scale = lcm(*(order.denominator for order in found.values()))
    orders: list[tuple[int, ...]] = []
    coefficients: list[tuple[Number, ...]] = []
    for number, row in enumerate(choices):
        orders.append(
            tuple(
                0 if sign(chance) else int(found.get((number, place), ONE) * scale)
                for place, chance in enumerate(row)
            )
        )
        coefficients.append(
            tuple(
                chance
                if sign(chance)
                else exact_value(model, labels.coefficients[number, place])
                if (number, place) in labels.coefficients
                else ONE
                for place, chance in enumerate(row)
            )
        )
    return ConsistencyWitness(formula.game, tuple(orders), tuple(coefficients))
