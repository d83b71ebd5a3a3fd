"""Ways to play a game: behaviour profiles, and assessments, which have beliefs too."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from negotiation.errors import InvalidGame
from negotiation.game import (
    Assessment,
    BehaviourProfile,
    Beliefs,
    Game,
    bayes_beliefs,
    settled_game,
)
from negotiation.testing.strategies.numbers import distributions

__all__ = ["assessments", "profiles"]


def profiles(game: Game, *, pure: bool = False) -> st.SearchStrategy[BehaviourProfile]:
    """Draw behaviour profiles of a game: at every information set, probabilities of its actions.

    Parameters
    ----------
    game
        The game, without symbols.
    pure
        Whether every information set plays one action with certainty.

    Raises
    ------
    InvalidGame
        If it is no game.
    MissingParameter
        If symbols are left without a value.

    Examples
    --------
    >>> from hypothesis import find
    >>> from negotiation import talks
    >>> game = talks.basing_shadow().at()
    >>> print(find(profiles(game, pure=True), lambda profile: True)["transfer"])
    {'keep': Fraction(1, 1), 'transfer': Fraction(0, 1)}
    """
    _require_game(game)
    game = settled_game(game)
    rows = [_rows(len(infoset.actions), pure=pure) for infoset in game.tree.infosets]
    return st.tuples(*rows).map(lambda table: BehaviourProfile(game, tuple(table)))


def _rows(size: int, *, pure: bool) -> st.SearchStrategy[tuple[Fraction, ...]]:
    if not pure:
        return distributions(size)
    return st.integers(0, size - 1).map(
        lambda place: tuple(Fraction(int(place == each)) for each in range(size))
    )


def assessments(game: Game, *, pure: bool = False) -> st.SearchStrategy[Assessment]:
    """Draw profiles with beliefs that obey Bayes' rule where play goes and are free elsewhere.

    Parameters and exceptions are those of `profiles`.

    Examples
    --------
    >>> from hypothesis import find
    >>> from negotiation import talks
    >>> game = talks.autonomy_signalling().at()
    >>> drawn = find(assessments(game, pure=True), lambda assessment: True)
    >>> drawn.beliefs["transfer | pledge"]
    {('autonomous', 'pledge'): Fraction(1, 4), ('dependent', 'pledge'): Fraction(3, 4)}
    """
    _require_game(game)
    game = settled_game(game)
    off_path = st.tuples(*[distributions(len(infoset.nodes)) for infoset in game.tree.infosets])
    return st.builds(_assessment, profiles(game, pure=pure), off_path)


def _assessment(
    profile: BehaviourProfile, off_path: tuple[tuple[Fraction, ...], ...]
) -> Assessment:
    derived = bayes_beliefs(profile).table
    table = tuple(
        free if bayes is None else bayes for bayes, free in zip(derived, off_path, strict=True)
    )
    return Assessment(profile, Beliefs(profile.game, table))


def _require_game(game: object) -> None:
    if not isinstance(game, Game):
        message = f"give the game to be played, of a model model.at(...), not {game!r}"
        raise InvalidGame(message)
