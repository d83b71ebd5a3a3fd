"""A class of perfect Bayesian equilibria as functions of the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported, UnknownName
from negotiation.exact import exact
from negotiation.game import name_text
from negotiation.game.compiled import CHANCE
from negotiation.model import condition_text

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number
    from negotiation.game import Game, History, InformationSetName

__all__ = ["EquilibriumClass"]

ZERO = Fraction(0)


@dataclass(frozen=True)
class EquilibriumClass:
    """Perfect Bayesian equilibria with the same play wherever play goes, for all parameters.

    They agree at the information sets that are reached.  What replies and beliefs off the path
    keep them together is not unique, and left open within `off_path`.  Classes are equal where all
    that is said of them is; the game, which is that of the model, is not compared.

    Attributes
    ----------
    name
        A name within the game, such as ``"pooling on pledge, transfer"``.
    kind
        ``"separating"``, ``"pooling"``, ``"semi-separating"``, ``"partly pooling"`` in
        signalling games; ``"pure"`` or ``"mixed"`` in others.
    choices
        The places of the actions played at each reached information set, by number.
    profile
        Reached information set → action → probability, an expression in the parameters.
    payoffs
        Player → expected payoff.
    condition
        Where the class exists, meant together with the assumptions.
    off_path
        Unreached information set → which replies there hold the class together, as a condition
        on ``P(action at information set)``; ``true`` where any will do.
    free
        Conditions within which play on the path may vary, where it may.
    witness
        A rational point at which the class exists; ``None`` where none was found.
    survives, deleted
        Criterion → where, given that the class exists, it survives or fails.
    unrefined
        Why there is no such condition; empty where there is.
    """

    game: Game = field(repr=False, compare=False)
    name: str
    kind: str
    choices: tuple[tuple[int, tuple[int, ...]], ...]
    profile: Mapping[InformationSetName, Mapping[str, Number]] = field(hash=False)
    payoffs: Mapping[str, Number] = field(hash=False)
    condition: sympy.logic.boolalg.Boolean = field(hash=False)
    off_path: Mapping[InformationSetName, sympy.logic.boolalg.Boolean] = field(hash=False)
    free: tuple[sympy.logic.boolalg.Boolean, ...] = field(hash=False)
    witness: Mapping[str, Fraction] | None = field(hash=False)
    survives: Mapping[str, sympy.logic.boolalg.Boolean] = field(hash=False)
    deleted: Mapping[str, sympy.logic.boolalg.Boolean] = field(hash=False)
    unrefined: str = field(default="", hash=False)

    @property
    def concept(self) -> str:
        """The solution concept."""
        return "perfect Bayesian"

    @cached_property
    def supports(self) -> Mapping[InformationSetName, tuple[str, ...]]:
        """Reached information set → the actions that are played."""
        infosets = self.game.information_sets
        return {
            infosets.at(number).name: tuple(infosets.at(number).actions[each] for each in places)
            for number, places in self.choices
        }

    def refined(self, criterion: str) -> sympy.logic.boolalg.Boolean:
        """Return where the class exists and survives a criterion.

        Parameters
        ----------
        criterion
            ``"intuitive"`` (Cho and Kreps 1987) or ``"D1"`` (Banks and Sobel 1987).

        Raises
        ------
        UnknownName
            If the criterion does not exist.
        NotSupported
            If the game is no signalling game, or play on the path may vary.
        """
        import sympy

        if criterion not in ("intuitive", "D1"):
            raise UnknownName("criterion", criterion, ("intuitive", "D1"))
        if self.unrefined:
            message = f"{criterion} gives no condition for {self.name!r}: {self.unrefined}"
            raise NotSupported(message)
        return sympy.And(self.condition, self.survives[criterion])

    @cached_property
    def _reach(self) -> dict[int, Number]:
        tree = self.game.tree
        infosets = self.game.information_sets
        played = dict(self.choices)
        reach: dict[int, Number] = {0: Fraction(1)}
        frontier = [0]
        for node in frontier:  # grows while it is walked
            if tree.mover[node] == CHANCE:
                ways = [(child, tree.probability[child]) for child in tree.children(node)]
            elif tree.width[node]:
                infoset = infosets.at(tree.infoset[node])
                row = self.profile[infoset.name]
                ways = [
                    (tree.first[node] + place, row[infoset.actions[place]])
                    for place in played[tree.infoset[node]]
                ]
            else:
                continue
            for child, chance in ways:
                reach[child] = exact(reach[node] * chance)
                frontier.append(child)
        return reach

    @property
    def outcomes(self) -> Mapping[History, Number]:
        """History → probability, for the outcomes that can happen."""
        tree = self.game.tree
        return {
            tree.history(node): chance
            for node, chance in self._reach.items()
            if node in tree.payoffs
        }

    @cached_property
    def path(self) -> History:
        """The certain part of play: the moves that every possible play begins with."""
        tree = self.game.tree
        node = 0
        labels: list[str] = []
        while True:
            ways = [child for child in tree.children(node) if child in self._reach]
            if len(ways) != 1:
                return tuple(labels)
            node = ways[0]
            labels.append(tree.label[node])

    def probability_of(self, label: str) -> Number:
        """Return the probability that a play contains a move with this label."""
        tree = self.game.tree
        total: Number = ZERO
        for node, chance in self._reach.items():
            if node and tree.label[node] == label and label not in tree.history(tree.parent[node]):
                total = total + chance
        return exact(total)

    def __str__(self) -> str:
        lines = [f"{self.name}: {condition_text(self.condition)}"]
        for name, row in self.profile.items():
            played = [(action, chance) for action, chance in row.items() if chance != 0]
            shown = ", ".join(f"{action} {chance}" for action, chance in played)
            lines.append(f"  {name_text(name)}: {played[0][0] if len(played) == 1 else shown}")
        lines += [
            f"  off the path, {name_text(name)}: {condition_text(condition)}"
            for name, condition in self.off_path.items()
        ]
        lines += [f"  free: {condition_text(condition)}" for condition in self.free]
        paid = ", ".join(f"{player} {payoff}" for player, payoff in self.payoffs.items())
        lines.append(f"  payoffs: {paid}")
        lines += [
            f"  {criterion}: deleted where {condition_text(condition)}"
            for criterion, condition in self.deleted.items()
            if condition != False  # noqa: E712 - sympy's false
        ]
        return "\n".join(lines)
