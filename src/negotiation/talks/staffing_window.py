"""The staffing window: whether to use the time while Washington is unstaffed.

Until Washington has staff and a Russia policy, Japan may begin joint economic activity (JEA);
then the US line is revealed.  A decision tree of Japan alone.
"""

from __future__ import annotations

from negotiation.game import Chance, Decision, Game, Node
from negotiation.model import (
    Assumption,
    ClosedForm,
    Formula,
    Happens,
    Independent,
    Model,
    Monotone,
    PropertyTest,
    Proposition,
    article,
    passes,
)
from negotiation.talks.building import payer, whole
from negotiation.talks.checks import a_shortest_window, longer_windows_attract
from negotiation.talks.vocabulary import parameters, symbols

__all__ = ["staffing_window"]

NAMES = (
    "japan_jea_flow",
    "hardline_harm",
    "exit_cost",
    "hardline_probability",
    "discount_factor",
)
PAYS = payer("Japan")


def staffing_window(*, window_periods: int = 2) -> Model:
    """Return the decision tree of the staffing window.

    Parameters
    ----------
    window_periods
        The number of periods before the US line is revealed.

    Examples
    --------
    >>> from negotiation.solve import backward_induction
    >>> backward_induction(staffing_window().at()).path
    ('start',)
    >>> for window in (6, 7):
    ...     model = staffing_window(window_periods=window)
    ...     margin = model.closed_forms["start_margin"](**model.calibrations["costly_exit"])
    ...     print(window, margin["margin"] > 0)
    6 False
    7 True
    """
    periods = whole("window_periods", window_periods)
    return Model(
        "staffing_window",
        Game(("Japan",), _tree(periods)),
        parameters(*NAMES),
        _assumptions(),
        {
            "baseline": {
                "japan_jea_flow": 1,
                "hardline_harm": 4,
                "exit_cost": 3,
                "hardline_probability": "1/2",
                "discount_factor": "9/10",
            },
            "costly_exit": {
                "japan_jea_flow": "1/2",
                "hardline_harm": 6,
                "exit_cost": 5,
                "hardline_probability": "9/10",
            },
        },
        _propositions(periods),
        [_start_margin(periods)],
        story=(
            "Until Washington has staff and a Russia policy, Japan may begin joint economic "
            "activity; then the US line is revealed."
        ),
        prediction="Japan starts within the window rather than waits.",
        options={"window_periods": window_periods},
    )


def _tree(periods: int) -> Node:
    import sympy

    flow, harm, cost, probability, discount = symbols(*NAMES)
    weight = discount**periods

    def reveal(hard: Node, soft: Node) -> Chance:
        return Chance({"hard": (probability, hard), "soft": (1 - probability, soft)})

    late = {"start": PAYS(weight * (flow - harm)), "stay out": PAYS(0)}
    node: Node = reveal(Decision("Japan", late, "late start | hard"), PAYS(weight * flow))
    earned = sympy.Integer(0)
    for period in range(periods, 0, -1):
        earned += flow * discount ** (period - 1)
        going_on = {
            "continue": PAYS(earned + weight * (flow - harm)),
            "abort": PAYS(earned - weight * cost),
        }
        hard = Decision("Japan", going_on, f"continue | hard, started in period {period}")
        started = reveal(hard, PAYS(earned + weight * flow))
        node = Decision("Japan", {"wait": node, "start": started}, f"start | period {period}")
    return node


def _start_margin(periods: int) -> ClosedForm:
    import sympy

    flow, harm, cost, probability, discount = symbols(*NAMES)
    flows = sympy.Add(*(flow * discount**period for period in range(periods)))
    hard = sympy.Max(flow - harm, -cost) - sympy.Max(flow - harm, 0)
    return ClosedForm(
        "start_margin",
        "what starting at once brings more than not starting before the reveal; negative means "
        "wait",
        Formula({"margin": flows + discount**periods * probability * hard}),
    )


def _assumptions() -> list[Assumption]:
    flow = symbols("japan_jea_flow")[0]
    return [
        Assumption(
            "no_us_move_before_staffing",
            words="the United States does not move before the reveal",
            source=article("C05", "C40"),
        ),
        Assumption(
            "window_is_one_or_two_quarters",
            words="window_periods is one or two",
            source=article("C41", "C59"),
        ),
        Assumption(
            "window_may_stay_open",
            words="window_periods may be large",
            source=article("C42"),
        ),
        Assumption("jea_available", flow > 0, "JEA pays Japan", article("C44")),
        Assumption(
            "vacancy_and_scandal_are_separate",
            words="hardline_probability and window_periods vary independently",
            source=article("C39"),
        ),
    ]


def _propositions(periods: int) -> list[Proposition]:
    flow, harm, *_ = symbols(*NAMES)
    waits = tuple("wait" for _ in range(periods))
    at_once = passes(("start",))
    within = passes(*((*waits[:number], "start") for number in range(periods)))
    late = passes(*((*waits[:number], "start") for number in range(1, periods)))
    propositions = [
        Proposition(
            "what_moves_the_start",
            "Starting is weakly more attractive in japan_jea_flow, weakly less in "
            "hardline_probability, hardline_harm and exit_cost.",
            (
                Monotone(within, "japan_jea_flow", "increasing"),
                Monotone(within, "hardline_probability", "decreasing"),
                Monotone(within, "hardline_harm", "decreasing"),
                Monotone(within, "exit_cost", "decreasing"),
            ),
        ),
        Proposition(
            "longer_windows_attract",
            "Starting is weakly more attractive in window_periods.",
            how="start_margin at windows 1 to 5: the flows grow and what follows the reveal is "
            "discounted more; property test",
            check=PropertyTest(longer_windows_attract, points=60),
        ),
        Proposition(
            "a_mild_hard_line_is_irrelevant",
            "If hardline_harm does not exceed japan_jea_flow the US line is irrelevant.",
            (
                Happens(at_once, where=harm < flow),
                Independent(at_once, "hardline_probability", where=harm < flow),
            ),
        ),
        Proposition(
            "a_shortest_window",
            "Under costly_exit there is a shortest window that makes starting worthwhile.",
            how="start_margin at windows 1 to 7: it is negative up to 6 and positive at 7",
            check=PropertyTest(a_shortest_window, points=0),
        ),
    ]
    if late.histories:
        propositions.insert(
            0,
            Proposition(
                "if_ever_then_at_once",
                "If starting at some date before the reveal is optimal, starting at once is.",
                (Happens(late, never=True),),
                how="off the indifference surfaces a later start is never optimal",
            ),
        )
    return propositions
