"""What is tested of a model: its calibrations, each of its assumptions, each of its propositions.

An assumption is tested in that it can hold together with the others, and does hold where the model
says so; a proposition in that it follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from negotiation.errors import AssumptionViolated
from negotiation.evaluate import compile_expressions
from negotiation.exact import format_number
from negotiation.model import condition_text
from negotiation.testing.proposition import check_proposition
from negotiation.testing.strata import strata

if TYPE_CHECKING:
    from negotiation.model import Assumption, Model, Proposition

__all__ = ["AuditTest", "audit_tests"]


@dataclass(frozen=True)
class AuditTest:
    """One thing that is tested of a model.

    Attributes
    ----------
    name
        Its name, such as ``proposition state_of_relations``.
    run
        Tests it: returns what was found in words, or raises an error that says what is wrong.
    untested
        Why there is nothing to test; empty otherwise.
    """

    name: str
    run: Callable[[], str]
    untested: str = ""


def audit_tests(model: Model, *, seconds: float = 20.0) -> Iterator[AuditTest]:
    """Yield what is to be tested of a model.

    Parameters
    ----------
    model
        The model.
    seconds
        How long each question may take.

    Examples
    --------
    >>> from negotiation import talks
    >>> for test in audit_tests(talks.sanctions_dilemma()):
    ...     print(test.name)
    assumptions together
    assumption sanctions_please_allies
    assumption harsher_hurts_more
    assumption low_is_bearable
    assumption islands_over_crimea
    proposition what_moves_sanctions
    proposition suspension_needs_high_sanctions
    """
    yield AuditTest("assumptions together", partial(_together, model))
    for assumption in model.assumptions.values():
        untested = f"it is about structure: {assumption.words}" if assumption.is_structural else ""
        yield AuditTest(
            f"assumption {assumption.name}", partial(_holds, model, assumption), untested
        )
    for proposition in model.propositions.values():
        worded = not proposition.claims and proposition.check is None
        yield AuditTest(
            f"proposition {proposition.name}",
            partial(_follows, model, proposition, seconds),
            f"it is stated in words only: {proposition.how}" if worded else "",
        )


def _together(model: Model) -> str:
    found = strata(model)
    return f"they can hold together; {len(found.cells)} cells"


def _holds(model: Model, assumption: Assumption) -> str:
    """Test an assumption at the calibrations it speaks of, or at the baseline."""
    names = assumption.calibrations or tuple(n for n in ("baseline",) if n in model.calibrations)
    for name in names:
        values = model.calibrations[name]
        [holds] = compile_expressions([assumption.condition])(values)
        if not holds:
            symbols = sorted(map(str, getattr(assumption.condition, "free_symbols", ())))
            shown = ", ".join(f"{n} = {format_number(values[n])}" for n in symbols)
            message = (
                f"assumption {assumption.name!r} ({condition_text(assumption.condition)}) does not "
                f"hold at the calibration {name!r}: {shown}"
            )
            raise AssumptionViolated(message)
    return f"holds at {', '.join(names)}" if names else "there is no calibration to test it at"


def _follows(model: Model, proposition: Proposition, seconds: float) -> str:
    return str(check_proposition(model, proposition, seconds=seconds))
