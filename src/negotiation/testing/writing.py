"""Writing a test file for a model: what a careful reader would test first.

The file is a start and meant to be changed: calibrations, equilibria as they are now, certificates
wherever the assumptions hold, and each proposition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from textwrap import fill, wrap
from typing import TYPE_CHECKING

from negotiation.errors import NegotiationError
from negotiation.testing.examination import default_solver

if TYPE_CHECKING:
    from negotiation.model import Model, Proposition

__all__ = ["written_tests"]

WIDTH = 88


def written_tests(model: Model, name: str, options: Mapping[str, object] | None = None) -> str:
    """Write a test file for a model.

    Parameters
    ----------
    model
        The model.
    name
        Where it comes from: a game of the talks, or ``module:name``.
    options
        The options with which it was built.

    Returns
    -------
    str
        A Python file for pytest.

    Examples
    --------
    >>> from negotiation import talks
    >>> text = written_tests(talks.basing_shadow(), "basing_shadow")
    >>> print(text.splitlines()[9])
    MODEL = talks.basing_shadow()
    >>> compile(text, "test_basing_shadow.py", "exec") is not None
    True
    """
    imports, build = _source(name, options or {})
    concept = "subgame_perfect" if _is_subgame_perfect(model) else "perfect_bayesian"
    lines = [
        f'"""Tests of the model {model.name}."""',
        "",
        "import pytest",
        "from hypothesis import given, settings",
        "",
        *imports,
        "",
        "",
        f"MODEL = {build}",
        *_calibrations(model),
        *_equilibria(model, concept),
        *_certificates(concept),
    ]
    for proposition in model.propositions.values():
        lines += _proposition(proposition)
    return "\n".join(lines) + "\n"


def _source(name: str, options: Mapping[str, object]) -> tuple[list[str], str]:
    """Return the imports, and the expression that builds the model."""
    given = ", ".join(f"{key}={value!r}" for key, value in options.items()).replace("'", '"')
    tools = "from negotiation.testing import assert_equilibrium, check_proposition, parameters"
    module, colon, attribute = name.partition(":")
    if not colon:
        return ["from negotiation import solve, talks", tools], f"talks.{name}({given})"
    own = ["from negotiation import solve", tools, "", f"from {module} import {attribute}"]
    called = callable(getattr(import_module(module), attribute, None))
    return own, f"{attribute}()" if called else attribute


def _is_subgame_perfect(model: Model) -> bool:
    return model.game.has_perfect_information or len(model.game.subgame_roots) > 1


def _calibrations(model: Model) -> Iterator[str]:
    if not model.calibrations:
        return
    names = ", ".join(f'"{name}"' for name in model.calibrations)
    yield ""
    yield ""
    yield f'@pytest.mark.parametrize("calibration", [{names}])'
    yield "def test_the_calibration_meets_every_assumption(calibration):"
    yield "    MODEL.values(calibration)"


def _equilibria(model: Model, concept: str) -> Iterator[str]:
    for calibration in model.calibrations:
        try:
            found = default_solver(model.at(calibration))
        except NegotiationError:
            continue
        yield ""
        yield ""
        yield f"def test_equilibria_at_{_identifier(calibration)}():"
        yield f'    found = solve.{concept}(MODEL.at("{calibration}"))'
        yield "    assert sorted({equilibrium.path for equilibrium in found}) == ["
        for path in sorted({equilibrium.path for equilibrium in found}):
            yield f"        {path!r},".replace("'", '"')
        yield "    ]"


def _certificates(concept: str) -> Iterator[str]:
    yield ""
    yield ""
    yield "@settings(max_examples=50, deadline=None)"
    yield "@given(parameters(MODEL))"
    yield "def test_nobody_gains_by_deviating_wherever_the_assumptions_hold(values):"
    yield "    game = MODEL.at(**values)"
    yield f"    for equilibrium in solve.{concept}(game):"
    yield "        assert_equilibrium(game, equilibrium)"


def _proposition(proposition: Proposition) -> Iterator[str]:
    yield ""
    yield ""
    if not proposition.claims and proposition.check is None:
        reason = " ".join(f"stated in words only: {proposition.how}".split()).rstrip(": ")
        yield "@pytest.mark.skip("
        for line in wrap(reason, WIDTH - 10):
            yield f"    {_quoted(line)}"
        yield ")"
    yield f"def test_{_identifier(proposition.name)}():"
    words = fill(
        f'"""{proposition.words}',
        WIDTH - 6,
        initial_indent="    ",
        subsequent_indent="    ",
    )
    yield words + '"""' if "\n" not in words else words + '\n    """'
    yield f"    check_proposition(MODEL, {_quoted(proposition.name)})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _identifier(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)
