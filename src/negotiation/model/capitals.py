"""Names of parameters as words: ``japan_jea_value`` is "Japan JEA value".

Names are in small letters; the sentences of a model show which of their words are proper names:
those written with a capital although no sentence begins with them, or in capitals throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.model.model import Model

__all__ = ["capitals", "in_words", "sentences_of"]


def capitals(sentences: Iterable[str]) -> dict[str, str]:
    """Find the words that sentences write with a capital although no sentence begins with them.

    >>> capitals(["Value of JEA to Japan", "Give it to Japan"])
    {'jea': 'JEA', 'japan': 'Japan'}
    """
    found: dict[str, str] = {}
    small: set[str] = set()
    for sentence in sentences:
        for match in re.finditer(r"\w+", sentence):
            word = match[0]
            before = sentence[: match.start()].rstrip(" \n\"'“(")
            begins = not before or before[-1] in ".:;!?"
            if not word.isalpha():
                continue
            if word.islower():
                small.add(word)
            elif len(word) > 1 and (not begins or word.isupper()):
                found.setdefault(word.lower(), word)
    return {word: written for word, written in found.items() if word not in small}


def sentences_of(model: Model) -> list[str]:
    """Return the sentences of a model: its players, story, meanings and claims."""
    groups = (model.assumptions, model.constraints, model.propositions)
    return [
        *(f"of {player}" for player in model.game.players),
        model.story,
        *(each.meaning for each in model.parameters.values()),
        *(each.words for group in groups for each in group.values()),
    ]


def in_words(name: str, proper: Mapping[str, str]) -> str:
    """Write a name as words.

    Parameters
    ----------
    name
        A name with underscores.
    proper
        Word in small letters → as it is written, as `capitals` finds them.

    Examples
    --------
    >>> in_words("japan_jea_value", {"japan": "Japan", "jea": "JEA"})
    'Japan JEA value'
    """
    return " ".join(proper.get(word, word) for word in name.split("_"))
