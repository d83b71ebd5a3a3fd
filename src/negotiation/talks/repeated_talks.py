"""Talking again and again; and the dilemma of joint economic activity (JEA), repeated.

One meeting will not settle the islands; the sides meet again and again, perhaps building trust.
Separately: will each side keep respecting the other's legal position in JEA?
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from negotiation.game import Chance, Decision, Game, Node
from negotiation.model import (
    MODELLER,
    Assumption,
    ClosedForm,
    Formula,
    Happens,
    Model,
    PropertyTest,
    Proposition,
    Varies,
    article,
    reaches,
)
from negotiation.protocols import repeated_stage, simultaneous_move
from negotiation.protocols.repeated import after_past
from negotiation.talks.audit_checks import never_talk_is_an_equilibrium, nobody_respects
from negotiation.talks.building import choose, payer, whole
from negotiation.talks.checks import first_round_may_lose, patience_does_not_decide
from negotiation.talks.repeated_formulas import stationary_value, trust_values
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import NumberLike

__all__ = ["repeated_talks"]

PLAYERS = ("Japan", "Russia")
MOVES = ("talk", "quit")
TALKS = (
    "japan_breakthrough_value",
    "russia_breakthrough_value",
    "japan_talk_cost",
    "russia_talk_cost",
    "discount_factor",
    "breakthrough_probability",
)
DILEMMA = (
    "cooperation_payoff",
    "temptation_payoff",
    "punishment_payoff",
    "sucker_payoff",
    "discount_factor",
)
TRUST = ("1/20", "1/10", "1/5", "1/2")
"""The chances of a breakthrough in rounds 1 to 4; they stay at the last in further rounds."""
PAYS = payer(*PLAYERS)
STORY = (
    "One meeting will not settle the islands; they meet again and again, perhaps building trust. "
    "Separately: will each side keep respecting the other's legal position in JEA?"
)
PREDICTION = "They keep talking although nothing is in sight."


def repeated_talks(*, rounds: int = 4, stage: str = "talks", simultaneous: bool = True) -> Model:
    """Return the game of repeated talks, or of the repeated JEA dilemma.

    Parameters
    ----------
    rounds
        T, the number of rounds.
    stage
        ``"talks"`` (each round both talk or somebody quits) or ``"jea_dilemma"`` (each round
        both respect the other's legal position or develop alone).
    simultaneous
        Whether Russia moves without seeing Japan's move of the round; in the dilemma it always
        does.

    Notes
    -----
    In the simultaneous tree quitting for ever is always an equilibrium: compare the set of pure
    subgame-perfect payoffs and its Pareto-best member.  The sequential tree has a generically
    unique payoff, equal to that best member.  ``breakthrough_probability`` is the constant chance
    of the closed form ``stationary_value``; the tree has one chance a round.

    Examples
    --------
    >>> from negotiation.solve import backward_induction
    >>> model = repeated_talks(simultaneous=False)
    >>> talks = backward_induction(model.at())
    >>> str(talks.payoffs["Japan"])
    '1093547/500000'
    >>> answer = model.closed_forms["trust_values"]()
    >>> str(answer["rounds"][0]["Japan"])
    '1093547/500000'
    >>> dilemma = repeated_talks(stage="jea_dilemma")
    >>> dilemma.closed_forms["grim_threshold"]()
    {'threshold': Fraction(1, 2)}
    """
    whole("rounds", rounds)
    choose("stage", stage, ("talks", "jea_dilemma"))
    options = {"rounds": rounds, "stage": stage, "simultaneous": simultaneous}
    if stage == "jea_dilemma":
        return _dilemma(rounds, options)
    return _talks(rounds, options, simultaneous=simultaneous)


def _chances(rounds: int) -> tuple[str, ...]:
    return tuple(f"breakthrough_probability_{number}" for number in range(1, rounds + 1))


def _talks(rounds: int, options: dict[str, object], *, simultaneous: bool) -> Model:
    chances = _chances(rounds)
    equal = (*chances, "breakthrough_probability")
    return Model(
        "repeated_talks",
        Game(PLAYERS, _talks_tree(rounds, simultaneous=simultaneous)),
        parameters(*chances, *TALKS),
        _talks_assumptions(rounds),
        {
            "baseline": {
                **{name: TRUST[min(place, 3)] for place, name in enumerate(chances)},
                "breakthrough_probability": TRUST[0],
                "japan_breakthrough_value": 10,
                "russia_breakthrough_value": 10,
                "japan_talk_cost": 1,
                "russia_talk_cost": 1,
                "discount_factor": "9/10",
            },
            "no_trust": dict.fromkeys(equal, "1/20"),
            "stationary": {
                **dict.fromkeys(equal, "1/10"),
                "japan_breakthrough_value": 20,
                "russia_breakthrough_value": 20,
            },
        },
        _talks_propositions(),
        [
            ClosedForm(
                "stationary_value",
                "talking for ever with a constant breakthrough_probability: its value to each "
                "side, whether it is a subgame-perfect equilibrium, and the expected number of "
                "rounds (None where talks never end)",
                stationary_value,
            ),
            ClosedForm(
                "trust_values",
                "round by round of the sequential tree: whether both talk there, and what play "
                "from that round on is worth to each side then; at indifference they talk",
                partial(trust_values, rounds=rounds),
            ),
        ],
        story=STORY,
        prediction=PREDICTION,
        options=options,
    )


def _talks_tree(rounds: int, *, simultaneous: bool) -> Node:
    import sympy

    japan_value, russia_value, japan_cost, russia_cost, discount, _ = symbols(*TALKS)
    spent = [
        sympy.Add(*(-(discount**past) for past in range(number))) for number in range(rounds + 1)
    ]
    node: Node = PAYS(spent[rounds] * japan_cost, spent[rounds] * russia_cost)
    for number, name in reversed(list(enumerate(_chances(rounds), 1))):
        (chance,) = symbols(name)
        paid, weight = spent[number], discount ** (number - 1)
        agreed = PAYS(
            paid * japan_cost + weight * japan_value, paid * russia_cost + weight * russia_value
        )
        met = Chance({"breakthrough": (chance, agreed), "no breakthrough": (1 - chance, node)})
        ended = PAYS(spent[number - 1] * japan_cost, spent[number - 1] * russia_cost)
        places = {player: f"{player.lower()} talks | round {number}" for player in PLAYERS}
        if simultaneous:
            node = simultaneous_move(
                dict.fromkeys(PLAYERS, MOVES),
                lambda moves, met=met, ended=ended: met if moves == ("talk", "talk") else ended,  # type: ignore[misc]  # bound to this round's values
                information_sets=places,
            )
        else:
            answer = Decision("Russia", {"talk": met, "quit": ended}, places["Russia"])
            node = Decision("Japan", {"talk": answer, "quit": ended}, places["Japan"])
    return node


def _talks_assumptions(rounds: int) -> list[Assumption]:
    import sympy

    chances = symbols(*_chances(rounds))
    value, _, cost, _, _, constant = symbols(*TALKS)
    rising = sympy.And(*(before <= after for before, after in pairwise(chances)))
    return [
        Assumption(
            "trust_builds",
            rising,
            "a breakthrough becomes no less likely from round to round",
            article("C26", "C75"),
        ),
        Assumption(
            "one_meeting_is_not_enough",
            sympy.And(*(chance < 1 for chance in (*chances, constant))),
            "no single meeting is sure to settle the islands",
            article("C74"),
        ),
        Assumption(
            "first_round_loses",
            chances[0] * value < cost,
            "taken alone, the first round costs Japan more than it promises ('go for broke')",
            article("C75"),
            calibrations=("baseline",),
        ),
        Assumption(
            "islands_worth_waiting",
            words="discount_factor is high",
            source=article("C28"),
        ),
    ]


def _talks_propositions() -> list[Proposition]:
    return [
        Proposition(
            "never_talk_is_an_equilibrium",
            "'Never talk' is always an equilibrium of the simultaneous game.",
            how="nobody changes anything by talking alone; property test of its certificate",
            check=PropertyTest(never_talk_is_an_equilibrium, points=20),
        ),
        Proposition(
            "patience_scales_but_does_not_decide",
            "In the stationary game, patience does not decide whether talking pays, only how much.",
            how="derived from stationary_value: its sign is that of breakthrough_probability times "
            "the breakthrough value less the talk cost; property test",
            check=PropertyTest(patience_does_not_decide, points=60),
        ),
        Proposition(
            "talks_may_start_at_a_loss",
            "With rising probabilities talks may start although the first round loses money taken "
            "alone.",
            how="the baseline is an example: trust_values",
            check=PropertyTest(first_round_may_lose, points=0),
        ),
    ]


def _dilemma(rounds: int, options: dict[str, object]) -> Model:
    cooperation, temptation, punishment, sucker, discount = symbols(*DILEMMA)
    threshold = (temptation - cooperation) / (temptation - punishment)
    moves = ("respect", "develop")

    def stage(played: tuple[str, ...]) -> dict[str, NumberLike]:
        table: dict[tuple[str, ...], tuple[sympy.Symbol, sympy.Symbol]] = {
            ("respect", "respect"): (cooperation, cooperation),
            ("respect", "develop"): (sucker, temptation),
            ("develop", "respect"): (temptation, sucker),
            ("develop", "develop"): (punishment, punishment),
        }
        return dict(zip(PLAYERS, table[played], strict=True))

    root = repeated_stage(
        dict.fromkeys(PLAYERS, moves),
        stage,
        rounds=rounds,
        discount_factor=discount,
        information_set=lambda player, past: after_past(f"{player.lower()} conduct", past),
    )
    order = (temptation > cooperation) & (cooperation > punishment) & (punishment > sucker)
    return Model(
        "repeated_talks",
        Game(PLAYERS, root),
        parameters(*DILEMMA),
        [
            Assumption(
                "islands_worth_waiting",
                words="discount_factor is high",
                source=article("C28"),
            ),
            Assumption(
                "dilemma_order",
                order,
                "developing alone tempts, and both developing is worse than both respecting",
                MODELLER,
            ),
        ],
        {
            "baseline": {
                "cooperation_payoff": 3,
                "temptation_payoff": 5,
                "punishment_payoff": 1,
                "sucker_payoff": 0,
                "discount_factor": "9/10",
            }
        },
        [
            Proposition(
                "nobody_respects_to_the_end",
                "In the finite dilemma both develop in every round.",
                (Happens(reaches("respect"), where=order, never=True),),
                how="backward from the last round; property test of the equilibria of the tree",
                check=PropertyTest(nobody_respects, points=10),
            ),
            Proposition(
                "what_patience_grim_trigger_needs",
                "The patience that grim trigger needs rises with temptation_payoff and falls with "
                "cooperation_payoff.",
                (
                    Varies(threshold, "temptation_payoff", "increasing", where=order),
                    Varies(threshold, "cooperation_payoff", "decreasing", where=order),
                ),
            ),
        ],
        [
            ClosedForm(
                "grim_threshold",
                "the discount_factor from which on grim trigger sustains respect for ever",
                Formula(
                    {"threshold": threshold},
                    (temptation > cooperation) & (cooperation > punishment),
                    "there is a threshold only in a dilemma: temptation_payoff > "
                    "cooperation_payoff > punishment_payoff",
                ),
                source="Friedman 1971",
            )
        ],
        story=STORY,
        prediction=PREDICTION,
        options=options,
    )
