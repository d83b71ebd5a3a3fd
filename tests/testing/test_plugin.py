"""The pytest plugin and the written test files, run as a reader would run them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from negotiation import talks
from negotiation.errors import InvalidModel, UnknownName
from negotiation.testing import load_model, written_tests
from tests.markdown_blocks import terminal_environment

CONFTEST = 'pytest_plugins = "negotiation.testing.plugin"\n'

MODEL = '''
"""A model with a false proposition and an assumption that its baseline breaks."""

from negotiation import Assumption, Decision, Game, Model, Outcome, Parameter, Proposition
from negotiation.model import Happens, reaches

gain = Parameter("gain", domain="real")
deal = Model(
    "deal",
    Game(("A",), Decision("A", {"no": Outcome({"A": 0}), "yes": Outcome({"A": gain.symbol})})),
    [gain],
    [Assumption("large", gain.symbol > 5), Assumption("about structure", True, "A moves alone")],
    {"baseline": {"gain": 1}},
    [
        Proposition("accepts", "A accepts.", (Happens(reaches("yes")),)),
        Proposition("rejects", "A rejects.", (Happens(reaches("no")),)),
        Proposition("in words", "A is wise."),
    ],
)
NOTHING = 3
'''


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=terminal_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_every_assumption_and_proposition_is_a_test(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "own.py").write_text(MODEL, encoding="utf-8")
    settings = "[pytest]\nnegotiation_models =\n    own:deal\npythonpath = .\n"
    (tmp_path / "pytest.ini").write_text(settings, encoding="utf-8")
    done = run_pytest(tmp_path, "-rs", "--negotiation-audit", "sanctions_dilemma")
    assert done.returncode == 1, done.stderr
    assert "deal: proposition 'rejects' is refuted at gain = 6" in done.stdout
    assert "does not hold at the calibration 'baseline': gain = 1" in done.stdout
    assert "Traceback" not in done.stdout
    assert "it is stated in words only" in done.stdout
    assert "it is about structure: A moves alone" in done.stdout
    assert "own:deal::proposition accepts: proved; rests on: large" in done.stdout
    assert "2 failed" in done.stdout
    assert "sanctions_dilemma::proposition what_moves_sanctions: proved" in done.stdout


@pytest.mark.slow
def test_one_test_may_be_chosen_and_xdist_may_run_them(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    done = run_pytest(
        tmp_path, "--negotiation-audit", "sanctions_dilemma", "-k", "low_is_bearable", "-v"
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed, 6 deselected" in done.stdout
    spread = run_pytest(tmp_path, "--negotiation-audit", "sanctions_dilemma", "-n", "1")
    assert spread.returncode == 0, spread.stdout
    assert "7 passed" in spread.stdout


@pytest.mark.slow
def test_unknown_models_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    done = run_pytest(tmp_path, "--negotiation-audit", "basing_shado")
    assert done.returncode == 4
    assert "cannot audit 'basing_shado': unknown model" in done.stderr


def test_the_fixture_and_readable_comparisons(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_own.py").write_text(
        "from negotiation import solve\n\n\n"
        "def test_fixture(talks_model):\n"
        '    assert talks_model("basing_shadow") is talks_model("basing_shadow")\n'
        '    assert talks_model("linkage_no_charity", no_charity=False)\n\n\n'
        "def test_comparison(talks_model):\n"
        '    model = talks_model("basing_shadow")\n'
        '    assert solve.subgame_perfect(model.at()) == solve.subgame_perfect(model.at("thaw"))\n',
        encoding="utf-8",
    )
    done = run_pytest(tmp_path)
    assert "1 failed, 1 passed" in done.stdout
    assert "assert 1 equilibrium == 1 equilibrium" in done.stdout
    assert "left: keep 1  (payoffs: Japan 0, Russia 0, United States 0)" in done.stdout
    assert "right: transfer / wants base / station 1/4" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ["congress_veto"])
def test_written_tests_pass(name: str, tmp_path: Path) -> None:
    text = written_tests(talks.catalogue()[name](), name)
    (tmp_path / f"test_{name}.py").write_text(text, encoding="utf-8")
    done = run_pytest(tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", talks.catalogue())
def test_every_written_file_runs(name: str, tmp_path: Path) -> None:
    text = written_tests(talks.catalogue()[name](), name)
    (tmp_path / f"test_{name}.py").write_text(text, encoding="utf-8")
    left_out = [f"--deselect=test_{name}.py::{REFUTED[name]}"] if name in REFUTED else []
    done = run_pytest(tmp_path, *left_out)
    assert done.returncode == 0, done.stdout


REFUTED = {
    "linkage_no_charity": "test_standalone_share_hinders_on_the_grid",
    "triangle": "test_annoyance_turns_japan_to_jea",
}
"""Refuted as written, as the audit says with a note on each."""


@pytest.mark.slow
def test_tests_of_a_model_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own_deal.py").write_text(MODEL.replace("> 5", "> 0"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    text = written_tests(load_model("own_deal:deal"), "own_deal:deal")
    assert "from own_deal import deal" in text
    assert "MODEL = deal\n" in text
    (tmp_path / "test_deal.py").write_text(text, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\n", encoding="utf-8")
    done = run_pytest(tmp_path)
    assert "1 failed" in done.stdout  # the proposition that is false
    assert "proposition 'rejects' is refuted" in done.stdout
    assert "1 skipped" in done.stdout  # the one in words only


def test_models_are_loaded_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own_other.py").write_text(MODEL, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert load_model("own_other:deal").name == "deal"
    with pytest.raises(UnknownName, match="did you mean 'deal'"):
        load_model("own_other:daal")
    with pytest.raises(InvalidModel, match="must be a Model"):
        load_model("own_other:NOTHING")
    with pytest.raises(InvalidModel, match="no module"):
        load_model("own_nothing:deal")
    with pytest.raises(UnknownName, match="basing_shadow"):
        load_model("basing_shado")
    for path in (":deal", "./own_deal:deal", "own/deal.py:deal", "..own:deal"):
        with pytest.raises(InvalidModel, match="not as a path"):
            load_model(path)
