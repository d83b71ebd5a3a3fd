"""`recheck`: draws near a tie, solved again in exact numbers.

A float is a rational number, so the game at a draw has an exact solution.  Where the margin is
larger than the rounding error the sweep has found it; where it is not, it is found here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import NotSupported
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.solve import backward_induction
from negotiation.sweep.draws import require_model

if TYPE_CHECKING:
    from negotiation.model import Model
    from negotiation.solve import Equilibrium
    from negotiation.sweep.plays import Plays
    from negotiation.sweep.table import SweepTable

__all__ = ["recheck"]


def recheck(
    model: Model, table: SweepTable, *, gap: float = 1e-9, limit: int = 100_000
) -> SweepTable:
    """Solve the draws of a table that are near a tie again, in exact numbers.

    Parameters
    ----------
    model
        The model of the table.
    table
        What `negotiation.sweep.batch` or `negotiation.sweep.grid` gave.
    gap
        Draws with a margin of at most this are solved again.
    limit
        The most draws to solve again; each takes about a millisecond.

    Returns
    -------
    SweepTable
        With the plays and payoffs of `negotiation.solve.backward_induction` at those draws; the
        margins stay.  Parameters that do not vary have the values of their floats.

    Raises
    ------
    NotSupported
        If there are more such draws than ``limit``, or the table is not of this model.

    Examples
    --------
    An exact tie: Russia keeps, the action listed first.

    >>> from negotiation import talks
    >>> from negotiation.sweep import batch
    >>> model = talks.basing_shadow()
    >>> table = batch(model, {"treaty_gain": [1.5, 2.0], "basing_probability": 0.5})
    >>> table.near_ties(1e-9).tolist(), recheck(model, table).path_labels()[0]
    ([0], 'keep')
    """
    require_model(model)
    if table.model != model.name or table.players != model.game.players:
        message = f"the table is one of model {table.model!r}, not of {model.name!r}"
        raise NotSupported(message)
    places = table.near_ties(gap)
    if len(places) > limit:
        message = (
            f"{len(places)} draws are within {gap} of a tie, more than limit={limit}; if two "
            "actions always pay their mover the same, every draw is"
        )
        raise NotSupported(message)
    outcome, rows = table.outcome.copy(), table.rows.copy()
    fixed = {name: Fraction(value) for name, value in table.fixed.items()}
    for place in places.tolist():
        drawn = {name: Fraction(float(table.draws[name][place])) for name in table.draws.names}
        values: Mapping[str, Any] = {**fixed, **drawn}
        found = backward_induction(model.at(check=False, **values))
        outcome[place] = _play_number(cast("Plays", table.plays), found)
        for row, payoff in enumerate(found.payoffs.values()):
            rows[row, place] = float(payoff)
        for row, label in enumerate(table.watched, start=len(table.players) + 1):
            rows[row, place] = float(found.probability_of(label))
    return replace(table, outcome=outcome, rows=rows)


def _play_number(plays: Plays, equilibrium: Equilibrium) -> int:
    """Return the number of the play of the game at a draw, in which ruled out actions are gone."""
    tree = equilibrium.game.tree
    reached: list[tuple[int, int]] = [(0, 0)]  # the node in the model, and in the game
    chosen: dict[int, int] = {}
    for node, here in reached:  # grows while it is walked
        if plays.mover[node] == OUTCOME:
            continue
        below = range(plays.first[node], plays.first[node] + plays.width[node])
        if plays.mover[node] == CHANCE:
            reached += zip(below, tree.children(here), strict=True)
            continue
        row = equilibrium.profile.table[tree.infoset[here]]
        move = tree.first[here] + max(range(len(row)), key=row.__getitem__)
        child = next(each for each in below if plays.labels[each] == tree.label[move])
        chosen[node] = child
        reached.append((child, move))
    numbers: dict[int, int] = {}
    for node, _ in reversed(reached):
        first, total, scale = plays.first[node], 0, 1
        if plays.mover[node] == CHANCE:
            for child in range(first, first + plays.width[node]):
                total += numbers[child] * scale
                scale *= plays.sizes[child]
        elif node in chosen:
            total = sum(plays.sizes[first : chosen[node]]) + numbers[chosen[node]]
        numbers[node] = total
    return numbers[0]
