"""The zone of possible agreement on one continuous issue.

Each player's utility is linear in the issue x, and the player agrees only to what is worth at least
the reservation value, the worth of its best alternative (Raiffa 1982, chapter 4).  Each player
then cuts the range of x from one side, so the zone is an interval, and it is non-empty iff no lower
cut lies above an upper one: a condition without quantifiers (Fourier 1826; Motzkin 1936).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, cast

from negotiation.errors import InvalidModel, MissingParameter, NotSupported, UnknownName
from negotiation.exact import Number, NumberLike, as_sympy, exact, free_symbols

if TYPE_CHECKING:
    import sympy
    from sympy.logic.boolalg import Boolean

__all__ = ["AgreementZone", "zone_of_possible_agreement"]

MOST_CASES = 3**8


@dataclass(frozen=True)
class AgreementZone:
    """The agreements that no player refuses.

    Attributes
    ----------
    issue
        The symbol of the issue.
    condition
        When the zone is non-empty: a sympy condition on the parameters; true or false without any.
    cases
        One a pattern of signs of the players' slopes: (when it holds, low end, high end, when the
        zone is then non-empty).  A single one where the signs are known.
    """

    issue: sympy.Symbol
    condition: Boolean
    cases: tuple[tuple[Boolean, Number, Number, Boolean], ...]

    @property
    def empty(self) -> bool:
        """Whether there is no agreement.

        Raises
        ------
        MissingParameter
            If that depends on parameters.
        """
        import sympy

        if self.condition is sympy.true:
            return False
        if self.condition is sympy.false:
            return True
        message = f"whether the zone is empty depends on parameters: non-empty iff {self.condition}"
        raise MissingParameter(message)

    @property
    def low(self) -> Number:
        """The low end of the zone, where it is non-empty."""
        return self._case()[1]

    @property
    def high(self) -> Number:
        """The high end of the zone, where it is non-empty."""
        return self._case()[2]

    def _case(self) -> tuple[Boolean, Number, Number, Boolean]:
        import sympy

        if self.condition is sympy.false:
            message = "the zone is empty, so it has no ends"
            raise NotSupported(message)
        if len(self.cases) != 1:
            message = (
                "the ends of the zone depend on the signs of the slopes; see .cases, or give the "
                "parameters values or assumptions such as positive=True"
            )
            raise MissingParameter(message)
        return self.cases[0]


def zone_of_possible_agreement(
    utilities: Mapping[str, NumberLike],
    issue: sympy.Symbol,
    *,
    low: NumberLike = 0,
    high: NumberLike = 1,
    reservation_values: Mapping[str, NumberLike] | None = None,
) -> AgreementZone:
    """Find the values of an issue that give every player at least the reservation value.

    Parameters
    ----------
    utilities
        Player → utility, linear in the issue; it may hold parameters.
    issue
        The sympy symbol of the issue.
    low, high
        The range of the issue; may hold parameters.
    reservation_values
        Player → the value of no agreement; 0 where left out.

    Returns
    -------
    AgreementZone
        Exact.  With parameters the condition for a non-empty zone is exact too, for all signs of
        the slopes that the assumptions of the symbols leave open.

    Raises
    ------
    NotSupported
        If a utility is not linear in the issue, or more than eight slopes have an open sign.
    InvalidModel
        If there is no player, or the range is empty.
    UnknownName
        If a reservation value is given to a player without utility.

    Examples
    --------
    >>> from sympy import symbols
    >>> x, v, c = symbols("x v c", positive=True)
    >>> zone = zone_of_possible_agreement({"Japan": 2 - 3 * x, "Russia": 1 - 2 * (1 - x)}, x)
    >>> str(zone.low), str(zone.high)
    ('1/2', '2/3')
    >>> zone_of_possible_agreement({"Japan": v - 3 * x, "Russia": x - c}, x).condition
    (c <= 1) & (3*c <= v)
    """
    import sympy

    if not isinstance(issue, sympy.Symbol):
        message = f"the issue is {issue!r}; give a sympy symbol"
        raise InvalidModel(message)
    if not utilities:
        message = "there is no player; give player → utility"
        raise InvalidModel(message)
    threats = dict(reservation_values or {})
    for player in threats:
        if player not in utilities:
            raise UnknownName("player", player, utilities)
    ends = (as_sympy(exact(low)), as_sympy(exact(high)))
    if (ends[0] < ends[1]) == False:  # noqa: E712 - sympy's false, not an open relation
        message = f"the issue runs from {low} to {high}; low must be below high"
        raise InvalidModel(message)
    lines = [
        _line(player, exact(utility), exact(threats.get(player, 0)), issue)
        for player, utility in utilities.items()
    ]
    patterns = [_signs(slope) for _, slope in lines]
    cases = 1
    for pattern in patterns:
        cases *= len(pattern)
    if cases > MOST_CASES:
        message = (
            f"the slopes leave {cases} patterns of signs open; declare the parameters with "
            "assumptions such as positive=True"
        )
        raise NotSupported(message)
    found = tuple(_case(lines, signs, ends) for signs in product(*patterns))
    condition = sympy.Or(*(sympy.And(when, then) for when, _, _, then in found))
    if condition.atoms(sympy.core.relational.Relational):
        condition = _tidied(condition)
    return AgreementZone(issue, condition, found)


def _line(
    player: str, utility: Number, threat: Number, issue: sympy.Symbol
) -> tuple[sympy.Expr, sympy.Expr]:
    """Return a utility above the reservation value as constant and slope in the issue."""
    import sympy

    if issue in free_symbols(threat):
        message = f"the reservation value of {player!r} depends on {issue}, the issue itself"
        raise NotSupported(message)
    surplus = sympy.expand(as_sympy(utility) - as_sympy(threat))
    slope = sympy.expand(sympy.diff(surplus, issue))
    if issue in slope.free_symbols:
        message = f"the utility of {player!r}, {utility}, is not linear in {issue}"
        raise NotSupported(message)
    return sympy.expand(surplus - slope * issue), slope


def _signs(slope: sympy.Expr) -> tuple[int, ...]:
    if slope.is_zero:
        return (0,)
    if slope.is_positive:
        return (1,)
    if slope.is_negative:
        return (-1,)
    open_signs = [1, 0, -1]
    if slope.is_nonnegative:
        open_signs.remove(-1)
    if slope.is_nonpositive:
        open_signs.remove(1)
    if slope.is_nonzero:
        open_signs.remove(0)
    return tuple(open_signs)


def _case(
    lines: list[tuple[sympy.Expr, sympy.Expr]],
    signs: tuple[int, ...],
    ends: tuple[sympy.Expr, sympy.Expr],
) -> tuple[Boolean, Number, Number, Boolean]:
    """Return when the slopes have these signs, the ends of the zone, and when it is non-empty."""
    import sympy

    when: list[Boolean] = []
    flat: list[Boolean] = []
    # Each bound on the issue is above / below with below > 0.
    lower: list[tuple[sympy.Expr, sympy.Expr]] = [(ends[0], sympy.S.One)]
    upper: list[tuple[sympy.Expr, sympy.Expr]] = [(ends[1], sympy.S.One)]
    for (constant, slope), sign in zip(lines, signs, strict=True):
        if sign == 0:
            when.append(cast("Boolean", sympy.Eq(slope, 0)))
            flat.append(cast("Boolean", sympy.Ge(constant, 0)))
        elif sign > 0:
            when.append(sympy.Gt(slope, 0))
            lower.append((-constant, slope))
        else:
            when.append(sympy.Lt(slope, 0))
            upper.append((constant, -slope))
    crossings = [
        sympy.Le(sympy.expand(a * d), sympy.expand(c * b)) for a, b in lower for c, d in upper
    ]
    return (
        sympy.And(*when),
        exact(sympy.Max(*(above / below for above, below in lower))),
        exact(sympy.Min(*(above / below for above, below in upper))),
        sympy.And(*flat, *crossings),
    )


def _tidied(condition: Boolean) -> Boolean:
    """Drop what the rest of the condition makes idle, where sympy sees it quickly."""
    import sympy

    if len(condition.atoms(sympy.core.relational.Relational)) > 8:
        return condition
    return cast("Boolean", sympy.simplify_logic(condition))
