"""Claims about all perfect Bayesian or sequential equilibria of a model, proved or refuted.

The conditions of equilibrium are one formula in probabilities, beliefs and values (see
`negotiation.solve.assessment_formula`).  Left in it, the parameters are further unknowns; a claim
holds everywhere iff the formula, the assumptions and the contrary of the claim cannot hold
together.  Most questions are nonlinear: they go to several engines of z3, and an answer "no" is put
to a second one and to parameter points drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from negotiation.errors import (
    AssumptionViolated,
    ImperfectRecall,
    NegotiationError,
    NotSupported,
    SolverFailed,
)
from negotiation.exact import as_sympy
from negotiation.game import name_text
from negotiation.parametric.any_equilibrium import any_equilibrium
from negotiation.parametric.contradiction import contradiction
from negotiation.parametric.counterexample import sample_points, settled
from negotiation.parametric.oracle import simple_numbers
from negotiation.parametric.smt import Translator
from negotiation.parametric.verdict import Proved, Refuted, Unknown, Verdict
from negotiation.solve.assessment_classes import find_member
from negotiation.solve.assessment_formula import AssessmentFormula, assessment_formula
from negotiation.solve.certificate import PERFECT_BAYESIAN, SEQUENTIAL, certify
from negotiation.solve.equilibrium import Equilibrium
from negotiation.solve.real_arithmetic import (
    SOON,
    Deadline,
    Formula,
    Undecided,
    exact_value,
    find,
    find_soon,
)

if TYPE_CHECKING:
    import sympy

    from negotiation.game.tree import Condition
    from negotiation.model import Model

__all__ = ["ASSESSMENT_CONCEPTS", "prove_of_assessments"]

ASSESSMENT_CONCEPTS = (PERFECT_BAYESIAN, SEQUENTIAL)
"""The concepts with beliefs."""

SAMPLES = 12
"""At how many parameter points a counterexample is looked for."""

Predicate: TypeAlias = "Callable[[Any], Any]"
Values: TypeAlias = "dict[str, Fraction]"


def prove_of_assessments(
    model: Model, claim: Predicate, *, concept: str, seconds: float = 30.0
) -> Verdict:
    """Prove a claim about every equilibrium with beliefs at every parameter value, or refute it.

    Parameters
    ----------
    model
        A model without guards left in its game, with perfect recall.
    claim
        A function of an equilibrium: it reads ``profile``, ``beliefs``, ``payoffs`` and
        ``probability_of``, and returns a condition.
    concept
        ``"perfect Bayesian"`` or ``"sequential"``.
    seconds
        The time limit of one question.

    Returns
    -------
    Proved, Refuted or Unknown
        Points at which a chance move has probability 0 are left out, since beliefs are then
        undefined.

    Raises
    ------
    NotSupported
        If the game has guards, or the claim returns no condition.
    ImperfectRecall
        If a player forgets; the information set is named.
    AssumptionViolated
        If the assumptions contradict each other.
    """
    question = _question(model, claim, concept)
    if _decided(partial(question.ask, tuple(question.assumed), equilibrium=False), seconds) is None:
        raise AssumptionViolated(contradiction(model.name, _conditions(model)))
    tried = 0
    for values in _points(model):
        found = find_soon(question.at(values), Deadline(4 * SOON))
        if found is not None:
            return _refuted(model, question, values, seconds)
        tried += 1
    try:
        contrary = question.ask(tuple(question.assumed), Deadline(seconds))
    except Undecided as error:
        return Unknown(f"{error}; {tried} sampled points are no counterexample")
    if contrary is not None:
        simple = _simple_point(question, contrary)
        if simple is None:
            return Unknown(
                "there is a counterexample, but none was found at rational parameter values"
            )
        return _refuted(model, question, simple, seconds)
    core = _core(question, seconds)
    return Proved(
        core,
        f"nonlinear; {_solver_name()} finds no counterexample, no second engine contradicts it, "
        f"and {tried} sampled points are none",
        recheck=lambda _: _question(model, claim, concept).ask(core, Deadline(seconds)) is None,
    )


def _conditions(model: Model) -> dict[str, Condition]:
    """Return what is assumed, by name, that chance moves happen included."""
    import sympy

    chances = {as_sympy(chance) for chance in model.game.tree.probability.values()}
    positive = {
        f"{chance} is positive": cast("Condition", sympy.Gt(chance, 0))
        for chance in sorted(chances, key=str)
        if chance.free_symbols
    }
    return {**model.conditions, **positive}


@dataclass(frozen=True)
class _Question:
    """The parts of the contrary of a claim."""

    concept: str
    formula: AssessmentFormula
    assumed: Mapping[str, Formula]
    chances: tuple[Formula, ...]
    contrary: Formula
    claim: Predicate
    parameters: tuple[str, ...]

    def ask(self, names: Sequence[str], deadline: Deadline, *, equilibrium: bool = True) -> Any:  # noqa: ANN401 - z3's model, or nothing
        """Ask whether the claim can fail under some of the assumptions."""
        parts = [*(self.assumed[name] for name in names), *self.chances]
        if equilibrium:
            parts += [self.formula.condition, self.contrary]
        return find(parts, deadline, confirmed=True)

    def at(self, values: Mapping[str, Fraction]) -> list[Formula]:
        """Return the conditions of the contrary at parameter values."""
        import z3

        pinned = [
            z3.Real(name) == z3.Q(value.numerator, value.denominator)
            for name, value in values.items()
        ]
        return [
            *self.assumed.values(),
            *self.chances,
            self.formula.condition,
            self.contrary,
            *pinned,
        ]


def _decided(ask: Callable[[Deadline], Any], seconds: float) -> Any:  # noqa: ANN401 - as above
    try:
        return ask(Deadline(seconds))
    except Undecided:
        return True  # not known to be contradictory


def _question(model: Model, claim: Predicate, concept: str) -> _Question:
    import z3

    game = model.game
    if game.tree.guards:
        message = (
            f"the game of model {model.name!r} has guarded actions, and claims about {concept} "
            "equilibria need a game without; lift the constraints by model.without(...)"
        )
        raise NotSupported(message)
    if game.forgetful_set is not None:
        here = game.forgetful_set
        message = (
            f"{here.player!r} forgets an own earlier move or observation at information set "
            f"{name_text(here.name)!r}; beliefs need perfect recall"
        )
        raise ImperfectRecall(message)
    translate = Translator()
    formula = assessment_formula(
        game, sequential=concept == SEQUENTIAL, number=lambda number: translate(as_sympy(number))
    )
    verdict = _asked(claim, formula)
    contrary = z3.Not(translate(verdict))
    assumed = {name: translate(condition) for name, condition in model.conditions.items()}
    chances = [translate(as_sympy(chance)) > 0 for chance in game.tree.probability.values()]
    return _Question(
        concept,
        formula,
        assumed,
        (*chances, *translate.side_conditions),
        contrary,
        claim,
        tuple(model.parameters),
    )


def _asked(claim: Predicate, formula: AssessmentFormula) -> sympy.logic.boolalg.Boolean:
    """Put the claim to an equilibrium of unknown numbers, named as in the formula."""
    import sympy

    def named(rows: Sequence[Sequence[Any]]) -> list[list[object]]:
        return [
            [sympy.Integer(1)] if len(row) == 1 else [sympy.Symbol(str(each)) for each in row]
            for row in rows
        ]

    equilibrium = any_equilibrium(formula.game, named(formula.choices), named(formula.beliefs))
    try:
        verdict = claim(equilibrium)
    except TypeError as error:
        message = (
            f"the claim cannot be asked of all equilibria at once ({error}); combine conditions "
            "with &, | and ~ in place of and, or and not"
        )
        raise NotSupported(message) from error
    if isinstance(verdict, bool):
        verdict = sympy.true if verdict else sympy.false
    if not isinstance(verdict, sympy.logic.boolalg.Boolean):
        message = f"a claim must return True, False or a condition, not {verdict!r}"
        raise NotSupported(message)
    return verdict


def _points(model: Model) -> Iterator[Values]:
    """Go through the calibrations, and points drawn at random, that meet the assumptions."""
    names = tuple(model.parameters)
    for calibration in model.calibrations.values():
        given = {name: calibration[name] for name in names if name in calibration}
        values = {name: value for name, value in given.items() if isinstance(value, Fraction)}
        if len(values) == len(names) and model.allows(values):
            yield values
    for point in sample_points(model, names, count=SAMPLES):
        yield dict(zip(names, point, strict=True))


def _simple_point(question: _Question, contrary: Any) -> Values | None:  # noqa: ANN401 - z3's model
    """Fix the parameters one after another at simple rational values; the contrary still holds."""
    import z3

    fixed: Values = {}
    model = contrary
    for name in question.parameters:
        value = exact_value(model, z3.Real(name))
        near = value if isinstance(value, Fraction) else Fraction(float(value))
        candidates = [*simple_numbers(near), near]
        for candidate in candidates:
            found = find_soon(question.at({**fixed, name: candidate}), Deadline(2 * SOON))
            if found is not None:
                fixed[name], model = candidate, found
                break
        else:
            return None
    return fixed


def _refuted(model: Model, question: _Question, values: Values, seconds: float) -> Verdict:
    """Solve for an equilibrium against the claim at a point, certify it, and show it."""
    import z3

    game = model.at("baseline", check=True, **values)
    formula = assessment_formula(game.settled, sequential=question.concept == SEQUENTIAL)
    pinned = [
        z3.Real(name) == z3.Q(value.numerator, value.denominator) for name, value in values.items()
    ]
    try:
        member = find_member(formula, [question.contrary, *pinned], Deadline(seconds))
    except Undecided as error:
        return Unknown(f"a counterexample at {values} could not be written down: {error}")
    if member is None:
        message = "the solver's counterexample is not one by numbers; please report this model"
        raise SolverFailed(message)
    certificate = certify(
        member.profile, question.concept, beliefs=member.beliefs, witness=member.witness
    )
    found = Equilibrium(
        question.concept, member.profile, certificate, member.beliefs, witness=member.witness
    )
    # With numbers as quantities, so that &, | and ~ mean the same as in the question.
    numbers = any_equilibrium(
        formula.game,
        [[as_sympy(each) for each in row] for row in member.profile.table],
        [[as_sympy(each) for each in row or ()] for row in member.beliefs.table],
    )
    if not certificate.holds or settled(question.claim(numbers), values):
        message = f"a counterexample fails its certificate: {certificate}; please report this model"
        raise SolverFailed(message, residual=float(certificate.largest_regret))
    payoffs = ", ".join(f"{player} {payoff}" for player, payoff in found.payoffs.items())
    path = " → ".join(found.path) or "nothing certain"
    words = f"a {question.concept} equilibrium there: {path}; payoffs: {payoffs}"
    return Refuted(dict(values), found, None, words)


def _core(question: _Question, seconds: float) -> tuple[str, ...]:
    """Drop assumptions one by one while the proof stands; what is undecided is kept."""
    kept = list(question.assumed)
    for name in list(kept):
        fewer = tuple(other for other in kept if other != name)
        try:
            if question.ask(fewer, Deadline(min(seconds, 2 * SOON))) is None:
                kept.remove(name)
        except NegotiationError:  # undecided: the assumption may be needed
            continue
    return tuple(kept)


def _solver_name() -> str:
    import z3

    return f"z3 {z3.get_version_string()}"
