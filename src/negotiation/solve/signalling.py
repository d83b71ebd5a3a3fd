"""Signalling games: chance draws a type, the type sends a message, a receiver replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported
from negotiation.game import name_text
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.solve.assessment_formula import rational, require_solvable

if TYPE_CHECKING:
    from fractions import Fraction

    from negotiation.exact import Number
    from negotiation.game import Game
    from negotiation.solve.real_arithmetic import Term

__all__ = ["Message", "SignallingGame", "signalling_game"]


@dataclass(frozen=True)
class Message:
    """One message, and what the receiver may reply.

    Attributes
    ----------
    label
        The message.
    number
        The number of the receiver's information set.
    replies
        The replies.
    sender_payoff, receiver_payoff
        Type → payoff of each reply; only types that can send the message.
    """

    label: str
    number: int
    replies: tuple[str, ...]
    sender_payoff: Mapping[str, tuple[Number, ...]]
    receiver_payoff: Mapping[str, tuple[Number, ...]]

    def faces(self, types: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the largest sets of replies that are all best under one belief on some types.

        The mixed best replies to beliefs on these types are the mixtures within such a set.
        """
        places = range(len(self.replies))
        found: list[tuple[int, ...]] = []
        for size in range(len(self.replies), 0, -1):
            found += [
                face
                for face in combinations(places, size)
                if not any(set(face) <= set(larger) for larger in found)
                and self._all_best(face, types)
            ]
        return found

    def _all_best(self, face: Sequence[int], types: Sequence[str]) -> bool:
        import z3

        belief = [z3.Real(f"m{place}") for place in range(len(types))]
        gain: list[Term] = [
            z3.Sum(
                [
                    weight * rational(self.receiver_payoff[name][reply])
                    for weight, name in zip(belief, types, strict=True)
                ]
            )
            for reply in range(len(self.replies))
        ]
        solver = z3.SolverFor("QF_LRA")
        solver.add(z3.Sum(belief) == 1, *(weight >= 0 for weight in belief))
        solver.add([gain[reply] >= other for reply in face for other in gain])
        return bool(solver.check() == z3.sat)


@dataclass(frozen=True)
class SignallingGame:
    """A game read as a signalling game.

    Attributes
    ----------
    game
        The game.
    types
        Type → the number of the sender's information set.
    prior
        Type → probability.
    messages
        The messages.
    """

    game: Game
    types: Mapping[str, int]
    prior: Mapping[str, Fraction]
    messages: tuple[Message, ...]


def signalling_game(game: Game) -> SignallingGame:
    """Read a game as a signalling game.

    Raises
    ------
    NotSupported
        If it is not one: chance draws a type that only the sender learns, the sender sends a
        message, and the receiver, who sees the message alone, makes the last move.
    """
    game = require_solvable(game)
    tree = game.tree
    if tree.mover[0] != CHANCE:
        raise NotSupported(_refusal("it does not begin with a chance move that draws a type"))
    sender = tree.mover[tree.first[0]]
    types: dict[str, int] = {}
    nodes_of: dict[str, list[tuple[str, int]]] = {}
    for kind in tree.children(0):
        if tree.mover[kind] != sender or sender < 0:
            raise NotSupported(
                _refusal(f"after {tree.label[kind]!r} another than the sender moves")
            )
        if len(tree.infosets[tree.infoset[kind]].nodes) > 1:
            name = name_text(game.information_sets.at(tree.infoset[kind]).name)
            raise NotSupported(_refusal(f"the sender does not learn the type at {name!r}"))
        types[tree.label[kind]] = tree.infoset[kind]
        for node in tree.children(kind):
            nodes_of.setdefault(tree.label[node], []).append((tree.label[kind], node))
    messages = tuple(_message(game, label, nodes, sender) for label, nodes in nodes_of.items())
    prior = {tree.label[kind]: tree.probability[kind] for kind in tree.children(0)}
    return SignallingGame(game, types, prior, messages)  # type: ignore[arg-type]  # settled games hold Fractions


def _message(game: Game, label: str, nodes: Sequence[tuple[str, int]], sender: int) -> Message:
    tree = game.tree
    first = nodes[0][1]
    receiver, number = tree.mover[first], tree.infoset[first]
    if receiver < 0 or receiver == sender:
        raise NotSupported(_refusal(f"no receiver replies to {label!r}"))
    if set(tree.infosets[number].nodes) != {node for _, node in nodes}:
        name = name_text(game.information_sets.at(number).name)
        raise NotSupported(
            _refusal(f"the receiver at {name!r} does not know exactly that {label!r} was sent")
        )
    for _, node in nodes:
        for end in tree.children(node):
            if tree.mover[end] != OUTCOME:
                raise NotSupported(_refusal(f"play goes on after the reply to {label!r}"))
    sent = {name: [tree.payoffs[end] for end in tree.children(node)] for name, node in nodes}
    return Message(
        label,
        number,
        tree.infosets[number].actions,
        {name: tuple(each[sender] for each in ends) for name, ends in sent.items()},
        {name: tuple(each[receiver] for each in ends) for name, ends in sent.items()},
    )


def _refusal(reason: str) -> str:
    return (
        f"the game is no signalling game: {reason}; the intuitive criterion and D1 are defined "
        "for signalling games, so use 'trembling-hand' or none"
    )
