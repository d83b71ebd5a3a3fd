"""Running the property tests of propositions at exact points.

The points are the calibrations that meet the assumptions, and drawn points with corners and ties
among them.  A failure refutes the proposition; no failure is evidence, reported as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from negotiation.errors import NotSupported
from negotiation.parametric.counterexample import sample_points
from negotiation.parametric.verdict import Checked, Refuted

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Model, Proposition

__all__ = ["check_proposition"]


def check_proposition(
    model: Model, proposition: Proposition, *, seed: int = 0
) -> Checked | Refuted:
    """Make the property test of a proposition at the calibrations and at sampled points.

    Parameters
    ----------
    model
        The model.
    proposition
        One of its propositions, with a `check`.
    seed
        Makes the sample repeatable.

    Raises
    ------
    NotSupported
        If the proposition has no property test, or no point meets the assumptions.

    Examples
    --------
    >>> from negotiation.talks import repeated_talks
    >>> model = repeated_talks()
    >>> print(check_proposition(model, model.propositions["talks_may_start_at_a_loss"]))
    checked at 1 point, no counterexample
      the baseline is an example: trust_values
    """
    if proposition.check is None:
        message = f"proposition {proposition.name!r} has no property test; prove it instead"
        raise NotSupported(message)
    made = 0
    for values in _points(model, proposition.check.points, seed):
        made += 1
        wrong = proposition.check.test(model, values)
        if wrong is not None:
            return Refuted(cast("Mapping[str, Fraction]", dict(values)), None, None, wrong)
    if not made:
        message = f"no sampled point meets the assumptions of model {model.name!r}"
        raise NotSupported(message)
    return Checked(made, proposition.how)


def _points(model: Model, count: int, seed: int) -> Iterator[Mapping[str, Number]]:
    if not count:
        yield model.calibrations["baseline"]
        return
    for values in model.calibrations.values():
        if model.allows(values):
            yield values
    names = list(model.parameters)
    for point in sample_points(model, names, count=count, seed=seed):
        yield dict(zip(names, point, strict=True))
