"""Immutable mappings whose misses teach."""

from __future__ import annotations

import pickle

import pytest

from negotiation.errors import UnknownName
from negotiation.model import Named


def test_reads_as_a_mapping() -> None:
    named = Named("model", {"b": 2, "a": 1})
    assert list(named) == ["b", "a"]
    assert dict(named) == {"a": 1, "b": 2}
    assert len(named) == 2
    assert "a" in named
    assert "z" not in named
    assert named.get("z", 5) == 5
    assert dict(**named) == {"a": 1, "b": 2}


@pytest.mark.parametrize("name", ["modle", 5, None, ["a"], {"a": 1}])
def test_misses_name_the_kind(name: object) -> None:
    with pytest.raises(UnknownName, match="unknown model"):
        Named("model", {"model": 1})[name]  # type: ignore[index]


def test_cannot_be_changed_from_outside() -> None:
    given = {"a": 1}
    named = Named("model", given)
    given["a"] = 2
    assert named["a"] == 1
    with pytest.raises(TypeError):
        named["a"] = 2  # type: ignore[index]


def test_equal_mappings_have_equal_hashes() -> None:
    one, other = Named("x", {"a": 1, "b": 2}), Named("y", {"b": 2, "a": 1})
    assert one == other == {"a": 1, "b": 2}
    assert hash(one) == hash(other)
    assert one != {"a": 1}
    assert one != Named("x", {"a": 1, "b": 3})
    assert one != 5
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes
