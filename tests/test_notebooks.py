"""Every notebook runs from the top, and its texts are what the code prints."""

from __future__ import annotations

import ast
import contextlib
import io
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "docs" / "notebooks").glob("*.ipynb"))


def _run(source: str, names: dict[str, object]) -> tuple[str, object]:
    """Run a cell; return what it prints and the value of its last expression."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102 - our own notebook
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - as above
    return printed.getvalue(), value


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_its_code_gives(notebook: Path) -> None:
    pytest.importorskip("matplotlib")
    import matplotlib as mpl

    mpl.use("agg")
    names: dict[str, object] = {}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    for cell in code:
        printed, value = _run("".join(cell["source"]), names)
        stored = {output["output_type"]: output for output in cell["outputs"]}
        if "stream" in stored:
            assert printed == "".join(stored["stream"]["text"])
        if "execute_result" in stored:
            data = stored["execute_result"]["data"]
            assert repr(value) == "".join(data["text/plain"])
            for kind, method in (("text/html", "_repr_html_"), ("image/svg+xml", "_repr_svg_")):
                if kind in data:
                    assert getattr(value, method)() == "".join(data[kind])


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
