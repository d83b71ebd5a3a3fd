"""Supports that no equilibrium can have, by one linear program each.

The product of the mixed strategies of a Nash equilibrium is a correlated equilibrium (Aumann
1974): a distribution over the combinations of a support under which nobody gains by any other
strategy, and is indifferent within the support.  In the probabilities of the combinations these
conditions are linear, so that a support without such a distribution is ruled out before any
polynomial system is solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from negotiation.errors import SolverFailed
from negotiation.solve.linear import LinearProgram, Row, maximise

if TYPE_CHECKING:
    from negotiation.game import StrategicForm
    from negotiation.solve.supports import Supports

__all__ = ["has_correlated_equilibrium"]


def has_correlated_equilibrium(
    form: StrategicForm, worth: Sequence[Sequence[Fraction]], supports: Supports
) -> bool:
    """Tell whether a correlated equilibrium can play just the combinations of a support.

    Parameters
    ----------
    form, worth
        The strategic form and its payoffs.
    supports
        For each player the strategies played.

    Returns
    -------
    bool
        False is exact: there is none, and no Nash equilibrium with this support.  True where there
        is one, or the linear program was given up.

    Notes
    -----
    A linear program with a variable a combination.  All conditions are homogeneous, so
    probabilities are scaled to be at least 1 instead of positive.

    Examples
    --------
    Both rather match: no equilibrium mixes on one side only.

    >>> from negotiation.game import reduced_strategic_form, simultaneous_game
    >>> from negotiation.solve.supports import worth_of
    >>> form = reduced_strategic_form(simultaneous_game([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]))
    >>> [has_correlated_equilibrium(form, worth_of(form), ((0, 1), own)) for own in [(0,), (0, 1)]]
    [False, True]
    """
    cells = list(product(*supports))
    places = [sum(map(int.__mul__, form.strides, cell)) for cell in cells]
    rows: list[Row] = []
    for player, own in enumerate(supports):
        payoffs, stride = worth[player], form.strides[player]
        for played in own:
            here = [number for number, cell in enumerate(cells) if cell[player] == played]
            for other in range(form.shape[player]):
                if other == played:
                    continue
                step = (other - played) * stride
                losses = {
                    number: payoffs[places[number]] - payoffs[places[number] + step]
                    for number in here
                }
                total = sum(losses.values(), Fraction(0))
                rows.append(Row(losses, "=" if other in own else ">=", -total))
    try:
        return maximise(LinearProgram(len(cells), tuple(rows), {})) is not None
    except SolverFailed:  # the polynomial system decides instead
        return True
