"""All games together: order, sources, calibrations, options, pickling."""

from __future__ import annotations

import inspect
import pickle

import pytest

from negotiation.model import Model
from negotiation.talks import catalogue, claims
from negotiation.talks.vocabulary import parameters, vocabulary

ORDER = (
    "basing_shadow",
    "no_base_pledge",
    "autonomy_signalling",
    "linkage_no_charity",
    "sanctions_cascade",
    "warm_words",
    "congress_veto",
    "staffing_window",
    "project_menu",
    "legal_framework",
    "negotiator_authority",
    "alliance_pressure",
    "repeated_talks",
    "triangle",
    "sanctions_dilemma",
)
VARIANTS: dict[str, tuple[dict[str, object], ...]] = {
    "basing_shadow": ({"informed": True},),
    "linkage_no_charity": (
        {"baseline": "linked"},
        {"no_charity": False},
        {"protocol": "alternating_offers", "first_mover": "Russia"},
    ),
    "warm_words": ({"reading": "two_channel"},),
    "congress_veto": ({"form": "president_proposes"}, {"form": "congress_proposes"}),
    "staffing_window": ({"window_periods": 5},),
    "project_menu": ({"no_charity": True, "joint_participation": True},),
    "legal_framework": (
        {"proposer": "Japan"},
        {"menu": "russian_law_only"},
        {"menu": "softened"},
        {"protocol": "alternating_offers"},
    ),
    "negotiator_authority": ({"stage": "venue"},),
    "alliance_pressure": ({"private_resolve": True},),
    "repeated_talks": ({"simultaneous": False}, {"stage": "jea_dilemma"}, {"rounds": 6}),
}
MODELS = [
    pytest.param(catalogue()[name](**options), id=f"{name}-{place}")
    for name in ORDER
    for place, options in enumerate(({}, *VARIANTS.get(name, ())))
]


def test_the_catalogue_has_the_fifteen_games_in_order() -> None:
    assert tuple(catalogue()) == ORDER
    for name, build in catalogue().items():
        assert all(
            each.kind is inspect.Parameter.KEYWORD_ONLY
            for each in inspect.signature(build).parameters.values()
        )
        assert build().name == name


def test_default_options() -> None:
    """Compare with the signatures of the definition."""
    defaults = {
        name: {key: each.default for key, each in inspect.signature(build).parameters.items()}
        for name, build in catalogue().items()
    }
    assert {name: options for name, options in defaults.items() if options} == {
        "basing_shadow": {"informed": False},
        "linkage_no_charity": {
            "baseline": "jea_first",
            "no_charity": True,
            "steps": 4,
            "aid_steps": 4,
            "protocol": "ultimatum",
            "first_mover": "Japan",
            "horizon": 2,
        },
        "warm_words": {"reading": "strategic"},
        "congress_veto": {"form": "binary", "steps": 13, "axis_low": 0, "axis_high": 12},
        "staffing_window": {"window_periods": 2},
        "project_menu": {"no_charity": False, "joint_participation": False},
        "legal_framework": {
            "proposer": "Russia",
            "menu": "grid",
            "steps": 5,
            "protocol": "ultimatum",
            "horizon": 2,
        },
        "negotiator_authority": {"stage": "dismissal"},
        "alliance_pressure": {"private_resolve": False},
        "repeated_talks": {"rounds": 4, "stage": "talks", "simultaneous": True},
    }


@pytest.mark.parametrize("model", MODELS)
def test_models_hold_together(model: Model) -> None:
    for calibration in model.calibrations:
        assert model.at(calibration).free_symbols == frozenset()
    sources = [
        each.source
        for group in (model.parameters, model.assumptions, model.constraints, model.propositions)
        for each in group.values()
    ]
    assert {number for source in sources for number in source.claims} <= set(claims())
    for name in (*model.assumptions, *model.propositions):
        assert len(name) <= 40
    for assumption in model.assumptions.values():
        assert set(assumption.calibrations) <= set(model.calibrations)
        assert assumption.words
    for proposition in model.propositions.values():
        assert proposition.words
        assert proposition.claims or proposition.how
    assert model.story
    assert model.prediction
    assert model.game.has_perfect_recall


@pytest.mark.parametrize("model", MODELS)
def test_models_can_be_sent_elsewhere(model: Model) -> None:
    again = pickle.loads(pickle.dumps(model))  # noqa: S301 - our own bytes
    assert again.game == model.game
    assert again.calibrations == model.calibrations
    assert list(again.closed_forms) == list(model.closed_forms)


@pytest.mark.parametrize("model", MODELS)
def test_claims_speak_of_labels_and_parameters_that_exist(model: Model) -> None:
    tree = model.game.tree
    for proposition in model.propositions.values():
        for claim in proposition.claims:
            labels = getattr(getattr(claim, "event", None), "labels", ())
            assert set(labels) <= set(tree.label)
            histories = {tree.history(node) for node in range(len(tree))}
            assert set(getattr(getattr(claim, "event", None), "histories", ())) <= histories
            assert getattr(claim, "parameter", next(iter(model.parameters))) in model.parameters
            for part in ("where", "condition"):
                condition = getattr(claim, part, True)
                names = {str(symbol) for symbol in getattr(condition, "free_symbols", ())}
                assert names <= set(model.parameters)


def test_every_round_has_a_chance_of_its_own() -> None:
    [seventh] = parameters("breakthrough_probability_7")
    assert (seventh.latex, str(seventh.domain)) == (r"\theta_{7}", "[0, 1]")
    assert seventh.source.claims == ("C26",)
    [first] = parameters("breakthrough_probability_1")
    assert "C75" in first.source.claims
    assert seventh.name not in vocabulary()
