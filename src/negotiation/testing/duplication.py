"""An action written twice changes nothing: the invariance of Thompson (1952).

The other players cannot tell the two apart: each of their information sets below holds the nodes
of both copies.  The player, who remembers, has information sets of one's own in each copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import InvalidGame, UnknownName
from negotiation.game import (
    BehaviourProfile,
    Game,
    InformationSetName,
    profile_of,
    require_perfect_recall,
    settled_game,
)
from negotiation.game.tree import Chance, Decision, Node, Outcome, rebuild
from negotiation.testing.variation import Variation, regrown, set_label

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = ["duplicate_action"]


AGAIN = ", again"


def duplicate_action(
    game: Game, infoset: InformationSetName, action: str, *, label: str | None = None
) -> Variation:
    """Offer an action a second time under another label.

    Parameters
    ----------
    game
        A game with perfect recall, without symbols.
    infoset, action
        Which action.
    label
        The label of the second; left out, that of the first with ``, again``.

    Raises
    ------
    UnknownName
        If the information set or the action does not exist.
    InvalidGame
        If the label is taken.
    ImperfectRecall
        If a player forgets something.

    Notes
    -----
    Nash equilibria correspond.  Where a proper subgame follows the action, it is none in the other
    form, for the others do not know which copy they are in; so subgame-perfect equilibria
    correspond only where the action leads to no proper subgame.

    Examples
    --------
    >>> from negotiation import talks
    >>> varied = duplicate_action(talks.basing_shadow().at(), "transfer", "keep")
    >>> varied.game.information_sets["transfer"].actions
    ('keep', 'transfer', 'keep, again')
    """
    game = settled_game(game)
    require_perfect_recall(game)
    tree = game.tree
    at = game.information_sets.number(infoset)
    actions = tree.infosets[at].actions
    if action not in actions:
        raise UnknownName(f"action at {set_label(game, at)!r}", action, actions)
    second = label if label is not None else f"{action}{AGAIN}"
    if second in actions:
        message = f"{second!r} is an action already; give the second copy another label"
        raise InvalidGame(message)
    mover = game.players[tree.infosets[at].player]
    copies: dict[int, int] = {}

    def decision(number: int, below: Sequence[Node]) -> Node:
        here = tree.infosets[tree.infoset[number]]
        chosen: dict[str, Node] = dict(zip(here.actions, below, strict=True))
        if tree.infoset[number] == at:
            chosen[second] = _copied(chosen[action], mover, copies)
        return Decision(game.players[here.player], chosen, set_label(game, tree.infoset[number]))

    nodes = regrown(game, decision=decision)
    other = Game(game.players, nodes[0])
    found = {id(node): tree.history(n) for n, node in enumerate(nodes) if n in tree.payoffs}
    own_origins = {
        other.tree.history(n): found[copies.get(id(other.tree.nodes[n]), id(other.tree.nodes[n]))]
        for n in other.tree.payoffs
    }
    carry = _Carry(game, other, at, action, second)
    return Variation("an action written twice", game, other, carry.forward, carry.back, own_origins)


def _copied(root: Node, mover: str, copies: dict[int, int]) -> Node:
    """Copy a subtree, the mover's information sets labelled anew."""

    def change(node: Node, below: Mapping[str, Node]) -> Node:
        if isinstance(node, Outcome):
            made = Outcome(dict(node.payoffs), node.label)
            copies[id(made)] = id(node)
            return made
        if isinstance(node, Chance):
            return Chance({k: (chance, below[k]) for k, (chance, _) in node.branches.items()})
        own = f"{node.infoset}{AGAIN}" if node.player == mover else node.infoset
        return Decision(node.player, below, own)

    return rebuild(root, change)


class _Carry:
    """Carries profiles between a game and the one with an action twice."""

    def __init__(self, game: Game, other: Game, at: int, action: str, second: str) -> None:
        self.game, self.other = game, other
        self.at, self.action, self.second = at, action, second
        self.labels = [set_label(game, n) for n in range(len(game.tree.infosets))]

    def forward(self, profile: BehaviourProfile) -> BehaviourProfile:
        """Play the first copy as the action was played, and never the second."""
        rows: dict[InformationSetName, dict[str, Number]] = {}
        for number, label in enumerate(self.labels):
            actions = self.game.tree.infosets[number].actions
            row = dict(zip(actions, profile.table[number], strict=True))
            rows[label] = row
            if f"{label}{AGAIN}" in self.other.information_sets:
                rows[f"{label}{AGAIN}"] = dict(row)
        return profile_of(self.other, rows)

    def back(self, profile: BehaviourProfile) -> BehaviourProfile:
        """Add up what the copies are played with; below them by Kuhn's (1953) weights."""
        table: list[tuple[Number, ...]] = []
        for number, label in enumerate(self.labels):
            actions = self.game.tree.infosets[number].actions
            row = dict(profile[label])
            if number == self.at:
                row[self.action] = row[self.action] + row.pop(self.second)
            elif f"{label}{AGAIN}" in self.other.information_sets:
                first = self._own_reach(profile, label)
                again = self._own_reach(profile, f"{label}{AGAIN}")
                if again != 0:
                    more = profile[f"{label}{AGAIN}"]
                    row = {a: (first * row[a] + again * more[a]) / (first + again) for a in actions}
            table.append(tuple(row[a] for a in actions))
        return BehaviourProfile(self.game, tuple(table))

    def _own_reach(self, profile: BehaviourProfile, label: str) -> Number:
        """Return the probability of the player's own moves on the way to an information set."""
        tree = profile.game.tree
        infoset = tree.infosets[profile.game.information_sets.number(label)]
        node = infoset.nodes[0]
        result: Number = Fraction(1)
        while tree.parent[node] >= 0:
            above = tree.parent[node]
            if tree.mover[above] == infoset.player:
                result = result * profile.table[tree.infoset[above]][node - tree.first[above]]
            node = above
        return result
