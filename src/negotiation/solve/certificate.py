"""`Certificate`: what a profile was checked for, recomputed from the game alone.

A certificate is made by `certify` from a game, a profile and, for concepts with beliefs, the
beliefs and the consistency witness.  No solver takes part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from negotiation.errors import InvalidProfile, NotSupported
from negotiation.exact import Number, exact, format_number, sign
from negotiation.game import expected_payoffs, name_text
from negotiation.game.by_player import ByPlayer
from negotiation.solve.consistency import (
    bayes_failures,
    belief_failures,
    consistency_failures,
    read_beliefs,
    updating_failures,
)
from negotiation.solve.regret import (
    RegretTable,
    information_set_regrets,
    nash_regrets,
)
from negotiation.solve.subgame_regrets import each_subgame_regrets, subgame_regrets

if TYPE_CHECKING:
    from negotiation.game import BehaviourProfile, Beliefs
    from negotiation.solve.consistency import ConsistencyWitness

__all__ = [
    "NASH",
    "PERFECT_BAYESIAN",
    "SEQUENTIAL",
    "SUBGAME_PERFECT",
    "Certificate",
    "certify",
    "certify_subgame_perfect",
]

SUBGAME_PERFECT = "subgame perfect"
NASH = "Nash"
PERFECT_BAYESIAN = "perfect Bayesian"
SEQUENTIAL = "sequential"

ZERO = Fraction(0)


@dataclass(frozen=True)
class Certificate:
    """What a profile was checked for, recomputed from the game and the profile alone.

    Attributes
    ----------
    concept
        The solution concept whose conditions were checked.
    payoffs
        Player → expected payoff.
    regrets
        Value and best deviation at every place the concept speaks of.
    failures
        What else does not hold (Bayes' rule, consistency); empty where all is well.
    checks
        What else was checked and holds, in words.
    tolerance
        The largest regret that passes: 0 for exact solvers.
    """

    concept: str
    payoffs: Mapping[str, Number]
    regrets: RegretTable = field(repr=False)
    failures: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    tolerance: Number = ZERO

    @cached_property
    def largest_regret(self) -> Number:
        """The most that anybody could gain anywhere by deviating."""
        return self.regrets.largest()

    @property
    def holds(self) -> bool:
        """Whether the profile meets every condition of the concept."""
        return not self.failures and sign(self.largest_regret - self.tolerance) <= 0

    def __str__(self) -> str:
        if self.holds and self.tolerance == 0:
            return (
                f"no player gains by deviating ({len(self.regrets)} checks, exact; "
                f"largest regret {format_number(self.largest_regret)})"
            )
        if self.holds:
            return (
                f"approximate: no player gains more than {float(self.largest_regret):.3g} by "
                f"deviating ({len(self.regrets)} checks; tolerance {float(self.tolerance):.3g})"
            )
        worst = max(self.regrets, key=lambda row: _Ordered(row.amount), default=None)
        return "; ".join([*self.failures, f"largest regret: {worst}" if worst else "no regret"])


@dataclass(frozen=True, order=False)
class _Ordered:
    number: Number

    def __lt__(self, other: _Ordered) -> bool:
        return sign(self.number - other.number) < 0


def certify(
    profile: BehaviourProfile,
    concept: str,
    *,
    beliefs: Beliefs | None = None,
    witness: ConsistencyWitness | None = None,
    tolerance: Number = ZERO,
) -> Certificate:
    """Check a profile against a solution concept, from the definition.

    Parameters
    ----------
    profile
        The profile to check.
    concept
        ``"subgame perfect"``, ``"Nash"``, ``"perfect Bayesian"`` or ``"sequential"``.
    beliefs
        The beliefs of the last two: at every information set.
    witness
        The labels that show a sequential equilibrium's beliefs to be consistent.
    tolerance
        The largest regret that passes; 0 for exact answers.

    Raises
    ------
    NotSupported
        If the concept is not one of these.
    InvalidProfile
        If the concept needs beliefs or a witness that are not given, or the game of the profile
        still has guards.
    MissingParameter
        If the game of the profile still has symbols.
    ImperfectRecall
        If a player forgets an own move or observation.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> from negotiation.game import profile_of
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 3})}, "h"))
    >>> certify(profile_of(game, {"h": "y"}), "subgame perfect").holds
    True
    >>> print(certify(profile_of(game, {"h": "x"}), "subgame perfect"))
    largest regret: A at h: gets 1, could get 3 (regret 2)
    """
    _require_settled(profile)
    failures: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    if concept == SUBGAME_PERFECT:
        regrets = subgame_regrets(profile)
    elif concept == NASH:
        regrets = nash_regrets(profile)
    elif concept in {PERFECT_BAYESIAN, SEQUENTIAL}:
        if beliefs is None:
            message = f"a {concept} equilibrium needs beliefs; give beliefs=..."
            raise InvalidProfile(message)
        beliefs = read_beliefs(profile, beliefs)
        regrets = information_set_regrets(profile, beliefs.table)
        failures, checks = _belief_checks(profile, concept, beliefs, witness)
    else:
        known = ", ".join(map(repr, (SUBGAME_PERFECT, NASH, PERFECT_BAYESIAN, SEQUENTIAL)))
        message = f"{concept!r} cannot be certified; known: {known}"
        raise NotSupported(message)
    failures = (*_distribution_failures(profile, tolerance, {}), *failures)
    payoffs = ByPlayer((p, _tidy(pay)) for p, pay in expected_payoffs(profile).items())
    return Certificate(concept, payoffs, regrets, failures, checks, tolerance)


def certify_subgame_perfect(profiles: Sequence[BehaviourProfile]) -> Iterator[Certificate]:
    """Check many profiles of one game for subgame perfection; as `certify` checks each.

    What two neighbours share is computed once, from the game and the profiles alone.

    Raises
    ------
    InvalidProfile
        If the profiles belong to different games, or the game still has guards.
    MissingParameter, ImperfectRecall
        As `certify`.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> from negotiation.game import profile_of
    >>> game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 3})}, "h"))
    >>> profiles = [profile_of(game, {"h": action}) for action in ("x", "y")]
    >>> [certificate.holds for certificate in certify_subgame_perfect(profiles)]
    [False, True]
    """
    for profile in profiles[:1]:
        _require_settled(profile)
    sound: dict[int, Sequence[Number]] = {}
    for profile, (regrets, payoffs) in zip(profiles, each_subgame_regrets(profiles), strict=True):
        yield Certificate(
            SUBGAME_PERFECT,
            ByPlayer(zip(profile.game.players, map(_tidy, payoffs), strict=True)),
            regrets,
            tuple(_distribution_failures(profile, ZERO, sound)),
        )


def _require_settled(profile: BehaviourProfile) -> None:
    if profile.game.settled is not profile.game:
        message = "the game of the profile still has guards; build the profile on game.settled"
        raise InvalidProfile(message)


def _tidy(number: Number) -> Number:
    """Multiply an irrational number out, so that equal payoffs look equal."""
    if isinstance(number, Fraction):
        return number
    import sympy

    return exact(sympy.radsimp(sympy.expand(number)))


def _distribution_failures(
    profile: BehaviourProfile, tolerance: Number, sound: dict[int, Sequence[Number]]
) -> list[str]:
    """Name the information sets at which a profile gives no distribution.

    Solvers share rows; those that were found sound are kept in ``sound`` by identity.
    """
    failures: list[str] = []
    if sound.keys() >= set(map(id, profile.table)):
        return failures
    for number, row in enumerate(profile.table):
        if id(row) in sound:
            continue
        total: Number = ZERO
        for probability in row:
            total = total + probability
        off = max(sign(total - 1 - tolerance), sign(1 - total - tolerance)) > 0
        if off or any(sign(probability + tolerance) < 0 for probability in row):
            name = name_text(profile.game.information_sets.at(number).name)
            failures.append(f"the profile gives no probability distribution at {name!r}")
        else:
            sound[id(row)] = row
    return failures


def _belief_checks(
    profile: BehaviourProfile,
    concept: str,
    beliefs: Beliefs,
    witness: ConsistencyWitness | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    failures = [
        *belief_failures(beliefs),
        *bayes_failures(profile, beliefs),
        *updating_failures(profile, beliefs),
    ]
    checks = [
        "beliefs on the path follow Bayes' rule",
        "beliefs are updated between a player's own moves",
    ]
    if concept == SEQUENTIAL:
        if witness is None:
            message = "a sequential equilibrium needs a consistency witness; give witness=..."
            raise InvalidProfile(message)
        failures += consistency_failures(profile, beliefs, witness)
        checks.append("the witness makes the beliefs consistent")
    return tuple(failures), () if failures else tuple(checks)
