"""All subgame-perfect equilibria: a Nash equilibrium in every subgame (Selten 1965, 1975).

With perfect information backward induction finds all pure ones, ties included.  Otherwise the
game is solved subgame by subgame from the bottom: every equilibrium of a subgame is continued into
the part of the tree above it.
"""

from __future__ import annotations

from collections.abc import Sequence

from negotiation.errors import InvalidNumber, SolverFailed
from negotiation.game import Game, require_perfect_recall, settled_game
from negotiation.solve.certificate import SUBGAME_PERFECT, certify_subgame_perfect
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.perfect_information import perfect_information_equilibria
from negotiation.solve.subgame_by_subgame import SubgameSolution, subgame_by_subgame

__all__ = ["subgame_perfect"]


def subgame_perfect(game: Game, *, pure: bool = False, limit: int = 10_000) -> list[Equilibrium]:
    """Find the subgame-perfect equilibria of a game, exactly.

    Parameters
    ----------
    game
        A game without symbols and with perfect recall; its guards are settled first.
    pure
        Find the pure equilibria only, all of them, whatever the number of players.  It makes no
        difference to a game with perfect information, of which the pure equilibria are found.
    limit
        The most equilibria to return.

    Returns
    -------
    list of Equilibrium
        Each certified in every subgame.  With perfect information, or ``pure=True``: every pure
        subgame-perfect equilibrium.  Otherwise pure and mixed ones: each subgame is solved with
        every combination of equilibria found in the subgames below, by the methods of `nash`.
        Where a subgame's equilibria are infinitely many, the extreme ones (with more than two
        players who choose, one a support) are returned and continued, and the notes say so; where
        a mover is indifferent between the actions at a single node, each is returned, and the
        notes say that mixing gives further ones.  Without such notes the list is complete, but
        for play that a player's own earlier moves exclude.  The order is that of the actions in
        the tree.

    Raises
    ------
    TooManyEquilibria
        If there are more than ``limit``; nothing is cut off silently.
    ImperfectRecall
        If a player forgets an own move or observation; the information set is named.
    NotSupported
        If a subgame is too large for the methods of `nash`; the subgame is named.
    MissingParameter
        If symbols are left without a value.
    InvalidNumber
        If ``limit`` is not a positive whole number.
    SolverFailed
        If a subgame cannot be decided.

    Notes
    -----
    Continuations with the same payoffs are treated alike, so the work grows with the distinct
    payoffs of the subgames' equilibria.  A part of the tree between a subgame's root and the
    subgames nested in it is solved once for each combination of these payoffs.

    Examples
    --------
    An ultimatum over one indivisible unit: after a demand for all of it the responder is
    indifferent, so there are two equilibria.

    >>> from negotiation import Decision, Game, Outcome
    >>> def answer(own, other, label):
    ...     return Decision(
    ...         "B",
    ...         {"accept": Outcome({"A": own, "B": other}), "reject": Outcome({"A": 0, "B": 0})},
    ...         label,
    ...     )
    >>> game = Game(
    ...     ("A", "B"),
    ...     Decision(
    ...         "A",
    ...         {
    ...             "demand all": answer(1, 0, "after all"),
    ...             "demand none": answer(0, 1, "after none"),
    ...         },
    ...     ),
    ... )
    >>> [equilibrium.path for equilibrium in subgame_perfect(game)]
    [('demand all', 'accept'), ('demand all', 'reject'), ('demand none', 'accept')]

    Battle of the sexes with an outside option worth 2: three equilibria of the battle, after each
    of which player A decides whether to enter.

    >>> from negotiation.protocols import simultaneous_move
    >>> pays = {("b", "b"): (3, 1), ("s", "s"): (1, 3)}
    >>> battle = simultaneous_move(
    ...     {"A": ("b", "s"), "B": ("b", "s")},
    ...     lambda moves: dict(zip("AB", pays.get(moves, (0, 0)))),
    ... )
    >>> outside = Outcome({"A": 2, "B": 2})
    >>> game = Game(("A", "B"), Decision("A", {"in": battle, "out": outside}, "entry"))
    >>> for equilibrium in subgame_perfect(game):
    ...     print(
    ...         equilibrium.path, *equilibrium.payoffs.values(), *equilibrium.profile["B"].values()
    ...     )
    ('in', 'b', 'b') 3 1 1 0
    ('out',) 2 2 1/4 3/4
    ('out',) 2 2 0 1
    """
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        message = f"limit must be a whole number of at least 1, not {limit!r}"
        raise InvalidNumber(message)
    game = settled_game(game)
    if game.has_perfect_information:
        profiles = perfect_information_equilibria(game, limit=limit)
        return _certified([SubgameSolution(profile) for profile in profiles])
    require_perfect_recall(game)
    return _certified(subgame_by_subgame(game, pure=pure, limit=limit))


def _certified(solutions: Sequence[SubgameSolution]) -> list[Equilibrium]:
    certificates = certify_subgame_perfect([solution.profile for solution in solutions])
    equilibria: list[Equilibrium] = []
    for solution, certificate in zip(solutions, certificates, strict=True):
        if not certificate.holds:
            message = f"a profile fails its certificate ({certificate}); please report this game"
            raise SolverFailed(message, residual=float(certificate.largest_regret))
        equilibria.append(
            Equilibrium(
                SUBGAME_PERFECT,
                solution.profile,
                certificate,
                free=solution.free,
                notes=solution.notes,
            )
        )
    return equilibria
