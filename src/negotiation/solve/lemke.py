"""One Nash equilibrium of a two-player tree, by Lemke's algorithm on the sequence form.

Plans x and y are an equilibrium iff, with prices p and q of the realisation constraints, x is
complementary to Eᵀp - Ay ≥ 0 and y to Fᵀq - Bᵀx ≥ 0: a linear complementarity problem as large
as the tree.  With payoffs made negative, Lemke's path (1965) of complementary pivots ends at a
solution (Koller, Megiddo and von Stengel 1996).  Pivots are in integers (Edmonds 1967; Bareiss
1968) and ties go by the lexicographic rule, so nothing is rounded and the path cannot circle.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported, SolverFailed, TooLarge
from negotiation.game.sequence import SequenceForm, sequence_form
from negotiation.solve.certificate import NASH, certify
from negotiation.solve.complementarity import complementary_solution
from negotiation.solve.equilibrium import Equilibrium

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game import Game

__all__ = ["lemke"]

ZERO = Fraction(0)

MOST_ROWS = 2_000
"""How many rows the table may have: it holds twice the square of that many integers."""


def lemke(game: Game, *, most_pivots: int = 10_000, time_limit: float = 120) -> Equilibrium:
    """Find one Nash equilibrium of a two-player game, exactly.

    Parameters
    ----------
    game
        A two-player game without symbols.
    most_pivots, time_limit
        When to give up: after how many steps, or seconds.  The path is exponential in the worst
        case and short in practice.

    Returns
    -------
    Equilibrium
        A Nash equilibrium, certified.  It need not be subgame perfect: where the plans do not
        lead, play is arbitrary.

    Raises
    ------
    NotSupported
        If there are not two players, or a number is irrational; as `TooLarge`, if the table would
        have more than 2000 rows.
    ImperfectRecall
        If a player forgets an own move or observation.
    SolverFailed
        If the path takes more than ``most_pivots`` steps or ``time_limit`` seconds.
    MissingParameter
        If symbols are left without a value.

    Notes
    -----
    The table has one row a sequence and two a realisation constraint; a pivot costs the square of
    that many integer operations.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> pennies = simultaneous_game([[[2, 0], [0, 1]], [[0, 1], [1, 0]]])
    >>> found = lemke(pennies)
    >>> found.profile["row"]["1"], found.profile["column"]["1"]
    (Fraction(1, 2), Fraction(1, 3))
    """
    game = game.settled
    if len(game.players) != 2:
        message = (
            f"the game has {len(game.players)} players; Lemke's algorithm needs two, "
            "for others use solve.nash"
        )
        raise NotSupported(message)
    form = sequence_form(game)
    _refuse_too_large(form)
    matrix, right = _complementarity(form)
    solution = complementary_solution(matrix, right, most_pivots=most_pivots, time_limit=time_limit)
    if solution is None:
        message = "Lemke's path ended in a ray, which perfect recall excludes; please report this"
        raise SolverFailed(message)
    rows, columns = (len(one) for one in form.sequences)
    profile = form.profile((solution[:rows], solution[rows : rows + columns]))
    certificate = certify(profile, NASH)
    if not certificate.holds:
        message = "Lemke's algorithm gave no equilibrium; please report this game"
        raise SolverFailed(message)
    return Equilibrium(NASH, profile, certificate)


def _refuse_too_large(form: SequenceForm) -> None:
    rows = sum(len(own) + 2 * len(own.constraints()) for own in form.sequences)
    if rows > MOST_ROWS:
        message = (
            f"Lemke's algorithm would need a table of {rows} rows, more than {MOST_ROWS}; "
            "solve.subgame_perfect solves large games subgame by subgame, solve.logit_limit is "
            "numerical"
        )
        raise TooLarge(message)


def _complementarity(form: SequenceForm) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Write w = right + M z with z = (x, y, p⁺, p⁻, q⁺, q⁻), free prices split in two."""
    first, second = form.sequences
    row_payoffs, column_payoffs = form.matrices
    rows, columns = len(first), len(second)
    constraints = (first.constraints(), second.constraints())
    prices = rows + columns
    size = prices + 2 * len(constraints[0]) + 2 * len(constraints[1])
    matrix = [[ZERO] * size for _ in range(size)]
    right = [ZERO] * size
    # Payoffs are moved below 0 by the same amount at every outcome, which changes every pair of
    # plans by that amount, since outcomes have total probability 1.  Then no ray ends the path.
    most = 1 + max(_rational(pay) for pays in form.game.tree.payoffs.values() for pay in pays)
    for (row, column), chance in form.chances.items():
        shift = most * _rational(chance)
        matrix[row][rows + column] = shift - row_payoffs.get((row, column), ZERO)
        matrix[rows + column][row] = shift - column_payoffs.get((row, column), ZERO)
    place = prices
    for offset, own in ((0, constraints[0]), (rows, constraints[1])):
        for entries, value in own:
            for sequence, factor in entries.items():
                matrix[offset + sequence][place] = Fraction(factor)
                matrix[offset + sequence][place + 1] = Fraction(-factor)
                matrix[place][offset + sequence] = Fraction(-factor)
                matrix[place + 1][offset + sequence] = Fraction(factor)
            right[place], right[place + 1] = Fraction(value), Fraction(-value)
            place += 2
    return matrix, right


def _rational(number: Number) -> Fraction:
    if not isinstance(number, Fraction):
        message = f"the number {number} is irrational; this method needs fractions"
        raise NotSupported(message)
    return number
