"""Dividing a pie by alternating offers: Rubinstein's and Ståhl's closed forms.

Two players take turns to propose a division of one unit.  In a stationary subgame-perfect
equilibrium the responder gets exactly what rejection is worth, and the proposer keeps the rest:
v_i = 1 - max(outside option of j, what waiting is worth to j), two equations with one solution
(Rubinstein 1982; Binmore, Rubinstein and Wolinsky 1986 for breakdown; Binmore, Shaked and Sutton
1989 for outside options).  With a last round the same comes from the end backwards (Ståhl 1972).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from negotiation.bargaining.points import compare, read_constant
from negotiation.errors import InvalidModel, NotSupported, SolverFailed
from negotiation.exact import Number, NumberLike, exact

__all__ = ["Division", "rubinstein", "rubinstein_fixed_costs", "stahl"]

ZERO, ONE = Fraction(0), Fraction(1)
Pair: TypeAlias = tuple[Number, Number]


@dataclass(frozen=True)
class Division:
    """How a pie of one unit is divided, at once.

    Attributes
    ----------
    shares
        What each player gets.
    demands
        What each player keeps of the pie when first proposing; 1 for a player who never does.
    first
        The place of the player who proposes first, 0 or 1.
    binding
        The places of the players to whom the outside option, not waiting, is the reason to be
        given so much.
    """

    shares: Pair
    demands: Pair
    first: int
    binding: tuple[int, ...] = ()


def rubinstein(
    discounts: NumberLike | Sequence[NumberLike],
    *,
    first: int = 0,
    outside_options: NumberLike | Sequence[NumberLike] = 0,
    inside_options: NumberLike | Sequence[NumberLike] = 0,
    breakdown: NumberLike = 0,
    breakdown_payoffs: NumberLike | Sequence[NumberLike] = 0,
) -> Division:
    """Divide a pie by alternating offers without a last round (Rubinstein 1982).

    Parameters
    ----------
    discounts
        One discount factor, or one for each player, in [0, 1).  With a risk of breakdown they may
        be 1.
    first
        The place of the player who proposes first, 0 or 1.
    outside_options
        What each player gets by leaving right after rejecting an offer.  It changes the division
        only if it is better than waiting (Binmore, Shaked and Sutton 1989).
    inside_options
        What each player gets in every period of disagreement, at once after a rejection.
    breakdown
        The probability that the talks end for good after a rejection.
    breakdown_payoffs
        What each player then gets, at once.

    Returns
    -------
    Division
        Exact.  Agreement is reached at once.

    Raises
    ------
    NotSupported
        If the players gain nothing by agreeing at once (the outside options, or the payoffs of
        waiting, are worth more than the pie), or nobody minds waiting.
    InvalidModel
        If a number is out of its range.
    InvalidNumber
        If a number holds symbols.

    Notes
    -----
    Without inside options and breakdown payoffs the equilibrium is the only subgame-perfect one.
    With them it is the only stationary one in which every offer is accepted; that a proposer does
    not prefer to be rejected is checked.

    Examples
    --------
    >>> division = rubinstein(("9/10", "4/5"))
    >>> tuple(map(str, division.shares))
    ('5/7', '2/7')
    >>> [str(rubinstein("9/10", outside_options=(0, b)).shares[1]) for b in ("2/5", "1/2")]
    ['9/19', '1/2']
    """
    factors = _pair(discounts, "discount factor", ONE)
    outside = _pair(outside_options, "outside option")
    inside = _pair(inside_options, "inside option")
    ended = _pair(breakdown_payoffs, "breakdown payoff")
    risk = _within(breakdown, "the probability of breakdown", ONE)
    place = _place(first)
    # Rejecting is worth fixed + slope · (own demand next period).
    slopes = [exact((1 - risk) * factor) for factor in factors]
    fixed = [exact(a + risk * b) for a, b in zip(inside, ended, strict=True)]
    for player, slope in enumerate(slopes):
        if compare(slope, ONE) >= 0:
            message = (
                f"player {player} has discount factor {factors[player]} and there is no risk of "
                "breakdown, so waiting costs nothing and the division is not determined"
            )
            raise NotSupported(message)
    if compare(exact(outside[0] + outside[1]), ONE) > 0:
        message = (
            f"the outside options {outside[0]} and {outside[1]} are worth more than the pie of 1, "
            "so the players leave instead of agreeing"
        )
        raise NotSupported(message)
    demands, binding = _solve(outside, slopes, fixed)
    for player in (0, 1):
        waiting = (
            outside[player]
            if 1 - player in binding
            else exact(fixed[player] + slopes[player] * (1 - demands[1 - player]))
        )
        if compare(demands[player], ZERO) < 0 or compare(demands[player], waiting) < 0:
            message = (
                f"player {player} would rather be rejected and get {waiting} than agree on "
                f"{demands[player]}: waiting is worth more to the two than the pie of 1"
            )
            raise NotSupported(message)
    kept = demands[place]
    shares = (kept, exact(1 - kept)) if place == 0 else (exact(1 - kept), kept)
    return Division(shares, demands, place, binding)


def _solve(
    outside: Pair, slopes: Sequence[Number], fixed: Sequence[Number]
) -> tuple[Pair, tuple[int, ...]]:
    """Solve v_i = 1 - max(outside_j, fixed_j + slope_j v_j) by trying which options bind.

    The right sides fall with slopes below 1, so there is exactly one solution.
    """
    for binds in product((False, True), repeat=2):
        floors = [outside[i] if binds[i] else fixed[i] for i in (0, 1)]
        steps = [ZERO if binds[i] else slopes[i] for i in (0, 1)]
        solved = [
            exact((1 - floors[j] - steps[j] * (1 - floors[i])) / (1 - steps[i] * steps[j]))
            for i, j in ((0, 1), (1, 0))
        ]
        waits = [exact(fixed[i] + slopes[i] * solved[i]) for i in (0, 1)]
        if all((compare(outside[i], waits[i]) > 0) is binds[i] for i in (0, 1)):
            return (solved[0], solved[1]), tuple(i for i in (0, 1) if binds[i])
    message = f"no division satisfies the equations for {outside}, {slopes}, {fixed}"
    raise SolverFailed(message)


def rubinstein_fixed_costs(costs: Sequence[NumberLike], *, first: int = 0) -> Division:
    """Divide a pie where each round of waiting costs each player a fixed amount (Rubinstein 1982).

    Parameters
    ----------
    costs
        The cost of each player, in (0, 1].
    first
        The place of the player who proposes first, 0 or 1.

    Returns
    -------
    Division
        The player with the smaller cost takes everything when proposing, and everything but the
        other's cost when responding.

    Raises
    ------
    NotSupported
        If the costs are equal: then every share of the first proposer between the cost and 1 is an
        equilibrium.
    InvalidModel
        If a cost is not in (0, 1].

    Examples
    --------
    >>> tuple(map(str, rubinstein_fixed_costs(("1/10", "1/5")).shares))
    ('1', '0')
    >>> tuple(map(str, rubinstein_fixed_costs(("1/5", "1/10")).shares))
    ('1/10', '9/10')
    """
    read = _pair(costs, "cost", ONE)
    place = _place(first)
    if min(compare(cost, ZERO) for cost in read) == 0:
        message = f"the costs are {read[0]} and {read[1]}; both must be above 0"
        raise InvalidModel(message)
    order = compare(read[0], read[1])
    if order == 0:
        message = (
            f"both costs are {read[0]}: every share of the first proposer from {read[0]} to 1 is "
            "an equilibrium, so none is singled out"
        )
        raise NotSupported(message)
    strong = 0 if order < 0 else 1
    # The weak player, proposing, must leave the strong one 1 minus the strong one's cost.
    cost = read[strong]
    demands: Pair = (ONE, cost) if strong == 0 else (cost, ONE)
    kept = demands[place]
    shares: Pair = (kept, exact(1 - kept)) if place == 0 else (exact(1 - kept), kept)
    return Division(shares, demands, place)


def stahl(discounts: NumberLike | Sequence[NumberLike], rounds: int, *, first: int = 0) -> Division:
    """Divide a pie by alternating offers with a last round (Ståhl 1972).

    In the last round the proposer keeps everything; before, the responder gets what proposing next
    is worth, discounted.  With one common factor δ and T rounds the first proposer gets
    (1 - (-δ)^T) / (1 + δ).

    Parameters
    ----------
    discounts
        One discount factor, or one for each player, in [0, 1].
    rounds
        The number of rounds T; rejecting the last offer pays nothing.
    first
        The place of the player who proposes first, 0 or 1.

    Returns
    -------
    Division
        Exact.  Linear in the number of rounds.

    Raises
    ------
    InvalidModel
        If a number is out of its range.

    Examples
    --------
    >>> [str(stahl("1/2", rounds).shares[0]) for rounds in (1, 2, 3, 4)]
    ['1', '1/2', '3/4', '5/8']
    """
    factors = _pair(discounts, "discount factor", ONE)
    place = _place(first)
    if isinstance(rounds, bool) or not isinstance(rounds, int) or rounds < 1:
        message = f"rounds is {rounds!r}; it must be a whole number of at least 1"
        raise InvalidModel(message)
    kept: Number = ONE
    demands: list[Number] = [ONE, ONE]
    for number in range(rounds, 0, -1):
        proposer = place if number % 2 else 1 - place
        if number < rounds:
            kept = exact(1 - factors[1 - proposer] * kept)
        demands[proposer] = kept
    shares: Pair = (kept, exact(1 - kept)) if place == 0 else (exact(1 - kept), kept)
    return Division(shares, (demands[0], demands[1]), place)


def _place(first: int) -> int:
    if first not in {0, 1} or isinstance(first, bool):
        message = f"first is {first!r}; it must be the place of a player, 0 or 1"
        raise InvalidModel(message)
    return first


def _pair(
    given: NumberLike | Sequence[NumberLike], what: str, most: Fraction | None = None
) -> Pair:
    values = [given, given] if isinstance(given, str) or not isinstance(given, Sequence) else given
    if len(values) != 2:
        message = f"there are two players, so give one {what} or two, not {len(values)}"
        raise InvalidModel(message)
    return (
        _within(values[0], f"the {what} of player 0", most),
        _within(values[1], f"the {what} of player 1", most),
    )


def _within(value: object, what: str, most: Fraction | None) -> Number:
    number = read_constant(value, what=what)
    if compare(number, ZERO) < 0 or (most is not None and compare(number, most) > 0):
        bound = "at least 0" if most is None else f"from 0 to {most}"
        message = f"{what} is {number}; it must be {bound}"
        raise InvalidModel(message)
    return number
