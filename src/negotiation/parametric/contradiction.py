"""Which assumptions contradict each other: the smallest set of them that cannot hold together.

From a contradiction anything follows, so that a model with one is refused.  Of all its minimal
unsatisfiable cores (Liffiton, Previti, Malik and Marques-Silva 2016) the message names a smallest
one with its conditions, for these have to be read and one of them changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from negotiation.errors import SolverFailed
from negotiation.model import condition_text
from negotiation.parametric.cores import minimal_core, minimal_cores
from negotiation.parametric.smt import SolverAnswer, Translator, ask

if TYPE_CHECKING:
    from negotiation.game.tree import Condition

__all__ = ["contradicting", "contradiction"]

QUESTION = 2.0
"""How many seconds one question may take."""

MOST_STEPS = 100
"""How many sets of assumptions are judged in search of a smaller one."""


def contradiction(model_name: str, conditions: Mapping[str, Condition]) -> str:
    """Say that conditions of a model contradict each other, and which.

    Parameters
    ----------
    model_name
        The name of the model.
    conditions
        The conditions by name, which together cannot hold.

    Examples
    --------
    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> print(contradiction("m", {"much": x > 2, "some": x > 0, "little": x < 1}))
    ... # doctest: +NORMALIZE_WHITESPACE
    the assumptions of model 'm' contradict each other: 'much' (x > 2) and 'little' (x < 1)
    cannot hold together; drop or weaken one of them
    """
    core = contradicting(conditions)
    start = f"the assumptions of model {model_name!r} contradict each other"
    if not core:
        return f"{start}; look at {', '.join(map(repr, conditions))}"
    *before, last = [f"{name!r} ({condition_text(conditions[name])})" for name in core]
    if not before:
        return f"{start}: {last} cannot hold; drop or weaken it"
    return (
        f"{start}: {', '.join(before)} and {last} cannot hold together; drop or weaken one of them"
    )


def contradicting(conditions: Mapping[str, Condition]) -> tuple[str, ...]:
    """Return a smallest set of conditions that cannot hold together, in their order.

    Of sets of one size the first by their names.  Where there are too many sets to judge, one from
    which nothing can be left out; empty where no contradiction was found in time.

    Parameters
    ----------
    conditions
        The conditions by name.

    Examples
    --------
    >>> import sympy
    >>> x, y = sympy.symbols("x y")
    >>> contradicting({"a": x > y, "b": y > 1, "c": x < 1, "d": x < 0, "e": x > 3})
    ('c', 'e')
    """
    together = _Together(conditions)
    first = together.ask(tuple(conditions))
    if first.verdict != "unsat":
        return ()
    try:
        cores = minimal_cores(together, most=MOST_STEPS)
    except SolverFailed:
        cores = [minimal_core(together, first.core)]
    smallest = min(cores, key=lambda core: (len(core), sorted(core)))
    return tuple(name for name in conditions if name in smallest)


@dataclass(frozen=True)
class _Together:
    """Asks whether some of the conditions can hold together."""

    conditions: Mapping[str, Condition]
    _terms: dict[str, Any] = field(default_factory=dict, init=False)
    _sides: list[Any] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        translate = Translator()
        self._terms.update({name: translate(each) for name, each in self.conditions.items()})
        self._sides.extend(translate.side_conditions)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.conditions)

    def ask(self, names: Iterable[str]) -> SolverAnswer:
        return self.ask_with((), names)

    def ask_with(self, formulas: Sequence[Any], names: Iterable[str]) -> SolverAnswer:
        tracked = {name: self._terms[name] for name in names}
        held = [*self._sides, *formulas]
        return ask(held, (), linear=False, seconds=QUESTION, tracked=tracked)
