"""An equilibrium outcome as a function of the parameters."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from negotiation.exact import Number, as_sympy, exact, format_number
from negotiation.game import Game, History, InformationSetName, name_text
from negotiation.game.by_player import ByPlayer
from negotiation.game.compiled import CHANCE

if TYPE_CHECKING:
    from negotiation.parametric.domain import Domain
    from negotiation.parametric.induction import Choices, ClassPayoffs

__all__ = ["OutcomeClass", "outcome_class"]

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True)
class OutcomeClass:
    """All subgame-perfect equilibria with the same play, for every parameter value of a cell.

    They agree at the information sets that play reaches and may differ elsewhere.

    Attributes
    ----------
    game
        The game with symbols.
    choices
        The place of the action taken at each reached information set, by number.
    payoffs
        Player → expected payoff, an expression in the parameters.
    """

    game: Game = field(repr=False, compare=False)
    choices: Choices
    payoffs: Mapping[str, Number] = field(hash=False, compare=False)

    @property
    def concept(self) -> str:
        """The solution concept."""
        return "subgame perfect"

    @cached_property
    def _reach(self) -> dict[int, Number]:
        tree = self.game.tree
        chosen = dict(self.choices)
        reach: dict[int, Number] = {0: ONE}
        frontier = [0]
        for node in frontier:  # grows while it is walked
            if tree.mover[node] == CHANCE:
                for child in tree.children(node):
                    if tree.probability[child] != 0:
                        reach[child] = exact(reach[node] * tree.probability[child])
                        frontier.append(child)
            elif tree.width[node]:
                child = tree.first[node] + chosen[tree.infoset[node]]
                reach[child] = reach[node]
                frontier.append(child)
        return reach

    @property
    def reached_outcomes(self) -> dict[int, Number]:
        """Outcome node, by its number → probability, for the outcomes that can happen."""
        return {
            node: chance for node, chance in self._reach.items() if node in self.game.tree.payoffs
        }

    @property
    def outcomes(self) -> Mapping[History, Number]:
        """History → probability, for the outcomes that can happen."""
        history = self.game.tree.history
        return {history(node): chance for node, chance in self.reached_outcomes.items()}

    @property
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

    @cached_property
    def profile(self) -> Mapping[InformationSetName, str]:
        """Reached information set → action."""
        infosets = self.game.information_sets
        return {
            infosets.at(number).name: infosets.at(number).actions[place]
            for number, place in self.choices
        }

    def probability_of(self, label: str) -> Number:
        """Return the probability that a play contains a move with this label."""
        tree = self.game.tree
        total: Number = ZERO
        for node, chance in self._reach.items():
            if node and tree.label[node] == label and label not in tree.history(node)[:-1]:
                total = total + chance
        return exact(total)

    def __str__(self) -> str:
        path = " → ".join(self.path) or "(nothing certain)"
        payoffs = ", ".join(f"{p} {format_number(v)}" for p, v in self.payoffs.items())
        moves = ", ".join(f"{name_text(name)}: {action}" for name, action in self.profile.items())
        return f"{path}  [{moves}]  payoffs: {payoffs}"


def outcome_class(
    game: Game, domain: Domain, found: ClassPayoffs, *, piecewise: Container[int] = ()
) -> OutcomeClass:
    """Write a class of the induction in the model's own symbols.

    Parameters
    ----------
    game, domain
        The game with symbols, and its arithmetic.
    found
        What the induction found.
    piecewise
        Outcome nodes whose payoffs hold ``Abs``, ``Min``, ``Max`` or ``Piecewise``.  The induction
        gives the piece that is valid on one branch; the class is meant wherever play is the same,
        so its payoffs are the game's own expressions.
    """
    choices, payoffs = found
    written = OutcomeClass(
        game,
        choices,
        ByPlayer(
            (player, exact(domain.expression(payoff)))
            for player, payoff in zip(game.players, payoffs, strict=True)
        ),
    )
    reached = written.reached_outcomes
    if not any(node in piecewise for node in reached):
        return written
    own = game.tree.payoffs
    expected = (
        sum((as_sympy(own[n][place]) * as_sympy(chance) for n, chance in reached.items()), ZERO)
        for place in range(len(game.players))
    )
    return OutcomeClass(
        game, choices, ByPlayer(zip(game.players, map(exact, expected), strict=True))
    )
