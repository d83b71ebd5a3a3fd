"""A game at one point, and what was seen of it: the two sides of a comparison.

A `Setting` says which form of which game is played at which parameter values.  An `Observation`
says in the labels of the game what happened: moves that were made, moves that were not, and how
somebody would reply (or replied) at an information set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negotiation.model.model import BASELINE

if TYPE_CHECKING:
    from negotiation.exact import Number, NumberLike
    from negotiation.game import Game
    from negotiation.model import Model

__all__ = ["Observation", "Setting", "setting"]


@dataclass(frozen=True)
class Setting:
    """A form of a game at parameter values.

    Build it with `setting`.

    Attributes
    ----------
    game
        The name of the game.
    options
        The options that differ from the game's own, as pairs.
    calibration
        The calibration to start from.
    values
        Parameter values put in place of those of the calibration, as pairs.
    """

    game: str
    options: tuple[tuple[str, object], ...] = ()
    calibration: str = BASELINE
    values: tuple[tuple[str, NumberLike], ...] = ()

    def model(self) -> Model:
        """Build the model.

        Raises
        ------
        UnknownName
            If there is no such game, or an option has an unknown value.
        """
        from negotiation.talks.catalogue import catalogue

        return catalogue()[self.game](**dict(self.options))

    def at(self) -> Game:
        """Return the game at the parameter values.

        Raises
        ------
        NegotiationError
            As `Model.at` does.
        """
        return self.model().at(self.calibration, check=True, **dict(self.values))

    def point(self) -> dict[str, Number]:
        """Return the exact values of all parameters.

        Raises
        ------
        NegotiationError
            As `Model.values` does.

        Examples
        --------
        >>> str(setting("basing_shadow", "thaw").point()["basing_probability"])
        '1/4'
        """
        return self.model().values(self.calibration, check=True, **dict(self.values))

    @property
    def changes(self) -> str:
        """The options, the calibration and the values in words.

        >>> setting("congress_veto", form="congress_proposes").changes
        'form=congress_proposes, baseline'
        """
        return ", ".join(
            [
                *(f"{name}={value}" for name, value in self.options),
                self.calibration,
                *(f"{name} = {value}" for name, value in self.values),
            ]
        )

    def __str__(self) -> str:
        return f"{self.game} ({self.changes})"


def setting(
    game: str,
    calibration: str = BASELINE,
    values: Mapping[str, NumberLike] | None = None,
    **options: object,
) -> Setting:
    """Return a form of a game at parameter values.

    Parameters
    ----------
    game
        The name of the game.
    calibration
        The calibration to start from.
    values
        Parameter values put in place of those of the calibration.
    **options
        The options of the game.

    Examples
    --------
    >>> print(setting("basing_shadow", "thaw"))
    basing_shadow (thaw)
    >>> setting("basing_shadow", values={"basing_loss": 4}).at().players
    ('Japan', 'Russia', 'United States')
    """
    return Setting(game, tuple(options.items()), calibration, tuple((values or {}).items()))


@dataclass(frozen=True)
class Observation:
    """What was seen, in the labels of a game.

    Attributes
    ----------
    moves
        Player (or ``"chance"``) and label of a move that was made, as pairs.
    absent
        Player and label of a move that was not made.
    replies
        Information set and action: what is done there, wherever play goes.
    """

    moves: tuple[tuple[str, str], ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    replies: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Observation:
        """Read an observation from data: ``{"moves": {"Russia": ["keep"]}, ...}``.

        >>> print(Observation.read({"moves": {"Russia": ["keep"]}}))
        Russia: keep
        """

        def pairs(key: str) -> tuple[tuple[str, str], ...]:
            return tuple(
                (who, label) for who, labels in row.get(key, {}).items() for label in labels
            )

        return cls(pairs("moves"), pairs("absent"), tuple(row.get("replies", {}).items()))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was seen that the game speaks of."""
        return not (self.moves or self.absent or self.replies)

    def __str__(self) -> str:
        return "; ".join(
            [
                *(f"{who}: {label}" for who, label in self.moves),
                *(f"{who}: no {label}" for who, label in self.absent),
                *(f"at '{place}': {action}" for place, action in self.replies),
            ]
        )
