"""The intuitive criterion and D1 with symbols.

Both ask what a message says that nobody sends, and compare what types get in equilibrium with
what replies to that message would bring.  Comparing is all that depends on the parameters
(Cho and Kreps 1987; Banks and Sobel 1987; `negotiation.solve.forward_induction` at numbers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from negotiation.game import name_text
from negotiation.game.compiled import CHANCE
from negotiation.parametric.elimination import CONSTANT, Inequality, Solved, combine, possible
from negotiation.parametric.supports import reply_faces

if TYPE_CHECKING:
    from negotiation.parametric.domain import Quantity
    from negotiation.parametric.elimination import Sign
    from negotiation.parametric.supports import Candidate
    from negotiation.parametric.two_stage import TwoStageGame

__all__ = ["CRITERIA", "Signalling", "fails", "read_signalling", "type_payoffs"]

INTUITIVE = "intuitive"
D1 = "D1"
CRITERIA = (INTUITIVE, D1)


@dataclass(frozen=True)
class Signalling:
    """A two-stage game read as a signalling game.

    Attributes
    ----------
    game
        The game.
    types
        Type → the sender's information set.
    messages
        Message → the receiver's information set.
    nodes
        Receiver's information set → type → node.
    gains
        (Node, reply) → what the sender gets.
    """

    game: TwoStageGame
    types: Mapping[str, int]
    messages: Mapping[str, int]
    nodes: Mapping[int, Mapping[str, int]]
    gains: Mapping[tuple[int, int], Quantity]


def read_signalling(game: TwoStageGame) -> Signalling | str:
    """Read a game as a signalling game; if it is not one, say why."""
    tree = game.game.tree
    if tree.mover[0] != CHANCE:
        return "it does not begin with a chance move that draws a type"
    types: dict[str, int] = {}
    senders = set()
    for kind in tree.children(0):
        number = tree.infoset[kind]
        if number < 0 or len(tree.infosets[number].nodes) > 1:
            return f"after {tree.label[kind]!r} nobody moves who alone has learnt that"
        types[tree.label[kind]] = number
        senders.add(tree.mover[kind])
    if len(senders) > 1:
        return "not all types are of one sender"
    messages: dict[str, int] = {}
    nodes: dict[int, dict[str, int]] = {}
    for kind in tree.children(0):
        for node in tree.children(kind):
            number, label = tree.infoset[node], tree.label[node]
            if number < 0:
                return f"nobody replies to {label!r}"
            if messages.setdefault(label, number) != number:
                return f"those who reply to {label!r} know more than the message"
            nodes.setdefault(number, {})[tree.label[kind]] = node
    for number, by_type in nodes.items():
        if set(by_type.values()) != set(tree.infosets[number].nodes) or (
            list(messages.values()).count(number) > 1
        ):
            return f"at {name_text(game.infoset(number).name)!r} the message is not known"
    (sender,) = senders
    gains: dict[tuple[int, int], Quantity] = {}
    for play in game.plays:
        if play.late is not None:
            key = (play.node, play.late[1])
            gains[key] = gains.get(key, 0) + play.after * play.payoffs[sender]
    return Signalling(game, types, messages, nodes, gains)


def type_payoffs(signalling: Signalling, candidate: Candidate) -> dict[str, Quantity] | None:
    """Return what each type gets; ``None`` where play on the path may vary."""
    game = signalling.game
    tree = game.game.tree
    found: dict[str, Quantity] = {}
    for kind, number in signalling.types.items():
        label = tree.infosets[number].actions[candidate.early[number][0]]
        late = signalling.messages[label]
        node = signalling.nodes[late][kind]
        gain = combine(
            *(
                (signalling.gains[node, place], candidate.probability(game, (late, place)))
                for place in candidate.late[late]
            )
        )
        if set(gain) - {CONSTANT}:
            return None
        found[kind] = gain.get(CONSTANT, game.domain.zero())
    return found


def fails(
    criterion: str,
    signalling: Signalling,
    candidate: Candidate,
    payoffs: Mapping[str, Quantity],
    sign: Sign,
) -> bool:
    """Whether an equilibrium fails a criterion at some message that nobody sends.

    Parameters
    ----------
    criterion
        One of `CRITERIA`.
    signalling, candidate
        The game and the equilibrium.
    payoffs
        Type → what it gets.
    sign
        Tells the sign of an expression in the parameters.
    """
    test = _fails_intuitive if criterion == INTUITIVE else _fails_d1
    return any(test(signalling, number, payoffs, sign) for number in candidate.unreached)


def _faces(
    signalling: Signalling, number: int, kinds: Sequence[str], sign: Sign
) -> list[tuple[int, ...]]:
    nodes = [signalling.nodes[number][kind] for kind in kinds]
    return reply_faces(signalling.game, number, nodes, sign)


def _fails_intuitive(
    signalling: Signalling, number: int, payoffs: Mapping[str, Quantity], sign: Sign
) -> bool:
    nodes = signalling.nodes[number]
    kinds = list(nodes)

    def gains(kind: str, faces: Sequence[Sequence[int]]) -> list[Quantity]:
        places = sorted({place for face in faces for place in face})
        return [signalling.gains[nodes[kind], place] - payoffs[kind] for place in places]

    ever = _faces(signalling, number, kinds, sign)
    others = [kind for kind in kinds if any(sign(each) >= 0 for each in gains(kind, ever))]
    if not others:
        return False
    best = _faces(signalling, number, others, sign)
    return any(all(sign(each) > 0 for each in gains(kind, best)) for kind in kinds)


def _fails_d1(
    signalling: Signalling, number: int, payoffs: Mapping[str, Quantity], sign: Sign
) -> bool:
    nodes = signalling.nodes[number]
    kinds = list(nodes)
    one = signalling.game.domain.field.one

    def some_reply(face: Sequence[int], wanted: Sequence[tuple[str, int, bool]]) -> bool:
        """Whether a mixture in a face gives types more (1) or less (-1) than they have."""
        total = Solved().also(
            [{CONSTANT: -one, **dict.fromkeys(face, one)}], vanishes=lambda each: not each
        )
        if total is None:  # pragma: no cover - a face has a reply
            return False
        asked = [Inequality(total({place: one})) for place in face]
        for kind, way, strict in wanted:
            gain = {place: signalling.gains[nodes[kind], place] for place in face}
            gap = total(combine((1, gain), (-1, {CONSTANT: payoffs[kind]})))
            asked.append(Inequality(combine((way, gap)), strict))
        return possible(asked, sign)

    faces = _faces(signalling, number, kinds, sign)
    aside = {
        kind
        for kind, other in permutations(kinds, 2)
        if not any(some_reply(face, [(kind, 1, False), (other, -1, False)]) for face in faces)
        and any(some_reply(face, [(other, 1, True)]) for face in faces)
    }
    others = [kind for kind in kinds if kind not in aside]
    if not others:
        return False
    return not any(
        some_reply(face, [(kind, -1, False) for kind in kinds])
        for face in _faces(signalling, number, others, sign)
    )
