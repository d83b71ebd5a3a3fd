"""Claims: what a proposition says, as data that proofs and tests can read.

An event is something that happens, or not, in an equilibrium.  A claim says where in the space
of parameters an event happens, or how that region changes with a parameter.  Indifference
surfaces are left out: claims speak of generic parameter values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from negotiation.errors import InvalidModel

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number
    from negotiation.game.tree import Condition, History
    from negotiation.model.model import Model

__all__ = [
    "Always",
    "Claim",
    "Contained",
    "Event",
    "Happens",
    "HappensIff",
    "Independent",
    "Monotone",
    "Passes",
    "Play",
    "Reaches",
    "SamePayoffs",
    "Variant",
    "Varies",
    "passes",
    "reaches",
    "variant",
]


class Play(Protocol):
    """What an event looks at: an equilibrium."""

    @property
    def path(self) -> History:
        """The certain part of play."""
        ...

    @property
    def outcomes(self) -> Mapping[History, Number]:
        """History → probability, for the outcomes that can happen."""
        ...

    @property
    def payoffs(self) -> Mapping[str, Number]:
        """Player → expected payoff."""
        ...

    def probability_of(self, label: str) -> Number:
        """Return the probability that a play contains a label."""
        ...


class Event(Protocol):
    """Something that happens, or not, in an equilibrium."""

    def __call__(self, equilibrium: Play) -> bool:
        """Whether it happens."""
        ...


@dataclass(frozen=True)
class Reaches:
    """The event that play may contain each of some labels.

    Build it with `reaches`.
    """

    labels: tuple[str, ...]

    def __call__(self, equilibrium: Play) -> bool:
        """Whether every label has positive probability."""
        return all(equilibrium.probability_of(label) != 0 for label in self.labels)

    def __str__(self) -> str:
        return f"play reaches {' and '.join(repr(label) for label in self.labels)}"


def reaches(*labels: str) -> Reaches:
    """Return the event that play may contain each of these labels.

    >>> print(reaches("transfer"))
    play reaches 'transfer'

    Raises
    ------
    InvalidModel
        If there is no label, or one is no text.
    """
    if not labels or not all(isinstance(label, str) and label for label in labels):
        message = f"an event needs labels of moves, such as reaches('transfer'), not {labels!r}"
        raise InvalidModel(message)
    return Reaches(labels)


@dataclass(frozen=True)
class Passes:
    """The event that play may pass through one of some histories.

    Build it with `passes`.
    """

    histories: tuple[History, ...]

    def __call__(self, equilibrium: Play) -> bool:
        """Whether an outcome of positive probability begins with one of the histories."""
        return any(
            outcome[: len(history)] == history
            for outcome, probability in equilibrium.outcomes.items()
            if probability != 0
            for history in self.histories
        )

    def __str__(self) -> str:
        ways = " or ".join(f"({', '.join(history)})" for history in self.histories)
        return f"play passes through {ways}"


def passes(*histories: History) -> Passes:
    """Return the event that play may pass through one of these histories.

    It tells apart moves that have the same label, which `reaches` does not.

    >>> print(passes(("lift", "lift"), ("keep", "lift")))
    play passes through (lift, lift) or (keep, lift)
    """
    return Passes(tuple(tuple(history) for history in histories))


@dataclass(frozen=True)
class Happens:
    """The event happens wherever a condition holds (in every equilibrium), or never does.

    Attributes
    ----------
    event
        The event.
    where
        The condition on the parameters.
    never
        Whether the claim is that the event does not happen there.
    """

    event: Event
    where: Condition = True
    never: bool = False


@dataclass(frozen=True)
class HappensIff:
    """The event happens exactly where a condition holds (off the indifference surfaces)."""

    event: Event
    condition: Condition


@dataclass(frozen=True)
class Monotone:
    """Where the event happens, it still happens as a parameter moves in one direction.

    Attributes
    ----------
    event
        The event.
    parameter
        The name of the parameter.
    direction
        ``"increasing"``: raising the parameter never ends the event; ``"decreasing"``: lowering.
    where
        The condition within which the parameter moves.
    """

    event: Event
    parameter: str
    direction: Literal["increasing", "decreasing"]
    where: Condition = True


@dataclass(frozen=True)
class Independent:
    """Whether the event happens does not depend on a parameter."""

    event: Event
    parameter: str
    where: Condition = True


@dataclass(frozen=True)
class Variant:
    """Another form of a model: the function that builds it, with its options.

    Build it with `variant`.
    """

    build: Callable[..., Model]
    options: tuple[tuple[str, object], ...] = ()

    def __call__(self) -> Model:
        """Build the model."""
        return self.build(**dict(self.options))

    def __str__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.options)
        return f"{self.build.__name__}({given})"


def variant(build: Callable[..., Model], **options: object) -> Variant:
    """Return a form of a model by the function that builds it and its options.

    >>> from negotiation import talks
    >>> print(variant(talks.project_menu, no_charity=True))
    project_menu(no_charity=True)
    """
    return Variant(build, tuple(options.items()))


@dataclass(frozen=True)
class Contained:
    """Wherever the event happens in this model, it happens in another one too.

    Attributes
    ----------
    event
        The event; its labels are read in either game.
    other
        The other model; the assumptions of both are made.
    where
        A further condition.
    reverse
        Whether the claim is the reverse: wherever it happens in the other, it happens here.
    """

    event: Event
    other: Variant
    where: Condition = True
    reverse: bool = False


@dataclass(frozen=True)
class SamePayoffs:
    """Some players get the same in this model and in another one.

    Attributes
    ----------
    other
        The other model; the assumptions of both are made.
    players
        Whose payoffs are compared.
    where
        A further condition.
    """

    other: Variant
    players: tuple[str, ...]
    where: Condition = True


@dataclass(frozen=True)
class Always:
    """A condition on the parameters follows from the assumptions, whatever is played.

    Attributes
    ----------
    condition
        What follows.
    where
        A further condition.
    """

    condition: Condition
    where: Condition = True


@dataclass(frozen=True)
class Varies:
    """An expression weakly rises, or falls, as a parameter rises, whatever is played.

    Attributes
    ----------
    expression
        A quotient of polynomials in the parameters, such as a threshold.
    parameter
        The name of the parameter.
    direction
        ``"increasing"`` or ``"decreasing"``.
    where
        A condition that holds before and after.
    """

    expression: sympy.Expr
    parameter: str
    direction: Literal["increasing", "decreasing"]
    where: Condition = True


Claim: TypeAlias = (
    Happens | HappensIff | Monotone | Independent | Contained | SamePayoffs | Always | Varies
)
