"""Refinements: which equilibria survive a stricter look at what is not supposed to happen.

Each criterion is asked of a whole class of equilibria, since classes agree on the path and a
refinement is about what would follow off it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported, SolverFailed, UnknownName
from negotiation.game import Game
from negotiation.solve.forward_induction import (
    fails_d1,
    fails_intuitive_criterion,
    sender_payoffs,
    unsent,
)
from negotiation.solve.real_arithmetic import Deadline, Undecided
from negotiation.solve.sequential import sequential
from negotiation.solve.signalling import signalling_game
from negotiation.solve.trembling_hand import fails_trembling_hand, require_two_moves

if TYPE_CHECKING:
    from negotiation.solve.equilibrium import Equilibrium

__all__ = ["Refinement", "refine"]

INTUITIVE = "intuitive"
D1 = "D1"
TREMBLING_HAND = "trembling-hand"


@dataclass(frozen=True)
class Refinement:
    """Which equilibria survive a criterion, and why the others do not.

    Attributes
    ----------
    criterion
        ``"intuitive"``, ``"D1"`` or ``"trembling-hand"``.
    kept
        The equilibria that survive.
    deleted
        The others, each with the reason.
    """

    criterion: str
    kept: tuple[Equilibrium, ...]
    deleted: tuple[tuple[Equilibrium, str], ...]

    def __str__(self) -> str:
        lines = [f"{self.criterion}: {len(self.kept)} kept, {len(self.deleted)} deleted"]
        lines += [f"  deleted: {reason}" for _, reason in self.deleted]
        return "\n".join(lines)


def refine(
    equilibria: Game | Sequence[Equilibrium], criterion: str, *, time_limit: float = 60.0
) -> Refinement:
    """Delete the equilibria that fail a refinement.

    Parameters
    ----------
    equilibria
        Equilibria of one game, usually from `sequential` or `perfect_bayesian`; or a game, whose
        sequential equilibria are then taken.
    criterion
        ``"intuitive"`` (Cho and Kreps 1987) and ``"D1"`` (Banks and Sobel 1987) for signalling
        games; ``"trembling-hand"`` (Selten 1975, in the agent form) for games in which no play
        has more than two moves by players.
    time_limit
        How many seconds the search may take.

    Returns
    -------
    Refinement
        What is kept, and what is deleted with the reason.  A class is kept if some member
        survives; where play on the path varies within a class, the intuitive criterion and D1
        look at the member shown.

    Raises
    ------
    UnknownName
        If the criterion does not exist.
    NotSupported
        If the criterion does not decide for this game.
    SolverFailed
        If the time limit ends the search.

    Examples
    --------
    Both players may choose well or badly; both badly is an equilibrium, but only because nobody
    trembles.

    >>> from negotiation import Decision, Game, Outcome
    >>> def second(first):
    ...     pay = lambda good: Outcome({"A": int(good), "B": int(good)})
    ...     choices = {"good": pay(first == "good"), "bad": pay(False)}
    ...     return Decision("B", choices, "B chooses")
    >>> root = Decision("A", {name: second(name) for name in ("good", "bad")}, "A chooses")
    >>> refinement = refine(Game(("A", "B"), root), "trembling-hand")
    >>> [equilibrium.path for equilibrium in refinement.kept]
    [('good', 'good')]
    >>> print(refinement)
    trembling-hand: 1 kept, 1 deleted
      deleted: at 'A chooses' 'bad' is no best reply to any profile in which every action has \
positive probability
    """
    if criterion not in _TESTS:
        raise UnknownName("criterion", criterion, _TESTS)
    deadline = Deadline(time_limit)
    if isinstance(equilibria, Game):
        equilibria = sequential(equilibria, time_limit=time_limit)
    kept: list[Equilibrium] = []
    deleted: list[tuple[Equilibrium, str]] = []
    _require_one_game(equilibria)
    try:
        for equilibrium in equilibria:
            reason = _TESTS[criterion](equilibrium, deadline)
            if reason is None:
                kept.append(equilibrium)
            else:
                deleted.append((equilibrium, reason))
    except Undecided as error:
        message = f"{criterion}: {error}; a larger time_limit may decide"
        raise SolverFailed(message, found=kept) from error
    return Refinement(criterion, tuple(kept), tuple(deleted))


def _require_one_game(equilibria: Sequence[Equilibrium]) -> None:
    if any(each.game != equilibria[0].game for each in equilibria[1:]):
        message = "the equilibria are of different games; refine those of one game at a time"
        raise NotSupported(message)


def _intuitive(equilibrium: Equilibrium, deadline: Deadline) -> str | None:  # noqa: ARG001 - linear programs only
    game = signalling_game(equilibrium.game)
    payoffs = sender_payoffs(game, equilibrium.profile)
    reasons = (
        fails_intuitive_criterion(message, payoffs) for message in unsent(game, equilibrium.profile)
    )
    return next((reason for reason in reasons if reason), None)


def _d1(equilibrium: Equilibrium, deadline: Deadline) -> str | None:  # noqa: ARG001 - linear programs only
    game = signalling_game(equilibrium.game)
    payoffs = sender_payoffs(game, equilibrium.profile)
    reasons = (fails_d1(message, payoffs) for message in unsent(game, equilibrium.profile))
    return next((reason for reason in reasons if reason), None)


def _trembling_hand(equilibrium: Equilibrium, deadline: Deadline) -> str | None:
    require_two_moves(equilibrium.game)
    return fails_trembling_hand(equilibrium, deadline)


_TESTS: dict[str, Callable[[Equilibrium, Deadline], str | None]] = {
    INTUITIVE: _intuitive,
    D1: _d1,
    TREMBLING_HAND: _trembling_hand,
}
