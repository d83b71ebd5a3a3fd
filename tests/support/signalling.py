"""Every perfect Bayesian equilibrium of a small signalling game, by hand algebra in Fractions.

Two types, two messages, two replies.  The cases are the supports of the two types' messages, nine
in all; in each, indifference gives linear equations that are solved here as on paper.  Payoffs must
be generic: where a case hangs on an equality of payoffs, `Degenerate` is raised.  No solver and
nothing of the library under test is used.  In these games perfect Bayesian and sequential
equilibria coincide (Fudenberg and Tirole 1991, proposition 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from random import Random

TYPES = ("s", "t")
MESSAGES = ("a", "b")
REPLIES = ("u", "v")

Class = tuple[Fraction, Fraction, Fraction | None, Fraction | None]
"""Probability of message a by type, and of reply u after each message; None off the path."""


class Degenerate(Exception):
    """Payoffs are not generic."""


@dataclass(frozen=True)
class Signalling:
    """Prior of the first type, and payoffs by (type, message, reply)."""

    prior: Fraction
    sender: Mapping[tuple[str, str, str], Fraction]
    receiver: Mapping[tuple[str, str, str], Fraction]

    def gain(self, kind: str, message: str, up: Fraction) -> Fraction:
        """Return what a type gets from a message answered by u with a probability."""
        return up * self.sender[kind, message, "u"] + (1 - up) * self.sender[kind, message, "v"]

    def edge(self, kind: str, message: str) -> Fraction:
        """Return what reply u brings the receiver above v, from a type."""
        return _nonzero(self.receiver[kind, message, "u"] - self.receiver[kind, message, "v"])

    def edge_under(self, belief: Fraction, message: str) -> Fraction:
        """Return the same under a belief on the first type."""
        return belief * self.edge("s", message) + (1 - belief) * self.edge("t", message)


def _nonzero(number: Fraction) -> Fraction:
    if number == 0:
        raise Degenerate
    return number


def equilibrium_classes(game: Signalling) -> set[Class]:
    """Return the classes of equilibria, by play at the information sets that are reached."""
    found: set[Class] = set()
    for case in (_pooling, _separating, _one_mixes, _both_mix):
        found.update(case(game))
    return found


def _other(name: str, pair: tuple[str, str]) -> str:
    return pair[1] if name == pair[0] else pair[0]


def _class(send_a: Mapping[str, Fraction], up: Mapping[str, Fraction | None]) -> Class:
    return (send_a["s"], send_a["t"], up["a"], up["b"])


def _pooling(game: Signalling) -> Iterator[Class]:
    for sent in MESSAGES:
        silent = _other(sent, MESSAGES)
        up = Fraction(int(_nonzero(game.edge_under(game.prior, sent)) > 0))
        has = {kind: game.gain(kind, sent, up) for kind in TYPES}
        edges = [game.edge(kind, silent) for kind in TYPES]
        # Which replies to the unsent message are best under some belief: an interval.
        low, high = Fraction(int(min(edges) > 0)), Fraction(int(max(edges) > 0))
        for kind in TYPES:
            at_0 = game.gain(kind, silent, Fraction(0)) - has[kind]
            slope = game.gain(kind, silent, Fraction(1)) - has[kind] - at_0
            if slope == 0:
                if at_0 > 0:
                    low, high = Fraction(1), Fraction(0)
            elif slope > 0:
                high = min(high, -at_0 / slope)
            else:
                low = max(low, -at_0 / slope)
        if low == high and 0 < low < 1:
            raise Degenerate
        if low <= high:
            everyone = Fraction(int(sent == "a"))
            yield _class({"s": everyone, "t": everyone}, {sent: up, silent: None})


def _separating(game: Signalling) -> Iterator[Class]:
    for first in MESSAGES:
        message = {"s": first, "t": _other(first, MESSAGES)}
        up = {message[kind]: Fraction(int(game.edge(kind, message[kind]) > 0)) for kind in TYPES}
        gains = [
            _nonzero(
                game.gain(kind, message[kind], up[message[kind]])
                - game.gain(
                    kind, _other(message[kind], MESSAGES), up[_other(message[kind], MESSAGES)]
                )
            )
            for kind in TYPES
        ]
        if min(gains) > 0:
            send_a = {kind: Fraction(int(message[kind] == "a")) for kind in TYPES}
            yield _class(send_a, dict(up))


def _one_mixes(game: Signalling) -> Iterator[Class]:
    """`mixer` sends both messages; the other type sends `shared` alone."""
    for mixer in TYPES:
        pure = _other(mixer, TYPES)
        for shared in MESSAGES:
            alone = _other(shared, MESSAGES)
            reply_alone = Fraction(int(game.edge(mixer, alone) > 0))
            wanted = game.gain(mixer, alone, reply_alone)
            at_0 = game.gain(mixer, shared, Fraction(0))
            up = (wanted - at_0) / _nonzero(game.gain(mixer, shared, Fraction(1)) - at_0)
            _nonzero(up)
            _nonzero(1 - up)
            if not 0 < up < 1:
                continue
            # The receiver is indifferent at `shared`: odds of the mixer against the pure type.
            odds = -game.edge(pure, shared) / game.edge(mixer, shared)
            if odds <= 0:
                continue
            chance = {"s": game.prior, "t": 1 - game.prior}
            sends = odds * chance[pure] / chance[mixer]
            _nonzero(1 - sends)
            if sends >= 1:
                continue
            margin = game.gain(pure, shared, up) - game.gain(pure, alone, reply_alone)
            if _nonzero(margin) < 0:
                continue
            to_shared = {mixer: sends, pure: Fraction(1)}
            send_a = {
                kind: to_shared[kind] if shared == "a" else 1 - to_shared[kind] for kind in TYPES
            }
            yield _class(send_a, {shared: up, alone: reply_alone})


def _both_mix(game: Signalling) -> Iterator[Class]:
    """Two types indifferent: two linear equations in the two replies (Cramer's rule)."""
    rows = []
    for kind in TYPES:
        slope_a = game.sender[kind, "a", "u"] - game.sender[kind, "a", "v"]
        slope_b = game.sender[kind, "b", "u"] - game.sender[kind, "b", "v"]
        rows.append((slope_a, -slope_b, game.sender[kind, "b", "v"] - game.sender[kind, "a", "v"]))
    (a1, b1, c1), (a2, b2, c2) = rows
    determinant = _nonzero(a1 * b2 - a2 * b1)
    up_a, up_b = (c1 * b2 - c2 * b1) / determinant, (a1 * c2 - a2 * c1) / determinant
    for up in (up_a, up_b):
        _nonzero(up)
        _nonzero(1 - up)
    if not (0 < up_a < 1 and 0 < up_b < 1):
        return
    beliefs = {}
    for message in MESSAGES:
        edge_s, edge_t = game.edge("s", message), game.edge("t", message)
        if edge_s * edge_t > 0:
            return
        beliefs[message] = edge_t / (edge_t - edge_s)
    # Bayes plausibility: the prior is the mean of the two beliefs.
    share_a = (game.prior - beliefs["b"]) / _nonzero(beliefs["a"] - beliefs["b"])
    _nonzero(share_a)
    _nonzero(1 - share_a)
    if 0 < share_a < 1:
        sends = share_a * beliefs["a"] / game.prior
        other = share_a * (1 - beliefs["a"]) / (1 - game.prior)
        yield (sends, other, up_a, up_b)


def fails_intuitive(game: Signalling, sent: str, up: Fraction) -> bool:
    """Return whether pooling on a message fails the intuitive criterion (Cho and Kreps 1987).

    With two types: some type gets less than it has from each reply that is ever best, and the
    other gets more than it has from the best reply to a belief on it alone.
    """
    silent = _other(sent, MESSAGES)
    has = {kind: game.gain(kind, sent, up) for kind in TYPES}
    edges = [game.edge(kind, silent) for kind in TYPES]
    ever = [Fraction(1)] * (max(edges) > 0) + [Fraction(0)] * (min(edges) < 0)
    aside = [
        kind for kind in TYPES if all(game.gain(kind, silent, reply) < has[kind] for reply in ever)
    ]
    if len(aside) != 1:
        return False
    left = _other(aside[0], TYPES)
    return game.gain(left, silent, Fraction(int(game.edge(left, silent) > 0))) > has[left]


def fails_d1(game: Signalling, sent: str, up: Fraction) -> bool:
    """Return whether pooling on a message fails D1 (Banks and Sobel 1987).

    The gains are linear in the reply, so signs change at breakpoints only: it is enough to look
    at breakpoints, at ends, and between neighbours.
    """
    silent = _other(sent, MESSAGES)
    edges = [game.edge(kind, silent) for kind in TYPES]
    low, high = Fraction(int(min(edges) > 0)), Fraction(int(max(edges) > 0))

    def more(kind: str, reply: Fraction) -> Fraction:
        return game.gain(kind, silent, reply) - game.gain(kind, sent, up)

    points = {low, high}
    for kind in TYPES:
        slope = more(kind, Fraction(1)) - more(kind, Fraction(0))
        if slope and low <= -more(kind, Fraction(0)) / slope <= high:
            points.add(-more(kind, Fraction(0)) / slope)
    ordered = sorted(points)
    points |= {(one + two) / 2 for one, two in pairwise(ordered)}
    aside = [
        kind
        for kind in TYPES
        if all(more(_other(kind, TYPES), at) > 0 for at in points if more(kind, at) >= 0)
        and any(more(_other(kind, TYPES), at) > 0 for at in points)
    ]
    if len(aside) != 1:
        return False
    left = _other(aside[0], TYPES)
    reply = Fraction(int(game.edge(left, silent) > 0))
    return any(more(kind, reply) > 0 for kind in TYPES)


def draws(seed: int, count: int) -> Iterator[Signalling]:
    """Yield games with random rational payoffs."""
    source = Random(seed)  # noqa: S311 - draws of games, no secret

    def number() -> Fraction:
        return Fraction(source.randint(-40, 40), source.randint(1, 7))

    keys = [(kind, message, reply) for kind in TYPES for message in MESSAGES for reply in REPLIES]
    for _ in range(count):
        prior = Fraction(source.randint(1, 19), 20)
        yield Signalling(prior, {key: number() for key in keys}, {key: number() for key in keys})


Play = frozenset[tuple[str, str, str]]
"""Which combinations of type, message and reply can happen."""


def plays_by_z3(game: Signalling) -> set[Play]:
    """Ask z3, for every set of plays, whether an equilibrium has just these.

    From the definition: probabilities, beliefs by Bayes' rule where a message is sent, replies that
    are best under them, and messages that are best against the replies.
    """
    import z3

    chance = {"s": game.prior, "t": 1 - game.prior}
    send = {kind: z3.Real(f"send {kind}") for kind in TYPES}
    up = {message: z3.Real(f"up {message}") for message in MESSAGES}
    belief = {message: z3.Real(f"belief {message}") for message in MESSAGES}

    def number(value: Fraction) -> object:
        return z3.Q(value.numerator, value.denominator)

    def sends(kind: str, message: str) -> object:
        return send[kind] if message == "a" else 1 - send[kind]

    def worth(pays: Mapping[tuple[str, str, str], Fraction], kind: str, message: str) -> object:
        slope = pays[kind, message, "u"] - pays[kind, message, "v"]
        return number(slope) * up[message] + number(pays[kind, message, "v"])

    rules: list[object] = []
    for unknown in (*send.values(), *up.values(), *belief.values()):
        rules += [unknown >= 0, unknown <= 1]
    for message in MESSAGES:
        both = [number(chance[kind]) * sends(kind, message) for kind in TYPES]
        rules.append(belief[message] * (both[0] + both[1]) == both[0])
        edges = [
            game.receiver[kind, message, "u"] - game.receiver[kind, message, "v"] for kind in TYPES
        ]
        edge = belief[message] * number(edges[0]) + (1 - belief[message]) * number(edges[1])
        rules += [z3.Implies(up[message] > 0, edge >= 0), z3.Implies(up[message] < 1, edge <= 0)]
    for kind in TYPES:
        gain = worth(game.sender, kind, "a") - worth(game.sender, kind, "b")
        rules += [z3.Implies(send[kind] > 0, gain >= 0), z3.Implies(send[kind] < 1, gain <= 0)]

    def within(unknown: object, choice: int) -> object:
        return (unknown == 0, z3.And(unknown > 0, unknown < 1), unknown == 1)[choice]

    found: set[Play] = set()
    for sending in product(range(3), repeat=2):
        used = {"a": any(sending), "b": min(sending) < 2}
        for replying in product(range(3), repeat=2):
            if any(reply and not used[m] for m, reply in zip(MESSAGES, replying, strict=True)):
                continue  # replies to what nobody sends are free: asked once
            solver = z3.SolverFor("QF_NRA")
            solver.set("timeout", 10_000)
            solver.add(*rules, *map(within, send.values(), sending))
            solver.add(
                *(
                    within(up[m], reply)
                    for m, reply in zip(MESSAGES, replying, strict=True)
                    if used[m]
                )
            )
            answer = solver.check()
            assert answer != z3.unknown
            if answer == z3.sat:
                found.add(
                    frozenset(
                        (kind, message, reply)
                        for kind, sent in zip(TYPES, sending, strict=True)
                        for message, said in zip(MESSAGES, replying, strict=True)
                        for reply in REPLIES
                        if sent != (0 if message == "a" else 2)
                        and said != (0 if reply == "u" else 2)
                    )
                )
    return found


def on_grid(
    game: Signalling, parts: int
) -> Iterator[tuple[dict[str, Fraction], dict[str, Fraction], dict[str, Fraction]]]:
    """Yield every equilibrium in multiples of 1/parts: message a by type, reply u, belief in s.

    Beliefs follow Bayes' rule where a message is sent, and are tried on the grid elsewhere.
    """
    grid = [Fraction(number, parts) for number in range(parts + 1)]
    chance = {"s": game.prior, "t": 1 - game.prior}
    for first, second in product(grid, repeat=2):
        send = {"s": first, "t": second}
        options = []
        for message in MESSAGES:
            sent = [send[k] if message == "a" else 1 - send[k] for k in TYPES]
            weights = [chance[k] * each for k, each in zip(TYPES, sent, strict=True)]
            beliefs = [weights[0] / sum(weights)] if any(weights) else grid
            of_s, of_t = (
                game.receiver[kind, message, "u"] - game.receiver[kind, message, "v"]
                for kind in TYPES
            )
            options.append(
                [
                    (up, belief)
                    for belief in beliefs
                    for up in grid
                    if _best(up, belief * of_s + (1 - belief) * of_t)
                ]
            )
        for (up_a, belief_a), (up_b, belief_b) in product(*options):
            gains = (game.gain(kind, "a", up_a) - game.gain(kind, "b", up_b) for kind in TYPES)
            if all(_best(send[kind], gain) for kind, gain in zip(TYPES, gains, strict=True)):
                yield send, {"a": up_a, "b": up_b}, {"a": belief_a, "b": belief_b}


def _best(chance: Fraction, gain: Fraction) -> bool:
    """Whether a probability is best for an action that pays more than the other by some gain."""
    return (gain >= 0 or chance == 0) and (gain <= 0 or chance == 1)
