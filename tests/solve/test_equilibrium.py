"""Equilibria read as values, print, and carry their own proof."""

from __future__ import annotations

import pickle
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import UnknownName
from negotiation.game import Chance, Decision, Game, Outcome, profile_of
from negotiation.solve import Equilibrium, backward_induction, certify, subgame_perfect
from negotiation.testing import imperfect_information_games, perfect_information_games, profiles
from tests.support.definition import expected, reached


def chancy() -> Game:
    """After `go`, chance decides; both roads share the label `stop`."""
    road = Decision("A", {"stop": Outcome({"A": 3, "B": 1}), "run": Outcome({"A": 2, "B": 0})}, "i")
    other = Decision(
        "A", {"stop": Outcome({"A": 1, "B": 1}), "run": Outcome({"A": 4, "B": 0})}, "j"
    )
    return Game(
        ("A", "B"),
        Decision(
            "A",
            {
                "go": Chance({"up": ("1/4", road), "down": ("3/4", other)}),
                "stay": Outcome({"A": 0, "B": 0}),
            },
            "start",
        ),
    )


def as_equilibrium(game: Game, behaviour: object) -> Equilibrium:
    profile = profile_of(game, behaviour)  # type: ignore[arg-type]
    return Equilibrium("Nash", profile, certify(profile, "Nash"))


def test_reads_as_promised() -> None:
    [found] = subgame_perfect(chancy())
    assert found.concept == "subgame perfect"
    assert found.path == ("go",)
    assert found.payoffs == {"A": Fraction(15, 4), "B": Fraction(1, 4)}
    assert found.outcomes == {
        ("go", "up", "stop"): Fraction(1, 4),
        ("go", "down", "run"): Fraction(3, 4),
    }
    assert found.profile["start"] == {"go": 1, "stay": 0}
    assert found.profile["i"]["stop"] == 1
    assert found.beliefs is None
    assert found.free == ()
    assert found.game == chancy()
    assert found.certificate.holds
    assert found.certificate.largest_regret == 0
    assert found.verify()


def test_probability_of_a_label() -> None:
    [found] = subgame_perfect(chancy())
    assert found.probability_of("stop") == Fraction(1, 4)
    assert found.probability_of("down") == Fraction(3, 4)
    assert found.probability_of("go") == 1
    assert found.probability_of("no such label") == 0


def test_a_label_that_occurs_twice_in_a_play_counts_once() -> None:
    game = Game(("A",), Decision("A", {"on": Decision("A", {"on": Outcome({"A": 1})})}))
    assert backward_induction(game).probability_of("on") == 1


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_outcomes_and_labels_follow_the_definition(data: st.DataObject) -> None:
    game = data.draw(st.one_of(perfect_information_games(), imperfect_information_games()))
    behaviour = data.draw(profiles(game))
    found = as_equilibrium(game, behaviour)
    plays = reached(game, behaviour)
    assert dict(found.outcomes) == plays
    assert sum(plays.values()) == 1
    for label in ("a0", "a1", "c0", "c1"):
        assert found.probability_of(label) == sum(
            (weight for play, weight in plays.items() if label in play), Fraction(0)
        )
    for player in game.players:
        assert found.payoffs[player] == expected(game.root, (), behaviour, player)
    path = found.path
    assert all(play[: len(path)] == path for play in plays)
    longer = {play[len(path) : len(path) + 1] for play in plays}
    assert len(longer) > 1 or longer == {()}


@settings(max_examples=80, deadline=None)
@given(perfect_information_games(), st.data())
def test_a_corrupted_profile_fails(game: Game, data: st.DataObject) -> None:
    """Some other pure profile is an equilibrium itself, or it does not verify."""
    found = backward_induction(game)
    other = profile_of(
        game,
        {
            name: data.draw(st.sampled_from(infoset.actions))
            for name, infoset in game.information_sets.items()
        },
    )
    corrupted = replace(found, profile=other)
    honest = certify(other, "subgame perfect")
    assert corrupted.verify() == (honest.holds and honest.payoffs == found.payoffs)


def test_corruption_is_caught() -> None:
    [found] = subgame_perfect(chancy())
    for row, distribution in enumerate(found.profile.table):
        table = list(found.profile.table)
        table[row] = tuple(reversed(distribution))
        assert not replace(found, profile=replace(found.profile, table=tuple(table))).verify()
    table = [(Fraction(2), Fraction(-1)), *found.profile.table[1:]]
    assert not replace(found, profile=replace(found.profile, table=tuple(table))).verify()
    promised = replace(found.certificate, payoffs={"A": Fraction(4), "B": Fraction(1, 4)})
    assert not replace(found, certificate=promised).verify()


def test_prints_strategies_path_payoffs_and_certificate() -> None:
    [found] = subgame_perfect(chancy())
    text = str(found)
    assert text.splitlines()[0] == "Subgame perfect equilibrium"
    for part in ("start", "go", "path: go", "A 15/4", "B 1/4", "no player gains by deviating"):
        assert part in text
    html = found._repr_html_()
    assert html.startswith("<svg")
    assert "</svg><table>" in html
    assert html.count("<tr>") == html.count("</tr>")
    for part in ("15/4", "start", "subgame perfect equilibrium"):
        assert part in html


def test_names_are_escaped_in_html() -> None:
    game = Game(("<A>",), Decision("<A>", {"x & y": Outcome({"<A>": 1})}, "<i>"))
    html = backward_induction(game)._repr_html_()
    assert "<A>" not in html
    assert "<i>" not in html
    assert "x &amp; y" in html


def test_mixed_play_is_printed_with_probabilities() -> None:
    game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 1})}, "h"))
    text = str(as_equilibrium(game, {"h": {"x": "1/3", "y": "2/3"}}))
    assert "x 1/3, y 2/3" in text
    assert "path: (nothing certain)" in text


def test_enormous_payoffs_are_printed_by_size() -> None:
    huge = Fraction(10) ** 6000
    game = Game(("A",), Decision("A", {"x": Outcome({"A": huge}), "y": Outcome({"A": -huge})}, "h"))
    found = backward_induction(game)
    assert found.path == ("x",)
    assert "A about 1E+6000" in str(found)
    assert "about 1E+6000" in found._repr_html_()
    assert "about 1E+6000" in repr(game.root.actions["x"])
    assert "regret about 2E+6000" in str(certify(profile_of(game, {"h": "y"}), "Nash"))


def test_values_compare_hash_and_pickle() -> None:
    [one], [other] = subgame_perfect(chancy()), subgame_perfect(chancy())
    assert one == other
    assert hash(one) == hash(other)
    again = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes
    assert again == one
    assert again.verify()
    assert str(again) == str(one)


def test_misses_teach() -> None:
    [found] = subgame_perfect(chancy())
    with pytest.raises(UnknownName, match="did you mean 'start'"):
        found.profile["strat"]
    with pytest.raises(UnknownName, match="information set"):
        found.profile.choice("nowhere")
    with pytest.raises(UnknownName, match="'go'"):
        profile_of(chancy(), {"start": "og", "i": "run", "j": "run"})
