"""A plan: a model compiled once for many draws.

Payoffs, probabilities, guards, domains and assumptions are written on one tape, and backward
induction (Zermelo 1913; Kuhn 1953) over them: at every decision a comparison and a selection, at
every chance node a weighted sum.  What comes out, a draw, is the number of the play, the payoffs,
the distance to the nearest tie, and which condition is broken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import TYPE_CHECKING, Protocol

from negotiation.errors import InvalidModel, NotSupported, UnknownName
from negotiation.game import Game, name_text
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.sweep.lowering import Lowering
from negotiation.sweep.plays import Plays
from negotiation.sweep.tape import Tape

if TYPE_CHECKING:
    from negotiation.game.compiled import CompiledTree
    from negotiation.model import Model

__all__ = [
    "NOT_FINITE",
    "UNDEFINED",
    "Event",
    "Events",
    "Plan",
    "conditions_of",
    "marked_status",
    "plan_of",
]

NOT_FINITE = "a value is no finite number"
UNDEFINED = "a payoff, a probability or a guard is undefined"


class Event(Protocol):
    """What may happen: a play, or a set of classes."""

    @property
    def number(self) -> int:
        """Its number."""
        ...

    @property
    def label(self) -> str:
        """It in words."""
        ...

    def contains(self, label: str, /) -> bool:
        """Whether a move, or a class, with this label is among it."""
        ...


class Events(Protocol):
    """Events by number."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of classes; empty for plays."""
        ...

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> Event: ...


MOST_NODES = 100_000
"""Games with more nodes are refused: writing their tapes takes minutes."""


@dataclass(frozen=True)
class Plan:
    """A model ready for many draws; plain data, which can be sent to other machines.

    Attributes
    ----------
    name
        The name of the model.
    players
        The players.
    varied
        The parameters that the draws give, in the order of their rows.
    fixed
        The other parameters, with their values.
    watched
        Labels of moves whose probability is reported.
    reasons
        What may be wrong with a draw; status ``k`` means ``reasons[k - 1]``, status 0 nothing.
    plays
        The plays.
    tape
        The operations.
    reals
        The places of the payoffs, the margin, and the probabilities of watched labels.
    codes
        The places of the number of the play and of the status.
    """

    name: str
    players: tuple[str, ...]
    varied: tuple[str, ...]
    fixed: Mapping[str, float]
    watched: tuple[str, ...]
    reasons: tuple[str, ...]
    plays: Events
    tape: Tape = field(repr=False)
    reals: tuple[int, ...]
    codes: tuple[int, ...]

    @property
    def results(self) -> tuple[int, ...]:
        """The places of all results."""
        return (*self.reals, *self.codes)


def plan_of(
    model: Model,
    varied: Sequence[str],
    fixed: Mapping[str, float],
    *,
    watched: Sequence[str] = (),
    check: bool = True,
) -> Plan:
    """Compile a model for draws of some of its parameters.

    Parameters
    ----------
    model
        The model.
    varied
        The parameters that the draws give.
    fixed
        The values of the others.
    watched
        Labels of moves whose probability is wanted.
    check
        Whether draws that break a domain or an assumption are told apart.

    Raises
    ------
    NotSupported
        If somebody does not know all earlier moves, the game has too many nodes or plays, or an
        expression has no counterpart in floats.
    UnknownName
        If no move has a watched label.

    Examples
    --------
    >>> from negotiation import talks
    >>> model = talks.congress_veto()
    >>> fixed = {name: float(value) for name, value in model.calibrations["baseline"].items()}
    >>> plan = plan_of(model, list(fixed)[:1], fixed)
    >>> len(plan.plays), len(plan.reals), len(plan.codes)
    (3, 3, 2)
    """
    _require_perfect_information(model.game)
    tree = model.game.tree
    if len(tree) > MOST_NODES:
        message = (
            f"the game of model {model.name!r} has {len(tree)} nodes, and sweeps are for at most "
            f"{MOST_NODES}; solve such a game at single points, with "
            "solve.numeric_backward_induction"
        )
        raise NotSupported(message)
    for label in watched:
        if label not in tree.label[1:]:
            raise UnknownName("move", label, sorted(set(tree.label[1:])))
    tape = Tape()
    lower = Lowering(tape)
    plays = Plays.of(tree)
    root = _Induction(model.game, tape, lower, plays, tuple(watched)).root()
    status, reasons = marked_status(
        tape,
        lower,
        root.defined,
        conditions_of(model) if check else {},
        [NOT_FINITE, UNDEFINED],
    )
    reals = (*root.values, root.margin, *root.watched)
    return Plan(
        name=model.name,
        players=model.game.players,
        varied=tuple(varied),
        fixed={name: value for name, value in fixed.items() if name not in varied},
        watched=tuple(watched),
        reasons=reasons,
        plays=plays,
        tape=tape,
        reals=reals,
        codes=(root.code, status),
    )


def marked_status(
    tape: Tape,
    lower: Lowering,
    defined: int,
    conditions: Mapping[str, object],
    reasons: Sequence[str],
) -> tuple[int, tuple[str, ...]]:
    """Write on the tape which condition is broken, the last named first; return all reasons."""
    named = list(reasons)
    status = tape.apply("select", defined, tape.integer(0), tape.integer(2))
    for name, condition in conditions.items():
        named.append(name)
        holds = lower(condition)
        broken = tape.apply("not", tape.apply("and", holds.value, holds.defined))
        status = tape.apply("select", broken, tape.integer(len(named)), status)
    return status, tuple(named)


def conditions_of(model: Model) -> dict[str, object]:
    """Return domains and assumptions by name, in the order in which they are checked."""
    return dict(model.conditions)


def _require_perfect_information(game: Game) -> None:
    if game.has_perfect_information:
        return
    number = next(k for k, infoset in enumerate(game.tree.infosets) if len(infoset.nodes) > 1)
    infoset = game.information_sets.at(number)
    message = (
        f"information set {name_text(infoset.name)!r} of {infoset.player!r} has several nodes; "
        "sweeps solve by backward induction; sweep over the classes that "
        "parametric.perfect_bayesian(model) finds instead"
    )
    raise NotSupported(message)


@dataclass(frozen=True, slots=True)
class _Solved:
    """Where on the tape stands what is known of a subgame."""

    values: tuple[int, ...]
    code: int
    defined: int
    margin: int
    watched: tuple[int, ...]


def _depth_first(tree: CompiledTree) -> list[int]:
    """List the nodes, children before parents, a subtree at a time: few rows are in use at once."""
    order: list[int] = []
    stack = [0]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(tree.children(node))
    order.reverse()
    return order


class _Induction:
    """Backward induction, written on the tape."""

    def __init__(
        self, game: Game, tape: Tape, lower: Lowering, plays: Plays, watched: tuple[str, ...]
    ) -> None:
        self.game = game
        self.tape = tape
        self.lower = lower
        self.plays = plays
        self.labels = watched
        self.zero = tape.real(0.0)
        self.one = tape.real(1.0)
        self.far = tape.real(float("inf"))

    def root(self) -> _Solved:
        tree = self.game.tree
        solved: list[_Solved | None] = [None] * len(tree)
        for node in _depth_first(tree):
            below: list[_Solved] = []
            for child in tree.children(node):
                found = solved[child]
                if found is not None:
                    below.append(self._entered(found, tree.label[child]))
                solved[child] = None
            if tree.mover[node] == OUTCOME:
                solved[node] = self._outcome(node)
            elif tree.mover[node] == CHANCE:
                solved[node] = self._chance(node, below)
            else:
                solved[node] = self._decision(node, below)
        found = solved[0]
        if found is None:
            message = f"the game of {self.game.players} has no node"
            raise InvalidModel(message)
        return found

    def _entered(self, found: _Solved, label: str) -> _Solved:
        if label not in self.labels:
            return found
        watched = tuple(
            self.one if each == label else place
            for each, place in zip(self.labels, found.watched, strict=True)
        )
        return _Solved(found.values, found.code, found.defined, found.margin, watched)

    def _outcome(self, node: int) -> _Solved:
        lowered = [self.lower(payoff) for payoff in self.game.tree.payoffs[node]]
        return _Solved(
            tuple(each.value for each in lowered),
            self.tape.integer(0),
            self.tape.all_of([each.defined for each in lowered]),
            self.far,
            (self.zero,) * len(self.labels),
        )

    def _chance(self, node: int, below: Sequence[_Solved]) -> _Solved:
        tape, tree = self.tape, self.game.tree
        chances = [self.lower(tree.probability[child]) for child in tree.children(node)]
        conditions = [each.defined for each in chances]
        for each in chances:
            constant = tape.constant(each.value)
            if constant is None:
                conditions.append(tape.apply("le", self.zero, each.value))
        conditions += [found.defined for found in below]
        code, scale = tape.integer(0), 1
        for child, found in zip(tree.children(node), below, strict=True):
            part = tape.apply("mul", found.code, tape.integer(scale)) if scale > 1 else found.code
            code = tape.apply("add", code, part)
            scale *= self.plays.sizes[child]
        shares = [each.value for each in chances]
        margin = self.far
        for found in below:
            margin = self._smaller(margin, found.margin)
        return _Solved(
            tuple(
                self._average(shares, [found.values[player] for found in below])
                for player in range(len(self.game.players))
            ),
            code,
            tape.all_of(conditions),
            margin,
            tuple(
                self._average(shares, [found.watched[place] for found in below])
                for place in range(len(self.labels))
            ),
        )

    def _average(self, shares: Sequence[int], values: Sequence[int]) -> int:
        tape = self.tape
        if all(value == values[0] and tape.constant(value) is not None for value in values):
            return values[0]
        total = self.zero
        for share, value in zip(shares, values, strict=True):
            if self.zero in (value, share):
                continue
            term = share if value == self.one else tape.apply("mul", share, value)
            total = tape.apply("add", total, term)
        return total

    def _smaller(self, one: int, other: int) -> int:
        if one in (self.far, other):
            return other
        return one if other == self.far else self.tape.apply("min", one, other)

    def _decision(self, node: int, below: Sequence[_Solved]) -> _Solved:
        tape, tree = self.tape, self.game.tree
        mover = tree.mover[node]
        minus_infinity = tape.real(float("-inf"))
        available: list[int | None] = []
        conditions: list[int] = []
        for child, found in zip(tree.children(node), below, strict=True):
            rule = tree.guards.get(child)
            requirement = True if rule is None else rule.requirement
            if requirement is True:
                available.append(None)
                conditions.append(found.defined)
                continue
            holds = self.lower(requirement)
            available.append(holds.value)
            unneeded = tape.apply("not", holds.value)
            conditions += [holds.defined, tape.apply("or", unneeded, found.defined)]
        guards = [each for each in available if each is not None]
        if len(guards) == len(available):
            conditions.append(reduce(partial(tape.apply, "or"), guards))
        best: _Solved | None = None
        own = second = minus_infinity
        margin, offset = self.far, 0
        for child, found, guard in zip(tree.children(node), below, available, strict=True):
            worth, close = found.values[mover], found.margin
            if guard is not None:
                worth = tape.apply("select", guard, worth, minus_infinity)
                if close != self.far:
                    close = tape.apply("select", guard, close, self.far)
            margin = self._smaller(margin, close)
            code = tape.apply("add", found.code, tape.integer(offset)) if offset else found.code
            offset += self.plays.sizes[child]
            here = _Solved(found.values, code, found.defined, close, found.watched)
            if best is None:
                best, own = here, worth
                continue
            better = tape.apply("lt", own, worth)
            lower = tape.apply("min", own, worth)
            second = lower if second == minus_infinity else tape.apply("max", second, lower)
            own = tape.apply("max", own, worth)
            best = self._selected(better, here, best)
        if best is None:
            message = f"a decision of {self.game.players[mover]!r} has no action"
            raise InvalidModel(message)
        if len(below) > 1:
            margin = self._smaller(tape.apply("sub", own, second), margin)
        values = list(best.values)
        if not guards:
            values[mover] = own
        return _Solved(tuple(values), best.code, tape.all_of(conditions), margin, best.watched)

    def _selected(self, better: int, new: _Solved, old: _Solved) -> _Solved:
        def choose(one: int, other: int) -> int:
            return self.tape.apply("select", better, one, other)

        return _Solved(
            tuple(map(choose, new.values, old.values)),
            choose(new.code, old.code),
            old.defined,
            old.margin,
            tuple(map(choose, new.watched, old.watched)),
        )
