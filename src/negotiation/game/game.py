"""`Game`: players and a tree, checked, with its information sets and subgames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, overload

from negotiation.errors import (
    InvalidGame,
    InvalidNumber,
    MissingParameter,
    UnknownName,
    count_text,
)
from negotiation.exact import Number, NumberLike, exact, free_symbols
from negotiation.game.compiled import CHANCE, CompiledTree, compile_tree
from negotiation.game.information import (
    InformationSet,
    InformationSets,
    forgetful_set,
    subgame_roots,
)
from negotiation.game.substitution import Substitution, prepare
from negotiation.game.tree import History, Node, Outcome

if TYPE_CHECKING:
    import sympy

__all__ = ["Game", "GameSize", "Subgame", "SubgameList", "settled_game"]


@dataclass(frozen=True)
class Game:
    """A sequential game with finitely many moves.

    Parameters
    ----------
    players
        The players, in the order in which payoffs are reported.
    root
        The tree: a `Decision`, `Chance` or `Outcome`.

    Raises
    ------
    InvalidGame
        If the tree breaks a rule; the message names the node and the rule.

    Notes
    -----
    A game is an immutable value: it is compared by players and tree, may be pickled, and costs
    time and memory linear in its nodes.  Payoffs, probabilities and guards may hold sympy
    symbols; `at` puts numbers in their place.

    Examples
    --------
    >>> from negotiation import Decision, Game, Outcome
    >>> game = Game(
    ...     players=("Japan", "Russia"),
    ...     root=Decision(
    ...         "Japan",
    ...         {
    ...             "offer": Decision(
    ...                 "Russia",
    ...                 {
    ...                     "accept": Outcome({"Japan": 2, "Russia": 1}),
    ...                     "reject": Outcome({"Japan": 0, "Russia": 0}),
    ...                 },
    ...                 "answer",
    ...             ),
    ...             "no offer": Outcome({"Japan": 0, "Russia": 0}),
    ...         },
    ...         "proposal",
    ...     ),
    ... )
    >>> game.has_perfect_information, len(game.subgames()), list(game.information_sets)
    (True, 2, ['proposal', 'answer'])
    """

    players: tuple[str, ...]
    root: Node
    tree: CompiledTree = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.players, str) or not isinstance(self.players, Sequence):
            message = (
                "players must be a tuple of names such as ('Japan', 'Russia'), "
                f"not {self.players!r}"
            )
            raise InvalidGame(message)
        players = tuple(self.players)
        if not players or not all(isinstance(player, str) and player for player in players):
            message = f"players must be at least one non-empty name, not {players!r}"
            raise InvalidGame(message)
        twice = [player for player, count in Counter(players).items() if count > 1]
        if twice:
            message = f"player {twice[0]!r} is listed twice; every player needs a name of its own"
            raise InvalidGame(message)
        object.__setattr__(self, "players", players)
        object.__setattr__(self, "tree", compile_tree(players, self.root))

    @classmethod
    def of_tree(cls, players: tuple[str, ...], tree: CompiledTree) -> Game:
        """Return the game of a tree that is laid out already; nothing is checked again.

        It is for builders that know every rule of `Game` to hold, such as `prefix_game`.  The root
        is taken from the tree when it is first asked for.
        """
        game = cls.__new__(cls)
        object.__setattr__(game, "players", players)
        object.__setattr__(game, "tree", tree)
        return game

    if not TYPE_CHECKING:  # for type checkers, every game has the attributes above and no others

        def __getattr__(self, name: str) -> Node:
            if name != "root":
                message = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(message)
            root = self.tree.nodes[0]
            object.__setattr__(self, "root", root)
            return root

    def __reduce__(self) -> tuple[object, ...]:
        return (Game, (self.players, self.root))

    def __repr__(self) -> str:
        return f"Game(players={self.players!r}, root={self.root!r}, {len(self.tree)} nodes)"

    def _repr_svg_(self) -> str | None:
        """Draw the tree for notebooks, where it is small enough to be read."""
        from negotiation.game.sketch import tree_html

        return tree_html(self) or None

    @cached_property
    def information_sets(self) -> InformationSets:
        """The information sets by name, in the order of their first nodes."""
        return InformationSets(self.players, self.tree)

    def outcomes(self) -> Mapping[History, Outcome]:
        """Return the outcomes by history; histories are written out on the way."""
        return {self.tree.history(node): self._outcome(node) for node in self.tree.payoffs}

    def _outcome(self, node: int) -> Outcome:
        found = self.tree.nodes[node]
        if not isinstance(found, Outcome):
            message = f"node {node} is not an outcome"
            raise InvalidGame(message)
        return found

    def subgames(self) -> SubgameList:
        """Return the subgames, the whole game first, in the order of their roots by level."""
        return SubgameList(self)

    @cached_property
    def subgame_roots(self) -> tuple[int, ...]:
        """The node numbers at which subgames begin."""
        return tuple(subgame_roots(self.tree))

    @cached_property
    def action_counts(self) -> tuple[int, ...]:
        """How many actions each information set has, by number."""
        return tuple(len(infoset.actions) for infoset in self.tree.infosets)

    @cached_property
    def has_perfect_information(self) -> bool:
        """Whether every information set is a single node."""
        return all(len(infoset.nodes) == 1 for infoset in self.tree.infosets)

    @cached_property
    def forgetful_set(self) -> InformationSet | None:
        """An information set at which its player lacks perfect recall, or ``None``."""
        number = forgetful_set(self.tree, len(self.players))
        return None if number is None else self.information_sets.at(number)

    @property
    def has_perfect_recall(self) -> bool:
        """Whether every player remembers all own moves and observations (Kuhn 1953)."""
        return self.forgetful_set is None

    @cached_property
    def free_symbols(self) -> frozenset[sympy.Symbol]:
        """The sympy symbols in payoffs, probabilities and guards."""
        found: set[sympy.Symbol] = set()
        for payoffs in {id(payoffs): payoffs for payoffs in self.tree.payoffs.values()}.values():
            for payoff in payoffs:
                found.update(free_symbols(payoff))
        for chance in self.tree.probability.values():
            found.update(free_symbols(chance))
        for guard in self.tree.guards.values():
            found.update(free_symbols(guard.requirement))
        return frozenset(found)

    @cached_property
    def substitution(self) -> Substitution:
        """The tree compiled for putting in parameter values."""
        return prepare(self.root)

    def at(self, values: Mapping[str, NumberLike]) -> Game:
        """Put exact numbers in place of symbols, and settle every guard.

        Parameters
        ----------
        values
            Symbol name → number.

        Raises
        ------
        MissingParameter
            If a symbol of the game has no value.
        UnknownName
            If a name is no symbol of the game; the message has the closest match.
        InvalidNumber
            If a value is not a number, or something in the tree is undefined at the values.
        InvalidGame
            If a guard leaves an information set without an action.

        Examples
        --------
        >>> from sympy import symbols
        >>> from negotiation import Decision, Game, Outcome
        >>> gain = symbols("gain")
        >>> game = Game(("A",), Decision("A", {"take": Outcome({"A": gain})}))
        >>> game.at({"gain": "1/3"}).outcomes()
        {('take',): Outcome(A=1/3)}
        """
        if not isinstance(values, Mapping):
            message = f"give values as a mapping such as {{'gain': '1/3'}}, not {values!r}"
            raise InvalidNumber(message)
        names = self.substitution.names
        point: dict[str, Number] = {}
        for name, value in values.items():
            if name not in names:
                raise UnknownName("parameter", name, names)
            try:
                point[name] = exact(value)
            except InvalidNumber as error:
                message = f"value of {name!r}: {error}"
                raise InvalidNumber(message) from None
        return Game(self.players, self.substitution(point))

    @cached_property
    def settled(self) -> Game:
        """The game with its guards settled, ready for a solver; itself where there are none.

        Raises
        ------
        MissingParameter
            If symbols are left without a value.
        InvalidGame
            If the guards leave an information set without an action.
        """
        if self.free_symbols:
            names = ", ".join(sorted(str(symbol) for symbol in self.free_symbols))
            message = (
                f"the game still has symbols without a value: {names}; "
                "give them with game.at({...}) or Model.at(...)"
            )
            raise MissingParameter(message)
        return self.at({}) if self.tree.guards else self

    @cached_property
    def size(self) -> GameSize:
        """How large the game is."""
        profiles = 1
        for width, sets in Counter(len(infoset.actions) for infoset in self.tree.infosets).items():
            profiles *= width**sets
        return GameSize(
            nodes=len(self.tree),
            outcomes=len(self.tree.payoffs),
            chance_moves=self.tree.mover.count(CHANCE),
            information_sets=len(self.tree.infosets),
            strategy_profiles=profiles,
            subgames=len(self.subgame_roots),
        )


def settled_game(game: object) -> Game:
    """Return a game as a solver needs it: without symbols, its guards settled.

    Raises
    ------
    InvalidGame
        If it is no game.
    MissingParameter
        If symbols are left without a value.

    Examples
    --------
    >>> settled_game(Outcome({"A": 0}))
    Traceback (most recent call last):
    ...
    negotiation.errors.InvalidGame: Outcome(A=0) is not a Game; give a Game, or of a model the \
game at some parameter values: model.at(...)
    """
    if not isinstance(game, Game):
        message = (
            f"{game!r} is not a Game; give a Game, or of a model the game at some parameter "
            "values: model.at(...)"
        )
        raise InvalidGame(message)
    return game.settled


@dataclass(frozen=True)
class GameSize:
    """The size of a game.

    Attributes
    ----------
    nodes, outcomes, chance_moves, information_sets, subgames
        Counts; subgames include the whole game.
    strategy_profiles
        How many pure strategy profiles there are (full strategies: an action at every
        information set).
    """

    nodes: int
    outcomes: int
    chance_moves: int
    information_sets: int
    strategy_profiles: int
    subgames: int

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{name}={count_text(getattr(self, name))}" for name in self.__dataclass_fields__
        )
        return f"GameSize({counts})"


@dataclass(frozen=True)
class Subgame:
    """A part of a game that is a game by itself.

    Attributes
    ----------
    whole
        The game it belongs to.
    node
        The number of its root in the compiled tree of the whole game.
    """

    whole: Game
    node: int

    @property
    def history(self) -> History:
        """How play of the whole game gets to its root."""
        return self.whole.tree.history(self.node)

    @cached_property
    def game(self) -> Game:
        """The subgame as a game; unlabelled information sets are named from its own root."""
        return Game(self.whole.players, self.whole.tree.nodes[self.node])

    def __repr__(self) -> str:
        return f"Subgame({' / '.join(self.history) or 'the whole game'})"


class SubgameList(Sequence[Subgame]):
    """The subgames of a game, built when asked for."""

    def __init__(self, game: Game) -> None:
        self._game = game

    def __len__(self) -> int:
        return len(self._game.subgame_roots)

    @overload
    def __getitem__(self, index: int) -> Subgame: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Subgame]: ...
    def __getitem__(self, index: int | slice) -> Subgame | Sequence[Subgame]:
        roots = self._game.subgame_roots
        if isinstance(index, slice):
            return [Subgame(self._game, node) for node in roots[index]]
        return Subgame(self._game, roots[index])

    def __iter__(self) -> Iterator[Subgame]:
        return (Subgame(self._game, node) for node in self._game.subgame_roots)
