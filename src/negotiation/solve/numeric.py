"""Backward induction in floats on arrays, with an exact check of every close comparison.

At every decision the mover takes the move of largest worth (Zermelo 1913; Kuhn 1953).  In floats
a comparison can go wrong only where two moves are worth almost the same, closer than the bound on
the rounding error.  On demand those comparisons, and all within a gap that the caller sets, are
made again in Fractions, level by level from the last to the first, before anything above relies
on them; then the choices are those of exact backward induction everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import NotSupported, UnknownName
from negotiation.exact import Number, sign
from negotiation.game.arrays import GameArrays, arrays_of
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.game import Game, settled_game
from negotiation.game.rule_arrays import arrays_of_rules
from negotiation.game.rules import Rules
from negotiation.solve.backward import require_perfect_information
from negotiation.solve.kernels import has_numba, solve_nodes
from negotiation.solve.level_induction import solve_levels
from negotiation.solve.narrow_induction import is_narrow, solve_one_by_one, worth_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from negotiation.game.tree import History

__all__ = ["KERNELS", "NumericSolution", "numeric_backward_induction"]

KERNELS = ("auto", "numpy", "numba")
"""What computes: ``auto`` is numba where it is installed."""

ROUNDING = 2.0**-53
"""Half the distance of 1 to the next float."""


@dataclass(frozen=True, eq=False)
class NumericSolution:
    """A pure subgame-perfect equilibrium found in floats.

    Attributes
    ----------
    arrays
        The game.
    values
        One row a player and one column a node: what play from there on is worth.
    choices
        At each node the place of the chosen move; -1 where nobody chooses.
    error_bound
        A bound on the rounding error of every value, given the choices.
    gap
        Comparisons closer than this were made exactly; ``None`` where none was.
    checked
        How many nodes that were.
    ties
        The nodes at which moves are exactly tied, where that was checked.
    exact_payoffs
        Player → payoff in exact numbers, where that was checked.
    """

    arrays: GameArrays
    values: NDArray[np.float64] = field(repr=False)
    choices: NDArray[np.int32] = field(repr=False)
    error_bound: float
    gap: float | None = None
    checked: int = 0
    ties: tuple[int, ...] = field(default=(), repr=False)
    exact_payoffs: Mapping[str, Number] | None = None

    @property
    def payoffs(self) -> Mapping[str, float]:
        """Player → expected payoff at the start."""
        return dict(zip(self.arrays.players, self.values[:, 0].tolist(), strict=True))

    @cached_property
    def path(self) -> History:
        """The certain part of play: up to the end, or the first move of chance that is open."""
        arrays, node = self.arrays, 0
        labels: list[str] = []
        while arrays.mover[node] != OUTCOME:
            place = int(self.choices[node])
            if arrays.mover[node] == CHANCE:
                places = _chances(arrays, node)
                certain = [k for k, each in enumerate(places) if arrays.numbers[each] == 1]
                if not certain:
                    break
                place = certain[0]
            edge = int(arrays.first[node]) + place
            labels.append(arrays.labels[arrays.label[edge]])
            node = arrays.follows(edge)
        return tuple(labels)

    def choice(self, node: int) -> str | None:
        """Return the label of the move chosen at a node; ``None`` where nobody chooses."""
        place = int(self.choices[node])
        if place < 0:
            return None
        edge = int(self.arrays.first[node]) + place
        return self.arrays.labels[int(self.arrays.label[edge])]

    def node_of(self, state: object) -> int:
        """Return the node of a state of a game given by rules; linear in states.

        Raises
        ------
        UnknownName
            If play cannot reach the state.
        """
        try:
            return list(self.arrays.states).index(cast("Any", state))
        except ValueError:
            raise UnknownName("state", state, self.arrays.states[:100]) from None

    @cached_property
    def largest_regret(self) -> float:
        """The most a mover could gain anywhere by another move, recomputed from values and choices.

        The residual of the solution: zero in exact arithmetic, by the one-shot deviation
        principle; it also counts how far the values are from what the choices give.
        """
        import numpy as np

        arrays, values = self.arrays, self.values
        edges = len(arrays.label)
        if not edges:
            return 0.0
        owner = np.repeat(np.arange(len(arrays)), arrays.widths)
        target = np.arange(1, edges + 1) if arrays.target is None else arrays.target
        mover = arrays.mover[owner]
        worst = 0.0
        totals = np.zeros(len(arrays))
        for player, row in enumerate(values):
            worth = row[target]
            if arrays.factor is not None:
                worth = worth * arrays.floats[arrays.factor[:, player]]
            if arrays.stage is not None:
                worth = worth + arrays.floats[arrays.stage[:, player]]
            mine = mover == player
            if mine.any():
                worst = max(worst, float((worth[mine] - row[owner[mine]]).max()))
            deciding = np.flatnonzero(arrays.mover >= 0)
            chosen = arrays.first[deciding] + self.choices[deciding]
            if len(deciding):
                worst = max(worst, float(np.abs(worth[chosen] - row[deciding]).max()))
            if arrays.probability is not None:
                by_chance = mover == CHANCE
                shares = arrays.floats[arrays.probability[by_chance]]
                totals[:] = 0.0
                np.add.at(totals, owner[by_chance], worth[by_chance] * shares)
                nodes = arrays.mover == CHANCE
                worst = max(worst, float(np.abs(totals[nodes] - row[nodes]).max()))
        return worst

    def __str__(self) -> str:
        pays = ", ".join(f"{player} {pay:.6g}" for player, pay in self.payoffs.items())
        shown = " → ".join(self.path[:12]) + (" → …" if len(self.path) > 12 else "")
        checked = (
            f"{self.checked} close nodes compared exactly, {len(self.ties)} tied"
            if self.gap is not None
            else "nothing compared exactly"
        )
        return (
            f"Subgame perfect equilibrium in floats\n  path: {shown or '(nothing certain)'}\n"
            f"  payoffs: {pays}\n  {len(self.arrays)} nodes, error at most "
            f"{self.error_bound:.1e}, {checked}"
        )


def numeric_backward_induction(
    game: Game | Rules[Any] | GameArrays,
    *,
    kernel: str = "auto",
    exact: bool = False,
    gap: float = 1e-9,
) -> NumericSolution:
    """Find one pure subgame-perfect equilibrium of a large game, in floats.

    Parameters
    ----------
    game
        A game with perfect information and without symbols, a game given by rules, or the arrays
        of either.
    kernel
        ``"numpy"``, ``"numba"`` (the extra ``fast``), or ``"auto"``: numba where installed.
    exact
        Whether to make every comparison of two moves closer than ``gap`` again in exact numbers,
        so that every choice, path and payoff is that of `backward_induction`.
    gap
        How close; never less than the bound on the rounding error.

    Returns
    -------
    NumericSolution
        Ties go to the move listed first.  Linear in nodes and moves.

    Raises
    ------
    NotSupported
        If a player does not know all earlier moves somewhere, a state can come back, the kernel
        does not exist, or the gap is no positive number.
    MissingDependency
        If numba is asked for and not installed.
    MissingParameter
        If symbols are left without a value.
    InvalidNumber
        If a payoff is too large for a float.

    Examples
    --------
    >>> from negotiation import talks
    >>> found = numeric_backward_induction(
    ...     talks.basing_shadow().at(basing_probability="1/3"), exact=True
    ... )
    >>> found.path, found.ties, found.exact_payoffs["Russia"]
    (('keep',), (0,), Fraction(0, 1))
    """
    if kernel not in KERNELS:
        raise UnknownName("kernel", kernel, KERNELS)
    if not gap > 0:
        message = f"gap is {gap!r}; it must be a positive number, such as 1e-9"
        raise NotSupported(message)
    arrays = _arrays(game)
    bound = _error_bound(arrays)
    if exact:
        return _checked(arrays, bound, max(gap, 4 * bound))
    if kernel == "numba" or (kernel == "auto" and has_numba()):
        values, choices = solve_nodes(arrays)
    elif is_narrow(arrays):
        values, choices = _in_floats(arrays)
    else:
        values, choices = solve_levels(arrays)
    return NumericSolution(arrays, values, choices, bound)


def _arrays(game: Game | Rules[Any] | GameArrays) -> GameArrays:
    if isinstance(game, GameArrays):
        named = game.infoset[game.infoset >= 0]
        if len(named) != len(set(named.tolist())):
            message = (
                "the arrays have an information set with several nodes; backward induction needs "
                "perfect information; use solve.subgame_perfect"
            )
            raise NotSupported(message)
        return game
    if isinstance(game, Rules):
        return arrays_of_rules(game)
    game = settled_game(game)
    require_perfect_information(game)
    return arrays_of(game)


def _error_bound(arrays: GameArrays) -> float:
    """Bound the rounding error of values: the usual first-order bound, doubled."""
    import numpy as np

    most = _largest(arrays, arrays.payoff)
    if arrays.stage is not None:
        most += (len(arrays.levels) - 1) * _largest(arrays, arrays.stage)
    operations = 1.0
    if arrays.probability is not None or arrays.stage is not None or arrays.factor is not None:
        operations += (len(arrays.levels) - 1) * (3.0 + float(np.max(arrays.widths)))
    return 2 * ROUNDING * operations * most


def _largest(arrays: GameArrays, places: NDArray[np.int32]) -> float:
    return float(abs(arrays.floats[places]).max())


def _in_floats(arrays: GameArrays) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    import numpy as np

    values, choices = solve_one_by_one(arrays, arrays.floats.tolist())
    return np.array(values).T, np.array(choices, dtype=np.int32)


def _checked(arrays: GameArrays, bound: float, gap: float) -> NumericSolution:
    if is_narrow(arrays):
        return _solved_exactly(arrays, bound, gap)
    checker = _Checker(arrays, gap)
    values, choices = solve_levels(arrays, checker.after_level)
    exact = checker.value(0, choices)
    return NumericSolution(
        arrays,
        values,
        choices,
        bound,
        gap,
        checker.checked,
        tuple(sorted(checker.ties)),
        dict(zip(arrays.players, exact, strict=True)),
    )


def _solved_exactly(arrays: GameArrays, bound: float, gap: float) -> NumericSolution:
    """Solve a game of many short levels in exact numbers throughout."""
    import numpy as np

    ties: list[int] = []
    exact, choices = solve_one_by_one(arrays, arrays.numbers, ties)
    values = np.array([[float(value) for value in row] for row in exact]).T
    return NumericSolution(
        arrays,
        values,
        np.array(choices, dtype=np.int32),
        bound,
        gap,
        sum(choice >= 0 for choice in choices),
        tuple(sorted(ties)),
        dict(zip(arrays.players, exact[0], strict=True)),
    )


class _Checker:
    """Makes close comparisons again in exact numbers, as soon as a level is solved."""

    def __init__(self, arrays: GameArrays, gap: float) -> None:
        self.arrays = arrays
        self.gap = gap
        self.checked = 0
        self.ties: list[int] = []
        self._known: dict[int, tuple[Number, ...]] = {}
        self._outcome = {int(node): place for place, node in enumerate(arrays.outcomes)}

    def after_level(
        self,
        start: int,
        stop: int,
        worth: NDArray[np.float64],
        values: NDArray[np.float64],
        choices: NDArray[np.int32],
    ) -> None:
        """Find the close nodes of a level, and choose again there."""
        import numpy as np

        arrays = self.arrays
        movers = arrays.mover[start:stop]
        nodes = np.flatnonzero((movers >= 0) & (arrays.widths[start:stop] > 1))
        if not len(nodes):
            return
        widths = arrays.widths[start:stop][nodes]
        begins = arrays.first[start:stop][nodes] - arrays.first[start]
        own = worth[np.repeat(movers[nodes], widths), _ranges(begins, widths)]
        chosen = choices[start:stop][nodes]
        packed = np.concatenate([[0], np.cumsum(widths)[:-1]])
        best = own[packed + chosen]
        own[packed + chosen] = -np.inf
        close = nodes[best - np.maximum.reduceat(own, packed) <= self.gap]
        for node in (close + start).tolist():
            self._choose_again(node, worth, int(arrays.first[start]), values, choices)

    def _choose_again(
        self,
        node: int,
        worth: NDArray[np.float64],
        base: int,
        values: NDArray[np.float64],
        choices: NDArray[np.int32],
    ) -> None:
        arrays = self.arrays
        mover, begin = int(arrays.mover[node]), int(arrays.first[node])
        highest = worth[mover, begin - base : int(arrays.first[node + 1]) - base].max()
        best, tied, most = -1, False, cast("Number", Fraction(0))
        for edge in range(begin, int(arrays.first[node + 1])):
            if highest - worth[mover, edge - base] > self.gap:
                continue  # certainly worse
            here = self._worth(edge, mover, choices)
            order = 1 if best < 0 else sign(here - most)
            if order > 0:
                best, most, tied = edge, here, False
            elif order == 0:
                tied = True
        self.checked += 1
        if tied:
            self.ties.append(node)
        choices[node] = best - begin
        values[:, node] = worth[:, best - base]

    def _worth(self, edge: int, player: int, choices: NDArray[np.int32]) -> Number:
        below = self.value(self.arrays.follows(edge), choices)
        worth: Number = worth_of(self.arrays, self.arrays.numbers, edge, player, below[player])
        return worth

    def value(self, node: int, choices: NDArray[np.int32]) -> tuple[Number, ...]:
        """Return what play from a node on is worth in exact numbers, given the choices below."""
        arrays, known = self.arrays, self._known
        stack = [node]
        while stack:
            here = stack[-1]
            if here in known:
                stack.pop()
                continue
            mover = int(arrays.mover[here])
            if mover == OUTCOME:
                known[here] = arrays.exact_payoffs(self._outcome[here])
                continue
            begin = int(arrays.first[here])
            if mover == CHANCE:
                edges: Sequence[int] = range(begin, int(arrays.first[here + 1]))
                shares = [arrays.numbers[place] for place in _chances(arrays, here)]
            else:
                edges, shares = [begin + int(choices[here])], [Fraction(1)]
            missing = [arrays.follows(edge) for edge in edges if arrays.follows(edge) not in known]
            if missing:
                stack += missing
                continue
            known[here] = tuple(
                _sum(
                    share
                    * worth_of(
                        arrays, arrays.numbers, edge, player, known[arrays.follows(edge)][player]
                    )
                    for edge, share in zip(edges, shares, strict=True)
                    if share != 0
                )
                for player in range(len(arrays.players))
            )
        return known[node]


def _sum(terms: Any) -> Number:  # noqa: ANN401 - an iterator of numbers
    total: Number = Fraction(0)
    for term in terms:
        total = total + term
    return total


def _chances(arrays: GameArrays, node: int) -> list[int]:
    if arrays.probability is None:
        return []
    places = arrays.probability[int(arrays.first[node]) : int(arrays.first[node + 1])]
    return [int(place) for place in places]


def _ranges(begins: NDArray[np.int64], widths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges, one after the other."""
    import numpy as np

    ends = np.cumsum(widths)
    numbers: NDArray[np.int64] = np.arange(ends[-1]) + np.repeat(begins - (ends - widths), widths)
    return numbers
