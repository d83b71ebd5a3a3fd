"""Assertions about equilibria, with messages that say who gains where.

Nothing here trusts the equilibrium that is looked at: payoffs, regrets, beliefs and consistency
are recomputed from the game and the profile (`solve.certify`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from negotiation.errors import InvalidProfile
from negotiation.exact import Number, NumberLike, exact, format_number, sign
from negotiation.game import (
    Assessment,
    BehaviourProfile,
    Beliefs,
    Game,
    History,
    InformationSetName,
    name_text,
    profile_of,
    settled_game,
)
from negotiation.solve import Certificate, ConsistencyWitness, Equilibrium, certify
from negotiation.solve.certificate import NASH, PERFECT_BAYESIAN, SEQUENTIAL, SUBGAME_PERFECT
from negotiation.solve.consistency import (
    bayes_failures,
    belief_failures,
    read_beliefs,
    updating_failures,
)

__all__ = [
    "Played",
    "assert_consistent_beliefs",
    "assert_equilibrium",
    "assert_same_equilibria",
    "assert_sequential",
    "assert_subgame_perfect",
    "comparable",
    "play_text",
    "played",
]

Profile = (
    Equilibrium
    | Assessment
    | BehaviourProfile
    | Mapping[InformationSetName, str | Mapping[str, NumberLike]]
)
"""A way to play: an equilibrium, an assessment, a profile, or what `profile_of` reads."""

Played = tuple[tuple[tuple[History, Number], ...], tuple[Number, ...]]
"""The outcomes that can happen with their probabilities, and everybody's payoff."""

ZERO = Fraction(0)


def assert_equilibrium(game: Game, equilibrium: Profile, *, concept: str | None = None) -> None:
    """Assert that a way to play is an equilibrium of a game.

    Parameters
    ----------
    game
        The game, without symbols.
    equilibrium
        An `Equilibrium`, an `Assessment`, a `BehaviourProfile`, or a mapping from information
        set to action or probabilities.
    concept
        ``"Nash"``, ``"subgame perfect"``, ``"perfect Bayesian"`` or ``"sequential"``; left out,
        that of the equilibrium, or Nash for a mere profile.

    Raises
    ------
    AssertionError
        If it is none; the message names the player who gains, and where.
    InvalidProfile
        If it does not fit the game, or lacks the beliefs that the concept needs.
    NotSupported
        If the concept is not one of these.

    Examples
    --------
    >>> from negotiation import talks
    >>> game = talks.basing_shadow().at("thaw")
    >>> basing = {"basing | wants base": "station", "basing | no interest": "refrain"}
    >>> assert_equilibrium(game, {"transfer": "transfer", **basing})
    >>> assert_equilibrium(game, {"transfer": "keep", **basing})
    Traceback (most recent call last):
    ...
    AssertionError: this is not a Nash equilibrium:
      Russia at transfer: gets 0, could get 1/4 (regret 1/4)
    the profile plays:
      transfer: keep
      basing | wants base: station
      basing | no interest: refrain
    """
    asked = concept or (equilibrium.concept if isinstance(equilibrium, Equilibrium) else NASH)
    certificate, profile = _certified(game, equilibrium, asked)
    if not certificate.holds:
        raise AssertionError(_refusal(asked, certificate, profile))


def assert_subgame_perfect(game: Game, profile: Profile) -> None:
    """Assert that a way to play is an equilibrium in every subgame (Selten 1965).

    Parameters and exceptions are those of `assert_equilibrium`.

    Examples
    --------
    >>> from negotiation import talks
    >>> game = talks.basing_shadow().at("thaw")
    >>> assert_subgame_perfect(
    ...     game,
    ...     {
    ...         "transfer": "keep",
    ...         "basing | wants base": "refrain",
    ...         "basing | no interest": "refrain",
    ...     },
    ... )
    Traceback (most recent call last):
    ...
    AssertionError: this is not a subgame perfect equilibrium:
      Russia at transfer: gets 0, could get 1 (regret 1)
      United States at basing | wants base: gets 0, could get 1 (regret 1)
    the profile plays:
      transfer: keep
      basing | wants base: refrain
      basing | no interest: refrain
    """
    assert_equilibrium(game, profile, concept=SUBGAME_PERFECT)


def assert_sequential(
    game: Game,
    assessment: Equilibrium | Assessment,
    *,
    witness: ConsistencyWitness | None = None,
) -> None:
    """Assert that an assessment is a sequential equilibrium (Kreps and Wilson 1982).

    Parameters
    ----------
    game
        The game, without symbols.
    assessment
        An equilibrium with beliefs, or an `Assessment`.
    witness
        The labels that show the beliefs to be consistent; those of the equilibrium where left
        out.

    Raises
    ------
    AssertionError
        If somebody gains somewhere, or the beliefs do not fit.
    InvalidProfile
        If there are no beliefs or there is no witness.

    Examples
    --------
    >>> from negotiation import solve, talks
    >>> game = talks.autonomy_signalling().at()
    >>> for equilibrium in solve.sequential(game):
    ...     assert_sequential(game, equilibrium)
    """
    certificate, profile = _certified(game, assessment, SEQUENTIAL, witness)
    if not certificate.holds:
        raise AssertionError(_refusal(SEQUENTIAL, certificate, profile))


def assert_consistent_beliefs(game: Game, assessment: Equilibrium | Assessment) -> None:
    """Assert that beliefs obey Bayes' rule on the path and update consistently off it.

    Updating consistency (Perea 2002) binds the beliefs of one player at consecutive information
    sets, reached or not.  For the consistency of Kreps and Wilson see `assert_sequential`.

    Parameters
    ----------
    game
        The game, without symbols.
    assessment
        An equilibrium with beliefs, or an `Assessment`.

    Raises
    ------
    AssertionError
        If a belief is missing, is no distribution, or does not follow; the information set is
        named.
    InvalidProfile
        If there are no beliefs.

    Examples
    --------
    >>> from negotiation import solve, talks
    >>> game = talks.autonomy_signalling().at()
    >>> for equilibrium in solve.perfect_bayesian(game):
    ...     assert_consistent_beliefs(game, equilibrium)
    """
    game = settled_game(game)
    profile, beliefs = _profile(game, assessment), _beliefs(game, assessment)
    if beliefs is None:
        message = (
            "there are no beliefs to look at; give an Assessment, or an equilibrium with beliefs"
        )
        raise InvalidProfile(message)
    read = read_beliefs(profile, beliefs)
    failures = [
        *belief_failures(read),
        *bayes_failures(profile, read),
        *updating_failures(profile, read),
    ]
    if failures:
        raise AssertionError("\n  ".join(["these beliefs do not follow from play:", *failures]))


def assert_same_equilibria(found: Iterable[Equilibrium], expected: Iterable[Equilibrium]) -> None:
    """Assert that two lists hold the same equilibria, up to what is off the path.

    Two equilibria count as the same if the same outcomes happen with the same probabilities and
    everybody gets the same; how often a list has them does not count.

    Parameters
    ----------
    found, expected
        Equilibria of games with the same players.

    Raises
    ------
    AssertionError
        If one list has an equilibrium that the other lacks.

    Examples
    --------
    >>> from negotiation import solve, talks
    >>> game = talks.basing_shadow().at()
    >>> assert_same_equilibria(solve.subgame_perfect(game), [solve.backward_induction(game)])
    """
    left, right = ({played(each): each for each in given} for given in (found, expected))
    missing = [each for key, each in right.items() if not _holds(left, key)]
    extra = [each for key, each in left.items() if not _holds(right, key)]
    if missing or extra:
        lines = ["the equilibria differ:"]
        lines += [f"  not found: {play_text(each)}" for each in missing]
        lines += [f"  not expected: {play_text(each)}" for each in extra]
        raise AssertionError("\n".join(lines))


def _holds(known: Mapping[Played, Equilibrium], sought: Played) -> bool:
    """Whether a play is among others; algebraic numbers may be written in several ways."""
    return sought in known or any(_alike(sought, other) for other in known)


def _alike(one: Played, other: Played) -> bool:
    if [history for history, _ in one[0]] != [history for history, _ in other[0]]:
        return False
    left = [*(chance for _, chance in one[0]), *one[1]]
    right = [*(chance for _, chance in other[0]), *other[1]]
    return len(left) == len(right) and all(
        sign(first - second) == 0 for first, second in zip(left, right, strict=True)
    )


def played(equilibrium: Equilibrium) -> Played:
    """Return what happens in an equilibrium: outcomes with probabilities, and payoffs."""
    payoffs = [equilibrium.payoffs[player] for player in equilibrium.game.players]
    return comparable(equilibrium.outcomes, payoffs)


def comparable(outcomes: Mapping[History, Number], payoffs: Iterable[Number]) -> Played:
    """Return a play in a form that can be compared, whatever the order of its outcomes."""
    return tuple(sorted(outcomes.items(), key=lambda item: item[0])), tuple(payoffs)


def play_text(equilibrium: Equilibrium) -> str:
    """Write in one line what happens in an equilibrium and what everybody gets."""
    happens = "; ".join(
        f"{name_text(history)} {format_number(chance)}"
        for history, chance in equilibrium.outcomes.items()
    )
    payoffs = ", ".join(f"{who} {format_number(pay)}" for who, pay in equilibrium.payoffs.items())
    return f"{happens}  (payoffs: {payoffs})"


def _certified(
    game: Game,
    given: Profile,
    concept: str,
    witness: ConsistencyWitness | None = None,
) -> tuple[Certificate, BehaviourProfile]:
    game = settled_game(game)
    profile = _profile(game, given)
    own = given.witness if isinstance(given, Equilibrium) else None
    tolerance = given.certificate.tolerance if isinstance(given, Equilibrium) else ZERO
    needs_beliefs = concept in (PERFECT_BAYESIAN, SEQUENTIAL)
    certificate = certify(
        profile,
        concept,
        beliefs=_beliefs(game, given) if needs_beliefs else None,
        witness=(witness or own) if concept == SEQUENTIAL else None,
        tolerance=exact(tolerance),
    )
    return certificate, profile


def _profile(game: Game, given: Profile) -> BehaviourProfile:
    if isinstance(given, Equilibrium | Assessment):
        given = given.profile
    if not isinstance(given, BehaviourProfile):
        return profile_of(game, given)
    if given.game != game:
        message = "the profile is one of another game; give the game that it was made for"
        raise InvalidProfile(message)
    return given


def _beliefs(game: Game, given: Profile) -> Beliefs | None:
    if not isinstance(given, Equilibrium | Assessment) or given.beliefs is None:
        return None
    if given.beliefs.game != game:
        message = "the beliefs are those of another game; give the game that they were made for"
        raise InvalidProfile(message)
    return given.beliefs


def _refusal(concept: str, certificate: Certificate, profile: BehaviourProfile) -> str:
    lines = [f"this is not a {concept} equilibrium:"]
    lines += [
        f"  {regret}"
        for regret in certificate.regrets
        if sign(regret.amount - certificate.tolerance) > 0
    ]
    lines += [f"  {failure}" for failure in certificate.failures]
    lines.append("the profile plays:")
    for name, distribution in profile.items():
        chosen = [(action, chance) for action, chance in distribution.items() if chance != 0]
        shown = (
            chosen[0][0]
            if len(chosen) == 1
            else ", ".join(f"{action} {format_number(chance)}" for action, chance in chosen)
        )
        lines.append(f"  {name_text(name)}: {shown}")
    return "\n".join(lines)
