"""`Variation`: a game changed so that its equilibria change in a known way.

Whoever does not know the equilibria of a game may still know how they must change when the game is
written differently (metamorphic testing; Chen, Cheung and Yiu 1998).  A variation holds both games
and carries profiles and plays between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import InvalidProfile
from negotiation.game import BehaviourProfile, Game, History, name_text, profile_of
from negotiation.game.tree import Chance, Decision, Node, Outcome
from negotiation.testing.assertions import Played, assert_equilibrium, comparable

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game import InformationSetName
    from negotiation.solve import Equilibrium

__all__ = ["Variation", "assert_invariant", "by_labels", "origins", "regrown", "set_label"]

Carry: TypeAlias = "Callable[[BehaviourProfile], BehaviourProfile]"

Grow: TypeAlias = "Callable[[int, Sequence[Node]], Node]"
"""Makes a node from the number of the original one and what follows."""

ZERO = Fraction(0)


@dataclass(frozen=True)
class Variation:
    """A game and another form of it.

    Attributes
    ----------
    name
        What was changed, in words.
    original, game
        The game before and after.
    forward, back
        Carry a profile from the original to the other form, and back.
    origins
        Outcome of the other form → history of the original's outcome that it stands for; those
        left out are new.
    payoff
        Turns a player's payoff in the other form into that in the original: called with the
        place of the player and the payoff.
    """

    name: str
    original: Game
    game: Game
    forward: Carry = field(repr=False)
    back: Carry = field(repr=False)
    origins: Mapping[History, History] = field(repr=False, hash=False)
    payoff: Callable[[int, Number], Number] = field(repr=False, default=lambda _, payoff: payoff)

    def played(self, equilibrium: Equilibrium) -> Played:
        """Return what happens in an equilibrium of the other form, in terms of the original."""
        outcomes: dict[History, Number] = {}
        for history, chance in equilibrium.outcomes.items():
            own = self.origins.get(history, history)
            outcomes[own] = outcomes.get(own, ZERO) + chance
        payoffs = [
            self.payoff(place, equilibrium.payoffs[player])
            for place, player in enumerate(self.game.players)
        ]
        return comparable(outcomes, payoffs)


def assert_invariant(
    solver: Callable[[Game], Sequence[Equilibrium]],
    variation: Variation,
    *,
    complete: bool = True,
) -> None:
    """Assert that a solver finds the same equilibria in both forms of a game.

    Parameters
    ----------
    solver
        Finds equilibria of a game.
    variation
        The game and its other form.
    complete
        Whether the solver finds every equilibrium, up to what is off the path: then the plays
        must be the same.  Otherwise each equilibrium that has no beliefs must be one of the other
        form, carried there.

    Raises
    ------
    AssertionError
        If not; the message says what was changed, and what is missing.

    Examples
    --------
    >>> from negotiation import solve, talks
    >>> from negotiation.testing import permute_actions
    >>> game = talks.basing_shadow().at()
    >>> assert_invariant(solve.subgame_perfect, permute_actions(game))
    """
    before, after = list(solver(variation.original)), list(solver(variation.game))
    if complete:
        own = {comparable(each.outcomes, list(each.payoffs.values())) for each in before}
        carried = {variation.played(each) for each in after}
        if own != carried:
            lines = [f"{variation.name} changes the equilibria:"]
            lines += [f"  lost: {_in_short(play)}" for play in own - carried]
            lines += [f"  new: {_in_short(play)}" for play in carried - own]
            raise AssertionError("\n".join(lines))
    for equilibria, game, carry in (
        (before, variation.game, variation.forward),
        (after, variation.original, variation.back),
    ):
        for each in equilibria:
            if each.beliefs is None:
                try:
                    assert_equilibrium(game, carry(each.profile), concept=each.concept)
                except AssertionError as error:
                    message = f"{variation.name}: an equilibrium of the other form is none here"
                    raise AssertionError(f"{message}\n{error}") from None


def _in_short(play: Played) -> str:
    happens = "; ".join(f"{name_text(history)} {chance}" for history, chance in play[0])
    return f"{happens}  (payoffs: {', '.join(map(str, play[1]))})"


def set_label(game: Game, number: int) -> str:
    """Return a label for an information set that no other has, whether or not it has one."""
    name = game.information_sets.at(number).name
    return name if isinstance(name, str) else f"{name_text(name)} [{number}]"


def regrown(
    game: Game,
    *,
    outcome: Grow | None = None,
    decision: Grow | None = None,
    chance: Grow | None = None,
) -> list[Node]:
    """Build a game's tree anew, every information set labelled and no node shared.

    Parameters
    ----------
    game
        The game, without guards.
    outcome, decision, chance
        Make nodes of their kind; left out, these stay as they are.

    Returns
    -------
    list of Node
        The new nodes by the numbers of the old ones; the first is the root.
    """
    tree = game.tree
    plain = _Plain(game)
    nodes: list[Node] = [Outcome({"nobody": 0})] * len(tree)
    for number in range(len(tree) - 1, -1, -1):
        below = [nodes[child] for child in tree.children(number)]
        found = tree.nodes[number]
        if isinstance(found, Outcome):
            nodes[number] = (outcome or plain.outcome)(number, below)
        elif isinstance(found, Chance):
            nodes[number] = (chance or plain.chance)(number, below)
        else:
            nodes[number] = (decision or plain.decision)(number, below)
    return nodes


@dataclass(frozen=True)
class _Plain:
    """Makes nodes as they are."""

    game: Game

    @cached_property
    def labels(self) -> list[str]:
        return [set_label(self.game, n) for n in range(len(self.game.tree.infosets))]

    def outcome(self, number: int, _: Sequence[Node]) -> Node:
        payoffs = zip(self.game.players, self.game.tree.payoffs[number], strict=True)
        return Outcome(dict(payoffs))

    def chance(self, number: int, below: Sequence[Node]) -> Node:
        tree = self.game.tree
        return Chance(
            {
                tree.label[child]: (tree.probability[child], node)
                for child, node in zip(tree.children(number), below, strict=True)
            }
        )

    def decision(self, number: int, below: Sequence[Node]) -> Node:
        tree = self.game.tree
        infoset = tree.infosets[tree.infoset[number]]
        actions: dict[str, Node] = dict(zip(infoset.actions, below, strict=True))
        return Decision(
            self.game.players[infoset.player], actions, self.labels[tree.infoset[number]]
        )


def by_labels(
    name: str,
    game: Game,
    other: Game,
    nodes: Sequence[Node],
    *,
    payoff: Callable[[int, Number], Number] = lambda _, pay: pay,
    rest: BehaviourProfile | None = None,
) -> Variation:
    """Return the variation in which information sets correspond by their labels."""
    numbers = {set_label(game, n): n for n in range(len(game.tree.infosets))}

    def forward(profile: BehaviourProfile) -> BehaviourProfile:
        rows: dict[InformationSetName, Mapping[str, Number]] = {
            label: dict(zip(game.tree.infosets[n].actions, profile.table[n], strict=True))
            for label, n in numbers.items()
            if label in other.information_sets
        }
        return profile_of(other, rows)

    def back(profile: BehaviourProfile) -> BehaviourProfile:
        table: list[tuple[Number, ...]] = []
        for label, n in numbers.items():
            if label not in other.information_sets:
                if rest is None:
                    message = f"the profile says nothing about {label!r}"
                    raise InvalidProfile(message)
                table.append(rest.table[n])
                continue
            row = dict(profile[label])
            kept = [row.pop(action) for action in game.tree.infosets[n].actions]
            if any(chance != 0 for chance in row.values()):
                message = f"{name}: the profile plays the action added at {label!r}"
                raise AssertionError(message)
            table.append(tuple(kept))
        return BehaviourProfile(game, tuple(table))

    return Variation(name, game, other, forward, back, origins(game, other, nodes), payoff)


def origins(game: Game, other: Game, nodes: Sequence[Node]) -> dict[History, History]:
    """Return which outcome of a game each outcome of another form of it stands for."""
    known = {
        id(node): game.tree.history(number)
        for number, node in enumerate(nodes)
        if isinstance(node, Outcome)
    }
    return {
        other.tree.history(number): known[id(other.tree.nodes[number])]
        for number in other.tree.payoffs
        if id(other.tree.nodes[number]) in known
    }
