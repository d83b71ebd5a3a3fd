"""`Model`: a family of games with declared parameters, assumptions, constraints, calibrations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from negotiation.errors import (
    AssumptionViolated,
    InvalidModel,
    MissingParameter,
    NegotiationError,
    UnknownName,
)
from negotiation.evaluate import Program, compile_expressions
from negotiation.exact import format_number, free_symbols
from negotiation.game import Game
from negotiation.model.assumption import Assumption, Constraint, Proposition
from negotiation.model.checks import (
    BASELINE,
    canonical,
    conflict,
    named,
    read_calibrations,
    require_calibrations,
    require_declared,
    require_domains,
    require_own_names,
    violation,
)
from negotiation.model.closed_form import ClosedForm
from negotiation.model.named import Named
from negotiation.model.parameter import Parameter
from negotiation.model.rewrite import constraints_of, with_constraint_imposed, with_symbols

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number, NumberLike
    from negotiation.game.tree import Condition

__all__ = ["BASELINE", "Model"]


@dataclass(frozen=True)
class Model:
    """A family of games: one tree whose payoffs and chances depend on parameters.

    Parameters
    ----------
    name
        The name of the model.
    game
        The tree, with sympy symbols and with guarded actions (`When`).
    parameters
        Every parameter; each symbol of the tree must be one.
    assumptions
        Named conditions on the parameters.
    calibrations
        Name → parameter values.  ``"baseline"`` is used when none is named; the others take from
        it what they leave out.
    propositions
        What the model is said to imply.
    closed_forms
        Answers known as formulas.
    story, prediction
        The situation, and what the source says happens, in words.

    Raises
    ------
    InvalidModel
        If a symbol is not declared, or is assumed by sympy to be what the domain of its parameter
        does not say (positive, say); if a name is used twice; if a calibration names something
        that is no parameter, or an assumption something that is no calibration; or if a
        constraint's guards disagree on whether it is imposed.

    Notes
    -----
    The constraints are those that guard actions of the tree.  A model is an immutable value;
    `without` and `assuming` return new ones.

    Examples
    --------
    >>> from sympy import symbols
    >>> from negotiation import Assumption, Decision, Game, Model, Outcome, Parameter
    >>> gain, loss = symbols("gain loss")
    >>> model = Model(
    ...     name="transfer",
    ...     game=Game(("Russia",), Decision("Russia", {
    ...         "keep": Outcome({"Russia": 0}), "transfer": Outcome({"Russia": gain - loss})})),
    ...     parameters=[Parameter("gain", domain="> 0"), Parameter("loss", domain=">= 0")],
    ...     assumptions=[Assumption("costly", loss > gain / 2)],
    ...     calibrations={"baseline": {"gain": 2, "loss": 3}, "cheap": {"loss": "3/2"}})
    >>> model.at("cheap").outcomes()[("transfer",)]
    Outcome(Russia=1/2)
    >>> model.at(loss=1)
    Traceback (most recent call last):
    ...
    negotiation.errors.AssumptionViolated: assumption 'costly' (loss > gain/2) does not hold at \
gain = 2, loss = 1; use check=False to solve there all the same
    """

    name: str
    game: Game
    parameters: Named[Parameter]
    assumptions: Named[Assumption]
    calibrations: Named[Mapping[str, Number]]
    propositions: Named[Proposition]
    closed_forms: Named[ClosedForm]
    story: str = ""
    prediction: str = ""
    options: Named[object] = field(default_factory=lambda: Named("option", {}), hash=False)

    def __init__(  # noqa: PLR0917 - the parts of a model in their usual order
        self,
        name: str,
        game: Game,
        parameters: Iterable[Parameter] | Mapping[str, Parameter] = (),
        assumptions: Iterable[Assumption] | Mapping[str, Assumption] = (),
        calibrations: Mapping[str, Mapping[str, NumberLike]] | None = None,
        propositions: Iterable[Proposition] | Mapping[str, Proposition] = (),
        closed_forms: Iterable[ClosedForm] | Mapping[str, ClosedForm] = (),
        *,
        story: str = "",
        prediction: str = "",
        options: Mapping[str, object] | None = None,
    ) -> None:
        if not isinstance(name, str) or not name:
            message = f"a model needs a name, a non-empty text, not {name!r}"
            raise InvalidModel(message)
        if not isinstance(game, Game):
            message = f"model {name!r} needs a Game, not {game!r}"
            raise InvalidModel(message)
        try:
            declared = named("parameter", parameters, Parameter)
            assumed = named("assumption", assumptions, Assumption)
            read = read_calibrations(declared, calibrations or {})
            proposed = named("proposition", propositions, Proposition)
            known = {parameter.name: parameter.symbol for parameter in declared.values()}
            require_domains(game.free_symbols, declared)
            for assumption in assumed.values():
                require_domains(free_symbols(assumption.condition), declared)
            root = with_symbols(game.root, known)
            game = game if root is game.root else Game(game.players, root)
            assumed = Named("assumption", canonical(assumed, known))
            require_declared(game, assumed, declared)
            constraints = constraints_of(game.root)
            require_own_names(assumed, constraints)
            require_calibrations(assumed, read)
        except NegotiationError as error:
            if isinstance(error, InvalidModel):
                message = f"model {name!r}: {error}"
                raise InvalidModel(message) from None
            raise
        forms = named("closed form", closed_forms, ClosedForm)
        defaults = read.get(BASELINE, Named("parameter", {}))
        for attribute, value in (
            ("name", name),
            ("game", game),
            ("parameters", declared),
            ("assumptions", assumed),
            ("calibrations", read),
            ("propositions", proposed),
            (
                "closed_forms",
                Named(
                    "closed form",
                    {
                        key: replace(
                            form,
                            defaults=defaults,
                            parameters=declared,
                            conflict=conflict(form, constraints),
                        )
                        for key, form in forms.items()
                    },
                ),
            ),
            ("story", story),
            ("prediction", prediction),
            ("options", Named("option", options or {})),
        ):
            object.__setattr__(self, attribute, value)

    @cached_property
    def constraints(self) -> Named[Constraint]:
        """The constraints that guard actions of the tree, by name."""
        return Named("constraint", constraints_of(self.game.root))

    @cached_property
    def symbols(self) -> Named[sympy.Symbol]:
        """The parameters' sympy symbols, by name."""
        return Named("parameter", {name: each.symbol for name, each in self.parameters.items()})

    @cached_property
    def conditions(self) -> Named[Condition]:
        """All that is assumed about the parameters: domains and general assumptions, by name.

        The domain of ``gain`` has the name ``domain of gain``.
        """
        domains = {
            f"domain of {name}": parameter.condition
            for name, parameter in self.parameters.items()
            if parameter.condition != True  # noqa: E712 - sympy's true
        }
        assumed = {
            name: assumption.condition
            for name, assumption in self.assumptions.items()
            if assumption.is_general
        }
        return Named("condition", {**domains, **assumed})

    @cached_property
    def _checks(self) -> Program:
        return compile_expressions(
            [each.condition for each in self.assumptions.values() if each.is_general]
        )

    def at(self, calibration: str = BASELINE, *, check: bool = True, **values: NumberLike) -> Game:
        """Return the game at exact parameter values.

        Parameters
        ----------
        calibration
            The calibration to start from.
        check
            Whether to refuse values that break a domain or an assumption.
        **values
            Parameter values put in place of those of the calibration.

        Raises
        ------
        UnknownName
            If a calibration or a parameter does not exist; the message has the closest match.
        MissingParameter
            If a parameter is left without a value.
        AssumptionViolated
            If the values break a domain or an assumption; the message names both.
        """
        point = self.values(calibration, check=check, **values)
        needed = self.game.substitution.names
        return Game(self.game.players, self.game.substitution({n: point[n] for n in needed}))

    def values(
        self, calibration: str = BASELINE, *, check: bool = True, **values: NumberLike
    ) -> dict[str, Number]:
        """Return exact parameter values: a calibration with some values replaced.

        Parameters and exceptions are those of `at`.
        """
        if calibration == BASELINE and BASELINE not in self.calibrations:
            point: dict[str, Number] = {}
        else:
            point = dict(self.calibrations[calibration])
        for name, value in values.items():
            point[name] = self.parameters[name].read(value)
        missing = [name for name in self.parameters if name not in point]
        if missing:
            message = (
                f"model {self.name!r} has no value for {', '.join(missing)}; "
                f"give {missing[0]}=... or a calibration"
            )
            raise MissingParameter(message)
        if check:
            self._check(point)
            if calibration in self.calibrations:
                self._check_calibration(calibration)
        return {name: point[name] for name in self.parameters}

    def _check(self, point: Mapping[str, Number]) -> None:
        for name, parameter in self.parameters.items():
            if not parameter.domain.contains(point[name]):
                message = (
                    f"{name} = {format_number(point[name])} lies outside its domain "
                    f"({parameter.domain}); use check=False to solve there all the same"
                )
                raise AssumptionViolated(message)
        general = [each for each in self.assumptions.values() if each.is_general]
        for assumption, holds in zip(general, self._checks(point), strict=True):
            if not holds:
                raise AssumptionViolated(violation(assumption, point))

    def allows(self, point: Mapping[str, Number]) -> bool:
        """Whether exact values of all parameters meet every domain and general assumption.

        >>> from negotiation import talks
        >>> model = talks.basing_shadow()
        >>> model.allows(model.calibrations["thaw"])
        True
        """
        inside = all(
            parameter.domain.contains(point[name]) for name, parameter in self.parameters.items()
        )
        return inside and all(holds is True for holds in self._checks(point))

    def _check_calibration(self, calibration: str) -> None:
        point = self.calibrations[calibration]
        for assumption in self.assumptions.values():
            if calibration in assumption.calibrations and not assumption.is_structural:
                [holds] = compile_expressions([assumption.condition])(point)
                if not holds:
                    raise AssumptionViolated(violation(assumption, point))

    def without(self, *names: str) -> Model:
        """Return the model without some assumptions, or with some constraints lifted.

        Raises
        ------
        UnknownName
            If a name is neither an assumption nor a constraint of the model.
        """
        kept = dict(self.assumptions)
        root = self.game.root
        for name in names:
            if name in self.constraints:
                root = with_constraint_imposed(root, name, imposed=False)
            elif name in kept:
                del kept[name]
            else:
                raise UnknownName(
                    "assumption or constraint", name, [*self.assumptions, *self.constraints]
                )
        return self._with(root, kept)

    def assuming(self, *assumptions: Assumption | Condition | str) -> Model:
        """Return the model with further assumptions, or with lifted constraints imposed.

        Parameters
        ----------
        *assumptions
            An `Assumption`, a sympy condition (named by its own text), or the name of a
            constraint of the model, which is imposed.
        """
        kept = dict(self.assumptions)
        root = self.game.root
        known = {name: each.symbol for name, each in self.parameters.items()}
        for given in assumptions:
            if isinstance(given, str):
                root = with_constraint_imposed(root, self.constraints[given].name, imposed=True)
                continue
            assumption = given if isinstance(given, Assumption) else Assumption(str(given), given)
            [assumption] = canonical({assumption.name: assumption}, known).values()
            if kept.get(assumption.name, assumption) != assumption:
                message = f"model {self.name!r} has another assumption named {assumption.name!r}"
                raise InvalidModel(message)
            kept[assumption.name] = assumption
        return self._with(root, kept)

    def _with(self, root: object, assumptions: Mapping[str, Assumption]) -> Model:
        game = self.game if root is self.game.root else Game(self.game.players, root)  # type: ignore[arg-type]  # a node, from rewrite
        return Model(
            self.name,
            game,
            self.parameters,
            assumptions,
            self.calibrations,
            self.propositions,
            self.closed_forms,
            story=self.story,
            prediction=self.prediction,
            options=self.options,
        )

    def __repr__(self) -> str:
        return (
            f"Model({self.name!r}: {len(self.parameters)} parameters, "
            f"{len(self.assumptions)} assumptions, {len(self.constraints)} constraints, "
            f"calibrations {', '.join(self.calibrations) or 'none'})"
        )
