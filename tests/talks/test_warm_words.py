"""G6, warm words: definition, every class of equilibria by hand, beliefs by Bayes' rule."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

import pytest

from negotiation.errors import MissingParameter, NotSupported, UnknownName
from negotiation.solve import Equilibrium, perfect_bayesian
from negotiation.solve.refinement import refine
from negotiation.talks import warm_words
from tests.support.talks import Point, failures, information_sets, payoffs, random_points, same

STRATEGIC = warm_words()
CHANNELS = warm_words(reading="two_channel")
POSTERIOR = CHANNELS.closed_forms["posterior"]
LINES = ("tolerant", "hard")
WORDS = ("warm", "cold")
OFFICIALS = ("harsh", "mild")
REPLIES = ("advance", "wait")

Class = dict[str, Fraction]


def test_the_strategic_game_is_as_defined() -> None:
    assert STRATEGIC.game.players == ("United States", "Japan")
    assert information_sets(STRATEGIC) == {
        **{f"words | {line}": ("United States", WORDS, 1) for line in LINES},
        **{f"advance | {words}": ("Japan", REPLIES, 2) for words in WORDS},
    }
    for line, words in product(LINES, WORDS):
        spoken = "expressive_benefit" if words == "warm" else "0"
        stake = "tolerant_gain" if line == "tolerant" else "-advance_loss"
        gets = "engagement_value" if line == "tolerant" else "-backlash_loss"
        assert same(payoffs(STRATEGIC, line, words, "advance"), f"{spoken} + {stake}", gets)
        assert same(payoffs(STRATEGIC, line, words, "wait"), spoken, 0)


def test_the_channels_are_as_defined() -> None:
    assert CHANNELS.game.players == ("Japan",)
    assert information_sets(CHANNELS) == {
        f"advance | {words}, {officials}": ("Japan", REPLIES, 2)
        for words in WORDS
        for officials in OFFICIALS
    }
    for line, words, officials in product(LINES, WORDS, OFFICIALS):
        gets = "engagement_value" if line == "tolerant" else "-backlash_loss"
        assert same(payoffs(CHANNELS, line, words, officials, "advance"), gets)
        assert same(payoffs(CHANNELS, line, words, officials, "wait"), 0)


@pytest.mark.parametrize("model", [STRATEGIC, CHANNELS], ids=["strategic", "two_channel"])
def test_chances(model: object) -> None:
    tree = model.game.tree  # type: ignore[attr-defined]
    chances = {tree.history(node): str(chance) for node, chance in tree.probability.items()}
    soft = "tolerance_probability*(1 - tied_hands_probability)"
    assert chances["tolerant",] == soft
    assert same((tree.probability[2],), f"1 - {soft}")
    if model is CHANNELS:
        assert chances["hard", "warm"] == "warm_rate_hard"
        assert chances["hard", "cold"] == "1 - warm_rate_hard"
        assert chances["tolerant", "cold", "harsh"] == "harsh_rate_tolerant"
        assert chances["tolerant", "warm", "mild"] == "1 - harsh_rate_tolerant"
        assert len(chances) == 2 + 4 + 8


def classes(point: Point) -> list[Class]:
    """Derive every class by hand: probabilities of (line, words, reply) that are positive.

    Let s be the chance of a tolerant line, m = l/(u + l) Japan's indifference belief, e the
    expressive benefit, g the tolerant gain, h the advance loss.

    - Both warm: always; Japan advances iff s > m (off the path it can always be held to waiting,
      or to advancing, so that cold words do not pay).
    - Only the tolerant line warm: the hard line gets 0 by cold words, e - h by warm ones: e < h.
    - Only the hard line warm: the tolerant line gets g by cold words, e by warm ones: e < g.
    - The hard line mixes: after warm words Japan advances with chance e/h and believes m, so
      e < h and s < m; the hard line is warm with chance x where s/(s + (1 - s)x) = m.
    - The tolerant line mixes: after warm words Japan advances with chance 1 - e/g and believes m,
      so e < g and s > m; the tolerant line is warm with chance y where sy/(sy + 1 - s) = m.
    - Nothing else: both cold, or both mixing, contradicts e > 0.
    """
    soft = point["tolerance_probability"] * (1 - point["tied_hands_probability"])
    hard = 1 - soft
    stake = point["engagement_value"] + point["backlash_loss"]
    least = point["backlash_loss"] / stake
    speech, gain, loss = (
        point[name] for name in ("expressive_benefit", "tolerant_gain", "advance_loss")
    )
    reply = "advance" if soft > least else "wait"
    found: list[Class] = [{f"tolerant warm {reply}": soft, f"hard warm {reply}": hard}]
    if speech < loss:
        found.append({"tolerant warm advance": soft, "hard cold wait": hard})
    if speech < gain:
        found.append({"tolerant cold advance": soft, "hard warm wait": hard})
    if speech < loss and soft < least:
        warm, goes = soft * (1 - least) / (hard * least), speech / loss
        found.append(
            {
                "tolerant warm advance": soft * goes,
                "tolerant warm wait": soft * (1 - goes),
                "hard warm advance": hard * warm * goes,
                "hard warm wait": hard * warm * (1 - goes),
                "hard cold wait": hard * (1 - warm),
            }
        )
    if speech < gain and soft > least:
        warm, goes = hard * least / (soft * (1 - least)), 1 - speech / gain
        found.append(
            {
                "tolerant warm advance": soft * warm * goes,
                "tolerant warm wait": soft * warm * (1 - goes),
                "tolerant cold advance": soft * (1 - warm),
                "hard warm advance": hard * goes,
                "hard warm wait": hard * (1 - goes),
            }
        )
    return found


def ordered(found: Iterable[Class]) -> list[list[tuple[str, Fraction]]]:
    return sorted(sorted(each.items()) for each in found)


def outcomes(found: Iterable[Equilibrium]) -> list[list[tuple[str, Fraction]]]:
    return ordered(
        {" ".join(history): chance for history, chance in each.outcomes.items()} for each in found
    )


def check(count: int, seed: int) -> None:
    kinds = set()
    for point in random_points(STRATEGIC, count, seed=seed, size=2):
        expected = classes(point)
        assert outcomes(perfect_bayesian(STRATEGIC.at(**point))) == ordered(expected)
        kinds |= {tuple(sorted(each)) for each in expected}
    assert len(kinds) == 6  # both ways of both warm, and the four others


def test_classes_at_random_points() -> None:
    check(25, seed=0)


@pytest.mark.slow
def test_classes_at_many_random_points() -> None:
    check(200, seed=1)


@pytest.mark.parametrize(
    ("calibration", "number"),
    [("baseline", 1), ("words_are_policy", 3), ("optimist", 4), ("hands_tied", 1)],
)
def test_calibrations(calibration: str, number: int) -> None:
    point = dict(STRATEGIC.calibrations[calibration])
    found = perfect_bayesian(STRATEGIC.at(calibration))
    assert len(found) == number
    assert outcomes(found) == ordered(classes(point))


def test_article() -> None:
    """Let both lines speak warmly, and Japan wait: words carry nothing, and the prior is low."""
    [found] = perfect_bayesian(STRATEGIC.at())
    assert found.profile["words | tolerant"]["warm"] == 1
    assert found.profile["words | hard"]["warm"] == 1
    assert found.profile["advance | warm"]["wait"] == 1
    [tied] = perfect_bayesian(STRATEGIC.at("hands_tied"))
    assert tied.probability_of("advance") == 0


def test_intuitive_criterion() -> None:
    """Ask by hand where 'both warm' can fail: only after cold words, which lose e for certain.

    A line speaks coldly only to change Japan's reply: the tolerant one towards advance (gaining
    at most g - e), the hard one towards waiting (h - e).  Where e exceeds both, neither would,
    and nothing can be deleted.
    """
    found = perfect_bayesian(STRATEGIC.at())
    result = refine(found, "intuitive")
    assert len(result.kept) == 1
    assert result.deleted == ()


def test_claims_hold_at_random_points() -> None:
    for name in ("the_prior_decides_where_talk_is_cheap", "ties_and_backlash_hold_japan_back"):
        claims = STRATEGIC.propositions[name].claims
        assert claims
        for claim in claims:
            assert failures(STRATEGIC, claim, 6, solver=perfect_bayesian) == []


# Two channels.


def bayes(point: Point, words: str, officials: str) -> tuple[Fraction, Fraction]:
    """Return the joint probabilities of what is heard with either line."""
    soft = point["tolerance_probability"] * (1 - point["tied_hands_probability"])

    def heard(line: str) -> Fraction:
        warm, harsh = point[f"warm_rate_{line}"], point[f"harsh_rate_{line}"]
        return (warm if words == "warm" else 1 - warm) * (
            harsh if officials == "harsh" else 1 - harsh
        )

    return soft * heard("tolerant"), (1 - soft) * heard("hard")


def test_posterior_at_random_points() -> None:
    for point in random_points(CHANNELS, 200):
        total = Fraction(0)
        for words, officials in product(WORDS, OFFICIALS):
            tolerant, hard = bayes(point, words, officials)
            answer = POSTERIOR(words=words, officials=officials, **point)
            assert answer == {"posterior": tolerant / (tolerant + hard)}
            total += answer["posterior"] * (tolerant + hard)
        # Beliefs are a martingale: on average the posterior is the prior.
        assert total == point["tolerance_probability"] * (1 - point["tied_hands_probability"])


def test_best_replies_at_random_points() -> None:
    """Advance iff the belief times the gain exceeds the rest times the loss."""
    for point in random_points(CHANNELS, 12, seed=1):
        [found] = perfect_bayesian(CHANNELS.at(**point))
        for words, officials in product(WORDS, OFFICIALS):
            tolerant, hard = bayes(point, words, officials)
            pays = tolerant * point["engagement_value"] > hard * point["backlash_loss"]
            reply = found.profile[f"advance | {words}, {officials}"]
            assert reply["advance" if pays else "wait"] == 1


@pytest.mark.parametrize(
    ("reading", "heard", "belief"),
    [
        ("words_are_policy", ("warm", "harsh"), Fraction(1)),
        ("words_are_policy", ("cold", "mild"), Fraction(0)),
        ("expressive_talk", ("warm", "harsh"), Fraction(1, 4)),
        ("expressive_talk", ("warm", "mild"), Fraction(7, 8)),
        ("officials_are_policy", ("warm", "harsh"), Fraction(0)),
        ("officials_are_policy", ("warm", "mild"), Fraction(1)),
        ("hands_tied", ("warm", "harsh"), Fraction(1, 22)),
        ("confusion", ("warm", "harsh"), Fraction(1, 2)),
        ("confusion", ("cold", "mild"), Fraction(1, 2)),
        ("baseline", ("warm", "harsh"), Fraction(1, 4)),
    ],
)
def test_readings(reading: str, heard: tuple[str, str], belief: Fraction) -> None:
    """Compute by hand with prior 1/2 (1/8 with tied hands), e.g. (3/10)/(3/10 + 9/10) = 1/4.

    With tied hands: (1/8)(3/10)/((1/8)(3/10) + (7/8)(9/10)) = 3/66.
    """
    words, officials = heard
    answer = POSTERIOR(words=words, officials=officials, **CHANNELS.calibrations[reading])
    assert answer == {"posterior": belief}


@pytest.mark.parametrize(
    ("reading", "heard"),
    [
        ("expressive_talk", ("cold", "harsh")),
        ("officials_are_policy", ("cold", "mild")),
    ],
)
def test_beliefs_after_the_impossible_are_undefined(reading: str, heard: tuple[str, str]) -> None:
    words, officials = heard
    with pytest.raises(NotSupported, match=f"{words} words with {officials} officials"):
        POSTERIOR(words=words, officials=officials, **CHANNELS.calibrations[reading])


def test_posterior_needs_what_was_heard() -> None:
    with pytest.raises(MissingParameter, match="needs officials"):
        POSTERIOR(words="warm")
    with pytest.raises(UnknownName, match="unknown words 'hot'"):
        POSTERIOR(words="hot", officials="harsh")
    with pytest.raises(UnknownName, match="reading"):
        warm_words(reading="tea_leaves")
    assert "posterior" not in STRATEGIC.closed_forms


def test_belief_follows_likelihoods() -> None:
    """Sample: the belief after (warm, harsh) rises in both ratios and falls in tied hands."""
    for point in random_points(CHANNELS, 100, seed=2):
        before = POSTERIOR(words="warm", officials="harsh", **point)["posterior"]
        for name, sign in (
            ("warm_rate_tolerant", 1),
            ("warm_rate_hard", -1),
            ("harsh_rate_tolerant", 1),
            ("harsh_rate_hard", -1),
            ("tied_hands_probability", -1),
        ):
            more = point | {name: (1 + point[name]) / 2}
            after = POSTERIOR(words="warm", officials="harsh", **more)["posterior"]
            assert sign * (after - before) > 0
