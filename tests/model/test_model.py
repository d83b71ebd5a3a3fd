"""Models: calibrations, assumptions, constraints; what is refused and how."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Abs, Eq, Symbol, sqrt, symbols

from negotiation.errors import (
    AssumptionViolated,
    InvalidGame,
    InvalidModel,
    InvalidNumber,
    MissingParameter,
    NegotiationError,
    UnknownName,
)
from negotiation.game import Chance, Decision, Game, Outcome, When
from negotiation.model import (
    Assumption,
    ClosedForm,
    Constraint,
    Formula,
    Model,
    Parameter,
    Proposition,
)

gain, loss, p = symbols("gain loss p")
RULE = Constraint("no charity", gain <= 0)
END = Outcome({"A": 0, "B": 0})


def tree(rule: Constraint = RULE) -> Game:
    return Game(
        ("A", "B"),
        Decision(
            "A",
            {
                "keep": END,
                "transfer": Chance(
                    {
                        "base": (p, Outcome({"A": gain - loss, "B": 1})),
                        "none": (1 - p, Outcome({"A": gain, "B": 0})),
                    }
                ),
                "aid": When(rule, Outcome({"A": -gain, "B": gain})),
            },
            "h",
        ),
    )


PARAMETERS = [
    Parameter("gain"),
    Parameter("loss", domain=">= 0"),
    Parameter("p", domain="[0, 1]"),
]
COSTLY = Assumption("costly", gain < loss)
CALIBRATIONS = {"baseline": {"gain": 1, "loss": 3, "p": "1/2"}, "thaw": {"p": "1/4"}}


def model(**changes: object) -> Model:
    parts: dict[str, object] = {
        "name": "transfer",
        "game": tree(),
        "parameters": PARAMETERS,
        "assumptions": [COSTLY],
        "calibrations": CALIBRATIONS,
    }
    return Model(**{**parts, **changes})  # type: ignore[arg-type]


def test_at_gives_games_at_exact_values() -> None:
    game = model().at("thaw", gain=0.5)
    assert game.outcomes()["transfer", "base"].payoffs["A"] == Fraction(-5, 2)
    assert game.tree.probability[game.tree.find(("transfer", "base"))] == Fraction(1, 4)
    assert model().values("thaw") == {"gain": 1, "loss": 3, "p": Fraction(1, 4)}
    assert model().at() == model().at("baseline", gain=1)


def test_reads_as_promised() -> None:
    made = model()
    assert list(made.parameters) == ["gain", "loss", "p"]
    assert made.calibrations["baseline"]["loss"] == 3
    assert made.symbols["p"] == p
    assert list(made.constraints) == ["no charity"]
    assert list(made.conditions) == ["domain of loss", "domain of p", "costly"]
    assert "3 parameters" in repr(made)
    for mapping, wrong in (
        (made.parameters, "gian"),
        (made.assumptions, "costyl"),
        (made.constraints, "no charty"),
        (made.calibrations, "taw"),
        (made.propositions, "first"),
        (made.closed_forms, "share"),
        (made.calibrations["thaw"], "gian"),
        (made.options, "informed"),
    ):
        with pytest.raises(UnknownName):
            mapping[wrong]


@pytest.mark.parametrize(
    ("arguments", "values", "error", "words"),
    [
        (("taw",), {}, UnknownName, "calibration 'taw'; did you mean 'thaw'"),
        ((5,), {}, UnknownName, "calibration 5"),
        ((None,), {}, UnknownName, "calibration None"),
        (({"gain": 1},), {}, UnknownName, "calibration"),
        ((), {"gian": 1}, UnknownName, "parameter 'gian'; did you mean 'gain'"),
        ((), {"gain": "much"}, InvalidNumber, "value of 'gain'"),
        ((), {"gain": None}, InvalidNumber, "value of 'gain'"),
        ((), {"gain": float("inf")}, InvalidNumber, "value of 'gain'.*finite"),
        ((), {"gain": loss}, InvalidNumber, "'gain'.*still holds symbols"),
        ((), {"p": 2}, AssumptionViolated, r"p = 2 lies outside its domain \(\[0, 1\]\)"),
        ((), {"loss": -1, "gain": -2}, AssumptionViolated, "loss = -1.*>= 0"),
        ((), {"gain": 3}, AssumptionViolated, r"'costly' \(gain < loss\).*gain = 3, loss = 3"),
        ((), {"gain": sqrt(10)}, AssumptionViolated, r"'costly'.*gain = sqrt\(10\)"),
    ],
)
def test_bad_points(
    arguments: tuple[object, ...], values: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        model().at(*arguments, **values)  # type: ignore[arg-type]
    assert isinstance(caught.value, NegotiationError)


def test_assumptions_can_be_broken_on_purpose() -> None:
    assert model().at(gain=5, check=False).outcomes()["transfer", "none"].payoffs["A"] == 5
    assert model().at(gain=sqrt(2)).outcomes()["transfer", "none"].payoffs["A"] == sqrt(2)
    with pytest.raises(InvalidGame, match="probability of 'none' is -1"):
        model().at(p=2, check=False)


def test_a_calibration_that_breaks_an_assumption_is_refused_where_used() -> None:
    bad = model(calibrations={**CALIBRATIONS, "warm": {"loss": 0}})
    with pytest.raises(AssumptionViolated, match=r"'costly'.*gain = 1, loss = 0.*check=False"):
        bad.at("warm")
    assert bad.at("warm", check=False)
    assert bad.at("warm", gain=-1)
    then = model(
        assumptions=[Assumption("then", gain > 0, calibrations=("thaw",))],
        calibrations={**CALIBRATIONS, "thaw": {"gain": -1}},
    )
    assert then.at(gain=-1)
    with pytest.raises(AssumptionViolated, match=r"'then'.*gain = -1"):
        then.at("thaw")
    assert then.at("thaw", check=False)


def test_contradictory_assumptions_are_refused_at_every_point() -> None:
    torn = model().assuming(Assumption("dear", gain > loss))
    with pytest.raises(AssumptionViolated, match=r"costly|dear"):
        torn.at()
    never = model(assumptions=[Assumption("never", condition=False)])
    with pytest.raises(AssumptionViolated, match=r"'never' \(False\) does not hold anywhere"):
        never.at()


def test_missing_values() -> None:
    bare = model(calibrations={})
    with pytest.raises(MissingParameter, match="gain, loss, p"):
        bare.at()
    with pytest.raises(MissingParameter, match="'transfer' has no value for p"):
        bare.at(gain=1, loss=3)
    assert bare.at(gain=1, loss=3, p=0) == model().at(p=0)


def test_the_baseline_may_come_last() -> None:
    turned = model(calibrations=dict(reversed(CALIBRATIONS.items())))
    assert turned.at("thaw") == model().at("thaw")
    assert list(turned.calibrations) == ["thaw", "baseline"]


def test_calibrations_cannot_be_changed_from_outside() -> None:
    made = model()
    with pytest.raises(TypeError):
        made.calibrations["baseline"]["gain"] = 9  # type: ignore[index]
    with pytest.raises(TypeError):
        made.options["x"] = 9  # type: ignore[index]
    with pytest.raises(AttributeError):
        made.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "a model needs a name"),
        ({"name": None}, "a model needs a name"),
        ({"game": tree().root}, "'transfer' needs a Game"),
        ({"game": None}, "needs a Game"),
        ({"parameters": [*PARAMETERS, Parameter("gain")]}, "parameter 'gain' is declared twice"),
        ({"assumptions": [COSTLY, COSTLY]}, "assumption 'costly' is declared twice"),
        ({"parameters": PARAMETERS[:2], "calibrations": {}}, "the tree holds a symbol.*'p'"),
        ({"parameters": [*PARAMETERS[1:], Parameter("gian")]}, "'gain'; did you mean 'gian'"),
        ({"assumptions": [Assumption("a", symbols("w") > 0)]}, "assumption 'a' holds.*'w'"),
        ({"parameters": 5}, "give a list of Parameters, not 5"),
        ({"parameters": "gain"}, "give a list of Parameters"),
        ({"parameters": [gain]}, "class Parameter"),
        ({"assumptions": [gain > 0]}, "gain > 0 .*class Assumption"),
        ({"assumptions": None}, "give a list of Assumptions"),
        ({"propositions": ["first"]}, "class Proposition"),
        ({"closed_forms": [5]}, "class ClosedForm"),
        ({"calibrations": 5}, "calibrations must map"),
        ({"calibrations": {"baseline": 5}}, "calibration 'baseline' must be"),
        ({"calibrations": {"": {"gain": 1}}}, "calibration ''"),
        ({"calibrations": {"baseline": {"gian": 1}}}, "'baseline'.*'gian'; did you mean 'gain'"),
        ({"calibrations": {"baseline": {"gain": 1}}}, "'baseline' has no value for loss, p"),
        (
            {"calibrations": {"baseline": {"gain": "x", "loss": 1, "p": 0}}},
            "calibration 'baseline': value of 'gain'",
        ),
        (
            {"assumptions": [Assumption("then", gain > 0, calibrations=("thw",))]},
            "assumption 'then' speaks of an unknown calibration 'thw'; did you mean 'thaw'",
        ),
        (
            {"assumptions": [Assumption("no charity", gain > 0)]},
            "'no charity' names both an assumption and a constraint",
        ),
    ],
)
def test_what_models_refuse(changes: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidModel, match=words):
        model(**changes)


def test_lifted_constraints_may_not_hide_undeclared_symbols() -> None:
    hidden = Constraint("hidden", symbols("w") > 0, imposed=False)
    with pytest.raises(InvalidModel, match=r"constraint 'hidden' holds a symbol.*'w'"):
        model(game=tree(hidden))


def test_a_constraint_is_imposed_everywhere_or_nowhere() -> None:
    half = Game(
        ("A",),
        Decision(
            "A",
            {
                "x": When(Constraint("rule", gain > 0), Outcome({"A": 1})),
                "y": When(Constraint("rule", gain > 1, imposed=False), Outcome({"A": 1})),
            },
        ),
    )
    with pytest.raises(InvalidModel, match="'rule' is imposed at one action and lifted at another"):
        Model("m", half, [Parameter("gain")])


def test_without_and_assuming_go_round() -> None:
    made = model()
    free = made.without("costly")
    assert free.at(gain=5)
    assert free.assuming(COSTLY) == made
    assert hash(free.assuming(COSTLY)) == hash(made)
    lifted = made.without("no charity")
    assert not lifted.constraints["no charity"].imposed
    assert lifted != made
    assert lifted.assuming("no charity") == made
    assert made.assuming("no charity") == made
    assert lifted.without("no charity") == lifted
    assert made.without() == made == made.assuming()
    assert list(made.assuming(gain > 0).assumptions) == ["costly", "gain > 0"]
    assert made.without("costly", "no charity") == made.without("no charity").without("costly")
    assert "aid" in lifted.at().information_sets["h"].actions
    assert "aid" not in made.at().information_sets["h"].actions


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda m: m.without("costyl"), UnknownName, "did you mean 'costly'"),
        (lambda m: m.without("no charty"), UnknownName, "did you mean 'no charity'"),
        (lambda m: m.without(5), UnknownName, "unknown assumption or constraint 5"),
        (lambda m: m.assuming("costly"), UnknownName, "unknown constraint"),
        (lambda m: m.assuming(5), InvalidModel, "not a condition"),
        (lambda m: m.assuming(gain), InvalidModel, "not a condition"),
        (lambda m: m.assuming(Assumption("costly", gain > 7)), InvalidModel, "another assumption"),
        (lambda m: m.assuming(symbols("w") > 7), InvalidModel, "not declared"),
    ],
)
def test_what_changes_refuse(
    change: Callable[[Model], Model], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        change(model())


def test_symbols_with_assumptions_of_sympy_are_the_parameter() -> None:
    nonnegative = Symbol("loss", nonnegative=True)
    game = Game(("A",), Outcome({"A": gain - nonnegative}))
    made = Model("m", game, PARAMETERS[:2], [Assumption("big", nonnegative > 2)])
    assert made.game.free_symbols == {gain, loss}
    assert made.assumptions["big"].condition == (loss > 2)
    assert made.assuming(Assumption("more", nonnegative > 5)).assuming(
        Assumption("more", nonnegative > 5)
    ).assumptions["more"].condition == (loss > 5)
    assert made.at(gain=1, loss=3).outcomes()[()].payoffs["A"] == -2


def test_what_sympy_takes_for_granted_must_be_in_the_domain() -> None:
    """With a positive symbol ``Abs(gain)`` is ``gain``: wrong at gain = -1."""
    positive = Symbol("gain", positive=True)
    game = Game(("A",), Outcome({"A": Abs(positive)}))
    with pytest.raises(InvalidModel, match=r"'gain' is > 0, but the domain.* is real"):
        Model("m", game, [Parameter("gain")])
    assert Model("m", game, [Parameter("gain", domain="(0, 1]")]).at(gain=1)
    own = Model("m", game, [Parameter(positive)])
    assert list(own.conditions) == ["domain of gain"]
    with pytest.raises(AssumptionViolated, match="gain = -1"):
        own.at(gain=-1)


def test_models_pickle_with_their_caches() -> None:
    made = model(
        closed_forms=[
            ClosedForm("ratio", "gain over loss", Formula({"ratio": gain / loss}, loss > 0))
        ],
        propositions=[Proposition("first", "words")],
        options={"steps": 3},
    )
    made.at("thaw")
    made.conditions, made.constraints, made.symbols  # noqa: B018 - fill the caches
    assert made.closed_forms["ratio"](gain=2) == {"ratio": Fraction(2, 3)}
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
    assert again == made
    assert hash(again) == hash(made)
    assert again.at("thaw") == made.at("thaw")
    assert again.closed_forms["ratio"](loss=4) == {"ratio": Fraction(1, 4)}
    assert again.without("no charity") == made.without("no charity")


def test_guards_inside_sets_with_several_nodes() -> None:
    def reply() -> Decision:
        return Decision(
            "B",
            {"pay": When(Constraint("rule", Eq(gain, 0)), END), "wait": END},
            "reply",
        )

    game = Game(("A", "B"), Decision("A", {"l": reply(), "r": reply()}))
    made = Model("m", game, [Parameter("gain")])
    assert made.at(gain=0).information_sets["reply"].actions == ("pay", "wait")
    assert made.at(gain=1).information_sets["reply"].actions == ("wait",)
    assert made.without("rule").at(gain=1).information_sets["reply"].actions == ("pay", "wait")


@settings(max_examples=60, deadline=None)
@given(
    st.fractions(-3, 3, max_denominator=6),
    st.fractions(0, 3, max_denominator=6),
    st.fractions(0, 1, max_denominator=6),
)
def test_points_are_accepted_iff_their_conditions_hold(
    one: Fraction, other: Fraction, chance: Fraction
) -> None:
    made = model()
    numbers = {gain: one, loss: other, p: chance}
    allowed = all(
        bool(condition.subs({k: sympy.Rational(v) for k, v in numbers.items()}))  # type: ignore[union-attr]
        for condition in made.conditions.values()
    )
    if allowed:
        assert made.at(gain=one, loss=other, p=chance)
    else:
        with pytest.raises(AssumptionViolated):
            made.at(gain=one, loss=other, p=chance)
