"""When consistency leaves beliefs off the path free.

The labels of the actions that are not played decide the beliefs off the path.  Where these labels
can be chosen for each node apart, any beliefs at all are consistent, as in signalling games, where
each type's unused message has labels of its own (compare Fudenberg and Tirole 1991, proposition 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from negotiation.game.compiled import CHANCE
from negotiation.solve.consistency import own_steps

if TYPE_CHECKING:
    from negotiation.solve.class_polynomials import PolynomialAssessment

__all__ = ["any_belief_is_consistent"]


def any_belief_is_consistent(assessment: PolynomialAssessment) -> bool:
    """Return whether all beliefs within a class are consistent.

    A sufficient condition.  Beliefs that follow by updating, through moves of certainly positive
    probability, are consistent where those before them are.  For every node of each other
    information set off the path, count the actions on the way to it that are certainly not
    played, less the same counts for the set's first node.  If the rows of counts are linearly
    independent, orders and coefficients of those actions give every pattern of differences, hence
    every belief; and if some positive orders make all differences 0, adding them often enough
    makes all orders positive.

    Parameters
    ----------
    assessment
        The class, in symbols for what varies within it.

    Complexity
    ----------
    One Gaussian elimination and one linear program of the size of the counts.
    """
    import sympy
    import z3

    rows = list(_differences(assessment))
    if not rows:
        return True
    if sympy.Matrix(rows).rank() < len(rows):
        return False
    orders = [z3.Real(f"k{column}") for column in range(len(rows[0]))]
    solver = z3.SolverFor("QF_LRA")
    solver.add([order >= 1 for order in orders])
    for row in rows:
        solver.add(z3.Sum([count * order for count, order in zip(row, orders, strict=True)]) == 0)
    return bool(solver.check() == z3.sat)


def _differences(assessment: PolynomialAssessment) -> Iterator[list[int]]:
    tree = assessment.game.tree
    unplayed = [
        (number, place)
        for number, row in enumerate(assessment.choices)
        for place, chance in enumerate(row)
        if chance == 0
    ]
    columns = {key: column for column, key in enumerate(unplayed)}
    updated = _updated_surely(assessment)
    for number, infoset in enumerate(tree.infosets):
        if number in assessment.support or number in updated or len(infoset.nodes) == 1:
            continue
        counts: list[list[int]] = []
        for start in infoset.nodes:
            row = [0] * len(columns)
            node = start
            while node:
                above = tree.parent[node]
                if tree.mover[above] != CHANCE:
                    column = columns.get((tree.infoset[above], node - tree.first[above]))
                    if column is not None:
                        row[column] += 1
                node = above
            counts.append(row)
        for row in counts[1:]:
            yield [mine - first for mine, first in zip(row, counts[0], strict=True)]


def _updated_surely(assessment: PolynomialAssessment) -> set[int]:
    """Return the sets whose belief is the one before, updated by moves that are surely made."""
    tree = assessment.game.tree
    found: set[int] = set()
    for step in own_steps(tree):
        moves = [
            assessment.weights(tree.parent[child])[child - tree.first[tree.parent[child]]]
            for _, _, between in step.links
            for child in between
        ]
        nodes = {above for above, _, _ in step.links}
        if nodes == set(tree.infosets[step.before].nodes) and all(
            move.is_ground and move != 0 for move in moves
        ):
            found.add(step.after)
    return found
