"""Numbering the plays of a game: what may happen, as one whole number.

A play says which move is chosen wherever play gets: one history in a game without chance, one
history for every state of the world in a game with it.  At a decision the plays after each move
follow one another; at a chance node every combination of plays after the branches is a play, and
its number is written in mixed radix, the first branch counting least.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported, count_text
from negotiation.game.compiled import CHANCE, OUTCOME

if TYPE_CHECKING:
    from negotiation.game.compiled import CompiledTree
    from negotiation.game.tree import History

__all__ = ["MOST_PLAYS", "Play", "Plays"]

MOST_PLAYS = 2**31 - 1
"""Numbers of plays are kept in 32 bits."""


@dataclass(frozen=True)
class Play:
    """What happens.

    Attributes
    ----------
    number
        Its number.
    path
        The certain part of play.
    histories
        All histories that may happen, one for each state of the world.
    label
        The play in words: moves joined by ``/``, branches of chance in brackets.
    """

    number: int
    path: History
    histories: tuple[History, ...]
    label: str

    def contains(self, label: str) -> bool:
        """Whether a move with this label may happen."""
        return any(label in history for history in self.histories)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Plays:
    """The plays of a game.

    Attributes
    ----------
    labels
        The label of the move that leads to each node.
    first, width, mover
        As in `negotiation.game.compiled.CompiledTree`.
    """

    labels: tuple[str, ...]
    first: tuple[int, ...]
    width: tuple[int, ...]
    mover: tuple[int, ...]

    @classmethod
    def of(cls, tree: CompiledTree) -> Plays:
        """Return the plays of a tree.

        Raises
        ------
        NotSupported
            If there are too many to be numbered.
        """
        plays = cls(tuple(tree.label), tuple(tree.first), tuple(tree.width), tuple(tree.mover))
        if plays.sizes[0] > MOST_PLAYS:
            message = (
                f"the game has {count_text(plays.sizes[0])} plays, more than a sweep can number; "
                "put fewer chance moves in a row, or sweep over its subgames"
            )
            raise NotSupported(message)
        return plays

    @property
    def names(self) -> tuple[str, ...]:
        """No names of classes: these are plays."""
        return ()

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many plays there are from each node on."""
        sizes = [1] * len(self.mover)
        for node in range(len(sizes) - 1, -1, -1):
            if self.mover[node] == OUTCOME:
                continue
            total = 1 if self.mover[node] == CHANCE else 0
            for child in self._children(node):
                total = total * sizes[child] if self.mover[node] == CHANCE else total + sizes[child]
            sizes[node] = total
        return tuple(sizes)

    def _children(self, node: int) -> range:
        return range(self.first[node], self.first[node] + self.width[node])

    def __len__(self) -> int:
        return self.sizes[0]

    def __iter__(self) -> Iterator[Play]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Play:
        if not 0 <= number < len(self):
            message = f"play {number} does not exist; the game has {len(self)} plays"
            raise IndexError(message)
        histories: list[History] = []
        path: list[str] = []
        words: list[str] = []
        # Depth first; a text on the stack is written when it comes up.
        stack: list[tuple[int, int, History, bool] | str] = [(0, number, (), True)]
        while stack:
            top = stack.pop()
            if isinstance(top, str):
                words.append(top)
                continue
            node, rest, history, certain = top
            if node:
                history = (*history, self.labels[node])
                words.append(self.labels[node])
                if certain:
                    path.append(self.labels[node])
            if self.mover[node] == OUTCOME:
                histories.append(history)
                continue
            if self.mover[node] != CHANCE:
                child = self.first[node]
                while rest >= self.sizes[child]:
                    rest -= self.sizes[child]
                    child += 1
                stack += [(child, rest, history, certain)]
                if node:
                    stack.append(" / ")
                continue
            only = self.width[node] == 1
            below: list[tuple[int, int, History, bool] | str] = []
            for child in self._children(node):
                below += ["; " if below else "(", (child, rest % self.sizes[child], history, only)]
                rest //= self.sizes[child]
            stack += reversed([" / ", *below, ")"] if node else [*below, ")"])
        return Play(number, tuple(path), tuple(histories), "".join(words))
