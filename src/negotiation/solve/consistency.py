"""Whether beliefs fit a profile: Bayes' rule, updating, and Kreps–Wilson consistency.

Three conditions of rising strength, each checked in exact arithmetic and without any solver.
Bayes' rule binds beliefs where play goes.  Updating consistency (Perea 2002) binds them between
consecutive information sets of one player, on the path or off it; it is what the one-shot
deviation principle needs.  Consistency (Kreps and Wilson 1982) asks that the assessment be a limit
of full-support profiles with the beliefs that Bayes' rule gives them.  Their lemma A1 turns the
limit into labels: each action has an order of smallness and a coefficient, and beliefs lie on the
nodes of least total order, in proportion to the products of the coefficients.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import InvalidProfile
from negotiation.exact import Number, NumberLike, exact, sign
from negotiation.game import BehaviourProfile, Beliefs, Game, InformationSetName, name_text
from negotiation.game.compiled import CHANCE, CompiledTree, place_name
from negotiation.game.profile import bayes_beliefs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ConsistencyWitness",
    "OwnStep",
    "bayes_failures",
    "belief_failures",
    "consistency_failures",
    "own_steps",
    "read_beliefs",
    "updating_failures",
]

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True)
class ConsistencyWitness:
    """Labels that show an assessment to be consistent (Kreps and Wilson 1982, lemma A1).

    An action of order `k` and coefficient `c` stands for a probability of about ``c * e**k`` as
    ``e`` goes to 0.  Actions that are played have order 0 and their probability as coefficient.

    Attributes
    ----------
    game
        The game.
    orders
        One whole number an action, by information set and action; 0 iff the action is played.
    coefficients
        One positive number an action.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 0})}, "h"))
    >>> witness = ConsistencyWitness(game, ((0, 1),), ((1, 2),))
    >>> dict(witness.tremble("1/8")["h"])
    {'x': Fraction(4, 5), 'y': Fraction(1, 5)}
    """

    game: Game
    orders: tuple[tuple[int, ...], ...]
    coefficients: tuple[tuple[Number, ...], ...]

    def __post_init__(self) -> None:
        read = tuple(tuple(exact(number) for number in row) for row in self.coefficients)
        object.__setattr__(self, "coefficients", read)

    def order(self, name: InformationSetName, action: str) -> int:
        """Return the order of smallness of an action; 0 iff it is played."""
        infoset = self.game.information_sets[name]
        return self.orders[infoset.number][infoset.actions.index(action)]

    def tremble(self, epsilon: NumberLike) -> BehaviourProfile:
        """Return the full-support profile that the labels describe at a small positive number.

        As `epsilon` goes to 0 the profiles go to the one that was labelled, and their beliefs by
        Bayes' rule go to its beliefs.

        Raises
        ------
        InvalidProfile
            If `epsilon` is not positive.
        """
        small = exact(epsilon)
        if sign(small) <= 0:
            message = f"epsilon is {small}; a tremble needs a positive number such as '1/100'"
            raise InvalidProfile(message)
        table: list[tuple[Number, ...]] = []
        for orders, coefficients in zip(self.orders, self.coefficients, strict=True):
            weights = [
                coefficient * small**order
                for order, coefficient in zip(orders, coefficients, strict=True)
            ]
            total = _total(weights)
            table.append(tuple(weight / total for weight in weights))
        return BehaviourProfile(self.game, tuple(table))


@dataclass(frozen=True, slots=True)
class OwnStep:
    """Two consecutive information sets of one player, and how play gets from one to the other.

    Attributes
    ----------
    before, after
        The numbers of the information sets.
    action
        The place of the player's action at the first that leads to the second.
    links
        For each node of the second: the node of the first above it, the node itself, and the
        children that the others and chance choose in between.
    """

    before: int
    action: int
    after: int
    links: tuple[tuple[int, int, tuple[int, ...]], ...]


def own_steps(tree: CompiledTree) -> Iterator[OwnStep]:
    """Yield every pair of consecutive information sets of one player, given perfect recall.

    Linear in nodes times depth.
    """
    for number, infoset in enumerate(tree.infosets):
        links: list[tuple[int, int, tuple[int, ...]]] = []
        before = action = -1
        for node in infoset.nodes:
            between: list[int] = []
            child, above = node, tree.parent[node]
            while above >= 0 and tree.mover[above] != infoset.player:
                between.append(child)
                child, above = above, tree.parent[above]
            if above < 0:
                break  # the player has not moved before
            before, action = tree.infoset[above], child - tree.first[above]
            links.append((above, node, tuple(reversed(between))))
        if links:
            yield OwnStep(before, action, number, tuple(links))


def read_beliefs(profile: BehaviourProfile, beliefs: Beliefs) -> Beliefs:
    """Read the numbers of beliefs as exact ones, and refuse beliefs that do not fit the game.

    Raises
    ------
    InvalidProfile
        If the beliefs are of another game, or an information set has a belief of another length.
    """
    game = profile.game
    if beliefs.game != game or len(beliefs.table) != len(game.information_sets):
        message = (
            f"the beliefs give {len(beliefs.table)} information sets of "
            f"{'the' if beliefs.game == game else 'another'} game; give one entry for each of the "
            f"{len(game.information_sets)} of the profile's game"
        )
        raise InvalidProfile(message)
    table: list[tuple[Number, ...] | None] = []
    for number, row in enumerate(beliefs.table):
        nodes = game.tree.infosets[number].nodes
        if row is not None and len(row) != len(nodes):
            message = (
                f"the belief at {_name(game, number)!r} has {len(row)} numbers; the information "
                f"set has {len(nodes)} nodes"
            )
            raise InvalidProfile(message)
        table.append(None if row is None else tuple(exact(weight) for weight in row))
    return Beliefs(game, tuple(table))


def belief_failures(beliefs: Beliefs) -> tuple[str, ...]:
    """Say where beliefs are missing or are no distribution."""
    failures: list[str] = []
    for name, infoset in beliefs.game.information_sets.items():
        distribution = beliefs.table[infoset.number]
        if distribution is None:
            failures.append(f"there is no belief at {name_text(name)!r}")
        elif any(sign(weight) < 0 for weight in distribution) or sign(_total(distribution) - 1):
            failures.append(f"the belief at {name_text(name)!r} is not a distribution")
    return tuple(failures)


def bayes_failures(profile: BehaviourProfile, beliefs: Beliefs) -> tuple[str, ...]:
    """Say where beliefs on the path are not those of Bayes' rule."""
    tree = profile.game.tree
    derived = bayes_beliefs(profile).table
    failures: list[str] = []
    for number, (given, right) in enumerate(zip(beliefs.table, derived, strict=True)):
        if given is None or right is None:
            continue
        for node, weight, due in zip(tree.infosets[number].nodes, given, right, strict=True):
            if sign(weight - due) != 0:
                failures.append(
                    f"Bayes' rule gives {place_name(tree.history(node))} probability {due} at "
                    f"{_name(profile.game, number)!r}, the belief says {weight}"
                )
                break
    return tuple(failures)


def updating_failures(profile: BehaviourProfile, beliefs: Beliefs) -> tuple[str, ...]:
    """Say where a player's belief does not follow from the own belief one own move earlier.

    Updating consistency (Perea 2002): where the belief at an information set, the own action
    there and the others' strategies reach the player's next information set with positive
    probability, the belief there is the conditional one, whether or not play gets there.
    """
    tree = profile.game.tree
    failures: list[str] = []
    for step in own_steps(tree):
        earlier, later = beliefs.table[step.before], beliefs.table[step.after]
        if earlier is None or later is None:
            continue
        place = {node: index for index, node in enumerate(tree.infosets[step.before].nodes)}
        weights = [
            _product([earlier[place[above]], *(_chance(profile, child) for child in between)])
            for above, _, between in step.links
        ]
        total = _total(weights)
        if sign(total) == 0:
            continue
        for (_, node, _), weight, belief in zip(step.links, weights, later, strict=True):
            if sign(belief * total - weight) != 0:
                failures.append(
                    f"the belief at {_name(profile.game, step.before)!r} updates to "
                    f"{weight / total} for {place_name(tree.history(node))} at "
                    f"{_name(profile.game, step.after)!r}, the belief there says {belief}"
                )
                break
    return tuple(failures)


def consistency_failures(
    profile: BehaviourProfile, beliefs: Beliefs, witness: ConsistencyWitness
) -> tuple[str, ...]:
    """Say where a witness does not show an assessment to be consistent; empty where it does."""
    tree = profile.game.tree
    shape = [len(infoset.actions) for infoset in tree.infosets]
    if [len(row) for row in witness.orders] != shape or [
        len(row) for row in witness.coefficients
    ] != shape:
        return ("the witness does not label every action of the game once",)
    return (*_label_failures(profile, witness), *_limit_failures(profile.game, beliefs, witness))


def _label_failures(profile: BehaviourProfile, witness: ConsistencyWitness) -> Iterator[str]:
    rows = zip(profile.table, witness.orders, witness.coefficients, strict=True)
    for number, (distribution, orders, coefficients) in enumerate(rows):
        actions = profile.game.tree.infosets[number].actions
        labels = zip(actions, distribution, orders, coefficients, strict=True)
        for action, probability, order, coefficient in labels:
            where = f"{action!r} at {_name(profile.game, number)!r}"
            if type(order) is not int or order < 0 or sign(coefficient) <= 0:
                yield (
                    f"the labels of {where} are {order} and {coefficient}; the order must be a "
                    "whole number of at least 0 and the coefficient positive"
                )
            elif (order == 0) != (sign(probability) > 0):
                yield f"{where} has probability {probability} and order {order}"
            elif order == 0 and sign(coefficient - probability) != 0:
                yield f"{where} has probability {probability} and coefficient {coefficient}"


def _limit_failures(game: Game, beliefs: Beliefs, witness: ConsistencyWitness) -> Iterator[str]:
    tree = game.tree
    order = [0] * len(tree)
    weight: list[Number] = [ONE] * len(tree)
    for node in range(1, len(tree)):
        above = tree.parent[node]
        order[node], weight[node] = order[above], weight[above]
        if tree.mover[above] == CHANCE:
            weight[node] = weight[node] * tree.probability[node]
        else:
            number, place = tree.infoset[above], node - tree.first[above]
            order[node] += witness.orders[number][place]
            weight[node] = weight[node] * witness.coefficients[number][place]
    for number, (infoset, belief) in enumerate(zip(tree.infosets, beliefs.table, strict=True)):
        if belief is None:
            continue
        least = min(order[node] for node in infoset.nodes)
        limit = [weight[node] if order[node] == least else ZERO for node in infoset.nodes]
        total = _total(limit)
        for node, given, share in zip(infoset.nodes, belief, limit, strict=True):
            if sign(given * total - share) != 0:
                yield (
                    f"the witness gives {place_name(tree.history(node))} probability "
                    f"{share / total} at {_name(game, number)!r}, the belief says {given}"
                )
                break


def _chance(profile: BehaviourProfile, child: int) -> Number:
    """Return the probability of the move that leads to a node."""
    tree = profile.game.tree
    above = tree.parent[child]
    if tree.mover[above] == CHANCE:
        return tree.probability[child]
    return profile.table[tree.infoset[above]][child - tree.first[above]]


def _product(numbers: Sequence[Number]) -> Number:
    result: Number = ONE
    for number in numbers:
        result = result * number
    return result


def _total(numbers: Sequence[Number]) -> Number:
    result: Number = ZERO
    for number in numbers:
        result = result + number
    return result


def _name(game: Game, number: int) -> str:
    return name_text(game.information_sets.at(number).name)
