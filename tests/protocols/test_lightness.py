"""The protocols and the talks load no heavy package until a game is built."""

from __future__ import annotations

import subprocess
import sys

import pytest

import negotiation
from negotiation import protocols


@pytest.mark.parametrize("module", ["negotiation.protocols", "negotiation.talks"])
def test_importing_is_light(module: str) -> None:
    code = f"import {module}, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert module in loaded
    assert not loaded.intersection({"sympy", "scipy", "numpy", "nashpy", "z3"})


def test_protocols_are_at_the_front_door() -> None:
    assert negotiation.protocols is protocols
    assert all(callable(getattr(protocols, name)) for name in protocols.__all__ if name != "Ending")
