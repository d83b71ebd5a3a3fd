"""Equilibria and partitions as JSON.

An equilibrium is read together with its game, and its certificate is not read but made again: a
file that claims an equilibrium which is none is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import NegotiationError
from negotiation.exact import exact
from negotiation.formats.expression import read_expression
from negotiation.formats.expression_text import symbols_of
from negotiation.formats.json_game import game_data, read_game
from negotiation.formats.json_model import model_data, read_model
from negotiation.formats.json_values import (
    read_condition,
    read_number,
    read_symbols,
    symbol_data,
    text_of,
)
from negotiation.game import BehaviourProfile, Beliefs, Game
from negotiation.solve import Equilibrium
from negotiation.solve.certificate import certify
from negotiation.solve.consistency import ConsistencyWitness

if TYPE_CHECKING:
    from negotiation.formats.json_text import Field
    from negotiation.parametric.equilibrium import OutcomeClass
    from negotiation.parametric.partition import Partition

__all__ = ["equilibria_data", "partition_data", "read_equilibria", "read_partition"]

ZERO = Fraction(0)


def equilibria_data(equilibria: Sequence[Equilibrium]) -> dict[str, object]:
    """Write equilibria of one game, with the game."""
    game = equilibria[0].game
    return {
        "game": game_data(game),
        "equilibria": [_equilibrium_data(equilibrium) for equilibrium in equilibria],
    }


def _rows(table: Sequence[Sequence[Any] | None]) -> list[list[str] | None]:
    return [None if row is None else [text_of(number) for number in row] for row in table]


def _equilibrium_data(equilibrium: Equilibrium) -> dict[str, object]:
    symbols = symbols_of(*equilibrium.free)
    certificate = equilibrium.certificate
    data: dict[str, object] = {
        "concept": equilibrium.concept,
        "path": list(equilibrium.path),
        "payoffs": {player: text_of(exact(pay)) for player, pay in equilibrium.payoffs.items()},
        "profile": [
            {"actions": list(equilibrium.profile[name]), "probabilities": row}
            for name, row in zip(equilibrium.profile, _rows(equilibrium.profile.table), strict=True)
        ],
    }
    if equilibrium.beliefs is not None:
        data["beliefs"] = _rows(equilibrium.beliefs.table)
    if equilibrium.witness is not None:
        orders = [list(row) for row in equilibrium.witness.orders]
        coefficients = _rows(equilibrium.witness.coefficients)
        data["witness"] = {"orders": orders, "coefficients": coefficients}
    if equilibrium.free:
        data["symbols"] = [
            {"name": name} | ({"assume": assumed} if (assumed := symbol_data(symbol)) else {})
            for name, symbol in symbols.items()
        ]
        data["free"] = [text_of(condition, symbols) for condition in equilibrium.free]
    if equilibrium.notes:
        data["notes"] = list(equilibrium.notes)
    if certificate.tolerance != 0:
        data["tolerance"] = text_of(certificate.tolerance)
    return data


def read_equilibria(field: Field) -> list[Equilibrium]:
    """Read equilibria, and certify them again.

    Raises
    ------
    FormatError
        If they do not fit the game, or one is no equilibrium.
    """
    game = read_game(field["game"])
    try:
        game = game.settled
    except NegotiationError as error:
        field["game"].within(error)
    found: list[Equilibrium] = []
    for each in field["equilibria"].entries():
        try:
            found.append(_read_equilibrium(each, game))
        except NegotiationError as error:
            each.within(error)
    return found


def _read_equilibrium(field: Field, game: Game) -> Equilibrium:
    infosets = game.tree.infosets
    rows = [each["probabilities"] for each in field["profile"].entries()]
    widths = [len(infoset.actions) for infoset in infosets]
    table = _table(field["profile"], rows, widths)
    profile = BehaviourProfile(game, cast("Any", table))
    beliefs = witness = None
    given = field.get("beliefs")
    if given is not None:
        nodes = [len(infoset.nodes) for infoset in infosets]
        beliefs = Beliefs(game, cast("Any", _table(given, given.entries(), nodes, none=True)))
    labels = field.get("witness")
    if labels is not None:
        numbers = labels["coefficients"]
        orders = labels["orders"].entries()
        coefficients = _table(numbers, numbers.entries(), widths)
        if [len(row.entries()) for row in orders] != widths:
            labels["orders"].fail("expected an order for every action")
        witness = ConsistencyWitness(
            game,
            tuple(tuple(order.whole(10**6) for order in row.entries()) for row in orders),
            cast("Any", coefficients),
        )
    tolerance = field.get("tolerance")
    certificate = certify(
        profile,
        field["concept"].words(),
        beliefs=beliefs,
        witness=witness,
        tolerance=ZERO if tolerance is None else read_number(tolerance, {}),
    )
    if not certificate.holds:
        field.fail(f"this is no {certificate.concept} equilibrium: {certificate}")
    symbols = read_symbols(field.optional("symbols"))
    return Equilibrium(
        certificate.concept,
        profile,
        certificate,
        beliefs,
        tuple(cast("Any", read_condition(each, symbols)) for each in field.optional("free")),
        tuple(each.words() for each in field.optional("notes")),
        witness,
    )


def _table(
    field: Field, rows: Sequence[Field], widths: Sequence[int], *, none: bool = False
) -> tuple[tuple[Any, ...] | None, ...]:
    """Read a list of numbers for every information set."""
    if len(rows) != len(widths):
        field.fail(f"expected {len(widths)} rows, one an information set, found {len(rows)}")
    table: list[tuple[Any, ...] | None] = []
    for row, width in zip(rows, widths, strict=True):
        if none and row.value is None:
            table.append(None)
            continue
        numbers = row.entries()
        if len(numbers) != width:
            row.fail(f"expected {width} numbers, found {len(numbers)}")
        table.append(tuple(read_number(number, {}) for number in numbers))
    return tuple(table)


def partition_data(partition: Partition) -> dict[str, object]:
    """Write a partition of subgame-perfect outcomes, with its model."""
    symbols: dict[str, Any] = dict(partition.model.symbols)
    names = partition.oracle.domain.names
    own = {symbol: symbols[str(symbol)] for symbol in partition.oracle.domain.symbols}
    cells: list[object] = []
    for raw in partition.raw:
        signs = [
            [text_of(polynomial.as_expr().xreplace(own), symbols), sign]
            for polynomial, sign in raw.signs
        ]
        cell: dict[str, object] = {"signs": signs, "outcomes": []}
        cell["outcomes"] = [
            {
                "path": list(each.path),
                "choices": [list(choice) for choice in each.choices],
                "payoffs": {
                    player: text_of(exact(pay), symbols) for player, pay in each.payoffs.items()
                },
            }
            for each in raw.result
        ]
        if raw.point is not None:
            point = zip(names, raw.point, strict=True)
            cell["point"] = {name: text_of(Fraction(value)) for name, value in point}
        if not raw.decided:
            cell["decided"] = False
        cells.append(cell)
    return {"model": model_data(partition.model), "ties": partition.ties, "cells": cells}


def read_partition(field: Field) -> Partition:
    """Read a partition; `Partition.verify` checks what it claims.

    Raises
    ------
    FormatError
        If it does not fit its model.
    """
    from negotiation.parametric.branching import RawCell
    from negotiation.parametric.partition import Partition
    from negotiation.parametric.subgame_perfect import model_oracle

    model = read_model(field["model"])
    symbols: dict[str, Any] = dict(model.symbols)
    try:
        _, oracle = model_oracle(model, query_seconds=20.0)
    except NegotiationError as error:
        field["model"].within(error)
    domain = oracle.domain
    raw: list[RawCell[tuple[OutcomeClass, ...]]] = []
    for cell in field["cells"].entries():
        try:
            signs = []
            for entry in cell["signs"].entries():
                if len(entry.entries()) != 2:
                    entry.expect("a polynomial and its sign")
                written, sign = entry.entries()
                value = exact(read_expression(written.words(), symbols))
                signs.append(
                    (domain.sign_polynomial(domain.convert(value)), sign.whole(1, smallest=-1))
                )
            classes = [
                _read_class(each, model.game, symbols) for each in cell["outcomes"].entries()
            ]
            point = cell.get("point")
            place = None
            if point is not None:
                place = tuple(Fraction(str(read_number(point[name], {}))) for name in domain.names)
        except (NegotiationError, ValueError) as error:
            cell.within(error)
        decided = cell.get("decided")
        raw.append(RawCell(tuple(signs), tuple(classes), place, decided is None or decided.truth()))
    return Partition(model, field["ties"].truth(), tuple(raw), oracle)


def _read_class(field: Field, game: Game, symbols: Mapping[str, Any]) -> OutcomeClass:
    from negotiation.parametric.equilibrium import OutcomeClass

    infosets = game.tree.infosets
    choices = []
    for choice in field["choices"].entries():
        pair = choice.entries()
        if len(pair) != 2:
            choice.expect("an information set and an action, by number")
        number = pair[0].whole(len(infosets) - 1)
        choices.append((number, pair[1].whole(len(infosets[number].actions) - 1)))
    pays = {player: read_number(field["payoffs"][player], symbols) for player in game.players}
    return OutcomeClass(game, tuple(choices), pays)
