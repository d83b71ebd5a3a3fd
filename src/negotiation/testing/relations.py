"""Ways of writing a game differently under which equilibria change in a known way.

Names of players, the order of actions, and units of utility mean nothing (von Neumann and
Morgenstern 1944).  Nor do strictly dominated and duplicated strategies, or how a move of chance is
cut into several (Kohlberg and Mertens 1986, on invariance; Thompson 1952).  A subgame may be
replaced by what an equilibrium of it pays (Kuhn 1953; Selten 1965).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.errors import InvalidGame, InvalidNumber, UnknownName
from negotiation.exact import Number, NumberLike, exact, sign
from negotiation.game import (
    Game,
    InformationSetName,
    reach_probabilities,
    settled_game,
)
from negotiation.game.profile import node_values
from negotiation.game.tree import Chance, Decision, Node, Outcome
from negotiation.testing.variation import Variation, by_labels, regrown, set_label

if TYPE_CHECKING:
    from negotiation.solve import Equilibrium

__all__ = [
    "add_dominated_action",
    "affine_payoffs",
    "collapse_chance",
    "permute_actions",
    "prune_unreached",
    "relabel_players",
    "split_chance",
]

ONE = Fraction(1)


def relabel_players(game: Game, names: Mapping[str, str] | None = None) -> Variation:
    """Give the players other names.

    Parameters
    ----------
    game
        The game, without symbols.
    names
        Player → new name; left out, each gets the name of the next.

    Raises
    ------
    UnknownName
        If a name is no player's.
    InvalidGame
        If two players would have one name.

    Examples
    --------
    >>> from negotiation import talks
    >>> relabel_players(talks.basing_shadow().at(), {"Russia": "A"}).game.players
    ('Japan', 'A', 'United States')
    """
    game = settled_game(game)
    players = game.players
    given = (
        names if names is not None else dict(zip(players, (*players[1:], players[0]), strict=True))
    )
    for name in given:
        if name not in players:
            raise UnknownName("player", name, players)
    new = {player: given.get(player, player) for player in players}

    def outcome(number: int, _: Sequence[Node]) -> Node:
        return Outcome(
            {new[p]: pay for p, pay in zip(players, game.tree.payoffs[number], strict=True)}
        )

    def decision(number: int, below: Sequence[Node]) -> Node:
        infoset = game.tree.infosets[game.tree.infoset[number]]
        label = set_label(game, game.tree.infoset[number])
        actions: dict[str, Node] = dict(zip(infoset.actions, below, strict=True))
        return Decision(new[players[infoset.player]], actions, label)

    nodes = regrown(game, outcome=outcome, decision=decision)
    other = Game(tuple(new.values()), nodes[0])
    return by_labels("renaming the players", game, other, nodes)


def permute_actions(
    game: Game, order: Callable[[Sequence[str]], Sequence[str]] | None = None
) -> Variation:
    """Put the actions of every information set, and the branches of chance, in another order.

    Parameters
    ----------
    game
        The game, without symbols.
    order
        Takes labels and returns them in another order; left out, it turns them round.

    Raises
    ------
    InvalidGame
        If the order does not return the same labels.

    Examples
    --------
    >>> from negotiation import talks
    >>> permute_actions(talks.basing_shadow().at()).game.information_sets["transfer"].actions
    ('transfer', 'keep')
    """
    game = settled_game(game)
    tree = game.tree
    arrange = order or (lambda labels: list(reversed(labels)))

    def arranged(labels: Sequence[str]) -> Sequence[str]:
        found = list(arrange(tuple(labels)))
        if sorted(found) != sorted(labels):
            message = f"the order turns {list(labels)} into {found}; it must return the same labels"
            raise InvalidGame(message)
        return found

    def decision(number: int, below: Sequence[Node]) -> Node:
        infoset = tree.infosets[tree.infoset[number]]
        actions = dict(zip(infoset.actions, below, strict=True))
        return Decision(
            game.players[infoset.player],
            {label: actions[label] for label in arranged(infoset.actions)},
            set_label(game, tree.infoset[number]),
        )

    def chance(number: int, below: Sequence[Node]) -> Node:
        branches = {
            tree.label[child]: (tree.probability[child], node)
            for child, node in zip(tree.children(number), below, strict=True)
        }
        return Chance({label: branches[label] for label in arranged(list(branches))})

    nodes = regrown(game, decision=decision, chance=chance)
    other = Game(game.players, nodes[0])
    return by_labels("another order of actions", game, other, nodes)


def affine_payoffs(game: Game, changes: Mapping[str, tuple[NumberLike, NumberLike]]) -> Variation:
    """Measure payoffs in other units: positive multiples, and shifts.

    Parameters
    ----------
    game
        The game, without symbols.
    changes
        Player → (factor, shift); players left out keep their payoffs.

    Raises
    ------
    UnknownName
        If a name is no player's.
    InvalidNumber
        If a factor is not positive.

    Examples
    --------
    >>> from negotiation import talks
    >>> varied = affine_payoffs(talks.basing_shadow().at(), {"Russia": (2, "1/2")})
    >>> varied.game.outcomes()[("keep",)]
    Outcome(Japan=0, Russia=1/2, United States=0)
    """
    game = settled_game(game)
    factors: list[tuple[Number, Number]] = [(ONE, Fraction(0))] * len(game.players)
    for player, (factor, shift) in changes.items():
        if player not in game.players:
            raise UnknownName("player", player, game.players)
        read = exact(factor), exact(shift)
        if sign(read[0]) <= 0:
            message = f"the payoffs of {player!r} are multiplied by {factor!r}; it must be positive"
            raise InvalidNumber(message)
        factors[game.players.index(player)] = read

    def outcome(number: int, _: Sequence[Node]) -> Node:
        pays = [
            factor * pay + shift
            for pay, (factor, shift) in zip(game.tree.payoffs[number], factors, strict=True)
        ]
        return Outcome(dict(zip(game.players, pays, strict=True)))

    nodes = regrown(game, outcome=outcome)
    other = Game(game.players, nodes[0])
    return by_labels(
        "other units of payoffs",
        game,
        other,
        nodes,
        payoff=lambda place, pay: (pay - factors[place][1]) / factors[place][0],
    )


def add_dominated_action(
    game: Game, infoset: InformationSetName, *, label: str = "dominated"
) -> Variation:
    """Offer an action that pays its player less than anything else in the game.

    It ends the game at once.  Strictly dominated where the information set is reached; at one that
    is not, a Nash equilibrium may threaten with it, a subgame-perfect or sequential one may not.

    Parameters
    ----------
    game
        The game, without symbols.
    infoset
        The information set at which it is offered.
    label
        The label of the action.

    Raises
    ------
    UnknownName
        If the information set does not exist.
    InvalidGame
        If the label is taken.

    Examples
    --------
    >>> from negotiation import talks
    >>> varied = add_dominated_action(talks.basing_shadow().at(), "transfer")
    >>> varied.game.information_sets["transfer"].actions
    ('keep', 'transfer', 'dominated')
    """
    game = settled_game(game)
    tree = game.tree
    at = game.information_sets.number(infoset)
    mover = tree.infosets[at].player
    if label in tree.infosets[at].actions:
        message = f"{label!r} is an action already; give the dominated action another label"
        raise InvalidGame(message)
    least = min((pays[mover] for pays in tree.payoffs.values()), key=_Sorted)
    bad = Outcome({p: least - 1 if n == mover else 0 for n, p in enumerate(game.players)})

    def decision(number: int, below: Sequence[Node]) -> Node:
        here = tree.infosets[tree.infoset[number]]
        actions: dict[str, Node] = dict(zip(here.actions, below, strict=True))
        if tree.infoset[number] == at:
            actions[label] = bad
        return Decision(game.players[here.player], actions, set_label(game, tree.infoset[number]))

    nodes = regrown(game, decision=decision)
    other = Game(game.players, nodes[0])
    return by_labels("a dominated action", game, other, nodes)


class _Sorted:
    """Orders exact numbers."""

    def __init__(self, number: Number) -> None:
        self.number = number

    def __lt__(self, other: _Sorted) -> bool:
        return sign(self.number - other.number) < 0


def collapse_chance(game: Game) -> Variation:
    """Make one move of chance of several that follow each other.

    Examples
    --------
    >>> from negotiation import Chance, Game, Outcome
    >>> wind = Chance({"east": ("1/4", Outcome({"A": 4})), "west": ("3/4", Outcome({"A": 0}))})
    >>> game = Game(("A",), Chance({"rain": ("1/2", wind), "sun": ("1/2", Outcome({"A": 1}))}))
    >>> collapse_chance(game).game.root
    Chance(rain, east 1/8, rain, west 3/8, sun 1/2)
    """
    game = settled_game(game)
    tree = game.tree

    def chance(number: int, below: Sequence[Node]) -> Node:
        branches: dict[str, tuple[Number, Node]] = {}
        for child, node in zip(tree.children(number), below, strict=True):
            if isinstance(node, Chance):
                for label, (part, follows) in node.branches.items():
                    joined = (tree.probability[child] * part, follows)
                    branches[f"{tree.label[child]}, {label}"] = joined
            else:
                branches[tree.label[child]] = (tree.probability[child], node)
        return Chance(branches)

    nodes = regrown(game, chance=chance)
    other = Game(game.players, nodes[0])
    return by_labels("one move of chance for several", game, other, nodes)


def split_chance(game: Game) -> Variation:
    """Cut every move of chance in two: first whether the first branch happens, then the others.

    Examples
    --------
    >>> from negotiation import Chance, Game, Outcome
    >>> game = Game(("A",), Chance({s: ("1/3", Outcome({"A": 0})) for s in ("low", "mid", "high")}))
    >>> split = split_chance(game).game
    >>> split.root, split.root.branches["another"][1]
    (Chance(low 1/3, another 2/3), Chance(mid 1/2, high 1/2))
    """
    game = settled_game(game)
    tree = game.tree

    def chance(number: int, below: Sequence[Node]) -> Node:
        found = [
            (tree.label[child], tree.probability[child], node)
            for child, node in zip(tree.children(number), below, strict=True)
        ]
        (label, first, follows), *others = found
        rest = ONE - first
        if not others or sign(rest) == 0:
            return Chance({name: (part, node) for name, part, node in found})
        later = Chance({name: (part / rest, node) for name, part, node in others})
        another = "another" if label != "another" else "yet another"
        return Chance({label: (first, follows), another: (rest, later)})

    nodes = regrown(game, chance=chance)
    other = Game(game.players, nodes[0])
    return by_labels("two moves of chance for one", game, other, nodes)


def prune_unreached(equilibrium: Equilibrium) -> Variation:
    """Put, for each subgame that play never enters, what the equilibrium pays there.

    The equilibrium, cut down, is one of the smaller game.  If it is subgame perfect, every
    subgame-perfect equilibrium of the smaller game is one of the whole, played on as before.

    Examples
    --------
    >>> from negotiation import solve, talks
    >>> [keep] = solve.subgame_perfect(talks.basing_shadow().at())
    >>> varied = prune_unreached(keep)
    >>> len(keep.game.tree), len(varied.game.tree)
    (9, 3)
    """
    game, profile = equilibrium.game, equilibrium.profile
    tree = game.tree
    reach, values = reach_probabilities(profile), node_values(profile)
    cut = {node for node in game.subgame_roots if node and reach[node] == 0}

    def decision(number: int, below: Sequence[Node]) -> Node:
        if number in cut:
            return Outcome(dict(zip(game.players, values[number], strict=True)))
        infoset = tree.infosets[tree.infoset[number]]
        actions: dict[str, Node] = dict(zip(infoset.actions, below, strict=True))
        return Decision(
            game.players[infoset.player], actions, set_label(game, tree.infoset[number])
        )

    def chance(number: int, below: Sequence[Node]) -> Node:
        if number in cut:
            return Outcome(dict(zip(game.players, values[number], strict=True)))
        return Chance(
            {
                tree.label[child]: (tree.probability[child], node)
                for child, node in zip(tree.children(number), below, strict=True)
            }
        )

    nodes = regrown(game, decision=decision, chance=chance)
    other = Game(game.players, nodes[0])
    return by_labels("subgames out of reach cut off", game, other, nodes, rest=profile)
