"""What can be said of a claim: proved, refuted, checked at points, or unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.parametric.certificate import LinearProof
    from negotiation.solve import Equilibrium

__all__ = ["Checked", "Proved", "Refuted", "Unknown", "Verdict"]


@dataclass(frozen=True)
class Proved:
    """The claim holds wherever the assumptions of its core do.

    Attributes
    ----------
    core
        The named assumptions, domains and constraints that the proof rests on; dropping any one
        of them breaks this proof.
    method
        How the proof was found and checked, in words.
    proof
        The refutation of the contrary with its Farkas multipliers, where all is linear.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.parametric import prove
    >>> verdict = prove(talks.no_base_pledge(), lambda e: "request" not in e.path)
    >>> bool(verdict), "base_spoils_deal" in verdict.core, verdict.verify()
    (True, True, True)
    >>> len(verdict.minimal_cores())
    2
    """

    core: tuple[str, ...]
    method: str
    proof: LinearProof | None = field(default=None, repr=False)
    recheck: Callable[[LinearProof | None], bool] | None = field(
        default=None, repr=False, compare=False
    )
    cores: Callable[[], list[tuple[str, ...]]] | None = field(
        default=None, repr=False, compare=False
    )

    def __bool__(self) -> bool:
        return True

    def verify(self) -> bool:
        """Check the proof again; for linear claims in Fractions, without the solver."""
        return self.recheck is not None and self.recheck(self.proof)

    def minimal_cores(self) -> list[tuple[str, ...]]:
        """Return every smallest set of assumptions from which the claim follows."""
        return [self.core] if self.cores is None else self.cores()

    def _repr_html_(self) -> str:
        from negotiation.parametric.html import verdict_html

        return verdict_html(str(self))

    def __str__(self) -> str:
        rests = ", ".join(self.core) if self.core else "no assumption"
        return f"proved; rests on: {rests}\n  {self.method}"


@dataclass(frozen=True)
class Refuted:
    """The claim fails at a point that meets every assumption.

    Attributes
    ----------
    at
        Parameter values where it fails.
    equilibrium
        An equilibrium there that shows it, solved by numbers and certified; for a claim that
        some equilibrium exists, one of those that do; `None` where the claim speaks of parameters
        alone or a property test refuted it.
    other
        For a claim about a change of a parameter: the values after the change.
    words
        What happens there.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.parametric import prove
    >>> verdict = prove(talks.basing_shadow(), lambda e: "transfer" not in e.path)
    >>> bool(verdict), verdict.equilibrium.path
    (False, ('transfer',))
    """

    at: Mapping[str, Fraction] = field(hash=False)
    equilibrium: Equilibrium | None = field(repr=False)
    other: Mapping[str, Fraction] | None = field(default=None, hash=False)
    words: str = ""

    def __bool__(self) -> bool:
        return False

    def _repr_html_(self) -> str:
        from negotiation.parametric.html import verdict_html

        return verdict_html(str(self))

    def __str__(self) -> str:
        values = ", ".join(f"{name} = {value}" for name, value in self.at.items())
        lines = [f"refuted at {values}"]
        if self.other is not None:
            changed = [
                f"{name} = {value}" for name, value in self.other.items() if value != self.at[name]
            ]
            lines.append(f"  and then {', '.join(changed)}")
        if self.words:
            lines.append(f"  {self.words}")
        return "\n".join(lines)


@dataclass(frozen=True)
class Checked:
    """A property test found no counterexample; that is evidence and no proof.

    Attributes
    ----------
    points
        At how many exact points it was made.
    how
        How the statement is derived or checked, in words.
    """

    points: int
    how: str = ""

    def __bool__(self) -> bool:
        return False

    def _repr_html_(self) -> str:
        from negotiation.parametric.html import verdict_html

        return verdict_html(str(self))

    def __str__(self) -> str:
        count = f"{self.points} point{'' if self.points == 1 else 's'}"
        return f"checked at {count}, no counterexample" + (f"\n  {self.how}" if self.how else "")


@dataclass(frozen=True)
class Unknown:
    """Nobody knows: the solver gave up.

    Attributes
    ----------
    reason
        Why.

    Examples
    --------
    >>> print(Unknown("z3 gave up: timeout"))
    unknown: z3 gave up: timeout
    """

    reason: str

    def __bool__(self) -> bool:
        return False

    def _repr_html_(self) -> str:
        from negotiation.parametric.html import verdict_html

        return verdict_html(str(self))

    def __str__(self) -> str:
        return f"unknown: {self.reason}"


Verdict = Proved | Refuted | Checked | Unknown
