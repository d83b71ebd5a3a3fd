"""Assessments that are in equilibrium, as one formula over the real numbers.

The unknowns are the probability of every action, the belief at every node, and the value of play
from every node on.  An assessment satisfies the formula iff it is a perfect Bayesian equilibrium
(Bayes' rule on the path and updating consistency, Perea 2002), or a sequential equilibrium (Kreps
and Wilson 1982).  Sequential rationality is asked of single moves: under updating consistency
that is the same as of whole continuation strategies (Hendon, Jacobsen and Sloth 1996; Perea
2002).  Consistency is asked by labels: every action has an order, 0 iff it is played, and a
positive coefficient, and beliefs lie on the nodes of least total order in proportion to the
products of the coefficients (Kreps and Wilson 1982, lemma A1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.errors import ImperfectRecall, NotSupported
from negotiation.exact import is_rational
from negotiation.game import Game, name_text
from negotiation.game.compiled import CHANCE, OUTCOME, CompiledTree, place_name
from negotiation.solve.consistency import own_steps

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.solve.real_arithmetic import Formula, Term

__all__ = ["AssessmentFormula", "Labels", "assessment_formula", "rational", "require_solvable"]


@dataclass(frozen=True)
class Labels:
    """The unknown labels of actions that lead to different nodes of one information set.

    Attributes
    ----------
    orders, coefficients
        (information set, place of the action) → unknown.
    """

    orders: Mapping[tuple[int, int], Term]
    coefficients: Mapping[tuple[int, int], Term]


@dataclass(frozen=True)
class AssessmentFormula:
    """The unknowns of an assessment and the conditions on them.

    Attributes
    ----------
    game
        The game, settled.
    choices
        The probability of each action, by information set.
    beliefs
        The belief at each node, by information set; 1 where there is one node.
    labels
        The unknown labels, for sequential equilibrium.
    condition
        What the unknowns must satisfy.
    """

    game: Game
    choices: tuple[tuple[Term, ...], ...]
    beliefs: tuple[tuple[Term, ...], ...]
    labels: Labels | None
    condition: Formula = field(repr=False)

    def occurs(self, node: int) -> Formula:
        """Return the condition that play reaches a node with positive probability."""
        import z3

        tree = self.game.tree
        needed: list[Formula] = []
        while node:
            above = tree.parent[node]
            if tree.mover[above] != CHANCE:
                needed.append(self.choices[tree.infoset[above]][node - tree.first[above]] > 0)
            node = above
        return z3.And(needed)


def rational(number: object) -> Term:
    """Write a rational number as a constant of the formula."""
    import z3

    if not isinstance(number, Fraction):
        message = f"{number} is not a rational number"
        raise NotSupported(message)
    return z3.RatVal(number.numerator, number.denominator)


def assessment_formula(
    game: Game, *, sequential: bool, number: Callable[[Number], Term] = rational
) -> AssessmentFormula:
    """Write the conditions of perfect Bayesian or sequential equilibrium of a game.

    Parameters
    ----------
    game
        A game that `require_solvable` passes.
    sequential
        Whether beliefs must be consistent in the sense of Kreps and Wilson, beyond Bayes' rule on
        the path and updating consistency.
    number
        Writes payoffs and chances as terms; one that knows symbols leaves parameters unknown.
    """
    import z3

    tree = game.tree
    numbers = _Numbers(
        {
            node: tuple(number(payoff) for payoff in payoffs)
            for node, payoffs in tree.payoffs.items()
        },
        {node: number(chance) for node, chance in tree.probability.items()},
    )
    choices = tuple(
        _distribution(f"choice {place}", len(infoset.actions))
        for place, infoset in enumerate(tree.infosets)
    )
    beliefs = tuple(
        _distribution(f"belief {place}", len(infoset.nodes))
        for place, infoset in enumerate(tree.infosets)
    )
    conditions: list[Formula] = []
    for distribution in (*choices, *beliefs):
        if len(distribution) > 1:
            conditions += [weight >= 0 for weight in distribution]
            conditions.append(z3.Sum(distribution) == 1)
    conditions += _rationality(tree, numbers, choices, beliefs)
    labels = None
    if sequential:
        labels, consistent = _consistency(tree, numbers, choices, beliefs)
        conditions += consistent
    else:
        conditions += _bayes(tree, numbers, choices, beliefs)
    return AssessmentFormula(game, choices, beliefs, labels, z3.And(conditions))


@dataclass(frozen=True)
class _Numbers:
    """The payoffs at outcomes and the chances of branches as terms, by node."""

    payoffs: Mapping[int, tuple[Term, ...]]
    chances: Mapping[int, Term]


def require_solvable(game: Game) -> Game:
    """Settle a game and refuse what the formula cannot express.

    Returns
    -------
    Game
        The game with its guards settled.

    Raises
    ------
    MissingParameter
        If symbols are left without a value.
    ImperfectRecall
        If a player forgets own moves; the information set is named.
    NotSupported
        If a chance branch has probability 0, where consistency is not defined, or a number is
        irrational.
    """
    game = game.settled
    if game.forgetful_set is not None:
        infoset = game.forgetful_set
        message = (
            f"{infoset.player!r} forgets an own earlier move or observation at information set "
            f"{name_text(infoset.name)!r}; beliefs need perfect recall"
        )
        raise ImperfectRecall(message)
    tree = game.tree
    for node, chance in tree.probability.items():
        if chance == 0:
            message = (
                f"chance branch {place_name(tree.history(node))} has probability 0, and beliefs "
                "about it are not defined; leave the branch out of the tree"
            )
            raise NotSupported(message)
        _require_rational(tree, node, chance)
    for node, payoffs in tree.payoffs.items():
        for payoff in payoffs:
            _require_rational(tree, node, payoff)
    return game


def _require_rational(tree: CompiledTree, node: int, number: Any) -> None:  # noqa: ANN401 - a Number
    if not is_rational(number):
        message = (
            f"the number {number} at {place_name(tree.history(node))} is irrational; perfect "
            "Bayesian and sequential equilibria are computed for rational payoffs and chances"
        )
        raise NotSupported(message)


def _distribution(name: str, count: int) -> tuple[Term, ...]:
    import z3

    if count == 1:
        return (z3.RealVal(1),)
    return tuple(z3.Real(f"{name}_{place}") for place in range(count))


def _rationality(
    tree: CompiledTree,
    numbers: _Numbers,
    choices: Sequence[Sequence[Term]],
    beliefs: Sequence[Sequence[Term]],
) -> list[Formula]:
    """Every action played is best at its information set under the belief there."""
    import z3

    conditions: list[Formula] = []
    values: dict[tuple[int, int], Term] = {}
    movers = sorted({infoset.player for infoset in tree.infosets})
    for node in range(len(tree) - 1, -1, -1):
        mover = tree.mover[node]
        for player in movers:
            if mover == OUTCOME:
                values[node, player] = numbers.payoffs[node][player]
                continue
            weights = _weights(tree, numbers, choices, node)
            below = [values[child, player] for child in tree.children(node)]
            total = z3.simplify(_dot(weights, below))
            if mover == CHANCE or z3.is_rational_value(total):
                values[node, player] = total
            else:
                value = z3.Real(f"v{node}_{player}")
                conditions.append(value == total)
                values[node, player] = value
    for number, infoset in enumerate(tree.infosets):
        count = len(infoset.actions)
        if count == 1:
            continue
        best = z3.Real(f"w{number}")
        for place in range(count):
            below = [values[tree.first[node] + place, infoset.player] for node in infoset.nodes]
            gain = _dot(beliefs[number], below)
            conditions.append(gain <= best)
            conditions.append(z3.Implies(choices[number][place] > 0, gain == best))
    return conditions


def _weights(
    tree: CompiledTree, numbers: _Numbers, choices: Sequence[Sequence[Term]], node: int
) -> list[Term]:
    if tree.mover[node] == CHANCE:
        return [numbers.chances[child] for child in tree.children(node)]
    return list(choices[tree.infoset[node]])


def _move(
    tree: CompiledTree, numbers: _Numbers, choices: Sequence[Sequence[Term]], child: int
) -> Term:
    """Return the probability of the move that leads to a node."""
    above = tree.parent[child]
    return _weights(tree, numbers, choices, above)[child - tree.first[above]]


def _bayes(
    tree: CompiledTree,
    numbers: _Numbers,
    choices: Sequence[Sequence[Term]],
    beliefs: Sequence[Sequence[Term]],
) -> list[Formula]:
    """Bayes' rule at a player's first sets, updating at the later ones.

    Together they imply Bayes' rule wherever play goes: where a later set is reached, so is the
    own set before it.
    """
    conditions: list[Formula] = []
    later = set()
    for step in own_steps(tree):
        later.add(step.after)
        place = {node: index for index, node in enumerate(tree.infosets[step.before].nodes)}
        weights = [
            _product(
                [
                    beliefs[step.before][place[above]],
                    *(_move(tree, numbers, choices, child) for child in between),
                ]
            )
            for above, _, between in step.links
        ]
        conditions += _proportional(beliefs[step.after], weights)
    for number, infoset in enumerate(tree.infosets):
        if number not in later:
            weights = [
                _product([_move(tree, numbers, choices, child) for child in _way(tree, node)])
                for node in infoset.nodes
            ]
            conditions += _proportional(beliefs[number], weights)
    return conditions


def _proportional(belief: Sequence[Term], weights: Sequence[Term]) -> list[Formula]:
    """Beliefs are proportional to weights; anything goes where all weights are 0."""
    import z3

    if len(belief) == 1:
        return []
    total = z3.Sum(weights)
    return [chance * total == weight for chance, weight in zip(belief, weights, strict=True)]


def _way(tree: CompiledTree, node: int) -> list[int]:
    """Return the nodes from below the root down to a node."""
    way = []
    while node:
        way.append(node)
        node = tree.parent[node]
    return way[::-1]


def _consistency(
    tree: CompiledTree,
    numbers: _Numbers,
    choices: Sequence[Sequence[Term]],
    beliefs: Sequence[Sequence[Term]],
) -> tuple[Labels, list[Formula]]:
    import z3

    orders: dict[tuple[int, int], Term] = {}
    coefficients: dict[tuple[int, int], Term] = {}
    conditions: list[Formula] = []
    for number, infoset in enumerate(tree.infosets):
        if len(infoset.nodes) == 1:
            continue
        ways = [_way(tree, node) for node in infoset.nodes]
        moves = [[_label(tree, child) for child in way] for way in ways]
        shared = set(moves[0]).intersection(*moves[1:])
        depth: list[Term] = []
        weights: list[Term] = []
        for way, labels in zip(ways, moves, strict=True):
            apart = [label for label in labels if label is not None and label not in shared]
            for key in apart:
                if key not in orders:
                    orders[key] = z3.Real(f"k{key[0]}_{key[1]}")
                    coefficients[key] = z3.Real(f"x{key[0]}_{key[1]}")
            chances = [
                numbers.chances[child]
                for child, label in zip(way, labels, strict=True)
                if label is None
            ]
            depth.append(z3.Sum([z3.RealVal(0), *(orders[key] for key in apart)]))
            weights.append(_product([*chances, *(coefficients[key] for key in apart)]))
        conditions += _least(number, beliefs[number], depth, weights)
    for key, order in orders.items():
        played, coefficient = choices[key[0]][key[1]], coefficients[key]
        conditions += [
            order >= 0,
            (played > 0) == (order == 0),
            z3.Or(order == 0, order >= 1),
            coefficient > 0,
            coefficient <= 1,
            z3.Implies(played > 0, coefficient == played),
        ]
    return Labels(orders, coefficients), conditions


def _label(tree: CompiledTree, child: int) -> tuple[int, int] | None:
    """Return the information set and the place of the action that leads to a node."""
    above = tree.parent[child]
    if tree.mover[above] == CHANCE:
        return None
    return tree.infoset[above], child - tree.first[above]


def _least(
    number: int,
    belief: Sequence[Term],
    depth: Sequence[Term],
    weights: Sequence[Term],
) -> list[Formula]:
    """Beliefs are positive on the nodes of least order, in proportion to the weights there."""
    import z3

    least, total = z3.Real(f"l{number}"), z3.Real(f"t{number}")
    conditions: list[Formula] = [total > 0, z3.Or([each == least for each in depth])]
    for chance, order, weight in zip(belief, depth, weights, strict=True):
        conditions += [
            order >= least,
            (chance > 0) == (order == least),
            z3.Implies(order == least, chance * total == weight),
        ]
    return conditions


def _dot(weights: Sequence[Term], values: Sequence[Term]) -> Term:
    import z3

    return z3.Sum([weight * value for weight, value in zip(weights, values, strict=True)])


def _product(factors: Sequence[Term]) -> Term:
    import z3

    return z3.Product([z3.RealVal(1), *factors])
