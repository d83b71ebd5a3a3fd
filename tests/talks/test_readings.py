"""Competing interpretations: what each means, and what it implies, against Bayes' rule by hand."""

from __future__ import annotations

import pytest

from negotiation.errors import UnknownName
from negotiation.talks import claims, compare_readings, readings
from negotiation.talks.readings import QUESTIONS

RATES = ("warm_rate_tolerant", "warm_rate_hard", "harsh_rate_tolerant", "harsh_rate_hard")


def test_every_topic_has_readings_that_rest_on_claims() -> None:
    assert list(QUESTIONS) == [
        "warm_words",
        "legal_framework",
        "alliance_pressure",
        "us_standstill",
    ]
    for topic in QUESTIONS:
        assert len(readings(topic)) >= 2
        for name, reading in readings(topic).items():
            assert reading.name == name
            assert reading.settings
            assert reading.claims
            assert set(reading.claims) <= set(claims())
            for _, where in reading.settings:
                assert where.at().free_symbols == frozenset()


def test_the_five_readings_of_warm_words_have_the_likelihoods_of_the_definition() -> None:
    expected = {
        "words_are_policy": ("1", "0", "4/5", "4/5"),
        "expressive_talk": ("1", "1", "3/10", "9/10"),
        "officials_are_policy": ("1", "1", "0", "1"),
        "confusion": ("1/2", "1/2", "1/2", "1/2"),
    }
    found = readings("warm_words")
    assert list(found) == [*list(expected)[:3], "hands_tied", "confusion"]
    for name, rates in expected.items():
        assert tuple(str(found[name].changes[rate]) for rate in RATES) == rates
    assert {k: str(v) for k, v in found["hands_tied"].changes.items()} == {
        "tied_hands_probability": "3/4"
    }


@pytest.mark.parametrize(
    ("reading", "prior", "beliefs"),
    [
        # prior 1/2, likelihoods multiplied: tolerant / (tolerant + hard)
        ("words_are_policy", "1/2", ("1", "1", "0", "0")),
        ("expressive_talk", "1/2", ("1/4", "7/8", "not heard", "not heard")),
        ("officials_are_policy", "1/2", ("0", "1", "not heard", "not heard")),
        # prior 1/2 * 1/4 = 1/8 against 7/8: 3/80 against 63/80, and 7/80 against 7/80
        ("hands_tied", "1/8", ("1/22", "1/2", "not heard", "not heard")),
        ("confusion", "1/2", ("1/2", "1/2", "1/2", "1/2")),
    ],
)
def test_beliefs_and_replies_by_hand(reading: str, prior: str, beliefs: tuple[str, ...]) -> None:
    compared = compare_readings("warm_words")
    heard = ("warm, harsh", "warm, mild", "cold, harsh", "cold, mild")
    assert compared.value(reading, "prior") == prior
    assert tuple(compared.value(reading, f"belief after {each}") for each in heard) == beliefs
    # equal stakes: Japan advances exactly above one half
    replies = {"1": "advance", "7/8": "advance", "1/2": "either", "not heard": "not heard"}
    assert tuple(compared.value(reading, f"reply to {each}") for each in heard) == tuple(
        replies.get(belief, "wait") for belief in beliefs
    )


def test_japans_payoffs_by_hand() -> None:
    """Half the time the line is tolerant; Japan gains 1 there where it advances, else loses 1."""
    compared = compare_readings("warm_words")
    # words tell: 1/2; expressive: after mild texts only, 7/20 - 1/20; texts tell: 1/2
    for reading, value in {
        "words_are_policy": "1/2",
        "expressive_talk": "3/10",
        "officials_are_policy": "1/2",
        "hands_tied": "0",
        "confusion": "0",
    }.items():
        assert compared.value(reading, "Japan gets") == value


def test_the_softened_formula_turns_no_agreement_into_agreement() -> None:
    """By hand: Russian law gives Japan 2 - 3; at 3/5 both sides get 1/5."""
    compared = compare_readings("legal_framework")
    assert compared.value("unchanged", "agreement") == "no"
    assert compared.value("unchanged", "Japan gets") == "0"
    assert compared.value("softened", "play") == "softened law → accept"
    assert compared.value("softened", "Japan gets") == "1/5"
    assert compared.value("softened", "Russia gets") == "1/5"


def test_pressure_against_goodwill() -> None:
    """By hand: pressing costs 1 and saves 2; with goodwill 2 Japan would go on under pressure."""
    compared = compare_readings("alliance_pressure")
    assert compared.value("pressure", "play") == "pressure → halt"
    assert compared.value("pressure", "United States gets") == "-1"
    assert compared.value("acquiescence", "play") == "acquiesce → proceed"
    assert "proceed 1/4" in compared.value("pressure", "play (private resolve)")


def test_why_the_united_states_does_not_move() -> None:
    compared = compare_readings("us_standstill")
    assert compared.value("scandal_and_congress", "play") == "hold"
    assert compared.value("vacancies", "Japan gets") == "109/100"
    assert compared.value("vacancies", "US Congress gets") == ""


@pytest.mark.parametrize("topic", list(QUESTIONS))
def test_tables_fit_a_terminal_and_rows_a_data_frame(topic: str) -> None:
    compared = compare_readings(topic)
    assert max(map(len, str(compared).splitlines())) <= 80
    assert str(compared).startswith(QUESTIONS[topic])
    for row in compared.rows:
        assert list(row.as_dict()) == ["topic", "reading", "game", "setting", "quantity", "value"]
        assert all(isinstance(each, str) and each for each in row.as_dict().values())
    assert {row.reading for row in compared.rows} == set(readings(topic))


def test_unknown_topics_and_readings_teach() -> None:
    with pytest.raises(UnknownName, match="did you mean 'warm_words'"):
        readings("warm_word")
    with pytest.raises(UnknownName, match="did you mean 'legal_framework'"):
        compare_readings("legal_framwork")
    with pytest.raises(UnknownName, match="did you mean 'softened'"):
        compare_readings("legal_framework").value("soften", "play")
