"""Answers for all parameter values from the command line: text, JSON, limits and refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from negotiation import talks

Run = Callable[..., tuple[int, str, str]]


def read(run: Run, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_regions_in_words(run: Run) -> None:
    code, out, _ = run("regions", "basing_shadow")
    assert code == 0
    assert "2 cases under the assumptions, ties left out" in out
    assert "treaty_gain > basing_loss*basing_probability" in out
    _, out, _ = run("regions", "basing_shadow", "--where", "transfer")
    assert out.splitlines()[-1] == "  treaty_gain > basing_loss*basing_probability"
    _, out, _ = run("regions", "basing_shadow", "--ties")
    assert "3 cases under the assumptions\n" in out


def test_regions_as_json(run: Run) -> None:
    found = read(run, "regions", "basing_shadow", "--option", "informed=false")
    assert found["schema"] == "negotiation/regions/1"
    assert found["options"] == {"informed": False}
    keeps, transfers = found["cells"]
    assert keeps["condition"] == "treaty_gain < basing_loss*basing_probability"
    assert transfers["equilibria"][0]["path"] == ["transfer"]
    for cell, path in ((keeps, ("keep",)), (transfers, ("transfer",))):
        values = {name: Fraction(text) for name, text in cell["witness"].items()}
        from negotiation.solve import subgame_perfect

        assert subgame_perfect(talks.basing_shadow().at(**values))[0].path == path
    where = read(run, "regions", "basing_shadow", "--where", "transfer")
    assert where["region"] == "treaty_gain > basing_loss*basing_probability"


@pytest.mark.parametrize(
    "name", ["autonomy_signalling", pytest.param("warm_words", marks=pytest.mark.slow)]
)
def test_regions_with_imperfect_information(run: Run, name: str) -> None:
    code, out, _ = run("regions", name)
    assert code == 0
    assert "classes of perfect Bayesian equilibria" in out
    assert "generic parameters" in out
    assert max(map(len, out.splitlines())) <= 80
    code, out, _ = run("regions", name, "--latex")
    assert out.startswith(r"\begin{tabular}")
    code, _, err = run("regions", name, "--ties")
    assert code == 2
    assert "generic parameters only; leave out --ties" in err


def test_classes_as_json(run: Run) -> None:
    found = read(run, "regions", "autonomy_signalling")
    classes = {each["name"]: each for each in found["classes"]}
    assert len(classes) == 6
    mixes = classes["dependent mixes"]
    assert mixes["profile"]["transfer | pledge"]["transfer"] == "pledge_cost_dependent/island_value"
    pooling = classes["pooling on no pledge, keep"]
    assert set(pooling["deleted"]) == {"intuitive", "D1"}


def test_limits_end_with_what_was_found(run: Run) -> None:
    code, out, err = run("regions", "no_base_pledge", "--memory", "1")
    assert (code, out) == (2, "")
    assert "not finished within 1.0 megabytes of memory" in err


def test_verdicts_in_words_and_as_json(run: Run) -> None:
    code, out, _ = run("prove", "sanctions_dilemma")
    assert code == 0
    assert out.count("proved; rests on") == len(talks.sanctions_dilemma().propositions)
    found = read(run, "prove", "basing_shadow", "--never", "transfer")
    (verdict,) = found["verdicts"].values()
    assert verdict["verdict"] == "refuted"
    at = {name: Fraction(text) for name, text in verdict["at"].items()}
    assert at["treaty_gain"] >= at["basing_loss"] * at["basing_probability"]
    proved = read(run, "prove", "no_base_pledge", "--never", "request")["verdicts"]
    assert "base_spoils_deal" in proved["play reaches 'request': never"]["core"]


def test_nearest_in_words_and_as_json(run: Run) -> None:
    """Gain 1 against 3/2: the probability needs 1/6, which is least."""
    found = read(run, "nearest", "basing_shadow", "--want", "transfer")
    assert found["possible"]
    assert found["distance"] == "1/6"
    assert found["changes"] == {"basing_probability": ["1/2", "1/3"]}
    never = read(run, "nearest", "no_base_pledge", "--want", "request")
    assert not never["possible"]
    assert "base_spoils_deal" in never["core"]
    _, out, _ = run("nearest", "no_base_pledge", "--want", "request")
    assert "cannot happen; ruled out by: " in out
    assert "base_spoils_deal" in out


def test_audits_in_words_and_as_json(run: Run) -> None:
    _, out, _ = run("audit", "sanctions_dilemma")
    assert out.startswith("sanctions_dilemma\n")
    (found,) = read(run, "audit", "sanctions_dilemma")["audits"]
    assert {each["verdict"] for each in found["verdicts"].values()} == {"proved"}
    assert found["contradiction"] == ""
    for name in found["unused"]:
        assert name in out
