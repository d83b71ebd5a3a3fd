"""Regrets of many profiles at once: those of the definition, whatever came before."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import ImperfectRecall, InvalidProfile
from negotiation.game import BehaviourProfile, Chance, Decision, Game, Outcome, profile_of
from negotiation.solve import certify, subgame_perfect
from negotiation.solve.certificate import certify_subgame_perfect
from negotiation.solve.subgame_regrets import each_subgame_regrets
from negotiation.testing import imperfect_information_games, perfect_information_games, profiles
from tests.support.definition import expected, regret, subgame_histories
from tests.support.games import pay
from tests.support.nash_games import absent_minded_driver

games = st.one_of(
    perfect_information_games(max_profiles=32), imperfect_information_games(max_profiles=32)
)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_each_equals_the_definition_whatever_came_before(data: st.DataObject) -> None:
    game = data.draw(games)
    behaviours = data.draw(st.lists(profiles(game), min_size=2, max_size=4))
    read = [profile_of(game, behaviour) for behaviour in behaviours]
    each = each_subgame_regrets(read)
    for behaviour, (table, payoffs) in zip(behaviours, each, strict=True):
        assert payoffs == tuple(expected(game.root, (), behaviour, p) for p in game.players)
        assert table.largest() == max(
            regret(game, history, behaviour, player)
            for history in subgame_histories(game)
            for player in game.players
        )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_change_at_one_set_changes_the_certificate(data: st.DataObject) -> None:
    """Equilibria one after another, with a profile that is none between every two."""
    game = data.draw(games)
    equilibria = subgame_perfect(game, pure=True, limit=100_000)
    profiles: list[BehaviourProfile] = []
    for equilibrium in equilibria[:4]:
        table = list(equilibrium.profile.table)
        number = data.draw(st.integers(0, len(table) - 1)) if table else 0
        profiles.append(equilibrium.profile)
        if table and len(table[number]) > 1:
            table[number] = table[number][1:] + table[number][:1]
            profiles.append(BehaviourProfile(equilibrium.game, tuple(table)))
    certificates = list(certify_subgame_perfect(profiles))
    assert [certificate.holds for certificate in certificates] == [
        certify(profile, "subgame perfect").holds for profile in profiles
    ]
    for certificate, profile in zip(certificates, profiles, strict=True):
        alone = certify(profile, "subgame perfect")
        assert certificate.payoffs == alone.payoffs
        assert list(map(str, certificate.regrets)) == list(map(str, alone.regrets))


def test_what_is_no_distribution_is_named_also_later() -> None:
    game = Game(("1",), Decision("1", {"x": pay(1), "y": pay(1)}, "h"))
    rows = [
        (Fraction(1), Fraction(0)),
        (Fraction(1, 2), Fraction(1, 4)),
        (Fraction(0), Fraction(1)),
    ]
    profiles = [BehaviourProfile(game, (row,)) for row in rows]
    assert [certificate.holds for certificate in certify_subgame_perfect(profiles)] == [
        True,
        False,
        True,
    ]


def test_a_chance_move_by_hand() -> None:
    half = Fraction(1, 2)
    inner = {"x": Outcome({"A": "3/2"}), "y": Outcome({"A": 1})}
    game = Game(
        ("A",),
        Chance(
            {"up": (half, Decision("A", inner, "a")), "down": (half, Decision("A", inner, "b"))}
        ),
    )
    profiles = [profile_of(game, {"a": one, "b": two}) for one in "xy" for two in "xy"]
    found = [(table.largest(), *pays) for table, pays in each_subgame_regrets(profiles)]
    quarter = half / 2
    assert found == [(0, 1 + half), (half, 1 + quarter), (half, 1 + quarter), (half, 1)]


def test_refusals() -> None:
    game, other = (Game(("1",), Decision("1", {"x": pay(1)}, label)) for label in "ab")
    profiles = [profile_of(game, {"a": "x"}), profile_of(other, {"b": "x"})]
    with pytest.raises(InvalidProfile, match="different games"):
        list(certify_subgame_perfect(profiles))
    driver = absent_minded_driver()
    [name] = driver.information_sets
    profile = profile_of(driver, {name: driver.information_sets[name].actions[0]})
    with pytest.raises(ImperfectRecall):
        list(each_subgame_regrets([profile]))
    assert list(certify_subgame_perfect([])) == []
