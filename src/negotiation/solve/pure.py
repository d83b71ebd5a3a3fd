"""All pure equilibria of a strategic form, by the definition.

A strategy combination is an equilibrium iff each player's payoff in it is the largest of those
that the player can get against the others' part of it (Nash 1951).  Each player's payoffs are
read once.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import TooManyEquilibria
from negotiation.exact import Number, sign

if TYPE_CHECKING:
    from negotiation.game import StrategicForm

__all__ = ["pure_equilibria"]


def pure_equilibria(form: StrategicForm, *, limit: int = 10_000) -> list[tuple[int, ...]]:
    """List the pure equilibria of a strategic form.

    Parameters
    ----------
    form
        The strategic form; payoffs may be irrational constants.
    limit
        The most equilibria to return.

    Returns
    -------
    list of tuple
        For each equilibrium the place of every player's strategy, in reading order.

    Raises
    ------
    TooManyEquilibria
        If there are more than ``limit``.

    Notes
    -----
    Linear in the strategy combinations times players.

    Examples
    --------
    >>> from negotiation.game import reduced_strategic_form, simultaneous_game
    >>> chicken = simultaneous_game([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> pure_equilibria(reduced_strategic_form(chicken))
    [(0, 1), (1, 0)]
    """
    cells: set[int] | None = None
    for payoffs, count, stride in zip(form.payoffs, form.shape, form.strides, strict=True):
        best = _best_reply_cells(payoffs, count, stride)
        cells = best if cells is None else cells & best
    found = sorted(cells or ())
    if len(found) > limit:
        raise TooManyEquilibria(len(found), limit=limit, exact=True)
    return [
        tuple(
            cell // stride % count for stride, count in zip(form.strides, form.shape, strict=True)
        )
        for cell in found
    ]


def _best_reply_cells(payoffs: Sequence[Number], count: int, stride: int) -> set[int]:
    best: set[int] = set()
    block = count * stride
    for start in range(0, len(payoffs), block):
        for first in range(start, start + stride):
            own = range(first, first + block, stride)
            most = _largest([payoffs[cell] for cell in own])
            best.update(cell for cell in own if sign(payoffs[cell] - most) == 0)
    return best


def _largest(values: Sequence[Number]) -> Number:
    rational = [value for value in values if isinstance(value, Fraction)]
    if len(rational) == len(values):
        return max(rational)
    most = values[0]
    for value in values[1:]:
        if sign(value - most) > 0:
            most = value
    return most
