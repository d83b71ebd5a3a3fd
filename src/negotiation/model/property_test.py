"""Property tests: what a proposition says, as a test at one point of the parameters.

Not every statement is one about a region of parameters that a solver of formulas can decide.  A
property test looks at one exact point and either finds nothing or says in words what is wrong
there.  Passing at many points is evidence and no proof; one failure refutes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiation.errors import InvalidModel

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model.model import Model

__all__ = ["PropertyTest"]


@dataclass(frozen=True)
class PropertyTest:
    """A test at one point, and at how many points it is made.

    Attributes
    ----------
    test
        A function of a model and exact values of all its parameters.  It returns `None`, or what
        is wrong there in words.
    points
        At how many sampled points that meet every assumption it is made, besides the
        calibrations; 0 where the statement speaks of the calibrations alone.

    Raises
    ------
    InvalidModel
        If the test cannot be called or the number of points is negative.

    Examples
    --------
    >>> PropertyTest(lambda model, values: None).points
    60
    """

    test: Callable[[Model, Mapping[str, Number]], str | None]
    points: int = 60

    def __post_init__(self) -> None:
        if not callable(self.test):
            message = f"a property test needs a function of a model and values, not {self.test!r}"
            raise InvalidModel(message)
        if not isinstance(self.points, int) or self.points < 0:
            message = f"a property test needs a number of points of at least 0, not {self.points!r}"
            raise InvalidModel(message)
