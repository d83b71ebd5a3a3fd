"""The command line: what it prints, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from negotiation.talks import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable


def test_audit_says_what_is_refuted_and_counts(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run("audit", "triangle", "--seconds", "60")
    assert code == 0
    assert "refuted at" in out
    assert "note: an example is looked for" in out
    assert out.rstrip().endswith("2 proved, 2 checked, 1 refuted")
    code, out, err = run("audit")
    assert code == 2
    assert not out
    assert "either a MODEL or --all" in err


def test_audit_derives_conditions(run: Callable[..., tuple[int, str, str]]) -> None:
    """By hand: the president tries where Congress would allow it and he gains."""
    code, out, _ = run("audit", "congress_veto", "--conditions")
    assert code == 0
    words = " ".join(out.split())
    assert (
        "rapprochement_value > scandal_cost and congress_allow_cost < congress_block_cost" in words
    )
    assert "improve → allow" in words
    code, out, _ = run("audit", "congress_veto", "--latex")
    assert r"\begin{tabular}" in out
    code, _, err = run("audit", "congress_veto", "--latex", "--json")
    assert code == 2
    assert "without --json" in err


def test_greeting_names_the_next_steps(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run()
    assert code == 0
    assert "negotiation list" in out


def test_list_names_every_game(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run("list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if line[0] != " "] == list(catalogue())


@pytest.mark.parametrize("name", list(catalogue()))
def test_show_fits_eighty_columns(run: Callable[..., tuple[int, str, str]], name: str) -> None:
    code, out, _ = run("show", name)
    assert code == 0
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80
    model = catalogue()[name]()
    assert all(parameter in out for parameter in model.parameters)
    assert all(player in out for player in model.game.players)
    for part in ("Parameters", "Assumptions", "Propositions", "Tree", "Size"):
        assert part in out


def test_show_draws_guards_chance_and_size(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("show", "project_menu", "--option", "no_charity=true")
    assert "aid [if no charity]" in out
    assert "cruise:" in out  # joint participation is lifted, so it guards nothing
    _, out, _ = run("show", "basing_shadow")
    assert "wants base (basing_probability)" in out
    assert "5 outcomes, 3 information sets, 8 strategy profiles, 4 subgames" in out


def test_show_counts_what_it_does_not_draw(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("show", "basing_shadow", "--nodes", "3")
    assert "6 more nodes" in out  # of the nine: root, keep, chance, two decisions, four outcomes


@pytest.mark.parametrize(
    ("arguments", "path", "payoffs"),
    [
        ((), ["keep"], ["0", "0", "0"]),
        (("--calibration", "thaw"), ["transfer"], ["15/4", "1/4", "1/4"]),
        (("--set", "basing_probability=1/4"), ["transfer"], ["15/4", "1/4", "1/4"]),
        (("--set", "basing_probability=0.25"), ["transfer"], ["15/4", "1/4", "1/4"]),
    ],
)
def test_solve_json_is_exact(
    run: Callable[..., tuple[int, str, str]],
    arguments: tuple[str, ...],
    path: list[str],
    payoffs: list[str],
) -> None:
    """The values are those of the worked points of the game's definition."""
    code, out, err = run("solve", "basing_shadow", *arguments, "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["schema"] == "negotiation/solve/1"
    [equilibrium] = answer["equilibria"]
    assert equilibrium["path"] == path
    assert list(equilibrium["payoffs"].values()) == payoffs
    assert equilibrium["certificate"] == {"holds": True, "largest_regret": "0", "checks": 3}
    assert equilibrium["profile"]["transfer"][path[0]] == "1"


def test_solve_prints_outcomes_with_their_chances(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    _, out, _ = run("solve", "basing_shadow", "--calibration", "thaw")
    assert "3/4  transfer → no interest → refrain" in out


def test_beliefs_and_what_is_free_in_text(run: Callable[..., tuple[int, str, str]]) -> None:
    """By hand: both kinds of sender speak warmly, so that warm words leave the prior, 1/3."""
    code, out, _ = run("solve", "warm_words", "--concept", "perfect_bayesian")
    assert code == 0
    assert "Perfect Bayesian equilibrium" in out
    assert "belief at advance | warm: tolerant / warm 1/3, hard / warm 2/3" in out
    assert "  free: " in out


@pytest.mark.parametrize("concept", ["perfect_bayesian", "sequential"])
def test_beliefs_and_what_is_free_in_json(
    run: Callable[..., tuple[int, str, str]], concept: str
) -> None:
    _, out, _ = run("solve", "warm_words", "--concept", concept, "--json")
    answer = json.loads(out)
    assert (answer["schema"], answer["concept"]) == ("negotiation/solve/1", concept)
    [equilibrium] = answer["equilibria"]
    assert equilibrium["beliefs"]["advance | warm"] == [
        {"history": ["tolerant", "warm"], "probability": "1/3"},
        {"history": ["hard", "warm"], "probability": "2/3"},
    ]
    assert equilibrium["free"]
    assert all(isinstance(condition, str) for condition in equilibrium["free"])
    assert equilibrium["certificate"]["holds"]


@pytest.mark.parametrize("concept", ["nash", "subgame_perfect"])
def test_concepts_without_beliefs(run: Callable[..., tuple[int, str, str]], concept: str) -> None:
    _, out, _ = run("solve", "warm_words", "--concept", concept, "--json")
    found = json.loads(out)["equilibria"]
    assert [equilibrium["beliefs"] for equilibrium in found] == [None, None]
    assert [equilibrium["payoffs"]["United States"] for equilibrium in found] == ["2", "2"]
    assert all("infinitely many" in equilibrium["notes"][0] for equilibrium in found)


def test_backward_induction_is_a_list_of_one(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("solve", "basing_shadow", "--concept", "backward_induction", "--json")
    [one] = json.loads(out)["equilibria"]
    _, out, _ = run("solve", "basing_shadow", "--json")
    assert one in json.loads(out)["equilibria"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("solve", "warm_words", "--concept", "backward_induction"),
            "backward induction needs perfect information",
        ),
        (("solve", "basing_shado"), "did you mean 'basing_shadow'?"),
        (("show", "nothing_like_it"), "unknown model 'nothing_like_it'; known: 'basing_shadow'"),
        (("solve", "basing_shadow", "--calibration", "taw"), "did you mean 'thaw'?"),
        (("solve", "basing_shadow", "--set", "basing_los=1"), "did you mean 'basing_loss'?"),
        (("solve", "basing_shadow", "--set", "basing_loss"), "must be written NAME=VALUE"),
        (("solve", "basing_shadow", "--set", "basing_loss=many"), "'many' is not a number"),
        (("solve", "basing_shadow", "--set", "basing_loss=nan"), "'nan' is not a number"),
        (("solve", "basing_shadow", "--set", "basing_probability=1"), "'base_possible'"),
        (("solve", "basing_shadow", "--set", "basing_probability=2"), "--no-check"),
        (("solve", "basing_shadow", "--option", "informd=true"), "did you mean 'informed'?"),
        (("solve", "basing_shadow", "--option", "informed=maybe"), "write true or false"),
        (("solve", "basing_shadow", "--concept", "perfection"), "unknown solution concept"),
    ],
)
def test_mistakes_end_with_two_and_a_sentence(
    run: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert says in err
    assert len(err.splitlines()) == 1


def test_unknown_commands_and_flags_end_with_two(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    assert run("sole")[0] == 2
    assert run("solve", "basing_shadow", "--frobnicate")[0] == 2
    assert run("solve")[0] == 2


def test_no_check_solves_outside_the_assumptions(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, _ = run("solve", "basing_shadow", "--set", "treaty_gain=4", "--no-check", "--json")
    assert code == 0
    assert json.loads(out)["equilibria"][0]["path"] == ["transfer"]


def test_module_runs_as_a_program() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "negotiation", "--version"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("negotiation 0.")


@pytest.mark.parametrize(
    ("figure", "more", "words"),
    [
        ("tree", (), "wants base"),
        ("tree", ("--symbols", "--vertical"), "chance"),
        ("regions", ("-x", "basing_probability", "-y", "treaty_gain"), "transfer"),
        ("slice", ("-x", "basing_probability"), "keep"),
        ("frontier", (), "efficient outcomes"),
        ("quantal", (), "rationality"),
    ],
)
def test_figures_are_written(
    run: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    figure: str,
    more: tuple[str, ...],
    words: str,
) -> None:
    file = tmp_path / "new" / "figure.svg"
    code, out, _ = run("plot", "basing_shadow", figure, "-o", str(file), *more)
    assert (code, out) == (0, f"{figure} of basing_shadow written to {file}\n")
    assert words in file.read_text(encoding="utf-8")


def test_beliefs_are_drawn_and_the_same_figure_gives_the_same_file(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    files = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for file in files:
        assert run("plot", "warm_words", "belief", "-o", str(file))[0] == 0
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("tre", "-o", "a.svg"), "tree"),
        (("tree", "-o", "a.doc"), "must end with one of .svg, .pdf, .png, .eps"),
        (("regions", "-o", "a.svg", "-x", "treaty_gain"), "regions needs -y PARAMETER"),
        (("tree", "-o", "/proc/none/a.svg"), "cannot be written"),
    ],
)
def test_figures_at_fault_are_refused(
    run: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], refusal: str
) -> None:
    code, out, err = run("plot", "basing_shadow", *arguments)
    assert (code, out) == (2, "")
    assert refusal in err


def test_a_report_is_written(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    code, out, _ = run("report", "sanctions_dilemma", "-o", str(tmp_path), "--seconds", "0.1")
    assert code == 0
    assert out.splitlines() == [
        str(tmp_path / "report.html"),
        str(tmp_path / "appendix.tex"),
        str(tmp_path / "article.tex"),
        f"{tmp_path / 'figures'}: 1 figures",
        "propositions: 2 not finished",
    ]


def test_a_report_needs_a_model_or_all(run: Callable[..., tuple[int, str, str]]) -> None:
    code, _, err = run("report", "-o", "somewhere")
    assert code == 2
    assert "either a MODEL or --all" in err
