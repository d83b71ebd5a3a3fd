"""Importing the library is light: heavy packages are loaded when they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import negotiation

HEAVY = ("sympy", "scipy", "numpy", "nashpy", "z3", "typer", "rich", "matplotlib", "click")


def modules_after(code: str) -> set[str]:
    listing = f"{code}\nimport sys\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import negotiation",
        "import negotiation as ng; ng.__version__; dir(ng)",
        "import negotiation as ng; ng.Game(('A',), ng.Decision('A', {'x': ng.Outcome({'A': 1})}))",
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    loaded = modules_after(code)
    assert "negotiation" in loaded
    assert not loaded.intersection(HEAVY)


def test_importtime_names_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import negotiation"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "negotiation" in imported
    assert not imported.intersection(HEAVY)


def test_every_promised_name_is_there() -> None:
    for name in negotiation.__all__:
        assert getattr(negotiation, name) is not None
        assert name in dir(negotiation)
    with pytest.raises(AttributeError, match="no attribute 'sovle'"):
        negotiation.sovle  # noqa: B018 - an attribute that does not exist
