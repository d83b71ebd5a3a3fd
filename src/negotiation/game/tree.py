"""The nodes of a sequential game: `Decision`, `Chance`, `Outcome`, and the guard `When`.

Nodes are immutable values: they may be shared between trees, are compared by value, can be
pickled, and may be nested a hundred thousand deep.  Everything that walks a tree does so with a
stack of its own, never by recursion.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, Union, runtime_checkable

from negotiation.errors import InvalidGame, InvalidNumber
from negotiation.exact import Number, NumberLike, exact, format_number, free_symbols, sign
from negotiation.game.value import TreeValue, set_once

if TYPE_CHECKING:
    import sympy

__all__ = [
    "Chance",
    "Condition",
    "Decision",
    "Guard",
    "History",
    "Node",
    "Outcome",
    "When",
    "postorder",
    "rebuild",
    "steps",
]

History: TypeAlias = "tuple[str, ...]"
"""The action and chance labels on the way from the root to a node."""

Node: TypeAlias = Union["Decision", "Chance", "Outcome"]

Condition: TypeAlias = Union[bool, "sympy.logic.boolalg.Boolean"]
"""A truth value, or a sympy condition over parameters."""


@runtime_checkable
class Guard(Protocol):
    """What may stand in `When`: a named condition that can be lifted.

    `negotiation.Constraint` is one; any object with these three attributes will do.
    """

    @property
    def name(self) -> str:
        """The name by which a model lifts the guard."""
        ...

    @property
    def condition(self) -> Condition:
        """Where the guarded action is available."""
        ...

    @property
    def imposed(self) -> bool:
        """Whether the condition is in force."""
        ...


class Outcome(TreeValue):
    """The end of a play: what each player gets.

    Parameters
    ----------
    payoffs
        Player → payoff; numbers as read by `negotiation.exact.exact`.
    label
        An optional name of the result, such as ``"treaty"``.

    Raises
    ------
    InvalidGame
        If a payoff is not a number or there is none.

    Examples
    --------
    >>> Outcome({"Japan": "1/3", "Russia": 0})
    Outcome(Japan=1/3, Russia=0)
    """

    __slots__ = ("label", "payoffs")
    payoffs: Mapping[str, Number]
    label: str | None

    def __init__(self, payoffs: Mapping[str, NumberLike], label: str | None = None) -> None:
        if not isinstance(payoffs, Mapping) or not payoffs:
            message = (
                f"an outcome needs payoffs such as {{'Japan': 1, 'Russia': 0}}, not {payoffs!r}"
            )
            raise InvalidGame(message)
        numbers: dict[str, Number] = {}
        for player, payoff in payoffs.items():
            _require_text(player, "a player in the payoffs of an outcome")
            try:
                numbers[player] = exact(payoff)
            except InvalidNumber as error:
                message = f"payoff of {player!r}: {error}"
                raise InvalidGame(message) from None
        if label is not None:
            _require_text(label, "the label of an outcome")
        set_once(self, "payoffs", MappingProxyType(numbers))
        set_once(self, "label", label)

    def parts(self) -> tuple[tuple[object, ...], tuple[TreeValue, ...]]:  # noqa: D102 - see TreeValue
        return (dict(self.payoffs), self.label), ()

    @classmethod
    def from_parts(cls, plain: tuple[Any, ...], below: Sequence[Any]) -> Outcome:  # noqa: ARG003, D102 - see TreeValue; nothing is below
        return cls(*plain)

    def hash_key(self) -> object:  # noqa: D102 - see TreeValue
        return frozenset(self.payoffs.items()), self.label

    def __repr__(self) -> str:
        payoffs = ", ".join(
            f"{player}={format_number(payoff)}" for player, payoff in self.payoffs.items()
        )
        return (
            f"Outcome({payoffs})" if self.label is None else f"Outcome({self.label!r}: {payoffs})"
        )


class When(TreeValue):
    """An action that is available only where a condition holds.

    Parameters
    ----------
    condition
        A `negotiation.Constraint` (which a model can lift by name), a sympy condition, or a
        truth value.
    node
        What follows the action.

    Examples
    --------
    >>> from sympy import symbols
    >>> aid = symbols("aid")
    >>> When(aid <= 0, Outcome({"Japan": 0, "Russia": 1}))
    When(aid <= 0, Outcome(Japan=0, Russia=1))
    """

    __slots__ = ("condition", "node")
    condition: Guard | Condition
    node: Node

    def __init__(self, condition: Guard | Condition, node: Node) -> None:
        plain = isinstance(condition, bool) or _is_condition(condition)
        if not plain and not isinstance(condition, Guard):
            message = (
                f"{condition!r} is not a condition; give a Constraint, a sympy condition such as "
                "symbols('aid') <= 0, or True or False"
            )
            raise InvalidGame(message)
        if not isinstance(node, Decision | Chance | Outcome):
            message = f"When guards a Decision, Chance or Outcome, not {node!r}"
            raise InvalidGame(message)
        set_once(self, "condition", condition)
        set_once(self, "node", node)

    @property
    def name(self) -> str:
        """The name of the constraint, or the condition written out."""
        return self.condition.name if isinstance(self.condition, Guard) else str(self.condition)

    @property
    def requirement(self) -> Condition:
        """The condition in force: that of the guard where it is imposed, else true."""
        if isinstance(self.condition, Guard):
            return self.condition.condition if self.condition.imposed else True
        return self.condition

    def parts(self) -> tuple[tuple[object, ...], tuple[TreeValue, ...]]:  # noqa: D102 - see TreeValue
        return (self.condition,), (self.node,)

    @classmethod
    def from_parts(cls, plain: tuple[Any, ...], below: Sequence[Any]) -> When:  # noqa: D102 - see TreeValue
        return cls(plain[0], below[0])

    def __repr__(self) -> str:
        return f"When({self.name}, {self.node!r})"


class Decision(TreeValue):
    """A move of a player.

    Parameters
    ----------
    player
        Who moves.
    actions
        Action label → what follows: a node, or `When` a condition holds.
    infoset
        The name of the information set.  Decisions of one player with the same name cannot be
        told apart by that player, and must offer the same actions in the same order.  A decision
        without a name is an information set of its own.

    Raises
    ------
    InvalidGame
        If there is no action, a label is not a text, or something else than a node follows.

    Examples
    --------
    >>> Decision("Russia", {"keep": Outcome({"Russia": 0}), "transfer": Outcome({"Russia": 1})})
    Decision('Russia': keep, transfer)
    """

    __slots__ = ("actions", "infoset", "player")
    player: str
    actions: Mapping[str, Node | When]
    infoset: str | None

    def __init__(
        self, player: str, actions: Mapping[str, Node | When], infoset: str | None = None
    ) -> None:
        _require_text(player, "the player of a decision")
        if infoset is not None:
            _require_text(infoset, f"the information set of a decision of {player!r}")
        where = f"a decision of {player!r}" + (f" at {infoset!r}" if infoset else "")
        if not isinstance(actions, Mapping) or not actions:
            message = f"{where} offers no action; give at least one, as {{'accept': Outcome(...)}}"
            raise InvalidGame(message)
        for action, follows in actions.items():
            if type(action) is not str or not action:
                _require_text(action, f"an action of {where}")
            if type(follows) not in _MAY_FOLLOW:
                message = (
                    f"action {action!r} of {where} leads to {follows!r}; "
                    "it must lead to a Decision, Chance, Outcome or When"
                )
                raise InvalidGame(message)
        set_once(self, "player", player)
        set_once(self, "actions", MappingProxyType(dict(actions)))
        set_once(self, "infoset", infoset)

    def parts(self) -> tuple[tuple[object, ...], tuple[TreeValue, ...]]:  # noqa: D102 - see TreeValue
        return (self.player, self.infoset, tuple(self.actions)), tuple(self.actions.values())

    @classmethod
    def from_parts(cls, plain: tuple[Any, ...], below: Sequence[Any]) -> Decision:  # noqa: D102 - see TreeValue
        player, infoset, labels = plain
        return cls(player, dict(zip(labels, below, strict=True)), infoset)

    def __repr__(self) -> str:
        place = "" if self.infoset is None else f" at {self.infoset!r}"
        return f"Decision({self.player!r}{place}: {', '.join(self.actions)})"


class Chance(TreeValue):
    """A move of chance.

    Parameters
    ----------
    branches
        Label → (probability, node).  Probabilities are numbers or expressions; numbers must be
        non-negative, and the game checks that they sum to exactly 1.

    Raises
    ------
    InvalidGame
        If there is no branch, a probability is negative, or something else than a node follows.

    Examples
    --------
    >>> nothing = Outcome({"Russia": 0})
    >>> Chance({"wants base": ("1/4", nothing), "no interest": ("3/4", nothing)})
    Chance(wants base 1/4, no interest 3/4)
    """

    __slots__ = ("branches",)
    branches: Mapping[str, tuple[Number, Node]]

    def __init__(self, branches: Mapping[str, tuple[NumberLike, Node]]) -> None:
        if not isinstance(branches, Mapping) or not branches:
            message = "a chance move has no branch; give {'label': (probability, node), ...}"
            raise InvalidGame(message)
        read: dict[str, tuple[Number, Node]] = {}
        for label, branch in branches.items():
            _require_text(label, "a branch of a chance move")
            if not isinstance(branch, tuple | list) or len(branch) != 2:
                message = f"chance branch {label!r} must be (probability, node), not {branch!r}"
                raise InvalidGame(message)
            probability, follows = branch
            if not isinstance(follows, Decision | Chance | Outcome):
                message = (
                    f"chance branch {label!r} leads to {follows!r}; "
                    "it must lead to a Decision, Chance or Outcome"
                )
                raise InvalidGame(message)
            try:
                number = exact(probability)
            except InvalidNumber as error:
                message = f"probability of chance branch {label!r}: {error}"
                raise InvalidGame(message) from None
            if not free_symbols(number) and sign(number) < 0:
                message = (
                    f"probability of chance branch {label!r} is {format_number(number)}; "
                    "it must be at least 0"
                )
                raise InvalidGame(message)
            read[label] = (number, follows)
        set_once(self, "branches", MappingProxyType(read))

    def parts(self) -> tuple[tuple[object, ...], tuple[TreeValue, ...]]:  # noqa: D102 - see TreeValue
        plain = tuple((label, chance) for label, (chance, _) in self.branches.items())
        return plain, tuple(child for _, child in self.branches.values())

    @classmethod
    def from_parts(cls, plain: tuple[Any, ...], below: Sequence[Any]) -> Chance:  # noqa: D102 - see TreeValue
        return cls(
            {label: (chance, child) for (label, chance), child in zip(plain, below, strict=True)}
        )

    def __repr__(self) -> str:
        return (
            "Chance("
            + ", ".join(
                f"{label} {format_number(chance)}" for label, (chance, _) in self.branches.items()
            )
            + ")"
        )


_MAY_FOLLOW = frozenset({Decision, Chance, Outcome, When})


def _require_text(value: object, what: str) -> None:
    if not isinstance(value, str) or not value:
        message = f"{what} must be a non-empty text, not {value!r}"
        raise InvalidGame(message)


def _is_condition(value: object) -> bool:
    sympy = sys.modules.get("sympy")
    return (
        sympy is not None
        and isinstance(value, sympy.logic.boolalg.Boolean)
        and not isinstance(
            value, sympy.Symbol
        )  # sympy takes a symbol for a number or a truth value
    )


def steps(node: Node) -> list[tuple[str, Node]]:
    """Return what follows a node: its (label, child) pairs, guards passed through.

    >>> steps(Outcome({"Russia": 0}))
    []
    """
    if isinstance(node, Decision):
        return [
            (label, child.node if isinstance(child, When) else child)
            for label, child in node.actions.items()
        ]
    if isinstance(node, Chance):
        return [(label, child) for label, (_, child) in node.branches.items()]
    return []


def postorder(root: Node) -> list[Node]:
    """List the distinct node objects of a tree, children before parents.

    Shared nodes are listed once, so the cost is linear in objects, not in histories.

    Raises
    ------
    InvalidGame
        If a node lies below itself (possible only by going round immutability).
    """
    done: set[int] = set()
    open_nodes: set[int] = {id(root)}
    order: list[Node] = []
    stack: list[tuple[Node, Iterator[tuple[str, Node]]]] = [(root, iter(steps(root)))]
    while stack:
        node, children = stack[-1]
        for label, child in children:
            key = id(child)
            if key in done:
                continue
            if key in open_nodes:
                message = (
                    f"the tree runs in a circle: {label!r} of {node!r} leads back above itself"
                )
                raise InvalidGame(message)
            open_nodes.add(key)
            stack.append((child, iter(steps(child))))
            break
        else:
            stack.pop()
            open_nodes.discard(id(node))
            done.add(id(node))
            order.append(node)
    return order


def rebuild(root: Node, change: Callable[[Node, Mapping[str, Node]], Node]) -> Node:
    """Build a new tree bottom-up.

    Parameters
    ----------
    root
        The old tree.
    change
        Called once a distinct node with the node and its already changed children by label;
        returns the node to stand in its place (the same object where nothing changed).

    Examples
    --------
    >>> tree = Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 2})})
    >>> def double(node, children):
    ...     if isinstance(node, Outcome):
    ...         return Outcome({player: 2 * payoff for player, payoff in node.payoffs.items()})
    ...     return Decision(node.player, children, node.infoset)
    >>> rebuild(tree, double).actions["y"]
    Outcome(A=4)
    """
    new: dict[int, Node] = {}
    for node in postorder(root):
        new[id(node)] = change(node, {label: new[id(child)] for label, child in steps(node)})
    return new[id(root)]
