"""The order in which profiles are listed: more weight on actions listed first comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cmp_to_key
from typing import TYPE_CHECKING, TypeVar

from negotiation.exact import sign

if TYPE_CHECKING:
    from negotiation.game import BehaviourProfile

__all__ = ["in_tree_order"]

ItemT = TypeVar("ItemT")


def in_tree_order(
    items: Sequence[ItemT], profile_of_item: Callable[[ItemT], BehaviourProfile]
) -> list[ItemT]:
    """Sort by profiles: information sets and actions in the order of the tree.

    Parameters
    ----------
    items
        What to sort.
    profile_of_item
        The profile of an item; all of one game.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> from negotiation.game import profile_of
    >>> end = Outcome({"A": 0})
    >>> game = Game(("A",), Decision("A", {"x": end, "y": end}, "h"))
    >>> profiles = [profile_of(game, {"h": move}) for move in ("y", "x")]
    >>> [profile.choice("h") for profile in in_tree_order(profiles, lambda profile: profile)]
    ['x', 'y']
    """

    def compare(one: ItemT, other: ItemT) -> int:
        tables = (profile_of_item(one).table, profile_of_item(other).table)
        for left, right in zip(*tables, strict=True):
            if left is right or left == right:
                continue
            for mine, theirs in zip(left, right, strict=True):
                difference = sign(theirs - mine)
                if difference:
                    return difference
        return 0

    return sorted(items, key=cmp_to_key(compare))
