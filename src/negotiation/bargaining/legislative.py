"""Bargaining by vote: dividing a pie by majority, and an agenda setter facing a veto.

Baron and Ferejohn (1989): each round one member, drawn with equal chances, proposes a division and
a quota accepts or rejects it at once (closed rule).  In the symmetric stationary equilibrium the
proposer buys the cheapest quota, paying each of its members the discounted value of going on.
Romer and Rosenthal (1978): a setter proposes a policy against the status quo; the veto player
accepts what is no farther from its ideal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from negotiation.bargaining.points import compare, read_constant
from negotiation.errors import InvalidModel
from negotiation.exact import Number, NumberLike, exact

__all__ = ["AgendaOutcome", "MajorityDivision", "baron_ferejohn", "romer_rosenthal"]


@dataclass(frozen=True)
class MajorityDivision:
    """How a pie is divided by a quota, at once.

    Attributes
    ----------
    proposer
        What the proposer keeps.
    partner
        What each member of the proposer's coalition gets.
    partners
        How many members are in the coalition beside the proposer; the others get nothing.
    value
        What the game is worth to each member before a proposer is drawn.
    """

    proposer: Number
    partner: Number
    partners: int
    value: Fraction


def baron_ferejohn(
    players: int, discount: NumberLike, *, quota: int | None = None
) -> MajorityDivision:
    """Divide a pie by majority under a closed rule (Baron and Ferejohn 1989).

    Parameters
    ----------
    players
        How many members there are, at least 2.
    discount
        The common discount factor, in [0, 1].
    quota
        How many must accept, the proposer included; by default a simple majority, which is
        (n + 1) / 2 of an odd number.  ``players`` is unanimity.

    Returns
    -------
    MajorityDivision
        The symmetric stationary subgame-perfect equilibrium: with quota q the proposer keeps
        1 - δ(q - 1)/n.  Other divisions are equilibria too if strategies may depend on the past.

    Raises
    ------
    InvalidModel
        If a number is out of its range.

    Examples
    --------
    >>> division = baron_ferejohn(3, 1)
    >>> str(division.proposer), str(division.partner), division.partners
    ('2/3', '1/3', 1)
    >>> str(baron_ferejohn(3, "9/10", quota=3).proposer)
    '2/5'
    """
    members = _whole(players, "the number of players", 2, None)
    needed = _whole(members // 2 + 1 if quota is None else quota, "the quota", 1, members)
    factor = read_constant(discount, what="the discount factor")
    if compare(factor, Fraction(0)) < 0 or compare(factor, Fraction(1)) > 0:
        message = f"the discount factor is {factor}; it must be from 0 to 1"
        raise InvalidModel(message)
    price = exact(factor * Fraction(1, members))
    return MajorityDivision(
        exact(1 - price * (needed - 1)), price, needed - 1, Fraction(1, members)
    )


def _whole(value: int, what: str, least: int, most: int | None) -> int:
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or value < least
        or (most is not None and value > most)
    ):
        bound = f"at least {least}" if most is None else f"from {least} to {most}"
        message = f"{what} is {value!r}; it must be a whole number {bound}"
        raise InvalidModel(message)
    return value


@dataclass(frozen=True)
class AgendaOutcome:
    """What an agenda setter gets past a veto.

    Attributes
    ----------
    policy
        The policy that results.
    low, high
        The veto player accepts policies between these.
    gridlock
        Whether the status quo stays although the setter would like another policy.
    """

    policy: Number
    low: Number
    high: Number
    gridlock: bool


def romer_rosenthal(
    setter_ideal: NumberLike, veto_ideal: NumberLike, status_quo: NumberLike
) -> AgendaOutcome:
    """Find the policy that an agenda setter gets past a veto player (Romer and Rosenthal 1978).

    Both dislike distance from their ideal points on a line, symmetrically; the veto player accepts
    where indifferent.  The setter proposes the policy nearest to its own ideal that is no farther
    from the veto player's ideal than the status quo: with q ≤ v ≤ s that is min(s, 2v - q).

    Parameters
    ----------
    setter_ideal, veto_ideal
        The ideal points s and v.
    status_quo
        The policy q that stays without agreement.

    Returns
    -------
    AgendaOutcome
        Exact.  There is gridlock where q lies between v and s.

    Raises
    ------
    InvalidNumber
        If a number is none, or holds symbols.

    Examples
    --------
    >>> [str(romer_rosenthal(10, 6, q).policy) for q in (0, 4, 7, 12)]
    ['10', '8', '7', '10']
    >>> romer_rosenthal(10, 6, 7).gridlock
    True
    """
    setter = read_constant(setter_ideal, what="the setter's ideal point")
    veto = read_constant(veto_ideal, what="the veto player's ideal point")
    quo = read_constant(status_quo, what="the status quo")
    mirrored = exact(2 * veto - quo)
    low, high = (quo, mirrored) if compare(quo, mirrored) <= 0 else (mirrored, quo)
    if compare(setter, low) < 0:
        policy = low
    elif compare(setter, high) > 0:
        policy = high
    else:
        policy = setter
    stays = compare(policy, quo) == 0
    return AgendaOutcome(policy, low, high, gridlock=stays and compare(setter, quo) != 0)
