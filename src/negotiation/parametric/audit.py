"""What a model's propositions are worth: each proved, refuted or unknown, and on what it rests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from negotiation.errors import AssumptionViolated, NotSupported
from negotiation.parametric.proof import prove
from negotiation.parametric.property_check import check_proposition
from negotiation.parametric.verdict import Proved, Unknown, Verdict

if TYPE_CHECKING:
    from negotiation.model import Model

__all__ = ["Audit", "audit"]


@dataclass(frozen=True)
class Audit:
    """The verdicts on a model's propositions.

    Attributes
    ----------
    model
        The model.
    verdicts
        Proposition → verdict.
    unused
        Assumptions and constraints on which no proof rests.
    contradiction
        What is wrong where the assumptions contradict each other; empty otherwise.
    """

    model: Model
    verdicts: Mapping[str, Verdict] = field(hash=False)
    unused: tuple[str, ...]
    contradiction: str = ""

    def __str__(self) -> str:
        lines = [f"{self.model.name}: {len(self.verdicts)} propositions"]
        if self.contradiction:
            lines.append(f"  {self.contradiction}")
        for name, verdict in self.verdicts.items():
            lines += [f"  {name}", *(f"    {line}" for line in str(verdict).splitlines())]
        if self.unused:
            lines.append(f"  no proposition needs: {', '.join(self.unused)}")
        return "\n".join(lines)


def audit(
    model: Model,
    *,
    seconds: float = 30.0,
    progress: Callable[[str], None] | None = None,
) -> Audit:
    """Prove or refute every proposition of a model; test at points what nobody can decide.

    A proposition with a property test is tested where it has no claims, where the game has
    imperfect information, and where the solver gives up.

    Parameters
    ----------
    model
        The model.
    seconds
        The time limit of one question to the solver.
    progress
        Called with the name of each proposition before it is looked at.

    Examples
    --------
    >>> from negotiation import talks
    >>> result = audit(talks.basing_shadow())
    >>> {type(verdict).__name__ for verdict in result.verdicts.values()}
    {'Proved'}
    >>> "islands_valued" in result.unused
    True
    """
    verdicts: dict[str, Verdict] = {}
    for name, proposition in model.propositions.items():
        if progress is not None:
            progress(name)
        try:
            verdict = prove(model, proposition, seconds=seconds)
        except AssumptionViolated as error:
            return Audit(model, {}, (), str(error))
        except NotSupported as error:
            verdict = Unknown(str(error))
        if isinstance(verdict, Unknown) and proposition.check is not None:
            verdict = check_proposition(model, proposition)
        verdicts[name] = verdict
    used = {
        name
        for verdict in verdicts.values()
        if isinstance(verdict, Proved)
        for name in verdict.core
    }
    named = [
        *(each.name for each in model.assumptions.values() if each.is_general),
        *(each.name for each in model.constraints.values() if each.imposed),
    ]
    return Audit(model, verdicts, tuple(name for name in named if name not in used))
