"""Two-player constant-sum games by one linear program as large as the tree.

Against a realisation plan x the opponent's best reply is a linear program over plans, and its
dual turns "maximise the worst case" into one linear program (von Neumann 1928; Koller, Megiddo
and von Stengel 1996): maximise q(∅) subject to Ex = e and Fᵀq ≤ Aᵀx, x ≥ 0.  The prices of the
last rows are the opponent's optimal plan.  Equilibria are all pairs of optimal plans.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported, SolverFailed, UnknownName
from negotiation.exact import sign
from negotiation.game import name_text
from negotiation.game.sequence import SequenceForm, sequence_form
from negotiation.solve.certificate import NASH, certify
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.linear import LinearProgram, Row, maximise

if TYPE_CHECKING:
    from negotiation.game import Game, InformationSetName

__all__ = ["game_value", "optimal_range", "zero_sum"]

ZERO = Fraction(0)
ONE = Fraction(1)


def zero_sum(game: Game) -> Equilibrium:
    """Find one Nash equilibrium of a two-player constant-sum game, exactly.

    Parameters
    ----------
    game
        A game without symbols in which the two payoffs have the same sum at every outcome.

    Returns
    -------
    Equilibrium
        A Nash equilibrium, certified; its payoffs are the value of the game, the same in every
        equilibrium.  What is played where no optimal strategy leads is arbitrary, so it need not
        be subgame perfect.

    Raises
    ------
    NotSupported
        If there are not two players, the sum is not constant (the outcomes are named), or a number
        is irrational.
    ImperfectRecall
        If a player forgets an own move or observation.
    MissingParameter
        If symbols are left without a value.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> found = zero_sum(simultaneous_game([[[2, 0], [0, 1]], [[-2, 0], [0, -1]]]))
    >>> found.profile["row"]["1"], found.payoffs["row"]
    (Fraction(1, 3), Fraction(2, 3))
    """
    form, total = _constant_sum_form(game)
    solution = maximise(_worst_case_program(form, 0))
    if solution is None:
        message = "the linear program of the game has no solution; please report this game"
        raise SolverFailed(message)
    first, second = form.sequences
    # The program has the rows of x first, then one row for each sequence of the opponent, whose
    # price is the weight of that sequence in the opponent's optimal plan.
    start = len(first.information_sets) + 1
    plans = (
        solution.values[: len(first)],
        tuple(solution.prices[start : start + len(second)]),
    )
    profile = form.profile(plans)
    certificate = certify(profile, NASH)
    value = solution.optimum
    if not certificate.holds or tuple(certificate.payoffs.values()) != (value, total - value):
        message = "the linear program gave no equilibrium; please report this game"
        raise SolverFailed(message)
    return Equilibrium(NASH, profile, certificate)


def game_value(game: Game) -> Fraction:
    """Return the value of a two-player constant-sum game to its first player, exactly.

    Raises
    ------
    NotSupported, ImperfectRecall, MissingParameter
        As `zero_sum`.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> game_value(simultaneous_game([[[1, 0], [0, 1]], [[0, 1], [1, 0]]]))
    Fraction(1, 2)
    """
    value = zero_sum(game).payoffs[game.players[0]]
    if not isinstance(value, Fraction):
        message = f"the value came out as {value}; please report this game"
        raise SolverFailed(message)
    return value


def optimal_range(
    game: Game, information_set: InformationSetName, action: str
) -> tuple[Fraction, Fraction]:
    """Return the least and the largest probability of an action over all optimal strategies.

    A strategy is optimal if it guarantees its player the value of the game; the equilibria are all
    pairs of optimal strategies, so this is also the range over all equilibria.  The ratio of two
    weights of a plan is extremised over the polytope of optimal plans (Charnes and Cooper 1962).

    Parameters
    ----------
    game
        A two-player constant-sum game.
    information_set
        The name of an information set.
    action
        An action there.

    Returns
    -------
    (least, largest)
        Over the optimal strategies that do not exclude the information set by own earlier moves.
        Where all of them exclude it, play there is free: (0, 1).

    Raises
    ------
    UnknownName
        If there is no such information set or action.
    NotSupported, ImperfectRecall, MissingParameter
        As `zero_sum`.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> half = [[0, 1], [1, 0], [1, 0]]
    >>> mine = [[[0, 1], [1, 0], [1, 0]], [[1, 0], [0, 1], [0, 1]]]
    >>> optimal_range(simultaneous_game(mine), "row", "2")
    (Fraction(0, 1), Fraction(1, 2))
    """
    form, _ = _constant_sum_form(game)
    number = form.game.information_sets.number(information_set)
    infoset = form.game.tree.infosets[number]
    if action not in infoset.actions:
        raise UnknownName(f"action at {name_text(information_set)!r}", action, infoset.actions)
    player = infoset.player
    here = next(one for one in form.sequences[player].information_sets if one.number == number)
    wanted = here.first + infoset.actions.index(action)
    worst_case = _worst_case_program(form, player)
    best = maximise(worst_case)
    if best is None:
        message = "the linear program of the game has no solution; please report this game"
        raise SolverFailed(message)
    ends: list[Fraction] = []
    for turn in (-ONE, ONE):
        program = _scaled_optimum(worst_case, best.optimum, here.leads, {wanted: turn})
        found = maximise(program)
        if found is None:
            return ZERO, ONE
        ends.append(turn * found.optimum)
    return ends[0], ends[1]


def _scaled_optimum(
    worst_case: LinearProgram, value: Fraction, leads: int, objective: dict[int, Fraction]
) -> LinearProgram:
    """Write optimal plans times a scale t, with weight 1 on the sequence that leads to the set."""
    scale = worst_case.variables
    rows = [Row({**row.coefficients, scale: -row.right}, row.sense) for row in worst_case.rows]
    reached = {**worst_case.objective, scale: -value}
    rows.append(Row(reached, "="))
    rows.append(Row({leads: ONE}, "=", ONE))
    return LinearProgram(scale + 1, tuple(rows), objective, worst_case.free)


def _worst_case_program(form: SequenceForm, player: int) -> LinearProgram:
    """Maximise what a player's plan guarantees: variables are the plan x and then q."""
    own, other = form.sequences[player], form.sequences[1 - player]
    matrix = form.matrices[player]
    rows = [
        Row({sequence: Fraction(factor) for sequence, factor in row.items()}, "=", Fraction(right))
        for row, right in own.constraints()
    ]
    columns: list[dict[int, Fraction]] = [{} for _ in range(len(other))]
    for pair, payoff in matrix.items():
        columns[pair[1 - player]][pair[player]] = -payoff
    for price, (row, _) in enumerate(other.constraints()):
        for sequence, factor in row.items():
            columns[sequence][len(own) + price] = Fraction(factor)
    rows += [Row(column, "<=") for column in columns]
    prices = range(len(own), len(own) + len(other.information_sets) + 1)
    return LinearProgram(prices.stop, tuple(rows), {len(own): ONE}, frozenset(prices))


def _constant_sum_form(game: Game) -> tuple[SequenceForm, Fraction]:
    game = game.settled
    if len(game.players) != 2:
        message = (
            f"the game has {len(game.players)} players; this method needs two, "
            "for others use solve.nash"
        )
        raise NotSupported(message)
    total = None
    first = 0
    for node, payoffs in game.tree.payoffs.items():
        here = payoffs[0] + payoffs[1]
        if total is None:
            total, first = here, node
        elif sign(here - total) != 0:
            places = [" / ".join(game.tree.history(one)) for one in (first, node)]
            message = (
                f"the payoffs sum to {total} at {places[0]!r} but to {here} at {places[1]!r}; "
                "for games that are not constant-sum use solve.lemke or solve.nash"
            )
            raise NotSupported(message)
    form = sequence_form(game)
    _ = form.matrices  # refuses irrational numbers
    if not isinstance(total, Fraction):
        message = f"the payoffs sum to {total}, which is irrational; this method needs fractions"
        raise NotSupported(message)
    return form, total
