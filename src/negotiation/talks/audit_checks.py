"""Property tests of propositions that solve games at exact points.

Each function looks at one exact point and returns `None`, or what is wrong there.  Where somebody
is indifferent there may be several equilibria; a test then speaks of all of them or of none, as
its first line says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from negotiation.exact import sign

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game import Game
    from negotiation.model import Model

__all__ = [
    "confidence_makes_the_pledge_unnecessary",
    "costlier_lies_separate",
    "drafting_can_leave_russian_law",
    "each_takes_its_own_end",
    "fixed_agenda_transfer",
    "harsher_congress_harsher_grid",
    "japan_is_pivotal_for_nobody",
    "never_both_cold",
    "never_talk_is_an_equilibrium",
    "nobody_respects",
    "prior_decides",
    "softening_decides",
    "ties_and_backlash_hold_back",
    "trying_territory_first",
    "when_words_can_inform",
]


def _solve(game: Game) -> list[Any]:
    from negotiation.solve import subgame_perfect

    return list(subgame_perfect(game, limit=100_000))


def _beliefs(model: Model, values: Mapping[str, Number]) -> list[Any]:
    from negotiation.solve import perfect_bayesian

    return list(perfect_bayesian(model.at("baseline", check=True, **dict(values))))


def _at(model: Model, values: Mapping[str, Number]) -> Game:
    known = {name: values[name] for name in model.parameters if name in values}
    return model.at("baseline", check=False, **known)


def japan_is_pivotal_for_nobody(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that the first two movers play the same where Japan keeps by assumption."""
    from negotiation.game import Decision, Game

    game = _at(model, values)
    root = game.root
    pruned = Decision(
        root.player,  # type: ignore[union-attr]  # a decision
        {
            us: Decision(
                eu_node.player,  # type: ignore[union-attr]  # a decision
                {eu: after.actions["keep"] for eu, after in eu_node.actions.items()},  # type: ignore[union-attr]  # decisions
                eu_node.infoset,  # type: ignore[union-attr]  # a decision
            )
            for us, eu_node in root.actions.items()  # type: ignore[union-attr]  # a decision
        },
        root.infoset,  # type: ignore[union-attr]  # a decision
    )
    full = {each.path[:2] for each in _solve(game)}
    without = {each.path[:2] for each in _solve(Game(game.players, pruned))}
    return None if full == without else f"with Japan {sorted(full)}, without {sorted(without)}"


def costlier_lies_separate(model: Model, values: Mapping[str, Number]) -> str | None:
    """At the baseline, the intuitive criterion leaves separation only where lies cost enough."""
    from negotiation.solve import perfect_bayesian, refine

    island = values["island_value"]
    for cost, separates in ((island + 1, True), (island - 1, False)):
        game = model.at("baseline", pledge_cost_dependent=cost)
        kept = refine(perfect_bayesian(game), "intuitive").kept
        separating = [
            each.profile.choice("message | autonomous") == "pledge"
            and each.profile.choice("message | dependent") == "no pledge"
            for each in kept
        ]
        if separates and not (separating and all(separating)):
            return f"at pledge_cost_dependent = {cost} something else than separation is left"
        if not separates and any(separating):
            return f"at pledge_cost_dependent = {cost} separation is left"
    return None


def confidence_makes_the_pledge_unnecessary(
    model: Model, values: Mapping[str, Number]
) -> str | None:
    """Transfer without a pledge is an equilibrium exactly above Russia's belief (generic)."""
    threshold = 1 - values["treaty_gain"] / values["basing_loss"]
    gap = sign(values["autonomy_probability"] - threshold)
    if gap == 0:
        return None
    unnecessary = any(
        each.path == ()
        and set(_labels(each)) == {"no pledge", "transfer", "autonomous", "dependent"}
        for each in _beliefs(model, values)
    )
    if unnecessary != (gap > 0):
        return f"transfer without a pledge: {unnecessary}, Russia's belief is {threshold}"
    return None


def _labels(equilibrium: Any) -> list[str]:  # noqa: ANN401 - an Equilibrium
    return [label for history, p in equilibrium.outcomes.items() if sign(p) for label in history]


def never_both_cold(model: Model, values: Mapping[str, Number]) -> str | None:
    """In no perfect Bayesian equilibrium do both lines surely speak coldly."""
    if any("warm" not in _labels(each) for each in _beliefs(model, values)):
        return "both lines speak coldly in an equilibrium"
    return None


def _kind(equilibrium: Any) -> str:  # noqa: ANN401 - an Equilibrium
    spoken = {}
    for line in ("tolerant", "hard"):
        said = {h[1] for h, p in equilibrium.outcomes.items() if sign(p) and h[0] == line}
        spoken[line] = "mixed" if len(said) > 1 else said.pop()
    return f"{spoken['tolerant']}/{spoken['hard']}"


def when_words_can_inform(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that the classes of equilibria are those of the stated orderings (generic)."""
    benefit, loss, gain = (
        values[name] for name in ("expressive_benefit", "advance_loss", "tolerant_gain")
    )
    soft = values["tolerance_probability"] * (1 - values["tied_hands_probability"])
    prior = sign(soft * values["engagement_value"] - (1 - soft) * values["backlash_loss"])
    below_loss, below_gain = sign(loss - benefit), sign(gain - benefit)
    if 0 in {prior, below_loss, below_gain} or sign(soft) == 0:
        return None
    expected = {"warm/warm"}
    if below_loss > 0:
        expected.add("warm/cold")
        if prior < 0:
            expected.add("warm/mixed")
    if below_gain > 0:
        expected.add("cold/warm")
        if prior > 0:
            expected.add("mixed/warm")
    found = {_kind(each) for each in _beliefs(model, values)}
    if found != expected:
        return f"tolerant/hard speak {sorted(found)}, expected {sorted(expected)}"
    return None


def prior_decides(model: Model, values: Mapping[str, Number]) -> str | None:
    """Where talk is cheap, both speak warmly and the prior decides (off indifference)."""
    benefit = values["expressive_benefit"]
    if min(sign(benefit - values[name]) for name in ("advance_loss", "tolerant_gain")) <= 0:
        return None
    soft = values["tolerance_probability"] * (1 - values["tied_hands_probability"])
    prior = sign(soft * values["engagement_value"] - (1 - soft) * values["backlash_loss"])
    if prior == 0 or sign(soft) == 0:
        return None
    for each in _beliefs(model, values):
        if _kind(each) != "warm/warm" or ("advance" in _labels(each)) != (prior > 0):
            return "Japan does not follow its prior"
    return None


def ties_and_backlash_hold_back(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that an advance grows no likelier with tied hands or backlash (off indifference).

    Several classes of equilibria may be there; neither the largest nor the smallest probability
    of an advance among them may rise.
    """
    raised = (
        {**values, "tied_hands_probability": (values["tied_hands_probability"] + 1) / 2},
        {**values, "backlash_loss": values["backlash_loss"] + 1},
    )
    before = _advances(model, values)
    for higher in raised:
        after = _advances(model, higher) if before else None
        if not before or not after:
            continue
        if sign(max(after) - max(before)) > 0 or sign(min(after) - min(before)) > 0:
            return f"the probability of an advance goes from {sorted(before)} to {sorted(after)}"
    return None


def _advances(model: Model, values: Mapping[str, Number]) -> set[Any]:
    """Return the probabilities of an advance; none where somebody is indifferent."""
    soft = values["tolerance_probability"] * (1 - values["tied_hands_probability"])
    gaps = (
        soft * values["engagement_value"] - (1 - soft) * values["backlash_loss"],
        values["expressive_benefit"] - values["advance_loss"],
        values["expressive_benefit"] - values["tolerant_gain"],
        soft,
    )
    if any(sign(gap) == 0 for gap in gaps):
        return set()
    return {each.probability_of("advance") for each in _beliefs(model, values)}


def _agreements(model: Model, values: Mapping[str, Number], **options: object) -> set[bool]:
    from negotiation.talks.legal_framework import legal_framework

    proposer = model.options["proposer"]
    form = legal_framework(proposer=proposer, **options)  # type: ignore[arg-type]  # its options
    return {"accept" in each.path for each in _solve(_at(form, values))}


def softening_decides(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check where the softened formula turns no agreement into agreement (generic)."""
    japan, russia, recognition, dilution, share = (
        values[name]
        for name in (
            "japan_jea_value",
            "russia_jea_value",
            "recognition_cost",
            "dilution_cost",
            "softened_law_share",
        )
    )
    sides = (
        japan - values["japan_drafting_cost"] - recognition * share,
        russia - values["russia_drafting_cost"] - dilution * (1 - share),
    )
    pure = (japan - recognition, russia)
    if any(sign(each) == 0 for each in (*sides, *pure)):
        return None
    stated = min(map(sign, sides)) > 0 and min(map(sign, pure)) < 0
    before = _agreements(model, values, menu="russian_law_only")
    after = _agreements(model, values, menu="softened")
    if ((before, after) == ({False}, {True})) != stated:
        return f"agreement with Russian law only {before}, with the softened formula {after}"
    return None


def drafting_can_leave_russian_law(model: Model, values: Mapping[str, Number]) -> str | None:
    """With Russia's drafting cost above its gain, only Russian law is agreed on, if anything."""
    gain = values["russia_jea_value"]
    size = gain if sign(gain) > 0 else -gain
    point: dict[str, Number] = {**values, "russia_drafting_cost": size + 1}
    full = f"law {model.options['steps']}/{model.options['steps']}"
    for each in _solve(_at(model, point)):
        if "accept" in each.path and full not in each.path:
            return f"{each.path[0]} is agreed on"
    return None


def each_takes_its_own_end(model: Model, values: Mapping[str, Number]) -> str | None:
    """Without drafting costs the proposer's choice lies within a step of its end of the zone.

    Where the end is a point of the grid the responder is indifferent there; an equilibrium in
    which it refuses has the next point, exactly one step away.
    """
    from fractions import Fraction

    costless = dict.fromkeys(("japan_drafting_cost", "russia_drafting_cost"), Fraction(0))
    point = {**values, **costless}
    zone = model.closed_forms["agreement_zone"](**{n: point[n] for n in model.parameters})
    steps = int(str(model.options["steps"]))
    for each in _solve(_at(model, point)):
        if "accept" not in each.path:
            continue
        share = Fraction(each.path[0].removeprefix("law "))
        if zone["empty"]:
            return f"{each.path[0]} is agreed on although the zone is empty"
        end = zone["high"] if model.options["proposer"] == "Russia" else zone["low"]
        if sign(abs(end - share) - Fraction(1, steps)) > 0:  # type: ignore[operator]  # numbers
            return f"{each.path[0]} lies more than a step from the end {end}"
    return None


def never_talk_is_an_equilibrium(model: Model, values: Mapping[str, Number]) -> str | None:
    """Quitting for ever has no regret at any information set."""
    from negotiation.game.profile import profile_of
    from negotiation.solve import certify
    from negotiation.solve.certificate import SUBGAME_PERFECT

    game = _at(model, values)
    profile = profile_of(game, dict.fromkeys(game.information_sets, "quit"))
    certificate = certify(profile, SUBGAME_PERFECT)
    return None if certificate.holds else "somebody gains by talking alone"


def nobody_respects(model: Model, values: Mapping[str, Number]) -> str | None:
    """In every equilibrium of the finite dilemma both develop in every round."""
    for each in _solve(_at(model, values)):
        if "respect" in _labels(each):
            return "somebody respects the other's position in an equilibrium"
    return None


def trying_territory_first(model: Model, values: Mapping[str, Number]) -> str | None:
    """Look for a territory_talks_cost so small that Japan puts territory first and Russia engages.

    The other values are those of the calibrations; without such a cost nothing can switch.
    """
    from fractions import Fraction

    for point in (values, *model.calibrations.values()):
        for cost in (Fraction(1, 1000), Fraction(1, 10), Fraction(1)):
            calm = {**point, "territory_talks_cost": cost}
            if not model.allows(calm):
                continue
            if any(
                each.path[:2] == ("territory first", "engage") for each in _solve(_at(model, calm))
            ):
                return None
    return "Japan puts JEA first however little territory talks cost Russia"


def harsher_congress_harsher_grid(model: Model, values: Mapping[str, Number]) -> str | None:
    """Check that a harsher Congress never softens the policy of the tree, ties included."""
    from fractions import Fraction

    before = _harshness(model, values)
    for step in (Fraction(1, 3), Fraction(2), Fraction(7)):
        higher = {**values, "congress_ideal": values["congress_ideal"] + step}
        if not model.allows(higher):
            continue
        after = _harshness(model, higher)
        if sign(min(after) - min(before)) < 0 or sign(max(after) - max(before)) < 0:
            return f"policy goes from {sorted(before)} to {sorted(after)} as Congress hardens"
    return None


def _harshness(model: Model, values: Mapping[str, Number]) -> set[Any]:
    """Return the policies of the equilibria of a setter game on its grid."""
    from fractions import Fraction

    low, high = (Fraction(str(model.options[name])) for name in ("axis_low", "axis_high"))
    found: set[Any] = set()
    for each in _solve(_at(model, values)):
        if each.path[-1] == "accept":
            place = Fraction(each.path[0].removeprefix("propose "))
            found.add(low + (high - low) * place)
        else:
            found.add(values["status_quo_harshness"])
    return found


def fixed_agenda_transfer(model: Model, values: Mapping[str, Number]) -> str | None:
    """For a fixed agenda a transfer is the less likely the more the line costs (off ties)."""
    for name, way in (
        ("hardline_probability", -1),
        ("hard_security_cost", -1),
        ("soft_security_cost", -1),
        ("trust_gain", 1),
    ):
        higher = {**values, name: (values[name] + (1 if way > 0 else 0)) or values[name]}
        if way < 0:
            higher[name] = (
                (values[name] + 1) / 2 if name.endswith("probability") else values[name] + 1
            )
        if not model.allows(higher):
            continue
        for agenda in ("territory first", "jea first"):
            before, after = (
                _transfer_chance(model, values, agenda),
                _transfer_chance(model, higher, agenda),
            )
            if len(before) == len(after) == 1 and way * sign(max(after) - max(before)) < 0:
                return f"after {agenda!r} the probability moves the wrong way with {name}"
    return None


def _transfer_chance(model: Model, values: Mapping[str, Number], agenda: str) -> set[Any]:
    from fractions import Fraction

    from negotiation.game import Decision, Game

    game = _at(model, values)
    root = game.root
    only = Decision(root.player, {agenda: root.actions[agenda]}, root.infoset)  # type: ignore[union-attr]  # a decision
    found = set()
    for each in _solve(Game(game.players, only)):
        chance = sum(
            (p for h, p in each.outcomes.items() if "transfer" in h and "accept" in h), Fraction(0)
        )
        found.add(chance)
    return found
