"""A simultaneous stage played again and again, everything seen after each round.

Payoffs add up, discounted from round to round.  With finitely many rounds and one equilibrium of
the stage, that equilibrium is played in every round (Selten 1978, Benoit and Krishna 1985).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, TypeAlias, cast

from negotiation.errors import InvalidGame, NotSupported, count_text
from negotiation.exact import Number, exact
from negotiation.game import Decision, Node, Outcome
from negotiation.protocols.simultaneous import simultaneous_move

if TYPE_CHECKING:
    from negotiation.exact import NumberLike

__all__ = ["Past", "after_past", "repeated_stage"]

Past: TypeAlias = "tuple[tuple[str, ...], ...]"
"""What was played: one tuple of choices a round."""

LARGEST_TREE = 200_000
"""How many outcomes the tree may have."""


def after_past(name: str, past: Past) -> str:
    """Name an information set by what was played before.

    >>> after_past("A", ())
    'A | round 1'
    >>> after_past("A", (("stag", "hare"), ("hare", "hare")))
    'A | round 3 after (stag, hare), (hare, hare)'
    """
    place = f"{name} | round {len(past) + 1}"
    played = ", ".join(f"({', '.join(choices)})" for choices in past)
    return f"{place} after {played}" if past else place


def repeated_stage(
    actions: Mapping[str, Sequence[str]],
    payoffs: Callable[[tuple[str, ...]], Mapping[str, NumberLike]],
    *,
    rounds: int,
    discount_factor: NumberLike = 1,
    information_set: Callable[[str, Past], str] = after_past,
) -> Decision:
    """Return the tree of a simultaneous stage that is played a number of times.

    Parameters
    ----------
    actions
        Player → actions of the stage.
    payoffs
        The choices of one round → the payoffs of that round.
    rounds
        How often the stage is played.
    discount_factor
        The weight of each round against the one before.
    information_set
        Player and past → the name of the player's information set.

    Raises
    ------
    InvalidGame
        If ``rounds`` is not a whole number of at least 1, or the actions are not in order.
    NotSupported
        If the tree would have more than 200 000 outcomes.

    Examples
    --------
    >>> from negotiation import Game
    >>> def matching(choices):
    ...     same = choices[0] == choices[1]
    ...     return {"A": int(same), "B": int(not same)}
    >>> moves = {"A": ("heads", "tails"), "B": ("heads", "tails")}
    >>> game = Game(("A", "B"), repeated_stage(moves, matching, rounds=2))
    >>> game.size.outcomes, len(game.subgames())
    (16, 5)
    >>> list(game.information_sets)[2]
    'A | round 2 after (heads, heads)'
    """
    if isinstance(rounds, bool) or not isinstance(rounds, int) or rounds < 1:
        message = f"a repeated stage needs a whole number of rounds, at least 1, not {rounds!r}"
        raise InvalidGame(message)
    cells = list(product(*actions.values()))
    if len(cells) ** rounds > LARGEST_TREE:
        message = (
            f"{rounds} rounds make {count_text(len(cells) ** rounds)} outcomes, more than "
            f"{LARGEST_TREE}; take fewer rounds"
        )
        raise NotSupported(message)
    weights: list[Number] = [exact(1)]
    for _ in range(rounds - 1):
        weights.append(weights[-1] * exact(discount_factor))
    stage = {cell: {who: exact(pay) for who, pay in payoffs(cell).items()} for cell in cells}
    totals: dict[tuple[tuple[Number, ...], ...], Node] = {}
    below: dict[Past, Node] = {}
    for past in product(cells, repeat=rounds):
        below[past] = _total([stage[cell] for cell in past], weights, totals)
    for number in range(rounds, 0, -1):
        here: dict[Past, Node] = {}
        for past in product(cells, repeat=number - 1):
            here[past] = simultaneous_move(
                actions,
                lambda choices, past=past, level=below: level[*past, choices],  # type: ignore[misc]  # bound to this round's values
                information_sets={player: information_set(player, past) for player in actions},
            )
        below = here
    return cast("Decision", below[()])


def _total(
    played: Sequence[Mapping[str, Number]],
    weights: Sequence[Number],
    known: dict[tuple[tuple[Number, ...], ...], Node],
) -> Node:
    """Add up discounted payoffs; plays with the same payoffs share one outcome."""
    key = tuple(tuple(payoffs.values()) for payoffs in played)
    if key not in known:
        known[key] = Outcome(
            {
                player: sum(
                    (
                        weight * payoffs[player]
                        for weight, payoffs in zip(weights[1:], played[1:], strict=True)
                    ),
                    start=weights[0] * played[0][player],
                )
                for player in played[0]
            }
        )
    return known[key]
