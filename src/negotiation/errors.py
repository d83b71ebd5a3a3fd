"""What can go wrong, as exceptions that name the thing and the mend.

Every exception of the library derives from `NegotiationError`, so one ``except`` clause
catches all of them.  Each message is one or two sentences: what is wrong, where, and what would
be accepted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "AssumptionViolated",
    "FormatError",
    "ImperfectRecall",
    "InvalidGame",
    "InvalidModel",
    "InvalidNumber",
    "InvalidProfile",
    "MissingDependency",
    "MissingParameter",
    "NegotiationError",
    "NotSupported",
    "SolverFailed",
    "TooLarge",
    "TooManyEquilibria",
    "UnknownName",
    "count_text",
]


def count_text(count: int) -> str:
    """Write a count, in powers of ten where it is astronomically large.

    >>> count_text(8), count_text(2**100_000)
    ('8', 'about 10^30103')
    """
    return str(count) if count < 10**15 else f"about 10^{round(math.log10(count))}"


class NegotiationError(Exception):
    """The root of every exception raised by this library.

    >>> issubclass(InvalidGame, NegotiationError)
    True
    """


class InvalidNumber(NegotiationError, ValueError):
    """A value cannot be read as an exact number (not a number, infinite, or malformed text)."""


class InvalidGame(NegotiationError, ValueError):
    """A game tree breaks a rule; the message names the node and the rule."""


class InvalidProfile(NegotiationError, ValueError):
    """A strategy profile or a belief system does not fit its game."""


class InvalidModel(NegotiationError, ValueError):
    """A model's parameters, assumptions, constraints and tree do not fit together."""


class AssumptionViolated(NegotiationError, ValueError):
    """Parameter values break an assumption; the message names the assumption and the values."""


class MissingParameter(NegotiationError, ValueError):
    """A parameter was left without a value where a number is needed."""


class ImperfectRecall(NegotiationError, ValueError):
    """A player forgets an own earlier move or observation, which the solver cannot handle."""


class NotSupported(NegotiationError, ValueError):
    """The request lies outside what a function covers; the message says what to use instead."""


class TooLarge(NotSupported):
    """The game is beyond the size that a method covers; the message says what to use instead."""


class MissingDependency(NegotiationError, ImportError):
    """An optional package is not installed; the message says which extra brings it."""


class FormatError(NegotiationError, ValueError):
    """A file cannot be read: the message gives file, line, column and what was expected."""


class TooManyEquilibria(NegotiationError):
    """There are more equilibria than the caller's limit.

    Attributes
    ----------
    count
        How many were counted.  The whole number where ``exact`` is true, a lower bound otherwise.
    limit
        The limit that was exceeded.
    exact
        Whether ``count`` is the whole number of equilibria.

    Examples
    --------
    >>> str(TooManyEquilibria(1024, limit=100, exact=True))
    'the game has 1024 equilibria, more than limit=100; raise the limit to have them all'
    """

    def __init__(self, count: int, *, limit: int, exact: bool) -> None:
        self.count = count
        self.limit = limit
        self.exact = exact
        amount = count_text(count) if exact else f"at least {count_text(count)}"
        super().__init__(
            f"the game has {amount} equilibria, more than limit={limit}; "
            "raise the limit to have them all"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (_too_many_equilibria, (self.count, self.limit, self.exact))


def _too_many_equilibria(count: int, limit: int, exact: bool) -> TooManyEquilibria:  # noqa: FBT001 - the order of __reduce__
    return TooManyEquilibria(count, limit=limit, exact=exact)


class SolverFailed(NegotiationError):
    """A solver stopped without an answer that passes its certificate.

    Attributes
    ----------
    residual
        The largest regret or residual of the rejected answer, where there was one.
    found
        The answers found, and certified, before the solver stopped; there may be more.
    """

    def __init__(
        self, message: str, *, residual: float | None = None, found: Iterable[object] = ()
    ) -> None:
        self.residual = residual
        self.found = tuple(found)
        super().__init__(message)


class UnknownName(NegotiationError, KeyError):
    """A name (of a game, player, action, parameter …) does not exist.

    It is a `KeyError`, so that mappings of the library behave as mappings do.

    Examples
    --------
    >>> print(UnknownName("parameter", "treaty_gian", ["treaty_gain", "basing_loss"]))
    unknown parameter 'treaty_gian'; did you mean 'treaty_gain'?
    >>> print(UnknownName("action", "sell", ["keep", "transfer"]))
    unknown action 'sell'; known: 'keep', 'transfer'
    """

    def __init__(self, kind: str, name: object, known: Iterable[object] = ()) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        super().__init__(kind, name, self.known)

    def __str__(self) -> str:
        names = [str(known) for known in self.known]
        close = get_close_matches(str(self.name), names, n=1)
        if close:
            original = self.known[names.index(close[0])]
            mend = f"; did you mean {original!r}?"
        elif self.known:
            shown = ", ".join(repr(known) for known in self.known[:12])
            mend = f"; known: {shown}" + (", …" if len(self.known) > 12 else "")
        else:
            mend = f"; there is no {self.kind} here"
        return f"unknown {self.kind} {self.name!r}{mend}"
