"""The examples in docstrings print what they show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import negotiation
from tests.markdown_blocks import PLAIN


def _raise(name: str) -> None:
    message = f"{name} cannot be imported"
    raise ImportError(message)


MODULES = [
    "negotiation",
    *(
        module.name
        for module in pkgutil.walk_packages(negotiation.__path__, "negotiation.", onerror=_raise)
        if module.name != "negotiation.__main__"  # importing it is running it
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_show_what_happens(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable, value in PLAIN.items():
        monkeypatch.setenv(variable, value)
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0, capsys.readouterr().out


def test_there_are_docstrings_to_run() -> None:
    finder = doctest.DocTestFinder()
    found = {
        name
        for name in MODULES
        for test in finder.find(importlib.import_module(name))
        if test.examples
    }
    assert found
