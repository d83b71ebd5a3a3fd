"""Games in files on the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from negotiation.cli import files
from negotiation.formats import from_json, read_efg, read_nfg, to_json, write_efg
from negotiation.solve import subgame_perfect
from negotiation.talks import basing_shadow
from tests.support.games import selten_horse

if TYPE_CHECKING:
    from collections.abc import Callable

CHICKEN = (
    'NFG 1 R "chicken" { "A" "B" } { { "yield" "dare" } { "yield" "dare" } }\n\n6 6 7 2 2 7 0 0'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_efg(selten_horse(), tmp_path / "horse.efg", title="Selten's horse")
    (tmp_path / "chicken.nfg").write_text(CHICKEN)
    to_json(basing_shadow(), tmp_path / "model.json")
    return tmp_path


def test_convert_by_the_endings(run: Callable[..., tuple[int, str, str]], folder: Path) -> None:
    game = read_efg(folder / "horse.efg")
    for first, second in [("horse.efg", "a.json"), ("a.json", "b.efg"), ("b.efg", "c.nfg")]:
        code, out, _ = run("convert", str(folder / first), str(folder / second))
        assert code == 0
        assert second in out
    assert from_json(folder / "a.json") == game
    assert read_efg(folder / "b.efg") == game
    assert read_nfg(folder / "c.nfg").players == game.players
    assert 'EFG 2 R "Selten\'s horse"' in (folder / "horse.efg").read_text()
    for first, word in [("horse.efg", "tikzpicture"), ("chicken.nfg", "tabular")]:
        assert run("convert", str(folder / first), str(folder / "x.tex"))[0] == 0
        assert rf"\begin{{{word}}}" in (folder / "x.tex").read_text()


def test_solve_a_file(run: Callable[..., tuple[int, str, str]], folder: Path) -> None:
    code, out, _ = run("solve", str(folder / "chicken.nfg"), "--concept", "nash")
    assert code == 0
    assert out.startswith("chicken\n")
    assert "3 of 3" in out
    code, out, _ = run("solve", str(folder / "horse.efg"), "--json")
    found = subgame_perfect(selten_horse())
    assert from_json(out) == found
    assert json.loads(out)["kind"] == "equilibria"
    assert run("solve", str(folder / "model.json"))[0] == 0


def test_show_a_file(run: Callable[..., tuple[int, str, str]], folder: Path) -> None:
    code, out, _ = run("show", str(folder / "horse.efg"))
    assert code == 0
    for part in ("Selten's horse", "Tree", "Size", "5 outcomes"):
        assert part in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "missing.efg"),
        ("show", "missing.json"),
        ("convert", "horse.efg", "horse.xyz"),
        ("convert", "horse.txt", "horse.efg"),
        ("convert", "horse.efg", "no/such/folder.efg"),
    ],
)
def test_refusals_are_one_sentence(
    run: Callable[..., tuple[int, str, str]],
    folder: Path,
    arguments: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder)
    code, _, err = run(*arguments)
    assert code == 2
    assert err.startswith("negotiation: ")
    assert err.count("\n") == 1


HOSTILE = {
    "empty": b"",
    "zeros": bytes(50),
    "binary": bytes(range(256)) * 4,
    "of another format": b"{}",
}


@pytest.mark.parametrize("ending", ["efg", "nfg", "json"])
@pytest.mark.parametrize("kind", [*HOSTILE, "folder", "locked"])
def test_files_that_hold_no_game_are_refused_in_a_sentence(
    run: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    kind: str,
    ending: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / f"x.{ending}"
    if kind == "folder":
        path.mkdir()
    else:
        path.write_bytes(HOSTILE.get(kind, b""))
    if kind == "locked":

        def refuse(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    for command in ("solve", "show"):
        code, _, err = run(command, str(path))
        assert code == 2
        assert err.startswith("negotiation: ")
        assert err.count("\n") == 1
        assert ("Permission denied" in err) == (kind == "locked")


def test_warnings_go_to_standard_error(
    run: Callable[..., tuple[int, str, str]],
    folder: Path,
) -> None:
    (folder / "odd.efg").write_text('EFG 2 R "" { "A" "A" } t "" 1 "" { 1, 2 }')
    code, _, err = run("show", str(folder / "odd.efg"))
    assert code == 0
    assert "now ('A', 'A (2)')" in err.replace("\n", " ")


def test_long_files_show_a_bar(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, and only where the file is long."""
    screen = io.StringIO()

    def terminal(*, stderr: bool = False, **_: object) -> Console:
        assert stderr
        return Console(file=screen, force_terminal=True, width=60)

    monkeypatch.setattr(files, "Console", terminal)
    files.convert_file(folder / "horse.efg", folder / "short.efg")
    assert not screen.getvalue()
    monkeypatch.setattr(files, "LONG", 1)
    files.convert_file(folder / "horse.efg", folder / "long.efg")
    assert "reading horse.efg" in screen.getvalue()
