"""The worked models of the talks: conditions, proofs and nearest changes against hand derivations.

The conditions are those that the definitions of the games state, typed in here; equivalence is
decided by z3 in both directions, under what the model assumes.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy

from negotiation import talks
from negotiation.errors import AssumptionViolated, NotSupported, UnknownName
from negotiation.evaluate import compile_expressions
from negotiation.model import Assumption, Model, Monotone, reaches
from negotiation.parametric import (
    Impossible,
    Nearest,
    Partition,
    Proved,
    Refuted,
    nearest,
    prove,
    subgame_perfect,
)
from negotiation.parametric.certificate import Lemma, LinearProof
from negotiation.parametric.smt import Translator, ask
from negotiation.solve import subgame_perfect as solve_numerically


def equivalent(model: Model, one: object, other: object) -> bool:
    """Whether two conditions agree wherever the model's assumptions hold, off their surfaces."""
    import z3

    translate = Translator()
    assumed = [translate(condition) for condition in model.conditions.values()]
    generic = [
        translate(sympy.Ne(*relation.args))
        for condition in (one, other)
        for relation in getattr(condition, "atoms", lambda _: ())(sympy.core.relational.Relational)
    ]
    differs = z3.Xor(translate(one), translate(other))
    answer = ask([*assumed, *generic, differs], (), linear=False, seconds=10)
    assert answer.verdict != "unknown"
    return answer.verdict == "unsat"


def draw(model: Model, chance: random.Random) -> dict[str, Fraction]:
    """Draw a point that meets the assumptions."""
    while True:
        values = {}
        for name, parameter in model.parameters.items():
            low = Fraction(-4) if parameter.domain.lower is None else parameter.domain.lower
            high = Fraction(5) if parameter.domain.upper is None else parameter.domain.upper
            values[name] = low + (high - low) * Fraction(chance.randint(1, 96), 97)
        if model.allows(values):
            return values


MODELS = {
    "G1": talks.basing_shadow(),
    "G1 informed": talks.basing_shadow(informed=True),
    "G1 open": talks.basing_shadow().without("base_spoils_deal"),
    "G2": talks.no_base_pledge(),
    "G2 open": talks.no_base_pledge().without("base_spoils_deal"),
    "G9": talks.project_menu(),
    "G9 ruled": talks.project_menu(no_charity=True, joint_participation=True),
}
PARTITIONS = {name: subgame_perfect(model) for name, model in MODELS.items()}


def test_the_condition_for_a_transfer_reads_as_a_person_writes_it() -> None:
    region = PARTITIONS["G1"].region(lambda equilibrium: "transfer" in equilibrium.path)
    assert str(region) == "treaty_gain > basing_loss*basing_probability"


@pytest.mark.parametrize("name", ["G1", "G1 open"])
def test_basing_shadow_transfers_where_the_definition_says(name: str) -> None:
    model, gain, loss, chance = (
        MODELS[name],
        *_symbols("treaty_gain basing_loss basing_probability"),
    )
    region = PARTITIONS[name].region(reaches("transfer"))
    assert equivalent(model, region, gain > chance * loss)
    assert not equivalent(model, region, gain > loss)


def _symbols(names: str) -> list[sympy.Symbol]:
    return list(sympy.symbols(names))


PLEDGE_CASES = {
    # Path → the condition that the table of the definition gives, cases put together.
    ("no pledge", "keep"): "(a<d & g<0) | (d<a & a<d+q & 0<g & g<s & v<k) | (d<a & a<d+q & g<0)"
    " | (a>d+q & g<s)",
    ("pledge", "transfer", "forgo"): "(d<a & a<d+q & 0<g & g<s & v>k) | (d<a & a<d+q & g>s & k<d)",
    ("no pledge", "transfer", "forgo"): "a<d & g>0",
    ("no pledge", "transfer", "request", "consent"): "(d<a & a<d+q & g>s & k>d) | (a>d+q & g>s)",
}
SHORT = {
    "v": "island_value",
    "g": "treaty_gain",
    "s": "basing_loss",
    "d": "hosting_cost",
    "q": "reneging_cost",
    "a": "refusal_cost",
    "k": "pledge_cost",
}


@pytest.mark.parametrize("name", ["G2", "G2 open"])
@pytest.mark.parametrize("path", PLEDGE_CASES, ids=" ".join)
def test_no_base_pledge_follows_its_table(name: str, path: tuple[str, ...]) -> None:
    words = sympy.symbols(" ".join(SHORT))
    text = PLEDGE_CASES[path].replace("d+q", "(d+q)")
    bracketed = "|".join(
        "(" + "&".join(f"({part})" for part in case.strip(" ()").split("&")) + ")"
        for case in text.replace("(d+q)", "d+q").split("|")
    )
    expected = sympy.sympify(bracketed, locals={str(word): word for word in words})
    expected = expected.subs({word: sympy.Symbol(SHORT[str(word)]) for word in words})
    region = PARTITIONS[name].region(lambda equilibrium: equilibrium.path == path)
    assert equivalent(MODELS[name], region, expected)


def test_project_menu_follows_its_conditions() -> None:
    """Japan proposes what Russia accepts and what pays Japan most, if anything does."""
    accord, aid, need, charity, japan, russia = _symbols(
        "accord_value aid_amount need_multiplier charity_cost japan_joint_return "
        "russia_joint_return"
    )
    takes_aid, takes_joint = need * aid > charity, russia > 0
    joint = takes_joint & (accord + japan > 0) & (~takes_aid | (accord + japan > accord - aid))
    charity_wins = takes_aid & (accord - aid > 0) & (~takes_joint | (-aid > japan))
    partition = PARTITIONS["G9"]
    region = partition.region(lambda e: e.path == ("joint", "accept"))
    assert equivalent(MODELS["G9"], region, joint)
    region = partition.region(lambda e: e.path == ("aid", "accept"))
    assert equivalent(MODELS["G9"], region, charity_wins)
    ruled = PARTITIONS["G9 ruled"]
    assert ruled.region(lambda e: "aid" in e.path) == sympy.false
    region = ruled.region(lambda e: e.path == ("joint", "accept"))
    assert equivalent(MODELS["G9 ruled"], region, takes_joint & (accord + japan > 0))


@pytest.mark.parametrize("name", MODELS)
def test_partitions_agree_with_the_numeric_solver(name: str) -> None:
    """At random generic points: the same plays, and the same payoffs."""
    model, partition = MODELS[name], PARTITIONS[name]
    chance = random.Random(name)  # noqa: S311 - a repeatable draw, no secret
    compiled = {
        id(each): compile_expressions(list(each.payoffs.values()))
        for cell in partition.cells
        for each in cell.equilibria
    }
    tried = 0
    while tried < 200:
        values = draw(model, chance)
        try:
            cell = partition.at("baseline", **values)
        except NotSupported:  # somebody is indifferent
            continue
        tried += 1
        found = solve_numerically(model.at("baseline", check=False, **values))
        numeric = {(tuple(each.outcomes), tuple(each.payoffs.values())) for each in found}
        symbolic = {
            (tuple(sorted(each.outcomes)), tuple(compiled[id(each)](values)))
            for each in cell.equilibria
        }
        assert {(tuple(sorted(plays)), pays) for plays, pays in numeric} == symbolic


@pytest.mark.parametrize("name", MODELS)
def test_partitions_cover_without_overlap(name: str) -> None:
    assert PARTITIONS[name].verify()


def test_indifference_surfaces_are_cells_when_asked_for() -> None:
    partition = subgame_perfect(talks.basing_shadow(), ties=True)
    assert partition.verify()
    cell = partition.at(basing_probability="1/3")  # gain 1, loss 3: exactly the threshold
    assert {each.path for each in cell.equilibria} == {("keep",), ("transfer",)}
    with pytest.raises(NotSupported, match="ties=True"):
        PARTITIONS["G1"].at(basing_probability="1/3")


def test_a_gap_an_overlap_and_a_wrong_cell_are_found() -> None:
    partition = PARTITIONS["G1"]
    assert not replace(partition, raw=partition.raw[:1]).verify()
    assert not replace(partition, raw=(*partition.raw, partition.raw[0])).verify()
    swapped = tuple(
        replace(raw, result=other.result)
        for raw, other in zip(partition.raw, reversed(partition.raw), strict=True)
    )
    assert not replace(partition, raw=swapped).verify()


def test_latex_holds_the_condition_in_the_symbols_of_the_model() -> None:
    table = PARTITIONS["G1"].to_latex()
    assert "$g > s p$" in table
    assert table.startswith(r"\begin{tabular}{llrrr}")


def test_a_certain_base_and_what_carries_the_result() -> None:
    """If a base is certain Russia keeps, and that rests on the base spoiling the deal."""
    chance = sympy.Symbol("basing_probability")
    certain = (
        talks.basing_shadow()
        .without("base_possible")
        .assuming(Assumption("base_certain", sympy.Eq(chance, 1)))
    )
    verdict = prove(certain, lambda equilibrium: "transfer" not in equilibrium.path)
    assert isinstance(verdict, Proved)
    assert {"base_spoils_deal", "base_certain"} <= set(verdict.core)
    assert verdict.verify()
    dropped = certain.without("base_spoils_deal")
    refuted = prove(dropped, lambda equilibrium: "transfer" not in equilibrium.path)
    assert isinstance(refuted, Refuted)
    assert refuted.at["treaty_gain"] > refuted.at["basing_loss"]
    assert "transfer" in refuted.equilibrium.path


def test_a_false_claim_has_a_counterexample_that_numbers_confirm() -> None:
    model = talks.no_base_pledge()
    verdict = prove(model, lambda equilibrium: equilibrium.path[0] == "no pledge")
    assert isinstance(verdict, Refuted)
    game = model.at("baseline", check=True, **verdict.at)
    assert any(each.path[0] == "pledge" for each in solve_numerically(game))
    assert verdict.equilibrium.verify()
    assert all(abs(n.numerator) + n.denominator <= 10 for n in verdict.at.values())


def test_contradictions_are_said_and_prove_nothing() -> None:
    gain, loss = _symbols("treaty_gain basing_loss")
    model = talks.no_base_pledge().assuming(Assumption("the contrary", gain > loss))
    with pytest.raises(AssumptionViolated, match="contradict each other"):
        prove(model, lambda equilibrium: "transfer" in equilibrium.path)
    with pytest.raises(AssumptionViolated, match="contradict each other"):
        subgame_perfect(model)


@pytest.mark.parametrize("name", ["G1", "G2", "G9"])
def test_propositions_with_claims_are_proved(name: str) -> None:
    model = MODELS[name]
    for proposition in model.propositions.values():
        if proposition.claims:
            verdict = prove(model, proposition)
            assert isinstance(verdict, Proved), (proposition.name, verdict)


def test_linear_proofs_check_without_the_solver_and_tampering_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verdict = prove(
        talks.no_base_pledge(), Monotone(reaches("transfer"), "basing_loss", "decreasing")
    )
    assert isinstance(verdict, Proved)
    assert verdict.proof is not None
    assert verdict.recheck is not None
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    assert verdict.verify()
    steps = verdict.proof.steps
    place = next(i for i, step in enumerate(steps) if isinstance(step, Lemma))
    lemma = steps[place]
    assert isinstance(lemma, Lemma)
    weights = (lemma.weights[0] + Fraction(1, 1000), *lemma.weights[1:])
    tampered = (*steps[:place], Lemma(lemma.clause, weights), *steps[place + 1 :])
    assert not verdict.recheck(LinearProof(tampered, verdict.proof.extra))
    assert not verdict.recheck(LinearProof((), verdict.proof.extra))


def test_cores_are_minimal_and_all_are_found() -> None:
    """By hand: a request never is on the path, because Russia foresees the base and keeps.

    That needs the base to spoil the deal; and the United States not to ask in vain, which needs
    the rebuff to cost something, said by its domain and by an assumption.
    """
    verdict = prove(talks.no_base_pledge(), lambda e: "request" not in e.path)
    assert isinstance(verdict, Proved)
    cores = {frozenset(core) for core in verdict.minimal_cores()}
    assert cores == {
        frozenset({"base_spoils_deal", "us_asks_only_if_useful"}),
        frozenset({"base_spoils_deal", "domain of rebuff_cost"}),
    }
    assert frozenset(verdict.core) in cores


def test_a_constraint_can_carry_a_result() -> None:
    ruled = talks.project_menu(no_charity=True)
    verdict = prove(ruled, lambda equilibrium: "aid" not in equilibrium.path)
    assert isinstance(verdict, Proved)
    assert "no charity" in verdict.core
    lifted = prove(ruled.without("no charity"), lambda equilibrium: "aid" not in equilibrium.path)
    assert isinstance(lifted, Refuted)


def test_some_equilibrium_is_less_than_every_equilibrium() -> None:
    """At the threshold Russia may keep or transfer, so keeping is possible but not certain."""
    gain, loss, chance = _symbols("treaty_gain basing_loss basing_probability")
    tied = talks.basing_shadow().assuming(Assumption("threshold", sympy.Eq(gain, chance * loss)))
    keeps = reaches("keep")
    assert isinstance(prove(tied, keeps, every=False), Proved)
    assert isinstance(prove(tied, keeps, every=True), Refuted)


def test_the_least_change_for_a_deal() -> None:
    """Gain 1 against 3/2: the probability needs 1/6, the gain 1/2, the loss 1; 1/6 is least."""
    model = talks.basing_shadow()
    found = nearest(model, "baseline", reaches("transfer"))
    assert isinstance(found, Nearest)
    assert found.least
    assert found.distance == Fraction(1, 6)
    assert found.changes == {"basing_probability": (Fraction(1, 2), Fraction(1, 3))}
    assert found.alone == {
        "treaty_gain": Fraction(1, 2),
        "basing_loss": -1,
        "basing_probability": Fraction(-1, 6),
    }
    weighed = nearest(model, "baseline", reaches("transfer"), weights={"basing_probability": 6})
    assert isinstance(weighed, Nearest)
    assert weighed.distance == Fraction(1, 2)
    alone = nearest(model, "baseline", reaches("transfer"), change=["island_value"])
    assert isinstance(alone, Impossible)


def test_nearest_refuses_what_it_cannot_mean() -> None:
    model = talks.basing_shadow()
    with pytest.raises(UnknownName, match="did you mean 'treaty_gain'"):
        nearest(model, "baseline", reaches("transfer"), change=["treaty_gian"])
    with pytest.raises(NotSupported, match="weights must be positive"):
        nearest(model, "baseline", reaches("transfer"), weights={"treaty_gain": 0})


def test_a_partition_is_typed() -> None:
    assert all(isinstance(each, Partition) for each in PARTITIONS.values())
