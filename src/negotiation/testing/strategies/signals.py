"""Signalling games (Spence 1973): chance deals a type, a sender speaks, a receiver replies."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from negotiation.game import Chance, Decision, Game, Outcome
from negotiation.testing.arguments import require_range, require_strategy
from negotiation.testing.strategies.numbers import payoffs as payoff_numbers

__all__ = ["signalling_games"]


def signalling_games(
    *,
    min_types: int = 1,
    max_types: int = 2,
    min_messages: int = 1,
    max_messages: int = 2,
    min_replies: int = 1,
    max_replies: int = 2,
    payoffs: st.SearchStrategy[Fraction] | None = None,
) -> st.SearchStrategy[Game]:
    """Draw signalling games between ``sender`` and ``receiver``; every type has a chance.

    Information sets are named ``type 0``, ``type 1`` … and ``after m0``, ``after m1`` ….

    Parameters
    ----------
    min_types, max_types, min_messages, max_messages, min_replies, max_replies
        How many types of the sender, messages and replies.
    payoffs
        What payoffs are drawn from; by default few small numbers, so that ties are frequent.

    Raises
    ------
    InvalidNumber
        If a number is out of range.
    NotSupported
        If ``payoffs`` is no strategy.

    Examples
    --------
    >>> from hypothesis import find
    >>> game = find(signalling_games(min_types=2), lambda game: True)
    >>> game.information_sets["after m0"].histories
    (('type 0', 'm0'), ('type 1', 'm0'))
    """
    counts = (
        require_range("min_types", min_types, "max_types", max_types, least=1),
        require_range("min_messages", min_messages, "max_messages", max_messages, least=1),
        require_range("min_replies", min_replies, "max_replies", max_replies, least=1),
    )
    if payoffs is not None:
        require_strategy("payoffs", payoffs)
    return _signalling(counts, payoff_numbers() if payoffs is None else payoffs)


@st.composite
def _signalling(
    draw: st.DrawFn,
    counts: tuple[tuple[int, int], ...],
    payoffs: st.SearchStrategy[Fraction],
) -> Game:
    types, messages, replies = (draw(st.integers(*each)) for each in counts)
    weights = draw(st.lists(st.integers(1, 4), min_size=types, max_size=types))
    branches: dict[str, tuple[Fraction, Decision]] = {}
    for kind, weight in enumerate(weights):
        spoken: dict[str, Decision] = {}
        for message in range(messages):
            ends = {
                f"r{reply}": Outcome({"sender": draw(payoffs), "receiver": draw(payoffs)})
                for reply in range(replies)
            }
            spoken[f"m{message}"] = Decision("receiver", ends, f"after m{message}")
        speaks = Decision("sender", spoken, f"type {kind}")
        branches[f"type {kind}"] = (Fraction(weight, sum(weights)), speaks)
    return Game(("sender", "receiver"), Chance(branches))
