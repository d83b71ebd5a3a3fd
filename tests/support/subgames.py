"""Games with published or hand-derived subgame-perfect equilibria, encoded from their rules."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from negotiation.exact import NumberLike, exact
from negotiation.game import Decision, Game, Node, Outcome
from negotiation.protocols import simultaneous_move
from tests.support.games import pay

__all__ = [
    "Stage",
    "battle",
    "battle_with_outside_option",
    "burning_money",
    "centipede",
    "chain_store",
    "entry_deterrence",
    "fehr_schmidt_ultimatum",
    "forgotten_move",
    "selten_figure_two",
    "stage_node",
]

Stage = Mapping[tuple[str, str], tuple[NumberLike, NumberLike]]
"""The payoffs of two players who move at once, by their moves."""

BATTLE: Stage = {("b", "b"): (3, 1), ("b", "s"): (0, 0), ("s", "b"): (0, 0), ("s", "s"): (1, 3)}


def stage_node(pays: Stage, after: str) -> Decision:
    """Let players 1 and 2 move at once; their information sets are named by what came before."""
    moves = {
        str(player + 1): tuple(dict.fromkeys(cell[player] for cell in pays)) for player in (0, 1)
    }
    return simultaneous_move(
        moves,
        lambda cell: dict(zip("12", pays[cell], strict=True)),  # type: ignore[index]  # two players
        information_sets={player: f"{player} | {after}" for player in "12"},
    )


def battle(cost: NumberLike, after: str) -> Decision:
    """Battle of the sexes in which player 1 has burnt ``cost``."""
    burnt = {cell: (exact(one) - exact(cost), two) for cell, (one, two) in BATTLE.items()}
    return stage_node(burnt, after)


def battle_with_outside_option(worth: NumberLike) -> Game:
    """Player 1 takes ``worth`` outside, or enters the battle (van Damme 1989)."""
    return Game(
        ("1", "2"), Decision("1", {"in": battle(0, "in"), "out": pay(worth, worth)}, "entry")
    )


def burning_money(cost: NumberLike) -> Game:
    """Player 1 may burn ``cost`` before the battle, for 2 to see (Ben-Porath and Dekel 1992)."""
    ways = {"burn": battle(cost, "burnt"), "keep": battle(0, "kept")}
    return Game(("1", "2"), Decision("1", ways, "money"))


def centipede(nodes: int) -> Game:
    """McKelvey and Palfrey (1992): two piles that double with each pass, 0.40 and 0.10 at first."""
    scale = 2**nodes
    shares = (Fraction(4 * scale, 10), Fraction(scale, 10))
    node: Node = pay(*(shares if nodes % 2 == 0 else shares[::-1]))
    for move in range(nodes - 1, -1, -1):
        large, small = Fraction(4 * 2**move, 10), Fraction(2**move, 10)
        taker = "1" if move % 2 == 0 else "2"
        taken = pay(large, small) if taker == "1" else pay(small, large)
        node = Decision(taker, {"take": taken, "pass": node}, f"node {move + 1}")
    return Game(("1", "2"), node)


def entry_deterrence() -> Game:
    """Let the entrant "1" come in or not, and the incumbent "2" fight or share (Selten 1978)."""
    answer = Decision("2", {"fight": pay(-1, -1), "share": pay(1, 1)}, "answer")
    return Game(("1", "2"), Decision("1", {"in": answer, "out": pay(0, 2)}, "entry"))


def chain_store(markets: int) -> Game:
    """One store "S" and an entrant a market, each of whom knows what was done before."""
    players = (*(str(number) for number in range(1, markets + 1)), "S")

    def market(number: int, sofar: tuple[str, ...], paid: Mapping[str, int]) -> Node:
        if number > markets:
            return Outcome(paid)
        entrant, past = str(number), ", ".join(sofar)

        def after(move: str, own: int, store: int) -> Node:
            total = {**paid, entrant: own, "S": paid["S"] + store}
            return market(number + 1, (*sofar, move), total)

        ends = {"fight": after("fight", -1, -1), "share": after("share", 1, 1)}
        answer = Decision("S", ends, f"store {number} | {past}")
        return Decision(
            entrant, {"in": answer, "out": after("out", 0, 2)}, f"entry {number} | {past}"
        )

    return Game(players, market(1, (), dict.fromkeys(players, 0)))


def selten_figure_two() -> Game:
    """Selten (1975), figure 2: player 1 could go left in the hope that 2 does so too."""
    last = Decision("1", {"l": pay(2, 0), "r": pay(0, 3)}, "last")
    middle = Decision("2", {"L": last, "R": pay(0, 2)}, "middle")
    return Game(("1", "2"), Decision("1", {"L": middle, "R": pay(1, 1)}, "first"))


def fehr_schmidt_ultimatum(cake: int) -> Game:
    """Ultimatum in which the responder is envious, with weight 1 (Fehr and Schmidt 1999)."""

    def answer(offer: int) -> Decision:
        envy = max(cake - 2 * offer, 0)
        ends = {"accept": pay(cake - offer, offer - envy), "reject": pay(0, 0)}
        return Decision("2", ends, f"answer {offer}")

    offers = {f"offer {offer}": answer(offer) for offer in range(cake + 1)}
    return Game(("1", "2"), Decision("1", offers, "offer"))


def forgotten_move() -> Game:
    """After Wichardt (2008): player 1 moves twice and does not remember the first move.

    Player 1 wins by making the same move twice, if player 2 does not guess it.
    """

    def guess(one: str, two: str) -> Decision:
        wins = {other: int(one == two != other) for other in "lr"}
        return Decision("2", {other: pay(won, -won) for other, won in wins.items()}, "guess")

    def second(one: str) -> Decision:
        return Decision("1", {two: guess(one, two) for two in "lr"}, "second move")

    return Game(("1", "2"), Decision("1", {one: second(one) for one in "lr"}, "first move"))
