"""`Equilibrium`: an answer that carries its own proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from negotiation.exact import format_number
from negotiation.game import (
    BehaviourProfile,
    Beliefs,
    Game,
    History,
    InformationSetName,
    name_text,
    reach_probabilities,
    tree_html,
)
from negotiation.model.wording import condition_text
from negotiation.solve.certificate import Certificate, certify

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number
    from negotiation.solve.consistency import ConsistencyWitness

__all__ = ["Equilibrium", "label_probability"]

ZERO = Fraction(0)


def label_probability(game: Game, reach: Sequence[Number], label: str) -> Number:
    """Return the probability that a play contains a move with a label.

    Parameters
    ----------
    game
        The game.
    reach
        The probability of each node.
    label
        The label of a move; one that occurs nowhere has probability 0.
    """
    tree = game.tree
    total: Number = ZERO
    counted = [False] * len(tree)
    for node in range(1, len(tree)):
        counted[node] = counted[tree.parent[node]]
        if not counted[node] and tree.label[node] == label:
            counted[node] = True
            total = total + reach[node]
    return total


@dataclass(frozen=True)
class Equilibrium:
    """An equilibrium of a game, with its certificate.

    Attributes
    ----------
    concept
        The solution concept.
    game
        The game with numbers for all symbols and its guards settled.
    profile
        Information set → action → probability.
    certificate
        The recomputed conditions of the concept.
    beliefs
        Information set → history → probability; ``None`` for concepts without beliefs.
    free
        Conditions within which play and beliefs off the path may vary without changing the
        outcome, where the equilibrium stands for a class.  Where a note says that play on the
        path varies too, they are the conditions of the whole class.
    notes
        What a reader should know about the answer, in sentences.
    witness
        The labels that show a sequential equilibrium's beliefs to be consistent.
    """

    concept: str
    profile: BehaviourProfile
    certificate: Certificate = field(compare=False)
    beliefs: Beliefs | None = None
    free: tuple[sympy.Basic, ...] = ()
    notes: tuple[str, ...] = ()
    witness: ConsistencyWitness | None = field(default=None, compare=False)

    @property
    def game(self) -> Game:
        """The game it is an equilibrium of."""
        return self.profile.game

    @property
    def payoffs(self) -> Mapping[str, Number]:
        """Player → expected payoff."""
        return self.certificate.payoffs

    @cached_property
    def _reach(self) -> list[Number]:
        return reach_probabilities(self.profile)

    @property
    def is_exact(self) -> bool:
        """Whether no deviation gains anything at all; false for numerical answers."""
        return self.certificate.tolerance == 0

    @property
    def outcomes(self) -> Mapping[History, Number]:
        """History → probability, for the outcomes that can happen."""
        return self._outcomes

    @cached_property
    def _outcomes(self) -> Mapping[History, Number]:
        tree = self.game.tree
        return {
            tree.history(node): self._reach[node] for node in tree.payoffs if self._reach[node] != 0
        }

    @property
    def path(self) -> History:
        """The certain part of play: the moves that every possible play begins with."""
        return self._path

    @cached_property
    def _path(self) -> History:
        tree = self.game.tree
        node = 0
        labels: list[str] = []
        while True:
            ways = [child for child in tree.children(node) if self._reach[child] != 0]
            if len(ways) != 1:
                return tuple(labels)
            node = ways[0]
            labels.append(tree.label[node])

    def probability_of(self, label: str) -> Number:
        """Return the probability that a play contains a move with this label.

        A label that occurs nowhere in the game has probability 0.
        """
        return label_probability(self.game, self._reach, label)

    def verify(self) -> bool:
        """Re-derive payoffs, regrets and beliefs' conditions from the game; true iff all hold."""
        again = self._certify_again()
        return again.holds and dict(again.payoffs) == dict(self.payoffs)

    def _certify_again(self) -> Certificate:
        return certify(
            self.profile,
            self.concept,
            beliefs=self.beliefs,
            witness=self.witness,
            tolerance=self.certificate.tolerance,
        )

    def _belief_lines(self) -> list[str]:
        """Beliefs at the information sets that have several nodes, as text."""
        if self.beliefs is None:
            return []
        several = [
            self.game.information_sets.at(number)
            for number, infoset in enumerate(self.game.tree.infosets)
            if len(infoset.nodes) > 1 and self.beliefs.table[number] is not None
        ]
        lines = []
        for infoset in several[:SHOWN_SETS]:
            belief = self.beliefs[infoset.name] or {}
            shown = ", ".join(
                f"{name_text(history)} {format_number(chance)}"
                for history, chance in belief.items()
                if chance != 0
            )
            lines.append(f"belief at {name_text(infoset.name)}: {shown}")
        if len(several) > SHOWN_SETS:
            lines.append(f"… and beliefs at {len(several) - SHOWN_SETS} more information sets")
        return lines

    def _rows(self) -> list[tuple[str, str, str]]:
        rows: list[tuple[str, str, str]] = []
        for number in range(min(len(self.profile), SHOWN_SETS)):
            infoset = self.game.information_sets.at(number)
            rows.append((infoset.player, name_text(infoset.name), _choice(self, infoset.name)))
        return rows

    def __str__(self) -> str:
        rows = self._rows()
        wide = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        title = _title(self)
        lines = [title[0].upper() + title[1:]]
        lines += [f"  {row[0]:<{wide[0]}}  {row[1]:<{wide[1]}}  {row[2]}" for row in rows]
        if len(self.profile) > SHOWN_SETS:
            lines.append(f"  … and {len(self.profile) - SHOWN_SETS} more information sets")
        lines += [f"  {line}" for line in self._belief_lines()]
        lines.append(f"  path: {_path_text(self.path)}")
        lines.append(
            "  payoffs: "
            + ", ".join(f"{player} {_written(self, pay)}" for player, pay in self.payoffs.items())
        )
        lines += [f"  free: {condition_text(condition)}" for condition in self.free]
        lines += [f"  note: {note}" for note in self.notes]
        lines.append(f"  certificate: {self.certificate}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(player)}</td><td>{escape(place)}</td><td>{escape(choice)}</td></tr>"
            for player, place, choice in self._rows()
        )
        payoffs = ", ".join(
            f"{escape(player)} {_written(self, pay)}" for player, pay in self.payoffs.items()
        )
        more = "".join(
            f"<br>{escape(line)}"
            for line in [
                *self._belief_lines(),
                *(f"free: {condition_text(condition)}" for condition in self.free),
                *(f"note: {note}" for note in self.notes),
            ]
        )
        drawn = tree_html(self.game, self)
        return (
            f"{drawn}<table><caption>{escape(_title(self))}</caption>"
            "<thead><tr><th>player</th><th>information set</th><th>plays</th></tr></thead>"
            f"<tbody>{rows}</tbody><tfoot><tr><td colspan='3'>path: "
            f"{escape(_path_text(self.path))}<br>payoffs: {payoffs}<br>"
            f"{escape(str(self.certificate))}{more}</td></tr></tfoot></table>"
        )


SHOWN_SETS = 40
"""How many information sets an equilibrium prints."""


def _choice(equilibrium: Equilibrium, name: InformationSetName) -> str:
    distribution = equilibrium.profile[name]
    played = [(action, chance) for action, chance in distribution.items() if chance != 0]
    if len(played) == 1:
        return played[0][0]
    return ", ".join(f"{action} {_written(equilibrium, chance)}" for action, chance in played)


def _title(equilibrium: Equilibrium) -> str:
    approximate = "" if equilibrium.is_exact else " (approximate)"
    return f"{equilibrium.concept} equilibrium{approximate}"


def _written(equilibrium: Equilibrium, number: Number) -> str:
    """Write a number; in decimals where the answer is numerical, and its fractions mean nothing."""
    return format_number(number) if equilibrium.is_exact else f"{float(number):.7g}"


def _path_text(path: History) -> str:
    shown = " → ".join(path[:12])
    return f"{shown} → … ({len(path)} moves)" if len(path) > 12 else shown or "(nothing certain)"
