"""Tests of names written as words."""

from __future__ import annotations

import pytest

from negotiation import talks
from negotiation.model import capitals, in_words, sentences_of


@pytest.mark.parametrize(
    ("sentences", "found"),
    [
        (["Trust grows. Japan waits", "the trust of Japan"], {"japan": "Japan"}),
        (["Gains of both"], {}),  # a sentence begins there: no proper name
        (["EU first"], {"eu": "EU"}),  # capitals throughout are no beginning
        (["what Congress lets pass", "a congress of birds"], {}),  # also in small letters
    ],
)
def test_proper_names_are_found_by_their_capitals(
    sentences: list[str], found: dict[str, str]
) -> None:
    assert capitals(sentences) == found


def test_names_of_a_game_of_the_talks() -> None:
    proper = capitals(sentences_of(talks.sanctions_cascade()))
    assert in_words("japan_us_exit_cost", proper) == "Japan US exit cost"
    assert in_words("eu_solo_cost", proper) == "EU solo cost"
