"""Card games with published values, built from their rules."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from negotiation.game import Chance, Decision, Game, Node, Outcome

PLAYERS = ("1", "2")


def end(gain: int | Fraction) -> Outcome:
    return Outcome({"1": gain, "2": -gain})


def kuhn_poker(cards: int = 3) -> Game:
    """Kuhn 1950: one card each, ante 1, one bet of 1.

    Information sets are named by the own card and the play so far, such as ``"1: 2 pass bet"``.
    """

    def deal(first: int, second: int) -> Node:
        won = 1 if first > second else -1
        answer = Decision("1", {"fold": end(-1), "call": end(2 * won)}, f"1: {first} pass bet")
        after_pass = Decision("2", {"pass": end(won), "bet": answer}, f"2: {second} pass")
        after_bet = Decision("2", {"fold": end(1), "call": end(2 * won)}, f"2: {second} bet")
        return Decision("1", {"pass": after_pass, "bet": after_bet}, f"1: {first}")

    deals = list(permutations(range(1, cards + 1), 2))
    return Game(
        PLAYERS,
        Chance({f"{one}{two}": (Fraction(1, len(deals)), deal(one, two)) for one, two in deals}),
    )


def myerson_card_game() -> Game:
    """Myerson 1991, figure 2.1: a red or black card, ante 1, raise 1; red wins for player 1."""

    def card(won: int) -> Node:
        meet = Decision("2", {"meet": end(2 * won), "pass": end(1)}, "2: raised")
        colour = "red" if won > 0 else "black"
        return Decision("1", {"raise": meet, "fold": end(won)}, f"1: {colour}")

    return Game(PLAYERS, Chance({"red": ("1/2", card(1)), "black": ("1/2", card(-1))}))


def stripped_down_poker() -> Game:
    """Reiley, Urbancic and Walker 2008: ace or king, ante 1, bet 1.

    Player 1 sees an ace or a king and bets or folds (folding loses the ante); player 2 calls or
    folds.  An ace wins when called, a king loses.
    """

    def card(won: int, name: str) -> Node:
        call = Decision("2", {"call": end(2 * won), "fold": end(1)}, "2: bet")
        return Decision("1", {"bet": call, "fold": end(-1)}, f"1: {name}")

    return Game(
        PLAYERS, Chance({"ace": ("1/2", card(1, "ace")), "king": ("1/2", card(-1, "king"))})
    )


def koller_megiddo_von_stengel() -> Game:
    """Build the example of Koller, Megiddo and von Stengel 1994 (STOC), with value 13."""

    def both(left: Node, right: Node) -> Decision:
        return Decision("1", {"c": left, "d": right}, "1")

    def last(left: int, right: int) -> Decision:
        return Decision("1", {"L": end(left), "R": end(right)}, "010")

    def hidden(left: int, right: int) -> Decision:
        return Decision("2", {"s": end(left), "t": end(right)}, "20")

    reply = Decision("2", {"p": last(10, 15), "q": last(20, -5)}, "01")
    return Game(
        PLAYERS,
        Chance(
            {
                "1": ("1/5", Decision("1", {"l": end(5), "r": reply}, "0")),
                "2": ("1/5", both(end(10), end(20))),
                "3": ("1/5", both(hidden(20, 50), hidden(30, 15))),
                "4": ("2/5", end(5)),
            }
        ),
    )


def leduc_poker() -> Game:
    """Leduc hold'em (Southey et al. 2005): two suits of J, Q, K; bets of 2 and 4; two bets a round.

    Suits never matter, so cards of one rank are merged and chance weighs them.
    """
    ranks = "JQK"

    def showdown(one: str, two: str, public: str, pot: int) -> Outcome:
        def strength(card: str) -> int:
            return 10 if card == public else ranks.index(card)

        difference = strength(one) - strength(two)
        return end(0 if difference == 0 else pot if difference > 0 else -pot)

    def betting(
        cards: tuple[str, str, str], round_: int, played: str, raises: int, paid: tuple[int, int]
    ) -> Node:
        """`played` holds the moves of all rounds so far; rounds are divided by a slash."""
        here = played.rsplit("/", maxsplit=1)[-1]
        mover = len(here) % 2
        size = 2 if round_ == 1 else 4
        public = cards[2] if round_ == 2 else ""
        name = f"{PLAYERS[mover]}: {cards[mover]}{public} {played}".rstrip()
        behind = paid[mover] < paid[1 - mover]
        actions: dict[str, Node] = {}
        if behind:
            actions["fold"] = end(-paid[0] if mover == 0 else paid[1])
        level = (max(paid), max(paid))
        if behind or here:
            actions["call"] = over(cards, round_, played + "c", level)
        else:
            actions["call"] = betting(cards, round_, played + "c", raises, paid)
        if raises < 2:
            more = (max(paid) + size, paid[1]) if mover == 0 else (paid[0], max(paid) + size)
            actions["raise"] = betting(cards, round_, played + "r", raises + 1, more)
        return Decision(PLAYERS[mover], actions, name)

    def over(cards: tuple[str, str, str], round_: int, played: str, paid: tuple[int, int]) -> Node:
        if round_ == 2:
            return showdown(*cards, paid[0])
        left = {rank: 2 - (cards[:2].count(rank)) for rank in ranks}
        return Chance(
            {
                rank: (
                    Fraction(count, 4),
                    betting((cards[0], cards[1], rank), 2, played + "/", 0, paid),
                )
                for rank, count in left.items()
                if count
            }
        )

    return Game(
        PLAYERS,
        Chance(
            {
                one + two: (
                    Fraction(2 * (1 if one == two else 2), 30),
                    betting((one, two, ""), 1, "", 0, (1, 1)),
                )
                for one in ranks
                for two in ranks
            }
        ),
    )
