"""Parameter values of a model: inside its assumptions by construction, cell by cell.

Nine linear assumptions in six parameters leave so small a part of a box that drawing from the box
and filtering finds two points a second; going parameter by parameter through intervals that the
assumptions leave finds hundreds.  A draw first chooses where to look: anywhere, in one cell of the
solved partition, at the edge of an assumption, or where somebody is nearly or exactly indifferent.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import reject
from hypothesis import strategies as st

from negotiation.errors import InvalidModel
from negotiation.model import Assumption, Model
from negotiation.testing.region import NUMBERS, STYLES
from negotiation.testing.strata import Strata, strata

if TYPE_CHECKING:
    from negotiation.game.tree import Condition
    from negotiation.testing.region import Choice, Point, Region

__all__ = ["parameters", "points_of"]

Further: TypeAlias = "Assumption | Condition | str"
"""A further assumption, as for `Model.assuming`."""

ANYWHERE, CELL, EDGE, TIE = "anywhere", "cell", "edge", "tie"


def parameters(
    model: Model,
    *,
    assuming: Further | list[Further] | tuple[Further, ...] | set[Further] = (),
    without: str | Iterable[str] = (),
) -> st.SearchStrategy[dict[str, Fraction]]:
    """Draw exact parameter values at which every assumption of a model holds.

    Parameters
    ----------
    model
        The model; its domains and general assumptions hold at every point drawn.
    assuming
        Further assumptions, as for `Model.assuming`; one or several.
    without
        Names of assumptions to drop, as for `Model.without`; one or several.

    Returns
    -------
    strategy
        Of mappings from parameter to `Fraction`, made for ``model.at(**values)``.  Linear
        conditions are met by construction; of others, those that are linear in some parameter
        too, and the rest by a walk from a known point, or by rejection.

    Raises
    ------
    InvalidModel
        If it is no model.
    UnknownName
        If a name is no assumption or constraint of the model.
    AssumptionViolated
        When first drawn from, if no parameter values meet the assumptions.

    Notes
    -----
    The partition is solved when the strategy is first used, for at most 5 seconds.  Values shrink
    towards whole numbers near 0, and where to look towards anywhere.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> from negotiation import solve, talks
    >>> model = talks.basing_shadow()
    >>> @settings(max_examples=50, database=None, deadline=None)
    ... @given(parameters(model, without="base_spoils_deal"))
    ... def test_nobody_loses(values):
    ...     for equilibrium in solve.subgame_perfect(model.at(check=False, **values)):
    ...         assert equilibrium.payoffs["Russia"] >= 0
    >>> test_nobody_loses()
    """
    if not isinstance(model, Model):
        message = f"parameters(...) draws values for a Model, not for {model!r}"
        raise InvalidModel(message)
    dropped = (without,) if isinstance(without, str) else tuple(without)
    added = tuple(assuming) if isinstance(assuming, list | tuple | set) else (assuming,)
    changed = model.without(*dropped).assuming(*added)
    # Deferred, so that solving counts neither for collecting tests nor for drawing values.
    return st.deferred(lambda: points_of(strata(changed)))


def points_of(found: Strata) -> st.SearchStrategy[dict[str, Fraction]]:
    """Draw points from the regions of a model."""
    names = found.domain.names
    return _points(found).map(lambda point: dict(zip(names, point, strict=True)))


CHOICES = st.tuples(st.integers(0, STYLES - 1), st.integers(0, NUMBERS - 1))
"""One a parameter, and one for where to look.

They are all drawn by the same strategy and always as many: so Hypothesis, which varies what it has
drawn by putting a part in the place of another, varies where to look, too, and shrinking can turn
any place into "anywhere" without touching the values.
"""


@st.composite
def _points(draw: st.DrawFn, found: Strata) -> Point:
    where, *choices = draw(st.tuples(*[CHOICES] * (len(found.domain.names) + 1)))
    region = region_at(found, where)
    point = region.point(choices)
    if point is None:
        point = found.anywhere.point(choices)
    if point is None:
        reject()
    return point


def region_at(found: Strata, choice: Choice) -> Region:
    """Return the region that a choice stands for; small numbers stand for "anywhere".

    Half of the choices are in cells, a third at edges of the assumptions and at ties.
    """
    kinds = [ANYWHERE]
    kinds += [CELL, CELL, CELL] if found.cells else []
    kinds += [EDGE, EDGE] if found.edge_places else []
    kinds += [TIE] if found.tie_places else []
    style, number = choice
    number, place = divmod(style * NUMBERS + number, len(kinds))
    kind = kinds[place]
    if kind == CELL:
        part, cell = divmod(number, len(found.cells))
        parts = found.cells[cell]
        return found.cell(parts[part % len(parts)])
    if kind == EDGE:
        return found.near(*found.edge_places[number % len(found.edge_places)])
    if kind == TIE:
        return found.near(*found.tie_places[number % len(found.tie_places)])
    return found.anywhere
