"""Types of models, their parts, and the games of the talks.

The functions are checked, not called; see `tests.typing.games`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_type

import sympy

from negotiation import Assumption, Constraint, Game, Model, Parameter, Proposition, talks
from negotiation.exact import Number
from negotiation.model import ClosedForm, Happens, Monotone, Named, Source, article, reaches
from negotiation.talks import ArticleClaim


def parts(gain: sympy.Symbol, loss: sympy.Symbol) -> None:
    parameter = Parameter("gain", "what is gained", domain="> 0", unit="payoff", latex="g")
    assert_type(parameter.symbol, sympy.Symbol)
    assert_type(parameter.source, Source)
    Parameter(gain)
    Assumption("costly", gain < loss, "it costs", article("C18"))
    Constraint("no charity", gain <= 0).lifted()
    Proposition("first", "words", (Happens(reaches("transfer")),))
    Monotone(reaches("transfer"), "gain", "increasing")
    Parameter(5)  # type: ignore[arg-type]  # no name
    Parameter("gain", domain=5)  # type: ignore[arg-type]  # no domain
    Assumption("costly", "gain < loss")  # type: ignore[arg-type]  # no condition
    Constraint("no charity")  # type: ignore[call-arg]  # a constraint has a condition
    Monotone(reaches("transfer"), "gain", "upwards")  # type: ignore[arg-type]  # no direction


def models(game: Game, gain: sympy.Symbol) -> None:
    model = Model(
        "transfer",
        game,
        [Parameter("gain")],
        [Assumption("positive", gain > 0)],
        {"baseline": {"gain": "1/2"}, "thaw": {"gain": 0.25}},
    )
    assert_type(model.at(), Game)
    assert_type(model.at("thaw", check=False, gain="1/3"), Game)
    assert_type(model.values("thaw"), dict[str, Number])
    assert_type(model.without("positive"), Model)
    assert_type(model.assuming(gain > 1, "no charity", Assumption("more", gain > 2)), Model)
    assert_type(model.parameters, Named[Parameter])
    assert_type(model.parameters["gain"], Parameter)
    assert_type(model.constraints["no charity"], Constraint)
    assert_type(model.propositions["first"], Proposition)
    assert_type(model.calibrations["baseline"], Mapping[str, Number])
    assert_type(model.closed_forms["share"], ClosedForm)
    assert_type(model.symbols["gain"], sympy.Symbol)
    Model("transfer", None)  # type: ignore[arg-type]  # no game
    Model("transfer", game, [gain])  # type: ignore[list-item]  # a symbol is no parameter
    Model("transfer", game, calibrations={"baseline": 5})  # type: ignore[dict-item]  # no values
    model.at(5)  # type: ignore[arg-type]  # no calibration
    model.at(gain=None)  # type: ignore[arg-type]  # no number
    model.at(check="no")  # type: ignore[arg-type]  # no truth value
    model.name = "other"  # type: ignore[misc]  # frozen


def games_of_the_talks() -> None:
    assert_type(talks.basing_shadow(), Model)
    assert_type(talks.basing_shadow(informed=True).at("thaw"), Game)
    assert_type(talks.catalogue()["basing_shadow"], Callable[..., Model])
    assert_type(talks.claims()["C51"], ArticleClaim)
    talks.basing_shadow("informed")  # type: ignore[call-arg,arg-type]  # options are keywords
    talks.basing_shadow(informd=True)  # type: ignore[call-arg]  # misspelt
