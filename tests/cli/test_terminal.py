"""The terminal: completion, colours, width, and signs of work."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from rich.console import Console

from negotiation.cli.choose import Chosen
from negotiation.cli.claims import decide
from negotiation.cli.progress import progress_bar, working
from negotiation.cli.solve import solve_to_text
from negotiation.parametric import Unknown
from negotiation.talks import catalogue
from tests.support.commands import run_command


def complete(line: str) -> list[str]:
    """Ask for completions as bash does, the last word unfinished."""
    words = line.split(" ")
    environment = {
        **os.environ,
        "_NEGOTIATION_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = run_command((), environment, Path.cwd())
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.split("\n") if line]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("negotiation solve sanctions", ["sanctions_cascade", "sanctions_dilemma"]),
        ("negotiation solve basing_shadow -c th", ["thaw"]),
        ("negotiation solve basing_shadow --set basing_p", ["basing_probability="]),
        ("negotiation solve linkage_no_charity --without no", ["no charity"]),
        ("negotiation show basing_shadow -o in", ["informed="]),
        ("negotiation solve no_such_game -c b", []),
        ("negotiation expl", ["explore"]),
    ],
)
def test_the_shell_completes_names(line: str, expected: list[str]) -> None:
    assert complete(line) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("show", "triangle"),
        ("solve", "warm_words", "--concept", "perfect_bayesian", "--explain"),
        ("regions", "basing_shadow"),
        (),
    ],
)
def test_output_in_a_pipe_has_no_colours_and_eighty_columns(arguments: tuple[str, ...]) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "FORCE_COLOR"}}
    done = run_command(arguments, {**environment, "NO_COLOR": "1"}, Path.cwd())
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if name == "repeated_talks" else [])
        for name in catalogue()
    ],
)
def test_solutions_of_every_game_fit_eighty_columns_in_words(name: str) -> None:
    model = catalogue()[name]()
    concept = "subgame_perfect" if model.game.has_perfect_information else "sequential"
    text = solve_to_text(Chosen(model, "baseline", {}, model.at()), concept, explain=True)
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"\b(Implies|And|Or|Not|Eq|Ne)\(", text)


def test_claims_beyond_the_solver_are_left_open_with_the_way_to_test_them() -> None:
    model = catalogue()["warm_words"]()
    verdicts = decide(model, None, always=(), never=(), seconds=5)
    assert set(verdicts) == set(model.propositions)
    left = verdicts["ties_and_backlash_hold_japan_back"]
    assert isinstance(left, Unknown)
    assert left.reason.endswith("negotiation audit warm_words tests it at points")


def test_no_color_takes_colours_off_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from negotiation.cli.show import show_model

    def shown() -> str:
        terminal = Console(file=io.StringIO(), force_terminal=True, width=80, highlight=False)
        show_model(catalogue()["basing_shadow"](), terminal, most_nodes=5)
        return terminal.file.getvalue()  # type: ignore[attr-defined]  # it is a StringIO

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in shown()
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = [code for code in ("\x1b[3", "\x1b[9") if f"{code}1m" in shown()]
    assert coloured == []


def test_work_shows_on_a_terminal_and_is_silent_in_a_pipe() -> None:
    terminal = Console(file=io.StringIO(), force_terminal=True, width=80)
    with working("solving", terminal) as news:
        news("half")
    with progress_bar("building", terminal) as progress:
        progress(0.5, "first")
    text = terminal.file.getvalue()  # type: ignore[attr-defined]  # it is a StringIO
    assert "solving" in text
    assert "building" in text
    pipe = Console(file=io.StringIO(), force_terminal=False)
    with working("solving", pipe) as news:
        news("half")
    assert not pipe.file.getvalue()  # type: ignore[attr-defined]  # as above
