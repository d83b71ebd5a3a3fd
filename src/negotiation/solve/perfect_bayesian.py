"""Perfect Bayesian equilibria with updating consistency (Perea 2002), all of them, by class.

An assessment is a profile with beliefs at every information set.  The name "perfect Bayesian" has
several meanings; here it asks for three things.  Where play goes, beliefs follow Bayes' rule.
Between consecutive information sets of one player, reached or not, the later belief is the earlier
one updated by the others' strategies, wherever these give the later set positive probability
(updating consistency, Perea 2002).  And at every information set the mover's continuation strategy
is best under the belief there.

Without updating consistency a player could hold one belief now and plan on another later, and a
profile that no single move improves could still be improved by several (Hendon, Jacobsen and Sloth
1996).  Every sequential equilibrium is perfect Bayesian in this sense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.solve.assessment_equilibria import assessment_equilibria
from negotiation.solve.certificate import PERFECT_BAYESIAN

if TYPE_CHECKING:
    from negotiation.game import Game
    from negotiation.solve.equilibrium import Equilibrium

__all__ = ["perfect_bayesian"]


def perfect_bayesian(game: Game, *, time_limit: float = 60.0) -> list[Equilibrium]:
    """Find all perfect Bayesian equilibria of a game, one `Equilibrium` a class.

    The definition is weak perfect Bayesian equilibrium (Bayes' rule on the path, sequential
    rationality at every information set against whole continuation strategies) with updating
    consistency (Perea 2002).  A class holds the equilibria that agree at the information sets
    that are reached.  It is represented by a member in simple numbers; `free` says what else
    play and beliefs off the path may be.  Where play on the path varies continuously, equilibria
    in which the same outcomes can happen are one class, and `free` holds the conditions on the
    path too.

    Parameters
    ----------
    game
        A game with perfect recall, rational numbers and chance branches of positive probability.
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

    Examples
    --------
    >>> from negotiation import Chance, Decision, Game, Outcome
    >>> def reply(kind, message):
    ...     cost = {("strong", "pledge"): 1, ("weak", "pledge"): 3}.get((kind, message), 0)
    ...     gain = 1 if kind == "strong" else -2
    ...     return Decision(
    ...         "B",
    ...         {
    ...             "trust": Outcome({"A": 2 - cost, "B": gain}),
    ...             "refuse": Outcome({"A": -cost, "B": 0}),
    ...         },
    ...         f"after {message}",
    ...     )
    >>> def speak(kind):
    ...     messages = {message: reply(kind, message) for message in ("pledge", "silence")}
    ...     return Decision("A", messages, f"A is {kind}")
    >>> root = Chance({"strong": ("1/2", speak("strong")), "weak": ("1/2", speak("weak"))})
    >>> for equilibrium in perfect_bayesian(Game(("A", "B"), root)):
    ...     print(equilibrium.profile.choice("A is strong"), *equilibrium.free[:1], sep="; ")
    pledge
    silence; P(trust at after pledge) <= 1/2
    """
    return assessment_equilibria(game, PERFECT_BAYESIAN, time_limit)
