"""Why each player does what it does in an equilibrium, in sentences and numbers.

At every information set, reached or not, each action is worth what its player expects if it is
taken there and everybody plays on as the equilibrium says; beliefs weigh the nodes that cannot be
told apart.  No solver takes part: the numbers come from the game, the profile and the beliefs, as
those of the certificate do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.exact import Number, exact, format_number, sign
from negotiation.game import History, InformationSetName, name_text, reach_probabilities
from negotiation.game.compiled import OUTCOME
from negotiation.game.profile import move_probabilities, node_values

if TYPE_CHECKING:
    from negotiation.game import BehaviourProfile
    from negotiation.solve.equilibrium import Equilibrium

__all__ = ["Reason", "reasons"]

ZERO = Fraction(0)
ONE = Fraction(1)

MOST_PARTS = 4
"""The most outcomes of an action that a sentence lists."""


@dataclass(frozen=True)
class Reason:
    """Why a player does what it does at an information set.

    Attributes
    ----------
    player
        Who moves.
    place
        The information set.
    plays
        Action → probability, for the actions that are played.
    worth
        Action → what the player expects from it; empty where no belief says how to weigh the nodes.
    belief
        History → probability, where several nodes cannot be told apart.
    parts
        Action → the outcomes it leads to: moves, probability, payoff; where there are several.
    reached
        The probability that play comes here.
    """

    player: str
    place: InformationSetName
    plays: Mapping[str, Number]
    worth: Mapping[str, Number]
    belief: Mapping[History, Number]
    parts: Mapping[str, Sequence[tuple[History, Number, Number]]]
    reached: Number

    @property
    def best(self) -> tuple[str, ...]:
        """The actions worth most."""
        top = _greatest(self.worth.values())
        return tuple(action for action, value in self.worth.items() if sign(value - top) == 0)

    def __str__(self) -> str:
        where = name_text(self.place)
        played = " and ".join(
            action if chance == 1 else f"{action} with probability {format_number(chance)}"
            for action, chance in self.plays.items()
        )
        if self.reached == 0:
            head = f"If play came to {where}, {self.player} would play {played}"
        else:
            head = f"{self.player} plays {played} at {where}"
            if self.reached != 1:
                head += f" (reached with probability {format_number(self.reached)})"
        return f"{head}{self._because()}."

    def _because(self) -> str:
        if not self.worth:
            return "; play does not come there even in the subgame around it, so any move will do"
        if len(self.worth) == 1:
            return ", the only action there"
        believing = ""
        if self.belief:
            held = ", ".join(
                f"{name_text(history)} {format_number(chance)}"
                for history, chance in self.belief.items()
                if chance != 0
            )
            believing = f", believing {held},"
        best = self.best
        if not set(self.plays) <= set(best):
            # Off the path a Nash equilibrium need not be best; a quantal response never is.
            return (
                f", although{believing} {_listed([self._worth(action) for action in self.worth])}"
            )
        shown = [self._worth(action) for action in self.worth if action not in best]
        if len(best) == 1:
            return f" because{believing} {_listed([self._worth(best[0]), *shown])}"
        alike = f"{_listed(list(best))} {'both' if len(best) == 2 else 'all'} give"
        value = format_number(self.worth[best[0]])
        less = f", and {_listed(shown)}" if shown else ""
        return f" because{believing} {alike} {value}{less}"

    def _worth(self, action: str) -> str:
        value = format_number(self.worth[action])
        verb = "gives " if action in self.best else ""
        sums = self.parts.get(action, ())
        if not sums:
            return f"{action} {verb}{value}"
        if len(sums) > MOST_PARTS:
            return f"{action} {verb}{value}, the average of {len(sums)} outcomes"
        terms = " + ".join(
            f"{format_number(chance)} × {_bracketed(pay)} ({', '.join(moves)})"
            for moves, chance, pay in sums
        )
        return f"{action} {verb}{value} = {terms}"


def reasons(equilibrium: Equilibrium) -> tuple[Reason, ...]:
    """Say at every information set why its player does what it does.

    Takes time linear in the nodes, times the depth at information sets with several nodes.

    Parameters
    ----------
    equilibrium
        The equilibrium, of any concept.

    Examples
    --------
    >>> from negotiation import talks
    >>> from negotiation.solve import subgame_perfect
    >>> [equilibrium] = subgame_perfect(talks.basing_shadow().at())
    >>> print(reasons(equilibrium)[0])
    Russia plays keep at transfer because keep gives 0 and transfer -1/2 = \
1/2 × (-2) (wants base, station) + 1/2 × 1 (no interest, refrain).
    """
    profile = equilibrium.profile
    tree = profile.game.tree
    values = node_values(profile)
    reach = reach_probabilities(profile)
    found: list[Reason] = []
    for number, infoset in enumerate(tree.infosets):
        weights = _weights(equilibrium, number)
        row = profile.table[number]
        worth: dict[str, Number] = {}
        parts: dict[str, list[tuple[History, Number, Number]]] = {}
        for place, action in enumerate(infoset.actions if weights else ()):
            children = [tree.first[node] + place for node in infoset.nodes]
            worth[action] = _sum(
                weight * values[child][infoset.player]
                for weight, child in zip(weights, children, strict=True)
                if weight != 0
            )
            ends = _ends(profile, infoset.player, weights, children)
            if len(ends) > 1:
                parts[action] = ends
        found.append(
            Reason(
                profile.game.players[infoset.player],
                profile.game.information_sets.at(number).name,
                {a: chance for a, chance in zip(infoset.actions, row, strict=True) if chance != 0},
                worth,
                _belief(profile, number, weights),
                parts,
                _sum(reach[node] for node in infoset.nodes),
            )
        )
    return tuple(found)


def _belief(
    profile: BehaviourProfile, number: int, weights: Sequence[Number]
) -> dict[History, Number]:
    nodes = profile.game.tree.infosets[number].nodes
    if len(nodes) == 1 or not weights:
        return {}
    return dict(zip(map(profile.game.tree.history, nodes), weights, strict=True))


def _weights(equilibrium: Equilibrium, number: int) -> tuple[Number, ...]:
    """Return how the nodes of an information set are weighed; empty where nothing says so."""
    nodes = equilibrium.game.tree.infosets[number].nodes
    if len(nodes) == 1:
        return (ONE,)
    if equilibrium.beliefs is not None:
        return tuple(equilibrium.beliefs.table[number] or ())
    chances = [_chance_within(equilibrium.profile, nodes, node) for node in nodes]
    total = _sum(chances)
    return tuple(exact(chance / total) for chance in chances) if total != 0 else ()


def _chance_within(profile: BehaviourProfile, nodes: Sequence[int], node: int) -> Number:
    """Return the probability of a node within the smallest subgame that holds all of some nodes."""
    tree = profile.game.tree
    roots = set(profile.game.subgame_roots)
    shared = set.intersection(*({*_above(tree.parent, each)} for each in nodes))
    root = max(shared & roots)
    chance: Number = ONE
    while node != root:
        above = tree.parent[node]
        chance = chance * move_probabilities(profile, above)[node - tree.first[above]]
        node = above
    return chance


def _above(parent: Sequence[int], node: int) -> list[int]:
    line = []
    while node >= 0:
        line.append(node)
        node = parent[node]
    return line


def _ends(
    profile: BehaviourProfile, player: int, weights: Sequence[Number], starts: Sequence[int]
) -> list[tuple[History, Number, Number]]:
    """Return the outcomes that play reaches from some nodes: moves, probability, payoff."""
    tree = profile.game.tree
    alone = len(starts) == 1
    found: list[tuple[History, Number, Number]] = []
    for weight, start in zip(weights, starts, strict=True):
        skipped = len(tree.history(start)) if alone else 0
        open_nodes = [(start, weight)] if weight != 0 else []
        while open_nodes:
            node, chance = open_nodes.pop()
            if tree.mover[node] == OUTCOME:
                moves = tree.history(node)[skipped:]
                found.append((moves, exact(chance), tree.payoffs[node][player]))
                continue
            moves_on = zip(tree.children(node), move_probabilities(profile, node), strict=True)
            open_nodes += [(child, chance * odds) for child, odds in moves_on if odds != 0][::-1]
    return found


def _sum(numbers: Iterable[Number]) -> Number:
    total: Number = ZERO
    for number in numbers:
        total = total + number
    return exact(total)


def _greatest(numbers: Iterable[Number]) -> Number:
    best: Number | None = None
    for number in numbers:
        if best is None or sign(number - best) > 0:
            best = number
    return ZERO if best is None else best


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _bracketed(number: Number) -> str:
    text = format_number(number)
    return f"({text})" if text.startswith("-") else text
