"""Executable, exact, falsifiable formal models of negotiations.

The names below are loaded when they are first used, so that ``import negotiation`` is light.

>>> import negotiation as ng
>>> game = ng.talks.basing_shadow().at(basing_probability="1/4")
>>> [equilibrium] = ng.solve.subgame_perfect(game)
>>> equilibrium.path
('transfer',)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation import (
        bargaining,
        explore,
        formats,
        parametric,
        plot,
        protocols,
        solve,
        sweep,
        talks,
        testing,
    )
    from negotiation.game import Chance, Decision, Game, Outcome, When
    from negotiation.model import Assumption, Constraint, Model, Parameter, Proposition
    from negotiation.parametric import nearest, prove
    from negotiation.solve import Equilibrium

__version__ = "0.1.0"

__all__ = [
    "Assumption",
    "Chance",
    "Constraint",
    "Decision",
    "Equilibrium",
    "Game",
    "Model",
    "Outcome",
    "Parameter",
    "Proposition",
    "When",
    "bargaining",
    "explore",
    "formats",
    "nearest",
    "parametric",
    "plot",
    "protocols",
    "prove",
    "solve",
    "sweep",
    "talks",
    "testing",
]

_HOME = {
    "Assumption": "negotiation.model",
    "Chance": "negotiation.game",
    "Constraint": "negotiation.model",
    "Decision": "negotiation.game",
    "Equilibrium": "negotiation.solve",
    "Game": "negotiation.game",
    "Model": "negotiation.model",
    "Outcome": "negotiation.game",
    "Parameter": "negotiation.model",
    "Proposition": "negotiation.model",
    "When": "negotiation.game",
    "nearest": "negotiation.parametric",
    "prove": "negotiation.parametric",
}
_PACKAGES = frozenset(
    {
        "bargaining",
        "explore",
        "formats",
        "parametric",
        "plot",
        "protocols",
        "solve",
        "sweep",
        "talks",
        "testing",
    }
)


def __getattr__(name: str) -> object:
    if name in _HOME:
        value: object = getattr(import_module(_HOME[name]), name)
    elif name in _PACKAGES:
        value = import_module(f"negotiation.{name}")
    else:
        message = f"module 'negotiation' has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
