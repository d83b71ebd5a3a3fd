"""Regrets, recomputed from a game and a profile alone.

A player's regret somewhere is what the best deviation from there on would add, the others
playing on as they do.  Deviations are whole continuation strategies, not single moves, so
nothing here leans on the one-shot deviation principle.  No solver is called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress, count
from operator import is_not

from negotiation.exact import Number, format_number, sign
from negotiation.game import BehaviourProfile, InformationSetName, name_text, require_perfect_recall
from negotiation.game.compiled import OUTCOME
from negotiation.game.profile import move_probabilities, node_values, weighted_sum

__all__ = [
    "Regret",
    "RegretTable",
    "best_response_value",
    "information_set_regrets",
    "maximum",
    "nash_regrets",
]

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True)
class Regret:
    """What a player would gain at a place by the best deviation.

    Attributes
    ----------
    player
        Who would deviate.
    place
        The information set, or the history at which a subgame begins.
    value
        The player's expected payoff there when nobody deviates.
    best
        The player's expected payoff there under the best deviation.
    """

    player: str
    place: InformationSetName
    value: Number
    best: Number

    @property
    def amount(self) -> Number:
        """The gain from deviating: ``best - value``, never negative."""
        return self.best - self.value

    def __str__(self) -> str:
        return (
            f"{self.player} at {name_text(self.place)}: gets {format_number(self.value)}, "
            f"could get {format_number(self.best)} (regret {format_number(self.amount)})"
        )


class RegretTable(Sequence[Regret]):
    """Regrets in columns; a row is written out when asked for."""

    def __init__(
        self,
        profile: BehaviourProfile,
        players: Sequence[int],
        nodes: Sequence[int],
        values: Sequence[Number],
        bests: Sequence[Number],
    ) -> None:
        self._profile = profile
        self._players = players
        self._nodes = nodes
        self.values = values
        self.bests = bests

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> Regret:  # type: ignore[override]  # slices are not needed
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        game, node = self._profile.game, self._nodes[index]
        infoset = game.tree.infoset[node]
        here = game.tree.mover[node] == self._players[index]
        place = game.information_sets.at(infoset).name if here else game.tree.history(node)
        return Regret(
            game.players[self._players[index]], place, self.values[index], self.bests[index]
        )

    def largest(self) -> Number:
        """Return the largest regret; 0 where there is no row."""
        most: Number = ZERO
        for place in compress(count(), map(is_not, self.values, self.bests)):
            value, best = self.values[place], self.bests[place]
            if best != value and sign(best - value - most) > 0:
                most = best - value
        return most


def best_response_value(
    profile: BehaviourProfile,
    player: int,
    start: Mapping[int, Number],
    known: Mapping[int, Number] | None = None,
) -> Number:
    """Return the most a player can get from a set of nodes, the others following the profile.

    Backward induction over the player's own information sets, which perfect recall orders into a
    forest (Kuhn 1953; the sequence form of von Stengel 1996).  Linear in the nodes below.

    Parameters
    ----------
    profile
        What the others play.
    player
        The deviating player's number.
    start
        Node number → weight (a belief, or 1 at one node).
    known
        Nodes at which play is cut off, with the player's best value from there on.
    """
    tree = profile.game.tree
    known = known or {}
    sequence: dict[int, int] = dict.fromkeys(start, 0)
    weight: dict[int, Number] = dict(start)
    gain: list[Number] = [ZERO]
    own_sets: dict[int, tuple[int, int]] = {}  # set → (sequence that leads to it, its first)
    frontier = sorted(start)
    position = 0
    while position < len(frontier):
        node = frontier[position]
        position += 1
        here, leads = weight[node], sequence[node]
        if node in known:
            gain[leads] = gain[leads] + here * known[node]
            continue
        mover = tree.mover[node]
        if mover == OUTCOME:
            gain[leads] = gain[leads] + here * tree.payoffs[node][player]
        elif mover == player:
            infoset = tree.infoset[node]
            if infoset not in own_sets:
                own_sets[infoset] = (leads, len(gain))
                gain.extend([ZERO] * tree.width[node])
            first = own_sets[infoset][1]
            for place, child in enumerate(tree.children(node)):
                weight[child], sequence[child] = here, first + place
                frontier.append(child)
        else:
            chances = move_probabilities(profile, node)
            for child, chance in zip(tree.children(node), chances, strict=True):
                if chance != 0:
                    weight[child] = here if chance == 1 else here * chance
                    sequence[child] = leads
                    frontier.append(child)
    for infoset, (leads, first) in reversed(own_sets.items()):
        gain[leads] = gain[leads] + maximum(
            gain[first : first + len(tree.infosets[infoset].actions)]
        )
    return gain[0]


def maximum(values: Sequence[Number]) -> Number:
    """Return the largest of some exact numbers; the first of equal ones."""
    rational = [value for value in values if isinstance(value, Fraction)]
    if len(rational) == len(values):
        return max(rational)  # several times faster than the signs of differences
    best = values[0]
    for value in values[1:]:
        if value is not best and sign(value - best) > 0:
            best = value
    return best


def nash_regrets(profile: BehaviourProfile) -> RegretTable:
    """Return every player's regret at the root: all zero iff the profile is a Nash equilibrium.

    Raises
    ------
    ImperfectRecall
        If a player forgets something: the best deviation is then not found by going backwards.
    """
    require_perfect_recall(profile.game)
    players = range(len(profile.game.players))
    return RegretTable(
        profile,
        players,
        [0] * len(players),
        node_values(profile)[0],
        [best_response_value(profile, player, {0: ONE}) for player in players],
    )


def information_set_regrets(
    profile: BehaviourProfile, beliefs: Sequence[Sequence[Number] | None]
) -> RegretTable:
    """Return regrets at every information set under beliefs; sets without a belief have no row.

    All zero iff the assessment is sequentially rational (Kreps and Wilson 1982), against whole
    continuation strategies.

    Raises
    ------
    ImperfectRecall
        As `nash_regrets`.
    """
    require_perfect_recall(profile.game)
    tree = profile.game.tree
    values = node_values(profile)
    rows: list[tuple[int, int, Number, Number]] = []
    for infoset, belief in zip(tree.infosets, beliefs, strict=True):
        if belief is None:
            continue
        player = infoset.player
        start = {
            node: weight for node, weight in zip(infoset.nodes, belief, strict=True) if weight != 0
        }
        value = weighted_sum(list(start.values()), [values[node][player] for node in start])
        best = best_response_value(profile, player, start)
        rows.append((player, infoset.nodes[0], value, best))
    return RegretTable(
        profile,
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        [row[3] for row in rows],
    )
