"""Changing the trees of models: symbols made one, constraints imposed and lifted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from negotiation.errors import InvalidModel
from negotiation.game import Chance, Decision, Node, Outcome, When
from negotiation.game.tree import Condition, Guard, postorder, rebuild
from negotiation.model.assumption import Constraint

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number

__all__ = [
    "constraints_of",
    "symbols_by_name",
    "with_constraint_imposed",
    "with_replaced_symbols",
    "with_symbols",
]


def symbols_by_name(symbols: Iterable[sympy.Basic]) -> dict[str, sympy.Basic]:
    """Return symbols by their names, sorted."""
    return dict(sorted((str(symbol), symbol) for symbol in symbols))


def constraints_of(root: Node) -> dict[str, Constraint]:
    """Return the constraints that guard actions of a tree, by name.

    Raises
    ------
    InvalidModel
        If one name is imposed at one action and lifted at another.
    """
    found: dict[str, Constraint] = {}
    for guard in _guards(root):
        constraint = guard.condition
        if not isinstance(constraint, Constraint):
            continue
        known = found.setdefault(constraint.name, constraint)
        if known.imposed != constraint.imposed:
            message = (
                f"constraint {constraint.name!r} is imposed at one action and lifted at another; "
                "it must be the same at all"
            )
            raise InvalidModel(message)
    return found


def _guards(root: Node) -> list[When]:
    return [
        follows
        for node in reversed(postorder(root))
        if isinstance(node, Decision)
        for follows in node.actions.values()
        if isinstance(follows, When)
    ]


def with_constraint_imposed(root: Node, name: str, *, imposed: bool) -> Node:
    """Return the tree with a constraint imposed, or lifted, wherever it guards an action."""

    def change(node: Node, children: Mapping[str, Node]) -> Node:
        if not isinstance(node, Decision):
            return _with_children(node, children)
        actions: dict[str, Node | When] = {}
        for action, follows in node.actions.items():
            if isinstance(follows, When):
                guard = follows.condition
                if isinstance(guard, Constraint) and guard.name == name:
                    guard = replace(guard, imposed=imposed)
                actions[action] = When(guard, children[action])
            else:
                actions[action] = children[action]
        return Decision(node.player, actions, node.infoset)

    return rebuild(root, change)


def _with_children(node: Node, children: Mapping[str, Node]) -> Node:
    if isinstance(node, Chance):
        return Chance(
            {label: (chance, children[label]) for label, (chance, _) in node.branches.items()}
        )
    return node


def with_symbols(root: Node, known: Mapping[str, sympy.Symbol]) -> Node:
    """Return the tree with every symbol of a known name replaced by the known symbol.

    The same object comes back where nothing differs.  So ``symbols("gain", positive=True)`` in a
    tree and ``Parameter("gain")`` are one parameter.
    """
    order = postorder(root)
    strangers: dict[sympy.Basic, sympy.Symbol] = {}
    for expression in _expressions(order):
        for symbol in getattr(expression, "free_symbols", ()):
            if known.get(str(symbol), symbol) != symbol:
                strangers[symbol] = known[str(symbol)]
    return with_replaced_symbols(root, strangers) if strangers else root


def with_replaced_symbols(root: Node, strangers: Mapping[sympy.Basic, sympy.Symbol]) -> Node:
    """Return the tree with some symbols replaced by others, in payoffs, chances and guards."""

    def number(value: Number) -> Number:
        if isinstance(value, Fraction):
            return value
        return cast("sympy.Expr", value.xreplace(strangers))

    def guard(follows: When, child: Node) -> When:
        condition = follows.condition
        if isinstance(condition, Constraint):
            return When(replace(condition, condition=canonical(condition.condition)), child)
        return When(condition if isinstance(condition, Guard) else canonical(condition), child)

    def canonical(condition: Condition) -> Condition:
        if isinstance(condition, bool):
            return condition
        return cast("Condition", condition.xreplace(strangers))

    def change(node: Node, children: Mapping[str, Node]) -> Node:
        if isinstance(node, Outcome):
            payoffs = {player: number(payoff) for player, payoff in node.payoffs.items()}
            return Outcome(payoffs, node.label)
        if isinstance(node, Chance):
            return Chance(
                {
                    label: (number(chance), children[label])
                    for label, (chance, _) in node.branches.items()
                }
            )
        return Decision(
            node.player,
            {
                action: guard(follows, children[action])
                if isinstance(follows, When)
                else children[action]
                for action, follows in node.actions.items()
            },
            node.infoset,
        )

    return rebuild(root, change)


def _expressions(order: Iterable[Node]) -> Iterable[object]:
    for node in order:
        if isinstance(node, Outcome):
            yield from node.payoffs.values()
        elif isinstance(node, Chance):
            yield from (chance for chance, _ in node.branches.values())
        else:
            for follows in node.actions.values():
                if isinstance(follows, When):
                    condition = follows.condition
                    yield condition.condition if isinstance(condition, Constraint) else condition
