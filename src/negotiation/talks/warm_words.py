"""The president's warm words against the officials' harsh words.

The president speaks warmly about Moscow; his officials speak harshly.  Japan must decide whether
to advance relations with Russia, not knowing the line Washington will take.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from negotiation.errors import NotSupported
from negotiation.exact import sign
from negotiation.game import Chance, Decision, Game, Node
from negotiation.model import (
    MODELLER,
    Assumption,
    ClosedForm,
    Happens,
    Model,
    Monotone,
    PropertyTest,
    Proposition,
    article,
    passes,
    reaches,
)
from negotiation.talks.audit_checks import (
    never_both_cold,
    prior_decides,
    ties_and_backlash_hold_back,
    when_words_can_inform,
)
from negotiation.talks.building import choose, payer
from negotiation.talks.checks import beliefs_follow_likelihoods, ties_lower_beliefs
from negotiation.talks.vocabulary import parameters, symbols

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number

__all__ = ["warm_words"]

LINE = ("tolerance_probability", "tied_hands_probability")
STAKES = ("engagement_value", "backlash_loss")
SPEAKER = ("expressive_benefit", "tolerant_gain", "advance_loss")
RATES = ("warm_rate_tolerant", "warm_rate_hard", "harsh_rate_tolerant", "harsh_rate_hard")
LINES = ("tolerant", "hard")
WORDS = ("warm", "cold")
OFFICIALS = ("harsh", "mild")
STORY = (
    "The president speaks warmly about Moscow; his officials speak harshly. Japan must decide "
    "whether to advance."
)


def warm_words(*, reading: str = "strategic") -> Model:
    """Return the game of warm words.

    Parameters
    ----------
    reading
        ``"strategic"``: the president chooses his words, knowing the line, and Japan sees them.
        ``"two_channel"``: words and officials' statements come with rates that depend on the
        line, and Japan sees both; the calibrations are the competing interpretations of the
        article.

    Notes
    -----
    In the strategic game compare classes of equilibria, not profiles: what is played off the path
    is not unique.

    Examples
    --------
    >>> posterior = warm_words(reading="two_channel").closed_forms["posterior"]
    >>> posterior(words="warm", officials="harsh")  # words are expressive talk
    {'posterior': Fraction(1, 4)}
    >>> list(warm_words().game.information_sets)
    ['words | tolerant', 'words | hard', 'advance | warm', 'advance | cold']
    """
    choose("reading", reading, ("strategic", "two_channel"))
    return _strategic() if reading == "strategic" else _two_channel()


def _line(after: Mapping[str, Node]) -> Chance:
    tolerance, tied = symbols(*LINE)
    soft = tolerance * (1 - tied)
    return Chance({"tolerant": (soft, after["tolerant"]), "hard": (1 - soft, after["hard"])})


def _japan_gets(line: str) -> sympy.Expr:
    value, backlash = symbols(*STAKES)
    return value if line == "tolerant" else -backlash


def _strategic() -> Model:
    players = ("United States", "Japan")
    pays = payer(*players)
    benefit, gain, loss = symbols(*SPEAKER)

    def advance(line: str, words: str) -> Decision:
        spoken = benefit if words == "warm" else 0
        stake = gain if line == "tolerant" else -loss
        return Decision(
            "Japan",
            {"advance": pays(spoken + stake, _japan_gets(line)), "wait": pays(spoken, 0)},
            f"advance | {words}",
        )

    root = _line(
        {
            line: Decision(
                "United States",
                {words: advance(line, words) for words in WORDS},
                f"words | {line}",
            )
            for line in LINES
        }
    )
    return Model(
        "warm_words",
        Game(players, root),
        parameters(*LINE, *SPEAKER, *STAKES),
        _assumptions(strategic=True),
        {
            "baseline": {
                "tolerance_probability": "1/3",
                "tied_hands_probability": 0,
                "expressive_benefit": 2,
                "tolerant_gain": 0,
                "advance_loss": 1,
                "engagement_value": 1,
                "backlash_loss": 1,
            },
            "words_are_policy": {"expressive_benefit": "1/2"},
            "optimist": {
                "expressive_benefit": "1/2",
                "tolerance_probability": "2/3",
                "tolerant_gain": 1,
            },
            "hands_tied": {
                "tolerance_probability": "2/3",
                "tied_hands_probability": "3/4",
            },
        },
        _strategic_propositions(),
        story=STORY,
        prediction="Japan waits.",
        options={"reading": "strategic"},
    )


def _two_channel() -> Model:
    pays = payer("Japan")

    def officials(line: str, words: str) -> Chance:
        rate = symbols(f"harsh_rate_{line}")[0]
        after = {
            statement: Decision(
                "Japan",
                {"advance": pays(_japan_gets(line)), "wait": pays(0)},
                f"advance | {words}, {statement}",
            )
            for statement in OFFICIALS
        }
        return Chance({"harsh": (rate, after["harsh"]), "mild": (1 - rate, after["mild"])})

    def spoken(line: str) -> Chance:
        rate = symbols(f"warm_rate_{line}")[0]
        return Chance(
            {"warm": (rate, officials(line, "warm")), "cold": (1 - rate, officials(line, "cold"))}
        )

    def rates(*values: object) -> dict[str, str]:
        return dict(zip(RATES, map(str, values), strict=True))

    return Model(
        "warm_words",
        Game(("Japan",), _line({line: spoken(line) for line in LINES})),
        parameters(*LINE, *RATES, *STAKES),
        _assumptions(strategic=False),
        {
            "baseline": {
                "tolerance_probability": "1/2",
                "tied_hands_probability": 0,
                "engagement_value": 1,
                "backlash_loss": 1,
                **rates(1, 1, "3/10", "9/10"),
            },
            "words_are_policy": rates(1, 0, "4/5", "4/5"),
            "expressive_talk": rates(1, 1, "3/10", "9/10"),
            "officials_are_policy": rates(1, 1, 0, 1),
            "hands_tied": {"tied_hands_probability": "3/4"},
            "confusion": rates("1/2", "1/2", "1/2", "1/2"),
        },
        _two_channel_propositions(),
        [
            ClosedForm(
                "posterior",
                "Japan's belief that the line is tolerant, after these words of the president "
                "and this statement of the officials",
                posterior,
                source="Bayes' rule, the channels being independent given the line",
                arguments={"words": WORDS, "officials": OFFICIALS},
            )
        ],
        story=STORY,
        prediction="Japan waits.",
        options={"reading": "two_channel"},
    )


def posterior(values: Mapping[str, Number], *, words: str, officials: str) -> dict[str, object]:
    """Return Japan's belief that the line is tolerant, by Bayes' rule.

    Parameters
    ----------
    values
        Parameter values.
    words, officials
        What was heard: ``"warm"`` or ``"cold"``, ``"harsh"`` or ``"mild"``.

    Raises
    ------
    NotSupported
        If that combination has probability zero, where no belief is defined.
    """
    prior = values["tolerance_probability"] * (1 - values["tied_hands_probability"])

    def weight(line: str, prior: Number) -> Number:
        warm, harsh = values[f"warm_rate_{line}"], values[f"harsh_rate_{line}"]
        heard = warm if words == "warm" else 1 - warm
        return prior * heard * (harsh if officials == "harsh" else 1 - harsh)

    tolerant, hard = weight("tolerant", prior), weight("hard", 1 - prior)
    if sign(tolerant + hard) == 0:
        message = (
            f"{words} words with {officials} officials have probability zero here, "
            "so the belief after them is undefined"
        )
        raise NotSupported(message)
    return {"posterior": tolerant / (tolerant + hard)}


def _assumptions(*, strategic: bool) -> list[Assumption]:
    benefit, gain, loss = symbols(*SPEAKER)
    speaker = [
        Assumption(
            "words_feel_good",
            benefit > 0,
            "the president gains from speaking warmly, whatever follows",
            article("C84"),
        ),
        Assumption(
            "hard_line_dislikes_advance",
            loss > 0,
            "a hard-line United States loses from Japan's advance",
            article("C90"),
        ),
        Assumption(
            "tolerant_line_indifferent_or_pleased",
            gain >= 0,
            "a tolerant United States does not mind Japan's advance",
            MODELLER,
        ),
    ]
    tied = symbols("tied_hands_probability")[0]
    return [
        *(speaker if strategic else []),
        Assumption(
            "hands_may_be_tied",
            tied >= 0,
            "a well-disposed president may be unable to act",
            article("C04", "C14"),
        ),
        Assumption(
            "same_prior_in_moscow",
            words="Russia holds the same prior; it is not used in the tree",
            source=article("C36", "C37"),
        ),
    ]


def _strategic_propositions() -> list[Proposition]:
    tolerance, tied = symbols(*LINE)
    value, backlash = symbols(*STAKES)
    benefit, gain, loss = symbols(*SPEAKER)
    soft = tolerance * (1 - tied)
    advance = reaches("advance")
    pays = soft * value > (1 - soft) * backlash
    expressive = (benefit > gain) & (benefit > loss)
    warm = passes(("tolerant", "warm"))
    return [
        Proposition(
            "never_both_cold",
            "There is no equilibrium in which both lines speak coldly.",
            how="derived: if both spoke coldly and Japan waited after cold words, the tolerant "
            "line would gain by warm ones; if it advanced, the hard line would; a mixed reply "
            "cannot hold both",
            check=PropertyTest(never_both_cold, points=10),
        ),
        Proposition(
            "when_words_can_inform",
            "Both lines may always speak warmly. Only the tolerant line does exactly where "
            "expressive_benefit < advance_loss, only the hard line exactly where "
            "expressive_benefit < tolerant_gain. The hard line mixes exactly where "
            "expressive_benefit < advance_loss and the prior holds Japan back, the tolerant line "
            "exactly where expressive_benefit < tolerant_gain and the prior lets Japan advance.",
            how="derived: each line compares expressive_benefit with what Japan's reply is worth "
            "to it; no other class of equilibria exists off the indifference surfaces",
            check=PropertyTest(when_words_can_inform, points=10),
        ),
        Proposition(
            "the_prior_decides_where_talk_is_cheap",
            "When words carry nothing, Japan's action is set by the prior alone.",
            (
                Happens(warm, where=expressive),
                Happens(advance, where=expressive & pays),
                Happens(
                    advance,
                    where=expressive & (soft * value < (1 - soft) * backlash),
                    never=True,
                ),
            ),
            check=PropertyTest(prior_decides, points=10),
        ),
        Proposition(
            "ties_and_backlash_hold_japan_back",
            "Advance is weakly decreasing in tied_hands_probability and backlash_loss.",
            (
                Monotone(advance, "tied_hands_probability", "decreasing", where=expressive),
                Monotone(advance, "backlash_loss", "decreasing", where=expressive),
            ),
            how="the largest and the smallest probability of an advance over all classes of "
            "equilibria; property test",
            check=PropertyTest(ties_and_backlash_hold_back, points=8),
        ),
    ]


def _two_channel_propositions() -> list[Proposition]:
    return [
        Proposition(
            "belief_follows_likelihoods",
            "Japan's belief after (warm, harsh) rises with warm_rate_tolerant/warm_rate_hard and "
            "with harsh_rate_tolerant/harsh_rate_hard; under expressive talk it does not depend "
            "on words; where officials are policy it depends on nothing else than officials.",
            how="derived from posterior: its odds are the prior odds times the two ratios; "
            "property test",
            check=PropertyTest(beliefs_follow_likelihoods, points=60),
        ),
        Proposition(
            "ties_and_backlash_hold_japan_back",
            "Advance is weakly decreasing in tied_hands_probability and backlash_loss.",
            how="Japan advances where posterior * engagement_value > (1 - posterior) * "
            "backlash_loss, and the posterior falls in tied_hands_probability; property test",
            check=PropertyTest(ties_lower_beliefs),
        ),
    ]
