"""Which assumptions carry a result: minimal unsatisfiable cores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from negotiation.errors import SolverFailed

if TYPE_CHECKING:
    from negotiation.parametric.decide import Engine
    from negotiation.parametric.smt import SolverAnswer

__all__ = ["Asked", "joint_core", "joint_minimal_cores", "minimal_core", "minimal_cores"]


class Asked(Protocol):
    """A question that can be asked with some of its assumptions in force."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the assumptions."""
        ...

    def ask(self, names: Iterable[str]) -> SolverAnswer:
        """Ask with some assumptions in force."""
        ...

    def ask_with(self, formulas: Sequence[Any], names: Iterable[str]) -> SolverAnswer:
        """Ask with some assumptions in force, and further z3 formulas."""
        ...


def minimal_core(
    engine: Asked, names: Sequence[str], *, also: Sequence[Any] = ()
) -> tuple[str, ...]:
    """Drop assumptions from an unsatisfiable core as long as it stays unsatisfiable.

    Parameters
    ----------
    engine
        The question.
    names
        The core.
    also
        Further z3 formulas that hold throughout.
    """
    kept = list(names)
    for name in names:
        if name in kept:
            answer = engine.ask_with(also, [each for each in kept if each != name])
            if answer.verdict == "unsat":
                kept = [each for each in kept if each in answer.core]
    return tuple(kept)


def joint_core(engines: Sequence[Engine], cores: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return a minimal set of assumptions under which none of several questions can hold.

    Parameters
    ----------
    engines
        The questions.
    cores
        A minimal core of each.
    """
    kept = list(dict.fromkeys(name for core in cores for name in core))
    for name in tuple(kept):
        rest = [each for each in kept if each != name]
        if all(
            set(core) <= set(rest) or engine.ask(_of(engine, rest)).verdict == "unsat"
            for engine, core in zip(engines, cores, strict=True)
        ):
            kept = rest
    return tuple(kept)


def _of(engine: Engine, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in engine.formula.names]


def joint_minimal_cores(engines: Sequence[Engine]) -> list[tuple[str, ...]]:
    """Enumerate every minimal set of assumptions under which none of several questions can hold.

    Such a set holds a minimal core of each question, and is their union.
    """
    found: set[frozenset[str]] = {frozenset()}
    for engine in engines:
        unions = {one | frozenset(core) for one in found for core in minimal_cores(engine)}
        found = {each for each in unions if not any(other < each for other in unions)}
    return sorted((tuple(sorted(core)) for core in found), key=lambda core: (len(core), core))


def minimal_cores(engine: Asked, *, most: int = 1_000) -> list[tuple[str, ...]]:
    """Enumerate every minimal set of assumptions under which the question cannot hold.

    A map of the subsets not yet judged gives a largest one; if the question can hold under it,
    its subsets are judged too, otherwise it is shrunk to a minimal one, whose supersets are
    judged (Liffiton, Previti, Malik and Marques-Silva 2016).

    Raises
    ------
    SolverFailed
        If there are more than ``most`` steps.
    """
    import z3

    names = list(engine.names)
    marks = {name: z3.Bool(name) for name in names}
    unjudged = z3.Optimize()
    for mark in marks.values():
        unjudged.add_soft(mark)
    found: list[tuple[str, ...]] = []
    for _ in range(most):
        if unjudged.check() != z3.sat:
            return sorted(found, key=lambda core: (len(core), core))
        seed = _chosen(unjudged.model(), marks)
        answer = engine.ask(seed)
        if answer.verdict == "unsat":
            core = minimal_core(engine, answer.core)
            found.append(core)
            unjudged.add(z3.Or([z3.Not(marks[name]) for name in core]))
        else:
            unjudged.add(z3.Or([marks[name] for name in names if name not in seed]))
    message = f"there are more than {most} sets of assumptions to judge"
    raise SolverFailed(message)


def _chosen(model: Any, marks: dict[str, Any]) -> list[str]:  # noqa: ANN401 - z3's
    import z3

    chosen: Iterable[tuple[str, Any]] = marks.items()
    return [name for name, mark in chosen if z3.is_true(model.eval(mark, model_completion=True))]
