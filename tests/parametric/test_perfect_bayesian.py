"""Equilibrium classes with symbols: the worked models, numeric solutions, and an oracle by hand."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
import sympy
import z3

from negotiation import talks
from negotiation.errors import AssumptionViolated, NotSupported, SolverFailed, UnknownName
from negotiation.game import Chance, Decision, Game, Outcome, When
from negotiation.model import Assumption, Constraint, Model, Parameter
from negotiation.parametric import ClassesIncomplete, PerfectBayesianClasses, perfect_bayesian
from negotiation.parametric.smt import Translator
from negotiation.solve import perfect_bayesian as solve_perfect_bayesian
from negotiation.solve import refine
from tests.support.signalling import Degenerate, Signalling, draws, equilibrium_classes
from tests.support.talks import random_points

LOCALS: dict[str, sympy.Symbol] = {}


@cache
def autonomy() -> PerfectBayesianClasses:
    return perfect_bayesian(talks.autonomy_signalling())


@cache
def words() -> PerfectBayesianClasses:
    return perfect_bayesian(talks.warm_words())


@cache
def channels() -> PerfectBayesianClasses:
    return perfect_bayesian(talks.warm_words(reading="two_channel"))


def read(model: Model, text: str) -> sympy.Basic:
    return sympy.sympify(text, locals=dict(model.symbols))


def equivalent(found: PerfectBayesianClasses, one: object, other: object, given: object) -> bool:
    """Whether two conditions agree wherever the assumptions and a third condition hold."""
    translate = Translator()
    solver = z3.SolverFor("QF_NRA")
    solver.set("timeout", 20_000)
    solver.add([translate(each) for each in found.oracle.conditions.values()])
    solver.add(translate(given), z3.Xor(translate(one), translate(other)))
    solver.add(*translate.side_conditions)
    # Ties are left out: the polynomials of both conditions are not zero.
    for condition in (one, other):
        for relation in getattr(condition, "atoms", lambda _: ())(sympy.core.relational.Relational):
            solver.add(translate(relation.lhs) != translate(relation.rhs))
    return solver.check() == z3.unsat


# G3, the table of the worked model; W is written out.
LEVEL = "(1 - treaty_gain/basing_loss)"
HIGH, LOW = f"(autonomy_probability > {LEVEL})", f"(autonomy_probability < {LEVEL})"
TABLE = {
    "separating": (
        "(pledge_cost_autonomous < island_value) & (island_value < pledge_cost_dependent)",
        ("1", "0", "1", "0"),
    ),
    "pooling on no pledge, keep": (LOW, ("0", "0", None, "0")),
    "pooling on no pledge, transfer": (HIGH, ("0", "0", None, "1")),
    "pooling on pledge, transfer": (
        f"{HIGH} & (island_value > pledge_cost_dependent)",
        ("1", "1", "1", None),
    ),
    "dependent mixes": (
        f"{LOW} & (island_value > pledge_cost_dependent)",
        (
            "1",
            f"autonomy_probability*(1 - {LEVEL})/((1 - autonomy_probability)*{LEVEL})",
            "pledge_cost_dependent/island_value",
            "0",
        ),
    ),
    "autonomous mixes": (
        f"{HIGH} & (island_value > pledge_cost_autonomous)",
        (
            f"1 - {LEVEL}*(1 - autonomy_probability)/(autonomy_probability*(1 - {LEVEL}))",
            "0",
            "1",
            "1 - pledge_cost_autonomous/island_value",
        ),
    ),
}
SETS = {
    "message | autonomous": "pledge",
    "message | dependent": "pledge",
    "transfer | pledge": "transfer",
    "transfer | no pledge": "transfer",
}


def test_the_table_of_autonomy_signalling() -> None:
    found = autonomy()
    assert {each.name for each in found} == set(TABLE)
    for name, (condition, probabilities) in TABLE.items():
        each = found[name]
        assert equivalent(found, each.condition, read(found.model, condition), sympy.true), name
        for (place, action), expected in zip(SETS.items(), probabilities, strict=True):
            if expected is None:
                assert place not in each.profile
            else:
                shown = each.profile[place][action] - read(found.model, expected)
                assert sympy.simplify(shown) == 0, (name, place)
    assert not any(each.free for each in found)


def test_conditions_as_a_person_would_write_them() -> None:
    found = autonomy()
    assert {str(part) for part in found["separating"].condition.args} == {
        "island_value < pledge_cost_dependent",
        "island_value > pledge_cost_autonomous",
    }
    low = "autonomy_probability*basing_loss + treaty_gain < basing_loss"
    assert str(found["pooling on no pledge, keep"].condition) == low
    assert [each.kind for each in found].count("semi-separating") == 2


def test_refinements_of_autonomy_signalling() -> None:
    found = autonomy()
    model = found.model
    between = "(pledge_cost_autonomous < island_value) & (island_value < pledge_cost_dependent)"
    deleted = {
        ("pooling on no pledge, keep", "intuitive"): read(model, between),
        ("pooling on no pledge, keep", "D1"): read(model, "island_value > pledge_cost_autonomous"),
    }
    for each in found:
        for criterion in ("intuitive", "D1"):
            expected = deleted.get((each.name, criterion), sympy.false)
            assert equivalent(found, each.deleted[criterion], expected, each.condition)
            kept = sympy.Not(expected)
            assert equivalent(found, each.survives[criterion], kept, each.condition)
            refined = sympy.And(each.condition, kept)
            assert equivalent(found, each.refined(criterion), refined, sympy.true)


def test_payoffs_and_off_path_replies() -> None:
    """Compute by hand: pooling without a pledge holds while a pledge's reply does not pay."""
    found = autonomy()
    model = found.model
    separating, pooling = found["separating"], found["pooling on no pledge, keep"]
    japan = "autonomy_probability*(island_value - pledge_cost_autonomous)"
    assert sympy.expand(separating.payoffs["Japan"] - read(model, japan)) == 0
    assert separating.probability_of("transfer") == read(model, "autonomy_probability")
    [(place, bound)] = pooling.off_path.items()
    assert place == "transfer | pledge"
    assert bound.lhs.name == "P(transfer at transfer | pledge)"
    assert bound.rel_op == "<="
    assert bound.rhs == read(model, "pledge_cost_autonomous/island_value")
    assert found["pooling on no pledge, transfer"].off_path["transfer | pledge"] == sympy.true


# G6, by hand in tests/talks/test_warm_words.py: soft chance s, threshold m.
SOFT = "(tolerance_probability*(1 - tied_hands_probability))"
LEAST = "(backlash_loss/(engagement_value + backlash_loss))"
WORDS = {
    "pooling on warm, advance": f"{SOFT} > {LEAST}",
    "pooling on warm, wait": f"{SOFT} < {LEAST}",
    "separating: tolerant warm, hard cold, warm advance, cold wait": (
        "expressive_benefit < advance_loss"
    ),
    "separating: tolerant cold, hard warm, warm wait, cold advance": (
        "expressive_benefit < tolerant_gain"
    ),
    "hard mixes": f"({SOFT} < {LEAST}) & (expressive_benefit < advance_loss)",
    "tolerant mixes": f"({SOFT} > {LEAST}) & (expressive_benefit < tolerant_gain)",
}


def test_the_classes_of_warm_words() -> None:
    found = words()
    model = found.model
    assert {each.name for each in found} == set(WORDS)
    for name, condition in WORDS.items():
        assert equivalent(found, found[name].condition, read(model, condition), sympy.true), name
    hard, tolerant = found["hard mixes"], found["tolerant mixes"]
    for each, place, action, expected in (
        (hard, "words | hard", "warm", f"{SOFT}*(1 - {LEAST})/((1 - {SOFT})*{LEAST})"),
        (hard, "advance | warm", "advance", "expressive_benefit/advance_loss"),
        (tolerant, "words | tolerant", "warm", f"(1 - {SOFT})*{LEAST}/({SOFT}*(1 - {LEAST}))"),
        (tolerant, "advance | warm", "advance", "1 - expressive_benefit/tolerant_gain"),
    ):
        assert sympy.simplify(each.profile[place][action] - read(model, expected)) == 0


def test_never_both_cold() -> None:
    both_cold = words().region(
        lambda each: all(each.supports[f"words | {line}"] == ("cold",) for line in talks_lines()),
        every=False,
    )
    assert both_cold == sympy.false


def talks_lines() -> tuple[str, str]:
    return ("tolerant", "hard")


@pytest.mark.parametrize("classes", [autonomy, words], ids=["autonomy", "words"])
def test_witnesses_and_cells_are_solved_again(classes: object) -> None:
    found = classes()  # type: ignore[operator]  # one of the functions above
    assert all(each.witness is not None for each in found)
    assert found.verify()


def agrees_at(found: PerfectBayesianClasses, count: int, seed: int) -> None:
    met = set()
    where = sympy.And(*found.model.conditions.values())
    for point in random_points(found.model, count, seed=seed, where=where, size=3):
        assert found.disagreement(**point) == ""
        met |= {each.name for each in found.at(**point)}
    assert met == {each.name for each in found}


@pytest.mark.parametrize("classes", [autonomy, words], ids=["autonomy", "words"])
def test_numeric_solutions_at_random_points(classes: object) -> None:
    agrees_at(classes(), 25, seed=3)  # type: ignore[operator]  # one of the functions above


@pytest.mark.slow
@pytest.mark.parametrize("classes", [autonomy, words], ids=["autonomy", "words"])
def test_numeric_solutions_at_many_random_points(classes: object) -> None:
    agrees_at(classes(), 120, seed=4)  # type: ignore[operator]  # one of the functions above


def test_refinements_at_random_points() -> None:
    for found in (autonomy(), words()):
        where = sympy.And(*found.model.conditions.values())
        for point in random_points(found.model, 8, seed=5, where=where, size=3):
            for criterion in ("intuitive", "D1"):
                numeric = refine(solve_perfect_bayesian(found.model.at(**point)), criterion)
                values = {found.model.symbols[name]: value for name, value in point.items()}
                kept = [
                    each.name
                    for each in found.at(**point)
                    if each.survives[criterion].subs(values) == sympy.true
                ]
                assert len(kept) == len(numeric.kept)


@pytest.mark.slow
def test_two_channels() -> None:
    """Japan alone moves: 16 ways to reply to four observations, of which two cannot happen.

    The odds after (warm, harsh) times those after (cold, mild) equal the odds after (warm, mild)
    times those after (cold, harsh): so the two products exceed the same number together.
    """
    found = channels()
    assert len(found) == 14
    assert {each.kind for each in found} == {"pure"}
    for point in random_points(found.model, 12, seed=4):
        assert found.disagreement(**point) == ""
    with pytest.raises(NotSupported, match=r"gives no condition .* after 'tolerant'"):
        found.classes[0].refined("D1")
    with pytest.raises(NotSupported, match="probability 0"):
        found.at("words_are_policy")


def general() -> tuple[Model, dict[str, tuple[str, str, str, str]]]:
    """Return a signalling game whose replies' payoffs to types s and t are half symbols."""
    names = ("p", "a", "b", "c", "d")
    p, a, b, c, d = sympy.symbols(names)
    sender = {"sau": a, "sav": 1, "sbu": 3, "sbv": 0, "tau": b, "tav": 0, "tbu": 2, "tbv": 1}
    receiver = {"sau": c, "sav": 0, "sbu": 1, "sbv": 0, "tau": 0, "tav": 1, "tbu": d, "tbv": 0}

    def reply(kind: str, message: str) -> Decision:
        ends = {
            each: Outcome(
                {"S": sender[kind + message + each], "R": receiver[kind + message + each]}
            )
            for each in "uv"
        }
        return Decision("R", ends, f"after {message}")

    def send(kind: str) -> Decision:
        return Decision("S", {each: reply(kind, each) for each in "ab"}, f"type {kind}")

    root = Chance({"s": (p, send("s")), "t": (1 - p, send("t"))})
    parameters = [Parameter("p", "prior", domain="[0, 1]")]
    parameters += [Parameter(name, "a payoff") for name in names[1:]]
    return Model("general", Game(("S", "R"), root), parameters), {
        "sender": sender,
        "receiver": receiver,
    }


@cache
def general_classes() -> PerfectBayesianClasses:
    return perfect_bayesian(general()[0])


def test_against_hand_algebra_in_a_game_without_assumptions() -> None:
    found = general_classes()
    _, payoffs = general()
    compared = 0
    kinds = set()
    for draw in draws(seed=6, count=60):
        numbers = {"p": draw.prior, **dict(zip("abcd", draw.sender.values(), strict=False))}
        values = {sympy.Symbol(name): sympy.Rational(str(each)) for name, each in numbers.items()}

        def table(side: str) -> dict[tuple[str, str, str], Fraction]:
            return {
                tuple(key): Fraction(str(sympy.sympify(each).subs(values)))  # noqa: B023 - used at once
                for key, each in payoffs[side].items()
            }

        try:
            expected = equilibrium_classes(
                Signalling(draw.prior, table("sender"), table("receiver"))
            )
            here = found.at(**numbers)
        except (Degenerate, NotSupported):
            continue
        compared += 1
        kinds |= {each.name for each in here}
        shown = {
            tuple(
                None
                if place not in each.profile
                else Fraction(str(sympy.sympify(each.profile[place][action]).subs(values)))
                for place, action in (
                    ("type s", "a"),
                    ("type t", "a"),
                    ("after a", "u"),
                    ("after b", "u"),
                )
            )
            for each in here
        }
        assert shown == expected
    assert compared > 45
    assert len(kinds) >= 6


def test_partition_of_the_parameter_space() -> None:
    found = autonomy()
    transfer = found.region(lambda each: each.probability_of("transfer") != 0, every=False)
    high = read(found.model, f"{HIGH} | (island_value > pledge_cost_autonomous)")
    assert equivalent(found, transfer, high, sympy.true)
    assert len(found.cells) == 6
    for one, other in ((a, b) for a in found.cells for b in found.cells if a is not b):
        overlap = sympy.And(one.condition, other.condition)
        assert equivalent(found, overlap, sympy.false, sympy.true)
    names = {each.name for each in found.at()}
    assert names == {"separating", "pooling on no pledge, keep"}
    assert len(found.boundaries()) == 3


def test_tables_and_text() -> None:
    found = autonomy()
    assert found.to_latex().count(r"\\") == 1 + len(found)
    assert "D1: deleted where island_value > pledge_cost_autonomous" in str(found)


def test_cheap_talk_is_a_continuum() -> None:
    """Nobody pays for words, so whatever says little enough is an equilibrium, and mixtures vary.

    The numeric solver groups by the plays that can happen, as the classes with symbols do.
    """
    k = sympy.Symbol("k")

    def talk(kind: str) -> Decision:
        return Decision(
            "S",
            {
                message: Decision(
                    "R",
                    {
                        "u": Outcome({"S": 1, "R": k if kind == "s" else -3}),
                        "v": Outcome({"S": 0, "R": 0}),
                    },
                    f"after {message}",
                )
                for message in ("a", "b")
            },
            f"type {kind}",
        )

    root = Chance({"s": ("1/2", talk("s")), "t": ("1/2", talk("t"))})
    parameter = Parameter("k", "what a good type is worth", domain="[0, 10]")
    model = Model("cheap_talk", Game(("S", "R"), root), [parameter])
    found = perfect_bayesian(model)
    free = [each for each in found if each.free]
    assert free
    for value in ("1", "7"):
        assert found.disagreement(k=value) == ""
    # Where both words are said there is nothing off the path to judge.
    assert all(each.refined("D1") == each.condition for each in free if not each.off_path)


def small(root: object, players: tuple[str, ...] = ("A", "B")) -> Model:
    return Model("small", Game(players, root), [Parameter("x", "a payoff")])


END = Outcome({"A": sympy.Symbol("x"), "B": 1})
OTHER = Outcome({"A": 0, "B": 0})


@pytest.mark.parametrize(
    ("root", "message"),
    [
        (
            Decision(
                "A",
                {
                    "l": END,
                    "r": Decision("B", {"l": END, "r": Decision("A", {"l": END, "r": OTHER})}),
                },
            ),
            "'A' moves a second time",
        ),
        (
            Decision(
                "A",
                {"l": END, "r": Decision("B", {"l": OTHER, "r": END})},
            ),
            "",
        ),
    ],
)
def test_stages(root: Decision, message: str) -> None:
    if message:
        with pytest.raises(NotSupported, match=message):
            perfect_bayesian(small(root))
    else:
        assert perfect_bayesian(small(root)).verify()


def test_refusals() -> None:
    x = sympy.Symbol("x")
    three = Decision(
        "A",
        {"l": END, "r": Decision("B", {"l": END, "r": Decision("C", {"l": END, "r": OTHER})}, "B")},
    )
    three_players = small(_with_c(three), ("A", "B", "C"))
    with pytest.raises(
        NotSupported, match="at 'B' players have moved before and others move after"
    ):
        perfect_bayesian(three_players)
    guard = Decision("A", {"l": END, "r": When(Constraint("rule", x > 0), OTHER)})
    with pytest.raises(NotSupported, match=r"action 'r' at .* only under a condition"):
        perfect_bayesian(small(guard))
    root = Outcome({"A": sympy.exp(x), "B": 0})
    with pytest.raises(NotSupported, match="not a polynomial or quotient"):
        perfect_bayesian(small(Decision("A", {"l": END, "r": root})))
    plain = small(Decision("A", {"l": END, "r": OTHER}))
    both = [Assumption("high", x > 1), Assumption("low", x < 0)]
    with pytest.raises(AssumptionViolated, match="contradict each other"):
        perfect_bayesian(plain.assuming(*both))
    with pytest.raises(SolverFailed, match="most_supports"):
        perfect_bayesian(plain, most_supports=1)
    with pytest.raises(ClassesIncomplete) as caught:
        perfect_bayesian(plain, seconds=0)
    assert isinstance(caught.value.partial, PerfectBayesianClasses)
    found = perfect_bayesian(plain)
    with pytest.raises(UnknownName, match="equilibrium class"):
        found["other"]
    with pytest.raises(NotSupported, match="indifferent at x = 0"):
        found.at(x=0)
    with pytest.raises(UnknownName, match="criterion"):
        autonomy()["separating"].refined("D2")


def test_interrupted_work_keeps_the_classes_it_found() -> None:
    def interrupt(found: int) -> None:
        if found == 2:
            raise KeyboardInterrupt

    with pytest.raises(ClassesIncomplete, match="interrupted; 2 classes were found") as caught:
        perfect_bayesian(talks.autonomy_signalling(), progress=interrupt)
    whole = perfect_bayesian(talks.autonomy_signalling())
    known = {each.condition for each in whole}
    assert {each.condition for each in caught.value.partial} < known
    assert len(caught.value.partial) == 2


def _with_c(node: object) -> object:
    if isinstance(node, Outcome):
        return Outcome({**node.payoffs, "C": 0})
    return Decision(
        node.player,  # type: ignore[attr-defined]  # a decision
        {label: _with_c(each) for label, each in node.actions.items()},  # type: ignore[attr-defined]  # a decision
        node.infoset,  # type: ignore[attr-defined]  # a decision
    )
