"""The claims of the article, and that every model names only claims that exist."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from importlib.resources import files

import pytest

from negotiation.errors import UnknownName
from negotiation.model import Model, Named, Source
from negotiation.talks import ARTICLE, catalogue, claims
from negotiation.talks.vocabulary import parameters, symbols, vocabulary


def sources(model: Model) -> Iterator[tuple[str, Source]]:
    for kind, things in (
        ("parameter", model.parameters),
        ("assumption", model.assumptions),
        ("constraint", model.constraints),
        ("proposition", model.propositions),
    ):
        for name, thing in things.items():
            yield f"{model.name}: {kind} {name}", thing.source


def test_ninety_claims() -> None:
    assert list(claims()) == [f"C{number:02}" for number in range(1, 91)]
    assert isinstance(claims(), Named)
    assert "Asan Forum" in ARTICLE
    for name, claim in claims().items():
        assert claim.id == name
        assert 1 <= claim.paragraph <= 21
        assert claim.claim
        assert claim.element
        assert claim.actors
    paragraphs = [claim.paragraph for claim in claims().values()]
    assert set(paragraphs) <= set(range(1, 22))


def test_claims_are_those_of_the_data() -> None:
    text = files("negotiation.talks").joinpath("data/claims.json").read_text(encoding="utf-8")
    rows = json.loads(text)["claims"]
    assert len(rows) == 90
    for row in rows:
        assert claims()[row["id"]].claim == row["claim"]
        assert claims()[row["id"]].games == tuple(row["games"])


def test_unknown_claims_teach() -> None:
    with pytest.raises(UnknownName, match="unknown claim 'C91'"):
        claims()["C91"]


@pytest.mark.parametrize("name", list(catalogue()))
def test_models_rest_on_claims_that_exist(name: str) -> None:
    model = catalogue()[name]()
    found = [(where, source) for where, source in sources(model) if source.claims]
    for where, source in found:
        for claim in source.claims:
            assert claim in claims(), where
        assert source.origin == "article", where
    assert found, "a model of the talks rests on the article somewhere"


@pytest.mark.parametrize("name", list(catalogue()))
def test_models_are_whole(name: str) -> None:
    """Named as their function, given at every calibration, claims about known parameters."""
    build = catalogue()[name]
    model = build()
    assert model.name == name
    assert model == build()
    assert hash(model) == hash(build())
    assert model.story
    assert model.prediction
    assert "baseline" in model.calibrations
    for calibration in model.calibrations:
        game = model.at(calibration)
        assert game.players == model.game.players
        assert not game.free_symbols
        assert game.has_perfect_recall
    for proposition in model.propositions.values():
        assert proposition.words
        assert proposition.claims or proposition.how
        for claim in proposition.claims:
            parameter = getattr(claim, "parameter", None)
            assert parameter is None or parameter in model.parameters
            for condition in (getattr(claim, "where", True), getattr(claim, "condition", True)):
                names = {str(symbol) for symbol in getattr(condition, "free_symbols", ())}
                assert names <= set(model.parameters)
            labels = getattr(getattr(claim, "event", None), "labels", ())
            assert set(labels) <= set(model.game.tree.label)
    for options in inspect.signature(build).parameters.values():
        assert options.kind is inspect.Parameter.KEYWORD_ONLY
        assert options.name in model.options


def test_one_name_one_meaning() -> None:
    known = vocabulary()
    assert len(known) >= 80
    for name, parameter in known.items():
        assert parameter.name == name
        assert parameter.meaning
        assert parameter.latex
    for name in catalogue():
        for parameter in catalogue()[name]().parameters.values():
            if parameter.name in known:
                assert parameter == known[parameter.name]


def test_vocabulary_misses_teach() -> None:
    with pytest.raises(UnknownName, match="did you mean 'treaty_gain'"):
        parameters("treaty_gian")
    with pytest.raises(UnknownName):
        symbols("gain")
    with pytest.raises(UnknownName, match="did you mean 'basing_shadow'"):
        catalogue()["basing_shadwo"]
