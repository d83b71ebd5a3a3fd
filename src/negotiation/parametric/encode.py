"""The equilibrium outcomes of a game as propositions about its parameters.

For every node and every way to play on from it there is a literal, "this is a subgame-perfect
outcome here".  After action ``a`` an outcome is one of the game iff it is one after ``a`` and,
for every other available action, some equilibrium outcome after that action gives the mover no
more.  The number of literals is the number of ways to play, not of cells, so a claim about a
tree with many free payoffs can be asked without visiting its cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.model import Constraint
from negotiation.parametric.formula import TRUE, Formula, Literal

if TYPE_CHECKING:
    from negotiation.parametric.domain import Polynomial
    from negotiation.parametric.induction import Choices, ClassPayoffs, SymbolicGame

__all__ = ["CONSTRAINT", "EncodedClass", "Encoding", "encode"]


CONSTRAINT = "constraint "
"""What stands before the name of a constraint in a formula."""


@dataclass(frozen=True)
class EncodedClass:
    """A way to play, with the literal that it is an equilibrium outcome."""

    found: ClassPayoffs
    literal: Literal

    @property
    def choices(self) -> Choices:
        """On-path play."""
        return self.found[0]


@dataclass(frozen=True)
class Encoding:
    """A game in a formula.

    Attributes
    ----------
    classes
        Every way to play the whole game.
    compared
        The payoff differences that decide; where one is 0 somebody is indifferent.
    """

    classes: tuple[EncodedClass, ...]
    compared: tuple[Polynomial, ...]


def encode(symbolic: SymbolicGame, formula: Formula, *, limit: int = 4_000) -> Encoding:
    """Write the equilibrium outcomes of a game into a formula.

    Parameters
    ----------
    symbolic
        The game, its payoffs polynomials or quotients of them.
    formula
        Receives definitions; a guard of a `Constraint` holds where the constraint's name is in
        force.
    limit
        The most ways to play from one node.

    Raises
    ------
    NotSupported
        If a payoff is piecewise, or chance multiplies the ways to play beyond the limit.
    """
    if symbolic.piecewise:
        message = "a payoff holds Abs, Min, Max or Piecewise, which has to be solved by cells"
        raise NotSupported(message)
    tree, domain = symbolic.game.tree, symbolic.domain
    classes: list[list[EncodedClass]] = [[] for _ in range(len(tree))]
    compared: dict[Polynomial, None] = {}
    for node in range(len(tree) - 1, -1, -1):
        mover = tree.mover[node]
        if mover == OUTCOME:
            classes[node] = [EncodedClass(((), symbolic.payoffs[node]), TRUE)]
        elif mover == CHANCE:
            classes[node] = _after_chance(symbolic, classes, node, formula, limit)
        else:
            moves = [
                (place, classes[child], _available(symbolic, child, formula))
                for place, child in enumerate(tree.children(node))
            ]
            if sum(len(found) for _, found, _ in moves) > limit:
                raise NotSupported(_too_many(limit))
            if all(literal != TRUE for _, _, literal in moves):
                formula.add(*[literal for _, _, literal in moves])
            here: list[EncodedClass] = []
            for place, found, available in moves:
                others = [move for move in moves if move[0] != place]
                for each in found:
                    parts = [available, each.literal]
                    for _, other, other_available in others:
                        worse = []
                        for rival in other:
                            difference = domain.sign_polynomial(
                                each.found[1][mover] - rival.found[1][mover]
                            )
                            if difference and not difference.is_ground:
                                compared.setdefault(difference)
                            worse.append(
                                formula.all_of([rival.literal, formula.at_least(difference)])
                            )
                        parts.append(formula.any_of([-other_available, *worse]))
                    choices = tuple(sorted(((tree.infoset[node], place), *each.choices)))
                    here.append(EncodedClass((choices, each.found[1]), formula.all_of(parts)))
            classes[node] = here
        for child in tree.children(node):
            classes[child] = []
    return Encoding(tuple(classes[0]), tuple(compared))


def _available(symbolic: SymbolicGame, child: int, formula: Formula) -> Literal:
    guard = symbolic.game.tree.guards.get(child)
    if guard is None:
        return TRUE
    condition = guard.condition
    if not isinstance(condition, Constraint):
        return formula.condition(guard.requirement)
    if not condition.imposed:
        return TRUE
    holds = formula.condition(condition.condition)
    formula.name(CONSTRAINT + condition.name)
    return formula.any_of([-formula.names[CONSTRAINT + condition.name], holds])


def _after_chance(
    symbolic: SymbolicGame,
    classes: Sequence[Sequence[EncodedClass]],
    node: int,
    formula: Formula,
    limit: int,
) -> list[EncodedClass]:
    children = symbolic.game.tree.children(node)
    count = 1
    for child in children:
        count *= len(classes[child])
    if count > limit:
        raise NotSupported(_too_many(limit))
    combined: list[EncodedClass] = []
    for combination in product(*(classes[child] for child in children)):
        totals = [symbolic.domain.zero() for _ in symbolic.game.players]
        for child, each in zip(children, combination, strict=True):
            chance = symbolic.probabilities[child]
            totals = [total + chance * each.found[1][i] for i, total in enumerate(totals)]
        choices = tuple(sorted(choice for each in combination for choice in each.choices))
        literal = formula.all_of([each.literal for each in combination])
        combined.append(EncodedClass((choices, tuple(totals)), literal))
    return combined


def _too_many(limit: int) -> str:
    return f"there are more than {limit} ways to play from one node, too many to write out"
