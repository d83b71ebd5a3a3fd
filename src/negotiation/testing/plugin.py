"""The pytest plugin: every assumption and proposition of a model as a test.

In a ``conftest.py`` write ``pytest_plugins = "negotiation.testing.plugin"``.  Then
``pytest --negotiation-audit basing_shadow``, or the setting ``negotiation_models`` in
``pyproject.toml``, adds the tests of a model, and the fixture ``talks_model`` gives the games of
the talks.  Equilibria that differ are shown as text, not as Python objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from negotiation.errors import NegotiationError
from negotiation.solve import Equilibrium
from negotiation.talks import catalogue
from negotiation.testing.assertions import play_text
from negotiation.testing.audit_items import AuditTest, audit_tests
from negotiation.testing.loading import load_model

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr, TracebackStyle

    from negotiation.model import Model

__all__ = [
    "AuditItem",
    "pytest_addoption",
    "pytest_assertrepr_compare",
    "pytest_collection_modifyitems",
    "pytest_terminal_summary",
    "talks_model",
]

VERDICT = "negotiation verdict"

SECONDS = 20.0
"""How long a question about a proposition may take."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("negotiation", "models of negotiations")
    group.addoption(
        "--negotiation-audit",
        action="append",
        default=[],
        metavar="MODEL",
        help="test every assumption and proposition of a model: a game of the talks, or "
        "module:name; may be repeated",
    )
    group.addoption(
        "--negotiation-seconds",
        type=float,
        default=SECONDS,
        metavar="SECONDS",
        help="how long a question about a proposition may take (20)",
    )
    parser.addini(
        "negotiation_models",
        type="linelist",
        default=[],
        help="models whose assumptions and propositions are tests, one a line",
    )


def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the tests of the models that are asked for."""
    given: list[str] = config.getoption("--negotiation-audit") or []
    seconds = float(config.getoption("--negotiation-seconds") or SECONDS)
    for name in dict.fromkeys([*config.getini("negotiation_models"), *given]):
        items.extend(_items(session, name, seconds))


def _items(session: pytest.Session, name: str, seconds: float) -> Iterator[AuditItem]:
    try:
        model = load_model(name)
    except NegotiationError as error:
        message = f"cannot audit {name!r}: {error}"
        raise pytest.UsageError(message) from None
    for test in audit_tests(model, seconds=seconds):
        yield AuditItem.from_parent(
            session, name=test.name, nodeid=f"{name}::{test.name}", model=name, test=test
        )


class AuditItem(pytest.Item):
    """One assumption or proposition of a model as a test."""

    def __init__(self, *, model: str, test: AuditTest, **of_item: Any) -> None:  # noqa: ANN401 - pytest's own
        super().__init__(**of_item)
        self.model = model
        self.test = test

    def runtest(self) -> None:
        """Test it."""
        if self.test.untested:
            pytest.skip(self.test.untested)
        self.user_properties.append((VERDICT, self.test.run()))

    def repr_failure(  # noqa: D102 - as in pytest
        self, excinfo: ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        if isinstance(excinfo.value, AssertionError | NegotiationError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[str, None, str]:  # noqa: D102 - as in pytest
        return self.model, None, f"{self.model}: {self.test.name}"


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest has no public type for it
    """Say what the propositions are worth."""
    verdicts: dict[str, str] = {}
    for report in terminalreporter.stats.get("passed", ()):
        for key, text in report.user_properties:
            if key == VERDICT and "::proposition " in report.nodeid:
                verdicts[report.nodeid] = str(text).splitlines()[0]
    if verdicts:
        terminalreporter.section("propositions")
        for name, verdict in verdicts.items():
            terminalreporter.line(f"{name}: {verdict}")


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Show equilibria that are compared as text."""
    if op not in ("==", "!="):
        return None
    one, other = _equilibria(left), _equilibria(right)
    if one is None or other is None:
        return None
    lines = [f"{_count(one)} {op} {_count(other)}"]
    for heading, equilibria in (("left", one), ("right", other)):
        lines += [f"{heading}: {play_text(equilibrium)}" for equilibrium in equilibria]
    return lines


def _count(equilibria: Sequence[Equilibrium]) -> str:
    return "1 equilibrium" if len(equilibria) == 1 else f"{len(equilibria)} equilibria"


def _equilibria(value: object) -> Sequence[Equilibrium] | None:
    if isinstance(value, Equilibrium):
        return [value]
    if isinstance(value, list | tuple) and value and all(isinstance(e, Equilibrium) for e in value):
        return value
    return None


@pytest.fixture(scope="session")
def talks_model() -> Callable[..., Model]:
    """Return a function that builds a game of the talks: ``talks_model("basing_shadow")``.

    Each is built once a session and options.
    """

    @cache
    def build(name: str, **options: object) -> Model:
        return catalogue()[name](**options)

    return build
