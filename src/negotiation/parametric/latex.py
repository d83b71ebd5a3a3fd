"""Partitions as LaTeX tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiation.drawing import tex_text

if TYPE_CHECKING:
    from negotiation.parametric.equilibrium import OutcomeClass
    from negotiation.parametric.partition import Partition

__all__ = ["partition_table"]


def partition_table(partition: Partition) -> str:
    """Write a partition as a table: condition, play, payoffs.

    The table needs the package booktabs.  Parameters are set by the LaTeX names that the model
    declares.
    """
    import sympy

    names = {parameter.symbol: parameter.latex for parameter in partition.model.parameters.values()}
    players = partition.model.game.players

    def maths(expression: object) -> str:
        return str(sympy.latex(sympy.sympify(expression), symbol_names=names))

    columns = "ll" + "r" * len(players)
    header = " & ".join(["Condition", "Play", *(tex_text(player) for player in players)])
    rows = []
    for cell in partition.cells:
        for place, equilibrium in enumerate(cell.equilibria):
            condition = f"${maths(cell.condition)}$" if place == 0 else ""
            payoffs = [f"${maths(equilibrium.payoffs[player])}$" for player in players]
            rows.append(" & ".join([condition, _play(equilibrium), *payoffs]) + r" \\")
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


def _play(equilibrium: OutcomeClass) -> str:
    return r" $\to$ ".join(tex_text(label) for label in equilibrium.path) or "---"
