"""Games as a networkx graph and as pandas tables; numbers stay exact."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from negotiation.errors import InvalidGame, MissingDependency
from negotiation.game import Game, reduced_strategic_form
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.game.strategic import StrategicForm
from negotiation.game.tree import Outcome

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["outcome_table", "strategy_table", "to_networkx"]


def to_networkx(game: Game) -> nx.DiGraph[int]:
    """Return the tree of a game as a directed graph, the root being node 0.

    Parameters
    ----------
    game
        A game; symbols and guards are kept.

    Returns
    -------
    networkx.DiGraph
        Nodes are numbered level by level.  Every node has the attribute ``kind``: ``"decision"``
        (with ``player``, ``information_set`` and ``actions``), ``"chance"`` or ``"outcome"`` (with
        ``payoffs`` and ``label``).  Edges have ``action``, below chance ``probability``, and
        ``guard`` where an action is guarded.

    Raises
    ------
    InvalidGame
        If it is no game.
    MissingDependency
        If networkx is not installed.
    """
    _require_game(game)
    try:
        import networkx as nx
    except ImportError as error:
        message = "to_networkx needs networkx; install it with: pip install 'negotiation[formats]'"
        raise MissingDependency(message) from error
    tree = game.tree
    graph: nx.DiGraph[int] = nx.DiGraph()
    for node, mover in enumerate(tree.mover):
        if mover == OUTCOME:
            payoffs = dict(zip(game.players, tree.payoffs[node], strict=True))
            end = tree.nodes[node]
            label = end.label if isinstance(end, Outcome) else None
            graph.add_node(node, kind="outcome", payoffs=payoffs, label=label)
        elif mover == CHANCE:
            graph.add_node(node, kind="chance")
        else:
            infoset = game.information_sets.at(tree.infoset[node])
            graph.add_node(
                node,
                kind="decision",
                player=infoset.player,
                information_set=infoset.name,
                actions=infoset.actions,
            )
        if node:
            graph.add_edge(tree.parent[node], node, action=tree.label[node])
            if node in tree.probability:
                graph.edges[tree.parent[node], node]["probability"] = tree.probability[node]
            if node in tree.guards:
                graph.edges[tree.parent[node], node]["guard"] = tree.guards[node].name
    return graph


def outcome_table(game: Game) -> pd.DataFrame:
    """Return the outcomes of a game as a table: history, label, a payoff a player.

    Parameters
    ----------
    game
        A game; symbols are kept.

    Returns
    -------
    pandas.DataFrame
        One row an outcome in the order of `Game.outcomes`, the index being the history with its
        moves joined by arrows; a column ``outcome`` with the label, and a column a player.

    Raises
    ------
    InvalidGame
        If it is no game.
    MissingDependency
        If pandas is not installed.
    """
    _require_game(game)
    pandas = _pandas()
    outcomes = game.outcomes()
    frame: pd.DataFrame = pandas.DataFrame(
        {
            "outcome": [outcome.label for outcome in outcomes.values()],
            **{
                player: [outcome.payoffs[player] for outcome in outcomes.values()]
                for player in game.players
            },
        },
        index=[" → ".join(history) for history in outcomes],
        dtype=object,
    )
    return frame.rename_axis("history")


def strategy_table(game: Game | StrategicForm) -> pd.DataFrame:
    """Return the strategic form of a game as a table, a row a combination of strategies.

    Parameters
    ----------
    game
        A game, of which the reduced strategic form is taken, or a strategic form.

    Returns
    -------
    pandas.DataFrame
        The index has a level a player with the labels of the strategies; the columns are the
        payoffs of the players.

    Raises
    ------
    MissingDependency
        If pandas is not installed.
    ImperfectRecall
        If a player of a game lacks perfect recall; give its full strategic form instead.
    MissingParameter
        If symbols are left without a value.
    """
    form = game if isinstance(game, StrategicForm) else reduced_strategic_form(game)
    pandas = _pandas()
    index = pandas.MultiIndex.from_tuples(list(product(*form.strategies)), names=form.players)
    columns = dict(zip(form.players, map(list, form.payoffs), strict=True))
    table: pd.DataFrame = pandas.DataFrame(columns, index=index, dtype=object)
    return table


def _require_game(game: object) -> None:
    if not isinstance(game, Game):
        message = f"{game!r} is not a Game; give a Game, or the one of a model: model.game"
        raise InvalidGame(message)


def _pandas() -> Any:  # noqa: ANN401 - a module without types under strict
    try:
        import pandas as pd
    except ImportError as error:
        message = "tables need pandas; install it with: pip install 'negotiation[formats]'"
        raise MissingDependency(message) from error
    return pd
