"""Scandal, Congress and the president's Russia policy.

A president who wants better relations faces a scandal at home and a Congress harsh on Russia.
The spatial forms are setter games on an axis of harshness: the proposer names a point, the
responder takes it or keeps the status quo (Romer and Rosenthal 1978; Krehbiel 1998 for pivots).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from negotiation.bargaining.legislative import romer_rosenthal
from negotiation.errors import InvalidModel, NotSupported
from negotiation.exact import as_sympy, exact_number, sign
from negotiation.game import Decision, Game
from negotiation.model import (
    Assumption,
    ClosedForm,
    Happens,
    HappensIff,
    Model,
    PropertyTest,
    Proposition,
    article,
    literature,
    reaches,
)
from negotiation.protocols import offer_grid, ultimatum, veto
from negotiation.talks.audit_checks import harsher_congress_harsher_grid
from negotiation.talks.building import choose, payer, whole
from negotiation.talks.checks import (
    harsher_congress_harsher_policy,
    nothing_softer_passes,
    the_pivot_decides,
)
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number, NumberLike
    from negotiation.game import Outcome

__all__ = ["congress_veto"]

BINARY = (
    "rapprochement_value",
    "scandal_cost",
    "block_cost",
    "congress_allow_cost",
    "congress_block_cost",
)
QUO = "status_quo_harshness"
SETTERS = {
    "president_proposes": (
        ("US President", "president_ideal"),
        ("US Congress", "congress_ideal"),
    ),
    "congress_proposes": (
        ("US Congress", "congress_ideal"),
        ("Override pivot", "override_ideal"),
    ),
}
STORY = (
    "A president who wants better relations faces a scandal at home and a Congress harsh on Russia."
)
PREDICTION = "The president holds; no softening; later, if anything, policy becomes harsher."


def congress_veto(
    *,
    form: str = "binary",
    steps: int = 13,
    axis_low: NumberLike = 0,
    axis_high: NumberLike = 12,
) -> Model:
    """Return the game of the president, Congress and Russia policy.

    Parameters
    ----------
    form
        ``"binary"`` (the president tries to improve relations or not; Congress allows or
        blocks), ``"president_proposes"`` or ``"congress_proposes"`` (setter games on an axis of
        harshness).
    steps
        N, the number of equal steps of the axis.
    axis_low, axis_high
        The ends of the axis.

    Notes
    -----
    In the spatial forms no proposal, a rejected proposal and a proposal equal to the status quo
    tie, so compare outcomes by harshness and payoffs.  Thirteen steps keep the integer
    calibrations off the grid, where the responder would be indifferent.

    Examples
    --------
    >>> from negotiation.solve import subgame_perfect
    >>> [baseline] = subgame_perfect(congress_veto().at())
    >>> baseline.path
    ('hold',)
    >>> spatial = congress_veto(form="president_proposes")
    >>> spatial.closed_forms["spatial_outcome"](congress_ideal=5)
    {'harshness': Fraction(4, 1)}
    """
    choose("form", form, ("binary", *SETTERS))
    whole("steps", steps)
    low = exact_number(axis_low, what="axis_low")
    high = exact_number(axis_high, what="axis_high")
    if low >= high:
        message = f"axis_low must lie below axis_high, not {low} and {high}"
        raise InvalidModel(message)
    if form == "binary":
        return _binary(steps, low, high)
    return _spatial(form, steps, low, high)


def _options(form: str, steps: int, low: Fraction, high: Fraction) -> dict[str, object]:
    return {"form": form, "steps": steps, "axis_low": low, "axis_high": high}


def _binary(steps: int, low: Fraction, high: Fraction) -> Model:
    players = ("US President", "US Congress")
    pays = payer(*players)
    value, scandal, blocked, allow_cost, block_cost = symbols(*BINARY)
    improve = veto(
        "US Congress",
        pays(value - scandal, -allow_cost),
        pays(-blocked, -block_cost),
        information_set="response | improve",
    )
    root = Decision("US President", {"hold": pays(0, 0), "improve": improve}, "policy")
    return Model(
        "congress_veto",
        Game(players, root),
        parameters(*BINARY),
        [
            Assumption(
                "congress_prefers_blocking",
                allow_cost > block_cost,
                "letting an improvement pass costs Congress more than blocking it",
                article("C13"),
                calibrations=("baseline",),
            ),
            Assumption("block_hurts_president", blocked > 0, "being blocked costs the president"),
            _setter_assumption(),
        ],
        {
            "baseline": {
                "rapprochement_value": 2,
                "scandal_cost": 1,
                "block_cost": 1,
                "congress_allow_cost": 3,
                "congress_block_cost": 1,
            },
            "compliant_congress": {"congress_allow_cost": 1, "congress_block_cost": 3},
        },
        [
            Proposition(
                "no_attempt_is_observed",
                "If Congress prefers blocking, no attempt is ever observed.",
                (
                    Happens(reaches("improve"), where=allow_cost > block_cost, never=True),
                    HappensIff(reaches("improve"), (allow_cost < block_cost) & (value > scandal)),
                ),
            )
        ],
        story=STORY,
        prediction=PREDICTION,
        options=_options("binary", steps, low, high),
    )


def _spatial(form: str, steps: int, low: Fraction, high: Fraction) -> Model:
    (proposer, own), (responder, other) = SETTERS[form]
    players = (proposer, responder)
    pays = payer(*players)
    quo, own_ideal, other_ideal = symbols(QUO, own, other)

    def losses(point: sympy.Expr) -> Outcome:
        import sympy

        return pays(-sympy.Abs(point - own_ideal), -sympy.Abs(point - other_ideal))

    menu = {
        label: losses(as_sympy(low + (high - low) * share))
        for label, share in offer_grid("propose", steps).items()
    }
    calibrations = {
        "president_proposes": {
            "baseline": {"president_ideal": 2, QUO: 6, "congress_ideal": 7},
            "milder_congress": {"congress_ideal": 5},
            "mild_congress": {"congress_ideal": 3},
        },
        "congress_proposes": {
            "baseline": {"congress_ideal": 10, QUO: 6, "override_ideal": 9},
            "milder_pivot": {"override_ideal": 7},
            "mild_pivot": {"override_ideal": 5},
        },
    }
    return Model(
        "congress_veto",
        Game(players, ultimatum(proposer, responder, menu, losses(quo))),
        parameters(QUO, own, other),
        _spatial_assumptions(form),
        calibrations[form],
        _spatial_propositions(form),
        [
            ClosedForm(
                "spatial_outcome",
                "the policy that results where any point may be proposed and the responder "
                "accepts when indifferent",
                partial(spatial_outcome, own=own, other=other, low=low, high=high),
                source="Romer and Rosenthal 1978",
            )
        ],
        story=STORY,
        prediction=PREDICTION,
        options=_options(form, steps, low, high),
    )


def spatial_outcome(
    values: Mapping[str, Number], *, own: str, other: str, low: Fraction, high: Fraction
) -> dict[str, object]:
    """Return the policy of the setter game in which any point may be proposed.

    Parameters
    ----------
    values
        Parameter values.
    own, other
        The parameters that hold the ideals of the proposer and of the responder.
    low, high
        The ends of the axis.

    Raises
    ------
    NotSupported
        If the outcome would lie off the axis.

    Notes
    -----
    The responder accepts what is no further from its ideal than the status quo: the points
    between the status quo and its mirror image.  The proposer takes the one nearest its ideal.
    """
    point = romer_rosenthal(values[own], values[other], values[QUO]).policy
    if sign(point - low) < 0 or sign(high - point) < 0:
        message = (
            f"the outcome would be {point}, which lies off the axis from {low} to {high}; "
            "take a longer axis"
        )
        raise NotSupported(message)
    return {"harshness": point}


def _setter_assumption() -> Assumption:
    return Assumption(
        "setter_game",
        words="one side proposes, the other takes it or keeps what there is",
        source=literature("Romer and Rosenthal 1978, agenda setting; Krehbiel 1998, pivots"),
    )


def _spatial_assumptions(form: str) -> list[Assumption]:
    quo, congress, president = symbols(QUO, "congress_ideal", "president_ideal")
    president_first = form == "president_proposes"
    softer = Assumption(
        "president_softer",
        president < quo,
        "the president wants a softer policy than the present one",
        article("C08"),
    )
    return [
        *([softer] if president_first else []),
        Assumption(
            "congress_not_softer",
            congress >= quo,
            "Congress does not want a softer policy than the present one",
            article("C13", "C82"),
            calibrations=("baseline",) if president_first else (),
        ),
        Assumption(
            "scandal_adds_harshness",
            words="congress_ideal rises with each revelation",
            source=article("C12", "C13"),
        ),
        _setter_assumption(),
    ]


def _spatial_propositions(form: str) -> list[Proposition]:
    if form == "president_proposes":
        return [
            Proposition(
                "harsher_congress_harsher_policy",
                "The outcome when the president proposes is weakly increasing in congress_ideal.",
                how="property test of spatial_outcome, where any point may be proposed",
                check=PropertyTest(harsher_congress_harsher_policy, points=60),
            ),
            Proposition(
                "harsher_congress_harsher_grid",
                "The same on the grid of the tree, for the softest and the harshest policy where "
                "several equilibria differ.",
                how="property test of the equilibria of the tree",
                check=PropertyTest(harsher_congress_harsher_grid, points=15),
            ),
            Proposition(
                "nothing_softer_passes",
                "With congress_ideal at or above the status quo nothing softer passes, so policy "
                "can only move towards harshness.",
                how="derived from spatial_outcome: every acceptable point is at least "
                "status_quo_harshness; property test",
                check=PropertyTest(nothing_softer_passes, points=60),
            ),
        ]
    return [
        Proposition(
            "the_pivot_decides",
            "Congress can harden policy on its own iff the override pivot stands on the harsher "
            "side of the status quo.",
            how="derived from spatial_outcome: with congress_ideal above the status quo the "
            "outcome lies above it exactly where override_ideal does; property test",
            check=PropertyTest(the_pivot_decides, points=60),
        )
    ]
