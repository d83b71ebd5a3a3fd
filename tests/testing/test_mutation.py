"""Mistakes planted in models, and the propositions that notice them."""

from __future__ import annotations

import pytest

from negotiation import talks
from negotiation.errors import InvalidModel, InvalidNumber, NotSupported
from negotiation.model import Happens, Model, reaches
from negotiation.testing import ClaimRefuted, mutation_score, mutations


def test_each_mutant_differs_by_one_thing() -> None:
    for name in ("basing_shadow", "sanctions_dilemma", "linkage_no_charity", "triangle"):
        model = talks.catalogue()[name]()
        made = list(mutations(model))
        assert len({mutant.change for mutant in made}) == len(made)
        assert all(mutant.model.game != model.game for mutant in made)
        assert all(isinstance(mutant.model, Model) for mutant in made)


def test_the_kinds_of_mistakes() -> None:
    """Six outcomes of two players with ten payoffs other than 0; nine actions; one swap."""
    model = talks.sanctions_dilemma()
    changes = [mutant.change for mutant in mutations(model)]
    assert sum(change.endswith("turned") for change in changes) == 9
    assert sum(change.endswith("left out") for change in changes) == 9
    assert [change for change in changes if "moves before" in change] == [
        "Russia moves before Japan at sanctions"
    ]
    [swapped] = [mutant.model for mutant in mutations(model) if "before" in mutant.change]
    assert swapped.game.root.player == "Russia"
    payoffs = swapped.game.outcomes()
    for history, outcome in model.game.outcomes().items():
        assert payoffs[tuple(reversed(history))] == outcome


def test_propositions_that_say_something_notice() -> None:
    """The threshold of the transfer moves with every sign and move that leads to it."""
    score = mutation_score(talks.basing_shadow(), ["state_of_relations"], most_mutants=15)
    assert not score.silent
    assert any("left out" in change for change in score.noticed)
    assert score.by("state_of_relations") == tuple(score.noticed)
    assert f"{len(score.noticed)} of" in str(score)
    assert 0 < score.score < 1


def test_a_proposition_that_says_nothing_notices_nothing() -> None:
    model = talks.basing_shadow()
    score = mutation_score(model, [lambda e: sum(e.outcomes.values()) == 1], most_mutants=6)
    assert score.silent
    assert score.score == 0
    assert "nobody notices" in str(score)


def test_a_claim_must_hold_to_begin_with() -> None:
    with pytest.raises(ClaimRefuted):
        mutation_score(talks.basing_shadow(), [Happens(reaches("transfer"))])


def test_refusals_teach() -> None:
    model = talks.basing_shadow()
    with pytest.raises(NotSupported, match="no proposition"):
        mutation_score(model, [])
    with pytest.raises(InvalidNumber, match="most_mutants"):
        mutation_score(model, most_mutants=0)
    with pytest.raises(InvalidModel, match="of a Model"):
        list(mutations("basing_shadow"))
