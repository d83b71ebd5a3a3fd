"""Equilibria of games with three or more players, support by support, exactly.

Given who plays what with positive probability, an equilibrium solves polynomial equations: each
player is indifferent among the strategies played, and gains by none of the others (Nash 1951;
McKelvey and McLennan 1996).  Where a support has finitely many solutions they are all found as
algebraic numbers; where it has infinitely many, one rational equilibrium stands for them, with
the conditions that all of them satisfy.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import SolverFailed, TooLarge, TooManyEquilibria
from negotiation.solve.algebraic import RealPoint, isolated_points
from negotiation.solve.correlated_supports import has_correlated_equilibrium
from negotiation.solve.feasible_point import feasible_point
from negotiation.solve.supports import Supports, corner_gains, possible_supports, worth_of

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number
    from negotiation.game import MixedStrategy, StrategicForm

__all__ = ["SupportEquilibrium", "support_equilibria"]

ZERO = Fraction(0)
ONE = Fraction(1)

MOST_SUPPORTS = 20_000
"""How many combinations of supports are looked at."""

MOST_UNKNOWNS = 6
"""How many probabilities a support may leave to find."""

MOST_MIXING = 4
"""How many players may mix at a time: five have up to 44 solutions for two strategies each."""


@dataclass(frozen=True)
class SupportEquilibrium:
    """An equilibrium of a strategic form.

    Attributes
    ----------
    mixture
        One mixed strategy a player.
    free
        Where the equilibria with this support are infinitely many, the conditions on the
        probabilities that all of them satisfy; empty for an isolated equilibrium.
    """

    mixture: tuple[MixedStrategy, ...]
    free: tuple[sympy.Basic, ...] = ()


def support_equilibria(
    form: StrategicForm, *, limit: int = 10_000, time_limit: float = 120
) -> list[SupportEquilibrium]:
    """Find the equilibria of a strategic form with any number of players.

    Parameters
    ----------
    form
        The strategic form, with rational payoffs.
    limit
        The most equilibria to return.
    time_limit
        The seconds after which no further support is begun.

    Returns
    -------
    list of SupportEquilibrium
        Small supports first.  Every equilibrium has the support of one that is listed, and a
        support without ``free`` conditions has no other equilibria than those listed.

    Raises
    ------
    TooLarge
        If there are too many supports, or one leaves more than 6 probabilities or 4 mixing
        players; the count is named, and nothing has been solved by then.
    TooManyEquilibria
        If there are more than ``limit``.
    SolverFailed
        If the time limit ends the search, or a support with infinitely many solutions is not
        decided in time.

    Examples
    --------
    >>> from negotiation.game import reduced_strategic_form, simultaneous_game
    >>> pay = [[[1, 0], [0, 0]], [[0, 0], [0, 1]]]  # all agree, and are paid alike
    >>> form = reduced_strategic_form(simultaneous_game([pay, pay, pay]))
    >>> for equilibrium in support_equilibria(form)[-1:]:
    ...     print(*equilibrium.mixture[0], "|", *equilibrium.mixture[1])
    1/2 1/2 | 1/2 1/2
    """
    worth = worth_of(form)
    every = list(possible_supports(form, worth, limit=MOST_SUPPORTS))
    for supports in every:
        _refuse_too_large(supports)
    found: list[SupportEquilibrium] = []
    end = time.monotonic() + time_limit
    for place, supports in enumerate(every):
        if time.monotonic() > end:
            message = (
                f"the time limit of {time_limit:g} seconds ended the search after {place} of "
                f"{len(every)} supports, so the {len(found)} equilibria found are incomplete; "
                "allow more time; method='logit' of solve.nash finds one equilibrium"
            )
            raise SolverFailed(message, found=found)
        found.extend(_with_supports(form, worth, supports))
        if len(found) > limit:
            raise TooManyEquilibria(len(found), limit=limit, exact=False)
    return found


def _refuse_too_large(supports: Supports) -> None:
    mixing = sum(len(own) > 1 for own in supports)
    count = sum(map(len, supports)) - len(supports)
    if count > MOST_UNKNOWNS or mixing > MOST_MIXING:
        message = (
            f"a support in which {mixing} players mix leaves {count} probabilities to find, more "
            f"than {MOST_UNKNOWNS} or {MOST_MIXING} players; method='logit' of "
            "solve.nash finds one equilibrium, method='pure' the pure ones"
        )
        raise TooLarge(message)


def _with_supports(
    form: StrategicForm, worth: Sequence[Sequence[Fraction]], supports: Supports
) -> list[SupportEquilibrium]:
    count = sum(map(len, supports)) - len(supports)
    if not count:  # pure, and no other strategy does better: possible_supports has seen to that
        return [SupportEquilibrium(_mixture(form, supports, ()))]
    if not has_correlated_equilibrium(form, worth, supports):
        return []
    system = _system(form, worth, supports)
    points = isolated_points(system.equal, system.unknowns) if len(system.equal) >= count else None
    if points is None:
        point = feasible_point(system.equal, system.positive, system.nonnegative, count)
        if point is None:
            return []
        return [SupportEquilibrium(_mixture(form, supports, point), system.conditions())]
    return [
        SupportEquilibrium(_mixture(form, supports, point.numbers()))
        for point in points
        if _inside(point, system)
    ]


@dataclass(frozen=True)
class _System:
    unknowns: tuple[sympy.Symbol, ...]
    equal: list[sympy.Poly]
    positive: list[sympy.Poly]
    nonnegative: list[sympy.Poly]

    def conditions(self) -> tuple[sympy.Basic, ...]:
        """Write the system out as sympy conditions; simple ones are solved for the probability."""
        import sympy

        written: list[sympy.Basic] = [sympy.Eq(entry.as_expr(), 0) for entry in self.equal]
        for polynomials, relation, reverse in (
            (self.positive, sympy.Gt, sympy.Lt),
            (self.nonnegative, sympy.Ge, sympy.Le),
        ):
            for entry in polynomials:
                names = sorted(entry.free_symbols, key=str)
                if len(names) == 1 and entry.total_degree() == 1:
                    [name] = names
                    slope = entry.coeff_monomial(name)
                    bound = -entry.coeff_monomial(1) / slope
                    written.append((relation if slope > 0 else reverse)(name, bound))
                else:
                    written.append(relation(entry.as_expr(), 0))
        return tuple(dict.fromkeys(written))


def _system(
    form: StrategicForm, worth: Sequence[Sequence[Fraction]], supports: Supports
) -> _System:
    import sympy

    unknowns = tuple(
        sympy.Symbol(f"P({player}: {form.strategies[number][strategy]})")
        for number, (player, own) in enumerate(zip(form.players, supports, strict=True))
        for strategy in own[:-1]
    )
    ring = sympy.ring(unknowns, sympy.QQ)[0]
    generators = iter(ring.gens)
    chances: list[list[Any]] = []
    for own in supports:
        free = [next(generators) for _ in own[:-1]]
        chances.append([*free, ring.one - sum(free, ring.zero)])

    def gain(player: int, better: int, worse: int) -> sympy.Poly:
        total = ring.zero
        corners = product(*(chance for number, chance in enumerate(chances) if number != player))
        gains = corner_gains(form, worth, supports, (player, better, worse))
        for corner, amount in zip(corners, gains, strict=True):
            if amount:
                term = ring(sympy.QQ(amount.numerator, amount.denominator))
                for chance in corner:
                    term *= chance
                total += term
        return poly(total)

    def poly(element: Any) -> sympy.Poly:  # noqa: ANN401 - elements of sympy's rings are untyped
        return cast("sympy.Poly", sympy.Poly.from_dict(dict(element), *unknowns, domain=sympy.QQ))

    equal: list[sympy.Poly] = []
    nonnegative: list[sympy.Poly] = []
    for player, own in enumerate(supports):
        equal.extend(gain(player, own[0], strategy) for strategy in own[1:])
        nonnegative.extend(
            gain(player, own[0], strategy)
            for strategy in range(form.shape[player])
            if strategy not in own
            and max(corner_gains(form, worth, supports, (player, strategy, own[0]))) > 0
        )
    return _System(
        unknowns=unknowns,
        equal=[entry for entry in equal if not entry.is_zero],
        positive=[poly(chance) for own in chances if len(own) > 1 for chance in own],
        nonnegative=nonnegative,
    )


def _inside(point: RealPoint, system: _System) -> bool:
    return all(point.sign(entry) > 0 for entry in system.positive) and all(
        point.sign(entry) >= 0 for entry in system.nonnegative
    )


def _mixture(
    form: StrategicForm, supports: Supports, probabilities: Sequence[Number]
) -> tuple[MixedStrategy, ...]:
    """Write a mixed strategy a player; the last strategy of a support has what is left."""
    left = iter(probabilities)
    mixture: list[MixedStrategy] = []
    for own, count in zip(supports, form.shape, strict=True):
        weights: list[Number] = [ZERO] * count
        rest: Number = ONE
        for strategy in own[:-1]:
            weights[strategy] = next(left)
            rest = rest - weights[strategy]
        weights[own[-1]] = rest
        mixture.append(tuple(weights))
    return tuple(mixture)
