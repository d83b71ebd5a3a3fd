"""Alternating offers over a menu, with finitely many rounds.

One side proposes, the other accepts or rejects, and after a rejection the roles change; rejection
of the last offer is disagreement (Stahl 1972).  As rounds are added the first proposals approach
those of the game without an end (Rubinstein 1982), wherever the menu is fine enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, cast

from negotiation.errors import InvalidGame, NotSupported, count_text
from negotiation.exact import Number, exact
from negotiation.game import Decision, Node, When
from negotiation.protocols.ending import Ending, ending

if TYPE_CHECKING:
    from negotiation.exact import NumberLike
    from negotiation.game.tree import Condition, Guard

__all__ = ["alternating_offers", "discounted"]

LARGEST_TREE = 1_000_000
"""How many offers the last round may have, all histories together."""


def alternating_offers(
    sides: tuple[str, str],
    menu: Sequence[str] | Mapping[str, Guard | Condition | None],
    agreement: Callable[[str, int], Ending],
    disagreement: Ending,
    *,
    horizon: int = 2,
    offer: str = "round {round} offer",
    answer: str = "round {round} answer",
    rejected: str = "rejected",
    item_name: Callable[[str], str] = str,
    accept: str = "accept",
    reject: str = "reject",
) -> Decision:
    """Return the subtree of alternating offers.

    Parameters
    ----------
    sides
        Who proposes in odd rounds, and who in even rounds.
    menu
        The items; or item → the condition that guards its proposal, ``None`` for no guard.
    agreement
        Item and round → what follows the acceptance of the item in that round.
    disagreement
        What follows the rejection of the last offer.
    horizon
        The number of rounds.
    offer, answer
        How information sets are named; ``{round}`` stands for the number of the round.  Behind a
        bar follows what the mover knows: ``"round 1 answer | offer 1/4"``,
        ``"round 2 offer | rejected 1/4"``, ``"round 2 answer | rejected 1/4; offer 3/4"``.
    rejected
        The word before the rejected items, which are listed in their order with commas.
    item_name
        How an item is written where it was rejected.
    accept, reject
        The actions of the side that answers.

    Raises
    ------
    InvalidGame
        If the horizon is not a whole number of at least 1, or the menu is empty.
    NotSupported
        If the last round would hold more than a million offers.

    Notes
    -----
    Everybody knows all earlier offers, so the tree has ``len(menu)**horizon`` last offers.

    Examples
    --------
    >>> from negotiation import Game
    >>> from negotiation.solve import backward_induction
    >>> tree = alternating_offers(
    ...     ("Japan", "Russia"),
    ...     ["1/4", "3/4"],
    ...     lambda share, round: discounted(
    ...         {"Japan": 1 - exact(share), "Russia": share},
    ...         {"Japan": 0, "Russia": 0},
    ...         {"Japan": "1/2", "Russia": "1/5"},
    ...         round,
    ...     ),
    ...     {"Japan": 0, "Russia": 0},
    ... )
    >>> game = Game(("Japan", "Russia"), tree)
    >>> backward_induction(game).path
    ('1/4', 'accept')
    >>> list(game.information_sets)[-1]
    'round 2 answer | rejected 3/4; 3/4'
    """
    guards = dict(menu) if isinstance(menu, Mapping) else dict.fromkeys(menu)
    if isinstance(horizon, bool) or not isinstance(horizon, int) or horizon < 1:
        message = f"alternating offers need a whole number of rounds, at least 1, not {horizon!r}"
        raise InvalidGame(message)
    if not guards:
        message = "alternating offers need a menu of at least one item"
        raise InvalidGame(message)
    if len(guards) ** horizon > LARGEST_TREE:
        message = (
            f"{len(guards)} items in {horizon} rounds make "
            f"{count_text(len(guards) ** horizon)} last offers, more than {LARGEST_TREE}; "
            "take fewer rounds or a smaller menu"
        )
        raise NotSupported(message)
    refused = ending(disagreement)
    below: dict[tuple[str, ...], Node] = dict.fromkeys(product(guards, repeat=horizon), refused)
    for number in range(horizon, 0, -1):
        proposer, responder = sides if number % 2 else (sides[1], sides[0])
        agreed = {item: ending(agreement(item, number)) for item in guards}
        here: dict[tuple[str, ...], Node] = {}
        for past in product(guards, repeat=number - 1):
            known = f"{rejected} {', '.join(map(item_name, past))}" if past else ""
            actions: dict[str, Node | When] = {}
            for item, guard in guards.items():
                seen = f"{known}; {item}" if past else item
                reply = Decision(
                    responder,
                    {accept: agreed[item], reject: below[*past, item]},
                    f"{answer.format(round=number)} | {seen}",
                )
                actions[item] = reply if guard is None else When(guard, reply)
            place = offer.format(round=number)
            here[past] = Decision(proposer, actions, f"{place} | {known}" if past else place)
        below = here
    return cast("Decision", below[()])


def discounted(
    agreement: Mapping[str, NumberLike],
    disagreement: Mapping[str, NumberLike],
    discount_factors: Mapping[str, NumberLike],
    round: int,  # noqa: A002 - the field's own word
) -> dict[str, Number]:
    """Return what an agreement is worth when it is reached in a round.

    Each side has its disagreement payoff, and from the agreement on the difference to it,
    discounted once for every round before.

    Parameters
    ----------
    agreement, disagreement
        Payoffs by player.
    discount_factors
        Each player's patience between rounds.
    round
        The round of the agreement, counted from 1.

    Raises
    ------
    InvalidGame
        If a player lacks a disagreement payoff or a discount factor.

    Examples
    --------
    >>> discounted({"Japan": 3}, {"Japan": 1}, {"Japan": "1/2"}, round=2)
    {'Japan': Fraction(2, 1)}
    """
    values: dict[str, Number] = {}
    for player, payoff in agreement.items():
        if player not in disagreement or player not in discount_factors:
            message = f"{player!r} needs a disagreement payoff and a discount factor"
            raise InvalidGame(message)
        base = exact(disagreement[player])
        worth = exact(payoff) - base
        for _ in range(round - 1):
            worth = worth * exact(discount_factors[player])
        values[player] = base + worth
    return values
