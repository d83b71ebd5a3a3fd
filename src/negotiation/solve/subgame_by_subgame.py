"""Subgame-perfect equilibria with imperfect information, subgame by subgame from the bottom.

Replace each nested subgame by the payoffs of one of its equilibria: what is left, the region, is a
game without proper subgames, and its Nash equilibria are those of the subgame that go on in that
way (Selten 1965, 1975).  Equilibria below with the same payoffs are treated alike, so regions are
solved once for each combination of payoffs, and equilibria are counted before they are built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import (
    NegotiationError,
    NotSupported,
    SolverFailed,
    TooManyEquilibria,
    count_text,
)
from negotiation.exact import Number, sign
from negotiation.game import BehaviourProfile
from negotiation.game.compiled import place_name
from negotiation.solve.nash import nash
from negotiation.solve.profile_order import in_tree_order
from negotiation.solve.region_ways import (
    Known,
    Restriction,
    Way,
    choice_ways,
    profile_count,
    pure_ways,
)
from negotiation.solve.regions import Payoffs, Region, region_game, regions

if TYPE_CHECKING:
    import sympy

    from negotiation.game import Game

__all__ = ["SubgameSolution", "subgame_by_subgame"]

MOST_WAYS = 200_000
"""How many ways to play one region in pure equilibrium, and pure profiles of it, are looked at."""

INDIFFERENT = "the mover is indifferent; mixing gives further equilibria"
"""Said of a decision at a single node with several best actions."""


@dataclass(frozen=True)
class SubgameSolution:
    """A subgame-perfect profile, and what is to be said about it.

    Attributes
    ----------
    profile
        The profile.
    notes
        What a reader should know, in sentences.
    free
        The conditions that all equilibria with the same support satisfy, where it stands for them
        and one subgame has them.
    """

    profile: BehaviourProfile
    notes: tuple[str, ...] = ()
    free: tuple[sympy.Basic, ...] = ()


_Ways: TypeAlias = "dict[Payoffs, list[Way]]"


def subgame_by_subgame(game: Game, *, pure: bool, limit: int) -> list[SubgameSolution]:
    """Find the subgame-perfect equilibria of a settled game with perfect recall.

    Parameters
    ----------
    game
        A settled game with perfect recall.
    pure
        Whether to find the pure equilibria only: all of them.
    limit
        The most equilibria to return.

    Raises
    ------
    TooManyEquilibria
        If there are more than ``limit``.
    NotSupported
        If a subgame is too large; it is named.
    SolverFailed
        If a subgame cannot be decided.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> meet = simultaneous_game([[[1, 0], [0, 1]], [[1, 0], [0, 1]]])
    >>> len(subgame_by_subgame(meet, pure=True, limit=9))
    2
    >>> len(subgame_by_subgame(meet, pure=False, limit=9))
    3
    """
    order = regions(game)
    ways: dict[int, _Ways] = {}
    counts: dict[int, dict[Payoffs, int]] = {}
    for region in order:
        known = {root: list(ways[root]) for root in region.below}
        found: _Ways = {}
        for number, way in enumerate(_ways(game, region, known, pure=pure, limit=limit), 1):
            _refuse_too_many(game, region, number, pure=pure, limit=limit)
            found.setdefault(way.payoffs, []).append(way)
        if not found:
            return []  # some subgame has no pure equilibrium
        ways[region.root] = found
        counts[region.root] = _counted(region, found, counts)
    count = sum(counts[0].values())
    if count > limit:
        raise TooManyEquilibria(count, limit=limit, exact=True)
    played = list(_solutions(game, {region.root: region for region in order}, ways, pure=pure))
    if len(played) != count:
        message = (
            f"counted {count_text(count)} equilibria but built {len(played)}; "
            "please report this game"
        )
        raise NegotiationError(message)
    return in_tree_order(played, lambda solution: solution.profile)


def _refuse_too_many(game: Game, region: Region, number: int, *, pure: bool, limit: int) -> None:
    # Mixed or pure, every equilibrium of a subgame belongs to one of the game.  Where only pure
    # ones count, those above may have none, so their number below proves nothing.
    if not pure and number > limit:
        raise TooManyEquilibria(number, limit=limit, exact=False)
    if number > MOST_WAYS:
        message = (
            f"{_place(game, region.root)} can be played in more than {MOST_WAYS} ways that differ "
            "in payoffs; give a smaller game"
        )
        raise NotSupported(message)


def _ways(game: Game, region: Region, known: Known, *, pure: bool, limit: int) -> Iterator[Way]:
    if region.is_one_choice:
        return choice_ways(region, known)
    if pure or not region.infosets:
        if profile_count(region) > MOST_WAYS:
            message = (
                f"{_place(game, region.root)} has {count_text(profile_count(region))} pure "
                f"profiles outside the subgames nested in it, more than {MOST_WAYS}; "
                "use solve.lemke or solve.zero_sum for one Nash equilibrium of a large game"
            )
            raise NotSupported(message)
        return pure_ways(region, known)
    return _nash_ways(game, region, known, limit)


def _nash_ways(game: Game, region: Region, known: Known, limit: int) -> Iterator[Way]:
    combinations = prod(len(known[root]) for root in region.below)
    if combinations > limit:
        raise TooManyEquilibria(combinations, limit=limit, exact=False)
    for combination in product(*(known[root] for root in region.below)):
        below = dict(zip(region.below, combination, strict=True))
        restrictions = tuple(
            Restriction((root,), ((payoffs,),))
            for root, payoffs in below.items()
            if len(known[root]) > 1
        )
        try:
            equilibria = nash(region_game(game, region, below), method="all", limit=limit)
        except TooManyEquilibria as error:
            exact = error.exact and region.root == 0 and combinations == 1
            raise TooManyEquilibria(error.count, limit=limit, exact=exact) from None
        except NotSupported as error:
            message = f"{_place(game, region.root)}: {error}; pure=True finds the pure equilibria"
            raise NotSupported(message) from error
        except SolverFailed as error:
            message = f"{_place(game, region.root)}: {error}; pure=True finds the pure equilibria"
            raise SolverFailed(message, residual=error.residual) from error
        for equilibrium in equilibria:
            yield Way(
                tuple(equilibrium.payoffs.values()),
                equilibrium.profile.table,
                restrictions,
                "; ".join(equilibrium.notes),
                equilibrium.free,
            )


def _counted(
    region: Region, ways: Mapping[Payoffs, Sequence[Way]], counts: Mapping[int, dict[Payoffs, int]]
) -> dict[Payoffs, int]:
    """Count the equilibria of a subgame by payoffs."""
    totals = {root: sum(counts[root].values()) for root in region.below}
    everything = prod(totals.values())

    def count(way: Way) -> int:
        ways_below = everything
        for restriction in way.restrictions:
            for root in restriction.below:
                ways_below //= totals[root]
            ways_below *= sum(
                prod(
                    counts[root][payoffs]
                    for root, payoffs in zip(restriction.below, allowed, strict=True)
                )
                for allowed in restriction.allowed
            )
        return ways_below

    return {payoffs: sum(map(count, own)) for payoffs, own in ways.items()}


@dataclass(frozen=True, slots=True)
class _Step:
    """How one region is played, in a list that grows at its head and shares its tail."""

    region: Region
    way: Way
    indifferent: bool
    before: _Step | None


@dataclass(frozen=True, slots=True)
class _Open:
    """A subgame yet to be filled in, with the payoffs its equilibrium must have."""

    root: int
    payoffs: Payoffs
    then: _Open | None


def _solutions(
    game: Game, by_root: Mapping[int, Region], ways: Mapping[int, _Ways], *, pure: bool
) -> Iterator[SubgameSolution]:
    stack: list[tuple[_Open | None, _Step | None]] = [
        (_Open(0, payoffs, None), None) for payoffs in ways[0]
    ]
    while stack:
        pending, done = stack.pop()
        if pending is None:
            yield _solution(game, done)
            continue
        region = by_root[pending.root]
        for way in ways[pending.root][pending.payoffs]:
            for below in _continuations(region, way, ways):
                rest = pending.then
                for root, payoffs in below.items():
                    rest = _Open(root, payoffs, rest)
                tied = not pure and region.is_one_choice and _is_tied(region, way, below)
                stack.append((rest, _Step(region, way, tied, done)))


def _continuations(
    region: Region, way: Way, ways: Mapping[int, _Ways]
) -> Iterator[dict[int, Payoffs]]:
    """List the payoffs of nested subgames with which a region is played in a way."""
    bound = {root for restriction in way.restrictions for root in restriction.below}
    groups: list[tuple[tuple[int, ...], Sequence[tuple[Payoffs, ...]]]] = [
        (restriction.below, restriction.allowed) for restriction in way.restrictions
    ]
    groups += [
        ((root,), [(payoffs,) for payoffs in ways[root]])
        for root in region.below
        if root not in bound
    ]
    for combination in product(*(allowed for _, allowed in groups)):
        yield {
            root: payoffs
            for (roots, _), together in zip(groups, combination, strict=True)
            for root, payoffs in zip(roots, together, strict=True)
        }


def _is_tied(region: Region, way: Way, below: Mapping[int, Payoffs]) -> bool:
    tree = region.tree
    mover = tree.mover[region.root]
    ends = (below.get(child) or tree.payoffs[child] for child in tree.children(region.root))
    equal = (end for end in ends if sign(end[mover] - way.payoffs[mover]) == 0)
    return len(list(islice(equal, 2))) == 2


def _solution(game: Game, done: _Step | None) -> SubgameSolution:
    table: list[tuple[Number, ...]] = [()] * len(game.tree.infosets)
    said: dict[str, list[int]] = {}
    conditions: list[tuple[sympy.Basic, ...]] = []
    while done is not None:
        for infoset, row in zip(done.region.infosets, done.way.table, strict=True):
            table[infoset] = row
        if done.way.note:
            said.setdefault(done.way.note, []).append(done.region.root)
        if done.indifferent:
            said.setdefault(INDIFFERENT, []).append(done.region.root)
        if done.way.free:
            conditions.append(done.way.free)
        done = done.before
    return SubgameSolution(
        BehaviourProfile(game, tuple(table)),
        tuple(_note(game, note, sorted(roots)) for note, roots in said.items()),
        conditions[0] if len(conditions) == 1 else (),
    )


CONTINUED = "; only the representatives that are returned were continued above"
"""Added to the notes of nested subgames that have infinitely many equilibria."""

NAMED_PLACES = 3
"""How many subgames a note names."""


def _note(game: Game, note: str, roots: Sequence[int]) -> str:
    if note == INDIFFERENT:
        places = [place_name(game.tree.history(root)) for root in roots[:NAMED_PLACES]]
        where = f"at {', '.join(places)}"
    elif roots == [0]:
        return note
    else:
        places = [_place(game, root) for root in roots[:NAMED_PLACES]]
        where = f"in {', '.join(places)}"
    if len(roots) > NAMED_PLACES:
        where += f" and {len(roots) - NAMED_PLACES} more"
    return f"{where}: {note}{'' if note == INDIFFERENT else CONTINUED}"


def _place(game: Game, root: int) -> str:
    if root == 0:
        return "the whole game"
    return f"the subgame after {place_name(game.tree.history(root))}"
