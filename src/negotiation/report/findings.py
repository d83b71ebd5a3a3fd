"""Verdicts on propositions within a time limit that holds.

A prover that has begun a hard question cannot be asked to stop.  It works in a process of its own,
which sends each verdict as it comes and is ended when the time is up; what is left then is said not
to be finished.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiation.errors import AssumptionViolated, NegotiationError
from negotiation.parametric import (
    Checked,
    Proved,
    Refuted,
    Unknown,
    Verdict,
    prove,
)
from negotiation.parametric.property_check import check_proposition

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from negotiation.model import Model

__all__ = ["Finding", "findings"]

QUESTION_SECONDS = 30.0
"""The longest time for one question to the solver."""


@dataclass(frozen=True)
class Finding:
    """What is known of a proposition.

    Attributes
    ----------
    kind
        ``"proved"``, ``"refuted"``, ``"checked"``, ``"unknown"`` or ``"not finished"``.
    words
        The verdict in words.
    core
        What a proof rests on.
    """

    kind: str
    words: str
    core: tuple[str, ...] = ()


def findings(
    model: Model, seconds: float, progress: Callable[[str], None] | None = None
) -> dict[str, Finding]:
    """Prove, refute or test every proposition of a model, within a time limit for all.

    Parameters
    ----------
    model
        The model.
    seconds
        The time limit.
    progress
        Called with the name of each proposition that is finished.

    Examples
    --------
    >>> from negotiation import talks
    >>> {each.kind for each in findings(talks.sanctions_dilemma(), 0.01).values()}
    {'not finished'}
    """
    found: dict[str, Finding] = {}
    deadline = time.monotonic() + seconds
    with _prover(model, seconds) as answers:
        while len(found) < len(model.propositions):
            left = deadline - time.monotonic()
            if left <= 0 or not answers.poll(left):
                break
            try:
                name, finding = answers.recv()
            except EOFError:
                break
            found[name] = finding
            if progress is not None:
                progress(name)
    late = Finding("not finished", f"not finished within {seconds:g} seconds")
    return {name: found.get(name, late) for name in model.propositions}


@contextmanager
def _prover(model: Model, seconds: float) -> Iterator[Connection]:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=send_findings, args=(model, seconds, there), daemon=True)
    process.start()
    there.close()
    try:
        yield here
    finally:
        process.terminate()
        process.join()
        here.close()


def send_findings(model: Model, seconds: float, answers: Connection) -> None:
    """Work through the propositions of a model; send each name with its `Finding`."""
    for name in model.propositions:
        answers.send((name, _finding(model, name, min(seconds, QUESTION_SECONDS))))
    answers.close()


def _finding(model: Model, name: str, seconds: float) -> Finding:
    proposition = model.propositions[name]
    verdict: Verdict
    try:
        verdict = prove(model, proposition, seconds=seconds)
    except AssumptionViolated as error:
        return Finding("unknown", str(error))
    except NegotiationError as error:
        verdict = Unknown(str(error))
    if isinstance(verdict, Unknown) and proposition.check is not None:
        verdict = check_proposition(model, proposition)
    kinds: dict[type, str] = {
        Proved: "proved",
        Refuted: "refuted",
        Checked: "checked",
        Unknown: "unknown",
    }
    core = verdict.core if isinstance(verdict, Proved) else ()
    return Finding(kinds[type(verdict)], str(verdict), core)
