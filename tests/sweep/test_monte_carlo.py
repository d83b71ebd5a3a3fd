"""Monte Carlo against probabilities known in closed form; the same numbers whoever computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from negotiation import talks
from negotiation.errors import InvalidNumber, NotSupported, UnknownName
from negotiation.model import Model
from negotiation.sweep import MonteCarlo, batch, monte_carlo, sample
from negotiation.sweep.estimate import replicated_estimate, share_estimate
from negotiation.sweep.summary import Summary

UNIFORM = {"basing_probability": stats.uniform(0, 1)}


@pytest.fixture(scope="module")
def model() -> Model:
    return talks.basing_shadow()


def same(one: MonteCarlo, other: MonteCarlo) -> bool:
    return one.groups == other.groups


def test_a_third_of_the_draws_transfer(model: Model) -> None:
    """Russia transfers iff basing_probability < 1/3, so with probability 1/3; it gets 1 - 3p."""
    result = monte_carlo(model, UNIFORM, 200_000, 7, watch=["transfer", "station"])
    transfer = result.probability_of("transfer")
    assert transfer.low < 1 / 3 < transfer.high
    assert transfer.high - transfer.low < 0.005
    assert result.probability(lambda play: play.contains("transfer")).value == transfer.value
    assert result.probability_of("station").value == pytest.approx(1 / 18, abs=0.001)
    russia = result.payoffs["Russia"]
    assert russia.low < 1 / 6 < russia.high
    assert result.complete
    assert sum(result.probabilities[play].value for play in result.probabilities) == 1


def test_quasi_random_points_are_nearer_and_their_interval_holds(model: Model) -> None:
    result = monte_carlo(model, UNIFORM, 16 * 4096, 3, quasi=True)
    share = result.probability(lambda play: play.contains("transfer"))
    assert abs(share.value - 1 / 3) < 1e-3
    assert share.low - 1e-4 <= 1 / 3 <= share.high + 1e-4
    assert share.high - share.low < 1e-3
    assert result.payoffs["Russia"].value == pytest.approx(1 / 6, abs=1e-4)


def test_intervals_cover_as_often_as_they_say(model: Model) -> None:
    inside = 0
    for seed in range(100):
        share = monte_carlo(model, UNIFORM, 400, seed).probability(
            lambda play: play.contains("transfer")
        )
        inside += share.low <= 1 / 3 <= share.high
    assert 88 <= inside <= 100  # 95 expected, standard deviation 2.2


@pytest.mark.parametrize("quasi", [False, True])
def test_threads_and_kernels_change_nothing(model: Model, *, quasi: bool) -> None:
    priors = {**UNIFORM, "treaty_gain": stats.uniform(0.5, 2)}
    n = 16 * 2**14
    one = monte_carlo(model, priors, n, 5, threads=1, kernel="numpy", quasi=quasi)
    two = monte_carlo(model, priors, n, 5, threads=3, kernel="numpy", quasi=quasi)
    auto = monte_carlo(model, priors, n, 5, quasi=quasi)
    assert same(one, two)
    assert same(one, auto)
    assert not same(one, monte_carlo(model, priors, n, 6, threads=1, kernel="numpy", quasi=quasi))


def test_the_sample_is_what_is_solved(model: Model) -> None:
    draws = sample(model, UNIFORM, 20_000, 11)
    table = batch(model, draws)
    result = monte_carlo(model, UNIFORM, 20_000, 11)
    assert {p.number: c for p, c in table.counts.items()} == result.summary.outcomes
    assert result.summary.means[1] == pytest.approx(table.payoffs["Russia"].mean(), rel=1e-12)
    spread = ((table.payoffs["Russia"] - table.payoffs["Russia"].mean()) ** 2).sum()
    assert result.summary.squares[1] == pytest.approx(spread, rel=1e-9)
    longer = sample(model, UNIFORM, 30_000, 11)
    assert np.array_equal(longer["basing_probability"][:8192], draws["basing_probability"][:8192])


def test_draws_outside_the_assumptions_are_counted_and_left_out(model: Model) -> None:
    """basing_loss must exceed treaty_gain: half of the draws of a uniform pair."""
    priors = {"treaty_gain": stats.uniform(0, 1), "basing_loss": stats.uniform(0, 1)}
    result = monte_carlo(model, priors, 50_000, 0)
    assert set(result.broken) == {"base_spoils_deal"}
    assert result.broken["base_spoils_deal"] / 50_000 == pytest.approx(0.5, abs=0.01)
    assert result.used == 50_000 - result.broken["base_spoils_deal"]
    assert "base_spoils_deal" in str(result)


@pytest.mark.parametrize("quasi", [False, True])
def test_a_copula_keeps_marginals_and_correlates(model: Model, *, quasi: bool) -> None:
    priors = {"treaty_gain": stats.expon(), "basing_loss": stats.beta(2, 3)}
    draws = sample(
        model,
        priors,
        16 * 2048,
        1,
        correlation={("treaty_gain", "basing_loss"): 0.7},
        quasi=quasi,
    )
    for name, prior in priors.items():
        assert stats.kstest(draws[name], prior.cdf).statistic < 0.01
    scores = [stats.norm.ppf(prior.cdf(draws[name])) for name, prior in priors.items()]
    assert np.corrcoef(scores)[0, 1] == pytest.approx(0.7, abs=0.02)


def test_a_sampler_of_ones_own(model: Model) -> None:
    def sampler(generator: np.random.Generator, count: int) -> dict[str, np.ndarray]:
        gain = generator.uniform(0.5, 1.5, count)
        return {"treaty_gain": gain, "basing_loss": 2 * gain}

    result = monte_carlo(model, sampler, 10_000, 0, watch=["transfer"])
    assert result.probability_of("transfer").value == 0  # a tie at probability 1/2: Russia keeps
    assert result.near_ties == 10_000
    with pytest.raises(InvalidNumber, match="in the shape"):
        monte_carlo(model, lambda _, count: {"treaty_gain": np.ones(count + 1)}, 10, 0)


def test_progress_interruption_and_checkpoint(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    n = 700_000

    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    whole = monte_carlo(model, UNIFORM, n, 2, kernel="numpy")
    for threads in (1, 2):
        path.unlink(missing_ok=True)
        part = monte_carlo(
            model, UNIFORM, n, 2, kernel="numpy", threads=threads, progress=stop, checkpoint=path
        )
        assert not part.complete
        assert n // 2 < part.summary.draws < n
        assert "not reached" in str(part)
        seen: list[tuple[int, int]] = []
        rest = monte_carlo(
            model,
            UNIFORM,
            n,
            2,
            kernel="numpy",
            progress=lambda *now, seen=seen: seen.append(now),
            checkpoint=path,
        )
        assert same(rest, whole)
        assert seen[-1] == (n, n)
        assert len(seen) < 4
    with pytest.raises(NotSupported, match="another sweep"):
        monte_carlo(model, UNIFORM, n, 3, checkpoint=path)
    other = {"basing_probability": stats.uniform(0, 0.9)}
    with pytest.raises(NotSupported, match="another sweep"):
        monte_carlo(model, other, n, 2, checkpoint=path)


def test_arguments_are_checked(model: Model) -> None:
    with pytest.raises(NotSupported, match=r"scipy\.stats\.uniform"):
        monte_carlo(model, {"treaty_gain": "uniform"}, 10, 0)
    with pytest.raises(UnknownName, match="did you mean 'treaty_gain'"):
        monte_carlo(model, {"treaty_gian": stats.norm()}, 10, 0)
    with pytest.raises(NotSupported, match="nothing to draw"):
        monte_carlo(model, {"treaty_gain": 1}, 10, 0)
    with pytest.raises(NotSupported, match="n is 0"):
        monte_carlo(model, UNIFORM, 0, 0)
    with pytest.raises(NotSupported, match="seed is -1"):
        monte_carlo(model, UNIFORM, 10, -1)
    with pytest.raises(NotSupported, match="for example n=1024"):
        monte_carlo(model, UNIFORM, 1000, 0, quasi=True)
    three = {name: stats.norm() for name in ("treaty_gain", "basing_loss", "island_value")}
    pairs = {
        ("treaty_gain", "basing_loss"): 0.9,
        ("treaty_gain", "island_value"): 0.9,
        ("basing_loss", "island_value"): -0.9,
    }
    with pytest.raises(NotSupported, match="do not fit together"):
        monte_carlo(model, three, 10, 0, correlation=pairs)
    with pytest.raises(NotSupported, match=r"must be in \(-1, 1\)"):
        monte_carlo(model, three, 10, 0, correlation={("treaty_gain", "basing_loss"): 1})
    result = monte_carlo(model, UNIFORM, 10, 0)
    with pytest.raises(UnknownName, match="watched label"):
        result.probability_of("transfer")


def test_intervals_by_hand() -> None:
    """Wilson for 0 of 10: upper end z² / (n + z²), and three replicates by Student's 4.303."""
    z2 = 1.959964**2
    assert share_estimate(0.0, 10, 0.95).high == pytest.approx(z2 / (10 + z2), rel=1e-6)
    found = replicated_estimate([1.0, 2.0, 3.0], 2.0, 0.95)
    assert found.high - found.value == pytest.approx(4.302653 / 3**0.5, rel=1e-6)


def test_summaries_do_not_depend_on_where_they_are_cut() -> None:
    one = Summary(3, 2, {1: 1}, {0: 2}, (1.5,), (0.5,), 0, 0.25)
    two = Summary(2, 1, {1: 1}, {1: 1}, (6.0,), (0.0,), 1, 0.0)
    both = one.with_more(two)
    assert both.means == (3.0,)
    assert both.squares == (pytest.approx(np.var([1, 2, 6]) * 3),)
    assert Summary().with_more(one) == one
    assert one.with_more(Summary()) == one


def test_result_goes_to_pandas(model: Model) -> None:
    frame = monte_carlo(model, UNIFORM, 1000, 0).to_pandas()
    assert frame["draws"].sum() == 1000
    assert (frame["low"] <= frame["probability"]).all()
    narrow = monte_carlo(model, UNIFORM, 1000, 0).at_level(0.5).to_pandas()
    assert (narrow["high"] - narrow["low"] < frame["high"] - frame["low"]).all()
