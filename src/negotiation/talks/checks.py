"""Property tests of propositions, from the closed forms of the games.

Each function looks at one exact point and returns `None`, or what is wrong there.  Nothing here
solves a game; the tests that do are in `audit_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.errors import NotSupported
from negotiation.exact import sign

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.model import Model

__all__ = [
    "a_shortest_window",
    "agendas_differ_by_the_annoyance",
    "beliefs_follow_likelihoods",
    "first_round_may_lose",
    "harsher_congress_harsher_policy",
    "leverage_with_continuous_shares",
    "longer_windows_attract",
    "nothing_softer_passes",
    "patience_does_not_decide",
    "patient_law",
    "patient_share",
    "standalone_share_hinders",
    "the_pivot_decides",
    "ties_lower_beliefs",
    "trust_turns_the_order_round",
    "zone_grows",
]

STEPS = (Fraction(1, 3), Fraction(1), Fraction(5))


def _answer(model: Model, form: str, values: Mapping[str, Any], **further: object) -> Any:  # noqa: ANN401 - a closed form's
    """Return the answer of a closed form, or `None` where it says that it does not apply."""
    known = {name: values[name] for name in model.parameters}
    try:
        return model.closed_forms[form](**known, **further)  # type: ignore[arg-type]  # exact values
    except NotSupported:
        return None


def _raised(model: Model, values: Mapping[str, Number], name: str) -> Iterator[dict[str, Number]]:
    """Yield points with one parameter higher that still meet every assumption."""
    for step in STEPS:
        higher = {**values, name: values[name] + step}
        if model.allows(higher):
            yield higher
    between = {**values, name: (values[name] + 1) / 2}
    if sign(between[name] - values[name]) > 0 and model.allows(between):
        yield between


def _moves(
    model: Model,
    values: Mapping[str, Number],
    form: str,
    key: str,
    rises: Mapping[str, int],
) -> str | None:
    """Look for a parameter whose rise moves an answer of a closed form against expectation."""
    before = _answer(model, form, values)
    if before is None:
        return None
    for name, way in rises.items():
        for higher in _raised(model, values, name):
            after = _answer(model, form, higher)
            if after is not None and way * sign(after[key] - before[key]) < 0:
                return f"{key} goes from {before[key]} to {after[key]} as {name} = {higher[name]}"
    return None


def _transfers(values: Mapping[str, Number], baseline: str) -> bool:
    from negotiation.talks.linkage_formulas import continuous_ultimatum

    found = continuous_ultimatum(values, baseline=baseline, no_charity=True)
    return found["outcome"] == "transfer"


def leverage_with_continuous_shares(model: Model, values: Mapping[str, Number]) -> str | None:  # noqa: ARG001 - a test has both
    """Without trust, a transfer in `jea_first` is one in `linked`, shares being any numbers."""
    point = {**values, "trust_gain": Fraction(0)}
    if _transfers(point, "jea_first") and not _transfers(point, "linked"):
        return "with trust_gain 0 there is a transfer in jea_first and none in linked"
    return None


def standalone_share_hinders(model: Model, values: Mapping[str, Number]) -> str | None:
    """Without trust, a larger standalone share never brings a transfer in `jea_first`."""
    point = {**values, "trust_gain": Fraction(0)}
    if _transfers(point, "jea_first"):
        return None
    for higher in _raised(model, point, "standalone_jea_share"):
        if _transfers(higher, "jea_first"):
            return f"a transfer begins at standalone_jea_share = {higher['standalone_jea_share']}"
    return None


def trust_turns_the_order_round(model: Model, values: Mapping[str, Number]) -> str | None:  # noqa: ARG001 - a test has both
    """Check that the order of the transfer sets turns exactly where the proposition says.

    Where it says so, no transfer_cost may tell otherwise; where it does not, the transfer_cost
    that does is looked for where a formula puts it: as large as the surplus, or just short of
    what Japan would still pay.
    """
    trust, share = values["trust_gain"], values["standalone_jea_share"]
    surplus, island = values["jea_surplus"], values["island_value"]
    turned = (sign(trust - share) >= 0 and sign(trust - surplus + island) > 0) or sign(
        surplus - trust
    ) <= 0
    candidates = [trust + (surplus - trust) * Fraction(part, 16) for part in range(1, 17)]
    candidates += [surplus + trust - share + (share - trust) * Fraction(1, 2), trust + island]
    for cost in (*candidates, values["transfer_cost"]):
        if sign(cost - trust) <= 0:
            continue
        point = {**values, "transfer_cost": cost}
        if _transfers(point, "linked") and not _transfers(point, "jea_first"):
            return (
                f"a linked transfer without a jea_first one at transfer_cost = {cost}"
                if turned
                else None
            )
    return None if turned else "the order holds although the condition does not"


def patient_share(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that a more patient side gets more, and the first mover too."""
    from negotiation.talks.linkage_formulas import rubinstein_share

    baseline = str(model.options["baseline"])
    first = {}
    for mover in ("Japan", "Russia"):
        try:
            first[mover] = rubinstein_share(values, baseline=baseline, first_mover=mover)
        except NotSupported:
            return None
    if sign(first["Russia"]["russia_share"] - first["Japan"]["russia_share"]) < 0:  # type: ignore[operator]  # numbers
        return "Russia gets a smaller share as the first mover"
    return _moves(
        model,
        values,
        "rubinstein_share",
        "russia_share",
        {"russia_discount_factor": 1, "japan_discount_factor": -1},
    )


def patient_law(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that the share of Russian law rises with Russia's patience and falls with Japan's."""
    return _moves(
        model,
        {**values, "japan_drafting_cost": Fraction(0), "russia_drafting_cost": Fraction(0)},
        "rubinstein_law",
        "law_share",
        {"russia_discount_factor": 1, "japan_discount_factor": -1},
    )


def zone_grows(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that the agreement zone grows with JEA values and shrinks with the costs of law."""
    for name, grows in (
        ("japan_jea_value", True),
        ("russia_jea_value", True),
        ("recognition_cost", False),
        ("dilution_cost", False),
    ):
        for higher in _raised(model, values, name):
            before, after = (_answer(model, "agreement_zone", each) for each in (values, higher))
            if before is None or after is None:
                continue
            smaller, larger = (before, after) if grows else (after, before)
            if smaller["empty"]:
                continue
            if larger["empty"] or not (
                sign(smaller["low"] - larger["low"]) >= 0
                and sign(larger["high"] - smaller["high"]) >= 0
            ):
                return f"the zone goes from {before} to {after} as {name} = {higher[name]}"
    return None


def beliefs_follow_likelihoods(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that the belief after (warm, harsh) is the prior times two likelihood ratios."""
    soft = values["tolerance_probability"] * (1 - values["tied_hands_probability"])
    tolerant = soft * values["warm_rate_tolerant"] * values["harsh_rate_tolerant"]
    hard = (1 - soft) * values["warm_rate_hard"] * values["harsh_rate_hard"]
    found = _answer(model, "posterior", values, words="warm", officials="harsh")
    if found is None:
        return None if sign(tolerant + hard) == 0 else "no belief although both can be heard"
    if sign(found["posterior"] * hard - (1 - found["posterior"]) * tolerant) != 0:
        return f"the belief {found['posterior']} has other odds"
    for name, way in (
        ("warm_rate_tolerant", 1),
        ("harsh_rate_tolerant", 1),
        ("warm_rate_hard", -1),
        ("harsh_rate_hard", -1),
    ):
        for higher in _raised(model, values, name):
            after = _answer(model, "posterior", higher, words="warm", officials="harsh")
            if after is not None and way * sign(after["posterior"] - found["posterior"]) < 0:
                return f"the belief moves the wrong way as {name} = {higher[name]}"
    return None


def ties_lower_beliefs(model: Model, values: Mapping[str, Number]) -> str | None:
    """No belief rises with tied_hands_probability, so Japan advances no more readily."""
    for words in ("warm", "cold"):
        for officials in ("harsh", "mild"):
            before = _answer(model, "posterior", values, words=words, officials=officials)
            for higher in _raised(model, values, "tied_hands_probability"):
                after = _answer(model, "posterior", higher, words=words, officials=officials)
                if before and after and sign(after["posterior"] - before["posterior"]) > 0:
                    return f"the belief after ({words}, {officials}) rises"
    return None


def harsher_congress_harsher_policy(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that the outcome of the setter game is weakly increasing in congress_ideal."""
    return _moves(model, values, "spatial_outcome", "harshness", {"congress_ideal": 1})


def nothing_softer_passes(model: Model, values: Mapping[str, Number]) -> str | None:
    """With Congress at or above the status quo the outcome is at or above it."""
    quo = values["status_quo_harshness"]
    found = _answer(model, "spatial_outcome", values)
    if found is None or sign(values["congress_ideal"] - quo) < 0:
        return None
    if sign(found["harshness"] - quo) < 0:
        return f"{found['harshness']} passes, softer than the status quo {quo}"
    return None


def the_pivot_decides(model: Model, values: Mapping[str, Number]) -> str | None:
    """With Congress above the status quo, policy hardens exactly where the pivot is above it."""
    quo = values["status_quo_harshness"]
    found = _answer(model, "spatial_outcome", values)
    if found is None or sign(values["congress_ideal"] - quo) <= 0:
        return None
    hardens = sign(found["harshness"] - quo) > 0
    if hardens != (sign(values["override_ideal"] - quo) > 0):
        return f"the outcome is {found['harshness']} with the pivot at {values['override_ideal']}"
    return None


def longer_windows_attract(model: Model, values: Mapping[str, Number]) -> str | None:  # noqa: ARG001 - a test has both
    """Check that what starting at once brings over waiting does not fall with the window."""
    from negotiation.talks.staffing_window import staffing_window

    before = None
    for periods in range(1, 6):
        longer = staffing_window(window_periods=periods)
        margin = _answer(longer, "start_margin", values)["margin"]
        if before is not None and sign(before) > 0 and sign(margin) <= 0:
            return f"starting pays with {periods - 1} periods and not with {periods}"
        before = margin
    return None


def a_shortest_window(model: Model, values: Mapping[str, Number]) -> str | None:  # noqa: ARG001 - a test has both
    """Under `costly_exit` starting pays from some window on, and not before."""
    from negotiation.talks.staffing_window import staffing_window

    costly = model.calibrations["costly_exit"]
    pays = [
        sign(_answer(staffing_window(window_periods=n), "start_margin", costly)["margin"]) > 0
        for n in range(1, 8)
    ]
    return None if not pays[0] and pays[-1] and pays == sorted(pays) else f"it pays at {pays}"


def patience_does_not_decide(model: Model, values: Mapping[str, Number]) -> str | None:  # noqa: ARG001 - a test has both
    """Check that the stationary value has the sign of one round alone."""
    from negotiation.talks.repeated_formulas import stationary_value

    chance = values["breakthrough_probability_1"]
    for patience in (Fraction(1, 10), Fraction(1, 2), Fraction(99, 100)):
        point = {
            **values, "breakthrough_probability": chance, "discount_factor": patience,
        }  # fmt: skip
        found = stationary_value(point)
        for side, name in (("Japan", "japan"), ("Russia", "russia")):
            alone = chance * values[f"{name}_breakthrough_value"] - values[f"{name}_talk_cost"]
            if sign(found[side]) != sign(alone):  # type: ignore[arg-type]  # a number
                return f"{side} is worth {found[side]} at discount_factor = {patience}"
    return None


def first_round_may_lose(model: Model, values: Mapping[str, Number]) -> str | None:
    """At the baseline both talk in round 1 although it loses money taken alone."""
    first = _answer(model, "trust_values", values)["rounds"][0]
    alone = (
        values["breakthrough_probability_1"] * values["japan_breakthrough_value"]
        - values["japan_talk_cost"]
    )
    if first["talk"] and sign(alone) < 0:
        return None
    return f"round 1: talk {first['talk']}, alone worth {alone}"


def agendas_differ_by_the_annoyance(model: Model, values: Mapping[str, Number]) -> str | None:
    """Without trust and JEA payoffs the two agendas differ only by territory_talks_cost."""
    point = {
        **values,
        **dict.fromkeys(("trust_gain", "japan_jea_value", "russia_jea_value"), Fraction(0)),
    }
    outcomes = model.at("baseline", check=False, **point).outcomes()
    for history, outcome in outcomes.items():
        if history[0] != "territory first" or "suspend" in history:
            continue
        other = outcomes["jea first", *history[1:]]
        gap = other.payoffs["Russia"] - outcome.payoffs["Russia"]
        if sign(gap - values["territory_talks_cost"]) or sign(
            other.payoffs["Japan"] - outcome.payoffs["Japan"]
        ):
            return f"after {' → '.join(history[1:])} they differ otherwise"
    return None
