"""Proving and refuting claims about a model.

The contrary of a claim is put as one question: can the assumptions hold, an outcome be an
equilibrium outcome, and the claim fail there?  "No" is a proof.  It rests on the assumptions of
the unsatisfiable core, which is made minimal.  For linear questions the "no" is turned into a
list of Farkas lemmas and propagation steps that is checked in Fractions, without the solver; for
nonlinear ones the verdict says whose word it is and how it was cross-checked.  "Yes" is a point:
it is made simple, solved again by numbers, and shown with the equilibrium.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiation.errors import AssumptionViolated, NotSupported, SolverFailed
from negotiation.model import (
    Claim,
    Happens,
    HappensIff,
    Independent,
    Model,
    Monotone,
    Proposition,
    require_known_names,
)
from negotiation.parametric.assessment_proof import ASSESSMENT_CONCEPTS, prove_of_assessments
from negotiation.parametric.certificate import LinearProof, check_proof
from negotiation.parametric.comparison import ask_any_claim, is_about_parameters
from negotiation.parametric.contradiction import contradiction
from negotiation.parametric.cores import joint_core, joint_minimal_cores, minimal_core
from negotiation.parametric.counterexample import sample_points, settled, simplified
from negotiation.parametric.decide import Engine, is_linear
from negotiation.parametric.domain import Domain
from negotiation.parametric.encode import CONSTRAINT
from negotiation.parametric.oracle import Oracle
from negotiation.parametric.question import MOVED, Question, question_of
from negotiation.parametric.second_opinion import second_opinion
from negotiation.parametric.smt import ENGINES
from negotiation.parametric.subgame_perfect import model_oracle
from negotiation.parametric.verdict import Proved, Refuted, Unknown, Verdict
from negotiation.solve import Equilibrium
from negotiation.solve import subgame_perfect as solve_subgame_perfect
from negotiation.solve.certificate import SUBGAME_PERFECT

if TYPE_CHECKING:
    import sympy

__all__ = ["prove"]

Predicate: TypeAlias = "Callable[[Any], bool | sympy.logic.boolalg.Boolean]"

Asked: TypeAlias = "tuple[object, Question]"
"""A claim, and a question that cannot hold where the claim does."""

SAMPLES = 200


def prove(
    model: Model,
    claim: Predicate | Claim | Proposition | str,
    *,
    every: bool = True,
    concept: str = SUBGAME_PERFECT,
    seconds: float = 30.0,
) -> Verdict:
    """Prove a claim about the equilibria of a model, or refute it.

    Parameters
    ----------
    model
        A model; for subgame-perfect equilibria its game has perfect information.
    claim
        A function of an equilibrium that returns a truth value, or a condition on the
        parameters that must hold; a claim of `negotiation.model.claim` (where something
        happens, how that changes with a parameter); a proposition of the model, or its name.
    every
        Whether a function must hold in every equilibrium, or in some.
    concept
        ``"subgame perfect"``: pure ones; ``"perfect Bayesian"`` or ``"sequential"``: pure and
        mixed, every belief that the concept allows.  For these two the claim is a function that
        reads probabilities, beliefs and payoffs of an equilibrium, and compares them.
    seconds
        The time limit of one question to the solver.

    Returns
    -------
    Proved, Refuted or Unknown
        A function is meant at every parameter value, indifference included.  The claims of
        `negotiation.model.claim` leave the indifference surfaces out.

    Raises
    ------
    AssumptionViolated
        If the assumptions of the model contradict each other, so that anything would follow.
    NotSupported
        If the game has imperfect information, or payoffs are not piecewise rational.
    UnknownName
        If the claim names a parameter or player whom the model does not have.

    Examples
    --------
    >>> from negotiation import talks
    >>> model = talks.basing_shadow()
    >>> print(prove(model, lambda equilibrium: "transfer" not in equilibrium.path))
    ... # doctest: +ELLIPSIS
    refuted at ...
    >>> verdict = prove(model, lambda e: e.payoffs["Russia"] >= 0)
    >>> type(verdict).__name__
    'Proved'
    """
    if concept in ASSESSMENT_CONCEPTS:
        return prove_of_assessments(
            model, _function_of_all(claim, concept, every=every), concept=concept, seconds=seconds
        )
    if concept != SUBGAME_PERFECT:
        known = ", ".join(map(repr, (SUBGAME_PERFECT, *ASSESSMENT_CONCEPTS)))
        message = f"claims about {concept!r} equilibria cannot be proved; known: {known}"
        raise NotSupported(message)
    if isinstance(claim, str):
        claim = model.propositions[claim]
    for each in claim.claims if isinstance(claim, Proposition) else (claim,):
        if not callable(each):
            require_known_names(model, each)
    if isinstance(claim, Proposition):
        played = any(not is_about_parameters(each) for each in claim.claims)
        _require_consistent(model, seconds, played=played)
        if not claim.claims:
            how = claim.how or "it has no claim in a form that can be asked"
            return Unknown(f"stated in words only; {how}")
        return _answer(model, partial(_claim_questions, model, claim.claims), seconds)
    _require_consistent(model, seconds, played=callable(claim) or not is_about_parameters(claim))
    if callable(claim):
        return _answer(model, partial(_predicate_questions, model, claim, every=every), seconds)
    return _answer(model, partial(_claim_questions, model, (claim,)), seconds)


def _function_of_all(
    claim: Predicate | Claim | Proposition | str, concept: str, *, every: bool
) -> Predicate:
    if callable(claim) and every:
        return claim
    message = (
        f"of {concept} equilibria a claim must be a function that is to hold in every one; give "
        "lambda equilibrium: ..., with every=True"
    )
    raise NotSupported(message)


def _predicate_questions(model: Model, claim: Predicate, *, every: bool) -> list[Asked]:
    return [(claim, question_of(model, claim, every=every))]


def _claim_questions(model: Model, claims: Sequence[Claim]) -> list[Asked]:
    return [(claim, question) for claim in claims for question in ask_any_claim(model, claim)]


def _require_consistent(model: Model, seconds: float, *, played: bool) -> None:
    if played:
        _, oracle = model_oracle(model, query_seconds=seconds)
    else:
        domain = Domain(tuple(each.symbol for each in model.parameters.values()))
        oracle = Oracle(domain, model.conditions, seconds=seconds)
    if not oracle.find(()).possible:
        raise AssumptionViolated(contradiction(model.name, oracle.conditions))


def _answer(model: Model, build: Callable[[], list[Asked]], seconds: float) -> Verdict:
    asked = build()
    engines: list[Engine] = []
    cores: list[tuple[str, ...]] = []
    for claim, question in asked:
        engine = Engine(question.formula, seconds)
        answer = engine.ask(question.formula.names)
        if answer.verdict == "unknown":
            found = _search(model, question)
            if found is None:
                return Unknown(f"z3 gave up: {answer.reason}")
            return _refuted(model, claim, question, found)
        if answer.verdict == "sat":
            point = question.formula.domain.point(answer.values)
            if not question.formula.holds(point):
                found = _search(model, question)
                if found is None:
                    return Unknown(
                        "there is a counterexample, but only with irrational values that could "
                        "not be written exactly"
                    )
                point = found
            generic = engine.ask_also(question.formula.generic)
            if generic.verdict == "sat":
                better = question.formula.domain.point(generic.values)
                point = better if question.formula.holds(better, generic=True) else point
            return _refuted(model, claim, question, point)
        engines.append(engine)
        cores.append(minimal_core(engine, answer.core))
    core = joint_core(engines, cores)
    return _proved(model, [question for _, question in asked], engines, core, build)


def _proved(
    model: Model,
    questions: Sequence[Question],
    engines: Sequence[Engine],
    core: tuple[str, ...],
    build: Callable[[], list[Asked]],
) -> Proved:
    proofs: list[LinearProof | None] = []
    methods: list[str] = []
    for question, engine in zip(questions, engines, strict=True):
        names = tuple(name for name in core if name in question.formula.names)
        if is_linear(question.formula):
            proof = engine.prove([question.formula.names[name] for name in names])
            proofs.append(proof)
            methods.append(_linear_method(proof))
        else:
            methods.append(_nonlinear_method(model, question, engine, names))
            proofs.append(None)
    together = list(dict.fromkeys(methods))
    count = f"{len(methods)} questions: " if len(together) > 1 else ""
    return Proved(
        tuple(_written(name) for name in core),
        count + "; ".join(together),
        proofs[0] if len(proofs) == 1 else None,
        recheck=partial(_recheck, build, tuple(proofs), core),
        cores=partial(_all_cores, tuple(engines)),
    )


def _written(name: str) -> str:
    return name.removeprefix(CONSTRAINT)


def _linear_method(proof: LinearProof | None) -> str:
    if proof is None:
        return f"linear; {_solver_name()} finds no counterexample, without steps that check out"
    lemmas, others = len(proof.lemmas), len(proof.steps) - len(proof.lemmas)
    if not proof.steps:
        return "linear; checked without a solver: unit propagation alone finds the contradiction"
    return (
        f"linear; checked in fractions: {_counted(lemmas, 'lemma')} with Farkas multipliers, "
        f"{_counted(others, 'propagation step')}"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _nonlinear_method(
    model: Model, question: Question, engine: Engine, core: tuple[str, ...]
) -> str:
    first = engine.ask(core).engine
    second = second_opinion(engine.assertions(core), first=first)
    if second.verdict == "sat":
        message = (
            f"{_solver_name()} and {second.engine} disagree on a nonlinear question; please report "
            "this model with their versions"
        )
        raise SolverFailed(message)
    tried = 0
    for point in sample_points(model, question.formula.domain.names, count=SAMPLES):
        tried += 1
        if question.formula.holds(point):
            message = "z3 found a claim proved that fails at a sampled point; please report it"
            raise SolverFailed(message)
    agrees = "agrees" if second.verdict == "unsat" else "could not tell"
    found = f" by {ENGINES[first]}" if first else ""
    return (
        f"nonlinear; {_solver_name()} finds no counterexample{found}, {second.engine} {agrees}, "
        f"and {tried} sampled points are none"
    )


def _solver_name() -> str:
    import z3

    return f"z3 {z3.get_version_string()}"


def _recheck(
    build: Callable[[], list[Asked]],
    proofs: tuple[LinearProof | None, ...],
    core: tuple[str, ...],
    given: LinearProof | None,
) -> bool:
    """Check proofs on questions built anew from the model; nonlinear ones are asked again."""
    checked = (given,) if len(proofs) == 1 else proofs
    for (_, question), proof in zip(build(), checked, strict=True):
        if proof is not None:
            units = [question.formula.names[n] for n in core if n in question.formula.names]
            if not check_proof(question.formula, units, proof):
                return False
        elif (
            is_linear(question.formula)
            or Engine(question.formula).ask(question.formula.names).verdict != "unsat"
        ):
            return False
    return True


def _all_cores(engines: tuple[Engine, ...]) -> list[tuple[str, ...]]:
    return [tuple(_written(name) for name in core) for core in joint_minimal_cores(engines)]


def _search(model: Model, question: Question) -> tuple[Fraction, ...] | None:
    """Look for a counterexample among sampled points."""
    for point in sample_points(model, question.formula.domain.names, count=20 * SAMPLES, seed=1):
        if question.formula.holds(point):
            return point
    return None


def _refuted(
    model: Model, claim: object, question: Question, point: tuple[Fraction, ...]
) -> Refuted:
    """Make a counterexample simple, solve it by numbers, and show what happens there."""
    simple = simplified(question.formula, point)
    values = dict(zip(question.formula.domain.names, simple, strict=True))
    at = {name: values[name] for name in model.parameters}
    other: dict[str, Fraction] | None = None
    if question.moved is not None:
        other = {**at, question.moved: values[question.moved + MOVED]}
    if not question.played:
        return Refuted(at, None, other, "it speaks of the parameters alone")
    equilibria = solve_subgame_perfect(
        model.at("baseline", check=True, **(other or at)), limit=100_000
    )
    shown = _failing(claim, equilibria, at, every=question.every)
    path = " → ".join(shown.path) or "nothing certain"
    payoffs = ", ".join(f"{player} {payoff}" for player, payoff in shown.payoffs.items())
    return Refuted(at, shown, other, f"an equilibrium there: {path}; payoffs: {payoffs}")


def _failing(
    claim: object, equilibria: list[Equilibrium], at: Mapping[str, Fraction], *, every: bool
) -> Equilibrium:
    """Return the equilibrium that shows the failure, which the numeric solver must find too."""
    wrong = [each for each in equilibria if _fails(claim, each, at)]
    if wrong and (every or len(wrong) == len(equilibria)):
        return wrong[0]
    message = "the solver's counterexample is not one by numbers; please report this model"
    raise SolverFailed(message)


def _fails(claim: object, equilibrium: Equilibrium, at: Mapping[str, Fraction]) -> bool:
    match claim:
        case Happens(event=event, never=never):
            return event(equilibrium) == never
        case HappensIff(event=event, condition=condition):
            return event(equilibrium) != settled(condition, at)
        case Monotone(event=event) | Independent(event=event):
            return not event(equilibrium)
        case _:
            pass
    # What compares two forms of a model shows in both of them, not in one equilibrium.
    return not settled(claim(equilibrium), at) if callable(claim) else True
