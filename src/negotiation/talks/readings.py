"""Competing interpretations of the article, kept apart, and what each implies.

Where the article leaves open what a fact means, each reading of it is a hypothesis of its own: an
option, a calibration, or other parameter values of a game.  Nothing here weighs the readings; the
comparison shows what would be played, and believed, if one of them were true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported
from negotiation.exact import format_number, sign
from negotiation.model import Named
from negotiation.talks.implied import implied
from negotiation.talks.setting import Setting, setting
from negotiation.talks.text_table import WIDTH, labelled, text_table

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = [
    "QUESTIONS",
    "Reading",
    "ReadingComparison",
    "ReadingRow",
    "compare_readings",
    "readings",
]

QUESTIONS: Mapping[str, str] = {
    "warm_words": "What do the president's warm words mean?",
    "legal_framework": "Did the Russian opening statement on law move?",
    "alliance_pressure": "Did Washington under Obama stand in the way?",
    "us_standstill": "Why does the United States not move?",
}
"""What the readings disagree about, by topic."""

NARROW = 3
"""From how many readings on the table needs a narrow first column."""

WORDS, OFFICIALS = ("warm", "cold"), ("harsh", "mild")


@dataclass(frozen=True)
class Reading:
    """One interpretation of a fact that the article leaves open.

    Attributes
    ----------
    name
        A short name.
    words
        The interpretation in a sentence.
    claims
        The claims of the article that state it.
    settings
        What it means in the games, as pairs: a label (empty where there is one game only) and a
        form of a game at parameter values.
    varied
        The parameters that make the reading what it is: likelihoods, priors, stakes.
    """

    name: str
    words: str
    claims: tuple[str, ...]
    settings: tuple[tuple[str, Setting], ...]
    varied: tuple[str, ...] = ()

    @property
    def changes(self) -> Mapping[str, Number]:
        """Parameter → value, for the parameters that make the reading what it is.

        >>> readings("warm_words")["hands_tied"].changes
        {'tied_hands_probability': Fraction(3, 4)}
        """
        found: dict[str, Number] = {}
        for _, where in self.settings:
            values = where.point()
            found.update({name: values[name] for name in self.varied if name in values})
        return found

    def __str__(self) -> str:
        return f"{self.name}: {self.words} ({', '.join(self.claims)})"


@dataclass(frozen=True)
class ReadingRow:
    """One thing that one reading implies.

    Attributes
    ----------
    topic
        What the readings disagree about.
    reading
        The name of the reading.
    setting
        The game and the values at which it was solved.
    quantity
        What is implied: ``"play"``, ``"payoff of Japan"``, ``"belief after warm, harsh"``, …
    value
        Its value in words; exact numbers as fractions.
    """

    topic: str
    reading: str
    setting: Setting
    quantity: str
    value: str

    def as_dict(self) -> dict[str, str]:
        """Return the row as texts, for a data frame or a file."""
        return {
            "topic": self.topic,
            "reading": self.reading,
            "game": self.setting.game,
            "setting": self.setting.changes,
            "quantity": self.quantity,
            "value": self.value,
        }


@dataclass(frozen=True)
class ReadingComparison:
    """What the readings of one topic imply, side by side.

    Attributes
    ----------
    topic
        What they disagree about.
    readings
        The readings by name.
    rows
        One row a reading, setting and quantity.
    """

    topic: str
    readings: Named[Reading]
    rows: tuple[ReadingRow, ...]

    @property
    def question(self) -> str:
        """What they disagree about, as a question."""
        return QUESTIONS[self.topic]

    def value(self, reading: str, quantity: str) -> str:
        """Return what a reading implies for a quantity; empty where it does not speak of it.

        Raises
        ------
        UnknownName
            If there is no such reading.
        """
        name = self.readings[reading].name
        return "; ".join(
            row.value for row in self.rows if (row.reading, row.quantity) == (name, quantity)
        )

    def __str__(self) -> str:
        names = list(self.readings)
        quantities = list(dict.fromkeys(row.quantity for row in self.rows))
        first = 17 if len(names) > NARROW else 26
        width = (WIDTH - first) // len(names) - 2
        lines = [self.question, ""]
        lines += [labelled("", str(each)) for each in self.readings.values()]
        header = ("", *(name.replace("_", " ") for name in names))
        cells = [
            (quantity, *(self.value(name, quantity) or "—" for name in names))
            for quantity in quantities
        ]
        return "\n".join([*lines, "", text_table(header, cells, (first, *[width] * len(names)))])


def readings(topic: str) -> Named[Reading]:
    """Return the competing interpretations of one topic, by name.

    Parameters
    ----------
    topic
        One of `QUESTIONS`.

    Raises
    ------
    UnknownName
        If there is no such topic; the message has the closest match.

    Examples
    --------
    >>> print(readings("legal_framework")["softened"])
    softened: the author reads a slight shift of expression: Russian law must only not be \
contradicted (C61, C63)
    """
    Named("topic of readings", QUESTIONS)[topic]
    return Named("reading", {each.name: each for each in _BY_TOPIC[topic]})


def compare_readings(topic: str) -> ReadingComparison:
    """Solve the games that the readings of a topic mean, and put what they imply side by side.

    Parameters
    ----------
    topic
        One of `QUESTIONS`.

    Raises
    ------
    UnknownName
        If there is no such topic; the message has the closest match.

    Examples
    --------
    >>> compared = compare_readings("legal_framework")
    >>> compared.value("unchanged", "agreement"), compared.value("softened", "agreement")
    ('no', 'yes')
    """
    chosen = readings(topic)
    rows = [
        ReadingRow(
            topic, reading.name, where, f"{quantity} ({label})" if label else quantity, value
        )
        for reading in chosen.values()
        for label, where in reading.settings
        for quantity, value in _implications(where)
    ]
    return ReadingComparison(topic, chosen, tuple(rows))


def _implications(where: Setting) -> list[tuple[str, str]]:
    if dict(where.options).get("reading") == "two_channel":
        return _beliefs_and_replies(where)
    found = implied(where)
    rows = [("play", found.text())]
    for player in found.equilibria[0].game.players:
        pays = dict.fromkeys(format_number(each[player]) for each in found.payoffs)
        rows.append((f"{player} gets", " or ".join(pays)))
    if where.game == "legal_framework":
        agreed = sorted({"accept" in each.path for each in found.equilibria})
        rows.append(("agreement", " or ".join("yes" if each else "no" for each in agreed)))
    return rows


def _beliefs_and_replies(where: Setting) -> list[tuple[str, str]]:
    """Return Japan's belief and best reply after everything it may hear, and its payoff."""
    model = where.model()
    values = where.point()
    rows = [("prior", format_number(_prior(values)))]
    replies = []
    for words in WORDS:
        for officials in OFFICIALS:
            heard = f"{words}, {officials}"
            try:
                belief = model.closed_forms["posterior"](
                    **values, words=words, officials=officials
                )["posterior"]
            except NotSupported:
                rows.append((f"belief after {heard}", "not heard"))
                replies.append((f"reply to {heard}", "not heard"))
                continue
            rows.append((f"belief after {heard}", format_number(belief)))  # type: ignore[arg-type]  # a number
            replies.append((f"reply to {heard}", _reply(belief, values)))  # type: ignore[arg-type]  # a number
    [pay] = {each["Japan"] for each in implied(where).payoffs}
    return [*rows, *replies, ("Japan gets", format_number(pay))]


def _prior(values: Mapping[str, Number]) -> Number:
    return values["tolerance_probability"] * (1 - values["tied_hands_probability"])


def _reply(belief: Number, values: Mapping[str, Number]) -> str:
    gain = sign(belief * values["engagement_value"] - (1 - belief) * values["backlash_loss"])
    return {1: "advance", 0: "either", -1: "wait"}[gain]


def _channels(calibration: str) -> tuple[str, Setting]:
    return "", setting("warm_words", calibration, reading="two_channel")


def _strategic(calibration: str) -> tuple[str, Setting]:
    return "strategic", setting("warm_words", calibration)


_RATES = ("warm_rate_tolerant", "warm_rate_hard", "harsh_rate_tolerant", "harsh_rate_hard")
_ROOM = ("goodwill", "scandal_intensity")

_BY_TOPIC: Mapping[str, tuple[Reading, ...]] = {
    "warm_words": (
        Reading(
            "words_are_policy",
            "the president means what he says, and his line follows his words",
            ("C08",),
            (_channels("words_are_policy"), _strategic("words_are_policy")),
            (*_RATES, "expressive_benefit"),
        ),
        Reading(
            "expressive_talk",
            "warmth is esteem for Putin and a wish to attack Obama, unrelated to policy",
            ("C83", "C84"),
            (_channels("expressive_talk"), _strategic("baseline")),
            (*_RATES, "expressive_benefit"),
        ),
        Reading(
            "officials_are_policy",
            "the officials' texts were cleared by the president, so they are the policy",
            ("C77", "C79", "C81"),
            (_channels("officials_are_policy"),),
            _RATES,
        ),
        Reading(
            "hands_tied",
            "he is sincere, and cannot act",
            ("C04", "C14"),
            (_channels("hands_tied"), _strategic("hands_tied")),
            ("tied_hands_probability",),
        ),
        Reading(
            "confusion",
            "nobody knows: neither words nor texts tell the lines apart",
            ("C80",),
            (_channels("confusion"),),
            _RATES,
        ),
    ),
    "legal_framework": (
        Reading(
            "unchanged",
            "part of the press hears the old hard line: nothing but Russian law is on offer",
            ("C62", "C64"),
            (("", setting("legal_framework", menu="russian_law_only")),),
        ),
        Reading(
            "softened",
            "the author reads a slight shift of expression: Russian law must only not be "
            "contradicted",
            ("C61", "C63"),
            (("", setting("legal_framework", menu="softened")),),
            ("softened_law_share",),
        ),
    ),
    "alliance_pressure": (
        Reading(
            "pressure",
            "Washington kept pressing Tokyo not to proceed",
            ("C25", "C29", "C30"),
            (
                ("", setting("alliance_pressure", values={"goodwill": 0, "scandal_intensity": 0})),
                ("private resolve", setting("alliance_pressure", private_resolve=True)),
            ),
            _ROOM,
        ),
        Reading(
            "acquiescence",
            "goodwill in the alliance bought tolerance for Abe's Russia policy",
            ("C86", "C87"),
            (("", setting("alliance_pressure", "late_obama")),),
            _ROOM,
        ),
    ),
    "us_standstill": (
        Reading(
            "scandal_and_congress",
            "the scandal costs the president, and Congress would block an improvement",
            ("C12", "C13", "C14"),
            (("", setting("congress_veto")),),
            ("scandal_cost", "congress_allow_cost", "congress_block_cost"),
        ),
        Reading(
            "vacancies",
            "posts are empty, so no policy can be made before they are filled",
            ("C05", "C39", "C40"),
            (("", setting("staffing_window")),),
            ("hardline_probability",),
        ),
    ),
}
