"""A real Chromium, headless, and what a page shows in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.support.explorer import Shown

# playwright's own types: it may be absent, and then these tests are skipped.
Context: TypeAlias = Any
Page: TypeAlias = Any
Message: TypeAlias = Any

ARTEFACTS = Path(__file__).parents[2] / "build" / "explorer"
"""Screenshots and latencies are kept here."""

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Return the path of a Chromium; skip, loudly, where there is none to be driven."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        pytest.skip("THE EXPLORER IS NOT TESTED IN A BROWSER: apt-get install chromium")
    if find_spec("playwright") is None:
        pytest.skip("THE EXPLORER IS NOT TESTED IN A BROWSER: pip install negotiation[browser]")
    return found


@contextmanager
def driven(profile: Path) -> Iterator[Context]:
    """Start Chromium with an empty profile that sends nothing of its own; close it in the end."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=path, headless=True, args=list(QUIET)
        )
        try:
            yield context
        finally:
            context.close()


@dataclass
class Seen:
    """What a page did: requests beyond itself, and messages of trouble."""

    requests: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


@contextmanager
def opened(
    context: Context, file: Path, fragment: str = "", **size: int
) -> Iterator[tuple[Page, Seen]]:
    """Open a page from its file; at the end nothing may have gone wrong."""
    page = context.new_page()
    page.set_viewport_size({"width": size.get("width", 1280), "height": size.get("height", 900)})
    seen = Seen()
    address = file.as_uri()
    page.on("request", lambda request: _note_request(seen, request.url, address))
    page.on("console", lambda message: _note_message(seen, message))
    page.on("pageerror", lambda error: seen.trouble.append(str(error)))
    page.on("dialog", lambda dialog: seen.trouble.append(f"dialog: {dialog.message}"))
    page.goto(address + fragment)
    try:
        yield page, seen
    finally:
        page.close()
    assert not seen.requests
    assert not seen.trouble


def _note_request(seen: Seen, url: str, address: str) -> None:
    if url.split("#", maxsplit=1)[0] != address and not url.startswith("data:"):
        seen.requests.append(url)


def _note_message(seen: Seen, message: Message) -> None:
    if message.type in {"error", "warning"}:
        seen.trouble.append(message.text)


MOVE = """
moves => moves.map(([number, step, text]) => {
  const box = document.getElementById(`parameter-${number}` + (step === null ? "" : "-slider"));
  box.value = step === null ? text : step;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return Number(document.documentElement.dataset.answered);
})
"""


PAINT = """
async moves => {
  const times = [];
  for (const [number, step] of moves) {
    const slider = document.getElementById(`parameter-${number}-slider`);
    slider.value = step;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    times.push(Number(document.documentElement.dataset.painted));
  }
  return times;
}
"""
"""Moves sliders one a frame; gives how long the map and the bands took in each."""


def move_to(page: Page, parameters: list[dict[str, Any]], point: Mapping[str, Fraction]) -> None:
    """Move every slider to a point; values between its steps go into the entry box."""
    page.evaluate(MOVE, [_move(number, each, point) for number, each in enumerate(parameters)])


def _move(
    number: int, parameter: dict[str, Any], point: Mapping[str, Fraction]
) -> tuple[int, int | None, str]:
    low, high = Fraction(parameter["low"]), Fraction(parameter["high"])
    value = point[parameter["name"]]
    step = (value - low) / (high - low) * 120
    exact = step.denominator == 1 and 0 <= step <= 120
    return number, int(step) if exact else None, str(value)


READ = """
() => [...document.querySelectorAll("#equilibria article")].map(card => ({
  payoffs: [...card.querySelectorAll("[data-player]")].map(cell => cell.dataset.exact),
  outcomes: [...card.querySelectorAll("[data-history]")]
    .map(line => [line.dataset.history, line.dataset.chance]),
}))
"""


def read_equilibria(page: Page) -> set[Shown]:
    """Read the equilibria that the page shows."""
    return {
        (
            tuple(each["payoffs"]),
            frozenset((tuple(json.loads(path)), chance) for path, chance in each["outcomes"]),
        )
        for each in page.evaluate(READ)
    }
