"""Games of the literature on beliefs, each encoded from its definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from negotiation import Chance, Decision, Game, Outcome
from negotiation.exact import NumberLike

Payoff = Callable[[str, str, str], NumberLike]


def pay(*payoffs: NumberLike) -> Outcome:
    """Return an outcome for the players "1", "2", …."""
    return Outcome({str(number): payoff for number, payoff in enumerate(payoffs, start=1)})


def signalling(
    prior: Mapping[str, NumberLike],
    messages: Sequence[str],
    replies: Sequence[str],
    sender: Payoff,
    receiver: Payoff,
) -> Game:
    """Return a signalling game; payoffs are functions of type, message and reply."""

    def reply(kind: str, message: str) -> Decision:
        ends = {
            answer: pay(sender(kind, message, answer), receiver(kind, message, answer))
            for answer in replies
        }
        return Decision("2", ends, f"after {message}")

    def speak(kind: str) -> Decision:
        return Decision("1", {m: reply(kind, m) for m in messages}, f"type {kind}")

    return Game(("1", "2"), Chance({kind: (chance, speak(kind)) for kind, chance in prior.items()}))


def selten_horse() -> Game:
    """Selten (1975), figure 1."""

    def third(left: tuple[int, ...], right: tuple[int, ...]) -> Decision:
        return Decision("3", {"L": pay(*left), "R": pay(*right)}, "third")

    second = Decision("2", {"R": pay(1, 1, 1), "L": third((4, 4, 0), (0, 0, 1))}, "second")
    first = Decision("1", {"R": second, "L": third((3, 2, 2), (0, 0, 0))}, "first")
    return Game(("1", "2", "3"), first)


def beer_quiche() -> Game:
    """Cho and Kreps (1987), figure 1: +1 for the preferred breakfast, +2 for no duel."""
    preferred = {("strong", "beer"), ("weak", "quiche")}
    return signalling(
        {"strong": "9/10", "weak": "1/10"},
        ("beer", "quiche"),
        ("duel", "retreat"),
        lambda kind, meal, reply: int((kind, meal) in preferred) + 2 * (reply == "retreat"),
        lambda kind, _, reply: int((kind == "strong") == (reply == "retreat")),
    )


def job_market() -> Game:
    """Watson, Strategy, figure 29.1: education costs 4 or 7, a manager earns 10, a clerk 4."""
    cost = {"high": 4, "low": 7}
    return signalling(
        {"high": "1/3", "low": "2/3"},
        ("education", "none"),
        ("manager", "clerk"),
        lambda kind, choice, job: (
            (10 if job == "manager" else 4) - (cost[kind] if choice == "education" else 0)
        ),
        lambda kind, _, job: 4 if job == "clerk" else 10 if kind == "high" else 0,
    )


def trust() -> Game:
    """Kreps (1990): trust, then honour it or abuse it."""
    answer = Decision("2", {"honour": pay(10, 10), "abuse": pay(-5, 15)}, "answer")
    return Game(("1", "2"), Decision("1", {"trust": answer, "do not": pay(0, 0)}, "trust"))


def independent_trembles() -> Game:
    """Players 1 and 2 move at once; 3 sees only that one of them, or both, left (A, a).

    Player 3 punishes (R) only where both left it.  Trembles are independent, so that both
    trembled is infinitely less likely than that one did; Bayes' rule alone does not say so.
    """

    def third(*, both: bool) -> Decision:
        ends = {"L": pay(5, 5, 0 if both else 1), "R": pay(1, 1, 5 if both else 0)}
        return Decision("3", ends, "third")

    second = {
        "A": {"a": pay(3, 3, 0), "b": third(both=False)},
        "B": {"a": third(both=False), "b": third(both=True)},
    }
    first = {move: Decision("2", ends, "second") for move, ends in second.items()}
    return Game(("1", "2", "3"), Decision("1", first, "first"))


def independent_messages() -> Game:
    """Player 1 stays out or secretly chooses B or C; player 2 then says x or y, not knowing which.

    Player 3 hears what 2 says.  It is independent of the choice, so it is no news about it.
    """

    def third(said: str, choice: str) -> Decision:
        ends = {"L": pay(0, 0, int(choice == "B")), "R": pay(0, 0, int(choice == "C"))}
        return Decision("3", ends, f"after {said}")

    def second(choice: str) -> Decision:
        return Decision("2", {said: third(said, choice) for said in "xy"}, "second")

    ways = {"out": pay(1, 0, 0), "B": second("B"), "C": second("C")}
    return Game(("1", "2", "3"), Decision("1", ways, "first"))


def shared_ignorance() -> Game:
    """Player 1 stays out, or goes left or right, which neither 2 nor 3 sees.

    Player 2 stops or goes on to 3.  Going on says nothing about left or right.
    """

    def third(side: str) -> Decision:
        ends = {"u": pay(0, 0, int(side == "left")), "v": pay(3, 1, int(side == "right"))}
        return Decision("3", ends, "third")

    def second(side: str) -> Decision:
        stop = pay(-1, 2 if side == "left" else -2, 0)
        return Decision("2", {"go": third(side), "stop": stop}, "second")

    ways = {"out": pay(2, 0, 0), "left": second("left"), "right": second("right")}
    return Game(("1", "2", "3"), Decision("1", ways, "first"))


def two_beliefs() -> Game:
    """Player 2, having stopped at the first of two own sets, could profit by going on twice.

    The belief at ``later`` may contradict that at ``earlier`` unless it is updated.
    """

    def earlier(state: str) -> Decision:
        last = {"A": pay(0, 2 if state == "x" else -1), "B": pay(0, -1)}
        return Decision("2", {"stop": pay(0, 0), "go": Decision("2", last, "later")}, "earlier")

    inside = Decision("1", {state: earlier(state) for state in "xy"}, "which")
    return Game(("1", "2"), Decision("1", {"out": pay(1, 0), "in": inside}, "first"))


def bargaining(high_probability: Fraction, discount: Fraction) -> Game:
    """Two rounds of offers to a buyer whose value, 3 or 5, the seller does not know.

    Each round the seller "1" asks for 2 or for 4, and the buyer "2" accepts or rejects.
    """

    def buyer(value: int, asked: tuple[int, ...]) -> Decision:
        shrink = discount ** (len(asked) - 1)
        deal = pay(shrink * asked[-1], shrink * (value - asked[-1]))
        rejected = pay(0, 0) if len(asked) == 2 else seller(value, asked)
        name = f"value {value} | {', '.join(map(str, asked))}"
        return Decision("2", {"accept": deal, "reject": rejected}, name)

    def seller(value: int, asked: tuple[int, ...]) -> Decision:
        name = f"offer | {', '.join(map(str, asked))}" if asked else "offer"
        return Decision("1", {str(p): buyer(value, (*asked, p)) for p in (2, 4)}, name)

    branches = {
        "high": (high_probability, seller(5, ())),
        "low": (1 - high_probability, seller(3, ())),
    }
    return Game(("1", "2"), Chance(branches))


def irrational() -> Game:
    """Three players choose x (worth 1) or y (worth 2 if both others choose x, else 0) at once.

    In the symmetric equilibrium each chooses x with a probability whose square is 1/2.
    """

    def worth(own: str, others: tuple[str, str]) -> int:
        return 1 if own == "x" else 2 * (others == ("x", "x"))

    def third(a: str, b: str) -> Decision:
        ends = {c: pay(worth(a, (b, c)), worth(b, (a, c)), worth(c, (a, b))) for c in "xy"}
        return Decision("3", ends, "third")

    def second(a: str) -> Decision:
        return Decision("2", {b: third(a, b) for b in "xy"}, "second")

    return Game(("1", "2", "3"), Decision("1", {a: second(a) for a in "xy"}, "first"))
