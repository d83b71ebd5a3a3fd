"""A fisheries deal between two neighbours: a model of one's own, from parameters to answers.

The coastal state offers a quota or none; the fishing state accepts or goes on without a permit,
and is then caught with some probability.
"""

from sympy import symbols

from negotiation import (
    Assumption,
    Chance,
    Decision,
    Game,
    Model,
    Outcome,
    Parameter,
    solve,
)

catch, fee, fine, watch = symbols("catch fee fine watch")

poaching = Chance(
    {
        "caught": (watch, Outcome({"coast": fine, "fleet": -fine})),
        "not caught": (1 - watch, Outcome({"coast": -catch, "fleet": catch})),
    }
)
answer = Decision(
    "fleet",
    {"buy": Outcome({"coast": fee, "fleet": catch - fee}), "poach": poaching},
    "answer | permit",
)
closed = Decision(
    "fleet",
    {"stay home": Outcome({"coast": 0, "fleet": 0}), "poach": poaching},
    "answer | no permit",
)
model = Model(
    name="fisheries",
    game=Game(
        ("coast", "fleet"), Decision("coast", {"permit": answer, "no permit": closed}, "offer")
    ),
    parameters=[
        Parameter("catch", "what a season's catch is worth", domain="> 0"),
        Parameter("fee", "the price of a permit", domain=">= 0"),
        Parameter("fine", "what a caught boat pays", domain="> 0"),
        Parameter("watch", "the probability of being caught", domain="[0, 1]"),
    ],
    assumptions=[Assumption("permit_worth_having", fee < catch, "a permit leaves a profit")],
    calibrations={
        "baseline": {"catch": 4, "fee": 1, "fine": 6, "watch": "1/2"},
        "lax_patrol": {"watch": "1/20"},
    },
)

for calibration in model.calibrations:
    for equilibrium in solve.subgame_perfect(model.at(calibration)):
        print(f"== {calibration}")
        print(equilibrium)
