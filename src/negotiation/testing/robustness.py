"""How much of what is assumed a conclusion needs.

A conclusion is fragile in an assumption if it fails somewhere once the assumption is dropped; the
more so, the less the assumption need be weakened.  It is ordinally robust at a point if it holds
for all values under which everybody ranks the outcomes as there, whatever the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from negotiation.exact import as_sympy, exact, sign
from negotiation.model import Assumption, Model
from negotiation.testing.proposition import ClaimRefuted, check_proposition

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import NumberLike
    from negotiation.game.tree import Condition
    from negotiation.model import Claim, Proposition
    from negotiation.parametric import Proved
    from negotiation.parametric.verdict import Checked
    from negotiation.testing.examination import Predicate

__all__ = ["Break", "Fragility", "OrdinalRobustness", "fragility", "ordinal_robustness"]

SLACKS = (Fraction(1, 1000), Fraction(1, 100), Fraction(1, 10), Fraction(1))
"""By how much assumptions are weakened, the least first."""


@dataclass(frozen=True)
class Break:
    """An assumption without which a claim fails.

    Attributes
    ----------
    name
        The assumption, or the constraint that is lifted.
    refutation
        Where the claim fails without it.
    slack
        The least weakening tried that breaks the claim already: each inequality of the assumption
        may then be broken by so much; `None` where it must be broken by more than 1, or is no
        inequality.
    """

    name: str
    refutation: ClaimRefuted = field(hash=False, compare=False)
    slack: Fraction | None

    def __str__(self) -> str:
        if self.slack is None:
            weakened = "when it is dropped"
        else:
            weakened = f"when it may be broken by {self.slack}"
        values = ", ".join(f"{name} = {value}" for name, value in self.refutation.at.items())
        return f"{self.name}: {weakened}, as at {values}"


@dataclass(frozen=True)
class Fragility:
    """What a claim needs of what a model assumes.

    Attributes
    ----------
    model
        The model.
    verdict
        What the claim is worth under all assumptions.
    breaks
        The assumptions and constraints without which it fails.
    unneeded
        Those without which it holds still, each dropped alone.
    """

    model: Model
    verdict: Proved | Checked
    breaks: tuple[Break, ...]
    unneeded: tuple[str, ...]

    def __str__(self) -> str:
        first, *_ = str(self.verdict).splitlines()
        lines = [f"{self.model.name}: {first}"]
        lines += [f"  breaks without {each}" for each in self.breaks]
        if self.unneeded:
            lines.append(f"  holds without any one of: {', '.join(self.unneeded)}")
        return "\n".join(lines)


def fragility(
    model: Model,
    claim: Claim | Predicate | Proposition | str,
    *,
    every: bool = True,
    examples: int = 60,
    seconds: float = 10.0,
) -> Fragility:
    """Say which single assumption, dropped or weakened, breaks a claim.

    Parameters
    ----------
    model
        The model.
    claim, every, examples, seconds
        As for `check_proposition`.

    Returns
    -------
    Fragility
        Domains are kept throughout; of constraints, those in force are lifted one by one.

    Raises
    ------
    ClaimRefuted
        If the claim fails although everything is assumed.
    NotSupported
        If the proposition is stated in words only.

    Examples
    --------
    >>> from negotiation import Assumption, talks
    >>> from negotiation.model import Happens, reaches
    >>> model = talks.basing_shadow()
    >>> gain, loss = model.symbols["treaty_gain"], model.symbols["basing_loss"]
    >>> threat = Assumption("threat", loss * model.symbols["basing_probability"] > gain)
    >>> found = fragility(model.assuming(threat), Happens(reaches("keep")))
    >>> [(each.name, each.slack) for each in found.breaks]
    [('threat', Fraction(1, 1000))]
    >>> found.unneeded
    ('base_possible', 'base_spoils_deal', 'wanted_base_pays', 'islands_valued')
    """
    asked = model.propositions[claim] if isinstance(claim, str) else claim

    def refuted(form: Model) -> ClaimRefuted | None:
        try:
            check_proposition(form, asked, every=every, examples=examples, seconds=seconds)
        except ClaimRefuted as error:
            return error
        return None

    verdict = check_proposition(model, asked, every=every, examples=examples, seconds=seconds)
    names = [each.name for each in model.assumptions.values() if each.is_general]
    names += [each.name for each in model.constraints.values() if each.imposed]
    breaks: list[Break] = []
    unneeded: list[str] = []
    for name in names:
        wrong = refuted(model.without(name))
        if wrong is None:
            unneeded.append(name)
            continue
        slack = None
        for amount, weaker in _weakened(model, name):
            less = refuted(weaker)
            if less is not None:
                slack, wrong = amount, less
                break
        breaks.append(Break(name, wrong, slack))
    return Fragility(model, verdict, tuple(breaks), tuple(unneeded))


def _weakened(model: Model, name: str) -> Iterator[tuple[Fraction, Model]]:
    """Yield the model with an assumption weakened, more and more."""
    if name not in model.assumptions:
        return
    assumption = model.assumptions[name]
    for amount in SLACKS:
        weaker = _with_slack(assumption.condition, as_sympy(amount))
        if weaker is None:
            return
        yield (
            amount,
            model.without(name).assuming(
                Assumption(name, weaker, assumption.words, assumption.source)
            ),
        )


def _with_slack(condition: Condition, slack: sympy.Expr) -> Condition | None:
    """Let every inequality of a conjunction be broken by so much; `None` for other conditions."""
    import sympy

    if isinstance(condition, bool):
        return None
    parts = condition.args if isinstance(condition, sympy.And) else (condition,)
    weaker = []
    for part in parts:
        if isinstance(part, sympy.StrictGreaterThan | sympy.GreaterThan):
            weaker.append(part.func(part.lhs + slack, part.rhs))
        elif isinstance(part, sympy.StrictLessThan | sympy.LessThan):
            weaker.append(part.func(part.lhs, part.rhs + slack))
        else:
            return None
    return sympy.And(*weaker)


@dataclass(frozen=True)
class OrdinalRobustness:
    """Whether a claim holds for all values under which everybody ranks the outcomes alike.

    Attributes
    ----------
    orderings
        How the outcomes are ranked, one condition a player and pair of neighbours.
    refutation
        Where the claim fails although the rankings hold; `None` where it was not found to.
    verdict
        What the claim is worth, where it was not refuted.
    """

    orderings: tuple[Assumption, ...]
    refutation: ClaimRefuted | None
    verdict: Proved | Checked | None

    def __bool__(self) -> bool:
        return self.refutation is None

    def __str__(self) -> str:
        if self.refutation is None:
            return f"holds under the same rankings: {self.verdict}"
        return f"rests on more than rankings: {self.refutation}"


def ordinal_robustness(
    model: Model,
    claim: Claim | Predicate | Proposition | str,
    calibration: str = "baseline",
    *,
    every: bool = True,
    examples: int = 60,
    seconds: float = 10.0,
    **values: NumberLike,
) -> OrdinalRobustness:
    """Say whether a claim rests on how outcomes are ranked, or on how much they are worth.

    Parameters
    ----------
    model
        The model; its domains and assumptions are kept.
    claim, every, examples, seconds
        As for `check_proposition`.
    calibration, **values
        The point whose rankings are taken, as in `Model.at`.

    Examples
    --------
    In the shadow of the bases Russia ranks a transfer without a base over none, and none over a
    transfer with one.  Whether it transfers is a matter of numbers.

    >>> from negotiation import talks
    >>> model = talks.basing_shadow()
    >>> bool(ordinal_robustness(model, lambda e: "keep" in e.path))
    False
    >>> bool(ordinal_robustness(model, lambda e: e.profile.get("basing | wants base") != "refrain"))
    True
    """
    asked = model.propositions[claim] if isinstance(claim, str) else claim
    orderings = tuple(_orderings(model, model.values(calibration, check=True, **values)))
    ranked = model.assuming(*orderings)
    try:
        verdict = check_proposition(ranked, asked, every=every, examples=examples, seconds=seconds)
    except ClaimRefuted as error:
        return OrdinalRobustness(orderings, error, None)
    return OrdinalRobustness(orderings, None, verdict)


def _orderings(model: Model, point: Mapping[str, object]) -> Iterator[Assumption]:
    """Yield how each player ranks the outcomes at a point, neighbours only."""
    import sympy

    numbers = {model.symbols[name]: as_sympy(exact(value)) for name, value in point.items()}
    for place, player in enumerate(model.game.players):
        pays = {as_sympy(row[place]) for row in model.game.tree.payoffs.values()}
        worth = {pay: exact(pay.xreplace(numbers)) for pay in pays}
        ranked = sorted(worth, key=lambda pay: (_Ranked(worth[pay]), str(pay)))
        for number, (low, high) in enumerate(pairwise(ranked), start=1):
            if not (high - low).free_symbols:
                continue
            tied = sign(exact(worth[high]) - exact(worth[low])) == 0
            condition = sympy.Eq(low, high) if tied else low < high
            yield Assumption(f"ranking {number} of {player}", condition)


class _Ranked:
    """Orders exact numbers."""

    def __init__(self, number: object) -> None:
        self.number = exact(number)

    def __lt__(self, other: _Ranked) -> bool:
        return sign(self.number - other.number) < 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ranked) and sign(self.number - other.number) == 0

    __hash__ = None  # type: ignore[assignment]  # only for sorting
