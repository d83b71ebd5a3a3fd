"""The page: one HTML file that holds the data, the style and the script, and needs no network.

Text of a model reaches the page in two ways only: escaped into the HTML, or as JSON in which ``<``,
``>`` and ``&`` are written as escapes, so that nothing can close the element that holds it.  The
page's own policy (a Content-Security-Policy with the hash of its script) forbids every other script
and every request.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from negotiation.explore.page_data import page_data
from negotiation.explore.static import static_text

if TYPE_CHECKING:
    from negotiation.model import Model

__all__ = [
    "SCRIPTS",
    "embedded_json",
    "fill_template",
    "package_version",
    "page",
    "read_template",
    "title_of",
    "write_page",
]

SCRIPTS = (
    "number.js",
    "program.js",
    "condition.js",
    "solver.js",
    "beliefs.js",
    "state.js",
    "answer.js",
    "words.js",
    "controls.js",
    "regions.js",
    "map.js",
    "tree.js",
    "panels.js",
    "explorer.js",
)
"""The parts of the script, in the order in which they are joined."""


def page(
    model: Model,
    *,
    seconds: float = 20.0,
    progress: Callable[[float, str], None] | None = None,
    back: str = "",
) -> str:
    """Return the explorer page of a model.

    Parameters
    ----------
    model
        The model, one of the talks or one of your own.
    seconds
        The time limit for solving it under one choice of constraints.  Where that is not enough,
        the page says so and solves at the point it shows.
    progress
        Called with the share that is done, from 0 to 1, and a word on it.
    back
        The address of a page that lists others, for a link at the foot.

    Raises
    ------
    NotSupported
        If a payoff holds a function that the page cannot compute.

    Examples
    --------
    >>> from negotiation import talks
    >>> text = page(talks.basing_shadow())
    >>> text.startswith("<!doctype html>"), "<link rel=stylesheet" in text
    (True, False)
    """
    data = page_data(model, seconds=seconds, progress=progress)
    script = '"use strict";\n(() => {\n' + "\n".join(map(read_template, SCRIPTS)) + "})();\n"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    link = f'<a href="{html.escape(back)}">All games</a>' if back else ""
    return fill_template(
        "page.html",
        {
            "title": html.escape(title_of(model)),
            "over": html.escape(", ".join(model.game.players)),
            "story": html.escape(model.story),
            "policy": html.escape(policy),
            "style": read_template("style.css"),
            "version": html.escape(package_version()),
            "back": link,
            "static": static_text(model, data),
            "data": embedded_json(data),
            "script": script,
        },
    )


def write_page(
    model: Model,
    path: str | Path,
    *,
    seconds: float = 20.0,
    progress: Callable[[float, str], None] | None = None,
) -> Path:
    """Write the explorer page of a model to a file; parameters are those of `page`."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(model, seconds=seconds, progress=progress), encoding="utf-8")
    return target


def title_of(model: Model) -> str:
    """Write the name of a model as a title.

    >>> from negotiation import talks
    >>> title_of(talks.no_base_pledge())
    'No base pledge'
    """
    words = model.name.replace("_", " ")
    return words[:1].upper() + words[1:]


def embedded_json(data: object) -> str:
    r"""Write data as JSON that can stand in a script element: nothing in it can close one.

    >>> embedded_json({"name": "</script><script>alert(1)"})
    '{"name":"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def fill_template(name: str, parts: Mapping[str, str]) -> str:
    """Put parts in the places of a template, each once: a part is never read as a template."""
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], read_template(name))


@lru_cache(maxsize=32)
def read_template(name: str) -> str:
    """Return the text of a template of this package."""
    return files("negotiation.explore").joinpath("templates", name).read_text(encoding="utf-8")


def package_version() -> str:
    """Return the version of the library that makes the page."""
    from importlib.metadata import version

    return version("negotiation")
