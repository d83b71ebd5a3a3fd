"""Games for other programs: nashpy, quantecon, pygambit, OpenSpiel.

Programs for games in strategic form get the reduced strategic form, programs for trees the text of
an .efg file, which they read themselves.  Numbers of nashpy, quantecon and OpenSpiel are doubles:
what they find is numerical, and this library certifies only what is exact.
"""

from __future__ import annotations

import importlib.metadata
import io
import math
from typing import TYPE_CHECKING, Any

from negotiation.errors import MissingDependency, NotSupported
from negotiation.formats.efg import write_efg
from negotiation.formats.text import in_ascii
from negotiation.game import Game, reduced_strategic_form
from negotiation.game.strategic import StrategicForm

if TYPE_CHECKING:
    import numpy as np

    from negotiation.exact import Number

__all__ = ["to_nashpy", "to_openspiel", "to_pygambit", "to_quantecon"]


def to_nashpy(game: Game | StrategicForm) -> Any:  # noqa: ANN401 - nashpy has no types
    """Return a two-player game as a `nashpy.Game`, payoffs rounded to doubles.

    Parameters
    ----------
    game
        A game, of which the reduced strategic form is taken, or a strategic form.  Rows and
        columns stand in the order of ``form.strategies``.

    Raises
    ------
    NotSupported
        If there are not two players, or a payoff is beyond the doubles.
    ImperfectRecall
        If a player of a game lacks perfect recall; give its full strategic form instead.
    MissingParameter
        If symbols are left without a value.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> pennies = to_nashpy(simultaneous_game([[[1, 0], [0, 1]], [[0, 1], [1, 0]]]))
    >>> [[list(map(float, own)) for own in pair] for pair in pennies.support_enumeration()]
    [[[0.5, 0.5], [0.5, 0.5]]]
    """
    form = _form(game)
    if len(form.players) != 2:
        message = f"nashpy needs two players, not {len(form.players)}; use to_quantecon"
        raise NotSupported(message)
    import nashpy

    rows, columns = (_array(form, player) for player in range(2))
    return nashpy.Game(rows, columns)


def to_quantecon(game: Game | StrategicForm) -> Any:  # noqa: ANN401 - quantecon has no types
    """Return a game as a `quantecon.game_theory.NormalFormGame`, payoffs rounded to doubles.

    Parameters
    ----------
    game
        A game, of which the reduced strategic form is taken, or a strategic form.

    Raises
    ------
    MissingDependency
        If quantecon is not installed.
    NotSupported
        If a payoff is beyond the doubles.
    ImperfectRecall
        If a player of a game lacks perfect recall; give its full strategic form instead.
    MissingParameter
        If symbols are left without a value.

    Notes
    -----
    quantecon lists a player's own strategies first, then those of the players after, then those
    of the players before.
    """
    form = _form(game)
    try:
        from quantecon.game_theory import NormalFormGame, Player  # pyright: ignore[reportMissingImports] - a peer, if it is there
    except ImportError as error:
        message = "to_quantecon needs quantecon; install it with: pip install quantecon"
        raise MissingDependency(message) from error
    count = len(form.players)
    return NormalFormGame(
        [
            Player(_array(form, player).transpose([*range(player, count), *range(player)]))
            for player in range(count)
        ]
    )


def to_pygambit(game: Game) -> Any:  # noqa: ANN401 - the types of an optional program
    """Return a game as a `pygambit.Game`; numbers stay exact.

    Parameters
    ----------
    game
        A game without symbols.

    Raises
    ------
    MissingDependency
        If pygambit is not installed.
    MissingParameter
        If symbols are left without a value.
    NotSupported
        If a number is irrational, or Gambit does not take the game; its reason is given.

    Notes
    -----
    The game goes through the text of an .efg file, which every version of pygambit from 16.3 on
    reads.  Labels that Gambit does not take are written as `write_efg` says; where Gambit 16 takes
    ASCII only, so are letters beyond it.
    """
    text = write_efg(game)
    try:
        import pygambit  # pyright: ignore[reportMissingImports] - a peer, if it is there
    except ImportError as error:
        message = "to_pygambit needs pygambit; install it with: pip install pygambit"
        raise MissingDependency(message) from error
    if int(importlib.metadata.version("pygambit").split(".")[0]) < 17:
        text = in_ascii(text)
    try:
        return pygambit.read_efg(io.BytesIO(text.encode()))  # pyright: ignore[reportAttributeAccessIssue] - its types leave it out
    except ValueError as error:
        message = f"Gambit does not take the game: {error}"
        raise NotSupported(message) from None


def to_openspiel(game: Game) -> Any:  # noqa: ANN401 - the types of an optional program
    """Return a game as OpenSpiel's ``efg_game``; numbers become doubles there.

    Parameters
    ----------
    game
        A game without symbols, in which no move of chance has probability 0.

    Raises
    ------
    MissingDependency
        If OpenSpiel is not installed.
    MissingParameter
        If symbols are left without a value.
    NotSupported
        If a number is irrational, or OpenSpiel does not take the game; its reason is given.

    Notes
    -----
    OpenSpiel numbers players from 0 in the order of ``game.players`` and actions by their labels;
    moves and information sets keep their names.
    """
    text = write_efg(game)
    try:
        import pyspiel  # pyright: ignore[reportMissingImports] - a peer, if it is there
    except ImportError as error:
        message = "to_openspiel needs OpenSpiel; install it with: pip install open_spiel"
        raise MissingDependency(message) from error
    try:
        return pyspiel.load_efg_game(text)
    except pyspiel.SpielError as error:
        message = f"OpenSpiel does not take the game: {error}"
        raise NotSupported(message) from None


def _form(game: Game | StrategicForm) -> StrategicForm:
    return game if isinstance(game, StrategicForm) else reduced_strategic_form(game)


def _array(form: StrategicForm, player: int) -> np.ndarray:
    import numpy as np

    numbers = [_double(payoff) for payoff in form.payoffs[player]]
    return np.array(numbers, dtype=float).reshape(form.shape)


def _double(number: Number) -> float:
    try:
        double = float(number)
    except OverflowError:
        double = math.inf
    if not math.isfinite(double):
        message = "a payoff is beyond the doubles, which reach to about 1.8e308"
        raise NotSupported(message)
    return double
