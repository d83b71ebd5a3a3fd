"""``negotiation show``: a model as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from negotiation.errors import count_text
from negotiation.exact import format_number
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.model import condition_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from negotiation.game import Game
    from negotiation.model import Model

__all__ = ["draw_tree", "show_model", "size_text"]


def show_model(model: Model, console: Console, *, most_nodes: int) -> None:
    """Print story, players, parameters, assumptions, constraints, propositions, tree and size."""
    console.print(f"[bold]{escape(model.name)}[/bold]")
    if model.story:
        console.print(escape(model.story))
    if model.prediction:
        console.print(f"The article: {escape(model.prediction)}")
    console.print(f"\n[bold]Players[/bold]: {escape(', '.join(model.game.players))}")
    _table(
        console,
        "Parameters",
        ("name", "meaning", "domain", "baseline", "source"),
        [
            (
                name,
                parameter.meaning,
                str(parameter.domain),
                str(model.calibrations.get("baseline", {}).get(name, "")),
                str(parameter.source),
            )
            for name, parameter in model.parameters.items()
        ],
    )
    rivals = [
        (name, ", ".join(f"{key} {value}" for key, value in _changes(model, name)))
        for name in model.calibrations
        if name != "baseline"
    ]
    _table(console, "Other calibrations", ("name", "in place of the baseline"), rivals)
    _table(
        console,
        "Assumptions",
        ("name", "what is assumed", "origin"),
        [
            (each.name, _statement(each.words, each.condition), str(each.source))
            for each in model.assumptions.values()
        ],
    )
    _table(
        console,
        "Constraints",
        ("name", "what is required", "origin", "in force"),
        [
            (
                each.name,
                _statement(each.words, each.condition),
                str(each.source),
                "yes" if each.imposed else "no",
            )
            for each in model.constraints.values()
        ],
    )
    _table(
        console,
        "Propositions",
        ("name", "what is claimed"),
        [(each.name, each.words) for each in model.propositions.values()],
    )
    players = escape(", ".join(model.game.players))
    console.print(f"\n[bold]Tree[/bold] (payoffs: {players})")
    console.print(draw_tree(model.game, most_nodes=most_nodes))
    console.print(f"\n[bold]Size[/bold]: {size_text(model.game)}")


def _changes(model: Model, calibration: str) -> list[tuple[str, object]]:
    base = model.calibrations.get("baseline", {})
    return [
        (name, value)
        for name, value in model.calibrations[calibration].items()
        if base.get(name) != value
    ]


def _statement(words: str, condition: object) -> str:
    formal = "" if condition is True or str(condition) == "True" else condition_text(condition)
    return f"{words} ({formal})" if words and formal else words or formal


def _table(
    console: Console, title: str, columns: Iterable[str], rows: Sequence[tuple[str, ...]]
) -> None:
    if not rows:
        return
    console.print(f"\n[bold]{title}[/bold]")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=place == 0 and _short(rows))
    for row in rows:
        table.add_row(*[escape(cell) for cell in row])
    console.print(table)


def _short(rows: Sequence[tuple[str, ...]]) -> bool:
    return max(len(row[0]) for row in rows) <= 40


def draw_tree(game: Game, *, most_nodes: int) -> Tree:
    """Draw the first nodes of a game, level by level; what is left out is counted."""
    tree = game.tree
    drawn: dict[int, Tree] = {0: Tree(_node_text(game, 0), guide_style="dim")}
    for node in range(1, min(len(tree), most_nodes)):
        drawn[node] = drawn[tree.parent[node]].add(_move_text(game, node))
    if len(tree) > most_nodes:
        drawn[0].add(f"… {len(tree) - most_nodes} more nodes; see --nodes")
    return drawn[0]


def _move_text(game: Game, node: int) -> str:
    tree = game.tree
    label = escape(tree.label[node])
    if node in tree.probability:
        label += f" ({escape(format_number(tree.probability[node]))})"
    if node in tree.guards:
        guard = tree.guards[node]
        label += f" \\[if {escape(guard.name)}]" if guard.requirement is not True else ""
    return f"{label}: {_node_text(game, node)}"


def _node_text(game: Game, node: int) -> str:
    tree = game.tree
    if tree.mover[node] == OUTCOME:
        return escape("(" + ", ".join(format_number(payoff) for payoff in tree.payoffs[node]) + ")")
    if tree.mover[node] == CHANCE:
        return "[italic]chance[/italic]"
    infoset = tree.infosets[tree.infoset[node]]
    place = "" if infoset.label is None else f" at {infoset.label}"
    return f"[bold]{escape(game.players[infoset.player])}[/bold]{escape(place)}"


def size_text(game: Game) -> str:
    """Say how large a game is, in one line."""
    size = game.size
    return (
        f"{_count(size.outcomes, 'outcome')}, "
        f"{_count(size.information_sets, 'information set')}, "
        f"{_count(size.strategy_profiles, 'strategy profile')}, "
        f"{_count(size.subgames, 'subgame')}"
    )


def _count(number: int, noun: str) -> str:
    return f"{count_text(number)} {noun}{'' if number == 1 else 's'}"
