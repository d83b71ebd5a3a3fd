"""All pure subgame-perfect equilibria: against the definition, published counts, large ties."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import Rational, sqrt, symbols

from negotiation.errors import (
    InvalidGame,
    InvalidNumber,
    MissingParameter,
    TooManyEquilibria,
)
from negotiation.game import Chance, Decision, Game, Node, Outcome, When
from negotiation.solve import (
    Equilibrium,
    backward_induction,
    count_subgame_perfect,
    subgame_perfect,
)
from negotiation.testing import perfect_information_games
from negotiation.testing.strategies.trees import PLAYERS
from tests.support.definition import pure_nash, pure_subgame_perfect, reached
from tests.support.ultimatum import ultimatum


def choices(equilibrium: Equilibrium) -> dict[object, str | None]:
    return {name: equilibrium.profile.choice(name) for name in equilibrium.profile}


def as_sets(profiles: list[dict[object, str]]) -> set[frozenset[tuple[object, str]]]:
    return {frozenset(profile.items()) for profile in profiles}


def bit(place: int) -> Decision:
    """Build a choice between two equal payoffs of one player that differ for the other."""
    return Decision(
        "A", {"l": Outcome({"A": 0, "B": 0}), "r": Outcome({"A": 0, "B": 2**place})}, f"bit {place}"
    )


def bits(count: int) -> Game:
    """``count`` ties behind a chance move, every combination with a payoff of its own."""
    return Game(
        ("A", "B"),
        Chance({f"c{place}": (Fraction(1, count), bit(place)) for place in range(count)}),
    )


@settings(max_examples=350, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(perfect_information_games())
def test_equals_the_definition(game: Game) -> None:
    """Every pure profile is tested in every subgame against every pure deviation strategy."""
    found = subgame_perfect(game)
    assert as_sets([choices(each) for each in found]) == as_sets(pure_subgame_perfect(game))
    assert len(found) == len({each.profile.table for each in found})
    assert count_subgame_perfect(game, limit=10_000) == (len(found), True)
    for equilibrium in found:
        assert equilibrium.verify()
        assert equilibrium.certificate.largest_regret == 0
        assert dict(equilibrium.outcomes) == reached(game, choices(equilibrium))


@settings(max_examples=60, deadline=None)
@given(perfect_information_games(max_players=2, max_depth=3))
def test_limit_tells_the_whole_count(game: Game) -> None:
    found = subgame_perfect(game)
    assert len(subgame_perfect(game, limit=len(found))) == len(found)
    if len(found) > 1:
        with pytest.raises(TooManyEquilibria) as caught:
            subgame_perfect(game, limit=len(found) - 1)
        assert 1 < caught.value.count <= len(found)
        assert caught.value.count == len(found) or not caught.value.exact


def test_ultimatum_over_four_units() -> None:
    """Reference games: 160 profiles, 6 subgames, 10 outcomes, 2 pure SPE, 33 pure Nash."""
    game = ultimatum(4)
    assert game.size.strategy_profiles == 160
    assert game.size.subgames == 6
    assert game.size.outcomes == 10
    assert {each.path for each in subgame_perfect(game)} == {
        ("offer 0", "accept"),
        ("offer 1", "accept"),
    }
    assert len(subgame_perfect(game)) == 2
    assert len(pure_nash(game)) == 33


def test_order_follows_the_actions() -> None:
    tables = [
        tuple(row.index(1) for row in each.profile.table) for each in subgame_perfect(bits(4))
    ]
    assert tables == sorted(tables)
    assert len(tables) == 16


@pytest.mark.parametrize("count", [3, 13])
def test_independent_ties_multiply(count: int) -> None:
    """A path of k decisions between equal payoffs has 2^k equilibria."""
    node: Decision | Outcome = Outcome({"A": 0})
    for _ in range(count):
        node = Decision("A", {"stop": Outcome({"A": 0}), "go on": node})
    game = Game(("A",), node)
    if 2**count <= 10_000:
        assert len(subgame_perfect(game)) == 2**count
        return
    with pytest.raises(TooManyEquilibria, match="8192 equilibria, more than limit=8000") as caught:
        subgame_perfect(game, limit=8000)
    assert caught.value.count == 2**count
    assert caught.value.exact
    assert caught.value.limit == 8000


@pytest.mark.parametrize("count", [14, 60, 2000])
def test_many_ties_behind_chance_are_counted_not_built(count: int) -> None:
    """Every combination has a payoff of its own; the count is exact and found at once."""
    with pytest.raises(TooManyEquilibria) as caught:
        subgame_perfect(bits(count))
    assert caught.value.count == 2**count
    assert caught.value.exact


def test_a_lower_bound_says_so() -> None:
    """A decision above the ties may drop some; the bound is that of the subgame."""
    game = Game(
        ("A", "B"),
        Decision("B", {"in": bits(20).root, "out": Outcome({"A": 5, "B": 1})}, "entry"),
    )
    with pytest.raises(TooManyEquilibria, match="at least") as caught:
        subgame_perfect(game)
    assert caught.value.count == 2**20
    assert not caught.value.exact


def test_long_paths_of_ties_have_exact_counts() -> None:
    """2^3000 equilibria share one payoff: counted, in powers of ten in the message."""
    node: Decision | Outcome = Outcome({"A": 0})
    for _ in range(3000):
        node = Decision("A", {"stop": Outcome({"A": 0}), "go on": node})
    with pytest.raises(TooManyEquilibria, match=r"about 10\^903") as caught:
        subgame_perfect(Game(("A",), node))
    assert caught.value.count == 2**3000


def test_wide_offers_with_a_tie() -> None:
    """Ultimatum over N units: offers 0 and 1 are the two equilibria, whatever N."""
    assert [each.path[0] for each in subgame_perfect(ultimatum(2000))] == ["offer 0", "offer 1"]


def test_a_tie_below_switches_the_move_above() -> None:
    """B is indifferent after `in`; A enters iff B is kind, and both are equilibria."""
    after = Decision("B", {"kind": Outcome({"A": 2, "B": 0}), "hard": Outcome({"A": 0, "B": 0})})
    game = Game(("A", "B"), Decision("A", {"in": after, "out": Outcome({"A": 1, "B": 5})}))
    assert {each.path for each in subgame_perfect(game)} == {("in", "kind"), ("out",)}


def test_algebraic_payoffs_are_compared_exactly() -> None:
    """sqrt(2) sqrt(3) = sqrt(6) is a tie; 7/5 < sqrt(2) < 141422/100000 is not."""
    tie = Game(
        ("A",),
        Decision(
            "A",
            {
                "product": Outcome({"A": sqrt(2) + sqrt(3)}),
                "nested": Outcome({"A": sqrt(5 + 2 * sqrt(6))}),
                "less": Outcome({"A": "3.14626"}),
            },
        ),
    )
    assert [each.path for each in subgame_perfect(tie)] == [("product",), ("nested",)]
    assert all(each.verify() for each in subgame_perfect(tie))
    near = Game(
        ("A",),
        Decision(
            "A",
            {
                "root": Outcome({"A": sqrt(2)}),
                "above": Outcome({"A": "1.41421356237309504880168873"}),
            },
        ),
    )
    assert [each.path for each in subgame_perfect(near)] == [("above",)]


def test_algebraic_probabilities() -> None:
    game = Game(
        ("A",),
        Decision(
            "A",
            {
                "bet": Chance(
                    {
                        "win": (sqrt(2) / 2, Outcome({"A": 1})),
                        "lose": (1 - sqrt(2) / 2, Outcome({"A": 0})),
                    }
                ),
                "safe": Outcome({"A": Rational(7071, 10000)}),
            },
        ),
    )
    [found] = subgame_perfect(game)
    assert found.path == ("bet",)
    assert found.payoffs["A"] == sqrt(2) / 2
    assert found.verify()


def test_chance_branches_of_probability_zero_count_for_equilibria() -> None:
    """A subgame that is never reached must be in equilibrium too."""
    idle = Decision("A", {"good": Outcome({"A": 1}), "bad": Outcome({"A": 0})}, "idle")
    game = Game(("A",), Chance({"never": (0, idle), "always": (1, Outcome({"A": 5}))}))
    [found] = subgame_perfect(game)
    assert found.profile.choice("idle") == "good"
    assert found.path == ("always",)
    assert found.probability_of("good") == 0
    assert dict(found.outcomes) == {("always",): 1}


def test_one_action_and_no_action_games() -> None:
    alone = Game(("A",), Decision("A", {"go": Decision("A", {"on": Outcome({"A": 1})})}))
    assert [each.path for each in subgame_perfect(alone)] == [("go", "on")]
    end = Game(("A",), Outcome({"A": 3}))
    [found] = subgame_perfect(end)
    assert found.path == ()
    assert found.payoffs == {"A": 3}
    assert found.verify()
    assert "(nothing certain)" in str(found)


def test_guards_are_settled_first() -> None:
    x = symbols("x")
    game = Game(
        ("A",),
        Decision("A", {"best": When(x > 0, Outcome({"A": 9})), "rest": Outcome({"A": 0})}, "h"),
    )
    assert [each.path for each in subgame_perfect(game.at({"x": 1}))] == [("best",)]
    assert [each.path for each in subgame_perfect(game.at({"x": 0}))] == [("rest",)]
    plain = Game(
        ("A",),
        Decision(
            "A",
            {"best": When(condition=False, node=Outcome({"A": 9})), "rest": Outcome({"A": 0})},
            "h",
        ),
    )
    assert [each.path for each in subgame_perfect(plain)] == [("rest",)]


@settings(max_examples=60, deadline=None)
@given(perfect_information_games(), st.data())
def test_affine_changes_of_payoffs_change_nothing(game: Game, data: st.DataObject) -> None:
    """Equilibria are those of the game with each player's payoffs scaled and shifted."""
    from negotiation.game.tree import rebuild

    scale = {
        name: (data.draw(st.integers(1, 5)), data.draw(st.fractions(-3, 3, max_denominator=7)))
        for name in PLAYERS
    }

    def change(node: Node, below: Mapping[str, Node]) -> Node:
        if isinstance(node, Outcome):
            return Outcome({p: scale[p][0] * v + scale[p][1] for p, v in node.payoffs.items()})
        if isinstance(node, Chance):
            return Chance({k: (chance, below[k]) for k, (chance, _) in node.branches.items()})
        return Decision(node.player, below, node.infoset)

    other = Game(game.players, rebuild(game.root, change))
    assert [choices(each) for each in subgame_perfect(game)] == [
        choices(each) for each in subgame_perfect(other)
    ]


def test_refusals_teach() -> None:
    gain = symbols("gain")
    with pytest.raises(MissingParameter, match="gain"):
        subgame_perfect(Game(("A",), Outcome({"A": gain})))
    for solver in (subgame_perfect, backward_induction):
        with pytest.raises(InvalidGame, match=r"not a Game.*model\.at"):
            solver(Outcome({"A": 1}))  # type: ignore[call-overload, arg-type]
    for limit in (0, -1, "many", 1.5, True):
        with pytest.raises(InvalidNumber, match="limit"):
            subgame_perfect(Game(("A",), Outcome({"A": 1})), limit=limit)  # type: ignore[arg-type]
