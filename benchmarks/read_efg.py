"""Reading .efg files of many nodes: this library against pygambit.

Run `python -m benchmarks.read_efg`; `--levels 17 20` chooses binary trees with that many levels
of nodes.  Every move is an information set of its own and every outcome has payoffs of its own, so
nothing in the file can be read once for many.  Before anything is timed, both readers must agree
on the expected payoffs when every move is as likely as any other; that is asked of a smaller tree
of the same kind, since the peer's profiles take far longer than its reader.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import tempfile
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.timing import median_seconds, table
from negotiation.formats import read_efg
from negotiation.game import BehaviourProfile, expected_payoffs


def binary_tree(levels: int) -> str:
    """Write a binary tree of two players who move by turns, with random integer payoffs."""
    random = Random(1)  # noqa: S311 - test data
    lines = ['EFG 2 R "binary" { "A" "B" }', '""', ""]
    sets, leaves, stack = [0, 0], 0, [1]
    while stack:
        level = stack.pop()
        if level == levels:
            leaves += 1
            pays = f"{random.randint(-100, 100)}, {random.randint(-100, 100)}"
            lines.append(f't "" {leaves} "" {{ {pays} }}')
        else:
            player = level % 2
            sets[player] += 1
            lines.append(f'p "" {player + 1} {sets[player]} "" {{ "l" "r" }} 0')
            stack += [level + 1, level + 1]
    return "\n".join([*lines, ""])


MOST_COMPARED = 12
"""Trees of more levels are compared by one with as many as this."""


def agree(path: Path, gambit: Any) -> None:  # noqa: ANN401 - a module without types
    """Check that both readers read the same game."""
    theirs, ours = gambit.read_efg(str(path)), read_efg(path)
    even = tuple(
        (Fraction(1, len(infoset.actions)),) * len(infoset.actions)
        for infoset in ours.tree.infosets
    )
    pays = expected_payoffs(BehaviourProfile(ours, even))
    profile = theirs.mixed_behavior_profile(rational=True)
    for player, payoff in pays.items():
        assert Fraction(str(profile.payoffs[player])) == payoff


def main() -> None:
    """Compare on trees of the sizes asked for."""
    parser = argparse.ArgumentParser(description="Time the readers of .efg files.")
    parser.add_argument("--levels", type=int, nargs="+", default=[17, 20])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    try:
        gambit = import_module("pygambit")
    except ImportError:
        parser.exit(1, "the peer is not installed: pip install 'negotiation[peers]'\n")
    version = importlib.metadata.version("pygambit")
    with tempfile.TemporaryDirectory() as folder:
        for levels in options.levels:
            path = Path(folder) / f"{levels}.efg"
            path.write_text(binary_tree(min(levels, MOST_COMPARED)), encoding="utf-8")
            agree(path, gambit)
            path.write_text(binary_tree(levels), encoding="utf-8")
            print(f"\n{2**levels - 1} nodes, {path.stat().st_size / 1e6:.1f} MB")
            table(
                [
                    (
                        f"pygambit {version}",
                        median_seconds(lambda: gambit.read_efg(str(path)), options.repeats),  # noqa: B023 - called at once
                    ),
                    ("negotiation", median_seconds(lambda: read_efg(path), options.repeats)),  # noqa: B023 - called at once
                ]
            )


if __name__ == "__main__":
    main()
