"""Putting a claim about a model on trial: proved, refuted with the simplest example, or checked.

First the solver of formulas is asked, which finds a counterexample on a surface of measure nothing
as well as anywhere else.  What it finds is solved again by numbers.  Where it cannot answer, points
are drawn cell by cell.  Either way the counterexample is made simple before it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import InvalidModel, NotSupported
from negotiation.exact import format_number
from negotiation.model import Claim, Model, Proposition, condition_text, require_known_names
from negotiation.parametric import Proved, Refuted, Unknown, prove
from negotiation.parametric.verdict import Checked
from negotiation.testing.arguments import require_whole
from negotiation.testing.closeness import Closeness, closest_assumption
from negotiation.testing.examination import (
    Failure,
    Solver,
    default_solver,
    failure,
    moved_parameter,
)
from negotiation.testing.sampling import Sample, sample
from negotiation.testing.strata import Strata, strata

if TYPE_CHECKING:
    from negotiation.parametric import Verdict
    from negotiation.testing.examination import Predicate
    from negotiation.testing.sampling import Test

__all__ = ["ClaimRefuted", "check_proposition"]

Askable: TypeAlias = "Claim | Predicate"

NOT_FORMULAS = (NotSupported, TypeError, KeyError, AttributeError)
"""What a claim may raise that looks at numbers and is asked about formulas."""


class ClaimRefuted(AssertionError):
    """A claim about a model does not hold.

    Attributes
    ----------
    model
        The model.
    claim
        The claim in words.
    failure
        Where it fails, and how.
    closest
        The assumption that the counterexample is closest to breaking.
    """

    def __init__(
        self, model: Model, claim: str, failure: Failure, closest: Closeness | None
    ) -> None:
        self.model = model
        self.claim = claim
        self.failure = failure
        self.closest = closest
        super().__init__(_report(model, claim, failure, closest))

    @property
    def at(self) -> Mapping[str, Fraction]:
        """The parameter values at which it fails."""
        return self.failure.at

    def __reduce__(self) -> tuple[object, ...]:
        return (ClaimRefuted, (self.model, self.claim, self.failure, self.closest))


def check_proposition(
    model: Model,
    claim: Askable | Proposition | str,
    *,
    every: bool = True,
    examples: int = 100,
    seconds: float = 20.0,
    solver: Solver = default_solver,
    seed: int = 0,
) -> Proved | Checked:
    """Assert that a claim holds wherever a model's assumptions do.

    Parameters
    ----------
    model
        The model.
    claim
        A function of an equilibrium that returns a truth value or a condition on the parameters;
        a claim of `negotiation.model`; a proposition of the model, or its name.
    every
        Whether a function must hold in every equilibrium, or in some.
    examples
        At how many drawn points to look where the claim is not proved.
    seconds
        How long a question to the solver, and how long looking, may take.
    solver
        Finds the equilibria of a game; by default subgame-perfect ones, or perfect Bayesian ones
        of games with imperfect information and no proper subgame.  Nothing is asked of the solver
        of formulas where another one is given.
    seed
        Makes the draws repeatable.

    Returns
    -------
    Proved or Checked
        What the claim is worth.

    Raises
    ------
    ClaimRefuted
        If it fails somewhere: an `AssertionError` with the simplest parameter values found, the
        equilibrium there, and the assumption that they are closest to breaking.
    NotSupported
        If the proposition is stated in words only.
    AssumptionViolated
        If the assumptions contradict each other.
    UnknownName
        If the claim names a parameter or player whom the model does not have.

    Examples
    --------
    >>> from negotiation import talks
    >>> model = talks.basing_shadow()
    >>> print(check_proposition(model, lambda e: e.payoffs["Russia"] >= 0).core)
    ()
    >>> check_proposition(model, lambda e: "keep" in e.path)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    negotiation.testing.proposition.ClaimRefuted: basing_shadow: the claim is refuted at \
island_value = 1, treaty_gain = 1, basing_loss = 2, ...
    """
    if not isinstance(model, Model):
        message = f"check_proposition(...) looks at a Model, not at {model!r}"
        raise InvalidModel(message)
    require_whole("examples", examples, least=1)
    proposition = model.propositions[claim] if isinstance(claim, str) else claim
    if not (callable(proposition) or isinstance(proposition, Proposition | Claim)):
        message = (
            f"the claim is {claim!r}; it must be a function of an equilibrium, the name of a "
            "proposition, or a claim of negotiation.model.claim"
        )
        raise NotSupported(message)
    for each in proposition.claims if isinstance(proposition, Proposition) else (proposition,):
        if isinstance(each, Claim):
            require_known_names(model, each)
    trial = _Trial(model, every=every, examples=examples, seconds=seconds, solver=solver, seed=seed)
    if not isinstance(proposition, Proposition):
        return trial.of_claims("the claim", (proposition,))
    words = f"proposition {proposition.name!r}"
    if proposition.claims:
        return trial.of_claims(words, proposition.claims)
    if proposition.check is not None:
        return trial.of_test(words, proposition)
    message = f"{words} is stated in words only: {proposition.how or proposition.words}"
    raise NotSupported(message)


class _Trial:
    """A model with the means of looking for counterexamples."""

    def __init__(
        self,
        model: Model,
        *,
        every: bool,
        examples: int,
        seconds: float,
        solver: Solver,
        seed: int,
    ) -> None:
        self.model = model
        self.every = every
        self.examples = examples
        self.seconds = seconds
        self.solver = solver
        self.seed = seed

    def of_claims(self, words: str, claims: Sequence[Askable]) -> Proved | Checked:
        verdicts = [self._of_claim(words, claim) for claim in claims]
        proved = [each for each in verdicts if isinstance(each, Proved)]
        if len(proved) == len(verdicts):
            core = tuple(dict.fromkeys(name for each in proved for name in each.core))
            methods = "; ".join(dict.fromkeys(each.method for each in proved))
            return proved[0] if len(proved) == 1 else Proved(core, methods)
        checked = [each for each in verdicts if isinstance(each, Checked)]
        return min(checked, key=lambda each: each.points)

    def _of_claim(self, words: str, claim: Askable) -> Proved | Checked:
        verdict = self._asked(claim)
        if isinstance(verdict, Proved):
            return verdict
        found = strata(self.model)

        def test(
            at: Mapping[str, Fraction], other: Mapping[str, Fraction] | None
        ) -> Failure | None:
            return failure(self.model, claim, at, other, solver=self.solver, every=self.every)

        first = [(verdict.at, verdict.other)] if isinstance(verdict, Refuted) else []
        looked = self._sampled(found, test, claim, first)
        if looked.failure is not None:
            raise self._refutation(words, found, looked.failure)
        if isinstance(verdict, Refuted):
            raise self._refutation(
                words, found, Failure(verdict.at, verdict.words, verdict.equilibrium, verdict.other)
            )
        why = verdict.reason if isinstance(verdict, Unknown) else ""
        return Checked(looked.points, f"not proved: {why}" if why else "")

    def _asked(self, claim: Askable) -> Verdict:
        if self.solver is not default_solver:
            return Unknown("another solver of games was given")
        try:
            return prove(self.model, claim, every=self.every, seconds=self.seconds)
        except NOT_FORMULAS as error:
            return Unknown(str(error))

    def _sampled(
        self,
        found: Strata,
        test: Test,
        claim: Askable,
        first: Sequence[tuple[Mapping[str, Fraction], Mapping[str, Fraction] | None]],
    ) -> Sample:
        return sample(
            found,
            test,
            moves=moved_parameter(claim),
            generic=not callable(claim),
            first=first,
            examples=self.examples,
            seconds=self.seconds,
            seed=self.seed,
        )

    def of_test(self, words: str, proposition: Proposition) -> Checked:
        check = proposition.check
        if check is None:
            message = f"{words} has no property test"
            raise NotSupported(message)
        found = strata(self.model)

        def test(at: Mapping[str, Fraction], _: object) -> Failure | None:
            wrong = check.test(self.model, at)
            return None if wrong is None else Failure(at, wrong)

        if check.points == 0:
            baseline = self.model.calibrations["baseline"]
            wrong = check.test(self.model, baseline)
            if wrong is not None:
                at = {name: Fraction(str(value)) for name, value in baseline.items()}
                raise self._refutation(words, found, Failure(at, wrong))
            return Checked(1, proposition.how)
        looked = sample(
            found,
            test,
            generic=True,
            examples=min(self.examples, check.points),
            seconds=self.seconds,
            seed=self.seed,
        )
        if looked.failure is not None:
            raise self._refutation(words, found, looked.failure)
        return Checked(looked.points, proposition.how)

    def _refutation(self, words: str, found: Strata, wrong: Failure) -> ClaimRefuted:
        point = tuple(wrong.at[name] for name in found.domain.names)
        return ClaimRefuted(self.model, words, wrong, closest_assumption(found, point))


def _report(model: Model, claim: str, wrong: Failure, closest: Closeness | None) -> str:
    values = ", ".join(f"{name} = {format_number(value)}" for name, value in wrong.at.items())
    lines = [f"{model.name}: {claim} is refuted at {values}"]
    if wrong.other is not None:
        changed = [
            f"{name} = {format_number(value)}"
            for name, value in wrong.other.items()
            if value != wrong.at[name]
        ]
        lines.append(f"  and then {', '.join(changed)}")
    lines.append(f"  {wrong.words}")
    if closest is not None:
        condition = model.conditions.get(closest.name)
        shown = "" if condition is None else f" ({condition_text(condition)})"
        lines.append(f"  the point is {closest}{shown}")
    if wrong.equilibrium is not None:
        lines += [f"  {line}" for line in str(wrong.equilibrium).splitlines()]
    return "\n".join(lines)
