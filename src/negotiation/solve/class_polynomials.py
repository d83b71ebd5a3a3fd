"""What defines a class of assessments, as polynomials in what varies within it.

Within a class most probabilities and beliefs are constant.  Writing the others as symbols, every
condition of equilibrium is a polynomial one: incentives at every information set, and updating
between a player's own moves.  At an information set that is reached the probabilities of reaching
its nodes stand for the belief, which is proportional to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.solve.consistency import own_steps

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game import Game

__all__ = ["PolynomialAssessment", "PolynomialCondition", "class_conditions"]

Polynomial = Any
"""An element of a polynomial ring over the rationals; sympy does not type them."""


@dataclass(frozen=True)
class PolynomialCondition:
    """A polynomial is at least 0, above 0 or equal to 0, wherever others are above 0.

    Attributes
    ----------
    polynomial
        The left side; the right side is 0.
    relation
        One of ``">="``, ``">"`` and ``"=="``.
    where
        The polynomials that must be above 0 for the condition to bind.
    """

    polynomial: Polynomial
    relation: str
    where: tuple[Polynomial, ...] = ()


@dataclass(frozen=True)
class PolynomialAssessment:
    """An assessment whose entries are polynomials.

    Attributes
    ----------
    game
        The game.
    ring
        The polynomial ring.
    choices, beliefs
        One entry an action or node, by information set.
    support
        Information sets that are reached → the places of the actions played there.
    """

    game: Game
    ring: Any
    choices: Sequence[Sequence[Polynomial]]
    beliefs: Sequence[Sequence[Polynomial]]
    support: Mapping[int, Sequence[int]]

    def weights(self, node: int) -> Sequence[Polynomial]:
        """Return the probabilities of the moves at a node."""
        tree = self.game.tree
        if tree.mover[node] == CHANCE:
            return [self.constant(tree.probability[child]) for child in tree.children(node)]
        return self.choices[tree.infoset[node]]

    def constant(self, number: Number) -> Polynomial:
        """Return a rational number as a polynomial."""
        from sympy import QQ

        if not isinstance(number, Fraction):
            message = f"{number} is not a rational number"
            raise TypeError(message)
        return self.ring(QQ(number.numerator, number.denominator))


def class_conditions(assessment: PolynomialAssessment) -> Iterator[PolynomialCondition]:
    """Yield the conditions of perfect Bayesian equilibrium on what varies.

    That the entries are distributions is left out.
    """
    yield from _incentives(assessment)
    yield from _updating(assessment)


def _incentives(assessment: PolynomialAssessment) -> Iterator[PolynomialCondition]:
    tree = assessment.game.tree
    reach, values = _reach(assessment), _values(assessment)
    for number, infoset in enumerate(tree.infosets):
        reached = number in assessment.support
        weights = [reach[node] for node in infoset.nodes] if reached else assessment.beliefs[number]
        gains = [
            _dot(
                assessment,
                weights,
                [values[tree.first[node] + place][infoset.player] for node in infoset.nodes],
            )
            for place in range(len(infoset.actions))
        ]
        if reached:
            support = assessment.support[number]
            for place, gain in enumerate(gains):
                if place != support[0]:
                    relation = "==" if place in support else ">="
                    yield PolynomialCondition(gains[support[0]] - gain, relation)
            continue
        for place, gain in enumerate(gains):
            played = assessment.choices[number][place]
            if played == 0:
                continue
            where = () if played.is_ground else (played,)
            for other, other_gain in enumerate(gains):
                if other != place:
                    yield PolynomialCondition(gain - other_gain, ">=", where)


def _updating(assessment: PolynomialAssessment) -> Iterator[PolynomialCondition]:
    tree = assessment.game.tree
    for step in own_steps(tree):
        if step.after in assessment.support or len(step.links) == 1:
            continue
        place = {node: index for index, node in enumerate(tree.infosets[step.before].nodes)}
        reach = _reach(assessment) if step.before in assessment.support else None
        weights = []
        for above, _, between in step.links:
            weight = (
                assessment.beliefs[step.before][place[above]] if reach is None else reach[above]
            )
            for child in between:
                parent = tree.parent[child]
                weight *= assessment.weights(parent)[child - tree.first[parent]]
            weights.append(weight)
        total = sum(weights, assessment.ring.zero)
        for belief, weight in zip(assessment.beliefs[step.after], weights, strict=True):
            yield PolynomialCondition(belief * total - weight, "==")


def _reach(assessment: PolynomialAssessment) -> list[Polynomial]:
    tree = assessment.game.tree
    reach = [assessment.ring.zero] * len(tree)
    reach[0] = assessment.ring.one
    for node in range(len(tree)):
        if tree.mover[node] != OUTCOME and reach[node] != 0:
            for child, weight in zip(tree.children(node), assessment.weights(node), strict=True):
                reach[child] = reach[node] * weight
    return reach


def _values(assessment: PolynomialAssessment) -> list[list[Polynomial]]:
    tree = assessment.game.tree
    players = range(len(assessment.game.players))
    values: list[list[Polynomial]] = [[] for _ in range(len(tree))]
    for node in range(len(tree) - 1, -1, -1):
        if tree.mover[node] == OUTCOME:
            values[node] = [assessment.constant(payoff) for payoff in tree.payoffs[node]]
        else:
            weights = assessment.weights(node)
            below = [values[child] for child in tree.children(node)]
            values[node] = [
                _dot(assessment, weights, [each[player] for each in below]) for player in players
            ]
    return values


def _dot(
    assessment: PolynomialAssessment, weights: Sequence[Polynomial], values: Sequence[Polynomial]
) -> Polynomial:
    total = assessment.ring.zero
    for weight, value in zip(weights, values, strict=True):
        if weight != 0:
            total += weight * value
    return total
