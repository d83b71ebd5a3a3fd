"""Games as JSON: a list of nodes, those below before those above.

A list instead of nested objects has no depth, and a node that the tree holds in several places is
written once.  The last node is the root.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiation.errors import NegotiationError, NotSupported
from negotiation.formats.expression_text import symbols_of
from negotiation.formats.json_values import (
    read_condition,
    read_number,
    read_source,
    read_symbols,
    source_data,
    symbol_data,
    text_of,
)
from negotiation.game import Chance, Decision, Game, Node, Outcome, When
from negotiation.game.tree import postorder
from negotiation.model import Constraint

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from negotiation.formats.json_text import Field
    from negotiation.game.tree import Condition

__all__ = ["game_data", "read_game"]

MOST_NODES = 100_000
"""How many nodes a game may have, shared ones written out, besides ten for each character."""


def game_data(game: Game, *, declared: Collection[str] = ()) -> dict[str, object]:
    """Write a game.

    Parameters
    ----------
    game
        The game.
    declared
        The names of symbols that are declared elsewhere, as the parameters of a model.

    Raises
    ------
    NotSupported
        If an expression has no words in the grammar, or a guard is neither a condition nor a
        `Constraint`.
    """
    guards = {id(guard): guard for guard in game.tree.guards.values()}
    conditions = [_condition_of(guard) for guard in guards.values()]
    chances = game.tree.probability.values()
    symbols = symbols_of(*(pay for pays in game.tree.payoffs.values() for pay in pays), *chances)
    symbols = symbols_of(*symbols.values(), *conditions)
    order = postorder(game.root)
    place = {id(node): number for number, node in enumerate(order)}
    table: dict[object, int] = {}
    nodes: list[object] = []
    for node in order:
        if isinstance(node, Outcome):
            pays = [text_of(node.payoffs[player], symbols) for player in game.players]
            nodes.append({"payoffs": pays} | ({"label": node.label} if node.label else {}))
        elif isinstance(node, Chance):
            branches = [
                {"label": label, "probability": text_of(chance, symbols), "to": place[id(below)]}
                for label, (chance, below) in node.branches.items()
            ]
            nodes.append({"branches": branches})
        else:
            data: dict[str, object] = {"player": node.player}
            if node.infoset is not None:
                data["information_set"] = node.infoset
            data["actions"] = [
                _action(label, below, place, table) for label, below in node.actions.items()
            ]
            nodes.append(data)
    written: dict[str, object] = {"players": list(game.players)}
    if set(symbols) - set(declared):
        written["symbols"] = [
            {"name": name} | ({"assume": assumed} if (assumed := symbol_data(symbol)) else {})
            for name, symbol in symbols.items()
            if name not in declared
        ]
    if table:
        written["guards"] = [_guard_data(guard, symbols) for guard in table]
    return written | {"nodes": nodes}


def _condition_of(guard: When) -> object:
    return guard.condition.condition if isinstance(guard.condition, Constraint) else guard.condition


def _action(
    label: str, below: Node | When, place: Mapping[int, int], table: dict[object, int]
) -> dict[str, object]:
    if not isinstance(below, When):
        return {"label": label, "to": place[id(below)]}
    when = table.setdefault(below.condition, len(table))
    return {"label": label, "to": place[id(below.node)], "when": when}


def _guard_data(guard: object, symbols: Mapping[str, Any]) -> dict[str, object]:
    if not isinstance(guard, Constraint):
        if not isinstance(guard, bool) and not hasattr(guard, "free_symbols"):
            message = f"{guard!r} is no condition or Constraint, and cannot be written as data"
            raise NotSupported(message)
        return {"condition": text_of(guard, symbols)}
    data: dict[str, object] = {
        "name": guard.name,
        "condition": text_of(guard.condition, symbols),
        "source": source_data(guard.source),
        "imposed": guard.imposed,
    }
    return data | ({"words": guard.words} if guard.words else {})


def read_game(field: Field, symbols: Mapping[str, Any] | None = None) -> Game:
    """Read a game.

    Parameters
    ----------
    field
        What `game_data` wrote.
    symbols
        The symbols, where they are declared elsewhere.

    Raises
    ------
    FormatError
        If it is no sound game.
    """
    known = {**read_symbols(field.optional("symbols")), **(symbols or {})}
    players = tuple(player.words(empty=False) for player in field["players"].entries())
    if not players or len(set(players)) < len(players):
        field["players"].expect("at least one player, and no name twice")
    guards = [_read_guard(each, known) for each in field.optional("guards")]
    nodes: list[tuple[Node, int]] = []
    limit = MOST_NODES + 10 * field.length
    for each in field["nodes"].entries():
        try:
            node, size = _read_node(each, players, nodes, guards, known)
        except NegotiationError as error:
            each.within(error)
        if size > limit:
            each.fail(f"written out, the tree has more than {limit} nodes, too many for its text")
        nodes.append((node, size))
    if not nodes:
        field["nodes"].expect("at least one node, the last one the root")
    try:
        return Game(players, nodes[-1][0])
    except NegotiationError as error:
        field.within(error)


def _read_guard(field: Field, symbols: Mapping[str, Any]) -> Constraint | Condition:
    condition = read_condition(field["condition"], symbols)
    if field.get("name") is None:
        return condition
    imposed = field.get("imposed")
    try:
        return Constraint(
            field["name"].words(),
            condition,
            field.said("words"),
            read_source(field.get("source")),
            imposed is None or imposed.truth(),
        )
    except NegotiationError as error:
        field.within(error)


def _read_node(
    field: Field,
    players: tuple[str, ...],
    known: list[tuple[Node, int]],
    guards: list[Constraint | Condition],
    symbols: Mapping[str, Any],
) -> tuple[Node, int]:
    """Read a node with the size of the tree below it; those it leads to are known."""
    payoffs = field.get("payoffs")
    if payoffs is not None:
        entries = payoffs.entries()
        if len(entries) != len(players):
            payoffs.fail(f"expected {len(players)} payoffs, one a player, found {len(entries)}")
        pays = {
            player: read_number(entry, symbols)
            for player, entry in zip(players, entries, strict=True)
        }
        return Outcome(pays, field.said("label") or None), 1
    size = 1
    moves: dict[str, Any] = {}
    chance = field.get("branches")
    for each in field["actions" if chance is None else "branches"].entries():
        label = each["label"].words(empty=False)
        if label in moves:
            each["label"].fail(f"the label {label!r} is there twice")
        if not known:
            each["to"].fail("nodes stand after those they lead to, and this is the first")
        node, below = known[each["to"].whole(len(known) - 1)]
        size += below
        moves[label] = node
        if chance is not None:
            moves[label] = (read_number(each["probability"], symbols), node)
        elif (when := each.get("when")) is not None:
            if not guards:
                when.fail("there are no guards")
            moves[label] = When(guards[when.whole(len(guards) - 1)], node)
    if chance is not None:
        return Chance(moves), size
    infoset = field.get("information_set")
    name = None if infoset is None else infoset.words(empty=False)
    return Decision(field["player"].words(empty=False), moves, name), size
