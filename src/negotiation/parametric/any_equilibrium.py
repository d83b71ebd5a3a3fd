"""An equilibrium whose numbers are unknown, for a claim to speak about.

A claim reads probabilities, beliefs and payoffs from an equilibrium and compares them.  Here these
are unknowns, and a comparison is a condition on them, so that the same claim can be asked of an
equilibrium that was solved and of all equilibria at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported
from negotiation.exact import as_sympy
from negotiation.game import BehaviourProfile, Beliefs, expected_payoffs, reach_probabilities
from negotiation.game.by_player import ByPlayer
from negotiation.solve.equilibrium import label_probability

if TYPE_CHECKING:
    from negotiation.game import Game, History, InformationSetName

__all__ = ["AnyEquilibrium", "Quantity", "any_equilibrium"]


class Quantity:
    """A number that is not known: arithmetic gives another, a comparison gives a condition.

    Conditions are combined with ``&``, ``|`` and ``~``: ``and``, ``or`` and ``not`` would have to
    know whether they hold.
    """

    __hash__ = None  # type: ignore[assignment]  # equality is a condition

    def __init__(self, expression: object) -> None:
        self.expression: Any = _plain(expression)

    def _sympy_(self) -> Any:  # noqa: ANN401 - a sympy expression
        return self.expression

    def __repr__(self) -> str:
        return str(self.expression)

    def __add__(self, other: object) -> Quantity:
        return Quantity(self.expression + _plain(other))

    def __radd__(self, other: object) -> Quantity:
        return Quantity(_plain(other) + self.expression)

    def __sub__(self, other: object) -> Quantity:
        return Quantity(self.expression - _plain(other))

    def __rsub__(self, other: object) -> Quantity:
        return Quantity(_plain(other) - self.expression)

    def __mul__(self, other: object) -> Quantity:
        return Quantity(self.expression * _plain(other))

    def __rmul__(self, other: object) -> Quantity:
        return Quantity(_plain(other) * self.expression)

    def __truediv__(self, other: object) -> Quantity:
        return Quantity(self.expression / _plain(other))

    def __neg__(self) -> Quantity:
        return Quantity(-self.expression)

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - a condition, not a truth value
        import sympy

        return sympy.Eq(self.expression, _plain(other))

    def __ne__(self, other: object) -> Any:  # noqa: ANN401 - as above
        import sympy

        return sympy.Ne(self.expression, _plain(other))

    def __lt__(self, other: object) -> Any:  # noqa: ANN401 - as above
        import sympy

        return sympy.Lt(self.expression, _plain(other))

    def __le__(self, other: object) -> Any:  # noqa: ANN401 - as above
        import sympy

        return sympy.Le(self.expression, _plain(other))

    def __gt__(self, other: object) -> Any:  # noqa: ANN401 - as above
        import sympy

        return sympy.Gt(self.expression, _plain(other))

    def __ge__(self, other: object) -> Any:  # noqa: ANN401 - as above
        import sympy

        return sympy.Ge(self.expression, _plain(other))


def _plain(other: object) -> Any:  # noqa: ANN401 - a sympy expression
    import sympy

    return other.expression if isinstance(other, Quantity) else sympy.sympify(other)


@dataclass(frozen=True, eq=False)
class AnyEquilibrium:
    """What a claim can read: as of an `Equilibrium`, but every number is a `Quantity`.

    Attributes
    ----------
    profile
        Information set → action → probability.
    beliefs
        Information set → history → probability.
    payoffs
        Player → expected payoff.
    """

    profile: Mapping[InformationSetName, Mapping[str, Quantity]]
    beliefs: Mapping[InformationSetName, Mapping[History, Quantity]]
    payoffs: Mapping[str, Quantity]
    _behaviour: BehaviourProfile = field(repr=False)

    def probability_of(self, label: str) -> Quantity:
        """Return the probability that a play contains a move with this label."""
        behaviour = self._behaviour
        reach = reach_probabilities(behaviour)
        return Quantity(as_sympy(label_probability(behaviour.game, reach, label)))

    @property
    def path(self) -> History:
        """Refused: which moves are certain is not one condition.

        Raises
        ------
        NotSupported
            Always; the message says what to write instead.
        """
        message = (
            "the path of an equilibrium that may mix is no condition on numbers; write "
            "equilibrium.probability_of('transfer') > 0, or a probability of equilibrium.profile"
        )
        raise NotSupported(message)


def any_equilibrium(
    game: Game, choices: list[list[object]], beliefs: list[list[object]]
) -> AnyEquilibrium:
    """Build the equilibrium a claim speaks about.

    Parameters
    ----------
    game
        The game, perhaps with symbols.
    choices, beliefs
        Expressions by information set: one an action, and one a node.
    """
    behaviour = BehaviourProfile(game, tuple(tuple(row) for row in choices))  # type: ignore[arg-type]  # expressions
    table = Beliefs(game, tuple(tuple(row) for row in beliefs))  # type: ignore[arg-type]  # expressions
    believed = {name: table[name] or {} for name in game.information_sets}
    return AnyEquilibrium(
        {
            name: {action: Quantity(chance) for action, chance in behaviour[name].items()}
            for name in game.information_sets
        },
        {
            name: {history: Quantity(weight) for history, weight in belief.items()}
            for name, belief in believed.items()
        },
        ByPlayer((p, Quantity(as_sympy(pay))) for p, pay in expected_payoffs(behaviour).items()),
        behaviour,
    )
