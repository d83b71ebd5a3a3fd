"""`Assumption`, `Constraint` and `Proposition`: named statements with a source.

An assumption restricts the parameters.  A constraint guards actions of the tree and can be
imposed or lifted.  A proposition is what a model is said to imply.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from negotiation.errors import InvalidModel
from negotiation.exact import NumberLike, as_sympy, exact
from negotiation.model.claim import (
    Always,
    Contained,
    Happens,
    HappensIff,
    Independent,
    Monotone,
    SamePayoffs,
    Varies,
)
from negotiation.model.property_test import PropertyTest
from negotiation.model.source import MODELLER, Source

if TYPE_CHECKING:
    from negotiation.game.tree import Condition
    from negotiation.model.claim import Claim

__all__ = ["Assumption", "Constraint", "Proposition"]

CLAIMS = (Happens, HappensIff, Monotone, Independent, Contained, SamePayoffs, Always, Varies)


@dataclass(frozen=True)
class Assumption:
    """A condition on the parameters of a model, or a statement about its structure.

    Attributes
    ----------
    name
        Its name, by which `Model.without` drops it.
    condition
        A sympy condition over parameters; ``True`` for a statement about the structure of the
        game or about how calibrations relate, which restricts no parameter.
    words
        The statement in words.
    source
        Where it comes from.
    calibrations
        Where not empty, the condition speaks of these calibrations only (of "2017", say), not
        of the parameters in general.

    Examples
    --------
    >>> from sympy import symbols
    >>> gain, loss = symbols("gain loss")
    >>> Assumption("base_spoils_deal", gain < loss).is_structural
    False
    """

    name: str
    condition: Condition = True
    words: str = ""
    source: Source = MODELLER
    calibrations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_name(self.name, "an assumption")
        _require_condition(self.condition, f"assumption {self.name!r}")
        if isinstance(self.calibrations, str):
            message = (
                f"assumption {self.name!r}: calibrations must be a tuple of names such as "
                f"({self.calibrations!r},), not a text"
            )
            raise InvalidModel(message)
        object.__setattr__(self, "calibrations", tuple(self.calibrations))

    @property
    def is_structural(self) -> bool:
        """Whether it restricts no parameter."""
        return self.condition is True or self.condition == True  # noqa: E712 - sympy's true

    @property
    def is_general(self) -> bool:
        """Whether it restricts the parameters in general, not only in some calibrations."""
        return not self.is_structural and not self.calibrations

    def __str__(self) -> str:
        return f"{self.name}: {self.words or self.condition}"


@dataclass(frozen=True)
class Constraint:
    """A named condition that guards actions of the tree (in `When`).

    Attributes
    ----------
    name
        Its name, the same at every action it guards.
    condition
        Where a guarded action is available.
    words
        The constraint in words.
    source
        Where it comes from.
    imposed
        Whether it is in force.  Where it is lifted, the guarded actions are available everywhere
        and only their payoffs speak.

    Examples
    --------
    >>> from sympy import Eq, Symbol
    >>> no_charity = Constraint("no charity", Eq(Symbol("aid"), 0))
    >>> no_charity.on(aid="3/2").condition
    False
    """

    name: str
    condition: Condition
    words: str = ""
    source: Source = MODELLER
    imposed: bool = True

    def __post_init__(self) -> None:
        _require_name(self.name, "a constraint")
        _require_condition(self.condition, f"constraint {self.name!r}")

    def lifted(self) -> Constraint:
        """Return the constraint, not in force."""
        return replace(self, imposed=False)

    def on(self, **values: NumberLike) -> Constraint:
        """Return the constraint for one action, with values put in for symbols of its condition.

        Where one rule guards several actions, such as aid payments of several sizes, the rule is
        written once over a symbol for what the actions differ in.
        """
        if isinstance(self.condition, bool):
            return self
        by_name = {str(symbol): symbol for symbol in self.condition.free_symbols}
        unknown = [name for name in values if name not in by_name]
        if unknown:
            message = (
                f"constraint {self.name!r} does not speak of {unknown[0]!r}, "
                f"but of {', '.join(sorted(by_name)) or 'no symbol'}"
            )
            raise InvalidModel(message)
        condition = self.condition.subs(
            {by_name[name]: as_sympy(exact(value)) for name, value in values.items()}
        )
        return replace(self, condition=cast("Condition", condition))

    def __str__(self) -> str:
        return f"{self.name}: {self.words or self.condition}"


@dataclass(frozen=True)
class Proposition:
    """What a model is said to imply.

    Attributes
    ----------
    name
        A short name.
    words
        The statement in words.
    claims
        The statement in a form that can be checked; all must hold.
    how
        How it is checked where no claim says so.
    source
        Where it comes from.
    check
        A property test; it speaks where there are no claims, or nobody can decide them.
    """

    name: str
    words: str
    claims: tuple[Claim, ...] = field(default=())
    how: str = ""
    source: Source = MODELLER
    check: PropertyTest | None = None

    def __post_init__(self) -> None:
        _require_name(self.name, "a proposition")
        if not isinstance(self.claims, Iterable) or not all(
            isinstance(claim, CLAIMS) for claim in self.claims
        ):
            message = (
                f"proposition {self.name!r}: claims must be a tuple of "
                f"{', '.join(kind.__name__ for kind in CLAIMS)}, not {self.claims!r}"
            )
            raise InvalidModel(message)
        object.__setattr__(self, "claims", tuple(self.claims))
        if self.check is not None and not isinstance(self.check, PropertyTest):
            message = f"proposition {self.name!r}: its check must be a PropertyTest"
            raise InvalidModel(message)


def _require_name(name: object, what: str) -> None:
    if not isinstance(name, str) or not name.strip():
        message = f"{what} needs a name, a non-empty text, not {name!r}"
        raise InvalidModel(message)


def _require_condition(condition: object, where: str) -> None:
    if isinstance(condition, bool):
        return
    import sympy

    if not isinstance(condition, sympy.logic.boolalg.Boolean) or isinstance(
        condition, sympy.Symbol
    ):
        message = (
            f"{where}: {condition!r} is not a condition; write a sympy relation such as "
            "gain < loss, or And(...) of several"
        )
        raise InvalidModel(message)
