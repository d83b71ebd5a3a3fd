"""Proving and refuting claims about a model.

The contrary of a claim is put as one question: can the assumptions hold, an outcome be an
equilibrium outcome, and the claim fail there?  "No" is a proof.  It rests on the assumptions of
the unsatisfiable core, which is made minimal.  For linear questions the "no" is turned into a
list of Farkas lemmas and propagation steps that is checked in Fractions, without the solver; for
nonlinear ones the verdict says whose word it is and how it was cross-checked.  "Yes" is a point:
it is made simple, solved again by numbers, and shown with the equilibrium.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiation.errors import AssumptionViolated, NotSupported, SolverFailed
from negotiation.model import Claim, Model, Proposition
from negotiation.parametric.certificate import LinearProof, check_proof
from negotiation.parametric.comparison import ask_any_claim, is_about_parameters
from negotiation.parametric.cores import minimal_core, minimal_cores
from negotiation.parametric.counterexample import holds_at, sample_points, settled, simplified
from negotiation.parametric.decide import Engine, is_linear
from negotiation.parametric.domain import Domain
from negotiation.parametric.encode import CONSTRAINT
from negotiation.parametric.oracle import Oracle
from negotiation.parametric.question import MOVED, Question, question_of
from negotiation.parametric.subgame_perfect import model_oracle
from negotiation.parametric.verdict import Proved, Refuted, Unknown, Verdict
from negotiation.solve import Equilibrium
from negotiation.solve import subgame_perfect as solve_subgame_perfect

if TYPE_CHECKING:
    import sympy

__all__ = ["prove"]

Predicate: TypeAlias = "Callable[[Any], bool | sympy.logic.boolalg.Boolean]"

SAMPLES = 200


def prove(
    model: Model,
    claim: Predicate | Claim | Proposition | str,
    *,
    every: bool = True,
    seconds: float = 30.0,
) -> Verdict:
    """Prove a claim about the pure subgame-perfect equilibria of a model, or refute it.

    Parameters
    ----------
    model
        A model whose game has perfect information.
    claim
        A function of an equilibrium that returns a truth value, or a condition on the
        parameters that must hold; a claim of `negotiation.model.claim` (where something
        happens, how that changes with a parameter); a proposition of the model, or its name.
    every
        Whether a function must hold in every equilibrium, or in some.
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
    if isinstance(claim, str):
        claim = model.propositions[claim]
    if isinstance(claim, Proposition):
        if not claim.claims:
            _require_consistent(model, seconds, played=False)
        return _prove_proposition(model, claim, seconds)
    _require_consistent(model, seconds, played=callable(claim) or not is_about_parameters(claim))
    if callable(claim):
        build: Callable[[], list[Question]] = partial(
            _predicate_questions, model, claim, every=every
        )
    else:
        build = partial(ask_any_claim, model, claim)
    return _answer(model, claim, build, seconds)


def _predicate_questions(model: Model, claim: Predicate, *, every: bool) -> list[Question]:
    return [question_of(model, claim, every=every)]


def _require_consistent(model: Model, seconds: float, *, played: bool) -> None:
    if played:
        _, oracle = model_oracle(model, query_seconds=seconds)
    else:
        domain = Domain(tuple(each.symbol for each in model.parameters.values()))
        oracle = Oracle(domain, model.conditions, seconds=seconds)
    if not oracle.find(()).possible:
        names = ", ".join(repr(name) for name in model.conditions)
        message = (
            f"the assumptions of model {model.name!r} contradict each other, so that any claim "
            f"would follow; look at {names}"
        )
        raise AssumptionViolated(message)


def _prove_proposition(model: Model, proposition: Proposition, seconds: float) -> Verdict:
    if not proposition.claims:
        how = proposition.how or "it has no claim in a form that can be asked"
        return Unknown(f"stated in words only; {how}")
    core: list[str] = []
    verdicts: list[Proved] = []
    for claim in proposition.claims:
        verdict = prove(model, claim, seconds=seconds)
        if not isinstance(verdict, Proved):
            return verdict
        verdicts.append(verdict)
        core += [name for name in verdict.core if name not in core]
    methods = list(dict.fromkeys(verdict.method for verdict in verdicts))
    count = len(verdicts)
    return Proved(
        tuple(core),
        methods[0] if len(methods) == 1 else f"{count} claims: " + "; ".join(methods),
        recheck=partial(_recheck_all, tuple(verdicts)),
    )


def _recheck_all(verdicts: tuple[Proved, ...], _: LinearProof | None) -> bool:
    return all(verdict.verify() for verdict in verdicts)


def _answer(
    model: Model, claim: object, build: Callable[[], list[Question]], seconds: float
) -> Verdict:
    proofs: list[LinearProof | None] = []
    core: list[str] = []
    methods: list[str] = []
    engines: list[Engine] = []
    for question in build():
        engine = Engine(question.formula, seconds)
        answer = engine.ask(question.formula.names)
        if answer.verdict == "unknown":
            found = _search(model, question)
            if found is None:
                return Unknown(f"z3 gave up: {answer.reason}")
            return _refuted(model, claim, question, found)
        if answer.verdict == "sat":
            point = question.formula.domain.point(answer.values)
            if not holds_at(question.formula, point):
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
                point = better if holds_at(question.formula, better, generic=True) else point
            return _refuted(model, claim, question, point)
        smallest = minimal_core(engine, answer.core)
        core += [name for name in smallest if name not in core]
        engines.append(engine)
        units = [question.formula.names[name] for name in smallest]
        if is_linear(question.formula):
            proof = engine.prove(units)
            proofs.append(proof)
            methods.append(_linear_method(proof))
        else:
            methods.append(_nonlinear_method(model, question, engine, smallest))
            proofs.append(None)
    names = tuple(_written(name) for name in core)
    return Proved(
        names,
        "; ".join(dict.fromkeys(methods)),
        proofs[0] if len(proofs) == 1 else None,
        recheck=partial(_recheck, build, tuple(proofs), core),
        cores=partial(_all_cores, tuple(engines)),
    )


def _written(name: str) -> str:
    return name.removeprefix(CONSTRAINT)


def _linear_method(proof: LinearProof | None) -> str:
    if proof is None:
        return f"linear; {_solver_name()} finds no counterexample, without steps that check out"
    return (
        f"linear; checked in fractions: {len(proof.lemmas)} lemmas with Farkas multipliers, "
        f"{len(proof.steps) - len(proof.lemmas)} propagation steps"
    )


def _nonlinear_method(
    model: Model, question: Question, engine: Engine, core: tuple[str, ...]
) -> str:
    second = engine.ask_second_engine(core)
    if second == "sat":
        message = (
            "two engines of z3 disagree on a nonlinear question; please report this model with "
            "the version of z3"
        )
        raise SolverFailed(message)
    tried = 0
    for point in sample_points(model, question.formula.domain.names, count=SAMPLES):
        tried += 1
        if holds_at(question.formula, point):
            message = "z3 found a claim proved that fails at a sampled point; please report it"
            raise SolverFailed(message)
    agreed = "a second engine agrees" if second == "unsat" else "a second engine does not know"
    return (
        f"nonlinear; {_solver_name()} finds no counterexample, {agreed}, "
        f"and {tried} sampled points are none"
    )


def _solver_name() -> str:
    import z3

    return f"z3 {z3.get_version_string()}"


def _recheck(
    build: Callable[[], list[Question]],
    proofs: tuple[LinearProof | None, ...],
    core: list[str],
    given: LinearProof | None,
) -> bool:
    """Check proofs on questions built anew from the model; nonlinear ones are asked again."""
    checked = (given,) if len(proofs) == 1 else proofs
    for question, proof in zip(build(), checked, strict=True):
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
    if len(engines) != 1:
        message = "minimal cores are found for one claim at a time; prove the claims one by one"
        raise NotSupported(message)
    return [tuple(_written(name) for name in core) for core in minimal_cores(engines[0])]


def _search(model: Model, question: Question) -> tuple[Fraction, ...] | None:
    """Look for a counterexample among sampled points."""
    for point in sample_points(model, question.formula.domain.names, count=20 * SAMPLES, seed=1):
        if holds_at(question.formula, point):
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
    shown = _failing(claim, equilibria, at) if question.every else equilibria[0]
    path = " → ".join(shown.path) or "nothing certain"
    payoffs = ", ".join(f"{player} {payoff}" for player, payoff in shown.payoffs.items())
    return Refuted(at, shown, other, f"an equilibrium there: {path}; payoffs: {payoffs}")


def _failing(
    claim: object, equilibria: list[Equilibrium], at: Mapping[str, Fraction]
) -> Equilibrium:
    if callable(claim):
        for equilibrium in equilibria:
            if not settled(claim(equilibrium), at):
                return equilibrium
        message = "the solver's counterexample is not one by numbers; please report this model"
        raise SolverFailed(message)
    return equilibria[0]
