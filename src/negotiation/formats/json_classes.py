"""Classes of perfect Bayesian equilibria as JSON, with the model they belong to.

What the reader takes over is only checked for fitting the game: which sets are reached, how many
actions they have, and that conditions are signs of expressions in the parameters.  Whether the
classes are right is for `PerfectBayesianClasses.verify`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from negotiation.errors import NegotiationError
from negotiation.exact import exact
from negotiation.formats.expression_text import symbols_of
from negotiation.formats.json_model import model_data, read_model
from negotiation.formats.json_values import (
    read_condition,
    read_number,
    read_symbols,
    symbol_data,
    text_of,
)
from negotiation.game import name_text
from negotiation.game.compiled import CHANCE

if TYPE_CHECKING:
    import sympy

    from negotiation.formats.json_text import Field
    from negotiation.game import Game
    from negotiation.parametric.classes import PerfectBayesianClasses
    from negotiation.parametric.domain import Domain
    from negotiation.parametric.equilibrium_class import EquilibriumClass

__all__ = ["classes_data", "read_classes"]

Symbols = Mapping[str, Any]


def classes_data(found: PerfectBayesianClasses) -> dict[str, object]:
    """Write equilibrium classes, with their model."""
    known: dict[str, Any] = dict(found.model.symbols)
    conditions = [part for each in found for part in (*each.off_path.values(), *each.free)]
    symbols = symbols_of(*known.values(), *conditions)
    data: dict[str, object] = {"model": model_data(found.model)}
    extra = [
        {"name": name} | ({"assume": assumed} if (assumed := symbol_data(symbol)) else {})
        for name, symbol in symbols.items()
        if name not in known
    ]
    if extra:
        data["symbols"] = extra
    return data | {"classes": [_class_data(each, symbols) for each in found]}


def _class_data(each: EquilibriumClass, symbols: Symbols) -> dict[str, object]:
    infosets = each.game.information_sets
    numbers = {infosets.at(number).name: number for number in range(len(infosets))}
    played = dict(each.choices)
    data: dict[str, object] = {
        "name": each.name,
        "kind": each.kind,
        "condition": text_of(each.condition, symbols),
        "play": [
            {
                "number": numbers[name],
                "information_set": name_text(name),
                "actions": list(row),
                "played": list(played[numbers[name]]),
                "probabilities": [text_of(exact(chance), symbols) for chance in row.values()],
            }
            for name, row in each.profile.items()
        ],
        "payoffs": {player: text_of(exact(pay), symbols) for player, pay in each.payoffs.items()},
    }
    if each.off_path:
        data["off_path"] = [
            {
                "number": numbers[name],
                "information_set": name_text(name),
                "condition": text_of(condition, symbols),
            }
            for name, condition in each.off_path.items()
        ]
    if each.free:
        data["free"] = [text_of(condition, symbols) for condition in each.free]
    if each.witness is not None:
        data["witness"] = {name: text_of(value) for name, value in each.witness.items()}
    for member, conditions in (("survives", each.survives), ("deleted", each.deleted)):
        if conditions:
            data[member] = {name: text_of(where, symbols) for name, where in conditions.items()}
    return data | ({"unrefined": each.unrefined} if each.unrefined else {})


def read_classes(field: Field) -> PerfectBayesianClasses:
    """Read equilibrium classes; their `verify` checks what they claim.

    Raises
    ------
    FormatError
        If they do not fit their model.
    """
    from negotiation.parametric.classes import PerfectBayesianClasses
    from negotiation.parametric.perfect_bayesian import classes_oracle

    model = read_model(field["model"])
    try:
        _, oracle = classes_oracle(model, query_seconds=20.0)
    except NegotiationError as error:
        field["model"].within(error)
    known: dict[str, Any] = dict(model.symbols)
    extra = read_symbols(field.optional("symbols"))
    for name in extra:
        if name in known:
            field["symbols"].fail(f"the parameter {name!r} of the model is declared again")
    classes: list[EquilibriumClass] = []
    for each in field["classes"].entries():
        try:
            read = _read_class(each, model.game, oracle.domain, (known, known | extra))
        except NegotiationError as error:
            each.within(error)
        if any(read.name == other.name for other in classes):
            each["name"].fail(f"the class {read.name!r} is there twice")
        classes.append(read)
    return PerfectBayesianClasses(model, tuple(classes), oracle)


def _read_class(
    field: Field, game: Game, domain: Domain, symbols: tuple[Symbols, Symbols]
) -> EquilibriumClass:
    """Read a class; the second symbols are those that may be named off the path as well."""
    from negotiation.parametric.equilibrium_class import EquilibriumClass

    known, open_too = symbols
    infosets = game.information_sets
    last = len(infosets) - 1
    profile: dict[Any, dict[str, Any]] = {}
    choices: dict[int, tuple[int, ...]] = {}
    for row in field["play"].entries():
        number = row["number"].whole(last)
        infoset = infosets.at(number)
        chances = row["probabilities"].entries()
        if len(chances) != len(infoset.actions):
            row["probabilities"].expect(f"{len(infoset.actions)} probabilities, one an action")
        if number in choices:
            row["number"].fail(f"the information set {number} is there twice")
        choices[number] = _read_played(row["played"], len(infoset.actions))
        profile[infoset.name] = {
            action: read_number(chance, open_too)
            for action, chance in zip(infoset.actions, chances, strict=True)
        }
    _check_reached(field["play"], game, choices)
    off_path = {}
    for row in field.optional("off_path"):
        number = row["number"].whole(last)
        if number in choices:
            row["number"].fail(f"play reaches the information set {number}")
        off_path[infosets.at(number).name] = _condition(row["condition"], open_too)
    criteria: dict[str, dict[str, Any]] = {}
    for member in ("survives", "deleted"):
        given = field.get(member)
        conditions = {} if given is None else given.members()
        criteria[member] = {
            name: _in_parameters(where, domain, known) for name, where in conditions.items()
        }
    unrefined = field.said("unrefined")
    _check_refined(field, criteria, unrefined)
    return EquilibriumClass(
        game,
        field["name"].words(empty=False),
        field["kind"].words(empty=False),
        tuple(sorted(choices.items())),
        profile,
        {player: read_number(field["payoffs"][player], open_too) for player in game.players},
        _in_parameters(field["condition"], domain, known),
        off_path,
        tuple(_condition(each, open_too) for each in field.optional("free")),
        _read_witness(field.get("witness"), domain.names),
        criteria["survives"],
        criteria["deleted"],
        unrefined,
    )


def _read_played(field: Field, width: int) -> tuple[int, ...]:
    places = tuple(place.whole(width - 1) for place in field.entries())
    if not places or list(places) != sorted(set(places)):
        field.expect("places of actions, at least one, in ascending order")
    return places


def _check_reached(field: Field, game: Game, choices: Mapping[int, Sequence[int]]) -> None:
    """Refuse play that is not given at exactly the information sets that it reaches."""
    tree = game.tree
    reached: set[int] = set()
    frontier = [0]
    for node in frontier:  # grows while it is walked
        if tree.mover[node] == CHANCE:
            frontier.extend(tree.children(node))
        elif tree.width[node]:
            number = tree.infoset[node]
            reached.add(number)
            frontier.extend(tree.first[node] + place for place in choices.get(number, ()))
    for number in sorted(reached ^ choices.keys()):
        way = "reaches" if number in reached else "does not reach"
        field.fail(f"play {way} the information set {number}, which is given otherwise")


def _check_refined(field: Field, criteria: Mapping[str, Mapping[str, Any]], reason: str) -> None:
    from negotiation.parametric.forward_induction import CRITERIA

    wanted = set() if reason else set(CRITERIA)
    for member, given in criteria.items():
        if set(given) != wanted:
            shown = ", ".join(map(repr, CRITERIA))
            field.fail(f"expected {member!r} of {shown} where 'unrefined' is left out, else none")


def _condition(field: Field, symbols: Symbols) -> sympy.logic.boolalg.Boolean:
    import sympy

    found = read_condition(field, symbols)
    if isinstance(found, bool):
        return sympy.true if found else sympy.false
    return found


def _in_parameters(field: Field, domain: Domain, symbols: Symbols) -> sympy.logic.boolalg.Boolean:
    """Read a condition whose relations are between expressions of the domain."""
    from negotiation.parametric.classes import condition_gaps

    condition = _condition(field, symbols)
    try:
        condition_gaps(condition, domain)
    except NegotiationError as error:
        field.within(error)
    return condition


def _read_witness(field: Field | None, names: Sequence[str]) -> dict[str, Fraction] | None:
    if field is None:
        return None
    witness: dict[str, Fraction] = {}
    for name in names:
        value = read_number(field[name], {})
        if not isinstance(value, Fraction):
            field[name].expect("a rational number")
        witness[name] = value
    return witness
