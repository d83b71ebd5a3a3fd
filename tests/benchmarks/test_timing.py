"""The helpers of the benchmarks measure what they say."""

from __future__ import annotations

import doctest
from collections.abc import Iterator

import pytest

from benchmarks import timing


def test_docstrings_show_what_happens() -> None:
    results = doctest.testmod(timing)
    assert results.attempted > 0
    assert results.failed == 0


def test_the_median_leaves_out_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    clock: Iterator[float] = iter([0.0, 1.0, 1.0, 3.0, 3.0, 12.0])  # calls of 1, 2 and 9 seconds
    monkeypatch.setattr(timing.time, "perf_counter", lambda: next(clock))
    calls: list[None] = []
    assert timing.median_seconds(lambda: calls.append(None), repeats=3) == 2.0
    assert len(calls) == 4


def test_ratios_are_to_the_named_peer(capsys: pytest.CaptureFixture[str]) -> None:
    text = timing.table([("ours", 0.5), ("peer", 2.0)], peer="peer")
    assert text.splitlines()[1].split() == ["ours", "0.500000", "0.25"]
    assert capsys.readouterr().out == text + "\n"


@pytest.mark.parametrize(("rows", "peer"), [([], None), ([("ours", 1.0)], "theirs")])
def test_a_missing_peer_is_named(rows: list[tuple[str, float]], peer: str | None) -> None:
    with pytest.raises(ValueError, match="no row is named"):
        timing.table(rows, peer=peer)


def test_something_must_be_counted() -> None:
    with pytest.raises(ValueError, match="at least one call"):
        timing.median_seconds(list, repeats=0)
