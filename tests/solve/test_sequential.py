"""Sequential equilibria: published values, and an oracle by hand algebra."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
import sympy

from negotiation import Chance, Decision, Game
from negotiation.errors import ImperfectRecall, MissingParameter, NotSupported, SolverFailed
from negotiation.exact import sign
from negotiation.game import BehaviourProfile, Node, profile_of
from negotiation.solve import (
    Equilibrium,
    belief_symbol,
    certify,
    choice_symbol,
    perfect_bayesian,
    sequential,
    subgame_perfect,
)
from tests.support import signalling as oracle
from tests.support.games import (
    bargaining,
    beer_quiche,
    independent_messages,
    independent_trembles,
    irrational,
    job_market,
    pay,
    selten_horse,
    shared_ignorance,
    signalling,
    trust,
    two_beliefs,
)

HALF = Fraction(1, 2)
ONE = Fraction(1)


def holds(equilibrium: Equilibrium, values: dict[sympy.Symbol, object]) -> bool:
    """Whether values fit the free part; every symbol of it needs one."""
    return all(condition.subs(values) == True for condition in equilibrium.free)  # noqa: E712 - sympy's true


class TestSeltenHorse:
    """Selten 1975, figure 1; the families of its equilibria are those of the article."""

    def test_the_sequential_family_pays_one_each(self) -> None:
        [equilibrium] = sequential(selten_horse())
        assert equilibrium.payoffs == {"1": 1, "2": 1, "3": 1}
        assert equilibrium.path == ("R", "R")
        assert equilibrium.verify()

    def test_player_three_plays_left_at_most_a_quarter(self) -> None:
        """Left with q: 2 keeps to R iff 4q <= 1; 3 mixes only at belief 1/3, as 2b = 1 - b."""
        [equilibrium] = sequential(selten_horse())
        left, belief = choice_symbol("third", "L"), belief_symbol(("L",))
        assert (left <= sympy.Rational(1, 4)) in equilibrium.free
        for q in range(9):
            for b in range(13):
                chance, weight = sympy.Rational(q, 8), sympy.Rational(b, 12)
                best = {0: b <= 4, 8: b >= 4}.get(q, b == 4)
                member = best and q <= 2
                assert holds(equilibrium, {left: chance, belief: weight}) == member

    def test_three_two_two_is_nash_and_not_sequential(self) -> None:
        """After R player 2 would rather go on to 3, who plays L: 4 is more than 1."""
        game = selten_horse()
        profile = profile_of(game, {"first": "L", "second": "R", "third": "L"})
        certificate = certify(profile, "Nash")
        assert certificate.holds
        assert certificate.payoffs == {"1": 3, "2": 2, "3": 2}
        [equilibrium] = sequential(game)
        beliefs = replace(equilibrium.beliefs, table=((ONE,), (ONE,), (ONE, 0 * ONE)))
        refused = certify(profile, "perfect Bayesian", beliefs=beliefs)
        assert not refused.holds
        assert refused.largest_regret == 3


class TestBeerQuiche:
    """Cho and Kreps 1987, figure 1."""

    def test_two_pooling_classes(self) -> None:
        beer, quiche = sequential(beer_quiche())
        assert beer.payoffs == {"1": Fraction(29, 10), "2": Fraction(9, 10)}
        assert quiche.payoffs == {"1": Fraction(21, 10), "2": Fraction(9, 10)}
        for pooling, meal in ((beer, "beer"), (quiche, "quiche")):
            assert {pooling.profile.choice(f"type {kind}") for kind in ("strong", "weak")} == {meal}
            assert pooling.verify()

    def test_the_other_breakfast_is_met_with_a_duel_half_of_the_time(self) -> None:
        beer, quiche = sequential(beer_quiche())
        for pooling, unseen in ((beer, "quiche"), (quiche, "beer")):
            assert (choice_symbol(f"after {unseen}", "duel") >= HALF) in pooling.free
            assert (belief_symbol(("strong", unseen)) <= HALF) in pooling.free

    def test_beliefs_are_printed(self) -> None:
        beer, _ = sequential(beer_quiche())
        assert "belief at after beer: strong / beer 9/10, weak / beer 1/10" in str(beer)
        assert "belief at after beer" in beer._repr_html_()


class TestJobMarket:
    """Watson, Strategy, figure 29.1."""

    def test_separating_and_pooling(self) -> None:
        separating, pooling = sequential(job_market())
        assert separating.payoffs == {"1": Fraction(14, 3), "2": 6}
        assert pooling.payoffs == {"1": 4, "2": 4}

    def test_pooling_needs_a_belief_of_at_most_two_fifths(self) -> None:
        """A manager pays 10q, a clerk 4."""
        _, pooling = sequential(job_market())
        assert (belief_symbol(("high", "education")) <= Fraction(2, 5)) in pooling.free


def random_tree(source: Random, depth: int) -> Node:
    """Return a binary tree of perfect information with small payoffs, so that ties occur."""
    if depth == 0:
        return pay(source.randint(0, 4), source.randint(0, 4))
    moves = {move: random_tree(source, depth - 1) for move in ("l", "r")}
    return Decision(str(1 + depth % 2), moves)


class TestOtherGames:
    def test_perfect_information_is_backward_induction(self) -> None:
        """Where nothing is hidden, sequential is subgame perfect: the same certain paths."""
        source = Random(7)  # noqa: S311 - draws of games, no secret
        for _ in range(5):
            game = Game(("1", "2"), random_tree(source, 3))
            plays = [e for e in sequential(game) if len(e.outcomes) == 1]
            paths = [each.path for each in plays]
            assert len(paths) == len(set(paths))
            assert set(paths) == {each.path for each in subgame_perfect(game)}

    def test_trust_is_not_placed(self) -> None:
        """Kreps 1990: abuse is a dominant answer."""
        [equilibrium] = sequential(trust())
        assert equilibrium.path == ("do not",)
        assert equilibrium.profile.choice("answer") == "abuse"

    def test_independent_trembles_exclude_the_double_deviation(self) -> None:
        """(A, a) needs player 3 to believe that both left it, which no tremble gives."""
        equilibria = sequential(independent_trembles())
        assert ("A", "a") not in [equilibrium.path for equilibrium in equilibria]
        assert all(equilibrium.verify() for equilibrium in equilibria)

    def test_irrational_equilibria_are_exact(self) -> None:
        """Each plays x with chance 1/sqrt(2), for which the others' x, x has chance 1/2."""
        equilibria = sequential(irrational())
        assert len(equilibria) == 7
        [symmetric] = [e for e in equilibria if not isinstance(e.profile["first"]["x"], Fraction)]
        assert symmetric.profile["first"]["x"] == sympy.sqrt(2) / 2
        assert dict(symmetric.payoffs) == {"1": 1, "2": 1, "3": 1}
        assert all(equilibrium.verify() for equilibrium in equilibria)

    def test_ties_are_a_class_with_conditions(self) -> None:
        """Two equal actions: each alone, and every mixture."""
        game = Game(("1",), Decision("1", {"x": pay(1), "y": pay(1), "z": pay(0)}, "h"))
        x, y, mixed = sequential(game)
        assert (x.path, y.path, mixed.path) == (("x",), ("y",), ())
        assert x.free == y.free == ()
        chance = choice_symbol("h", "x")
        assert set(mixed.free) == {chance > 0, chance < 1}
        assert "this is one member" in mixed.notes[0]

    def test_no_decision_at_all(self) -> None:
        [equilibrium] = sequential(Game(("1",), Chance({"a": (1, pay(3))})))
        assert equilibrium.payoffs == {"1": 3}

    def test_single_actions(self) -> None:
        inner = Decision("2", {"only": pay(1, 2)}, "two")
        [equilibrium] = sequential(Game(("1", "2"), Decision("1", {"go": inner}, "one")))
        assert equilibrium.path == ("go", "only")


class TestConsistencyOffThePath:
    """What consistency adds to the free part, against hand derivations."""

    def test_what_is_no_news_leaves_the_belief(self) -> None:
        """Player 2 does not know the choice, so x and y have the same odds after B and C."""
        [equilibrium] = sequential(independent_messages())
        before = belief_symbol(("B",))
        for said in "xy":
            after = belief_symbol(("B", said))
            assert {sympy.Eq(after, before), sympy.Eq(before, after)} & set(equilibrium.free)
        assert equilibrium.notes == ()
        assert equilibrium.verify()

    def test_members_on_a_grid(self) -> None:
        """Going on with g, then u with h, beliefs m before and n after in left.

        Consistent iff m = n, as 2 cannot tell left from right.  Player 3 takes u iff 2n >= 1.
        Going on gives 2 the chance 1 - h of 1, stopping 4m - 2.  Player 1 stays out iff
        3g(1 - h) - (1 - g) <= 2.
        """
        [out] = [each for each in sequential(shared_ignorance()) if each.path == ("out",)]
        quarters = [Fraction(k, 4) for k in range(5)]
        members = 0
        for g, h, m, n in product(quarters, repeat=4):
            third = {Fraction(0): 2 * n <= 1, ONE: 2 * n >= 1}.get(h, 2 * n == 1)
            gain = (1 - h) - (4 * m - 2)
            second = {Fraction(0): gain <= 0, ONE: gain >= 0}.get(g, gain == 0)
            member = m == n and third and second and 3 * g * (1 - h) - (1 - g) <= 2
            values = {
                choice_symbol("second", "go"): g,
                choice_symbol("third", "u"): h,
                belief_symbol(("left",)): m,
                belief_symbol(("left", "go")): n,
            }
            exact = {symbol: sympy.Rational(str(value)) for symbol, value in values.items()}
            assert holds(out, exact) == member
            members += member
        assert members >= 5


class TestBargaining:
    """Two rounds, one-sided information; the low value 3 rejects 4, the high value 5 may not."""

    @pytest.mark.parametrize(("high", "discount"), [("19/20", "2/5"), ("99/100", "9/20")])
    def test_a_likely_high_value_makes_the_first_offer_high(self, high: str, discount: str) -> None:
        """With q > 9/10 and a discount d in (1/3, 1/2) the first offer is 4.

        If value 5 always rejected 4, the seller would still hold q and ask 4 again, so that
        rejecting would not pay; if it always accepted, the seller would ask 2 next, and waiting
        would pay, as 3d > 1.  So it mixes, to leave the seller indifferent: odds of high against
        low of 1, accepting with chance 1 - (1 - q)/q.  The seller gets 4(2q - 1) + 4d(1 - q).
        """
        q, d = Fraction(high), Fraction(discount)
        game = bargaining(q, d)
        assert len(game.information_sets) == 15
        [equilibrium] = sequential(game)
        assert equilibrium.profile.choice("offer") == "4"
        assert equilibrium.profile["value 5 | 4"]["accept"] == 1 - (1 - q) / q
        assert equilibrium.payoffs["1"] == 4 * (2 * q - 1) + 4 * d * (1 - q)
        assert equilibrium.verify()

    @pytest.mark.slow
    def test_the_first_offer_is_high_all_over_the_region(self) -> None:
        for q in ("91/100", "19/20", "99/100"):
            for d in ("1/10", "1/4", "2/5", "49/100"):
                equilibria = sequential(bargaining(Fraction(q), Fraction(d)))
                assert {each.profile.choice("offer") for each in equilibria} == {"4"}


class TestNames:
    def test_sets_that_print_alike_are_said(self) -> None:
        """An unlabelled set is named by its history, which a label may repeat."""
        tie = {"x": pay(1, 0), "y": pay(1, 0)}
        ways = {"a": Decision("2", tie), "b": Decision("2", tie, "a")}
        game = Game(("1", "2"), Decision("1", {**ways, "out": pay(2, 0)}, "first"))
        [equilibrium] = sequential(game)
        assert equilibrium.free == ()
        assert "print alike" in equilibrium.notes[0]


def game_of(drawn: oracle.Signalling) -> Game:
    prior = {"s": drawn.prior, "t": 1 - drawn.prior}
    return signalling(
        prior,
        oracle.MESSAGES,
        oracle.REPLIES,
        lambda *key: drawn.sender[key],
        lambda *key: drawn.receiver[key],
    )


def classes(equilibria: list[Equilibrium]) -> list[oracle.Class]:
    found = []
    for equilibrium in equilibria:
        send = [equilibrium.profile[f"type {kind}"] for kind in oracle.TYPES]
        ups = [
            equilibrium.profile[f"after {message}"]["u"]
            if any(sign(each[message]) for each in send)
            else None
            for message in oracle.MESSAGES
        ]
        found.append((send[0]["a"], send[1]["a"], *ups))
    return found


def compare(solver, seed: int, count: int) -> int:  # noqa: ANN001 - one of two solvers
    compared = 0
    for drawn in oracle.draws(seed, count):
        try:
            expected = oracle.equilibrium_classes(drawn)
        except oracle.Degenerate:
            continue
        equilibria = solver(game_of(drawn))
        found = classes(equilibria)
        assert len(found) == len(set(found))
        assert set(found) == expected
        assert all(equilibrium.verify() for equilibrium in equilibria)
        compared += 1
    return compared


class TestRandomSignallingGames:
    def test_classes_are_those_of_hand_algebra(self) -> None:
        assert compare(sequential, seed=1, count=20) >= 15

    @pytest.mark.slow
    def test_classes_are_those_of_hand_algebra_at_length(self) -> None:
        assert compare(sequential, seed=2, count=250) >= 200


class TestRefusals:
    def test_a_corrupted_profile_does_not_verify(self) -> None:
        for equilibrium in [*sequential(beer_quiche()), *sequential(selten_horse())]:
            number = next(n for n, row in enumerate(equilibrium.profile.table) if len(row) > 1)
            table = list(equilibrium.profile.table)
            low, high = table[number]
            shift = Fraction(1, 1000) * (1 if low == 0 else -1)
            table[number] = (low + shift, high - shift)
            profile = BehaviourProfile(equilibrium.game, tuple(table))
            assert not replace(equilibrium, profile=profile).verify()

    def test_an_impossible_chance_branch(self) -> None:
        game = Game(("1",), Chance({"a": (1, pay(0)), "b": (0, pay(1))}))
        with pytest.raises(NotSupported, match="'b' has probability 0"):
            sequential(game)

    def test_irrational_payoffs(self) -> None:
        game = Game(("1",), Decision("1", {"a": pay(sympy.sqrt(2))}))
        with pytest.raises(NotSupported, match="irrational"):
            sequential(game)

    def test_forgetting(self) -> None:
        """The absent-minded driver (Piccione and Rubinstein 1997)."""
        inner = Decision("1", {"exit": pay(4), "go on": pay(1)}, "crossing")
        game = Game(("1",), Decision("1", {"exit": pay(0), "go on": inner}, "crossing"))
        with pytest.raises(ImperfectRecall, match="'crossing'"):
            sequential(game)

    def test_symbols(self) -> None:
        game = Game(("1",), Decision("1", {"a": pay(sympy.Symbol("gain"))}))
        with pytest.raises(MissingParameter, match="gain"):
            sequential(game)

    def test_the_time_limit_is_kept_and_said(self) -> None:
        with pytest.raises(SolverFailed, match="incomplete") as caught:
            sequential(bargaining(Fraction(1, 2), HALF), time_limit=0.02)
        assert isinstance(caught.value.found, tuple)
        with pytest.raises(NotSupported, match="time_limit is 0"):
            sequential(two_beliefs(), time_limit=0)

    def test_the_time_limit_is_kept_in_deep_trees(self) -> None:
        """Writing down what two thousand outcomes in a row need takes longer than asking."""
        node: Node = pay(0, 0)
        for move in range(2_000):
            node = Decision("12"[move % 2], {"stop": pay(move % 3, 1), "go": node})
        with pytest.raises(SolverFailed, match=r"incomplete.*before the first question"):
            sequential(Game(("1", "2"), node), time_limit=0.1)


@pytest.mark.slow
def test_three_types_three_messages_two_replies_are_complete() -> None:
    """Both concepts end, each answer is certified, and the pure ones are those of the definition.

    In a signalling game every perfect Bayesian equilibrium is sequential (Fudenberg and Tirole
    1991), so that the two solvers, with different formulas, must list the same classes.
    """
    source = Random(1)  # noqa: S311 - one game, no secret
    drawn: dict[tuple[str, ...], int] = {}

    def draw(*key: str) -> int:
        return drawn.setdefault(key, source.randint(0, 9))

    game = signalling(
        {"a": Fraction(1, 2), "b": Fraction(1, 3), "c": Fraction(1, 6)},
        ("x", "y", "z"),
        ("u", "v"),
        lambda *key: draw("sender", *key),
        lambda *key: draw("receiver", *key),
    )
    consistent, bayesian = sequential(game), perfect_bayesian(game)
    assert all(equilibrium.verify() for equilibrium in [*consistent, *bayesian])
    assert {frozenset(each.outcomes) for each in consistent} == {
        frozenset(each.outcomes) for each in bayesian
    }
