"""What Hypothesis calls at its start: strategies for the types of the library.

Afterwards ``@given(game=...)`` is not needed where a test says what it takes: a test with an
argument ``game: Game`` may use `hypothesis.strategies.from_type`.  Nothing heavy is loaded here;
the strategies are made when a type is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.game import Game
from negotiation.model import Model

if TYPE_CHECKING:
    from hypothesis import strategies as st

__all__ = ["register"]


def register() -> None:
    """Tell Hypothesis how to draw a `Game` and a `Model`.

    >>> from hypothesis import find, strategies as st
    >>> register()
    >>> find(st.from_type(Game), lambda game: len(game.players) == 2).players
    ('Japan', 'Russia')
    """
    # Hypothesis loads this module at its own start, so this module may not load it first.
    from hypothesis import strategies as st

    st.register_type_strategy(Game, _games)
    st.register_type_strategy(Model, _models)


def _games(_: type[Game]) -> st.SearchStrategy[Game]:
    from negotiation.testing.strategies import games

    return games()


def _models(_: type[Model]) -> st.SearchStrategy[Model]:
    from negotiation.testing.strategies import models

    return models()
