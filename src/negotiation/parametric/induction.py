"""Backward induction over sets of equilibrium outcomes, with symbols.

In a game with perfect information an outcome of the subgame after action ``a`` is an equilibrium
outcome of the game iff it gives the mover at least what the worst equilibrium outcome after every
other action gives: the others may always be continued by their worst.  So the set of all
subgame-perfect outcomes, ties included, is found from the leaves up by comparing payoffs, and
comparing is all that depends on the parameters.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, TypeAlias, cast

from negotiation.errors import InvalidGame, NotSupported, TooManyEquilibria
from negotiation.exact import as_sympy
from negotiation.game import Game, name_text
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.parametric.domain import Domain, Quantity

if TYPE_CHECKING:
    import sympy

    from negotiation.parametric.branching import Branch

__all__ = ["Choices", "ClassPayoffs", "SymbolicGame", "equilibrium_classes", "prepare_game"]

Choices: TypeAlias = "tuple[tuple[int, int], ...]"
"""On-path play: the place of the action at each information set that is reached, by number."""

ClassPayoffs: TypeAlias = "tuple[Choices, tuple[Quantity, ...]]"


@dataclass(frozen=True)
class SymbolicGame:
    """A game whose payoffs and probabilities are in the arithmetic of a `Domain`.

    Attributes
    ----------
    game
        The game, with perfect information.
    domain
        The arithmetic.
    payoffs
        Node → one quantity a player, where the payoffs are polynomial or rational.
    piecewise
        Node → one expression a player, where a payoff holds ``Abs``, ``Min``, ``Max`` or
        ``Piecewise`` and has to be resolved by signs.
    probabilities
        Node below a chance node → the probability of its branch.
    denominators
        What must not vanish for the payoffs to be defined.
    """

    game: Game
    domain: Domain
    payoffs: Mapping[int, tuple[Quantity, ...]]
    piecewise: Mapping[int, tuple[sympy.Expr, ...]]
    probabilities: Mapping[int, Quantity]
    denominators: tuple[sympy.Expr, ...]


def prepare_game(game: Game, symbols: Sequence[sympy.Symbol]) -> SymbolicGame:
    """Convert the payoffs and probabilities of a game.

    Raises
    ------
    NotSupported
        If the game has imperfect information, or an expression is not piecewise rational.
    """
    import sympy

    if not game.has_perfect_information:
        number = next(
            number for number, infoset in enumerate(game.tree.infosets) if len(infoset.nodes) > 1
        )
        infoset = game.information_sets.at(number)
        message = (
            f"information set {name_text(infoset.name)!r} of {infoset.player!r} has "
            f"{len(infoset.nodes)} nodes; parametric.subgame_perfect needs perfect information"
        )
        raise NotSupported(message)
    tree = game.tree
    expressions = {
        node: tuple(as_sympy(payoff) for payoff in payoffs)
        for node, payoffs in tree.payoffs.items()
    }
    chances = {node: as_sympy(chance) for node, chance in tree.probability.items()}
    every = [*chances.values(), *(each for row in expressions.values() for each in row)]
    denominators = _denominators(every)
    domain = Domain(tuple(symbols), rational=bool(denominators))
    split = (sympy.Abs, sympy.Min, sympy.Max, sympy.Piecewise)
    known: dict[sympy.Expr, Quantity] = {}

    def convert(expression: sympy.Expr) -> Quantity:
        if expression not in known:
            known[expression] = domain.convert(expression)
        return known[expression]

    smooth = {node: row for node, row in expressions.items() if not any(e.has(*split) for e in row)}
    return SymbolicGame(
        game,
        domain,
        {node: tuple(convert(each) for each in row) for node, row in smooth.items()},
        {node: row for node, row in expressions.items() if node not in smooth},
        {node: convert(chance) for node, chance in chances.items()},
        denominators,
    )


def _denominators(expressions: Sequence[sympy.Expr]) -> tuple[sympy.Expr, ...]:
    import sympy

    found: list[sympy.Expr] = []
    for expression in dict.fromkeys(expressions):
        found.extend(
            power.base
            for power in sorted(expression.atoms(sympy.Pow), key=str)
            if power.free_symbols and power.exp.is_number and power.exp < 0
        )
    return tuple(dict.fromkeys(found))


def equilibrium_classes(
    symbolic: SymbolicGame, branch: Branch, *, limit: int = 10_000
) -> list[ClassPayoffs]:
    """Return the outcome classes of all pure subgame-perfect equilibria on a branch.

    Parameters
    ----------
    symbolic
        The game.
    branch
        Settles the signs of payoff differences and of guards.
    limit
        The most classes at one node.

    Raises
    ------
    TooManyEquilibria
        If chance moves multiply the classes beyond the limit.
    InvalidGame
        If the guards leave an information set without an action on this branch.
    """
    game, tree, domain = symbolic.game, symbolic.game.tree, symbolic.domain
    classes: list[list[ClassPayoffs]] = [[] for _ in range(len(tree))]
    players = range(len(game.players))
    available = _available(symbolic, branch)
    for node in range(len(tree) - 1, -1, -1):
        mover = tree.mover[node]
        if not available[node]:
            continue
        if mover == OUTCOME:
            payoffs = symbolic.payoffs.get(node)
            if payoffs is None:
                payoffs = tuple(resolve(each, domain, branch) for each in symbolic.piecewise[node])
            classes[node] = [((), payoffs)]
        elif mover == CHANCE:
            classes[node] = _after_chance(symbolic, classes, node, players, limit)
        else:
            open_moves = [
                (place, child)
                for place, child in enumerate(tree.children(node))
                if available[child]
            ]
            if not open_moves:
                raise InvalidGame(_no_action(symbolic, node, branch))
            infoset = tree.infoset[node]
            classes[node] = _best(
                [(place, classes[child]) for place, child in open_moves],
                infoset,
                mover,
                symbolic,
                branch,
            )
        for child in tree.children(node):
            classes[child] = []
    return classes[0]


def _available(symbolic: SymbolicGame, branch: Branch) -> list[bool]:
    """Settle the guards from the root down; what lies behind a closed one is not looked at."""
    tree = symbolic.game.tree
    available = [True] * len(tree)
    for node in range(1, len(tree)):
        available[node] = available[tree.parent[node]] and (
            node not in tree.guards
            or condition_holds(tree.guards[node].requirement, symbolic.domain, branch)
        )
    return available


def _after_chance(
    symbolic: SymbolicGame,
    classes: Sequence[Sequence[ClassPayoffs]],
    node: int,
    players: range,
    limit: int,
) -> list[ClassPayoffs]:
    tree = symbolic.game.tree
    children = tree.children(node)
    count = 1
    for child in children:
        count *= len(classes[child])
    if count > limit:
        raise TooManyEquilibria(count, limit=limit, exact=False)
    combined: list[ClassPayoffs] = []
    for combination in product(*(classes[child] for child in children)):
        totals = [symbolic.domain.zero() for _ in players]
        for child, (_, payoffs) in zip(children, combination, strict=True):
            chance = symbolic.probabilities[child]
            totals = [total + chance * payoffs[player] for player, total in enumerate(totals)]
        choices = tuple(sorted(choice for part, _ in combination for choice in part))
        combined.append((choices, tuple(totals)))
    return combined


def _best(
    moves: Sequence[tuple[int, Sequence[ClassPayoffs]]],
    infoset: int,
    mover: int,
    symbolic: SymbolicGame,
    branch: Branch,
) -> list[ClassPayoffs]:
    def above(one: Quantity, other: Quantity) -> int:
        return branch.sign(symbolic.domain.difference(one, other))

    worst: list[Quantity] = []
    for _, found in moves:
        lowest = found[0][1][mover]
        for _, payoffs in found[1:]:
            if above(lowest, payoffs[mover]) > 0:
                lowest = payoffs[mover]
        worst.append(lowest)
    kept: list[ClassPayoffs] = []
    for index, (place, found) in enumerate(moves):
        others = [value for other, value in enumerate(worst) if other != index]
        for choices, payoffs in found:
            if all(above(payoffs[mover], value) >= 0 for value in others):
                kept.append((tuple(sorted(((infoset, place), *choices))), payoffs))
    return kept


def _no_action(symbolic: SymbolicGame, node: int, branch: Branch) -> str:
    game = symbolic.game
    infoset = game.information_sets.at(game.tree.infoset[node])
    guards = sorted(
        {
            game.tree.guards[child].name
            for child in game.tree.children(node)
            if child in game.tree.guards
        }
    )
    point = branch.point
    at = (
        ""
        if point is None
        else " at "
        + ", ".join(
            f"{name} = {value}" for name, value in zip(symbolic.domain.names, point, strict=True)
        )
    )
    return (
        f"information set {name_text(infoset.name)!r} of {infoset.player!r} has no available "
        f"action{at}: every action is ruled out by {', '.join(map(repr, guards))}"
    )


def condition_holds(condition: object, domain: Domain, branch: Branch) -> bool:
    """Whether a condition holds on a branch; asks for the signs that it needs.

    Raises
    ------
    NotSupported
        If it is not made of relations between piecewise rational expressions.
    """
    import sympy

    if isinstance(condition, bool):
        return condition
    if condition in (sympy.true, sympy.false):
        return bool(condition)
    if not isinstance(condition, sympy.Basic):
        message = f"{condition!r} is not a condition"
        raise NotSupported(message)
    parts = condition.args
    if isinstance(condition, sympy.And):
        return all(condition_holds(part, domain, branch) for part in parts)
    if isinstance(condition, sympy.Or):
        return any(condition_holds(part, domain, branch) for part in parts)
    if isinstance(condition, sympy.Not):
        return not condition_holds(parts[0], domain, branch)
    if isinstance(condition, sympy.Implies):
        return not condition_holds(parts[0], domain, branch) or condition_holds(
            parts[1], domain, branch
        )
    test = _TESTS.get(type(condition).__name__)
    if test is None:
        message = f"{condition} is not made of relations between expressions"
        raise NotSupported(message)
    difference = resolve(parts[0], domain, branch) - resolve(parts[1], domain, branch)
    return test(branch.sign(domain.sign_polynomial(difference)), 0)


_TESTS: dict[str, Callable[[int, int], bool]] = {
    "StrictGreaterThan": operator.gt,
    "GreaterThan": operator.ge,
    "StrictLessThan": operator.lt,
    "LessThan": operator.le,
    "Equality": operator.eq,
    "Unequality": operator.ne,
}


def resolve(expression: sympy.Basic, domain: Domain, branch: Branch) -> Quantity:
    """Convert an expression, ``Abs``, ``Min``, ``Max`` and ``Piecewise`` resolved by signs."""
    import sympy

    if not expression.has(sympy.Abs, sympy.Min, sympy.Max, sympy.Piecewise):
        return domain.convert(cast("sympy.Expr", expression))

    def above(one: Quantity, other: Quantity) -> bool:
        return branch.sign(domain.sign_polynomial(one - other)) > 0

    if isinstance(expression, sympy.Piecewise):
        for pair in expression.args:
            if condition_holds(pair.args[1], domain, branch):
                return resolve(pair.args[0], domain, branch)
        message = f"no branch of {expression} holds; end it with (value, True)"
        raise NotSupported(message)
    if isinstance(expression, sympy.Pow) and isinstance(expression.args[1], sympy.Integer):
        return resolve(expression.args[0], domain, branch) ** int(expression.args[1])
    parts = [resolve(part, domain, branch) for part in expression.args]
    if isinstance(expression, sympy.Abs):
        return -parts[0] if above(domain.zero(), parts[0]) else parts[0]
    if isinstance(expression, sympy.Max):
        return reduce(lambda best, part: part if above(part, best) else best, parts)
    if isinstance(expression, sympy.Min):
        return reduce(lambda best, part: part if above(best, part) else best, parts)
    if isinstance(expression, sympy.Add):
        return reduce(operator.add, parts)
    if isinstance(expression, sympy.Mul):
        return reduce(operator.mul, parts)
    message = f"{expression} is not piecewise rational"
    raise NotSupported(message)
