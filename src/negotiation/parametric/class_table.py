"""Equilibrium classes as LaTeX tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.model import Model
    from negotiation.parametric.equilibrium_class import EquilibriumClass

__all__ = ["class_table"]

_SPECIAL = {letter: "\\" + letter for letter in "&%$#_{}"}


def class_table(model: Model, classes: Sequence[EquilibriumClass]) -> str:
    """Write classes as a table: name, condition, payoffs.

    The table needs the package booktabs.  Parameters are set by the LaTeX names that the model
    declares.
    """
    import sympy

    names = {parameter.symbol: parameter.latex for parameter in model.parameters.values()}

    def maths(expression: object) -> str:
        return f"${sympy.latex(sympy.sympify(expression), symbol_names=names)}$"

    header = " & ".join(["Class", "Exists where", *map(_text, model.game.players)])
    rows = [
        " & ".join(
            [
                _text(each.name),
                maths(each.condition),
                *(maths(each.payoffs[player]) for player in model.game.players),
            ]
        )
        + r" \\"
        for each in classes
    ]
    columns = "ll" + "l" * len(model.game.players)
    return "\n".join(
        [
            rf"\begin{{tabular}}{{{columns}}}",
            r"\toprule",
            header + r" \\",
            r"\midrule",
            *rows,
            r"\bottomrule",
            r"\end{tabular}",
        ]
    )


def _text(words: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in words)
