"""Ten million draws fit into a gigabyte."""

from __future__ import annotations

import subprocess
import sys

import pytest

SET_UP = """
import resource
import numpy as np
from scipy import stats
from negotiation import sweep, talks

model = talks.basing_shadow()
"""
PEAK = """
import re
from pathlib import Path

status = Path("/proc/self/status")
if status.exists():  # Linux counts the peak of the process that started this one into ru_maxrss
    kibibytes = int(re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1])
else:
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(kibibytes * 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "work",
    [
        "sweep.monte_carlo(model, {'basing_probability': stats.uniform(0, 1)}, 10**7, 0)",
        "sweep.batch(model, {'basing_probability': np.random.default_rng(0).random(10**7)})",
    ],
)
def test_ten_million_draws_take_less_than_a_gigabyte(work: str) -> None:
    if sys.platform == "win32":
        pytest.skip("the peak of a process is not told there")
    done = subprocess.run(
        [sys.executable, "-c", SET_UP + work + PEAK], capture_output=True, text=True, check=True
    )
    assert int(done.stdout.split()[-1]) < 2**30
