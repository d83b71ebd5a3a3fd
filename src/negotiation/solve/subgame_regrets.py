"""Regrets in every subgame, of one profile or of many, computed anew only where profiles differ.

What play is worth from a node on depends on nothing above the node.  So when one profile follows
another, values and best deviations change only at the nodes whose rows differ and at the nodes
above them; everything else is as it was.  For the first profile every node is computed.  The
definition is that of `negotiation.solve.regret`, and no solver takes part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import compress, count
from operator import is_not
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import InvalidProfile
from negotiation.game import require_perfect_recall
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.profile import move_probabilities, pure_choice, weighted_sum
from negotiation.solve.regret import RegretTable, best_response_value, maximum

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game import BehaviourProfile, Game

__all__ = ["each_subgame_regrets", "subgame_regrets"]

ONE = Fraction(1)
ZERO = Fraction(0)

Payoffs: TypeAlias = "tuple[Number, ...]"


def subgame_regrets(profile: BehaviourProfile) -> RegretTable:
    """Return regrets in every subgame: all zero iff the profile is subgame perfect.

    With perfect information there is one row a decision, for its mover (a player's regret at a
    node where somebody else moves is a mean of own regrets further down).  Otherwise there is a
    row a player and subgame.

    Raises
    ------
    ImperfectRecall
        If a player forgets something: the best deviation is then not found by going backwards.
    """
    [(table, _)] = each_subgame_regrets([profile])
    return table


def each_subgame_regrets(
    profiles: Iterable[BehaviourProfile],
) -> Iterator[tuple[RegretTable, Payoffs]]:
    """Yield for each profile its regrets in every subgame, and the payoffs at the root.

    Parameters
    ----------
    profiles
        Profiles of one game, as one object.  Neighbours that differ in few information sets are
        cheap: the nodes above those that differ are computed, the rest is copied.

    Raises
    ------
    ImperfectRecall
        If a player forgets something.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> from negotiation.game import profile_of
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 3})}, "h"))
    >>> profiles = [profile_of(game, {"h": action}) for action in ("x", "y")]
    >>> [(str(table.largest()), *payoffs) for table, payoffs in each_subgame_regrets(profiles)]
    [('2', Fraction(1, 1)), ('0', Fraction(3, 1))]
    """
    before: BehaviourProfile | None = None
    passes: _PerfectInformation | _Subgames | None = None
    for profile in profiles:
        if passes is None or before is None:
            game = profile.game
            passes = _PerfectInformation(game) if game.has_perfect_information else _Subgames(game)
            nodes: Sequence[int] = range(len(game.tree) - 1, -1, -1)
        elif profile.game is before.game:
            nodes = _changed(profile, before)
        else:
            message = "the profiles belong to different games; certify each on its own"
            raise InvalidProfile(message)
        passes.renew(profile, nodes)
        yield passes.table(profile), passes.values[0]
        before = profile


def _changed(profile: BehaviourProfile, before: BehaviourProfile) -> list[int]:
    """Return the nodes whose rows differ and those above them, from the bottom up."""
    tree = profile.game.tree
    found: set[int] = set()
    for number in compress(count(), map(is_not, profile.table, before.table)):
        if profile.table[number] == before.table[number]:
            continue
        for start in tree.infosets[number].nodes:
            node = start
            while node >= 0 and node not in found:
                found.add(node)
                node = tree.parent[node]
    return sorted(found, reverse=True)


class _Values:
    """What play is worth at every node, kept from one profile to the next."""

    def __init__(self, game: Game) -> None:
        self.tree = game.tree
        self.players = range(len(game.players))
        self.values: list[Payoffs] = [()] * len(game.tree)

    def renew(self, profile: BehaviourProfile, nodes: Sequence[int]) -> None:
        """Compute anew at some nodes, children before parents."""
        tree, values = self.tree, self.values
        for node in nodes:
            if tree.mover[node] == OUTCOME:
                values[node] = tree.payoffs[node]
                continue
            first, chances = tree.first[node], move_probabilities(profile, node)
            chosen = pure_choice(chances)
            if chosen >= 0:
                values[node] = values[first + chosen]
            else:
                below = values[first : first + len(chances)]
                values[node] = tuple(
                    weighted_sum(chances, [each[player] for each in below])
                    for player in self.players
                )


class _PerfectInformation(_Values):
    """With perfect information: one row an information set, for its player.

    The best deviation is found by backward induction over the player's own nodes.
    """

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        infosets = game.tree.infosets
        self.best: list[Payoffs] = [()] * len(game.tree)
        self.nodes = [infoset.nodes[0] for infoset in infosets]
        self.movers = [infoset.player for infoset in infosets]
        self.worth: list[Number] = [ZERO] * len(infosets)
        self.bests: list[Number] = [ZERO] * len(infosets)

    def renew(self, profile: BehaviourProfile, nodes: Sequence[int]) -> None:
        """Compute anew at some nodes, children before parents."""
        super().renew(profile, nodes)
        tree, best = self.tree, self.best
        for node in nodes:
            mover, first = tree.mover[node], tree.first[node]
            if mover == OUTCOME:
                best[node] = tree.payoffs[node]
                continue
            chances = move_probabilities(profile, node)
            below = best[first : first + len(chances)]
            chosen = pure_choice(chances)
            if chosen >= 0:
                here = list(below[chosen])
            else:
                here = [
                    weighted_sum(chances, [each[player] for each in below])
                    for player in self.players
                ]
            if mover != CHANCE:
                infoset = tree.infoset[node]
                here[mover] = self.bests[infoset] = maximum([each[mover] for each in below])
                self.worth[infoset] = self.values[node][mover]
            best[node] = tuple(here)

    def table(self, profile: BehaviourProfile) -> RegretTable:
        """Return the regrets of the profile computed last."""
        return RegretTable(profile, self.movers, self.nodes, self.worth.copy(), self.bests.copy())


class _Subgames(_Values):
    """Otherwise: one row a player and subgame; subgames in which nothing changed are kept."""

    def __init__(self, game: Game) -> None:
        require_perfect_recall(game)
        super().__init__(game)
        self.roots = tuple(game.subgame_roots)
        self.known: list[dict[int, Number]] = [{} for _ in self.players]

    def renew(self, profile: BehaviourProfile, nodes: Sequence[int]) -> None:
        """Compute anew at some nodes, children before parents."""
        super().renew(profile, nodes)
        changed = set(nodes)
        for root in reversed(self.roots):  # nested subgames first: their best values are reused
            if root in changed:
                for player, known in enumerate(self.known):
                    known.pop(root, None)
                    known[root] = best_response_value(profile, player, {root: ONE}, known)

    def table(self, profile: BehaviourProfile) -> RegretTable:
        """Return the regrets of the profile computed last."""
        rows = [(player, root) for root in self.roots for player in self.players]
        return RegretTable(
            profile,
            [player for player, _ in rows],
            [root for _, root in rows],
            [self.values[root][player] for player, root in rows],
            [self.known[player][root] for player, root in rows],
        )
