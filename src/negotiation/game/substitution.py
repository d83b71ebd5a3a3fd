"""From a game with symbols to a game with numbers.

The payoffs, probabilities and guards of a tree are compiled once to a program in Fractions;
every point then costs one run of the program and one rebuilding of the nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from negotiation.errors import InvalidGame, InvalidNumber
from negotiation.evaluate import Program, compile_expressions
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
        """
        results = iter(self.program(values))
        built: dict[int, Node] = {}
        for node in self.order:
            if isinstance(node, Outcome):
                built[id(node)] = Outcome(
                    {player: cast("Number", next(results)) for player in node.payoffs}, node.label
                )
            elif isinstance(node, Chance):
                branches = {
                    label: (cast("Number", next(results)), built[id(child)])
                    for label, (_, child) in node.branches.items()
                }
                _refuse_negative(branches, values, self.names)
                built[id(node)] = Chance(branches)
            else:
                actions: dict[str, Node | When] = {}
                for action, follows in node.actions.items():
                    if not isinstance(follows, When):
                        actions[action] = built[id(follows)]
                    elif next(results):
                        actions[action] = built[id(follows.node)]
                if not actions:
                    raise InvalidGame(_no_action(node, values, self.names))
                built[id(node)] = Decision(node.player, actions, node.infoset)
        return built[id(self.order[-1])]


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


def _refuse_negative(
    branches: Mapping[str, tuple[Number, Node]],
    values: Mapping[str, Number],
    names: tuple[str, ...],
) -> None:
    for label, (chance, _) in branches.items():
        try:
            negative = sign(chance) < 0
        except InvalidNumber:  # still symbolic: a value may be an expression
            negative = False
        if negative:
            message = (
                f"the probability of {label!r} is {format_number(chance)} "
                f"at {_written(values, names)}; it must be at least 0"
            )
            raise InvalidGame(message)


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
