"""Refinements: published verdicts, and oracles by hand for two types and for 2x2 games."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from negotiation import Decision, Game
from negotiation.errors import NotSupported, SolverFailed, UnknownName
from negotiation.exact import sign
from negotiation.solve import Equilibrium, perfect_bayesian, refine, sequential
from tests.support import signalling as oracle
from tests.support.games import (
    beer_quiche,
    independent_trembles,
    job_market,
    pay,
    selten_horse,
    signalling,
    trust,
)


class TestPublished:
    @pytest.mark.parametrize("criterion", ["intuitive", "D1"])
    def test_beer_survives_and_quiche_does_not(self, criterion: str) -> None:
        """Cho and Kreps 1987: only the strong could gain from beer."""
        refinement = refine(sequential(beer_quiche()), criterion)
        [kept], [(deleted, reason)] = refinement.kept, refinement.deleted
        assert kept.payoffs["1"] == Fraction(29, 10)
        assert deleted.payoffs["1"] == Fraction(21, 10)
        assert reason.startswith("nobody sends 'beer'")

    def test_the_reason_has_the_numbers(self) -> None:
        """The weak have 3 from quiche and get at most 2 from beer; the strong get 3, not 2."""
        [(_, reason)] = refine(sequential(beer_quiche()), "intuitive").deleted
        assert reason == (
            "nobody sends 'beer'; weak would get at most 2 and has 3; every best reply to "
            "beliefs on strong gives strong at least 3, more than 2"
        )

    def test_education_separates(self) -> None:
        """Watson: the separating equilibrium alone meets the criterion of Cho and Kreps."""
        refinement = refine(job_market(), "intuitive")
        [kept] = refinement.kept
        assert kept.payoffs["1"] == Fraction(14, 3)
        assert "1 kept, 1 deleted" in str(refinement)


def game_of(drawn: oracle.Signalling) -> Game:
    prior = {"s": drawn.prior, "t": 1 - drawn.prior}
    return signalling(
        prior,
        oracle.MESSAGES,
        oracle.REPLIES,
        lambda *key: drawn.sender[key],
        lambda *key: drawn.receiver[key],
    )


class TestSignallingByHand:
    @pytest.mark.parametrize(
        ("criterion", "fails"), [("intuitive", oracle.fails_intuitive), ("D1", oracle.fails_d1)]
    )
    def test_pooling_classes(self, criterion: str, fails) -> None:  # noqa: ANN001 - one of two oracles
        """Games drawn until ten of each verdict are seen; the rest must agree too."""
        verdicts = {True: 0, False: 0}
        for drawn in oracle.draws(21, 400):
            try:
                pooling = [c for c in oracle.equilibrium_classes(drawn) if None in c]
            except oracle.Degenerate:
                continue
            if not pooling or verdicts[any(fails(drawn, *_sent(c)) for c in pooling)] >= 10:
                continue
            refinement = refine(perfect_bayesian(game_of(drawn)), criterion)
            everything = {*refinement.kept, *(each for each, _ in refinement.deleted)}
            for equilibrium in everything:
                sends = {equilibrium.profile[f"type {kind}"]["a"] for kind in oracle.TYPES}
                if sends in ({Fraction(0)}, {Fraction(1)}):
                    sent = "a" if sends == {Fraction(1)} else "b"
                    verdict = fails(drawn, sent, equilibrium.profile[f"after {sent}"]["u"])
                    verdicts[verdict] += 1
                else:
                    verdict = False  # both messages are sent
                assert (equilibrium not in refinement.kept) == verdict
            if min(verdicts.values()) >= 10:
                break
        assert min(verdicts.values()) >= 5

    def test_whatever_fails_the_intuitive_criterion_fails_d1(self) -> None:
        for game in (beer_quiche(), job_market()):
            equilibria = sequential(game)
            assert set(refine(equilibria, "D1").kept) <= set(refine(equilibria, "intuitive").kept)


def _sent(found: oracle.Class) -> tuple[str, Fraction]:
    up = found[3] if found[2] is None else found[2]
    assert up is not None
    return ("b" if found[2] is None else "a"), up


def bimatrix(rows: list[list[int]], columns: list[list[int]]) -> Game:
    def column(row: int) -> Decision:
        ends = {f"c{k}": pay(rows[row][k], columns[row][k]) for k in range(2)}
        return Decision("2", ends, "column")

    return Game(("1", "2"), Decision("1", {f"r{k}": column(k) for k in range(2)}, "row"))


def dominated(own: list[list[int]], place: int) -> bool:
    """Whether one of two strategies is weakly dominated by the other."""
    mine, other = own[place], own[1 - place]
    return all(a <= b for a, b in zip(mine, other, strict=True)) and mine != other


class TestTremblingHand:
    def test_two_by_two_games(self) -> None:
        """With two players, perfect is Nash in undominated strategies (van Damme 1987, 3.2.2).

        Of two strategies each, a mixture is dominated iff a strategy in it is.
        """
        source = Random(5)  # noqa: S311 - draws of games, no secret
        verdicts = {True: 0, False: 0}
        for _ in range(36):
            rows, columns = (
                [[source.randint(0, 2) for _ in range(2)] for _ in range(2)] for _ in range(2)
            )
            across = [list(column) for column in zip(*columns, strict=True)]
            refinement = refine(bimatrix(rows, columns), "trembling-hand")
            deleted = [each for each, _ in refinement.deleted]
            for equilibrium in [*refinement.kept, *deleted]:
                support = [
                    dominated(own, place)
                    for name, own in (("row", rows), ("column", across))
                    for place, chance in enumerate(equilibrium.profile[name].values())
                    if sign(chance) > 0
                ]
                verdicts[any(support)] += 1
                assert (equilibrium in deleted) == any(support)
        assert min(verdicts.values()) >= 6

    def test_an_entrant_is_not_deterred_by_a_dominated_threat(self) -> None:
        """Selten's point: what is sequential off the path is perfect here, and nothing else is."""
        refinement = refine(trust(), "trembling-hand")
        assert len(refinement.kept) == 1
        assert not refinement.deleted

    def test_a_class_is_kept_for_one_member(self) -> None:
        assert len(refine(beer_quiche(), "trembling-hand").kept) == 2


class TestRefusals:
    def test_three_moves(self) -> None:
        with pytest.raises(NotSupported, match="more than two moves by players"):
            refine(selten_horse(), "trembling-hand")

    @pytest.mark.parametrize(
        ("game", "reason"),
        [
            (selten_horse(), "does not begin with a chance move"),
            (independent_trembles(), "does not begin with a chance move"),
        ],
    )
    def test_other_than_signalling_games(self, game: Game, reason: str) -> None:
        for criterion in ("intuitive", "D1"):
            with pytest.raises(NotSupported, match=reason):
                refine(perfect_bayesian(game), criterion)

    def test_unknown_criteria(self) -> None:
        with pytest.raises(UnknownName, match="did you mean 'intuitive'"):
            refine(beer_quiche(), "intuitiv")

    def test_equilibria_of_different_games(self) -> None:
        mixed = [*sequential(beer_quiche()), *sequential(trust())]
        with pytest.raises(NotSupported, match="different games"):
            refine(mixed, "trembling-hand")

    def test_nothing_to_refine(self) -> None:
        nothing: list[Equilibrium] = []
        assert refine(nothing, "D1").kept == ()

    def test_the_time_limit(self) -> None:
        with pytest.raises(SolverFailed, match="incomplete"):
            refine(beer_quiche(), "trembling-hand", time_limit=0.001)
