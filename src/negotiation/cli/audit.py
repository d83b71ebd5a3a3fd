"""``negotiation audit --conditions``: what is played where, form by form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from negotiation.cli.claims import regions_text, solve_everywhere
from negotiation.errors import NotSupported
from negotiation.talks.forms import form_name

if TYPE_CHECKING:
    from negotiation.model import Model

__all__ = ["conditions_text"]

SECONDS = 120.0


def conditions_text(models: Iterable[Model], *, latex: bool) -> str:
    """Derive the equilibria of some models at every parameter value.

    Parameters
    ----------
    models
        The models; one whose game cannot be solved with symbols says so.
    latex
        Whether to write LaTeX tables.
    """
    parts = []
    for model in models:
        try:
            solved = solve_everywhere(model, ties=False, seconds=SECONDS, megabytes=None)
            text = solved.to_latex() if latex else regions_text(solved, ())
        except NotSupported as error:
            text = f"no conditions: {error}"
        parts.append(f"{'% ' if latex else ''}conditions of {form_name(model)}\n{text}")
    return "\n\n".join(parts)
