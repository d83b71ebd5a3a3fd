"""Nash equilibria: nobody gains by another strategy, given what the others do (Nash 1951).

Games are put in reduced strategic form, solved there exactly, and the mixed strategies turned into
behaviour (Kuhn 1953).  With two players who have a choice all extreme equilibria are found, from
which all others follow; with more, the equilibria of every support.  For one equilibrium of a
large two-player tree the sequence form does without strategies, and for one of a large game of
more players the logit branch.  Whatever the route, each answer's regrets are recomputed from the
game tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported, SolverFailed, TooLarge
from negotiation.game import reduced_strategic_form, settled_game
from negotiation.solve.backward import backward_induction
from negotiation.solve.bimatrix import nashpy_equilibria
from negotiation.solve.bimatrix_game import BimatrixGame, MixedPair, bimatrix_game
from negotiation.solve.certificate import NASH, certify
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.extreme import extreme_equilibria
from negotiation.solve.lemke import lemke
from negotiation.solve.logit_limit import logit_limit
from negotiation.solve.nash_subsets import connected_groups, maximal_subsets
from negotiation.solve.pure import pure_equilibria
from negotiation.solve.support import SupportEquilibrium, support_equilibria
from negotiation.solve.supports import worth_of
from negotiation.solve.two_seats import choosers, one_equilibrium_of_two
from negotiation.solve.zero_sum import zero_sum

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import NumberLike
    from negotiation.game import Game, MixedStrategy, StrategicForm

__all__ = ["NASH_METHODS", "NashComponent", "NashComponents", "nash", "nash_components"]

NASH_METHODS = ("auto", "all", "extreme", "nashpy", "pure", "support", "lemke", "zero-sum", "logit")
"""The methods of `nash`."""

ZERO = Fraction(0)
ONE = Fraction(1)

CONTINUUM = (
    "one of {count} extreme points of a connected set of equilibria: there are infinitely many"
)
ONLY_ONE = "not all equilibria were looked for: {reason}"
SUPPORT = "stands for all equilibria with the same support, which may be infinitely many"


def nash(
    game: Game,
    *,
    method: str = "auto",
    limit: int = 10_000,
    tolerance: NumberLike = "1/1000000",
    time_limit: float = 120,
) -> list[Equilibrium]:
    """Find the Nash equilibria of a game, exactly wherever the method is not ``"logit"``.

    Parameters
    ----------
    game
        A game without symbols and with perfect recall; its guards are settled first.
    method
        - ``"extreme"``: for at most two players with a choice, all extreme equilibria of the
          reduced strategic form, by double description in integers;
        - ``"nashpy"``: the same through nashpy's vertex enumeration, made exact;
        - ``"pure"``: all pure equilibria of the reduced strategic form, any number of players;
        - ``"support"``: pure and mixed, any number of players, by solving the polynomial system
          of every support exactly; irrational probabilities are sympy numbers;
        - ``"lemke"``: one equilibrium of a two-player game, by `lemke`; as large as the tree;
        - ``"zero-sum"``: one equilibrium of a two-player constant-sum game, by `zero_sum`;
        - ``"logit"``: one equilibrium, any number of players, by `logit_limit`: numerical, and
          made exact where that succeeds;
        - ``"all"``: ``"extreme"`` for at most two players with a choice, else ``"support"``;
        - ``"auto"``: as ``"all"``; for a game beyond its limits one equilibrium, and then the notes
          say so and why: with perfect information by backward induction; with at most two players
          who have a choice by the sequence form, as ``"zero-sum"`` where payoffs sum to a constant
          and as ``"lemke"`` elsewhere; with more as ``"logit"``.
    limit
        The most equilibria to return.
    tolerance
        For ``"logit"``: the largest regret of a numerical answer, as a share of the smallest
        span between a player's best and worst payoff.
    time_limit
        For ``"support"``: the seconds after which no further support is begun; for ``"lemke"``:
        those after which it gives up.

    Returns
    -------
    list of Equilibrium
        Each certified, and none twice; with ``"lemke"``, ``"zero-sum"`` and ``"logit"`` just one.
        Where an answer belongs to infinitely many, its notes say so; `nash_components` tells
        which belong together.  A numerical answer has ``is_exact`` false, prints as approximate,
        and its certificate has the exact regret of the profile returned.

    Raises
    ------
    ImperfectRecall
        If a player lacks perfect recall; the information set is named.
    NotSupported
        If the method does not fit the game, or (as `TooLarge`) the game is too large for it; the
        message says what to use instead.
    TooManyEquilibria
        If there are more than ``limit``; nothing is cut off silently.
    MissingParameter
        If symbols are left without a value.
    InvalidGame
        If it is no game.
    SolverFailed
        If an answer fails its certificate, or a method cannot decide.

    Notes
    -----
    Where a player's own moves exclude an information set, the profile takes the first action
    there; any other would be an equilibrium too, and is not listed.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> chicken = simultaneous_game(
    ...     [[[6, 2], [7, 0]], [[6, 7], [2, 0]]], strategies=[["yield", "dare"]] * 2
    ... )
    >>> for equilibrium in nash(chicken):
    ...     print(equilibrium.profile["row"]["dare"], *equilibrium.payoffs.values())
    0 2 7
    1/3 14/3 14/3
    1 7 2
    """
    if method not in NASH_METHODS:
        message = f"method {method!r} is not known; use one of {', '.join(map(repr, NASH_METHODS))}"
        raise NotSupported(message)
    game = settled_game(game)
    if method == "lemke":
        return [lemke(game, time_limit=time_limit)]
    if method == "zero-sum":
        return [zero_sum(game)]
    if method == "logit":
        return [logit_limit(game, tolerance=tolerance)]
    try:
        return _by_form(game, method, limit, time_limit)
    except (TooLarge, SolverFailed) as error:
        wrong = isinstance(error, SolverFailed) and error.residual is not None
        few = len(choosers(game)) <= 2
        if wrong or method != "auto" or (few and not isinstance(error, TooLarge)):
            raise
        if game.has_perfect_information:
            profile = backward_induction(game).profile
            one = Equilibrium(NASH, profile, certify(profile, NASH))
        elif few:
            one = one_equilibrium_of_two(game, time_limit=time_limit)
        else:
            one = logit_limit(game, tolerance=tolerance)
        return [replace(one, notes=(*one.notes, ONLY_ONE.format(reason=error)))]


def _by_form(game: Game, method: str, limit: int, time_limit: float) -> list[Equilibrium]:
    form = reduced_strategic_form(game)
    deciders = _deciders(form)
    if method == "pure":
        found = [_Found(_unmixed(form, places)) for places in pure_equilibria(form, limit=limit)]
    elif method == "support" or (method in {"auto", "all"} and len(deciders) > 2):
        try:
            answers = support_equilibria(form, limit=limit, time_limit=time_limit)
        except SolverFailed as error:
            raise SolverFailed(
                str(error), found=_certified(form, _with_free(error.found))
            ) from None
        found = _with_free(answers)
    else:
        found = _two_sided(form, deciders, method, limit)
    return _certified(form, found)


def _with_free(answers: Sequence[object]) -> list[_Found]:
    return [
        _Found(answer.mixture, free=answer.free)
        for answer in answers
        if isinstance(answer, SupportEquilibrium)
    ]


@dataclass(frozen=True)
class NashComponent:
    """Equilibria of a game of at most two deciding players that are connected to each other.

    Attributes
    ----------
    equilibria
        The extreme equilibria.
    subsets
        The maximal Nash subsets: within each, every mean of the first player's strategies is an
        equilibrium with every mean of the second's (means of strategies of the reduced form).
    """

    equilibria: tuple[Equilibrium, ...]
    subsets: tuple[tuple[Equilibrium, ...], ...]

    @property
    def is_isolated(self) -> bool:
        """Whether the component is a single equilibrium."""
        return len(self.equilibria) == 1


@dataclass(frozen=True)
class NashComponents:
    """All Nash equilibria of a game with at most two deciding players, as connected sets.

    Attributes
    ----------
    components
        The components, in the order of their first equilibria.
    """

    components: tuple[NashComponent, ...]

    @property
    def equilibria(self) -> tuple[Equilibrium, ...]:
        """The extreme equilibria of all components."""
        return tuple(
            equilibrium for component in self.components for equilibrium in component.equilibria
        )


def nash_components(game: Game, *, limit: int = 10_000) -> NashComponents:
    """Find all Nash equilibria of a game with at most two deciding players, as connected sets.

    Parameters
    ----------
    game, limit
        As in `nash`.

    Raises
    ------
    NotSupported
        If more than two players have a choice, or there are too many Nash subsets to list.

    Examples
    --------
    A player who is indifferent anywhere makes a whole edge of equilibria.

    >>> from negotiation.game import simultaneous_game
    >>> game = simultaneous_game([[[1, 1], [0, 2]], [[1, 1], [0, 1]]])
    >>> [len(component.equilibria) for component in nash_components(game).components]
    [2, 1]
    """
    form = reduced_strategic_form(game)
    deciders = _deciders(form)
    pairs = _solved_pairs(form, deciders, "extreme", limit)
    certified = _each_certified(form, _paired(form, deciders, pairs))
    known = dict(zip(pairs, certified, strict=True))
    components: list[NashComponent] = []
    for group in connected_groups(pairs):
        own = [pairs[number] for number in group]
        components.append(
            NashComponent(
                _distinct([known[pair] for pair in own]),
                tuple(
                    _distinct([known[row, column] for row in rows for column in columns])
                    for rows, columns in maximal_subsets(own)
                ),
            )
        )
    return NashComponents(tuple(components))


@dataclass(frozen=True)
class _Found:
    """A mixed strategy of every player, and what is to be said about it."""

    mixture: tuple[MixedStrategy, ...]
    free: tuple[sympy.Basic, ...] = ()
    connected: int = 1


def _deciders(form: StrategicForm) -> list[int]:
    """Return the numbers of the players with more than one strategy."""
    return [number for number, count in enumerate(form.shape) if count > 1]


def _unmixed(form: StrategicForm, places: Sequence[int]) -> tuple[MixedStrategy, ...]:
    return tuple(
        tuple(ONE if number == place else ZERO for number in range(count))
        for place, count in zip(places, form.shape, strict=True)
    )


def _two_sided(
    form: StrategicForm, deciders: Sequence[int], method: str, limit: int
) -> list[_Found]:
    return _paired(form, deciders, _solved_pairs(form, deciders, method, limit))


def _solved_pairs(
    form: StrategicForm, deciders: Sequence[int], method: str, limit: int
) -> list[MixedPair]:
    if len(deciders) > 2:
        names = ", ".join(repr(form.players[number]) for number in deciders)
        message = (
            f"{names} all have a choice, and extreme equilibria are those of two players; "
            "use method='support' or method='pure'"
        )
        raise NotSupported(message)
    solver = nashpy_equilibria if method == "nashpy" else extreme_equilibria
    return solver(_bimatrix(form, deciders), limit=limit)


def _bimatrix(form: StrategicForm, deciders: Sequence[int]) -> BimatrixGame:
    """Write the form of at most two deciding players as a pair of matrices."""
    worth = worth_of(form)
    if len(deciders) == 2:
        width = form.shape[deciders[1]]
        return bimatrix_game(
            *(
                [worth[player][start : start + width] for start in range(0, len(worth[0]), width)]
                for player in deciders
            )
        )
    own = worth[deciders[0]] if deciders else (ZERO,)
    return bimatrix_game([[entry] for entry in own], [[ZERO] for _ in own])


def _paired(
    form: StrategicForm, deciders: Sequence[int], pairs: Sequence[MixedPair]
) -> list[_Found]:
    connected = {number: group for group in connected_groups(pairs) for number in group}
    found: list[_Found] = []
    for number, pair in enumerate(pairs):
        mixture: list[MixedStrategy] = [(ONE,)] * len(form.players)
        for player, strategy in zip(deciders, pair, strict=False):  # a lone decider has no rival
            mixture[player] = strategy
        found.append(_Found(tuple(mixture), connected=len(connected[number])))
    return found


def _certified(form: StrategicForm, found: Sequence[_Found]) -> list[Equilibrium]:
    return list(_distinct(_each_certified(form, found)))


def _each_certified(form: StrategicForm, found: Sequence[_Found]) -> list[Equilibrium]:
    answers: list[Equilibrium] = []
    for entry in found:
        profile = form.behaviour(entry.mixture)
        certificate = certify(profile, NASH)
        if not certificate.holds:
            message = f"a profile fails its certificate ({certificate}); please report this game"
            raise SolverFailed(message, residual=float(certificate.largest_regret))
        notes: tuple[str, ...] = ()
        if entry.connected > 1:
            notes = (CONTINUUM.format(count=entry.connected),)
        elif entry.free:
            notes = (SUPPORT,)
        answers.append(Equilibrium(NASH, profile, certificate, free=entry.free, notes=notes))
    return answers


def _distinct(equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
    """Drop profiles that are listed already: different mixtures may behave alike."""
    return tuple({equilibrium.profile.table: equilibrium for equilibrium in equilibria}.values())
