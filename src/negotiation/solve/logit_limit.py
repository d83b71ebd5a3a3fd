"""One Nash equilibrium of a game of any number of players, from the end of the logit branch.

As rationality grows, the principal branch of agent logit equilibria goes to a Nash equilibrium
(McKelvey and Palfrey 1998), which selects one in almost every game (Turocy 2005).  The branch is
followed in floats, with each player's payoffs measured in the span between best and worst, so that
units do not matter.  Next to it an exact equilibrium is looked for: with the actions still played,
the indifferences on the path are solved for algebraic numbers.  Where none is found the end of the
branch is returned with its largest regret.  Either way regrets are recomputed exactly, from
rational or algebraic probabilities.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import InvalidNumber, SolverFailed
from negotiation.exact import exact, exact_number, is_rational, sign
from negotiation.game import BehaviourProfile, require_perfect_recall, settled_game
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.solve.algebraic import isolated_points
from negotiation.solve.certificate import NASH, certify
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.indifference import indifferences
from negotiation.solve.logit_branch import follow
from negotiation.solve.logit_system import logit_system

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number, NumberLike
    from negotiation.game import Game
    from negotiation.solve.certificate import Certificate
    from negotiation.solve.logit_branch import BranchPoint
    from negotiation.solve.logit_system import LogitSystem

__all__ = ["logit_limit"]

Row: TypeAlias = "tuple[Number, ...]"

ZERO = Fraction(0)
ONE = Fraction(1)

FIRST_LOOK = 1e3
"""The rationality from which equilibria are looked for; then again at every tenfold."""

MOST_UNKNOWNS = 6
"""How many probabilities are solved for where they occur in products."""

MOST_MIXING = 4
"""How many information sets may then mix, and `MOST_SOLUTIONS` there may be by Bézout's bound."""

MOST_SOLUTIONS = 256

MOST_LINEAR_UNKNOWNS = 60
"""How many are solved for where every equation is linear."""

NEAR = Fraction(1, 20)
"""By how much an exact equilibrium may differ from the branch in any probability."""

SIMPLE = (1, 12, 1000)
"""Largest denominators of the fractions that are tried first."""

EXACT = (
    "found at the end of the principal branch of logit equilibria; the game may have other "
    "equilibria, which this method does not look for"
)
APPROXIMATE = (
    "numerical: the principal branch of logit equilibria at rationality {rationality:.3g}, each "
    "player's payoffs measured in their span; the game may have other equilibria"
)


def logit_limit(
    game: Game, *, tolerance: NumberLike = "1/1000000", most_points: int = 5_000
) -> Equilibrium:
    """Find one Nash equilibrium by following the logit branch: exact if possible, else numerical.

    Parameters
    ----------
    game
        A game without symbols and with perfect recall; its guards are settled first.
    tolerance
        The largest accepted regret, as a share of the smallest span of payoffs: a player's span
        is the difference between the best and the worst payoff.
    most_points
        How many points of the branch are computed at most.

    Returns
    -------
    Equilibrium
        With ``certificate.tolerance`` 0 where it is exact.  Otherwise the tolerance is in payoffs,
        the largest regret within it, and the equilibrium says that it is approximate.

    Raises
    ------
    SolverFailed
        If the branch cannot be followed until regrets are within the tolerance; with the largest
        regret that was reached.
    ImperfectRecall, MissingParameter, InvalidGame
        As `solve.nash`.
    NotSupported
        If a chance move has probability 0, or a payoff is beyond the floats.
    InvalidNumber
        If the tolerance is not positive.

    Notes
    -----
    Every point costs time in proportion to nodes times actions, for each of some hundred points;
    the regret of the end of the branch falls with the inverse of rationality.

    Examples
    --------
    Three players who each want to be the odd one out: the branch starts and ends at even play.

    >>> from negotiation.game import simultaneous_game
    >>> first = [[[0, 0], [0, 1]], [[1, 0], [0, 0]]]
    >>> second = [[[0, 0], [1, 0]], [[0, 1], [0, 0]]]
    >>> third = [[[0, 1], [0, 0]], [[0, 0], [1, 0]]]
    >>> found = logit_limit(simultaneous_game([first, second, third]))
    >>> found.is_exact, *found.payoffs.values()
    (True, Fraction(1, 4), Fraction(1, 4), Fraction(1, 4))
    """
    game = settled_game(game)
    require_perfect_recall(game)
    share = exact_number(tolerance, what="the tolerance")
    if share <= 0:
        message = f"the tolerance is {share}; it must be positive"
        raise InvalidNumber(message)
    spans = _spans(game)
    system = _scaled(logit_system(game), spans)
    accepted = share * min(spans, key=float)
    best: tuple[Certificate, BehaviourProfile, float] | None = None
    tried: set[object] = set()
    for look in _looks(system, most_points):
        found = _exact_neighbour(system.game, look, tried)
        if found is not None:
            profile, certificate = found
            return Equilibrium(NASH, profile, certificate, notes=(EXACT,))
        profile = _rounded(system.game, look.rows, share)
        certificate = certify(profile, NASH, tolerance=accepted)
        if best is None or certificate.largest_regret < best[0].largest_regret:
            best = certificate, profile, look.rationality
        if best[0].holds:
            certificate, profile, rationality = best
            note = APPROXIMATE.format(rationality=rationality)
            return Equilibrium(NASH, profile, certificate, notes=(note,))
    reached = math.inf if best is None else float(best[0].largest_regret)
    message = (
        f"the branch of logit equilibria ended at a largest regret of {reached:g}, above the "
        f"tolerance {float(accepted):g}; allow a larger tolerance, or use method='pure'"
    )
    raise SolverFailed(message, residual=reached)


@dataclass(frozen=True)
class _Look:
    """A point of the branch at which an equilibrium is looked for."""

    rationality: float
    rows: tuple[tuple[float, ...], ...]
    unplayed: float


def _spans(game: Game) -> list[Number]:
    """Return each player's largest difference between two payoffs; 1 where there is none."""
    spans: list[Number] = []
    for own in zip(*game.tree.payoffs.values(), strict=True):
        low = high = own[0]
        for pay in own:
            low = pay if sign(low - pay) > 0 else low
            high = pay if sign(pay - high) > 0 else high
        spans.append(high - low if sign(high - low) > 0 else ONE)
    return spans


def _scaled(system: LogitSystem, spans: Sequence[Number]) -> LogitSystem:
    """Measure payoffs in spans from the player's first one, subtracting before floats round."""
    import numpy as np

    payoffs = system.game.tree.payoffs
    first = next(iter(payoffs.values()))
    return replace(
        system,
        payoffs={
            node: np.array(
                [
                    float((pay - base) / span)
                    for pay, base, span in zip(own, first, spans, strict=True)
                ]
            )
            for node, own in payoffs.items()
        },
    )


def _looks(system: LogitSystem, most_points: int) -> Iterator[_Look]:
    """Follow the branch; look where rationality has grown tenfold, and where the branch ends."""
    wanted = FIRST_LOOK
    last: BranchPoint | None = None
    try:
        for point in follow(system, math.inf, most_points=most_points):
            last = point
            if point.rationality >= wanted:
                yield _look(system, point)
                wanted = 10 * point.rationality
                last = None
    except SolverFailed:
        pass  # where the branch is lost is one more place to look
    if last is not None and last.rationality > 0:
        yield _look(system, last)


def _look(system: LogitSystem, point: BranchPoint) -> _Look:
    import numpy as np

    chances = np.exp(system.log_probabilities(point.odds))
    bounds = zip(system.offsets, system.offsets[1:], strict=False)
    rows = tuple(tuple(float(chance) for chance in chances[one:end]) for one, end in bounds)
    # An action that is worse by a share d of the span has a chance below exp(-d λ).
    return _Look(point.rationality, rows, min(0.01, 10 / point.rationality))


def _exact_neighbour(
    game: Game, look: _Look, tried: set[object]
) -> tuple[BehaviourProfile, Certificate] | None:
    """Return an exact equilibrium next to the branch, and its certificate; ``None`` if not found.

    What was tried at an earlier look is not tried again.
    """
    for rows in _candidates(game, look, tried):
        profile = BehaviourProfile(game, rows)
        certificate = certify(profile, NASH)
        if certificate.holds:
            return profile, certificate
    return None


def _candidates(game: Game, look: _Look, tried: set[object]) -> Iterator[tuple[Row, ...]]:
    """Yield profiles near the branch that may be equilibria, the simplest first."""
    played = [
        tuple(place for place, chance in enumerate(row) if chance > look.unplayed)
        for row in look.rows
    ]
    rows: tuple[Row, ...] = ()
    for largest in SIMPLE:
        rows = tuple(
            _simple_row(row, places, largest) for row, places in zip(look.rows, played, strict=True)
        )
        if rows not in tried and _near(rows, look.rows):
            yield rows
        tried.add(rows)
    support = _on_path(game, played)
    if tuple(support.items()) in tried:
        return
    tried.add(tuple(support.items()))
    for solved in _solutions(game, support):
        found = tuple(solved.get(number, row) for number, row in enumerate(rows))
        if _near(found, look.rows):
            yield found


def _simple_row(row: Sequence[float], places: Sequence[int], largest: int) -> Row:
    """Round the chances of the actions played; the likeliest takes what is left."""
    chances = [ZERO] * len(row)
    likeliest = max(places, key=row.__getitem__)
    for place in places:
        if place != likeliest:
            chances[place] = Fraction(row[place]).limit_denominator(largest)
    chances[likeliest] = ONE - sum(chances)
    return tuple(chances)


def _near(rows: Sequence[Row], branch: Sequence[Sequence[float]]) -> bool:
    return all(
        0 <= float(chance) <= 1 and abs(float(chance) - other) <= NEAR
        for row, others in zip(rows, branch, strict=True)
        for chance, other in zip(row, others, strict=True)
    )


def _on_path(game: Game, played: Sequence[tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """Return the actions played at the information sets that are then reached."""
    tree = game.tree
    reached = [True] + [False] * (len(tree) - 1)
    support: dict[int, tuple[int, ...]] = {}
    for node in range(len(tree)):
        if not reached[node] or tree.mover[node] == OUTCOME:
            continue
        places: Sequence[int] = range(tree.width[node])
        if tree.mover[node] != CHANCE:
            places = support.setdefault(tree.infoset[node], played[tree.infoset[node]])
        for place in places:
            reached[tree.first[node] + place] = True
    return dict(sorted(support.items()))


def _solutions(game: Game, support: Mapping[int, Sequence[int]]) -> Iterator[dict[int, Row]]:
    """Solve the indifferences on the path: information set → probabilities."""
    numbers = [
        *game.tree.probability.values(),
        *(n for pay in game.tree.payoffs.values() for n in pay),
    ]
    count = sum(map(len, support.values())) - len(support)
    if not 0 < count <= MOST_LINEAR_UNKNOWNS or not all(map(is_rational, numbers)):
        return
    unknowns, equations = indifferences(game, support)
    mixing = sum(len(places) > 1 for places in support.values())
    for values in _points(unknowns, equations, mixing):
        left = iter(values)
        found: dict[int, Row] = {}
        for number, places in support.items():
            row: list[Number] = [ZERO] * len(game.tree.infosets[number].actions)
            rest: Number = ONE
            for place in places[:-1]:
                row[place] = next(left)
                rest = rest - row[place]
            row[places[-1]] = rest
            found[number] = tuple(row)
        yield found


def _points(
    unknowns: Sequence[sympy.Symbol], equations: Sequence[sympy.Expr], mixing: int
) -> Iterator[tuple[Number, ...]]:
    """Yield the isolated solutions of the indifferences, as far as they can be found quickly."""
    import sympy

    system = [sympy.Poly(each, *unknowns, domain=sympy.QQ) for each in equations if each != 0]
    if len(system) < len(unknowns):
        return
    if all(each.total_degree() <= 1 for each in system):
        for solved in sympy.linsolve([each.as_expr() for each in system], *unknowns).args:
            if not solved.free_symbols:
                yield tuple(exact(value) for value in solved.args)
        return
    solutions = math.prod(each.total_degree() for each in system)
    if len(unknowns) <= MOST_UNKNOWNS and mixing <= MOST_MIXING and solutions <= MOST_SOLUTIONS:
        for point in isolated_points(system, unknowns) or ():
            yield point.numbers()


def _rounded(game: Game, rows: Sequence[Sequence[float]], share: Fraction) -> BehaviourProfile:
    """Round to decimals finer than the tolerance; the likeliest action takes what is left."""
    digits = 3 + max(0, math.ceil(-math.log10(share)))
    table: list[Row] = []
    for row in rows:
        likeliest = max(range(len(row)), key=row.__getitem__)
        chances = [Fraction(round(chance * 10**digits), 10**digits) for chance in row]
        chances[likeliest] = ZERO
        chances[likeliest] = ONE - sum(chances)
        table.append(tuple(chances))
    return BehaviourProfile(game, tuple(table))
