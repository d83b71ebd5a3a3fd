"""The sequence form: strategies as linear constraints, as large as the tree and no larger.

A sequence of a player is the list of own moves on the way to a node; with perfect recall it is
fixed by its last move.  A realisation plan x gives each sequence the product of the player's own
probabilities along it: x(∅) = 1, and at every own information set the sequences that go on from
σ sum to x(σ), all linear.  Payoffs are multilinear in plans, with one sparse entry for each
combination of sequences that ends at outcomes (von Stengel 1996; Koller, Megiddo and von Stengel
1996).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import ImperfectRecall, InvalidProfile, NotSupported, UnknownName
from negotiation.exact import Number, sign
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.information import name_text
from negotiation.game.profile import BehaviourProfile, Distribution, pure_distribution

if TYPE_CHECKING:
    from negotiation.game.game import Game

__all__ = [
    "InformationSetSequences",
    "PlayerSequences",
    "RealisationPlan",
    "SequenceForm",
    "require_perfect_recall",
    "sequence_form",
]

ZERO = Fraction(0)
ONE = Fraction(1)

RealisationPlan: TypeAlias = "tuple[Number, ...]"
"""One weight a sequence of a player, the empty sequence first."""


@dataclass(frozen=True, slots=True)
class InformationSetSequences:
    """The sequences that end at one information set.

    Attributes
    ----------
    number
        The number of the information set in the game.
    leads
        The sequence that leads to the set.
    first, width
        The sequence of its first action, and how many actions there are; those of one set are
        numbered one after another.
    """

    number: int
    leads: int
    first: int
    width: int


@dataclass(frozen=True, slots=True)
class PlayerSequences:
    """The sequences of one player, numbered; 0 is the empty one.

    Attributes
    ----------
    player
        Whose they are.
    labels
        The last move of each sequence; empty for the empty sequence.
    parents
        The sequence without its last move; -1 for the empty sequence.
    information_sets
        The player's information sets, those nearer to the root first.
    """

    player: str
    labels: tuple[str, ...]
    parents: tuple[int, ...]
    information_sets: tuple[InformationSetSequences, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def moves(self, sequence: int) -> tuple[str, ...]:
        """Return the labels of the moves of a sequence."""
        labels: list[str] = []
        while sequence > 0:
            labels.append(self.labels[sequence])
            sequence = self.parents[sequence]
        return tuple(reversed(labels))

    def constraints(self) -> tuple[tuple[dict[int, int], int], ...]:
        """Return the realisation constraints as sparse rows with their right-hand sides.

        The first says x(∅) = 1; then, for each information set, that what goes on from a
        sequence is what arrives: Σ x(σa) - x(σ) = 0.
        """
        rows: list[tuple[dict[int, int], int]] = [({0: 1}, 1)]
        for here in self.information_sets:
            row = {here.leads: -1}
            row.update(dict.fromkeys(range(here.first, here.first + here.width), 1))
            rows.append((row, 0))
        return tuple(rows)


@dataclass(frozen=True, eq=False)
class SequenceForm:
    """The sequence form of a game.

    Attributes
    ----------
    game
        The game, its guards settled.
    sequences
        The sequences of each player, in the order of the players.
    payoffs
        One sequence a player → the players' payoffs, weighted with chance and summed over the
        outcomes that the sequences meet at; only where there is such an outcome.
    chances
        One sequence a player → the probability chance gives to the outcomes they meet at.
    """

    game: Game = field(repr=False)
    sequences: tuple[PlayerSequences, ...]
    payoffs: Mapping[tuple[int, ...], tuple[Number, ...]] = field(repr=False)
    chances: Mapping[tuple[int, ...], Number] = field(repr=False)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{one.player} {len(one)}" for one in self.sequences)
        return f"SequenceForm({sizes} sequences; {len(self.payoffs)} payoff entries)"

    def of(self, player: str) -> PlayerSequences:
        """Return the sequences of a player.

        Raises
        ------
        UnknownName
            If there is no such player.
        """
        if player not in self.game.players:
            raise UnknownName("player", player, self.game.players)
        return self.sequences[self.game.players.index(player)]

    @cached_property
    def matrices(self) -> tuple[dict[tuple[int, int], Fraction], dict[tuple[int, int], Fraction]]:
        """The sparse payoff matrices of a two-player game: (i, j) → payoff, zeros left out.

        Raises
        ------
        NotSupported
            If there are not two players, or a payoff or chance probability is irrational.
        """
        if len(self.game.players) != 2:
            message = (
                f"payoff matrices need two players, and this game has {len(self.game.players)}; "
                "use the entries of SequenceForm.payoffs"
            )
            raise NotSupported(message)
        first: dict[tuple[int, int], Fraction] = {}
        second: dict[tuple[int, int], Fraction] = {}
        for (row, column), entry in self.payoffs.items():
            for matrix, value in zip((first, second), entry, strict=True):
                if not isinstance(value, Fraction):
                    message = f"the payoff {value} is irrational; this method needs fractions"
                    raise NotSupported(message)
                if value:
                    matrix[row, column] = value
        return first, second

    def plan(self, profile: BehaviourProfile, player: str) -> RealisationPlan:
        """Return the realisation plan of a player's part of a behaviour profile.

        Raises
        ------
        UnknownName
            If there is no such player.
        InvalidProfile
            If the profile belongs to another game.
        """
        sequences = self.of(player)
        if len(profile.table) != len(self.game.tree.infosets):
            message = "the profile belongs to another game than this sequence form"
            raise InvalidProfile(message)
        weights: list[Number] = [ONE] * len(sequences)
        for here in sequences.information_sets:
            for place, chance in enumerate(profile.table[here.number]):
                weights[here.first + place] = weights[here.leads] * chance
        return tuple(weights)

    def profile(self, plans: Sequence[RealisationPlan]) -> BehaviourProfile:
        """Return the behaviour profile of realisation plans (Kuhn 1953).

        Where a player's own earlier moves exclude an information set, any behaviour there gives
        the same plan; its first action is taken.

        Parameters
        ----------
        plans
            One plan a player, in their order.

        Raises
        ------
        InvalidProfile
            If a plan breaks a realisation constraint.
        """
        if len(plans) != len(self.sequences):
            message = f"{len(plans)} plans were given for {len(self.sequences)} players"
            raise InvalidProfile(message)
        table: list[Distribution] = [()] * len(self.game.tree.infosets)
        for plan, sequences in zip(plans, self.sequences, strict=True):
            self._check(plan, sequences)
            for here in sequences.information_sets:
                total = plan[here.leads]
                if total == 0:
                    table[here.number] = pure_distribution(0, here.width)
                    continue
                table[here.number] = tuple(
                    plan[here.first + place] / total for place in range(here.width)
                )
        return BehaviourProfile(self.game, tuple(table))

    def _check(self, plan: RealisationPlan, sequences: PlayerSequences) -> None:
        player = sequences.player
        if len(plan) != len(sequences):
            message = (
                f"the plan of {player!r} has {len(plan)} weights for {len(sequences)} sequences"
            )
            raise InvalidProfile(message)
        for sequence, weight in enumerate(plan):
            if sign(weight) < 0:
                moves = " / ".join(sequences.moves(sequence)) or "∅"
                message = f"the plan of {player!r} gives {moves} the negative weight {weight}"
                raise InvalidProfile(message)
        for place, (row, right) in enumerate(sequences.constraints()):
            total: Number = ZERO
            for sequence, factor in row.items():
                total = total + factor * plan[sequence]
            if sign(total - right) != 0:
                where = "the empty sequence has weight 1"
                if place:
                    number = sequences.information_sets[place - 1].number
                    name = name_text(self.game.information_sets.at(number).name)
                    where = f"what leaves information set {name!r} is what arrives"
                message = f"the plan of {player!r} breaks the constraint that {where}"
                raise InvalidProfile(message)


def sequence_form(game: Game) -> SequenceForm:
    """Build the sequence form of a game with perfect recall.

    Linear in the number of nodes times players.

    Parameters
    ----------
    game
        A game without symbols; its guards are settled first.

    Raises
    ------
    ImperfectRecall
        If a player forgets an own move or observation; the information set is named.
    MissingParameter
        If symbols are left without a value.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> from negotiation.game import sequence_form
    >>> again = Decision("A", {"l": Outcome({"A": 1, "B": 0}), "r": Outcome({"A": 0, "B": 1})})
    >>> reply = Decision("B", {"x": again, "y": Outcome({"A": 2, "B": 2})})
    >>> form = sequence_form(
    ...     Game(("A", "B"), Decision("A", {"L": reply, "R": Outcome({"A": 3, "B": 3})}))
    ... )
    >>> form
    SequenceForm(A 5, B 3 sequences; 4 payoff entries)
    >>> form.of("A").moves(4)
    ('L', 'r')
    """
    game = game.settled
    require_perfect_recall(game)
    tree = game.tree
    players = range(len(game.players))
    labels: list[list[str]] = [[""] for _ in players]
    parents: list[list[int]] = [[-1] for _ in players]
    sets: list[dict[int, InformationSetSequences]] = [{} for _ in players]
    here: list[tuple[int, ...]] = [()] * len(tree)
    chance: list[Number] = [ONE] * len(tree)
    here[0] = (0,) * len(players)
    payoffs: dict[tuple[int, ...], tuple[Number, ...]] = {}
    chances: dict[tuple[int, ...], Number] = {}
    for node in range(len(tree)):
        mover, sequences = tree.mover[node], here[node]
        if mover == OUTCOME:
            gained = tuple(chance[node] * payoff for payoff in tree.payoffs[node])
            chances[sequences] = chances.get(sequences, ZERO) + chance[node]
            known = payoffs.get(sequences)
            payoffs[sequences] = (
                gained
                if known is None
                else tuple(one + two for one, two in zip(known, gained, strict=True))
            )
        elif mover == CHANCE:
            for child in tree.children(node):
                here[child] = sequences
                chance[child] = chance[node] * tree.probability[child]
        else:
            number = tree.infoset[node]
            own = sets[mover].get(number)
            if own is None:
                actions = tree.infosets[number].actions
                own = InformationSetSequences(
                    number, sequences[mover], len(labels[mover]), len(actions)
                )
                sets[mover][number] = own
                labels[mover].extend(actions)
                parents[mover].extend([sequences[mover]] * len(actions))
            for place, child in enumerate(tree.children(node)):
                here[child] = (*sequences[:mover], own.first + place, *sequences[mover + 1 :])
                chance[child] = chance[node]
    return SequenceForm(
        game,
        tuple(
            PlayerSequences(
                game.players[player],
                tuple(labels[player]),
                tuple(parents[player]),
                tuple(sets[player].values()),
            )
            for player in players
        ),
        payoffs,
        chances,
    )


def require_perfect_recall(game: Game) -> None:
    """Refuse a game in which a player forgets an own move or observation.

    Raises
    ------
    ImperfectRecall
        The message names the information set.
    """
    forgetful = game.forgetful_set
    if forgetful is not None:
        message = (
            f"{forgetful.player!r} forgets an own move or observation at information set "
            f"{name_text(forgetful.name)!r}; this method needs perfect recall"
        )
        raise ImperfectRecall(message)
