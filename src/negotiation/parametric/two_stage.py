"""Games in which every play has at most two moves by players, in fast arithmetic.

Chance may move anywhere.  Early moves are made before anybody else has moved, late ones after
which nobody moves.  So an expected payoff is linear in the probabilities of early actions and
linear in those of late ones: what a late mover compares depends on the early probabilities alone,
and what an early mover compares on the late ones alone.  A signalling game is the best known case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import NotSupported
from negotiation.exact import as_sympy
from negotiation.game import Game, name_text
from negotiation.game.compiled import CHANCE
from negotiation.parametric.domain import Domain, Quantity
from negotiation.parametric.elimination import CONSTANT, combine

if TYPE_CHECKING:
    import sympy

    from negotiation.game import InformationSet
    from negotiation.parametric.elimination import Linear

__all__ = ["Action", "Play", "TwoStageGame", "two_stage_game"]

Action: TypeAlias = "tuple[int, int]"
"""An information set by number, and the place of an action there."""


@dataclass(frozen=True)
class Play:
    """One way the game may go.

    Attributes
    ----------
    early, late
        The moves by players; ``None`` where there is none.
    node
        The node of the late move; -1 where there is none.
    chance
        The probability of all chance moves on the way.
    after
        The probability of those after the late move.
    payoffs
        One quantity a player.
    """

    early: Action | None
    late: Action | None
    node: int
    chance: Quantity
    after: Quantity
    payoffs: tuple[Quantity, ...]


@dataclass(frozen=True)
class TwoStageGame:
    """A game with at most two moves by players in a play.

    Attributes
    ----------
    game
        The game.
    domain
        The arithmetic of payoffs and probabilities.
    early, late
        The information sets by number.
    plays
        One entry an outcome.
    chances
        The probabilities of chance branches that depend on parameters.
    denominators
        What must not vanish for payoffs and probabilities to be defined.
    """

    game: Game
    domain: Domain
    early: tuple[int, ...]
    late: tuple[int, ...]
    plays: tuple[Play, ...]
    chances: tuple[sympy.Expr, ...]
    denominators: tuple[sympy.Expr, ...]

    def infoset(self, number: int) -> InformationSet:
        """Return an information set."""
        return self.game.information_sets.at(number)

    def width(self, number: int) -> int:
        """Return how many actions there are at an information set."""
        return len(self.game.tree.infosets[number].actions)

    @cached_property
    def _forms(self) -> dict[Action, dict[Action | None, Quantity]]:
        forms: dict[Action, list[tuple[Quantity, Linear]]] = {}
        for play in self.plays:
            pairs = ((play.early, play.late), (play.late, play.early))
            for action, other in pairs:
                if action is not None:
                    mover = self.game.tree.infosets[action[0]].player
                    worth = play.chance * play.payoffs[mover]
                    forms.setdefault(action, []).append((worth, {other: self.domain.field.one}))
        return {action: combine(*parts) for action, parts in forms.items()}

    def worth(self, action: Action) -> Linear:
        """Return what an action brings its mover, linear in the others' probabilities.

        It is weighted with the probability that the information set is reached by its mover's
        and the others' moves.
        """
        return self._forms[action]

    @cached_property
    def _at_nodes(self) -> dict[tuple[int, int], Quantity]:
        worth: dict[tuple[int, int], Quantity] = {}
        for play in self.plays:
            if play.late is not None:
                mover = self.game.tree.infosets[play.late[0]].player
                key = (play.node, play.late[1])
                worth[key] = worth.get(key, 0) + play.after * play.payoffs[mover]
        return worth

    def worth_at(self, node: int, place: int) -> Quantity:
        """Return what a late action brings its mover at a node."""
        return self._at_nodes[node, place]

    @cached_property
    def leads_to(self) -> Mapping[int, frozenset[Action | None]]:
        """Late information set → the early actions that may lead there; ``None`` for chance."""
        found: dict[int, set[Action | None]] = {number: set() for number in self.late}
        for play in self.plays:
            if play.late is not None:
                found[play.late[0]].add(play.early)
        return {number: frozenset(actions) for number, actions in found.items()}

    def reached(self, early: Mapping[int, Sequence[int]]) -> list[int]:
        """Return the late information sets reached where early movers use some actions."""
        used = {(number, place) for number, places in early.items() for place in places}
        return [number for number in self.late if self.leads_to[number] & {CONSTANT, *used}]


def two_stage_game(game: Game, symbols: Iterable[sympy.Symbol]) -> TwoStageGame:
    """Read a game as one with two stages.

    Raises
    ------
    NotSupported
        If it is not one, if an action is available only under a condition, if a chance branch
        has probability 0, or if an expression is not rational in the parameters.
    """
    early, late = _stages(game)
    tree = game.tree
    if tree.guards:
        node = min(tree.guards)
        name = name_text(game.information_sets.at(tree.infoset[tree.parent[node]]).name)
        message = (
            f"action {tree.label[node]!r} at {name!r} is available only under a condition, which "
            "parametric.perfect_bayesian does not read; lift the constraint with Model.without"
        )
        raise NotSupported(message)
    domain = Domain(tuple(symbols), rational=True)
    known: dict[object, Quantity] = {}

    def convert(number: object) -> Quantity:
        if number not in known:
            known[number] = domain.convert(number)  # type: ignore[arg-type]  # a number of the tree
        return known[number]

    plays = tuple(_play(game, outcome, early, convert) for outcome in tree.payoffs)
    for node, number in tree.probability.items():
        if not convert(number):
            message = (
                f"chance branch {tree.label[node]!r} has probability 0, which leaves beliefs "
                "undefined; take it out of the tree"
            )
            raise NotSupported(message)
    chances = [as_sympy(number) for number in tree.probability.values()]
    denominators = [each.denom for each in known.values() if not each.denom.is_ground]
    return TwoStageGame(
        game,
        domain,
        early,
        late,
        plays,
        tuple(dict.fromkeys(each for each in chances if each.free_symbols)),
        tuple(domain.expression(each) for each in dict.fromkeys(denominators)),
    )


def _stages(game: Game) -> tuple[tuple[int, ...], tuple[int, ...]]:
    tree = game.tree
    before = [0] * len(tree)
    movers: list[frozenset[int]] = [frozenset()] * len(tree)
    is_followed = [False] * len(tree)
    for node in range(1, len(tree)):
        above = tree.parent[node]
        moved = tree.mover[above] != CHANCE
        before[node] = before[above] + moved
        movers[node] = movers[above] | ({tree.mover[above]} if moved else frozenset())
    for node in range(len(tree) - 1, 0, -1):
        above = tree.parent[node]
        is_followed[above] = is_followed[above] or is_followed[node] or tree.mover[node] >= 0
    _refuse_second_moves(game, movers)
    early: list[int] = []
    late: list[int] = []
    for number, infoset in enumerate(tree.infosets):
        name = name_text(game.information_sets.at(number).name)
        if not any(before[node] for node in infoset.nodes):
            early.append(number)
        elif not any(is_followed[node] for node in infoset.nodes):
            late.append(number)
        else:
            message = (
                f"at {name!r} players have moved before and others move afterwards; "
                "parametric.perfect_bayesian needs games with two stages, a first mover and a "
                "reply (solve at numbers with solve.perfect_bayesian)"
            )
            raise NotSupported(message)
    return tuple(early), tuple(late)


def _refuse_second_moves(game: Game, movers: Sequence[frozenset[int]]) -> None:
    tree = game.tree
    for number, infoset in enumerate(tree.infosets):
        if any(infoset.player in movers[node] for node in infoset.nodes):
            message = (
                f"{game.players[infoset.player]!r} moves a second time in a play at "
                f"{name_text(game.information_sets.at(number).name)!r}; "
                "parametric.perfect_bayesian needs games in which nobody does (solve at numbers "
                "with solve.perfect_bayesian)"
            )
            raise NotSupported(message)


def _play(
    game: Game, outcome: int, early: Sequence[int], convert: Callable[[object], Quantity]
) -> Play:
    tree = game.tree
    moves: dict[bool, Action] = {}
    late_node = -1
    chance = after = convert(1)
    node = outcome
    while node:
        above = tree.parent[node]
        if tree.mover[above] == CHANCE:
            chance = chance * convert(tree.probability[node])
        else:
            number = tree.infoset[above]
            is_early = number in early
            moves[is_early] = (number, node - tree.first[above])
            if not is_early:
                late_node, after = above, chance
        node = above
    payoffs = tuple(convert(payoff) for payoff in tree.payoffs[outcome])
    return Play(moves.get(True), moves.get(False), late_node, chance, after, payoffs)
