"""The command ``negotiation sweep``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from negotiation.cli.app import app
from negotiation.errors import InvalidNumber, NotSupported, UnknownName

PRIOR = "basing_probability=uniform:0:1"


def run(*arguments: str) -> str:
    found = CliRunner().invoke(app, ["sweep", *arguments], catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def test_priors_give_probabilities_with_intervals() -> None:
    text = run("basing_shadow", "--prior", PRIOR, "-n", "20000", "--watch", "transfer")
    assert "20000 random draws, 20000 solved" in text
    answer = json.loads(
        run("basing_shadow", "--prior", PRIOR, "-n", "20000", "--watch", "transfer", "--json")
    )
    transfer = answer["moves"]["transfer"]
    assert transfer["low"] < 1 / 3 < transfer["high"]
    assert sum(play["probability"] for play in answer["plays"]) == pytest.approx(1)


def test_a_grid_and_a_file(tmp_path: Path) -> None:
    out = tmp_path / "grid.npz"
    arguments = ["basing_shadow", "--grid", "basing_probability=0.1:0.9:9", "-s", "treaty_gain=3/2"]
    text = run(*arguments, "-o", str(out))
    assert "9 draws, 9 solved" in text
    with np.load(out) as saved:
        assert (saved["outcome"] > 0).tolist() == [True] * 4 + [False] * 5
    answer = json.loads(run(*arguments, "--json"))
    assert answer["draws"] == 9


def test_spread_quasi_and_the_table_of_draws(tmp_path: Path) -> None:
    text = run("basing_shadow", "--spread", "0.2", "-n", "1024", "--quasi")
    assert "1024 quasi-random draws" in text
    out = tmp_path / "draws.parquet"
    assert f"table written to {out}" in run(
        "basing_shadow", "--spread", "0.2", "-n", "100", "-o", str(out)
    )
    assert out.exists()


def test_distributions_are_those_of_scipy() -> None:
    for prior in (
        "treaty_gain=loguniform:0.1:2.5",
        "treaty_gain=normal:1:0.1",
        "treaty_gain=triangular:0:1:2",
        "treaty_gain=beta:2:3",
    ):
        assert "500 random draws" in run("basing_shadow", "--prior", prior, "-n", "500")


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ([], NotSupported, "nothing varies"),
        (["--prior", "treaty_gain"], NotSupported, "must be written"),
        (["--prior", "treaty_gain=uniform:1"], NotSupported, "LOW:HIGH"),
        (["--prior", "treaty_gain=unifrom:0:1"], UnknownName, "did you mean 'uniform'"),
        (["--prior", "treaty_gian=uniform:0:1"], UnknownName, "did you mean 'treaty_gain'"),
        (["--prior", "treaty_gain=uniform:1:0"], InvalidNumber, "must be the smaller"),
        (["--prior", "treaty_gain=loguniform:0:1"], InvalidNumber, "stay above 0"),
        (["--prior", "treaty_gain=triangular:0:3:1"], InvalidNumber, "outside"),
        (["--prior", "treaty_gain=normal:0:x"], InvalidNumber, "'x' is not a number"),
        (["--grid", "treaty_gain=0:1"], NotSupported, "how many"),
        (["--grid", "treaty_gain=0:1:3", "--spread", "0.1"], NotSupported, "not both"),
        (["--spread", "2"], NotSupported, "between 0 and 1"),
    ],
)
def test_mistakes_are_said(arguments: list[str], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        CliRunner().invoke(app, ["sweep", "basing_shadow", *arguments], catch_exceptions=False)
