"""Sequential equilibria (Kreps and Wilson 1982), all of them, by class.

An assessment is a profile with beliefs at every information set.  It is sequentially rational if
at every information set, reached or not, the mover's continuation strategy is best under the
belief there.  It is consistent if it is the limit of full-support profiles with the beliefs that
Bayes' rule gives them.  A sequential equilibrium is both.  Every finite game with perfect recall
has one (Kreps and Wilson 1982, proposition 1), and generically finitely many outcomes of them
(theorem 2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.solve.assessment_equilibria import assessment_equilibria
from negotiation.solve.certificate import SEQUENTIAL

if TYPE_CHECKING:
    from negotiation.game import Game
    from negotiation.solve.equilibrium import Equilibrium

__all__ = ["sequential"]


def sequential(game: Game, *, time_limit: float = 60.0) -> list[Equilibrium]:
    """Find all sequential equilibria of a game, one `Equilibrium` a class.

    A class holds the sequential equilibria that agree at the information sets that are reached.
    It is represented by a member in simple numbers, with a `ConsistencyWitness`; `free` says
    what else play and beliefs off the path may be.  Where play on the path varies
    continuously, equilibria in which the same outcomes can happen are one class, and `free`
    holds the conditions on the path too.

    Parameters
    ----------
    game
        A game with perfect recall, rational numbers and chance branches of positive probability.
        Leave branches of probability 0 out: consistency says nothing about them.
    time_limit
        How many seconds the search may take.

    Returns
    -------
    list of Equilibrium
        Every class, certified.  An answer is complete: that there is no other was shown.

    Raises
    ------
    SolverFailed
        If the time limit ends the search; its ``found`` holds the classes found until then.
    ImperfectRecall
        If a player forgets own moves.
    NotSupported
        If a chance branch has probability 0 or a number is irrational.
    MissingParameter
        If symbols are left without a value.

    Notes
    -----
    Doubly exponential in the information sets at worst.  Signalling games with three types, three
    messages and two replies, and bargaining over two rounds with 15 information sets, take
    seconds.

    Examples
    --------
    Selten's horse: of its two families of Nash equilibria one is sequential.

    >>> from negotiation import Decision, Game, Outcome
    >>> def third(left, right):
    ...     names = ("1", "2", "3")
    ...     return Decision(
    ...         "3",
    ...         {
    ...             "L": Outcome(dict(zip(names, left))),
    ...             "R": Outcome(dict(zip(names, right))),
    ...         },
    ...         "third",
    ...     )
    >>> over = Outcome({"1": 1, "2": 1, "3": 1})
    >>> second = Decision("2", {"R": over, "L": third((4, 4, 0), (0, 0, 1))}, "second")
    >>> root = Decision("1", {"R": second, "L": third((3, 2, 2), (0, 0, 0))}, "first")
    >>> [equilibrium] = sequential(Game(("1", "2", "3"), root))
    >>> equilibrium.path, equilibrium.free[0]
    (('R', 'R'), P(L at third) <= 1/4)
    """
    return assessment_equilibria(game, SEQUENTIAL, time_limit)
