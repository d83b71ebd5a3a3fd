"""What an unsent message would say: the intuitive criterion and D1.

In an equilibrium of a signalling game a type ``t`` has ``u(t)``.  After a message that nobody
sends, which types could have had a reason to send it?

Intuitive criterion (Cho and Kreps 1987): set aside the types that get less than ``u(t)`` from
every best reply to any belief.  If some type gets more than ``u(t)`` from every best reply to
beliefs on the others, the equilibrium fails.

D1 (Banks and Sobel 1987; Cho and Kreps 1987, section IV): set aside a type if another gains from
every best reply, to any belief, from which the first gains or loses nothing.  If no best reply to
beliefs on the remaining types keeps every type from sending the message, the equilibrium fails.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from negotiation.exact import Number, sign
from negotiation.game.profile import weighted_sum
from negotiation.solve.assessment_formula import rational

if TYPE_CHECKING:
    from negotiation.game import BehaviourProfile
    from negotiation.solve.real_arithmetic import Formula, Term
    from negotiation.solve.signalling import Message, SignallingGame

__all__ = ["fails_d1", "fails_intuitive_criterion", "sender_payoffs", "unsent"]


def sender_payoffs(game: SignallingGame, profile: BehaviourProfile) -> dict[str, Number]:
    """Return the expected payoff of each type."""
    messages = {message.label: message for message in game.messages}
    return {
        name: weighted_sum(
            list(profile.table[number]),
            [
                weighted_sum(
                    profile.table[messages[label].number], messages[label].sender_payoff[name]
                )
                for label in game.game.tree.infosets[number].actions
            ],
        )
        for name, number in game.types.items()
    }


def unsent(game: SignallingGame, profile: BehaviourProfile) -> list[Message]:
    """Return the messages that no type sends."""
    sent = {
        label
        for number in game.types.values()
        for label, chance in zip(
            game.game.tree.infosets[number].actions, profile.table[number], strict=True
        )
        if sign(chance) > 0
    }
    return [message for message in game.messages if message.label not in sent]


def fails_intuitive_criterion(message: Message, payoffs: Mapping[str, Number]) -> str | None:
    """Return why an equilibrium fails the intuitive criterion at an unsent message, or ``None``.

    Parameters
    ----------
    message
        The message.
    payoffs
        Type → equilibrium payoff.
    """
    types = list(message.sender_payoff)
    most = {name: _extreme(message, name, message.faces(types), largest=True) for name in types}
    others = [name for name in types if sign(most[name] - payoffs[name]) >= 0]
    if not others:
        return None
    faces = message.faces(others)
    for name in types:
        least = _extreme(message, name, faces, largest=False)
        if sign(least - payoffs[name]) > 0:
            aside = [
                f"{each} would get at most {most[each]} and has {payoffs[each]}"
                for each in types
                if each not in others
            ]
            return (
                f"nobody sends {message.label!r}; {', '.join(aside) or 'no type is set aside'}; "
                f"every best reply to beliefs on {', '.join(others)} gives {name} at least "
                f"{least}, more than {payoffs[name]}"
            )
    return None


def fails_d1(message: Message, payoffs: Mapping[str, Number]) -> str | None:
    """Return why an equilibrium fails D1 at an unsent message, or ``None``.

    Parameters
    ----------
    message
        The message.
    payoffs
        Type → equilibrium payoff.
    """
    types = list(message.sender_payoff)
    faces = message.faces(types)
    aside: dict[str, str] = {}
    for name in types:
        for other in types:
            if other != name and _gains_more(message, faces, name, other, payoffs):
                aside[name] = other
                break
    others = [name for name in types if name not in aside]
    if not others or any(
        _some_reply(message, face, [(name, "<=") for name in types], payoffs)
        for face in message.faces(others)
    ):
        return None
    said = [
        f"{other} gains from every reply from which {name} does not lose"
        for name, other in aside.items()
    ]
    return (
        f"nobody sends {message.label!r}; {', '.join(said) or 'no type is set aside'}; no best "
        f"reply to beliefs on {', '.join(others)} keeps every type from sending it"
    )


def _gains_more(
    message: Message,
    faces: Sequence[Sequence[int]],
    name: str,
    other: str,
    payoffs: Mapping[str, Number],
) -> bool:
    """Whether `other` gains wherever `name` gains or is indifferent, and somewhere."""
    return not any(
        _some_reply(message, face, [(name, ">="), (other, "<=")], payoffs) for face in faces
    ) and any(_some_reply(message, face, [(other, ">")], payoffs) for face in faces)


def _some_reply(
    message: Message,
    face: Sequence[int],
    wanted: Sequence[tuple[str, str]],
    payoffs: Mapping[str, Number],
) -> bool:
    """Whether some mixture within a face gives types more or less than in equilibrium."""
    import z3

    weights = {place: z3.Real(f"r{place}") for place in face}
    solver = z3.SolverFor("QF_LRA")
    solver.add(z3.Sum(list(weights.values())) == 1, *(each >= 0 for each in weights.values()))
    for name, relation in wanted:
        gain = z3.Sum(
            [
                weight * rational(message.sender_payoff[name][place])
                for place, weight in weights.items()
            ]
        )
        here = rational(payoffs[name])
        solver.add(_relation(gain, relation, here))
    return bool(solver.check() == z3.sat)


def _relation(left: Term, relation: str, right: Term) -> Formula:
    return {">=": left >= right, ">": left > right, "<=": left <= right}[relation]


def _extreme(
    message: Message, name: str, faces: Sequence[Sequence[int]], *, largest: bool
) -> Number:
    """Return the most or the least a type gets from a best reply; a pure reply attains it."""
    payoffs = [message.sender_payoff[name][place] for face in faces for place in face]
    found = payoffs[0]
    for payoff in payoffs[1:]:
        if sign(payoff - found) == (1 if largest else -1):
            found = payoff
    return found
