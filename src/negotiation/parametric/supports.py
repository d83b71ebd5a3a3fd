"""Which actions are played where: the candidates for equilibrium classes of a two-stage game.

A candidate says which actions are played at every information set that is reached.  Those played
at one set must be equally good there.  In a game with two stages that is a linear system for the
probabilities of the early actions (the late movers' indifference) and another for those of the
late ones (the early movers' indifference).  Whether a candidate is an equilibrium is then a
question of linear inequalities: probabilities are positive, nothing else is better, and every set
off the path can be given a reply, best under some belief, from which nobody gains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import SolverFailed
from negotiation.parametric.elimination import (
    CONSTANT,
    Inequality,
    Solved,
    combine,
    possible,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiation.parametric.domain import Quantity
    from negotiation.parametric.elimination import Linear, Sign
    from negotiation.parametric.two_stage import Action, TwoStageGame

__all__ = ["Candidate", "Support", "best_together", "candidates", "is_equilibrium", "reply_faces"]

Support: TypeAlias = "dict[int, tuple[int, ...]]"
"""Information set by number → the places of the actions that are played."""


@dataclass(frozen=True)
class Candidate:
    """Which actions are played, and how often.

    Attributes
    ----------
    early, late
        The actions that are played at the information sets of either stage that are reached.
    early_play, late_play
        Their probabilities, from the indifference of those who move in the other stage.
    unreached
        The late information sets that are not reached.
    """

    early: Support
    late: Support
    early_play: Solved
    late_play: Solved
    unreached: tuple[int, ...]

    @property
    def actions(self) -> list[Action]:
        """The actions that are played."""
        both = chain(self.early.items(), self.late.items())
        return [(number, place) for number, places in both for place in places]

    def probability(self, game: TwoStageGame, action: Action) -> Linear:
        """Return the probability of an action; zero where it is not played."""
        play, support = (
            (self.early_play, self.early)
            if action[0] in self.early
            else (self.late_play, self.late)
        )
        if action[1] not in support.get(action[0], ()):
            return {}
        return play({action: game.domain.field.one})

    @property
    def is_unique(self) -> bool:
        """Whether all probabilities on the path follow from indifference."""
        return all(
            set(play({action: 1})) <= {CONSTANT}
            for play, support in ((self.early_play, self.early), (self.late_play, self.late))
            for action in _actions(support)
        )


def candidates(
    game: TwoStageGame, vanishes: Callable[[Quantity], bool], *, most: int
) -> Iterator[Candidate]:
    """Find the candidates whose indifferences can hold together for generic parameters.

    Parameters
    ----------
    game
        The game.
    vanishes
        Whether a quantity is zero wherever the assumptions hold.
    most
        The most combinations of actions to look at.

    Raises
    ------
    SolverFailed
        If there are more.
    """
    looked = 0
    for early_choice in product(*(_subsets(game.width(number)) for number in game.early)):
        early: Support = dict(zip(game.early, early_choice, strict=True))
        reached = game.reached(early)
        start = Solved().also(_totals(game, early), vanishes=vanishes)
        work: list[tuple[Support, Solved | None]] = [({}, start)]
        while work:
            late, early_play = work.pop()
            looked += 1
            if looked > most:
                message = (
                    f"more than {most} combinations of actions have to be looked at; raise "
                    "most_supports, or solve at numbers with solve.perfect_bayesian"
                )
                raise SolverFailed(message)
            if early_play is None:
                continue
            if len(late) < len(reached):
                number = reached[len(late)]
                for places in reversed(_subsets(game.width(number))):
                    gaps = [
                        _restricted(game, (number, places[0]), (number, place), early)
                        for place in places[1:]
                    ]
                    more = early_play.also(gaps, vanishes=vanishes)
                    work.append(({**late, number: places}, more))
                continue
            gaps = [
                _restricted(game, (number, places[0]), (number, place), late)
                for number, places in early.items()
                for place in places[1:]
            ]
            late_play = Solved().also([*_totals(game, late), *gaps], vanishes=vanishes)
            if late_play is not None:
                unreached = tuple(each for each in game.late if each not in late)
                yield Candidate(early, late, early_play, late_play, unreached)


def is_equilibrium(game: TwoStageGame, candidate: Candidate, sign: Sign) -> bool:
    """Whether a candidate is an equilibrium, given the signs of expressions.

    Parameters
    ----------
    game
        The game.
    candidate
        The candidate.
    sign
        Tells the sign of an expression in the parameters.
    """
    early, late = candidate.early, candidate.late
    known = [
        *_positive(game, early, candidate.early_play),
        *_no_better(game, late, early, candidate.early_play),
    ]
    if not possible(known, sign):
        return False
    replies = _positive(game, late, candidate.late_play)
    settled = [*replies, *_no_better(game, early, late, candidate.late_play)]
    if not candidate.unreached:
        return possible(settled, sign)
    # What depends on no reply off the path is asked first.
    off_path = set(candidate.unreached)
    apart = [each for each in settled if not _mentions(each, off_path)]
    if not possible(apart, sign):
        return False
    faces = [
        reply_faces(game, number, game.game.tree.infosets[number].nodes, sign)
        for number in candidate.unreached
    ]
    return any(possible(_with_replies(game, candidate, choice), sign) for choice in product(*faces))


def _with_replies(
    game: TwoStageGame, candidate: Candidate, faces: Sequence[Sequence[int]]
) -> list[Inequality]:
    """Return the early movers' conditions with replies off the path from some faces."""
    unreached: Support = dict(
        zip(candidate.unreached, (tuple(face) for face in faces), strict=True)
    )
    late = {**candidate.late, **unreached}
    # The probabilities of each set add up to 1; no coefficient but 1 is divided by.
    play = candidate.late_play.also(_totals(game, unreached), vanishes=lambda each: not each)
    if play is None:  # pragma: no cover - totals of sets of their own can always hold
        return [Inequality({CONSTANT: -game.domain.field.one})]
    return [
        *_positive(game, candidate.late, play),
        *(Inequality(play({action: game.domain.field.one})) for action in _actions(unreached)),
        *_no_better(game, candidate.early, late, play),
    ]


def reply_faces(
    game: TwoStageGame, number: int, nodes: Sequence[int], sign: Sign
) -> list[tuple[int, ...]]:
    """Return the largest sets of actions that are all best under one belief on some nodes.

    The mixed best replies to beliefs on these nodes are the mixtures within such a set.
    """
    places = range(game.width(number))
    found: list[tuple[int, ...]] = []
    for size in range(len(places), 0, -1):
        found += [
            face
            for face in combinations(places, size)
            if not any(set(face) <= set(larger) for larger in found)
            and best_together(game, face, nodes, sign, width=len(places))
        ]
    return found


def best_together(
    game: TwoStageGame, face: Sequence[int], nodes: Sequence[int], sign: Sign, *, width: int
) -> bool:
    """Whether some belief on nodes makes some actions best, all of them."""
    one = game.domain.field.one
    belief = [Inequality({node: one}) for node in nodes]
    belief.append(Inequality(dict.fromkeys(nodes, one), strict=True))

    def gap(better: int, other: int) -> Inequality:
        rows = {node: game.worth_at(node, better) - game.worth_at(node, other) for node in nodes}
        return Inequality({node: each for node, each in rows.items() if each})

    first = face[0]
    belief += [gap(first, place) for place in range(width) if place != first]
    belief += [gap(place, first) for place in face[1:]]
    return possible(belief, sign)


def _actions(support: Mapping[int, Sequence[int]]) -> list[Action]:
    return [(number, place) for number, places in support.items() for place in places]


def _subsets(width: int) -> list[tuple[int, ...]]:
    places = range(width)
    return [each for size in range(1, width + 1) for each in combinations(places, size)]


def _totals(game: TwoStageGame, support: Support) -> list[Linear]:
    one = game.domain.field.one
    return [
        {CONSTANT: -one, **{(number, place): one for place in places}}
        for number, places in support.items()
    ]


def _restricted(
    game: TwoStageGame, action: Action, other: Action, support: Support
) -> dict[object, Quantity]:
    """Return what an action is worth above another, where only some actions are played."""
    gap = combine((1, game.worth(action)), (-1, game.worth(other)))
    return {
        unknown: coefficient
        for unknown, coefficient in gap.items()
        if unknown is CONSTANT or unknown[1] in support.get(unknown[0], ())
    }


def _positive(game: TwoStageGame, support: Support, play: Solved) -> list[Inequality]:
    one = game.domain.field.one
    return [
        Inequality(play({action: one}), strict=True)
        for action in _actions(support)
        if len(support[action[0]]) > 1
    ]


def _no_better(
    game: TwoStageGame, movers: Support, others: Support, play: Solved
) -> list[Inequality]:
    """Return that no unused action is better, given how the others play.

    Where the others' set is not in their support, nothing is said: their reply is left open.
    """
    found = []
    for number, places in movers.items():
        for place in range(game.width(number)):
            if place not in places:
                gap = combine(
                    (1, game.worth((number, places[0]))), (-1, game.worth((number, place)))
                )
                kept = {
                    unknown: coefficient
                    for unknown, coefficient in gap.items()
                    if unknown is CONSTANT
                    or unknown[0] not in others
                    or unknown[1] in others[unknown[0]]
                }
                found.append(Inequality(play(kept)))
    return found


def _mentions(inequality: Inequality, numbers: set[int]) -> bool:
    return any(
        unknown is not CONSTANT and unknown[0] in numbers for unknown in inequality.expression
    )
