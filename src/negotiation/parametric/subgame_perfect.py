"""Subgame-perfect equilibria of a whole family of games, exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from negotiation.errors import AssumptionViolated, SolverFailed
from negotiation.parametric.branching import Branch, RawCell, explore
from negotiation.parametric.contradiction import contradiction
from negotiation.parametric.equilibrium import OutcomeClass, outcome_class
from negotiation.parametric.induction import (
    ClassPayoffs,
    SymbolicGame,
    equilibrium_classes,
    prepare_game,
)
from negotiation.parametric.limits import Limits
from negotiation.parametric.oracle import Oracle
from negotiation.parametric.partition import Partition

if TYPE_CHECKING:
    import sympy

    from negotiation.game.tree import Condition
    from negotiation.model import Model

__all__ = ["PartitionIncomplete", "model_oracle", "subgame_perfect"]


class PartitionIncomplete(SolverFailed):
    """A partition was not finished within its limits.

    Attributes
    ----------
    partial
        What was found so far, as a `Partition` that does not cover the assumptions.

    Examples
    --------
    >>> from negotiation import talks
    >>> try:
    ...     subgame_perfect(talks.no_base_pledge(), most_cells=2)
    ... except PartitionIncomplete as unfinished:
    ...     print(len(unfinished.partial.raw))
    3
    """

    def __init__(self, message: str, partial: Partition) -> None:
        self.partial = partial
        super().__init__(message)


def subgame_perfect(
    model: Model,
    *,
    ties: bool = False,
    most_cells: int = 20_000,
    seconds: float | None = None,
    megabytes: float | None = None,
    query_seconds: float = 20.0,
    progress: Callable[[int], None] | None = None,
) -> Partition:
    """Find the pure subgame-perfect equilibrium outcomes of a model at every parameter value.

    Symbolic backward induction: wherever a comparison of payoffs is not settled by the
    assumptions and the comparisons before it, the parameter space is cut in two (three with
    ``ties``).

    Parameters
    ----------
    model
        A model whose game has perfect information, with payoffs and probabilities that are
        piecewise rational in the parameters.
    ties
        Whether to make cells of the surfaces on which somebody is indifferent, with all their
        equilibria.
    most_cells
        The most cells to find before giving up.
    seconds
        The time limit of the whole work; none where left out.
    megabytes
        How much memory the whole program may hold; no limit where left out.
    query_seconds
        The time limit of one question to the solver.
    progress
        Called with the number of cells after each one.

    Raises
    ------
    NotSupported
        If the game has imperfect information or an expression is not piecewise rational.
    AssumptionViolated
        If the assumptions contradict each other.
    PartitionIncomplete
        If a limit is reached or the work is interrupted; what was found so far is attached.

    Examples
    --------
    >>> from negotiation import talks
    >>> partition = subgame_perfect(talks.basing_shadow())
    >>> for cell in partition.cells:
    ...     print(cell.condition, cell.equilibria[0].path)
    treaty_gain < basing_loss*basing_probability ('keep',)
    treaty_gain > basing_loss*basing_probability ('transfer',)
    """
    symbolic, oracle = model_oracle(model, query_seconds=query_seconds)
    found: list[RawCell[tuple[OutcomeClass, ...]]] = []
    limits = Limits(seconds, megabytes, most_cells)
    try:
        for raw in explore(partial(_classes, symbolic), oracle, ties=ties):
            result = tuple(
                outcome_class(model.game, symbolic.domain, each, piecewise=symbolic.piecewise)
                for each in raw.result
            )
            found.append(RawCell(raw.signs, result, raw.point, raw.decided))
            if progress is not None:
                progress(len(found))
            if limit := limits.reached(len(found)):
                message = f"model {model.name!r} was not finished within {limit}"
                raise _incomplete(message, Partition(model, ties, tuple(found), oracle))
    except KeyboardInterrupt as stopped:
        message = f"model {model.name!r} was interrupted"
        raise _incomplete(message, Partition(model, ties, tuple(found), oracle)) from stopped
    if not found:
        raise AssumptionViolated(contradiction(model.name, oracle.conditions))
    return Partition(model, ties, tuple(found), oracle)


def _incomplete(message: str, partial: Partition) -> PartitionIncomplete:
    cells = f"{len(partial.raw)} cells were found, and the attribute `partial` holds them"
    return PartitionIncomplete(f"{message}; {cells}", partial)


def _classes(symbolic: SymbolicGame, branch: Branch) -> Sequence[ClassPayoffs]:
    return equilibrium_classes(symbolic, branch)


def model_oracle(model: Model, *, query_seconds: float) -> tuple[SymbolicGame, Oracle]:
    """Return a model's game in fast arithmetic, and the oracle that knows its assumptions."""
    symbols = [parameter.symbol for parameter in model.parameters.values()]
    symbolic = prepare_game(model.game, symbols)
    conditions = dict(model.conditions)
    for denominator in symbolic.denominators:
        conditions[f"{denominator} is not zero"] = _nonzero(denominator)
    return symbolic, Oracle(symbolic.domain, conditions, seconds=query_seconds)


def _nonzero(expression: sympy.Expr) -> Condition:
    import sympy

    return cast("Condition", sympy.Ne(expression, 0))
