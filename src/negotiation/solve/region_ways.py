"""Ways to play a region in pure equilibrium, without listing what cannot matter.

A pure profile of a region is an equilibrium iff no player's best plan, the others following the
profile, is worth more to the player than the profile (Nash 1951).  A nested subgame that only one
player can lead to by deviating must not be worth too much to that player; one that nobody can lead
to alone may go on in any way.  So a way to play holds sets of continuations, and the equilibria it
stands for are counted by products.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from negotiation.exact import Number, sign
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.profile import pure_distribution, weighted_sum

if TYPE_CHECKING:
    import sympy

    from negotiation.game.compiled import CompiledTree
    from negotiation.solve.regions import Payoffs, Region

__all__ = ["Known", "Restriction", "Way", "choice_ways", "profile_count", "pure_ways"]

ZERO = Fraction(0)
ONE = Fraction(1)

Known: TypeAlias = "Mapping[int, Sequence[Payoffs]]"
"""The root of each nested subgame → the distinct payoffs of its equilibria."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Which equilibria of some nested subgames may follow: those with these payoffs together.

    Attributes
    ----------
    below
        The roots of the nested subgames.
    allowed
        Payoffs for each of them; any of these combinations will do.
    """

    below: tuple[int, ...]
    allowed: tuple[tuple[Payoffs, ...], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """An equilibrium of a region, and how nested subgames may go on.

    Attributes
    ----------
    payoffs
        The players' payoffs.
    table
        One distribution an information set of the region.
    restrictions
        About different nested subgames; the others may go on in any way.
    note
        What a reader should know about the equilibrium.
    free
        The conditions that all equilibria with its support satisfy, where it stands for them.
    """

    payoffs: Payoffs
    table: tuple[tuple[Number, ...], ...]
    restrictions: tuple[Restriction, ...] = ()
    note: str = ""
    free: tuple[sympy.Basic, ...] = ()


def profile_count(region: Region) -> int:
    """Return how many pure profiles a region has."""
    return prod(len(region.tree.infosets[infoset].actions) for infoset in region.infosets)


def choice_ways(region: Region, known: Known) -> Iterator[Way]:
    """Find the ways to play a region that is one decision at a single node, ties included.

    An action with payoffs ``v`` is best together with all continuations after the other actions
    that give the mover at most ``v``.
    """
    tree, root = region.tree, region.root
    mover, width = tree.mover[root], tree.width[root]
    children = tree.children(root)
    options = [_options(tree, child, known) for child in children]
    least = [_extreme([payoffs[mover] for payoffs in own], -1) for own in options]
    most = [_extreme([payoffs[mover] for payoffs in own], 1) for own in options]
    floor = _extreme(least, 1)
    for place, child in enumerate(children):
        for payoffs in options[place]:
            if sign(payoffs[mover] - floor) < 0:
                continue
            restrictions = [_exactly(child, payoffs)] if len(options[place]) > 1 else []
            for other, sibling in enumerate(children):
                if other != place and sign(most[other] - payoffs[mover]) > 0:
                    allowed = _at_most(options[other], mover, payoffs[mover])
                    restrictions.append(Restriction((sibling,), tuple((each,) for each in allowed)))
            yield Way(payoffs, (pure_distribution(place, width),), tuple(restrictions))


def pure_ways(region: Region, known: Known) -> Iterator[Way]:
    """Find the ways to play a region in pure equilibrium, for any number of players.

    Each pure profile is tried; with chance moves inside the region also each combination of
    continuations that a deviating player could lead to.
    """
    tree = region.tree
    widths = [len(tree.infosets[infoset].actions) for infoset in region.infosets]
    for places in product(*map(range, widths)):
        chosen = dict(zip(region.infosets, places, strict=True))
        table = tuple(
            pure_distribution(place, width) for place, width in zip(places, widths, strict=True)
        )
        played = _played(region, chosen)
        on_path = [leaf for leaf in played.weights if leaf in known]
        for combination in product(*(known[leaf] for leaf in on_path)):
            now = dict(zip(on_path, combination, strict=True))
            payoffs = _expected(played.weights, now, tree)
            restrictions = _deterred(region, played, now, payoffs, known)
            if restrictions is not None:
                fixed = [_exactly(leaf, now[leaf]) for leaf in on_path if len(known[leaf]) > 1]
                yield Way(payoffs, table, (*fixed, *restrictions))


def _options(tree: CompiledTree, leaf: int, known: Known) -> Sequence[Payoffs]:
    return known[leaf] if leaf in known else (tree.payoffs[leaf],)


def _extreme(values: Sequence[Number], direction: int) -> Number:
    """Return the largest number, or with ``direction`` -1 the least."""
    found = values[0]
    for value in values[1:]:
        if sign(value - found) * direction > 0:
            found = value
    return found


def _exactly(leaf: int, payoffs: Payoffs) -> Restriction:
    return Restriction((leaf,), ((payoffs,),))


def _at_most(options: Sequence[Payoffs], player: int, bound: Number) -> list[Payoffs]:
    return [payoffs for payoffs in options if sign(payoffs[player] - bound) <= 0]


@dataclass(frozen=True, slots=True)
class _Played:
    """A pure profile: where play ends with which chance, and where one player could lead it."""

    chosen: Mapping[int, int]
    weights: dict[int, Number]
    deviations: dict[int, list[int]]  # player → ends


def _played(region: Region, chosen: Mapping[int, int]) -> _Played:
    tree = region.tree
    below = set(region.below)
    weights: dict[int, Number] = {}
    deviations: dict[int, list[int]] = {}
    stack: list[tuple[int, Number, int]] = [(region.root, ONE, -1)]  # node, chance, deviator
    while stack:
        node, weight, deviator = stack.pop()
        mover = tree.mover[node]
        if mover == OUTCOME or node in below:
            if deviator < 0:
                weights[node] = weight
            else:
                deviations.setdefault(deviator, []).append(node)
        elif mover == CHANCE:
            stack.extend(
                (child, weight * tree.probability[child], deviator)
                for child in tree.children(node)
                if tree.probability[child] != 0
            )
        else:
            kept = tree.first[node] + chosen[tree.infoset[node]]
            for child in tree.children(node):
                if child == kept:
                    stack.append((child, weight, deviator))
                elif deviator in {-1, mover}:
                    stack.append((child, weight, mover))
    return _Played(chosen, weights, deviations)


def _expected(
    weights: Mapping[int, Number], now: Mapping[int, Payoffs], tree: CompiledTree
) -> Payoffs:
    ends = [now[leaf] if leaf in now else tree.payoffs[leaf] for leaf in weights]
    if len(ends) == 1:
        return ends[0]
    chances = list(weights.values())
    return tuple(weighted_sum(chances, column) for column in zip(*ends, strict=True))


def _deterred(
    region: Region, played: _Played, now: Mapping[int, Payoffs], payoffs: Payoffs, known: Known
) -> list[Restriction] | None:
    """Return the continuations with which nobody gains by deviating; ``None`` if there are none."""
    restrictions: list[Restriction] = []
    for player, ends in played.deviations.items():
        if region.has_chance:
            needed = _deterring_together(region, played, now, payoffs[player], (player, known))
        else:
            needed = _deterring_each(region, ends, player, payoffs[player], known)
        if needed is None:
            return None
        restrictions += needed
    return restrictions


def _deterring_each(
    region: Region, ends: Sequence[int], player: int, bound: Number, known: Known
) -> list[Restriction] | None:
    """Without chance the player alone decides which end is reached: each must be worth no more."""
    restrictions: list[Restriction] = []
    for leaf in ends:
        options = _options(region.tree, leaf, known)
        allowed = _at_most(options, player, bound)
        if not allowed:
            return None
        if len(allowed) < len(options):
            restrictions.append(Restriction((leaf,), tuple((each,) for each in allowed)))
    return restrictions


def _deterring_together(
    region: Region,
    played: _Played,
    now: Mapping[int, Payoffs],
    bound: Number,
    deviation: tuple[int, Known],
) -> list[Restriction] | None:
    """With chance a plan may lead to several ends: their worth is weighed together."""
    player, known = deviation
    tree = region.tree
    plans = _plans(region, played.chosen, player)
    on_path = {leaf: own[player] for leaf, own in now.items()}
    open_ends = [leaf for leaf in played.deviations[player] if leaf in known]

    def deters(combination: Sequence[Payoffs]) -> bool:
        off_path = {leaf: own[player] for leaf, own in zip(open_ends, combination, strict=True)}
        return sign(_best_plan(plans, {**on_path, **off_path}, tree, player) - bound) <= 0

    combinations = list(product(*(known[leaf] for leaf in open_ends)))
    deterring = tuple(filter(deters, combinations))
    if not deterring:
        return None
    everything = len(deterring) == len(combinations)
    return [] if everything else [Restriction(tuple(open_ends), deterring)]


@dataclass(frozen=True, slots=True)
class _Plans:
    """A player's plans against the others' choices: ends under own sequences of moves."""

    ends: list[tuple[int, Number, int]]  # leaf, chance, own sequence
    sets: list[tuple[int, int, int]]  # sequence that leads to an own set, its first, how many
    sequences: int


def _plans(region: Region, chosen: Mapping[int, int], player: int) -> _Plans:
    tree = region.tree
    below = set(region.below)
    ends: list[tuple[int, Number, int]] = []
    own: dict[int, tuple[int, int, int]] = {}
    sequences = 1
    level: list[tuple[int, Number, int]] = [(region.root, ONE, 0)]
    for node, weight, leads in level:  # grows while it is walked
        mover = tree.mover[node]
        if mover == OUTCOME or node in below:
            ends.append((node, weight, leads))
        elif mover == CHANCE:
            level.extend(
                (child, weight * tree.probability[child], leads) for child in tree.children(node)
            )
        elif mover == player:
            infoset = tree.infoset[node]
            if infoset not in own:
                own[infoset] = (leads, sequences, tree.width[node])
                sequences += tree.width[node]
            first = own[infoset][1]
            level.extend(
                (child, weight, first + place) for place, child in enumerate(tree.children(node))
            )
        else:
            level.append((tree.first[node] + chosen[tree.infoset[node]], weight, leads))
    return _Plans(ends, list(own.values()), sequences)


def _best_plan(
    plans: _Plans, worth: Mapping[int, Number], tree: CompiledTree, player: int
) -> Number:
    gain: list[Number] = [ZERO] * plans.sequences
    for leaf, weight, leads in plans.ends:
        if weight != 0:
            value = worth[leaf] if leaf in worth else tree.payoffs[leaf][player]
            gain[leads] = gain[leads] + weight * value
    for leads, first, count in reversed(plans.sets):
        gain[leads] = gain[leads] + _extreme(gain[first : first + count], 1)
    return gain[0]
