"""Pure stationary subgame-perfect equilibria of discounted games given by rules.

Strategies that depend on the state alone give each state a value V(s) = r + δ V(s'), a linear
system; they are subgame perfect iff no mover gains by one other move and then playing on
(one-shot deviation principle; Blackwell 1965, Maskin and Tirole 2001 for Markov-perfect
equilibrium).  All profiles are covered by branch and bound: rigorous rational bounds on the values
strike out moves that cannot be best, what is left is branched on, and every profile that
remains is solved and checked in Fractions.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, TypeVar

from negotiation.errors import NotSupported, TooManyEquilibria
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.rules import MergedMove, Rules, StateGraph, explore
from negotiation.solve.states import StateEquilibrium

__all__ = ["stationary", "stationary_values"]

State = TypeVar("State", bound=Hashable)

ZERO = Fraction(0)
ONE = Fraction(1)


def stationary(
    rules: Rules[State],
    *,
    limit: int = 1_000,
    most_states: int = 10_000,
    most_updates: int = 10_000_000,
) -> list[StateEquilibrium[State]]:
    """Find all pure stationary subgame-perfect equilibria of a game given by rules.

    Parameters
    ----------
    rules
        The rules.  Wherever play can come back to a state, every player must discount on the
        way.
    limit
        The most equilibria to return.
    most_states
        The most states.
    most_updates
        How often bounds on the value of a state may be recomputed, some microseconds a move each,
        so that a large game is refused instead of hanging.

    Returns
    -------
    list of StateEquilibrium
        Every pure stationary subgame-perfect (Markov-perfect) equilibrium, exact, in the order of
        the moves; empty where there is none in pure stationary strategies.  Exponential in the
        number of states in the worst case.

    Raises
    ------
    NotSupported
        If a state can come back without a discount, or one of the last two limits is exceeded.
    TooManyEquilibria
        If there are more than ``limit``.
    InvalidGame
        If a rule gives something malformed.

    Examples
    --------
    Take a unit now, or wait for the other to take it: each takes at once.

    >>> from negotiation.game import Rules, Turn
    >>> rules = Rules(
    ...     players=("A", "B"),
    ...     start="A",
    ...     mover=lambda s: s if len(s) == 1 else Turn.END,
    ...     moves=lambda s: ("take", "wait"),
    ...     next_state=lambda s, move: s + " took" if move == "take" else "AB"[s == "A"],
    ...     payoffs=lambda s: {"A": int(s == "A took"), "B": int(s == "B took")},
    ...     discount="1/2",
    ...     takes_time=lambda s, move: move == "wait",
    ... )
    >>> [equilibrium] = stationary(rules)
    >>> equilibrium.path, equilibrium.value("B")["B"]
    (('take',), Fraction(1, 1))
    """
    graph = explore(rules, limit=most_states)
    circle = graph.timeless_circle
    if circle is not None:
        message = (
            f"play can come back to state {circle!r} without a discount for every player, so its "
            "value is not defined; give every player a discount below 1 and let time pass"
        )
        raise NotSupported(message)
    found: list[StateEquilibrium[State]] = []
    scales = _scales(graph)
    stack = [_start(graph)]
    budget = _Budget(most_updates)
    while stack:
        branch = stack.pop()
        if not _tighten(graph, scales, branch, budget):
            continue
        open_states = [
            (len(allowed), number)
            for number, allowed in enumerate(branch.allowed)
            if len(allowed) > 1
        ]
        if open_states:
            _, number = min(open_states)
            stack.extend(
                branch.choosing(number, place) for place in reversed(branch.allowed[number])
            )
            continue
        choices = tuple(allowed[0] if allowed else -1 for allowed in branch.allowed)
        candidate = StateEquilibrium(
            "stationary subgame perfect", graph, stationary_values(graph, choices), choices
        )
        if candidate.verify():
            found.append(candidate)
            if len(found) > limit:
                raise TooManyEquilibria(len(found), limit=limit, exact=False)
    return sorted(found, key=lambda equilibrium: equilibrium.choices)


def stationary_values(
    graph: StateGraph[State], choices: Sequence[int]
) -> tuple[tuple[Fraction, ...], ...]:
    """Return what each state is worth to each player under stationary choices, exactly.

    Parameters
    ----------
    graph
        The states.
    choices
        At each state the place of the chosen move; ignored where nobody chooses.

    Returns
    -------
    tuple
        One payoff vector a state.  Gaussian elimination on sparse rows.

    Examples
    --------
    >>> from negotiation.game import Rules, Turn, explore
    >>> rules = Rules(
    ...     players=("A",),
    ...     start="s",
    ...     mover=lambda s: "A",
    ...     moves=lambda s: ("stay",),
    ...     next_state=lambda s, move: s,
    ...     payoffs=lambda s: {"A": 0},
    ...     stage_payoffs=lambda s, move: {"A": 1},
    ...     discount="3/4",
    ... )
    >>> stationary_values(explore(rules), [0])
    ((Fraction(4, 1),),)
    """
    columns = [_solve_player(graph, choices, player) for player in range(len(graph.rules.players))]
    return tuple(zip(*columns, strict=True))


def _played(
    graph: StateGraph[State], choices: Sequence[int], number: int
) -> list[tuple[Fraction, MergedMove]]:
    moves = graph.moves[number]
    if graph.mover[number] == CHANCE:
        return [(move.probability or ZERO, move) for move in moves]
    return [(ONE, moves[choices[number]])] if moves else []


def _solve_player(graph: StateGraph[State], choices: Sequence[int], player: int) -> list[Fraction]:
    """Solve V = r + M V by substitution: state after state is written by later ones."""
    rows: list[dict[int, Fraction]] = []
    constants: list[Fraction] = []
    users: list[set[int]] = [set() for _ in range(len(graph))]
    for number in range(len(graph)):
        constant = graph.payoffs[number][player] if number in graph.payoffs else ZERO
        row: dict[int, Fraction] = {}
        for chance, move in _played(graph, choices, number):
            constant += chance * move.stage[player]
            row[move.target] = row.get(move.target, ZERO) + chance * move.factors[player]
        rows.append(row)
        constants.append(constant)
        for target in row:
            users[target].add(number)
    for number in range(len(graph)):
        row = rows[number]
        own = row.pop(number, ZERO)
        if own:  # V = c + own V + …; own < 1 since every circle is discounted
            rest = 1 / (1 - own)
            constants[number] *= rest
            row = rows[number] = {target: factor * rest for target, factor in row.items()}
        for user in users[number]:
            factor = rows[user].pop(number, ZERO) if user != number else ZERO
            if not factor:
                continue
            constants[user] += factor * constants[number]
            for target, weight in row.items():
                rows[user][target] = rows[user].get(target, ZERO) + factor * weight
                users[target].add(user)
    return constants


_BITS = 48
"""Bounds are integers in units of 2**-48, rounded outwards."""

_Scaled: TypeAlias = "tuple[int, int, int, int]"
"""Of a move and a player: the stage payoff rounded down and up, the factor as a fraction."""


@dataclass(slots=True)
class _Budget:
    """How many updates are left."""

    left: int

    def spend(self, updates: int) -> None:
        self.left -= updates
        if self.left < 0:
            message = (
                "the search for stationary equilibria used up most_updates; raise it, or make the "
                "game smaller or the discounting stronger"
            )
            raise NotSupported(message)


@dataclass(slots=True)
class _Branch:
    """Part of all profiles: the moves still allowed, and bounds on values by state and player."""

    allowed: list[tuple[int, ...]]
    low: list[list[int]]
    high: list[list[int]]

    def choosing(self, number: int, place: int) -> _Branch:
        """Return the part in which a state chooses a move."""
        allowed = list(self.allowed)
        allowed[number] = (place,)
        return _Branch(allowed, [list(row) for row in self.low], [list(row) for row in self.high])


def _down(number: Fraction) -> int:
    return (number.numerator << _BITS) // number.denominator


def _scales(graph: StateGraph[State]) -> list[list[list[_Scaled]]]:
    players = range(len(graph.rules.players))
    return [
        [
            [
                (
                    _down(move.stage[player]),
                    -_down(-move.stage[player]),
                    move.factors[player].numerator,
                    move.factors[player].denominator,
                )
                for player in players
            ]
            for move in moves
        ]
        for moves in graph.moves
    ]


def _start(graph: StateGraph[State]) -> _Branch:
    """Return all profiles, with values bounded by the largest stream of payoffs."""
    players = range(len(graph.rules.players))
    most: list[int] = []
    for player in players:
        final = max((abs(pays[player]) for pays in graph.payoffs.values()), default=ZERO)
        stage = max((abs(m.stage[player]) for here in graph.moves for m in here), default=ZERO)
        # Without a circle at most one payoff a state; with circles, so much in every period.
        total = final + stage * len(graph)
        factor = graph.rules.discount_factors[player]
        if graph.order is None:
            total /= 1 - factor
        most.append(-_down(-total))
    low = [[-bound for bound in most] for _ in range(len(graph))]
    high = [list(most) for _ in range(len(graph))]
    for number, pays in graph.payoffs.items():
        low[number] = [_down(pay) for pay in pays]
        high[number] = [-_down(-pay) for pay in pays]
    allowed = [
        tuple(range(len(moves))) if mover >= 0 else ()
        for mover, moves in zip(graph.mover, graph.moves, strict=True)
    ]
    return _Branch(allowed, low, high)


def _tighten(
    graph: StateGraph[State],
    scales: Sequence[Sequence[Sequence[_Scaled]]],
    branch: _Branch,
    budget: _Budget,
) -> bool:
    """Tighten bounds until they rest, striking out moves; false if some state has no move left."""
    order = graph.order or range(len(graph) - 1, -1, -1)
    for _ in range(1000):
        if all(len(allowed) < 2 for allowed in branch.allowed):
            break  # nothing is open: the exact check decides
        budget.spend(len(graph))
        moved = False
        for number in order:
            mover = graph.mover[number]
            if mover == OUTCOME:
                continue
            lows, highs = _move_bounds(graph, scales[number], branch, number)
            low, high = branch.low[number], branch.high[number]
            allowed = branch.allowed[number]
            if mover >= 0:
                sure = max(row[mover] for row in lows)
                kept = tuple(place for place in allowed if highs[place][mover] >= sure)
                if not kept:
                    return False
                if kept != allowed:
                    branch.allowed[number] = allowed = kept
                    moved = True
            for player in range(len(low)):
                if mover == CHANCE:
                    least, most = _chance_bounds(graph.moves[number], lows, highs, player)
                elif mover == player:  # in equilibrium the best of all moves, allowed here or not
                    least = max(row[player] for row in lows)
                    most = max(row[player] for row in highs)
                    most = min(most, max(highs[place][player] for place in allowed))
                else:
                    least = min(lows[place][player] for place in allowed)
                    most = max(highs[place][player] for place in allowed)
                # Changes below a millionth of a unit are not worth another round.
                moved = moved or least > low[player] + _REST or most < high[player] - _REST
                low[player] = max(low[player], least)
                high[player] = min(high[player], most)
                if low[player] > high[player]:
                    return False
        if not moved:
            break
    return True


_REST = 1 << (_BITS - 20)


def _move_bounds(
    graph: StateGraph[State],
    scales: Sequence[Sequence[_Scaled]],
    branch: _Branch,
    number: int,
) -> tuple[list[list[int]], list[list[int]]]:
    lows: list[list[int]] = []
    highs: list[list[int]] = []
    for move, scaled in zip(graph.moves[number], scales, strict=True):
        low, high = branch.low[move.target], branch.high[move.target]
        lows.append(
            [
                down + above * least // below
                for (down, _, above, below), least in zip(scaled, low, strict=True)
            ]
        )
        highs.append(
            [
                up - (-above * most // below)
                for (_, up, above, below), most in zip(scaled, high, strict=True)
            ]
        )
    return lows, highs


def _chance_bounds(
    moves: Sequence[MergedMove],
    lows: Sequence[Sequence[int]],
    highs: Sequence[Sequence[int]],
    player: int,
) -> tuple[int, int]:
    least = most = 0
    for move, low, high in zip(moves, lows, highs, strict=True):
        chance = move.probability or ZERO
        least += chance.numerator * low[player] // chance.denominator
        most -= -chance.numerator * high[player] // chance.denominator
    return least, most
