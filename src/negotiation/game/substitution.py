"""From a game with symbols to a game with numbers.

The payoffs, probabilities and guards of a tree are compiled once to a program in Fractions;
every point then costs one run of the program and one rebuilding of the nodes.  What a guard rules
out is not in the game: a payoff that is undefined there, or an information set without actions,
does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from negotiation.errors import InvalidGame, InvalidNumber, NegotiationError
from negotiation.evaluate import UNDEFINED, Program, compile_expressions
from negotiation.exact import Number, format_number, sign
from negotiation.game.tree import Chance, Decision, Node, Outcome, When, postorder

__all__ = ["Substitution", "prepare"]


@dataclass(frozen=True)
class Substitution:
    """A tree ready to be filled with parameter values.

    Attributes
    ----------
    order
        The distinct nodes, children before parents.
    program
        Evaluates every payoff, probability and guard of the nodes, in their order.
    """

    order: tuple[Node, ...]
    program: Program

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that the tree depends on, sorted."""
        return self.program.names

    def __call__(self, values: Mapping[str, Number]) -> Node:
        """Build the tree with numbers in place of symbols; guards are settled.

        Raises
        ------
        MissingParameter
            If a symbol has no value.
        InvalidGame
            If a guard leaves an information set without an action, or a probability is negative
            at these values; the message names both.
        InvalidNumber
            If a payoff, a probability or a guard is undefined at these values.
        """
        results = iter(self.program.where_defined(values))
        built: dict[int, Node | NegotiationError] = {}
        for node in self.order:
            if isinstance(node, Outcome):
                payoffs = {player: next(results) for player in node.payoffs}
                built[id(node)] = self._outcome(node, payoffs, values)
            elif isinstance(node, Chance):
                branches = {
                    label: (next(results), built[id(child)])
                    for label, (_, child) in node.branches.items()
                }
                built[id(node)] = self._chance(branches, values)
            else:
                actions: dict[str, Node | NegotiationError] = {}
                for action, follows in node.actions.items():
                    if not isinstance(follows, When):
                        actions[action] = built[id(follows)]
                        continue
                    available = next(results)
                    if available is None:
                        actions[action] = self._undefined(f"the guard of {action!r}", values)
                    elif available:
                        actions[action] = built[id(follows.node)]
                built[id(node)] = self._decision(node, actions, values)
        root = built[id(self.order[-1])]
        if isinstance(root, NegotiationError):
            raise root
        return root

    def _undefined(self, what: str, values: Mapping[str, Number]) -> InvalidNumber:
        return InvalidNumber(f"{what} at {_written(values, self.names)}: {UNDEFINED}")

    def _outcome(
        self, node: Outcome, payoffs: Mapping[str, object], values: Mapping[str, Number]
    ) -> Outcome | NegotiationError:
        for player, payoff in payoffs.items():
            if payoff is None:
                return self._undefined(f"the payoff of {player!r} in {node!r}", values)
        return Outcome(cast("Mapping[str, Number]", payoffs), node.label)

    def _chance(
        self,
        branches: Mapping[str, tuple[object, Node | NegotiationError]],
        values: Mapping[str, Number],
    ) -> Chance | NegotiationError:
        for label, (chance, child) in branches.items():
            if isinstance(child, NegotiationError):
                return child
            if chance is None:
                return self._undefined(f"the probability of {label!r}", values)
            if _is_negative(cast("Number", chance)):
                return InvalidGame(
                    f"the probability of {label!r} is {format_number(cast('Number', chance))} "
                    f"at {_written(values, self.names)}; it must be at least 0"
                )
        return Chance(cast("Mapping[str, tuple[Number, Node]]", branches))

    def _decision(
        self,
        node: Decision,
        actions: Mapping[str, Node | NegotiationError],
        values: Mapping[str, Number],
    ) -> Decision | NegotiationError:
        for child in actions.values():
            if isinstance(child, NegotiationError):
                return child
        if not actions:
            return InvalidGame(_no_action(node, values, self.names))
        return Decision(node.player, cast("Mapping[str, Node]", actions), node.infoset)


def prepare(root: Node) -> Substitution:
    """Compile the expressions of a tree.

    >>> from sympy import symbols
    >>> from fractions import Fraction
    >>> gain = symbols("gain")
    >>> prepare(Outcome({"Russia": gain - 1}))({"gain": Fraction(3)})
    Outcome(Russia=2)
    """
    order = postorder(root)
    expressions: list[object] = []
    for node in order:
        if isinstance(node, Outcome):
            expressions.extend(node.payoffs.values())
        elif isinstance(node, Chance):
            expressions.extend(chance for chance, _ in node.branches.values())
        else:
            expressions.extend(
                follows.requirement
                for follows in node.actions.values()
                if isinstance(follows, When)
            )
    return Substitution(tuple(order), compile_expressions(expressions))


def _is_negative(chance: Number) -> bool:
    try:
        return sign(chance) < 0
    except InvalidNumber:  # still symbolic: a value may be an expression
        return False


def _no_action(node: Decision, values: Mapping[str, Number], names: tuple[str, ...]) -> str:
    place = repr(node.infoset) if node.infoset else f"with actions {list(node.actions)}"
    guards = sorted(
        {follows.name for follows in node.actions.values() if isinstance(follows, When)}
    )
    at = f" at {_written(values, names)}" if names else ""
    return (
        f"information set {place} of {node.player!r} has no available action{at}: "
        f"every action is ruled out by {', '.join(map(repr, guards))}; "
        "lift a constraint or add an action that is always available"
    )


def _written(values: Mapping[str, Number], names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} = {format_number(values[name])}" for name in names)
