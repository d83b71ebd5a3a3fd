"""What games imply, against the worked points of their definitions; observations judged."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.errors import AssumptionViolated, UnknownName
from negotiation.talks.implied import implied
from negotiation.talks.setting import Observation, setting


def seen(**parts: dict[str, list[str]]) -> Observation:
    return Observation.read(parts)


def test_worked_points() -> None:
    """The points that the definition of basing_shadow gives."""
    found = implied(setting("basing_shadow", "thaw"))
    [payoffs] = found.payoffs
    assert payoffs == {
        "Japan": Fraction(15, 4),
        "Russia": Fraction(1, 4),
        "United States": Fraction(1, 4),
    }
    assert implied(setting("basing_shadow")).text() == "keep"
    assert found.concept == "subgame perfect"
    assert all(each.verify() for each in found.equilibria)


def test_an_observation_is_sure_impossible_or_neither() -> None:
    """By hand: Russia transfers at the thaw; a base is then wanted with probability 1/4."""
    thaw = implied(setting("basing_shadow", "thaw"))
    assert thaw.judge(seen(moves={"Russia": ["transfer"]})) == "holds"
    assert thaw.judge(seen(moves={"Russia": ["keep"]})) == "fails"
    assert thaw.judge(seen(absent={"Russia": ["keep"]})) == "holds"
    station = seen(moves={"United States": ["station"]})
    assert thaw.probabilities(station) == (Fraction(1, 4),)
    assert thaw.judge(station) == "open"
    assert thaw.why_open(station) == "the model gives it probability 1/4"
    wanted = seen(moves={"chance": ["wants base"], "United States": ["refrain"]})
    assert thaw.judge(wanted) == "fails"


def test_several_equilibria_leave_open_what_they_differ_in() -> None:
    """The two classes of autonomy_signalling at its baseline: separating, and no pledge."""
    found = implied(setting("autonomy_signalling"))
    assert found.concept == "perfect Bayesian"
    pledge = seen(moves={"Japan": ["pledge"]})
    assert sorted(found.probabilities(pledge)) == [0, Fraction(1, 4)]
    assert found.judge(pledge) == "open"
    assert "depending on the equilibrium" in found.why_open(pledge)
    after = Observation(replies=(("transfer | no pledge", "keep"),))
    assert found.judge(after) == "holds"  # reached in both classes, and played in both
    assert found.judge(Observation(replies=(("transfer | pledge", "transfer"),))) == "open"


def test_replies_are_read_off_the_path() -> None:
    """By hand: consenting costs 1/2 + 1 after a pledge, refusing 3, so a base comes: keep."""
    found = implied(setting("no_base_pledge"))
    assert found.text() == "no pledge → keep"
    assert found.judge(Observation(replies=(("transfer | pledge", "keep"),))) == "holds"
    assert found.reply("answer | pledge") == "consent"
    credible = implied(setting("no_base_pledge", "credible_pledge"))
    assert credible.judge(Observation(replies=(("transfer | pledge", "keep"),))) == "fails"


def test_wrong_names_teach() -> None:
    found = implied(setting("basing_shadow"))
    with pytest.raises(UnknownName, match="did you mean 'Russia'"):
        found.judge(seen(moves={"Rusia": ["keep"]}))
    with pytest.raises(UnknownName, match="did you mean 'transfer'"):
        found.judge(seen(moves={"Russia": ["transfr"]}))
    with pytest.raises(UnknownName, match="information set"):
        found.judge(Observation(replies=(("tranfer", "keep"),)))
    with pytest.raises(UnknownName, match="action at 'transfer'"):
        found.judge(Observation(replies=(("transfer", "keeps"),)))
    with pytest.raises(UnknownName, match="did you mean 'basing_shadow'"):
        implied(setting("basing_shadwo"))
    with pytest.raises(AssumptionViolated):
        implied(setting("basing_shadow", values={"treaty_gain": 5}))
