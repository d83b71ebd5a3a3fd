"""The runner of pages catches pages that do not tell the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.markdown_blocks import (
    PageError,
    read_blocks,
    run_page,
    set_up_commands,
    terminal_environment,
)


def page(folder: Path, text: str) -> Path:
    path = folder / "page.md"
    path.write_text(text.replace("'''", "```"), encoding="utf-8")
    return path


def run(folder: Path, text: str) -> int:
    return run_page(page(folder, text), terminal_environment())


def test_blocks_share_a_namespace(tmp_path: Path) -> None:
    text = "'''python\na = 1\n'''\n\nprose\n\n'''python\nprint(a)\n'''\n\n'''text\n1\n'''\n"
    assert run(tmp_path, text) == 2


def test_a_wrong_output_is_caught(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"page\.md:5: the page shows"):
        run(tmp_path, "'''python\nprint(1)\n'''\n\n'''text\n2\n'''\n")


def test_an_output_missing_its_last_line_is_caught(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="but this is printed"):
        run(tmp_path, "'''python\nprint(1)\nprint(2)\n'''\n'''text\n1\n'''\n")


def test_a_text_block_behind_prose_is_not_an_output(tmp_path: Path) -> None:
    assert run(tmp_path, "'''python\nprint(1)\n'''\n\nAside:\n\n'''text\n2\n'''\n") == 1


def test_an_error_has_the_line_of_the_page(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        run(tmp_path, "prose\n\n'''python\nfine = 1\n1 / 0\n'''\n")
    assert raised.traceback[-1].lineno == 5 - 1  # pytest counts from 0


def test_an_indented_block_is_read(tmp_path: Path) -> None:
    text = "!!! note\n\n    '''python title=\"x\"\n    if True:\n        print(1)\n    '''\n"
    (block,) = read_blocks(page(tmp_path, text))
    assert block.text == "if True:\n    print(1)\n"


def test_a_longer_fence_holds_a_shorter_one(tmp_path: Path) -> None:
    (block,) = read_blocks(
        page(tmp_path, "''''text\n'''python\n'''\n''''\n".replace("''''", "````"))
    )
    assert block.text == "```python\n```\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'''pyhton\nprint(1)\n'''\n", "a block of pyhton"),
        ("'''\nprint(1)\n'''\n", "a block of no language"),
        ("'''python\nprint(1)\n", "not closed"),
        ("<!-- set-up:begin -->\n", "without <!-- set-up:end -->"),
        ("<!-- set-up:end -->\n", "without its partner"),
    ],
)
def test_a_malformed_page_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        run(tmp_path, text)


def test_a_block_is_left_out_only_with_a_reason(tmp_path: Path) -> None:
    block = "'''python\n1 / 0\n'''\n"
    assert run(tmp_path, f"<!-- not run: shows a mistake -->\n{block}") == 0
    with pytest.raises(ZeroDivisionError):
        run(tmp_path, f"<!-- not run: -->\n{block}")


@pytest.mark.parametrize(
    "command", ["negotation list", "ls", "negotiation list | head", "python -c 1"]
)
def test_a_console_runs_only_our_command(tmp_path: Path, command: str) -> None:
    with pytest.raises(PageError, match="console blocks run"):
        run(tmp_path, f"'''console\n$ {command}\n'''\n")


def test_a_console_without_a_command_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="begins with a line"):
        run(tmp_path, "'''console\nnegotiation list\n'''\n")


def test_a_console_compares_what_the_command_prints(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="the page shows\n\nnonsense"):
        run(tmp_path, "'''console\n$ negotiation list\nnonsense\n'''\n")


def test_a_failing_command_shows_its_exit_code(tmp_path: Path) -> None:
    path = page(tmp_path, "'''console\n$ negotiation no-such-command\n'''\n")
    with pytest.raises(PageError) as raised:
        run_page(path, terminal_environment())
    printed = str(raised.value).split("but this is printed:\n\n")[1]
    told = f"'''console\n$ negotiation no-such-command\n{printed}"
    with pytest.raises(PageError, match="exit code 2"):
        run(tmp_path, f"{told}'''\n")
    assert run(tmp_path, f"{told}$ echo $?\n2\n'''\n") == 1
    with pytest.raises(PageError, match="but this is printed"):
        run(tmp_path, f"{told}$ echo $?\n0\n'''\n")


def test_set_up_blocks_are_read_and_not_run(tmp_path: Path) -> None:
    text = (
        "<!-- set-up:begin -->\n'''bash\none \\\n  two\n'''\n"
        "'''console\n$ three\nits output\n$ four\n'''\n<!-- set-up:end -->\n"
        "'''bash\nfive\n'''\n"
    )
    path = page(tmp_path, text)
    assert set_up_commands(path) == ["one \\\n  two\n", "three\nfour\n"]
    assert run_page(path, terminal_environment()) == 0
