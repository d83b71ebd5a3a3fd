"""Errors: one root, messages that teach, values that survive pickling."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from negotiation import errors
from negotiation.errors import (
    NegotiationError,
    SolverFailed,
    TooManyEquilibria,
    UnknownName,
    count_text,
)

CLASSES = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Exception) and kind.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", CLASSES)
def test_one_except_clause_catches_all(kind: type[Exception]) -> None:
    assert issubclass(kind, NegotiationError)
    assert kind.__name__ in errors.__all__
    assert kind.__doc__


@pytest.mark.parametrize(
    "error",
    [
        UnknownName("parameter", "gian", ["gain", "loss"]),
        TooManyEquilibria(2**80, limit=10, exact=True),
        TooManyEquilibria(11, limit=10, exact=False),
        SolverFailed("stopped", residual=0.25),
        errors.InvalidGame("a message"),
        errors.MissingDependency("install negotiation[plot]"),
    ],
)
def test_errors_survive_pickling_and_copying(error: NegotiationError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own bytes
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)


def test_unknown_names() -> None:
    assert str(UnknownName("player", "Rusia", ["Japan", "Russia"])) == (
        "unknown player 'Rusia'; did you mean 'Russia'?"
    )
    assert str(UnknownName("player", "x", [])) == "unknown player 'x'; there is no player here"
    many = str(UnknownName("action", "zzz", [f"a{k}" for k in range(40)]))
    assert many.count("'a") == 12
    assert many.endswith(", …")
    assert "known: ('a', 'b')" in str(UnknownName("information set", 5, [("a", "b")]))
    assert isinstance(UnknownName("x", "y"), KeyError)


def test_too_many_equilibria_says_whether_it_counted_all() -> None:
    assert "has 1024 equilibria" in str(TooManyEquilibria(1024, limit=5, exact=True))
    assert "has at least 11 equilibria" in str(TooManyEquilibria(11, limit=10, exact=False))
    assert "about 10^24" in str(TooManyEquilibria(2**80, limit=10, exact=True))
    assert "limit=5" in str(TooManyEquilibria(1024, limit=5, exact=True))


def test_counts_are_written() -> None:
    assert count_text(999_999_999_999_999) == "999999999999999"
    assert count_text(10**15) == "about 10^15"
    assert count_text(10**400) == "about 10^400"
